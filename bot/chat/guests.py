"""Coming to a server, and leaving one."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import discord
import structlog

from bot import reply
from bot.chat import faults, outgoing
from bot.chat.diagnosis import Permission, missing
from bot.chat.front import Front
from bot.chat.markup import plain
from bot.chat.outgoing import Outgoing

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Visits:
    """Where the bot comes and goes. For the event loop's thread only."""

    front: Front
    in_order: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Events are handled at the same time; of a coming and a going, the last one has to be written last."""

    async def arrive(self, guild: discord.Guild) -> None:
        """Remember that the bot is there, and say hello."""
        log.info("joined", server=guild.id)
        async with self.in_order:
            await self.front.call(self.front.servers.joined, guild.id)
        await greet(self.front, guild)

    async def leave(self, guild: discord.Guild) -> None:
        """Remember since when the bot is no longer there: what is kept of the server is deleted some time after."""
        log.info("left", server=guild.id)
        async with self.in_order:
            await self.front.call(self.front.servers.left, guild.id, datetime.now(UTC))


async def greet(front: Front, guild: discord.Guild) -> None:
    """Say hello where Discord says it of everyone who is new, if the bot may write there."""
    channel, me = guild.system_channel, guild.me
    if channel is None or me is None:  # nobody is greeted there, or it has been thrown out already
        return
    if {lack.permission for lack in missing(channel, me)} & {Permission.VIEW, Permission.SEND}:
        return
    place = await front.place(guild.id, str(guild.preferred_locale))
    try:
        await outgoing.post(channel, Outgoing(plain(reply.setup.welcome(place.words))), None)
    except discord.HTTPException as exc:
        faults.log_refusal(exc)
