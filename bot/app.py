"""The composition root: it opens what the two fronts need, hands it over, and closes it."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import Ranker, load_weights
from bot.desk import Desk
from bot.gathering import Gatherer
from bot.intake.parsing import Parsers
from bot.library.local import LocalLibrary
from bot.model import Thresholds
from bot.servers import FILE, Servers
from bot.settings import Settings
from bot.text import Analyzer

if TYPE_CHECKING:  # they take longer to load than most commands
    from bot.fetching import Fetcher
    from bot.newsstand import Newsstand

OpenFetcher = Callable[[], "Fetcher"]


@contextmanager
def open_desk(data_dir: Path, thresholds: Thresholds, web: "OpenFetcher | None" = None) -> Iterator[Desk]:
    """A desk over the library in `data_dir`; `web` opens what asks the web, in the tests another one."""
    analyzer = Analyzer()
    gatherer = Gatherer(Parsers(), web or open_fetcher)
    library = LocalLibrary(data_dir, analyzer)
    try:
        yield Desk(library, analyzer, Ranker(analyzer, load_weights()), thresholds, gatherer)
    finally:
        library.close()
        gatherer.close()


def open_fetcher(extra_ports: Collection[int] = ()) -> "Fetcher":
    """What asks the web, at its usual ports and at these; loaded with the first question to it."""
    from bot.fetching import AddressPolicy, Fetcher
    from bot.fetching.policy import WEB_PORTS

    return Fetcher(policy=AddressPolicy(ports=WEB_PORTS.union(extra_ports)))


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """The desk that the settings name."""
    with open_desk(settings.data_dir, thresholds(settings), lambda: open_fetcher(settings.extra_ports)) as desk:
        yield desk


@contextmanager
def opened_newsstand(settings: Settings, desk: Desk) -> "Iterator[Newsstand]":
    """The feeds that shelves follow, in the same folder as the library; what is new in them is kept by `desk`."""
    from bot.feeds import FILE as FEEDS_FILE
    from bot.feeds import Feeds
    from bot.fetching import Robots
    from bot.newsstand import Newsstand

    feeds = Feeds(settings.data_dir / FEEDS_FILE)
    try:
        fetcher = desk.gatherer.fetcher
        yield Newsstand(desk, feeds, fetcher, Robots(fetcher))
    finally:
        feeds.close()


@contextmanager
def opened_servers(settings: Settings) -> Iterator[Servers]:
    """What is kept of the Discord servers, in the same folder as the library."""
    servers = Servers(settings.data_dir / FILE)
    try:
        yield servers
    finally:
        servers.close()


def thresholds(settings: Settings) -> Thresholds:
    """The thresholds that the settings name."""
    return Thresholds(settings.answer_threshold, settings.sure_threshold)


def default_thresholds() -> Thresholds:
    """The thresholds where nothing is set."""
    return Thresholds(*(Settings.model_fields[name].default for name in ("answer_threshold", "sure_threshold")))
