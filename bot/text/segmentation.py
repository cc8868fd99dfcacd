"""Passages and sentences, as spans of the text: nothing is stripped, joined or changed.

A passage is a paragraph, very short ones joined and very long ones cut between sentences. The passages cover
the text without a gap, so that a text is the concatenation of its passages. Sentences are found by sentencex
in each line or paragraph by itself; what it cuts too much is mended here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sentencex

Span = tuple[int, int]
"""Half-open, in code points."""

# Calibrated on 1,200 questions over 16 long articles: anything from 1 to 400, and from 600 to 2,500, changes less
# than 0.5 % of the first answers.
MIN_PASSAGE = 200
"""Code points below which a paragraph is joined with the next."""
MAX_PASSAGE = 1_200
"""Code points above which a passage is cut between two sentences."""
MAX_UNIT = 5_000
"""Code points of a line or paragraph that are looked at together; longer ones are looked at in parts."""
CUT_BY_WINDOW = 3
"""How many sentences at the end of such a part are looked at again: a quotation of a few sentences is one."""
MAX_SENTENCE = 1_000
"""Code points above which a sentence without an end is cut, at the last semicolon, comma or space that fits."""

LINE_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
LINE = re.compile(f"[^{LINE_BREAKS}]+")
BREAK = r"(?>\r\n|[\n\r\x85\u2028])"
BLOCK_BREAK = re.compile(rf"{BREAK}[^\S\n\r]*{BREAK}|[\f\u2029]")
BULLET = re.compile(r"[-–—*•‣▪◦·>]\s+")
LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[A-Za-z])[.)]\s*")
# After these a sentence goes on when what follows is a day, a month, a zone or a small letter.
CLOCK = re.compile(r"\b[ap]\.\s?m\.\s*$", re.IGNORECASE)
AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:[ECMP][SD]?T|GMT|UTC|BST|CEST)\b|[a-z(]"
)
TITLE_BEFORE_NAME = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|St|Hon|Pres|vs|No|Nos)\.\s*$"
)
MAX_MARKS = 16
"""How many accents on one letter a cut steps back over."""
TAIL = 12
"""Code points at the end of a piece that say whether it ends a sentence."""
CLOSING_MARKS = "”’»›\"')]"


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage and its sentences; all offsets count from the start of the text."""

    start: int
    end: int
    sentences: tuple[Span, ...]


def segment(text: str, language: str) -> tuple[PassageSpan, ...]:
    """Cut `text` into passages that cover it from 0 to its length. No passage where there is no sentence."""
    groups = list(group_sentences(sentences_by_paragraph(text, language)))
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


def sentences_by_paragraph(text: str, language: str) -> Iterator[list[Span]]:
    """The sentences of each paragraph that has any."""
    for start, end in paragraphs(text):
        spans = [span for unit in units(text, start, end) for span in sentences(text, *unit, language)]
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


def units(text: str, start: int, end: int) -> list[Span]:
    """What a sentence can't cross: each line of a paragraph, or all of it where its lines are only wrapped."""
    lines = [match.span() for match in LINE.finditer(text, start, end)]
    if not is_wrapped([text[a:b] for a, b in lines]):
        return lines
    return [(lines[0][0], lines[-1][1])]


def is_wrapped(lines: list[str]) -> bool:
    """Whether line breaks fall inside sentences: lines of like length, and one of them goes on in small letters."""
    if len(lines) < 2 or max(map(len, lines)) > 120 or min(map(len, lines[:-1])) < 40:
        return False
    return any(after.lstrip()[:1].islower() for after in lines[1:])


def sentences(text: str, start: int, end: int, language: str) -> list[Span]:
    """The sentences of text[start:end], without the white space and the bullet around them."""
    bullet = BULLET.match(text, start + leading_space(text, start, end), end)
    start = bullet.end() if bullet else start
    unit = text[start:end]
    whole = [piece for span in mend(unit, boundaries(unit, language)) for piece in cut_long(unit, *span)]
    trimmed = (trim(unit, *span) for span in whole)
    return [(start + a, start + b) for a, b in trimmed if a < b]


def boundaries(unit: str, language: str) -> Iterator[Span]:
    """The sentences that sentencex finds, a window at a time: it takes quadratic time over open quotation marks.

    The last ones of a window may have been cut by its end, so the next window begins with them.
    """
    start = 0
    while start < len(unit):
        found = sentencex.get_sentence_boundaries(language, unit[start : start + MAX_UNIT])
        spans = [(start + each["start_index"], start + each["end_index"]) for each in found]
        if start + MAX_UNIT < len(unit) and len(spans) > CUT_BY_WINDOW:
            del spans[-CUT_BY_WINDOW:]
        yield from spans
        start = spans[-1][1] if spans else start + MAX_UNIT


def leading_space(text: str, start: int, end: int) -> int:
    """How many characters of white space text[start:end] begins with."""
    return end - start - len(text[start:end].lstrip())


def mend(unit: str, spans: Iterable[Span]) -> list[Span]:
    """Put together again what was cut inside a sentence."""
    mended: list[Span] = []
    for start, end in spans:
        if mended and continues(ending(unit, *mended[-1]), unit[start:end]):
            mended[-1] = (mended[-1][0], end)
        else:
            mended.append((start, end))
    return mended


def ending(unit: str, start: int, end: int) -> str:
    """The last few characters of a piece, white space left out: they say whether it ends a sentence."""
    return unit[max(start, end - 5 * TAIL) : end].strip()[-TAIL:]


def continues(end: str, after: str) -> bool:
    """Whether `after` goes on with the sentence that ends, so far, in `end`."""
    rest = after.lstrip()
    if not rest or all(mark in CLOSING_MARKS for mark in rest.rstrip()):
        return True
    if CLOCK.search(end):
        return AFTER_CLOCK.match(rest) is not None
    return LIST_NUMBER.fullmatch(end) is not None or TITLE_BEFORE_NAME.search(end) is not None


def cut_long(unit: str, start: int, end: int) -> Iterator[Span]:
    """Cut what is longer than any sentence: a table, a list, text without a full stop."""
    while end - start > MAX_SENTENCE:
        cut = start + last_break(unit[start : start + MAX_SENTENCE])
        for back in range(MAX_MARKS):
            if not unicodedata.combining(unit[cut - back]):
                cut -= back
                break
        yield start, cut
        start = cut
    yield start, end


def last_break(window: str) -> int:
    """Where to cut: behind the last semicolon of the second half, else the last comma, else the last space."""
    for marks in (("; ", "；"), (", ", "、", "，"), (" ",)):
        at = max(window.rfind(mark) for mark in marks) + 1
        if at > len(window) // 2:
            return at
    return len(window)


def trim(unit: str, start: int, end: int) -> Span:
    """The span without white space at either end."""
    sentence = unit[start:end]
    start += len(sentence) - len(sentence.lstrip())
    return start, start + len(sentence.strip())
