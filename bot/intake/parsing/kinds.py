"""Which kind of document some bytes are: by their first bytes, the type that was sent with them, and their name."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath


class Kind(StrEnum):
    """What a child can read."""

    PAGE = "html"
    PDF = "pdf"
    DOCX = "docx"
    EPUB = "epub"


SUFFIXES: Mapping[str, Kind] = {
    ".html": Kind.PAGE,
    ".htm": Kind.PAGE,
    ".xhtml": Kind.PAGE,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".epub": Kind.EPUB,
}
"""Ending of a file's name -> its kind."""
TYPES: Mapping[str, Kind] = {
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "application/pdf": Kind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.DOCX,
    "application/epub+zip": Kind.EPUB,
}
"""Media type -> its kind."""
PDF_MARK, ZIP_MARK, OLE_MARK = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_MARK_WITHIN = 1024
"""Bytes in which a PDF must begin; readers of PDFs are that lenient."""
EPUB_MARK = b"mimetypeapplication/epub+zip"


def kind_of(data: bytes, name: str = "", media_type: str | None = None) -> Kind | None:
    """The kind of `data`, or None. First bytes go before the type that was sent, and that before the name's ending."""
    if PDF_MARK in data[:PDF_MARK_WITHIN]:
        return Kind.PDF
    told = told_kind(name, media_type)
    if data.startswith(ZIP_MARK):
        if EPUB_MARK in data[:100]:
            return Kind.EPUB
        if told in (Kind.DOCX, Kind.EPUB):
            return told
        return Kind.DOCX if b"word/document.xml" in data else None
    if data.startswith(OLE_MARK):  # a Word document of the old kind, or a locked one: its reader says so
        return Kind.DOCX if told is Kind.DOCX else None
    return told


def told_kind(name: str, media_type: str | None) -> Kind | None:
    """What the type says, or else the ending of the name."""
    type = (media_type or "").partition(";")[0].strip().lower()
    return TYPES.get(type) or SUFFIXES.get(PurePosixPath(name).suffix.lower())
