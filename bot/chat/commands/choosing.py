"""Choices while somebody types: articles by their titles."""

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.chat.faults import log_failure
from bot.chat.front import Front
from bot.chat.limits import MAX_CHOICE_VALUE, MAX_CHOICES, choice_name, fits
from bot.errors import BotError
from bot.model import Source

Choices = list[app_commands.Choice[str]]


async def article_choices(front: Front, interaction: discord.Interaction, typed: str) -> Choices:
    """The articles that are seen from here and hold what was typed; the values are their ids."""
    try:
        place = await front.place_of(interaction)
        return as_choices(await front.look(front.desk.library.suggest, place.view, typed, MAX_CHOICES))
    except BotError as exc:
        log_failure(exc)
        return []  # there is no way to say anything; the command will


def as_choices(sources: Sequence[Source]) -> Choices:
    """Titles to choose from; one whose id is too long for Discord is left out."""
    return [
        app_commands.Choice(name=choice_name(about.title), value=about.id)
        for about in sources
        if fits(about.id, MAX_CHOICE_VALUE)
    ]
