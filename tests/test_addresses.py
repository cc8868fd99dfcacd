"""When two addresses are of one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import page_address
from tests.hostile import THOROUGH, seconds

PAGE = "https://example.org/news/a-b"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/news/a-b", "https://www.example.org/news/a-b", "https://EXAMPLE.org/news/a-b",
        "https://example.org:443/news/a-b", "http://example.org:80/news/a-b", "https://example.org./news/a-b",
        "https://example.org/news/a-b/", "https://example.org/news/a-b//", "https://example.org/news/a-b#top",
        "https://example.org/news/a-b#:~:text=troops", "https://example.org/news/a-b?", "https://example.org/news/a-b?&",
        "https://example.org/news/a-b?utm_source=x&utm_medium=y", "https://example.org/news/a-b?UTM_Campaign=x",
        "https://example.org/news/a-b/?fbclid=IwAR0", "https://example.org/news/a-b?gclid=1&mc_cid=2&_ga=3#c",
        "https://example.org/news/a%2Db", "https://example.org/%6Eews/a-b", " https://example.org/news/a-b",
    ],
)  # fmt: skip
def test_an_address_names_the_same_page_however_it_is_written(url: str) -> None:
    assert page_address(url) == page_address(PAGE) == "example.org/news/a-b"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/news/a-b", "https://de.example.org/news/a-b", "https://example.org:8443/news/a-b",
        "https://example.org:80/news/a-b", "https://example.org/news/A-b", "https://example.org/news",
        "https://example.org/news/a-b/2", "https://example.org/news/a-b?page=2", "https://example.org/news/a-b?utm",
        "https://example.org/news/a-b#!/2", "https://example.org/news/a-b#/2", "https://example.org/news%2Fa-b",
    ],
)  # fmt: skip
def test_what_may_be_another_page_has_another_name(url: str) -> None:
    assert page_address(url) not in ("", page_address(PAGE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.b/ä", "https://a.b/%c3%a4"),
        ("https://a.b/x?q=ä&id=7", "http://www.a.b/x/?q=%C3%A4&utm_id=9&id=7"),
        ("https://a.b/?p=7", "https://a.b?p=7&utm_source=rss"),
        ("https://[::1]/x", "http://[::1]:80/x"),
    ],
)
def test_letters_may_be_written_as_escapes_and_parameters_that_track_stand_anywhere(one: str, other: str) -> None:
    assert page_address(one) == page_address(other) != ""


@pytest.mark.parametrize(
    "url",
    [None, "", "https://example.org", "https://www.example.org/", "https://example.org/?utm_source=x#top", "https://",
     "https:///path", "https://[::1", "https://a.b:port/x", "https://a.b:99999/x", "no address", "mailto:a@b.c", "\ud800"],
)  # fmt: skip
def test_a_whole_site_and_what_is_no_address_name_no_page(url: str | None) -> None:
    assert page_address(url) == ""


@THOROUGH
@given(st.text().map("https://a.b/{}".format) | st.text())
def test_any_text_has_a_name_in_ascii_or_none_and_the_name_is_its_own(url: str) -> None:
    name = page_address(url)
    assert name.isascii()
    if url.startswith("https://a.b/") and name:
        assert page_address(f"http://www.{name}") == name


@pytest.mark.parametrize("piece", ["/", "%", "&", "utm_a&", "?", "#", "www.", "ä", "%2D", ":"])
def test_bait_takes_linear_time(piece: str) -> None:
    assert seconds(lambda: page_address("https://a.b/" + piece * 200_000)) < 2
    assert seconds(lambda: page_address("https://a.b/?" + piece * 200_000)) < 2
