"""The buttons below an answer: what stands around it, what else was found, and that it did not help."""

import asyncio
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import discord

from bot import reply
from bot.chat import outgoing
from bot.chat.asking import gap_key
from bot.chat.excerpts import AROUND, paragraph
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CONTENT, fits
from bot.chat.markup import bold, plain
from bot.chat.messages import fitting, listed, source_line
from bot.chat.modals import modal, text_field
from bot.chat.outgoing import Attachment, Outgoing
from bot.chat.references import Reference, unpack, unpack_for, unreadable
from bot.chat.routes import Handler, fields
from bot.errors import Gone, NotAllowed
from bot.model import Article
from bot.reply import Words
from bot.servers import Kind

MAX_REASON = 300
WHY = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})", re.ASCII)
"""The payload of the form: who asked, and the message that answers."""
MARK_SECONDS = 1.0
"""How long a press waits for its mark before a form is opened, of Discord's 3 seconds."""


async def show_context(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """The paragraph around the quote, for who pressed."""
    await outgoing.acknowledge(interaction, private=True)
    [wanted] = unpack(payload)[:1]
    article = (await found(front, place, [wanted]))[wanted]
    await outgoing.answer(interaction, context_message(place.words, article, wanted))


def context_message(words: Words, article: Article, wanted: Reference) -> Outgoing:
    """The paragraph with the sentence in bold, as much of it as a message holds; a file for an endless sentence."""
    sentence = wanted.text(article)
    source = source_line(words, article.about, datetime.now(UTC).date(), sentence, article.page_of(wanted.start))
    for around in (AROUND, AROUND // 3, 0):
        shown, at = excerpt(article.text, wanted, around)
        content = "\n".join([*quoted_lines(shown, at, at + len(sentence)), source])
        if fits(content, MAX_CONTENT):
            return Outgoing(content)
    whole, _ = excerpt(article.text, wanted, AROUND)
    return Outgoing(source, attachments=(Attachment("context.txt", whole.encode("utf-8", "replace")),))


def excerpt(text: str, wanted: Reference, around: int) -> tuple[str, int]:
    """The sentence within its paragraph, with an ellipsis where that goes on; and where it begins in that."""
    found = paragraph(text, wanted.start, wanted.end, around)
    before = ("…" if found.cut_before else "") + found.before
    return before + found.sentence + found.after + ("…" if found.cut_after else ""), len(before)


def quoted_lines(text: str, start: int, end: int) -> list[str]:
    """The lines of the text as one block quote, what is between `start` and `end` in bold."""
    lines, at = [], 0
    for line in text.split("\n"):
        inside = (max(start - at, 0), min(end - at, len(line)))
        lines.append("> " + (bold(line, [inside]) if inside[0] < inside[1] else plain(line)))
        at += len(line) + 1
    return lines


async def show_others(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """What other articles say, with their dates, for who pressed."""
    await show_quotes(front, place, interaction, payload, reply.discord.others_heading(place.words))


async def show_elsewhere(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Where else the words of a quote stand, for who pressed."""
    await show_quotes(front, place, interaction, payload, reply.discord.elsewhere_heading(place.words))


async def show_related(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """What is near a question that no article answers, for who pressed."""
    await show_quotes(front, place, interaction, payload, reply.discord.related_heading(place.words))


async def show_quotes(front: Front, place: Place, interaction: discord.Interaction, payload: str, heading: str) -> None:
    """The quotes that still stand. Raises Gone where none does."""
    await outgoing.acknowledge(interaction, private=True)
    today, quotes = datetime.now(UTC).date(), []
    for each, article in (await found(front, place, unpack(payload))).items():
        with contextlib.suppress(Gone):  # it has changed since; the others may stand
            page = article.page_of(each.start)
            quotes.append(listed(place.words, each.text(article), article.about, today, page))
    if not quotes:
        raise Gone("These articles have changed or been removed since. Ask again to see what there is now.")
    await outgoing.answer(interaction, Outgoing(fitting([plain(heading)], quotes)))


async def found(front: Front, place: Place, wanted: Sequence[Reference]) -> Mapping[Reference, Article]:
    """The articles that are still seen from here. Raises Gone where none is."""
    keys = list(dict.fromkeys(each.key for each in wanted))
    articles = await front.call(front.desk.library.recall, place.view, keys)
    here = {each: articles[each.key] for each in wanted if each.key in articles}
    if not here:
        raise Gone("That article has been removed since. Ask again to see what there is now.")
    return here


async def not_helpful(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Count it, once a person; who asked may say why."""
    asker, _ = unpack_for(payload)
    message = interaction.message
    if message is None:
        raise Gone("That answer is no longer there.")
    if interaction.user.id != asker:
        await outgoing.acknowledge(interaction, private=True)
        first = await front.call(mark, front, place, message.id, interaction.user.id)
        await outgoing.answer(interaction, Outgoing(reply.discord.counted(place.words, first)))
    elif await marked_in_time(front, place, message.id, asker):
        await interaction.response.send_modal(why_modal(place.words, asker, message.id))
    else:
        await outgoing.tell(interaction, Outgoing(reply.discord.counted(place.words, first=False)))


def mark(front: Front, place: Place, message: int, person: int) -> bool:
    """Mark the answer; whether this person had not done so before. Raises Gone where it isn't known any more."""
    if not front.servers.answer(place.server, message):
        raise Gone("That answer is too old to be counted.")
    first = front.servers.mark(place.server, message, person)
    if first:
        front.numbers.marked_not_helpful()
    if first:
        record_unhelpful(front, place, message)
    return first


async def marked_in_time(front: Front, place: Place, message: int, person: int) -> bool:
    """As `mark`, before a form is opened, which can't be put off: in doubt it is the first time."""
    marking = asyncio.ensure_future(front.look(mark, front, place, message, person))
    done, _ = await asyncio.wait([marking], timeout=MARK_SECONDS)
    return marking.result() if done else True


def why_modal(words: Words, asker: int, message: int) -> discord.ui.Modal:
    why = text_field("why", reply.discord.why_field(words), long=True, most=MAX_REASON)
    return modal(reply.discord.not_helpful(words), f"why:{asker}.{message}", [why])


async def take_reason(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """What the asker, who has marked the answer, says did not help."""
    await outgoing.acknowledge(interaction, private=True)
    asker, message = read_why(payload)
    if interaction.user.id != asker:
        raise NotAllowed("Only who asked can say what was wrong with the answer.")
    reason = fields(interaction).get("why", "").strip()[:MAX_REASON]
    await front.call(record_reason, front, place, message, asker, reason)
    await outgoing.answer(interaction, Outgoing(reply.discord.counted(place.words, first=True)))


def read_why(payload: str) -> tuple[int, int]:
    """Who asked, and the message that answers. Raises Gone."""
    match = WHY.fullmatch(payload)
    if match is None:
        raise unreadable()
    return int(match[1]), int(match[2])


def record_unhelpful(front: Front, place: Place, message: int) -> None:
    """Keep the question among the server's gaps, where the server keeps them."""
    for server, subject, question in kept_question(front, place, message):
        front.servers.record_gap(server, subject, question, Kind.NOT_HELPFUL)


def record_reason(front: Front, place: Place, message: int, asker: int, reason: str) -> None:
    """Add what the asker says to the gap that his pressing the button has made. Raises Gone where he hasn't."""
    if not front.servers.has_marked(place.server, message, asker):
        raise Gone("You have not marked that answer. Press the button below it first.")
    if not reason:
        return
    for server, subject, _ in kept_question(front, place, message):
        front.servers.explain_gap(server, subject, reason)


def kept_question(front: Front, place: Place, message: int) -> Iterator[tuple[int, str, str]]:
    """Server, subject and text of the question that this message answers, where the server keeps questions."""
    for posted in front.servers.answer(place.server, message):
        if posted.question and place.server is not None:
            terms = front.desk.question(posted.question, place.view).terms
            if terms:
                yield place.server, gap_key(terms), posted.question


ROUTES: Mapping[str, Handler] = {
    "context": show_context,
    "others": show_others,
    "elsewhere": show_elsewhere,
    "related": show_related,
    "unhelpful": not_helpful,
    "why": take_reason,
}
