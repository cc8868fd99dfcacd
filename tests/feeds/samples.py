"""Feeds that tests make, and a clock that stands still until it is moved."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.feeds import Answer, Ask, Feed, FeedItem
from bot.fetching import Fetched
from bot.model import SHARED, Shelf

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
URL = "https://news.example/feed.xml"
HOME = Shelf("guild:1")
AWAY = Shelf("guild:2")
SHELVES = (SHARED, HOME, AWAY)


@dataclass
class Clock:
    """Stands still until it is moved."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def middle() -> float:
    """The random number of tests."""
    return 0.5


def item(number: int, updated: datetime | None = None) -> FeedItem:
    """The item that `rss` and the others list under this number, as far as its identity goes."""
    return FeedItem(f"n{number}", f"https://news.example/{number}", f"Story {number}", None, updated, "", "", "")


def rss(*numbers: int, head: str = "", dated: bool = False) -> bytes:
    """An RSS feed with a story for each number, of which a higher one is later."""
    items = "".join(
        f"<item><title>Story {n}</title><link>https://news.example/{n}</link>"
        f'<guid isPermaLink="false">n{n}</guid>'
        + (f"<pubDate>{(NOON + timedelta(minutes=n)):%a, %d %b %Y %H:%M:%S} +0000</pubDate>" if dated else "")
        + "</item>"
        for n in numbers
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The News</title>'
        f"<link>https://news.example/</link>{head}{items}</channel></rss>"
    ).encode()


def json_feed(*numbers: int, **more: object) -> bytes:
    items = [{"id": f"n{n}", "url": f"https://news.example/{n}", "title": f"Story {n}"} for n in numbers]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "The News", "items": items, **more}
    ).encode()


def fetched(data: bytes, url: str = URL, etag: str = "", modified: str = "", retry_after: int = 0) -> Fetched:
    return Fetched(url, data, "application/rss+xml", "utf-8", etag, modified, retry_after)


def answering(data: bytes, etag: str = "", **more: object) -> Ask:
    """Asks nobody, and always gets this."""

    def ask(feed: Feed) -> Answer:
        return Answer(fetched(data, etag=etag), **more)  # type: ignore[arg-type]

    return ask


def file_answer(path: str) -> Ask:
    """Asks nobody, and gets what is in a file."""

    def ask(feed: Feed) -> Answer:
        return Answer(fetched(Path(path).read_bytes()))

    return ask
