"""Who may do what, computed as Discord's documentation of permissions and overwrites says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import discord

ALL = discord.Permissions.all().value
EVERYONE = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    embed_links=True,
    attach_files=True,
    add_reactions=True,
    use_application_commands=True,
    connect=True,
    speak=True,
).value
"""What a new server's @everyone may do, as far as it matters here."""


def bits(*names: str) -> int:
    """The bit field of the named permissions; the names are discord.py's. Raises TypeError for an unknown one."""
    return discord.Permissions(**dict.fromkeys(names, True)).value


ADMINISTRATOR = bits("administrator")
VIEW = bits("view_channel")
SEND = bits("send_messages")
SEND_IN_THREADS = bits("send_messages_in_threads")


@dataclass(frozen=True)
class Overwrite:
    """What a channel gives to or takes from a role or a member."""

    id: int
    kind: Literal["role", "member"]
    allow: int = 0
    deny: int = 0


def of_member(*, owner: bool, everyone: int, roles: Iterable[int]) -> int:
    """A member's permissions in the whole server."""
    if owner:
        return ALL
    held = everyone
    for role in roles:
        held |= role
    return ALL if held & ADMINISTRATOR else held


def in_channel(
    base: int, overwrites: Iterable[Overwrite], *, everyone_id: int, role_ids: frozenset[int], member_id: int
) -> int:
    """A member's permissions in a channel: @everyone's overwrite, then all roles' together, then the member's own."""
    if base & ADMINISTRATOR:
        return ALL
    found = tuple(overwrites)
    steps = (
        [each for each in found if each.id == everyone_id],
        [each for each in found if each.kind == "role" and each.id in role_ids and each.id != everyone_id],
        [each for each in found if each.kind == "member" and each.id == member_id],
    )
    held = base
    for step in steps:
        deny = allow = 0
        for each in step:
            deny |= each.deny
            allow |= each.allow
        held = held & ~deny | allow
    return without_implied(held)


def without_implied(held: int) -> int:
    """Who can't see a channel can do nothing in it; who can't send can't attach or embed either."""
    if not held & VIEW:
        return 0
    if not held & (SEND | SEND_IN_THREADS):
        return held & ~bits("attach_files", "embed_links", "mention_everyone", "send_tts_messages")
    return held
