"""The article's text out of a page: trafilatura finds it, and here it becomes blocks of lines."""

from collections.abc import Mapping
from typing import Any

import trafilatura

from bot.intake.blocks import Block, Role, read_blocks

ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("p", "item", "table", "ab", "div", "fw", "figure", "note", "body"), Role.BLOCK),
    "head": Role.HEADING,
    "list": Role.LIST,
    "row": Role.ROW,
    "cell": Role.CELL,
    "quote": Role.PREFORMATTED,
    "lb": Role.BREAK,
}
"""trafilatura's names of elements."""


def read_body(tree: Any, url: str | None) -> list[Block]:
    """The blocks of the article on a page, in its order; none where trafilatura finds none."""
    document = trafilatura.bare_extraction(tree, url=url, include_comments=False, include_tables=True)
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return list(read_blocks(document.body, ROLES))
