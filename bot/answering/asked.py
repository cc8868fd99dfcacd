"""A question made ready for the signals: what is asked of each sentence is worked out once."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

import regex

from bot.answering.bm25 import inverse_document_frequency
from bot.answering.language.kinds import Kind, asked_kind
from bot.answering.language.opposites import contrasts
from bot.answering.language.phrases import expression, holds, plain
from bot.model import Question, Statistics, Word
from bot.text.analysis import INVISIBLE, INVISIBLES, Analyzer

WORDS = regex.compile(rf"[\w{INVISIBLE}]+(?:[.,'’-][\w{INVISIBLE}]+)*")
"""Words as they are written together: `2,500`, `Iraq's`, `US-led`."""
FIRST_WORD = regex.compile(rf"[\w{INVISIBLE}]+(?:[.,][\w{INVISIBLE}]+)*")
DIGIT = regex.compile(r"\p{Nd}")
HEAD_WORDS = 3
"""Of the noun that is asked for, with what stands before it: "what famous civil rights" goes no further."""
GRAM = 4
"""Letters of a piece of a word. Of three, four and five, four gave the most right first sentences."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the statistics of the library it is asked of."""

    question: Question
    statistics: Statistics
    within_article: bool  # asked of one article only
    kind: Kind
    weights: Mapping[str, float]  # term -> its share of the question; they sum to 1
    sequence: tuple[str, ...]  # its terms in order, each once
    rarest: str | None  # the term of the greatest weight
    names: Set[str]  # terms of words that are written with a capital, the first of the question left out
    numbers: Set[str]  # terms of words with a digit
    head: tuple[str, ...]  # terms of the noun that is asked for: "US troops" in "how many US troops are"
    words: Set[str]  # as written, folded, stop words too
    word_pairs: Set[tuple[str, str]]  # neighbours among them
    grams: Set[str]  # pieces of its words
    contrasts: Mapping[str, Set[str]]  # word -> its opposites, without those that the question holds itself
    negated: bool
    ideal: float  # the BM25 score, roughly, of a sentence that holds all of it


def prepare(question: Question, statistics: Statistics, analyzer: Analyzer, within_article: bool) -> Asked:
    """Work out what the signals need of a question."""
    weights = term_weights(question.words, statistics)
    written = words_of(question.text, question.language)
    words = with_elided(written)
    return Asked(
        question=question,
        statistics=statistics,
        within_article=within_article,
        kind=asked_kind(question.text, question.language),
        weights=weights,
        sequence=question.terms,
        rarest=max(weights, key=weights.__getitem__) if weights else None,
        names=terms_of(names(question)),
        numbers=terms_of(word for word in question.words if DIGIT.search(word.text)),
        head=head_terms(question, analyzer),
        words=words,
        word_pairs=frozenset(pairwise(written)),
        grams=frozenset(piece for word in question.words for piece in grams(f" {word.text.casefold()} ")),
        contrasts=contrasts(words, question.language),
        negated=holds(question.text, question.language, "shows", "negation"),
        ideal=sum(inverse_document_frequency(statistics.passages, statistics.frequencies.get(t, 0)) for t in weights),
    )


def words_of(text: str, language: str) -> list[str]:
    """The words of a text as they are written, folded."""
    return [visible(match.group()) for match in WORDS.finditer(plain(text, language))]


def visible(word: str) -> str:
    """The word without soft hyphens and the like."""
    return word if word.isascii() else INVISIBLES.sub("", word)


def with_elided(words: Iterable[str]) -> Set[str]:
    """The words, and what stands behind the apostrophe of each that has one: `l'augmentation`, `augmentation`."""
    return frozenset(piece for word in words for piece in (word, word.rpartition("'")[2]))


def term_weights(words: Iterable[Word], statistics: Statistics) -> Mapping[str, float]:
    """How much of the question each of its terms is; they sum up to 1.

    A word weighs as much as the inverse document frequency of its rarest term; terms of one word (a script
    without spaces has several) share that.
    """
    weights: dict[str, float] = {}
    for terms in dict.fromkeys(word.terms for word in words):
        rarities = [
            inverse_document_frequency(statistics.passages, statistics.frequencies.get(term, 0)) for term in terms
        ]
        for term in terms:
            weights[term] = weights.get(term, 0.0) + max(rarities) / len(rarities)
    total = sum(weights.values())
    return {term: weight / total for term, weight in weights.items()}


def head_terms(question: Question, analyzer: Analyzer) -> tuple[str, ...]:
    """The terms of the noun after "which" or "how many", up to the next stop word; none where there is no such word."""
    text = plain(question.text, question.language)
    found = expression(question.language, "asks", "head").search(text)
    if found is None:
        return ()
    known = {word.text: word.terms for word in question.words}  # what was mistyped is put right there
    head: list[str] = []
    for match in WORDS.finditer(question.text, found.end()):
        terms = known.get(match.group()) or analyzer.terms(match.group(), question.language)
        if terms:
            head.append(terms[0])
        if (head and not terms) or len(head) == HEAD_WORDS:
            break
    return tuple(head)


def names(question: Question) -> list[Word]:
    """The words with a capital; not the first, whose capital says nothing, and none where all is in capitals."""
    first = FIRST_WORD.search(question.text)
    if first is None or question.text.isupper():
        return []
    words = question.words
    rest = words[1:] if words and words[0].text == first.group() else words
    return [word for word in rest if word.text[0].isupper()]


def terms_of(words: Iterable[Word]) -> frozenset[str]:
    """The terms of the words."""
    return frozenset(term for word in words for term in word.terms)


def grams(text: str) -> Set[str]:
    """The pieces of GRAM letters that the text holds."""
    return {text[i : i + GRAM] for i in range(len(text) - GRAM + 1)}
