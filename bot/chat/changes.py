"""Articles that were changed or removed from Discord, until the answers that quote them have been looked at."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import Shelf

MAX_WAITING = 100_000
"""Whatever is more has no answer of the last days that quotes it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that is no longer as it was, or no longer there."""

    shelf: Shelf
    id: str


class Changes:
    """In memory, each once. For the event loop's thread only."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[Changed, None] = OrderedDict()
        self._some = asyncio.Event()

    def note(self, shelf: Shelf, ids: Iterable[str]) -> None:
        """These articles were changed, removed or brought back."""
        for id in ids:
            self._waiting[Changed(shelf, id)] = None
        while len(self._waiting) > MAX_WAITING:
            self._waiting.popitem(last=False)
        if self._waiting:
            self._some.set()

    def take(self) -> tuple[Changed, ...]:
        """All that wait, in their order; they wait no more."""
        taken = tuple(self._waiting)
        self._waiting.clear()
        self._some.clear()
        return taken

    async def some(self, seconds: float) -> None:
        """Wait until something was changed, or for so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._some.wait(), seconds)
