"""A look at a feed: ask for it, find what is new, have that read, and note when to look again.

An item is settled after it was kept or refused, and the feed's validators are noted after its items are: a crash
between two steps loses nothing, and at most one item is read once more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from bot.errors import FetchRefused, Phrase
from bot.feeds import looking, schedule
from bot.feeds.asking import Answer, Ask
from bot.feeds.claims import Claim
from bot.feeds.columns import address
from bot.feeds.home import Feeds, utc_now
from bot.feeds.parsing import parse_feed
from bot.feeds.records import Feed
from bot.feeds.schedule import Spread
from bot.feeds.values import FeedItem, ParsedFeed
from bot.fetching import Fetched

FIRST_ITEMS = 5
"""Of a feed that has just been followed: its newest. What is older, nobody has asked for."""
MAX_A_LOOK = 10
"""Items read at one look, so that one feed doesn't hold up the others."""
GONE = 410


class Taken(StrEnum):
    """What became of an item."""

    KEPT = "kept"  # as an article, new or a new version
    REFUSED = "refused"  # for good: no article, or one that the library has from elsewhere
    LATER = "later"  # its page can't be had just now


Take = Callable[[Feed, FeedItem], Taken]
"""Reads an item and keeps its article. After a crash it may be called again with an item that it had kept, and then
has to find that out, by the article's address or by `FeedItem.id`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed was there."""

    kept: tuple[FeedItem, ...]
    refused: int
    later: int  # to be tried again
    left: int  # new items that were not looked at: too many for one look, or for the day
    due: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It was what it had been."""

    due: datetime


@dataclass(frozen=True, slots=True)
class NotRead:
    """It couldn't be read; the reason also stands in the feed's `failure`."""

    reason: Phrase
    gone: bool  # for good: it isn't looked at any more
    due: datetime


Outcome = Checked | Unchanged | NotRead


class Checker:
    """Looks at feeds. Any thread may call it, each with claims of its own."""

    def __init__(self, feeds: Feeds, ask: Ask, spread: Spread, now: Callable[[], datetime] = utc_now) -> None:
        """`spread` gives random numbers from 0 to 1; `now` gives moments with their zone."""
        self._feeds = feeds
        self._ask = ask
        self._spread = spread
        self._now = now

    def check(self, claim: Claim, take: Take) -> Outcome:
        """Look at the feed, and have `take` read what is new, the newest first. The claim ends with it.

        Raises Gone where the claim has ended before; and what `take` raises: what was settled until then stays so, and
        the feed is due again in five minutes.
        """
        try:
            return self._checked(claim, take)
        finally:
            self._feeds.release(claim)

    def _checked(self, claim: Claim, take: Take) -> Outcome:
        try:
            answer = self._ask(claim.feed)
            parsed = parsed_answer(answer)
        except FetchRefused as refused:
            return self._not_read(claim, refused)
        if parsed is None:
            return self._unchanged(claim, answer)
        return self._take_new(claim, answer, parsed, take)

    def _not_read(self, claim: Claim, refused: FetchRefused) -> NotRead:
        feed = claim.feed
        every = feed.every_seconds or schedule.USUAL_SECONDS
        due = schedule.after_failure(self._now(), every, feed.failures + 1, refused.retry_after_seconds, self._spread)
        gone = refused.status == GONE
        self._feeds.record_failure(claim, looking.Failed(refused.phrase, gone, due))
        return NotRead(refused.phrase, gone, due)

    def _unchanged(self, claim: Claim, answer: Answer) -> Unchanged:
        every = schedule.interval_seconds(claim.feed.every_seconds, answer.fresh_seconds)
        due = schedule.after_success(self._now(), every, answer.came.retry_after_seconds, self._spread)
        self._feeds.record_same(claim, looking.Same(lasting(claim.feed, answer), claim.feed.every_seconds, due))
        return Unchanged(due)

    def _take_new(self, claim: Claim, answer: Answer, parsed: ParsedFeed, take: Take) -> Checked:
        items = newest_first(parsed.items)
        if not claim.feed.started:
            self._feeds.start(claim, items[FIRST_ITEMS:])
        new = self._feeds.unsettled(claim, items)
        became = self._taken(claim, new, take)
        every = schedule.interval_seconds(parsed.every_seconds, answer.fresh_seconds)
        left = len(new) - len(became)
        due = self._due(claim, every, left, answer.came.retry_after_seconds)
        self._feeds.record_success(
            claim,
            looking.Success(
                parsed.title,
                lasting(claim.feed, answer),
                answer.came.etag,
                answer.came.modified,
                parsed.items,
                every,
                due,
            ),
        )
        kept = tuple(item for item, taken in became if taken is Taken.KEPT)
        refused, later = (sum(taken is which for _, taken in became) for which in (Taken.REFUSED, Taken.LATER))
        return Checked(kept, refused, later, left, due)

    def _due(self, claim: Claim, every: int, left: int, retry_after: int) -> datetime:
        """Tomorrow where there is more than may be taken today."""
        if left and not self._feeds.room(claim):
            return schedule.next_day(self._now(), self._spread)
        return schedule.after_success(self._now(), every, retry_after, self._spread)

    def _taken(self, claim: Claim, new: tuple[FeedItem, ...], take: Take) -> list[tuple[FeedItem, Taken]]:
        """What became of the new items, as many as there is room for."""
        became: list[tuple[FeedItem, Taken]] = []
        for item in new[:MAX_A_LOOK]:
            if not self._feeds.room(claim):
                break
            taken = take(claim.feed, item)
            self._settle(claim, item, taken)
            became.append((item, taken))
        return became

    def _settle(self, claim: Claim, item: FeedItem, taken: Taken) -> None:
        if taken is Taken.KEPT:
            self._feeds.keep(claim, item)
        elif taken is Taken.REFUSED:
            self._feeds.refuse(claim, item)
        else:
            self._feeds.postpone(claim, item)


def parsed_answer(answer: Answer) -> ParsedFeed | None:
    """The feed that came; None where it has not changed. Raises FetchRefused where it is none."""
    came = answer.came
    if not isinstance(came, Fetched):
        return None
    return parse_feed(came.data, came.media_type, came.url, came.charset)


def lasting(feed: Feed, answer: Answer) -> str:
    """Where the feed is to be looked for from now on."""
    return address(answer.lasting_url) if answer.lasting_url else feed.url


def newest_first(items: tuple[FeedItem, ...]) -> tuple[FeedItem, ...]:
    """By date where each item has one; else in the feed's order, which most often is that."""
    if not all(each.published for each in items):
        return items
    return tuple(sorted(items, key=moment_of, reverse=True))


def moment_of(item: FeedItem) -> datetime:
    """When it was published; of a day, its beginning."""
    published = item.published or date.min
    return published if isinstance(published, datetime) else datetime.combine(published, time.min, UTC)
