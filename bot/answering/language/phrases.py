"""The phrases of the language files, as expressions.

Words are separated by a space and match at word borders in lower-cased text, with any white space between.
`a|b`: one word or the other. `*` within a word: any letters. `?`: at most one word of any kind. `^` first: only at
the start of the text.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import regex

from bot.answering.language.wording import lowered, wording

START = r"^\W*+"
WITHIN = r"(?<!\w)(?<!\w')"
GAP = r"\s++"
ANY_WORD = r"(?:[\w'-]++\s++)?"
BORDER = r"(?!\w)"
NOTHING = "(?!)"


@lru_cache(maxsize=1024)
def expression(language: str, section: str, key: str) -> regex.Pattern[str]:
    """What finds any of the phrases under `section` and `key`; what finds nothing, where there are none."""
    return regex.compile(alternatives(wording(language).get(section, {}).get(key, ())))


def holds(text: str, language: str, section: str, key: str) -> bool:
    """Whether one of the phrases stands in the text."""
    return expression(language, section, key).search(plain(text, language)) is not None


def plain(text: str, language: str) -> str:
    """The text as phrases are written: in lower case, with straight apostrophes; offsets stay as they are."""
    return lowered(text, language).replace("’", "'")


def alternatives(phrases: Iterable[str]) -> str:
    """One expression for all the phrases."""
    return "|".join(map(phrase, phrases)) or NOTHING


def phrase(written: str) -> str:
    """The expression of one phrase."""
    words = written.replace("’", "'").split()
    start = words[0] == "^"
    whole = "".join(map(one_word, words[1:] if start else words)).removesuffix(GAP)
    return f"{START if start else WITHIN}{whole}"


def one_word(written: str) -> str:
    """The expression of one word of a phrase, and of the gap after it: none after an elision such as `d'`."""
    if written == "?":
        return ANY_WORD
    words = "|".join(map(letters, written.split("|")))
    return f"(?:{words})" if written.endswith("'") else f"(?:{words}){BORDER}{GAP}"


def letters(word: str) -> str:
    """One word; `*` stands for any letters of it."""
    return r"\w*".join(map(re.escape, word.split("*")))
