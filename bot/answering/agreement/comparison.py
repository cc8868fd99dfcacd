"""Whether other reports give the same number or date for a question, or another one.

Nothing is said wherever it isn't plain that two quotes speak of one thing: a wrong "other reports differ" is worse
than none. In scripts without spaces nothing is compared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.answering.agreement.claims import Claim, claims, same_number
from bot.answering.agreement.plainness import goes_on_at_all, goes_on_before_asked, is_plain, strange
from bot.answering.agreement.reports import Report, Span
from bot.answering.agreement.sameness import Reading, same_story
from bot.answering.language.kinds import Kind
from bot.answering.language.moments import Moment
from bot.answering.language.phrases import expression, holds, plain
from bot.answering.language.quantities import UNSPACED
from bot.answering.timeliness import agree, is_of, time_asked
from bot.model import Question, Quote, Word, utc_day
from bot.text import Analyzer

CONSIDERED = 12
"""How many of the other quotes are compared, the best first."""
MOST_DATES = 6
"""A sentence with more is a list, and gives no date for anything."""
LEAST_EVIDENCE = 0.7
"""The share of the first quote's evidence that another one must have to be compared."""

QUESTION_MARKS = "?\u061f"
"""The Latin one and the Arabic one."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What other sources say, each once; none of them is the source of the first quote."""

    agreeing: tuple[Quote, ...] = ()
    differing: tuple[Quote, ...] = ()


def compare(question: Question, kind: Kind, first: Quote, others: Sequence[Quote], analyzer: Analyzer) -> Agreement:
    """Which of the other quotes, best first, agree with the first one, and which differ from it."""
    if kind not in VERDICTS or any(word.text >= UNSPACED for word in question.words):
        return Agreement()
    comparison = Comparison(question, kind, Reading(first, analyzer))
    told, verdicts = [comparison.first], list[tuple[bool, Quote]]()
    elsewhere = (quote for quote in others if quote.about != first.about)
    likely = [quote for quote in elsewhere if quote.evidence >= LEAST_EVIDENCE * first.evidence]
    for other in (Reading(quote, analyzer) for quote in likely[:CONSIDERED]):
        verdict = comparison.verdict(other)
        if verdict is not None and not any(same_story(other, each) for each in told):
            told.append(other)
            verdicts.append((verdict, other.quote))
    return Agreement(*(tuple(quote for same, quote in verdicts if same is wanted) for wanted in (True, False)))


class Comparison:
    """A question and its first quote, against which others are held."""

    def __init__(self, question: Question, kind: Kind, first: Reading) -> None:
        self._question = question
        self._judge = VERDICTS[kind]
        self.first = first
        self._words = words_that_matter(question, kind)
        self._names = names(question, self._words)
        self._times = time_asked(question)
        self._claim = only(claims(question, first))
        self._denies = denies(first)
        self._terms = frozenset(question.terms)
        self._known = self._terms | first.text_terms
        self._unnamed = [word for word in self._names if not first.names(word)]
        self._stands_in = frozenset(
            term for token in strange(first, self._terms) if token.capitalised for term in token.terms
        )

    def verdict(self, other: Reading) -> bool | None:
        """Whether the other quote agrees; None where that can't be said."""
        if not self._is_comparable or other.language != self.first.language or not self._is_of_the_matter(other):
            return None
        if asks(other) or denies(other) != self._denies or (self._times and not is_of(other.quote, self._times)):
            return None
        same = self._judge(self, other)
        return None if self._unnamed and not same else same

    @property
    def _is_comparable(self) -> bool:
        """Whether the first quote holds a name of the question, and other names in place of those that it doesn't.

        Where it speaks of American troops for US troops, one that speaks of American troops too can agree.
        """
        if not self._unnamed:
            return True
        capitalised = all(word.text[:1].isupper() for word in self._names)
        return capitalised and bool(self._stands_in) and len(self._unnamed) < len(self._names)

    def _is_of_the_matter(self, other: Reading) -> bool:
        """Whether it holds the question's names, as the first quote does, and what the first holds of the question."""
        if not all(self.first.names(word) == other.names(word) for word in self._names):
            return False
        if self._unnamed and not self._stands_in <= other.text_terms:
            return False
        said = [word for word in self._words if word not in self._names and self.first.names(word)]
        return all(other.says(word) if self.first.says(word) else other.names(word) for word in said)

    def numbers(self, other: Reading) -> bool | None:
        """Whether both give one number of one thing."""
        mine, theirs = self._claim, only(claims(self._question, other))
        if mine is None or theirs is None or mine.subject != theirs.subject:
            return None
        if (not mine.noun and not self._hold_all(other)) or not self._of_one_time(mine.span, other, theirs.span):
            return None
        same = same_number(mine, theirs)
        strange = theirs.modifiers - self._known or mine.modifiers - other.text_terms - self._terms
        known = self._known | other.source_terms
        goes_on = goes_on_at_all if theirs.leads and not theirs.held else goes_on_before_asked
        alone = (theirs.held or theirs.leads) and not goes_on(other, self._terms, known, theirs.span)
        if same is False and (strange or not alone or not is_plain(other, self._terms, known, theirs.span)):
            return None
        return same

    def times(self, other: Reading) -> bool | None:
        """Whether both give one date."""
        mine, theirs = self._dates(self.first), self._dates(other)
        if len(mine) != 1 or not theirs or not self._hold_all(other):
            return None
        reports = Report(self.first, span(mine[0])), Report(other, span(theirs[0]))
        if reports[0].is_elsewhen(self._terms) != reports[1].is_elsewhen(self._terms):
            return None
        verdicts = {same_time(mine[0], each) for each in theirs}
        if verdicts == {True}:
            return True
        if verdicts != {False} or len(theirs) > 1:
            return None
        known = self._known | other.source_terms
        return False if is_plain(other, self._terms, known, span(theirs[0])) else None

    def _of_one_time(self, mine: Span, other: Reading, theirs: Span) -> bool:
        """Whether neither number is of what may be or was once, and neither of a year that isn't the other's."""
        reports = Report(self.first, mine), Report(other, theirs)
        if reports[0].is_elsewhen(self._terms) != reports[1].is_elsewhen(self._terms):
            return False
        named = years(self.first, reports[0]), years(other, reports[1])
        if self._times or not any(named):
            return True
        meant = [each or published(reading) for each, reading in zip(named, (self.first, other), strict=True)]
        return not all(meant) or not meant[0].isdisjoint(meant[1])

    def _dates(self, reading: Reading) -> list[Moment]:
        """The moments of a quote that the question doesn't name; of two that agree, the finer one. None of too many."""
        if len(reading.moments) > MOST_DATES:
            return []
        found: list[Moment] = []
        for moment in sorted(reading.moments, key=fineness, reverse=True):
            if not any(agree(moment, each) for each in (*self._times, *found)):
                found.append(moment)
        return found

    def _hold_all(self, other: Reading) -> bool:
        """Whether both quotes say all that matters of the question; names may stand in the title."""
        words = [word for word in self._words if word not in self._names]
        return all(self.first.says(word) and other.says(word) for word in words)


