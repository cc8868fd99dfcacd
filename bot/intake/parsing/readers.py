"""The child's side: which reader reads which kind. Their libraries are loaded when the first of a kind comes."""

import importlib
from collections.abc import Mapping

from bot.intake.parsing.kinds import Kind
from bot.intake.parsing.results import Elsewhere, Parsed
from bot.intake.parsing.wire import Request

MODULES: Mapping[Kind, str] = {
    Kind.PAGE: "bot.intake.pages",
    Kind.PDF: "bot.intake.pdf",
    Kind.DOCX: "bot.intake.docx",
    Kind.EPUB: "bot.intake.epub",
}
"""Each has `read(request)`, which raises ArticleRefused, and whatever its libraries raise."""


def load(kind: Kind) -> None:
    importlib.import_module(MODULES[kind])


def read(request: Request) -> Parsed | Elsewhere:
    """What stands in a document. Raises ArticleRefused, and whatever the libraries raise."""
    reader = importlib.import_module(MODULES[request.kind])
    found: Parsed | Elsewhere = reader.read(request)
    return found
