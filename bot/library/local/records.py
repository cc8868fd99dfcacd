"""Values to rows, and rows to values."""

import hashlib
import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.model import (
    Act,
    Draft,
    Entry,
    PageStart,
    Passage,
    Published,
    Sentence,
    Shelf,
    Source,
    View,
    page_address,
)
from bot.text import Analyzer, segment
from bot.text.sketches import sketch

NEVER_KEPT = re.compile("[\0\ud800-\udfff]")
SOURCE_COLUMNS = (
    "a.id, a.shelf, a.title, a.source, a.url, a.published, a.language, a.tags, a.added, a.origin, a.added_by,"
    " a.author, a.updated, a.sketch"
)
ENTRY_COLUMNS = "moment, shelf, by_whom, act, id, title"
PASSAGE_COLUMNS = "p.start, p.text, p.sentences, p.terms, p.title_terms, p.pages"


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A row of the table `passage`, without its numbers."""

    start: int
    text: str
    sentences: str
    terms: str
    title_terms: str
    pages: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft with all that is derived from it: what costs time is done before the transaction begins."""

    draft: Draft
    text_digest: str
    search_key: str
    sketch: bytes
    passages: tuple[PassageRow, ...]
    sentence_count: int
    term_count: int


def prepare(draft: Draft, analyzer: Analyzer) -> Prepared:
    """Cut the draft's text and make its terms."""
    title_terms = " ".join(analyzer.terms(draft.title, draft.language))
    rows, all_terms, sentence_count = [], list[str](), 0
    for span in segment(draft.text, draft.language):
        terms = [analyzer.terms(draft.text[a:b], draft.language) for a, b in span.sentences]
        rows.append(
            PassageRow(
                start=span.start,
                text=draft.text[span.start : span.end],
                sentences=" ".join(f"{a - span.start} {b - span.start}" for a, b in span.sentences),
                terms="\n".join(map(" ".join, terms)),
                title_terms=title_terms,
                pages=write_pages(pages_between(draft.pages, span.start, span.end), -span.start),
            )
        )
        all_terms += rows[-1].terms.split()
        sentence_count += len(terms)
    return Prepared(
        draft=draft,
        text_digest=hashlib.sha256(draft.text.encode()).hexdigest(),
        search_key=search_key(f"{draft.title} {draft.source or ''}"),
        sketch=sketch(all_terms),
        passages=tuple(rows),
        sentence_count=sentence_count,
        term_count=len(all_terms),
    )


def pages_between(pages: Sequence[PageStart], start: int, end: int) -> Sequence[PageStart]:
    """The pages on which the text from `start` to `end` stands; the first begins there, if it doesn't begin before."""
    if not pages:
        return ()
    first = bisect_right(pages, start, key=lambda page: page.start)
    last = bisect_left(pages, end, first, key=lambda page: page.start)
    return [PageStart(start, pages[first - 1].label), *pages[first:last]] if first else pages[first:last]


def search_key(text: str) -> str:
    """What a list is searched by: without case, accents and dots, white space folded."""
    plain = unicodedata.normalize("NFKD", storable(text).casefold()).replace("ı", "i")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def storable(text: str) -> str:
    """What somebody looks for, as SQLite can take it: NUL and halves of surrogate pairs, never kept, are replaced."""
    return NEVER_KEPT.sub("\ufffd", text)


def ends(view: View) -> tuple[str, str]:
    """The names of the shelves that a view sees, for `shelf IN (?, ?)`: one or two, so the first and the last."""
    return view.visible[0].name, view.visible[-1].name


def source_values(prepared: Prepared, added: datetime) -> dict[str, Any]:
    """The columns of the table `article` that come from the draft; `added` where it doesn't say."""
    draft = prepared.draft
    return {
        "title": draft.title,
        "source": draft.source,
        "author": draft.author,
        "url": draft.url,
        "page": page_address(draft.url) or None,
        "published": write_published(draft.published),
        "published_utc": write_utc(draft.published),
        "language": draft.language,
        "tags": json.dumps(draft.tags, ensure_ascii=False),
        "added": (draft.added or added).astimezone(UTC).isoformat(),
        "updated": None if draft.updated is None else draft.updated.astimezone(UTC).isoformat(),
        "origin": draft.origin,
        "origin_digest": draft.origin_digest,
        "text_digest": prepared.text_digest,
        "search_key": prepared.search_key,
        "sketch": prepared.sketch,
        "pages": write_pages(draft.pages),
    }


def read_source(row: Sequence[Any]) -> Source:
    """A row of SOURCE_COLUMNS."""
    return Source(
        id=row[0],
        shelf=Shelf(row[1]),
        title=row[2],
        source=row[3],
        url=row[4],
        published=read_published(row[5]),
        language=row[6],
        tags=tuple(json.loads(row[7])),
        added=datetime.fromisoformat(row[8]),
        origin=row[9],
        added_by=row[10],
        author=row[11],
        updated=datetime.fromisoformat(row[12]) if row[12] else None,
        sketch=row[13],
    )


def read_entry(row: Sequence[Any]) -> Entry:
    """A row of ENTRY_COLUMNS."""
    moment, shelf, by, act, id, title = row
    return Entry(datetime.fromisoformat(moment), Shelf(shelf), by, Act(act), id, title)


def read_passage(about: Source, row: Sequence[Any], score: float) -> Passage:
    """A row of PASSAGE_COLUMNS."""
    start, text, spans, terms, title_terms, pages = row
    return Passage(
        about=about,
        start=start,
        text=text,
        sentences=tuple(
            Sentence(start + a, start + b, tuple(line.split()))
            for (a, b), line in zip(read_spans(spans), terms.split("\n"), strict=True)
        ),
        title_terms=tuple(title_terms.split()),
        score=score,
        pages=read_pages(pages, start),
    )


def read_spans(spans: str) -> Iterable[tuple[int, int]]:
    """The column `sentences`: pairs of offsets from the start of the passage."""
    numbers = list(map(int, spans.split()))
    return zip(numbers[::2], numbers[1::2], strict=True)


def write_pages(pages: Sequence[PageStart], moved: int = 0) -> str:
    """The column `pages` of either table: where each begins, and its label; empty for none."""
    return json.dumps([(page.start + moved, page.label) for page in pages], ensure_ascii=False) if pages else ""


def read_pages(written: str, moved: int = 0) -> tuple[PageStart, ...]:
    """What `write_pages` wrote."""
    return tuple(PageStart(start + moved, label) for start, label in json.loads(written)) if written else ()


def write_published(published: Published) -> str | None:
    return None if published is None else published.isoformat()


def write_utc(published: Published) -> str | None:
    """What sorts as time passes, a day before its moments; at either end of the calendar, the moment as written."""
    if not isinstance(published, datetime):
        return write_published(published)
    try:
        return published.astimezone(UTC).isoformat()
    except OverflowError:
        return published.replace(tzinfo=UTC).isoformat()


def read_published(text: str | None) -> Published:
    """A day where it is ten characters, else a moment with its zone."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
