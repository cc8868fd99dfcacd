"""What the commands share: output for people and for programs, progress, and the opened library."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import reply
from bot.app import opened
from bot.corpus import CorpusReport, read_corpus
from bot.desk import Desk
from bot.settings import Settings, load_settings

EXIT_DONE, EXIT_NOTHING_FOUND, EXIT_WRONG_USE, EXIT_BROKEN = 0, 1, 2, 3
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells have it

BY = "terminal"
"""Who does what is done here, in the library's journal."""

Commands = Mapping[str, tuple[Callable[..., None], str | None]]
"""name -> (function, epilog of its help)."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
OnShelf = Annotated[
    str, typer.Option("--shelf", metavar="SHELF", help="“shared”, or “guild:” and a Discord server's number.")
]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that shows how far something has come; called with a number, it moves on by so many."""

    advance: Callable[[int], object]
    expect: Callable[[int], object]  # so many more are to come than was thought

    def __call__(self, done: int) -> None:
        self.advance(done)


def nothing(_: int) -> None:
    """Where there is no bar."""


class Screen:
    """Standard output, for people or for programs; notices go to standard error."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.words = reply.words_for("en")
        self._out = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
        self._err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)

    def line(self, text: str = "", style: str = "") -> None:
        """A line for people."""
        if not self.as_json:
            self._out.print(Text(text, style=style))

    def table(self, table: Table) -> None:
        """A table for people."""
        if not self.as_json:
            self._out.print(table)

    def document(self, value: Any) -> None:
        """A JSON document for programs."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, default=str))

    def notice(self, text: str, style: str = "dim") -> None:
        """A line beside the matter: it never mixes with what a program reads."""
        self._err.print(Text(text, style=style))

    @contextmanager
    def progress(self, what: str, total: int | None) -> Iterator[Bar]:
        """A bar on standard error, where that is a terminal."""
        if self.as_json or not sys.stderr.isatty():
            yield Bar(nothing, nothing)
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self._err, transient=True) as bar:
            task = bar.add_task(what, total=total)
            expected = [total or 0]

            def expect(more: int) -> None:
                expected[0] += more
                bar.update(task, total=expected[0])

            yield Bar(lambda done: bar.advance(task, done), expect)


@contextmanager
def desk_with_corpus(screen: Screen) -> Iterator[tuple[Desk, Settings]]:
    """The desk that the settings name, after the corpus folder was read; what changed is noticed."""
    settings = load_settings()
    with opened(settings) as desk:
        tell(screen, read_corpus(desk.library, settings.corpus_dir))
        yield desk, settings


def tell(screen: Screen, report: CorpusReport) -> None:
    """Say what the reading of the corpus folder changed, and which files could not be read."""
    changes = {"added": report.added, "updated": report.updated, "removed": report.removed}
    said = [f"{number:,} {what}" for what, number in changes.items() if number]
    if said:
        screen.notice(f"Read {reply.printable(str(report.folder))}: {screen.words.listing(said)}.")
    for path, reason in report.refused:
        screen.notice(f"Not read: {reply.printable(path)}: {reply.printable(reason)}", style="yellow")
