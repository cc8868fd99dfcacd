"""What stands above and below the article of a page: more than is furniture everywhere, and what it is there for.

An article may have such a line for its own ("World", "Contact: …"), so that nothing here keeps a line out of quotes.
The phrases are in `page_edges.toml`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bot.text.furniture import CLOSING_SIGNS, LEADING, MAX_ADDRESS, MAX_OPENED, Phrases, begins_as, fold, phrases_of

LONGEST_LABEL = 24
"""Code points, at the most, of a label before a name."""


@dataclass(frozen=True, slots=True)
class EdgePhrases:
    """The lists, folded."""

    parts: Phrases  # of pages, at their edges
    reading_time: Phrases
    listing: frozenset[str]
    navigation: frozenset[str]
    author: tuple[str, ...]  # labels, the longest first
    publisher: tuple[str, ...]


def is_page_part(line: str) -> bool:
    """Whether a line at the head or the tail of a pasted page, without white space around it, is no article's."""
    return 0 < len(line) <= MAX_ADDRESS and begins_as(line, read_edge_phrases().parts)


def tells_reading_time(line: str) -> bool:
    """Whether it says how long the article takes to read: 3 min read"""
    return 0 < len(line) <= MAX_OPENED and begins_as(line, read_edge_phrases().reading_time)


def heads_listing(line: str) -> bool:
    """Whether links to other pages, or keywords, stand below such a line: Related articles"""
    return len(line) <= MAX_OPENED and bare(line) in read_edge_phrases().listing


def is_navigation(line: str) -> bool:
    """Whether it is an entry of a menu, below which the headline stands: Skip to content"""
    return len(line) <= MAX_OPENED and bare(line) in read_edge_phrases().navigation


def labelled_author(line: str) -> str | None:
    """Who wrote the article, where a line with a label says it: Written by Jane Roe"""
    return labelled(line, read_edge_phrases().author)


def labelled_publisher(line: str) -> str | None:
    """Who published the article, where a line with a label says it: Source: The Harbour Post"""
    return labelled(line, read_edge_phrases().publisher)


def labelled(line: str, labels: tuple[str, ...]) -> str | None:
    """What follows the label that a line of up to MAX_OPENED code points begins with."""
    if len(line) > MAX_OPENED:
        return None
    words = line.split()
    for count in range(1, min(4, len(words))):
        label = fold(" ".join(words[:count]))
        if len(label) > LONGEST_LABEL:
            return None
        if label in labels:
            return " ".join(words[count:])
    return None


def bare(line: str) -> str:
    """A line folded, without signs around it."""
    start = LEADING.match(line)
    return fold(line[start.end() :] if start else line).rstrip(CLOSING_SIGNS)


@lru_cache(maxsize=1)
def read_edge_phrases() -> EdgePhrases:
    file = resources.files("bot.text") / "page_edges.toml"
    lists: Mapping[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    times = [line for line in lists["reading_time"].splitlines() if line]
    return EdgePhrases(
        parts=phrases_of(lists),
        reading_time=phrases_of(
            {
                "whole": "\n".join(line for line in times if not line.endswith(":")),
                "opening": "\n".join(line for line in times if line.endswith(":")),
            }
        ),
        listing=read_bare(lists["listing"]),
        navigation=read_bare(lists["navigation"]),
        author=read_labels(lists["author"]),
        publisher=read_labels(lists["publisher"]),
    )


def read_bare(lines: str) -> frozenset[str]:
    return frozenset(bare(line) for line in lines.splitlines() if line)


def read_labels(lines: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(line) for line in lines.splitlines() if line))
