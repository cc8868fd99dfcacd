"""What stands at the head and the foot of each page and belongs to none: running titles, page numbers, stamps."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intake.pdf.pages import Line, Sheet

ROWS = 3
"""Rows at the head and at the foot that are looked at."""
NEAR_POINTS = 12
"""How far the places of a line on two pages may be apart."""
NUMBER = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|seite|página|pagina|p\.|s\.|стр\.|sayfa|sida)?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|sur|di|van|av|из)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


def without_margins(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[str]]:
    """The pages without what is repeated on them, and those lines, each once."""
    running = running_lines(sheets)
    kept = []
    aside: dict[str, str] = {}
    for sheet in sheets:
        out = {line for line in margin_lines(sheet) if line in running or is_page_number(line, sheet)}
        aside |= {NUMBER.sub("0", line.text): line.text for line in reversed(sheet.lines) if line in out}
        kept.append(replace(sheet, lines=tuple(line for line in sheet.lines if line not in out)))
    return kept, list(aside.values())


def running_lines(sheets: Sequence[Sheet]) -> set[Line]:
    """Lines in the margins that stand at one place on three pages (two, of a few), with any numbers in them."""
    found: dict[str, list[Line]] = defaultdict(list)
    for sheet in sheets:
        for line in margin_lines(sheet):
            found[NUMBER.sub("0", line.text)].append(line)
    enough = 3 if len(sheets) > 3 else 2
    return {line for lines in found.values() if len(lines) >= enough for line in at_one_place(lines, enough)}


def at_one_place(lines: Sequence[Line], enough: int) -> Iterator[Line]:
    """Those with others at their height, on other pages."""
    groups: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        groups[round(line.y0 / NEAR_POINTS)].add(line.sheet)
    for line in lines:
        place = round(line.y0 / NEAR_POINTS)
        if len(groups[place - 1] | groups[place] | groups[place + 1]) >= enough:
            yield line


def margin_lines(sheet: Sheet) -> Iterator[Line]:
    """Of the first and the last rows; `joined` has brought them into order from top to bottom."""
    heights = sorted({round(line.y0) for line in sheet.lines})
    if len(heights) > ROWS:
        low, high = heights[min(ROWS, len(heights) // 2) - 1], heights[-min(ROWS, len(heights) // 2)]
        yield from (line for line in sheet.lines if round(line.y0) <= low or round(line.y0) >= high)
    else:
        yield from sheet.lines


def is_page_number(line: Line, sheet: Sheet) -> bool:
    """Whether it is nothing but the number of a page, above or below all else."""
    ends = {sheet.lines[0].y0, sheet.lines[-1].y0} if len(sheet.lines) > 1 else set()
    return line.y0 in ends and len(line.text) <= 30 and PAGE_NUMBER.fullmatch(line.text) is not None
