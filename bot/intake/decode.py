"""Bytes to text: UTF-8, or UTF-16 with a byte order mark. Anything else is refused, with the byte that shows it."""

import codecs

from bot.errors import ArticleRefused, Phrase

SIGNATURES = {
    b"%PDF-": Phrase("a PDF"),
    b"PK\x03\x04": Phrase("a ZIP archive or an office document"),
    b"\x89PNG": Phrase("a PNG picture"),
    b"\xff\xd8\xff": Phrase("a JPEG picture"),
    b"GIF8": Phrase("a GIF picture"),
    b"\x1f\x8b": Phrase("a gzip archive"),
    b"\x7fELF": Phrase("a program"),
    b"SQLite format 3\x00": Phrase("an SQLite database"),
}


def decode(data: bytes) -> str:
    """The text of `data`, without a byte order mark. Raises ArticleRefused."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise ArticleRefused("This is {kind}, not text. Plain text and Markdown can be read.", kind=kind)
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
            "Byte {at} ({byte}, on line {line}) is not {encoding}. Save the file as UTF-8 and add it again.",
            at=exc.start + offset,
            byte=f"0x{data[exc.start]:02x}",
            line=line,
            encoding=encoding.upper(),
        ) from exc
