"""Bytes to text: UTF-8, or UTF-16 with a byte order mark. Anything else is refused, with the byte that shows it."""

import codecs

from bot.errors import ArticleRefused

SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
}


def decode(data: bytes) -> str:
    """The text of `data`, without a byte order mark. Raises ArticleRefused."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise ArticleRefused(f"This is {kind}, not text. Plain text and Markdown can be read.")
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return decode_as(data[len(mark) :], encoding, offset=len(mark))
    return decode_as(data, "utf-8", offset=0)


def decode_as(data: bytes, encoding: str, offset: int) -> str:
    """Decode strictly; `offset` is where `data` began in the file, for the message."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        line = data[: exc.start].decode(encoding, "ignore").count("\n") + 1
        raise ArticleRefused(
            f"Byte {exc.start + offset} (0x{data[exc.start]:02x}, on line {line}) is not {encoding.upper()}. "
            "Save the file as UTF-8 and add it again."
        ) from exc
