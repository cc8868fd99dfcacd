"""What number a quote gives of the thing that a question asks for."""

import math
import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from bot.answering.agreement.reports import words
from bot.answering.agreement.sameness import Reading, Token
from bot.answering.language.numerals import some
from bot.answering.language.quantities import Quantity, Unit, quantities
from bot.answering.language.wording import lowered, wording
from bot.model import Question

MODIFIERS = 2
"""How many words may stand between a number and what it counts: "2,500 American troops"."""
BACK = 30
"""How far back what belongs to a number is looked for; code points."""
ROUNDED = 0.05
"""The share by which a number and the one it is rounded to may differ."""
DASH = re.compile(r"\s?[-–—]\s?")
NOUNS_ARE_CAPITALISED = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a language puts around a number to say how it is meant."""

    rounding: re.Pattern[str]  # before it: "about"
    at_least: re.Pattern[str]
    at_most: re.Pattern[str]
    now: re.Pattern[str]
    holding: re.Pattern[str]  # before it: "has", "there are": nothing happens to what is counted
    that: re.Pattern[str]  # before it: "said", "said that"
    apart: re.Pattern[str]  # before it: "another"
    partitive: re.Pattern[str]  # behind it: "40 of the troops" are some of them
    percents: tuple[str, ...]  # what "percent" is called


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that a quote gives, and what it counts."""

    quantity: Quantity
    noun: str | None  # the question's term that it counts; None for an amount that is a thing by itself
    modifiers: Set[str]  # terms between the two
    start: int  # of the text: where "about" begins
    end: int  # … and where the noun ends
    rounded: bool
    bound: int  # 1: at least so many, -1: at most
    fraction: bool  # "a fifth", which may be 17 %
    held: bool  # it stands behind "has", "there are"
    leads: bool  # it stands behind "said that", or a word of the question, or at the start of a clause

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def subject(self) -> tuple[Unit, str, str | None]:
        """Claims of one subject can be compared."""
        return self.quantity.unit, self.quantity.of, self.noun


@lru_cache(maxsize=64)
def bounds(language: str) -> Bounds:
    """How this language says how a number is meant."""
    numbers = wording(language)["numbers"]
    before = {
        key: re.compile(rf"(?<!\w){some(numbers.get(key, ()))} ?$")
        for key in ("rounding", "at_least", "at_most", "holding")
    }
    percents = [*wording(language)["units"]["percent"]["%"], *numbers.get("percent_ahead", ())]
    now = wording(language).get("time", {}).get("now", ())
    return Bounds(
        now=re.compile(rf"(?<!\w){some(now)} $"),
        that=re.compile(rf"(?<!\w){some([*words(language, 'bare'), *words(language, 'that')])} $"),
        apart=re.compile(rf"(?<!\w){some(words(language, 'apart'))} $"),
        **before,
        partitive=re.compile(rf" {some(numbers.get('partitive', ()))}(?!\w)"),
        percents=tuple(percents),
    )


def claims(question: Question, reading: Reading) -> list[Claim]:
    """The numbers of a quote that count something of the question; else those that are an amount of something.

    Left out are those that the question itself names, ends of a range, and parts of what is counted.
    """
    asked = {each.value for each in quantities(question.text, question.language)}
    every = reading.quantities
    low = lowered(reading.quote.text, reading.language)
    ranges = ((one, other) for one, other in pairwise(every) if DASH.fullmatch(low, one.end, other.start))
    ends = frozenset(chain.from_iterable(ranges))
    made = [
        claim(question, reading, low, each)
        for each in every
        if each.unit not in (Unit.ORDINAL, Unit.ROUGH) and each.value not in asked and each not in ends
    ]
    sound = [each for each in made if each]
    return [each for each in sound if each.noun] or [each for each in sound if each.quantity.unit is not Unit.COUNT]


def claim(question: Question, reading: Reading, low: str, quantity: Quantity) -> Claim | None:
    """The number with what stands around it; None where it is of a part only, or of others."""
    limits, back = bounds(reading.language), max(0, quantity.start - BACK)
    if quantity.unit is Unit.COUNT and limits.partitive.match(low, quantity.end):
        return None
    rounded, least, most = (
        pattern.search(low, back, quantity.start) for pattern in (limits.rounding, limits.at_least, limits.at_most)
    )
    start = min(match.start() if match else quantity.start for match in (rounded, least, most))
    if now := limits.now.search(low, max(0, start - BACK), start):
        start = now.start()
    back = max(0, start - BACK)
    if limits.apart.search(low, back, start):
        return None
    noun, modifiers, end = counted(question, reading, quantity.end)
    return Claim(
        quantity=quantity,
        noun=noun,
        modifiers=modifiers,
        start=start,
        end=end,
        rounded=bool(rounded),
        bound=bool(least) - bool(most),
        fraction=quantity.unit is Unit.PERCENT
        and not any(word in low[quantity.start : quantity.end] for word in limits.percents),
        held=bool(limits.holding.search(low, back, start)),
        leads=bool(limits.that.search(low, back, start)) or opens(question, reading, start),
    )


def opens(question: Question, reading: Reading, start: int) -> bool:
    """Whether a clause begins at `start`, or a word of the question stands before it."""
    before = reading.before(start)
    return before is None or not set(question.terms).isdisjoint(before.terms)


def counted(question: Question, reading: Reading, offset: int) -> tuple[str | None, Set[str], int]:
    """(the question's term that the number before `offset` counts, the terms between the two, the end of both).

    The last of the question's words side by side is the noun: troops, in "2,500 US troops in Iraq".
    """
    terms, modifiers, noun, end = frozenset(question.terms), set[str](), None, offset
    for passed, token in enumerate(reading.behind(offset)):
        held = terms.intersection(token.terms)
        if not held and (noun or passed >= MODIFIERS):
            break
        if held and not is_name(token, reading):
            noun, end = min(held), token.end
        elif not held:
            modifiers.update(token.terms)
    return noun, modifiers if noun else frozenset(), end


def is_name(token: Token, reading: Reading) -> bool:
    """Whether the token is a name rather than a noun, by its capital."""
    return token.capitalised and reading.language not in NOUNS_ARE_CAPITALISED


def same_number(one: Claim, other: Claim) -> bool | None:
    """Whether two claims give the same number; None where neither speaks against the other: "over 2,000" and 2,500."""
    mine, theirs = one.quantity.value, other.quantity.value
    if math.isclose(mine, theirs):
        return True
    if one.fraction or other.fraction:
        return None
    if one.bound < 0 or other.bound < 0:  # a limit, not a count
        return None
    if (other.bound and mine > theirs) or (one.bound and theirs > mine):
        return None
    coarse, exact = (one, other) if step(mine) >= step(theirs) else (other, one)
    difference = abs(mine - theirs)
    if difference <= step(coarse.quantity.value) / 2 and difference <= ROUNDED * abs(exact.quantity.value):
        return True if coarse.rounded else None
    return False


def step(value: float) -> float:
    """What the last figure of a number counts that isn't zero: 100 for 2,500."""
    figures = f"{value:.6e}"
    digits, exponent = figures.split("e")
    decimals = len(digits.lstrip("-").replace(".", "").rstrip("0")) - 1
    return float(10.0 ** (int(exponent) - max(0, decimals)))
