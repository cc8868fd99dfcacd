"""Signals of a sentence's form, and of where its sense may be the opposite of what is asked."""

import regex

from bot.answering.asked import Asked, with_elided
from bot.answering.candidates import Candidate
from bot.answering.language.phrases import holds
from bot.text import is_heading

COMMA = regex.compile(r"[,،、，](?!\p{Nd})")
ENDING = 20
"""Code points at the end of a sentence among which its mark is."""
FEW_TERMS = 3
MANY_TERMS = 25
NEW_TERMS_ENOUGH = 6
COMMAS_ENOUGH = 4
CONTRASTS_ENOUGH = 2
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
    return min(len(COMMA.findall(candidate.text)), COMMAS_ENOUGH) / COMMAS_ENOUGH


def question(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """is a question itself"""
    return float(QUESTION_END.search(candidate.text[-ENDING:]) is not None)


def heading(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """is a heading, or has no end"""
    return float(is_heading(candidate.text))


def negation_lacking(asked: Asked, candidate: Candidate) -> float:
    """the question says not, and it does not"""
    return float(asked.negated and not holds(candidate.text, candidate.language, "shows", "negation"))


def contrast(asked: Asked, candidate: Candidate) -> float:
    """opposites: most for least, before for after"""
    words = with_elided(candidate.words)
    found = sum(word not in words and not opposites.isdisjoint(words) for word, opposites in asked.contrasts.items())
    return float(min(found, CONTRASTS_ENOUGH))
