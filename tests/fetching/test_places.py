"""An address is read once, as browsers do; what is none, or means something else to others, is refused."""

import re
import socket
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchRefused
from bot.fetching.places import MAX_URL, onward, place
from bot.fetching.policy import is_public
from tests.fetching.conftest import fetcher_for
from tests.fetching.watch import Watch
from tests.hostile import TEXTS, THOROUGH, seconds

PUBLIC, ADDRESS, SCHEME, AT, PORT = (
    "is not on the public internet",
    "is not a web address",
    "isn't fetched, only one with https:// or http://",
    "Leave out what stands before the @",
    "Nothing is fetched from port",
)
HOSTILE = (
    # Other schemes
    ("file:///etc/passwd", SCHEME), ("ftp://example.com/", SCHEME), ("gopher://127.0.0.1:11211/_x", SCHEME),
    ("dict://127.0.0.1:11211/", SCHEME), ("javascript:alert(1)", SCHEME), ("data:text/html,<p>", SCHEME),
    ("ws://example.com/", SCHEME), ("view-source:http://127.0.0.1/", SCHEME), ("jar:http://127.0.0.1!/", SCHEME),
    ("LDAP://127.0.0.1/", SCHEME), ("\tFILE:///etc/passwd", SCHEME), ("blob:http://127.0.0.1/", SCHEME),
    # No address
    ("", ADDRESS), (" ", ADDRESS), ("example.com", ADDRESS), ("//127.0.0.1/", ADDRESS), ("http:", ADDRESS), ("http://", ADDRESS),
    ("http:///etc/passwd", ADDRESS), ("http:127.0.0.1", ADDRESS), ("http:/127.0.0.1/", ADDRESS), ("http//127.0.0.1", ADDRESS),
    ("localhost:8080/x", ADDRESS), ("http://?", ADDRESS), ("http://#", ADDRESS), ("http://.", ADDRESS), ("http://..", ADDRESS),
    ("http://.127.0.0.1/", ADDRESS), ("http://a..b/", ADDRESS), ("http://-a.example/", ADDRESS), ("http://exa mple.com/", ADDRESS),
    ("http://" + "a" * 64 + ".example/", ADDRESS), ("http://" + "a." * 130 + "example/", ADDRESS), ("http://%31%32%37.0.0.1/", ADDRESS),
    ("http://127.0.0.1%00.example.com/", ADDRESS), ("http://127.0.0.1\x00.example.com/", ADDRESS), ("http://exam\nple.com/", ADDRESS),
    ("http://example.com/\r\nHost: x", ADDRESS), ("http://example.com:0/", ADDRESS), ("http://example.com:99999/", ADDRESS),
    ("http://example.com:8a/", ADDRESS), ("http://example.com:-80/", ADDRESS), ("http://example.com:٨٠/", ADDRESS),
    ("http://example.com\ud800/", ADDRESS), ("http://*.example.com/", ADDRESS), ("http://example.com,127.0.0.1/", ADDRESS),
    # Names and passwords
    ("http://user:secret@example.com/", AT), ("http://user@127.0.0.1/", AT), ("http://example.com@127.0.0.1/", AT),
    ("http://@127.0.0.1/", AT), ("http://:@127.0.0.1/", AT), ("http://example.com:80@127.0.0.1/", AT),
    ("http://127.0.0.1:80@example.com/", AT), ("http://a@b@127.0.0.1/", AT), ("http://example.com%40127.0.0.1/", ADDRESS),
    ("http://example.com＠127.0.0.1/", ADDRESS), ("https:\\\\user@127.0.0.1/", AT),
    # Loopback in every notation
    ("http://127.0.0.1/", PUBLIC), ("https://127.0.0.1:443/", PUBLIC), ("http://127.0.0.1./", PUBLIC), ("http://127.1/", ADDRESS),
    ("http://127.0.1/", ADDRESS), ("http://2130706433/", ADDRESS), ("http://0x7f000001/", ADDRESS), ("http://0x7f.0.0.1/", ADDRESS),
    ("http://0X7F.1/", ADDRESS), ("http://017700000001/", ADDRESS), ("http://0177.0.0.1/", ADDRESS), ("http://127.0.0.01/", ADDRESS),
    ("http://127.0.0.0x1/", ADDRESS), ("http://0/", ADDRESS), ("http://0x/", ADDRESS), ("http://127.0.0.1.2/", ADDRESS),
    ("http://256.256.256.256/", ADDRESS), ("http://4294967297/", ADDRESS), ("http://127.0.0.999/", ADDRESS),
    ("http://１２７.０.０.１/", PUBLIC), ("http://①②⑦.⓪.⓪.①/", PUBLIC), ("http://127。0。0。1/", PUBLIC), ("http://127.0.0.1\\@example.com/", PUBLIC),
    ("http://example.com.127.0.0.1/", ADDRESS), ("http://0.0.0.0/", PUBLIC), ("http://[::]/", PUBLIC), ("http://[::1]/", PUBLIC),
    ("http://[0:0:0:0:0:0:0:1]/", PUBLIC), ("http://[0000::0001]:80/", PUBLIC), ("http://[::ffff:7f00:1]/", PUBLIC),
    ("http://[::ffff:127.0.0.1]/", PUBLIC), ("http://[::127.0.0.1]/", PUBLIC), ("http://[64:ff9b::127.0.0.1]/", PUBLIC),
    ("http://[2002:7f00:1::]/", PUBLIC), ("http://[2001:0:7f00:1::]/", PUBLIC), ("http://[::1%25lo]/", ADDRESS),
    ("http://[fe80::1%eth0]/", ADDRESS), ("http://[::1/", ADDRESS), ("http://::1/", ADDRESS), ("http://[::1]x/", ADDRESS),
    ("http://[::1::]/", ADDRESS), ("http://[127.0.0.1]/", ADDRESS), ("http://[v1.x]/", ADDRESS), ("http://[::g]/", ADDRESS),
    ("http://localhost/", PUBLIC), ("http://LOCALHOST/", PUBLIC), ("http://localhost./", PUBLIC), ("http://ⓛocalhost/", PUBLIC),
    ("http://ｌｏｃａｌｈｏｓｔ/", PUBLIC), ("http://a.localhost/", PUBLIC), ("http://local\u00adhost/", PUBLIC), ("http://localhost\u200b/", PUBLIC),
    # Other networks than the internet, and clouds
    ("http://10.0.0.1/", PUBLIC), ("http://192.168.1.1/", PUBLIC), ("http://172.16.0.1/", PUBLIC), ("http://100.64.0.1/", PUBLIC),
    ("http://169.254.169.254/latest/meta-data/", PUBLIC), ("http://2852039166/", ADDRESS), ("http://0xA9FEA9FE/", ADDRESS),
    ("http://[fd00:ec2::254]/", PUBLIC), ("http://[::ffff:a9fe:a9fe]/", PUBLIC), ("http://100.100.100.200/", PUBLIC),
    ("http://192.0.0.192/", PUBLIC), ("http://168.63.129.16/", PUBLIC), ("http://metadata.google.internal/", PUBLIC),
    ("http://metadata.google.internal./", PUBLIC), ("http://METADATA.goog/", PUBLIC), ("http://metadata/", PUBLIC),
    ("http://kubernetes.default.svc.cluster.local/", PUBLIC), ("http://intranet/", PUBLIC), ("http://router.lan/", PUBLIC),
    ("http://224.0.0.1/", PUBLIC), ("http://255.255.255.255/", PUBLIC), ("http://[ff02::1]/", PUBLIC), ("http://192.0.2.1/", PUBLIC),
    ("http://198.18.0.1/", PUBLIC), ("http://[fec0::1]/", PUBLIC), ("http://[2001:db8::1]/", PUBLIC),
    # Ports
    ("http://example.com:22/", PORT), ("http://example.com:25/", PORT), ("https://example.com:6379/", PORT), ("http://8.8.8.8:53/", PORT),
    ("http://example.com:8080/", PORT), ("http://example.com:00022/", PORT), ("http://127.0.0.1:11211/", PORT),
    # Names that anybody can point anywhere
    ("http://127.0.0.1.nip.example/", PUBLIC), ("http://localtest.example/", PUBLIC), ("http://xn--11b4d3a.example/", PUBLIC),
    ("http://bücher.example/", PUBLIC), ("http://EXAMPLE.com./", PUBLIC), ("http://xn--a.example/", PUBLIC), ("http://a_b.example/", PUBLIC),
    ("http://" + "a" * 5000 + "/", "characters; 4,096 is the most"),
)  # fmt: skip


