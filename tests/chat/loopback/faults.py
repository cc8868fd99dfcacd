"""Trouble on demand: rate limits, failures, delays, for the requests that match."""

import fnmatch
from dataclasses import dataclass

from tests.chat.loopback.values import Call, Reply


@dataclass
class Fault:
    """What happens to the next `times` requests of this method ("*" for any) whose path matches (`*` in it stands
    for anything). With no `reply` the request is only delayed by `delay_s`."""

    method: str
    pattern: str
    times: int
    reply: Reply | None = None
    delay_s: float = 0

    def matches(self, call: Call) -> bool:
        if self.times <= 0 or self.method not in ("*", call.method):
            return False
        return any(fnmatch.fnmatchcase(path, self.pattern) for path in (call.path, call.template))


class Faults:
    """The faults of one world; the first that matches is taken, and counted."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def take(self, call: Call) -> Fault | None:
        for fault in self._faults:
            if fault.matches(call):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """No more trouble."""
        self._faults.clear()

    def untouched(self) -> list[str]:
        """Those that nothing met: a story that asked for trouble and had none proves nothing."""
        return [
            f"{fault.method} {fault.pattern} was to be met {fault.times} more times"
            for fault in self._faults
            if fault.times
        ]


def rate_limited(retry_after_s: float, *, everywhere: bool = False) -> Reply:
    """A 429 as Discord sends it; without `Via` the client takes it for a ban."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after_s, "global": everywhere, "code": 0}
    headers = {
        "Via": "1.1 loopback",
        "Retry-After": str(retry_after_s),
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    return Reply(429, body, headers)
