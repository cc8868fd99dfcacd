"""What is named, as items: one for each article that there may be."""

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from bot.errors import ArticleRefused, BotError, FileRefused, Phrase
from bot.gathering import READABLE
from bot.intake import read_bytes, read_rows
from bot.intake.archives import read_archive
from bot.intake.parsing import kind_of
from bot.intake.parsing.kinds import ZIP_MARK
from bot.model import Draft, Shelf

STANDARD_INPUT = "-"
ARCHIVE, ROWS = ".zip", ".jsonl"
"""Endings of files that hold more than one article."""
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
NESTED = Phrase("An archive in an archive isn't opened. Unpack it first.")


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes that are to be read as one article."""

    name: str  # what it is called to people: a path; that of an archive, and a name in it
    file: str  # the name of the file, whose ending tells how it is read
    load: Callable[[], bytes]  # raises FileRefused
    origin: str | None  # its URI, by which it is known again; None: it isn't


@dataclass(frozen=True, slots=True)
class Address:
    """A page on the web."""

    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """An article of a file that has one in each line."""

    name: str
    draft: Draft | BotError


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What can't be read at all."""

    name: str
    reason: Phrase


@dataclass(frozen=True, slots=True)
class OfOtherKind:
    """A file beside others that isn't meant to be read: a picture, a style sheet."""

    name: str


Item = Document | Address | Line | Unreadable | OfOtherKind


def is_address(name: str) -> bool:
    return ADDRESS.match(name) is not None


def names_many(name: str) -> bool:
    """Whether a name is that of many documents: of a folder, an archive, or a file with an article in each line."""
    return not is_address(name) and (Path(name).suffix.lower() in (ARCHIVE, ROWS) or Path(name).is_dir())


@dataclass(frozen=True, slots=True)
class Finder:
    """Makes items of what is named."""

    shelf: Shelf  # for the articles of files that have one in each line
    kept_folder: Path  # its files are on the shared shelf by themselves, so that nothing else is known by being one
    expect: Callable[[int], object]  # told by how many items more there are than the one that was named

    def items(self, name: str) -> Iterator[Item]:
        """The items of one name: an address, a folder, a file, or `-` for standard input."""
        if is_address(name):
            yield Address(name)
        elif name == STANDARD_INPUT:
            yield from self._of_standard_input()
        elif Path(name).is_dir():
            files = list(files_below(Path(name)))
            self.expect(len(files) - 1)
            for file in files:
                yield from self._of_file(file, beside_others=True) if isinstance(file, Path) else (file,)
        else:
            yield from self._of_file(Path(name))

    def _of_standard_input(self) -> Iterator[Item]:
        name = "standard input"
        try:
            data = read_bytes(STANDARD_INPUT)
        except FileRefused as refused:
            yield Unreadable(name, why(refused))
            return
        if data.startswith(ZIP_MARK) and kind_of(data) is None:
            yield from self._of_archive(data, name, None)
        else:
            yield Document(name, "", lambda: data, None)

    def _of_file(self, path: Path, beside_others: bool = False) -> Iterator[Item]:
        name, suffix = str(path), path.suffix.lower()
        if beside_others and not is_meant(suffix):
            yield OfOtherKind(name)
            return
        if suffix not in (ARCHIVE, ROWS):
            yield Document(name, path.name, partial(read_bytes, name), self._origin(path))
            return
        try:
            if suffix == ARCHIVE:
                yield from self._of_archive(read_bytes(name), name, self._origin(path))
            else:
                with path.open("rb") as lines:
                    yield from self._of_lines(lines, name)
        except FileRefused as refused:
            yield Unreadable(name, why(refused))
        except OSError as error:
            yield Unreadable(name, Phrase("{problem}.", problem=error.strerror or str(error)))

    def _of_archive(self, data: bytes, name: str, origin: str | None) -> Iterator[Item]:
        try:
            entries = list(read_archive(data))
        except ArticleRefused as refused:
            yield Unreadable(name, refused.reason)
            return
        self.expect(len(entries) - 1)
        for entry in entries:
            inside, suffix = f"{name}/{entry.name}", PurePosixPath(entry.name).suffix.lower()
            if isinstance(entry.data, ArticleRefused):
                yield Unreadable(inside, entry.data.reason)
            elif suffix == ARCHIVE:
                yield Unreadable(inside, NESTED)
            elif suffix == ROWS:
                yield from self._of_lines(io.BytesIO(entry.data), inside)
            elif not is_meant(suffix):
                yield OfOtherKind(inside)
            else:
                known = f"{origin}#{quote(entry.name)}" if origin else None
                yield Document(inside, PurePosixPath(entry.name).name, partial(bytes, entry.data), known)

    def _of_lines(self, lines: io.BufferedIOBase, name: str) -> Iterator[Item]:
        self.expect(-1)
        for row in read_rows(lines, self.shelf):
            self.expect(1)
            yield Line(f"{name}, line {row.line}", row.draft)

    def _origin(self, path: Path) -> str | None:
        whole = path.resolve()
        return None if whole.is_relative_to(self.kept_folder.resolve()) else whole.as_uri()


def is_meant(suffix: str) -> bool:
    """Whether files with this ending, in small letters, are read where they stand beside others."""
    return suffix in READABLE or suffix in (ARCHIVE, ROWS)


def why(refused: FileRefused) -> Phrase:
    return refused.reason if isinstance(refused.reason, Phrase) else Phrase(refused.reason)


def files_below(folder: Path) -> Iterator[Path | Unreadable]:
    """The files in a folder and the folders in it, in the order of their names, without hidden ones."""
    unlisted: list[Unreadable] = []

    def note(error: OSError) -> None:
        unlisted.append(
            Unreadable(str(error.filename), Phrase("This folder can't be listed: {problem}.", problem=error.strerror))
        )

    for here, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (
            path for name in sorted(names) if not name.startswith(".") and (path := Path(here) / name).is_file()
        )
    yield from unlisted
