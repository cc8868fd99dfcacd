"""Lines into paragraphs: within a column, from one column to the next, and over the end of a page."""

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.intake.pdf.columns import regions
from bot.intake.pdf.pages import Line, Sheet, rows
from bot.model import PageStart

WIDER_GAP = 0.35
"""How much wider than usual the gap before a new paragraph is, in sizes of letters."""
CELL_GAP = 1.5
INDENT = 0.8
SAME_SIZE = 0.08
SHORT_LINE = 0.2
"""Share of a column's width that the last line of a paragraph leaves free, or more."""
LOOK_BACK = 8
"""Paragraphs at the end of a page (footnotes, captions) before which the one may stand that goes on."""
ENDED = re.compile(r"[.!?…:;。؟।！？]['\"”’»)\]]{0,2}\d{0,3}\Z")
ITEM = re.compile(r"(?:[•‣▪◦·●■*–—-]|\d{1,3}[.)]|\(?[a-z]\))\s+\S")
HYPHENS = "-\u2010\u00ad"
BROKEN = re.compile(rf"(\w[\w'’]*)([{HYPHENS}])\Z")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
PREFIXES = frozenset((
    "well", "self", "non", "ex", "all", "half", "cross", "high", "low", "long", "short", "old", "new", "so", "anti",
    "pro", "one", "two", "three", "four", "five", "six", "ten", "first", "second", "third", "twenty", "thirty",
    "mid", "post",
))  # fmt: skip
"""First parts of words that English writes with a hyphen."""


@dataclass(slots=True)
class Paragraph:
    lines: list[Line] = field(default_factory=list)

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)

    @property
    def is_open(self) -> bool:
        return not ENDED.search(self.lines[-1].text)


def find_paragraphs(sheets: Sequence[Sheet]) -> list[Paragraph]:
    """All paragraphs in reading order."""
    found: list[Paragraph] = []
    for sheet in sheets:
        for region in regions(sheet.lines):
            for number, paragraph in enumerate(cut(region)):
                begun = going_on(found, paragraph) if number == 0 else None
                if begun is None:
                    found.append(paragraph)
                else:
                    begun.lines += paragraph.lines
    return found


def in_rows(region: Sequence[Line]) -> Iterator[Line]:
    """The lines of a column; what stands side by side in it, as in a table, is one line with bars between the cells."""
    for row in rows(region):
        line = row[0]
        for cell in row[1:]:
            apart = cell.x0 - line.x1 > CELL_GAP * line.size
            text = f"{line.text}{' | ' if apart else ' '}{cell.text}"
            line = replace(line, text=text, x1=cell.x1, cells=line.cells + apart)
        yield line


def cut(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs of a column."""
    region = list(in_rows(lines))
    left, right = min(line.x0 for line in region), max(line.x1 for line in region)
    gaps = [before.y0 - line.y1 for before, line in itertools.pairwise(region)]
    usual = statistics.median_low(gaps) if gaps else 0.0
    paragraph = Paragraph([region[0]])
    for before, line, gap in zip(region, region[1:], gaps, strict=False):
        if is_apart(before, line, gap, usual) or begins_paragraph(before, line, left, right):
            yield paragraph
            paragraph = Paragraph()
        paragraph.lines.append(line)
    yield paragraph


def is_apart(before: Line, line: Line, gap: float, usual: float) -> bool:
    """By distance or by looks."""
    if before.cells > 1 or line.cells > 1 or gap > max(usual, 0.0) + WIDER_GAP * line.size:
        return True
    return not is_same_size(before.size, line.size) or before.bold != line.bold


def begins_paragraph(before: Line, line: Line, left: float, right: float) -> bool:
    """By a bullet, by its indent, or because the line before ended early with a sentence."""
    if ITEM.match(line.text):
        return True
    if (
        line.x0 - left > INDENT * line.size
        and before.x0 - left < 0.5 * INDENT * line.size
        and not ITEM.match(before.text)
    ):
        return True
    return right - before.x1 > SHORT_LINE * (right - left) and ENDED.search(before.text) is not None


def is_same_size(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_SIZE * max(one, other)


def going_on(found: Sequence[Paragraph], paragraph: Paragraph) -> Paragraph | None:
    """The paragraph before the end of a column or page that this one goes on with, if any."""
    first = paragraph.lines[0]
    for before in reversed(found[-LOOK_BACK:]):
        last = before.lines[-1]
        if is_same_size(last.size, first.size) and last.bold == first.bold:
            starts_new = first.text[:1].isupper() or not first.text[:1].isalpha()
            long_enough = len(before.lines) > 1 or len(last.text) > 40
            goes_on = before.is_open and long_enough and not ITEM.match(first.text)
            return before if goes_on and (not starts_new or not before.lines[0].bold) else None
        if last.size > first.size:  # a heading; footnotes and captions are smaller
            return None
    return None


def vocabulary(sheets: Sequence[Sheet]) -> frozenset[str]:
    """The words that are not broken at the end of a line, in small letters."""
    words = (word for sheet in sheets for line in sheet.lines for word in WORD.findall(BROKEN.sub("", line.text)))
    return frozenset(word.casefold() for word in words)


def laid_out(
    paragraphs: Sequence[Paragraph], known: frozenset[str], labels: Sequence[str]
) -> tuple[str, tuple[PageStart, ...]]:
    """The text, and a mark wherever it goes over to another page."""
    parts: list[str] = []
    pages: list[PageStart] = []
    length, sheet = 0, -1
    for paragraph in paragraphs:
        parts.append("\n\n" if parts else "")
        length += len(parts[-1])
        for number, line in enumerate(paragraph.lines):
            follower = paragraph.lines[number + 1].text if number + 1 < len(paragraph.lines) else None
            if line.sheet != sheet:
                sheet = line.sheet
                pages.append(PageStart(length, labels[sheet]))
            parts.append(line.text if follower is None else led_over(line.text, follower, known))
            length += len(parts[-1])
    return "".join(parts).replace("\u00ad", " "), tuple(pages)


def led_over(text: str, follower: str, known: frozenset[str]) -> str:
    """A line, ended so that the next one can follow: with a space, or with a broken word put together.

    A hyphen stays where the document writes the word with one elsewhere, where it stands before a capital letter or a
    digit, and after the usual first parts of words with hyphens; else it was put there to break the word.
    """
    broken = BROKEN.search(text)
    if not broken or not follower[:1].isalnum():
        return f"{text} "
    bare = text[: broken.start(2)]
    if broken[2] == "\u00ad":
        return bare
    rest = WORD.match(follower)
    head, tail = broken[1].casefold(), (rest[0] if rest else follower).casefold()
    if not follower[:1].islower() or f"{head}-{tail}" in known:
        return f"{bare}-"
    if head + tail in known:
        return bare
    keeps = head in PREFIXES or not broken[1][-1:].islower() or "-" in text.rpartition(" ")[2][:-1]
    return f"{bare}-" if keeps else bare
