"""ZIP archives of documents: each entry is one, and one that is damaged is refused alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import ArticleRefused
from bot.intake.zips import open_zip, read_entry

MAX_NAME = 200
IGNORED_FOLDERS = frozenset(("__MACOSX",))
IGNORED_NAMES = frozenset(("Thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive."""

    name: str  # to be shown: folders and name with / between them, printable, at most MAX_NAME; not a path to open
    data: bytes | ArticleRefused


def read_archive(data: bytes) -> Iterator[Entry]:
    """The files in a ZIP archive, one after the other, without what operating systems put there by themselves.

    An archive within it is yielded as it is, and not opened. Raises ArticleRefused for the archive as a whole.
    """
    archive = open_zip(data)
    for entry in archive.infolist():
        name = shown_name(entry.filename)
        if entry.is_dir() or not name or is_ignored(name):
            continue
        try:
            content: bytes | ArticleRefused = read_entry(archive, entry)
        except ArticleRefused as refusal:
            content = refusal
        yield Entry(name, content)


def shown_name(written: str) -> str:
    """A name without the parts that lead elsewhere."""
    parts = written.replace("\\", "/").split("/")
    kept = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    printable = "".join(char if char.isprintable() else " " for char in "/".join(kept))
    return printable[-MAX_NAME:].strip(" /")


def is_ignored(name: str) -> bool:
    folders, _, last = name.rpartition("/")
    return last.startswith(".") or last in IGNORED_NAMES or not IGNORED_FOLDERS.isdisjoint(folders.split("/"))
