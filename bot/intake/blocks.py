"""A tree of markup as blocks of lines: what stands between blank lines, as a reader sees it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from lxml import etree  # type: ignore[import-untyped]


class Form(Enum):
    PARAGRAPH = auto()
    HEADING = auto()
    LIST = auto()
    ROW = auto()  # of a table


class Role(Enum):
    """What an element does to the text. One that has no role is part of a line."""

    BLOCK = auto()
    HEADING = auto()
    LIST = auto()
    ROW = auto()
    CELL = auto()
    PREFORMATTED = auto()  # a block with its own blank lines
    BREAK = auto()  # ends a line
    SKIP = auto()  # is not read


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between blank lines."""

    form: Form
    lines: tuple[str, ...]  # ≥ 1, none of them empty; the items of a list

    @property
    def text(self) -> str:
        return "\n".join(f"- {line}" for line in self.lines) if self.form is Form.LIST else "\n".join(self.lines)


Roles = Mapping[str, Role]
"""Name of an element, without its namespace -> what it does."""
LINE_BREAK, PARAGRAPH_BREAK = "\n", "\n\n"
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def read_blocks(root: Any, roles: Roles) -> Iterator[Block]:
    """The blocks below `root`, in its order. Takes time linear in its size, however deep it is."""
    return Reader(roles).read(root)


class Reader:
    """Collects words until an element ends the block."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        self._words: list[str] = []
        self._items: list[str] = []
        self._cells: list[str] = []
        self._open = dict.fromkeys(Role, 0)  # elements that have begun and not ended

    def read(self, root: Any) -> Iterator[Block]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            role = self._role(element)
            if event == "start" and role is Role.SKIP:
                walk.skip_subtree()
            elif event == "start":
                yield from self._begin(role)
                self._words.append((as_it_stands if role is Role.PREFORMATTED else as_it_flows)(element.text or ""))
            else:
                yield from self._end(role)
                self._words.append(as_it_flows(element.tail or "") if element is not root else "")
        yield from self._flush()

    def _role(self, element: Any) -> Role | None:
        tag = element.tag
        if not isinstance(tag, str):  # a comment, or an instruction
            return Role.SKIP
        return self._roles.get(tag.rpartition("}")[2].lower())

    def _begin(self, role: Role | None) -> Iterator[Block]:
        if role is Role.BREAK:
            self._words.append(LINE_BREAK)
        elif role is not None:
            yield from self._flush()
            self._open[role] += 1

    def _end(self, role: Role | None) -> Iterator[Block]:
        if role is None or role in (Role.BREAK, Role.SKIP):
            return
        yield from self._flush()
        self._open[role] -= 1
        if role is Role.ROW and not self._open[role] and self._cells:
            yield Block(Form.ROW, (" | ".join(self._cells),))
            self._cells = []
        elif role is Role.LIST and not self._open[role] and self._items:
            yield Block(Form.LIST, tuple(self._items))
            self._items = []

    def _flush(self) -> Iterator[Block]:
        """What was read since the last block ended."""
        text, self._words = "".join(self._words), []
        for part in BLANK_LINES.split(text):
            lines = [line for line in (" ".join(line.split()) for line in part.split("\n")) if line]
            if not lines:
                continue
            if self._open[Role.ROW]:
                self._cells.append(" ".join(lines))
            elif self._open[Role.LIST]:
                self._items.append(" ".join(lines))
            else:
                yield Block(Form.HEADING if self._open[Role.HEADING] else Form.PARAGRAPH, tuple(lines))


def as_it_flows(text: str) -> str:
    """The text of a node, where a break in the source is a space."""
    return text.replace("\n", " ").replace("\r", " ")


def as_it_stands(text: str) -> str:
    """The text of a preformatted node, where a blank line is one."""
    return PARAGRAPH_BREAK.join(map(as_it_flows, BLANK_LINES.split(text)))
