"""What becomes of one question, one thing after another: it is asked, edited, edited again, deleted.

What comes later stops the search for what came before, and waits until that has been posted: so there is never a second
answer, nor one that nobody takes back.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


class Overtaken(Exception):
    """Something later has happened to the question."""


@dataclass(slots=True, eq=False)
class Turn:
    """Who works on a question now, or waits to."""

    overtaken: bool = False
    stoppable: asyncio.Task[Any] | None = None

    async def search(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of what may be stopped halfway. Raises Overtaken."""
        if self.overtaken:
            work.close()
            raise Overtaken
        task: asyncio.Task[T] = asyncio.create_task(work)
        self.stoppable = task
        try:
            return await task
        except asyncio.CancelledError:
            outer = asyncio.current_task()
            if outer is not None and not outer.cancelling():
                raise Overtaken from None
            raise
        finally:
            self.stoppable = None

    def overtake(self) -> None:
        self.overtaken = True
        if self.stoppable is not None:
            self.stoppable.cancel()


@dataclass(slots=True)
class Queue:
    """The turns of one question."""

    last: Turn = field(default_factory=Turn)
    present: int = 0  # turns that are taken or waited for
    free: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """The turns of all questions; only those that are being worked on are known. For the event loop's thread only."""

    def __init__(self) -> None:
        self._queues: dict[int, Queue] = {}

    def __len__(self) -> int:
        return len(self._queues)

    @contextlib.asynccontextmanager
    async def of(self, question: int) -> AsyncIterator[Turn]:
        """The latest turn, once those before it are over. Raises Overtaken where it isn't the latest any more."""
        queue = self._queues.setdefault(question, Queue())
        queue.last.overtake()
        turn = queue.last = Turn()
        queue.present += 1
        try:
            async with queue.free:
                if turn.overtaken:
                    raise Overtaken
                yield turn
        finally:
            queue.present -= 1
            if not queue.present:
                del self._queues[question]
