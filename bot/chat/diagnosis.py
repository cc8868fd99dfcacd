"""What keeps the bot from answering in a channel: which permission it lacks there, and what withholds it.

As Discord computes permissions: https://docs.discord.com/developers/topics/permissions#permission-overwrites
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import discord

Channel = discord.abc.GuildChannel | discord.Thread


class Permission(StrEnum):
    """What the bot needs, by discord.py's names."""

    VIEW = "view_channel"
    SEND = "send_messages"
    SEND_IN_THREADS = "send_messages_in_threads"
    HISTORY = "read_message_history"


IN_TIME_OUT = frozenset({Permission.VIEW, Permission.HISTORY})
"""What a member in time-out still may do."""


@dataclass(frozen=True, slots=True)
class NotGiven:
    """No role of the bot's has it."""

    role: str  # the name of the one to give it to


@dataclass(frozen=True, slots=True)
class Denied:
    """The permissions of the channel deny it."""

    roles: tuple[str, ...]  # names of the roles to which it is denied; none: to the bot itself
    category: str  # the name of the category whose permissions the channel shares; empty: it has its own


@dataclass(frozen=True, slots=True)
class TimedOut:
    """A moderator has sent the bot into time-out."""

    until: datetime  # UTC


Cause = NotGiven | Denied | TimedOut


@dataclass(frozen=True, slots=True)
class Lack:
    """A permission that is missing, and why."""

    permission: Permission
    cause: Cause


def missing(channel: Channel, me: discord.Member) -> tuple[Lack, ...]:
    """What the bot lacks of what it needs in a channel; nothing where that can't be known.

    A permission that only has no effect because the channel can't be seen is not missing.
    """
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    needs = needed_in(channel)
    if place is None or place.permissions_for(me).is_superset(as_permissions(needs)):
        return ()
    return tuple(Lack(need, cause) for need in needs for cause in withholding(place, me, need))


def needed_in(channel: Channel) -> tuple[Permission, ...]:
    """What the bot needs there, to answer in the channel and in its threads."""
    if isinstance(channel, discord.Thread | discord.ForumChannel):
        return (Permission.VIEW, Permission.SEND_IN_THREADS, Permission.HISTORY)
    if isinstance(channel, discord.VoiceChannel | discord.StageChannel):  # they have no threads
        return (Permission.VIEW, Permission.SEND, Permission.HISTORY)
    return tuple(Permission)


def as_permissions(needs: tuple[Permission, ...]) -> discord.Permissions:
    wanted = discord.Permissions.none()
    wanted.update(**dict.fromkeys(needs, True))
    return wanted


def withholding(place: discord.abc.GuildChannel, me: discord.Member, need: Permission) -> Iterator[Cause]:
    """The one thing that withholds a permission from the bot; nothing where it has it."""
    if me.timed_out_until is not None and me.is_timed_out() and need not in IN_TIME_OUT:
        yield TimedOut(me.timed_out_until)
        return
    own = [role for role in me.roles if not role.is_default()]
    layers: tuple[tuple[discord.Role | discord.Member, ...], ...] = ((me,), tuple(own), (place.guild.default_role,))
    for layer in layers:  # the first one that says something decides
        said = {each: getattr(place.overwrites_for(each), need) for each in layer}
        if True in said.values():
            return
        denied = [each.name for each, allowed in said.items() if allowed is False and isinstance(each, discord.Role)]
        if False in said.values():
            yield Denied(tuple(denied), category_of(place))
            return
    if not getattr(me.guild_permissions, need):
        yield NotGiven((me.guild.self_role or me.top_role).name)


def category_of(place: discord.abc.GuildChannel) -> str:
    """The name of the category whose permissions the channel shares."""
    return place.category.name if place.category is not None and place.permissions_synced else ""


# Messages


def may_answer(message: discord.Message) -> bool:
    """Whether the bot may write where it was asked; where it can't know, it tries."""
    in_thread = isinstance(message.channel, discord.Thread)
    return not lacking(message) & {Permission.VIEW, Permission.SEND_IN_THREADS if in_thread else Permission.SEND}


def may_reply_to(message: discord.Message) -> bool:
    """Whether it may point at the question: Discord takes a reply only from who may read what was said before."""
    return Permission.HISTORY not in lacking(message)


def lacking(message: discord.Message) -> frozenset[Permission]:
    """What the bot lacks in the channel of a message; nothing where that can't be known."""
    channel, guild = message.channel, message.guild
    if guild is None or guild.me is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return frozenset()
    return frozenset(lack.permission for lack in missing(channel, guild.me))
