"""The program: its commands in the order of its help, and how it ends."""

import contextlib
import io
import json
import logging
import os
import sys
from importlib import metadata
from typing import Annotated

import typer

from bot import reply
from bot.cli import adding, articles, asking, exchanging, feeding, keeping, serving, upkeep, verifying
from bot.cli.screen import EXIT_BROKEN, EXIT_INTERRUPTED, EXIT_WRONG_USE, Commands
from bot.errors import BotError

EXAMPLES = """\
[bold]Examples[/]

bot ask "how many US troops are in Iraq"

bot add report.md --published 2024-01-25 --url https://example.org/report

bot sources iraq

bot export library.jsonl

Exit codes: 0 answered or done, 1 nothing found, 2 wrong use, 3 something broke."""


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bot {metadata.version('verbatim-bot')}")
        raise typer.Exit


def describe(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Quote the sentence that answers, word for word, with its source; or say that no article answers."""


def make_program() -> typer.Typer:
    """All commands, in the order in which a newcomer needs them."""
    program = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    program.callback(epilog=EXAMPLES)(describe)
    panels: dict[str, Commands] = {
        "Ask": {**asking.COMMANDS, **verifying.COMMANDS},
        "Articles": {**adding.COMMANDS, **articles.COMMANDS},
        "Many articles at once": exchanging.COMMANDS,
        "Discord": serving.COMMANDS,
        "Upkeep": {**upkeep.COMMANDS, **keeping.COMMANDS},
    }
    for panel, commands in panels.items():
        register(program, commands, panel)
        if commands is exchanging.COMMANDS:
            program.add_typer(make_feed_program(), rich_help_panel=panel)
    return program


def make_feed_program() -> typer.Typer:
    """`bot feed` and its commands."""
    program = typer.Typer(name="feed", no_args_is_help=True, help="Follow feeds: their new articles go in.")
    register(program, feeding.COMMANDS)
    return program


def register(program: typer.Typer, commands: Commands, panel: str | None = None) -> None:
    for name, (function, epilog) in commands.items():
        program.command(name, rich_help_panel=panel, epilog=epilog)(function)


def main() -> None:
    """Run the command line and exit. Every error ends as one sentence on standard error."""
    make_printable()
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    try:
        code = make_program()(standalone_mode=True)
    except BotError as problem:
        code = say(problem)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough. Leave nothing that Python would try to write again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as problem:
        code = EXIT_BROKEN
        with contextlib.suppress(OSError):
            print(f"The output can't be written: {problem.strerror or problem}.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def make_printable() -> None:
    """Let output that the terminal's encoding can't hold be shown as escapes rather than end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(problem: BotError) -> int:
    """Print the sentence of an error, as JSON too where that was asked for, and give its exit code."""
    sentence = reply.error(reply.words_for("en"), problem)
    if "--json" in sys.argv[1:]:
        print(json.dumps({"error": {"kind": type(problem).__name__, "message": sentence}}, ensure_ascii=False))
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr)
    return problem.exit_code if problem.exit_code in (EXIT_WRONG_USE, EXIT_BROKEN) else EXIT_BROKEN
