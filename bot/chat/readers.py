"""Threads of their own for what takes long, so that no question waits for a slow page or a large document."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import ParamSpec, TypeVar

from bot.chat.cooldown import Cooldowns
from bot.errors import CoolingDown, InputRefused

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
"""Threads. A page takes some 50 ms once it has come, and at most some 15 s each of three times until then."""
A_SERVER = 2
"""How many of them one server may keep busy: one that sends slow pages leaves some to the others."""

PERSON_A_MINUTE, SERVER_A_MINUTE = 10, 30
"""Addresses that are fetched because somebody asks for it: enough by hand, and no way to flood a site with the bot."""


class Readers:
    """Fetches pages and reads documents. For the event loop's thread only."""

    def __init__(self, threads: Executor, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads = threads
        self._busy: Counter[int] = Counter()
        self._fetches = Cooldowns(PERSON_A_MINUTE, SERVER_A_MINUTE, clock)

    def count_fetch(self, person: int, server: int) -> None:
        """An address is to be fetched. Raises InputRefused where it were too many."""
        try:
            self._fetches.ask(person, server)
        except CoolingDown as exc:
            wait = exc.seconds
            raise InputRefused("One moment: I can look at another address in {seconds} s.", seconds=wait) from exc

    async def read(self, server: int, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result, from such a thread. Raises InputRefused where the server has enough going on."""
        if self._busy[server] >= A_SERVER:
            raise InputRefused("I am reading {n} things for this server just now. Try again in a minute.", n=A_SERVER)
        self._busy[server] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *args, **kwargs))
        finally:
            self._busy[server] -= 1
            if not self._busy[server]:
                del self._busy[server]
