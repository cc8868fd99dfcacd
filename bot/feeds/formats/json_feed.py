"""JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/"""

import json
from collections.abc import Iterator, Mapping

from bot.feeds import refusals
from bot.feeds.formats import texts
from bot.feeds.formats.making import Said, items
from bot.feeds.values import MAX_LINE, MAX_SUMMARY, ParsedFeed

VERSION = "jsonfeed.org/version/"
MAX_CHARACTERS = 5_000_000
"""As of XML; but of JSON no half can be read."""


def read_json(text: str, url: str) -> ParsedFeed:
    """Raises FetchRefused for what is no JSON, or no feed."""
    if len(text) > MAX_CHARACTERS:
        raise refusals.too_large(MAX_CHARACTERS)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise refusals.broken_json() from exc
    if not isinstance(found, dict) or VERSION not in string(found, "version"):
        raise refusals.other_json()
    base = texts.absolute(url, string(found, "home_page_url")) or url
    authors = tuple(names(found))
    return ParsedFeed(
        title=texts.line(string(found, "title"), MAX_LINE),
        link=base,
        language=texts.language(string(found, "language")),
        items=items(said(each, base, authors) for each in objects(found, "items")),
        next_page=texts.absolute(url, string(found, "next_url")),
    )


def said(item: Mapping[str, object], base: str, feed_authors: tuple[str, ...]) -> Said:
    content = string(item, "content_html") or texts.html_of_text(string(item, "content_text"))
    return Said(
        id=identity(item),
        url=texts.absolute(base, string(item, "url") or string(item, "external_url")),
        title=texts.line(string(item, "title"), MAX_LINE),
        published=string(item, "date_published"),
        updated=string(item, "date_modified"),
        authors=tuple(names(item)) or feed_authors,
        summary=texts.line(string(item, "summary"), MAX_SUMMARY) or texts.line_of_html(content, MAX_SUMMARY),
        content_html=texts.UNPRINTABLE.sub("", content),
    )


def identity(item: Mapping[str, object]) -> str:
    """A number counts as a text: "it must be coerced to a string"."""
    id = item.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int | float):
        return ""
    return str(id)


def names(found: Mapping[str, object]) -> Iterator[str]:
    """Version 1.1 has `authors`, 1.0 one `author`."""
    people = list(objects(found, "authors"))
    one = found.get("author")
    if not people and isinstance(one, dict):
        people = [one]
    yield from (name for each in people if (name := texts.line(string(each, "name"), MAX_LINE)))


def string(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def objects(found: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    value = found.get(name)
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))
