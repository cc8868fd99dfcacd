"""Dates of feeds, with their zones. What can't be read stays unknown."""

import email.utils
import re
from datetime import UTC, datetime

from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from bot.model import Published

MAX_DATE = 100
ISO = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}")
SPACE_BEFORE_ZONE = re.compile(r"\s+(?=(?:[+-][0-9]{2}:?[0-9]{2}|Z)$)")
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""What programs write that know none: the beginning of their calendar."""


def read_moment(text: str) -> Published:
    """A moment with its zone, or a day where there is no zone that means one thing: RFC 822, RFC 3339, or words.

    The names of zones are those of RFC 822; others ("CET", "IST") are not unique, and leave the day alone known.
    """
    text = text.strip()
    if not text or len(text) > MAX_DATE:
        return None
    try:
        found = read_date(of_mail(text) or SPACE_BEFORE_ZONE.sub("", text))
    except ArticleRefused:
        return None
    return None if found == NO_MOMENT else found


def of_mail(text: str) -> Published:
    """A date as in the head of a mail; None where it isn't written so."""
    if ISO.match(text):
        return None
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.date()