def years(reading: Reading, report: Report) -> frozenset[int]:
    """The years that the report names; not those of asides."""
    told = (moment for moment in reading.moments if not report.is_outside(moment.start))
    return frozenset(chain.from_iterable(moment.years for moment in told))


def published(reading: Reading) -> frozenset[int]:
    """The year of its article; empty where that is unknown."""
    day = utc_day(reading.quote.about.published)
    return frozenset({day.year} if day else ())


def span(moment: Moment) -> Span:
    return moment.start, moment.end


def asks(reading: Reading) -> bool:
    """Whether the quote is itself a question."""
    return any(mark in reading.quote.text for mark in QUESTION_MARKS)


def denies(reading: Reading) -> bool:
    """Whether the quote says that something is not so."""
    return holds(reading.quote.text, reading.language, "shows", "negation")


def words_that_matter(question: Question, kind: Kind) -> tuple[Word, ...]:
    """The question's words but for those that only ask, such as "percentage"."""
    match = expression(question.language, "asks", kind).search(plain(question.text, question.language))
    asking = plain(match.group(), question.language).split() if match else ()
    return tuple(word for word in dict.fromkeys(question.words) if plain(word.text, question.language) not in asking)


def names(question: Question, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with a capital, but for the question's first; all of them in a question without capitals.

    In German these are all nouns.
    """
    first = question.text.lstrip(" ¿¡\"“„«'‘(")
    capitalised = tuple(w for w in words if w.text[:1].isupper() and not first.startswith(w.text))
    return capitalised or tuple(words)


def only(found: Sequence[Claim]) -> Claim | None:
    """The claim that a quote makes, where it makes one only."""
    return found[0] if len({(each.subject, each.quantity.value) for each in found}) == 1 else None


def same_time(one: Moment, other: Moment) -> bool | None:
    """Whether two dates can be one, the finer not against the coarser; None where they have nothing in common.

    A year within a span of years is not the same: of a war from 1754 to 1763 much is told that was in 1757.
    """
    if agree(one, other):
        return True if one.last_year == other.last_year else None
    pairs = ((one.years, other.years), (one.month, other.month), (one.day, other.day))
    return False if any(mine and theirs for mine, theirs in pairs) else None


def fineness(moment: Moment) -> int:
    """How much of a date it names."""
    parts = (moment.year, moment.month, moment.day)
    return sum(part is not None for part in parts) - (moment.last_year is not None)


VERDICTS: Mapping[Kind, Callable[[Comparison, Reading], bool | None]] = {
    Kind.NUMBER: Comparison.numbers,
    Kind.DURATION: Comparison.numbers,
    Kind.TIME: Comparison.times,
}
