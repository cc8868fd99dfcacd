"""A web server of our own, a fetcher that may call it, and a watch that nothing else is called."""

import ipaddress
import ssl
from collections.abc import Callable, Iterator, Sequence

import pytest

from bot.fetching import AddressPolicy, Fetcher, Limits
from tests.fetching.site import Site
from tests.fetching.watch import Watch, watching

MakeFetcher = Callable[..., Fetcher]


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """In every test of this folder: no other address is connected to, and no name looked up."""
    with watching() as found:
        yield found
    assert found.strays == []
    assert set(found.called) <= found.open


@pytest.fixture
def site(watch: Watch) -> Iterator[Site]:
    found = Site()
    watch.open.add(found.address)
    yield found
    found.close()


def no_names(name: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{name} was looked up")


def here(name: str, port: int) -> Sequence[str]:
    """Every name is this machine's."""
    return ["127.0.0.1"]


def bare_tls() -> ssl.SSLContext:
    """That trusts nobody, and is made in no time."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def fetcher_for(*sites: Site, seconds: float = 10.0, bytes: int = 100_000, **options: object) -> Fetcher:
    """A fetcher that may call these sites, and of the loopback interface nothing else."""
    exempt = frozenset((ipaddress.ip_address(each.host), each.port) for each in sites)
    given = {"lookup": no_names, "trust": bare_tls, **options}
    return Fetcher(Limits(bytes=bytes, seconds=seconds), AddressPolicy(exempt=exempt), **given)  # type: ignore[arg-type]


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    found = fetcher_for(site)
    yield found
    found.close()
