"""What exactly a question asks for, and what of it a quote must hold to answer it.

The words for it stand in `asking.toml`, by language; in a language that isn't there, nothing is ever certain. Its keys:

- those of `Sought`: the phrases with which a question asks for it, written as in `language.phrases`.
- `at`: what stands before a date on which something happens; `within`: before a decade or a century; `part`: what of a
  year or a month may stand between; `bare`: a year may stand there with nothing before it.
- `between`: the words around and within a range; `to`: what may stand within one, but not where `from` stands before
  it: that is a change; `or`: what stands between two numbers of which either may be right.
- `alike`: words that may stand for each other. `neutral`: words that change nothing about what is told: "located".
"""

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

import regex

from bot.answering.agreement.comparison import names, words_that_matter
from bot.answering.agreement.sameness import Reading
from bot.answering.asked import head_terms
from bot.answering.language.kinds import Kind
from bot.answering.language.numerals import some
from bot.answering.language.phrases import alternatives, holds, plain
from bot.answering.language.quantities import UNSPACED, Unit, units_of
from bot.answering.language.wording import wording
from bot.model import Question, Word
from bot.text import Analyzer

HEAD_WORDS = 3
"""Within so many words behind "how many" a unit stands that is asked for."""
WORD = re.compile(r"\w+|%")


class Sought(StrEnum):
    """What a question may ask for. Of those of its kind the first counts whose phrases it holds."""

    MANY = "many"
    SHARE = "share"
    MONEY = "money"
    SIZE = "size"
    AGE = "age"
    SPAN = "span"  # a duration or a length: "how long"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    DECADE = "decade"
    CENTURY = "century"
    WHEN = "when"


