"""What each line of a text may be that was pasted from a page: part of the page, a label, a headline, or prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bot.intake.datelines import is_dateline
from bot.text.furniture import BY, MAX_ADDRESS, WORDLESS, is_byline, is_furniture
from bot.text.lines import LINE
from bot.text.page_edges import is_page_part, labelled_author, labelled_publisher, tells_reading_time

MAX_HEADLINE = 150
"""Code points. A line that is longer is prose, though no mark ends it."""
MAX_LABEL, MAX_LABEL_WORDS = 40, 4
"""Code points and words of the name of a section, a person or a place."""
MAX_NAMES = 8
"""Words of a byline's names."""
MIN_WRAPPED = 40
"""Code points of a line that may go on in the next one."""
MAX_PARTS = 12
SURE, UNSURE = 2, 1
ENDED = re.compile(r"[.!?…:;,。！？،؛؟।۔｡：；，][\"'”’»›)\]」』]*+\Z")
ASKED = re.compile(r"[!?！？؟][\"'”’»›)\]」』]*+\Z")
BULLET = re.compile(r"(?:[-–—*•‣▪◦·>#]++|\d{1,3}[.)])\s++")
SEPARATOR = re.compile(r"\s?[|•·●∙»\t]\s?|\s[–—/-]\s")
ADDRESS = re.compile(r"(?:https?://|www\.|@)\S{1,200}|[^\s@]{1,64}@[^\s@]{1,100}|\+?\d[\d ()./-]{6,30}")
NAME_PARTICLES = frozenset(
    ("and", "und", "y", "et", "e", "en", "och", "и", "ve", "&", "de", "da", "do", "dos", "del", "di", "la", "van",
     "von", "der", "den", "ten", "af", "al", "el", "bin", "ibn")
)  # fmt: skip


class Kind(Enum):
    PAGE = auto()  # furniture, a byline, a date
    LABEL = auto()  # short, and no sentence
    HEADLINE = auto()  # longer, and no sentence
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line that holds something."""

    start: int  # in code points of the text, without white space around it
    end: int
    text: str  # without the bullet before it; of prose, it may be empty
    kind: Kind
    is_about: bool = False  # PAGE: says who wrote the article, when, or how long it takes to read
    weight: int = 0  # PAGE: UNSURE where an article may have it for a heading, SURE, or 0 for a rule


class PageLines:
    """The lines of a text that hold something; each is looked at when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = list(line_spans(text))
        self._known: dict[int, PageLine] = {}

    def __len__(self) -> int:
        return len(self._spans)

    def __getitem__(self, index: int) -> PageLine:
        if index not in self._known:
            self._known[index] = self._read(index)
        return self._known[index]

    def whole(self, index: int) -> str:
        """A line as it stands in the text, without white space around it."""
        start, end = self._spans[index]
        return self._text[start:end]

    def _read(self, index: int) -> PageLine:
        start, end = self._spans[index]
        if end - start > MAX_ADDRESS:
            return PageLine(start, end, "", Kind.PROSE)
        line = self.whole(index)
        read = read_line(start, end, without_bullet(line))
        if read.kind is Kind.PROSE and self._is_asked_above_page(index):
            return PageLine(start, end, read.text, Kind.HEADLINE)
        is_wrapped = read.kind is not Kind.PAGE and (self._goes_on(index) or self._goes_on(index - 1))
        return PageLine(start, end, read.text, Kind.PROSE) if is_wrapped else read

    def _is_asked_above_page(self, index: int) -> bool:
        """Whether it may be a headline that asks or calls, since the next line is one of the page."""
        if index + 1 == len(self) or len(self.whole(index)) > MAX_HEADLINE or not ASKED.search(self.whole(index)):
            return False
        after = self._spans[index + 1]
        return after[1] - after[0] <= MAX_ADDRESS and page_weight(without_bullet(self.whole(index + 1)))[0] is not None

    def _goes_on(self, index: int) -> bool:
        """Whether a sentence goes on in small letters in the next line."""
        if not 0 <= index < len(self._spans) - 1:
            return False
        (start, end), (after, _) = self._spans[index : index + 2]
        if end - start < MIN_WRAPPED or not self._text[after].islower():
            return False
        return len(self._text[end:after].splitlines()) <= 2 and not ENDED.search(self._text, max(start, end - 20), end)


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    for found in LINE.finditer(text):
        line = found[0]
        if not line.isspace():
            yield found.end() - len(line.lstrip()), found.start() + len(line.rstrip())


