"""Atom 1.0 (RFC 4287) and 0.3, with the links to further pages of RFC 5005."""

from collections.abc import Iterator

from bot.feeds.formats import texts
from bot.feeds.formats.elements import (
    Children,
    Element,
    attribute,
    children,
    elements,
    first_text,
    markup_of,
    text_of,
)
from bot.feeds.formats.making import Said, items
from bot.feeds.formats.rss import every_seconds
from bot.feeds.values import MAX_LINE, MAX_SUMMARY, ParsedFeed

PLAIN = ("", "text", "text/plain")
HTML = ("html", "text/html")


def read_atom(root: Element, url: str) -> ParsedFeed:
    """A feed of an Atom root; `url` is its address."""
    about = children(root)
    base = based(root, url)
    authors = tuple(names(about))
    lang = attribute(root, "xml:lang")
    return ParsedFeed(
        title=next((line_of(each, MAX_LINE) for each in about.get("title", ())), ""),
        link=link(about, "alternate", base) or url,
        language=texts.language(lang, first_text(about, "dc:language", "language")),
        items=items(said(entry, base, authors) for entry in elements(root, "atom:entry", "entry")),
        next_page=link(about, "next", base),
        every_seconds=every_seconds(about),
    )


def said(entry: Element, base: str, feed_authors: tuple[str, ...]) -> Said:
    found = children(entry)
    base = based(entry, base)
    summary = next((line_of(each, MAX_SUMMARY) for each in found.get("summary", ())), "")
    content = next((html for html in map(html_of, found.get("content", ())) if html), "")
    return Said(
        id=first_text(found, "id"),
        url=link(found, "alternate", base),
        title=next((line_of(each, MAX_LINE) for each in found.get("title", ())), ""),
        published=first_text(found, "published", "issued", "created", "dc:date"),
        updated=first_text(found, "updated", "modified"),
        authors=tuple(names(found)) or feed_authors,
        summary=summary or texts.line_of_html(content, MAX_SUMMARY),
        content_html=content or next((html for html in map(html_of, found.get("summary", ())) if html), ""),
    )


def based(element: Element, base: str) -> str:
    """What addresses in it are relative to: `xml:base`."""
    return texts.absolute(base, attribute(element, "xml:base")) or base


def link(found: Children, relation: str, base: str) -> str:
    """The address of the first link of this relation; of pages, one that is HTML goes before others."""
    links = [each for each in found.get("link", ()) if (attribute(each, "rel") or "alternate").lower() == relation]
    links.sort(key=lambda each: attribute(each, "type").lower() not in ("", "text/html", "application/xhtml+xml"))
    pages = (texts.absolute(based(each, base), attribute(each, "href")) for each in links)
    return next((page for page in pages if page), "")


def names(found: Children) -> Iterator[str]:
    """The people whom it names as authors."""
    for each in found.get("author", ()):
        name = texts.line(first_text(children(each), "name"), MAX_LINE)
        if name:
            yield name
    yield from (texts.line(text_of(each), MAX_LINE) for each in found.get("dc:creator", ()))


def kind_of(element: Element) -> str:
    return attribute(element, "type").lower()


def line_of(element: Element, most: int) -> str:
    """A text construct in one line: RFC 4287, section 3.1."""
    kind = kind_of(element)
    if kind in PLAIN and attribute(element, "mode").lower() != "escaped":
        return texts.line(text_of(element), most)
    if kind in (*PLAIN, *HTML):
        return texts.line_of_html(text_of(element), most)
    return texts.line_of_html(markup_of(element), most)


def html_of(element: Element) -> str:
    """A content as HTML: section 4.1. Empty where it is neither text nor HTML, or elsewhere (`src`)."""
    kind = kind_of(element)
    if kind in ("xhtml", "application/xhtml+xml", *HTML):
        return markup_of(element).strip()
    if attribute(element, "mode").lower() == "escaped":  # Atom 0.3
        return text_of(element).strip()
    return texts.html_of_text(text_of(element)) if kind in PLAIN else ""
