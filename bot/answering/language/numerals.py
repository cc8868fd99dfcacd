"""Numbers as a language writes them, in figures and in words: where they stand, and what they are worth."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from bot.answering.language.wording import wording

SPACES = "\u00a0\u2009\u202f"
"""What stands between groups of three figures, in any language."""
SEPARATORS = f" -{SPACES}"
GAP = f"[{re.escape(SEPARATORS)}]"
MAX_FIGURES = 40
NEVER = r"(?!)"
VULGAR = "½⅓⅔¼¾⅛⅜⅝⅞"
THREES = re.compile(rf"\d{{1,3}}([.,٬'’ {SPACES}])\d{{3}}(?:\1\d{{3}})*(?!\d)")


class Part(Enum):
    """What a piece of a number does."""

    FIGURES = "figures"
    WORD = "word"
    SCALE = "scale"  # multiplies: "thousand"
    FRACTION = "fraction"  # "a third"
    PARTS = "parts"  # divides: "thirds"
    ADDED = "added"  # "and a half"


BEHIND = frozenset({Part.PARTS, Part.ADDED})
"""What no number begins with."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or figures of a number; `linked` to the one before by more than a space: "two hundred *and* six"."""

    start: int
    end: int
    part: Part
    value: float
    linked: bool


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, at `start` to `end` of the text."""

    start: int
    end: int
    value: float
    parts: tuple[Part, ...]
    lone: bool  # nothing but a word such as "one", which is an article or a pronoun too

    @property
    def share(self) -> bool:
        """Whether it is nothing but a fraction of a whole: "a third", "two thirds"."""
        return self.parts == (Part.FRACTION,) or self.parts[-1] is Part.PARTS


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one language writes numbers."""

    run: re.Pattern[str]  # pieces side by side
    piece: re.Pattern[str]
    values: dict[str, tuple[Part, float]]  # word -> what it is
    ones: frozenset[str]
    decimal: str
    group: float  # scales below it multiply within a group, the others close one
    units_first: bool  # "five and twenty"

    def find(self, text: str) -> Iterator[Numeral]:
        """The numbers of `text`, in its order; it is in lower case."""
        for run in self.run.finditer(text):
            pieces = self.pieces(text, run.start(), run.end())
            if len(pieces) > 1:
                yield from self.read(text, pieces)
            elif math.isfinite(pieces[0].value) and pieces[0].part not in BEHIND:
                yield self.one(text, pieces[0])

    def one(self, text: str, piece: Piece) -> Numeral:
        """A number of one piece."""
        lone = text[piece.start : piece.end] in self.ones
        return Numeral(piece.start, piece.end, piece.value, (piece.part,), lone)

    def pieces(self, text: str, start: int, end: int) -> list[Piece]:
        """The pieces of a run; figures that are no number are left out, and part it."""
        found: list[Piece] = []
        for match in self.piece.finditer(text, start, end):
            raw = match.group()
            if raw in self.values:
                part, value = self.values[raw]
            else:
                part, value = Part.FIGURES, figures_value(raw, self.decimal)
            between = text[found[-1].end : match.start()] if found else ""
            found.append(Piece(match.start(), match.end(), part, value, between.strip(SEPARATORS) != ""))
        return found

    def read(self, text: str, pieces: list[Piece]) -> Iterator[Numeral]:
        """The numbers that the pieces make: "between five and six" makes two."""
        sum_ = Sum(self.group, self.units_first)
        for position, piece in enumerate(pieces):
            following = pieces[position + 1] if position + 1 < len(pieces) else None
            if not sum_.fits(piece, following):
                yield from self.finished(text, sum_)
                sum_ = Sum(self.group, self.units_first)
            sum_.add(piece)
        yield from self.finished(text, sum_)

    def finished(self, text: str, sum_: "Sum") -> Iterator[Numeral]:
        """The number that has come together, if it is one."""
        if sum_.pieces and sum_.pieces[0].part not in BEHIND and math.isfinite(sum_.value):
            if len(sum_.pieces) == 1:
                yield self.one(text, sum_.pieces[0])
            else:
                parts = tuple(piece.part for piece in sum_.pieces)
                yield Numeral(sum_.pieces[0].start, sum_.pieces[-1].end, sum_.value, parts, lone=False)


