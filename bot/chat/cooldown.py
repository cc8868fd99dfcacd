"""How often a person and a server may ask, and a person press: so often a minute, told kindly when it is more."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Literal

from discord.app_commands import Cooldown

from bot.errors import CoolingDown

Asker = Literal["person", "server", "presser"]
MINUTE_SECONDS = 60.0
PRESSES_PER_MINUTE = 60
"""Of buttons, menus and forms: more than a person does, and no burden."""
REMEMBERED = 10_000
"""How many windows are remembered; who asked longest ago is forgotten first, and may ask again."""


class Cooldowns:
    """A minute's windows: a person's questions, a server's, a person's presses. For the event loop's thread only."""

    def __init__(self, person_a_minute: int, server_a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates: dict[Asker, int] = {
            "person": person_a_minute,
            "server": server_a_minute,
            "presser": PRESSES_PER_MINUTE,
        }
        self._clock = clock
        self._windows: OrderedDict[tuple[Asker, int], Cooldown] = OrderedDict()

    def __len__(self) -> int:
        """How many windows are remembered."""
        return len(self._windows)

    def ask(self, person: int, server: int | None, cost: int = 1) -> None:
        """Count what costs as much as so many questions; whoever has one left may ask it.

        Raises CoolingDown where the person, or the server, has asked too much already.
        """
        windows: list[tuple[Asker, int]] = [("person", person)]
        self._count([*windows, ("server", server)] if server is not None else windows, cost)

    def press(self, person: int) -> None:
        """Count a press. Raises CoolingDown."""
        self._count([("presser", person)], 1)

    def _count(self, windows: Sequence[tuple[Asker, int]], cost: int) -> None:
        """Count it in all of these windows, or in none."""
        now = self._clock()
        for who, number in windows:
            wait = self._window(who, number).get_retry_after(now)
            if wait > 0:
                raise CoolingDown(who, math.ceil(wait))
        for who, number in windows:
            self._window(who, number).update_rate_limit(now, tokens=cost)

    def _window(self, who: Asker, number: int) -> Cooldown:
        window = self._windows.setdefault((who, number), Cooldown(self._rates[who], MINUTE_SECONDS))
        self._windows.move_to_end((who, number))
        while len(self._windows) > REMEMBERED:
            self._windows.popitem(last=False)
        return window
