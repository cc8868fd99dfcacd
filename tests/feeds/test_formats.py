"""What the formats say: a feed of each, and the ways in which people write them."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.feeds import FeedItem, ParsedFeed, parse_feed
from tests.feeds.samples import URL

INDIA = timezone(timedelta(hours=5, minutes=30))
EASTERN = timezone(timedelta(hours=-5))

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Café &amp;amp; Co</title><link>https://news.example</link><language>en-US</language><ttl>60</ttl>
<atom:link rel="self" href="https://news.example/self"/><atom:link rel="next" href="?page=2"/>
<image><title>A picture</title><link>https://news.example/picture</link><url>https://news.example/p.png</url></image>
<item><title>AT&amp;amp;T &lt;em&gt;buys&lt;/em&gt;
 it</title><link>/1?a=1&amp;b=2</link><guid isPermaLink="false">g1</guid>
<pubDate>Fri, 01 Mar 2024 10:00:00 EST</pubDate><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>
<description><![CDATA[<p>The <b>deal</b></p><p>is done.</p>]]></description>
<content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item>
<item><title>Two</title><guid>https://news.example/2</guid><pubDate>Fri, 01 Mar 2024 10:00:00 +0530</pubDate>
<author>joe@news.example (Joe)</author></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://news.example/blog/">
<title type="html">My &lt;i>Blog&lt;/i></title><link href="./"/><link rel="self" href="/self"/>
<link rel="next" href="?p=2"/><author><name>The Editors</name></author>
<entry><id>urn:e1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> one</div></title>
<link rel="enclosure" href="x.mp3"/><link type="application/pdf" href="a.pdf"/><link href="a/b.html"/>
<published>2024-03-01T10:00:00+05:30</published><updated>2024-03-01T11:00:00Z</updated>
<author><name>Ann</name><email>ann@news.example</email></author><author><name>Bob</name></author>
<summary type="html">&lt;p>Short &amp;amp; good&lt;/p></summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long</p></div></content></entry>
<entry><title>1 &lt; 2</title><updated>2024-03-01</updated><link rel="alternate" href="//news.example/2"/></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://news.example/"><title>T</title><link>https://news.example/</link><dc:language>fr</dc:language>
<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://news.example/1"><title>I</title><link>https://news.example/1</link>
<dc:date>2024-03-01T10:00:00-05:00</dc:date><dc:creator>C</dc:creator><description>D</description></item></rdf:RDF>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1", "title": "J", "home_page_url": "https://news.example/",
        "next_url": "https://news.example/feed?p=2", "language": "en", "authors": [{"name": "The Editors"}],
        "items": [
            {
                "id": "1", "url": "/1", "title": "One", "summary": "S", "content_html": "<p>x</p>",
                "date_published": "2024-03-01T10:00:00+05:30", "date_modified": "2024-03-01T11:00:00Z",
                "author": {"name": "Ann"},
            },
            {"id": 2, "content_text": "a < b\n\nc"},
        ],
    }
)  # fmt: skip

DATED = datetime(2024, 3, 1, 10, tzinfo=INDIA)
UPDATED = datetime(2024, 3, 1, 11, tzinfo=UTC)
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Long</p></div>'

GOLDEN = {
    "RSS 2.0": (RSS, ParsedFeed(
        "Café & Co", "https://news.example/", "en-us", (
            FeedItem("g1", "https://news.example/1?a=1&b=2", "AT&T buys it", datetime(2024, 3, 1, 10, tzinfo=EASTERN),
                     None, "Ann, Bob", "The deal is done.", "<p>All of it.</p>"),
            FeedItem("https://news.example/2", "https://news.example/2", "Two", DATED, None, "Joe", "", ""),
        ), "https://news.example/feed.xml?page=2", 3600)),
    "Atom 1.0": (ATOM, ParsedFeed(
        "My Blog", "https://news.example/blog/", "de", (
            FeedItem("urn:e1", "https://news.example/blog/a/b.html", "A bold one", DATED, UPDATED, "Ann, Bob",
                     "Short & good", XHTML),
            FeedItem("https://news.example/2", "https://news.example/2", "1 < 2", None, date(2024, 3, 1), "The Editors",
                     "", ""),
        ), "https://news.example/blog/?p=2")),
    "RSS 1.0": (RDF, ParsedFeed(
        "T", "https://news.example/", "fr", (
            FeedItem("https://news.example/1", "https://news.example/1", "I", datetime(2024, 3, 1, 10, tzinfo=EASTERN),
                     None, "C", "D", "D"),
        ), "", 43200)),
    "JSON Feed 1.1": (JSON, ParsedFeed(
        "J", "https://news.example/", "en", (
            FeedItem("1", "https://news.example/1", "One", DATED, UPDATED, "Ann", "S", "<p>x</p>"),
            FeedItem("2", "", "", None, None, "The Editors", "a < b c", "<p>a &lt; b</p>\n<p>c</p>"),
        ), "https://news.example/feed?p=2")),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_a_feed_of_each_format_says_what_it_says(name: str) -> None:
    text, expected = GOLDEN[name]
    assert parse_feed(text.encode(), "", URL) == expected


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "text/plain", "image/png", "nonsense"])
@pytest.mark.parametrize("name", GOLDEN)
def test_what_a_feed_is_tells_its_content_not_its_media_type(name: str, media_type: str) -> None:
    text, expected = GOLDEN[name]
    assert parse_feed(text.encode(), media_type, URL) == expected


def only(body: str) -> FeedItem:
    (found,) = parse_feed(body.encode(), "", URL).items
    return found


OLD = {
    "RSS 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/'
    'simple/0.9/"><channel><title>T</title></channel><item><title>I</title><link>/1</link></item></rdf:RDF>',
    "RSS 0.91": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/'
    'formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title><item><title>I</title><link>/1</link></item>'
    "</channel></rss>",
    "RSS 0.92 in a namespace": '<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>T</title>'
    "<item><title>I</title><link>/1</link></item></channel></rss>",
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title mode="escaped">'
    '&lt;b>I&lt;/b></title><link rel="alternate" href="/1"/></entry></feed>',
    "Atom without its namespace": '<feed><title>T</title><entry><title>I</title><link href="/1"/></entry></feed>',
    "Atom with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>I'
    '</a:title><a:link href="/1"/></a:entry></a:feed>',
    "RSS in capitals": "<RSS><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>I</TITLE><LINK>/1</LINK></ITEM></CHANNEL></RSS>",
    "JSON Feed 1.0": '{"version": "https://jsonfeed.org/version/1", "title": "T", "items": [{"id": "1", "url": "/1",'
    ' "title": "I", "author": {"name": "A"}}]}',
}


@pytest.mark.parametrize("name", OLD)
def test_older_and_stranger_versions_are_read_as_well(name: str) -> None:
    assert parse_feed(OLD[name].encode(), "", URL).title == "T"
    found = only(OLD[name])
    assert (found.title, found.url) == ("I", "https://news.example/1")


def in_rss(inner: str, outer: str = "") -> str:
    return f'<rss version="2.0" {outer}><channel><title>T</title><item>{inner}</item></channel></rss>'


DATES = {
    "Fri, 01 Mar 2024 10:00:00 +0530": DATED,
    "1 Mar 2024 10:00 +0530": DATED,
    "Fri, 01 Mar 24 10:00:00 GMT": datetime(2024, 3, 1, 10, tzinfo=UTC),
    "2024-03-01T10:00:00.123456+05:30": DATED.replace(microsecond=123456),
    "2024-03-01 10:00:00 +0530": DATED,
    "2024-03-01T10:00:00Z": datetime(2024, 3, 1, 10, tzinfo=UTC),
    "Fri, 01 Mar 2024 10:00:00": date(2024, 3, 1),  # no zone
    "Fri, 01 Mar 2024 10:00:00 CET": date(2024, 3, 1),  # a zone by a name that isn't unique
    "Fri, 01 Mar 2024 10:00:00 -0000": date(2024, 3, 1),  # RFC 5322: the zone isn't known
    "2024-03-01": date(2024, 3, 1),
    "March 1, 2024": date(2024, 3, 1),
    "2024-03": None,
    "03/04/2024": None,  # could be two days
    "Thu, 01 Jan 1970 00:00:00 GMT": None,  # what programs write that know none
    "0000-00-00T00:00:00Z": None,
    "yesterday": None,
    "": None,
    "9" * 200: None,
    "Fri, 99 Mar 2024 10:00:00 +0000": None,
    "Fri, 01 Mar 2024 10:00:00 +9999": date(2024, 3, 1),  # no such zone
}


@pytest.mark.parametrize("said", DATES)
def test_a_date_keeps_its_zone_and_what_is_unknown_stays_unknown(said: str) -> None:
    assert only(in_rss(f"<link>/1</link><pubDate>{said}</pubDate>")).published == DATES[said]


MADE = {
    "what another vocabulary calls a title is none": (
        '<m:title>No</m:title><title>Yes</title><link>/1</link><m:group><title>No</title></m:group>',
        ("https://news.example/1", "Yes"),
    ),
    "FeedBurner's counting link is passed over": (
        '<link>https://clicks.example/1</link><f:origLink>https://news.example/1</f:origLink>',
        ("https://news.example/1", ""),
    ),
    "a guid that is no address is no link": ("<guid>abc</guid><description>D</description>", ("", "")),
    "a guid that says so is no link": (
        '<guid isPermaLink="false">https://news.example/1</guid><description>D</description>', ("", ""),
    ),
    "an Atom link does": ('<a:link href="/1"/>', ("https://news.example/1", "")),
    "the first link that leads anywhere counts": ("<link/><link> /1 </link>", ("https://news.example/1", "")),
    "no other scheme": ("<link>javascript:alert(1)</link><description>D</description>", ("", "")),
    "no password": ("<link>https://u:p@news.example/1</link><description>D</description>", ("", "")),
    "a name in another script": ("<link>https://bücher.example/ü</link>", ("https://xn--bcher-kva.example/%C3%BC", "")),
    "less than in a title": ("<title>if a &lt; b and c &gt; d</title><link>/1</link>", ("https://news.example/1", "if a < b and c > d")),
    "a tag that no title has": ("<title>the &amp;lt;video&amp;gt; tag</title><link>/1</link>", ("https://news.example/1", "the <video> tag")),
    "white space": ("<title>\n a \t b&#160;c </title><link>\n/1\n</link>", ("https://news.example/1", "a b c")),
}  # fmt: skip
VOCABULARIES = (
    'xmlns:m="http://search.yahoo.com/mrss/" xmlns:a="http://www.w3.org/2005/Atom"'
    ' xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"'
)


@pytest.mark.parametrize("name", MADE)
def test_links_and_titles_are_what_is_meant(name: str) -> None:
    inner, expected = MADE[name]
    found = only(in_rss(inner, VOCABULARIES))
    assert (found.url, found.title) == expected


def test_an_item_with_neither_a_page_nor_a_content_is_none() -> None:
    assert parse_feed(in_rss("<title>Only this</title>").encode(), "", URL).items == ()


def test_an_item_without_an_id_has_always_the_same_one() -> None:
    first, again = (only(in_rss("<description>D</description><title>T</title>")) for _ in range(2))
    assert first.id == again.id != only(in_rss("<description>E</description><title>T</title>")).id


def test_of_items_with_one_id_the_first_counts() -> None:
    twins = "<link>/1</link><guid>g</guid></item><item><link>/2</link><guid>g</guid>"
    assert only(in_rss(twins)).url == "https://news.example/1"


def test_markup_that_was_not_escaped_is_content() -> None:
    found = only(in_rss("<link>/1</link><description>A <b>bold</b> &lt;word<br/></description>"))
    assert found.content_html == "A <b>bold</b> &lt;word<br>"
    assert found.summary == "A bold <word"


def test_a_summary_ends_before_a_script() -> None:
    text = "&lt;p&gt;One&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    assert only(in_rss(f"<link>/1</link><description>{text}</description>")).summary == "One"


def test_what_is_long_is_cut() -> None:
    inner = f"<title>{'t' * 5000}</title><guid>{'g' * 5000}</guid><link>/1</link><author>{'a' * 5000}</author>"
    found = only(in_rss(inner + f"<description>{'d' * 30_000}</description>"))
    assert [len(each) for each in (found.title, found.author, found.summary)] == [300, 300, 2_000]
    assert found.id.startswith("sha256:")
    assert len(found.content_html) == 30_000


def test_no_more_than_a_thousand_items_are_read() -> None:
    many = "</item><item>".join(f"<link>/{n}</link>" for n in range(1_500))
    assert len(parse_feed(in_rss(many).encode(), "", URL).items) == 1_000
