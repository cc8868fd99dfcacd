"""Which items of a feed are settled: kept as articles, refused for good, or older than the following of the feed."""

import sqlite3
from collections.abc import Iterable, Sequence

from bot.feeds.columns import item_digest, item_version
from bot.feeds.records import Feed
from bot.feeds.schema import LOOKS
from bot.feeds.values import MAX_ITEMS, FeedItem

MAX_TRIES = 5
"""Of an item whose page can't be had; then it counts as refused for good."""
MAX_SEEN = 5 * MAX_ITEMS
"""Items of one feed that are remembered: those that it listed last."""


def unsettled(sql: sqlite3.Connection, feed: Feed, items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """Those that are new, or were updated since, in their order."""
    rows = sql.execute("SELECT digest, version FROM item WHERE feed = ? AND settled = 1", (feed.number,))
    settled = dict(rows.fetchall())
    return tuple(each for each in items if not is_settled(each, settled.get(item_digest(each))))


def is_settled(item: FeedItem, version: bytes | None) -> bool:
    """Whether this version of it is. What once had no version, or has none any more, counts as the same."""
    if version is None:
        return False
    now = item_version(item)
    return not version or not now or version == now


def settle(sql: sqlite3.Connection, feed: Feed, item: FeedItem) -> bool:
    """Settle this version of an item; whether it wasn't before."""
    digest = item_digest(item)
    row = sql.execute(
        "SELECT version FROM item WHERE feed = ? AND digest = ? AND settled = 1", (feed.number, digest)
    ).fetchone()
    sql.execute(
        "INSERT INTO item VALUES (?, ?, ?, 1, 0, ?) ON CONFLICT DO UPDATE SET"
        " version = excluded.version, settled = 1, tries = 0",
        (feed.number, digest, item_version(item), looks(sql)),
    )
    return not is_settled(item, row[0] if row else None)


def settle_all(sql: sqlite3.Connection, feed: Feed, items: Iterable[FeedItem]) -> None:
    """Settle items of a feed of which none is known yet."""
    sql.executemany(
        "INSERT OR IGNORE INTO item VALUES (?, ?, ?, 1, 0, ?)",
        [(feed.number, item_digest(each), item_version(each), looks(sql)) for each in items],
    )


def postpone(sql: sqlite3.Connection, feed: Feed, item: FeedItem) -> bool:
    """Count that an item couldn't be read; whether it was tried often enough, and is settled by that."""
    # One that was settled in an earlier version stays so in that one.
    (tries,) = sql.execute(
        "INSERT INTO item VALUES (?, ?, x'', 0, 1, ?) ON CONFLICT DO UPDATE SET tries = tries + 1 RETURNING tries",
        (feed.number, item_digest(item), looks(sql)),
    ).fetchone()
    if tries < MAX_TRIES:
        return False
    settle(sql, feed, item)
    return True


def list_anew(sql: sqlite3.Connection, feed: Feed, items: Sequence[FeedItem]) -> None:
    """Note that the feed has these items now, and forget those that it had longest ago, where there are too many."""
    sql.execute("UPDATE state SET value = value + 1 WHERE name = ?", (LOOKS,))
    sql.executemany(
        "UPDATE item SET listed = ? WHERE feed = ? AND digest = ?",
        [(looks(sql), feed.number, item_digest(each)) for each in items],
    )
    sql.execute(
        "DELETE FROM item WHERE feed = ?1 AND digest IN"
        " (SELECT digest FROM item WHERE feed = ?1 ORDER BY listed DESC, digest LIMIT -1 OFFSET ?2)",
        (feed.number, MAX_SEEN),
    )


def looks(sql: sqlite3.Connection) -> int:
    """Raises ValueError where the database has lost the number."""
    row = sql.execute("SELECT value FROM state WHERE name = ?", (LOOKS,)).fetchone()
    if row is None:
        raise ValueError(f"it has lost its {LOOKS}")
    return int(row[0])
