"""Links to the pages that articles come from, made safe to show, and opening at the quoted sentence.

A link that leaves this room is plain ASCII and holds nothing that Markdown acts on between `<` and `>` or
between `(` and `)`, whatever stood in the article's.
"""

import re
import urllib.parse
from collections.abc import Iterator

import idna
import regex

MAX_LINK = 512
"""Characters. Discord's limit for the link of a button, the narrowest of its limits for links."""
MAX_HOST = 253
"""Characters: RFC 1035, section 2.3.4."""
WHOLE = 100
"""Code points of a quote that is looked for whole. A longer one is found more surely by its first and last words: a
note or a picture in its middle does no harm then."""
EDGE_WORDS = 6
"""How many words at either end: enough to be found once on a page, and most of a link button's 512 left for the URL."""
KEPT = "!$&'*+,;=:@/?%"
"""What stays as it is in a path, query or fragment, besides letters, digits and `-._~`: RFC 3986, without brackets."""
STOPS = "、。，．！？；：・「」『』（）《》〈〉【】〔〕—…،؛؟।"
"""Marks that end a word with no space after them."""

DISCORD = re.compile(r"https?://(?:[a-z]+\.)?discord(?:app)?\.com[:/]")
"""Links to messages open in Discord's own client, which has no use for a text fragment."""
ORDINARY_HOST = re.compile(r"(?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+\.?|\[[0-9A-Fa-f:.]+\]")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
"""Browsers skip them when they look for text: soft hyphens, zero-width spaces, marks of the reading order. (Halves of
surrogate pairs are in no page.)"""
BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
"""Where a page may begin another paragraph or cell: no single piece of text is found across it."""
WORD = re.compile(rf"[^\s{STOPS}]+[{STOPS}]*|[{STOPS}]+")
INNER = regex.compile(r"[\w\p{M}\p{N}].*[\w\p{M}\p{N}]|[\w\p{M}\p{N}]", regex.DOTALL)
"""From the first letter or digit to the last: the ends of words, where a browser starts and stops matching. Neither
bullets nor quotation marks need be as on the page then; and Discord's client decodes `%2D`, so that a dash at the end
would mean something else in the directive."""


def to_page(url: str, most: int = MAX_LINK) -> str:
    """The link to a page, at most `most` characters long, without the text that it may have pointed at.

    Empty where there is nothing safe to link: other schemes than http and https, a password or a user's name in it, a
    host that is none, control characters, or too long.
    """
    link = _normal(url)
    return link if len(link) <= most else ""


def at_quote(url: str, quote: str, most: int = MAX_LINK) -> str:
    """The link that opens the page at the quoted sentence, in browsers that know text fragments.

    A short quote is named whole, another one by its first and last words (`start,end`), without the punctuation around
    them; as many words as `most` characters leave room for. Where not even one fits: the link to the page. Where that
    is not to be had: empty, as for `to_page`. https://wicg.github.io/scroll-to-text-fragment/
    """
    page = to_page(url, most)
    if not page or DISCORD.match(page):
        return page
    opening = page + (":~:text=" if "#" in page else "#:~:text=")
    room = most - len(opening)
    return next((opening + each for each in _directives(quote, room) if len(each) <= room), page)


def _normal(url: str) -> str:
    """The URL as a browser reads it, in ASCII; empty where it is refused."""
    url = url.strip()
    if UNPRINTABLE.search(url):
        return ""
    address = re.split("[?#]", url, maxsplit=1)[0]
    try:
        parts = urllib.parse.urlsplit(address.replace("\\", "/") + url[len(address) :])
        place = _place(parts)
    except ValueError:
        return ""
    if not place:
        return ""
    fragment = parts.fragment.partition(":~:")[0]
    rest = _encoded(parts.path or "/") + (f"?{_encoded(parts.query)}" if parts.query else "")
    return f"{parts.scheme}://{place}{rest}" + (f"#{_encoded(fragment)}" if fragment else "")


def _place(parts: urllib.parse.SplitResult) -> str:
    """Host and port in ASCII; empty where they are not fit for a link. Raises ValueError, as urllib and idna do."""
    host = re.sub(r":[0-9]*\Z", "", parts.netloc, flags=re.ASCII)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or parts.port == 0 or not 0 < len(host) <= MAX_HOST:
        return ""
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    if not ORDINARY_HOST.fullmatch(host):
        return ""
    return host.lower() + (f":{parts.port}" if parts.port else "")


def _encoded(part: str) -> str:
    """Percent-encoded where need be, and not twice."""
    return urllib.parse.quote(STRAY_PERCENT.sub("%25", part), safe=KEPT)


def _directives(quote: str, room: int) -> Iterator[str]:
    """Ways to name the quote, the surest first; they may be too long."""
    lines = [line for each in BREAKS.split(INVISIBLE.sub("", quote)) if (line := _inner(" ".join(each.split())))]
    if len(lines) == 1 and len(lines[0]) <= min(WHOLE, room):
        yield _term(lines[0])
    if lines:
        yield from _edges(lines, room)
    if len(lines) == 1 and WHOLE < len(lines[0]) <= room:
        yield _term(lines[0])


def _edges(lines: list[str], room: int) -> Iterator[str]:
    """The first and last words, as many as may fit, then fewer."""
    first = [each.end() for each in WORD.finditer(lines[0])]
    last = [each.start() for each in WORD.finditer(lines[-1])]
    most = EDGE_WORDS if len(lines) > 1 else min(EDGE_WORDS, len(first) // 2)
    for words in range(most, 0, -1):
        start = _inner(lines[0][: first[min(words, len(first)) - 1]])
        end = _inner(lines[-1][last[-min(words, len(last))] :])
        if start and end and len(start) + len(end) < room:
            yield f"{_term(start)},{_term(end)}"


def _inner(text: str) -> str:
    """Without the punctuation and symbols around it."""
    found = INNER.search(text)
    return found[0] if found else ""


def _term(text: str) -> str:
    """A part of the directive: `,`, `-` and `&` mean something there."""
    return urllib.parse.quote(text, safe="").replace("-", "%2D")
