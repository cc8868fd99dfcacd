"""What is known of an article, or of all of them, as pairs of a label and a fact; what is not known is left out.

The facts are harmless to print, and not yet fit for Markdown.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.model import Article, DateFrom, Draft, PageStart, Published, Totals, utc_day
from bot.reply.articles import age, date_from, day
from bot.reply.printable import printable
from bot.reply.words import Words


def article_facts(words: Words, article: Article, today: date) -> Mapping[str, str]:
    """Of an article that is kept: what stands under its title."""
    about = article.about
    return known(
        {
            words("Source"): printable(about.source or ""),
            words("Author"): printable(about.author or ""),
            words("Published"): dated(words, about.published, today),
            words("Updated"): words.day(about.updated.date()) if about.updated else "",
            words("Pages"): pages(words, article.pages),
            words("Language"): printable(words.language_name(about.language)),
            words("Tags"): printable(", ".join(about.tags)),
            words("Sentences"): words.number(len(article.sentences)),
            words("Added"): words.day(about.added.date()),
        }
    )


def draft_facts(
    words: Words, draft: Draft, sentences: int, first: str, today: date, by: DateFrom | None = None
) -> Mapping[str, str]:
    """Of an article that is not kept yet: what was understood; `first` is its first sentence, `by` says its date."""
    return known(
        {
            words("Title"): printable(draft.title),
            words("Source"): printable(draft.source or ""),
            words("Author"): printable(draft.author or ""),
            words("Link"): printable(draft.url or ""),
            words("Published"): dated(words, draft.published, today, date_from(words, by)),
            words("Pages"): pages(words, draft.pages),
            words("Language"): printable(words.language_name(draft.language)),
            words("Sentences"): words.number(sentences),
            words("First sentence"): printable(first),
        }
    )


def totals_facts(words: Words, totals: Totals) -> Mapping[str, str]:
    """Of all articles that are seen from somewhere."""
    languages = [f"{words.language_name(code)} {words.number(n)}" for code, n in totals.languages.items()]
    return known(
        {
            words("Articles"): words.number(totals.articles),
            words("Sentences"): words.number(totals.sentences),
            words("Languages"): printable(", ".join(languages)),
            words("Published"): span(words, totals.first_published, totals.last_published),
            words("Last added"): words.day(totals.last_added.date()) if totals.last_added else "",
        }
    )


def dated(words: Words, published: Published, today: date, by: str = "") -> str:
    """`25 January 2024 · 2 years old · as the page states`."""
    return " · ".join(filter(None, (day(words, published), age(words, published, today), by)))


def pages(words: Words, starts: Sequence[PageStart]) -> str:
    """How many pages or chapters there are; empty where that isn't known."""
    return words.number(len(starts)) if starts else ""


def span(words: Words, first: Published, last: Published) -> str:
    """`25 January 2020 – 1 February 2024`; one day where both are the same; empty where there is none."""
    days = dict.fromkeys(when for when in map(utc_day, (first, last)) if when is not None)
    return " – ".join(map(words.day, days))


def known(facts: Mapping[str, str]) -> Mapping[str, str]:
    return {label: fact for label, fact in facts.items() if fact}
