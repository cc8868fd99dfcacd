"""The link by which somebody takes the bot to a server, with no more permissions than it needs."""

import discord

from bot.chat.diagnosis import Permission

SCOPES = ("bot", "applications.commands")


def needed() -> discord.Permissions:
    """What the bot needs on a server to answer everywhere."""
    wanted = discord.Permissions.none()
    wanted.update(**dict.fromkeys(Permission, True))
    return wanted


def link(application: int) -> str:
    """The invitation of the application with this id."""
    return discord.utils.oauth_url(application, permissions=needed(), scopes=SCOPES)
