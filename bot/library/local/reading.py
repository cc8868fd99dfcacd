"""Articles in SQLite: what reads them. Each function is one or two queries on a connection that is given."""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.errors import ArticleNotFound
from bot.library.local.index import Hit
from bot.library.local.records import (
    PASSAGE_COLUMNS,
    SOURCE_COLUMNS,
    ends,
    read_pages,
    read_passage,
    read_published,
    read_source,
    read_spans,
    storable,
)
from bot.model import Article, Draft, Origin, Passage, Period, Shelf, Totals, View, page_address, utc_day

LAST_ADDED = "SELECT added FROM article WHERE shelf = ? AND removed IS NULL ORDER BY added DESC LIMIT 1"
FIRST_PUBLISHED = (
    "SELECT published_utc, published FROM article WHERE shelf = ? AND removed IS NULL AND published_utc IS NOT NULL"
    " ORDER BY published_utc LIMIT 1"
)
LAST_PUBLISHED = FIRST_PUBLISHED.replace("ORDER BY published_utc", "ORDER BY published_utc DESC")


def number(sql: sqlite3.Connection, view: View, id: str) -> int:
    """The number of the article that `view` sees under this id, its own before the shared. Raises ArticleNotFound."""
    row = sql.execute(
        "SELECT number FROM article WHERE id = ? AND shelf IN (?, ?) AND removed IS NULL"
        " ORDER BY shelf = 'shared' LIMIT 1",
        (storable(id), *ends(view)),
    ).fetchone()
    if row is None:
        raise ArticleNotFound(id, view.name)
    return int(row[0])


def standing(sql: sqlite3.Connection, draft: Draft) -> tuple[int, str, bool] | None:
    """(number, id, whether it is removed) of the article in whose place the draft stands on its shelf.

    Without an id that is the first of the articles that are there with the page of its address.
    """
    if draft.id:
        where, named = "id = ?", storable(draft.id)
    else:
        where, named = "page = ? AND removed IS NULL ORDER BY number LIMIT 1", storable(page_address(draft.url))
    row = sql.execute(
        f"SELECT number, id, removed IS NOT NULL FROM article WHERE shelf = ? AND {where}", (draft.shelf.name, named)
    ).fetchone()
    return (row[0], row[1], bool(row[2])) if row else None


def recalled(sql: sqlite3.Connection, view: View, keys: Sequence[str]) -> dict[str, int]:
    """key -> the number of the article that `view` sees under it: its own before the shared one, then the first."""
    rows = sql.execute(
        "SELECT key, number FROM article WHERE key IN (SELECT value FROM json_each(?))"
        " AND +removed IS NULL AND +shelf IN (?, ?) ORDER BY shelf != 'shared', number DESC",
        (json.dumps([storable(key) for key in keys]), *ends(view)),
    )
    return dict(rows.fetchall())  # of two of one key the last stays


def numbers_after(
    sql: sqlite3.Connection, shelves: Sequence[Shelf], after: tuple[str, str] | None, limit: int
) -> list[int]:
    """The numbers of the next articles in the order of (shelf, id); of all shelves where none is named."""
    names = json.dumps([shelf.name for shelf in shelves])
    rows = sql.execute(
        "SELECT number FROM article WHERE removed IS NULL AND (shelf, id) > (?, ?)"
        " AND (? = '[]' OR shelf IN (SELECT value FROM json_each(?))) ORDER BY shelf, id LIMIT ?",
        (*(after or ("", "")), names, names, limit),
    )
    return [row[0] for row in rows]


def article(sql: sqlite3.Connection, number: int) -> Article:
    """The article of this number, whole."""
    *row, pages = sql.execute(f"SELECT {SOURCE_COLUMNS}, a.pages FROM article a WHERE number = ?", (number,)).fetchone()
    pieces = sql.execute(
        "SELECT start, text, sentences FROM passage WHERE article = ? ORDER BY start", (number,)
    ).fetchall()
    return Article(
        about=read_source(row),
        text="".join(text for _, text, _ in pieces),
        sentences=tuple((start + a, start + b) for start, _, spans in pieces for a, b in read_spans(spans)),
        pages=read_pages(pages),
    )


def draft(sql: sqlite3.Connection, number: int) -> Draft:
    """An article, removed or not, as the draft that it was kept from."""
    kept = article(sql, number)
    about = kept.about
    return Draft(
        shelf=about.shelf,
        title=about.title,
        text=kept.text,
        id=about.id,
        source=about.source,
        url=about.url,
        published=about.published,
        language=about.language,
        tags=about.tags,
        added=about.added,
        origin=about.origin,
        author=about.author,
        pages=kept.pages,
        updated=about.updated,
    )


