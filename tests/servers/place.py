"""Small values that the tests of servers share, and all that a database of servers shows of one."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.servers import Posted, Servers, ServerSettings, SettingChange

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
EVER = datetime.min.replace(tzinfo=UTC)
FAR = datetime.max.replace(tzinfo=UTC)
LAST_ID = 2**64 - 1
IMPOSSIBLE_IDS = [0, -1, 2**64, 2**64 + 5, -(2**63), -(2**64), 10**30, 10**5_000]
HOSTILE_TEXTS = [
    "", "\0", "a\0b", "\ud800", "\udfff\ud800 x", "'; DROP TABLE gap; --", "%", "🙂" * 3_000, "x" * 200_000, "\n", '"', "\u202e",
]  # fmt: skip


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def posted(
    message: int = 30,
    server: int | None = 1,
    question_message: int | None = 20,
    article_key: str = "abcdefgh",
    moment: datetime = NOON,
    question: str | None = None,
) -> Posted:
    return Posted(server, 10, message, question_message, article_key, moment, question)


@dataclass(frozen=True)
class Shown:
    """All that is seen from one server."""

    settings: ServerSettings
    journal: tuple[SettingChange, ...]
    gaps: object
    answers: frozenset[Posted]
    marks: dict[str, int]


def shown(servers: Servers, server: int, keys: frozenset[str] = frozenset({"abcdefgh"})) -> Shown:
    return Shown(
        servers.settings(server),
        servers.settings_journal(server, 1_000),
        servers.gaps(server, 1, 100).gaps,
        frozenset(each for key in keys for each in servers.quoting(server, key, EVER)),
        dict(servers.marks_by_article(server, EVER)),
    )


NOTHING = Shown(ServerSettings(), (), (), frozenset(), {})


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What stands in each table of a server's own data, as SQLite has it."""
    names = ("setting", "setting_change", "posted", "mark", "gap", "gap_reason", "presence")
    with sqlite3.connect(path) as connection:
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return found


def bytes_of(path: Path) -> bytes:
    """All that the file and its log hold."""
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def label(value: object) -> str:
    """A short name of a test's parameter."""
    return f"{value.bit_length()} bits" if isinstance(value, int) and abs(value) > 1 else ascii(value)[:20]


def somebody() -> int:
    """An id as Discord gives them out."""
    return 10**17 + secrets.randbelow(10**18)
