"""Articles that were handed in and not yet kept: shown first, kept or discarded by a button."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import Gone
from bot.model import Draft

EXPIRES_SECONDS = 14 * 60.0
"""Discord takes no answer to a message that only one person sees after 15 minutes."""
WAITING = 200
"""How many may wait at once; the oldest goes first. With texts of 5,000,000 characters see MAX_CHARACTERS."""
MAX_CHARACTERS = 50_000_000
"""Of all texts that wait."""


@dataclass(frozen=True, slots=True)
class Preview:
    drafts: tuple[Draft, ...]
    person: int  # who handed it in, and may keep it
    server: int
    since_seconds: float  # of the clock

    @property
    def characters(self) -> int:
        return sum(len(draft.text) for draft in self.drafts)


class Previews:
    """In memory: a restart discards them, and their buttons say so. For the event loop's thread only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: OrderedDict[str, Preview] = OrderedDict()

    def show(self, drafts: tuple[Draft, ...], person: int, server: int) -> str:
        """The token under which the drafts wait to be kept."""
        token = secrets.token_urlsafe(12)
        self._waiting[token] = Preview(drafts, person, server, self._clock())
        self._make_room()
        return token

    def take(self, token: str, person: int, server: int | None) -> Preview:
        """The preview, once, for who handed it in, there. Raises Gone."""
        self._make_room()
        preview = self._waiting.get(token)
        if preview is None or (preview.person, preview.server) != (person, server):
            raise Gone("That preview has expired, and nothing was kept. Hand the article in again.")
        return self._waiting.pop(token)

    def _make_room(self) -> None:
        expired = self._clock() - EXPIRES_SECONDS
        while self._waiting:
            oldest = next(iter(self._waiting.values()))
            total = sum(each.characters for each in self._waiting.values())
            if oldest.since_seconds > expired and len(self._waiting) <= WAITING and total <= MAX_CHARACTERS:
                return
            self._waiting.popitem(last=False)
