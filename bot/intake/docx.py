"""Word documents (.docx): paragraphs, lists and rows of tables in order, and their properties. Runs in the child.

python-docx opens the package and knows its styles. The text of a paragraph is collected here, for it leaves out what
was inserted with changes tracked and what stands in content controls.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from lxml import etree  # type: ignore[import-untyped]

from bot.intake.blocks import Block, Form
from bot.intake.markup import language_code
from bot.intake.pages.structured import folded
from bot.intake.parsing.kinds import OLE_MARK
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import MAX_LINE, MAX_TEXT, Dated, Parsed, Trust
from bot.intake.parsing.wire import Request
from bot.intake.zips import open_zip

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = frozenset((f"{W}del", f"{W}moveFrom", f"{W}txbxContent", FALLBACK, f"{W}pPr", f"{W}rPr"))
"""What was deleted, and what would be read twice."""
WORDS: Mapping[str, str] = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
CONTENTS = ("toc ", "table of figures", "index ")
"""Styles of lines that only say on which page something stands."""
TEMPLATE_DAY = date(2013, 12, 23)
"""When the template of python-docx was made; what it writes says this."""


def read(request: Request) -> Parsed:
    """The text of a Word document. Raises ArticleRefused, and what python-docx raises."""
    if request.data.startswith(OLE_MARK):
        raise refused(Reason.DOC_LOCKED)
    open_zip(request.data, Reason.NOT_DOCX, Reason.DOC_LOCKED).close()
    try:
        document = docx.Document(io.BytesIO(request.data))
    except (OpcError, KeyError, ValueError, etree.XMLSyntaxError) as exc:
        raise refused(Reason.NOT_DOCX) from exc
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    blocks = list(grouped(blocks_of(document.element.body, styles)))
    title = find_title(document, blocks)
    if blocks and title and folded(blocks[0][0].text) == folded(title):
        blocks = blocks[1:]
    text = "\n\n".join(block.text for block, _ in blocks)
    if len(text) > MAX_TEXT:
        raise refused(Reason.TOO_LONG, most=MAX_TEXT)
    if not any(map(str.isalnum, text)):
        raise refused(Reason.EMPTY)
    about = document.core_properties
    return Parsed(
        text=text,
        title=title,
        author=plausible_author(about.author),
        published=made(document, request.today),
        url=request.url,
        language=language_code(about.language),
    )


Styled = tuple[Block, str]
"""A block, and the name of its style in small letters."""


def blocks_of(parent: Any, styles: Mapping[str, str]) -> Iterator[Styled]:
    """Paragraphs, items of lists one by one, and rows of tables; out of content controls too."""
    for element in parent:
        if element.tag == f"{W}p":
            yield from paragraph(element, styles)
        elif element.tag == f"{W}tbl":
            yield from table(element, styles)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from blocks_of(element, styles)


def paragraph(element: Any, styles: Mapping[str, str]) -> Iterator[Styled]:
    """The paragraph, and those in boxes that hang on it."""
    properties = element.find(f"{W}pPr")
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = styles.get(named.get(f"{W}val"), "") if named is not None else ""
    is_item = (properties is not None and properties.find(f"{W}numPr") is not None) or style.startswith("list ")
    lines = tuple(line for line in (" ".join(line.split()) for line in words(element).split("\n")) if line)
    if lines and not style.startswith(CONTENTS):
        if style.startswith("heading"):
            yield Block(Form.HEADING, lines), style
        elif is_item:
            yield Block(Form.LIST, (" ".join(lines),)), style
        else:
            yield Block(Form.PARAGRAPH, lines), style
    for box in element.iter(f"{W}txbxContent"):
        if not any(each.tag == FALLBACK for each in box.iterancestors()):
            yield from blocks_of(box, styles)


def table(element: Any, styles: Mapping[str, str]) -> Iterator[Styled]:
    """A row a line, with bars between the cells; a table with one column is there for its frame only."""
    for row in element.iter(f"{W}tr"):
        if nearest_table(row) is not element:
            continue
        cells = [cell for cell in row if cell.tag == f"{W}tc"]
        if len(cells) == 1:
            yield from blocks_of(cells[0], styles)
            continue
        texts = [" ".join(" ".join(words(each) for each in cell.iter(f"{W}p")).split()) for cell in cells]
        if any(texts):
            yield Block(Form.ROW, (" | ".join(filter(None, texts)),)), ""


def nearest_table(element: Any) -> Any:
    return next((each for each in element.iterancestors(f"{W}tbl")), None)


def words(element: Any) -> str:
    """The text in an element, as it is when all tracked changes are accepted."""
    found: list[str] = []
    walk = etree.iterwalk(element, events=("start",))
    for _, each in walk:
        if each.tag in SKIPPED:
            walk.skip_subtree()
        elif each.tag == f"{W}t":
            found.append((each.text or "").replace("\n", " "))
        else:
            found.append(WORDS.get(each.tag, ""))
    return "".join(found)


def grouped(blocks: Iterator[Styled]) -> Iterator[Styled]:
    """With the items of a list that follow each other as one block."""
    items: list[str] = []
    for block, style in blocks:
        if block.form is Form.LIST:
            items += block.lines
            continue
        if items:
            yield Block(Form.LIST, tuple(items)), ""
            items = []
        yield block, style
    if items:
        yield Block(Form.LIST, tuple(items)), ""


def find_title(document: Any, blocks: list[Styled]) -> str | None:
    """What is styled as the title, else the property, else a first heading."""
    styled = [" ".join(block.lines) for block, style in blocks[:10] if style == "title"]
    own = " ".join((document.core_properties.title or "").split())
    first = [" ".join(block.lines) for block, style in blocks[:1] if style == "heading 1"]
    titles = [*styled, own if own.lower() != "word document" else "", *first]
    return next((title for title in titles if 2 < len(title) <= MAX_LINE), None)


def plausible_author(written: str | None) -> str | None:
    """Names, not the account of a computer."""
    name = " ".join((written or "").split())
    return name if " " in name and len(name) <= MAX_LINE else None


def made(document: Any, today: date) -> Dated | None:
    """When the file was made."""
    try:
        moment = document.core_properties.created
    except ValueError:
        return None
    if not isinstance(moment, datetime) or moment.date() == TEMPLATE_DAY or moment.date() > today:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Dated(moment.isoformat(), moment.isoformat(), Trust.FILE)
