"""The tree of a feed, with short names for the vocabularies that feeds use."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from lxml import etree  # type: ignore[import-untyped]

from bot.feeds.formats.repair import balanced

T = TypeVar("T")
Element = Any
Children = Mapping[str, list[Element]]

VOCABULARIES = {
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns": "atom:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://www.w3.org/xml/1998/namespace": "xml:",
}
OF_RSS = re.compile(
    r"http://(?:purl\.org/(?:rss|net/rss)|(?:my|channel)\.netscape\.com|backend\.userland\.com)[/\w.-]*"
)
"""Namespaces of RSS itself, of which there are many; most often it has none."""
OTHER = "other:"


def read_tree(text: str, read: Callable[[Element], T]) -> T:
    """What `read` makes of the root of a feed, in a thread of its own, which keeps nothing of the tree.

    libxml2 keeps every name of a tag for as long as the thread lives: feeds could fill the memory with them.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="feed") as pool:
        return pool.submit(lambda: read(parsed(text))).result()


def parsed(text: str) -> Element:
    """The root. What isn't well-formed is read as far as it goes; None where it doesn't go at all."""
    try:
        return etree.fromstring(text.encode(), parser(recover=False))
    except etree.XMLSyntaxError:
        return etree.fromstring(balanced(text).encode(), parser(recover=True))


def parser(*, recover: bool) -> Element:
    """Nothing is expanded, loaded or fetched; depth and lengths are limited by libxml2 (`huge_tree`)."""
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def name_of(tag: str) -> str:
    """A tag's or an attribute's name in small letters, with the prefix that its vocabulary has here.

    One whose prefix was never declared has that, as most people write it.
    """
    if not tag.startswith("{"):
        return tag.lower()
    namespace, _, local = tag[1:].lower().partition("}")
    if OF_RSS.fullmatch(namespace) and "/modules/" not in namespace:
        return local
    return VOCABULARIES.get(namespace.rstrip("/#"), OTHER) + local


def children(element: Element) -> Children:
    """The children by their names, in their order. Those of Atom also stand under their bare names, after RSS's."""
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(name_of(child.tag), []).append(child)
    for name in [each for each in found if each.startswith("atom:")]:
        found.setdefault(name.removeprefix("atom:"), []).extend(found[name])
    return found


def elements(root: Element, *names: str) -> Iterator[Element]:
    """All that are called so, anywhere in the tree."""
    return (each for each in root.iter() if name_of(each.tag) in names)


def attribute(element: Element, name: str) -> str:
    """Its value; empty where there is none."""
    return next((str(value).strip() for key, value in element.attrib.items() if name_of(key) == name), "")


def text_of(element: Element) -> str:
    """All the text in it."""
    return "".join(element.itertext())


def markup_of(element: Element) -> str:
    """What is in it: its text, or as HTML where it has elements."""
    if not len(element):
        return text_of(element)
    inner = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return etree_text(element) + "".join(inner)


def etree_text(element: Element) -> str:
    """The text before the first child, as HTML has it."""
    return (element.text or "").replace("&", "&amp;").replace("<", "&lt;")


def first_text(found: Children, *names: str) -> str:
    """The text of the first child with one of these names that has any; the names in this order."""
    texts = (text_of(each).strip() for name in names for each in found.get(name, ()))
    return next((text for text in texts if text), "")


def first_markup(found: Children, *names: str) -> str:
    """The same with markup."""
    texts = (markup_of(each).strip() for name in names for each in found.get(name, ()))
    return next((text for text in texts if text), "")
