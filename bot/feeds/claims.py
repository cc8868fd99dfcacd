"""Who looks at a feed just now: a lease, which ends by itself when its holder gives no sign of life."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds import refusals
from bot.feeds.columns import moment_column
from bot.feeds.records import COLUMNS, Feed, State, one, read
from bot.feeds.schedule import LEAST_SECONDS, later
from bot.model import Shelf

LEASE_SECONDS = 10 * 60
"""From one sign of life to the next: some 15 s for a feed, some 30 s for an article's page."""
MAX_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to look at a feed: whoever holds it is the only one."""

    feed: Feed
    token: str


def due(sql: sqlite3.Connection, now: datetime, limit: int) -> tuple[Claim, ...]:
    """Claim feeds that are due, the longest overdue first. Those are as well that were made due by a clock that has
    been set back since."""
    rows = sql.execute(
        f"SELECT {COLUMNS} FROM feed WHERE state = ? AND (due <= ? OR due_set > ?) AND {FREE}"  # noqa: S608 - our own
        " ORDER BY due, number LIMIT ?",
        (State.FOLLOWED, moment_column(now), ahead(now), *free(now), max(0, min(limit, MAX_AT_ONCE))),
    ).fetchall()
    return tuple(taken(sql, read(row, now), now) for row in rows)


def claim(sql: sqlite3.Connection, shelf: Shelf, number: int, now: datetime) -> Claim:
    """Claim one feed, due or not. Raises Gone, and InputRefused while another holds it."""
    feed = one(sql, shelf, number, now)
    if not sql.execute(f"SELECT 1 FROM feed WHERE number = ? AND {FREE}", (number, *free(now))).fetchone():  # noqa: S608
        raise refusals.being_checked()
    return taken(sql, feed, now)


FREE = "(lease IS NULL OR leased <= ? OR leased > ?)"


def free(now: datetime) -> tuple[str, str]:
    """Between these two moments was the last sign of life of somebody who is still at work."""
    return moment_column(later(now, -LEASE_SECONDS)), ahead(now)


def ahead(now: datetime) -> str:
    """What was done later than this was done before the clock was set back. (Small corrections don't count.)"""
    return moment_column(now + timedelta(seconds=LEASE_SECONDS))


def taken(sql: sqlite3.Connection, feed: Feed, now: datetime) -> Claim:
    token = secrets.token_hex(8)
    sql.execute("UPDATE feed SET lease = ?, leased = ? WHERE number = ?", (token, moment_column(now), feed.number))
    return Claim(feed, token)


def renew(sql: sqlite3.Connection, claim: Claim, now: datetime) -> Feed:
    """Give a sign of life; the feed as it is now. Raises Gone where it is no longer ours, or no longer followed."""
    renewed = sql.execute(
        "UPDATE feed SET leased = ? WHERE number = ? AND lease = ?",
        (moment_column(now), claim.feed.number, claim.token),
    )
    if not renewed.rowcount:
        raise refusals.no_such_feed()
    return one(sql, claim.feed.shelf, claim.feed.number, now)


def release(sql: sqlite3.Connection, claim: Claim, now: datetime) -> None:
    """Give it back without a result: it is due again in five minutes. Nothing where it is no longer ours."""
    sql.execute(
        "UPDATE feed SET lease = NULL, leased = NULL, due = ?, due_set = ? WHERE number = ? AND lease = ?",
        (moment_column(later(now, LEAST_SECONDS)), moment_column(now), claim.feed.number, claim.token),
    )
