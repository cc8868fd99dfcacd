"""Markup of strangers. XML is read without entities and DTDs, and within libxml2's own limits on depth and size."""

import html
import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from bot.intake.drafts import LANGUAGE

ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
OF_XML = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]{0,500}(?:\[[^\]]{0,100000}\]\s{0,100})?>", re.IGNORECASE)


def read_xml(data: bytes) -> Any:
    """The root. Raises ValueError for what is no XML, or declares entities of its own."""
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, LookupError, ValueError) as exc:
        raise ValueError("not XML") from exc
    info = root.getroottree().docinfo.internalDTD
    if info is not None and next(iter(info.iterentities()), None) is not None:
        raise ValueError("it declares entities")
    return root


def read_xhtml(data: bytes) -> Any:
    """The root of a page of an EPUB, however it is damaged; None where there is none.

    Names of letters (&nbsp;) are put in first, for they come from a DTD that is not read.
    """
    data = ENTITY.sub(named_letter, DOCTYPE.sub(b"", data, count=1))
    return etree.fromstring(data, parser(recover=True))


def named_letter(entity: re.Match[bytes]) -> bytes:
    if entity[1] in OF_XML:
        return entity[0]
    return html.unescape(entity[0].decode("ascii")).encode("ascii", "xmlcharrefreplace")


def language_code(written: str | None) -> str | None:
    """The ISO 639 code of the primary language that a document declares: en-GB is en. None for what is no code."""
    found = LANGUAGE.fullmatch((written or "").strip())
    return found[1].lower() if found and found[1].lower() != "und" else None


def parser(**options: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, **options
    )
