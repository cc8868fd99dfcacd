"""What a request does wrong, and how Discord says so: error 50035 with a tree of fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.chat.loopback.values import Json, Refused


@dataclass(frozen=True)
class Violation:
    """One fault: where in the body, Discord's code for it, and words."""

    where: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.where)) or '(body)'}: {self.message} [{self.code}]"

    def inside(self, *where: str | int) -> "Violation":
        return Violation((*where, *self.where), self.code, self.message)


def refusal(violations: Iterable[Violation]) -> Refused:
    """The 400 that Discord answers with."""
    tree: Json = {}
    for each in violations:
        node = tree
        for key in each.where:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": each.code, "message": each.message})
    return Refused(400, 50035, "Invalid Form Body", tree)


def length(text: str) -> int:
    """In UTF-16 code units: never less than by any way that Discord may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def too_long(value: Any, most: int, *where: str | int, least: int = 0) -> list[Violation]:
    """Of a text that may be missing."""
    if value is None:
        return []
    if not isinstance(value, str):
        return [Violation(where, "STRING_TYPE_CONVERT", "Could not interpret as string.")]
    if length(value) > most:
        return [Violation(where, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length, is {length(value)}.")]
    if length(value) < least:
        return [Violation(where, "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")]
    return []


def too_many(values: Any, most: int, *where: str | int, least: int = 0) -> list[Violation]:
    """Of a list that may be missing."""
    if values is None or least <= len(values) <= most:
        return []
    return [
        Violation(where, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length, is {len(values)}.")
    ]


def required(value: Any, *where: str | int) -> list[Violation]:
    if value not in (None, ""):
        return []
    return [Violation(where, "BASE_TYPE_REQUIRED", "This field is required")]


def repeated(values: Iterable[Any], code: str, what: str, *where: str | int) -> list[Violation]:
    """Of values of which none may stand twice."""
    seen: set[Any] = set()
    found = []
    for value in values:
        if value in seen:
            found.append(Violation(where, code, f"{what} {value!r} stands twice."))
        seen.add(value)
    return found
