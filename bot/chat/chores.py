"""What is done from time to time without being asked: forgetting what was only kept for a while."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import discord
import structlog

from bot.chat.front import Front
from bot.chat.newsroom import keep_looking
from bot.chat.notes import keep_noting
from bot.errors import BotError, IndexBehind
from bot.model import Shelf

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 60.0
"""How often the folder of the shared shelf is looked at. A look costs a file's status each."""
HOUSEKEEPING_SECONDS = 3600.0
POSTED_KEPT = timedelta(days=7)
"""How long it is known what an answer's message quotes, at the least; longer where answers get notes for longer."""


async def keep_house(client: discord.Client, front: Front, refresh: Callable[[], None]) -> None:
    """Every minute read the folder and look at feeds, every hour forget, and note at answers what has changed; until it
    is cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_noting(client, front))
        tasks.create_task(keep_looking(client, front))
        tasks.create_task(tidy(client, front, refresh))


async def tidy(client: discord.Client, front: Front, refresh: Callable[[], None]) -> None:
    """Every minute read the folder, every hour forget."""
    await client.wait_until_ready()
    present = frozenset(guild.id for guild in client.guilds)
    await attempt(front, lambda: note_departures(front, present))
    since_housekeeping = HOUSEKEEPING_SECONDS
    while True:
        await attempt(front, refresh)
        if since_housekeeping >= HOUSEKEEPING_SECONDS:
            await attempt(front, lambda: forget_what_is_over(front))
            since_housekeeping = 0.0
        await asyncio.sleep(REFRESH_SECONDS)
        since_housekeeping += REFRESH_SECONDS


async def attempt(front: Front, chore: Callable[[], object]) -> None:
    """Do it in a worker thread; what goes wrong is logged, and tried again the next time."""
    try:
        await front.call(chore)
    except BotError as exc:
        log.warning("chore failed, and is tried again", reason=str(exc))


def forget_what_is_over(front: Front) -> None:
    """Delete what is known of old answers, and the servers that the bot left long ago."""
    now = datetime.now(UTC)
    front.servers.purge_answers(now - max(POSTED_KEPT, timedelta(days=front.settings.note_days)))
    for server in front.servers.departed(now - timedelta(days=front.settings.keep_left_days)):
        forget_server(front, server)
        log.info("server forgotten", server=server)


def forget_server(front: Front, server: int) -> None:
    """Delete all that is kept of a server. Its feeds go first, which bring articles, then these: that it was left is
    known until the end."""
    shelf = Shelf(f"guild:{server}")
    front.news.feeds.forget(shelf)
    try:
        front.desk.library.forget(shelf)
    except IndexBehind as exc:  # they are deleted and not found any more
        log.warning("the index has not let go of a server yet", reason=str(exc))
    front.servers.forget(server)


def note_departures(front: Front, present: frozenset[int]) -> None:
    """Those that the bot was removed from while it did not run, and those that it is back on."""
    front.servers.present(present, datetime.now(UTC))
