"""A feed asked for, as the site wants to be asked; and an address that a person gives, looked at."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import FetchRefused
from bot.feeds import refusals
from bot.feeds.columns import address
from bot.feeds.discovery import discover
from bot.feeds.parsing import parse_feed
from bot.feeds.records import Feed
from bot.feeds.values import ParsedFeed
from bot.fetching import Fetched, Fetcher, NotModified, Robots

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)


@dataclass(frozen=True)
class Answer:
    """What came when a feed was asked for."""

    came: Fetched | NotModified
    lasting_url: str = ""  # where it is for good, when the address that was asked leads on for good; else empty
    fresh_seconds: int = 0  # how long it says that it stays as it is; 0: it doesn't say


Ask = Callable[[Feed], Answer]
"""Raises FetchRefused and Stopping."""


@dataclass(frozen=True)
class Introduced:
    """The feed that is at an address."""

    url: str
    parsed: ParsedFeed


@dataclass(frozen=True)
class Offered:
    """The feeds that the page at an address names, at least one. Nobody has looked whether they are there."""

    urls: tuple[str, ...]


def asking(fetcher: Fetcher, robots: Robots) -> Ask:
    """Asks on the web, only for what has changed, and only where the site lets programs ask."""

    def ask(feed: Feed) -> Answer:
        robots.require(feed.url)
        came = fetcher.fetch(feed.url, etag=feed.etag, modified=feed.modified, accept=ACCEPT)
        return Answer(came, came.lasting_url, came.fresh_seconds)

    return ask


def introduce(url: str, fetcher: Fetcher, robots: Robots) -> Introduced | Offered:
    """What is at an address that a person gives: a feed, or a page that names feeds. Raises FetchRefused."""
    url = address(url)
    robots.require(url)
    came = fetcher.fetch(url, accept=ACCEPT)
    if not isinstance(came, Fetched):
        raise refusals.other()
    try:
        return Introduced(url, parse_feed(came.data, came.media_type, came.url, came.charset))
    except FetchRefused:
        if named := discover(came.data, came.url, came.charset):
            return Offered(named)
        raise
