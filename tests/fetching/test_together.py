"""One fetcher serves many threads, both families of addresses are called, and the watch of these tests is awake."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.fetching import Fetched, Fetcher
from tests.fetching.conftest import fetcher_for, here
from tests.fetching.site import Site, page, redirect
from tests.fetching.watch import Stray, Watch


def test_many_threads_may_fetch_at_once_and_each_gets_its_own(site: Site) -> None:
    fetcher = fetcher_for(site, lookup=here)
    for number in range(40):
        site.answers[f"/{number}"] = redirect(f"/page/{number}")
        site.answers[f"/page/{number}"] = page(str(number).encode())

    def fetched(number: int) -> bytes:
        found = fetcher.fetch(f"http://site.example:{site.port}/{number}")
        assert isinstance(found, Fetched)
        return found.data

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fetched, range(40))) == [str(number).encode() for number in range(40)]


def test_a_server_with_an_ipv6_address_is_called(watch: Watch) -> None:
    try:
        site = Site("::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    watch.open.add(site.address)
    site.answers["/"] = page()
    found = fetcher_for(site).fetch(site.origin)
    site.close()
    assert isinstance(found, Fetched)
    assert site.visits[0].fields["host"] == f"[::1]:{site.port}"


def test_a_fetcher_that_was_told_of_no_exemption_calls_nothing_here(site: Site, watch: Watch) -> None:
    site.answers["/"] = page()
    with pytest.raises(Exception, match=f"Nothing is fetched from port {site.port}"):
        Fetcher().fetch(site.origin)
    assert watch.called == []


def test_a_connection_to_elsewhere_would_be_seen(site: Site, watch: Watch) -> None:
    with pytest.raises(Stray):
        socket.create_connection(("127.0.0.1", site.port + 1 if site.port < 65535 else 1))
    with pytest.raises(Stray):
        socket.getaddrinfo("site.example", 80)
    assert len(watch.strays) == 2
    watch.strays.clear()
    watch.called.clear()
