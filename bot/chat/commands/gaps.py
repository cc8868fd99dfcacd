"""`/gaps`: questions without a good answer, for who looks after the articles, while the server keeps them."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.access import require_manager
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_BUTTON_LABEL, clip
from bot.chat.markup import block_quote, bold, plain, subtext
from bot.chat.messages import fitting
from bot.chat.outgoing import Item, Outgoing
from bot.chat.pages import Turn, page_items, page_routes, read_turn
from bot.chat.routes import ADD_ARTICLE, Handler
from bot.chat.tree import AnyCommand
from bot.errors import Gone
from bot.reply import Words
from bot.reply.discord import COMMANDS
from bot.servers import Gap, GapPage, Servers

SIZE = 4
"""Questions on a page: each has a row of buttons, and the last of the five rows turns the pages."""
MAX_QUESTION, MAX_REASON = 200, 80
"""UTF-16 units of what is shown of a question and of a reason; four of them fit a message, with their escapes."""
REASONS = 2
"""How many reasons are shown of a question: the latest."""
ANSWER = ADD_ARTICLE
"""The route's payload here is a gap's key, and keeping the article closes that."""


def commands(front: Front) -> Iterator[AnyCommand]:
    @app_commands.command(name="gaps", description=COMMANDS["gaps"])
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    async def gaps(interaction: discord.Interaction) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            await outgoing.answer(interaction, await show(front, place, interaction, Turn(interaction.user.id, 1, "")))

    yield gaps


async def show(front: Front, place: Place, interaction: discord.Interaction, turn: Turn) -> Outgoing:
    """A page of the questions, or why there is none. Raises NotAllowed."""
    server, words = require_manager(place, interaction), place.words
    if not place.settings.keep_gaps:
        return Outgoing(plain(reply.discord.gaps_off(words)))
    found = await front.call(front.servers.gaps, server, turn.page, SIZE)
    if not found.gaps:
        return Outgoing(plain(reply.discord.no_gaps(words)))
    return Outgoing(content(words, found), items(words, Turn(turn.person, found.number, turn.rest), found))


def content(words: Words, found: GapPage) -> str:
    heading = reply.discord.gaps_heading(words)
    lines = [bold(heading, [(0, len(heading))])]
    for number, gap in numbered(found):
        lines += [f"**{number}.** {facts(words, gap)}", block_quote(gap.question, most=MAX_QUESTION)]
        lines += [clip(subtext(said), MAX_REASON) for said in gap.reasons[-REASONS:]]
    return fitting([], [*lines, subtext(reply.gaps.page_line(words, found.number, found.last, found.total))])


def facts(words: Words, gap: Gap) -> str:
    """How often it was asked, when, and with what result."""
    parts = [
        reply.discord.times(words, gap.count),
        reply.gaps.since(words, gap.first.date(), gap.last.date()),
        reply.gaps.counts(words, gap.unanswered, gap.not_helpful),
    ]
    return plain(", ".join(parts))


def numbered(found: GapPage) -> Iterator[tuple[int, Gap]]:
    """The gaps of a page with their numbers in the whole list."""
    yield from enumerate(found.gaps, (found.number - 1) * found.size + 1)


def items(words: Words, turn: Turn, found: GapPage) -> tuple[Item, ...]:
    """A row for each question, and one to turn the pages."""
    made: list[Item] = []
    for row, (number, gap) in enumerate(numbered(found)):
        dismissal = f"gap-dismiss:{Turn(turn.person, turn.page, gap.key).payload(turn.page)}"
        made.append(pressed(words, number, reply.discord.answer_this(words), f"{ANSWER}:{gap.key}", row))
        made.append(pressed(words, number, reply.gaps.dismiss(words), dismissal, row))
    for each in page_items(words, "gaps", turn, found.last):
        each.row = SIZE
        made.append(each)
    return tuple(made)


def pressed(words: Words, number: int, label: str, custom_id: str, row: int) -> Item:
    said = clip(reply.gaps.numbered(words, number, label), MAX_BUTTON_LABEL)
    button: discord.ui.Button[Any] = discord.ui.Button(label=said, custom_id=custom_id, row=row)
    return button


async def dismiss(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Forget the question, and show the page again."""
    server = require_manager(place, interaction)
    turn = read_turn(interaction, payload)
    await interaction.response.defer()
    await front.call(front.servers.close_gap, server, turn.rest)
    await outgoing.answer(interaction, await show(front, place, interaction, Turn(turn.person, turn.page, "")))


def gap_of(servers: Servers, server: int, key: str) -> Gap:
    """The server's gap that a button names. Raises Gone."""
    for gap in servers.gap(server, key):
        return gap
    raise Gone("That question is no longer in the list. Perhaps somebody has answered or dismissed it.")


ROUTES: Mapping[str, Handler] = dict(page_routes("gaps", show)) | {"gap-dismiss": dismiss}
