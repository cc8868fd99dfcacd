"""Forms: what they are made of. What is typed into them comes back by their route, see `routes.fields`."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.chat.limits import MAX_MODAL_DESCRIPTION, MAX_MODAL_LABEL, MAX_MODAL_TITLE, MAX_TEXT_INPUT, clip

Field = discord.ui.Label[Any]


def modal(title: str, route: str, inputs: Sequence[Field]) -> discord.ui.Modal:
    """A form with at most five inputs; `route` is its `custom_id`."""
    form = discord.ui.Modal(title=clip(title, MAX_MODAL_TITLE), custom_id=route, timeout=None)
    for each in inputs:
        form.add_item(each)
    form.stop()  # discord.py would else remember it for good
    return form


def text_field(
    name: str,
    caption: str,
    hint: str = "",
    value: str = "",
    long: bool = False,
    required: bool = False,
    most: int = MAX_TEXT_INPUT,
) -> Field:
    """A text input under its caption. What is filled in is cut where an input can't hold it."""
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    line: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=name, style=style, default=clip(value, most) or None, required=required, max_length=most
    )
    text, description = clip(caption, MAX_MODAL_LABEL), clip(hint, MAX_MODAL_DESCRIPTION)
    return discord.ui.Label(text=text, description=description or None, component=line)
