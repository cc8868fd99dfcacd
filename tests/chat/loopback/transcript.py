"""What went over the wire, in order, in lines that a person can read; tokens are masked."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.chat.loopback.shapes import without_nulls

_WIDTH = 400
_TOKEN = re.compile(r"\b(bot|interaction)-[A-Za-z0-9_-]{32,}")
"""How the tokens of this server look."""


@dataclass(frozen=True)
class Line:
    """One thing that happened: `after_ms` since the world began, who did it, what; `body` is JSON or None."""

    after_ms: float
    who: str
    what: str
    body: Any = None

    @property
    def text(self) -> str:
        text = self.what if self.body is None else f"{self.what} {_json(self.body)}"
        return _TOKEN.sub(r"‹\1 token›", text)

    def __str__(self) -> str:
        text = self.text
        if len(text) > _WIDTH:
            text = f"{text[:_WIDTH]}… ({len(text)} characters)"
        return f"{self.after_ms:8.1f} ms  {self.who:<7} {text}"


@dataclass
class Transcript:
    """Append-only; kept under the world's lock. Lines are written out only when somebody reads them."""

    lines: list[Line] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def add(self, who: str, what: str, body: Any = None) -> None:
        self.lines.append(Line((time.monotonic() - self.began) * 1000, who, what, body))

    def text(self, wanted: Callable[[Line], bool] = lambda _: True) -> str:
        return "\n".join(str(line) for line in self.lines if wanted(line))


def _json(body: Any) -> str:
    return json.dumps(without_nulls(body), ensure_ascii=False, separators=(",", ":"), default=str)
