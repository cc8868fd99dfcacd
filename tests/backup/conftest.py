"""A data folder with all three databases, and what it shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.feeds import FILE as FEEDS
from bot.feeds import Feeds
from bot.library.local import LocalLibrary
from bot.model import SHARED
from bot.servers import FILE as SERVERS
from bot.servers import Servers
from tests.feeds.samples import HOME, URL
from tests.library.contract import ANALYZER, ONE, draft, everything, faults, fresh_folder, ids_found

TEXTS = {f"a{i}": f"The camel saw number{i}x9. It went home." for i in range(5)}


@dataclass(frozen=True)
class Shown:
    """What is seen of a data folder, however it came there."""

    articles: dict[tuple[str, str], str]
    found: set[str]
    journal: int
    language: str
    feeds: list[str]


def shown(folder: Path) -> Shown:
    """What the bot sees when it is started there; and all is sound."""
    library, servers, feeds = LocalLibrary(folder, ANALYZER), Servers(folder / SERVERS), Feeds(folder / FEEDS)
    try:
        seen = Shown(
            {(each.about.shelf.name, each.about.id): each.text for each in everything(library)},
            ids_found(library, ONE, "camel"),
            len(library.journal(SHARED, 1, 100).entries),
            servers.settings(1).language,
            [each.url for each in feeds.of(HOME)],
        )
        assert faults(library) == []
    finally:
        library.close()
        servers.close()
        feeds.close()
    return seen


def fill(folder: Path) -> None:
    """Something of everything."""
    library, servers, feeds = LocalLibrary(folder, ANALYZER), Servers(folder / SERVERS), Feeds(folder / FEEDS)
    library.put([draft(text, id) for id, text in TEXTS.items()])
    library.put([draft("The camel is theirs.", "own", ONE)])
    library.remove(SHARED, ["a3"])
    servers.change_settings(1, "discord:7", language="es")
    feeds.follow(HOME, URL, "discord:7")
    library.close()
    servers.close()
    feeds.close()


def change(folder: Path) -> None:
    """Something else happens to everything."""
    library, servers, feeds = LocalLibrary(folder, ANALYZER), Servers(folder / SERVERS), Feeds(folder / FEEDS)
    library.put([draft(f"The camel came later{i}x9.", f"l{i}") for i in range(4)])
    library.remove(SHARED, ["a1"])
    servers.change_settings(1, "discord:7", language="en")
    feeds.follow(HOME, f"{URL}?later", "discord:7")
    library.close()
    servers.close()
    feeds.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with something of everything, which nobody uses."""
    with fresh_folder() as place:
        fill(place / "data")
        yield place / "data"
