"""Articles whose texts are nearly the same: looked up by bands of their sketches, and judged by the whole of them.

The shelf is part of each band's number, so that what stands on one server's shelf is in nobody else's way.
"""

import json
import sqlite3
from collections.abc import Sequence

from bot.library.local.records import ends
from bot.model import View
from bot.text.sketches import ALIKE, bands, resemblance

MOST_RESEMBLING = 5
MOST_ROWS = 4_000
"""Of the table `band`, that are looked at: where one text stands there a thousand times, a millisecond's worth."""
MOST_CANDIDATES = 64
"""Of them, those with the most bands are judged."""


def insert(sql: sqlite3.Connection, article: int, shelf: str, sketch: bytes) -> None:
    """Have an article looked up by its sketch."""
    sql.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", [(band, article) for band in bands(sketch, shelf)])


def delete(sql: sqlite3.Connection, article: int) -> None:
    """Have an article no longer looked up by the sketch that it has now."""
    shelf, sketch = sql.execute("SELECT shelf, sketch FROM article WHERE number = ?", (article,)).fetchone()
    sql.executemany(
        "DELETE FROM band WHERE band = ? AND article = ?", [(band, article) for band in bands(sketch, shelf)]
    )


def resembling(sql: sqlite3.Connection, view: View, sketch: bytes, but: int | None) -> list[int]:
    """The numbers of the articles that `view` sees, `but` for one, with nearly this text; the likest first.

    Those that are as alike come in the order of their shelves, then in that in which they were added.
    """
    sought = [band for shelf in view.visible for band in bands(sketch, shelf.name)]
    candidates = sharing(sql, sought)
    if not candidates:
        return []
    rows = sql.execute(
        "SELECT number, sketch FROM article WHERE number IN (SELECT value FROM json_each(?))"
        " AND +removed IS NULL AND +shelf IN (?, ?) ORDER BY shelf = 'shared', number",
        (json.dumps(candidates), *ends(view)),
    )
    found = [(resemblance(sketch, other), number) for number, other in rows if number != but]
    found = sorted((each for each in found if each[0] >= ALIKE), key=lambda each: -each[0])
    return [number for _, number in found[:MOST_RESEMBLING]]


def sharing(sql: sqlite3.Connection, sought: Sequence[int]) -> list[int]:
    """The numbers of the articles that have any of these bands, those with the most of them first."""
    rows = sql.execute(
        f"SELECT article FROM (SELECT article FROM band WHERE band IN ({', '.join('?' * len(sought))}) LIMIT ?)"
        " GROUP BY article ORDER BY count(*) DESC, article LIMIT ?",
        (*sought, MOST_ROWS, MOST_CANDIDATES),
    )
    return [row[0] for row in rows]
