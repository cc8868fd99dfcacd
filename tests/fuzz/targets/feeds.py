"""Feeds and pages that lead to feeds, spoiled: what was understood keeps all limits, or there is a reason why not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from hypothesis import strategies as st

from bot.errors import FetchRefused
from bot.feeds import ParsedFeed, discover, parse_feed
from bot.feeds.values import MAX_ID, MAX_ITEMS, MAX_LINE, MAX_SUMMARY, MAX_URL
from tests.feeds.samples import URL, json_feed, rss
from tests.fuzz.mutation import spoiled
from tests.fuzz.timing import in_time, is_worded

Sent = tuple[bytes, str, str]
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The News</title><link href="/"/>
<entry><id>urn:1</id><title type="html">Story &lt;b&gt;1&lt;/b&gt;</title><link href="/1"/><updated>2024-03-01T12:00:00Z</updated>
<author><name>Ann</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It rained.</p></div></content>
</entry></feed>"""
PAGE = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed" title="x"></head><body><a href="/rss">RSS</a>'
GOOD = (rss(1, 2, 3, dated=True), ATOM, json_feed(1, 2), PAGE)
VALUES: st.SearchStrategy[Sent] = st.tuples(
    spoiled(GOOD),
    st.sampled_from(("", "application/rss+xml", "application/json", "text/html")),
    st.sampled_from(("", "utf-8", "utf-16", "latin-1", "nonsense", "rot13", "\0")),
)


@contextmanager
def opened() -> Iterator[Callable[[Sent], None]]:
    yield lambda sent: in_time(lambda: read(*sent), len(sent[0]))


def read(data: bytes, media_type: str, charset: str) -> None:
    assert all(urlsplit(each).scheme in ("http", "https") for each in discover(data, URL, charset))
    try:
        keeps_limits(parse_feed(data, media_type, URL, charset))
    except FetchRefused as refused:
        is_worded(refused)


def keeps_limits(feed: ParsedFeed) -> None:
    assert len(feed.items) <= MAX_ITEMS
    assert feed.every_seconds >= 0
    for each in feed.items:
        assert each.id
        assert each.url or each.content_html
        assert not each.url or urlsplit(each.url).scheme in ("http", "https")
        limits = {
            each.id: MAX_ID,
            each.url: MAX_URL,
            each.title: MAX_LINE,
            each.author: MAX_LINE,
            each.summary: MAX_SUMMARY,
        }
        assert all(len(text) <= most for text, most in limits.items())
        for text in (each.id, each.url, each.title, each.author, each.summary, each.content_html, feed.title):
            text.encode("utf-8")
