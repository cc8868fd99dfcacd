"""Which articles are damaged; and what is derived of those that were saved from a damaged database is made anew."""

import sqlite3
from collections.abc import Iterator
from secrets import randbits

from bot.library.local import reading, twins
from bot.library.local.checkup import text_digest
from bot.library.local.store import ADD_TO_TOTAL

Name = tuple[str, str, str]
"""(shelf, id, title) of an article."""

NEVER_SEEN_AGAIN = """
SELECT shelf, id, title FROM journal AS last
WHERE act != 'removed' AND NOT EXISTS (SELECT 1 FROM article WHERE shelf = last.shelf AND id = last.id)
AND change = (SELECT max(change) FROM journal WHERE shelf = last.shelf AND id = last.id) ORDER BY shelf, id
"""
"""Articles that the journal knows, and that are on no shelf and not removed either."""
LAST_CHANGE = """
UPDATE state SET value = max(value, (SELECT coalesce(max(change), 0) FROM article),
    (SELECT coalesce(max(change), 0) FROM journal), (SELECT coalesce(max(change), 0) FROM forgotten),
    (SELECT coalesce(max(change), 0) FROM version))
WHERE name = 'change'
"""


def drop_broken(sql: sqlite3.Connection) -> list[Name]:
    """Delete the articles whose text isn't all there as it was kept, and what belongs to none; which ones those were.

    In a database of any version.
    """
    broken = [row for row in articles(sql) if text_digest(sql, row[0]) != row[4]]
    for number, *_ in broken:
        delete(sql, number)
    sql.execute("DELETE FROM passage WHERE article NOT IN (SELECT number FROM article)")
    return [(shelf, id, title) for _, shelf, id, title, _ in broken]


def articles(sql: sqlite3.Connection) -> list[tuple[int, str, str, str, str]]:
    """(number, shelf, id, title, digest of the text) of each."""
    return sql.execute("SELECT number, shelf, id, title, text_digest FROM article ORDER BY number").fetchall()


def make_whole(sql: sqlite3.Connection) -> tuple[list[Name], list[Name]]:
    """In a database of this version: make what is derived, and delete what nobody can have written so.

    The articles that were deleted, and those that only the journal still knows. The index begins anew, for the
    database is another one.
    """
    unreadable = [row for row in articles(sql) if not is_readable(sql, row[0])]
    for number, *_ in unreadable:
        delete(sql, number)
    sql.execute("DELETE FROM version WHERE article NOT IN (SELECT number FROM article)")
    sql.execute("DELETE FROM total")
    sql.execute("DELETE FROM band")
    for number, shelf, *_ in articles(sql):
        sketch, removed, language = sql.execute(
            "SELECT sketch, removed, language FROM article WHERE number = ?", (number,)
        ).fetchone()
        twins.insert(sql, number, shelf, sketch)
        if removed is None:
            sql.execute(ADD_TO_TOTAL, (shelf, language, 1, *counted(sql, number)))
    sql.execute("INSERT INTO letters (letters) VALUES ('rebuild')")
    sql.execute(LAST_CHANGE)
    sql.execute("UPDATE state SET value = ? WHERE name = 'lineage'", (randbits(62),))
    return [(shelf, id, title) for _, shelf, id, title, _ in unreadable], sql.execute(NEVER_SEEN_AGAIN).fetchall()


def counted(sql: sqlite3.Connection, number: int) -> tuple[int, int, int]:
    """The passages, sentences and terms of an article."""
    rows = sql.execute("SELECT sentences, terms FROM passage WHERE article = ?", (number,)).fetchall()
    return len(rows), sum(len(a.split()) // 2 for a, _ in rows), sum(len(b.split()) for _, b in rows)


def is_readable(sql: sqlite3.Connection, number: int) -> bool:
    """Whether an article is as somebody can have written it."""
    try:
        reading.article(sql, number)
    except (ValueError, TypeError):
        return False
    return True


def delete(sql: sqlite3.Connection, number: int) -> None:
    """Delete an article and its passages."""
    sql.execute("DELETE FROM passage WHERE article = ?", (number,))
    sql.execute("DELETE FROM article WHERE number = ?", (number,))


def names(found: list[Name]) -> Iterator[str]:
    """How articles are named for a person."""
    for shelf, id, title in found:
        yield f"{id} ({shelf}): {title}"
