"""Quotations and brackets: where they open and close. Text within one is not cut.

A quotation mark that may open as well as close (" ' ” » “) is told by what stands around it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

Span = tuple[int, int]

MAX_ENCLOSED = 600
"""Code points of the longest quotation that is kept whole. What is longer, or never closed, is none."""

BRACKETS = {
    "(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "「": "」", "『": "』", "《": "》", "〈": "〉", "‹": "›",
    "“": "”", "„": "“”\"", "«": "»", "‘": "’", "‚": "‘’", "``": "''", "\"": "\"", "'": "'", "”": "”", "»": "«",
}  # fmt: skip
"""Opening mark -> the marks of which one closes it."""
CLOSES = {
    closing: tuple(opening for opening, marks in BRACKETS.items() if closing in marks and len(closing) == len(opening))
    for closing in (*")]}）】」』》〉›”“\"»«’‘'", "''")
}
"""Closing mark -> what it may close."""
MARKS = re.compile(r"[()\[\]{}（）【】「」『』《》〈〉“”„«»‹›‘’‚\"]|``|''?")
ASCII_MARKS = ("(", "[", '"', "'", "{")
AROUND_OPENING = frozenset(" \t\n\r\u00a0\u202f\u2009\u3000([{（—–-/\"“„«‘'¿¡:")
EITHER_WAY = frozenset("\"'”»")  # whether it opens is told by what stands around it
SINGLE = frozenset("'‘’‚")  # closes after or before a mark only: else it is an apostrophe
BEFORE_CLOSING = frozenset(".,!?…;")
AFTER_CLOSING = frozenset(',.;:!?)”"»')
MAX_DEPTH = 8
"""How many marks of one sort may be open at once."""


def enclosures(text: str) -> list[Span]:
    """The outermost quotations and brackets, ascending and disjoint: from the opening mark to the closing one."""
    if text.isascii() and not any(mark in text for mark in ASCII_MARKS):
        return []
    return list(outermost(sorted(pairs(text))))


def pairs(text: str) -> Iterator[Span]:
    """Each mark that is closed, with the last character of what closes it."""
    opened: dict[str, list[int]] = {}
    for match in MARKS.finditer(text):
        mark, position = match.group(), match.start()
        start = closed_by(mark, text, position, opened)
        if start is not None:
            yield start, match.end() - 1
        elif mark in BRACKETS and opens(mark, text, position):
            before = [] if mark in EITHER_WAY else opened.get(mark, [])
            opened[mark] = [*before[-MAX_DEPTH:], position]


def closed_by(mark: str, text: str, position: int, opened: dict[str, list[int]]) -> int | None:
    """Where the quotation or bracket begins that `mark` closes; None where it closes nothing."""
    candidates = [starts for opening in CLOSES.get(mark, ()) if (starts := opened.get(opening))]
    if not candidates or not closes(mark, text, position):
        return None
    nearest = max(candidates, key=lambda starts: starts[-1])
    return nearest.pop() if position - nearest[-1] <= MAX_ENCLOSED else None


def opens(mark: str, text: str, position: int) -> bool:
    """Whether a mark that could open does so here."""
    if mark not in EITHER_WAY:
        return True
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if before and before not in AROUND_OPENING:
        return False
    return after.isalpha() if mark in SINGLE else bool(after.strip())


def closes(mark: str, text: str, position: int) -> bool:
    """Whether a mark that could close does so here."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if mark in SINGLE:
        return before in BEFORE_CLOSING or after in AFTER_CLOSING
    if mark in EITHER_WAY:
        return before not in AROUND_OPENING or not after.isalnum()
    return True


def outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Those that lie in no other one; what overlaps counts as one."""
    current: Span | None = None
    for start, end in spans:
        if current is None or start > current[1]:
            if current:
                yield current
            current = start, end
        elif end > current[1]:
            current = current[0], end
    if current:
        yield current


def enclosing(spans: list[Span], position: int) -> Span | None:
    """The one of `spans` within which `position` lies."""
    at = bisect_left(spans, (position,)) - 1
    return spans[at] if at >= 0 and spans[at][0] < position < spans[at][1] else None
