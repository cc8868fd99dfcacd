"""Who may do what, checked where the work is done. Hiding a command from others is only a courtesy."""

import discord

from bot.chat.front import Place
from bot.errors import NotAllowed


def require_manager(place: Place, interaction: discord.Interaction) -> int:
    """The server, where this person may manage its articles: Manage Server, or the role set for it.

    Raises NotAllowed.
    """
    if place.server is None or interaction.guild_id != place.server:
        raise NotAllowed("That works on a server only, not in direct messages.")
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return place.server
    role, member = place.settings.manager_role, interaction.user
    if role is not None and isinstance(member, discord.Member) and any(each.id == role for each in member.roles):
        return place.server
    raise NotAllowed("That is for those who may manage this server, or have the role that is set in /settings.")


def require_admin(place: Place, interaction: discord.Interaction) -> int:
    """The server, where this person has Manage Server: settings, and what can't be undone. Raises NotAllowed."""
    if place.server is None:
        raise NotAllowed("That works on a server only, not in direct messages.")
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return place.server
    raise NotAllowed("That is for those who have the permission Manage Server here.")


def actor(interaction: discord.Interaction) -> str:
    """Who does it, for the journal."""
    return f"discord:{interaction.user.id}"
