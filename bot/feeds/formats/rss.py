"""RSS 0.90 to 2.0, RSS 1.0 among them, with the modules that people use: Dublin Core, content, syndication, Atom.

https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec
"""

import itertools
import re
from collections.abc import Iterator

from bot.feeds.formats import texts
from bot.feeds.formats.elements import (
    Children,
    Element,
    attribute,
    children,
    elements,
    first_markup,
    first_text,
    name_of,
    text_of,
)
from bot.feeds.formats.making import Said, items
from bot.feeds.values import MAX_LINE, MAX_SUMMARY, ParsedFeed

PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
"""Seconds: https://web.resource.org/rss/1.0/modules/syndication/"""
NUMBER = re.compile(r"[0-9]{1,7}")
NAMED_ADDRESS = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
"""`jane@example.com (Jane)`, as RSS 2.0 wants its authors."""


def read_rss(root: Element, url: str) -> ParsedFeed:
    """A feed of an RSS root; `url` is its address."""
    channel = next(elements(root, "channel"), root)
    about = children(channel)
    link = texts.absolute(url, own_link(about, "alternate")) or url
    return ParsedFeed(
        title=texts.line_of_either(first_text(about, "title", "dc:title"), MAX_LINE),
        link=link,
        language=texts.language(first_text(about, "language", "dc:language"), attribute(root, "xml:lang")),
        items=items(said(item, link) for item in elements(root, "item")),
        next_page=texts.absolute(url, own_link({"atom:link": about.get("atom:link", [])}, "next")),
        every_seconds=every_seconds(about),
    )


def said(item: Element, base: str) -> Said:
    found = children(item)
    guid = first_text(found, "guid", "atom:id", "dc:identifier") or attribute(item, "rdf:about")
    content = first_markup(found, "content:encoded", "atom:content")
    description = first_markup(found, "description", "atom:summary", "itunes:summary")
    return Said(
        id=guid,
        url=page(found, guid, base),
        title=texts.line_of_either(first_text(found, "title", "dc:title"), MAX_LINE),
        published=first_text(found, "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
        updated=first_text(found, "atom:updated", "dcterms:modified"),
        authors=tuple(authors(found)),
        summary=texts.line_of_html(description, MAX_SUMMARY),
        content_html=content or description,
    )


def page(found: Children, guid: str, base: str) -> str:
    """Where an item is to be read. What FeedBurner says is the link before it was made to count clicks."""
    permanent = guid if all(attribute(each, "ispermalink") != "false" for each in found.get("guid", ())) else ""
    link = first_text(found, "feedburner:origlink") or own_link(found, "alternate")
    if not link and not permanent.startswith(("http://", "https://")):
        return ""
    return texts.absolute(base, link or permanent)


def own_link(found: Children, relation: str) -> str:
    """The first link: RSS has it as text, Atom, which is mixed in, as an attribute."""
    links = itertools.chain(found.get("link", ()), found.get("atom:link", ()))
    return next((link for link in (target(each, relation) for each in links) if link), "")


def target(link: Element, relation: str) -> str:
    if name_of(link.tag) == "link" and (said := text_of(link).strip()):
        return said
    return attribute(link, "href") if (attribute(link, "rel") or "alternate") == relation else ""


def authors(found: Children) -> Iterator[str]:
    for name in ("dc:creator", "author", "itunes:author"):
        for each in found.get(name, ()):
            text = first_text(children(each), "name") or text_of(each)
            named = NAMED_ADDRESS.fullmatch(text.strip()[:MAX_LINE])
            yield texts.line(named[1] if named else text, MAX_LINE)
        if found.get(name):
            return


def every_seconds(about: Children) -> int:
    """`ttl` is in minutes; of the syndication module, a period is divided by a frequency."""
    if ttl := whole(first_text(about, "ttl")):
        return ttl * 60
    period = PERIODS.get(first_text(about, "sy:updateperiod").lower(), 0)
    return period // (whole(first_text(about, "sy:updatefrequency")) or 1)


def whole(text: str) -> int:
    """A whole number; 0 for anything else."""
    return int(text) if NUMBER.fullmatch(text) else 0
