"""Articles in words: which one it is, of when, and what became of it."""

from collections.abc import Sequence
from datetime import date

from bot.errors import Phrase
from bot.model import Kept, Outcome, Page, Published, Source, utc_day
from bot.reply.printable import printable
from bot.reply.words import Words

OUTCOMES = {
    Outcome.ADDED: Phrase("Added"),
    Outcome.UPDATED: Phrase("Updated"),
    Outcome.UNCHANGED: Phrase("Unchanged"),
    Outcome.DUPLICATE: Phrase("Already there"),
}


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


def when(words: Words, about: Source, today: date) -> Sequence[str]:
    """The short day, and the age where it matters: `25 Jan 2024`, `2 years old`."""
    return [part for part in (short_day(words, about.published), age(words, about.published, today)) if part]


def citation(words: Words, about: Source, today: date) -> str:
    """An article in a list: title, source, date, and the age where it matters."""
    parts = [about.title, about.source, day(words, about.published), age(words, about.published, today)]
    return " · ".join(printable(part) for part in parts if part)


def attribution(words: Words, about: Source, today: date) -> str:
    """What stands under a quote: as of when it is so, which on a phone is what is read; then title and source."""
    old = age(words, about.published, today)
    known = about.published is not None
    since = words("As of {day}", day=day(words, about.published)) if known else words("Date unknown")
    parts = [since + (f" ({old})" if old else ""), about.title, about.source]
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
