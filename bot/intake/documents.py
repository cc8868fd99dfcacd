"""One document, one article: by the ending of its name, and by nothing that it claims of itself."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath

from bot.errors import ArticleRefused, Phrase
from bot.intake.decode import decode
from bot.intake.drafts import Details, check_storable, make_draft
from bot.intake.plain import read_plain
from bot.model import Draft, Shelf


def read_marked(text: str) -> tuple[str, Details]:
    """Markdown; its parsers are loaded with the first of it, for they take a tenth of the time of a command."""
    from bot.intake.markdown import read_markdown

    return read_markdown(text)


Reader = Callable[[str], tuple[str, Details]]
KINDS: Mapping[str, Reader] = {".md": read_marked, ".markdown": read_marked, ".txt": read_plain, "": read_plain}
"""Ending of a file's name -> what reads it."""
NOTHING_SAID = Details()


def read_document(
    data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
) -> Draft:
    """The draft of the article in `data`, out of a file called `name`; `details` go before what it says of itself.

    Raises ArticleRefused.
    """
    path = PurePath(name)
    reader = KINDS.get(path.suffix.lower())
    if reader is None:
        raise ArticleRefused(
            "Files ending in {suffix} can't be read; Markdown (.md) and plain text (.txt) can.", suffix=path.suffix
        )
    written = decode(data).replace("\r\n", "\n")
    check_storable(Phrase("text"), written)  # before a parser silently replaces it
    text, own = reader(written)
    stem = Details(title=" ".join(path.stem.replace("-", " ").replace("_", " ").split()) or None)
    return make_draft(shelf, text, details.over(own).over(stem), origin, hashlib.sha256(data).hexdigest())
