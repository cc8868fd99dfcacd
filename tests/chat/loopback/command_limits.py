"""The limits of registered commands: names, descriptions, options, choices, and how many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import regex

from tests.chat.loopback.values import Call, Json
from tests.chat.loopback.violations import Violation, length, repeated, required, too_long, too_many

SLASH, CONTEXT = 100, 5
NAME, DESCRIPTION, OPTIONS, CHOICES, CHOICE, TOTAL = 32, 100, 25, 25, 100, 8_000
SUBCOMMAND, GROUP = 1, 2
_NAME = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}")


def commands(call: Call) -> list[Violation]:
    """Of a bulk registration."""
    given: list[Json] = call.body or []
    kinds = Counter(each.get("type") or 1 for each in given)
    found = [
        Violation((), "APPLICATION_COMMANDS_MAX", f"{count} commands of type {kind}.")
        for kind, count in kinds.items()
        if count > (SLASH if kind == 1 else CONTEXT)
    ]
    names = [(each.get("type") or 1, each.get("name")) for each in given]
    found += repeated(names, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command")
    for index, each in enumerate(given):
        found += [fault.inside(index) for fault in command(each)]
    return found


def command(given: Json) -> list[Violation]:
    if (given.get("type") or 1) != 1:
        found = [*_names(given, lambda name, *where: too_long(name, NAME, *where, least=1))]
        return found + [
            Violation((key,), "APPLICATION_COMMAND_CONTEXT_MENU", f"A menu command has no {key}.")
            for key in ("description", "options")
            if given.get(key)
        ]
    found = [*_names(given, _name), *_description(given), *options(given.get("options") or [])]
    total = size(given)
    if total > TOTAL:
        found.append(
            Violation((), "APPLICATION_COMMAND_TOO_LARGE", f"{total} characters in the command, at most {TOTAL}.")
        )
    return found


def _names(given: Json, judged: Any) -> list[Violation]:
    found: list[Violation] = [*required(given.get("name"), "name"), *judged(given.get("name") or "", "name")]
    for locale, name in (given.get("name_localizations") or {}).items():
        found += judged(name, "name_localizations", locale)
    return found


def _name(name: str, *where: str | int) -> list[Violation]:
    if _NAME.fullmatch(name) and name == name.lower():
        return too_long(name, NAME, *where)
    return [Violation(where, "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name!r}")]


def _description(given: Json) -> list[Violation]:
    found = [
        *required(given.get("description"), "description"),
        *too_long(given.get("description"), DESCRIPTION, "description"),
    ]
    for locale, text in (given.get("description_localizations") or {}).items():
        found += too_long(text, DESCRIPTION, "description_localizations", locale, least=1)
    return found


def options(given: Sequence[Json], depth: int = 0) -> list[Violation]:
    found = too_many(given, OPTIONS, "options")
    found += repeated(
        [each.get("name") for each in given], "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option", "options"
    )
    found += _order(given)
    for index, each in enumerate(given):
        found += [fault.inside("options", index) for fault in _option(each, depth)]
    return found


def _order(given: Sequence[Json]) -> list[Violation]:
    nested = [each.get("type") in (SUBCOMMAND, GROUP) for each in given]
    if any(nested) and not all(nested):
        return [
            Violation(("options",), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Subcommands and options don't mix.")
        ]
    wanted = [bool(each.get("required")) for each in given]
    if wanted != sorted(wanted, reverse=True):
        message = "Required options must be placed before non-required options"
        return [Violation(("options",), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)]
    return []


def _option(option: Json, depth: int) -> list[Violation]:
    found = [*_names(option, _name), *_description(option)]
    kind = option.get("type")
    if kind in (SUBCOMMAND, GROUP):
        if depth > (0 if kind == GROUP else 1):
            found.append(Violation(("type",), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep."))
        return found + options(option.get("options") or [], depth + 1)
    return found + _choices(option)


def _choices(option: Json) -> list[Violation]:
    given = option.get("choices") or []
    found = too_many(given, CHOICES, "choices")
    if given and option.get("autocomplete"):
        found.append(
            Violation(("autocomplete",), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Choices exclude autocomplete.")
        )
    for index, choice in enumerate(given):
        found += too_long(choice.get("name"), CHOICE, "choices", index, "name", least=1)
        if isinstance(choice.get("value"), str):
            found += too_long(choice["value"], CHOICE, "choices", index, "value")
    return found + repeated(
        [each.get("name") for each in given], "APPLICATION_COMMAND_CHOICES_DUPLICATE", "Choice", "choices"
    )


def size(given: Json) -> int:
    """Characters that count to the 8,000: names, descriptions and values, each in its longest language."""
    own = sum(
        max(map(length, _texts(given.get(key), given.get(f"{key}_localizations"))), default=0)
        for key in ("name", "description")
    )
    value = given.get("value")
    own += length(value) if isinstance(value, str) else 0
    return own + sum(size(each) for key in ("options", "choices") for each in given.get(key) or [])


def _texts(text: str | None, localised: Json | None) -> Iterable[str]:
    return [each for each in (text, *(localised or {}).values()) if each]
