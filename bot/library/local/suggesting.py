"""Suggestions for somebody who is typing: fast whatever is typed, among 100,000 titles."""

import json
import sqlite3
from collections.abc import Sequence
from itertools import islice

from bot.library.local.lists import Where, holding, sources
from bot.library.local.records import ends, search_key
from bot.model import Shelf, Source, View

FEW = 500
"""Articles that are read and sorted one by one: that takes a millisecond. More are looked through, newest first."""
MOST_TRIPLES = 100
"""Three letters in a row of a query that are looked up; SQLite takes some 1,000 in one expression."""
NEWEST = 10_000
"""Articles of a shelf that are looked through for words of one or two letters: that takes 2 ms or so."""
LAST_CHARACTER = "\U0010ffff"


def suggestions(sql: sqlite3.Connection, view: View, query: str, limit: int) -> Sequence[Source]:
    """See `bot.library.Library.suggest`."""
    numbers = beginning(sql, view, search_key(query), limit)
    if len(numbers) < limit:
        numbers += containing(sql, view, query, limit)
    return sources(sql, list(dict.fromkeys(numbers))[:limit])


def beginning(sql: sqlite3.Connection, view: View, key: str, limit: int) -> list[int]:
    """The numbers of the newest articles whose title begins so."""
    where: Where = "search_key >= ? AND search_key < ?", [key, key + LAST_CHARACTER]
    found: list[tuple[str, int]] = []
    for shelf in view.visible:
        few = number_of(sql, shelf, where) <= FEW
        found += newest(sql, shelf, where, limit, "article_title" if few else "article_added")
    return in_order(found, limit)


def containing(sql: sqlite3.Connection, view: View, query: str, limit: int) -> list[int]:
    """The numbers of the newest articles that hold each word, at the beginning or elsewhere."""
    where, triples = holding(query), triples_of(query)
    few = those_with(sql, triples)
    if few is not None:
        return numbers_among(sql, view, few, where, limit)
    found: list[tuple[str, int]] = []
    for shelf in view.visible:
        bounded = where if triples else with_newest(shelf, where)
        found += newest(sql, shelf, bounded, limit, "article_added")
    return in_order(found, limit)


def triples_of(query: str) -> list[str]:
    """Each three letters in a row of the query's words."""
    words = search_key(query).split()
    return list(dict.fromkeys(word[i : i + 3] for word in words for i in range(len(word) - 2)))


def those_with(sql: sqlite3.Connection, triples: Sequence[str]) -> list[int] | None:
    """The numbers of the articles, on whatever shelf, that have these three letters in a row; None for many."""
    if not triples:
        return None
    match = " AND ".join('"' + triple.replace('"', '""') + '"' for triple in islice(triples, MOST_TRIPLES))
    rows = sql.execute("SELECT rowid FROM letters WHERE letters MATCH ? LIMIT ?", (match, FEW + 1)).fetchall()
    return [row[0] for row in rows] if len(rows) <= FEW else None


def numbers_among(sql: sqlite3.Connection, view: View, few: Sequence[int], where: Where, limit: int) -> list[int]:
    """Those of a few articles that `view` sees and that meet the condition, the newest first."""
    condition, values = where
    rows = sql.execute(
        "SELECT number FROM article WHERE number IN (SELECT value FROM json_each(?))"
        f" AND +shelf IN (?, ?) AND +removed IS NULL AND {condition} ORDER BY added DESC, number DESC LIMIT ?",
        (json.dumps(few), *ends(view), *values, limit),
    )
    return [row[0] for row in rows]


def number_of(sql: sqlite3.Connection, shelf: Shelf, where: Where) -> int:
    """How many articles of the shelf meet a condition on the search key; beyond FEW they are not counted."""
    condition, values = where
    row = sql.execute(
        "SELECT count(*) FROM (SELECT 1 FROM article INDEXED BY article_title"
        f" WHERE shelf = ? AND removed IS NULL AND {condition} LIMIT ?)",
        (shelf.name, *values, FEW + 1),
    ).fetchone()
    return int(row[0])


def newest(sql: sqlite3.Connection, shelf: Shelf, where: Where, limit: int, index: str) -> list[tuple[str, int]]:
    """(added, number) of the newest articles of the shelf that meet the condition, looked for in this index."""
    condition, values = where
    return sql.execute(
        f"SELECT added, number FROM article INDEXED BY {index}"
        f" WHERE shelf = ? AND removed IS NULL AND {condition} ORDER BY added DESC, number DESC LIMIT ?",
        (shelf.name, *values, limit),
    ).fetchall()


def with_newest(shelf: Shelf, where: Where) -> Where:
    """The condition, for the newest articles of the shelf alone."""
    condition, values = where
    since = (
        "(SELECT added FROM article INDEXED BY article_added WHERE shelf = ? AND removed IS NULL"
        " ORDER BY added DESC LIMIT 1 OFFSET ?)"
    )
    return f"added >= coalesce({since}, '') AND {condition}", [shelf.name, NEWEST, *values]


def in_order(found: Sequence[tuple[str, int]], limit: int) -> list[int]:
    """The numbers of the newest."""
    return [number for _, number in sorted(found, reverse=True)[:limit]]
