"""The limits of what is put under a message or into a modal: rows, buttons, selects, inputs."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from tests.chat.loopback.shapes import walk
from tests.chat.loopback.values import Json
from tests.chat.loopback.violations import Violation, repeated, required, too_long, too_many

ROWS, BUTTONS = 5, 5
LABEL, CUSTOM_ID, URL = 80, 100, 512
OPTIONS, OPTION, PLACEHOLDER = 25, 100, 150
FIELD_LABEL, FIELD_DESCRIPTION, INPUT, INPUT_PLACEHOLDER = 45, 100, 4_000, 100
SELECTS = (3, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6
FILE_UPLOAD, TEXT_INPUT, RADIOS, CHECKBOXES = 19, 4, 21, 22


def custom_id(part: Json, *where: str | int) -> list[Violation]:
    return [
        *required(part.get("custom_id"), *where, "custom_id"),
        *too_long(part.get("custom_id"), CUSTOM_ID, *where, "custom_id"),
    ]


def rows(components: Sequence[Json]) -> list[Violation]:
    """Of a message without Components V2: only rows, each with buttons or one select."""
    found = [
        Violation(("components", index), "UNION_TYPE_CHOICES", f"Only action rows here, not type {each.get('type')}.")
        for index, each in enumerate(components)
        if each.get("type") != 1
    ]
    return found + too_many(components, ROWS, "components") + any_depth(components)


def any_depth(components: Sequence[Json]) -> list[Violation]:
    """Of all rows, buttons and selects, and of what all of them must have of their own."""
    found: list[Violation] = []
    parts = walk(list(components))
    for index, part in enumerate(parts):
        where = ("components", index)
        kind = part.get("type")
        if kind == 1:
            found += [each.inside(*where) for each in _row(part)]
        elif kind == 2:
            found += [each.inside(*where) for each in _button(part)]
        elif kind in SELECTS:
            found += [each.inside(*where) for each in _select(part)]
    return found + _unique(parts)


def _unique(parts: Sequence[Json]) -> list[Violation]:
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    return repeated(ids, "COMPONENT_CUSTOM_ID_DUPLICATED", "custom_id", "components")


def _row(row: Json) -> list[Violation]:
    inside = row.get("components") or []
    selects = [each for each in inside if each.get("type") in SELECTS]
    if selects and len(inside) > 1:
        return [Violation(("components",), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select stands alone in its row.")]
    return too_many(inside, BUTTONS, "components", least=1)


def _button(button: Json) -> list[Violation]:
    found = too_long(button.get("label"), LABEL, "label")
    if not button.get("label") and not button.get("emoji") and button.get("style") != PREMIUM:
        found.append(Violation(("label",), "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji."))
    if button.get("style") == LINK:
        return found + _link(button)
    if button.get("url"):
        found.append(Violation(("url",), "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", "Only a link button has a URL."))
    return found + custom_id(button)


def _link(button: Json) -> list[Violation]:
    found = [*required(button.get("url"), "url"), *too_long(button.get("url"), URL, "url")]
    if button.get("custom_id"):
        found.append(Violation(("custom_id",), "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", "A link has no custom_id."))
    if button.get("url") and urlsplit(button["url"]).scheme not in ("http", "https", "discord"):
        found.append(
            Violation(("url",), "URL_TYPE_INVALID_SCHEME", f"Scheme {urlsplit(button['url']).scheme!r} refused.")
        )
    return found


def _select(select: Json) -> list[Violation]:
    found = [
        *custom_id(select),
        *too_long(select.get("placeholder"), PLACEHOLDER, "placeholder"),
        *_amount(select, OPTIONS),
    ]
    return found + _options(select, least=1) if select["type"] == 3 else found


def _options(part: Json, *, least: int, most: int = OPTIONS) -> list[Violation]:
    options = part.get("options") or []
    found = too_many(options, most, "options", least=least)
    for index, option in enumerate(options):
        for key, shortest in (("label", 1), ("value", 1), ("description", 0)):
            found += too_long(option.get(key), OPTION, "options", index, key, least=shortest)
        found += [*required(option.get("label"), "options", index, "label")]
        found += [*required(option.get("value"), "options", index, "value")]
    values = [option.get("value") for option in options]
    return found + repeated(values, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "value", "options")


def _amount(part: Json, most: int) -> list[Violation]:
    """Of `min_values` and `max_values`; null and absent mean 1."""
    least, largest = part.get("min_values"), part.get("max_values")
    least, largest = 1 if least is None else least, 1 if largest is None else largest
    if 0 <= least <= largest <= most and largest >= 1:
        return []
    return [Violation(("max_values",), "NUMBER_TYPE_MAX", f"Between {least} and {largest} values, of {most} at most.")]


def modal_children(children: Sequence[Json]) -> list[Violation]:
    found: list[Violation] = []
    for index, child in enumerate(children):
        found += [each.inside("components", index) for each in _modal_child(child)]
    return found + _unique(walk(list(children)))


def _modal_child(child: Json) -> list[Violation]:
    kind = child.get("type")
    if kind == 18:
        found = [
            *required(child.get("label"), "label"),
            *too_long(child.get("label"), FIELD_LABEL, "label"),
            *too_long(child.get("description"), FIELD_DESCRIPTION, "description"),
        ]
        return found + [each.inside("component") for each in _field(child.get("component") or {})]
    if kind == 1:
        inside = child.get("components") or []
        found = too_many(inside, 1, "components", least=1)
        for each in inside:
            found += [*required(each.get("label"), "label"), *_field(each)]
        return found
    if kind == 10:
        return too_long(child.get("content"), INPUT, "content", least=1)
    return [Violation(("type",), "UNION_TYPE_CHOICES", f"Type {kind} can't stand in a modal.")]


def _field(field: Json) -> list[Violation]:
    found = custom_id(field)
    kind = field.get("type")
    if kind == TEXT_INPUT:
        return found + _text_input(field)
    if kind in SELECTS:
        return found + [each for each in _select(field) if each.where != ("custom_id",)]
    if kind == FILE_UPLOAD:
        return found + _amount(field, 10)
    if kind in (RADIOS, CHECKBOXES):
        return found + _options(field, least=2 if kind == RADIOS else 1, most=10)
    return found


def _text_input(field: Json) -> list[Violation]:
    least, most = field.get("min_length") or 0, field.get("max_length") or INPUT
    found = [
        *too_long(field.get("label"), FIELD_LABEL, "label"),
        *too_long(field.get("placeholder"), INPUT_PLACEHOLDER, "placeholder"),
        *too_long(field.get("value"), most, "value", least=least if field.get("value") else 0),
    ]
    if not 0 <= least <= most <= INPUT:
        found.append(Violation(("max_length",), "NUMBER_TYPE_MAX", f"Between {least} and {most} characters."))
    return found
