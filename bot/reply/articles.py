"""Articles in words: which one it is, of when, and what became of it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.errors import Phrase
from bot.model import DateFrom, Kept, Outcome, Page, Published, Source, utc_day
from bot.reply.printable import printable
from bot.reply.words import Words

OUTCOMES = {
    Outcome.ADDED: Phrase("Added"),
    Outcome.UPDATED: Phrase("Updated"),
    Outcome.UNCHANGED: Phrase("Unchanged"),
    Outcome.DUPLICATE: Phrase("Already there"),
}
DATED: Mapping[DateFrom, Phrase] = {
    DateFrom.STATED: Phrase("as the page states"),
    DateFrom.SHOWN: Phrase("as it says in a line"),
    DateFrom.FEED: Phrase("as the feed says"),
    DateFrom.ADDRESS: Phrase("by its address"),
    DateFrom.GIVEN: Phrase("as you say"),
    DateFrom.FILE: Phrase("when the file was made"),
}
PAGE_NUMBER = re.compile(r"[0-9]{1,6}|[ivxlcdmIVXLCDM]{1,9}|[A-Za-z]{0,3}[-.]?[0-9]{1,6}")
"""What is printed on a page; anything else is the title of a chapter."""


def day(words: Words, published: Published) -> str:
    """`25 January 2024`, in UTC; what is not known is said to be unknown."""
    when = utc_day(published)
    return words("date unknown") if when is None else words.day(when)


def short_day(words: Words, published: Published) -> str:
    """`25 Jan 2024`, as `day`."""
    when = utc_day(published)
    return words("date unknown") if when is None else words.short_day(when)


def age(words: Words, published: Published, today: date) -> str:
    """How old it is, once that matters: `2 years old`. Empty within the first year, and where it isn't known."""
    when = utc_day(published)
    if when is None:
        return ""
    years = today.year - when.year - ((today.month, today.day) < (when.month, when.day))
    return words.many(years, "{n} year old", "{n} years old") if years >= 1 else ""


def date_from(words: Words, dated: DateFrom | None) -> str:
    """What says when an article was published: `as the page states`; empty where nothing does."""
    return "" if dated is None else words(DATED[dated])


def dated(words: Words, about: Source, today: date) -> str:
    """`25 Jan 2024 (2 years old)`: of when it is, in short."""
    if about.published is None:
        return words("Date unknown")
    old = age(words, about.published, today)
    return short_day(words, about.published) + (f" ({old})" if old else "")


def updated(words: Words, about: Source) -> str:
    """`updated 3 May 2024`, where its text has changed since it was added; on the day of publication only `updated`."""
    if about.updated is None:
        return ""
    changed = about.updated.date()
    if changed == utc_day(about.published):
        return words("updated")
    return words("updated {day}", day=words.short_day(changed))


def place(words: Words, label: str) -> str:
    """On which page something stands, `p. 12`, or in which chapter; empty where that isn't known."""
    if not label:
        return ""
    number = PAGE_NUMBER.fullmatch(label)
    return words("p. {page}", page=label) if number else words("“{chapter}”", chapter=printable(label))


def when(words: Words, about: Source, today: date, page: str = "") -> Sequence[str]:
    """The page, the short day, when it was updated, and the age, each where it matters.

    `p. 12`, `25 Jan 2024`, `updated 3 May 2024`, `2 years old`.
    """
    parts = (
        place(words, page),
        short_day(words, about.published),
        updated(words, about),
        age(words, about.published, today),
    )
    return [part for part in parts if part]


def citation(words: Words, about: Source, today: date) -> str:
    """An article in a list: title, source, date, and the age where it matters."""
    parts = [about.title, about.source, day(words, about.published), age(words, about.published, today)]
    return " · ".join(printable(part) for part in parts if part)


def attribution(words: Words, about: Source, today: date, page: str = "") -> str:
    """What stands under a quote: as of when it is so, which on a phone is what is read; then title, page and source."""
    old = age(words, about.published, today)
    known = about.published is not None
    since = words("As of {day}", day=day(words, about.published)) if known else words("Date unknown")
    dated = since + (f" ({old})" if old else "")
    parts = [dated, updated(words, about), about.title, place(words, page), about.source]
    return " · ".join(printable(part) for part in parts if part)


def link(about: Source) -> str:
    """Where to read it: the page, else the file that it was read from; empty where there is neither."""
    return printable(about.url or about.origin or "")


def kept(words: Words, each: Kept) -> str:
    """What became of an article that was handed in."""
    return words(
        "{outcome}: article {id} on the shelf {shelf}, {sentences}.",
        outcome=OUTCOMES[each.outcome],
        id=printable(each.id),
        shelf=each.shelf.name,
        sentences=words.many(each.sentences, "{n:,} sentence", "{n:,} sentences"),
    )


def page_line(words: Words, page: Page, query: str) -> str:
    """Where one is in a list."""
    articles = words.many(page.total, "{n:,} article", "{n:,} articles")
    if query:
        articles = words("{articles} matching “{query}”", articles=articles, query=printable(query))
    return words("Page {number} of {last} · {articles}", number=page.number, last=page.last, articles=articles)
