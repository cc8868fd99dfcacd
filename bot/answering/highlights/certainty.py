"""Whether an expression is certainly what a question asks for: it stands beside the question's own words, alone."""

from collections.abc import Sequence
from itertools import takewhile

import regex

from bot.answering.agreement.claims import BACK, NOUNS_ARE_CAPITALISED, bounds
from bot.answering.agreement.plainness import strange
from bot.answering.agreement.reports import Report, clauses
from bot.answering.agreement.sameness import Reading, Token
from bot.answering.highlights.asking import Matter, asking
from bot.answering.highlights.expressions import Expression
from bot.answering.language.kinds import Span
from bot.answering.language.wording import lowered, wording

LEADING = regex.compile(r"[\w\p{M}\p{Sc}\p{Cf}#/+−]$|[\w][-–.,:]$")
TRAILING = regex.compile(r"[\w\p{M}\p{Sc}\p{Cf}/+°%‰]|[-–.,:'’]\w")
"""What goes on into an expression, and out of it."""


class Scene:
    """A quote, seen from the question: which of its words are asked for, and which are strange."""

    def __init__(self, matter: Matter, reading: Reading, rivals: Sequence[Span]) -> None:
        self._matter = matter
        self._reading = reading
        self._rivals = rivals
        self._low = lowered(reading.quote.text, reading.language)
        self._clauses = clauses(reading)
        self._odd = frozenset(token.start for token in strange(reading, matter.known))
        self._named = reading.written_out(matter.terms)

    def is_certain(self, told: Expression) -> bool:
        """Whether nothing speaks against it."""
        near = self._near(told)
        return (
            is_whole(self._reading.quote.text, told.span)
            and bool(near)
            and self._is_alone(told, near)
            and self._is_of_the_matter(told, near)
            and not self._names_others(told, near)
            and self._stands_beside(told, near)
            and not (self._matter.counts and self._goes_on(told))
            and not Report(self._reading, told.span).is_elsewhen(self._matter.terms)
        )

    def _near(self, told: Expression) -> list[Span]:
        """The clauses in which it is told: its own, and the first, or the next where it has none but itself."""
        at = [i for i, (start, end) in enumerate(self._clauses) if start < told.end and told.start < end]
        if not at:
            return []
        start, end = self._clauses[at[0]][0], self._clauses[at[-1]][1]
        if start >= told.begin and end <= told.stop:
            return [(start, end), *self._clauses[at[-1] + 1 : at[-1] + 2]]
        return [*self._clauses[: min(1, at[0])], (start, end)]

    def _is_alone(self, told: Expression, near: Sequence[Span]) -> bool:
        """Whether no other of its kind stands in the quote; of numbers that count something, none near it.

        There what counts something else, behind all that is asked, is no matter: "10,000 troops from 40 countries".
        """
        others = (each for each in self._rivals if not told.start <= each[0] < told.end)
        return all(
            self._matter.counts and (not within(each[0], near) or self._is_of_others(each, told, near))
            for each in others
        )

    def _is_of_others(self, rival: Span, told: Expression, near: Sequence[Span]) -> bool:
        """Whether the rival counts something strange, and nothing that is asked stands behind it."""
        noun = next(self._reading.behind(rival[1]), None)
        behind = (each for each in self._reading.tokens if each.start >= rival[0] and within(each.start, near))
        return (
            rival[0] > told.stop
            and noun is not None
            and noun.start in self._odd
            and not noun.capitalised
            and not any(map(self._is_asked, behind))
        )

    def _is_of_the_matter(self, told: Expression, near: Sequence[Span]) -> bool:
        """Whether all that the quote holds of the question stands near, or in the clause before."""
        at = sum(start <= told.start for start, _ in self._clauses) - 1
        near = [*near, *self._clauses[max(0, at - 1) : at]]
        held = {term for token in self._reading.tokens if within(token.start, near) for term in token.terms}
        for term in self._matter.terms - held:
            if any(within(start, near) for start in self._reading.written_out(frozenset([term]))):
                held.add(term)
        return all(each.stands(held) for each in self._matter.needed if each.stands(self._reading.text_terms))

    def _names_others(self, told: Expression, near: Sequence[Span]) -> bool:
        """Whether a strange name stands between what is told and the question's words.

        Anywhere near it, where a word of the question stands in the title only: then it may tell of something else.
        """
        inside = [token for token in self._reading.tokens if within(token.start, near)]
        if not all(each.stands(self._reading.text_terms) for each in self._matter.needed):
            opening = self._reading.tokens[0].start
            return any(each.capitalised and each.start in self._odd and each.start != opening for each in inside)
        if self._reading.language in NOUNS_ARE_CAPITALISED:
            return False
        asked = [token.start for token in inside if self._is_asked(token)]
        first, last = min([told.start, *asked]), max([told.end, *asked])
        return any(token.capitalised and first <= token.start < last for token in inside if token.start in self._odd)

    def _stands_beside(self, told: Expression, near: Sequence[Span]) -> bool:
        """Whether the word before it that tells something is one of the question's; else the one behind it.

        In "founded in 2014 and disbanded in 2020" it is what tells the dates apart. Of a number that counts something,
        the noun behind it is such a word already; in a language whose verbs stand last, either will do.
        """
        how = asking(self._reading.language)
        start = next((start for start, end in self._clauses if start <= told.start < end), told.start)
        telling = [each for each in self._reading.tokens if each.start in self._odd or self._is_asked(each)]
        before = [self._is_asked(each) for each in telling if start <= each.start < told.begin][-1:]
        behind = [self._is_asked(each) for each in telling if told.stop <= each.start and within(each.start, near)][:1]
        if told.claim and told.claim.held:
            before = [True]
        if self._matter.counts:
            return before != [False]
        if how is not None and how.bare:
            led = told.claim is not None or told.begin < told.start
            return [True] in (before, behind) if led else before == behind == [True]
        return before == [True] or (not before and behind == [True])

    def _goes_on(self, told: Expression) -> bool:
        """Whether something is told of the counted alone: "3 troops wounded", "900 troops in Iraq were wounded".

        The first strange word behind them does, where it comes before a word of the question, right behind one, behind
        "were", or, as a name, behind "and"; else it is no matter: "has 2,500 troops in Iraq to advise the army".
        """
        behind = self._report_behind(told)
        at = next((at for at, token in enumerate(behind) if token.start in self._odd), None)
        if at is None:
            return False
        asked = [place for place, token in enumerate(behind) if self._is_asked(token)]
        passed = [place + 1 for place in asked if place < at]
        between = {self._low[token.start : token.end] for token in behind[passed[-1] if passed else 0 : at]}
        is_early = not passed and (asked or not (told.claim and told.claim.held))
        start, language = behind[at].start, self._reading.language
        is_predicate = bounds(language).holding.search(self._low, max(0, start - BACK), start)
        joins = behind[at].capitalised and not between.isdisjoint(wording(language)["numbers"].get("links", ()))
        return bool(is_early or not between or is_predicate or joins)

    def _report_behind(self, told: Expression) -> list[Token]:
        """The words behind it, to the end of the clause or a date."""
        dates = {moment.start for moment in self._reading.moments}
        return [*takewhile(lambda token: token.start not in dates, self._reading.behind(told.stop))]

    def _is_asked(self, token: Token) -> bool:
        return token.start in self._named or not self._matter.terms.isdisjoint(token.terms)


def within(offset: int, spans: Sequence[Span]) -> bool:
    return any(start <= offset < end for start, end in spans)


def is_whole(text: str, span: Span) -> bool:
    """Whether no word, number or sign of money goes on beyond either end: not the "25" of "25-year-old"."""
    start, end = span
    if not text[start:end] or text[start:end].strip() != text[start:end]:
        return False
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return not (LEADING.search(before) or TRAILING.match(behind))
