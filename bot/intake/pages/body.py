"""The article's text out of a page: trafilatura finds it, and here it becomes blocks of lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import trafilatura
from lxml import etree  # type: ignore[import-untyped]


class Form(Enum):
    PARAGRAPH = auto()
    HEADING = auto()
    LIST = auto()
    ROW = auto()  # of a table


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between blank lines."""

    form: Form
    lines: tuple[str, ...]  # ≥ 1, each with a letter, digit or sign in it; the items of a list

    @property
    def text(self) -> str:
        return "\n".join(f"- {line}" for line in self.lines) if self.form is Form.LIST else "\n".join(self.lines)


BREAKING = frozenset((
    "p", "head", "list", "item", "table", "row", "cell", "quote", "ab", "div", "fw", "body", "figure", "note",
))  # fmt: skip
PREFORMATTED = frozenset(("quote", "code"))
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
BREAK, PARAGRAPH_BREAK = "\n", "\n\n"


def read_body(tree: Any, url: str | None) -> list[Block]:
    """The blocks of the article on a page, in its order; none where trafilatura finds none."""
    document = trafilatura.bare_extraction(tree, url=url, include_comments=False, include_tables=True)
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return list(Blocks().read(document.body))


class Blocks:
    """Reads trafilatura's tree: p, head, list with item, table with row and cell, quote, and lb within them."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._items: list[str] = []
        self._cells: list[str] = []
        self._lists = self._rows = self._heads = 0

    def read(self, body: Any) -> Iterator[Block]:
        for event, element in etree.iterwalk(body, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in BREAKING:
                yield from self._flush()
                yield from self._step(tag, 1 if event == "start" else -1)
            if event == "start":
                self._words.append(BREAK if tag == "lb" else "")
                self._words.append((as_it_stands if tag in PREFORMATTED else as_it_flows)(element.text or ""))
            elif element is not body:
                self._words.append(as_it_flows(element.tail or ""))
        yield from self._flush()

    def _step(self, tag: str, by: int) -> Iterator[Block]:
        """Into an element, or out of it."""
        if tag == "head":
            self._heads += by
        elif tag == "row":
            self._rows += by
            if self._rows == 0 and self._cells:
                yield Block(Form.ROW, (" | ".join(self._cells),))
                self._cells = []
        elif tag == "list":
            self._lists += by
            if self._lists == 0 and self._items:
                yield Block(Form.LIST, tuple(self._items))
                self._items = []

    def _flush(self) -> Iterator[Block]:
        """What was read since the last block ended."""
        text, self._words = "".join(self._words), []
        for part in re.split(r"\n(?:[^\S\n]*\n)+", text):
            lines = [line for line in (" ".join(line.split()) for line in part.split("\n")) if line]
            if not lines:
                continue
            if self._rows:
                self._cells.append(" ".join(lines))
            elif self._lists:
                self._items.append(" ".join(lines))
            else:
                yield Block(Form.HEADING if self._heads else Form.PARAGRAPH, tuple(lines))


def as_it_flows(text: str) -> str:
    """The text of a node, where a break in the source is a space."""
    return text.replace("\n", " ").replace("\r", " ")


def as_it_stands(text: str) -> str:
    """The text of a preformatted node, where a blank line is one."""
    return PARAGRAPH_BREAK.join(map(as_it_flows, BLANK_LINE.split(text)))