def origins(sql: sqlite3.Connection, shelf: Shelf, prefix: str) -> Sequence[Origin]:
    """See `bot.library.Library.origins`."""
    rows = sql.execute(
        "SELECT id, origin, origin_digest, removed FROM article"
        " WHERE shelf = ? AND origin IS NOT NULL AND substr(origin, 1, ?) = ?",
        (shelf.name, len(prefix), storable(prefix)),
    )
    return [Origin(id, uri, digest, removed is not None) for id, uri, digest, removed in rows]


def is_of(sql: sqlite3.Connection, article: int, period: Period) -> bool:
    """Whether an article was published in this period; one of an unknown date is of no period but all time."""
    if not period:
        return True
    row = sql.execute("SELECT published FROM article WHERE number = ?", (article,)).fetchone()
    day = utc_day(read_published(row[0]))
    return (
        day is not None
        and (period.after is None or period.after <= day)
        and (period.before is None or day < period.before)
    )


def languages(sql: sqlite3.Connection, view: View) -> Mapping[str, int]:
    """The languages that `view` sees, the most frequent first."""
    rows = sql.execute(
        "SELECT language, sum(articles) AS n FROM total WHERE shelf IN (?, ?)"
        " GROUP BY language HAVING n > 0 ORDER BY n DESC, language",
        ends(view),
    )
    return dict(rows.fetchall())


def totals(sql: sqlite3.Connection, view: View) -> Totals:
    """See `bot.library.Library.totals`. Sums of a row a language, and the ends of the indexes by date."""
    articles, sentences, passages = sql.execute(
        "SELECT coalesce(sum(articles), 0), coalesce(sum(sentences), 0), coalesce(sum(passages), 0)"
        " FROM total WHERE shelf IN (?, ?)",
        ends(view),
    ).fetchone()
    added = [row for shelf in view.visible for row in sql.execute(LAST_ADDED, (shelf.name,))]
    first = [row for shelf in view.visible for row in sql.execute(FIRST_PUBLISHED, (shelf.name,))]
    last = [row for shelf in view.visible for row in sql.execute(LAST_PUBLISHED, (shelf.name,))]
    return Totals(
        articles=articles,
        sentences=sentences,
        passages=passages,
        languages=languages(sql, view),
        first_published=read_published(min(first)[1]) if first else None,
        last_published=read_published(max(last)[1]) if last else None,
        last_added=datetime.fromisoformat(max(added)[0]) if added else None,
    )


def sentence_terms(sql: sqlite3.Connection) -> float:
    """The mean number of terms of a sentence, over all shelves; 1 where there is none."""
    terms, sentences = sql.execute("SELECT sum(terms), sum(sentences) FROM total").fetchone()
    return terms / sentences if terms and sentences else 1.0


def passage_numbers(sql: sqlite3.Connection, article: int) -> list[int]:
    """An article's passages, in the order of the text."""
    rows = sql.execute("SELECT number FROM passage WHERE article = ? ORDER BY start", (article,))
    return [row[0] for row in rows]


def term_counts(sql: sqlite3.Connection, passages: Sequence[int], language: str) -> Counter[str]:
    """The terms of those of the passages that are in this language, each with the number of passages that hold it."""
    rows = sql.execute(
        "SELECT p.terms FROM passage p JOIN article a ON a.number = p.article"
        " WHERE p.number IN (SELECT value FROM json_each(?)) AND +a.language IN (?, 'und')",
        (json.dumps(passages), language),
    )
    return Counter(term for (terms,) in rows for term in set(terms.split()))


def passages(sql: sqlite3.Connection, view: View, hits: Sequence[Hit]) -> tuple[Passage, ...]:
    """The passages of the hits, in their order.

    What has been removed since it was indexed is left out, and so is what another server's shelf holds,
    whatever the index says.
    """
    rows = sql.execute(
        f"SELECT p.number, p.article, {PASSAGE_COLUMNS} FROM passage p"
        f" WHERE p.number IN (SELECT value FROM json_each(?))",
        (json.dumps([hit.passage for hit in hits]),),
    ).fetchall()
    sources = {
        row[0]: read_source(row[1:])
        for row in sql.execute(
            f"SELECT a.number, {SOURCE_COLUMNS} FROM article a WHERE a.number IN (SELECT value FROM json_each(?))"
            " AND +a.removed IS NULL AND +a.shelf IN (?, ?)",  # the plus: by number, not through a whole shelf
            (json.dumps(sorted({row[1] for row in rows})), *ends(view)),
        )
    }
    scores = {hit.passage: hit.score for hit in hits}
    found = {row[0]: read_passage(sources[row[1]], row[2:], scores[row[0]]) for row in rows if row[1] in sources}
    return tuple(found[hit.passage] for hit in hits if hit.passage in found)
