"""Dates as people and programs write them. Unknown stays unknown, and nothing is guessed."""

import re
from datetime import UTC, date, datetime

from dateutil import parser

from bot.errors import ArticleRefused, Phrase
from bot.model import Published

# Two days that differ in day, month and year: what a text leaves open, it takes from these, and that shows.
BLANKS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - zones are not read from words
ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)|\d{8}(?!\d)", re.ASCII)
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
EXAMPLE = Phrase("Write it as 2024-01-25, or 2024-01-25T14:30+02:00.")
MAX_LENGTH = 100


def read_date(value: object) -> Published:
    """A day, a moment with its zone, or None. A time without a zone says only which day it was.

    Raises ArticleRefused for what is no date, or could be two.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return shown(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ArticleRefused("The date is not a text. {example}", example=EXAMPLE)
    if len(value) > MAX_LENGTH:
        raise ArticleRefused("“{start}…” is too long for a date. {example}", start=value[:40], example=EXAMPLE)
    return read_text(value.strip()) if value.strip() else None


def shown(moment: datetime) -> datetime:
    """The moment, if there is such a day in UTC as well. Raises ArticleRefused."""
    try:
        moment.astimezone(UTC)
    except (OverflowError, ValueError) as exc:
        raise ArticleRefused("The date lies outside of the years 1 to 9999. {example}", example=EXAMPLE) from exc
    return moment


def read_text(text: str) -> Published:
    """ISO 8601, else words."""
    if not ISO.match(text):
        return read_words(text)
    try:
        return read_date(date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text))
    except ValueError as exc:
        raise ArticleRefused("“{text}” is not a date. {example}", text=text, example=EXAMPLE) from exc


def read_words(text: str) -> date:
    """The day of `25 January 2024` or `Jan 25, 2024 14:30`. What could be another day too is refused.

    A time is left out: the names of zones are not unique (IST, CST), and dateutil takes `UTC+3` for west of it.
    """
    readings = set()
    try:
        for blank in BLANKS:
            for day_first in (False, True):
                readings.add(parser.parse(text, default=blank, dayfirst=day_first, ignoretz=True).date())
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError) as exc:
        raise ArticleRefused("“{text}” is not a date. {example}", text=text, example=EXAMPLE) from exc
    if len(readings) > 1:
        raise ArticleRefused("“{text}” could be more than one day. {example}", text=text, example=EXAMPLE)
    if not YEAR.search(text):
        raise ArticleRefused("“{text}” has no year of four figures. {example}", text=text, example=EXAMPLE)
    return readings.pop()
