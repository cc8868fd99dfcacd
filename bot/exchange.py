"""Articles in and out, one a line: what `import`, `export` and the evaluation share."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.errors import BotError, DuplicateArticle
from bot.intake import Row
from bot.library import Library
from bot.model import Article, Outcome, Shelf, Source, View

BATCH = 1_000
"""Articles in one transaction, or one page: about a second's work."""


@dataclass(slots=True)
class ImportReport:
    """What became of the lines of a file."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refused: list[tuple[int, str]] = field(default_factory=list)  # (line, reason), duplicates too
    twins: dict[str, str] = field(default_factory=dict)  # id of a line's duplicate -> id of the article with its text
    resembling: list[tuple[int, Source]] = field(default_factory=list)  # (line, the article that its text nearly is)


def import_rows(
    library: Library,
    rows: Iterable[Row],
    progress: Callable[[int], object],
    by: str = "",
    view: View | None = None,
) -> ImportReport:
    """Keep the articles of all good rows, batch by batch; each batch is durable when `progress(lines)` is called.

    `by` and `view` are those of `Library.put`.
    """
    report = ImportReport()
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        drafts = [(row.line, row.draft) for row in batch if not isinstance(row.draft, BotError)]
        kept = library.put([draft for _, draft in drafts], by, view) if drafts else []
        report.outcomes.update(each.outcome for each in kept)
        report.refused += [(row.line, str(row.draft)) for row in batch if isinstance(row.draft, BotError)]
        for (line, draft), each in zip(drafts, kept, strict=True):
            if each.outcome is Outcome.DUPLICATE:
                report.refused.append((line, str(DuplicateArticle(each.id, each.shelf.name))))
                report.twins[draft.id or each.id] = each.id
            report.resembling += [(line, about) for about in each.resembles[:1]]
        progress(len(batch))
    report.refused.sort()
    return report


def export_articles(library: Library, shelves: Sequence[Shelf] = ()) -> Iterator[Article]:
    """Every article of the shelves, of all where none is named, in the order of (shelf, id)."""
    after = None
    while batch := library.articles(shelves, after, BATCH):
        yield from batch
        after = (batch[-1].about.shelf.name, batch[-1].about.id)
