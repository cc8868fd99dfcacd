"""What is too long for a sentence is cut, as late as may be and where it harms least."""

import re
import unicodedata
from collections.abc import Iterator

from bot.text.sentences import Span, split_long, trim

LONG_SENTENCE = 600
"""Code points above which a sentence is cut between the sentences of its quotations, then at its semicolons.

Nobody reads a longer quote; half the width is left for the sentence that holds the answer."""
MAX_SENTENCE = 1_000
"""Code points above which it is cut anywhere: at a comma, else at white space, else between two characters."""
MIN_CLAUSE = 100
"""Code points of the shortest piece between semicolons."""
MAX_MARKS = 16
"""How many accents on one letter a cut steps back over."""
SEMICOLON = re.compile("; |[；؛]")


def shorten(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """What a sentence that is longer than LONG_SENTENCE is cut into, white space between them left out."""
    for a, b in split_long(text, start, end, language):
        yield from (span for span in (trim(text, *piece) for piece in cut(text, a, b)) if span[0] < span[1])


def cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a table, a list, text without a full stop."""
    while end - start > LONG_SENTENCE:
        at = semicolon(text, start, end)
        if at is None:
            if end - start <= MAX_SENTENCE:
                break
            at = before_accents(text, start + last_break(text[start : start + MAX_SENTENCE]))
        yield start, at
        start = at
    yield start, end


def semicolon(text: str, start: int, end: int) -> int | None:
    """Behind the semicolon that makes the pieces most alike; None where none is fit."""
    length = end - start
    aim = start + length // -(-length // LONG_SENTENCE)
    found = SEMICOLON.finditer(text, start + MIN_CLAUSE, min(start + LONG_SENTENCE, end - MIN_CLAUSE))
    return min((match.end() for match in found), key=lambda at: abs(at - aim), default=None)


def last_break(window: str) -> int:
    """Where to cut: behind the last comma of the second half, else behind the last space."""
    for marks in ((", ", "、", "，", "، "), (" ",)):
        at = max(window.rfind(mark) for mark in marks) + 1
        if at > len(window) // 2:
            return at
    return len(window)


def before_accents(text: str, at: int) -> int:
    """Not between a letter and its accents."""
    for back in range(MAX_MARKS):
        if not unicodedata.combining(text[at - back]):
            return at - back
    return at
