"""URLs, read once: what is checked, what is looked up and what is sent come from the same parts."""

import contextlib
import ipaddress
import re
import urllib.parse
from dataclasses import dataclass

from bot.errors import FetchRefused
from bot.fetching import refusals
from bot.fetching.policy import Address
from bot.links import to_page

MAX_URL = 4096
"""Characters. Servers take 8,000 and more (RFC 9110, section 4.1); no article needs them."""
PORTS = {"http": 80, "https": 443}
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
LIKE_A_HOST = re.compile(r"[^/]*:[0-9]+(?:[/?#].*)?", re.DOTALL)
NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
"""Labels of at most 63 characters: RFC 1035, section 2.3.4; with underscores, which are in use."""
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A name that ends like this is read as an IPv4 address by some, in one of many notations: WHATWG URL, section 3.5."""


@dataclass(frozen=True)
class Place:
    """Where something is on the web."""

    scheme: str
    host: str
    """A name in ASCII and lower case, without the dot at its end, or an address without brackets."""
    port: int
    target: str
    """Path and query, in ASCII."""

    @property
    def authority(self) -> str:
        """As the field `Host` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.target

    @property
    def literal(self) -> tuple[Address, ...]:
        """The address that stands in the place of a name; empty where there is a name."""
        with contextlib.suppress(ValueError):
            return (ipaddress.ip_address(self.host),)
        return ()


def place(url: str) -> Place:
    """Where a URL points to, as a browser reads it. Raises FetchRefused for what is none, and for credentials."""
    url = url.strip()
    if len(url) > MAX_URL:
        raise refusals.too_long(len(url), MAX_URL)
    page = to_page(url, MAX_URL)
    if not page:
        raise _why(url)
    parts = urllib.parse.urlsplit(page)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, _host(parts.hostname or "", url), parts.port or PORTS[parts.scheme], target)


def onward(here: Place, location: str) -> Place:
    """Where a redirect leads. Raises FetchRefused as `place` does."""
    if len(location) > MAX_URL:
        raise refusals.too_long(len(location), MAX_URL)
    try:
        return place(urllib.parse.urljoin(here.url, location))
    except ValueError:
        raise refusals.not_an_address(location) from None


def _host(host: str, url: str) -> str:
    """The host in the one notation that means the same to all."""
    if ":" in host:
        return _normal_address(host, url)
    host = host.removesuffix(".")
    if NUMBER.fullmatch(host.rpartition(".")[2]):
        return _normal_address(host, url)
    if not NAME.fullmatch(host):
        raise refusals.not_an_address(url)
    return host


def _normal_address(host: str, url: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        raise refusals.not_an_address(url) from None


def _why(url: str) -> FetchRefused:
    """Why a URL is not the address of a page."""
    scheme = SCHEME.match(url)
    if scheme and scheme[1].lower() not in PORTS and not LIKE_A_HOST.fullmatch(url):
        return refusals.other_scheme(scheme[1].lower())
    if scheme and "@" in re.split(r"[/\\?#]", url[scheme.end() :].lstrip("/\\"), maxsplit=1)[0]:
        return refusals.credentials()
    return refusals.not_an_address(url)