@dataclass(slots=True)
class Sum:
    """A number while its pieces come in: `closed` groups, the `group` at hand, and the `last` value in it.

    2,345,678 in words: the group 2 is closed by a million, the group 345 by a thousand, 678 stays at hand.
    """

    base: float
    units_first: bool
    closed: float = 0.0
    closed_by: float = math.inf
    group: float = 0.0
    scaled_by: float = math.inf
    last: float | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def value(self) -> float:
        return self.closed + self.group + (self.last or 0.0)

    def fits(self, piece: Piece, following: Piece | None) -> bool:
        """Whether the piece goes on with this number. `following` is the piece behind it."""
        if not self.pieces:
            return True
        match piece.part:
            case Part.FIGURES:
                return (
                    not piece.linked
                    and self.last is None
                    and not self.group
                    and piece.value < self.closed_by < math.inf
                )
            case Part.WORD:
                return self.fits_word(piece.value, following)
            case Part.SCALE if piece.value < self.base:
                return piece.value < self.scaled_by and (self.last is not None or not self.group)
            case Part.SCALE:
                return piece.value != self.closed_by
            case Part.FRACTION:
                return False
            case Part.PARTS:
                return self.last is not None and not self.closed and not self.group
            case Part.ADDED:
                return self.last is not None or self.closed > 0

    def fits_word(self, value: float, following: Piece | None) -> bool:
        if following and following.part is Part.SCALE and following.value >= self.scale_at_hand(following.value):
            return False  # "one hundred and two hundred" are two numbers
        if self.last is None:
            return self.pieces[-1].part is Part.SCALE
        if self.units_first and 0 < self.last % 100 < 10 <= value < 100:
            return value % 10 == 0
        return self.last >= 20 and value > 0 and self.last % 10 ** len(str(int(value))) == 0

    def scale_at_hand(self, next_scale: float) -> float:
        return self.scaled_by if next_scale < self.base else self.closed_by

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        match piece.part:
            case Part.FIGURES | Part.WORD | Part.FRACTION:
                self.last = (self.last or 0.0) + piece.value
            case Part.SCALE if piece.value < self.base:
                self.group += (1.0 if self.last is None else self.last) * piece.value
                self.last, self.scaled_by = None, piece.value
            case Part.SCALE:
                self.close(piece.value)
            case Part.ADDED:
                whole = self.closed_by if self.last is None else 1.0  # "a million and a half"
                self.last = (self.last or 0.0) + piece.value * whole
            case Part.PARTS:
                self.last = (self.last or 1.0) / piece.value

    def close(self, scale: float) -> None:
        at_hand = self.group + (self.last or 0.0)
        if self.last is None and not self.group:
            at_hand = 0.0 if self.closed else 1.0
        if scale > self.closed_by:  # "two thousand million"
            self.closed = (self.closed + at_hand) * scale
        else:
            self.closed += at_hand * scale
        self.closed_by, self.group, self.scaled_by, self.last = scale, 0.0, math.inf, None


def figures_value(raw: str, decimal: str) -> float:
    """The value of `2,500`, `2 500,5` or `2½`; not a number where the signs make none: 1.2.3, 3,4,5.

    `decimal` are the language's signs before a fraction. Where it is empty, a single sign before three figures is taken
    for that of thousands.
    """
    fraction = unicodedata.numeric(raw[-1]) if raw[-1] in VULGAR else 0.0
    raw = raw.rstrip(VULGAR) or "0"
    if len(raw) > MAX_FIGURES:
        return math.nan
    if raw.isdecimal():
        return int(raw) + fraction
    decimals = f"{decimal}٫" if decimal else ".,٫"
    grouped = THREES.match(raw)
    if grouped and (grouped[1] not in decimals or raw.count(grouped[1]) > 1 or not decimal):
        whole, rest = grouped.group().replace(grouped[1], ""), raw[grouped.end() :]
    else:
        whole = raw[: next(i for i, character in enumerate(raw) if not character.isdecimal())]
        rest = raw[len(whole) :]
    if not rest:
        return int(whole) + fraction
    return float(f"{whole}.{rest[1:]}") + fraction if rest[0] in decimals and rest[1:].isdecimal() else math.nan


@lru_cache(maxsize=64)
def numerals(language: str) -> Numerals:
    """How this language writes numbers."""
    data = wording(language)["numbers"]
    values = dict(word_values(data))
    spaces = data.get("spaces", True)
    words = some(values) + ("++" if data.get("glued") else "")
    end, begin = (r"(?!\w)", r"(?<!\w)") if spaces else ("", "")
    linked = rf"(?:{some(data.get('links', ()))}{GAP}++)?+"
    figures = figures_pattern(data.get("spaces_group", False))
    return Numerals(
        run=re.compile(rf"(?:{figures}|{begin}{words}{end})(?>{GAP}{{0,2}}{linked}(?:{figures}|{words}{end}))*+"),
        piece=re.compile(rf"{figures}|{some(values)}"),
        values=values,
        ones=frozenset(data.get("one", ())),
        decimal=data["decimal"],
        group=float(data.get("group", 1000)),
        units_first=data.get("units_first", False),
    )


def figures_pattern(space_groups: bool) -> str:
    """A regular expression for figures, with fractions; `space_groups`: a plain space may stand between groups."""
    before = r"(?<![.,:/'’#\d])(?<![^\W\d_]-)(?:(?<!\w)|(?<=[\u0e00-\uffff]))"  # a letter only without spaces
    grouped = r"\d{1,3}(?: \d{3}(?!\d))++(?:[.,]\d++)?+|" if space_groups else ""
    plain = rf"\d++(?:[.,٫٬'’{SPACES}]\d++)*+"
    return rf"(?:(?=[\d{VULGAR}]){before}(?:(?:{grouped}{plain})[{VULGAR}]?+|[{VULGAR}])(?![/:]\d|[²³]|['’]\d))"


def word_values(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Part, float]]]:
    """What each word of a language's numbers is."""
    words, prefix = dict(data["words"]), data.get("prefix", "")
    for link in data.get("compound", ()):  # "fünfundzwanzig"
        units = {word: value for word, value in data["words"].items() if 0 < value < 10}
        tens = {word: value for word, value in data["words"].items() if value in range(20, 100, 10)}
        words |= {unit + link + ten: units[unit] + tens[ten] for unit in units for ten in tens}
    tables = {
        Part.WORD: words,
        Part.SCALE: data["scales"],
        Part.FRACTION: {word: 1 / parts for word, parts in data.get("fractions", {}).items()},
        Part.PARTS: data.get("parts", {}),
        Part.ADDED: data.get("added", {}),
    }
    for part, table in tables.items():
        for word, value in table.items():
            yield word, (part, float(value))
            if prefix:
                yield prefix + word, (part, float(value))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def some(words: Iterable[str]) -> str:
    """A group that matches any of the words, and nothing where there are none."""
    return f"(?:{alternatives(words) or NEVER})"
