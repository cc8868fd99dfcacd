"""What is at an address comes with what the server says of it; redirects are followed, and refusals are sentences."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BotError, FetchRefused, Stopping
from bot.fetching import NAME, Fetched, Fetcher, NotModified
from tests.fetching.conftest import fetcher_for
from tests.fetching.site import Site, page, redirect

NOW = datetime(2024, 2, 1, 12, 0, tzinfo=UTC)


def got(fetcher: Fetcher, url: str) -> Fetched:
    found = fetcher.fetch(url)
    assert isinstance(found, Fetched)
    return found


def refused(fetcher: Fetcher, url: str) -> FetchRefused:
    with pytest.raises(FetchRefused) as caught:
        fetcher.fetch(url)
    return caught.value


def test_a_page_comes_with_its_type_and_validators(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a?b=c"] = page(
        b"\xe9t\xe9", "200 OK", 'Content-Type: Text/HTML; x="y"; Charset="ISO-8859-1"', 'ETag: W/"1"',
        "Last-Modified: Thu, 01 Feb 2024 10:00:00 GMT",
    )  # fmt: skip
    assert fetcher.fetch(f"{site.origin}/a?b=c#part") == Fetched(
        f"{site.origin}/a?b=c", b"\xe9t\xe9", "text/html", "iso-8859-1", 'W/"1"', "Thu, 01 Feb 2024 10:00:00 GMT", 0
    )


def test_the_bot_says_who_it_is_and_what_it_can_decompress_and_nothing_else(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = page()
    fetcher.fetch(site.origin, accept="text/html")
    fields = site.visits[0].fields
    assert fields.pop("user-agent").startswith(f"{NAME}/")
    assert fields == {
        "host": f"127.0.0.1:{site.port}",
        "accept": "text/html",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }


def test_no_cookie_is_kept(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = page(b"", "302 Found", "Location: /b", "Set-Cookie: a=b")
    site.answers["/b"] = page()
    fetcher.fetch(site.origin)
    fetcher.fetch(site.origin)
    assert not any("cookie" in visit.fields for visit in site.visits)


def test_a_proxy_of_the_environment_is_not_asked(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/"] = page()
    assert got(fetcher, site.origin).data == b"A page."


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"A page.")),
        ("x-gzip", gzip.compress(b"A page.")),
        ("GZIP", gzip.compress(b"A page.") + b"junk"),
        ("deflate", zlib.compress(b"A page.")),
        ("deflate", zlib.compress(b"A page.")[2:-4]),
        ("identity", b"A page."),
    ],
)
def test_a_compressed_page_is_decompressed(site: Site, fetcher: Fetcher, coding: str, packed: bytes) -> None:
    site.answers["/"] = page(packed, "200 OK", f"Content-Encoding: {coding}")
    assert got(fetcher, site.origin).data == b"A page."


def test_an_empty_page_is_empty_even_when_it_is_said_to_be_compressed(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = page(b"", "200 OK", "Content-Encoding: gzip")
    assert got(fetcher, site.origin).data == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nA \r\n5;x=y\r\npage.\r\n0\r\nTrailer: x\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\nA page.",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nA page.",
        b"HTTP/1.1 203 Non-Authoritative Information\r\n\r\nA page.",
    ],
)
def test_a_page_may_come_in_any_framing(site: Site, fetcher: Fetcher, sent: bytes) -> None:
    site.answers["/"] = sent
    assert got(fetcher, site.origin).data == b"A page."


# Conditional requests


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\n\r\n'
    found = fetcher.fetch(site.origin, etag='"1"', modified="Thu, 01 Feb 2024 10:00:00 GMT")
    assert found == NotModified(f"{site.origin}/", '"2"', "", 0)
    fields = site.visits[0].fields
    assert fields["if-none-match"] == '"1"'
    assert fields["if-modified-since"] == "Thu, 01 Feb 2024 10:00:00 GMT"


@pytest.mark.parametrize("etag", ['"a"\r\nX: y', "\n", "é", " ", "x" * 600, "\x00"])
def test_a_validator_that_would_spoil_the_request_is_left_out(site: Site, fetcher: Fetcher, etag: str) -> None:
    site.answers["/"] = page()
    fetcher.fetch(site.origin, etag=etag, modified=etag)
    assert not {"if-none-match", "if-modified-since", "x"} & set(site.visits[0].fields)


def test_not_modified_is_no_answer_to_a_request_without_a_condition(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert str(refused(fetcher, site.origin)) == "127.0.0.1 answers with 304, not with a page."


# Redirects


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
@pytest.mark.parametrize("location", ["/b", "b", "?c", "//{host}/b", "http://{host}/b#x", "./x/../b"])
def test_a_redirect_is_followed(site: Site, fetcher: Fetcher, status: str, location: str) -> None:
    site.answers["/"] = redirect(location.format(host=f"127.0.0.1:{site.port}"), status)
    site.answers["/b"] = site.answers["/?c"] = page()
    assert got(fetcher, site.origin).url in {f"{site.origin}/b", f"{site.origin}/?c"}


def test_a_redirect_in_any_script_is_followed(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = page(b"", "302 Found", "Location: /" + "é漢".encode().decode("latin-1"))
    site.answers["/%C3%A9%E6%BC%A2"] = page()
    assert got(fetcher, site.origin).data == b"A page."


def test_five_redirects_are_followed_and_no_sixth(site: Site, fetcher: Fetcher) -> None:
    for number in range(6):
        site.answers[f"/{number}"] = redirect(f"/{number + 1}")
    site.answers["/6"] = page()
    assert got(fetcher, f"{site.origin}/1").url == f"{site.origin}/6"
    said = "127.0.0.1 leads from one address to the next, more than 5 times."
    assert str(refused(fetcher, f"{site.origin}/0")) == said


def test_a_page_that_leads_to_itself_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = redirect("/")
    assert "more than 5 times" in str(refused(fetcher, site.origin))
    assert len(site.visits) == 6


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ((), "127.0.0.1 says that the page is elsewhere, but not where."),
        (("Location: /a", "Location: /b"), "127.0.0.1 says that the page is elsewhere, but not where."),
        (
            ("Location: ftp://a.example/",),
            "An address that begins with ftp: isn't fetched, only one with https:// or http://.",
        ),
        (("Location: javascript:alert(1)",), "begins with javascript:"),
        (("Location: file:///etc/passwd",), "begins with file:"),
        (("Location: data:text/html,x",), "begins with data:"),
        (("Location: http://u:p@a.example/",), "Leave out what stands before the @."),
        (("Location: http://a.example:22/",), "Nothing is fetched from port 22; allowed are 80, 443."),
        (("Location: http://10.0.0.1/",), "10.0.0.1 is not on the public internet"),
        (("Location: http://127.0.0.1/",), "127.0.0.1 is not on the public internet"),
        (("Location: http://[::1]/",), "::1 is not on the public internet"),
        (("Location: http://169.254.169.254/latest/meta-data/",), "169.254.169.254 is not on the public internet"),
        (("Location: http://metadata.google.internal/",), "metadata.google.internal is not on the public internet"),
        (("Location: http://2130706433/",), "is not a web address"),
        (("Location: //:80",), "is not a web address"),
        (("Location: http://[::1",), "is not a web address"),
        (("Location: " + "x" * 5000,), "The address has 5,000 characters"),
    ],
)
def test_a_redirect_to_where_it_should_not_lead_is_not_followed(
    site: Site, fetcher: Fetcher, fields: tuple[str, ...], said: str
) -> None:
    site.answers["/"] = page(b"", "302 Found", *fields)
    problem = refused(fetcher, site.origin)
    assert said in str(problem)
    assert problem.status == 302
    assert len(site.visits) == 1


# Statuses


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "127.0.0.1 wants a password for this page (401); the bot has none."),
        (403, "127.0.0.1 doesn't let programs read this page (403). Save it in a browser and add the file."),
        (404, "127.0.0.1 has no such page (404). Look for a typing mistake."),
        (410, "127.0.0.1 says that this page is gone for good (410)."),
        (429, "127.0.0.1 has been asked too often (429). Try again later."),
        (451, "127.0.0.1 may not show this page, for legal reasons (451)."),
        (500, "127.0.0.1 has trouble of its own (500). Try again later."),
        (503, "127.0.0.1 has trouble of its own (503). Try again later."),
        (599, "127.0.0.1 has trouble of its own (599). Try again later."),
        (204, "127.0.0.1 answers with 204, not with a page."),
        (206, "127.0.0.1 answers with 206, not with a page."),
        (300, "127.0.0.1 answers with 300, not with a page."),
        (418, "127.0.0.1 answers with 418, not with a page."),
        (999, "127.0.0.1 has trouble of its own (999). Try again later."),
    ],
)
def test_a_status_without_a_page_is_a_sentence(site: Site, fetcher: Fetcher, status: int, said: str) -> None:
    site.answers["/"] = f"HTTP/1.1 {status} x\r\n\r\n".encode()
    problem = refused(fetcher, site.origin)
    assert (str(problem), problem.status, problem.retry_after_seconds) == (said, status, 0)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Thu, 01 Feb 2024 12:05:00 GMT", 300),
        ("Thursday, 01-Feb-24 12:05:00 GMT", 300),
        ("Thu Feb  1 12:05:00 2024", 300),
        ("Thu, 01 Feb 2024 11:00:00 GMT", 0),
        ("99999999999999999999999", 604_800),
        ("-5", 0),
        ("1.5", 0),
        ("٣", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone_is_read(site: Site, said: str, seconds: int) -> None:
    fetcher = fetcher_for(site, now=lambda: NOW)
    for status in (429, 503):
        retry = f"Retry-After: {said}".encode()
        site.answers["/"] = b"HTTP/1.1 %d x\r\n%b\r\n\r\n" % (status, retry)
        problem = refused(fetcher, site.origin)
        assert problem.retry_after_seconds == seconds
        assert (f"Try again in {seconds:,} s." in str(problem)) == (seconds > 0)


def test_a_page_can_come_with_the_wish_to_be_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = page(b"", "200 OK", "Retry-After: 60")
    assert got(fetcher, site.origin).retry_after_seconds == 60


def test_a_date_without_a_zone_is_in_utc(site: Site) -> None:
    fetcher = fetcher_for(site, now=lambda: NOW + timedelta(seconds=1))
    site.answers["/"] = page(b"", "200 OK", "Retry-After: Thu, 01 Feb 2024 12:05:00 -0000")
    assert got(fetcher, site.origin).retry_after_seconds == 299


# Closing


def test_nothing_is_begun_after_closing(site: Site, fetcher: Fetcher) -> None:
    site.answers["/"] = page()
    fetcher.close()
    with pytest.raises(Stopping):
        fetcher.fetch(site.origin)
    assert site.visits == []


def test_a_fetcher_that_is_closed_meanwhile_follows_no_redirect(site: Site, fetcher: Fetcher) -> None:
    def closing(visit: object) -> None:
        fetcher.close()
        site.visits[-1].send(redirect("/b"))

    site.answers["/"] = closing
    with pytest.raises(BotError):
        fetcher.fetch(site.origin)
    assert site.targets == ["/"]


@pytest.mark.parametrize(
    ("statuses", "lasting"),
    [
        (["200 OK"], ""),
        (["302 Found"], ""),
        (["301 Moved Permanently"], "/1"),
        (["308 Permanent Redirect", "301 Moved Permanently"], "/2"),
        (["301 Moved Permanently", "307 Temporary Redirect", "301 Moved Permanently"], "/1"),
    ],
)
def test_it_is_known_how_far_an_address_led_on_for_good(
    site: Site, fetcher: Fetcher, statuses: list[str], lasting: str
) -> None:
    for number, status in enumerate(statuses):
        site.answers[f"/{number}"] = redirect(f"/{number + 1}", status) if status != "200 OK" else page()
    site.answers[f"/{len(statuses)}"] = page()
    assert got(fetcher, f"{site.origin}/0").lasting_url == (site.origin + lasting if lasting else "")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("public, max-age=600", 600),
        ('MAX-AGE="600"', 600),
        ("max-age=600, no-cache", 0),
        ("no-store", 0),
        ("max-age=-5", 0),
        ("max-age=soon", 0),
        ("s-maxage=600", 0),
        ("max-age=" + "9" * 5_000, 999_999_999),
        ("", 0),
    ],
)
def test_it_is_known_how_long_a_page_stays_as_it_is(site: Site, fetcher: Fetcher, said: str, seconds: int) -> None:
    site.answers["/"] = page(b"", "200 OK", f"Cache-Control: {said}")
    assert got(fetcher, site.origin).fresh_seconds == seconds
