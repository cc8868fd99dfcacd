"""PDF: the text in reading order, and on which page each part of it stands. Runs in the child.

`pages` has pdfminer read the letters and makes lines of them; `margins` takes out what is repeated on each page,
`columns` finds the order in which lines are read, and `paragraphs` joins them; `about` reads what the file says of
itself.
"""

from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import MAX_LINE, MAX_SET_ASIDE, MAX_TEXT, Parsed
from bot.intake.parsing.wire import Request
from bot.intake.pdf.about import read_about
from bot.intake.pdf.margins import without_margins
from bot.intake.pdf.pages import Sheet, open_document, read_sheets
from bot.intake.pdf.paragraphs import find_paragraphs, laid_out, vocabulary

MIN_LETTERS = 25
"""Letters on a page, on average, below which its pictures are taken for the text."""
UNKNOWN_SHARE = 0.2
"""Share of letters that the fonts don't know, from which the rest is no text either."""


def read(request: Request) -> Parsed:
    """The text of a PDF. Raises ArticleRefused, and what pdfminer raises."""
    document = open_document(request.data)
    sheets = read_sheets(document)
    check_readable(sheets)
    sheets, aside = without_margins(sheets)
    paragraphs = find_paragraphs(sheets)
    text, pages = laid_out(paragraphs, vocabulary(sheets), [sheet.label for sheet in sheets])
    if len(text) > MAX_TEXT:
        raise refused(Reason.TOO_LONG, most=MAX_TEXT)
    if not any(map(str.isalnum, text)):
        raise refused(Reason.EMPTY)
    about = read_about(document, paragraphs, request.today)
    return Parsed(
        text=text,
        title=about.title,
        author=about.author,
        published=about.published,
        language=about.language,
        url=request.url,
        pages=pages,
        set_aside=tuple(line[:MAX_LINE] for line in aside)[:MAX_SET_ASIDE],
    )


def check_readable(sheets: list[Sheet]) -> None:
    """Raises ArticleRefused for pictures of text, and for letters that nobody can name."""
    letters = sum(map(str.isalnum, (char for sheet in sheets for line in sheet.lines for char in line.text)))
    unknown = sum(sheet.unknown for sheet in sheets)
    if unknown > UNKNOWN_SHARE * (letters + unknown):
        raise refused(Reason.PDF_LETTERS)
    if letters < MIN_LETTERS * len(sheets) and any(sheet.pictures for sheet in sheets):
        raise refused(Reason.PDF_SCANNED)
    if not letters:
        raise refused(Reason.EMPTY)
