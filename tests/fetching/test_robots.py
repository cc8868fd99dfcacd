"""What a site asks of programs in its robots.txt is done."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from bot.errors import FetchRefused, Stopping
from bot.fetching import NAME, Fetcher, Robots
from bot.fetching.robots import KEPT_SECONDS, MAX_BYTES, MAX_KEPT, UNREADABLE_SECONDS, for_us
from tests.fetching.conftest import fetcher_for, here
from tests.fetching.site import Site, page, redirect
from tests.hostile import TEXTS, THOROUGH, seconds


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def robots(fetcher: Fetcher, clock: Clock) -> Robots:
    return Robots(fetcher, clock)


def says(site: Site, *lines: str) -> None:
    site.answers["/robots.txt"] = page("\n".join(lines).encode())


@pytest.mark.parametrize(
    ("lines", "path", "allowed"),
    [
        (["User-agent: *", "Disallow: /private"], "/feed.xml", True),
        (["User-agent: *", "Disallow: /private"], "/private/feed.xml", False),
        (["User-agent: *", "Disallow: /", "Allow: /feed.xml"], "/feed.xml", True),
        (["User-agent: *", "Disallow: /*.xml$"], "/feed.xml", False),
        (["User-agent: *", "Disallow: /*.xml$"], "/feed.xml?x", True),
        (["User-agent: *", "Disallow: /feed?"], "/feed?page=1", False),
        (["User-agent: Verbatim", "Disallow: /"], "/feed.xml", False),
        (["user-agent:VERBATIM/1.0 # us", "disallow:/"], "/feed.xml", False),
        (["User-agent: Verbatim", "Disallow:", "", "User-agent: *", "Disallow: /"], "/feed.xml", True),
        (["User-agent: Other", "User-agent: Verbatim", "Disallow: /"], "/feed.xml", False),
        (["User-agent: Other", "Disallow: /"], "/feed.xml", True),
        (["User-agent: Verb", "Disallow: /"], "/feed.xml", True),
        (["User-agent: Verbatimizer", "Disallow: /"], "/feed.xml", True),
        (["User-agent: Nobody", "Disallow: /"], "/feed.xml", True),
        (["\ufeffUser-agent: *", "Disallow: /"], "/feed.xml", False),
        (["<html>Not found</html>"], "/feed.xml", True),
        ([], "/feed.xml", True),
    ],
)
def test_the_rules_for_the_bot_are_kept(site: Site, robots: Robots, lines: list[str], path: str, allowed: bool) -> None:
    says(site, *lines)
    assert robots.allowed(site.origin + path) == allowed


def test_what_is_not_allowed_is_a_sentence(site: Site, robots: Robots) -> None:
    says(site, "User-agent: *", "Disallow: /")
    with pytest.raises(FetchRefused) as caught:
        robots.require(f"{site.origin}/feed.xml")
    assert str(caught.value) == "127.0.0.1 asks programs not to fetch this, in its robots.txt."


@pytest.mark.parametrize("status", ["400 B", "401 U", "403 F", "404 N", "410 G", "451 L"])
def test_a_site_without_a_robots_txt_allows_everything(site: Site, robots: Robots, status: str) -> None:
    site.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /", status)
    assert robots.allowed(f"{site.origin}/feed.xml")


@pytest.mark.parametrize("status", ["500 I", "503 S", "429 T", "206 P"])
def test_a_site_that_can_not_show_its_robots_txt_is_left_alone_for_a_while(
    site: Site, robots: Robots, clock: Clock, status: str
) -> None:
    site.answers["/robots.txt"] = page(b"", status)
    with pytest.raises(FetchRefused) as caught:
        robots.require(f"{site.origin}/feed.xml")
    assert str(caught.value).startswith("127.0.0.1 can't show its robots.txt just now")
    assert caught.value.retry_after_seconds == UNREADABLE_SECONDS
    says(site)
    assert not robots.allowed(f"{site.origin}/feed.xml")
    clock.now += UNREADABLE_SECONDS
    assert robots.allowed(f"{site.origin}/feed.xml")


def test_a_site_is_left_alone_for_as_long_as_it_wants(site: Site, robots: Robots, clock: Clock) -> None:
    site.answers["/robots.txt"] = page(b"", "503 S", "Retry-After: 3600")
    assert not robots.allowed(site.origin)
    says(site)
    clock.now += 3599
    assert not robots.allowed(site.origin)
    clock.now += 1
    assert robots.allowed(site.origin)


def test_a_site_that_is_not_there_says_so(site: Site, robots: Robots) -> None:
    site.close()
    with pytest.raises(FetchRefused, match="can't be reached"):
        robots.require(f"{site.origin}/feed.xml")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://a.example/", "begins with ftp:"),
        ("http://10.0.0.1/feed.xml", "10.0.0.1 is not on the public internet"),
        ("http://localhost/feed.xml", "localhost is not on the public internet"),
    ],
)
def test_an_address_that_is_not_fetched_is_refused_for_what_it_is(robots: Robots, url: str, said: str) -> None:
    with pytest.raises(FetchRefused, match=said):
        robots.require(url)


def test_a_robots_txt_may_be_elsewhere(site: Site, robots: Robots) -> None:
    site.answers["/robots.txt"] = redirect("/there.txt")
    site.answers["/there.txt"] = page(b"User-agent: *\nDisallow: /a")
    assert not robots.allowed(f"{site.origin}/a")
    assert robots.allowed(f"{site.origin}/b")


def test_a_stopped_fetcher_is_not_taken_for_an_answer(site: Site, fetcher: Fetcher, robots: Robots) -> None:
    fetcher.close()
    with pytest.raises(Stopping):
        robots.allowed(site.origin)


# Kept


def test_a_site_is_asked_once_a_day(site: Site, robots: Robots, clock: Clock) -> None:
    says(site, "User-agent: *", "Disallow: /a")
    for path in ("/a", "/b", "/c"):
        robots.allowed(site.origin + path)
    assert site.targets == ["/robots.txt"]
    clock.now += KEPT_SECONDS
    robots.allowed(f"{site.origin}/a")
    assert site.targets == ["/robots.txt"] * 2


def test_each_origin_is_asked_itself(site: Site, fetcher: Fetcher) -> None:
    names = fetcher_for(site, lookup=here)
    robots = Robots(names)
    for host in ("a.example", "b.example", "A.example."):
        assert robots.allowed(f"http://{host}:{site.port}/")
    assert [visit.fields["host"] for visit in site.visits] == [f"{name}.example:{site.port}" for name in "ab"]


def test_little_is_kept_and_that_of_the_last_asked(site: Site, clock: Clock) -> None:
    robots = Robots(fetcher_for(site, lookup=here, bytes=10**6), clock)
    says(site, "User-agent: *", "Disallow: /" + "a" * (MAX_KEPT // 3))
    for name in ("a", "b", "c", "a", "c", "b"):
        robots.allowed(f"http://{name}.example:{site.port}/")
    hosts = [visit.fields["host"][0] for visit in site.visits]
    assert hosts == ["a", "b", "c", "a", "b"]


# Hostile ones


RULES = st.lists(
    st.tuples(
        st.sampled_from(("User-agent", "user-agent", "User agent", "useragent", "Disallow", "Allow", "Sitemap", "Crawl-delay", "#")),
        st.sampled_from((": ", ":", " ", " : ")),
        st.sampled_from(("*", NAME, NAME.upper(), "other", "another", "nobody", "/", "/a", "/a/b", "/*b$", "", "# x", "5")),
    ).map("".join),
    max_size=12,
).map("\n".join)  # fmt: skip


@THOROUGH
@given(RULES, st.sampled_from(("/", "/a", "/a/b", "/b")))
def test_renaming_the_other_programs_changes_nothing_for_us(text: str, path: str) -> None:
    url = f"https://a.example{path}"
    assert Protego.parse(for_us(text)).can_fetch(url, NAME) == Protego.parse(text).can_fetch(url, NAME)


@THOROUGH
@given(st.one_of(TEXTS, RULES, st.text()))
def test_whatever_a_robots_txt_holds_there_is_an_answer(text: str) -> None:
    assert Protego.parse(for_us(text)).can_fetch("https://a.example/a", NAME) in (True, False)


def hostile() -> Iterator[str]:
    size = MAX_BYTES
    for line in (
        "User-agent: {}",
        "User-agent: verbatim{}",
        "User-agent: {}*",
        "Disallow: /{}*",
        "Allow: /*{}*a$",
        "x{}",
    ):
        yield "User-agent: *\n" + "\n".join(line.format(number) for number in range(size // 20))
    agents = "\n".join(f"User-agent: {number}" for number in range(10_000))
    yield agents + "\nUser-agent: *\n" + "\n".join(f"Disallow: /{number}" for number in range(10_000))
    yield "User-agent: *\nDisallow: /" + "*a" * (size // 2)
    for piece in ("*", " ", "\t", "\n", "user-agent ", "user-agent:", ":", "%", "é", "\x00", "#"):
        yield "User-agent: *\nDisallow: /" + piece * (size // len(piece.encode()))
        yield piece * (size // len(piece.encode()))


@pytest.mark.parametrize("text", list(hostile()), ids=lambda text: repr(text[14:50]))
def test_a_huge_robots_txt_is_read_in_time(text: str) -> None:
    url = "https://a.example/" + "a" * 4000

    def read() -> None:
        Protego.parse(for_us(text)).can_fetch(url, NAME)

    assert seconds(read) < 2.0
