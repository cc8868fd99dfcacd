"""Feeds as they are kept: a row each, and functions on a connection that is given."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.errors import Phrase, ShelfRefused
from bot.feeds import refusals
from bot.feeds.columns import address, id_column, moment_column, read_id, read_phrase, text_column
from bot.feeds.values import MAX_LINE
from bot.model import Shelf

MAX_FEEDS = 50
"""On one shelf."""
USUAL_DAILY_LIMIT = 20
MOST_A_DAY = 200
"""Articles that may be taken from one feed."""
MAX_BY = 100
COLUMNS = (
    "number, shelf, url, title, added, added_by, channel, daily_limit, day, taken, state, started, etag, modified,"
    " every_seconds, due, failures, succeeded, failed, error"
)


class State(StrEnum):
    """Whether a feed is looked at."""

    FOLLOWED = "followed"
    PAUSED = "paused"  # somebody wants it so
    GONE = "gone"  # its site says that it is gone for good


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a feed couldn't be read, and when that was."""

    moment: datetime
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a shelf follows. Moments are in UTC."""

    number: int  # its name, for good; of no other feed, on whatever shelf
    shelf: Shelf
    url: str
    title: str  # as it says; may be empty
    added: datetime
    added_by: str  # "discord:<id>" or "terminal"; empty: forgotten
    channel: int | None  # the Discord channel that is told of new articles
    daily_limit: int  # articles a day, 1 to MOST_A_DAY
    taken_today: int  # articles, on this day in UTC
    state: State
    started: bool  # it is settled which of its items are old
    etag: str
    modified: str
    every_seconds: int  # between two looks; 0 before the first success
    due: datetime
    failures: int  # in a row
    succeeded: datetime | None  # None: never yet
    failure: Failure | None  # the last one, also when it has succeeded since

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return self.title or self.url

    @property
    def room(self) -> int:
        """How many more articles may be taken today."""
        return max(0, self.daily_limit - self.taken_today)


def follow(
    sql: sqlite3.Connection, shelf: Shelf, url: str, by: str, title: str, channel: int | None, limit: int, now: datetime
) -> Feed:
    """Follow a feed from now on. Raises InputRefused, and FetchRefused for an address that can't be fetched."""
    url, at = address(url), moment_column(now)
    check_limit(limit)
    same = sql.execute("SELECT title, url FROM feed WHERE shelf = ? AND url = ?", (shelf.name, url)).fetchone()
    if same:
        raise refusals.followed_already(same[0] or same[1])
    if sql.execute("SELECT count(*) FROM feed WHERE shelf = ?", (shelf.name,)).fetchone()[0] >= MAX_FEEDS:
        raise refusals.too_many(MAX_FEEDS)
    row = sql.execute(
        "INSERT INTO feed (shelf, url, title, added, added_by, channel, daily_limit, day, taken, state, started, etag,"
        " modified, every_seconds, due, due_set, failures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, '', '', 0, ?, ?, 0)"
        " RETURNING number",
        (
            shelf.name, url, text_column(title, MAX_LINE), at, text_column(by, MAX_BY), id_column(channel), limit,
            day_of(now), State.FOLLOWED, at, at,
        ),
    ).fetchone()  # fmt: skip
    return one(sql, shelf, row[0], now)


def check_limit(limit: int) -> None:
    if not 1 <= limit <= MOST_A_DAY:
        raise refusals.daily_limit(1, MOST_A_DAY)


def unfollow(sql: sqlite3.Connection, shelf: Shelf, number: int) -> None:
    sql.execute("DELETE FROM feed WHERE shelf = ? AND number = ?", (shelf.name, number))


def of(sql: sqlite3.Connection, shelf: Shelf, now: datetime) -> tuple[Feed, ...]:
    """The shelf's feeds, the first that was followed first."""
    rows = sql.execute(f"SELECT {COLUMNS} FROM feed WHERE shelf = ? ORDER BY number", (shelf.name,))  # noqa: S608
    return tuple(read(row, now) for row in rows)


def one(sql: sqlite3.Connection, shelf: Shelf, number: int, now: datetime) -> Feed:
    """Raises Gone where the shelf has no such feed."""
    row = None
    if 0 < number < 1 << 63:
        row = sql.execute(
            f"SELECT {COLUMNS} FROM feed WHERE shelf = ? AND number = ?",  # noqa: S608 - our own
            (shelf.name, number),
        ).fetchone()
    if row is None:
        raise refusals.no_such_feed()
    return read(row, now)


def change(sql: sqlite3.Connection, feed: Feed, column: str, value: object) -> None:
    sql.execute(f"UPDATE feed SET {column} = ? WHERE number = ?", (value, feed.number))  # noqa: S608 - our own names


def resume(sql: sqlite3.Connection, feed: Feed, now: datetime) -> None:
    """Look at it again, at once."""
    at = moment_column(now)
    sql.execute(
        "UPDATE feed SET state = ?, due = ?, due_set = ?, failures = 0 WHERE number = ?",
        (State.FOLLOWED, at, at, feed.number),
    )


def forget(sql: sqlite3.Connection, shelf: Shelf) -> None:
    sql.execute("DELETE FROM feed WHERE shelf = ?", (shelf.name,))


def forget_person(sql: sqlite3.Connection, by: str) -> None:
    sql.execute("UPDATE feed SET added_by = '' WHERE added_by = ?", (text_column(by, MAX_BY),))


def added_by(sql: sqlite3.Connection, by: str) -> int:
    row = sql.execute("SELECT count(*) FROM feed WHERE added_by = ?", (text_column(by, MAX_BY),)).fetchone()
    return int(row[0])


def day_of(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def read(row: tuple[Any, ...], now: datetime) -> Feed:
    """A row of COLUMNS. Raises ValueError or TypeError for what nobody wrote so."""
    (
        number, shelf, url, title, added, by, channel, limit, day, taken, state, started, etag, modified, every, due,
        failures, succeeded, failed, error,
    ) = row  # fmt: skip
    return Feed(
        number=number,
        shelf=read_shelf(shelf),
        url=url,
        title=title,
        added=datetime.fromisoformat(added),
        added_by=by,
        channel=read_id(channel),
        daily_limit=limit,
        taken_today=taken if day == day_of(now) else 0,
        state=State(state),
        started=bool(started),
        etag=etag,
        modified=modified,
        every_seconds=every,
        due=datetime.fromisoformat(due),
        failures=failures,
        succeeded=datetime.fromisoformat(succeeded) if succeeded else None,
        failure=Failure(datetime.fromisoformat(failed), read_phrase(error)) if failed else None,
    )


def read_shelf(name: str) -> Shelf:
    try:
        return Shelf(name)
    except ShelfRefused as exc:
        raise ValueError(str(exc)) from exc
