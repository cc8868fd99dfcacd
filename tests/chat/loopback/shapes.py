"""JSON that a bot sent, as the API gives it back: no nulls, numbered components, what Discord fills in."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from tests.chat.loopback.values import Json

_SELECTS = (3, 5, 6, 7, 8)


def without_nulls(value: Any) -> Any:
    """The same JSON without keys whose value is null, at any depth."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value]
    return value


def components_for_reading(components: Iterable[Json]) -> list[Json]:
    """Each component with an `id`, in reading order, and with what a response always has."""
    numbers = itertools.count(1)
    return [_numbered(each, numbers) for each in without_nulls(list(components))]


def _numbered(component: Json, numbers: Iterator[int]) -> Json:
    number = component.get("id") or next(numbers)
    made = {**component, "id": number}
    if component["type"] in _SELECTS:
        made = {"min_values": 1, "max_values": 1, **made}
    if component["type"] == 17:
        made = {"accent_color": None, "spoiler": False, **made}
    if "components" in component:
        made["components"] = [_numbered(_in_row(each), numbers) for each in component["components"]]
    for key in ("accessory", "component"):
        if key in component:
            made[key] = _numbered(component[key], numbers)
    return made


def _in_row(component: Json) -> Json:
    """A select outside of a form is never "required"; the client says so all the same."""
    if component["type"] not in _SELECTS:
        return component
    return {key: value for key, value in component.items() if key != "required"}


def embeds_for_reading(embeds: Iterable[Json]) -> list[Json]:
    return [_embed(without_nulls(each)) for each in embeds]


def _embed(embed: Json) -> Json:
    made = {"type": "rich", **embed}
    if "fields" in embed:
        made["fields"] = [{"inline": False, **each} for each in embed["fields"]]
    return made


def command_for_reading(command: Json, id: int, application_id: int, guild_id: int | None) -> Json:
    """A registered command as the API lists it."""
    permissions = command.get("default_member_permissions")
    made: Json = {
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        "dm_permission": True,
        "description": "",
        **without_nulls(command),
        "id": str(id),
        "application_id": str(application_id),
        "version": str(id),
        "type": command.get("type") or 1,
        "default_member_permissions": None if permissions is None else str(permissions),
    }
    if guild_id is not None:
        made["guild_id"] = str(guild_id)
    return made


def walk(components: Iterable[Json]) -> list[Json]:
    """Components and all that is in them, in reading order."""
    found: list[Json] = []
    for each in components:
        found.append(each)
        found += walk(each.get("components", []))
        found += walk([each[key] for key in ("accessory", "component") if key in each])
    return found
