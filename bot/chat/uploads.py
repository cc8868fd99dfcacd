"""Files that people attach: fetched from Discord, within limits, and called by the names that they had."""

import asyncio
from pathlib import PurePath

import aiohttp
import discord

from bot.errors import Gone, InputRefused
from bot.intake.files import MAX_FILE_BYTES

FETCH_SECONDS = 60.0
"""A file of the largest size takes some seconds."""
MEBIBYTE = 2**20


async def fetched(interaction: discord.Interaction, attachment: discord.Attachment) -> bytes:
    """The bytes of a file, at most as many as may be uploaded there and as we take.

    What Discord says of its kind counts for nothing. Raises InputRefused, and Gone where it has been deleted.
    """
    most = min(interaction.filesize_limit, MAX_FILE_BYTES)
    check_size(attachment.size, most)
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            data = await attachment.read()
    except (discord.NotFound, discord.Forbidden) as exc:
        raise Gone("That file is no longer there. Attach it again.") from exc
    except (discord.HTTPException, aiohttp.ClientError, OSError) as exc:
        raise InputRefused("Discord doesn't hand me that file just now. Try again in a minute.") from exc
    check_size(len(data), most)
    return data


def check_size(size: int, most: int) -> None:
    """Raises InputRefused."""
    if size > most:
        raise InputRefused(
            "The file has {size} MiB; {most} MiB is the most here. Split it.",
            size=f"{size / MEBIBYTE:.1f}",
            most=f"{most / MEBIBYTE:g}",
        )


def name_of(attachment: discord.Attachment) -> str:
    """The file's name as its owner wrote it: Discord takes other letters than A to Z out, and keeps it as a title."""
    if not attachment.title:
        return attachment.filename
    return attachment.title + PurePath(attachment.filename).suffix
