"""Files and addresses become what is understood of an article, or one sentence says why not.

The web is a site on the loopback interface; the address policy knows of it and of no other exception.
"""

import gzip
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleRefused, BotError, FetchRefused
from bot.gathering import MAX_PAGES, Gathered, Gatherer
from bot.intake import Details
from bot.intake.parsing import Parsers
from bot.model import SHARED, DateFrom
from tests.fetching.conftest import fetcher_for, site, watch
from tests.fetching.site import Site, Visit, page, redirect
from tests.hostile import QUICK
from tests.intake.parsing.packages import epub, p, word
from tests.intake.parsing.pdfs import Pdf
from tests.intake.parsing.reading import ARTICLE, SENTENCES
from tests.intake.parsing.reading import page as html

__all__ = ["site", "watch"]

SAVED = Path(__file__).parent / "intake" / "pages"
HTML = "Content-Type: text/html; charset=utf-8"
STATED = '<meta property="article:published_time" content="2024-01-25">'


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers() as found:
        yield found


@pytest.fixture
def gatherer(parsers: Parsers, site: Site) -> Iterator[Gatherer]:
    """May fetch from the site, and from nowhere else."""
    found = Gatherer(parsers, lambda: fetcher_for(site, bytes=2_000_000))
    yield found
    found.fetcher.close()


def puts(site: Site, path: str, body: str | bytes, *fields: str) -> str:
    """Have this at a path of the site; its address."""
    data = body.encode() if isinstance(body, str) else body
    site.answers[path] = page(data, "200 OK", *(fields or (HTML,)))
    return site.origin + path


def article_at(
    site: Site, path: str, head: str = "", body: str = f"<article><h1>The old bridge</h1>{ARTICLE}</article>"
) -> str:
    return puts(site, path, html(body, head))


def refused(gatherer: Gatherer, url: str) -> str:
    with pytest.raises((ArticleRefused, FetchRefused)) as refusal:
        gatherer.page(url, SHARED)
    return str(refusal.value)


# Pages


def test_a_page_becomes_its_article_with_what_it_says_of_itself(gatherer: Gatherer, site: Site) -> None:
    head = f'{STATED}<meta name="author" content="Ada Lake"><meta property="og:site_name" content="Harbour News">'
    read = gatherer.page(article_at(site, "/bridge?utm_source=mail", head), SHARED)
    draft = read.draft
    assert (draft.title, draft.author, draft.source) == ("The old bridge", "Ada Lake", "Harbour News")
    assert (draft.published, read.dated) == (date(2024, 1, 25), DateFrom.STATED)
    assert draft.url == f"{site.origin}/bridge?utm_source=mail"
    assert all(sentence in draft.text for sentence in SENTENCES)


@pytest.mark.parametrize("name", sorted(path.stem for path in SAVED.glob("*.html")))
def test_a_saved_page_and_the_same_page_at_an_address_have_the_same_text(
    name: str, gatherer: Gatherer, site: Site
) -> None:
    data = (SAVED / f"{name}.html").read_bytes()
    saved = gatherer.document(data, f"{name}.html", SHARED).draft
    assert gatherer.page(puts(site, f"/{name}", data), SHARED).draft.text == saved.text


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compressed_page_in_chunks_in_another_encoding_is_read(gatherer: Gatherer, site: Site, coding: str) -> None:
    body = html(f"<article><h1>Die alte Brücke</h1><p>Größe über alles.</p>{ARTICLE}</article>")
    latin = body.replace("<meta charset=utf-8>", "").encode("latin-1")
    packed = gzip.compress(latin) if coding == "gzip" else zlib.compress(latin)
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(packed[at : at + 100]), packed[at : at + 100]) for at in range(0, len(packed), 100)
    )
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {coding}\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    site.answers["/"] = head.encode() + chunks + b"0\r\n\r\n"
    assert "Größe über alles." in gatherer.page(site.origin, SHARED).draft.text


def test_a_page_is_known_by_how_it_begins_where_no_type_came_with_it(gatherer: Gatherer, site: Site) -> None:
    url = puts(site, "/download", html(), "X-Nothing: 1")
    assert gatherer.page(url, SHARED).draft.title == "The old bridge"
    assert gatherer.document(html().encode(), "", SHARED).draft.title == "The old bridge"


