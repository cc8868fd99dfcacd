"""Presses and modals find their way by the name at the beginning of their `custom_id`: `name:payload`.

discord.py's own views live in memory; these work after a restart too. Whoever sends a `custom_id` may have written
it himself: what is pressed or chosen has to stand on the message that it is said to stand on, and a handler checks what
it says, and what its sender may do. A form stands on no message; for it, the handler's check is the only one.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.references import unreadable
from bot.errors import Gone

ADD_ARTICLE = "add-article"
"""The route that opens the form for a new article."""
Handler = Callable[[Front, Place, discord.Interaction, str], Awaitable[None]]
"""(front, place, interaction, payload): answers the interaction itself. It may raise any error."""


class Routes:
    """The handlers of all buttons, selects and modals."""

    def __init__(self, front: Front, handlers: Mapping[str, Handler]) -> None:
        self._front = front
        self._handlers = handlers

    async def take(self, interaction: discord.Interaction) -> None:
        """Answer a press or a modal; anything else is the command tree's. A name that is unknown gets a sentence.

        Forms count as presses do: so many a minute.
        """
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        name, _, payload = custom_id(interaction).partition(":")
        handler = self._handlers.get(name, unknown)
        async with guarded(self._front, interaction):
            self._front.cooldowns.press(interaction.user.id)
            must_be_there(interaction)
            await handler(self._front, await self._front.place_of(interaction), interaction, payload)


async def unknown(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    raise unreadable()


def must_be_there(interaction: discord.Interaction) -> None:
    """Raise Gone where what is pressed or chosen isn't on the message, as it is now."""
    pressed = interaction.type is discord.InteractionType.component
    there = custom_ids(interaction.message.components) if interaction.message else ()
    if pressed and custom_id(interaction) not in there:
        raise Gone("That button has changed in the meantime. Press the one that is there now.")


def custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """Those of all components, however they are nested."""
    for each in components:
        if found := getattr(each, "custom_id", None):
            yield str(found)
        accessory = getattr(each, "accessory", None)
        yield from custom_ids([*getattr(each, "children", ()), *([accessory] if accessory is not None else [])])


def custom_id(interaction: discord.Interaction) -> str:
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))


def chosen(interaction: discord.Interaction) -> tuple[str, ...]:
    """What was chosen in a select."""
    data: Any = interaction.data or {}
    return tuple(map(str, data.get("values", ())))


def fields(interaction: discord.Interaction) -> dict[str, str]:
    """What was typed into a modal: `custom_id` of each text input -> text."""
    data: Any = interaction.data or {}
    found: dict[str, str] = {}
    collect(data.get("components", ()), found)
    return found


def collect(components: Sequence[Any], found: dict[str, str]) -> None:
    """Text inputs stand in labels (`component`), or in rows (`components`)."""
    for each in components:
        if "value" in each and "custom_id" in each:
            found[str(each["custom_id"])] = str(each["value"] or "")
        inner = each.get("components") or ([each["component"]] if "component" in each else [])
        collect(inner, found)
