"""`bot import` and `bot export`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from bot import reply
from bot.cli.screen import BY, EXIT_DONE, EXIT_WRONG_USE, AsJson, Commands, Screen, desk_with_corpus
from bot.errors import FileRefused, Phrase
from bot.exchange import ImportReport, export_articles, import_rows
from bot.intake import read_rows, write_row
from bot.model import Article, Shelf

SHOWN_REFUSALS = 10


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON Lines: an article a line; - for standard input.")],
    shelf: Annotated[
        str | None, typer.Option(metavar="SHELF", help="Put all of them here, whatever a line says.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add the articles of a file that `export` wrote (exit code 2 when a line is refused; the others go in)."""
    screen = Screen(as_json)
    onto = Shelf(shelf) if shelf else None
    with (
        reading(file) as (lines, total),
        desk_with_corpus(screen) as (desk, _),
        screen.progress("Importing", total) as progress,
    ):
        report = import_rows(desk.library, read_rows(lines, onto), progress, BY)
    tell(screen, report)
    raise typer.Exit(EXIT_WRONG_USE if report.refused else EXIT_DONE)


def tell(screen: Screen, report: ImportReport) -> None:
    """What became of the lines."""
    counts = {outcome.value: number for outcome, number in report.outcomes.items() if outcome != "duplicate"}
    screen.document(
        {**counts, "refused": [{"line": line, "reason": reply.printable(why)} for line, why in report.refused]}
    )
    done = [f"{number:,} {what}" for what, number in counts.items()]
    screen.line(f"{screen.words.listing(done).capitalize()}." if done else "Nothing was added.")
    if report.refused and not screen.as_json:
        refused = screen.words.many(len(report.refused), "{n:,} line refused:", "{n:,} lines refused:")
        screen.notice(refused, style="yellow")
        for line, why in report.refused[:SHOWN_REFUSALS]:
            screen.notice(f"  line {line:,}: {reply.printable(why)}", style="yellow")
        if len(report.refused) > SHOWN_REFUSALS:
            screen.notice("  … and more; --json lists all of them.", style="yellow")


def export(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Where to; standard output if it isn't named.")] = "-",
    shelf: Annotated[str | None, typer.Option(metavar="SHELF", help="Only this shelf.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write all articles as JSON Lines, an article a line; `import` reads them back."""
    screen = Screen(as_json)
    shelves = [Shelf(shelf)] if shelf else []
    with desk_with_corpus(screen) as (desk, _):
        articles = export_articles(desk.library, shelves)
        if file == "-":
            for article in articles:
                print(write_row(article))
            return
        with screen.progress("Exporting", None) as progress:
            number = write_file(Path(file), articles, progress)
    screen.document({"exported": number, "file": file})
    exported = screen.words.many(number, "{n:,} article", "{n:,} articles")
    screen.line(f"Exported {exported} to {reply.printable(file)}.")


def write_file(path: Path, articles: Iterable[Article], progress: Callable[[int], object]) -> int:
    """Write the file whole or not at all. Raises FileRefused."""
    number = 0
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as stream:
            try:
                for article in articles:
                    stream.write(write_row(article) + "\n")
                    number += 1
                    progress(1)
                stream.flush()
                os.fsync(stream.fileno())
                Path(stream.name).replace(path)
            except BaseException:
                Path(stream.name).unlink(missing_ok=True)
                raise
    except OSError as exc:
        raise FileRefused(
            str(path), Phrase("{problem}. Nothing was written.", problem=exc.strerror or str(exc))
        ) from exc
    return number


@contextmanager
def reading(file: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """The lines of a file, or of standard input, and how many there are where that can be known."""
    if file == "-":
        with nullcontext(sys.stdin.buffer) as lines:
            yield lines, None
        return
    try:
        with Path(file).open("rb") as lines:
            total = sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b""))
            lines.seek(0)
            yield lines, total
    except (OSError, ValueError) as exc:
        raise FileRefused(file, f"{getattr(exc, 'strerror', None) or exc}.") from exc


COMMANDS: Commands = {
    "import": (import_, "For example: bot import library.jsonl"),
    "export": (export, "For example: bot export library.jsonl"),
}
