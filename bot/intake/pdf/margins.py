"""What stands on a page and is no text: running titles, page numbers, stamps, and lines of a table of contents."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intake.pdf.pages import Line, Sheet

ROWS = 3
"""Rows at the head and at the foot of a page that are looked at."""
NEAR_POINTS = 12
"""How far the places of a line on two pages may be apart."""
ENOUGH = 3
"""Pages on which a line makes a running title; two are enough where there are no more than that."""
APART = 1.0
"""Between a running title and the text, in sizes of its letters, or more."""
NUMBER = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|seite|página|pagina|p\.|s\.|стр\.|sayfa|sida)?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|sur|di|van|av|из)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
LEADERS = re.compile(r"(?:\. ?){5,}\s*\w{0,6}\Z")
"""The dots of a table of contents, and the page."""


def without_margins(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[str]]:
    """The pages without such lines, and these, each once."""
    running = running_lines(sheets)
    running |= in_their_place(sheets, running)
    kept = []
    aside: dict[str, str] = {}
    for sheet in sheets:
        out = {line for line in sheet.lines if line in running}
        out |= set(contents_lines(sheet))
        out |= {line for line in end_lines(sheet) if is_page_number(line)}
        for line in sheet.lines:
            if line in out:
                aside.setdefault(NUMBER.sub("0", line.text), line.text)
        kept.append(replace(sheet, lines=tuple(line for line in sheet.lines if line not in out)))
    return kept, list(aside.values())


def running_lines(sheets: Sequence[Sheet]) -> set[Line]:
    """Lines near the ends of pages that stand at one place on several, with any numbers in them."""
    found: dict[str, list[Line]] = defaultdict(list)
    for sheet in sheets:
        for line in margin_lines(sheet):
            found[NUMBER.sub("0", line.text)].append(line)
    enough = min(ENOUGH, max(2, len(sheets)))
    return {line for lines in found.values() if len(lines) >= enough for line in at_one_place(lines, enough)}


def in_their_place(sheets: Sequence[Sheet], running: set[Line]) -> set[Line]:
    """First and last lines where others have running titles, apart from the text: those of a short chapter."""
    places = {place(line) for sheet in sheets for line in end_lines(sheet) if line in running}
    found = set()
    for sheet in sheets:
        for line in end_lines(sheet):
            others = [each for each in sheet.lines if not side_by_side(each, line)]
            gaps = [max(each.y0 - line.y1, line.y0 - each.y1) for each in others]
            if place(line) in places and gaps and min(gaps) >= APART * line.size:
                found.add(line)
    return found


def at_one_place(lines: Sequence[Line], enough: int) -> Iterator[Line]:
    """Those with others at their height, on other pages."""
    groups: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        groups[place(line)].add(line.sheet)
    for line in lines:
        near = groups.get(place(line) - 1, set()) | groups[place(line)] | groups.get(place(line) + 1, set())
        if len(near) >= enough:
            yield line


def place(line: Line) -> int:
    return round(line.y0 / NEAR_POINTS)


def margin_lines(sheet: Sheet) -> Iterator[Line]:
    """Of the first and the last rows."""
    heights = sorted({round(line.y0) for line in sheet.lines})
    if len(heights) <= ROWS:
        yield from sheet.lines
        return
    low, high = heights[ROWS - 1], heights[-ROWS]
    yield from (line for line in sheet.lines if round(line.y0) <= low or round(line.y0) >= high)


def end_lines(sheet: Sheet) -> Iterator[Line]:
    """Of the first and the last row, where there are others."""
    if len(sheet.lines) > 1:
        top, foot = sheet.lines[0].y0, sheet.lines[-1].y0  # they go from top to bottom
        yield from (line for line in sheet.lines if abs(line.y0 - top) < 1 or abs(line.y0 - foot) < 1)


def contents_lines(sheet: Sheet) -> Iterator[Line]:
    """Rows with dots up to the number of a page."""
    leading = [line for line in sheet.lines if LEADERS.search(line.text)]
    heights = {round(line.y0) for line in leading}
    yield from (line for line in sheet.lines if round(line.y0) in heights)


def side_by_side(one: Line, other: Line) -> bool:
    return abs(one.y0 - other.y0) < max(one.size, other.size) / 2


def is_page_number(line: Line) -> bool:
    return len(line.text) <= 30 and PAGE_NUMBER.fullmatch(line.text) is not None
