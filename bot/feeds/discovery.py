"""The feeds that a web page names: `<link rel=alternate>`, https://html.spec.whatwg.org/#rel-alternate"""

import html as html_text
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.feeds.formats.decoding import decode
from bot.feeds.formats.texts import absolute

MAX_FEEDS = 20
MAX_SEARCHED = 1_000_000
"""Characters of a page: the links stand in its head."""
MAX_LINKS = 1_000
LINK = re.compile(r"""<(link|base)\s((?:[^<>"']|"[^"<>]*"|'[^'<>]*'){0,2000}+)>""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/rss+xml")
)
JSON = "application/json"
"""JSON Feed 1.0; but much else is JSON, so that the address has to say `feed`."""


@dataclass(frozen=True)
class _Link:
    kind: str  # link, or base
    relations: frozenset[str]
    type: str
    href: str
    title: str

    @property
    def is_feed(self) -> bool:
        known = self.type in TYPES or (self.type == JSON and "feed" in self.href.lower())
        return known and self.relations >= {"alternate"}

    @property
    def of_comments(self) -> bool:
        return "comment" in f"{self.title} {self.href}".lower()


def discover(html: bytes, url: str, charset: str = "") -> tuple[str, ...]:
    """The addresses of the feeds that a page names, in its order, those of comments last; at most MAX_FEEDS.

    `url` is the page's address. They are absolute, http or https, and nobody has looked whether a feed is there.
    """
    links = list(links_of(decode(html, charset)[:MAX_SEARCHED]))
    base = next((absolute(url, each.href) for each in links if each.kind == "base" and each.href), "") or url
    feeds = sorted((each for each in links if each.is_feed), key=lambda each: each.of_comments)
    return tuple(dict.fromkeys(filter(None, (absolute(base, each.href) for each in feeds))))[:MAX_FEEDS]


def links_of(text: str) -> Iterator[_Link]:
    for _, tag in zip(range(MAX_LINKS), LINK.finditer(text), strict=False):
        values = {
            found[1].lower(): html_text.unescape(found[2] or found[3] or found[4] or "") for found in attributes(tag[2])
        }
        yield _Link(
            kind=tag[1].lower(),
            relations=frozenset(values.get("rel", "").lower().split()),
            type=values.get("type", "").partition(";")[0].strip().lower(),
            href=values.get("href", "").strip(),
            title=values.get("title", ""),
        )


def attributes(tag: str) -> Iterator[re.Match[str]]:
    return ATTRIBUTE.finditer(tag)
