"""A question becomes a message: the one flow for mentions, replies, commands and menus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import discord

from bot.chat.front import Front, Place
from bot.chat.messages import abstention_message, answer_message
from bot.chat.outgoing import Outgoing
from bot.chat.references import Reference
from bot.model import Abstention, Answer
from bot.servers import Kind, Posted


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, where it was asked and by whom."""

    text: str
    place: Place
    person: int
    article: str | None = None  # ask this one only: its id
    in_view: tuple[Reference, ...] = ()  # a follow-up: what was quoted; its article is asked first


@dataclass(frozen=True, slots=True)
class Told:
    """What was decided, and the message that says so."""

    decision: Answer | Abstention
    message: Outgoing


async def look_up(front: Front, asked: Asked) -> Told:
    """Count the question, look it up, and word what was found.

    Raises CoolingDown, QuestionRefused, ArticleNotFound, and what is below Broken.
    """
    front.cooldowns.ask(asked.person, asked.place.server)
    decision = await front.call(decide, front, asked)
    words, today = asked.place.words, datetime.now(UTC).date()
    if isinstance(decision, Answer):
        return Told(decision, answer_message(words, decision, today, asked.person, asked.place.settings.style))
    return Told(decision, abstention_message(words, decision))


def decide(front: Front, asked: Asked) -> Answer | Abstention:
    """Ask the desk. A follow-up is asked of the article in view first, then of all."""
    view, thresholds = asked.place.view, front.thresholds(asked.place.settings)
    keys = [each.key for each in asked.in_view]
    for article in front.desk.library.recall(view, keys).values() if keys else ():
        within = front.desk.ask(asked.text, view, article.about.id, thresholds=thresholds)
        if isinstance(within, Answer):
            return within
    return front.desk.ask(asked.text, view, asked.article, thresholds=thresholds)


async def remember(
    front: Front, asked: Asked, told: Told, sent: discord.Message | discord.PartialMessage, question: int | None
) -> None:
    """Note which message answers what: so that it follows its question, and learns when its article changes."""
    kept = asked.text if asked.place.settings.keep_gaps else None
    quoted = told.decision.quote.about.key if isinstance(told.decision, Answer) else ""
    posted = Posted(
        server=asked.place.server,
        channel=sent.channel.id,
        message=sent.id,
        question_message=question,
        article_key=quoted,
        posted=datetime.now(UTC),
        question=kept,
    )
    await front.call(front.servers.remember, posted)
    if kept and asked.place.server is not None and isinstance(told.decision, Abstention):
        await front.call(record_unanswered, front, asked.place.server, told.decision)


def record_unanswered(front: Front, server: int, silent: Abstention) -> None:
    """Count a question that found no answer, by its terms, without who asked it."""
    question = silent.question
    if question.terms:
        front.servers.record_gap(server, gap_key(question.terms), question.text, Kind.UNANSWERED)


def gap_key(terms: Sequence[str]) -> str:
    """What groups questions: the same words, in whatever order and form."""
    return " ".join(sorted(set(terms)))
