"""The database of feeds: each call is one transaction."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.database import Database
from bot.errors import LibraryDamaged
from bot.feeds import claims, looking, records, seen
from bot.feeds.claims import Claim
from bot.feeds.columns import id_column
from bot.feeds.looking import Failed, Same, Success
from bot.feeds.records import USUAL_DAILY_LIMIT, Feed, State
from bot.feeds.schema import MIGRATIONS
from bot.feeds.values import FeedItem
from bot.model import Shelf

FILE = "feeds.db"
"""Its name in the data folder."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Feeds:
    """The feeds that shelves follow. Any thread may call it, several processes may open it.

    Every call raises what is below `bot.errors.Broken`. Those that name a feed see only the shelf's own, and raise
    Gone for another; those with a claim raise Gone where it has ended: another process holds it, or the feed is no
    longer followed.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = utc_now) -> None:
        """Open the file, and make it where there is none. `now` is the clock: moments with their zone."""
        self._database = Database(path, MIGRATIONS)
        self._now = now

    def close(self) -> None:
        self._database.close()

    # What is followed

    def follow(
        self,
        shelf: Shelf,
        url: str,
        by: str,
        *,
        title: str = "",
        channel: int | None = None,
        daily_limit: int = USUAL_DAILY_LIMIT,
    ) -> Feed:
        """Follow a feed; it is due at once. `by` is who wants it, "discord:<id>" or "terminal".

        Raises InputRefused where the shelf follows it already or follows `records.MAX_FEEDS`, and for a limit outside
        of 1 to `records.MOST_A_DAY`; FetchRefused for an address that can't be fetched.
        """
        with self._write() as sql:
            return records.follow(sql, shelf, url, by, title, channel, daily_limit, self._now())

    def unfollow(self, shelf: Shelf, number: int) -> Feed:
        """Follow it no longer; what it was. Its articles stay."""
        with self._write() as sql:
            feed = records.one(sql, shelf, number, self._now())
            records.unfollow(sql, shelf, number)
            return feed

    def of(self, shelf: Shelf) -> tuple[Feed, ...]:
        """The feeds of a shelf, the one followed longest first."""
        with self._database.read() as sql:
            return records.of(sql, shelf, self._now())

    def feed(self, shelf: Shelf, number: int) -> Feed:
        """One of them."""
        with self._database.read() as sql:
            return records.one(sql, shelf, number, self._now())

    def tell(self, shelf: Shelf, number: int, channel: int | None) -> Feed:
        """Name the Discord channel that is told of its new articles; None: none is."""
        return self._changed(shelf, number, "channel", id_column(channel))

    def limit(self, shelf: Shelf, number: int, daily_limit: int) -> Feed:
        """Take up to so many articles a day. Raises InputRefused."""
        records.check_limit(daily_limit)
        return self._changed(shelf, number, "daily_limit", daily_limit)

    def pause(self, shelf: Shelf, number: int) -> Feed:
        """Don't look at it until it is resumed."""
        return self._changed(shelf, number, "state", State.PAUSED)

    def resume(self, shelf: Shelf, number: int) -> Feed:
        """Look at it again, at once, also where it was gone."""
        with self._write() as sql:
            records.resume(sql, records.one(sql, shelf, number, self._now()), self._now())
            return records.one(sql, shelf, number, self._now())

    def forget(self, shelf: Shelf) -> None:
        """Delete all that is kept of a shelf's feeds."""
        with self._write() as sql:
            records.forget(sql, shelf)

    def added_by(self, by: str) -> int:
        """How many feeds of all shelves this person has added."""
        with self._database.read() as sql:
            return records.added_by(sql, by)

    def forget_person(self, by: str) -> None:
        """The feeds that this person has added stay, as nobody's."""
        with self._write() as sql:
            records.forget_person(sql, by)

    # Looking

    def due(self, limit: int) -> tuple[Claim, ...]:
        """Claim up to so many feeds that are due, the longest overdue first; 100 at most."""
        with self._write() as sql:
            return claims.due(sql, self._now(), limit)

    def claim(self, shelf: Shelf, number: int) -> Claim:
        """Claim one, due or not, paused or not. Raises InputRefused while it is being looked at."""
        with self._write() as sql:
            return claims.claim(sql, shelf, number, self._now())

    def release(self, claim: Claim) -> None:
        """Give a claim back without a result: due again in five minutes. Nothing where it has ended."""
        with self._write() as sql:
            claims.release(sql, claim, self._now())

    def start(self, claim: Claim, old: Iterable[FeedItem]) -> None:
        """At the first look at a feed, settle the items that are not to be taken; later it does nothing."""
        with self._write() as sql:
            looking.start(sql, claim, tuple(old), self._now())

    def unsettled(self, claim: Claim, items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
        """Those that are new, or were updated since they were settled, in their order."""
        with self._database.read() as sql:
            return seen.unsettled(sql, claim.feed, items)

    def keep(self, claim: Claim, item: FeedItem) -> bool:
        """Settle an item of which an article was made; whether that is news. It counts for today."""
        with self._write() as sql:
            return looking.kept(sql, claim, item, self._now())

    def refuse(self, claim: Claim, item: FeedItem) -> bool:
        """Settle an item of which none can be made; whether that is news."""
        with self._write() as sql:
            return seen.settle(sql, claims.renew(sql, claim, self._now()), item)

    def postpone(self, claim: Claim, item: FeedItem) -> bool:
        """Try an item again at the next look; whether it has been tried too often, and is settled by that."""
        with self._write() as sql:
            return seen.postpone(sql, claims.renew(sql, claim, self._now()), item)

    def room(self, claim: Claim) -> int:
        """How many more articles may be taken of it today."""
        with self._database.read() as sql:
            return records.one(sql, claim.feed.shelf, claim.feed.number, self._now()).room

    def record_success(self, claim: Claim, look: Success) -> None:
        """The look found a feed. Ends the claim, as the next two do."""
        with self._write() as sql:
            looking.succeeded(sql, claim, look, self._now())

    def record_same(self, claim: Claim, look: Same) -> None:
        """It has not changed."""
        with self._write() as sql:
            looking.unchanged(sql, claim, look, self._now())

    def record_failure(self, claim: Claim, look: Failed) -> None:
        """There was none to be found."""
        with self._write() as sql:
            looking.failed(sql, claim, look, self._now())

    def _changed(self, shelf: Shelf, number: int, column: str, value: object) -> Feed:
        with self._write() as sql:
            records.change(sql, records.one(sql, shelf, number, self._now()), column, value)
            return records.one(sql, shelf, number, self._now())

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """A transaction, in which a value that nobody can have written means damage, as it does in reading."""
        with self._database.write() as sql:
            try:
                yield sql
            except (ValueError, TypeError) as exc:
                raise LibraryDamaged(str(self._database.path), str(exc)) from exc
