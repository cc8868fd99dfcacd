"""A name is looked up once, every address of it is checked, and only a checked one is connected to."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from bot.errors import FetchRefused
from bot.fetching import Fetched
from bot.fetching.names import MOST_AT_ONCE, Resolver, system_lookup
from tests.fetching.conftest import fetcher_for
from tests.fetching.site import Site, page, redirect
from tests.fetching.watch import Stray, Watch

NOT_PUBLIC = "site.example is not on the public internet, so nothing is fetched from there."


class Names:
    """A server of names that gives each answer once, in turn, and the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, name: str, port: int) -> Sequence[str]:
        self.asked.append((name, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def url_of(site: Site, path: str = "/") -> str:
    return f"http://site.example:{site.port}{path}"


def test_a_name_is_looked_up_once_and_sent_to_the_server(site: Site) -> None:
    site.answers["/"] = page()
    names = Names(["127.0.0.1"])
    found = fetcher_for(site, lookup=names).fetch(url_of(site))
    assert isinstance(found, Fetched)
    assert found.url == url_of(site)
    assert names.asked == [("site.example", site.port)]
    assert site.visits[0].fields["host"] == f"site.example:{site.port}"


def test_what_a_second_look_up_would_say_plays_no_part(site: Site, watch: Watch) -> None:
    site.answers["/"] = page()
    names = Names(["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"])
    fetcher_for(site, lookup=names).fetch(url_of(site))
    assert watch.called == [site.address]
    assert len(names.asked) == 1


def test_a_name_is_looked_up_and_checked_anew_after_a_redirect(site: Site, watch: Watch) -> None:
    site.answers["/"] = redirect("/secret")
    site.answers["/secret"] = page()
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with pytest.raises(FetchRefused) as caught:
        fetcher_for(site, lookup=names).fetch(url_of(site))
    assert str(caught.value) == f"site.example leads elsewhere, and that isn't followed: {NOT_PUBLIC}"
    assert site.targets == ["/"]
    assert watch.called == [site.address]


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["127.0.0.1", "10.0.0.1"],
        ["10.0.0.1", "127.0.0.1"],
        ["127.0.0.1"] * 20 + ["::1"],
        ["127.0.0.1", "::ffff:127.0.0.1"],
        ["127.0.0.1", "fe80::1%1"],
        ["127.0.0.1", "127.0.0.2"],
        ["127.0.0.1", "nonsense"],
        ["127.0.0.1", ""],
    ],
)
def test_one_address_that_may_not_be_called_spoils_all_others(site: Site, watch: Watch, addresses: list[str]) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetcher_for(site, lookup=Names(addresses)).fetch(url_of(site))
    assert str(caught.value) == NOT_PUBLIC
    assert watch.called == []


def test_the_exemption_of_one_port_is_none_for_another(site: Site, watch: Watch) -> None:
    with pytest.raises(FetchRefused, match="is not on the public internet"):
        fetcher_for(site, lookup=Names(["127.0.0.1"])).fetch("http://site.example/")
    assert watch.called == []


def test_another_address_of_the_name_is_tried_where_one_does_not_answer(site: Site, watch: Watch) -> None:
    other = Site("127.0.0.2")
    other.port = site.port
    watch.open.add(("127.0.0.2", site.port))
    site.answers["/"] = page()
    fetcher_for(site, other, lookup=Names(["127.0.0.2", "127.0.0.1"])).fetch(url_of(site))
    other.close()
    assert watch.called == [("127.0.0.2", site.port), site.address]


def test_a_server_that_is_not_there_is_a_sentence(site: Site) -> None:
    fetcher = fetcher_for(site)
    site.close()
    with pytest.raises(FetchRefused) as caught:
        fetcher.fetch(site.origin)
    assert str(caught.value) == "127.0.0.1 can't be reached. Try again later."


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), "There is no server called site.example. Look for a typing mistake."),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "site.example can't be reached. Try again later."),
        (socket.gaierror(socket.EAI_FAIL, "x"), "site.example can't be reached. Try again later."),
        (OSError(24, "too many open files"), "site.example can't be reached. Try again later."),
    ],
)
def test_a_name_that_is_not_found_is_a_sentence(problem: OSError, said: str) -> None:
    def lookup(name: str, port: int) -> Sequence[str]:
        raise problem

    with pytest.raises(FetchRefused) as caught:
        fetcher_for(lookup=lookup).fetch("http://site.example/")
    assert str(caught.value) == said


def test_a_name_without_an_address_is_a_sentence() -> None:
    with pytest.raises(FetchRefused, match="can't be reached"):
        fetcher_for(lookup=Names([])).fetch("http://site.example/")


# Slow look-ups


@pytest.fixture
def released() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def waiting(event: threading.Event) -> Callable[[str, int], Sequence[str]]:
    def lookup(name: str, port: int) -> Sequence[str]:
        event.wait()
        return ["127.0.0.1"]

    return lookup


def test_a_look_up_ends_with_the_time(released: threading.Event) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetcher_for(lookup=waiting(released), seconds=0.1).fetch("http://site.example/")
    assert str(caught.value) == "site.example took more than 0.1 s. Try again later."


def test_only_so_many_look_ups_wait_at_once(released: threading.Event) -> None:
    resolver = Resolver(waiting(released))
    for _ in range(MOST_AT_ONCE):
        with pytest.raises(TimeoutError):
            resolver.addresses("site.example", 80, 0.001)
    with pytest.raises(FetchRefused, match="Too many addresses"):
        resolver.addresses("site.example", 80, 0.001)


def test_a_place_is_free_again_after_each_look_up() -> None:
    resolver = Resolver(Names(["127.0.0.1"]))
    for _ in range(3 * MOST_AT_ONCE):
        while True:
            try:
                assert resolver.addresses("site.example", 80, 5) == ["127.0.0.1"]
                break
            except FetchRefused:  # the last one's thread has not quite ended
                pass


def test_the_system_is_asked_for_the_whole_name_so_that_it_adds_nothing(watch: Watch) -> None:
    with pytest.raises(Stray):
        system_lookup("site.example", 80)
    assert watch.looked_up == ["site.example."]
    watch.strays.clear()
