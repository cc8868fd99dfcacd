"""Which handler answers which request."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from tests.chat.loopback.values import Call, Reply
from tests.chat.loopback.violations import Violation
from tests.chat.loopback.world import World

Handler = Callable[[World, Call], Reply]
Limits = Callable[[Call], list[Violation]]


def _no_limits(call: Call) -> list[Violation]:
    return []


@dataclass(frozen=True)
class Route:
    """A method and a path template as the API's description has it. `public` ones need no token of the bot's."""

    method: str
    template: str
    handler: Handler
    limits: Limits = _no_limits
    public: bool = False

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.template)))

    def match(self, call: Call) -> Call | None:
        """The call with what the template names, or None if it isn't this route's."""
        found = self._pattern.fullmatch(call.path) if call.method == self.method else None
        return replace(call, template=self.template, args=found.groupdict()) if found else None


def find(routes: tuple[Route, ...], call: Call) -> tuple[Route, Call] | None:
    """The first route that takes the call."""
    for route in routes:
        matched = route.match(call)
        if matched is not None:
            return route, matched
    return None
