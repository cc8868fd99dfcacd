"""The connection to Discord: which events it asks for, and who takes each of them."""

import sys
from typing import Any

import discord
import structlog

from bot.chat import invitation, registration
from bot.chat.commands import every_command, every_route
from bot.chat.conversations import Conversations
from bot.chat.front import Front
from bot.chat.guests import Visits
from bot.chat.outgoing import NO_PINGS
from bot.chat.routes import Routes
from bot.chat.tree import Tree
from bot.monitoring.health import Gateway

log = structlog.get_logger(__name__)


def intents(message_content: bool) -> discord.Intents:
    """Servers and messages; the text of messages that don't mention the bot only where that is asked for."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    wanted.message_content = message_content
    return wanted


class Client(discord.AutoShardedClient):
    """One process for all shards, as many as Discord recommends. It keeps no messages and no members in memory."""

    def __init__(self, front: Front) -> None:
        message_content = front.settings.message_content
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it doesn't speak
        super().__init__(
            intents=intents(message_content),
            allowed_mentions=NO_PINGS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._front = front
        self._tree = Tree(self, front, every_command(front))
        self._routes = Routes(front, every_route())
        self._visits = Visits(front)
        self._conversations = Conversations(front, self, message_content)
        self.gateway = Gateway(front.numbers)

    async def setup_hook(self) -> None:
        refusal = ""
        try:
            await self._tree.register()
        except discord.HTTPException as exc:  # the commands of before still work
            log.warning("commands not registered", status=exc.status, reason=exc.text)
            refusal = f"{exc.status} {exc.text}"
        await self._front.call(registration.note, self._front.servers, self.application_id, refusal)

    async def on_ready(self) -> None:
        if not self.guilds and self.application_id is not None:
            log.warning("on no server yet; this link takes the bot to one", link=invitation.link(self.application_id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._visits.arrive(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._visits.leave(guild)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._routes.take(interaction)

    async def on_message(self, message: discord.Message) -> None:
        await self._conversations.hear(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        await self._conversations.reconsider(payload.message)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._conversations.forget(payload.message_id, payload.guild_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        for message in payload.message_ids:
            await self._conversations.forget(message, payload.guild_id)

    async def on_shard_connect(self, shard_id: int) -> None:
        log.info("connected", shard=shard_id)
        self.gateway.connected(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        log.info("resumed", shard=shard_id)
        self.gateway.connected(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        log.info("disconnected", shard=shard_id)
        self.gateway.disconnected(shard_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        log.error("event failed", event=event_method, exc_info=sys.exc_info())
