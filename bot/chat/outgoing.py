"""What goes into a message, and the few ways in which one goes out: without pings and without previews."""

import contextlib
import io
from dataclasses import dataclass
from typing import Any

import discord

NO_PINGS = discord.AllowedMentions.none()
Item = discord.ui.Item[Any]
PLACEHOLDER = "placeholder"
"""In an interaction's `extras`, while all the channel sees that it is being answered."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    data: bytes

    def file(self) -> discord.File:
        return discord.File(io.BytesIO(self.data), self.name)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message: its text, what can be pressed below it, and its attachments."""

    content: str  # at most 2,000 UTF-16 units
    items: tuple[Item, ...] = ()  # their routes are in their `custom_id`s
    attachments: tuple[Attachment, ...] = ()

    def view(self) -> discord.ui.View | None:
        """The items, as discord.py sends them.

        It is stopped: discord.py would else remember each view for good, and each press is dispatched by its
        `custom_id` anyway.
        """
        if not self.items:
            return None
        view = discord.ui.View(timeout=None)
        for item in self.items:
            view.add_item(item)
        view.stop()
        return view

    def files(self) -> list[discord.File]:
        return [each.file() for each in self.attachments]


async def post(channel: discord.abc.Messageable, out: Outgoing, reply_to: discord.Message | None) -> discord.Message:
    """Say it in a channel, as a reply to a message where one is given; nobody is pinged."""
    extra: dict[str, Any] = {}
    if view := out.view():
        extra["view"] = view
    if reply_to is not None:
        extra |= {"reference": reply_to.to_reference(), "mention_author": False}
    return await channel.send(out.content, files=out.files(), allowed_mentions=NO_PINGS, suppress_embeds=True, **extra)


async def replace(message: discord.Message | discord.PartialMessage, out: Outgoing) -> None:
    """Put this in the place of what a message said."""
    await message.edit(content=out.content, view=out.view(), attachments=out.files(), allowed_mentions=NO_PINGS)


async def acknowledge(interaction: discord.Interaction, private: bool) -> None:
    """Tell Discord, within its 3 seconds, that there will be an answer: "thinking…"."""
    interaction.extras[PLACEHOLDER] = not private
    await interaction.response.defer(ephemeral=private, thinking=True)


async def answer(interaction: discord.Interaction, out: Outgoing) -> discord.InteractionMessage:
    """Answer an interaction that was acknowledged."""
    said = await interaction.edit_original_response(
        content=out.content, view=out.view(), attachments=out.files(), allowed_mentions=NO_PINGS
    )
    interaction.extras[PLACEHOLDER] = False
    return said


async def tell(interaction: discord.Interaction, out: Outgoing) -> None:
    """Say something that only this person sees, whether the interaction was answered before or not.

    What says "thinking…" to everybody is taken away first: a follow-up would take its place, and be seen by all.
    """
    if interaction.extras.pop(PLACEHOLDER, False):
        with contextlib.suppress(discord.HTTPException):
            await interaction.delete_original_response()
    view = out.view()
    extra: dict[str, Any] = {"view": view} if view else {}
    send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
    await send(out.content, files=out.files(), ephemeral=True, allowed_mentions=NO_PINGS, suppress_embeds=True, **extra)


async def turn(interaction: discord.Interaction, out: Outgoing) -> None:
    """Put this in the place of the message whose button was pressed; at once, or after `defer()`."""
    if interaction.response.is_done():
        await answer(interaction, out)
    else:
        await interaction.response.edit_message(
            content=out.content, view=out.view(), attachments=out.files(), allowed_mentions=NO_PINGS
        )
