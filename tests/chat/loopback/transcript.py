"""What went over the wire, in order, in lines that a person can read; tokens are masked."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.chat.loopback.shapes import without_nulls

_WIDTH = 400


@dataclass(frozen=True)
class Line:
    """One thing that happened: `after_ms` since the world began, who did it, what."""

    after_ms: float
    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.after_ms:8.1f} ms  {self.who:<7} {self.what}"


@dataclass
class Transcript:
    """Append-only; kept under the world's lock."""

    masks: dict[str, str] = field(default_factory=dict)
    """Secret -> what is shown instead."""
    lines: list[Line] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def add(self, who: str, what: str, body: Any = None) -> None:
        text = what if body is None else f"{what} {_json(body)}"
        for secret, shown in self.masks.items():
            text = text.replace(secret, shown)
        if len(text) > _WIDTH:
            text = f"{text[:_WIDTH]}… ({len(text)} characters)"
        self.lines.append(Line((time.monotonic() - self.began) * 1000, who, text))

    def text(self, wanted: Callable[[Line], bool] = lambda _: True) -> str:
        return "\n".join(str(line) for line in self.lines if wanted(line))


def _json(body: Any) -> str:
    return json.dumps(without_nulls(body), ensure_ascii=False, separators=(",", ":"), default=str)
