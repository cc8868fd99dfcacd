"""The server's own articles, which alone can be changed from there: chosen while somebody types, and found."""

from collections.abc import Sequence

import discord

from bot.chat import access
from bot.chat.commands.choosing import Choices, named_article, only_one, suggested
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CHOICES
from bot.desk import Desk
from bot.errors import ArticleNotFound, NotAllowed
from bot.model import Article, OwnOnly, Shelf, Source


async def own_choices(front: Front, interaction: discord.Interaction, typed: str) -> Choices:
    """The server's own articles that hold what was typed, for those who manage them."""

    def find(place: Place) -> Sequence[Source]:
        access.require_manager(place, interaction)
        return front.desk.library.suggest(OwnOnly(place.shelf), typed, MAX_CHOICES)

    return await suggested(front, interaction, find)


async def removed_choices(front: Front, interaction: discord.Interaction, typed: str) -> Choices:
    """The server's removed articles that hold what was typed, for those who manage them."""

    def find(place: Place) -> Sequence[Source]:
        access.require_manager(place, interaction)
        return front.desk.library.removed(place.shelf, typed, MAX_CHOICES)

    return await suggested(front, interaction, find)


def is_manager(place: Place, interaction: discord.Interaction) -> bool:
    try:
        access.require_manager(place, interaction)
    except NotAllowed:
        return False
    return True


def own_article(desk: Desk, shelf: Shelf, named: str) -> Article:
    """The article of this very shelf with that id, or that is the only one so called. Raises InputRefused."""
    return named_article(desk, OwnOnly(shelf), named)


def bring_back(desk: Desk, place: Place, named: str, by: str) -> Article:
    """Restore the removed article with that id, or that is the only one so called; it is there now.

    Raises InputRefused, DuplicateArticle, IndexBehind when it is there but can't be searched yet.
    """
    try:
        desk.library.restore(place.view, [named], by)
    except ArticleNotFound:
        named = only_one(named, desk.library.removed(place.shelf, named, MAX_CHOICES)).id
        desk.library.restore(place.view, [named], by)
    return desk.library.article(OwnOnly(place.shelf), named)