# Leads


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0; url=/real">',
        '<meta http-equiv="Refresh" content="0;URL=\'/real\'">',
        '<link rel="amphtml" href="/real">',
        '<link rel="alternate" media="print" href="/real">',
        '<link rel="canonical" href="/real">',
    ],
)
def test_a_page_that_leads_to_its_article_is_followed_there(gatherer: Gatherer, site: Site, head: str) -> None:
    article_at(site, "/real")
    url = puts(site, "/short", html("<p>One moment…</p>", head))
    assert gatherer.page(url, SHARED).draft.url == f"{site.origin}/real"
    assert site.targets == ["/short", "/real"]


def test_a_page_with_an_article_is_read_though_it_names_other_forms_of_it(gatherer: Gatherer, site: Site) -> None:
    url = article_at(
        site, "/bridge", '<link rel="amphtml" href="/amp"><link rel="alternate" media="print" href="/print">'
    )
    gatherer.page(url, SHARED)
    assert site.targets == ["/bridge"]


def test_the_address_that_a_page_gives_itself_is_taken_on_its_own_host_only(gatherer: Gatherer, site: Site) -> None:
    own = article_at(site, "/a", '<link rel="canonical" href="/the-bridge">')
    assert gatherer.page(own, SHARED).draft.url == f"{site.origin}/the-bridge"
    foreign = article_at(site, "/b", '<link rel="canonical" href="https://bank.example/important">')
    assert gatherer.page(foreign, SHARED).draft.url == f"{site.origin}/b"


def test_pages_that_lead_in_a_circle_or_ever_on_end_with_the_reason_of_the_first(
    gatherer: Gatherer, site: Site
) -> None:
    for n in range(20):
        puts(site, f"/{n}", html("<p>On.</p>", f'<meta http-equiv="refresh" content="0; url=/{n + 1}">'))
    assert "only leads on to" in refused(gatherer, f"{site.origin}/0")
    assert site.targets == [f"/{n}" for n in range(MAX_PAGES)]
    puts(site, "/me", html("<p>On.</p>", '<meta http-equiv="refresh" content="0; url=/me">'))
    assert refused(gatherer, f"{site.origin}/me")


@pytest.mark.parametrize(
    "there",
    [
        "http://127.0.0.1/", "http://127.0.0.1:22/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/", "http://localhost/", "http://metadata.google.internal/", "http://2130706433/",
        "http://[::ffff:127.0.0.1]/", "http://0/", "file:///etc/passwd", "ftp://example.org/", "http://user:pw@example.org/",
    ],
)  # fmt: skip
def test_neither_a_redirect_nor_a_lead_goes_to_where_no_stranger_may_send_us(
    gatherer: Gatherer, site: Site, there: str
) -> None:
    site.answers["/moved"] = redirect(there)
    assert refused(gatherer, f"{site.origin}/moved")
    lead = puts(site, "/lead", html("<p>On.</p>", f'<meta http-equiv="refresh" content="0; url={there}">'))
    assert refused(gatherer, lead)
    assert refused(gatherer, there)
    assert site.targets == ["/moved", "/lead"]  # and the watch has seen no other connection


def test_whoever_asks_may_forbid_each_address_also_after_a_redirect(gatherer: Gatherer, site: Site) -> None:
    article_at(site, "/private/bridge")
    site.answers["/moved"] = redirect("/private/bridge")
    lead = puts(site, "/lead", html("<p>On.</p>", '<meta http-equiv="refresh" content="0; url=/private/bridge">'))

    def public_only(url: str) -> None:
        if "/private/" in url:
            raise FetchRefused("Not there.")

    for url in (f"{site.origin}/moved", lead, f"{site.origin}/private/bridge"):
        with pytest.raises(FetchRefused, match="Not there"):
            gatherer.page(url, SHARED, require=public_only)


# What is no article


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>Before you continue</h1><p>We and our partners use cookies. Accept all or reject all cookies.</p><button>Accept all</button>", "consent"),
        ("<form action=/login><h1>Log in</h1><input name=user><input type=password name=pw><button>Log in</button></form>", "log-in"),
        ("<h1>404</h1><p>Page not found. The page that you are looking for doesn't exist.</p>", "error"),
        ("<div id=root></div><script src=/app.js></script><noscript>You need to enable JavaScript to run this app.</noscript>", "JavaScript"),
        ("<h1>Verify you are human</h1><p>The site has to look at your connection first.</p>", "person"),
    ],
)  # fmt: skip
def test_walls_and_errors_are_refused_with_their_reason(gatherer: Gatherer, site: Site, body: str, reason: str) -> None:
    assert reason in refused(gatherer, puts(site, "/", html(body)))


