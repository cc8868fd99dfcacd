"""What in a quote is the report itself, and what only says whose words it is, or is told aside.

In "There are 500 troops in Iraq, said Pentagon spokesman Pat Ryder" the names behind the comma say nothing of where
the troops are. The words for it stand in `reports.toml`, by language:

- `said`: verbs of saying, in the forms that reports have. `by`: what stands before a source: "according to".
- `that`: what may stand between a verb of saying and what is said; `bare`: verbs behind which it may be left out, and
  that are never done to those who are counted, as in "told 900 troops".
- `placed`: words that only say that what is counted is there: "stationed".
- `aside`: what begins a clause that adds no further place or group to the one before it: "which", "mostly".
- `unsure`: words with which a clause tells of what may be, will be, or was once.
- `then`: words with which it tells of another time, without its year: "before the war".
- `apart`: before a number: it counts others than those that were spoken of: "another 300".
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bot.answering.agreement.sameness import BREAK, Reading
from bot.answering.language.numerals import some
from bot.answering.language.wording import lowered, wording

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reports:
    """How one language says whose words it gives."""

    said: re.Pattern[str]
    by: re.Pattern[str]
    aside: re.Pattern[str]  # at the beginning of a clause
    unsure: re.Pattern[str]
    then: re.Pattern[str]
    place: re.Pattern[str]  # at the beginning of a clause: "in"


@lru_cache(maxsize=1)
def read_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Language -> key -> words; of the file."""
    return tomllib.loads((resources.files("bot.answering.agreement") / "reports.toml").read_text(encoding="utf-8"))


def words(language: str, key: str) -> Sequence[str]:
    """The words that a language has under `key`; none where it isn't in the file."""
    return read_words().get(language, {}).get(key, ())


@lru_cache(maxsize=64)
def reports(language: str) -> Reports:
    """How this language says whose words it gives."""

    def whole(listed: Sequence[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){some(listed)}(?!\w)")

    return Reports(
        **{key: whole(words(language, key)) for key in ("said", "by", "aside", "unsure", "then")},
        place=whole(wording(language).get("shows", {}).get("place", ())),
    )


class Report:
    """The clauses of a quote, seen from where its number or date stands (`told`)."""

    def __init__(self, reading: Reading, told: Span) -> None:
        self._how = reports(reading.language)
        self._reading = reading
        self._low = lowered(reading.quote.text, reading.language)
        self._clauses = clauses(reading)
        starts = [start for start, _ in self._clauses]
        self._first = max(0, bisect_right(starts, told[0]) - 1)
        self._last = max(self._first, bisect_right(starts, max(told[0], told[1] - 1)) - 1)
        self._told = told
        self.outside = (self._attributed_until(), self._attributed_from())
        """What stands before the first offset, or from the second one on, only says whose words it is."""

    def is_outside(self, offset: int) -> bool:
        """Whether what stands there says whose words it is, or is told aside."""
        if not self.outside[0] <= offset < self.outside[1]:
            return True
        position = bisect_right(self._clauses, offset, key=lambda clause: clause[0]) - 1
        return position > self._last and self._how.aside.match(self._low, self._clauses[position][0]) is not None

    def is_elsewhen(self, asked: frozenset[str]) -> bool:
        """Whether its clause tells of what may be or will be, or was at a time that it names without a year."""
        if not self._clauses:
            return False
        start, last = max(self.outside[0], self._clauses[self._first][0]), self._clauses[self._last][1]
        if self._how.then.search(self._low, start, max(start, min(last, self.outside[1]))):
            return True
        held = (each.end for each in self._reading.tokens if each.end <= last and asked.intersection(each.terms))
        found = self._how.unsure.finditer(self._low, start, max(self._told[1], *held, 0))
        return any(not self._reading.quote.text[each.start()].isupper() or each.start() == start for each in found)

    def _attributed_until(self) -> int:
        """Where the words of another begin: behind "Pat Ryder said that", or "According to Pat Ryder,"."""
        if not self._clauses:
            return 0
        begin = self._clauses[self._first][0]
        within = [each.end() for each in self._how.said.finditer(self._low, begin, self._told[0])]
        if within:
            return within[-1] if self._names_no_place(self._first + 1) else begin
        return self._clauses[0][1] if self._first and self._attributes(0) and self._names_no_place(1) else 0

    def _attributed_from(self) -> int:
        """Where the words of another end: before "said Pat Ryder", behind a comma, or before "according to"."""
        if not self._clauses:
            return 0
        by = self._how.by.search(self._low, self._told[1], self._clauses[self._last][1])
        if by:
            return by.start()
        behind = (at for at in range(self._last + 1, len(self._clauses)) if self._attributes(at))
        position = next(behind, None)
        return len(self._low) if position is None else self._clauses[position][0]

    def _attributes(self, position: int) -> bool:
        start, end = self._clauses[position]
        return any(pattern.search(self._low, start, end) for pattern in (self._how.said, self._how.by))

    def _names_no_place(self, until: int) -> bool:
        """Whether none of the first clauses begins as a place does: "In Syria, the Pentagon said, …"."""
        return not any(self._how.place.match(self._low, start) for start, _ in self._clauses[:until])


def clauses(reading: Reading) -> list[Span]:
    """The clauses, each from its first word to the end of its last."""
    found: list[Span] = []
    for token in reading.tokens:
        if found and not BREAK.search(reading.quote.text, found[-1][1], token.start):
            found[-1] = found[-1][0], token.end
        else:
            found.append((token.start, token.end))
    return found
