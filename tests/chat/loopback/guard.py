"""Proof that nothing else is called: an audit hook refuses every connection and every look-up but of this machine."""

import ipaddress
import sys
from typing import Any

_strays: list[str] = []
_installed: list[bool] = []
_paused: list[bool] = []


class Stray(ConnectionRefusedError):
    """A connection to somewhere else was tried."""


def install() -> None:
    """From now on, for the whole process: a hook can't be taken out again."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_hook)


def pause() -> None:
    """Look away, until `resume`: other tests of the process have watches of their own."""
    _paused.append(True)


def resume() -> None:
    _paused.clear()


def strays() -> list[str]:
    """Where connections were tried to, since the last time that this was asked."""
    found = list(_strays)
    _strays.clear()
    return found


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _paused:
        return
    if event in ("socket.connect", "socket.sendto"):
        host = args[1][0] if isinstance(args[1], tuple) else None  # a path is a socket of this machine
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if host is not None and not _is_here(host):
        _strays.append(str(host))
        raise Stray(f"{event} {host!r}: only this machine may be called in tests")


def _is_here(host: Any) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
