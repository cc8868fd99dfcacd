"""Feeds are looked at in the background, the new articles kept, and the channel told that was named for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import discord
import structlog

from bot.chat.announcing import announce, server_of
from bot.chat.front import Front
from bot.chat.looks import AT_ONCE, rung
from bot.errors import BotError, Gone, Stopping
from bot.feeds import Claim, NotRead
from bot.model import SHARED, Outcome, Shelf, View
from bot.newsstand import Brought, Look

log = structlog.get_logger(__name__)

Run = Callable[..., Awaitable[Look]]
"""Calls a function with its arguments in a worker thread."""


async def keep_looking(client: discord.Client, front: Front) -> None:
    """Look at what is due, every minute and when something has become due, until cancelled or the bot stops."""
    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(look_at_feeds(client, front))


async def look_at_feeds(client: discord.Client, front: Front) -> None:
    """One feed after the other."""
    while not front.work.stopping:
        bell = front.looks.bell
        try:
            found = await look_at_one(client, front)
        except Stopping:
            return
        except BotError as exc:
            log.warning("feeds are looked at later", reason=str(exc))
            found = False
        if not found:
            await rung(bell)


async def look_at_one(client: discord.Client, front: Front) -> bool:
    """Look at the feed that is overdue longest; whether there was one. Raises Stopping, and what is below Broken."""
    for claim in await front.looks.call(front.news.feeds.due, 1):
        try:
            if await is_ours(client, claim.feed.shelf):
                with front.work.one():
                    await attempt(client, front, claim)
        except Stopping:
            await front.looks.call(front.news.feeds.release, claim)
            raise
        await front.looks.call(front.news.feeds.release, claim)  # nothing, where the look has ended it
        return True
    return False


async def attempt(client: discord.Client, front: Front, claim: Claim) -> None:
    """Look at a feed; whatever goes wrong with it, the next one is not to suffer. Raises Stopping."""
    try:
        await look_and_tell(client, front, claim, front.looks.call)
    except Stopping:
        raise
    except Gone:  # another has it now, or it is no longer followed
        pass
    except BotError as exc:
        log.warning("a feed is looked at later", feed=claim.feed.number, reason=str(exc))
    except Exception:  # nobody else is there to be told
        log.exception("a look at a feed failed", feed=claim.feed.number)


async def is_ours(client: discord.Client, shelf: Shelf) -> bool:
    """Whether the bot is on the server that follows it: nothing is fetched for one that it has left."""
    if shelf == SHARED:
        return True
    if client.get_guild(server_of(shelf)) is None:
        await client.wait_until_ready()
    return client.get_guild(server_of(shelf)) is not None


async def look_and_tell(client: discord.Client, front: Front, claim: Claim, run: Run) -> Look:
    """Look at a feed, and tell its channel of what is new, also where the look is broken off.

    Raises what `Newsstand.look` raises.
    """
    shelf, brought = claim.feed.shelf, list[Brought]()
    with front.looks.of(shelf):
        try:
            look = await run(front.news.look, claim, await view_of(front, shelf), brought.append)
        except BotError:
            await tell(client, front, claim, brought)
            raise
        (front.numbers.feed_failed if isinstance(look.outcome, NotRead) else front.numbers.feed_read)()
        await tell(client, front, claim, brought)
        return look


async def view_of(front: Front, shelf: Shelf) -> View:
    """What is seen from there."""
    return SHARED if shelf == SHARED else (await front.place(server_of(shelf), "")).view


async def tell(client: discord.Client, front: Front, claim: Claim, brought: Sequence[Brought]) -> None:
    """Say what became of the items: new articles to the channel, changed ones to whoever looks after old answers."""
    became = {
        outcome: [each.kept.id for each in brought if each.kept is not None and each.kept.outcome is outcome]
        for outcome in (Outcome.ADDED, Outcome.UPDATED)
    }
    front.changes.note(claim.feed.shelf, became[Outcome.UPDATED])
    if became[Outcome.ADDED]:
        log.info("articles from a feed", feed=claim.feed.number, added=len(became[Outcome.ADDED]))
    await announce(client, front, claim.feed, became[Outcome.ADDED])
