"""Coming to a server, and leaving one."""

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


async def arrive(front: Front, guild: discord.Guild) -> None:
    """Remember that the bot is there, and say hello where Discord says it of everyone, if it may write there."""
    log.info("joined", server=guild.id)
    await front.call(front.servers.joined, guild.id)
    channel = guild.system_channel
    if channel is None or {lack.permission for lack in missing(channel, guild.me)} & {Permission.VIEW, Permission.SEND}:
        return
    place = await front.place(guild.id, str(guild.preferred_locale))
    try:
        await outgoing.post(channel, Outgoing(plain(reply.setup.welcome(place.words))), None)
    except discord.HTTPException as exc:
        faults.log_refusal(exc)


async def leave(front: Front, guild: discord.Guild) -> None:
    """Remember since when the bot is no longer there: what is kept of the server is deleted some time after."""
    log.info("left", server=guild.id)
    await front.call(front.servers.left, guild.id, datetime.now(UTC))
