"""Brings the catalogues up to date with the sentences in the code: `python -m tests.reply.update_catalogues`.

A new sentence gets an empty translation, which a test then asks for; a sentence that has gone is taken out.
"""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.errors import Worded
from bot.reply.commands import COMMANDS, MENUS
from bot.reply.words import LOCALE_DIR

CODE = Path(__file__).parent.parent.parent / "bot"
WORDED = tuple(sorted(each.__name__ for each in Worded.__subclasses__()))
"""Errors whose sentence is written where they are raised."""
CHANGING = (b'"Project-', b'"POT-', b'"PO-', b'"Last-', b'"Report-', b'"Generated-')
KEYWORDS: Mapping[str, tuple[int, int] | None] = {
    **dict.fromkeys(("words", "Phrase", "Saying", *WORDED)),
    "many": (2, 3),
}


def sentences() -> dict[str, str | tuple[str, ...]]:
    """Every sentence in the code, by its name in a catalogue; those that count things have a plural too."""
    return said_by(KEYWORDS) | {name: name for path in COMMANDS if path not in MENUS for name in path.split()}


def said_by(keywords: Mapping[str, tuple[int, int] | None]) -> dict[str, str | tuple[str, ...]]:
    """The literals in calls of these names."""
    found: dict[str, str | tuple[str, ...]] = {}
    for _, _, message, _, _ in extract_from_dir(CODE, [("**.py", "python")], keywords=keywords, comment_tags=()):
        if message:
            found[message if isinstance(message, str) else message[0]] = message
    return found


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Each catalogue and its file."""
    for path in sorted(LOCALE_DIR.glob("*/LC_MESSAGES/bot.po")):
        with path.open("rb") as stream:
            yield path, read_po(stream, locale=path.parent.parent.name)


def updated(before: Catalog) -> Catalog:
    """The catalogue with a message for each sentence, and no other; translations are kept."""
    after = Catalog(before.locale, project=before.project, fuzzy=False)
    after.header_comment, after.mime_headers = before.header_comment, before.mime_headers
    for name, sentence in sentences().items():
        old: Message | None = before.get(name)
        kept = old is not None and isinstance(old.id, str) == isinstance(sentence, str)
        new = after.add(sentence, string=old.string if old is not None and kept else None)
        new.flags = set(old.flags if old is not None else ()) - {"python-format", "python-brace-format"}
    return after


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue, without what changes each time that it is written."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, sort_output=True)
    return b"".join(line for line in stream.getvalue().splitlines(keepends=True) if not line.startswith(CHANGING))


def main() -> None:
    for path, catalogue in catalogues():
        path.write_bytes(written(updated(catalogue)))
        print(path)


if __name__ == "__main__":
    main()
