"""How what was handed in is shown: what was understood, what was set aside, and the buttons below."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import discord

from bot import reply
from bot.chat.limits import MAX_CONTENT, button_label, clip, fits
from bot.chat.markup import QUOTE, bold, plain, subtext
from bot.chat.messages import fitting
from bot.chat.outgoing import Item, Outgoing
from bot.chat.previews import Form
from bot.gathering import Gathered
from bot.model import Preview
from bot.reply import Words

MAX_TITLE = 400
"""UTF-16 units of the first fact, escapes included: a title of 300 characters that needs none fits whole."""
MAX_FACT = 250
MAX_WARNING = 250
SHOWN_LINES = 5
"""Of what was set aside above an article, and as many below."""
MAX_LINE = 80


def preview_message(words: Words, preview: Preview, found: Gathered, today: date, items: Sequence[Item]) -> Outgoing:
    """What was understood, fact by fact; what to know before it is kept; what was set aside."""
    facts = reply.draft_facts(words, preview.draft, preview.sentences, preview.first, today, found.dated)
    limits = (MAX_TITLE, *(MAX_FACT for _ in facts))
    lines = [
        plain(reply.discord.understood(words)),
        *(labelled(label, fact, most) for (label, fact), most in zip(facts.items(), limits, strict=False)),
    ]
    warned = fitting(lines, [clip(subtext(said), MAX_WARNING) for said in reply.curation.warnings(words, preview)])
    return Outgoing(with_aside(words, warned, found), tuple(items))


def labelled(label: str, fact: str, most: int) -> str:
    return f"{bold(label, [(0, len(label))])} {clip(plain(fact), most)}"


def with_aside(words: Words, content: str, found: Gathered) -> str:
    """The content and below it as many lines of what was set aside as there is room for."""
    for shown in range(SHOWN_LINES, -1, -1):
        whole = "\n".join([content, *aside_lines(words, found, shown)])
        if fits(whole, MAX_CONTENT):
            return whole
    return content


def aside_lines(words: Words, found: Gathered, shown: int) -> Iterator[str]:
    """Of the lines above and below the article, the first so many each, and how many more there are."""
    above = reply.curation.aside_above if found.tail else reply.curation.aside
    for heading, lines in ((above, found.head), (reply.curation.aside_below, found.tail)):
        if lines:
            yield subtext(heading(words))
            yield from quoted(lines[:shown])
            if (left := len(lines) - shown) > 0:
                yield from quoted([reply.curation.more_lines(words, left)])


def quoted(lines: Iterable[str]) -> Iterator[str]:
    """Small print in a block quote."""
    return (QUOTE + small for line in lines if (small := clip(subtext(line), MAX_LINE)))


def one_items(words: Words, token: str, found: Gathered, form: Form) -> tuple[Item, ...]:
    """Below an article: *Keep*, *Discard*, *Edit*, and *Keep all text* where lines of a text were set aside."""
    whole = (pressed(reply.curation.keep_whole(words), f"whole:{token}"),)
    can_be_whole = form.document is not None and (found.head or found.tail)
    return (
        *preview_items(words, token, reply.discord.keep(words)),
        *edit_item(words, token),
        *(whole if can_be_whole else ()),
    )


def preview_items(words: Words, token: str, keep: str) -> tuple[Item, ...]:
    """*Keep* and *Discard*."""
    return (
        pressed(keep, f"keep:{token}", discord.ButtonStyle.success),
        pressed(reply.discord.discard(words), f"discard:{token}"),
    )


def edit_item(words: Words, token: str) -> tuple[Item, ...]:
    """*Edit*, which opens the form again."""
    return (pressed(reply.curation.edit(words), f"retype:{token}"),)


def pressed(label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Item:
    return discord.ui.Button(label=button_label(label), custom_id=custom_id, style=style)
