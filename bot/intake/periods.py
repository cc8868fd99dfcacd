"""Periods of publication, as people write them."""

import re
from datetime import UTC, date, datetime

from bot.errors import ArticleRefused, Phrase, QuestionRefused
from bot.intake.dates import read_date
from bot.model import Period

COARSE_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
DATE_EXAMPLE = Phrase("Write it as 2024-01-25; a year or a month alone, 2024 or 2024-01, means its first day.")


def read_period(after: str | None, before: str | None) -> Period:
    """The period from the day `after` on to the last one before `before`; None leaves an end open.

    A year or a month alone means its first day, a moment its day in UTC. Raises QuestionRefused for what is no date,
    and for a period without a day.
    """
    first, end = (None if text is None else read_day(text.strip()) for text in (after, before))
    if first is not None and end is not None and first >= end:
        raise QuestionRefused(
            "No day is on or after {first} and before {end}. Swap the two, or leave one out.", first=first, end=end
        )
    return Period(first, end)


def read_day(text: str) -> date:
    """The day that a text names, or begins with. Raises QuestionRefused."""
    coarse = COARSE_DATE.fullmatch(text)
    try:
        published = date(int(coarse[1]), int(coarse[2] or 1), 1) if coarse else read_date(text)
    except ArticleRefused as exc:
        raise QuestionRefused(exc.reason.template, **{**exc.reason.fields, "example": DATE_EXAMPLE}) from exc
    except ValueError as exc:
        raise QuestionRefused("“{text}” is not a date. {example}", text=text, example=DATE_EXAMPLE) from exc
    if published is None:
        raise QuestionRefused("There is no date in “{text}”. {example}", text=text, example=DATE_EXAMPLE)
    return published.astimezone(UTC).date() if isinstance(published, datetime) else published
