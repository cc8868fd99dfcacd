"""What goes wrong reaches the person as one sentence. What nobody foresaw also gets a reference that is in the log."""

import contextlib
import secrets
from collections.abc import AsyncIterator

import discord
import structlog

from bot import reply
from bot.chat import outgoing
from bot.chat.front import Front
from bot.chat.limits import clip
from bot.chat.markup import plain
from bot.chat.outgoing import Outgoing
from bot.errors import BotError, Broken
from bot.reply import Words, words_for

log = structlog.get_logger(__name__)

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is mistaken for something else when it is read out or typed."""
NO_LONGER_THERE = {10003, 10004, 10008, 10062, 10015, 50027}
"""Discord's codes for a channel, a server, a message, an interaction or its token that has gone: nobody is left to be
told."""


MAX_SENTENCE = 900
"""UTF-16 units: what a stranger typed may stand in a sentence, and each character may get a backslash."""


@contextlib.asynccontextmanager
async def guarded(front: Front, interaction: discord.Interaction) -> AsyncIterator[None]:
    """Work on an interaction; whatever is raised is told to its person, in his language, and goes no further."""
    try:
        with front.work.one():
            yield
    except Exception as exc:  # noqa: BLE001 - the last one who can tell the person
        if not is_over(exc):
            await tell(interaction, sentence(await words_of(front, interaction), exc))


async def words_of(front: Front, interaction: discord.Interaction) -> Words:
    """The words of the place; where that can't be known, those of the person."""
    try:
        return (await front.place_of(interaction)).words
    except BotError:
        return words_for(interaction.locale.value)


def is_over(exc: Exception) -> bool:
    """Whether it only says that the message or the interaction has gone."""
    return isinstance(exc, discord.HTTPException) and exc.code in NO_LONGER_THERE


def log_refusal(exc: discord.HTTPException) -> None:
    """Note what Discord refused, where that isn't only because the message has gone."""
    if not is_over(exc):
        log.warning("refused by Discord", status=exc.status, code=exc.code, reason=exc.text)


async def tell(interaction: discord.Interaction, said: str) -> None:
    """Say it to the person only; what can't be said any more is in the log already."""
    with contextlib.suppress(discord.HTTPException):
        await outgoing.tell(interaction, Outgoing(said))


def sentence(words: Words, exc: Exception) -> str:
    """What the person reads. What is not the person's to put right is logged, with the reference that he reads."""
    if isinstance(exc, BotError) and not isinstance(exc, Broken):
        return plain(clip(reply.discord.error(words, exc), MAX_SENTENCE))
    return plain(reply.discord.fault(words, exc, log_failure(exc)))


def log_failure(exc: Exception) -> str:
    """Write down what went wrong; the reference by which it is found."""
    reference = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))
    log.error("failed", reference=reference, exc_info=exc)
    return reference
