"""The letters of a PDF as lines, page by page, with where they stand and how large they are."""

import collections
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTImage, LTItem, LTPage, LTTextLineHorizontal
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFNoPageLabels, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from bot.errors import ArticleRefused
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import MAX_LABEL

MAX_SHEETS = 2_000
MARGINS = LAParams(char_margin=1.0)
"""Letters are one piece of a line up to the distance of a letter's width; `joined` joins the pieces."""
MAX_GAP = 0.9
"""Between pieces of one line, in sizes of letters; columns stand further apart."""
SAME_ROW = 0.3
"""How far the feet of two pieces of a line may be apart, in sizes of letters: more are sub- and superscripts."""
MAX_DEPTH = 20
UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
UNWANTED = dict.fromkeys((*range(9), *range(14, 32), 127, *range(55296, 57344), 8203, 65279))
PLAIN = str.maketrans({**LIGATURES, **UNWANTED})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in one column. Points; y counts upwards from the foot of the page."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float  # of most of its letters, > 0
    bold: bool
    sheet: int  # from 0
    cells: int = 1  # more in a row of a table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page."""

    label: str  # as it is printed
    lines: tuple[Line, ...]
    unknown: int  # letters that its fonts don't know
    pictures: int


def open_document(data: bytes) -> PDFDocument:
    """Raises ArticleRefused."""
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as exc:
        raise refused(Reason.PDF_LOCKED) from exc
    except (PDFException, PSException, ValueError, TypeError, KeyError, AssertionError, RecursionError) as exc:
        raise refused(Reason.NOT_PDF) from exc


def read_sheets(document: PDFDocument) -> list[Sheet]:
    """All pages. One that is damaged is left out, unless most are. Raises ArticleRefused."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    drop_bad_labels(document)
    sheets: list[Sheet] = []
    damaged = 0
    for number, page in enumerate(pages_of(document)):
        if number == MAX_SHEETS:
            raise refused(Reason.PDF_PAGES, most=MAX_SHEETS)
        label = (page.label or str(number + 1))[:MAX_LABEL]
        try:
            interpreter.process_page(page)
            sheets.append(read_sheet(device.get_result(), len(sheets), label))
        except (MemoryError, ArticleRefused):
            raise
        except Exception:  # noqa: BLE001 - a damaged page raises all that there is
            damaged += 1
    if not sheets or damaged > len(sheets):
        raise refused(Reason.NOT_PDF)
    return sheets


def pages_of(document: PDFDocument) -> Iterator[PDFPage]:
    """Up to the first place where the tree of pages is damaged."""
    try:
        yield from PDFPage.create_pages(document)
    except (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError):
        return


def drop_bad_labels(document: PDFDocument) -> None:
    """pdfminer reads what is printed on each page with the page itself: damaged labels shall not cost the pages."""
    try:
        collections.deque(itertools.islice(document.get_page_labels(), MAX_SHEETS), maxlen=0)
    except PDFNoPageLabels:
        return
    except (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError):
        document.catalog.pop("PageLabels", None)


def read_sheet(layout: LTPage, number: int, label: str) -> Sheet:
    chars: list[LTChar] = []
    pictures = 0
    for item in items_of(layout):
        if isinstance(item, LTChar):
            if item.upright and item.get_text() and not (chars and is_shadow(item, chars[-1])):
                chars.append(item)
        else:
            pictures += isinstance(item, LTImage)
    unknown = sum(UNKNOWN.search(char.get_text()) is not None for char in chars)
    pieces = layout.group_objects(MARGINS, chars) if chars else ()
    lines = [line for piece in pieces if isinstance(piece, LTTextLineHorizontal) for line in read_line(piece, number)]
    return Sheet(label, tuple(joined(lines)), unknown, pictures)


def items_of(container: Iterable[LTItem], depth: int = 0) -> Iterator[LTItem]:
    """Letters and pictures in the order in which they are drawn, out of figures too."""
    for item in container:
        if isinstance(item, LTContainer):
            if depth < MAX_DEPTH:
                yield from items_of(item, depth + 1)
        else:
            yield item


def is_shadow(char: LTChar, before: LTChar) -> bool:
    """Whether a letter is the same one drawn once more, a bit aside, to look bold."""
    near = abs(char.x0 - before.x0) < 0.15 * char.size and abs(char.y0 - before.y0) < 0.15 * char.size
    return near and char.get_text() == before.get_text()


def read_line(piece: LTTextLineHorizontal, number: int) -> Iterator[Line]:
    chars = [item for item in piece if isinstance(item, LTChar)]
    text = " ".join(UNKNOWN.sub("", piece.get_text()).translate(PLAIN).split())
    sizes = sorted(char.size for char in chars)
    if text and sizes and 0 < sizes[len(sizes) // 2] < 1_000:
        bold = sum("bold" in char.fontname.lower() or "black" in char.fontname.lower() for char in chars)
        size = sizes[len(sizes) // 2]
        yield Line(text, piece.x0, piece.x1, piece.y0, piece.y1, size, 2 * bold > len(chars), number)


def joined(pieces: Iterable[Line]) -> Iterator[Line]:
    """Lines of one column each, from top to bottom: pieces side by side are joined, and what is drawn twice is once."""
    ordered = sorted(set(pieces), key=lambda line: (-line.y0, line.x0))
    for row in rows(ordered):
        line: Line | None = None
        for piece in row:
            if line is not None and piece.x0 - line.x1 <= MAX_GAP * min(line.size, piece.size):
                line = side_by_side(line, piece)
            else:
                if line is not None:
                    yield line
                line = piece
        if line is not None:
            yield line


def rows(ordered: Iterable[Line]) -> Iterator[list[Line]]:
    """What stands side by side, from left to right. `ordered` goes from top to bottom."""
    row: list[Line] = []
    for line in ordered:
        if row and row[0].y0 - line.y0 > SAME_ROW * min(row[0].size, line.size):
            yield sorted(row, key=lambda each: each.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.x0)


def side_by_side(left: Line, right: Line) -> Line:
    if left.x1 - right.x0 > (right.x1 - right.x0) / 2 and right.text in left.text:  # drawn once more on top of it
        return left
    gap = " " if right.x0 - left.x1 > 0.1 * left.size else ""
    return replace(
        left if len(left.text) >= len(right.text) else right,
        text=f"{left.text}{gap}{right.text}",
        x0=min(left.x0, right.x0),
        x1=max(left.x1, right.x1),
        y0=min(left.y0, right.y0),
        y1=max(left.y1, right.y1),
    )
