"""Lines that only say when an article was published or changed: `Published: 5 January 2024, 14:30 GMT`.

In eleven languages, by the names of the CLDR; which one a line is in makes no difference, for no two of them have one
name for two months. A day that could be another one as well is none.
"""

import contextlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from bot.model import Published

MAX_DATELINE = 100
"""Code points."""
MAX_SHORT_WORD = 3
"""Letters of a word that may stand beside a number in a date, whatever it is: 5th, 1er, 2-е."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ª|º|-?е|-?го|:a|:e|e)(?!\w)")
FINISHED = re.compile(r"(?<![ap]\.m)(?<![ap]m)(?<! г)[.!?]\s*\Z")
"""The end of a sentence: `Released 5 January 2024.` tells of something."""
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d\d)(?!\d)", re.ASCII)
SLASHED = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Names and words, folded."""

    months: Mapping[str, int]  # 1 to 12
    with_month: re.Pattern[str]  # a date with the name of its month
    words: frozenset[str]  # that may stand in a dateline
    changed: tuple[str, ...]  # what says that the date is that of a change


def is_dateline(line: str) -> bool:
    """Whether a line holds a day and nothing else but words that stand around one."""
    if len(line) > MAX_DATELINE or not any(map(str.isdigit, line)) or FINISHED.search(line):
        return False
    folded = fold(line)
    if not YEAR.search(folded):
        return False
    calendar = read_calendar()
    rest = ORDINAL.sub("", calendar.with_month.sub(" ", folded))
    rest = STAMP.sub(" ", rest)
    return holds_date(folded) and all(word in calendar.words for word in WORD.findall(rest))


def opens_dateline(line: str) -> bool:
    """Whether its first word is one that stands before a date: Posted on 5 January 2024 by admin"""
    first = WORD.match(fold(line[:MAX_DATELINE]))
    return first is not None and first[0] in read_calendar().words


def published_day(line: str) -> Published:
    """The day of publication that a line names, or the moment where it has a zone in figures. None: no one day."""
    folded = fold(line[: MAX_DATELINE * 2])
    calendar = read_calendar()
    changes = [at for word in calendar.changed if (at := folded.find(word)) >= 0]
    folded = folded[: min(changes, default=len(folded))]
    moments = {moment for stamp in STAMP.findall(folded) if (moment := read_stamp(stamp)) is not None}
    found = moments or set(days(folded))
    return found.pop() if len(found) == 1 else None


def read_stamp(stamp: str) -> Published:
    """ISO 8601, as any dateline may have it."""
    try:
        return read_date(stamp.upper())
    except ArticleRefused:
        return None


def holds_date(folded: str) -> bool:
    """Whether a day is named, not only a month."""
    if any(found["day"] or found["second"] for found in read_calendar().with_month.finditer(folded)):
        return True
    return any(pattern.search(folded) for pattern in (STAMP, DOTTED, SLASHED))


def days(folded: str) -> Iterator[date]:
    """The days that a folded line names for certain."""
    calendar = read_calendar()
    for found in calendar.with_month.finditer(folded):
        day = found["day"] or found["second"]
        if day:
            yield from real_day(found["year"], calendar.months[found["month"]], day)
    for found in DOTTED.finditer(folded):
        yield from real_day(found[3], int(found[2]), found[1])
    for found in SLASHED.finditer(folded):
        first, second = int(found[1]), int(found[2])
        if first > 12 or first == second:
            yield from real_day(found[3], second, found[1])
        elif second > 12:
            yield from real_day(found[3], first, found[2])


def real_day(year: str, month: int, day: str) -> Iterator[date]:
    """The day, if there is one."""
    with contextlib.suppress(ValueError):
        yield date(int(year), month, int(day))


def fold(line: str) -> str:
    """Without case, with plain spaces and the digits of ASCII."""
    spaced = " ".join(line.casefold().replace("i\u0307", "i").split())
    return "".join(str(int(each)) if each.isdecimal() else each for each in spaced)


@lru_cache(maxsize=1)
def read_calendar() -> Calendar:
    from babel.dates import get_day_names, get_month_names  # only where a line has a year in it

    file = resources.files("bot.intake") / "datelines.toml"
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    months: dict[str, int] = {}
    weekdays: set[str] = set()
    for locale in lists["languages"]:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale)
                months.update((fold(name).rstrip("."), number) for number, name in names.items())
                weekdays.update(fold(name).rstrip(".") for name in get_day_names(width, context, locale).values())
    changed = [fold(word) for word in lists["changed"].split() if len(word) > MAX_SHORT_WORD]
    words = (fold(word) for name in ("published", "changed", "zones") for word in lists[name].split())
    kept = frozenset(WORD.findall(" ".join([*words, *weekdays])))
    return Calendar(months, with_month(months), kept, tuple(changed))


def with_month(names: Mapping[str, int]) -> re.Pattern[str]:
    """5 January 2024, January 5, 2024, 5. Januar 2024, 5 de enero de 2024, and January 2024."""
    month = rf"(?P<month>{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)\.?"
    before = r"(?:(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|-?е|-?го|\.)? (?:of |de |d['’])?)?"
    after = r"(?: (?P<second>\d\d?)(?:st|nd|rd|th)?(?=,? \d))?"
    return re.compile(rf"{before}(?<!\w){month}{after},? ?(?:de |del |of )?(?P<year>(?:19|20)\d\d)(?!\d)")
