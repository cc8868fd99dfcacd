"""The quantities of a text: numbers with what they measure. What is part of a date is none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Protocol, TypeVar

from bot.answering.language.moments import moments
from bot.answering.language.numerals import Numeral, Part, alternatives, numerals, some
from bot.answering.language.wording import lowered, wording

LONGEST_BEFORE = 16
"""How far back a word is looked for that belongs to a number."""
UNSPACED = "\u0e00"
"""From here on scripts are written without spaces."""
SURE_PARTS = 3
"""So many Han numerals side by side are a number, whatever follows."""
BELOW_ZERO = re.compile(r"(?<![^\s(])[-−]$")


class Unit(Enum):
    """What a quantity measures."""

    COUNT = "count"  # of things, whichever
    PERCENT = "percent"  # a share, in hundredths: 25 for "25 %" and for "a quarter of"
    MONEY = "money"
    DURATION = "duration"
    MEASURE = "measure"  # a length, an area, a weight, a speed, …
    ORDINAL = "ordinal"  # a place in an order: "3rd"
    ROUGH = "rough"  # an order of magnitude: "hundreds"; its value is 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start` to `end` of the text, its unit included."""

    start: int
    end: int
    value: float  # in the unit as it is written
    unit: Unit
    of: str = ""  # which money, duration or measure, the same in every language: "USD", "month", "km"


class Placed(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Piece = TypeVar("Piece", bound=Placed)


@dataclass(frozen=True, slots=True)
class Units:
    """How one language writes units."""

    names: Mapping[str, tuple[Unit, str]]  # words -> what they mean
    behind: re.Pattern[str]
    before: re.Pattern[str]
    money_scales: Mapping[str, float]  # "m" is a million behind a sign of money only
    money_scale: re.Pattern[str]
    ordinal: re.Pattern[str]
    of: re.Pattern[str]  # what makes a lone fraction a share
    no_share: re.Pattern[str]  # "the second half"
    label: re.Pattern[str]  # "Article", and what opens the "(3)" of 501(c)(3)
    only: re.Pattern[str]  # what makes a lone "one" a number
    counter: re.Pattern[str] | None  # what must follow words for a number where there are no spaces
    rough: re.Pattern[str]


def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in its order. `language` is an ISO 639 code; in an unknown one figures alone count."""
    low = lowered(text, language)
    units, found = units_of(language), [*numerals(language).find(low)]
    spans = [(moment.start, moment.end) for moment in moments(text, language)] if found else []
    counted: list[Quantity] = []
    for number in outside(found, spans):
        each = quantity(low, number, units)
        if each and (not counted or each.start >= counted[-1].end):  # "cent" is a part of "25 pour cent"
            counted.append(each)
    rough = [Quantity(match.start(), match.end(), 0.0, Unit.ROUGH) for match in units.rough.finditer(low)]
    if not rough:
        return tuple(counted)
    rough = [*outside(rough, [(each.start, each.end) for each in counted])]
    return tuple(sorted([*counted, *rough], key=lambda each: each.start))


def outside(pieces: Iterable[Piece], spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces that no span overlaps; both are in the order of the text."""
    position = 0
    for piece in pieces:
        while position < len(spans) and spans[position][1] <= piece.start:
            position += 1
        if position == len(spans) or piece.end <= spans[position][0]:
            yield piece


def quantity(low: str, number: Numeral, units: Units) -> Quantity | None:
    """The number with its unit; None where it counts nothing."""
    start, end, value = number.start, number.end, number.value
    if before := units.before.search(low, max(0, start - LONGEST_BEFORE), start):
        return led(low, number, before, units)
    if behind := units.behind.match(low, end):
        unit, name = units.names[behind[1]]
        if unit is Unit.MEASURE and BELOW_ZERO.search(low, max(0, start - 2), start):
            start, value = start - 1, -value
        return Quantity(start, behind.end(), value, unit, name)
    if number.parts[-1] is Part.FIGURES:
        if ordinal := units.ordinal.match(low, end):
            return Quantity(start, ordinal.end(), value, Unit.ORDINAL)
        if low[end : end + 1].isalpha() and low[end] < UNSPACED:
            return None  # 747s, 3D
    if number.share:
        share = units.of.match(low, end) and not units.no_share.search(low, max(0, start - LONGEST_BEFORE), start)
        return Quantity(start, end, 100 * value, Unit.PERCENT, "%") if share else None
    return Quantity(start, end, value, Unit.COUNT) if counts(low, number, units) else None


def led(low: str, number: Numeral, before: re.Match[str], units: Units) -> Quantity:
    """A number behind a sign of money, or of a share."""
    unit, name = units.names[before[1]]
    scale = units.money_scale.match(low, number.end) if unit is Unit.MONEY else None
    if scale is None:
        return Quantity(before.start(), number.end, number.value, unit, name)
    return Quantity(before.start(), scale.end(), number.value * units.money_scales[scale[1]], unit, name)


def counts(low: str, number: Numeral, units: Units) -> bool:
    """Whether a number without a unit is one: "one" is not, nor is a syllable where there are no spaces."""
    if Part.FIGURES in number.parts[:1] and units.label.search(
        low, max(0, number.start - LONGEST_BEFORE), number.start
    ):
        return False
    if number.lone and not units.only.search(low, max(0, number.start - LONGEST_BEFORE), number.start):
        return False
    words_alone = Part.FIGURES not in number.parts and len(number.parts) < SURE_PARTS
    return not (units.counter and words_alone and not units.counter.match(low, number.end))


@lru_cache(maxsize=64)
def units_of(language: str) -> Units:
    """How this language writes units."""
    data = wording(language)
    numbers, kinds = data["numbers"], data["units"]
    ahead = [*numbers["money_ahead"], *numbers.get("percent_ahead", ())]
    names = {word: (Unit(kind), name) for kind in kinds for name, words in kinds[kind].items() for word in words}
    names |= dict.fromkeys(numbers.get("percent_ahead", ()), (Unit.PERCENT, "%"))
    end = r"(?![\w'’])" if numbers.get("spaces", True) else ""
    point = r"|\.(?= \w)" if numbers.get("ordinal_point") else ""
    return Units(
        names=names,
        behind=re.compile(rf"[ \-\u00a0\u2009\u202f]{{0,2}}({alternatives(names)}){end}"),
        before=re.compile(rf"(?<!\w)({alternatives(ahead)})[ \u00a0\u202f]?$"),
        money_scales=numbers.get("money_scales", {}),
        money_scale=re.compile(rf" ?({some(numbers.get('money_scales', ()))})(?!\w)"),
        ordinal=re.compile(rf"-?{some(numbers.get('ordinal', ()))}(?!\w){point}"),
        of=re.compile(rf"[ \-]{some(numbers.get('of', ()))}(?!\w)"),
        no_share=re.compile(rf"{some(numbers.get('no_share', ()))}[ \-]$"),
        label=re.compile(rf"(?:(?<!\w){some(numbers.get('labels', ()))} |[\w)]\()$"),
        only=re.compile(rf"(?<!\w){some(numbers.get('before_one', ()))} $"),
        counter=re.compile(some(numbers["counters"])) if "counters" in numbers else None,
        rough=re.compile(rf"(?<!\w){some(numbers.get('rough', ()))}(?!\w)"),
    )
