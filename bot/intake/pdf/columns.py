"""The order in which the lines of a page are read: columns from left to right, each from top to bottom.

A lane without letters parts two columns. Lines that cross it (a title over both, a wide table) part the page into
bands, and each band is read by itself. Short texts side by side are the cells of a table, which is read row by row.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.intake.pdf.pages import Line

MAX_DEPTH = 6
MIN_LINES = 3
"""Lines that a column has at least."""
MIN_LENGTH = 15
"""Code points that half of a column's lines have at least; cells of tables are shorter."""
STEP_POINTS = 2.0
MAX_STEPS = 2_000


def regions(lines: Sequence[Line], depth: int = 0) -> Iterator[list[Line]]:
    """The lines in reading order, cut where a column ends."""
    lane = find_lane(lines) if depth < MAX_DEPTH else None
    if lane is None:
        if lines:
            yield sorted(lines, key=lambda line: (-line.y0, line.x0))
        return
    for is_across, band in bands(lines, lane):
        if is_across:
            yield from regions(band, depth + 1)
        else:
            yield from regions([line for line in band if line.x1 <= lane], depth + 1)
            yield from regions([line for line in band if line.x1 > lane], depth + 1)


def bands(lines: Sequence[Line], lane: float) -> Iterator[tuple[bool, list[Line]]]:
    """Runs of lines that cross the lane, and of those that don't, from top to bottom."""
    band: list[Line] = []
    was_across = False
    for line in sorted(lines, key=lambda line: -line.y0):
        is_across = line.x0 < lane < line.x1
        if band and is_across != was_across:
            yield was_across, band
            band = []
        was_across = is_across
        band.append(line)
    if band:
        yield was_across, band


def find_lane(lines: Sequence[Line]) -> float | None:
    """Where a lane parts two columns of text, in points from the left; None where there is one column."""
    if len(lines) < 2 * MIN_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    steps = min(MAX_STEPS, int((right - left) / STEP_POINTS))
    if steps < 2:
        return None
    width = (right - left) / steps
    ended, begun = [0] * (steps + 2), [0] * (steps + 2)
    for line in lines:
        ended[min(steps, int((line.x1 - left) / width) + 1)] += 1
        begun[min(steps, int((line.x0 - left) / width) + 1)] += 1
    before = list(accumulate(ended))  # lines that end before a step
    started = list(accumulate(begun))  # lines that begin before it
    best = max(
        range(1, steps),
        key=lambda step: (min(before[step], len(lines) - started[step]), before[step] - started[step]),
    )  # most lines on both sides, fewest across
    lane = left + best * width
    return lane if is_between_columns(lines, lane) else None


def is_between_columns(lines: Sequence[Line], lane: float) -> bool:
    """Whether columns stand on both sides of it at once."""
    pairs = 0
    sides: tuple[list[Line], list[Line]] = ([], [])
    for is_across, band in bands(lines, lane):
        if not is_across:
            left, right = [line for line in band if line.x1 <= lane], [line for line in band if line.x1 > lane]
            pairs += min(len(left), len(right))
            if left and right:
                sides[0].extend(left)
                sides[1].extend(right)
    return pairs >= MIN_LINES and all(map(is_column, sides))


def is_column(side: Sequence[Line]) -> bool:
    """Whether many lines begin at one place, and are long enough to be no cells of a table."""
    places = Counter(round(line.x0 / line.size) for line in side)
    aligned = max(places[place] + places[place + 1] for place in places)
    return (
        aligned >= max(MIN_LINES, len(side) / 3)
        and sorted(len(line.text) for line in side)[len(side) // 2] >= MIN_LENGTH
    )
