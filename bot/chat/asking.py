"""A question becomes a message: the one flow for mentions, replies, commands and menus."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import discord
import structlog

from bot.chat import faults, outgoing
from bot.chat.front import Front, Place
from bot.chat.messages import abstention_message, answer_message
from bot.chat.outgoing import Outgoing
from bot.chat.references import Reference
from bot.errors import Broken, CoolingDown, WrongUse
from bot.model import Abstention, Answer, Source
from bot.monitoring.numbers import Outcome
from bot.servers import Kind, Posted

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, where it was asked and by whom."""

    text: str
    place: Place
    person: int
    article: Source | None = None  # ask this one only
    in_view: tuple[Reference, ...] = ()  # a follow-up: what was quoted; its article is asked first


async def begin(front: Front, interaction: discord.Interaction, private: bool, cost: int = 1) -> None:
    """Count a question, and tell Discord that an answer comes. Raises CoolingDown before anybody else sees anything."""
    began = time.monotonic()
    count(front, interaction.user.id, interaction.guild_id, cost)
    await outgoing.acknowledge(interaction, private)
    front.numbers.acknowledged(time.monotonic() - began)


def count(front: Front, person: int, server: int | None, cost: int = 1) -> None:
    """Count a question. Raises CoolingDown."""
    try:
        front.cooldowns.ask(person, server, cost)
    except CoolingDown as exc:
        front.numbers.cooled_down(exc.who)
        raise


@dataclass(frozen=True, slots=True)
class Told:
    """The message that says what was decided."""

    message: Outgoing
    decision: Answer | Abstention | None = None  # None: it is no answer, but help or an error


async def look_up(front: Front, asked: Asked) -> Told:
    """Look a question up that was counted, and word what was found.

    Raises QuestionRefused, ArticleNotFound, and what is below Broken.
    """
    began = time.monotonic()
    try:
        decision = await front.call(decide, front, asked)
    except Exception as exc:
        outcome = Outcome.REFUSED if isinstance(exc, WrongUse) else Outcome.FAILED
        front.numbers.asked(outcome, time.monotonic() - began)
        raise
    log_decision(front, asked, decision, time.monotonic() - began)
    words, today = asked.place.words_in(decision.question.language), datetime.now(UTC).date()
    if isinstance(decision, Answer):
        return Told(answer_message(words, decision, today, asked.person, asked.place.settings.style), decision)
    return Told(abstention_message(words, decision, asked.article), decision)


def decide(front: Front, asked: Asked) -> Answer | Abstention:
    """Ask the desk. A follow-up is asked of the article in view first; where that isn't sure, of all, which may be."""
    view, thresholds = asked.place.view, front.thresholds(asked.place.settings)
    if asked.article is not None:
        return front.desk.ask(asked.text, asked.article.shelf, asked.article.id, thresholds=thresholds)
    keys = [each.key for each in asked.in_view]
    within = [
        front.desk.ask(asked.text, view, article.about.id, thresholds=thresholds)
        for article in (front.desk.library.recall(view, keys).values() if keys else ())
    ]
    answers = [each for each in within if isinstance(each, Answer)]
    if answers and not answers[0].tentative:
        return answers[0]
    of_all = front.desk.ask(asked.text, view, thresholds=thresholds)
    return answers[0] if answers and (isinstance(of_all, Abstention) or of_all.tentative) else of_all


def log_decision(front: Front, asked: Asked, decision: Answer | Abstention, seconds: float) -> None:
    """Count it, and log a line for it; what was asked only where the settings say so, and never who asked it."""
    front.numbers.asked(Outcome.ANSWERED if isinstance(decision, Answer) else Outcome.ABSTAINED, seconds)
    text = {"question": asked.text} if front.settings.log_questions else {}
    log.info(
        "asked",
        decision="answer" if isinstance(decision, Answer) else decision.silence.value,
        confidence=round(decision.confidence, 3),
        milliseconds=round(1000 * seconds, 1),
        server=asked.place.server,
        **text,
    )


async def note(
    front: Front,
    place: Place,
    told: Told,
    sent: discord.Message | discord.PartialMessage,
    text: str,
    question: int | None,
) -> None:
    """Note which message says what: so that it follows its question, and learns when its article changes.

    `text` is what was asked, `question` the message that asked it. What goes wrong is logged only: the answer is there.
    """
    posted = Posted(
        server=place.server,
        channel=sent.channel.id,
        message=sent.id,
        question_message=question,
        article_key=told.decision.quote.about.key if isinstance(told.decision, Answer) else "",
        posted=datetime.now(UTC),
        question=text if text and place.settings.keep_gaps else None,
    )
    try:
        await front.call(front.servers.remember, posted)
        if posted.question and isinstance(told.decision, Abstention):
            await front.call(record_unanswered, front, posted, told.decision)
    except Broken as exc:
        faults.log_failure(exc)


def record_unanswered(front: Front, posted: Posted, silent: Abstention) -> None:
    """Count a question that found no answer, by its terms, without who asked it."""
    question = silent.question
    if question.terms and posted.server is not None:
        front.servers.record_gap(posted.server, gap_key(question.terms), question.text, Kind.UNANSWERED)


def gap_key(terms: Sequence[str]) -> str:
    """What groups questions: the same words, in whatever order and form."""
    return " ".join(sorted(set(terms)))