@pytest.mark.parametrize(
    ("path", "body", "type"),
    [
        ("/photo", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png"),
        ("/photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100), ""),
        ("/api", b'{"text": "The ferry leaves at noon and takes three hours."}', "application/json"),
        ("/a.zip", b"PK\x03\x04" + bytes(100), "application/zip"),
        ("/a", b"The ferry leaves at noon.", "video/mp4"),
        ("/empty", b"", "text/html"),
        ("/empty.txt", b"", "text/plain"),
        ("/binary", bytes(range(256)), "text/plain"),
    ],
)
def test_what_is_neither_a_page_nor_a_text_is_refused(
    gatherer: Gatherer, site: Site, path: str, body: bytes, type: str
) -> None:
    assert refused(gatherer, puts(site, path, body, f"Content-Type: {type}"))


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "410 No", "429 No", "500 No", "503 No", "204 No"])
def test_a_status_without_a_page_is_a_refusal(gatherer: Gatherer, site: Site, status: str) -> None:
    site.answers["/"] = page(html().encode(), status, HTML)
    assert status[:3] in refused(gatherer, site.origin)


def test_a_bomb_a_broken_body_and_a_slow_one_are_refusals_within_the_time(parsers: Parsers, site: Site) -> None:
    def slow(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        for _ in visit.drip(b"<p>", 0.05):
            pass

    site.answers["/bomb"] = page(gzip.compress(bytes(50_000_000)), "200 OK", HTML, "Content-Encoding: gzip")
    site.answers["/broken"] = page(b"no gzip", "200 OK", HTML, "Content-Encoding: gzip")
    site.answers["/short"] = page(b"<html>", "200 OK", HTML, length=1000)
    site.answers["/slow"] = slow
    gatherer = Gatherer(parsers, lambda: fetcher_for(site, seconds=0.5))
    since = time.monotonic()
    for path in ("/bomb", "/broken", "/short", "/slow"):
        assert refused(gatherer, site.origin + path)
    assert time.monotonic() - since < 5


def test_a_crash_of_the_reader_is_a_refusal_and_costs_the_next_page_nothing(gatherer: Gatherer, site: Site) -> None:
    deep = "<div>" * 200_000
    assert refused(gatherer, puts(site, "/deep", deep))
    assert gatherer.page(article_at(site, "/good"), SHARED).draft.title == "The old bridge"


# Other documents


def three_pages() -> bytes:
    pdf = Pdf(info={"Title": "The bridge report", "Author": "Ada Lake"})
    for n in range(3):
        pdf.page().column(
            [SENTENCES[n][:50], SENTENCES[n][50:], "", SENTENCES[n + 3][:50], SENTENCES[n + 3][50:]], 50, 750
        )
    return pdf.data()


def test_a_pdf_is_known_by_its_type_or_its_first_bytes_and_its_pages_are_kept(gatherer: Gatherer, site: Site) -> None:
    for number, type in enumerate(("application/pdf", "application/octet-stream", "text/html")):
        draft = gatherer.page(puts(site, f"/{number}", three_pages(), f"Content-Type: {type}"), SHARED).draft
        assert (draft.title, draft.author) == ("The bridge report", "Ada Lake")
        assert [each.label for each in draft.pages] == ["1", "2", "3"]


def test_word_documents_and_epubs_are_read_wherever_they_are(gatherer: Gatherer, site: Site) -> None:
    docx = word("".join(p(sentence) for sentence in SENTENCES))
    book = epub({"a.xhtml": f"<h1>One</h1>{ARTICLE}"})
    types = {
        "/a.docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "/b.epub": (book, "application/epub+zip"),
    }
    for path, (data, type) in types.items():
        there = gatherer.page(puts(site, path, data, f"Content-Type: {type}"), SHARED).draft
        here = gatherer.document(data, path[1:], SHARED).draft
        assert SENTENCES[0] in there.text == here.text


def test_a_text_at_an_address_is_read_as_its_type_says(gatherer: Gatherer, site: Site) -> None:
    plain = puts(site, "/ferry", "# No heading\n\nThe *ferry* leaves at noon.", "Content-Type: text/plain")
    assert "*ferry*" in gatherer.page(plain, SHARED).draft.text
    marked = puts(site, "/boat", "# The boat\n\nThe *boat* leaves at noon.", "Content-Type: text/markdown")
    draft = gatherer.page(marked, SHARED).draft
    assert (draft.title, draft.text, draft.url) == ("The boat", "The boat leaves at noon.", marked)


def test_a_file_of_another_kind_is_refused_with_those_that_can_be_read(gatherer: Gatherer) -> None:
    with pytest.raises(ArticleRefused, match=r"ending in \.xlsx can't be read.*PDF"):
        gatherer.document(b"The ferry leaves at noon.", "a.xlsx", SHARED)


# Dates and what is said beside


def dated(gatherer: Gatherer, url: str, own: object = None, feed: object = None) -> tuple[object, DateFrom | None]:
    read = gatherer.page(url, SHARED, Details(published=own), Details(published=feed))
    return read.draft.published, read.dated


def test_the_date_is_the_pages_then_the_feeds_then_the_addresss_then_the_persons(
    gatherer: Gatherer, site: Site
) -> None:
    told = datetime(2024, 2, 3, 12, 30, tzinfo=UTC)
    stated = article_at(site, "/2023/05/06/bridge", STATED)
    bare = article_at(site, "/2023/05/07/bridge")
    unknown = article_at(site, "/bridge")
    assert dated(gatherer, stated, "2022-01-01", told) == (date(2024, 1, 25), DateFrom.STATED)
    assert dated(gatherer, bare, "2022-01-01", told) == (told, DateFrom.FEED)
    assert dated(gatherer, bare, "2022-01-01") == (date(2023, 5, 7), DateFrom.ADDRESS)
    assert dated(gatherer, unknown, "2022-01-01") == (date(2022, 1, 1), DateFrom.GIVEN)
    assert dated(gatherer, unknown) == (None, None)


def test_the_date_of_a_file_is_what_a_person_says_else_what_it_says_itself(gatherer: Gatherer) -> None:
    for data, name in ((html(head=STATED), "a.html"), (f"---\npublished: 2024-01-25\n---\n\n{SENTENCES[0]}", "a.md")):
        said = gatherer.document(data.encode(), name, SHARED, Details(published="2022-01-01"))
        assert (said.draft.published, said.dated) == (date(2022, 1, 1), DateFrom.GIVEN)
        own = gatherer.document(data.encode(), name, SHARED)
        assert own.draft.published == date(2024, 1, 25)
        assert own.dated in (DateFrom.STATED, DateFrom.SHOWN)
    assert gatherer.document(SENTENCES[0].encode(), "a.txt", SHARED).dated is None


def test_a_person_knows_the_title_and_author_best_then_the_feed(gatherer: Gatherer, site: Site) -> None:
    url = article_at(site, "/bridge", '<meta name="author" content="Ada Lake">')
    feed = Details(title="From the feed", author="F. Eed")
    mine = gatherer.page(url, SHARED, Details(title="Mine"), feed).draft
    assert (mine.title, mine.author) == ("Mine", "F. Eed")


def test_lines_of_a_page_around_a_pasted_text_are_set_aside_unless_all_is_wanted(gatherer: Gatherer) -> None:
    pasted = "\n\n".join(
        [
            "The old bridge closes",
            "3 mins read",
            *SENTENCES,
            "Leave a Reply",
            "Your email address will not be published.",
        ]
    )
    part = gatherer.document(pasted.encode(), "a.txt", SHARED)
    whole = gatherer.whole(pasted.encode(), "a.txt", SHARED)
    assert "3 mins read" in part.head
    assert "Leave a Reply" in part.tail
    assert "Leave a Reply" not in part.draft.text
    assert (whole.head, whole.tail) == ((), ())
    assert "Leave a Reply" in whole.draft.text


# By chance


@QUICK
@given(data=st.binary(max_size=2000), name=st.sampled_from(["a.txt", "a.md", "", "a.zip", "a.exe", "a.jsonl"]))
def test_any_bytes_are_an_article_or_a_refusal(data: bytes, name: str) -> None:
    gatherer = Gatherer(Parsers(), lambda: pytest.fail("nothing is fetched"))
    if data.lstrip()[:1] == b"<" or b"%PDF" in data or data[:4] == b"PK\x03\x04":
        return  # goes to a child, which has tests of its own
    try:
        assert isinstance(gatherer.document(data, name, SHARED), Gathered)
    except BotError as refusal:
        said = str(refusal)
        assert len(said) > 10
