"""“Is this true?”, in reply to somebody: what is asked about is what the other message says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import discord

from bot import reply
from bot.chat.asking import Asked, Told, count, look_up
from bot.chat.commands.verifying import COST, verdict_message
from bot.chat.front import Front
from bot.chat.hearing import replied_to, spoken
from bot.chat.outgoing import Outgoing
from bot.desk import MAX_PASTED, MAX_QUESTION
from bot.errors import QuestionRefused
from bot.model import Answer, Unfound, Verdict

FEW_TERMS = 1
"""With as many, a question may only point at something: “is this true?”, “source?”."""


async def look_up_or_claim(front: Front, asked: Asked, message: discord.Message, me: int) -> Told:
    """Look the question up; where it says next to nothing and has no sure answer, look up what it replies to.

    Raises as `look_up`, and CoolingDown.
    """
    told = await look_up(front, asked)
    for claim in claims(message, me):
        if not is_sure(told) and await front.call(says_little, front, asked):
            return await look_up_claim(front, asked, claim)
    return told


def claims(message: discord.Message, me: int) -> Iterator[discord.Message]:
    """Somebody else's message that this one replies to."""
    yield from (each for each in replied_to(message) if each.author.id != me)


def is_sure(told: Told) -> bool:
    return isinstance(told.decision, Answer) and not told.decision.tentative


def says_little(front: Front, asked: Asked) -> bool:
    return len(front.desk.question(asked.text, asked.place.view).terms) <= FEW_TERMS


async def look_up_claim(front: Front, asked: Asked, claim: discord.Message) -> Told:
    """Whether an article says it word for word, or nearly; else what answers it."""
    text = spoken(claim.content, {user.id: user.display_name for user in claim.mentions})
    if not text:
        return Told(Outgoing(reply.discord.unreadable_message(asked.place.words)))
    count(front, asked.person, asked.place.server, COST)
    for verdict in await front.call(found, front, text[:MAX_PASTED], asked):
        return Told(verdict_message(asked.place.words, verdict, datetime.now(UTC).date()))
    return await look_up(front, replace(asked, text=text[:MAX_QUESTION]))


def found(front: Front, text: str, asked: Asked) -> tuple[Verdict, ...]:
    """The verdict on what somebody says, where an article has it or something near it."""
    try:
        verdict = front.desk.verify(text, asked.place.view)
    except QuestionRefused:  # it has no word to look up
        return ()
    return () if isinstance(verdict, Unfound) else (verdict,)