def everything_is_here(name: str, port: int) -> Sequence[str]:
    """A server of names that belongs to somebody who means no good."""
    return ["10.1.2.3"]


@pytest.mark.parametrize(("url", "said"), HOSTILE, ids=[repr(url)[:60] for url, _ in HOSTILE])
def test_a_hostile_address_is_refused_with_a_sentence_before_anything_is_called(
    url: str, said: str, watch: Watch
) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetcher_for(lookup=everything_is_here).fetch(url)
    assert said in str(caught.value)
    assert "10.1.2.3" not in str(caught.value)
    assert watch.called == []
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "target"),
    [
        ("https://example.com", "https", "example.com", 443, "/"),
        ("  HTTP://Example.COM:80/a?b#c ", "http", "example.com", 80, "/a?b"),
        ("https://example.com.:443/", "https", "example.com", 443, "/"),
        ("https://bücher.example/ü?ä=ö", "https", "xn--bcher-kva.example", 443, "/%C3%BC?%C3%A4=%C3%B6"),
        ("https://faß.example/", "https", "xn--fa-hia.example", 443, "/"),
        ("https://例え。jp/", "https", "xn--r8jz45g.jp", 443, "/"),
        ("http://93.184.215.14/", "http", "93.184.215.14", 80, "/"),
        ("http://[2606:4700::ABCD]:80/x", "http", "2606:4700::abcd", 80, "/x"),
        ("https://1.example/", "https", "1.example", 443, "/"),
        ("https://0x7f.example/", "https", "0x7f.example", 443, "/"),
        ("https://a.example\\b", "https", "a.example", 443, "/b"),
        ("https://a.example/@b", "https", "a.example", 443, "/@b"),
        ("https://a.example/../../x", "https", "a.example", 443, "/../../x"),
        ("https://a.example?x=//b@c", "https", "a.example", 443, "/?x=//b@c"),
    ],
)
def test_an_address_is_read_as_a_browser_reads_it(url: str, scheme: str, host: str, port: int, target: str) -> None:
    found = place(url)
    assert (found.scheme, found.host, found.port, found.target) == (scheme, host, port, target)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://example.com:443/", "example.com"),
        ("https://example.com:80/", "example.com:80"),
        ("http://[2606:4700::1]/", "[2606:4700::1]"),
        ("http://[2606:4700::1]:8080/", "[2606:4700::1]:8080"),
    ],
)
def test_the_port_is_named_where_it_is_not_the_usual_one(url: str, authority: str) -> None:
    assert place(url).authority == authority


