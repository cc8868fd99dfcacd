"""One document, one article: by the ending of its name, and by nothing that it claims of itself."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from bot.errors import ArticleRefused, Phrase
from bot.intake.decode import decode
from bot.intake.drafts import Details, check_storable, make_draft
from bot.intake.plain import read_pasted_plain, read_plain
from bot.intake.set_aside import Pasted
from bot.model import Draft, Shelf


def read_marked(text: str) -> tuple[str, Details]:
    """Markdown; its parsers are loaded with the first of it, for they take a tenth of the time of a command."""
    from bot.intake.markdown import read_markdown

    return read_markdown(text)


def read_pasted_marked(text: str) -> Pasted:
    from bot.intake.markdown import read_pasted_markdown

    return read_pasted_markdown(text)


Reader = Callable[[str], tuple[str, Details]]
KINDS: Mapping[str, Reader] = {".md": read_marked, ".markdown": read_marked, ".txt": read_plain, "": read_plain}
"""Ending of a file's name -> what reads it as it is."""
PASTED: Mapping[Reader, Callable[[str], Pasted]] = {read_marked: read_pasted_marked, read_plain: read_pasted_plain}
"""And what sets aside the lines of the page from which it was pasted."""
NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class Understood:
    """The draft of an article, and what stood around it."""

    draft: Draft
    head: tuple[str, ...] = ()  # lines of a page, as they stood above the article; they are no part of the text
    tail: tuple[str, ...] = ()  # and below it


def read_document(
    data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
) -> Draft:
    """The draft of the article in `data`, out of a file called `name`; `details` go before what it says of itself.

    Raises ArticleRefused.
    """
    return understand(data, name, shelf, details, origin).draft


def understand(
    data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
) -> Understood:
    """As `read_document`, with the lines of a page that were set aside. Raises ArticleRefused."""
    reader = reader_of(name)
    pasted = PASTED[reader](read_text(data))
    text = pasted.text
    if reader is read_plain and not pasted.head:
        text = with_first_line(text, pasted.details, details)
    draft = drafted(data, name, shelf, details.over(pasted.details), text, origin)
    return Understood(draft, pasted.head, pasted.tail)


def understand_whole(
    data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
) -> Understood:
    """As `understand`, but nothing is set aside: all that stands there is the article's. Raises ArticleRefused."""
    reader = reader_of(name)
    text, own = reader(read_text(data))
    if reader is read_plain:
        text = with_first_line(text, own, details)
    return Understood(drafted(data, name, shelf, details.over(own), text, origin))


def with_first_line(text: str, own: Details, details: Details) -> str:
    """The text, with the line above it that was taken for its title, where it is given another title.

    It may be prose that only looked like a title: "Office hours: Monday to Friday, 9 to 17".
    """
    taken, given = own.title, details.title
    if not isinstance(taken, str) or given is None or str(given).split() == taken.split():
        return text
    return f"{taken}\n\n{text}"


def reader_of(name: str) -> Reader:
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise ArticleRefused(
            "Files ending in {suffix} can't be read; Markdown (.md) and plain text (.txt) can.",
            suffix=PurePath(name).suffix,
        )
    return KINDS[suffix]


def read_text(data: bytes) -> str:
    """The text of a file, with the line ends of Unix. Raises ArticleRefused."""
    written = decode(data).replace("\r\n", "\n")
    check_storable(Phrase("text"), written)  # before a parser silently replaces it
    return written


def drafted(data: bytes, name: str, shelf: Shelf, details: Details, text: str, origin: str | None) -> Draft:
    """The draft; where nothing says a title, it is the name of the file."""
    stem = Details(title=" ".join(PurePath(name).stem.replace("-", " ").replace("_", " ").split()) or None)
    return make_draft(shelf, text, details.over(stem), origin, hashlib.sha256(data).hexdigest())
