"""Signals of a sentence's form, and of where its sense may be the opposite of what is asked."""

from collections.abc import Mapping, Set
from functools import lru_cache

import regex

from bot.answering.asked import Asked, with_elided
from bot.answering.candidates import Candidate
from bot.answering.phrases import holds
from bot.answering.wording import wording
from bot.text import is_heading

ENDING = 20
"""Code points at the end of a sentence among which its mark is."""
FEW_TERMS = 5
MANY_TERMS = 25
NEW_TERMS_ENOUGH = 6
COMMAS_ENOUGH = 4
CONTRASTS_ENOUGH = 2
LEAST_ROOT = 4
"""Letters of a word behind a prefix that negates it."""
QUESTION_END = regex.compile(r"[?？؟][!?]*+(?:[\s”’»›\"')\]]|\[\d+\])*+\Z")


def short(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """has only a few words"""
    return float(len(candidate.sentence.terms) < FEW_TERMS)


def overlong(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """longer than most sentences"""
    return max(0, len(candidate.sentence.terms) - MANY_TERMS) / MANY_TERMS


def new_words(asked: Asked, candidate: Candidate) -> float:
    """how many new words it has"""
    return min(len(candidate.terms - asked.weights.keys()), NEW_TERMS_ENOUGH) / NEW_TERMS_ENOUGH


def commas(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """how many commas it has"""
    return min(candidate.text.count(","), COMMAS_ENOUGH) / COMMAS_ENOUGH


def question(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """is a question itself"""
    return float(QUESTION_END.search(candidate.text[-ENDING:]) is not None)


def heading(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """is a heading, or has no end"""
    return float(is_heading(candidate.text))


def negation_lacking(asked: Asked, candidate: Candidate) -> float:
    """the question says not, and it does not"""
    return float(asked.negated and not negates(candidate))


def negation_added(asked: Asked, candidate: Candidate) -> float:
    """it says not, and the question does not"""
    return float(not asked.negated and negates(candidate))


def negates(candidate: Candidate) -> bool:
    """Whether the sentence holds a word such as "not"."""
    return holds(candidate.text, candidate.language, "shows", "negation")


def contrast(asked: Asked, candidate: Candidate) -> float:
    """opposites: most for least, before for after"""
    words = with_elided(candidate.words)
    opposites, prefixes = opposites_of(asked.question.language)
    lacking = asked.words - words
    found = sum(
        not opposites.get(word, NO_WORDS).isdisjoint(words - asked.words) or negated_form(word, words, prefixes)
        for word in lacking
    )
    return float(min(found, CONTRASTS_ENOUGH))


NO_WORDS: Set[str] = frozenset()


def negated_form(word: str, words: Set[str], prefixes: tuple[str, ...]) -> bool:
    """Whether one of the words is this one with a prefix that negates it, or without its own."""
    with_prefix = len(word) >= LEAST_ROOT and any(prefix + word in words for prefix in prefixes)
    roots = (word[len(prefix) :] for prefix in prefixes if word.startswith(prefix))
    return with_prefix or any(len(root) >= LEAST_ROOT and root in words for root in roots)


@lru_cache(maxsize=64)
def opposites_of(language: str) -> tuple[Mapping[str, Set[str]], tuple[str, ...]]:
    """word -> its opposites, and the prefixes that negate. Empty where the language has no file."""
    data = wording(language).get("opposites", {})
    opposites: dict[str, set[str]] = {}
    for pair in data.get("pairs", ()):
        left, right = (side.split() for side in pair.split(" - "))
        for one in left:
            for other in right:
                opposites.setdefault(one, set()).add(other)
                opposites.setdefault(other, set()).add(one)
    return opposites, tuple(data.get("prefixes", ()))
