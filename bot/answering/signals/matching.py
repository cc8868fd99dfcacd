"""Signals of how much of the question a sentence holds, and in which order."""

import math
from collections.abc import Iterable, Sequence, Set

from bot.answering.asked import Asked, grams
from bot.answering.candidates import Candidate, word_pairs

NEAR = 2
"""Words apart at the most, for two words to count as neighbours: "troops in Iraq" are."""


def bm25(asked: Asked, candidate: Candidate) -> float:
    """its BM25 score, against that of a sentence with all words"""
    return candidate.bm25 / asked.ideal if asked.ideal else 0.0


def coverage(asked: Asked, candidate: Candidate) -> float:
    """the share of the question held, by weight"""
    return weight(asked, candidate.held)


def coverage_squared(asked: Asked, candidate: Candidate) -> float:
    """the same, squared: the last words count most"""
    return coverage(asked, candidate) ** 2


def coverage_by_number(asked: Asked, candidate: Candidate) -> float:
    """the share of the question's words held"""
    return len(candidate.held) / len(asked.weights) if asked.weights else 0.0


def largest_missing(asked: Asked, candidate: Candidate) -> float:
    """the weight of the weightiest word missing"""
    return max((asked.weights[term] for term in candidate.missing), default=0.0)


def similar_words(asked: Asked, candidate: Candidate) -> float:
    """other forms of the words missing"""
    missing = [term for term in asked.weights if term in candidate.missing and term.isalpha()]
    if not missing:
        return 0.0
    others = [term for term in candidate.sentence.terms if term.isalpha() and len(term) >= LEAST_STEM]
    return sum(asked.weights[term] * likest(term, others) for term in missing)


def pieces(asked: Asked, candidate: Candidate) -> float:
    """the share of four-letter pieces held"""
    held = grams(" ".join(candidate.words))
    return len(asked.grams & held) / len(asked.grams) if asked.grams else 0.0


def names_held(asked: Asked, candidate: Candidate) -> float:
    """names held, by weight"""
    return weight(asked, asked.names & candidate.terms)


def names_missing(asked: Asked, candidate: Candidate) -> float:
    """names missing here and around, by weight"""
    return weight(asked, asked.names - candidate.around)


def numbers_held(asked: Asked, candidate: Candidate) -> float:
    """numbers held, by weight"""
    return weight(asked, asked.numbers & candidate.terms)


def numbers_missing(asked: Asked, candidate: Candidate) -> float:
    """numbers missing here and in the date, by weight"""
    return weight(asked, asked.numbers - candidate.terms - candidate.setting.title)


def head_held(asked: Asked, candidate: Candidate) -> float:
    """the noun after which or how many, held"""
    return sum(term in candidate.terms for term in asked.head) / len(asked.head) if asked.head else 0.0


def head_around(asked: Asked, candidate: Candidate) -> float:
    """that noun, around it only"""
    return float(bool(asked.head) and asked.head[-1] in candidate.around and asked.head[-1] not in candidate.terms)


def word_pairs_held(asked: Asked, candidate: Candidate) -> float:
    """the share of pairs of words held, small ones too"""
    return len(asked.word_pairs & word_pairs(candidate)) / len(asked.word_pairs) if asked.word_pairs else 0.0


def neighbours(asked: Asked, candidate: Candidate) -> float:
    """neighbouring words that are neighbours here"""
    return neighbours_at(asked, candidate, range(1, NEAR + 1))


def neighbours_turned(asked: Asked, candidate: Candidate) -> float:
    """the same, the other way round"""
    return neighbours_at(asked, candidate, range(-NEAR, 0))


def neighbours_at(asked: Asked, candidate: Candidate, distances: range) -> float:
    """The weight of the pairs of neighbouring terms that stand so far apart in the sentence."""
    places, total = candidate.positions, 0.0
    for first, second in zip(asked.sequence, asked.sequence[1:], strict=False):
        if first in places and second in places:
            there = frozenset(places[second])
            if any(i + distance in there for i in places[first] for distance in distances):
                total += asked.weights[first] + asked.weights[second]
    return total / 2


def in_order(asked: Asked, candidate: Candidate) -> float:
    """the longest run of words in their order"""
    if not asked.sequence:
        return 0.0
    order = [term for term in candidate.sentence.terms if term in asked.weights]
    return common_subsequence(asked.sequence, order) / len(asked.sequence)


def inversions(asked: Asked, candidate: Candidate) -> float:
    """the share of pairs of words in the other order"""
    firsts = [candidate.positions[term][0] for term in asked.sequence if term in candidate.positions]
    pairs = len(firsts) * (len(firsts) - 1) / 2
    turned = sum(later < earlier for i, earlier in enumerate(firsts) for later in firsts[i + 1 :])
    return turned / pairs if pairs else 0.0


def density(asked: Asked, candidate: Candidate) -> float:
    """how closely the words stand together"""
    if len(candidate.positions) < 2:
        return coverage(asked, candidate)
    width = narrowest_window(candidate.positions.values())
    return coverage(asked, candidate) * min(1.0, len(candidate.positions) / width)


def weight(asked: Asked, terms: Set[str]) -> float:
    """The share of the question that these terms of it are; summed up in the question's order, so to the last bit."""
    return sum(share for term, share in asked.weights.items() if term in terms)


LEAST_STEM = 4
"""Letters that two forms of a word share at the least."""
LEAST_LIKENESS = 0.5
WHOLE_WORD = 5
"""Letters from which a word within another one counts: "Regenwald" in "Amazonasregenwald"."""


def likest(term: str, others: Iterable[str]) -> float:
    """The likeness of the term that is most like this one. 0 to 1."""
    if len(term) < LEAST_STEM:
        return 0.0
    begins = term[:3]
    forms = (each for each in others if each.startswith(begins) or each in term or term in each)
    return max((likeness(term, other) for other in forms), default=0.0)


def likeness(one: str, other: str) -> float:
    """How far two terms are forms of one word: by their common beginning, or one within the other. 0 to 1."""
    short, long = min(len(one), len(other)), max(len(one), len(other))
    if short < LEAST_STEM:
        return 0.0
    if one[:3] != other[:3]:
        within = short >= WHOLE_WORD and (one in other or other in one)
        return 0.2 + 0.8 * short / long if within else 0.0
    common = 3
    while common < short and one[common] == other[common]:
        common += 1
    if common < LEAST_STEM:
        return 0.0
    share = common / long
    whole = 0.5 + 0.5 * share if common == short else share
    return whole if whole >= LEAST_LIKENESS else 0.0


def common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for item in one:
        diagonal = 0
        for j, there in enumerate(other, 1):
            above = row[j]
            row[j] = diagonal + 1 if item == there else max(above, row[j - 1])
            diagonal = above
    return row[-1]


def narrowest_window(places: Iterable[Sequence[int]]) -> int:
    """How many words the narrowest stretch has that holds one of each of the places."""
    events = sorted((place, i) for i, each in enumerate(places) for place in each)
    needed = len({i for _, i in events})
    last: dict[int, int] = {}
    best = math.inf
    for place, i in events:
        last[i] = place
        if len(last) == needed:
            best = min(best, place - min(last.values()) + 1)
    return int(best)
