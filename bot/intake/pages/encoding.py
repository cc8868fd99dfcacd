"""The bytes of a page as text, whatever encoding it declares, rightly or wrongly.

A byte order mark goes before the header, and that before the page's own declaration, as the WHATWG's Encoding and
HTML standards have it. What they leave out: servers and templates declare Latin-1 for UTF-8 all the time, and the
other way round. Valid UTF-8 with letters beyond ASCII is UTF-8, for other encodings look like it by chance only.
"""

import codecs
import re
from collections.abc import Iterator, Mapping

from trafilatura.utils import detect_encoding

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DECLARED_WITHIN = 4096
"""Bytes in which a page's own declaration is looked for; the standard has 1,024, and pages don't keep to it."""
DECLARATION = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
SINGLE_BYTE = "cp1252"
WIDER: Mapping[str, str] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
"""What a name means on the web, where it is more than the name says."""
OTHERS = frozenset((
    "utf-8", "utf-16-le", "utf-16-be", "cp866", "cp874", "cp932", "cp949", "cp1250", "cp1251", "cp1252",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859-2", "iso8859-3", "iso8859-4",
    "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15",
    "iso8859-16", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5hkscs", "euc_jp",
    "iso2022_jp",
))  # fmt: skip
"""Encodings of the web by Python's names. Python has others (zip, idna, unicode_escape), which are none."""
MULTI_BYTE = frozenset((
    "cp932", "cp949", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be",
))  # fmt: skip


def decode_page(data: bytes, charset: str | None) -> str:
    """The text of a page; `charset` is what the server declared. Bytes that mean nothing become U+FFFD."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    encodings = list(candidates(data, charset))
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(next(iter(encodings), "utf-8"), "replace")


def candidates(data: bytes, charset: str | None) -> Iterator[str]:
    """Encodings to try, in this order."""
    declared = [name for name in (usable(charset), declared_encoding(data)) if name]
    yield from (name for name in declared if name in MULTI_BYTE)
    yield "utf-8"
    yield from declared
    if not declared:
        guesses = (usable(name) for name in detect_encoding(data[:65_536]))
        yield from (name for name in guesses if name)
    yield SINGLE_BYTE


def declared_encoding(data: bytes) -> str | None:
    """What the page says. One that can be read as ASCII so far is not UTF-16."""
    found = DECLARATION.search(data[:DECLARED_WITHIN])
    name = usable(found[1].decode("ascii", "ignore")) if found else None
    return "utf-8" if name in ("utf-16-le", "utf-16-be") else name


def usable(name: str | None) -> str | None:
    """Python's name of an encoding of the web, or None."""
    if not name or len(name) > 40 or not name.isascii() or "\0" in name:
        return None
    try:
        known = codecs.lookup(name.strip()).name
    except LookupError:
        return None
    known = WIDER.get(known, known)
    return known if known in OTHERS else None
