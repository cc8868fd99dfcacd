"""A form that the bot opened: its fields, and what is sent when a person fills it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.chat.loopback.resolving import Resolved
from tests.chat.loopback.shapes import components_for_reading
from tests.chat.loopback.values import Json
from tests.chat.loopback.violations import length

if TYPE_CHECKING:
    from tests.chat.loopback.interactions import Interaction

ROW, LABEL, TEXT_DISPLAY = 1, 18, 10
STRING_SELECT, TEXT_INPUT, FILE_UPLOAD, RADIOS, CHECKBOXES, CHECKBOX = 3, 4, 19, 21, 22, 23
SELECTS = (3, 5, 6, 7, 8)


@dataclass(frozen=True)
class Field:
    """One input. `value` is what stands in it before the person writes."""

    label: str
    part: Json

    @property
    def custom_id(self) -> str:
        return str(self.part["custom_id"])

    @property
    def kind(self) -> int:
        return int(self.part["type"])

    @property
    def required(self) -> bool:
        return bool(self.part.get("required", True)) and self.kind != CHECKBOX

    @property
    def value(self) -> Any:
        if self.kind == TEXT_INPUT:
            return self.part.get("value", "")
        if self.kind == CHECKBOX:
            return bool(self.part.get("default"))
        chosen = [each["value"] for each in self.part.get("options", []) if each.get("default")]
        return (chosen[0] if chosen else None) if self.kind == RADIOS else chosen

    def must_take(self, value: Any) -> None:
        """Raise AssertionError for what a person's client would not send."""
        if self.kind == TEXT_INPUT:
            assert isinstance(value, str), f"{self.label} takes text, not {value!r}"
            least, most = self.part.get("min_length", 0), self.part.get("max_length", 4000)
            assert value or not self.required, f"{self.label} is required"
            assert not value or least <= length(value) <= most, f"{self.label} takes {least} to {most} characters"
        elif self.kind in (*SELECTS, FILE_UPLOAD, CHECKBOXES):
            assert isinstance(value, list | tuple), f"{self.label} takes a list, not {value!r}"
            least = self.part.get("min_values", 1 if self.required else 0)
            most = self.part.get("max_values", 10 if self.kind == CHECKBOXES else 1)
            assert least <= len(value) <= most or (not value and not self.required), (
                f"{self.label} takes {least} to {most}"
            )
            self._must_offer(value)
        elif self.kind == RADIOS:
            assert value is not None or not self.required, f"{self.label} is required"
            self._must_offer([] if value is None else [value])

    def _must_offer(self, values: Sequence[Any]) -> None:
        if self.kind in (STRING_SELECT, RADIOS, CHECKBOXES):
            offered = [each["value"] for each in self.part.get("options", [])]
            assert set(values) <= set(offered), f"{self.label} offers {offered}, not {values}"

    def filled(self, value: Any, resolved: Resolved) -> Json:
        """As a submission carries it."""
        made = {"type": self.kind, "id": self.part["id"], "custom_id": self.custom_id}
        if self.kind in (TEXT_INPUT, RADIOS, CHECKBOX):
            return {**made, "value": value}
        return {**made, "values": [resolved.value(each) for each in value]}


class Modal:
    """A form as the person sees it; `opened_by` is the interaction that it answers."""

    def __init__(self, opened_by: "Interaction", data: Json) -> None:
        self.opened_by = opened_by
        self.custom_id: str = data["custom_id"]
        self.title: str = data["title"]
        self._children = components_for_reading(data["components"])
        self.fields = [Field(label, part) for child in self._children for label, part in _inputs(child)]

    def __repr__(self) -> str:
        return f"<form {self.title!r}: {[field.label for field in self.fields]}>"

    def field(self, name: str) -> Field:
        """The field of that custom_id or label."""
        for field in self.fields:
            if name in (field.custom_id, field.label):
                return field
        raise AssertionError(f"No field {name!r} in {self!r}")

    def submission(self, values: Mapping[str, Any], resolved: Resolved, *, forced: bool) -> list[Json]:
        """The components as a submission carries them; what is not named keeps what stands in it."""
        given = {self.field(name).custom_id: value for name, value in values.items()}
        for field in self.fields if not forced else ():
            field.must_take(given.get(field.custom_id, field.value))
        return [self._child(child, given, resolved) for child in self._children]

    def _child(self, child: Json, given: Mapping[str, Any], resolved: Resolved) -> Json:
        made: Json = {"type": child["type"], "id": child["id"]}
        inputs = [Field(label, part) for label, part in _inputs(child)]
        filled = [field.filled(given.get(field.custom_id, field.value), resolved) for field in inputs]
        if child["type"] == LABEL:
            made["component"] = filled[0]
        elif child["type"] == ROW:
            made["components"] = filled
        return made


def _inputs(child: Json) -> list[tuple[str, Json]]:
    if child["type"] == LABEL:
        return [(child["label"], child["component"])]
    return [(part.get("label", ""), part) for part in child.get("components", [])]
