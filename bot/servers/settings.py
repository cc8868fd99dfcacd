"""What a server has set, and who changed what."""

import json
import math
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.errors import SettingRefused, ShelfRefused
from bot.servers.columns import id_column, moment_column, text_column

MAX_CHANNELS = 50
MAX_BY = 100
"""Code points of who made a change."""
MAX_CHANGES = 1_000
"""The most changes that are read at once."""
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)

SettingValue = tuple[int, ...] | int | float | bool | str | None


class Style(StrEnum):
    """How much is said around a quote."""

    FULL = "full"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server has set; the defaults where it has set nothing."""

    answer_channels: tuple[int, ...] = ()  # up to 50; each message there that ends in a question mark is answered
    manager_role: int | None = None  # who has it may manage articles, besides those who may manage the server
    answer_threshold: float | None = None  # 0 to 1; None: the bot's
    sure_threshold: float | None = None  # 0 to 1; None: the bot's
    style: Style = Style.FULL
    shared_corpus: bool = True  # whether the shared shelf is seen
    language: str = ""  # of the bot's own words, such as "es" or "pt-BR"; empty: that of who asks
    keep_gaps: bool = False  # whether questions that found no answer are kept
    note_changes: bool = True  # whether answers get a note when the article that they quote is changed


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that somebody changed."""

    moment: datetime  # UTC
    by: str  # "discord:<id>"; empty when that person is forgotten
    name: str
    before: SettingValue
    after: SettingValue


def settings(sql: sqlite3.Connection, server: int) -> ServerSettings:
    """What this server has set. Raises ValueError for a value that nobody can have set."""
    rows = sql.execute("SELECT name, value FROM setting WHERE server = ?", (id_column(server),))
    stored = {name: CHECKS[name](json.loads(value)) for name, value in rows if name in CHECKS}
    return ServerSettings(**stored)  # type: ignore[arg-type]  # each by its own check


def checked(changes: Mapping[str, object]) -> dict[str, SettingValue]:
    """The changes as they are kept. Raises SettingRefused for the first that can't be."""
    values = {}
    for name, value in changes.items():
        if name not in CHECKS:
            raise SettingRefused(name, "there is no such setting.")
        try:
            values[name] = CHECKS[name](value)
        except ValueError as exc:
            raise SettingRefused(name, str(exc)) from exc
    return values


def change(
    sql: sqlite3.Connection, server: int, by: str, values: Mapping[str, SettingValue], moment: datetime
) -> tuple[SettingChange, ...]:
    """Set what differs from what is set, setting by setting, and write each into the journal. Raises ShelfRefused."""
    column = id_column(server)
    if column is None:
        raise ShelfRefused(f"guild:{max(-1, min(server, 1 << 64))}")  # a number of any length is none to print
    now = {name: encode(value) for name, value in vars_of(settings(sql, server)).items()}
    by = text_column(by, MAX_BY)
    rows = [
        (column, moment_column(moment), by, name, now[name], encode(value))
        for name, value in values.items()
        if now[name] != encode(value)
    ]
    sql.executemany(
        "INSERT INTO setting_change (server, moment, by, name, before, after) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    sql.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", [(column, row[3], row[5]) for row in rows])
    return tuple(read_change(row[1:]) for row in rows)


def write_down(
    sql: sqlite3.Connection,
    server: int,
    by: str,
    name: str,
    before: SettingValue,
    after: SettingValue,
    moment: datetime,
) -> None:
    """Write a line into the journal of something that is kept elsewhere. Raises ShelfRefused."""
    column = id_column(server)
    if column is None:
        raise ShelfRefused(f"guild:{max(-1, min(server, 1 << 64))}")
    sql.execute(
        "INSERT INTO setting_change (server, moment, by, name, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        (column, moment_column(moment), text_column(by, MAX_BY), name, encode(before), encode(after)),
    )


def journal(sql: sqlite3.Connection, server: int, limit: int, offset: int) -> tuple[SettingChange, ...]:
    """The changes of this server's settings, the newest first."""
    rows = sql.execute(
        "SELECT moment, by, name, before, after FROM setting_change WHERE server = ?"
        " ORDER BY number DESC LIMIT ? OFFSET ?",
        (id_column(server), max(0, min(limit, MAX_CHANGES)), max(0, min(offset, count(sql, server)))),
    )
    return tuple(map(read_change, rows))


def count(sql: sqlite3.Connection, server: int) -> int:
    """How many changes the journal has of this server."""
    row = sql.execute("SELECT count(*) FROM setting_change WHERE server = ?", (id_column(server),)).fetchone()
    return int(row[0])


def keeps_gaps(sql: sqlite3.Connection, server: int) -> bool:
    return settings(sql, server).keep_gaps


def read_change(row: Sequence[str]) -> SettingChange:
    moment, by, name, before, after = row
    return SettingChange(datetime.fromisoformat(moment), by, name, decode(before), decode(after))


def vars_of(settings: ServerSettings) -> dict[str, SettingValue]:
    return {field.name: getattr(settings, field.name) for field in fields(settings)}


def encode(value: SettingValue) -> str:
    return json.dumps(value)


def decode(text: str) -> SettingValue:
    """A value of the journal, also of a setting that is no more."""
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


# Each check takes what somebody has chosen and returns what is kept, or raises ValueError with the reason.


def channels(value: object) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or not all(is_id(each) for each in value):
        raise ValueError("a list of channels is needed.")
    once = tuple(dict.fromkeys(value))
    if len(once) > MAX_CHANNELS:
        raise ValueError(f"at most {MAX_CHANNELS} channels can be chosen.")
    return once


def role(value: object) -> int | None:
    if value is not None and not is_id(value):
        raise ValueError("a role is needed, or none.")
    return value  # type: ignore[return-value]  # as is_id says


def threshold(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1 is needed, or none.")
    return math.fabs(value)  # not -0.0


def style(value: object) -> Style:
    if value not in tuple(Style):
        raise ValueError(f"one of {', '.join(Style)} is needed.")
    return Style(str(value))


def switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("on or off is needed.")  # noqa: TRY004 - the reason is for a person
    return value


def language(value: object) -> str:
    if not isinstance(value, str) or not (value == "" or LANGUAGE.fullmatch(value)):
        raise ValueError("a language's code is needed, such as “es”, or nothing.")
    return value


def is_id(value: object) -> bool:
    """Whether Discord can have given it out."""
    return isinstance(value, int) and not isinstance(value, bool) and id_column(value) is not None


CHECKS: Mapping[str, Callable[[object], SettingValue]] = MappingProxyType(
    {
        "answer_channels": channels,
        "manager_role": role,
        "answer_threshold": threshold,
        "sure_threshold": threshold,
        "style": style,
        "shared_corpus": switch,
        "language": language,
        "keep_gaps": switch,
        "note_changes": switch,
    }
)
