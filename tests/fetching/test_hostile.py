"""Whatever a server does, a fetch ends within its bytes and seconds, with a page or with one sentence."""

import gzip
import socket
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchRefused
from bot.fetching import Fetched, Fetcher
from tests.fetching.conftest import fetcher_for
from tests.fetching.site import Site, Visit, page
from tests.hostile import QUICK, tried

MOST = 100_000
SECONDS = 0.4
SLOW = "127.0.0.1 took more than 0.4 s. Try again later."
LARGE = "What 127.0.0.1 sends is larger than 0.0954 MB, the most that is fetched."
BROKEN = "127.0.0.1 broke off in the middle. Try again later."
NONSENSE = "127.0.0.1 doesn't answer as a web server does."
GARBLED = "What 127.0.0.1 sends can't be decompressed."
UNASKED = "127.0.0.1 compresses the page in a way that it wasn't asked for."
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
OPEN = b"HTTP/1.1 200 OK\r\n\r\n"


def outcome(fetcher: Fetcher, url: str) -> str:
    """The sentence, or the page."""
    found = tried(lambda: fetcher.fetch(url))
    assert isinstance(found, FetchRefused | Fetched)
    return found.data.decode("latin-1") if isinstance(found, Fetched) else str(found)


# What takes for ever


def dripping(start: bytes, piece: bytes) -> Callable[[Visit], None]:
    def answer(visit: Visit) -> None:
        visit.send(start)
        for _ in visit.drip(piece, 0.02):
            pass

    return answer


def flooding(start: bytes, piece: bytes) -> Callable[[Visit], None]:
    def answer(visit: Visit) -> None:
        visit.send(start)
        visit.flood(piece)

    return answer


def redirecting_slowly(visit: Visit) -> None:
    visit.closing.wait(0.15)
    visit.send(page(b"", "302 Found", "Location: /"))


@pytest.mark.parametrize(
    "answer",
    [
        dripping(b"", b""),
        dripping(b"HTTP/1.1 200 O", b""),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(OPEN, b"x"),
        dripping(OPEN, b""),
        dripping(page(b"", length=1000), b"x"),
        dripping(CHUNKED, b"1\r\nx\r\n"),
        dripping(CHUNKED, b"0"),
        dripping(CHUNKED + b"1;", b"x"),
        dripping(CHUNKED + b"0\r\n", b"X: y\r\n"),
        dripping(page(gzip.compress(b"x")[:10], "200 OK", "Content-Encoding: gzip", length=99), b""),
        redirecting_slowly,
    ],
)
def test_a_slow_answer_ends_with_the_time(site: Site, answer: Callable[[Visit], None]) -> None:
    site.answers["/"] = answer
    begun = time.monotonic()
    assert outcome(fetcher_for(site, seconds=SECONDS), site.origin) == SLOW
    assert time.monotonic() - begun < SECONDS + 1.5


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (flooding(OPEN, b"x" * 10_000), LARGE),
        (flooding(CHUNKED, b"2710\r\n" + b"x" * 10_000 + b"\r\n"), LARGE),
        (flooding(CHUNKED, b"1\r\nx\r\n" * 1000), LARGE),
        (flooding(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"\0" * 10_000), GARBLED),
        (flooding(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 10_000), NONSENSE),
        (flooding(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000), NONSENSE),
        (flooding(b"", b"x" * 10_000), NONSENSE),
        (flooding(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 100), NONSENSE),
        (flooding(CHUNKED + b"1;", b"x" * 10_000), BROKEN),
        (flooding(CHUNKED + b"0\r\n", b"X: y\r\n" * 1000), BROKEN),
        (flooding(page(b"", "404 Not Found", length=10**12), b"x" * 10_000), "127.0.0.1 has no such page (404). Look for a typing mistake."),
    ],
)  # fmt: skip
def test_an_endless_answer_ends_with_the_bytes(site: Site, answer: Callable[[Visit], None], said: str) -> None:
    site.answers["/"] = answer
    assert outcome(fetcher_for(site, bytes=MOST), site.origin) == said


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (CHUNKED, b"1\r\nx\r\n" * 1000),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100),
        (b"", b"HTTP/1.1 100\r\n\r\n" * 100),
    ],
)
def test_many_small_things_keep_the_parser_busy_for_a_short_while_only(site: Site, start: bytes, piece: bytes) -> None:
    site.answers["/"] = flooding(start, piece)
    begun = time.thread_time()
    assert outcome(fetcher_for(site, bytes=10**8, seconds=60), site.origin) == NONSENSE
    assert time.thread_time() - begun < 5


# Bombs


def empty_blocks(count: int) -> bytes:
    """A deflate stream that goes on and on and holds nothing."""
    return b"\x00\x00\x00\xff\xff" * count


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(b"\0" * 50_000_000)),
        ("deflate", zlib.compress(b"\0" * 50_000_000, 9)),
        ("deflate", zlib.compress(b"\0" * 50_000_000, 9)[2:-4]),
        ("gzip", gzip.compress(b"\0" * (MOST + 1))),
        ("deflate", empty_blocks(MOST)),
    ],
)
def test_a_bomb_is_stopped_while_it_unfolds(site: Site, coding: str, bomb: bytes) -> None:
    site.answers["/"] = page(bomb, "200 OK", f"Content-Encoding: {coding}")
    fetcher = fetcher_for(site, bytes=MOST)
    outcome(fetcher, site.origin)
    tracemalloc.start()
    try:
        assert outcome(fetcher, site.origin) == LARGE
        assert tracemalloc.get_traced_memory()[1] < 4 * MOST + 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "identity"])