def without_bullet(line: str) -> str:
    bullet = BULLET.match(line)
    return line[bullet.end() :] if bullet and not is_dateline(line) else line


def read_line(start: int, end: int, text: str) -> PageLine:
    weight, is_about = page_weight(text)
    if weight is not None:
        return PageLine(start, end, text, Kind.PAGE, is_about, weight)
    if len(text) > MAX_HEADLINE or ENDED.search(text):
        return PageLine(start, end, text, Kind.PROSE)
    return PageLine(start, end, text, Kind.LABEL if is_label(text) else Kind.HEADLINE)


def is_label(text: str) -> bool:
    return len(text) <= MAX_LABEL and len(text.split()) <= MAX_LABEL_WORDS


def page_weight(text: str) -> tuple[int | None, bool]:
    """How sure it is that a line is part of a page, None where it is not, and whether it is about the article."""
    weight, is_about = part_weight(text)
    if weight is not None or is_button_row(text):
        return (SURE if weight is None else weight), is_about
    parts = parts_of(text)
    if len(parts) < 2:
        return None, False
    weights = [part_weight(part) for part in parts]
    known = [each for each, _ in weights if each is not None]
    others = [part for part, (each, _) in zip(parts, weights, strict=True) if each is None]
    if sum(known) < SURE or len(others) > len(known) or not all(map(is_label, others)):
        return None, False
    return SURE, any(about for _, about in weights)


def is_button_row(text: str) -> bool:
    """Whether it is furniture word by word: Share Tweet Print"""
    words = text.split() if len(text) <= MAX_HEADLINE else []
    return 1 < len(words) <= MAX_PARTS and all(map(is_furniture, words)) and any(word[0].isalpha() for word in words)


def parts_of(text: str) -> list[str]:
    """What stands between separators: By Jane Roe | 5 January 2024 | 3 min read. Or before and behind a comma."""
    if len(text) > MAX_HEADLINE:
        return []
    parts = [part for part in SEPARATOR.split(text) if part]
    if len(parts) > 1:
        return parts if len(parts) <= MAX_PARTS else []
    before, comma, after = text.partition(", ")
    return [before, after] if comma and named_author(before) and is_dateline(after) else []


def part_weight(text: str) -> tuple[int | None, bool]:
    """As `page_weight`, of a line or a part of one without separators."""
    if not text or WORDLESS.fullmatch(text):
        return 0, False
    if is_dateline(text) or tells_reading_time(text) or named_author(text) or named_publisher(text):
        return SURE, True
    if is_furniture(text):
        return (SURE if len(text.split()) > 1 else UNSURE), False
    if is_page_part(text):
        return (SURE if len(text.split()) > MAX_LABEL_WORDS else UNSURE), False
    return (UNSURE if ADDRESS.fullmatch(text) else None), False


def named_author(text: str) -> str | None:
    """The names in a byline, with or without a colon, or None."""
    if text.startswith(BY):
        name = text.partition(" ")[2]
        return name if is_name(name) and (" " in name or is_byline(text)) else None
    name = labelled_author(text) or ""
    return name if is_name(name) else None


def named_publisher(text: str) -> str | None:
    name = labelled_publisher(text) or ""
    return name if is_name(name) else None


def is_name(text: str) -> bool:
    """Whether each word begins with a capital, or is one that stands within names, and no figure is in it."""
    words = text.replace(",", " ").split()
    if not 0 < len(words) <= MAX_NAMES or any(map(str.isdigit, text)) or ENDED.search(text):
        return False
    return all(not word[0].islower() or word in NAME_PARTICLES for word in words)
