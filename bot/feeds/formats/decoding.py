"""The bytes of a feed as text, whatever encoding it declares, rightly or wrongly.

A byte order mark goes before everything (RFC 7303, section 3). Then valid UTF-8 is UTF-8, whatever is declared:
other encodings look like it by chance only. But for those in which every text is valid ASCII, or UTF-16.
"""

import codecs
import re
from collections.abc import Iterator

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
"""How UTF-16 without a mark begins: XML 1.0, appendix F."""
DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""", re.IGNORECASE)
DECLARED_WITHIN = 4096
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,39}")
OF_THE_WEB = re.compile(
    r"iso8859-\d+|cp(?:8|9|12)\d+|koi8-[rtu]|mac-\w+|shift_jis\w*|euc_\w+|gb\w+|big5\w*|iso2022_\w+|tis-620"
)
"""By Python's names. Python has other encodings of text (punycode, idna, unicode_escape), which are slow or none."""
WIDER = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""What a name means on the web, where that is more than it says: the WHATWG's Encoding standard."""
LIKE_ASCII = re.compile(r"iso2022_\w+")
"""Encodings in which every text is valid UTF-8 as well."""


def decode(data: bytes, charset: str = "") -> str:
    """The text; `charset` is what the server declared. Bytes that mean nothing become U+FFFD."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for start, encoding in UNMARKED:
        if data.startswith(start):
            return data.decode(encoding, "replace")
    for encoding in candidates(data, charset):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8" if has_utf8(data) else "cp1252", "replace")


def candidates(data: bytes, charset: str) -> Iterator[str]:
    """Encodings to try, in this order. The feed's own word goes before the server's, which knows less of it."""
    found = DECLARATION.search(data[:DECLARED_WITHIN])
    said = (found[1].decode("ascii", "replace") if found else "", charset)
    declared = [name for name in map(usable, said) if name]
    yield from (name for name in declared if LIKE_ASCII.fullmatch(name))
    yield "utf-8"
    yield from declared
    if not has_utf8(data):
        yield "cp1252"


def usable(name: str) -> str:
    """Python's name of an encoding of the web; empty for any other. (UTF-8 is tried anyway.)"""
    if not NAME.fullmatch(name):
        return ""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    return WIDER.get(known, known) if OF_THE_WEB.fullmatch(known) else ""


def has_utf8(data: bytes) -> bool:
    """Whether there are valid characters beyond ASCII in it, amid others."""
    return not data.decode("utf-8", "ignore").isascii()
