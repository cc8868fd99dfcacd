"""Proof that nothing else is called: an audit hook sees every connection and every look-up, and refuses the others."""

import contextlib
import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

Called = tuple[str, int]


class Stray(ConnectionRefusedError):
    """A connection to somewhere else was tried."""


class Watch:
    """What is called while it watches; `open` are the addresses that may be."""

    def __init__(self) -> None:
        self.open: set[Called] = set()
        self.called: list[Called] = []
        self.looked_up: list[str] = []
        self.strays: list[object] = []
        self.active = False

    def saw(self, event: str, args: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            self._connection(args[1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            self._look_up(args[0])

    def _connection(self, address: Any) -> None:
        if not isinstance(address, tuple):
            return  # a path is a socket of this machine
        called = (str(address[0]), int(address[1]))
        self.called.append(called)
        if called not in self.open:
            self._refuse(called)

    def _look_up(self, name: Any) -> None:
        text = name.decode("ascii") if isinstance(name, bytes) else str(name)
        try:
            ipaddress.ip_address(text)
        except ValueError:
            self.looked_up.append(text)
            self._refuse(text)

    def _refuse(self, what: object) -> None:
        self.strays.append(what)
        raise Stray(f"{what!r} is not to be called")


_watching: list[Watch] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if event.startswith("socket.") and _watching and _watching[-1].active:
        _watching[-1].saw(event, args)


@contextlib.contextmanager
def watching() -> Iterator[Watch]:
    """From here to the end of the block; the hook itself can't be taken out again, and does nothing otherwise."""
    if not _watching:
        sys.addaudithook(_hook)
    watch = Watch()
    _watching.append(watch)
    watch.active = True
    try:
        yield watch
    finally:
        watch.active = False