def test_just_as_much_as_is_allowed_is_taken(site: Site, coding: str) -> None:
    body = bytes(range(250)) * (MOST // 250)
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body), "identity": body}[coding]
    site.answers["/"] = page(packed, "200 OK", f"Content-Encoding: {coding}")
    assert outcome(fetcher_for(site, bytes=MOST), site.origin) == body.decode("latin-1")
    assert outcome(fetcher_for(site, bytes=MOST - 1), site.origin).startswith("What 127.0.0.1 sends is larger than")


@pytest.mark.parametrize(
    ("coding", "body", "said"),
    [
        ("gzip", b"A page.", GARBLED),
        ("deflate", b"A page.", GARBLED),
        ("gzip", gzip.compress(b"A page.")[:-1], GARBLED),
        ("gzip", gzip.compress(b"A page.")[:12], GARBLED),
        ("gzip", gzip.compress(b"A page.")[:-8] + b"\0" * 8, GARBLED),
        ("deflate", zlib.compress(b"A page.")[:-1], GARBLED),
        ("gzip", zlib.compress(b"A page."), GARBLED),
        ("br", b"A page.", UNASKED),
        ("zstd", b"A page.", UNASKED),
        ("compress", b"A page.", UNASKED),
        ("gzip, gzip", gzip.compress(gzip.compress(b"A page.")), UNASKED),
        (", ".join(["gzip"] * 1000), b"A page.", UNASKED),
        ("gzip\r\nContent-Encoding: gzip", gzip.compress(gzip.compress(b"A page.")), UNASKED),
    ],
)
def test_what_can_not_be_decompressed_is_a_sentence(site: Site, coding: str, body: bytes, said: str) -> None:
    site.answers["/"] = page(body, "200 OK", f"Content-Encoding: {coding}")
    assert outcome(fetcher_for(site), site.origin) == said


# Nonsense


def reset(visit: Visit) -> None:
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_in_the_middle(visit: Visit) -> None:
    visit.send(page(b"x", length=1000))
    reset(visit)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", NONSENSE),
        (reset, BROKEN),
        (b"<html>A page of HTTP/0.9</html>", NONSENSE),
        (b"SSH-2.0-OpenSSH_9.6\r\n", NONSENSE),
        (b"220 mail ESMTP\r\n", NONSENSE),
        (b"-ERR unknown command\r\n", NONSENSE),
        (b"\x15\x03\x01\x00\x02\x02\x46", NONSENSE),
        (b"\0" * 1000, NONSENSE),
        (b"HTTP/1.1 200 OK", NONSENSE),
        (b"HTTP/1.1 200 OK\r\n", NONSENSE),
        (b"HTTP/1.1 OK\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 20 OK\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 2000 OK\r\n\r\n", NONSENSE),
        (b"HTTP/9.9 200 OK\r\n\r\n", ""),
        (b"HTTP/2 200\r\n\r\n", NONSENSE),
        (b"ICY 200 OK\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 200 OK\r\n: no name\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nX\0: y\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nX: \0\r\n\r\n", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nx", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nx", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nx", NONSENSE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nx", LARGE),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", NONSENSE),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nx", NONSENSE),
        (page(b"short", length=1000), BROKEN),
        (reset_in_the_middle, BROKEN),
        (page(b"A page.junk", length=7), "A page."),
        (CHUNKED, BROKEN),
        (CHUNKED + b"1\r\nx\r\n", BROKEN),
        (CHUNKED + b"zz\r\nx\r\n", BROKEN),
        (CHUNKED + b"-1\r\nx\r\n", BROKEN),
        (CHUNKED + b"ffffffffffffffffffffffff\r\nx", BROKEN),
        (CHUNKED + b"ffffffff\r\nx", BROKEN),
        (CHUNKED + b"1\r\nxyz\r\n", BROKEN),
        (CHUNKED + b"0\r\nno colon\r\n\r\n", BROKEN),
        (CHUNKED + b"1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nanother", "x"),
    ],
)  # fmt: skip
def test_nonsense_is_a_sentence(site: Site, answer: bytes | Callable[[Visit], None], said: str) -> None:
    site.answers["/"] = answer
    assert outcome(fetcher_for(site, bytes=MOST), site.origin) == said


SENT = st.lists(
    st.one_of(
        st.sampled_from(
            (b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 302 F\r\n", b"HTTP/1.1 304 N\r\n", b"\r\n", b"\n", b"\r", b"Location: ", b"/",
             b"Content-Length: ", b"5", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"Content-Type: text/html;",
             b"charset=", b"Retry-After: ", b"ETag: ", b"\0", b"\xff", b": ", b"A: b\r\n", b"0\r\n\r\n", b"ff\r\n", b" ", b"\t", b";",
             gzip.compress(b"x"), b"HTTP/1.1 100 C\r\n\r\n", b"Thu, 01 Feb 2024 99:00:00 +9999", b"9" * 30)
        ),
        st.binary(max_size=20),
    ),
    max_size=20,
).map(b"".join)  # fmt: skip


def test_whatever_a_server_sends_there_is_no_error_but_ours(site: Site) -> None:
    fetcher = fetcher_for(site)

    @QUICK
    @given(SENT, st.booleans())
    def check(sent: bytes, started: bool) -> None:
        site.answers["/"] = b"HTTP/1.1 200 OK\r\n" + sent if started else sent
        outcome(fetcher, site.origin)

    check()
