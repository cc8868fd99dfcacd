"""What came of a look at a feed, written down by whoever holds the claim on it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Phrase
from bot.feeds import seen
from bot.feeds.claims import Claim, renew
from bot.feeds.columns import moment_column, phrase_column, text_column
from bot.feeds.records import State, day_of
from bot.feeds.values import MAX_LINE, FeedItem

DONE = "lease = NULL, leased = NULL, due = ?, due_set = ?"


@dataclass(frozen=True, slots=True)
class Success:
    """A look that found a feed."""

    title: str
    url: str  # where it is to be looked for from now on
    etag: str
    modified: str
    items: tuple[FeedItem, ...]  # all that it has
    every_seconds: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Same:
    """A look that found a feed unchanged."""

    url: str
    every_seconds: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A look that found none."""

    reason: Phrase
    gone: bool  # for good
    due: datetime


def start(sql: sqlite3.Connection, claim: Claim, old: tuple[FeedItem, ...], now: datetime) -> None:
    """At the first look, settle the items that are older than the following."""
    feed = renew(sql, claim, now)
    if not feed.started:
        seen.settle_all(sql, feed, old)
        sql.execute("UPDATE feed SET started = 1 WHERE number = ?", (feed.number,))


def kept(sql: sqlite3.Connection, claim: Claim, item: FeedItem, now: datetime) -> bool:
    """An article was made of the item, which counts for today; whether that is news."""
    feed = renew(sql, claim, now)
    news = seen.settle(sql, feed, item)
    if news:
        sql.execute(
            "UPDATE feed SET taken = ?, day = ? WHERE number = ?", (feed.taken_today + 1, day_of(now), feed.number)
        )
    return news


def succeeded(sql: sqlite3.Connection, claim: Claim, look: Success, now: datetime) -> None:
    """Note the success. What the server needs to say "not modified" is kept only when all its items are settled:
    else it would say so while there are items left, and they would never be seen again."""
    feed = renew(sql, claim, now)
    seen.list_anew(sql, feed, look.items)
    etag, modified = ("", "") if seen.unsettled(sql, feed, look.items) else (look.etag, look.modified)
    sql.execute(
        "UPDATE feed SET title = ?, etag = ?, modified = ? WHERE number = ?",
        (text_column(look.title, MAX_LINE) or feed.title, etag, modified, feed.number),
    )
    finish(sql, claim, Same(look.url, look.every_seconds, look.due), now)


def unchanged(sql: sqlite3.Connection, claim: Claim, look: Same, now: datetime) -> None:
    renew(sql, claim, now)
    finish(sql, claim, look, now)


def finish(sql: sqlite3.Connection, claim: Claim, look: Same, now: datetime) -> None:
    """What every success changes. One that had been gone is followed again; one that is paused stays so."""
    at, number = moment_column(now), claim.feed.number
    sql.execute(
        f"UPDATE feed SET {DONE}, succeeded = ?, failures = 0, every_seconds = ?,"  # noqa: S608 - our own
        " state = iif(state = ?, ?, state) WHERE number = ?",
        (moment_column(look.due), at, at, look.every_seconds, State.GONE, State.FOLLOWED, number),
    )
    # Where the shelf follows the other address as well, this one goes on leading there.
    sql.execute("UPDATE OR IGNORE feed SET url = ? WHERE number = ?", (look.url, number))


def failed(sql: sqlite3.Connection, claim: Claim, look: Failed, now: datetime) -> None:
    renew(sql, claim, now)
    at, number = moment_column(now), claim.feed.number
    sql.execute(
        f"UPDATE feed SET {DONE}, failed = ?, error = ?, failures = failures + 1 WHERE number = ?",  # noqa: S608
        (moment_column(look.due), at, at, phrase_column(look.reason), number),
    )
    if look.gone:
        sql.execute("UPDATE feed SET state = ? WHERE number = ?", (State.GONE, number))
