"""An answer or an abstention as a message: first the quote, which is what a phone's notification shows."""

import re
from collections.abc import Sequence
from datetime import date

import discord

from bot import reply
from bot.chat.limits import MAX_CONTENT, MAX_CUSTOM_ID, button_label, clip, fits, units
from bot.chat.markup import SMALL, block_quote, bold, masked, plain, subtext
from bot.chat.outgoing import Item, Outgoing
from bot.chat.references import MAX_REFERENCES, pack, pack_for, reference
from bot.links import at_quote
from bot.model import Abstention, Answer, Quote, Silence, Source
from bot.reply import Words, printable
from bot.servers import Style

DIFFERING = 3
"""How many reports that differ are shown below an answer."""
MAX_QUOTE = 1_500
"""UTF-16 units of a quote in an answer, escapes included; *Context* has the rest."""
MAX_LISTED = 400
"""As well of a quote that stands beside others."""
MAX_BEFORE = 300
"""UTF-16 units of the sentence before a quote: it must not push that out of a phone's notification."""
MAX_READINGS = 300
MAX_TITLE, MAX_SOURCE, MAX_PAGE = 160, 80, 60
"""UTF-16 units, so that the longest link leaves room for the quote."""
MAX_SILENCE = 500
"""As well of why there is no answer; it names words of the question, which may be of any length."""


ASK_ALL = "ask-all"
"""The route of the button that asks all articles; its payload is the question."""
UNLISTED = (Silence.NOTHING_TO_LOOK_UP, Silence.LIBRARY_EMPTY)
"""Where a list of the articles would not help."""
DOTS = re.compile(r" [·•∙⋅‧・] ")
UNKNOWN = "und"
"""The language of what nobody could tell: ISO 639."""


def answer_message(words: Words, answer: Answer, today: date, asker: int, style: Style) -> Outgoing:
    """The answer to a question that `asker` asked."""
    quote = answer.quote
    caution = [plain(reply.tentative(words, answer))] if answer.tentative else []
    source = source_line(words, quote.about, today, quote.text, quote.page, answer.question.language)
    room = MAX_CONTENT - units("\n".join([*caution, "", source]))
    lines = [*caution, block_quote(quote.text, answer.highlights, min(room, MAX_QUOTE)), source]
    before = quiet(clip(reply.context(words, quote), MAX_BEFORE))
    if fits("\n".join([*before, *lines]), MAX_CONTENT):
        lines[len(caution) : len(caution)] = before
    more = agreement_lines(words, answer, today) if style is Style.FULL else []
    readings = quiet(clip(reply.readings(words, answer), MAX_READINGS))
    return Outgoing(fitting(lines, [*readings, *more]), answer_items(words, answer, asker))


def abstention_message(words: Words, silent: Abstention, article: Source | None = None) -> Outgoing:
    """That no article answers, or not the one that was asked, with what is near on a button, and how to go on."""
    items: list[Item] = []
    if silent.related:
        payload = pack([reference(quote) for quote in silent.related])
        items.append(button(reply.discord.related(words), f"related:{payload}"))
    if silent.silence in UNLISTED:
        return Outgoing(plain(clip(reply.discord.abstention(words, silent), MAX_SILENCE)), tuple(items))
    if article is None:
        why, how = reply.discord.abstention(words, silent), reply.discord.how_to_list(words)
        return Outgoing("\n".join([plain(clip(why, MAX_SILENCE)), subtext(how)]), tuple(items))
    why, everywhere = reply.discord.not_in_article(words, article.title), f"{ASK_ALL}:{silent.question.text}"
    if fits(everywhere, MAX_CUSTOM_ID):
        return Outgoing(plain(why), (button(reply.discord.ask_all(words), everywhere), *items))
    return Outgoing("\n".join([plain(why), subtext(reply.discord.how_to_ask_all(words))]), tuple(items))


def answer_items(words: Words, answer: Answer, asker: int) -> tuple[Item, ...]:
    """*Context*, *Other sources* where there are any, *Not helpful*."""
    here = reference(answer.quote)
    others = other_quotes(answer)
    items = [button(reply.discord.context(words), f"context:{pack([here])}")]
    if others:
        items.append(button(reply.discord.other_sources(words), f"others:{pack(list(map(reference, others)))}"))
    items.append(button(reply.discord.not_helpful(words), f"unhelpful:{pack_for(asker, here)}"))
    return tuple(items)


def other_quotes(answer: Answer) -> Sequence[Quote]:
    """Each once: reports that differ first, then the runners-up, then those that say the same."""
    every = (*answer.differing, *answer.runners_up, *answer.agreeing)
    return list({(quote.about, quote.start): quote for quote in every}.values())[:MAX_REFERENCES]


def agreement_lines(words: Words, answer: Answer, today: date) -> list[str]:
    """How many articles say the same; the reports that differ, each with its date. What belongs together is one."""
    lines = quiet(reply.agreement(words, answer.agreeing))
    heading = quiet(reply.differing(words))
    for quote in answer.differing[:DIFFERING]:
        lines.append("\n".join([*heading, listed(words, quote.text, quote.about, today, quote.page)]))
        heading = []
    return lines


def listed(words: Words, sentence: str, about: Source, today: date, page: str = "") -> str:
    """A quote beside others, and where it is from."""
    return "\n".join([block_quote(sentence, most=MAX_LISTED), source_line(words, about, today, sentence, page)])


def source_line(words: Words, about: Source, today: date, quoted: str = "", page: str = "", language: str = "") -> str:
    """As of when it is, which a phone shows best, then title, page, source, and the language if it isn't `language`.

    The title opens the page, at the sentence that is quoted. `page` is the label of the page of a document on which
    that stands, or the title of its chapter.
    """
    url = at_quote(about.url, quoted) if about.url else ""
    name = clip(one_fact(about.title), MAX_TITLE)
    facts = [
        plain(reply.dated(words, about, today)),
        plain(reply.updated(words, about)),
        masked(name, url) if url else plain(name),
        plain(reply.place(words, clip(one_fact(page), MAX_PAGE))),
        plain(clip(one_fact(about.source or ""), MAX_SOURCE)),
        plain(reply.in_language(words, about.language)) if is_other(about.language, language) else "",
    ]
    return SMALL + " · ".join(fact for fact in facts if fact)


def is_other(language: str, asked: str) -> bool:
    """Whether a quote is known to be in another language than what was asked."""
    return bool(asked) and language != asked and UNKNOWN not in (language, asked)


def one_fact(text: str) -> str:
    """A title or a name on one line, without what would make it look like several facts."""
    return DOTS.sub(" – ", printable(text))


def labelled(label: str, fact: str, most: int) -> str:
    """A fact, at most so many units long, behind what it is: `**Source:** Harbour`."""
    name = f"{label}:"
    return f"{bold(name, [(0, len(name))])} {clip(plain(fact), most)}"


def quiet(line: str) -> list[str]:
    """A line of small print, where there is something to say."""
    return [subtext(line)] if line else []


def button(label: str, custom_id: str) -> Item:
    return discord.ui.Button(label=button_label(label), custom_id=custom_id, style=discord.ButtonStyle.secondary)


def fitting(lines: Sequence[str], more: Sequence[str]) -> str:
    """The lines, and of the others as many as a message holds."""
    said = list(lines)
    for line in more:
        if not fits("\n".join([*said, line]), MAX_CONTENT):
            break
        said.append(line)
    return "\n".join(said)
