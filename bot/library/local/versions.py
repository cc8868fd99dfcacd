"""What articles said before: kept where a text is replaced, as many as there is room for."""

import sqlite3
import zlib
from datetime import datetime

from bot.library.local.records import read_published
from bot.model import Version

MOST_VERSIONS = 20
MOST_CODE_POINTS = 10_000_000
"""Of all versions of an article: two of the longest texts. The last one is kept however long it is."""

KEEP = """
INSERT INTO version (article, change, title, published, since, replaced, by_whom, length, text)
SELECT number, ?, title, published, coalesce(updated, added), ?, ?, ?, ? FROM article WHERE number = ?
"""
DROP_OLDEST = """
DELETE FROM version WHERE article = ?1 AND change NOT IN (
    SELECT change FROM (
        SELECT change, row_number() OVER newest AS place, sum(length) OVER newest AS room
        FROM version WHERE article = ?1 WINDOW newest AS (ORDER BY change DESC)
    ) WHERE place = 1 OR (place <= ?2 AND room <= ?3)
)
"""


def keep(sql: sqlite3.Connection, article: int, change: int, now: datetime, by: str) -> None:
    """Keep what an article says, before this change replaces it; what is too much of the older versions goes."""
    pieces = sql.execute("SELECT text FROM passage WHERE article = ? ORDER BY start", (article,)).fetchall()
    text = "".join(piece for (piece,) in pieces)
    sql.execute(KEEP, (change, now.isoformat(), by, len(text), zlib.compress(text.encode()), article))
    sql.execute(DROP_OLDEST, (article, MOST_VERSIONS, MOST_CODE_POINTS))


def versions(sql: sqlite3.Connection, article: int) -> tuple[Version, ...]:
    """See `bot.library.Library.versions`."""
    rows = sql.execute(
        "SELECT title, published, text, since, replaced, by_whom FROM version WHERE article = ? ORDER BY change DESC",
        (article,),
    )
    return tuple(
        Version(
            title=title,
            published=read_published(published),
            text=unpacked(packed),
            since=datetime.fromisoformat(since),
            replaced=datetime.fromisoformat(replaced),
            by=by,
        )
        for title, published, packed, since, replaced, by in rows
    )


def unpacked(packed: bytes) -> str:
    """A text as it was. Raises ValueError where it is damaged."""
    try:
        return zlib.decompress(packed).decode()
    except zlib.error as exc:
        raise ValueError(f"a version's text is damaged: {exc}") from exc
