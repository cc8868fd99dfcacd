"""Feeds that are broken, and those that are made to do harm."""

import codecs
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FetchRefused
from bot.feeds import ParsedFeed, parse_feed
from bot.feeds.values import MAX_ID, MAX_LINE, MAX_SUMMARY, MAX_URL
from tests.feeds.samples import URL, json_feed, rss
from tests.feeds.test_formats import GOLDEN, OLD

HEAD = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
TAIL = "</channel></rss>"
ONE, TWO = (f"<item><title>T{n}</title><link>https://news.example/{n}</link></item>" for n in (1, 2))
BOTH = [("T1", "https://news.example/1"), ("T2", "https://news.example/2")]


def read(data: bytes, charset: str = "") -> list[tuple[str, str]]:
    return [(each.title, each.url) for each in parse_feed(data, "", URL, charset).items]


def titled(title: str) -> str:
    return HEAD + ONE.replace("T1", title) + TWO + TAIL


BROKEN = {
    "an entity of HTML": (titled("T&nbsp;1"), "T 1"),
    "an entity that nobody knows": (titled("T&nope;1"), "T&nope;1"),
    "a bare ampersand": (titled("T & 1"), "T & 1"),
    "a bare less-than sign": (titled("1 < 2 <3"), "1 < 2 <3"),
    "a control character": (titled("T\x01\x0b1"), "T1"),
    "a reference to no character": (titled("T&#0;&#xD800;&#xFFFFFF;1"), "T\ufffd\ufffd\ufffd1"),
    "tags in a title": (titled("T<br>1 <b>bold"), "T1 bold"),
    "two pieces of CDATA": (titled("T<![CDATA[ & ]]>1<![CDATA[<2>]]>"), "T & 1<2>"),
    "a comment": (titled("T<!-- <item> -- -->1"), "T1"),
    "blank lines at the head": ("\n\n  " + titled("T1"), "T1"),
    "a warning of PHP at the head": ("Warning: on line 3\n" + titled("T1"), "T1"),
    "a page at the end": (titled("T1") + "<script>a && b</script></html>", "T1"),
    "two feeds, one after the other": (titled("T1") + titled("T3"), "T1"),
    "an end that ends nothing": (titled("T1</b></i>"), "T1"),
    "an item that doesn't end": (titled("T1").replace("</item><item>", "<item>"), "T1"),
    "an end before its time": (titled("T1").replace("</title><link>https://news.example/2", "</title></b><link>https://news.example/2"), "T1"),
    "no end": (titled("T1").removesuffix(TAIL), "T1"),
    "a prefix that was never declared": (titled("T1").replace("<item>", "<item><dc:creator>A</dc:creator>"), "T1"),
    "attributes without quotes": (titled("T1").replace('version="2.0"', "version=2.0"), "T1"),
    "a declaration of UTF-16 that isn't true": (titled("T1").replace("utf-8", "utf-16"), "T1"),
    "no declaration": (titled("T1").partition("?>")[2], "T1"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_in_a_usual_way_is_read_as_it_was_meant(name: str) -> None:
    text, title = BROKEN[name]
    assert read(text.encode()) == [(title, BOTH[0][1]), BOTH[1]]


ENCODED = {
    "UTF-8 with a mark": (codecs.BOM_UTF8 + titled("Tä").encode(), "", "Tä"),
    "UTF-16 with a mark": (titled("Tä").replace("utf-8", "utf-16").encode("utf-16"), "", "Tä"),
    "UTF-16 without one": (titled("Tä").encode("utf-16-be"), "", "Tä"),
    "UTF-32 with a mark": (codecs.BOM_UTF32_LE + titled("Tä").encode("utf-32-le"), "", "Tä"),
    "Windows-1252 called Latin-1": (titled("T“ä”").replace("utf-8", "iso-8859-1").encode("cp1252"), "", "T“ä”"),
    "UTF-8 called Latin-1": (titled("Tä").replace("utf-8", "iso-8859-1").encode(), "", "Tä"),
    "Latin-1 called UTF-8": (titled("Tä").encode("latin-1"), "", "Tä"),
    "one wrong byte amid UTF-8": (titled("Tä☂X").encode().replace(b"X", b"\xff"), "", "Tä☂\ufffd"),
    "KOI8-R": (titled("Привет").replace("utf-8", "koi8-r").encode("koi8-r"), "", "Привет"),
    "Shift JIS": (titled("日本").replace("utf-8", "shift_jis").encode("cp932"), "", "日本"),
    "ISO-2022-JP": (titled("日本").replace("utf-8", "iso-2022-jp").encode("iso2022_jp"), "", "日本"),
    "what the server says": (titled("Привет").partition("?>")[2].encode("cp1251"), "windows-1251", "Привет"),
    "what the server says wrongly": (titled("Tä").encode(), "utf-16", "Tä"),
    "an encoding that is none of the web": (titled("Tä").replace("utf-8", "punycode").encode(), "idna", "Tä"),
    "an encoding that there isn't": (titled("Tä").replace("utf-8", "klingon-7").encode(), "x" * 5_000, "Tä"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_letters_are_read_whatever_encoding_is_declared(name: str) -> None:
    data, charset, title = ENCODED[name]
    assert read(data, charset) == [(title, BOTH[0][1]), BOTH[1]]


NO_FEED = {
    "nothing": (b"", "nothing"),
    "blank": (b" \n\t", "nothing"),
    "a page": (b"<!DOCTYPE html><html><head><title>T</title></head><body><p>Text</body></html>", "a web page"),
    "a page in capitals": (b"<HTML LANG=en><BODY>Text</BODY></HTML>", "a web page"),
    "a page that shows a feed": (b"<html><body><pre><rss><channel></channel></rss></pre></body></html>", "a web page"),
    "a sitemap": (b'<?xml version="1.0"?><urlset><url><loc>https://news.example/</loc></url></urlset>', "<urlset>"),
    "a list of feeds": (b'<opml version="2.0"><body><outline/></body></opml>', "<opml>"),
    "a text": (b"Nothing to see here.", "not a feed"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a feed"),
    "other JSON": (b'{"items": []}', "which version"),
    "a list of JSON": (b"[1, 2]", "which version"),
    "half of a JSON Feed": (json_feed(1, 2)[:-20], "not valid JSON"),
    "JSON nested without end": (b'{"a":' + b"[" * 100_000, "not valid JSON"),
    "JSON with a number without end": (b'{"a":' + b"9" * 100_000 + b"}", "not valid JSON"),
    "large JSON": (b'{"a":"' + b"x" * 6_000_000 + b'"}', "5,000,000 characters"),
}


@pytest.mark.parametrize("name", NO_FEED)
def test_what_is_no_feed_is_refused_with_the_reason(name: str) -> None:
    data, reason = NO_FEED[name]
    with pytest.raises(FetchRefused) as refused:
        parse_feed(data, "", URL)
    assert reason in str(refused.value)


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "' + "ha" * 100 + '">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ' <!ENTITY f SYSTEM "file:///etc/passwd"> <!ENTITY n SYSTEM "http://127.0.0.1:9/"> '
    '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; ]>'
)  # fmt: skip


@pytest.mark.parametrize("entity", "ifnp")
def test_no_entity_is_expanded_and_none_is_fetched(entity: str) -> None:
    text = titled(f"T&{entity};1").partition("?>")[2]
    assert read((BOMB + text).encode())[0][0] == f"T&{entity};1"


def test_a_document_type_in_the_middle_of_a_feed_is_left_out() -> None:
    assert read(titled('T<!DOCTYPE x [<!ENTITY i "boo"]>&i;1').encode())[1:] == BOTH[1:]


N = 300_000
HARMFUL = {
    "tags in tags": HEAD + "<a>" * N,
    "items in items": HEAD + "<item>" * N,
    "feeds in feeds": "<rss><channel>" * N,
    "ends": HEAD + "</a>" * N,
    "tags that cross": HEAD + "<a><b></a></b>" * N,
    "empty tags": HEAD + "<a/>" * N * 3,
    "names": HEAD + "".join(f"<a{n}/>" for n in range(N)),
    "attributes": HEAD + "<a " + " ".join(f'a{n}=""' for n in range(N)) + ">",
    "one attribute": HEAD + "<a " + 'a="" ' * N + ">",
    "open attributes": HEAD + '<a b="' * N,
    "namespaces": HEAD + "<a " + " ".join(f'xmlns:a{n}="u"' for n in range(N)) + ">",
    "less-than signs": HEAD + "<" * N * 4,
    "ampersands": HEAD + "&" * N * 4,
    "references": HEAD + "&#1;&amp;&nbsp;&x" * N,
    "comments": HEAD + "<!--" * N,
    "CDATA": HEAD + "<![CDATA[" * N,
    "instructions": HEAD + "<?" * N,
    "declarations": HEAD + "<!ENTITY " * N,
    "document types": "<!DOCTYPE " * N + HEAD,
    "blank lines": " \n" * N * 2 + HEAD,
    "declarations of an encoding": "<?xml " + 'encoding="' * N,
    "control characters": HEAD + "\x01" * N * 4,
    "links in an item": HEAD + "<item>" + "<link>https://news.example/</link>" * 60_000,
    "authors": HEAD + "<item><link>/1</link>" + "<author>a@b (c)</author>" * 60_000,
    "an author": HEAD + "<item><link>/1</link><author>" + "a@" * N,
    "a title of tags": HEAD + "<item><link>/1</link><title>" + "&lt;b " * N,
    "a summary of tags": HEAD + "<item><link>/1</link><description>" + "&lt;" * N,
    "dates": HEAD + "<item><link>/1</link><pubDate>1 2 3 4 5 6 7 8 9 1 2 3</pubDate></item>" * 20_000,
    "a base": '<feed xml:base="https://news.example/' + "a/" * N + '"><entry><link href="../../x"/></entry></feed>',
    "HTML tags": "<html" * N,
    "JSON": '{"version":"https://jsonfeed.org/version/1","items":[' + "{}," * N + "{}]}",
    "JSON items": '{"version":"https://jsonfeed.org/version/1","items":[' + '{"content_text":"' + "\\n\\na" * N + '"}]}',
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_nothing_takes_more_time_than_its_length(name: str) -> None:
    data = HARMFUL[name].encode()
    began = time.process_time()
    try:
        parse_feed(data, "", URL)
    except FetchRefused:
        pass
    # Some 0.3 s for 1 MB; what grows with the square takes minutes.
    assert time.process_time() - began < 8


def test_what_comes_after_five_million_characters_is_left_alone() -> None:
    long = HEAD + ONE + f"<item><link>/3</link><description>{'x' * 5_000_000}</description></item>" + TWO + TAIL
    assert [url for _, url in read(long.encode())] == ["https://news.example/1", "https://news.example/3"]


def check(found: ParsedFeed) -> None:
    """What holds of every feed, whatever it was made of."""
    assert len({each.id for each in found.items}) == len(found.items)
    for url in (found.link, found.next_page, *(each.url for each in found.items)):
        assert url == "" or (url.startswith(("https://", "http://")) and url.isascii() and len(url) <= MAX_URL)
    for each in found.items:
        assert 0 < len(each.id) <= MAX_ID
        assert each.url or each.content_html
        for text, most in ((each.title, MAX_LINE), (each.author, MAX_LINE), (each.summary, MAX_SUMMARY)):
            assert text == " ".join(text.split())
            assert len(text) <= most
        for text in (each.id, each.title, each.author, each.summary, each.content_html, found.title):
            assert "\0" not in text
            text.encode()  # no halves of surrogate pairs


def read_or_refused(data: bytes, media_type: str = "") -> None:
    try:
        found = parse_feed(data, media_type, URL)
    except FetchRefused:
        return  # with a sentence, as every one of them
    check(found)


WHOLE = [text.encode() for text in (*(golden[0] for golden in GOLDEN.values()), *OLD.values())] + [
    rss(1, 2),
    json_feed(1),
]


@pytest.mark.parametrize("data", WHOLE, ids=range(len(WHOLE)))
def test_half_a_feed_is_read_as_far_as_it_goes_or_refused(data: bytes) -> None:
    for end in range(0, len(data), 7):
        read_or_refused(data[:end])
        read_or_refused(data[end:])


@given(st.sampled_from(WHOLE), st.data())
@settings(max_examples=300, deadline=None)
def test_a_feed_with_bytes_changed_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(changed)))
        changed[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    read_or_refused(bytes(changed))


PIECES = st.sampled_from([
    "<rss>", "<channel>", "</channel>", "<item>", "</item>", "<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<title>", "</title>", "<link>", "<link href='/1'/>", "/1", "<guid>", "<content type='xhtml'>", "<![CDATA[", "]]>",
    "<!--", "-->", "&lt;", "&amp;lt;", "&nbsp;", "&#55296;", "<", ">", "&", "\0", "\ud800", "\u202e", "x", " ",
    "<pubDate>", "2024-03-01", "<dc:date>", "xml:base='//['", "<a b='", "https://[", "<?x", "<!DOCTYPE a [", "<rdf:RDF>",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_mixture_of_the_pieces_of_feeds_is_read_or_refused(pieces: list[str]) -> None:
    read_or_refused(("<rss>" + "".join(pieces)).encode("utf-8", "surrogatepass"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("/1") | st.just("2024-03-01"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url"]), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
NAMES = st.sampled_from([
    "id", "url", "external_url", "title", "summary", "content_html", "content_text", "date_published", "date_modified",
    "author", "authors", "language", "home_page_url", "next_url", "items",
])  # fmt: skip
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=6)


@given(OBJECTS, st.lists(OBJECTS | VALUES, max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_json_feed_of_any_values_is_read(about: dict[str, object], items: list[object]) -> None:
    text = json.dumps({**about, "version": "https://jsonfeed.org/version/1.1", "items": items})
    check(parse_feed(text.encode(), "application/feed+json", URL))
