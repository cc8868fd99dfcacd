"""Missing permissions in plain words: what is missing in which channel, and how to put it right."""

from collections.abc import Mapping, Sequence

import discord

from bot import reply
from bot.chat.diagnosis import Denied, Lack, NotGiven, Permission, missing
from bot.reply import Words

MOST_CHANNELS = 8
"""How many channels are named in one line."""


def cause(words: Words, lack: Lack) -> str:
    """What withholds it, and where to change that."""
    match lack.cause:
        case NotGiven(role):
            return reply.diagnosis.not_given(words, role)
        case Denied(roles, category):
            return reply.diagnosis.denied(words, roles, category)
        case _:
            return reply.diagnosis.timed_out(words)


def lacking_channels(guild: discord.Guild) -> Mapping[Permission, Sequence[int]]:
    """Permission -> the channels of the server that lack it, in their order; those where nothing is missing are not in.

    Of a channel that can't be seen, only that counts.
    """
    found: dict[Permission, list[int]] = {}
    for channel in sorted(guild.channels, key=lambda channel: channel.position):
        lacks = () if isinstance(channel, discord.CategoryChannel) else missing(channel, guild.me)
        seen = [lack.permission for lack in lacks]
        for permission in [Permission.VIEW] if Permission.VIEW in seen else seen:
            found.setdefault(permission, []).append(channel.id)
    return {permission: found[permission] for permission in Permission if permission in found}


def mentions(words: Words, channels: Sequence[int], most: int = MOST_CHANNELS) -> str:
    """The channels, as mentions; the last of many are only counted."""
    named = [f"<#{id}>" for id in channels[:most]]
    if len(channels) > most:
        named.append(reply.settings.more(words, len(channels) - most))
    return words.listing(named)
