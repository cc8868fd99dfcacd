"""`/verify`: whether a pasted quote stands in an article, word for word, or what the nearest true sentence is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.asking import begin
from bot.chat.faults import guarded
from bot.chat.front import Front
from bot.chat.limits import MAX_CONTENT, clip, fits, units
from bot.chat.markup import Span, block_quote, plain, subtext
from bot.chat.messages import MAX_QUOTE, button, fitting, quiet, source_line
from bot.chat.outgoing import Item, Outgoing
from bot.chat.references import Reference, checksum, pack
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.desk import MAX_PASTED
from bot.model import Altered, Change, Excerpt, Source, Unfound, Verbatim, Verdict
from bot.reply import Words
from bot.reply.discord import COMMANDS

ROUTES: Mapping[str, Handler] = {}
MAX_TITLE, MAX_SOURCE = 120, 80
"""UTF-16 units below a quote, so that the longest link leaves room for the quote and what differs."""
COST = 3
"""What a quote counts for, in questions: it reads whole articles."""
MAX_WORDS = 100
"""UTF-16 units of the words of either side of a difference."""
MAX_NEAREST = 1_000
"""UTF-16 units of the nearest sentence: below it stands what differs. *Context* has all of it."""


def commands(front: Front) -> Iterator[AnyCommand]:
    @app_commands.command(name="verify", description=COMMANDS["verify"])
    @app_commands.describe(text=COMMANDS["verify text"], private=COMMANDS["verify private"])
    async def verify(
        interaction: discord.Interaction, text: app_commands.Range[str, 1, MAX_PASTED], private: bool = False
    ) -> None:
        async with guarded(front, interaction):
            await begin(front, interaction, private, COST)
            place = await front.place_of(interaction)
            verdict = await front.call(front.desk.verify, text, place.view)
            await outgoing.answer(interaction, verdict_message(place.words, verdict, datetime.now(UTC).date()))

    yield verify


def verdict_message(words: Words, verdict: Verdict, today: date) -> Outgoing:
    """The verdict first, which is what a phone's notification shows; then what an article says."""
    match verdict:
        case Verbatim():
            return verbatim_message(words, verdict, today)
        case Altered():
            return altered_message(words, verdict, today)
        case Unfound():
            return unfound_message(words, verdict)


def verbatim_message(words: Words, verdict: Verbatim, today: date) -> Outgoing:
    """The whole sentences, what was pasted in bold where it is only a part of them."""
    spans = standing(verdict) if verdict.partial or verdict.omitted else []
    lines = quoted(words, verdict, spans, today, MAX_QUOTE)
    more = [subtext(clip(said, MAX_WORDS)) for said in reply.omissions(words, verdict)]
    more += quiet(reply.elsewhere(words, verdict))
    others = f"elsewhere:{pack(list(map(reference, verdict.others)))}"
    items = [context_button(words, verdict.sentences)]
    items += [button(reply.discord.other_sources(words), others)] if verdict.others else []
    return Outgoing(fitting(lines, more), tuple(items))


def altered_message(words: Words, verdict: Altered, today: date) -> Outgoing:
    """The nearest sentence, in bold where the pasted text has other words or none; and each difference.

    A single one is told first, where a phone's notification shows it.
    """
    begin = verdict.sentences.start
    spans = [(change.start - begin, change.end - begin) for change in verdict.changes if change.article]
    items = (context_button(words, verdict.sentences),)
    if len(verdict.changes) == 1:
        above = reply.single_difference(words, briefly(verdict.changes[0]))
        return Outgoing("\n".join(quoted(words, verdict, spans, today, MAX_NEAREST, above)), items)
    lines = quoted(words, verdict, spans, today, MAX_NEAREST)
    content = "\n".join([*lines, *fitting_differences(words, verdict, MAX_CONTENT - units("\n".join(lines)) - 1)])
    return Outgoing(content, items)


def unfound_message(words: Words, verdict: Unfound) -> Outgoing:
    """That no article says it, with what is near on a button, and how to list what there is."""
    lines = [plain(reply.discord.unfound(words, verdict)), subtext(reply.discord.how_to_list(words))]
    items: tuple[Item, ...] = ()
    if verdict.related:
        payload = pack(list(map(reference, verdict.related)))
        items = (button(reply.discord.related(words), f"related:{payload}"),)
    return Outgoing("\n".join(lines), items)


def quoted(
    words: Words, verdict: Verbatim | Altered, spans: Sequence[Span], today: date, most: int, said: str = ""
) -> list[str]:
    """The verdict, in the words that are `said`, the sentences with these spans in bold, and where they stand."""
    above = plain(said or reply.verdict(words, verdict))
    below = source_line(words, briefly_named(verdict.sentences.about), today, verdict.sentences.text)
    room = MAX_CONTENT - units(above) - units(below) - 2
    return [above, block_quote(verdict.sentences.text, spans, min(most, room)), below]


def briefly_named(about: Source) -> Source:
    return replace(about, title=clip(about.title, MAX_TITLE), source=clip(about.source or "", MAX_SOURCE))


def standing(verdict: Verbatim) -> list[Span]:
    """Where the pasted words stand in the sentences: between what an ellipsis leaves out."""
    begin, at, spans = verdict.sentences.start, verdict.excerpt.start, []
    for gap in verdict.omitted:
        spans.append((at, gap.start))
        at = gap.end
    trimmed = (trim(verdict, span) for span in (*spans, (at, verdict.excerpt.end)))
    return [(start - begin, end - begin) for start, end in trimmed if start < end]


def trim(verdict: Verbatim, span: Span) -> Span:
    """The span without white space around it: none could be bold."""
    start, end = span
    text = verdict.sentences.text[start - verdict.sentences.start : end - verdict.sentences.start]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def fitting_differences(words: Words, verdict: Altered, room: int) -> list[str]:
    """As many of the differences as there is room for, each on a line, and how many more there are."""
    brief = replace(verdict, changes=tuple(map(briefly, verdict.changes)))
    every = [plain(f"• {said}") for said in reply.differences(words, brief)]
    for shown in range(len(every), -1, -1):
        rest = len(every) - shown
        lines = [*every[:shown], *quiet(reply.discord.more_differences(words, rest) if rest else "")]
        if fits("\n".join(lines), room):
            return lines
    return []


def briefly(change: Change) -> Change:
    return replace(change, pasted=clip(change.pasted, MAX_WORDS), article=clip(change.article, MAX_WORDS))


def context_button(words: Words, excerpt: Excerpt) -> Item:
    return button(reply.discord.context(words), f"context:{pack([reference(excerpt)])}")


def reference(excerpt: Excerpt) -> Reference:
    return Reference(excerpt.about.key, excerpt.start, excerpt.end, checksum(excerpt.text))
