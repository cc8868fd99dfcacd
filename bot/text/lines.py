"""What a sentence can't cross: a line, unless its paragraph is wrapped over lines of one width."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.text.sentences import Span, is_finished

MIN_WIDTH, MAX_WIDTH = 40, 120
"""Code points of the lines over which a paragraph may be wrapped."""
MIN_WIDTH_HAN = 15
"""Code points of such a line in Chinese or Japanese, where one has twice the width."""
MAX_HANGING = 3
"""How many code points may be missing in such a line, since no line begins with a mark."""

LINE_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
LINE = re.compile(f"[^{LINE_BREAKS}]+")
ITEM = re.compile(r"\s*+(?:[-–—*•‣▪◦·>]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")
FIRST_WORD = re.compile(r"\s*+\S++")
HAN_KANA = re.compile(r"\s*+[\u3040-\u30ff\u3400-\u9fff]")


def units(text: str, start: int, end: int) -> list[Span]:
    """What a sentence can't cross: a line, or several where a sentence is only wrapped over them."""
    if len(text[start:end].splitlines()) < 2:
        return [(start, end)]
    lines = [match.span() for match in LINE.finditer(text, start, end)]
    width = max((end - start for start, end in lines), default=0)
    if width > MAX_WIDTH:
        return lines
    joined = [joins(text, line, after, width) for line, after in pairwise(lines)]
    if any(join is None for join in joined[1:]):  # the first line may be a long heading
        return lines
    return [unit for block in blocks(lines, joined) for unit in wrapped(text, block)]


def joins(text: str, line: Span, after: Span, width: int) -> bool | None:
    """Whether a line may go on in the one behind it. None: it shows that its paragraph is not wrapped, but a list.

    It may where the first word of the other would have made it wider than the widest. Chinese and Japanese fill
    narrow lines, and break them anywhere.
    """
    length = line[1] - line[0]
    if ITEM.match(text, *after):
        return False
    if HAN_KANA.match(text, *line):
        long, full = length > MIN_WIDTH_HAN, length > width - MAX_HANGING
    else:
        word = FIRST_WORD.match(text, *after)
        long, full = length > MIN_WIDTH, length + (word.end() - word.start() if word else 0) >= width
    if long and not full and not is_finished(text[slice(*line)].rstrip()):
        return None
    return long and full


def blocks(lines: list[Span], joined: list[bool | None]) -> Iterator[list[Span]]:
    """The lines that may go on in one another."""
    block = lines[:1]
    for line, join in zip(lines[1:], joined, strict=True):
        if not join:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def wrapped(text: str, block: list[Span]) -> list[Span]:
    """The lines of a block, or all of it where it is wrapped."""
    if len(block) < 2 or not is_wrapped([text[a:b].strip() for a, b in block]):
        return block
    return [(block[0][0], block[-1][1])]


def is_wrapped(lines: list[str]) -> bool:
    """Whether breaks fall inside sentences: one goes on in small letters or, where there are none, most do go on."""
    unfinished = [index for index, line in enumerate(lines[:-1]) if not is_finished(line)]
    if any(lines[index + 1][:1].islower() for index in unfinished):
        return True
    with_case = any(character.isupper() or character.islower() for line in lines for character in line[:1])
    return not with_case and 2 * len(unfinished) >= len(lines)
