"""The words of one language: its sentences from a gettext catalogue, its numbers and dates from the Unicode CLDR.

A sentence is written in English where it is said, as a literal, and that is its name in the catalogues:

    words("Page {number} of {last}", number=2, last=5)
    words.many(articles, "{n:,} article", "{n:,} articles")

The catalogues are `locale/<language>/LC_MESSAGES/bot.po`; a language is added by adding its folder.
"""

import gettext
import io
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bot.errors import Phrase

LOCALE_DIR = Path(__file__).parent / "locale"
ENGLISH = "en"
LANGUAGE_TAG = re.compile(
    r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}|[0-9]{3}))?(?![a-z0-9])", re.IGNORECASE | re.ASCII
)
DAY_PATTERNS = {ENGLISH: ("d MMMM y", "d MMM y")}
"""Where we don't write dates as the CLDR has them (which is as in the United States): (long, short)."""
LAST: Mapping[Literal["and", "or"], Phrase] = {"and": Phrase("and"), "or": Phrase("or")}


class Words:
    """What can be said in one language. Safe to share between threads.

    `tag` is the language as in BCP 47, with its region where that writes numbers and dates in its own way.
    """

    def __init__(self, tag: str, translations: gettext.NullTranslations) -> None:
        self.tag = tag
        self._language = tag.partition("-")[0]
        self._locale = tag.replace("-", "_")
        self._translations = translations
        self._formatter = Formatter(self)

    def __call__(self, text: str, /, **fields: object) -> str:
        """The text in this language, with its fields. A Phrase brings its own, and is said with all that it holds."""
        template, named = (text.template, text.fields) if isinstance(text, Phrase) else (text, fields)
        return self._formatted(self._translations.gettext(template) if template else "", named)

    def many(self, n: int, one: str, more: str, /, **fields: object) -> str:
        """`one` or `more`, by the number, which both can name as `{n:,}`."""
        return self._formatted(self._translations.ngettext(one, more, n), {"n": n, **fields})

    def number(self, n: int) -> str:
        """`2,500`. Up to 25 figures."""
        from babel.numbers import format_decimal

        return format_decimal(n, locale=self._locale)

    def percent(self, share: float) -> str:
        """`63%`, of 0.63."""
        from babel.numbers import format_percent

        return format_percent(round(100 * share) / 100, locale=self._locale)

    def day(self, day: date) -> str:
        """`25 January 2024`."""
        return self._day(day, DAY_PATTERNS.get(self._language, ("long", "medium"))[0])

    def short_day(self, day: date) -> str:
        """`25 Jan 2024`."""
        return self._day(day, DAY_PATTERNS.get(self._language, ("long", "medium"))[1])

    def listing(self, parts: Sequence[str], last: Literal["and", "or"] = "and") -> str:
        """`a, b and c`."""
        between = self(LAST[last])
        return f" {between} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

    def language_name(self, code: str) -> str:
        """`Spanish`, of `es`; the code itself where there is no name for it."""
        from babel import Locale

        return str(Locale.parse(self._locale).languages.get(code, code))

    def _day(self, day: date, pattern: str) -> str:
        from babel.dates import format_date

        return format_date(day, pattern, locale=self._locale)

    def _formatted(self, template: str, fields: Mapping[str, object]) -> str:
        return self._formatter.vformat(template, (), fields) if fields else template


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence without fields that can be said in any language: `looking = Saying("Looking…")`, `looking(words)`."""

    text: str

    def __call__(self, words: Words) -> str:
        return words(self.text)


class Formatter(string.Formatter):
    """Formats by name only: no attribute and no item of a value can be named, and no value is a format itself."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Phrase):
            return self._words(value)
        return self._words.number(value) if format_spec == "," else format(value, format_spec)


def words_for(tag: str) -> Words:
    """The words of the language that is nearest to what Discord or a person calls it; English where there is none.

    For `es-419`, `es_MX` and `ES` there is Spanish; for `de`, nonsense and nothing there is English.
    """
    match = LANGUAGE_TAG.match(tag.strip())
    language = match[1].lower() if match else ENGLISH
    if match is None or language == ENGLISH or language not in languages():
        return words_of(ENGLISH)
    return words_of(with_region(language, (match[2] or "").upper()))


def with_region(language: str, region: str) -> str:
    """The tag of a language, with the region where the CLDR knows that the two go together."""
    from babel import localedata

    return f"{language}-{region}" if region and localedata.exists(f"{language}_{region}") else language


@cache
def languages() -> frozenset[str]:
    """Those that have a catalogue, and English."""
    return frozenset({ENGLISH, *(path.parent.parent.name for path in LOCALE_DIR.glob("*/LC_MESSAGES/bot.po"))})


@cache
def words_of(tag: str) -> Words:
    """The words of a tag that `words_for` has made."""
    language = tag.partition("-")[0]
    return Words(tag, gettext.NullTranslations() if language == ENGLISH else translations(language))


@cache
def translations(language: str) -> gettext.NullTranslations:
    """What the catalogue of a language says."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (LOCALE_DIR / language / "LC_MESSAGES" / "bot.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
