"""What stands in a quote of the kind that is asked for: each whole, as it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from bot.answering.agreement.claims import DASH, Claim, claim
from bot.answering.agreement.comparison import fineness
from bot.answering.agreement.sameness import Reading
from bot.answering.highlights.asking import DATES, Asking, Matter, Sought, asking
from bot.answering.language.kinds import Span
from bot.answering.language.moments import Moment, moments
from bot.answering.language.quantities import Quantity, Unit, quantities
from bot.answering.language.wording import lowered
from bot.answering.timeliness import agree

BACK = 40
"""How far back what belongs to an expression is looked for; code points."""
LONGEST_LINK = 12
"""Code points between two numbers within which they may be one range."""
YEARS = {Sought.DECADE: 10, Sought.CENTURY: 100}


@dataclass(frozen=True, slots=True)
class Expression:
    """What may answer, at `start` to `end` of the text; with what belongs to it, `begin` to `stop`."""

    start: int
    end: int
    begin: int  # where "about", or "in" before a date, begins
    stop: int  # where the noun ends that is counted
    claim: Claim | None = None  # of an amount

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Found:
    """What may answer, and all that competes with it, itself included."""

    fitting: Sequence[Expression]
    rivals: Sequence[Span]


def expressions(matter: Matter, reading: Reading) -> Found:
    """What is asked for, as often as it stands there; what the question names itself is left out."""
    how = asking(reading.language)
    if how is None:
        return Found((), ())
    return dates(matter, reading, how) if matter.sought in DATES else Amounts(matter, reading, how).found()


def dates(matter: Matter, reading: Reading, how: Asking) -> Found:
    """The dates that stand behind "in" or the like: in "the 2003 invasion" none is told."""
    named = moments(matter.question.text, matter.question.language)
    fresh = [
        moment
        for moment in reading.moments
        if not any(agree(moment, each) and fineness(moment) <= fineness(each) for each in named)
    ]
    low = lowered(reading.quote.text, reading.language)
    fitting = [moment for moment in fresh if is_of(moment, matter.sought)]
    placed = (dated(moment, low, how) for moment in fitting)
    return Found([each for each in placed if each], [(moment.start, moment.end) for moment in fresh])


def is_of(moment: Moment, sought: Sought) -> bool:
    """Whether the moment is as fine as what is asked for."""
    match sought:
        case Sought.YEAR:
            return moment.year is not None and moment.last_year is None
        case Sought.MONTH:
            return moment.month is not None
        case Sought.DAY:
            return moment.day is not None
        case Sought.DECADE | Sought.CENTURY:
            return len(moment.years) == YEARS[sought]
        case _:
            return moment.year is not None or moment.day is not None


def dated(moment: Moment, low: str, how: Asking) -> Expression | None:
    """The date with what stands before it; with "early" in "in early 2014", and with its weekday."""
    before = how.at if moment.last_year is None else how.within
    if lead := before.search(low, max(0, moment.start - BACK), moment.start):
        return Expression(lead.start("part"), moment.end, lead.start(), moment.end)
    if how.bare and moment.year is not None and moment.month is None:
        return Expression(moment.start, moment.end, moment.start, moment.end)
    return None


class Amounts:
    """The amounts of a quote that may be what is asked for."""

    def __init__(self, matter: Matter, reading: Reading, how: Asking) -> None:
        named = {each.value for each in quantities(matter.question.text, matter.question.language)}
        self._matter = matter
        self._reading = reading
        self._how = how
        self._low = lowered(reading.quote.text, reading.language)
        self._fresh = [q for q in reading.quantities if q.unit is not Unit.ORDINAL and q.value not in named]

    def found(self) -> Found:
        """Those of the unit that is asked for; where none is, the numbers that count the noun."""
        wanted = frozenset(each for each in self._fresh if self._is_wanted(each))
        linked = [pair for pair in pairwise(self._reading.quantities) if self._are_linked(*pair)]
        ends = frozenset(chain.from_iterable(linked))
        ranges = (self._range(*pair) for pair in linked if pair[1] in wanted)
        alone = (self._one(each) for each in self._fresh if each in wanted and each not in ends)
        rivals = {*self._matter.units, Unit.ROUGH} if Unit.COUNT in self._matter.units else self._matter.units
        return Found(
            [each for each in chain(ranges, alone) if each and self._counts(each)],
            [(each.start, each.end) for each in self._fresh if each.unit in rivals],
        )

    def _is_wanted(self, quantity: Quantity) -> bool:
        return quantity.unit in self._matter.units and self._matter.unit in ("", quantity.of)

    def _are_linked(self, first: Quantity, last: Quantity) -> bool:
        """Whether neither is the answer alone: "2,000 to 3,000", "two or three"."""
        near = last.start - first.end <= LONGEST_LINK
        return near and self._how.linked.fullmatch(self._low, first.end, last.start) is not None

    def _one(self, quantity: Quantity) -> Expression | None:
        """The amount; None for a limit ("up to 500"), or a part of what is counted."""
        made = claim(self._matter.question, self._reading, self._low, quantity)
        if made is None or made.bound < 0:
            return None
        stop = made.end if quantity.unit is Unit.COUNT else quantity.end
        return Expression(quantity.start, quantity.end, made.start, stop, made)

    def _range(self, first: Quantity, last: Quantity) -> Expression | None:
        """Both ends, with "between"; None for "from 2,500 to 900", which is a change."""
        lead, whole = claim(self._matter.question, self._reading, self._low, first), self._one(last)
        is_of_one_unit = first.unit in (last.unit, Unit.COUNT)
        if lead is None or lead.bound or whole is None or not is_of_one_unit or first.value >= last.value:
            return None
        back, gap = max(0, first.start - BACK), (self._low, first.end, last.start)
        if opening := self._how.between.search(self._low, back, first.start):
            start, begin, fits = opening.start(), opening.start(), bool(self._how.conjoined.fullmatch(*gap))
        else:
            changes = self._how.start.search(self._low, back, first.start)
            start, begin = first.start, lead.start
            fits = bool(DASH.fullmatch(*gap)) or bool(self._how.to.fullmatch(*gap) and not changes)
        return Expression(start, last.end, begin, whole.stop, whole.claim) if fits else None

    def _counts(self, told: Expression) -> bool:
        """Whether it counts the noun of the question, where there is one, and all of that: not "3 wounded troops"."""
        if not self._matter.counts:
            return True
        made = told.claim
        if made is None or made.noun is None or not made.modifiers <= self._matter.known:
            return False
        nouns = (token for token in self._reading.behind(told.end) if token.start < told.stop)
        return any(not self._matter.head.isdisjoint(token.terms) for token in nouns)
