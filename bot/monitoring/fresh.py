"""A value that is costly to make, for many who ask."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Fresh(Generic[T]):
    """A value that is made once in so many seconds at the most, and once at a time, however many ask for it.

    For one event loop. What making it raises is raised to each who asks until it is made anew.
    """

    def __init__(
        self, make: Callable[[], Coroutine[Any, Any, T]], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._seconds = seconds
        self._clock = clock
        self._making: tuple[asyncio.Task[T], float] | None = None  # and the moment from which on it is too old

    async def get(self) -> T:
        """The value. Whoever gives up waiting doesn't stop its making."""
        if self._making is None or (self._making[0].done() and self._clock() >= self._making[1]):
            task = asyncio.create_task(self._make())
            task.add_done_callback(look_at)
            self._making = task, self._clock() + self._seconds
        return await asyncio.shield(self._making[0])

    async def close(self) -> None:
        """Stop what is being made."""
        if self._making is not None:
            self._making[0].cancel()
            await asyncio.wait([self._making[0]])


def look_at(task: asyncio.Task[T]) -> None:
    """So that asyncio doesn't complain of an error that all had given up waiting for."""
    if not task.cancelled():
        task.exception()
