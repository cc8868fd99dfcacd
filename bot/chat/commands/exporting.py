"""`/article export`: the server's shelf as files of JSON Lines, as many as it takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import access, outgoing
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.markup import plain
from bot.chat.outgoing import Attachment, Outgoing
from bot.desk import Desk
from bot.intake import write_row
from bot.intake.files import MAX_FILE_BYTES
from bot.model import Shelf
from bot.reply import Words
from bot.reply.discord import COMMANDS

READ_AT_ONCE = 10
"""Articles in memory besides the file: each has up to 5,000,000 characters."""
MAX_FILES = 10
"""A message each: 100 MiB where Discord takes 10 at once, some 30,000 articles."""
SPARE_BYTES = 64 * 1024
"""Left of what may be uploaded, for what the request holds besides the file."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the export; one without data is behind the last."""

    data: bytes = b""
    too_large: int = 0  # articles, so far, of which no file can hold one


def export_command(front: Front) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="export", description=COMMANDS["article export"])
    async def export(interaction: discord.Interaction) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            access.require_manager(place, interaction)
            await send_parts(front, place, interaction)

    return export


async def send_parts(front: Front, place: Place, interaction: discord.Interaction) -> None:
    """Send the files, a message each, and say what is missing in them."""
    most = min(interaction.filesize_limit, MAX_FILE_BYTES) - SPARE_BYTES  # no more than an import takes
    parts = parts_of(front.desk, place.shelf, most)
    part, following = await front.call(next, parts), await front.call(next, parts)
    if not part.data:
        said = [reply.discord.no_sources(place.words)] if not part.too_large else too_large(place.words, part)
        await outgoing.answer(interaction, Outgoing("\n".join(map(plain, said))))
        return
    await outgoing.answer(interaction, first_message(place.words, part, following))
    for number in range(2, MAX_FILES + 1):
        if not following.data:
            break
        part, following = following, await front.call(next, parts)
        await outgoing.tell(interaction, further_message(place.words, part, following, number))


def parts_of(desk: Desk, shelf: Shelf, most: int) -> Iterator[Part]:
    """All articles of this very shelf, a line each, in files of at most so many bytes; then parts without data."""
    lines, too_large = bytearray(), 0
    after = None
    while batch := desk.library.articles((shelf,), after, READ_AT_ONCE):
        for line in (f"{write_row(article)}\n".encode() for article in batch):
            if len(line) > most:
                too_large += 1
                continue
            if len(lines) + len(line) > most:
                yield Part(bytes(lines), too_large)
                lines.clear()
            lines += line
        after = (batch[-1].about.shelf.name, batch[-1].about.id)
    yield Part(bytes(lines), too_large)
    while True:
        yield Part(b"", too_large)


def first_message(words: Words, part: Part, following: Part) -> Outgoing:
    said = [reply.discord.exported(words), *([] if following.data else too_large(words, part))]
    name = "articles-1.jsonl" if following.data else "articles.jsonl"
    return Outgoing("\n".join(map(plain, said)), attachments=(Attachment(name, part.data),))


def further_message(words: Words, part: Part, following: Part, number: int) -> Outgoing:
    said = [reply.curation.part(words, number), *([] if following.data else too_large(words, part))]
    if following.data and number == MAX_FILES:
        said.append(reply.curation.rest_not_exported(words))
    return Outgoing("\n".join(map(plain, said)), attachments=(Attachment(f"articles-{number}.jsonl", part.data),))


def too_large(words: Words, part: Part) -> list[str]:
    """How many articles are in no file, where there are any."""
    return [reply.curation.too_large(words, part.too_large)] if part.too_large else []
