"""The limits of messages, embeds, files, choices and modals, as Discord's documentation states them.

They hold where the API's own description is absent, too. Each function gives the faults of a body, none for a good one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.chat.loopback import component_limits
from tests.chat.loopback.messages import COMPONENTS_V2
from tests.chat.loopback.shapes import walk
from tests.chat.loopback.values import Call, Json, SentFile
from tests.chat.loopback.violations import Violation, length, required, too_long, too_many

CONTENT = 2_000
EMBEDS, EMBED_FIELDS, EMBEDS_TOTAL = 10, 25, 6_000
FILES, FILE_BYTES = 10, 10 * 1024 * 1024
CHOICES, CHOICE = 25, 100
MODAL_TITLE, MODAL_CHILDREN = 45, 5
V2_COMPONENTS, V2_TEXT = 40, 4_000


def message(call: Call) -> list[Violation]:
    """Of a request whose body is a message, new or edited."""
    return [*body_of_message(call.body or {}), *files(call.files)]


def body_of_message(body: Json) -> list[Violation]:
    components = body.get("components") or []
    found = [
        *too_long(body.get("content"), CONTENT, "content"),
        *embeds(body.get("embeds") or []),
        *_allowed_mentions(body.get("allowed_mentions") or {}),
        *too_many(body.get("attachments"), FILES, "attachments"),
    ]
    if (body.get("flags") or 0) & COMPONENTS_V2:
        return found + _components_v2(body, components)
    return found + component_limits.rows(components)


def _components_v2(body: Json, components: Sequence[Json]) -> list[Violation]:
    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    found = [
        Violation((key,), code, f"The {key} field can't be used with components V2.")
        for key in ("content", "embeds", "poll")
        if body.get(key)
    ]
    parts = walk(list(components))
    found += too_many(parts, V2_COMPONENTS, "components", least=1)
    text = sum(length(each.get("content") or "") for each in parts if each["type"] == 10)
    if text > V2_TEXT:
        found.append(
            Violation(("components",), "COMPONENT_MAX_TOTAL_CHARACTERS_EXCEEDED", f"{text} characters of text.")
        )
    return [*found, *component_limits.any_depth(components)]


def embeds(given: Sequence[Json]) -> list[Violation]:
    found = too_many(given, EMBEDS, "embeds")
    total = 0
    for index, embed in enumerate(given):
        found += [each.inside("embeds", index) for each in _embed(embed)]
        total += _embed_length(embed)
    if total > EMBEDS_TOTAL:
        found.append(
            Violation(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of 6000: {total}")
        )
    return found


def _embed(embed: Json) -> list[Violation]:
    found = [
        *too_long(embed.get("title"), 256, "title"),
        *too_long(embed.get("description"), 4096, "description"),
        *too_many(embed.get("fields"), EMBED_FIELDS, "fields"),
        *too_long((embed.get("footer") or {}).get("text"), 2048, "footer", "text"),
        *too_long((embed.get("author") or {}).get("name"), 256, "author", "name"),
    ]
    for index, field in enumerate(embed.get("fields") or []):
        for key, most in (("name", 256), ("value", 1024)):
            found += required((field.get(key) or "").strip(), "fields", index, key)
            found += too_long(field.get(key), most, "fields", index, key)
    return found


def _embed_length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(length(text) for text in texts if text)


def files(given: Iterable[SentFile]) -> list[Violation]:
    sent = tuple(given)
    found = too_many(sent, FILES, "files")
    return found + [
        Violation(("files", index), "BASE_TYPE_MAX_LENGTH", f"{each.filename} has {len(each.data)} bytes.")
        for index, each in enumerate(sent)
        if len(each.data) > FILE_BYTES
    ]


def _allowed_mentions(allowed: Json) -> list[Violation]:
    both = [kind for kind in ("users", "roles") if kind in (allowed.get("parse") or ()) and allowed.get(kind)]
    code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
    return [
        Violation(("allowed_mentions",), code, f"parse:[{kind!r}] and {kind}: [ids…] exclude each other.")
        for kind in both
    ]


def choices(given: Any) -> list[Violation]:
    """Of an answer to an autocomplete."""
    found = too_many(given, CHOICES, "data", "choices")
    for index, choice in enumerate(given or []):
        where = ("data", "choices", index)
        found += too_long(choice.get("name"), CHOICE, *where, "name", least=1)
        if isinstance(choice.get("value"), str):
            found += too_long(choice["value"], CHOICE, *where, "value")
    return found


def modal(data: Json) -> list[Violation]:
    children = data.get("components") or []
    found = [
        *too_long(data.get("title"), MODAL_TITLE, "title", least=1),
        *required(data.get("title"), "title"),
        *component_limits.custom_id(data),
        *too_many(children, MODAL_CHILDREN, "components", least=1),
        *component_limits.modal_children(children),
    ]
    return [each.inside("data") for each in found]


def callback(call: Call) -> list[Violation]:
    """Of the answer to an interaction, whichever it is."""
    kind, data = (call.body or {}).get("type"), (call.body or {}).get("data") or {}
    if kind in (4, 7):
        return [*(each.inside("data") for each in body_of_message(data)), *files(call.files)]
    if kind == 8:
        return choices(data.get("choices"))
    return modal(data) if kind == 9 else []
