"""How a language writes dates, as one regular expression: each form of a date is a named group of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.answering.language.numerals import some
from bot.answering.language.wording import wording

BEGIN = r"(?:(?<!\w)|(?<=[\u0e00-\uffff]))(?<!\d[.,:/])(?<![#$€£¥₺₽₹])"
"""A date begins behind no letter, but one of a script that is written without spaces."""
HAN = "〇零一二三四五六七八九十"
ROMAN = "[ivxl]{1,6}"
DASH = "[-–]"
LETTERS = re.compile(r"[^\W\d_]+")
FIRST = (
    "months", "short_months", "ordinals", "decades", "century_before", "decade_before", "before_christ_ahead",
    "after_christ",
)  # fmt: skip
"""The tables of words that a date may begin with."""
ROUNDING = ("rounding", "at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one language writes dates; all of it is in lower case."""

    words: frozenset[str]  # a text that holds none of them names a date in figures only, or none
    months: Mapping[str, int]
    full: frozenset[str]  # the names of months that are not abbreviated
    careful: frozenset[str]  # names of months that are other words as well
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    eras: frozenset[str]  # before Christ
    day_first: bool
    within: frozenset[str]  # "in": a number behind the month is then no day of it
    month_before: re.Pattern[str]  # what makes a careful name one of a month
    before: re.Pattern[str]  # what makes four figures a year
    opening: re.Pattern[str]  # the start of a text or a clause
    rounding: re.Pattern[str]
    counting: re.Pattern[str]  # what makes figures before it a number
    behind: re.Pattern[str]  # what stands behind a year rather than behind a number


@lru_cache(maxsize=64)
def calendar_of(language: str) -> Calendar:
    """How this language writes dates."""
    data = wording(language)
    dates, numbers = data["dates"], data["numbers"]
    months, short = dates["months"], dates.get("short_months", {})
    ordinals, decades = dates.get("ordinals", {}), dates.get("decades", {})
    units = [word for table in data["units"].values() for words in table.values() for word in words]
    return Calendar(
        words=frozenset(LETTERS.findall(word)[-1] for word in (*first_words(dates), *dates.get("century", ()))),
        months=months | short,
        full=frozenset(months),
        careful=frozenset(dates.get("careful", ())) | short.keys(),
        ordinals=ordinals,
        decades=decades,
        eras=frozenset([*dates.get("before_christ", ()), *dates.get("before_christ_ahead", ())]),
        day_first=not dates.get("month_first", False),
        within=frozenset(dates.get("within", ())),
        month_before=re.compile(
            rf"(?<!\w){some([*dates.get('years_precede', ()), *dates.get('months_precede', ())])} $"
        ),
        before=re.compile(rf"(?<!\w){some(dates.get('years_precede', ()))} $"),
        opening=re.compile(r"(?:^|[(\[–—,;:\"“„«-]) ?$"),
        rounding=re.compile(rf"(?<!\w){some(word for key in ROUNDING for word in numbers.get(key, ()))} $"),
        counting=re.compile(rf"[ \-\u00a0]?{some([*units, *numbers['scales']])}(?!\w)"),
        behind=re.compile(rf" {some(dates.get('years_follow', ()))}(?!\w)"),
    )


@lru_cache(maxsize=64)
def scan(language: str) -> re.Pattern[str]:
    """All forms of a date: a group a form, and within it a group a part: `iso` has `iso_year`, …"""
    dates = wording(language)["dates"]
    firsts = {re.escape(word[0]) for word in first_words(dates)} | {"i", "v", "x", "l"}
    return scanner(language, "".join(sorted(firsts)))


@lru_cache(maxsize=64)
def scan_figures(language: str) -> re.Pattern[str]:
    """As `scan`, but only what begins with a figure: in half the time."""
    return scanner(language, "")


def scanner(language: str, firsts: str) -> re.Pattern[str]:
    """The forms that begin with a figure or one of the letters `firsts`; the fuller ones first."""
    data = wording(language)
    dates, numbers = data["dates"], data["numbers"]
    suffix = some([*numbers.get("ordinal", ()), ".", "º", "ª"])
    forms = FIGURE_FORMS | month_forms(dates, suffix) | span_forms(dates, suffix) | year_forms(dates)
    groups = "|".join(f"(?P<{name}>{form})" for name, form in forms.items())
    return re.compile(rf"(?=[\d'’公紀纪西{HAN}{firsts}]){BEGIN}(?:{groups})")


def first_words(dates: Mapping[str, Any]) -> Iterator[str]:
    """What a date of this language may begin with, besides figures."""
    for table in FIRST:
        yield from dates.get(table, ())


