"""Looks at feeds, in threads of their own: which are under way, and when somebody should see what is due."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar

from bot.model import Shelf

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 2
"""Feeds that are looked at in the background at the same time."""
EVERY_SECONDS = 60.0
"""How often it is looked for feeds that are due."""


async def rung(bell: asyncio.Event) -> None:
    """Wait until it rings, or for a minute."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(bell.wait(), EVERY_SECONDS)


@dataclass(slots=True, eq=False)
class Looks:
    """For the event loop's thread only."""

    threads: Executor
    refused: dict[int, datetime] = field(default_factory=dict)
    """Number of a feed -> when Discord last refused what its channel was to be told; gone once it is told again."""
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    """Rings when something becomes due; another one hangs there then. To be taken before it is looked for that."""
    _under_way: Counter[Shelf] = field(default_factory=Counter)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result, from a thread for feeds."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, partial(function, *args, **kwargs))

    def ring(self) -> None:
        """Something has become due."""
        self.bell.set()
        self.bell = asyncio.Event()

    @contextlib.contextmanager
    def of(self, shelf: Shelf) -> Iterator[None]:
        """A look at a feed of this shelf."""
        self._under_way[shelf] += 1
        try:
            yield
        finally:
            self._under_way[shelf] -= 1
            if not self._under_way[shelf]:
                del self._under_way[shelf]
            self._over.set()
            self._over = asyncio.Event()

    async def over(self, shelf: Shelf) -> None:
        """Wait until no feed of this shelf is being looked at."""
        while shelf in self._under_way:
            await self._over.wait()
