"""A reader that does what a document may bring a reader to: it is told by the document which."""

import ctypes
import os
import socket
import sys
import time
from pathlib import Path

from bot.errors import ArticleRefused
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import Parsed
from bot.intake.parsing.wire import Request


def read(request: Request) -> Parsed:
    what, _, rest = request.data.decode().partition(" ")
    match what:
        case "say":
            return Parsed(rest)
        case "refuse":
            raise refused(Reason.LOG_IN)
        case "refuse-otherwise":
            raise ArticleRefused("Something else.")
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(1000)
        case "memory":
            return Parsed("x" * 10**12)
        case "memory-by-and-by":
            kept = []
            while True:
                kept.append(bytearray(10**6))
        case "recursion":
            return read_again(0)
        case "segfault":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "exit":
            os._exit(0)
        case "exit-badly":
            sys.exit(5)
        case "raise":
            raise KeyboardInterrupt
        case "bug":
            raise ZeroDivisionError
        case "write":
            Path("/tmp/written-by-a-document").write_bytes(b"x" * 10_000)
        case "files":
            return Parsed(f"{len([open('/dev/null') for _ in range(1_000)])} files")  # noqa: PTH123
        case "environment":
            return Parsed(f"{sorted(os.environ)} {Path.cwd()}")
        case "descriptors":
            return Parsed(f"files {sorted(os.listdir('/proc/self/fd'))}")  # noqa: PTH208
        case "remember":
            sys.modules["remembered"] = sys
            return Parsed("remembered")
        case "recall":
            return Parsed(f"remembered {'remembered' in sys.modules}")
        case "babble":
            for number in range(3, 10):
                babble(number, rest.encode())
        case "kill":
            os.kill(os.getppid(), 9)
        case "long":
            return Parsed("x" * int(rest))
        case "surrogate":
            return Parsed("x \ud800")
        case "nul":
            return Parsed("x \0")
    return Parsed("still here")


def babble(number: int, data: bytes) -> None:
    """Write to the socket to the bot, if this is it."""
    try:
        socket.socket(fileno=number).sendall(data)
    except OSError:
        return


def read_again(depth: int) -> Parsed:
    return read_again(depth + 1)
