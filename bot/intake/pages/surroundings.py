"""What belongs to the page around an article, though trafilatura took it for a part of it: set aside, never quoted.

Most of it is known by its words (`bot.text.furniture`), the rest by what it is on the page: a paragraph that is all
link leads to another article, a short line that is marked as a caption or a credit belongs to a picture.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.intake.blocks import Block, Form
from bot.intake.pages.shown_dates import CHANGED, MAX_SHOWN, read_shown
from bot.intake.pages.structured import folded
from bot.text.furniture import is_furniture

CAPTION = re.compile(r"caption|credit|copyright|photo-?by|image-?source|legend", re.IGNORECASE)
ENDED = re.compile(r"[.!?…。؟।！？]['\"”’»)]?\Z")
PROSE = 60
"""Code points from which a caption that ends like a sentence is prose, and is kept."""
MIN_LINK_WORDS = 3
"""Words of a link that may be another article's title; shorter ones can be a name in a list."""
HEAD_BLOCKS = 6
"""Blocks at the head of an article in which a line with nothing but a date or a name is one about the article."""
MAX_CAPTION = 500


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page shows besides its text, folded."""

    links: frozenset[str]  # the words of whole links
    captions: frozenset[str]
    titles: frozenset[str]  # of the article, and the site's name
    authors: frozenset[str]
    language: str | None


def find_surroundings(
    tree: Any, titles: Iterable[str | None], author: str | None, language: str | None
) -> Surroundings:
    captions = (element for element in tree.iter("figcaption", "p", "div", "span", "small") if is_caption(element))
    return Surroundings(
        links=frozenset(folded_text(element) for element in tree.iter("a") if element.get("href")) - {""},
        captions=frozenset(map(folded_text, captions)) - {""},
        titles=frozenset(folded(title) for title in titles if title) - {""},
        authors=frozenset(folded(name) for name in [*(author or "").split(", "), author or ""]) - {""},
        language=language,
    )


def is_caption(element: Any) -> bool:
    return element.tag == "figcaption" or bool(CAPTION.search(element.get("class") or ""))


def folded_text(element: Any) -> str:
    text = "".join(element.itertext())
    return folded(text) if len(text) <= MAX_CAPTION else ""


def set_apart(blocks: Sequence[Block], around: Surroundings) -> tuple[list[Block], list[str]]:
    """The blocks of the article, and the lines that are none of its text."""
    kept: list[Block] = []
    aside: list[str] = []
    after_furniture = False
    for position, block in enumerate(blocks):
        lines = [line for line in block.lines if not is_around(line, block, around, position, after_furniture)]
        after_furniture = not lines and (after_furniture or block.form in (Form.HEADING, Form.PARAGRAPH))
        aside += [line for line in block.lines if line not in lines]
        if lines:
            kept.append(Block(block.form, tuple(lines)))
    while kept and kept[-1].form is Form.HEADING:  # with nothing below it
        aside += kept.pop().lines
    titled = [line for line in aside if folded(line) not in around.titles]
    return kept, titled


def is_around(line: str, block: Block, around: Surroundings, position: int, after_furniture: bool) -> bool:
    """Whether a line is none of the article's text."""
    if is_furniture(line):
        return True
    plain = folded(line)
    if not plain:
        return True
    if position < HEAD_BLOCKS and (plain in around.titles or is_about(line, plain, around)):
        return True
    if plain in around.captions:
        return len(line) < PROSE or not ENDED.search(line)
    if plain not in around.links:
        return False
    return after_furniture or (block.form is Form.PARAGRAPH and len(plain.split()) >= MIN_LINK_WORDS)


def is_about(line: str, plain: str, around: Surroundings) -> bool:
    """Whether a line only says when the article was published, or by whom."""
    if plain in around.authors or (len(plain.split()) <= 8 and plain.removeprefix("by ") in around.authors):
        return True
    if len(line) > MAX_SHOWN or ENDED.search(line):
        return False
    words = sum(map(str.isalpha, line))
    short = words <= 40 and len(plain.split()) <= 12
    return short and bool(read_shown(line, around.language) or (CHANGED.search(line) and any(map(str.isdigit, line))))
