"""Lists in pages: buttons that only who asked may press, and a form to jump to a page.

The `custom_id` of each button says it all: `route:person:page:rest`, where `rest` is what is listed, in whatever way
its route reads it, such as the words that were searched for.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import discord

from bot import reply
from bot.chat import outgoing
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CUSTOM_ID, fits
from bot.chat.modals import modal, text_field
from bot.chat.outgoing import Item, Outgoing
from bot.chat.references import unreadable
from bot.chat.routes import Handler, fields
from bot.errors import InputRefused, NotAllowed
from bot.reply import Words

PAYLOAD = re.compile(r"([0-9a-z]{1,13}):([0-9a-z]{1,6}):(.*)", re.DOTALL | re.ASCII)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of a list that somebody asked for."""

    person: int
    page: int  # from 1
    rest: str

    def payload(self, page: int) -> str:
        return f"{base36(self.person)}:{base36(page)}:{self.rest}"


Show = Callable[[Front, Place, discord.Interaction, Turn], Awaitable[Outgoing]]
"""Makes the page of a list that a turn asks for, or the nearest that there is."""


def page_items(words: Words, route: str, turn: Turn, last: int) -> tuple[Item, ...]:
    """*Previous*, *Next* and, from three pages on, *Go to page…*; nothing where there is one page only."""
    if last <= 1:
        return ()
    items = [
        arrow(reply.discord.previous(words), f"{route}:{turn.payload(max(1, turn.page - 1))}", turn.page <= 1),
        # the colon at the end makes it another custom_id than that of "Previous" on the first page of two
        arrow(reply.discord.following(words), f"{route}>:{turn.payload(min(last, turn.page + 1))}", turn.page >= last),
    ]
    if last > 2:
        items.append(arrow(reply.discord.go_to_page(words), f"{route}#:{turn.payload(turn.page)}", off=False))
    return tuple(items)


def arrow(label: str, custom_id: str, off: bool) -> Item:
    assert fits(custom_id, MAX_CUSTOM_ID)
    return discord.ui.Button(label=label, custom_id=custom_id, style=discord.ButtonStyle.secondary, disabled=off)


def read_turn(interaction: discord.Interaction, payload: str) -> Turn:
    """Which page is asked for. Raises NotAllowed for anybody but who asked first, and Gone for nonsense."""
    match = PAYLOAD.fullmatch(payload)
    if match is None:
        raise unreadable()
    person, page, rest = match.groups()
    if int(person, 36) != interaction.user.id:
        raise NotAllowed("Only who asked can turn these pages. Ask for your own with the same command.")
    return Turn(interaction.user.id, max(1, int(page, 36)), rest)


def page_routes(route: str, show: Show) -> Mapping[str, Handler]:
    """The routes of a list's buttons and of its form. `show` makes the page, after it has checked who may see it."""

    async def turn_to(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
        turn = read_turn(interaction, payload)
        await interaction.response.defer()
        await outgoing.answer(interaction, await show(front, place, interaction, turn))

    async def ask(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
        turn, words = read_turn(interaction, payload), place.words
        number = text_field("page", reply.discord.page_field(words), required=True, most=6)
        form = modal(reply.discord.go_to_page(words), f"{route}!:{turn.payload(turn.page)}", [number])
        await interaction.response.send_modal(form)

    async def jump(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
        turn = replace(read_turn(interaction, payload), page=typed_page(interaction))
        await interaction.response.defer()
        await outgoing.answer(interaction, await show(front, place, interaction, turn))

    return {route: turn_to, f"{route}>": turn_to, f"{route}#": ask, f"{route}!": jump}


def typed_page(interaction: discord.Interaction) -> int:
    """The number that was typed. Raises InputRefused."""
    typed = fields(interaction).get("page", "").strip()
    if not typed.isdecimal() or not 0 < int(typed) < 10**6:
        raise InputRefused("“{typed}” is not the number of a page.", typed=typed)
    return int(typed)


def base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits
