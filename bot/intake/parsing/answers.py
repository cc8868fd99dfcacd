"""Check every value of an answer that a child has sent: a child that was taken over sends what it likes."""

import itertools
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from bot.intake.drafts import UNSTORABLE, read_language, read_url
from bot.intake.parsing.results import (
    MAX_LABEL,
    MAX_LEADS,
    MAX_LINE,
    MAX_PAGES,
    MAX_SET_ASIDE,
    MAX_TEXT,
    Dated,
    Elsewhere,
    Lead,
    Leading,
    Parsed,
    Trust,
)
from bot.model import PageStart

T = TypeVar("T")


def read_parsed(fields: Mapping[str, object], text: str) -> Parsed:
    """Raises ValueError, TypeError, KeyError or ArticleRefused."""
    line(text, MAX_TEXT)
    if not any(map(str.isalnum, text)):
        raise ValueError("no text")
    pages = items(fields["pages"], MAX_PAGES, lambda value: read_page_start(value, len(text)))
    if any(a.start > b.start for a, b in itertools.pairwise(pages)):
        raise ValueError("pages that go back")
    published = fields["published"]
    return Parsed(
        text=text,
        title=optional(fields["title"], MAX_LINE),
        author=optional(fields["author"], MAX_LINE),
        site=optional(fields["site"], MAX_LINE),
        published=None if published is None else read_dated(published),
        url=None if fields["url"] is None else read_link(fields["url"]),
        language=read_language(optional(fields["language"], 3)),
        pages=pages,
        set_aside=items(fields["set_aside"], MAX_SET_ASIDE, lambda value: line(value, MAX_LINE)),
        leads_to=items(fields["leads_to"], MAX_LEADS, read_lead),
    )


def read_elsewhere(refusal: ArticleRefused, leads_to: object) -> Elsewhere:
    leads = items(leads_to, MAX_LEADS, read_lead)
    if not leads:
        raise ValueError("leads nowhere")
    return Elsewhere(refusal.reason, leads)


def read_dated(value: object) -> Dated:
    fields = mapping(value)
    day = line(fields["day"], MAX_LINE)
    if read_date(day) is None:
        raise ValueError("no date")
    return Dated(day, line(fields["written"], MAX_LINE), Trust(line(fields["trust"], MAX_LINE)))


def read_page_start(value: object, length: int) -> PageStart:
    fields = mapping(value)
    start = fields["start"]
    if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start <= length:
        raise ValueError("a page outside of the text")
    return PageStart(start, line(fields["label"], MAX_LABEL))


def read_lead(value: object) -> Lead:
    fields = mapping(value)
    return Lead(Leading(line(fields["by"], MAX_LINE)), read_link(fields["url"]))


def read_link(value: object) -> str:
    """An http or https address without a password in it."""
    found = read_url(value)
    if found is None:
        raise ValueError("no link")
    return found


def line(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or UNSTORABLE.search(value):
        raise ValueError("not a text, or not a sound one")
    return value


def optional(value: object, most: int) -> str | None:
    return None if value is None else line(value, most)


def mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def items(value: object, most: int, read: Callable[[object], T]) -> tuple[T, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("not a list, or a long one")
    return tuple(map(read, value))
