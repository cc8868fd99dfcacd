"""The connection: to addresses that were checked and to nothing else, and for so long."""

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from bot.fetching import refusals
from bot.fetching.policy import Address
from bot.fetching.values import Limits

OVERHEAD = 1024 * 1024
"""Bytes of one fetch that are no body: heads, sizes of chunks, trailers, and what comes before an answer. Chunks of one
byte would else keep the parser busy for many seconds."""
MOST_TRIED = 8
"""Addresses of one name."""


class Allowance:
    """What is left of the time of one fetch, and of the bytes that are no body. Used by one thread."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._ends = time.monotonic() + limits.seconds
        self._overhead = OVERHEAD

    def seconds(self, host: str) -> float:
        """What is left, more than 0. Raises FetchRefused."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise refusals.too_slow(host, self.limits.seconds)
        return left

    def came(self, host: str, count: int) -> None:
        """Bytes came, of whatever kind. Raises FetchRefused."""
        self._overhead -= count
        if self._overhead < 0:
            raise refusals.nonsense(host)

    def were_body(self, count: int) -> None:
        """So many of them are the body's, which has a limit of its own."""
        self._overhead += count


class Dialler(httpcore.NetworkBackend):
    """Connects to one host, at the addresses that it was made with, in their order. No name is looked up."""

    def __init__(self, host: str, addresses: Sequence[Address], allowance: Allowance) -> None:
        self._host = host
        self._addresses = addresses[:MOST_TRIED]
        self._allowance = allowance
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the one that it was made for
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the allowance has the time
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that answers; each has its share of the time."""
        for tried, address in enumerate(self._addresses):
            share = self._allowance.seconds(self._host) / (len(self._addresses) - tried)
            try:
                stream = self._backend.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return Metered(stream, self._host, self._allowance)
        self._allowance.seconds(self._host)
        raise refusals.unreachable(self._host)


class Metered(httpcore.NetworkStream):
    """A stream that ends with the allowance, which has the time: the timeouts that it is called with are not heeded."""

    def __init__(self, stream: httpcore.NetworkStream, host: str, allowance: Allowance) -> None:
        self._stream = stream
        self._host = host
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        data = self._stream.read(max_bytes, self._allowance.seconds(self._host))
        self._allowance.came(self._host, len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._allowance.seconds(self._host))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._allowance.seconds(self._host))
        except httpcore.ConnectError as exc:
            if isinstance(exc.__cause__, ssl.SSLCertVerificationError):
                raise refusals.untrusted(self._host) from exc
            raise refusals.insecure(self._host) from exc
        return Metered(stream, self._host, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
