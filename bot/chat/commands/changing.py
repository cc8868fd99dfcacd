"""`/article remove`, `restore` and `edit`: only what stands on the server's own shelf, whatever id is sent."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import access, outgoing
from bot.chat.commands.adding import form_modal
from bot.chat.commands.choosing import Choices
from bot.chat.commands.owned import bring_back, own_article, own_choices, removed_choices
from bot.chat.commands.proposing import propose
from bot.chat.commands.showing import pressed
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CUSTOM_ID, MAX_TEXT_INPUT, fits
from bot.chat.markup import plain
from bot.chat.outgoing import Item, Outgoing
from bot.chat.previews import Document, Form
from bot.chat.routes import Handler
from bot.chat.uploads import fetched, name_of
from bot.model import Article
from bot.reply import Words
from bot.reply.discord import COMMANDS

MAX_NAMED = 300
"""Code points of what names an article: the longest title."""
Named = app_commands.Range[str, 1, MAX_NAMED]
Subcommand = app_commands.Command[Any, ..., None]


def remove_command(front: Front) -> Subcommand:
    @app_commands.command(name="remove", description=COMMANDS["article remove"])
    @app_commands.describe(article=COMMANDS["article remove article"])
    async def remove(interaction: discord.Interaction, article: Named) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            access.require_manager(place, interaction)
            about = (await front.call(own_article, front.desk, place.shelf, article)).about
            try:
                await front.call(front.desk.library.remove, place.shelf, [about.id], access.actor(interaction))
            finally:  # whether or not it can be searched yet
                front.changes.note(place.shelf, [about.id])
            said = plain(reply.discord.removed(place.words, about.title))
            await outgoing.answer(interaction, Outgoing(said, bring_back_item(place.words, about.id)))

    @remove.autocomplete("article")
    async def titles(interaction: discord.Interaction, typed: str) -> Choices:
        return await own_choices(front, interaction, typed)

    return remove


def bring_back_item(words: Words, id: str) -> tuple[Item, ...]:
    """*Bring it back*; not for an id that no button holds, which `/article restore` finds by its title."""
    custom_id = f"bringback:{id}"
    return (pressed(reply.curation.bring_back(words), custom_id),) if fits(custom_id, MAX_CUSTOM_ID) else ()


def restore_command(front: Front) -> Subcommand:
    @app_commands.command(name="restore", description=COMMANDS["article restore"])
    @app_commands.describe(article=COMMANDS["article restore article"])
    async def restore(interaction: discord.Interaction, article: Named) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            await restore_named(front, place, interaction, article)

    @restore.autocomplete("article")
    async def titles(interaction: discord.Interaction, typed: str) -> Choices:
        return await removed_choices(front, interaction, typed)

    return restore


async def restore_pressed(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """*Bring it back* was pressed."""
    access.require_manager(place, interaction)
    await interaction.response.defer()
    await restore_named(front, place, interaction, payload)


async def restore_named(front: Front, place: Place, interaction: discord.Interaction, named: str) -> None:
    """Bring an article back, and say so."""
    access.require_manager(place, interaction)
    article = await front.call(bring_back, front.desk, place, named, access.actor(interaction))
    front.changes.note(place.shelf, [article.about.id])
    await outgoing.answer(interaction, Outgoing(plain(reply.discord.restored(place.words, article.about.title))))


def edit_command(front: Front) -> Subcommand:
    @app_commands.command(name="edit", description=COMMANDS["article edit"])
    @app_commands.describe(article=COMMANDS["article edit article"], file=COMMANDS["article edit file"])
    async def edit(interaction: discord.Interaction, article: Named, file: discord.Attachment | None = None) -> None:
        async with guarded(front, interaction):
            place = await front.place_of(interaction)
            server = access.require_manager(place, interaction)
            if file is None:
                form = form_of(await front.look(own_article, front.desk, place.shelf, article))
                await interaction.response.send_modal(form_modal(place.words, form))
                return
            await outgoing.acknowledge(interaction, private=True)
            found = await front.call(own_article, front.desk, place.shelf, article)
            document = Document(name_of(file), await fetched(interaction, file))
            await propose(front, place, interaction, server, form_of(found, document))

    @edit.autocomplete("article")
    async def titles(interaction: discord.Interaction, typed: str) -> Choices:
        return await own_choices(front, interaction, typed)

    return edit


def form_of(article: Article, document: Document | None = None) -> Form:
    """The form of an article, with the text where a form holds it and no document takes its place."""
    about = article.about
    has_text = document is None and fits(article.text, MAX_TEXT_INPUT)
    return Form(
        title=about.title,
        text=article.text if has_text else None,
        link=about.url or "",
        date=about.published.isoformat() if about.published else "",
        source=about.source or "",
        key=about.key,
        document=document,
    )


ROUTES: Mapping[str, Handler] = {"bringback": restore_pressed}
