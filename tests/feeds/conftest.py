"""A clock, a database of feeds, and a web server with a fetcher that may call it and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.feeds import FILE, Ask, Claim, Feeds, asking
from bot.fetching import Fetcher, Robots
from tests.feeds.samples import HOME, URL, Clock
from tests.fetching.conftest import fetcher, site, watch

__all__ = ["ask", "claim", "clock", "feeds", "fetcher", "robots", "site", "watch"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def feeds(tmp_path: Path, clock: Clock) -> Iterator[Feeds]:
    found = Feeds(tmp_path / FILE, clock)
    yield found
    found.close()


@pytest.fixture
def claim(feeds: Feeds) -> Claim:
    """On a feed that has just been followed."""
    return feeds.claim(HOME, feeds.follow(HOME, URL, "discord:7").number)


@pytest.fixture
def robots(fetcher: Fetcher) -> Robots:
    return Robots(fetcher)


@pytest.fixture
def ask(fetcher: Fetcher, robots: Robots) -> Ask:
    return asking(fetcher, robots)
