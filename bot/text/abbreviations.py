"""Abbreviations: what a word before a point says about the end of the sentence, by language.

The tables are the files `abbreviations/<language>.toml`; each of their lists is a kind:

- `within`: never the last word of a sentence: Dr. e.g. z. B.
- `number`: an abbreviation where a number follows, else a word: No. 5, Art. 3, Jan. 25
- `either`: the sentence goes on, unless a word follows that opens sentences: U.S. Army, Inc. The
- `last`: the sentence goes on in small letters or digits, and ends before a capital: etc. usw. ft.
- `unit`: behind a number it is `last`, else `within`: 1999 г., г. Тверь
- `clock`: a time of day, which ends a sentence unless a day, a month or a zone follows: 5 p.m. Friday
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources

from bot.text.languages import fold, read_stop_words

MAX_TOKEN = 16
"""Code points of the longest word that is looked up."""
OPENING = "([{<\"'“”„«»‹›‘‚¿¡—–-/*_|"
LETTERS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")
ROMAN = re.compile(r"[IVXLC]{1,6}")
CONSONANTS = re.compile(r"[b-df-hj-np-tv-xz]{2,4}", re.IGNORECASE | re.ASCII)
THAI = re.compile(r"(?:[\u0e01-\u0e4e]{1,4}\.){0,4}[\u0e01-\u0e4e]{1,4}")


class Kind(Enum):
    """What an abbreviation says about the end of a sentence."""

    WITHIN = "within"
    NUMBER = "number"
    EITHER = "either"
    LAST = "last"
    UNIT = "unit"
    CLOCK = "clock"
    INITIAL = "initial"  # of a name: as EITHER, but not before a number
    ORDINAL = "ordinal"  # 5. Januar: as EITHER; before a number only where that is an ordinal too


@dataclass(frozen=True, slots=True)
class Table:
    """What is known about the ends of sentences in a language."""

    language: str
    kinds: Mapping[str, Kind]  # without the last point and spaces; in small letters unless the capital matters
    endings: tuple[str, ...] = ()  # of compounds, of the kind EITHER: Goethestr.
    ordinals: bool = False  # whether a point makes a number an ordinal
    nouns: bool = False  # whether nouns have capitals: a number behind one is no ordinal
    openers: frozenset[str] = frozenset()  # folded words that open a sentence rather than go on with a name
    after_clock: frozenset[str] = frozenset()  # folded
    said: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()  # folded words behind which a single capital is no initial
    marked: frozenset[str] = frozenset()  # names that end in a mark: Yahoo!


UNITS = "mhglt"
NOT_BEFORE_NAMES = (Kind.NUMBER, Kind.LAST)
EMPTY = Table("und", {})
COMMON = "common.toml"  # foreign names: in every table
LISTED = (Kind.CLOCK, Kind.UNIT, Kind.LAST, Kind.EITHER, Kind.NUMBER, Kind.WITHIN)


@lru_cache(maxsize=64)
def read_table(language: str) -> Table | None:
    """The table of a language; None where there is none."""
    if not language.isascii() or not language.isalpha():
        return None
    file = resources.files("bot.text") / "abbreviations" / f"{language}.toml"
    if not file.is_file():
        return None
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    kinds = read_kinds(
        tomllib.loads((resources.files("bot.text") / "abbreviations" / COMMON).read_text(encoding="utf-8"))
    ) | read_kinds(lists)
    return Table(
        language=language,
        kinds={word: kind for word, kind in kinds.items() if not word.startswith("*")},
        endings=tuple(word[1:] for word in kinds if word.startswith("*")),
        ordinals=lists.get("ordinals", False),
        nouns=lists.get("nouns", False),
        openers=read_stop_words(language)
        | frozenset(fold(word, language) for word in lists.get("openers", "").split()),
        after_clock=frozenset(lists.get("after_clock", "").split()),
        labels=frozenset(fold(word, language) for word in lists.get("labels", "").split()),
        said=frozenset(lists.get("said", "").split()),
        marked=frozenset(lists.get("marked", "").split()),
    )


def read_kinds(lists: Mapping[str, str]) -> dict[str, Kind]:
    """The words of each kind; one with a capital in capitals too."""
    return {
        spelling: kind
        for kind in LISTED
        for word in lists.get(kind.value, "").split()
        for spelling in ((word, word.upper()) if word[0].isupper() else (word,))
    }


def kind_of(before: str, after: str, table: Table) -> Kind | None:
    """What the last word of `before`, on which a point follows, says; None where it is no abbreviation.

    `after` are the first few characters of what follows.
    """
    words = before.rsplit(None, 2)
    if not words or len(words[-1]) > MAX_TOKEN:
        return None
    token = bare(words[-1])
    if not token or (len(token) > 4 and token.islower() and token.isalpha() and not table.endings):
        return table.kinds.get(token)  # so it is nearly always
    if len(words) > 1 and len(token) <= 4 and len(words[-2]) <= 4 and words[-2][-1] == ".":
        spaced = table.kinds.get(f"{bare(words[-2])}{token}".casefold())  # z. B., т. д.
        if spaced:
            return spaced
    previous = words[-2] if len(words) > 1 else ""
    kind = listed(token, after, table) or shaped(token, table)
    if len(token) == 1 and token.isalpha():
        return of_letter(token, kind, previous, after, table)
    if kind is Kind.ORDINAL and previous and token.isdigit():
        return ordinal(previous, table)
    return kind


def of_letter(token: str, kind: Kind | None, previous: str, after: str, table: Table) -> Kind | None:
    """The kind of a single letter, by the word before it as well."""
    if previous[-1:].isdigit() and (kind is Kind.UNIT or (kind is Kind.EITHER and token in UNITS)):
        return Kind.LAST  # 1,80 m.
    if kind is Kind.UNIT:
        return Kind.WITHIN
    if token.isupper() and kind in NOT_BEFORE_NAMES and not after[:1].isdigit():
        return Kind.INITIAL
    if kind is Kind.INITIAL and fold(previous.rstrip("."), table.language) in table.labels:
        return None  # Room B.
    return kind


def ordinal(previous: str, table: Table) -> Kind | None:
    """The kind of a number with a point in a language that writes ordinals so, by the word before it."""
    if previous[-1] == ".":
        if previous[:-1].isdigit():
            return Kind.EITHER  # 3. 10. 1990
        return None if listed(previous[:-1], "", table) is Kind.NUMBER else Kind.ORDINAL  # No. 5.
    noun = table.nouns and previous[0].isupper() and fold(previous, table.language) not in table.openers
    return None if noun else Kind.ORDINAL  # Platz 5.


def bare(token: str) -> str:
    """A word without opening marks and elided article: (e.g → e.g, l'avv → avv."""
    token = token.lstrip(OPENING)
    if "'" in token or "’" in token:
        last = token.replace("’", "'").rpartition("'")[2]
        token = token if len(last) == 1 and last.islower() else last  # not the t of can't
    return token if token.isascii() else unicodedata.normalize("NFC", token)


def listed(token: str, after: str, table: Table) -> Kind | None:
    """The kind of a word that is in the table."""
    kinds = table.kinds
    kind = kinds.get(token)
    if kind is None and not token.islower():
        kind = kinds.get(token.casefold())
        if kind and token.isupper() and len(token) > 1 and "." not in token and after[:2].istitle():
            return None  # AV is not av., unless all is in capitals
    if kind is None and "-" in token:
        kind = kinds.get(token.rpartition("-")[2])  # Dr.-Ing.
    if kind is None and table.endings and token.casefold().endswith(table.endings):
        kind = Kind.EITHER
    return kind


def shaped(token: str, table: Table) -> Kind | None:
    """The kind of a word that looks like an initial, an abbreviation or an ordinal, or None."""
    if len(token) == 1 and token.isalpha():
        return Kind.INITIAL if token.isupper() else Kind.EITHER
    if "." in token:
        if LETTERS.fullmatch(token):
            return Kind.INITIAL if token.isupper() else Kind.EITHER
        return Kind.WITHIN if THAI.fullmatch(token) else None
    if table.ordinals and ((len(token) <= 2 and token.isdigit()) or ROMAN.fullmatch(token)):
        return Kind.ORDINAL
    if len(token) <= 4:
        if table.openers and (token.islower() or token.istitle()) and CONSONANTS.fullmatch(token):
            return Kind.EITHER
        if THAI.fullmatch(token):
            return Kind.WITHIN
    return None
