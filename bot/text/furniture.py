"""Page furniture: lines that a page comes with and that are no part of its article, which must never be quoted.

Forms for comments, buttons, banners, credits of pictures, rules and the like, in eleven languages. The phrases are in
`furniture.toml`, most of them for a whole line, so that an article about newsletters or cookies keeps its sentences.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

MAX_OPENED, MAX_ADDRESS = 120, 250
"""Code points of the longest line that is a phrase or begins with one; the second, where it speaks to the reader."""
MAX_PHRASE = 120
"""Code points of the longest phrase."""

OPENING_MARKS = "\"'“”„«»‹›‘’([{@©"
SIGNS = " 0123456789.,:;!?…·•|*#+=~<>»›←→↑↓-–—_/\\)]"
CLOSING_SIGNS = SIGNS.replace("0123456789", "") + "([{\"'“”’»"
HEAD = 6
"""Code points by which most lines are told from furniture."""
SHORT = 16
"""Code points of lines that are looked at in any case: they may be shorter phrases than HEAD."""
QUOTES = frozenset("\"'“”„«»‹›‘’")
LEADING = re.compile(rf"[^\w{re.escape(OPENING_MARKS)}]*+")
WORDLESS = re.compile(r"[\W_]*+")  # rules and stars
NUMBER = re.compile(r"\d[\d.,]*+")
ENDED = re.compile(r"[.!?…。؟।]['\"”’»)]?\Z")
NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*+"
BY = ("By ", "BY ", "Von ", "Por ", "Par ", "Di ", "Door ", "Av ")
BYLINE = re.compile(rf"\w+ {NAME}(?: (?:and|und|y|et|e|en|och|&|{NAME}),?){{1,6}}+")
COPYRIGHT = re.compile(r"(?:©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4}))|[^.!?]{0,60}© ?\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What lines are compared with, folded; by the first word, so that few are."""

    whole: frozenset[str]
    opening: Mapping[str, tuple[str, ...]]
    address: Mapping[str, tuple[str, ...]]
    heads: frozenset[str]  # the first HEAD characters of each


def is_furniture(line: str) -> bool:
    """Whether a line or a sentence, without white space around it, belongs to the page around an article."""
    if not line or len(line) > MAX_ADDRESS:
        return False
    if not line[0].isalnum() and WORDLESS.fullmatch(line):
        return True
    return begins_as(line, read_phrases()) or is_byline(line) or is_copyright(line)


def begins_as(line: str, phrases: Phrases) -> bool:
    """Whether a line, not empty and without white space around it, is one of the phrases, or begins with one."""
    return may_be_phrase(line, phrases) and is_phrase(line, phrases)


def may_be_phrase(line: str, phrases: Phrases) -> bool:
    """False for nearly all lines of articles, in a tenth of the time that it takes to fold one."""
    head = line[:HEAD].casefold()
    if not head.isascii():
        head = plain(head)[:HEAD]
    if head in phrases.heads or ":" in head or len(line) <= SHORT:
        return True
    return not head[0].isalpha() and head[0] not in QUOTES


def is_phrase(line: str, phrases: Phrases) -> bool:
    """Whether it is one of the phrases, or begins with one; signs and numbers before it do not count."""
    line = line[leading.end() :] if (leading := LEADING.match(line)) else line
    folded = fold(line[:MAX_PHRASE])
    word = first_word(folded)
    if folded.startswith(phrases.address.get(word, ())):
        return True
    if len(line) > MAX_OPENED:
        return False
    if folded.startswith(phrases.opening.get(word, ())) and not ENDED.search(line):
        return True
    return folded.rstrip(CLOSING_SIGNS) in phrases.whole


def is_byline(line: str) -> bool:
    """Whether it only says who wrote the article: By Mary Fox and John Lee"""
    return line.startswith(BY) and BYLINE.fullmatch(line) is not None


def is_copyright(line: str) -> bool:
    """Whether it says who has the rights: © 2024 The Harbour. All rights reserved."""
    return ("©" in line or line[0] in "(cC") and COPYRIGHT.match(line) is not None


def fold(text: str) -> str:
    """Without case, with single spaces and 0 for each number."""
    return NUMBER.sub("0", " ".join(plain(text.casefold()).split()))


def plain(folded: str) -> str:
    """Without what tells the two letters i of Turkish, and with plain spaces."""
    return folded.replace("i\u0307", "i").replace("ı", "i").replace("\u00a0", " ")


@lru_cache(maxsize=1)
def read_phrases() -> Phrases:
    file = resources.files("bot.text") / "furniture.toml"
    return phrases_of(tomllib.loads(file.read_text(encoding="utf-8")))


def phrases_of(lists: Mapping[str, str]) -> Phrases:
    """What to compare with, of lists with a phrase a line; a list that is missing is empty."""
    whole, opening, address = (
        [fold(line) for line in lists.get(name, "").splitlines() if line] for name in ("whole", "opening", "address")
    )
    return Phrases(
        whole=frozenset(phrase.rstrip(CLOSING_SIGNS) for phrase in whole),
        opening=by_first_word(opening),
        address=by_first_word(address),
        heads=frozenset(phrase[:HEAD] for phrase in (*whole, *opening, *address)),
    )


def by_first_word(phrases: list[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        found[first_word(phrase)] = (*found.get(first_word(phrase), ()), phrase)
    return found


def first_word(phrase: str) -> str:
    return phrase.partition(" ")[0].strip(SIGNS)
