"""Dates that a page shows to its readers: beside the author, below the title, in a <time>.

Only short texts that are marked as such are looked at (a class, an id or an element that says date), in the language of
the page, with the names of months of the CLDR. 03/04/2024 is read where the language leaves no choice.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from bot.model import Published

MARKED = re.compile(
    r"(?:\b|_)(?:date|dateline|datetime|time|timestamp|pub(?:lish(?:ed)?)?|posted|byline)(?:\b|_)",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"updat|modif|edit|comment|related|teaser|copyright|footer|sidebar|event|expire|card|promo|picker", re.IGNORECASE
)
"""Classes and ids around dates that are not this article's, or not those of its publication."""
CHANGED = re.compile(
    r"updat|modif|edited|actualiz|aktualis|mis à jour|aggiornat|atualiz|bijgewerkt|uppdater|обновл|güncel",
    re.IGNORECASE,
)
"""Words beside dates of a change."""
MAX_SHOWN = 120
"""Code points of a text that shows a date."""
MAX_LOOKED_AT = 40
DAY_FIRST = frozenset((
    "es", "fr", "it", "pt", "ca", "gl", "ro", "el", "vi", "id", "tr",
))  # fmt: skip
"""Languages whose readers read 03/04/2024 as the third of April, in every country."""
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
ISO = re.compile(rf"(?<!\d){YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", re.ASCII)
DOTTED = re.compile(rf"(?<![\d.])(?P<day>\d\d?)\. ?(?P<month>\d\d?)\. ?{YEAR}", re.ASCII)
SLASHED = re.compile(rf"(?<![\d/])(?P<day>\d\d?)/(?P<month>\d\d?)/{YEAR}", re.ASCII)
EAST = re.compile(rf"{YEAR}\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일]", re.ASCII)


def shown_dates(tree: Any) -> Iterator[str]:
    """Texts and values of elements that show a date, those of <time> first, each in the page's order."""
    marked = [element for element in tree.iter("time") if is_own(element)]
    for element in marked[:MAX_LOOKED_AT]:
        written = (element.get("datetime") or "").strip()
        yield written or " ".join("".join(element.itertext()).split())
    for element in tree.xpath(
        ".//*[@class or @id][self::span or self::div or self::p or self::li or self::a or self::small]"
    ):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if MARKED.search(names) and is_own(element):
            text = " ".join(" ".join(element.itertext()).split())
            if len(text) <= MAX_SHOWN:
                yield text


def is_own(element: Any) -> bool:
    """Whether neither the element nor what stands around it says that the date is another one."""
    for each in (element, *element.iterancestors()):
        names = f"{each.get('class') or ''} {each.get('id') or ''} {each.get('itemprop') or ''}"
        if each.tag in ("footer", "aside", "nav") or (each.tag not in ("body", "html") and OTHERS.search(names)):
            return False
    return True


def read_shown(written: str, language: str | None) -> Published:
    """The one day that a short text names; with its time where it is ISO 8601 with a zone. Else None."""
    if len(written) > MAX_SHOWN or CHANGED.search(written):
        return None
    try:
        published = read_date(written)
        if isinstance(published, datetime):
            return published
    except ArticleRefused:
        pass
    days = set(named_days(written, language))
    return days.pop() if len(days) == 1 else None


def named_days(text: str, language: str | None) -> Iterator[date]:
    patterns = [ISO, DOTTED, EAST, *([SLASHED] if language in DAY_FIRST else ())]
    for found in (match for pattern in patterns for match in pattern.finditer(text)):
        yield from real_day(found["year"], int(found["month"]), found["day"])
    for found in SLASHED.finditer(text):
        if int(found["day"]) > 12:
            yield from real_day(found["year"], int(found["month"]), found["day"])
    for name in dict.fromkeys([language or "en", "en"]):
        months = month_names(name)
        for found in month_pattern(name).finditer(text):
            yield from real_day(found["year"], months[found["month"].casefold()], found["day"] or found["second"])


def real_day(year: str, month: int, day: str | None) -> Iterator[date]:
    """The day, if there is one; a month without a day is none."""
    with contextlib.suppress(ValueError):
        if day is not None:
            yield date(int(year), month, int(day))


@lru_cache(maxsize=8)
def month_names(language: str) -> Mapping[str, int]:
    """Names of months, in small letters, without the point of an abbreviation -> 1 to 12."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        locale = Locale("en")
    found = {
        name.casefold().rstrip("."): number
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, locale).items()
    }
    return {name: number for name, number in found.items() if not name.isdigit()}


@lru_cache(maxsize=8)
def month_pattern(language: str) -> re.Pattern[str]:
    """25 January 2024, January 25, 2024, 25. Januar 2024, 25 de enero de 2024."""
    names = sorted(month_names(language), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)\.?"
    before = r"(?:(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|\.)?\s{1,3}(?:of |de |d['’])?)?"
    after = r"(?:\s{1,3}(?P<second>\d\d?)(?:st|nd|rd|th)?,)?"
    return re.compile(rf"{before}(?<!\w){month}{after}(?:,? (?:de |del |of )?| ){YEAR}", re.IGNORECASE)
