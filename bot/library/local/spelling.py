"""What a mistyped word may have meant: the term of the library that is nearest to one that occurs nowhere."""

from collections.abc import Callable, Iterable

import regex
from rapidfuzz.distance import OSA

LEAST_LETTERS = 5
"""Shorter words are one letter away from too many others."""
LONG_WORD = 9
"""Letters from which a word may have two mistakes."""
MAX_CORRECTED = 8
"""Terms of a question that are looked at as mistyped: each costs a search, of milliseconds in a large library."""
LETTERS = regex.compile(r"[\p{L}\p{M}]+")


def mistakes(term: str) -> int:
    """How many mistakes a term may have, 0 to 2. None where it has anything but letters: 2015 is no 2014."""
    if len(term) < LEAST_LETTERS or not LETTERS.fullmatch(term):
        return 0
    return 2 if len(term) >= LONG_WORD else 1


def nearest(term: str, candidates: Iterable[str], frequency: Callable[[str], int]) -> str | None:
    """The candidate that is the fewest mistakes away, and of these the most frequent; None where all are too far.

    A mistake is a letter too many, too few or another one, or two that changed places (optimal string alignment).
    The first letter is rarely mistyped, and has to agree.
    """
    most = mistakes(term)
    distances = {
        candidate: OSA.distance(term, candidate, score_cutoff=most)
        for candidate in candidates
        if candidate[0] == term[0] and LETTERS.fullmatch(candidate) and len(candidate) >= LEAST_LETTERS - 1
    }
    near = [(distance, -frequency(each), each) for each, distance in distances.items() if distance <= most]
    return min(near)[2] if near else None