FIGURE_FORMS = {
    "iso": r"(?P<iso_year>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)",
    "figures": (
        r"(?P<figures_one>\d{1,2})(?P<figures_sign>[./]) ?(?P<figures_two>\d{1,2})(?P=figures_sign) ?"
        r"(?P<figures_year>\d{4})(?!\d)"
    ),
    "han": (
        rf"(?P<han_before>(?:公元|紀元|纪元|西元)前)?(?P<han_year>\d{{1,4}}|[{HAN}]{{4}})年(?![間间代])"
        rf"(?:(?P<han_month>\d{{1,2}}|[{HAN}]{{1,3}})月(?:(?P<han_day>\d{{1,2}}|[{HAN}]{{1,3}})[日号號])?)?"
    ),
    "monthday": rf"(?P<monthday_month>\d{{1,2}}|[{HAN}]{{1,3}})月(?P<monthday_day>\d{{1,2}}|[{HAN}]{{1,3}})[日号號]",
    "hancentury": rf"(?P<hancentury_nth>\d{{1,2}}|[{HAN}]{{1,3}})世[紀纪]",
    "handecade": r"(?P<handecade_year>(?:\d\d)?\d0)年代",
}


def month_forms(dates: Mapping[str, Any], suffix: str) -> dict[str, str]:
    """5 January 2024; January 5, 2024 where the language has the month first; January 2024; January."""
    month = rf"(?:{some(dates['months'])}(?!\w)|{some(dates.get('short_months', ()))}(?!\w)\.?)"
    links = f"(?:{some(dates.get('links', ()))} )"
    year = rf"[ \u00a0,\-]{{1,2}}{links}{{0,2}}(?P<%s_year>\d{{4}})(?!\d|[.,:]\d)"
    day = rf"(?:(?P<%s_range>\d{{1,2}}{suffix}? ?{DASH} ?))?(?P<%s_day>\d{{1,2}})(?!\d){suffix}?"
    behind = rf"(?: {links}?{day.replace('%s', 'month')}(?!\w|[.,:]\d|[ \-]?%))?" if dates.get("month_first") else ""
    return {
        "day": rf"{day.replace('%s', 'day')} ?{links}?(?P<day_month>{month})(?:{year.replace('%s', 'day')})?",
        "month": rf"(?P<month_month>{month}){behind}(?:{year.replace('%s', 'month')})?",
    }


def span_forms(dates: Mapping[str, Any], suffix: str) -> dict[str, str]:
    """19th century, siglo XIX, 5th century BC; 1990s, the '90s, años noventa."""
    nth = rf"(?:\d{{1,2}}(?!\d)(?:{suffix})?|{some(dates.get('ordinals', ()))}|{ROMAN}{suffix}?)"
    century, century_ahead = some(dates.get("century", ())), some(dates.get("century_before", ()))
    decade, decade_ahead = some(dates.get("decade", ())), some(dates.get("decade_before", ()))
    return {
        "century": (
            rf"(?:{century_ahead} (?P<century_one>{nth})(?!\w)|(?P<century_two>{nth})[ \-]{century}(?!\w))"
            rf"(?P<century_era> ?{some(dates.get('before_christ', ()))}(?!\w))?"
        ),
        "decade": (
            rf"(?:{decade_ahead} ['’]?(?P<decade_one>(?:\d\d)?\d0){decade}?(?!\w)"
            rf"|['’]?(?P<decade_two>(?:\d\d)?\d0){decade}(?!\w)"
            rf"|(?P<decade_word>{some(dates.get('decades', ()))})(?!\w))"
        ),
    }


def year_forms(dates: Mapping[str, Any]) -> dict[str, str]:
    """44 BC, AD 476, in 476, 1969, 1914–18."""
    ahead = some([*dates.get("before_christ_ahead", ()), *dates.get("after_christ", ())])
    behind = some([*dates.get("before_christ", ()), *dates.get("after_christ", ())])
    follow = some(dates.get("years_follow", ()))
    return {
        "era": (
            rf"(?:(?P<era_ahead>{ahead}) (?P<era_one>\d{{1,4}})(?!\w|[.,]\d)"
            rf"|(?P<era_two>\d{{1,4}})(?:{DASH}(?P<era_last>\d{{1,4}}))? ?(?P<era_behind>{behind})(?!\w))"
        ),
        "early": rf"(?P<early_year>\d{{3}})(?=$|[,;)]|\.(?!\d)| {follow}(?!\w))",
        "year": r"(?P<year_year>\d{4})(?:[–/-](?P<year_last>\d{4}|\d\d)(?!\d))?(?!\d|[.,:/]\d|[²³])",
    }
