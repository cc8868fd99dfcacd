"""How often a person and a server may ask: so many questions a minute, told kindly when it is more."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from discord.app_commands import Cooldown

from bot.errors import CoolingDown

Asker = Literal["person", "server"]
MINUTE_SECONDS = 60.0
REMEMBERED = 10_000
"""How many persons and servers are remembered; who asked longest ago is forgotten first, and may ask again."""


class Cooldowns:
    """One window a person and one a server, each of a minute. For the event loop's thread only."""

    def __init__(self, person_a_minute: int, server_a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates: dict[Asker, int] = {"person": person_a_minute, "server": server_a_minute}
        self._clock = clock
        self._windows: OrderedDict[tuple[Asker, int], Cooldown] = OrderedDict()

    def __len__(self) -> int:
        """How many persons and servers are remembered."""
        return len(self._windows)

    def ask(self, person: int, server: int | None) -> None:
        """Count a question. Raises CoolingDown where the person, or the server, has asked too much already."""
        now = self._clock()
        windows: list[tuple[Asker, int]] = [("person", person)]
        if server is not None:
            windows.append(("server", server))
        for who, number in windows:
            wait = self._window(who, number).get_retry_after(now)
            if wait > 0:
                raise CoolingDown(who, math.ceil(wait))
        for who, number in windows:
            self._window(who, number).update_rate_limit(now)

    def _window(self, who: Asker, number: int) -> Cooldown:
        window = self._windows.setdefault((who, number), Cooldown(self._rates[who], MINUTE_SECONDS))
        self._windows.move_to_end((who, number))
        while len(self._windows) > REMEMBERED:
            self._windows.popitem(last=False)
        return window
