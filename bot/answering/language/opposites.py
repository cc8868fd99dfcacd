"""Words that say the opposite of others: most and least, before and after, common and uncommon."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.language.wording import wording

LEAST_ROOT = 4
"""Letters of a word behind a prefix that negates it: `into` is not the opposite of `to`."""


@dataclass(frozen=True, slots=True)
class Opposites:
    """The opposites of a language; none where it has no file."""

    words: Mapping[str, Set[str]]
    prefixes: tuple[str, ...]

    def of(self, word: str) -> Iterator[str]:
        """The opposites of a word: those of the list, and itself with a prefix more or less."""
        yield from self.words.get(word, ())
        if len(word) >= LEAST_ROOT:
            yield from (prefix + word for prefix in self.prefixes)
        for prefix in self.prefixes:
            root = word.removeprefix(prefix)
            if root != word and len(root) >= LEAST_ROOT:
                yield root


def contrasts(words: Set[str], language: str) -> Mapping[str, Set[str]]:
    """word -> its opposites that are not among the words themselves."""
    opposites = opposites_of(language)
    return {word: frozenset(opposites.of(word)) - words for word in words}


@lru_cache(maxsize=64)
def opposites_of(language: str) -> Opposites:
    """The opposites in the file of a language."""
    data = wording(language).get("opposites", {})
    found: dict[str, set[str]] = {}
    for pair in data.get("pairs", ()):
        left, right = (side.split() for side in pair.split(" - "))
        for one in left:
            for other in right:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return Opposites(found, tuple(data.get("prefixes", ())))
