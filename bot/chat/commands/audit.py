"""`/audit`: who added, changed and removed what on a server, and when, for who manages it or its articles."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.access import require_manager
from bot.chat.commands.choosing import Choices, suggested
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.ledger import Filter, Line, Page, page
from bot.chat.limits import MAX_CHOICES, clip
from bot.chat.markup import bold, plain, subtext
from bot.chat.messages import fitting
from bot.chat.options import PersonId
from bot.chat.outgoing import Outgoing
from bot.chat.pages import Turn, base36, page_items, page_routes
from bot.chat.references import unreadable
from bot.chat.routes import Handler
from bot.chat.setting_words import change
from bot.chat.tree import AnyCommand
from bot.model import Entry, OwnOnly, Source, source_key
from bot.reply import Words
from bot.reply.discord import ACTS, COMMANDS
from bot.servers import SettingChange

SIZE = 10
MAX_TITLE = 80
"""UTF-16 units of a title in a line."""
REST = re.compile(r"([0-9a-z]{0,13})\.([A-Za-z0-9_-]{0,8})", re.ASCII)


def commands(front: Front) -> Iterator[AnyCommand]:
    @app_commands.command(name="audit", description=COMMANDS["audit"])
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(article=COMMANDS["audit article"], person=COMMANDS["audit person"])
    async def audit(
        interaction: discord.Interaction,
        article: app_commands.Range[str, 1, 100] | None = None,
        person: PersonId | None = None,
    ) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            require_manager(place, interaction)
            key = source_key(place.shelf.name, article) if article else ""
            turn = Turn(interaction.user.id, 1, f"{base36(person) if person else ''}.{key}")
            await outgoing.answer(interaction, await show(front, place, interaction, turn))

    @audit.autocomplete("article")
    async def titles(interaction: discord.Interaction, typed: str) -> Choices:
        return await own_choices(front, interaction, typed)

    yield audit


async def own_choices(front: Front, interaction: discord.Interaction, typed: str) -> Choices:
    """The server's own articles that hold what was typed, and then its removed ones; for who may see the journal."""
    library = front.desk.library

    def find(place: Place) -> Sequence[Source]:
        require_manager(place, interaction)
        there = library.suggest(OwnOnly(place.shelf), typed, MAX_CHOICES)
        return [*there, *library.removed(place.shelf, typed, MAX_CHOICES)]

    return await suggested(front, interaction, find)


async def show(front: Front, place: Place, interaction: discord.Interaction, turn: Turn) -> Outgoing:
    """A page of the journal. Raises NotAllowed, and Gone for nonsense."""
    server, wanted, words = require_manager(place, interaction), read_filter(turn.rest), place.words
    found = await front.call(page, front.desk, front.servers, server, wanted, turn.page, SIZE)
    if not found.lines:
        return Outgoing(plain((reply.journal.nothing_such if wanted else reply.journal.nothing)(words)))
    here = Turn(turn.person, found.number, turn.rest)
    return Outgoing(content(words, found), page_items(words, "audit", here, found.last))


def read_filter(rest: str) -> Filter:
    """What a button says is asked for. Raises Gone."""
    match = REST.fullmatch(rest)
    if match is None:
        raise unreadable()
    return Filter(int(match[1] or "0", 36), match[2])


def content(words: Words, found: Page) -> str:
    heading = reply.journal.heading(words)
    lines = [bold(heading, [(0, len(heading))]), *(line(words, each) for each in found.lines)]
    foot = [subtext(reply.journal.page_line(words, found.number, found.last, found.total))]
    if not found.all_searched:
        foot.append(subtext(reply.journal.searched_only(words, found.total)))
    return fitting([], [*lines, *foot])


def line(words: Words, each: Line) -> str:
    """When, who, what: on one line of Markdown. Discord shows the moment in the reader's own time."""
    moment = discord.utils.format_dt(each.moment, "f")
    return f"{moment} · {person(words, each.by)} · {what(words, each)}"


def what(words: Words, each: Line) -> str:
    match each:
        case Entry():
            return f"{ACTS[each.act](words)} {clip(plain(each.title), MAX_TITLE)}"
        case SettingChange(name="feed", before=None, after=str(title)):
            return reply.feeds.journal_added(words, clip(plain(title), MAX_TITLE))
        case SettingChange(name="feed", before=str(title)):
            return reply.feeds.journal_removed(words, clip(plain(title), MAX_TITLE))
        case SettingChange():
            return change(words, each)
        case _:
            assert_never(each)


def person(words: Words, by: str) -> str:
    """Who did it, as a mention that pings nobody."""
    front, _, id = by.partition(":")
    if front == "discord" and id.isascii() and id.isdigit():
        return f"<@{id}>"
    known = {"terminal": reply.journal.terminal, "corpus": reply.journal.folder, "feed": reply.journal.feed}
    return known.get(front or by, reply.journal.somebody)(words)


ROUTES: Mapping[str, Handler] = page_routes("audit", show)
