"""The bot itself, signed in to the loopback Discord, over a library of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.app import OpenFetcher, open_desk, opened_newsstand, opened_servers, thresholds
from bot.chat.client import Client
from bot.chat.front import Front
from bot.chat.service import opened_front, run
from bot.desk import Desk
from bot.fetching import Fetcher
from bot.intake import Details
from bot.model import SHARED, Shelf
from bot.servers import Servers
from bot.settings import Settings
from tests.chat.loopback import guard
from tests.chat.loopback.fixtures import loopback, world  # noqa: F401
from tests.chat.loopback.world import World
from tests.fetching.conftest import fetcher_for

TROOPS = (
    "The United States has about 2,500 troops in Iraq.  They advise the Iraqi army.\n\n"
    "The coalition was formed in 2014. Dr. Ali said: “It ends in 2026.” Nobody else spoke!"
)


@dataclass
class Running:
    """A bot that is signed in. Its core may be used beside it, as a second process would."""

    desk: Desk
    servers: Servers
    front: Front
    token: str
    errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stopping = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread = threading.Thread(target=self._serve, name="bot")

    def _serve(self) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            await run(self.front, self.token, lambda _: None, lambda: None, self.stopping)

        try:
            asyncio.run(serve())
        except BaseException as exc:  # noqa: BLE001 - for the test to look at
            self.errors.append(exc)

    def add(self, text: str, title: str = "Troops", shelf: Shelf = SHARED, **details: Any) -> str:
        """Put an article on a shelf; its id."""
        return self.desk.add(text.encode(), "a.txt", shelf, Details(title=title, **details)).id

    def stop(self) -> None:
        """As SIGTERM would."""
        if self.thread.is_alive() and self.loop is not None:
            self.loop.call_soon_threadsafe(self.stopping.set)
        self.thread.join(20)
        assert not self.thread.is_alive()


Start = Callable[..., Running]


def nowhere() -> Fetcher:
    """A fetcher that may call the public internet, and so nothing here; it knows no names."""
    return fetcher_for()


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """In every test of this folder, nothing but this machine is called."""
    guard.resume()
    yield
    guard.pause()


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts bots over one data folder; settings by their names. What still runs at the end is stopped.

    `web` opens what asks the web for a bot; without it, nothing can be asked.
    """

    async def at_once(*args: object, **kwargs: object) -> None:
        """The client waits five seconds before it identifies anew; the loopback doesn't ask for that."""

    monkeypatch.setattr(Client, "before_identify_hook", at_once)
    with contextlib.ExitStack() as stack:

        def begin(world: World, web: OpenFetcher = nowhere, **settings: Any) -> Running:
            return stack.enter_context(running(world, tmp_path / "data", settings, web))

        yield begin


@contextmanager
def running(
    world: World,  # noqa: F811
    folder: Path,
    given: dict[str, Any],
    web: OpenFetcher = nowhere,
) -> Iterator[Running]:
    """A bot over this folder; `web` opens what asks the web for it."""
    own: dict[str, Any] = {"data_dir": folder, "discord_token": world.token, "corpus_dir": folder / "none"}
    settings = Settings(**(own | given))
    with (
        open_desk(folder, thresholds(settings), web) as desk,
        opened_servers(settings) as servers,
        opened_newsstand(settings, desk) as news,
    ):
        with opened_front(desk, servers, news, settings) as front:
            bot = Running(desk, servers, front, world.token)
            bot.thread.start()
            try:
                world.wait_ready()
                yield bot
            finally:
                bot.stop()
        assert not bot.errors, bot.errors


@pytest.fixture
def bot(world: World, start: Start) -> Running:  # noqa: F811
    """A bot that runs, with one article on the shared shelf."""
    made = start(world)
    made.add(TROOPS, "US troops in Iraq", published="2024-01-25", source="Daily News", url="https://example.org/troops")
    return made
