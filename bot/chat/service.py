"""From start to stop: log in, serve, and on a signal finish what was begun."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import structlog

from bot.chat.chores import keep_house
from bot.chat.client import Client
from bot.chat.cooldown import Cooldowns
from bot.chat.front import Front, Work
from bot.chat.looks import AT_ONCE, Looks
from bot.chat.previews import Previews
from bot.chat.readers import READERS, Readers
from bot.chat.refusals import TOKEN, in_our_words
from bot.desk import Desk
from bot.errors import TokenMissing
from bot.model import SHARED, Stock
from bot.monitoring.health import Gateway, Health
from bot.monitoring.numbers import Numbers
from bot.monitoring.server import Monitor
from bot.newsstand import Newsstand
from bot.servers import Servers
from bot.settings import Settings

log = structlog.get_logger(__name__)

WORKERS = 4
"""Threads for the core. A question is some milliseconds of work, most of it without the interpreter's lock."""
TRIAL = "Is the library well?"
"""A question whose answer nobody reads: that there is one says that the library can be asked."""
FINISH_SECONDS = 10.0
"""How long a stop waits for answers that were begun."""


def bot_token(settings: Settings) -> str:
    """The token to sign in with. Raises TokenMissing."""
    if settings.discord_token is None:
        raise TokenMissing(TOKEN)
    return settings.discord_token.get_secret_value().strip()


def serve(
    desk: Desk,
    servers: Servers,
    news: Newsstand,
    settings: Settings,
    ready: Callable[[str], None],
    refresh: Callable[[], None],
) -> None:
    """Serve Discord until a signal says stop. `ready(name)` is called once it is logged in, and
    `refresh()` from time to time, in a worker thread, so that the shared shelf keeps up with its folder.

    Raises TokenMissing, TokenRefused, IntentRefused, DiscordUnreachable.
    """
    token = bot_token(settings)
    with opened_front(desk, servers, news, settings) as front:
        asyncio.run(run(front, token, ready, refresh, asyncio.Event()))


@contextlib.contextmanager
def opened_front(desk: Desk, servers: Servers, news: Newsstand, settings: Settings) -> Iterator[Front]:
    """What every part of the front is handed, with its threads: three kinds, none of which waits for another."""
    with (
        ThreadPoolExecutor(WORKERS, thread_name_prefix="core") as workers,
        ThreadPoolExecutor(READERS, thread_name_prefix="reader") as readers,
        ThreadPoolExecutor(AT_ONCE, thread_name_prefix="news") as newsroom,
    ):
        front = Front(
            desk=desk,
            servers=servers,
            news=news,
            settings=settings,
            workers=workers,
            cooldowns=Cooldowns(settings.person_questions_per_minute, settings.server_questions_per_minute),
            previews=Previews(),
            readers=Readers(readers),
            looks=Looks(newsroom),
            work=Work(),
            numbers=Numbers(metadata.version("verbatim-bot")),
        )
        front.numbers.watch_queue(lambda: front.work.running)
        yield front


async def run(
    front: Front, token: str, ready: Callable[[str], None], refresh: Callable[[], None], stop: asyncio.Event
) -> None:
    """Serve until a signal comes or `stop` is set, or until the connection can't be had."""
    client = Client(front)
    async with client, monitored(front, client.gateway):
        with signals(stop):
            serving = asyncio.create_task(connect(client, token, ready))
            chores = asyncio.create_task(keep_house(client, front, refresh))
            chores.add_done_callback(note_end)
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                await wind_down(front)
            chores.cancel()
            stopped.cancel()
            await client.close()
            await ended(serving, stop.is_set())


@contextlib.asynccontextmanager
async def monitored(front: Front, gateway: Gateway) -> AsyncIterator[None]:
    """Serve `/health` and `/metrics` meanwhile, where the settings name a port. Raises SettingRefused."""
    if not front.settings.monitor_port:
        yield
        return

    async def trial() -> object:
        return await front.call(front.desk.ask, TRIAL, SHARED)

    async def stock() -> Stock:
        return await front.look(front.desk.library.stock)

    monitor = Monitor(front.numbers, Health(gateway, trial), stock)
    async with monitor.listening(front.settings.monitor_host, front.settings.monitor_port) as port:
        log.info("monitored", host=front.settings.monitor_host, port=port)
        yield


async def ended(serving: asyncio.Task[None], meant: bool) -> None:
    """Wait until the connection has ended. What went wrong is raised, unless it was meant to end: even signing in."""
    if meant:
        serving.cancel()
        await asyncio.wait([serving])
        if not serving.cancelled() and (problem := serving.exception()):
            log.info("stopped while connecting", reason=str(problem))
    else:
        await serving


def note_end(chores: asyncio.Task[None]) -> None:
    """Nobody waits for the chores: if they end by a fault, the log has to say so."""
    if not chores.cancelled() and (problem := chores.exception()):
        log.error("chores ended", exc_info=problem)


async def wind_down(front: Front) -> None:
    """Take no more on, and finish what was begun; no further page is fetched for it."""
    log.info("stopping", unfinished=front.work.running)
    front.desk.gatherer.fetcher.close()
    front.looks.ring()
    if not await front.work.finish(FINISH_SECONDS):
        log.warning("stopped before all was answered", unfinished=front.work.running)


async def connect(client: Client, token: str, ready: Callable[[str], None]) -> None:
    """Log in and stay connected. Discord's refusals in our words."""
    with in_our_words():
        await client.login(token)
        ready(str(client.user))
        await client.connect()


@contextlib.contextmanager
def signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask to stop."""
    loop = asyncio.get_running_loop()
    wanted: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGINT)
    try:
        for each in wanted:
            loop.add_signal_handler(each, stop.set)
    except (NotImplementedError, ValueError, RuntimeError):  # not the main thread, or Windows
        wanted = ()
    try:
        yield
    finally:
        for each in wanted:
            loop.remove_signal_handler(each)
