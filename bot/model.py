"""What things are: frozen values that pass between the stages, without any I/O.

Spans are half-open and count code points of the article's stored text. Times are in UTC, with their zone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.errors import ShelfRefused

Published = date | datetime | None
"""When an article was published: a day, a moment with its zone, or unknown. Never guessed."""


def utc_day(published: Published) -> date | None:
    """The day in UTC; at either end of the calendar, the day as it was written."""
    if not isinstance(published, datetime):
        return published
    try:
        return published.astimezone(UTC).date()
    except OverflowError:
        return published.date()


@dataclass(frozen=True, slots=True, order=True)
class Shelf:
    """Whose articles these are: `shared`, or one Discord server's, `guild:<id>`."""

    name: str

    def __post_init__(self) -> None:
        if self.name != "shared" and not re.fullmatch(r"guild:[1-9][0-9]{0,19}", self.name, re.ASCII):
            raise ShelfRefused(self.name)

    @property
    def visible(self) -> tuple["Shelf", ...]:
        """The shelves that a question asked on this one sees: its own, then the shared one. Never another's."""
        return (self,) if self == SHARED else (self, SHARED)

    def __str__(self) -> str:
        return self.name


SHARED = Shelf("shared")


@dataclass(frozen=True, slots=True)
class Period:
    """When an article was published: on the day `after` or later, and before the day `before`, in UTC. None: open."""

    after: date | None = None
    before: date | None = None

    def __bool__(self) -> bool:
        """Whether it leaves anything out: with either end, articles of an unknown date too."""
        return self.after is not None or self.before is not None


ANY_TIME = Period()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that intake has understood and the library has not kept yet."""

    shelf: Shelf
    title: str  # one line, 1 to 300 code points
    text: str  # what will be quoted; never changed afterwards
    id: str | None = None  # None: the library chooses one
    source: str | None = None  # who published it, in words
    url: str | None = None  # http or https
    published: Published = None
    language: str = "en"  # ISO 639 code of the primary language; `und` where it is unknown
    tags: tuple[str, ...] = ()
    added: datetime | None = None  # None: now
    origin: str | None = None  # URI of the file that it was read from
    origin_digest: str | None = None  # of the bytes of that file


@dataclass(frozen=True, slots=True)
class Source:
    """An article without its text: what a list shows, and what stands under a quote."""

    id: str  # unique on its shelf, and stable
    shelf: Shelf
    title: str
    source: str | None
    url: str | None
    published: Published
    language: str
    tags: tuple[str, ...]
    added: datetime  # UTC
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A kept article."""

    about: Source
    text: str
    sentences: tuple[tuple[int, int], ...]  # spans of `text`, ascending, disjoint


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, with its terms as the index has them."""

    start: int  # of the article's text
    end: int
    terms: tuple[str, ...]  # in reading order, stop words dropped; may be empty


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a few short ones: what is retrieved."""

    about: Source
    start: int  # where `text` starts in the article's text
    text: str
    sentences: tuple[Sentence, ...]
    title_terms: tuple[str, ...]
    score: float  # of the first stage, ≥ 0; comparable within one retrieval only


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 has to know of the whole library (not of the passages at hand)."""

    passages: int  # in the library, all shelves
    frequencies: Mapping[str, int]  # term -> number of passages that hold it
    sentence_terms: float  # mean number of terms of a sentence; > 0 where there is a passage


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What the library gives for a question: one call, whatever its home."""

    passages: tuple[Passage, ...]  # best first
    statistics: Statistics
    corrections: Mapping[str, str] = field(default_factory=dict)  # term that occurs nowhere -> the one taken for it


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question as it was typed, and the terms that it is looked up as."""

    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    language: str
    words: tuple[Word, ...]  # without stop words

    @property
    def terms(self) -> tuple[str, ...]:
        """Each term once, in the order of the question."""
        return tuple(dict.fromkeys(term for word in self.words for term in word.terms))

    def corrected(self, corrections: Mapping[str, str]) -> "Question":
        """The same question, looked up as other terms where words were mistyped."""
        if not corrections:
            return self
        words = (Word(each.text, tuple(corrections.get(term, term) for term in each.terms)) for each in self.words)
        return Question(self.text, self.language, tuple(words))


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, cut from an article: `text == article.text[start:end]`."""

    about: Source
    start: int
    end: int
    text: str
    score: float  # a logit, comparable within one question only: with 1 more it is 2.7 times as likely to answer
    evidence: float  # 0 to 1: how much of the question, by weight, it holds; what stands around it only counts half
    before: str | None = None  # the sentence before it, where this one opens with a bare pronoun; no part of the quote


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a quote stands where it does: one signal, which adds value x weight to the quote's score."""

    signal: str
    words: str  # what the signal says
    value: float  # about 0 to 1
    weight: float

    @property
    def adds(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest candidates, best first, and how sure we are of the first; of one article every sentence."""

    question: Question
    quotes: tuple[Quote, ...]
    confidence: float  # 0 to 1, calibrated: the probability that the first quote answers the question
    relevance: float = 0.0  # 0 to 1, calibrated: that the library is about the question at all
    relevant: bool = False  # whether that is enough to answer


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a quote stands where it does."""

    quote: Quote
    reasons: tuple[Reason, ...]  # what counts most first; what adds nothing is left out


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    quote: Quote
    runners_up: tuple[Quote, ...]  # up to three, each from another article
    confidence: float
    tentative: bool = False  # it may answer: likely enough to be shown, not to be relied upon
    agreeing: tuple[Quote, ...] = ()  # of other sources, the same story once: they hold the same number or date
    differing: tuple[Quote, ...] = ()  # as well: they hold another number or date for the same question


class Silence(StrEnum):
    """Why there is no answer."""

    NOTHING_TO_LOOK_UP = "nothing_to_look_up"  # only stop words, or no words at all
    LIBRARY_EMPTY = "library_empty"
    NO_MATCH = "no_match"  # no article holds any word of the question
    NOT_RELEVANT = "not_relevant"  # articles share words with it, and are not about it
    WEAK_MATCH = "weak_match"  # the nearest sentence is too unlikely to answer it


@dataclass(frozen=True, slots=True)
class Abstention:
    question: Question
    silence: Silence
    unknown_words: tuple[str, ...]  # as typed; no visible article holds them
    related: tuple[Quote, ...]  # up to three nearest sentences, each from another article: not an answer
    confidence: float


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file an article was read from."""

    id: str
    uri: str
    digest: str | None  # SHA-256 of the file's bytes
    removed: bool


class Outcome(StrEnum):
    """What became of a draft."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a draft; for a duplicate `id` and `shelf` name the article that has the text already."""

    id: str
    shelf: Shelf
    outcome: Outcome
    sentences: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    sources: tuple[Source, ...]
    total: int  # on all pages
    number: int  # from 1
    size: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check-up."""

    subject: str
    sound: bool
    detail: str
