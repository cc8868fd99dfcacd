"""Whether the bot can do what it is there for: it is signed in to Discord, and its library answers."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from bot.errors import BotError
from bot.model import Finding
from bot.monitoring.fresh import Fresh
from bot.monitoring.numbers import Numbers

log = logging.getLogger(__name__)

FRESH_SECONDS = 5.0
"""How long what was found holds, so that whoever asks a thousand times a second costs no more than one who asks."""
TRIAL_SECONDS = 5.0
"""How long the trivial question may take. It waits its turn among all others, which is meant: a bot that is so busy
that this takes longer is not well."""


class Gateway:
    """Which shards have their connection to Discord. For the event loop's thread only."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._shards: dict[int, bool] = {}

    def connected(self, shard: int) -> None:
        """A shard has its connection, or has it back."""
        self._shards[shard] = True
        self._numbers.connected(shard)

    def disconnected(self, shard: int) -> None:
        """A shard has lost its connection."""
        self._shards[shard] = False
        self._numbers.disconnected(shard)

    def finding(self) -> Finding:
        """Sound where there is a shard, and each that there was is connected."""
        lost = [str(shard) for shard, connected in sorted(self._shards.items()) if not connected]
        if not self._shards:
            return Finding("Discord", False, "The bot has not been signed in yet.")
        if lost:
            return Finding("Discord", False, f"Of {len(self._shards):,} shards, not connected: {', '.join(lost)}.")
        return Finding("Discord", True, f"Connected, with {len(self._shards):,} shards.")


class Health:
    """Asks a trivial question of the library, and knows of the gateway. For the event loop's thread only."""

    def __init__(self, gateway: Gateway, trial: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """`trial` asks a question, whatever the answer; it raises where that can't be done."""
        self._gateway = gateway
        self._trial = Fresh(trial, FRESH_SECONDS)

    async def findings(self) -> tuple[Finding, ...]:
        """The gateway, then the library."""
        return self._gateway.finding(), await self._library()

    async def close(self) -> None:
        await self._trial.close()

    async def _library(self) -> Finding:
        try:
            async with asyncio.timeout(TRIAL_SECONDS):
                await self._trial.get()
        except TimeoutError:
            return Finding("Library", False, f"A trivial question was not answered within {TRIAL_SECONDS:g} s.")
        except BotError as problem:
            return Finding("Library", False, str(problem))
        except Exception as exc:
            log.exception("The trivial question failed.")
            return Finding("Library", False, f"A trivial question failed ({type(exc).__name__}); the log says more.")
        return Finding("Library", True, "It answers.")
