"""Here are bytes from somewhere: give me a draft of an article, or say why not.

One module a kind of source: `plain` and `markdown` read one article, `rows` reads many, one a line.
`set_aside` parts an article from the page that it was pasted from. Pages, PDFs, Word documents and EPUBs are read
in child processes (`parsing`). `decode` turns bytes into text, `dates` reads dates, `drafts` checks what was
understood. Nothing here stores anything or asks the network.
"""

from bot.intake.documents import KINDS, Understood, drafted, read_document, understand, understand_whole
from bot.intake.drafts import Details
from bot.intake.files import read_bytes
from bot.intake.periods import read_period
from bot.intake.rows import Row, read_rows, write_row

__all__ = [
    "KINDS",
    "Details",
    "Row",
    "Understood",
    "drafted",
    "read_bytes",
    "read_document",
    "read_period",
    "read_rows",
    "understand",
    "understand_whole",
    "write_row",
]
