"""Holds requests and answers to Discord's own description of its API, where that file is present.

The file is amended where it is known to differ from the service: whole numbers pass for ids, some keys that clients
send are harmless, and all other unknown keys are refused (the description forbids none).
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator

from tests.chat.loopback.values import Json

FILE = Path(__file__).parents[4] / "shared" / "discord" / "openapi.json"
_HARMLESS: Mapping[str, tuple[str, ...]] = {
    "RichEmbed": ("flags",),
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "MessageEditRequestPartial": ("tts",),
    "IncomingWebhookUpdateRequestPartial": ("tts",),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
}


class Judge:
    """Made once a process: the description is 1.2 MB."""

    def __init__(self, description: Json) -> None:
        self._paths: Json = description["paths"]
        self._components = _amended(description["components"]["schemas"])
        self._made: dict[str, Validator] = {}
        extend: Any = validators.extend
        self._class = extend(Draft202012Validator, {"oneOf": self._one_of})

    def request(self, method: str, template: str, body: Any) -> list[str]:
        """What is wrong with the body of a request."""
        operation = self._operation(method, template)
        if operation is None:
            return [f"{method} {template} is not in the description"]
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return [] if body is None else [f"{method} {template} takes no body"]
        return self._faults(f"{method} {template} <", content["application/json"]["schema"], body)

    def answer(self, method: str, template: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer of the server: of ours, that is."""
        operation = self._operation(method, template)
        if operation is None:
            return []
        answers = operation["responses"]
        answer = answers.get(str(status)) or answers.get(f"{status // 100}XX")
        if answer is None:
            return [] if status >= 500 else [f"{method} {template} never answers {status}"]
        if "$ref" in answer or status >= 400:
            schema: Json = {
                "$ref": "#/components/schemas/" + ("RatelimitedResponse" if status == 429 else "ErrorResponse")
            }
        elif "content" not in answer:
            return [] if body is None else [f"{method} {template} answers {status} with nothing"]
        else:
            schema = answer["content"]["application/json"]["schema"]
        return self._faults(f"{method} {template} > {status}", schema, body)

    def _operation(self, method: str, template: str) -> Json | None:
        found: Json | None = self._paths.get(template, {}).get(method.lower())
        return found

    def _faults(self, key: str, schema: Json, body: Any) -> list[str]:
        if key not in self._made:
            schemas = {name: self._components[name] for name in self._reachable(schema)}
            self._made[key] = self._class({"allOf": [schema], "components": {"schemas": schemas}})
        error = best_match(self._made[key].iter_errors(body))
        return [] if error is None else [_words(error)]

    def _one_of(self, validator: Any, branches: list[Json], instance: Any, schema: Json) -> Iterator[ValidationError]:
        """The keyword `oneOf`, but of components only those of the instance's type: quicker, and clear about faults."""
        narrowed = [each for each in branches if self._may_be(each, instance)]
        if len(narrowed) == 1:
            yield from validator.descend(instance, narrowed[0])
        else:
            yield from Draft202012Validator.VALIDATORS["oneOf"](validator, narrowed or branches, instance, schema)

    def _may_be(self, branch: Json, instance: Any) -> bool:
        """False if the branch is of another type than the instance says to be."""
        if branch == {"type": "null"}:
            return instance is None
        if not isinstance(instance, dict) or "$ref" not in branch:
            return True
        named = self._components[branch["$ref"].rpartition("/")[2]]
        types = named.get("properties", {}).get("type", {}).get("enum")
        return types is None or instance.get("type") in types

    def _reachable(self, schema: Json) -> Iterator[str]:
        seen: set[str] = set()
        waiting = list(_references(schema))
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += _references(self._components[name])
                yield name


def load_judge(path: Path = FILE) -> Judge | None:
    """The judge, or None where the description is absent."""
    return Judge(json.loads(path.read_bytes())) if path.is_file() else None


def _words(error: ValidationError) -> str:
    return f"{error.json_path}: {error.message[:300]}"


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        for inner in schema.values():
            yield from _references(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)


def _amended(schemas: Json) -> Json:
    parts = {name for schema in schemas.values() for each in schema.get("allOf", []) for name in _references(each)}
    amended = {name: schema if name in parts else _closed(schema) for name, schema in schemas.items()}
    amended["InnerErrors"] = {}  # its codes are words in truth, such as BASE_TYPE_MAX_LENGTH
    amended["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
    for name, keys in _HARMLESS.items():
        known = amended[name]
        amended[name] = {**known, "properties": {**known["properties"], **{key: {} for key in keys}}}
    return amended


def _closed(schema: Json) -> Json:
    """The same object schema, refusing keys that it doesn't name."""
    if "properties" not in schema or "additionalProperties" in schema or "allOf" in schema:
        return schema
    return {**schema, "additionalProperties": False}
