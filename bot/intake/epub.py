"""EPUB: its chapters in the order in which they are read, and what its package says of it. Runs in the child.

A ZIP with META-INF/container.xml, which names the package (OPF), whose manifest names the files and whose spine their
order: EPUB 3.3, sections 4.2, 5 and 5.7 of the W3C's recommendation. Names in them are looked up in the archive only.
"""

import posixpath
import urllib.parse
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from bot.intake.blocks import Form, Role, read_blocks
from bot.intake.markup import language_code, read_xhtml, read_xml
from bot.intake.pages.dating import is_likely, read_stated_date
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import MAX_LABEL, MAX_LINE, MAX_TEXT, Dated, Parsed, Trust
from bot.intake.parsing.wire import Request
from bot.intake.zips import open_zip, read_entry
from bot.model import PageStart

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
FONT_ENCRYPTION = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
"""Ways in which fonts are made unusable elsewhere; the text is readable."""
MAX_CHAPTERS = 2_000
ROLES: Mapping[str, Role] = {
    **dict.fromkeys(
        ("p", "div", "section", "article", "main", "aside", "header", "footer", "blockquote", "li", "dl", "dt", "dd",
         "hr", "figure", "table", "caption", "address", "details", "summary", "body"), Role.BLOCK
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
    **dict.fromkeys(("ul", "ol"), Role.LIST),
    **dict.fromkeys(("td", "th"), Role.CELL),
    **dict.fromkeys(("head", "script", "style", "svg", "math", "nav", "template", "figcaption", "rt", "rp"), Role.SKIP),
    "tr": Role.ROW,
    "pre": Role.PREFORMATTED,
    "br": Role.BREAK,
}  # fmt: skip
"""XHTML's names of elements."""


def read(request: Request) -> Parsed:
    """The text of an EPUB. Raises ArticleRefused, and what lxml raises."""
    archive = open_zip(request.data, Reason.NOT_EPUB, Reason.EPUB_LOCKED)
    files = {entry.filename: entry for entry in archive.infolist()}
    try:
        check_unlocked(archive, files)
        package_name = find_package(archive, files)
        package = read_xml(content(archive, files, package_name))
        names = list(chapter_names(package, posixpath.dirname(package_name)))[:MAX_CHAPTERS]
    except (ValueError, KeyError) as exc:
        raise refused(Reason.NOT_EPUB) from exc
    text, chapters = read_chapters(archive, files, names)
    return Parsed(
        text=text,
        title=field(package, "title"),
        author=", ".join(fields(package, "creator"))[:MAX_LINE] or None,
        site=field(package, "publisher"),
        published=published(package, request),
        url=request.url,
        language=language_code(field(package, "language")),
        pages=chapters,
    )


def read_chapters(
    archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo], names: list[str]
) -> tuple[str, tuple[PageStart, ...]]:
    """The text of all chapters, and where each begins. Raises ArticleRefused."""
    parts: list[str] = []
    chapters: list[PageStart] = []
    length = 0
    for number, name in enumerate(names, 1):
        blocks = list(chapter_blocks(content(archive, files, name))) if name in files else []
        text = "\n\n".join(block.text for block in blocks)
        if not text:
            continue
        heading = next((" ".join(block.lines) for block in blocks if block.form is Form.HEADING), str(number))
        chapters.append(PageStart(length, heading[:MAX_LABEL]))
        parts.append(text)
        length += len(text) + 2
        if length > MAX_TEXT:
            raise refused(Reason.TOO_LONG, most=MAX_TEXT)
    if not any(map(str.isalnum, "".join(parts))):
        raise refused(Reason.EMPTY)
    return "\n\n".join(parts), tuple(chapters)


def chapter_blocks(data: bytes) -> Iterator[Any]:
    root = read_xhtml(data)
    return read_blocks(root, ROLES) if root is not None else iter(())


def check_unlocked(archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo]) -> None:
    """Raises ArticleRefused where more than fonts is encrypted."""
    if ENCRYPTION in files:
        root = read_xml(content(archive, files, ENCRYPTION))
        methods = {element.get("Algorithm") for element in root.iter("{*}EncryptionMethod")}
        if methods - FONT_ENCRYPTION:
            raise refused(Reason.EPUB_LOCKED)


def find_package(archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo]) -> str:
    """The name of the package file. Raises KeyError and ValueError."""
    container = read_xml(content(archive, files, CONTAINER))
    for rootfile in container.iter("{*}rootfile"):
        if (name := rootfile.get("full-path")) in files:
            return str(name)
    raise KeyError("no package")


def chapter_names(package: Any, folder: str) -> Iterator[str]:
    """Names in the archive, in reading order, without the table of contents and what stands outside of the text."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for itemref in package.iter("{*}itemref"):
        item = items.get(itemref.get("idref"))
        if item is not None and itemref.get("linear") != "no" and "nav" not in (item.get("properties") or "").split():
            href = urllib.parse.unquote((item.get("href") or "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(folder, href))


def content(archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo], name: str) -> bytes:
    return read_entry(archive, files[name], Reason.NOT_EPUB)


def fields(package: Any, name: str) -> list[str]:
    """What Dublin Core says under this name."""
    elements = package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    lines = (" ".join("".join(element.itertext()).split()) for element in elements)
    return [line for line in lines if 0 < len(line) <= MAX_LINE][:10]


def field(package: Any, name: str) -> str | None:
    return next(iter(fields(package, name)), None)


def published(package: Any, request: Request) -> Dated | None:
    for written in fields(package, "date"):
        day = read_stated_date(written)
        if day is not None and is_likely(day, request.today):
            return Dated(day.isoformat(), written, Trust.STATED)
    return None
