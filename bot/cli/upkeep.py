"""`bot check` and `eval`."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot import reply
from bot.app import open_desk, opened, thresholds
from bot.cli.exchanging import reading
from bot.cli.screen import EXIT_BROKEN, EXIT_DONE, AsJson, Commands, Screen
from bot.corpus import read_corpus
from bot.errors import BotError, FileRefused
from bot.evaluate import predict, read_questions
from bot.exchange import export_articles, import_rows
from bot.intake import read_rows
from bot.model import Finding
from bot.settings import Settings, load_settings


def check(
    discord: Annotated[
        bool, typer.Option("--discord", help="Ask Discord too: token, intents, servers; and show the invitation.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say whether everything is in order (exit code 3 when it isn't)."""
    screen = Screen(as_json)
    settings = load_settings()
    findings = [*examine(settings), *(examine_discord(settings) if discord else ())]
    sound = all(finding.sound for finding in findings)
    screen.document(
        {
            "sound": sound,
            "findings": [
                {"subject": reply.printable(f.subject), "sound": f.sound, "detail": reply.printable(f.detail)}
                for f in findings
            ],
        }
    )
    for finding in findings:
        mark, style = ("✓", "green") if finding.sound else ("✗", "bold red")
        screen.line(f"{mark} {reply.printable(finding.subject)}: {reply.printable(finding.detail)}", style=style)
    raise typer.Exit(EXIT_DONE if sound else EXIT_BROKEN)


def examine(settings: Settings) -> Iterator[Finding]:
    """The findings on the library and on the corpus folder. What can't be opened is a finding too."""
    try:
        with opened(settings) as desk:
            report = read_corpus(desk.library, settings.corpus_dir)
            yield from desk.library.check()
    except BotError as problem:
        yield Finding("Library", False, str(problem))
        return
    if not report.folder.is_dir():
        yield Finding("Corpus folder", True, f"There is none at {report.folder}: nothing to read.")
    elif report.refused:
        files = reply.words_for("en").many(len(report.refused), "{n:,} file", "{n:,} files")
        reasons = "; ".join(f"{path}: {reason}" for path, reason in report.refused)
        yield Finding("Corpus folder", False, f"{files} not read: {reasons}")
    else:
        yield Finding("Corpus folder", True, f"Every file of {report.folder} is on the shared shelf.")


def examine_discord(settings: Settings) -> Iterator[Finding]:
    """The findings on what Discord says of the bot."""
    from bot.chat import checkup  # loaded with discord.py, which takes as long as all the rest

    return checkup.examine(settings)


def evaluate(
    set_dir: Annotated[Path, typer.Argument(metavar="SET_DIR", help="Holds articles.jsonl and questions.jsonl.")],
    out: Annotated[Path, typer.Option(metavar="PREDICTIONS", help="Where the predictions go, as JSON Lines.")],
    questions: Annotated[Path | None, typer.Option(metavar="FILE", help="Ask these instead of the set's.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Ask only so many, the same ones each time.")] = None,
    articles: Annotated[Path | None, typer.Option(metavar="FILE", help="Read these instead of the set's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a set of questions from a set of articles, in a temporary library, for a scorer to judge."""
    screen = Screen(as_json)
    settings = load_settings()
    asked = read_questions(questions or set_dir / "questions.jsonl", sample)
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder), thresholds(settings)) as desk:
        with (
            reading(str(articles or set_dir / "articles.jsonl")) as (lines, total),
            screen.progress("Reading articles", total) as progress,
        ):
            report = import_rows(desk.library, read_rows(lines), progress)
        for line, why in report.refused:
            screen.notice(f"line {line:,} of the articles: {reply.printable(why)}", style="yellow")
        ids = [article.about.id for article in export_articles(desk.library)]
        answered = 0
        try:
            with out.open("w", encoding="utf-8") as stream, screen.progress("Asking", len(asked)) as progress:
                for prediction in predict(desk, asked, ids, report.twins):
                    stream.write(json.dumps(prediction, ensure_ascii=False) + "\n")
                    answered += prediction["answered"]
                    progress(1)
        except OSError as exc:
            raise FileRefused(str(out), f"{exc.strerror or exc}.") from exc
    screen.document({"questions": len(asked), "answered": answered, "predictions": str(out)})
    questions_asked = screen.words.many(len(asked), "{n:,} question asked", "{n:,} questions asked")
    screen.line(f"{questions_asked}, {answered:,} answered: {reply.printable(str(out))}")


COMMANDS: Commands = {
    "check": (check, "For example: bot check --discord"),
    "eval": (evaluate, "For example: bot eval my-set --out predictions.jsonl"),
}
