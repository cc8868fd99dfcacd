"""Web pages: the article and nothing else, what the page says of itself, and why a page is no article."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.pages.encoding import decode_page
from bot.intake.parsing import Lead, Leading, Trust
from bot.intake.parsing.reasons import Reason
from bot.text import segment
from tests.hostile import QUICK
from tests.intake.parsing.reading import ARTICLE, SENTENCES, elsewhere, page, parsed, refusal

SAVED = sorted((Path(__file__).parent / "pages").glob("*.html"))
URL = "https://news.example/2024/03/bridge"
ENTRY = "https://news.example/story"
TEXT = "\n\n".join(SENTENCES)


def published(head: str = "", body: str = "", url: str = ENTRY, html: str = "<html>") -> tuple[str, Trust] | None:
    found = parsed(page(f"<article>{body}{ARTICLE}</article>", head, html), url=url).published
    return (found.day, found.trust) if found else None


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


# Five saved pages that imitate real layouts


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_the_text_of_a_saved_page_is_its_article(path: Path) -> None:
    assert parsed(path.read_bytes()).text == path.with_suffix(".txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_what_a_saved_page_says_of_itself_is_read(path: Path) -> None:
    fields = asdict(parsed(path.read_bytes()))
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert json.loads(json.dumps({name: fields[name] for name in expected})) == expected


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "furniture",
    ["cookie", "3 mins read", "Read more", "Leave a Reply", "will not be published", "Subscribe", "Sign up", "Follow us", "Most read",
     "Related", "Share", "©", "Advertisement", "Photograph", "[edit]", "[1]", "At last!", "Kommentar", "Toller Beitrag",
     "Ähnliche", "Teilen", "Privacy", "Categories", "donate", "Compartir", "Inicia sesión", "Lee también", "Veröffentlicht"],
)  # fmt: skip
def test_no_furniture_of_a_saved_page_is_in_its_text(path: Path, furniture: str) -> None:
    assert furniture not in parsed(path.read_bytes()).text


# Text


def test_paragraphs_are_parted_by_blank_lines_and_each_sentence_can_be_quoted() -> None:
    text = parsed(page()).text
    assert text == TEXT
    quoted = [text[start:end] for passage in segment(text, "en") for start, end in passage.sentences]
    assert quoted == list(SENTENCES)


@pytest.mark.parametrize("gap", ["</p><p>", "<br>", "<br/><br/>", "</p>\n<p>", "</div><div>", "</p></div><div><p>"])
def test_no_words_are_glued_together(gap: str) -> None:
    body = f"<article><div><p>{gap.join(SENTENCES)}</p></div></article>"
    assert parsed(page(body)).text.split() == TEXT.split()


def test_items_of_lists_and_rows_of_tables_are_lines() -> None:
    lists = "<ul><li>Ferries run all day.</li><li>Buses take<ul><li>the ring road</li></ul></li></ul>"
    table = "<table><tr><th>Line</th><th>Stop</th></tr><tr><td>7</td><td>Harbour</td></tr></table>"
    text = parsed(
        page(f"<article>{ARTICLE}<h2>How to cross</h2>{lists}{table}<p>{SENTENCES[0][:-1]} again.</p></article>")
    ).text
    assert (
        "\n\nHow to cross\n\n- Ferries run all day.\n- Buses take\n- the ring road\n\nLine | Stop\n\n7 | Harbour\n\n"
        in text
    )


def test_white_space_of_the_source_is_folded_and_inline_markup_leaves_no_trace() -> None:
    body = (
        "<p>The  <b>old</b>\n   bridge&nbsp;closed<i>.</i> It was 1&shy;00 <a href=x>years</a> old&mdash;or more.</p>"
    )
    text = parsed(page(f"<article>{body}{ARTICLE}</article>")).text
    assert text.startswith("The old bridge closed. It was 1")


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>3 mins read</p>",
        "<p>Read more</p>",
        '<p><a href="/other">Why ferry tickets cost more than last summer</a></p>',
        '<p><strong>Read more: <a href="/other">Ring road works will last until June</a></strong></p>',
        "<p>Advertisement</p>",
        '<div class="wp-caption-text caption">The bridge at low tide, by Ana Lima</div>',
        "<dialog open><p>Accept our cookies to go on reading this page of ours today.</p></dialog>",
        "<div hidden><p>This sentence is hidden from everybody who reads the page.</p></div>",
        '<div role="dialog"><p>Sign up for the letter that we send on Fridays to everybody.</p></div>',
        "<p>The old bridge</p>",
        "<p>By Mary Fox</p>",
        "<p>18 March 2024, 06:30</p>",
        "<p>Updated 19 March 2024</p>",
    ],
)
def test_what_belongs_to_the_page_is_not_in_the_text(furniture: str) -> None:
    head = '<meta name="author" content="Mary Fox">'
    body = f"<article><h1>The old bridge</h1>{furniture}{ARTICLE}</article>"
    assert parsed(page(body, head)).text == TEXT


def test_a_list_of_links_below_a_heading_for_related_articles_is_set_aside() -> None:
    links = "".join(f'<li><a href="/{n}">Another story of the harbour, number {n}</a></li>' for n in range(3))
    found = parsed(page(f"<article>{ARTICLE}<h3>Related articles</h3><ul>{links}</ul></article>"))
    assert found.text == TEXT


def test_marks_of_footnotes_are_left_out_of_sentences() -> None:
    body = f"<p>{SENTENCES[0][:-1]}<sup>[1]</sup><sup class=x><a href=#n>[note 2]</a></sup>.</p>{ARTICLE}"
    assert parsed(page(f"<article>{body}</article>")).text.startswith(SENTENCES[0])


def test_powers_are_no_footnotes() -> None:
    body = f"<p>The floor has 400 m<sup>2</sup> and {SENTENCES[0].lower()}</p>{ARTICLE}"
    assert "400 m2 and" in parsed(page(f"<article>{body}</article>")).text


def test_what_was_set_aside_is_told() -> None:
    found = parsed(page(f"<article><p>3 mins read</p>{ARTICLE}<p>Read more</p></article>"))
    assert found.text == TEXT
    assert set(found.set_aside) <= {"3 mins read", "Read more"}


def test_articles_about_cookies_and_log_ins_keep_their_sentences() -> None:
    body = "".join(
        f"<p>{each}</p>"
        for each in (
            "We value your privacy, the banner says, but the court found that the company did not value it at all.",
            "The page told its readers to subscribe to continue reading, and most of them left within three seconds.",
            "Readers had to log in before they could see that the page was not found, which the court called a trap.",
            "The cookie settings were hidden behind eleven pages, each of them longer than the article that it covered.",
        )
    )
    assert parsed(page(f"<article>{body}{ARTICLE}</article>")).text.count("\n\n") == 11


# Title, author, site, language


@pytest.mark.parametrize(
    ("title", "head", "heading", "expected"),
    [
        ("Bridge closes | The Times", '<meta property="og:site_name" content="The Times">', "", "Bridge closes"),
        ("The Times - Bridge closes", '<meta property="og:site_name" content="The Times">', "", "Bridge closes"),
        ("Bridge closes | The Times", "", "<h1>Bridge closes</h1>", "Bridge closes"),
        ("News", '<meta property="og:title" content="Bridge closes - The Times"><meta property="og:site_name" content="The Times">', "", "Bridge closes"),
        ("x", '<meta property="og:title" content="Bridge to close: Mayor">', "<h1>Bridge to close</h1>", "Bridge to close"),
        ("The Times", '<meta property="og:site_name" content="The Times"><meta property="og:title" content="Bridge closes">', "<h1>The Times</h1>", "Bridge closes"),
        ("x", "", "<h1>A &amp; B<br>meet</h1>", "x"),
        ("A & B meet", "", "<h1>A &amp; B<br>meet</h1>", "A & B meet"),
        ("So — and so", "", "", "So — and so"),
        ("y" * 400, "", "<h1>Bridge</h1>", "Bridge"),
    ],
)  # fmt: skip
def test_the_title_is_the_articles_without_the_sites_name(title: str, head: str, heading: str, expected: str) -> None:
    html = f"<html><head><title>{title}</title>{head}</head><body>{heading}<article>{ARTICLE}</article></body></html>"
    assert parsed(html).title == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="author" content="By Mary Fox">', "", "Mary Fox"),
        ('<meta name="author" content="https://x.example/mary">', "", None),
        ('<meta name="author" content="The Times"><meta property="og:site_name" content="The Times">', "", None),
        ('<meta name="citation_author" content="Fox, Mary"><meta name="citation_author" content="Lee, John">', "", "Mary Fox, John Lee"),
        (json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "author": [{"name": "Mary Fox"}, {"name": "John Lee"}]}), "", "Mary Fox, John Lee"),
        (json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "author": "Mary Fox"}), "", "Mary Fox"),
        ("", '<p class="byline">By <a rel="author" href="/mary">Mary Fox</a></p>', "Mary Fox"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_author_is_a_person_that_the_page_names(head: str, body: str, expected: str | None) -> None:
    assert parsed(page(f"<article>{body}{ARTICLE}</article>", head)).author == expected


def test_the_site_is_named_or_else_its_host() -> None:
    assert parsed(page(), url="https://www.harbour.example/a").site == "harbour.example"
    named = json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "publisher": {"name": "Harbour Times"}})
    assert parsed(page(head=named), url=URL).site == "Harbour Times"
    assert parsed(page()).site is None


@pytest.mark.parametrize(
    ("html", "head", "expected"),
    [
        ("<html lang=en-GB>", "", "en"),
        ('<html xml:lang="DE">', "", "de"),
        ("<html lang='{{ lang }}'>", '<meta property="og:locale" content="es_ES">', "es"),
        ("<html>", "", None),
        ("<html lang=und>", "", None),
    ],
)
def test_the_language_is_the_one_that_the_page_declares(html: str, head: str, expected: str | None) -> None:
    assert parsed(page(head=head, html=html)).language == expected


# Dates


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2024-01-25T14:30:00+02:00">', "2024-01-25T14:30:00+02:00"),
        ('<meta property="article:published_time" content="2024-01-25T14:30:00Z">', "2024-01-25T14:30:00+00:00"),
        ('<meta property="article:published_time" content="2024-01-25 14:30:00 +0200">', "2024-01-25T14:30:00+02:00"),
        ('<meta property="article:published_time" content="2024-01-25T14:30:00">', "2024-01-25"),
        ('<meta name="date" content="Thu, 25 Jan 2024 14:30:00 +0200">', "2024-01-25T14:30:00+02:00"),
        ('<meta name="pubdate" content="20240125">', "2024-01-25"),
        ('<meta name="DC.date.issued" content="25 January 2024">', "2024-01-25"),
        ('<meta name="date" content="03/04/2024">', None),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', None),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', None),
        ('<meta name="date" content="2031-01-01">', None),
        ('<meta property="article:modified_time" content="2024-01-25">', None),
        ('<meta itemprop="copyrightYear" content="2019">', None),
        ('<meta itemprop="datePublished" content="2024-01-25">', "2024-01-25"),
        (json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "datePublished": "2024-01-25T14:30:00-05:00"}), "2024-01-25T14:30:00-05:00"),
        (json_ld(**{"@graph": [{"@type": ["NewsArticle", "Article"], "headline": "The old bridge", "datePublished": "2024-01-25"}]}), "2024-01-25"),
        (json_ld(**{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other", "datePublished": "2020-01-01"}]}), None),
        (json_ld(**{"@type": "NewsArticle", "headline": "Other", "datePublished": "2020-01-01"}) + json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "datePublished": "2024-01-25"}), "2024-01-25"),
        (json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "dateModified": "2024-01-25"}), None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-01-2</script>', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_date_is_the_one_that_the_page_states(head: str, expected: str | None) -> None:
    assert published(head) == ((expected, Trust.STATED) if expected else None)


@pytest.mark.parametrize(
    ("html", "shown", "expected"),
    [
        ("<html lang=en>", '<time datetime="2024-01-25T14:30:00+02:00">Thursday</time>', "2024-01-25T14:30:00+02:00"),
        ("<html lang=en>", '<span class="date">January 25, 2024</span>', "2024-01-25"),
        ("<html lang=en>", '<p class="post-date">Published: 25th January 2024 at 14:30</p>', "2024-01-25"),
        ("<html lang=de>", '<div class="pub-date">Donnerstag, 25. Januar 2024</div>', "2024-01-25"),
        ("<html lang=de>", '<span class="date">25.01.2024</span>', "2024-01-25"),
        ("<html lang=es>", '<span class="date">25 de enero de 2024</span>', "2024-01-25"),
        ("<html lang=es>", '<span class="date">03/04/2024</span>', "2024-04-03"),
        ("<html lang=en>", '<span class="date">03/04/2024</span>', None),
        ("<html lang=en>", '<span class="date">25/01/2024</span>', "2024-01-25"),
        ("<html lang=ru>", '<span class="date">25 января 2024 г.</span>', "2024-01-25"),
        ("<html lang=fr>", '<span class="date">Publié le 1er août 2023</span>', "2023-08-01"),
        ("<html lang=ja>", '<span class="date">2024年1月25日</span>', "2024-01-25"),
        ("<html lang=en>", '<span class="updated">Updated January 25, 2024</span>', None),
        ("<html lang=en>", '<span class="date">Last modified January 25, 2024</span>', None),
        ("<html lang=en>", '<span class="date">2 hours ago</span>', None),
        ("<html lang=en>", '<span class="date">January 2024</span>', None),
        ("<html lang=en>", "<p>The war ended on 25 January 1991, after six weeks of bombs and two days on the ground.</p>", None),
        ("<html lang=en>", '<footer><span class="date">January 25, 2019</span></footer>', None),
        ("<html lang=en>", '<div class="related"><time datetime="2019-01-25">x</time></div>', None),
    ],
)  # fmt: skip
def test_a_date_that_is_shown_counts_where_it_can_be_only_one_day(html: str, shown: str, expected: str | None) -> None:
    assert published(body=shown, html=html) == ((expected, Trust.SHOWN) if expected else None)


def test_a_date_in_the_address_counts_last() -> None:
    assert published(url="https://news.example/2024/01/25/bridge") == ("2024-01-25", Trust.ADDRESS)
    assert published(url="https://news.example/bridge-20240125.html") == ("2024-01-25", Trust.ADDRESS)
    assert published(url="https://news.example/2024/01/bridge") is None
    assert published(url="https://news.example/12024/01/25/bridge") is None
    shown = '<span class="date">January 24, 2024</span>'
    assert published(body=shown, url="https://news.example/2024/01/25/bridge") == ("2024-01-24", Trust.SHOWN)


def test_an_article_may_be_dated_tomorrow_but_not_later() -> None:
    for day, expected in (("2025-06-02", "2025-06-02"), ("2025-06-03", None)):
        found = parsed(page(head=f'<meta name="date" content="{day}">'), today=date(2025, 6, 1)).published
        assert (found.day if found else None) == expected


# Addresses


def test_the_pages_own_address_is_the_canonical_one_on_its_host() -> None:
    def url(canonical: str, came_from: str | None = URL) -> str | None:
        return parsed(page(head=f'<link rel="canonical" href="{canonical}">'), url=came_from).url

    assert url("https://news.example/bridge") == "https://news.example/bridge"
    assert url("/bridge") == "https://news.example/bridge"
    assert url("https://www.news.example/bridge") == "https://www.news.example/bridge"
    assert url("https://news.example/") == URL
    assert url("https://other.example/bridge") == URL
    assert url("javascript:alert(1)") == URL
    assert url("https://user:word@news.example/bridge") == URL
    assert url("https://news.example:0/bridge") == URL
    assert url("https://news.example/bridge", None) == "https://news.example/bridge"
    assert url("/bridge", None) is None


def test_an_address_on_another_host_is_a_lead_and_not_the_pages_own() -> None:
    found = parsed(page(head='<link rel="canonical" href="https://agency.example/bridge">'), url=URL)
    assert found.leads_to == (Lead(Leading.CANONICAL, "https://agency.example/bridge"),)


def test_a_saved_page_keeps_the_address_that_the_browser_wrote_into_it() -> None:
    saved = f"<!-- saved from url=(0035){URL} -->"
    assert parsed(page(html=f"{saved}<html>")).url == URL
    assert parsed(page(html=f"{saved}<html>"), url="https://other.example/").url == "https://other.example/"
    assert parsed(page(html="<!-- saved from url=(0014)about:internet --><html>")).url is None


def test_leads_to_amp_and_print_are_told() -> None:
    head = '<base href="https://news.example/a/"><link rel=amphtml href="amp"><link rel=alternate media=print href="/print">'
    assert parsed(page(head=head), url=URL).leads_to == (
        Lead(Leading.AMP, "https://news.example/a/amp"),
        Lead(Leading.PRINT, "https://news.example/print"),
    )


@pytest.mark.parametrize("content", ["0;url=/new", "0; URL='/new'", "3,url=/new", " 1 ; url = /new ", '0;"/new"'])
def test_a_page_that_only_leads_on_says_where(content: str) -> None:
    found = elsewhere(
        f"<html><head><meta http-equiv=Refresh content='{content.replace(chr(39), '&#39;')}'></head><body>Moved.</body></html>",
        URL,
    )
    assert found.leads_to == (Lead(Leading.REFRESH, "https://news.example/new"),)
    assert found.reason == "This page only leads on to https://news.example/new"


@pytest.mark.parametrize(
    "content", ["300", "600;url=/new", "", ";", "x;url=/new", "0;url=javascript:alert(1)", "0;url=data:text/html,x"]
)
def test_a_page_that_reloads_itself_or_leads_nowhere_safe_leads_nowhere(content: str) -> None:
    assert parsed(page(head=f'<meta http-equiv="refresh" content="{content}">'), url=URL).leads_to == ()


def test_a_page_without_an_article_says_where_another_form_of_it_is() -> None:
    head = '<link rel="amphtml" href="/amp"><link rel="canonical" href="/bridge">'
    shell = page('<div id="root"></div><noscript>Please enable JavaScript.</noscript><script src=x></script>', head)
    found = elsewhere(shell, URL)
    assert found.reason == Reason.SCRIPTS.value
    assert [lead.by for lead in found.leads_to] == [Leading.CANONICAL, Leading.AMP]


# Pages that are no articles

CARDS = "".join(
    f'<div class="card"><h3><a href="/s/{n}">The story number {n} of this day</a></h3><p>{SENTENCES[n % 8]}</p></div>'
    for n in range(12)
)
LINKS = "".join(f'<li><a href="/s/{n}">The story number {n} of this day in the harbour</a></li>' for n in range(40))
CONSENT = (
    "<h1>We value your privacy</h1><p>We and our 754 partners store and access information on a device, such as cookies, "
    "and process personal data, such as unique identifiers, for the purposes that are described below.</p>"
    "<p>You may click to consent to the processing by us and our partners, or refuse to consent.</p><button>Accept</button>"
)
STUB = f"<article><h1>The old bridge</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
NOT_FREE = json_ld(**{"@type": "NewsArticle", "headline": "The old bridge", "isAccessibleForFree": False})


@pytest.mark.parametrize(
    ("title", "head", "body", "reason"),
    [
        ("404 - Not found", "", f"<h1>404</h1><p>{SENTENCES[0]}</p>", Reason.ERROR_PAGE),
        ("The Times", "", f"<h1>Page not found</h1><p>We looked everywhere, and the page that you want is not there any more. {SENTENCES[1]}</p>", Reason.ERROR_PAGE),
        ("Página no encontrada", "", f"<p>{SENTENCES[0]}</p>", Reason.ERROR_PAGE),
        ("Just a moment...", "", "<h1>news.example</h1><p>Checking if the site connection is secure before you go on to it.</p>", Reason.CHALLENGE),
        ("Sign in to The Times", "", "<form><label>Name</label><input name=u><input type=password name=p></form><p>Sign in to go on to your account and to all that belongs to it here.</p>", Reason.LOG_IN),
        ("The Times", "", "<form><input type=password></form><p>Welcome back to us.</p>", Reason.LOG_IN),
        ("Anmelden", "", "<p>Bitte melden Sie sich an, um diesen Artikel zu lesen, den nur Mitglieder lesen können.</p>", Reason.LOG_IN),
        ("The Times", "", CONSENT, Reason.CONSENT),
        ("Before you continue", "", CONSENT.replace("We value your privacy", "Cookies"), Reason.CONSENT),
        ("The old bridge", NOT_FREE, STUB, Reason.PAYWALL),
        ("The old bridge", "", STUB + "<p>Subscribe to continue reading.</p><p>Already a subscriber? Sign in.</p>", Reason.PAYWALL),
        ("Die Brücke", "", STUB + "<p>Exklusiv für Abonnenten</p>", Reason.PAYWALL),
        ("The Times", "", f"<main>{CARDS}</main>", Reason.LIST),
        ("The Times", "", f"<ul>{LINKS}</ul>", Reason.LIST),
        ("Search results for bridge", "", f"<main>{CARDS}</main>", Reason.SEARCH),
        ("Bridge", json_ld(**{"@type": "SearchResultsPage"}), f"<main>{CARDS}</main>", Reason.SEARCH),
        ("App", "", '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src=a.js></script>', Reason.SCRIPTS),
        ("Empty", "", "", Reason.NO_ARTICLE),
        ("Short", "", "<p>Hello there.</p>", Reason.NO_ARTICLE),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article_is_refused_with_the_reason(title: str, head: str, body: str, reason: Reason) -> None:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    assert refusal(html) == reason.value.template


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<article><h1>The old bridge</h1>{ARTICLE}</article><aside><h2>More</h2><ul>{LINKS}</ul></aside>"),
        ("", f"<article><h1>The old bridge</h1>{ARTICLE}</article><section class='related'>{CARDS}</section>"),
        (NOT_FREE, f"<article><h1>The old bridge</h1>{ARTICLE * 3}</article>".replace("bridge is", "bridge, he said, is", 1)),
        ("", f"<article><h1>Errors of the past</h1>{ARTICLE}</article>"),
        ("", f"<form><input type=password></form><article><h1>The old bridge</h1>{ARTICLE}</article>"),
        ("", f"<div class='cookie'>{CONSENT}</div><article><h1>The old bridge</h1>{ARTICLE}</article>"),
        ("", f"<noscript>Please enable JavaScript.</noscript><article><h1>The old bridge</h1>{ARTICLE}</article>"),
    ],
)  # fmt: skip
def test_an_article_is_one_whatever_stands_around_it(head: str, body: str) -> None:
    assert SENTENCES[3] in parsed(page(body, head)).text


@pytest.mark.parametrize(
    "data", [b"", b" ", b"\0", b"<", b"plain text", b"<html>", b"\xff\xfe", b"\xff" * 99, b"<html><body></body></html>"]
)
def test_what_is_no_page_is_refused(data: bytes) -> None:
    assert refusal(data) == Reason.NO_ARTICLE.value


# Encodings


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", None), ("utf-8", None, None), ("utf-8", "iso-8859-1", None), ("utf-8", None, "iso-8859-1"), ("utf-8", "utf-16", None),
        ("cp1252", "iso-8859-1", None), ("cp1252", None, "windows-1252"), ("cp1252", "utf-8", None), ("cp1252", "ascii", None),
        ("utf-16", None, None), ("utf-8-sig", "iso-8859-1", "latin1"), ("utf-16-be", None, "utf-16be"), ("cp1252", "nonsense", "windows-1252"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding_whatever_it_declares(
    encoding: str, declared: str | None, header: str | None
) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    html = f"<html><head>{meta}<title>Café</title></head><body>Zürich – “naïve” Ångström</body></html>"
    assert decode_page(html.encode(encoding), header) == html


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("koi8-r", "Мост закрыт"), ("cp1251", "Мост закрыт"), ("shift_jis", "橋は閉鎖された"), ("gb2312", "桥已关闭"), ("big5", "橋已關閉"),
     ("euc-kr", "다리가 폐쇄되었다"), ("iso-8859-2", "Most zamknięty"), ("cp1256", "أغلق الجسر"), ("iso-2022-jp", "橋は閉鎖された")],
)  # fmt: skip
def test_declared_encodings_of_the_web_are_known(encoding: str, text: str) -> None:
    html = f'<html><head><meta charset="{encoding}"></head><body>{text}</body></html>'
    assert text in decode_page(html.encode(encoding), None)
    assert text in decode_page(html.encode(encoding), encoding.upper())


@pytest.mark.parametrize(
    "name",
    ["zip", "rot13", "idna", "punycode", "undefined", "unicode_escape", "utf-7", "hex", "base64", "\0", "x" * 99, "é"],
)
def test_encodings_of_python_that_are_none_of_the_web_are_not_used(name: str) -> None:
    assert decode_page(b"caf\xc3\xa9", name) == "café"


@QUICK
@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-8", "gbk", "utf-16", "latin1"])),
)
def test_any_bytes_are_some_text(data: bytes, charset: str | None) -> None:
    assert isinstance(decode_page(data, charset), str)


def test_an_undeclared_page_in_cyrillic_is_recognised() -> None:
    text = "Старый мост закрыт для движения до мая, сообщил городской совет в понедельник утром. " * 20
    assert text in decode_page(f"<html><body>{text}</body></html>".encode("cp1251"), None)
