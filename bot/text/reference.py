"""Whether a sentence stands by itself: headings, and sentences that begin with a pronoun."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

MAX_HEADING = 120
"""Code points of the longest heading; the headlines of newspapers rarely have more."""
TAIL = 60
"""Code points at the end of a line that hold its mark and what closes behind it."""
# The marks of many scripts; behind them what closes, signs and marks of citation.
ENDED = re.compile(
    r"[.!?…‥。！？｡．؟۔।॥‼⁇⁈⁉։።፧။៕༎᠃\u037e]"
    r"(?:[\s”’“‘»›\"'）)\]}」』》】〉*_¹²³⁰⁴-⁹\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]|\[[^\[\]\s]{1,20}\])*+\Z"
)
UNMARKED = re.compile(r"[\u0e00-\u0eff]")  # Thai and Lao end a sentence without a mark
BEGINNING = re.compile(r"[\W_]*+(\w++(?:['’-]\w++)*+)\s*+(\w*+(?:['’-]\w++)*+)")


@dataclass(frozen=True, slots=True)
class Pronouns:
    """With what a sentence begins that refers back; all in small letters."""

    alone: frozenset[str]
    before: frozenset[str]  # where one of `verbs` follows, or a mark
    verbs: frozenset[str]
    excepted: frozenset[str]  # two words, with a space between them


def is_heading(text: str) -> bool:
    """Whether a sentence is rather a title, a caption or a row: short, and without the closing mark of any script."""
    if len(text) > MAX_HEADING or UNMARKED.search(text):
        return False
    return ENDED.search(text, max(0, len(text) - TAIL)) is None


def opens_with_pronoun(text: str, language: str) -> bool:
    """Whether a sentence begins with a bare pronoun, so that what it is about was named before.

    Personal, possessive and demonstrative pronouns of the third person; False in a language without a list.
    """
    pronouns = read_pronouns().get(language)
    beginning = BEGINNING.match(text) if pronouns else None
    if pronouns is None or beginning is None:
        return False
    first, second = (word.casefold().replace("’", "'") for word in beginning.groups())
    if first in pronouns.alone:
        return f"{first} {second}" not in pronouns.excepted
    if first in pronouns.before:
        return not second or second in pronouns.verbs
    head, apostrophe, _ = first.partition("'")  # it's, that's
    return bool(apostrophe) and (head in pronouns.alone or head in pronouns.before)


@lru_cache(maxsize=1)
def read_pronouns() -> dict[str, Pronouns]:
    """The pronouns by language."""
    lists = tomllib.loads((resources.files("bot.text") / "pronouns.toml").read_text(encoding="utf-8"))
    return {
        language: Pronouns(
            alone=frozenset(table["alone"].split()),
            before=frozenset(table["before"].split()),
            verbs=frozenset(table["verbs"].split()),
            excepted=frozenset(pair.strip() for pair in table.get("except", "").split(",")),
        )
        for language, table in lists.items()
    }