PIECES = st.sampled_from(
    ("http", "https", "HTTP", "file", ":", "//", "/", "\\", "@", "[", "]", "::1", "127.0.0.1", "0x7f", "2130706433", ".", "..",
     "localhost", "example", "com", "xn--", "xn--a", "%", "%25", "%2f", "%00", "\x00", "\t", "\n", " ", "#", "?", ":80", ":22",
     ":99999", "é", "漢", "ß", "\u00ad", "\u200d", "\u202e", "\ud800", "。", "１", "①", "＠", "／", "-", "_", "a" * 64, "{x}", "ffff:")
)  # fmt: skip
URLS = st.one_of(
    TEXTS,
    st.text(),
    st.lists(PIECES, max_size=12).map("".join),
    st.builds("{}://{}{}".format, st.sampled_from(("http", "https")), st.lists(PIECES, max_size=8).map("".join), st.text()),
    st.builds("http://{}/".format, st.one_of(st.ip_addresses().map(str), st.ip_addresses(v=6).map("[{}]".format))),
)  # fmt: skip


@THOROUGH
@given(URLS, st.booleans())
def test_whatever_an_address_is_there_is_no_error_but_ours_and_nothing_is_called(url: str, known: bool) -> None:
    def lookup(name: str, port: int) -> Sequence[str]:
        assert re.fullmatch(r"[a-z0-9._-]{1,253}", name)
        if known:
            return ["127.0.0.1", "10.1.2.3"]
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    if not is_called(url):
        with pytest.raises(FetchRefused) as caught:
            fetcher_for(lookup=lookup).fetch(url)
        assert "10.1.2.3" not in str(caught.value) or "10.1.2.3" in url


def is_called(url: str) -> bool:
    """Whether it names an address of the public internet."""
    try:
        return any(is_public(each) for each in place(url).literal)
    except FetchRefused:
        return False


@THOROUGH
@given(URLS)
def test_an_address_read_twice_is_the_same(url: str) -> None:
    try:
        found = place(url)
    except FetchRefused:
        return
    assert place(found.url) == found
    assert found.url.isascii()
    assert not re.search(r"[\x00-\x20\x7f@]", found.origin)
    assert not re.search(r"[\x00-\x20\x7f#]", found.target)


@THOROUGH
@given(URLS)
def test_whatever_a_redirect_says_it_leads_to_an_address_or_is_refused(location: str) -> None:
    try:
        found = onward(place("https://example.com/a/b?c"), location)
    except FetchRefused:
        return
    assert place(found.url) == found


@pytest.mark.parametrize("piece", ["a", ".", "a.", "/", "../", "@", ":", "%", "é", "[", "?", "1", "-", "xn--", "\\"])
def test_time_grows_with_the_length_only(piece: str) -> None:
    def read(url: str) -> None:
        try:
            onward(place("https://example.com/" + "a/" * 500), url)
        except FetchRefused:
            pass

    longest = piece * (MAX_URL // len(piece) - 20)
    for url in (longest, "http://" + longest, "http://a.example/" + longest, piece * 500_000):
        assert seconds(lambda: read(url)) < 0.5
