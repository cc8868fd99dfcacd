"""Whether a value in a database is one that the bot can have written: what a flipped bit makes of it often isn't."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from bot.errors import ShelfRefused
from bot.library.local.versions import unpacked
from bot.model import Act, Shelf
from bot.servers.settings import CHECKS


def moment(value: object) -> None:
    datetime.fromisoformat(str(value))


def published(value: object) -> None:
    text = str(value)
    (date if len(text) == 10 else datetime).fromisoformat(text)


def known_json(value: object) -> None:
    json.loads(str(value))


def shelf(value: object) -> None:
    try:
        Shelf(str(value))
    except ShelfRefused as exc:
        raise ValueError(str(exc)) from exc


def act(value: object) -> None:
    Act(str(value))


def packed(value: object) -> None:
    if not isinstance(value, bytes):
        raise TypeError("no bytes")
    unpacked(value)


Check = Callable[[object], object]
COLUMNS: Mapping[str, Mapping[str, Check]] = MappingProxyType(
    {
        "article": {
            "shelf": shelf,
            "published": published,
            "tags": known_json,
            "added": moment,
            "removed": moment,
            "updated": moment,
        },
        "journal": {"shelf": shelf, "moment": moment, "act": act},
        "version": {"published": published, "since": moment, "replaced": moment, "text": packed},
        "setting": {"value": known_json},
        "setting_change": {"moment": moment, "before": known_json, "after": known_json},
        "posted": {"posted": moment},
        "mark": {"moment": moment},
        "gap": {"first": moment, "last": moment},
        "presence": {"departed": moment},
        "feed": {
            "shelf": shelf,
            "added": moment,
            "due": moment,
            "due_set": moment,
            "succeeded": moment,
            "failed": moment,
            "error": known_json,
        },
    }
)
"""Table -> column -> what raises ValueError for a value that nobody can have written. NULL is the schema's matter."""


def check(table: str, row: Mapping[str, object]) -> None:
    """Raises ValueError or TypeError for a row that nobody can have written."""
    for column, sound in COLUMNS.get(table, {}).items():
        if row.get(column) is not None:
            sound(row[column])
    if table == "setting" and row["name"] in CHECKS:
        CHECKS[str(row["name"])](json.loads(str(row["value"])))
