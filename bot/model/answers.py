"""Questions, what the library gives for them, and what becomes of that: quotes, answers and abstentions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.articles import PageStart, Source, page_at


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
    pages: tuple[PageStart, ...] = ()  # on which `text` stands, in rising order; the first begins with it, or before

    def page_of(self, offset: int) -> str:
        """The label of the page on which the article's text at `offset` stands; empty where that isn't known."""
        return page_at(self.pages, offset)


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
    page: str = ""  # the label of the page on which it begins; empty where its article has none


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
class Reading:
    """A word that occurs nowhere, and the one that it was looked up as."""

    typed: str
    meant: str  # as an article writes it


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest candidates, best first, and how sure we are of the first; of one article every sentence."""

    question: Question
    quotes: tuple[Quote, ...]
    confidence: float  # 0 to 1, calibrated: the probability that the first quote answers the question
    relevance: float = 0.0  # 0 to 1, calibrated: that the library is about the question at all
    relevant: bool = False  # whether that is enough to answer
    readings: tuple[Reading, ...] = ()  # of the mistyped words


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
    highlights: tuple[tuple[int, int], ...] = ()  # spans of the quote's text: the words that answer
    tentative: bool = False  # it may answer: likely enough to be shown, not to be relied upon
    readings: tuple[Reading, ...] = ()  # of the mistyped words
    agreeing: tuple[Quote, ...] = ()  # of other sources, the same story once: they hold the same number or date
    differing: tuple[Quote, ...] = ()  # as well: they hold another number or date for the same question


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence, 0 to 1, from which it answers at all, and from which without "may"."""

    answer: float
    sure: float


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
