"""Documents that are made to crash, fill, stall or rob a reader, by name. Each is made when it is asked for."""

import random
import zlib
from collections.abc import Callable, Mapping

from bot.intake.parsing import Kind
from tests.intake.parsing.packages import W, epub, p, word, word_file, zipped
from tests.intake.parsing.pdfs import Pdf, assembled, stream
from tests.intake.parsing.reading import ARTICLE, SENTENCES

START = f"<html><body><article><h1>The old bridge</h1>{ARTICLE}".encode()
LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)
OUTSIDE = "<!DOCTYPE l [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>"


def pdf(
    page: bytes = b"",
    content: bytes = b"",
    entries: str = "",
    pages: bytes = b"/Kids [3 0 R] /Count 1",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A PDF with one page, and `more` objects by their numbers."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages " + pages + b" >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R " + page + b" >>",
        4: stream(content, entries),
    }
    return assembled(objects | dict(more or {}), "/Root 1 0 R")


def forms(depth: int) -> dict[int, bytes]:
    """Forms that each draw the next one ten times."""
    each = {
        10 + n: stream(
            b"/A Do " * 10,
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {11 + n} 0 R >> >>",
        )
        for n in range(depth)
    }
    return {**each, 10 + depth: stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")}


def crowded() -> bytes:
    made = Pdf().page()
    for number in range(20_000):
        made.write(f"w{number}", number * 37 % 500, number * 91 % 800, 4)
    return made.data()


def many_pages() -> bytes:
    made = Pdf()
    for _ in range(2_100):
        made.page()
    return made.data()


Maker = Callable[[], bytes]
PAGES: Mapping[str, Maker] = {
    "div within div, 100,000 deep": lambda: START + b"<div>" * 100_000 + b"x",
    "span within span, 500,000 deep": lambda: START + b"<span>" * 500_000,
    "bold within bold in a paragraph, 200,000 deep": lambda: START + b"<p>" + b"<b>" * 200_000 + b"x",
    "table within table, 20,000 deep": lambda: START + b"<table><tr><td>" * 20_000 + b"x",
    "list within list, 50,000 deep": lambda: START + b"<ul><li>a" * 50_000,
    "quote within quote, 50,000 deep": lambda: START + b"<blockquote>a" * 50_000,
    "a table of 400,000 cells": lambda: START + b"<table>" + b"<tr><td>1</td><td>2</td></tr>" * 200_000,
    "600,000 paragraphs": lambda: START + b"<p>ab. " * 600_000,
    "100,000 attributes": lambda: START + b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x</p>",
    "one text of 8 MB": lambda: START + b"<p>" + b"word " * 1_600_000,
    "1,000,000 entities": lambda: START + b"&amp;" * 1_000_000,
    "1,000,000 NULs": lambda: START + b"\0" * 1_000_000,
    "300,000 comments that do not end": lambda: START + b"<!-- " * 300_000,
    "a script of 8 MB that does not end": lambda: START + b"<script>" + b"x" * 8_000_000,
    "JSON-LD of 300,000 brackets": lambda: (
        START + b'<script type="application/ld+json">' + b"[" * 300_000 + b"</script>"
    ),
    "JSON-LD of 30,000 articles": lambda: (
        START
        + b'<script type="application/ld+json">['
        + b'{"@type":"Article","headline":"x"},' * 30_000
        + b"{}]</script>"
    ),
    "100,000 links": lambda: START + b"<a href=/x>The long link of words</a> " * 100_000,
    "a class of 2 MB": lambda: START + b'<div class="' + b"date-" * 400_000 + b'">25 January 2024</div>',
    "50,000 dates": lambda: START + b"<time>1 Jan 2024</time>" * 50_000,
    "1,000,000 breaks": lambda: START + b"<p>" + b"a<br>" * 1_000_000,
    "100,000 titles": lambda: b"<title>" * 100_000,
    "100,000 forms": lambda: START + b"<form><input>" * 50_000,
    "entities within entities": lambda: LAUGHS.encode() + START + b"&a11;",
    "random bytes": lambda: random.Random(1).randbytes(3_000_000),
    "an encoding that unpacks": lambda: b'<meta charset="zip">' + START,
    "an address of 1 MB": lambda: b"<link rel=canonical href=//x/" + b"a" * 1_000_000 + b">" + START,
}
PDFS: Mapping[str, Maker] = {
    "a page that unpacks to 800 MB": lambda: pdf(content=zlib.compress(b"q " * 400_000_000, 1), entries="/Filter /FlateDecode"),
    "a page packed twice": lambda: pdf(content=zlib.compress(zlib.compress(b"q " * 100_000_000, 9), 9), entries="/Filter [/FlateDecode /FlateDecode]"),
    "1,000,000 operators": lambda: pdf(content=zlib.compress(b"1 0 0 1 0 0 cm q Q " * 1_000_000), entries="/Filter /FlateDecode"),
    "pages that are their own children": lambda: pdf(pages=b"/Kids [2 0 R 2 0 R] /Count 9"),
    "a page that is its own parent": lambda: pdf(page=b"/Parent 3 0 R"),
    "objects that point at each other": lambda: assembled({1: b"2 0 R", 2: b"1 0 R"}, "/Root 1 0 R"),
    "a length that is its own stream": lambda: pdf(more={4: b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"}),
    "a form that draws itself": lambda: pdf(page=b"/Resources << /XObject << /A 10 0 R >> >>", content=b"/A Do", more={10: stream(b"/A Do /A Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 10 0 R >> >>")}),
    "forms that draw ten forms each, ten deep": lambda: pdf(page=b"/Resources << /XObject << /A 10 0 R >> >>", content=b"/A Do", more=forms(10)),
    "200,000 brackets": lambda: pdf(page=b"/X " + b"[" * 200_000),
    "a table of places that is its own predecessor": lambda: b"%PDF-1.4\nxref\n0 0\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF",
    "2,100 pages": many_pages,
    "20,000 words across each other": crowded,
    "a picture of 100,000 by 100,000": lambda: pdf(content=b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID x EI"),
    "a font that is everything": lambda: pdf(page=b"/Resources << /Font << /F1 1 0 R /F2 3 0 R /F3 4 0 R >> >>", content=b"BT /F1 9 Tf (a) Tj /F2 9 Tf (a) Tj /F3 9 Tf (a) Tj ET"),
    "a map of letters from another folder": lambda: pdf(page=b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type0 /Encoding /..#2f..#2fetc#2fpasswd >> >> >>", content=b"BT /F1 9 Tf (a) Tj ET"),
    "coordinates without end": lambda: pdf(page=b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >>", content=b"BT /F1 1e308 Tf 1e308 0 0 1e308 1e308 1e308 Tm (The bridge) Tj 99999999999999999999 0 Td (is closed) Tj ET"),
}  # fmt: skip
WORDS: Mapping[str, Maker] = {
    "entities within entities": lambda: word(p("&a11; text"), before=LAUGHS),
    "a file of the computer as an entity": lambda: word(p("&a11; text"), before=OUTSIDE),
    "controls within controls, 100,000 deep": lambda: word("<w:sdt><w:sdtContent>" * 100_000),
    "tables within tables, 240 elements deep": lambda: word("<w:tbl><w:tr><w:tc>" * 80 + p("Deep.") + "</w:tc></w:tr></w:tbl>" * 80),
    "a main part that unpacks to 80 MB": lambda: word("<w:p/>" * 14_000_000),
    "100,000 paragraphs": lambda: word("".join(p(f"word {n}") for n in range(100_000))),
    "a picture that unpacks to 100 MB": lambda: word(p("Text."), {"word/media/a.png": b"\0" * 100_000_000}),
    "a main part that is a picture": lambda: word_file("\x89PNG"),
    "a relation to a file of the computer": lambda: word(p("Text."), {"word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="file:///etc/passwd"/></Relationships>'}),
    "a path out of the archive": lambda: word(p("Text."), {"../../../tmp/x": "x"}),
    "a main part without its root": lambda: word_file(f"<w:p {W}/>"),
}  # fmt: skip
EPUBS: Mapping[str, Maker] = {
    "entities within entities": lambda: epub({"a.xhtml": "x"}, extra={"OEBPS/a.xhtml": f"{LAUGHS}<html><body><p>&a11; x</p></body></html>"}),
    "a package of entities": lambda: epub({"a.xhtml": "x"}, extra={"OEBPS/content.opf": f"{LAUGHS}<package>&a11;</package>"}),
    "chapters from another folder": lambda: epub({"../../../../etc/passwd": "x"}),
    "elements 100,000 deep": lambda: epub({"a.xhtml": "<div>" * 100_000}),
    "one chapter 100,000 times": lambda: epub({"a.xhtml": f"<p>{SENTENCES[0] * 50}</p>"}, spine='<itemref idref="c0"/>' * 100_000),
    "a chapter that unpacks to 100 MB": lambda: epub({"a.xhtml": "<p>" + "x" * 100_000_000}),
    "1,999 files": lambda: zipped({f"{n}": "x" for n in range(1_999)}),
}  # fmt: skip
DOCUMENTS: Mapping[Kind, Mapping[str, Maker]] = {Kind.PAGE: PAGES, Kind.PDF: PDFS, Kind.DOCX: WORDS, Kind.EPUB: EPUBS}
