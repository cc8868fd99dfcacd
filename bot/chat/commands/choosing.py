"""Choices while somebody types, and the article that was meant by what he chose or typed."""

from collections.abc import Callable, Sequence

import discord
from discord import app_commands

from bot.chat.faults import log_failure
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CHOICE_VALUE, MAX_CHOICES, choice_name, clip, fits
from bot.desk import Desk
from bot.errors import ArticleNotFound, InputRefused, NotAllowed
from bot.model import Article, Source, View

Choices = list[app_commands.Choice[str]]
MAX_NAMED = 300
"""Code points of what names an article: the longest title."""
SHOWN_NAME = 90
"""UTF-16 units of what was typed, where that is told."""


async def suggested(
    front: Front, interaction: discord.Interaction, find: Callable[[Place], Sequence[Source]]
) -> Choices:
    """The articles that `find` gives in a worker thread; none where it raises, for nothing can be said there.

    What it raises is in the log, except NotAllowed. The command itself will say it.
    """
    try:
        return as_choices(await front.look(find, await front.place_of(interaction)))
    except NotAllowed:
        return []
    except Exception as exc:  # noqa: BLE001 - Discord would show that the bot doesn't answer
        log_failure(exc)
        return []


async def article_choices(front: Front, interaction: discord.Interaction, typed: str) -> Choices:
    """The articles that are seen from here and hold what was typed; the values are their ids."""
    return await suggested(front, interaction, lambda place: front.desk.library.suggest(place.view, typed, MAX_CHOICES))


def as_choices(sources: Sequence[Source]) -> Choices:
    """Titles to choose from, as many as Discord takes; one whose id is too long for it is left out."""
    return [
        app_commands.Choice(name=choice_name(about.title), value=about.id)
        for about in sources
        if fits(about.id, MAX_CHOICE_VALUE)
    ][:MAX_CHOICES]


def named_article(desk: Desk, view: View, named: str) -> Article:
    """The article with this id, or the only one with this title, or whose title holds these words.

    Raises InputRefused where there is none, or more than one.
    """
    try:
        return desk.library.article(view, named)
    except ArticleNotFound:
        about = only_one(named, desk.library.suggest(view, named, MAX_CHOICES))
        return desk.library.article(about.shelf, about.id)


def only_one(named: str, suggested: Sequence[Source]) -> Source:
    """The one that was meant, of all that may have been. Raises InputRefused."""
    wanted = folded(named)
    same = [about for about in suggested if folded(about.title) == wanted]
    holding = [about for about in suggested if all(word in folded(about.title) for word in wanted.split())]
    for found in (same, holding if len(suggested) < MAX_CHOICES else ()):
        if len(found) == 1:
            return found[0]
    if suggested:
        raise InputRefused(
            "“{named}” can be several articles. Begin to type the title and choose one from the list that opens.",
            named=clip(named, SHOWN_NAME),
        )
    raise InputRefused(
        "There is no article “{named}” here. Begin to type its title and choose one from the list that opens, or see "
        "/sources list.",
        named=clip(named, SHOWN_NAME),
    )


def folded(title: str) -> str:
    return " ".join(title.casefold().split())
