"""Feeds that a page names."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds import discover

PAGE = "https://news.example/a/page.html"


def named(markup: str) -> tuple[str, ...]:
    return discover(markup.encode(), PAGE)


NAMED = {
    "by each type": (
        ('<link rel="alternate" type="application/rss+xml" href="/rss">'
        "<link rel='ALTERNATE home' type='application/atom+xml; charset=utf-8' href='atom'/>"
        "<link href=json type=application/feed+json rel=alternate>"),
        ("https://news.example/rss", "https://news.example/a/atom", "https://news.example/a/json"),
    ),
    "those of comments last": (
        ('<link rel=alternate type="application/rss+xml" title="Comments" href="/c">'
        '<link rel=alternate type="application/rss+xml" title="News" href="/n">'),
        ("https://news.example/n", "https://news.example/c"),
    ),
    "relative to the page's base": (
        '<base href="https://other.example/b/"><link rel=alternate type="application/rss+xml" href="f?a=1&amp;b=2">',
        ("https://other.example/b/f?a=1&b=2",),
    ),
    "each once": ('<link rel=alternate type="application/rss+xml" href="/f">' * 3, ("https://news.example/f",)),
    "over several lines": ('<LINK\n REL = "alternate"\n TYPE="application/rss+xml"\n HREF="/f"\n>', ("https://news.example/f",)),
    "JSON that is a feed": (
        ('<link rel=alternate type="application/json" href="/feed.json">'
        '<link rel=alternate type="application/json" href="/wp-json/wp/v2/posts/1">'),
        ("https://news.example/feed.json",),
    ),
    "no style sheet": ('<link rel="alternate stylesheet" type="text/css" href="/s.css">', ()),
    "no other language": ('<link rel="alternate" hreflang="de" href="/de">', ()),
    "no other scheme": ('<link rel=alternate type="application/rss+xml" href="javascript:alert(1)">', ()),
    "no password": ('<link rel=alternate type="application/rss+xml" href="https://u:p@x.example/">', ()),
    "nothing": ('<link rel=alternate type="application/rss+xml" href="">', ()),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_page_names_its_feeds(name: str) -> None:
    markup, expected = NAMED[name]
    assert named(f"<!doctype html><html><head>{markup}</head><body></body></html>") == expected


def test_no_more_than_twenty_are_named() -> None:
    links = "".join(f'<link rel=alternate type="application/rss+xml" href="/{n}">' for n in range(100))
    assert len(named(links)) == 20


@pytest.mark.parametrize("piece", ["<link ", "<link a=", "<link '", '<link "', "<link rel rel ", "a=", "<base ", "<"])
def test_a_page_that_is_made_to_do_harm_takes_no_longer(piece: str) -> None:
    began = time.process_time()
    named(piece * 200_000)
    named("<link " + piece * 200_000)
    assert time.process_time() - began < 5


@given(
    st.lists(
        st.sampled_from(["<link ", "rel=alternate ", 'href="', "/f", '"', "'", ">", "type=application/rss+xml ", "\0"])
    )
)
@settings(deadline=None)
def test_any_page_has_feeds_or_none(pieces: list[str]) -> None:
    assert all(each.startswith(("https://", "http://")) for each in named("".join(pieces)))
