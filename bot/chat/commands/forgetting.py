"""`/article forget-server`: all that is kept of a server is deleted, once its name has been typed."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import access, chores, outgoing
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.markup import plain
from bot.chat.modals import modal, text_field
from bot.chat.outgoing import Outgoing
from bot.chat.routes import Handler, fields
from bot.errors import InputRefused
from bot.model import OwnOnly
from bot.reply.discord import COMMANDS

MAX_NAME = 200
"""UTF-16 units: a server's name has up to 100 characters."""


def forget_command(front: Front) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="forget-server", description=COMMANDS["article forget-server"])
    async def forget(interaction: discord.Interaction) -> None:
        async with guarded(front, interaction):
            place = await front.place_of(interaction)
            access.require_admin(place, interaction)
            caption, hint = reply.discord.server_name_field(place.words), reply.curation.exact_name(place.words)
            name = text_field("name", caption, hint, required=True, most=MAX_NAME)
            await interaction.response.send_modal(modal(reply.discord.forget_title(place.words), "forget:", [name]))

    return forget


async def forget_named(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    """The server's name was typed: delete all that is kept of it, and say what that was."""
    server = access.require_admin(place, interaction)
    await outgoing.acknowledge(interaction, private=True)
    name = interaction.guild.name if interaction.guild else ""
    if not name.strip() or folded(fields(interaction).get("name", "")) != folded(name):
        raise InputRefused("That is not this server's name. Nothing was deleted.")
    await front.call(front.news.feeds.forget, place.shelf)
    await front.looks.over(place.shelf)  # it might keep one more article
    articles = (await front.call(front.desk.library.totals, OwnOnly(place.shelf))).articles
    await front.call(chores.forget_server, front, server)
    await outgoing.answer(interaction, Outgoing(plain(reply.curation.forgotten(place.words, articles))))


def folded(name: str) -> str:
    """A name without what is mistyped unseen: white space and capitals."""
    return " ".join(name.casefold().split())


ROUTES: Mapping[str, Handler] = {"forget": forget_named}
