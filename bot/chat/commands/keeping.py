"""*Keep* and *Discard* below what was understood."""

from collections.abc import Mapping

import discord

from bot import reply
from bot.chat import access, outgoing
from bot.chat.commands.importing import keep_many
from bot.chat.faults import sentence
from bot.chat.front import Front, Place
from bot.chat.markup import plain
from bot.chat.outgoing import Outgoing
from bot.chat.previews import Form, Many, Offers, One, over
from bot.chat.routes import Handler
from bot.errors import IndexBehind
from bot.model import Kept, Outcome
from bot.reply import Words


async def keep(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Keep what waits under this token, once."""
    server = access.require_manager(place, interaction)
    with front.previews.taken(payload, interaction.user.id, server) as what:
        if isinstance(what, Form | Offers):
            raise over()
        await interaction.response.defer()
        if isinstance(what, Many):
            await keep_many(front, place, interaction, payload, what)
        else:
            await keep_one(front, place, interaction, what)


async def keep_one(front: Front, place: Place, interaction: discord.Interaction, one: One) -> None:
    """Keep an article, and say what became of it in the place of its preview. Raises DuplicateArticle."""
    ids = [about.id for about in await front.call(front.desk.library.standing, one.draft)]
    try:
        kept = await front.call(front.desk.keep, one.draft, access.actor(interaction), place.view)
    except IndexBehind as exc:  # it is kept
        front.changes.note(place.shelf, ids)
        await outgoing.answer(interaction, Outgoing(sentence(place.words, exc)))
        return
    if kept.outcome is Outcome.UPDATED:
        front.changes.note(place.shelf, [kept.id])
    if one.form.gap and place.server is not None:
        await front.call(front.servers.close_gap, place.server, one.form.gap)
    await outgoing.answer(interaction, Outgoing(plain(outcome(place.words, one, kept))))


def outcome(words: Words, one: One, kept: Kept) -> str:
    """What became of an article that was handed in."""
    if kept.outcome is Outcome.UNCHANGED:
        return reply.curation.unchanged(words)
    said = reply.curation.changed if kept.outcome is Outcome.UPDATED else reply.discord.kept
    return said(words, one.draft.title, kept.sentences)


async def discard(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Forget what waits under this token."""
    server = access.require_manager(place, interaction)
    front.previews.look(payload, interaction.user.id, server)
    front.previews.drop(payload, interaction.user.id, server)
    await outgoing.turn(interaction, Outgoing(plain(reply.discord.discarded(place.words))))


ROUTES: Mapping[str, Handler] = {"keep": keep, "discard": discard}
