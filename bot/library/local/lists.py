"""Lists for people: pages of sources in an order, what was removed, the journal.

A list finds the numbers of its articles in an index first, and reads only those that it shows.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from bot.library.local.records import ENTRY_COLUMNS, SOURCE_COLUMNS, ends, read_entry, read_source, search_key
from bot.model import JournalPage, Order, Page, Shelf, Source, View

SORTED_BY: dict[Order, tuple[str, str]] = {
    Order.ADDED: ("added", "DESC"),
    Order.PUBLISHED: ("published_utc", "DESC"),  # NULL is the least of all
    Order.TITLE: ("search_key", "ASC"),
}
"""A column that is indexed behind the shelf, and its direction."""
SINGLE_WORDS = 8
"""Words that are conditions of their own, which is fastest; any further ones are looked for together."""
LONGEST_PATTERN = 1_000
"""Code points of a word that is a pattern of its own. SQLite takes 50,000 bytes."""
Where = tuple[str, list[object]]
"""A condition on the table `article`, and its parameters."""


def page(sql: sqlite3.Connection, view: View, query: str, page: int, size: int, order: Order) -> Page:
    """One page of what `view` sees; each word of `query` is in the title or the source."""
    where = holding(query)
    total = count(sql, view, where) if search_key(query) else count_all(sql, view)
    numbers = numbers_in(sql, view, where, order, size, min((page - 1) * size, total))
    return Page(sources(sql, numbers), total, page, size)


def removed(sql: sqlite3.Connection, shelf: Shelf, query: str, limit: int) -> Sequence[Source]:
    """See `bot.library.Library.removed`."""
    holds, values = holding(query)
    rows = sql.execute(
        f"SELECT {SOURCE_COLUMNS} FROM article a WHERE shelf = ? AND removed IS NOT NULL AND {holds}"
        " ORDER BY removed DESC, change DESC LIMIT ?",
        (shelf.name, *values, limit),
    )
    return tuple(read_source(row) for row in rows)


def journal(sql: sqlite3.Connection, shelf: Shelf, page: int, size: int) -> JournalPage:
    """See `bot.library.Library.journal`."""
    total = sql.execute("SELECT count(*) FROM journal WHERE shelf = ?", (shelf.name,)).fetchone()[0]
    rows = sql.execute(
        f"SELECT {ENTRY_COLUMNS} FROM journal WHERE shelf = ? ORDER BY change DESC LIMIT ? OFFSET ?",
        (shelf.name, size, min((page - 1) * size, total)),
    )
    return JournalPage(tuple(read_entry(row) for row in rows), total, page, size)


def holding(query: str) -> Where:
    """Whether the title or the source holds each word of `query`. The longest, which is the rarest, comes first."""
    words = sorted(dict.fromkeys(search_key(query).split()), key=len, reverse=True)
    single = [word for word in words if len(word) <= LONGEST_PATTERN][:SINGLE_WORDS]
    others = [word for word in words if word not in single]
    conditions = ["TRUE", *["search_key GLOB ?"] * len(single)]
    values: list[object] = [f"*{literal(word)}*" for word in single]
    if others:
        conditions.append("NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(search_key, value) = 0)")
        values.append(json.dumps(others))
    return " AND ".join(conditions), values


def literal(word: str) -> str:
    """A word as a GLOB pattern that stands for itself."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in word)


def count_all(sql: sqlite3.Connection, view: View) -> int:
    """How many articles `view` sees."""
    row = sql.execute("SELECT coalesce(sum(articles), 0) FROM total WHERE shelf IN (?, ?)", ends(view)).fetchone()
    return int(row[0])


def count(sql: sqlite3.Connection, view: View, where: Where) -> int:
    """How many articles `view` sees that meet the condition: all are looked through."""
    condition, values = where
    return sum(
        sql.execute(
            f"SELECT count(*) FROM article WHERE shelf = ? AND removed IS NULL AND {condition}", (shelf.name, *values)
        ).fetchone()[0]
        for shelf in view.visible
    )


def numbers_in(sql: sqlite3.Connection, view: View, where: Where, order: Order, limit: int, offset: int) -> list[int]:
    """The numbers of articles that `view` sees, in order: SQLite merges those of each shelf, sorted by an index."""
    condition, values = where
    column, direction = SORTED_BY[order]
    of_shelf = f"SELECT number, {column} FROM article WHERE shelf = ? AND removed IS NULL AND {condition}"
    rows = sql.execute(
        f"{' UNION ALL '.join([of_shelf] * len(view.visible))}"
        f" ORDER BY {column} {direction}, number {direction} LIMIT ? OFFSET ?",
        (*(value for shelf in view.visible for value in (shelf.name, *values)), limit, offset),
    )
    return [row[0] for row in rows]


def sources(sql: sqlite3.Connection, numbers: Iterable[int]) -> tuple[Source, ...]:
    """The sources of these numbers, in their order."""
    rows = sql.execute(
        f"SELECT {SOURCE_COLUMNS} FROM json_each(?) AS each JOIN article a ON a.number = each.value ORDER BY each.key",
        (json.dumps(list(numbers)),),
    )
    return tuple(read_source(row) for row in rows)
