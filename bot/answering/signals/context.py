"""Signals of what stands around a sentence: its neighbours, passage, title and article."""

from collections.abc import Set

from bot.answering.asked import Asked
from bot.answering.candidates import Candidate
from bot.answering.signals.matching import weight

FURTHER = 500
"""Code points from the start of an article at which a sentence counts half as much for being at the start."""


def passage_share(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """its passage's score, against the best one's"""
    return candidate.setting.passage_share


def passage_score(asked: Asked, candidate: Candidate) -> float:
    """the same, against that of a passage with all words"""
    return candidate.setting.passage.score / asked.ideal if asked.ideal else 0.0


def article_share(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """its article's share in all that was found"""
    return candidate.setting.article_share


def in_previous(asked: Asked, candidate: Candidate) -> float:
    """missing words in the sentence before"""
    return weight(asked, candidate.missing & candidate.previous)


def in_next(asked: Asked, candidate: Candidate) -> float:
    """missing words in the sentence after"""
    return weight(asked, candidate.missing & candidate.next)


def two_before(asked: Asked, candidate: Candidate) -> float:
    """missing words two sentences before"""
    return weight(asked, (candidate.missing - candidate.previous) & candidate.sentence_terms(candidate.place - 2))


def further_before(asked: Asked, candidate: Candidate) -> float:
    """missing words further before in its passage"""
    near = candidate.previous | candidate.sentence_terms(candidate.place - 2)
    earlier: Set[str] = frozenset().union(
        *(sentence.terms for sentence in candidate.setting.passage.sentences[: max(0, candidate.place - 2)])
    )
    return weight(asked, (candidate.missing - near) & earlier)


def in_passage(asked: Asked, candidate: Candidate) -> float:
    """missing words elsewhere in its passage"""
    near = candidate.previous | candidate.next
    return weight(asked, (candidate.missing & candidate.setting.terms) - near)


def in_title(asked: Asked, candidate: Candidate) -> float:
    """missing words in the title"""
    # A sentence that tells a number of one country is not helped by another one in the headline.
    names = asked.names if candidate.signs else frozenset()
    return weight(asked, (candidate.missing & candidate.setting.title) - names)


def in_article(asked: Asked, candidate: Candidate) -> float:
    """missing words elsewhere in the article only"""
    return weight(asked, (asked.weights.keys() - candidate.around) & candidate.setting.article)


def nowhere_around(asked: Asked, candidate: Candidate) -> float:
    """words neither here, in its passage nor the title"""
    return weight(asked, asked.weights.keys() - candidate.around)


def rarest_around(asked: Asked, candidate: Candidate) -> float:
    """the rarest word, here or around"""
    return float(asked.rarest in candidate.around)


def title_asked(asked: Asked, candidate: Candidate) -> float:
    """the share of the title in the question"""
    title = candidate.setting.title
    return len(title & asked.weights.keys()) / len(title) if title else 0.0


def unknown(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """words that stand nowhere in the library"""
    return weight(asked, {term for term in asked.weights if not asked.statistics.frequencies.get(term)})


def first_of_passage(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """begins a passage"""
    return float(candidate.place == 0)


def near_the_start(asked: Asked, candidate: Candidate) -> float:
    """near the start of the one article asked"""
    return 1 / (1 + candidate.sentence.start / FURTHER) if asked.within_article else 0.0


def at_the_start(asked: Asked, candidate: Candidate) -> float:
    """begins the one article asked"""
    return float(asked.within_article and begins_article(candidate))


def begins_article(candidate: Candidate) -> bool:
    """Whether it is the first sentence of its article."""
    return candidate.place == 0 and candidate.setting.passage.start == 0


def refers_back(asked: Asked, candidate: Candidate) -> float:  # noqa: ARG001
    """begins with a pronoun"""
    return float(candidate.refers_back)


def refers_back_to_words(asked: Asked, candidate: Candidate) -> float:
    """the same, with missing words before it"""
    return refers_back(asked, candidate) * in_previous(asked, candidate)
