"""What the feeds bring becomes articles: new items are looked for, their pages read, and kept on the feed's shelf.

Both fronts look at feeds through it. What an item's page says goes with what the feed said of it: its title, its
author, and its date where the page states none.
"""

import hashlib
import html
import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.desk import Desk
from bot.errors import ArticleRefused, BotError, DuplicateArticle, FetchRefused, Phrase
from bot.feeds import (
    Checker,
    Claim,
    Feed,
    FeedItem,
    Feeds,
    Introduced,
    Offered,
    Outcome,
    Taken,
    asking,
    introduce,
)
from bot.feeds.records import USUAL_DAILY_LIMIT
from bot.fetching import Fetcher, Robots, refusals
from bot.gathering import Gathered
from bot.intake import Details
from bot.intake.parsing.reasons import Reason, reason_of
from bot.model import Kept, Shelf, View
from bot.model import Outcome as Became

FOR_GOOD = range(400, 500)
"""Answers of servers after which an item isn't asked for again, but for those in the next line."""
FOR_NOW = frozenset((408, 425, 429))
PAGE = "<!doctype html><html><head><title>{title}</title></head><body><article>{content}</article></body></html>"
FORBIDDEN = frozenset(
    each.reason.template
    for each in (
        refusals.robots_forbid(""),
        refusals.not_public(""),
        refusals.port(0, ()),
        refusals.credentials(),
        refusals.other_scheme(""),
        refusals.not_an_address(""),
        refusals.too_long(0, 0),
    )
)
"""What is refused before anything is asked, by the site's rules or by ours."""
UNCHANGED = Phrase("The article is there already, just so.")


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an item of a feed."""

    item: FeedItem
    taken: Taken
    kept: Kept | None = None  # its article; None: there is none
    reason: Phrase | None = None  # why there is none, or no new one


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a feed: what came of it, and of each item that was new, in the order in which they were read."""

    feed: Feed
    outcome: Outcome
    items: tuple[Brought, ...]

    @property
    def kept(self) -> tuple[Brought, ...]:
        """Those of which an article was made, new or a new version of one."""
        return tuple(each for each in self.items if each.taken is Taken.KEPT)


def nobody(brought: Brought) -> None:
    """Is told of nothing."""


class Newsstand:
    """The feeds that shelves follow, and what is new in them. Safe to share between threads."""

    def __init__(
        self, desk: Desk, feeds: Feeds, fetcher: Fetcher, robots: Robots, spread: Callable[[], float] = random.random
    ) -> None:
        """`spread` gives random numbers from 0 to 1, so that feeds aren't all asked at once."""
        self.feeds = feeds
        self._desk = desk
        self._fetcher = fetcher
        self._robots = robots
        self._checker = Checker(feeds, asking(fetcher, robots), spread)

    def introduce(self, url: str) -> Introduced | Offered:
        """The feed at an address that a person gives, or the feeds that the page there names.

        Where it names only one, that is looked at in its place. Raises FetchRefused.
        """
        found = introduce(url, self._fetcher, self._robots)
        if isinstance(found, Offered) and len(found.urls) == 1:
            return introduce(found.urls[0], self._fetcher, self._robots)
        return found

    def follow(
        self,
        shelf: Shelf,
        found: Introduced,
        by: str,
        channel: int | None = None,
        daily_limit: int = USUAL_DAILY_LIMIT,
    ) -> Feed:
        """Follow a feed that was found at an address; it is due at once. Raises what `Feeds.follow` raises."""
        return self.feeds.follow(
            shelf, found.url, by, title=found.parsed.title, channel=channel, daily_limit=daily_limit
        )

    def look(self, claim: Claim, view: View | None = None, note: Callable[[Brought], object] = nobody) -> Look:
        """Look at a feed and keep what is new in it; the claim ends with it.

        `view` is one from the feed's shelf, in which a text stands once; by default what such a shelf usually sees.
        `note` is told of each item when it was read, and so also of those before an error. Raises Gone where the claim
        has ended before, Stopping, and what is below `bot.errors.Broken`.
        """
        brought: list[Brought] = []

        def take(feed: Feed, item: FeedItem) -> Taken:
            brought.append(self.take(feed, item, view or feed.shelf))
            note(brought[-1])
            return brought[-1].taken

        outcome = self._checker.check(claim, take)
        return Look(claim.feed, outcome, tuple(brought))

    def take(self, feed: Feed, item: FeedItem, view: View) -> Brought:
        """Read an item and keep its article. It may have been kept before: then that is updated, or stays as it is."""
        try:
            read = self._read(feed, item)
            kept = self._desk.keep(read.draft, by_feed(feed), view)
        except (ArticleRefused, FetchRefused, DuplicateArticle) as refused:
            return Brought(item, Taken.LATER if may_change(refused) else Taken.REFUSED, reason=refused.phrase)
        if kept.outcome is Became.UNCHANGED:
            return Brought(item, Taken.REFUSED, kept, UNCHANGED)
        return Brought(item, Taken.KEPT, kept)

    def _read(self, feed: Feed, item: FeedItem) -> Gathered:
        """The article of an item: its page; where that can't be had for good, what the feed itself has of it."""
        if not item.url:
            return self._enclosed(feed, item)
        try:
            return self._desk.gatherer.page(
                item.url, feed.shelf, announced=announced(item), require=self._robots.require
            )
        except FetchRefused as refused:
            if may_change(refused) or not item.content_html:
                raise
            return self._enclosed(feed, item)

    def _enclosed(self, feed: Feed, item: FeedItem) -> Gathered:
        """The article that the feed itself holds. Raises ArticleRefused."""
        page = PAGE.format(title=html.escape(item.title), content=item.content_html)
        said = announced(item).over(
            Details(url=item.url or None, source=feed.title or None, id=enclosed_id(feed, item))
        )
        return self._desk.gatherer.document(page.encode("utf-8", "replace"), "item.html", feed.shelf, said)


def announced(item: FeedItem) -> Details:
    """What a feed says of an article."""
    return Details(title=item.title or None, author=item.author or None, published=item.published)


def enclosed_id(feed: Feed, item: FeedItem) -> str | None:
    """The id of an article that has no page by which it could be found again; None for one that has."""
    digest = hashlib.sha256(f"{feed.url}\0{item.id}".encode("utf-8", "replace")).hexdigest()
    return None if item.url else f"feed-{digest[:16]}"


def by_feed(feed: Feed) -> str:
    """Who keeps it, as the library's journal says it."""
    return f"feed:{feed.number}"


def may_change(refused: BotError) -> bool:
    """Whether an item is worth another try: its page can't be had just now, or there is no room to read it."""
    if isinstance(refused, FetchRefused):
        for_good = refused.status in FOR_GOOD and refused.status not in FOR_NOW
        return not for_good and refused.reason.template not in FORBIDDEN
    return isinstance(refused, ArticleRefused) and reason_of(refused) is Reason.BUSY
