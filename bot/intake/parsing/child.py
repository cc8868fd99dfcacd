"""The child: reads documents that may be hostile. `python -m bot.intake.parsing.child`, with a socket as file 0.

It forks for each document: what a document breaks, fills or takes over is gone with it, and the next one finds all
modules loaded. The fork answers; where it dies before, its parent says how.
"""

import gc
import logging
import os
import signal
import socket
import sys
from datetime import date

from bot.errors import ArticleRefused
from bot.intake.parsing.kinds import Kind
from bot.intake.parsing.limits import confine
from bot.intake.parsing.readers import load, read
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import Elsewhere, Parsed
from bot.intake.parsing.wire import Request, receive_request, send_answer

SOCKET = 0
MIB = 2**20
ANSWERED, FAILED, OUT_OF_MEMORY = 42, 43, 44
"""Exit codes of the process of a document; 0 would be an exit that a library made."""


PAGE = b"""<html lang=en><head><title>The bridge | The Times</title></head><body><article><h1>The bridge</h1>
<p class=date>25 January 2024</p><p>The old bridge over the river has nine pillars, and two of them have cracks.</p>
<p>It was closed on Monday. The council said that it will stay closed for two years.</p></article></body></html>"""
"""A page for the first reading, after which all tables and patterns are ready for the forks."""


def serve(connection: socket.socket) -> None:
    """Answer one request after another, until the bot closes the socket."""
    while True:
        try:
            request = receive_request(connection)
        except (EOFError, OSError):
            return
        load(request.kind)
        pid = os.fork()
        if pid == 0:
            work(connection, request)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code != ANSWERED:
            send_answer(connection, death(code, request))


def work(connection: socket.socket, request: Request) -> None:
    """Answer a request in this process, and end it."""
    confine(request.seconds, request.memory_bytes)
    code = FAILED
    try:
        send_answer(connection, answer(request))
        code = ANSWERED
    except MemoryError:  # there may be none left to say so here
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def answer(request: Request) -> Parsed | Elsewhere | ArticleRefused:
    """The document as it was understood, or why not. Raises MemoryError; the libraries raise all that there is."""
    try:
        return read(request)
    except ArticleRefused as refusal:
        return refusal
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        return refused(Reason.UNREADABLE)


def death(code: int, request: Request) -> ArticleRefused:
    """What it means that the process of a document ended with this code."""
    if code == OUT_OF_MEMORY:
        return refused(Reason.TOO_LARGE, mebibytes=request.memory_bytes // MIB)
    if code == -signal.SIGXCPU:
        return refused(Reason.TOO_SLOW, seconds=request.seconds)
    return refused(Reason.CRASHED)


def prepare() -> None:
    """Read a page before the first one comes: pages are the most frequent, and take the longest to get ready for."""
    load(Kind.PAGE)
    answer(Request(Kind.PAGE, PAGE, "", None, None, date(2024, 2, 1), 1, MIB))


def main() -> None:
    connection = socket.socket(fileno=os.dup(SOCKET))
    os.dup2(os.open(os.devnull, os.O_RDWR), SOCKET)
    logging.disable()  # nobody reads what the libraries say
    sys.modules["py3langid"] = None  # type: ignore[assignment]  # not needed; trafilatura would load numpy for it
    prepare()
    gc.collect()
    gc.freeze()  # so that collecting garbage doesn't copy the pages that forks share
    serve(connection)


if __name__ == "__main__":
    main()
