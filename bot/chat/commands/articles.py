"""`/article` and the menu *Add as article*, for those who manage a server's articles."""

from collections.abc import Iterator, Mapping

import discord
from discord import app_commands

from bot.chat.commands import adding, changing, exporting, forgetting, importing, keeping, proposing
from bot.chat.front import Front
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.reply.discord import COMMANDS

ROUTES: Mapping[str, Handler] = {
    **adding.ROUTES,
    **proposing.ROUTES,
    **keeping.ROUTES,
    **changing.ROUTES,
    **forgetting.ROUTES,
}


def commands(front: Front) -> Iterator[AnyCommand]:
    group = app_commands.Group(
        name="article",
        description=COMMANDS["article"],
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )
    for command in (
        adding.add_command(front),
        changing.edit_command(front),
        changing.remove_command(front),
        changing.restore_command(front),
        importing.import_command(front),
        exporting.export_command(front),
        forgetting.forget_command(front),
    ):
        group.add_command(command)
    yield group
    yield adding.add_menu(front)