DATES = (Sought.YEAR, Sought.MONTH, Sought.DAY, Sought.DECADE, Sought.CENTURY, Sought.WHEN)
SOUGHT: Mapping[Kind, Sequence[Sought]] = {
    Kind.NUMBER: (Sought.MANY, Sought.SHARE, Sought.MONEY, Sought.SIZE, Sought.AGE),
    Kind.DURATION: (Sought.MANY, Sought.SPAN),
    Kind.TIME: DATES,
}
UNITS: Mapping[Sought, Set[Unit]] = {
    Sought.SHARE: {Unit.PERCENT},
    Sought.MONEY: {Unit.MONEY},
    Sought.SIZE: {Unit.MEASURE},
    Sought.AGE: {Unit.DURATION},
    Sought.SPAN: {Unit.DURATION, Unit.MEASURE},
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How one language asks, and what it puts around an answer."""

    phrases: Mapping[Sought, regex.Pattern[str]]
    at: re.Pattern[str]  # before a date; the group `part` belongs to the date
    within: re.Pattern[str]  # the same before a decade or a century
    bare: bool
    between: re.Pattern[str]  # before a range
    conjoined: re.Pattern[str]  # within a range behind `between`
    to: re.Pattern[str]
    start: re.Pattern[str]  # before what is no range but a change
    linked: re.Pattern[str]  # between two numbers neither of which is the answer alone
    alike: Sequence[Sequence[str]]
    neutral: Sequence[str]


@lru_cache(maxsize=1)
def read_words() -> Mapping[str, Mapping[str, Any]]:
    """Language -> key -> words; of the file."""
    return tomllib.loads((resources.files("bot.answering.highlights") / "asking.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def asking(language: str) -> Asking | None:
    """How this language asks; None where it isn't in the file."""
    data = read_words().get(language)
    if data is None:
        return None
    opening, joining = data["between"]
    days = some(wording(language)["dates"].get("weekdays", ()))
    part = rf"(?P<part>(?:{days},? )?(?:{some(data.get('part', ()))}[ \-])?)$"
    at, within = data.get("at", ()), data.get("within", ())
    return Asking(
        phrases={each: regex.compile(alternatives(data.get(each, ()))) for each in Sought},
        at=re.compile(rf"(?<!\w){some(at)}(?:(?<=['’])| ){part}"),
        within=re.compile(rf"(?<!\w){some([*at, *within])}(?:(?<=['’])| ){part}"),
        bare=data.get("bare", False),
        between=re.compile(rf"(?<!\w){re.escape(opening)} $"),
        conjoined=re.compile(rf" {re.escape(joining)} "),
        to=re.compile(rf" {some(data['to'])} "),
        start=re.compile(rf"(?<!\w){some(data.get('from', ()))} $"),
        linked=re.compile(rf"\W{{0,3}}(?:{some([*data['to'], joining, *data['or']])}\W{{1,3}})?"),
        alike=tuple(each.split() for each in data["alike"]),
        neutral=data["neutral"],
    )


@dataclass(frozen=True, slots=True)
class Needed:
    """A word of the question that a quote must hold, or one of the terms that may stand for it."""

    word: Word
    terms: frozenset[str]  # any of them will do; empty where only the word itself does
    is_name: bool  # it may stand in the title instead

    def stands(self, terms: Set[str]) -> bool:
        """Whether it is among these terms."""
        return frozenset(self.word.terms) <= terms or not self.terms.isdisjoint(terms)


@dataclass(frozen=True, slots=True)
class Matter:
    """A question with words that may stand for its own, and what exactly it asks for."""

    question: Question
    sought: Sought
    units: Set[Unit]  # of the amount that is asked for; empty for a date
    unit: str  # and which: "day"; empty for any
    head: frozenset[str]  # the terms of what is counted: troops
    needed: Sequence[Needed]
    terms: frozenset[str]
    known: frozenset[str]  # terms that tell nothing else than the question

    @property
    def counts(self) -> bool:
        """Whether a number of things is asked for, not one of a unit."""
        return self.sought is Sought.MANY and not self.unit

    def is_held(self, reading: Reading) -> bool:
        """Whether all that matters stands in the quote; names may stand in the title, but not all of it."""
        said = [each.stands(reading.text_terms) for each in self.needed]
        return any(said) and all(
            here or (each.is_name and reading.names(each.word)) for here, each in zip(said, self.needed, strict=True)
        )


def matter_of(question: Question, kind: Kind, analyzer: Analyzer) -> Matter | None:
    """What the question asks for; None where that isn't plain, or it asks for what is not so."""
    how = asking(question.language)
    if how is None or any(word.text >= UNSPACED for word in question.words):
        return None
    text = plain(question.text, question.language)
    matches = ((each, how.phrases[each].search(text)) for each in SOUGHT.get(kind, ()))
    sought, match = next(((each, match) for each, match in matches if match), (None, None))
    if sought is None or match is None or holds(question.text, question.language, "shows", "negation"):
        return None

    def terms(words: Sequence[str]) -> frozenset[str]:
        return frozenset(term for word in words for term in analyzer.word_terms(word, question.language))

    alike, neutral = [terms(group) for group in how.alike], terms(how.neutral)
    needed = needed_words(question, kind, alike, neutral)
    others = [Word(term, (term,)) for each in needed for term in sorted(each.terms.difference(each.word.terms))]
    wide = Question(question.text, question.language, (*question.words, *others))
    units, unit = measured(text[match.end() :], sought, question.language)
    head = frozenset(head_terms(question, analyzer)) if sought is Sought.MANY and not unit else frozenset[str]()
    return Matter(
        question=wide,
        sought=sought,
        units=units,
        unit=unit,
        head=head.union(*(group for group in alike if not group.isdisjoint(head))),
        needed=needed,
        terms=frozenset(wide.terms),
        known=frozenset(wide.terms) | neutral,
    )


def needed_words(
    question: Question, kind: Kind, alike: Sequence[frozenset[str]], neutral: frozenset[str]
) -> tuple[Needed, ...]:
    """The words that matter, without those that are neutral; a word of one term has others beside it."""
    words = words_that_matter(question, kind)
    named = names(question, words)
    return tuple(
        Needed(
            word,
            frozenset[str]().union(*(group for group in alike if len(word.terms) == 1 and word.terms[0] in group)),
            word in named,
        )
        for word in words
        if not neutral.issuperset(word.terms)
    )


def measured(behind: str, sought: Sought, language: str) -> tuple[Set[Unit], str]:
    """(the units that are asked for, the name of the one that is: "day"); `behind` follows "how many"."""
    if sought in DATES:
        return frozenset(), ""
    if sought is not Sought.MANY:
        return UNITS[sought], ""
    named = units_of(language).names
    for word in WORD.findall(behind)[:HEAD_WORDS]:
        if word in named:
            unit, name = named[word]
            return {unit}, name
    return {Unit.COUNT}, ""
