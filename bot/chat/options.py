"""Options of commands whose values are channels, roles or people: ids from strangers, to be looked up where they act.

discord.py's own would give what came along with the id, or fail where nothing did.
"""

from typing import Annotated, Any

import discord
from discord import app_commands

from bot.errors import InputRefused, NotAllowed

TALKING = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
]
"""Channels in which, or in whose threads, people write."""
THREADS = [
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]


class AnId(app_commands.Transformer):
    """The id of what was chosen."""

    def __init__(self, kind: discord.AppCommandOptionType, channels: list[discord.ChannelType] | None = None) -> None:
        self._kind = kind
        self._channels = channels or []

    @property
    def type(self) -> discord.AppCommandOptionType:
        return self._kind

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return self._channels

    async def transform(self, interaction: discord.Interaction, value: Any, /) -> int:  # noqa: ARG002
        return int(value.id)


ChannelId = Annotated[int, AnId(discord.AppCommandOptionType.channel, TALKING)]
PlaceId = Annotated[int, AnId(discord.AppCommandOptionType.channel, [*TALKING, *THREADS])]
RoleId = Annotated[int, AnId(discord.AppCommandOptionType.role)]
PersonId = Annotated[int, AnId(discord.AppCommandOptionType.user)]


def guild_of(interaction: discord.Interaction) -> discord.Guild:
    """The server that it comes from. Raises NotAllowed in direct messages."""
    if interaction.guild is None:
        raise NotAllowed("That works on a server only, not in direct messages.")
    return interaction.guild


def channel_here(guild: discord.Guild, id: int) -> discord.abc.GuildChannel:
    """The channel of this server in which people write. Raises InputRefused for any other."""
    channel = guild.get_channel(id)
    if channel is None or channel.type not in TALKING:
        raise InputRefused("That is no channel of this server in which people write.")
    return channel


def role_here(guild: discord.Guild, id: int) -> discord.Role:
    """The role of this server. Raises InputRefused for any other, and for everyone's."""
    role = guild.get_role(id)
    if role is None:
        raise InputRefused("That is no role of this server.")
    if role.is_default():
        raise InputRefused("Everyone has that role. Choose one that only those have who look after the articles.")
    return role
