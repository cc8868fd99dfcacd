"""Here are the bytes of a feed: give me what it says, or say why it is none."""

from bot.feeds import refusals
from bot.feeds.formats.atom import read_atom
from bot.feeds.formats.decoding import decode
from bot.feeds.formats.elements import Element, name_of, read_tree
from bot.feeds.formats.json_feed import read_json
from bot.feeds.formats.repair import FIRST_TAG, PAGE, from_root, well_formed
from bot.feeds.formats.rss import read_rss
from bot.feeds.values import ParsedFeed

SNIFFED = 100_000
"""Characters in which it is looked for what else it may be."""


def parse_feed(data: bytes, media_type: str, url: str, charset: str = "") -> ParsedFeed:
    """What a feed says: RSS, Atom or JSON Feed, whatever its media type says.

    `url` is where it was in the end; `charset` what the server declared, if it did. Raises FetchRefused with the
    reason where it is no feed. No other error is raised, and time and memory are in proportion to the data: at most
    some 2.5 s and 250 MB for 10 MB.
    """
    text = decode(data, charset).lstrip()
    if not text:
        raise refusals.empty()
    if text.startswith(("{", "[")) or ("json" in media_type and not text.startswith("<")):
        return read_json(text, url)
    markup = from_root(text)
    if not markup:
        raise why_not(text[:SNIFFED])
    return read_tree(well_formed(markup), lambda root: read_root(root, url))


def read_root(root: Element | None, url: str) -> ParsedFeed:
    if root is None:
        raise refusals.other()
    name = name_of(root.tag)
    if name in ("atom:feed", "feed"):
        return read_atom(root, url)
    if name in ("rss", "rdf:rdf", "rdf"):
        return read_rss(root, url)
    raise refusals.other_xml(name)


def why_not(text: str) -> Exception:
    """Why a text is no feed."""
    if PAGE.search(text):
        return refusals.web_page()
    first = FIRST_TAG.search(text)
    if first and text.startswith("<"):
        return refusals.other_xml(first[1])
    return refusals.other()
