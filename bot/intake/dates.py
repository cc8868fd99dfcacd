"""Dates as people and programs write them. Unknown stays unknown, and nothing is guessed."""

from datetime import date, datetime

from dateutil import parser

from bot.errors import ArticleRefused
from bot.model import Published

# Two days that differ in day, month and year: what a text leaves open, it takes from these, and that shows.
BLANKS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - a text may say no zone
EXAMPLE = "Write it as 2024-01-25, or 2024-01-25T14:30+02:00."


def read_date(value: object) -> Published:
    """A day, a moment with its zone, or None. A time without a zone says only which day it was.

    Raises ArticleRefused for what is no date, or could be two.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) > 100:
        raise ArticleRefused(f"“{str(value)[:40]}” is not a date. {EXAMPLE}")
    return read_text(value.strip())


def read_text(text: str) -> Published:
    try:
        return read_date(date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text))
    except ValueError:
        return read_words(text)


def read_words(text: str) -> Published:
    """`25 January 2024`, `Jan 25, 2024 14:30 GMT`. What leaves the day, the month or the year open is refused."""
    readings = set()
    try:
        for blank in BLANKS:
            for day_first in (False, True):
                readings.add(parser.parse(text, default=blank, dayfirst=day_first))
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError) as exc:
        raise ArticleRefused(f"“{text[:40]}” is not a date. {EXAMPLE}") from exc
    if len({reading.date() for reading in readings}) > 1:
        raise ArticleRefused(f"“{text[:40]}” could be more than one day. {EXAMPLE}")
    return read_date(readings.pop())
