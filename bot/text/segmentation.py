"""Passages and sentences, as spans of the text: nothing is stripped, joined or changed.

A passage is a paragraph, very short ones joined and very long ones cut between sentences. The passages cover
the text without a gap, so that a text is the concatenation of its passages. Sentences are looked for in each line
by itself, or in all the lines over which a paragraph is wrapped. Page furniture is none of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.text.furniture import MAX_ADDRESS, is_furniture
from bot.text.lengths import LONG_SENTENCE, shorten
from bot.text.lines import units
from bot.text.sentences import Span, split

# Calibrated on 1,200 questions over 16 long articles: anything from 1 to 400, and from 600 to 2,500, changes less
# than 0.5 % of the first answers.
MIN_PASSAGE = 200
"""Code points below which a paragraph is joined with the next."""
MAX_PASSAGE = 1_200
"""Code points above which a passage is cut between two sentences."""

BREAK = r"(?>\r\n|[\n\r\x85\u2028])"
# Two breaks with nothing between them; that it begins with a set of characters makes it six times as fast.
BLOCK_BREAK = re.compile(
    rf"[\n\r\x85\u2028\f\u2029](?:(?<=[\f\u2029])|(?<=[\n\r\x85\u2028])(?:(?<=\r)\n)?+[^\S\n\r]*{BREAK})"
)
BULLET = re.compile(r"[-–—*•‣▪◦·>]\s+")


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage and its sentences; all offsets count from the start of the text."""

    start: int
    end: int
    sentences: tuple[Span, ...]


def segment(text: str, language: str) -> tuple[PassageSpan, ...]:
    """Cut `text` into passages that cover it from 0 to its length. No passage where there is no sentence.

    Where there is nothing but page furniture its lines are the sentences: no text goes without passages.
    """
    groups = list(group_sentences(sentences_by_paragraph(text, language, article_sentences)))
    groups = groups or list(group_sentences(sentences_by_paragraph(text, language, sentences)))
    if not groups:
        return ()
    starts = [0, *(group[0][0] for group in groups[1:])]
    ends = [*starts[1:], len(text)]
    return tuple(PassageSpan(a, b, tuple(group)) for a, b, group in zip(starts, ends, groups, strict=True))


def group_sentences(paragraphs: Iterable[list[Span]]) -> Iterator[list[Span]]:
    """Join short paragraphs and cut long ones, to passages of some MIN_PASSAGE to MAX_PASSAGE code points."""
    group: list[Span] = []
    for paragraph in paragraphs:
        if group and group[-1][1] - group[0][0] >= MIN_PASSAGE:
            yield group
            group = []
        for sentence in paragraph:
            if group and sentence[1] - group[0][0] > MAX_PASSAGE:
                yield group
                group = []
            group.append(sentence)
    if group:
        yield group


def sentences_by_paragraph(
    text: str, language: str, find: Callable[[str, int, int, str], list[Span]]
) -> Iterator[list[Span]]:
    """The sentences of each paragraph in which `find` finds any."""
    for start, end in paragraphs(text):
        spans = [span for unit in units(text, start, end) for span in find(text, *unit, language)]
        if spans:
            yield spans


def paragraphs(text: str) -> Iterator[Span]:
    """What stands between blank lines."""
    position = 0
    for gap in BLOCK_BREAK.finditer(text):
        if gap.start() > position:
            yield position, gap.start()
        position = gap.end()
    if position < len(text):
        yield position, len(text)


def article_sentences(text: str, start: int, end: int, language: str) -> list[Span]:
    """The sentences of text[start:end] that are no page furniture."""
    found = sentences(text, start, end, language)
    kept = [(a, b) for a, b in found if not is_furniture(text[a:b])]
    whole = len(kept) > 1 and end - start <= MAX_ADDRESS and is_furniture(text[start:end].strip())
    return [] if whole else kept


def sentences(text: str, start: int, end: int, language: str) -> list[Span]:
    """The sentences of text[start:end], without the white space and the bullet around them."""
    line = text[start:end]
    unit = line.lstrip()
    bullet = BULLET.match(unit)
    if bullet:
        unit = unit[bullet.end() :]
    start = end - len(unit)
    found: list[Span] = []
    for a, b in split(unit, language):
        spans = [(a, b)] if b - a <= LONG_SENTENCE else shorten(unit, a, b, language)
        found += [(start + a, start + b) for a, b in spans]
    return found
