"""An address fetched: looked up once, checked, called, read within limits; again after each redirect."""

import contextlib
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpcore

from bot.errors import FetchRefused, Stopping
from bot.fetching import refusals, unpacking
from bot.fetching.agent import user_agent
from bot.fetching.fields import Fields, validator
from bot.fetching.names import Lookup, Resolver, system_lookup
from bot.fetching.places import Place, onward, place
from bot.fetching.policy import Address, AddressPolicy
from bot.fetching.values import ANYTHING, Fetched, Limits, NotModified
from bot.fetching.wire import Allowance, Dialler

Head = list[tuple[str, str]]
GOOD = frozenset({200, 203})
"""Statuses that come with the whole page: RFC 9110, section 15.3."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Onward:
    """It is elsewhere, by a redirect."""

    place: Place
    status: int


@dataclass
class _Lasting:
    """How far redirects have led on for good."""

    url: str = ""
    for_good: bool = True

    def follow(self, onward: _Onward) -> None:
        self.for_good = self.for_good and onward.status in FOR_GOOD
        if self.for_good:
            self.url = onward.place.url


class Fetcher:
    """Fetches what is at an address. Any thread may call it; nothing is kept from one fetch to the next.

    No cookies, no passwords, and no proxy of the environment, which would look the name up once more. Each fetch has
    connections of its own.
    """

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        policy: AddressPolicy = AddressPolicy(),  # noqa: B008 - frozen
        lookup: Lookup = system_lookup,
        trust: Callable[[], ssl.SSLContext] = httpcore.default_ssl_context,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`trust` makes the settings of TLS, with the authorities that are trusted; `now` gives moments with zone."""
        self.limits = limits
        self._policy = policy
        self._resolver = Resolver(lookup)
        self._tls = trust()
        self._now = now
        self._agent = user_agent()
        self._closed = threading.Event()

    def close(self) -> None:
        """Begin nothing more. What is under way ends within its limits."""
        self._closed.set()

    def fetch(self, url: str, *, etag: str = "", modified: str = "", accept: str = ANYTHING) -> Fetched | NotModified:
        """What is at the address, or that it is still what it was when this `etag` or `modified` came with it.

        `accept` lists the media types that are wanted (RFC 9110, section 12.5.1); others may come. Raises FetchRefused
        with one sentence, and Stopping after `close`.
        """
        allowance = Allowance(self.limits)
        head = self._head(etag, modified, accept)
        here, lasting = place(url), _Lasting()
        addresses = self._addresses(here, allowance)
        for _ in range(self.limits.redirects + 1):
            came = self._ask(here, addresses, head, allowance)
            if not isinstance(came, _Onward):
                return replace(came, lasting_url=lasting.url)
            lasting.follow(came)
            addresses = self._followed(here, came, allowance)
            here = came.place
        raise refusals.too_many_redirects(here.host, self.limits.redirects)

    def _head(self, etag: str, modified: str, accept: str) -> Head:
        """The fields of each request, but for `Host`."""
        always = [
            ("User-Agent", self._agent),
            ("Accept", accept),
            ("Accept-Encoding", unpacking.ACCEPTED),
            ("Connection", "close"),
        ]
        conditions = [("If-None-Match", validator(etag)), ("If-Modified-Since", validator(modified))]
        return always + [(name, value) for name, value in conditions if value]

    def _ask(
        self, here: Place, addresses: tuple[Address, ...], head: Head, allowance: Allowance
    ) -> Fetched | NotModified | _Onward:
        """One request, to one of these addresses."""
        url = httpcore.URL(scheme=here.scheme, host=here.host, port=here.port, target=here.target)
        request = httpcore.Request("GET", url, headers=[("Host", here.authority), *head])
        dialler = Dialler(here.host, addresses, allowance)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._tls, network_backend=dialler) as pool,
                contextlib.closing(pool.handle_request(request)) as response,
            ):
                return self._understood(here, head, response, allowance)
        except httpcore.TimeoutException as exc:
            raise refusals.too_slow(here.host, self.limits.seconds) from exc
        except httpcore.NetworkError as exc:
            raise refusals.broken_off(here.host) from exc
        except httpcore.ProtocolError as exc:
            raise refusals.nonsense(here.host) from exc

    def _followed(self, here: Place, onward: _Onward, allowance: Allowance) -> tuple[Address, ...]:
        """Where to connect to after a redirect."""
        try:
            return self._addresses(onward.place, allowance)
        except FetchRefused as refused:
            raise refusals.leads_astray(here.host, refused.reason, onward.status) from refused

    def _addresses(self, here: Place, allowance: Allowance) -> tuple[Address, ...]:
        """Where to connect to: every one of them checked."""
        if self._closed.is_set():
            raise Stopping
        self._policy.check_port(here.port)
        addresses = here.literal or self._looked_up(here, allowance)
        for address in addresses:
            self._policy.check_address(here.host, address, here.port)
        return addresses

    def _looked_up(self, here: Place, allowance: Allowance) -> tuple[Address, ...]:
        self._policy.check_name(here.host)
        try:
            found = self._resolver.addresses(here.host, here.port, allowance.seconds(here.host))
            return tuple(ipaddress.ip_address(each) for each in found)
        except TimeoutError:
            raise refusals.too_slow(here.host, self.limits.seconds) from None
        except ValueError:
            raise refusals.not_public(here.host) from None

    def _understood(
        self, here: Place, head: Head, response: httpcore.Response, allowance: Allowance
    ) -> Fetched | NotModified | _Onward:
        """What a response says, with its body where it is wanted."""
        fields, status = Fields(response.headers), response.status
        if status in REDIRECTS:
            return _Onward(_redirected(here, fields.all("location"), status), status)
        pause = fields.retry_after_seconds(self._now())
        if status == 304 and any(name.startswith("If-") for name, _ in head):
            return NotModified(here.url, fields.etag, fields.modified, pause, fresh_seconds=fields.fresh_seconds)
        if status not in GOOD:
            raise refusals.answered(here.host, status, pause)
        data = _body(here.host, response, fields, allowance)
        return Fetched(
            here.url, data, fields.media_type, fields.charset, fields.etag, fields.modified, pause,
            fresh_seconds=fields.fresh_seconds,
        )  # fmt: skip


def _redirected(here: Place, locations: set[str], status: int) -> Place:
    """Where a redirect leads. Raises FetchRefused where it isn't followed."""
    if len(locations) != 1:
        raise refusals.leads_nowhere(here.host, status)
    try:
        there = onward(here, next(iter(locations)))
    except FetchRefused as refused:
        raise refusals.leads_astray(here.host, refused.reason, status) from refused
    if here.scheme == "https" and there.scheme == "http":
        raise refusals.downgrade(here.host, status)
    return there


def _body(host: str, response: httpcore.Response, fields: Fields, allowance: Allowance) -> bytes:
    status, most = response.status, allowance.limits.bytes
    if fields.length > most:
        raise refusals.too_large(host, most, status)
    try:
        return unpacking.unpacked(_counted(response, allowance), fields.coding, most)
    except KeyError:
        raise refusals.unasked_coding(host, status) from None
    except unpacking.TooLarge:
        raise refusals.too_large(host, most, status) from None
    except unpacking.Garbled as exc:
        raise refusals.garbled(host, status) from exc
    except (httpcore.NetworkError, httpcore.ProtocolError) as exc:
        raise refusals.broken_off(host, status) from exc


def _counted(response: httpcore.Response, allowance: Allowance) -> Iterator[bytes]:
    for part in response.iter_stream():
        allowance.were_body(len(part))
        yield part
