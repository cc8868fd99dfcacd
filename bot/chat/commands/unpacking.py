"""A file of many articles, read piece by piece: one a line, or an archive of files."""

import contextlib
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath

import discord

from bot import reply
from bot.chat import outgoing
from bot.chat.front import Front, Place
from bot.chat.markup import plain
from bot.chat.outgoing import Outgoing
from bot.chat.previews import Document
from bot.desk import Desk
from bot.errors import ArticleRefused, BotError, Broken, InputRefused, Stopping
from bot.gathering import READABLE, told_kind
from bot.intake import Details, read_rows
from bot.intake.archives import read_archive
from bot.intake.parsing.kinds import ZIP_MARK
from bot.model import Draft, Shelf

AT_ONCE_SECONDS = 0.5
"""Of reading in one piece of work."""
MAX_SECONDS = 5 * 60
"""Of reading in all: Discord takes an answer for 15 minutes, in which it is kept as well."""
MAX_FOUND = 100_000
"""Articles and refusals of a file: more than articles fit into the largest file."""
MAX_CHARACTERS = 25_000_000
"""Code points of all articles of a file, which wait in memory until they are kept."""
KEPT_REASONS = 1_000
PROGRESS_SECONDS = 2.0
"""How often the message says how far it has come: Discord takes some five edits in five seconds."""
ROWS = frozenset((".jsonl", ".ndjson"))
BESIDES = frozenset((*ROWS, ".zip"))
NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of the file that is no article."""

    file: str  # its name in an archive; empty for the file itself
    line: int  # from 1; 0 for all of it
    why: str  # a Phrase


@dataclass(frozen=True, slots=True)
class Other:
    """A file in an archive that isn't meant to be read: a picture, a style sheet."""


Piece = Draft | Refusal | Other


@dataclass(slots=True)
class Findings:
    """What the parts of a file are."""

    drafts: list[Draft] = field(default_factory=list)
    refused: int = 0
    reasons: list[Refusal] = field(default_factory=list)  # the first KEPT_REASONS
    others: int = 0
    characters: int = 0

    def add(self, piece: Piece) -> None:
        match piece:
            case Draft():
                self.drafts.append(piece)
                self.characters += len(piece.text)
            case Other():
                self.others += 1
            case Refusal():
                self.refused += 1
                if len(self.reasons) < KEPT_REASONS:
                    self.reasons.append(piece)

    def check(self) -> None:
        """Raises InputRefused where they are too many."""
        if len(self.drafts) + self.refused > MAX_FOUND:
            raise InputRefused("The file has more than {most:,} lines. Split it.", most=MAX_FOUND)
        if self.characters > MAX_CHARACTERS:
            raise InputRefused("The file holds more than {most:,} characters. Split it.", most=MAX_CHARACTERS)


async def read(
    front: Front, place: Place, interaction: discord.Interaction, server: int, document: Document
) -> Findings:
    """The articles of a file, all for this server's shelf, whatever it says. Raises InputRefused, ArticleRefused."""
    pieces, findings = pieces_of(front.desk, place.shelf, document), Findings()
    began = told = time.monotonic()
    while batch := await front.readers.read(server, first, pieces):
        for piece in batch:
            findings.add(piece)
        findings.check()
        if front.work.stopping:
            raise Stopping
        now = time.monotonic()
        if now - began > MAX_SECONDS:
            raise InputRefused("Reading it takes longer than {seconds:,} seconds. Split it.", seconds=MAX_SECONDS)
        if now - told > PROGRESS_SECONDS:
            told = now
            await tell_progress(place, interaction, findings)
    return findings


async def tell_progress(place: Place, interaction: discord.Interaction, findings: Findings) -> None:
    """Say how far it has come; where that fails, it goes on all the same."""
    said = reply.curation.read_so_far(place.words, len(findings.drafts) + findings.refused)
    with contextlib.suppress(discord.HTTPException):
        await outgoing.answer(interaction, Outgoing(plain(said)))


def first(pieces: Iterator[Piece]) -> list[Piece]:
    """The next pieces, as many as there is time for in one piece of work; nothing after the last."""
    until, batch = time.monotonic() + AT_ONCE_SECONDS, []
    for piece in pieces:
        batch.append(piece)
        if time.monotonic() > until:
            break
    return batch


def pieces_of(desk: Desk, shelf: Shelf, document: Document) -> Iterator[Piece]:
    """What there is in a file. Raises InputRefused for one that holds one article, ArticleRefused for an archive as a
    whole."""
    packed = document.data.startswith(ZIP_MARK)
    suffix = PurePath(document.name).suffix.lower()
    if suffix not in BESIDES and told_kind(document.data, document.name) is not None:
        raise InputRefused("That is one article, not many: /article add takes it.")
    return entries(desk, shelf, document.data) if packed else rows(shelf, "", document.data)


def rows(shelf: Shelf, file: str, data: bytes) -> Iterator[Piece]:
    """The articles of lines."""
    for row in read_rows(io.BytesIO(data), shelf):
        yield row.draft if isinstance(row.draft, Draft) else Refusal(file, row.line, row.draft.phrase)


def entries(desk: Desk, shelf: Shelf, data: bytes) -> Iterator[Piece]:
    """The articles of an archive's files."""
    for entry in read_archive(data):
        suffix = PurePosixPath(entry.name).suffix.lower()
        if suffix not in READABLE | BESIDES:
            yield Other()
        elif isinstance(entry.data, ArticleRefused):
            yield Refusal(entry.name, 0, entry.data.reason)
        elif suffix in ROWS:
            yield from rows(shelf, entry.name, entry.data)
        else:
            yield one(desk, shelf, entry.name, entry.data)


def one(desk: Desk, shelf: Shelf, name: str, data: bytes) -> Piece:
    """A file of an archive: its article, or why it is none."""
    try:
        return desk.read(data, PurePosixPath(name).name, shelf, NOTHING_SAID).draft
    except BotError as exc:
        if isinstance(exc, Broken):
            raise
        return Refusal(name, 0, exc.phrase)
