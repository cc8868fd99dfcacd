"""Names looked up, within a time: the system's own call has none."""

import queue
import socket
import threading
from collections.abc import Callable, Sequence

from bot.fetching import refusals

Lookup = Callable[[str, int], Sequence[str]]
"""The addresses of a name, for a port. Raises OSError."""
MOST_AT_ONCE = 16
"""A server of names that never answers keeps a thread for as long as the system waits: half a minute or so."""
NOT_THERE = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)
)


def system_lookup(name: str, port: int) -> list[str]:
    """What the system's resolver says. With a dot at the end, so that no search domain of this network is tried."""
    return [str(found[4][0]) for found in socket.getaddrinfo(f"{name}.".encode("ascii"), port, type=socket.SOCK_STREAM)]


class Resolver:
    """Looks names up in threads of its own. Any thread may call it."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)

    def addresses(self, name: str, port: int, seconds: float) -> Sequence[str]:
        """All addresses of a name. Raises FetchRefused, and TimeoutError after so many seconds."""
        if not self._free.acquire(blocking=False):
            raise refusals.busy()
        found: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()
        self._start(name, port, found)
        try:
            addresses = found.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(addresses, socket.gaierror) and addresses.errno in NOT_THERE:
            raise refusals.unknown(name) from addresses
        if isinstance(addresses, OSError) or not addresses:
            raise refusals.unreachable(name) from None
        return addresses

    def _start(self, name: str, port: int, found: "queue.SimpleQueue[Sequence[str] | OSError]") -> None:
        def look() -> None:
            try:
                found.put(self._lookup(name, port))
            except OSError as exc:
                found.put(exc)
            finally:
                self._free.release()

        # As a daemon it doesn't keep the process from ending.
        try:
            threading.Thread(target=look, name="look-up", daemon=True).start()
        except RuntimeError as exc:  # no more threads are to be had
            self._free.release()
            raise refusals.busy() from exc
