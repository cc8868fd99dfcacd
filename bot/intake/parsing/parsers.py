"""The bot's side: documents go to a small pool of child processes, and come back as text or as a refusal."""

import contextlib
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from bot.errors import ArticleRefused
from bot.intake.parsing.kinds import Kind
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import Elsewhere, Parsed
from bot.intake.parsing.wire import Request
from bot.intake.parsing.workers import Worker

MEMORY_BYTES = 512 * 2**20
"""Address space of a child: an idle one takes 95 MiB, a page with 4,700,000 characters of text 303 MiB."""
SECONDS: Mapping[Kind, int] = {Kind.PAGE: 10, Kind.DOCX: 20, Kind.EPUB: 30, Kind.PDF: 60}
"""The most processor time that a document may take. A page takes some 0.05 s, a page of a PDF 0.03 s."""
SMALL_SECONDS, SECONDS_PER_MIB = 10, 10
"""What a small document may take, and how much more for each MiB; PDFs take some 4 s for a MiB of text."""
MAX_DATA_BYTES = 64 * 2**20
MAX_WORKERS = 2


class Parsers:
    """Reads documents in child processes. For any number of threads at once; a context manager.

    A child is started when it is first needed, and serves until `close`, or until it fails.
    """

    def __init__(
        self,
        workers: int = MAX_WORKERS,
        memory_bytes: int = MEMORY_BYTES,
        seconds: Mapping[Kind, int] = SECONDS,
    ) -> None:
        """`workers` is the most documents that are read at once, ≥ 1; `seconds` of processor time, by kind, ≥ 1."""
        self._memory_bytes = memory_bytes
        self._seconds = seconds
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse(
        self, kind: Kind, data: bytes, name: str = "", url: str | None = None, charset: str | None = None
    ) -> Parsed | Elsewhere:
        """The text of a document and what it says about itself, or where a page leads that has none.

        `url` is where it was fetched from, after all redirects; `charset` is what the server declared. Waits for a
        free child. Raises ArticleRefused with the reason, also where the child crashed, hung or ran out of memory.
        """
        if len(data) > MAX_DATA_BYTES:
            raise refused(Reason.TOO_LARGE, mebibytes=MAX_DATA_BYTES // 2**20)
        today = datetime.now(UTC).date()
        seconds = min(self._seconds[kind], SMALL_SECONDS + SECONDS_PER_MIB * len(data) // 2**20)
        request = Request(kind, data, name, url, charset, today, seconds, self._memory_bytes)
        with self._free:
            answer = self._ask(request)
        if isinstance(answer, ArticleRefused):
            raise answer
        return answer

    def warm(self) -> None:
        """Start a child now, so that the first document needn't wait for it."""
        with self._free:
            self._give_back(self._take())

    def close(self) -> None:
        """Kill the children; documents that are being read are refused. May be called again."""
        with self._lock:
            self._closed = True
            workers, self._idle = [*self._idle], []
            busy = [*self._busy]
        for worker in workers:
            worker.close()
        for worker in busy:
            worker.kill()

    def _ask(self, request: Request) -> Parsed | Elsewhere | ArticleRefused:
        """Once more where a child turns out to be dead: it may have died of the document before."""
        try:
            with contextlib.suppress(EOFError):
                return self._ask_one(request)
            return self._ask_one(request)
        except EOFError:
            return refused(Reason.CRASHED)

    def _ask_one(self, request: Request) -> Parsed | Elsewhere | ArticleRefused:
        worker = self._take()
        try:
            return worker.ask(request)
        finally:
            self._give_back(worker)

    def _take(self) -> Worker:
        """An idle child, or a new one. Raises ArticleRefused where there can be none."""
        with self._lock:
            if self._closed:
                raise refused(Reason.BUSY)
            worker = self._idle.pop() if self._idle else None
            if worker is None:
                worker = start()
            self._busy.add(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            keep = worker.usable and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.close()


def start() -> Worker:
    """A new child. Raises ArticleRefused where the system has no room for one."""
    try:
        return Worker()
    except OSError as exc:
        raise refused(Reason.BUSY) from exc
