"""An encrypted connection is to who the address names, though it goes to a checked number."""

import ipaddress
import ssl
import warnings
from collections.abc import Callable, Iterator

import httpcore
import pytest

from bot.errors import FetchRefused
from bot.fetching import Fetched
from bot.fetching.policy import AddressPolicy
from tests.fetching.certificates import Authority, make_authority
from tests.fetching.conftest import fetcher_for, here
from tests.fetching.site import Site, Visit, page, redirect
from tests.fetching.watch import Watch

MakeSite = Callable[..., Site]
UNTRUSTED = "has no valid certificate, so there is no telling whether the page is really its own."


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def secure(authority: Authority, watch: Watch) -> Iterator[MakeSite]:
    """Makes a site with a certificate for names."""
    made: list[Site] = []

    def make(names: str, days: int = 7) -> Site:
        made.append(Site(tls=authority.server(names, days)))
        made[-1].answers["/"] = page()
        watch.open.add(made[-1].address)
        return made[-1]

    yield make
    for each in made:
        each.close()


def fetched(authority: Authority, *sites: Site, host: str = "site.example") -> Fetched:
    found = fetcher_for(*sites, lookup=here, trust=authority.trusted).fetch(f"https://{host}:{sites[0].port}/")
    assert isinstance(found, Fetched)
    return found


def test_the_certificate_is_checked_for_the_name_that_was_asked_for(authority: Authority, secure: MakeSite) -> None:
    site = secure("DNS:site.example")
    asked: list[str | None] = []
    assert site.tls
    site.tls.sni_callback = lambda _, name, __: asked.append(name)
    assert fetched(authority, site).data == b"A page."
    assert asked == ["site.example"]


@pytest.mark.parametrize("host", ["site.example.", "SITE.example"])
def test_a_name_is_the_same_name_however_it_is_written(authority: Authority, secure: MakeSite, host: str) -> None:
    assert fetched(authority, secure("DNS:site.example"), host=host).data == b"A page."


def test_a_name_in_another_script_is_checked_in_its_ascii_form(authority: Authority, secure: MakeSite) -> None:
    assert fetched(authority, secure("DNS:xn--bcher-kva.example"), host="bücher.example").data == b"A page."


def test_the_certificate_of_an_address_names_the_address(authority: Authority, secure: MakeSite) -> None:
    assert fetched(authority, secure("IP:127.0.0.1"), host="127.0.0.1").data == b"A page."


@pytest.mark.parametrize("names", ["DNS:other.example", "IP:127.0.0.1", "DNS:*.site.example", "DNS:127.0.0.1"])
def test_a_certificate_for_somebody_else_is_refused(authority: Authority, secure: MakeSite, names: str) -> None:
    site = secure(names)
    with pytest.raises(FetchRefused) as caught:
        fetched(authority, site)
    assert str(caught.value) == f"site.example {UNTRUSTED}"
    assert site.visits == []


def test_a_certificate_that_has_run_out_is_refused(authority: Authority, secure: MakeSite) -> None:
    with pytest.raises(FetchRefused, match="has no valid certificate"):
        fetched(authority, secure("DNS:site.example", days=-1))


def test_a_certificate_of_nobody_who_is_trusted_is_refused(secure: MakeSite) -> None:
    site = secure("DNS:site.example")
    trusting = fetcher_for(site, lookup=here, trust=httpcore.default_ssl_context)
    with pytest.raises(FetchRefused, match="has no valid certificate"):
        trusting.fetch(f"https://site.example:{site.port}/")


def test_a_server_without_encryption_is_a_sentence(site: Site) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetcher_for(site).fetch(site.origin.replace("http:", "https:"))
    assert str(caught.value) == "No encrypted connection to 127.0.0.1 can be made."


def test_a_server_with_encryption_that_is_called_without_is_a_sentence(authority: Authority, secure: MakeSite) -> None:
    site = secure("IP:127.0.0.1")
    with pytest.raises(FetchRefused, match=r"^127\.0\.0\.1 (doesn't answer as a web server does|broke off)"):
        fetcher_for(site).fetch(site.origin.replace("https:", "http:"))


def test_old_kinds_of_encryption_are_refused(authority: Authority, secure: MakeSite) -> None:
    site = secure("DNS:site.example")
    assert site.tls
    site.tls.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        site.tls.minimum_version = ssl.TLSVersion.TLSv1
        site.tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(FetchRefused, match=r"No encrypted connection to site\.example can be made"):
        fetched(authority, site)


def test_a_handshake_that_never_ends_ends_with_the_time(watch: Watch, authority: Authority) -> None:
    site = Silent()
    watch.open.add(site.address)
    fetcher = fetcher_for(site, lookup=here, trust=authority.trusted, seconds=0.2)
    with pytest.raises(FetchRefused) as caught:
        fetcher.fetch(f"https://site.example:{site.port}/")
    site.close()
    assert str(caught.value) == "site.example took more than 0.2 s. Try again later."


class Silent(Site):
    """Has nothing to say."""

    def _answer(self, connection: object) -> None:  # noqa: ARG002
        self._closing.wait(5)


# Redirects


def test_a_redirect_to_http_is_not_followed(authority: Authority, secure: MakeSite, site: Site) -> None:
    start = secure("DNS:site.example")
    start.answers["/"] = redirect(f"http://site.example:{site.port}/")
    with pytest.raises(FetchRefused, match=r"^site\.example leads from https to http"):
        fetched(authority, start, site)
    assert site.visits == []


def test_a_redirect_to_https_is_followed_and_checked(authority: Authority, secure: MakeSite, site: Site) -> None:
    there, impostor = secure("DNS:there.example"), secure("DNS:site.example")
    fetcher = fetcher_for(site, there, impostor, lookup=here, trust=authority.trusted)
    site.answers["/"] = redirect(f"https://there.example:{there.port}/")
    found = fetcher.fetch(site.origin)
    assert isinstance(found, Fetched)
    assert found.url == f"https://there.example:{there.port}/"
    site.answers["/"] = redirect(f"https://there.example:{impostor.port}/")
    with pytest.raises(FetchRefused, match=r"^there\.example has no valid certificate"):
        fetcher.fetch(site.origin)


def test_the_slow_bytes_of_an_encrypted_page_end_with_the_time(authority: Authority, secure: MakeSite) -> None:
    def drip(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in visit.drip(b"x", 0.02):
            pass

    site = secure("DNS:site.example")
    site.answers["/"] = drip
    fetcher = fetcher_for(site, lookup=here, trust=authority.trusted, seconds=0.3)
    with pytest.raises(FetchRefused, match=r"took more than 0\.3 s"):
        fetcher.fetch(f"https://site.example:{site.port}/")


def test_encryption_exempts_no_address(authority: Authority, secure: MakeSite, watch: Watch) -> None:
    site = secure("IP:127.0.0.1")
    policy = AddressPolicy(ports=frozenset({443, site.port}))
    with pytest.raises(FetchRefused, match="not on the public internet"):
        policy.check_address("x", ipaddress.ip_address("127.0.0.1"), site.port)
    assert watch.called == []
