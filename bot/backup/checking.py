"""Whether a file is a backup, whole, and of a version that is known. Whoever made it is not trusted.

Of the archive just those members are read that the manifest may name, each to a file of ours and no further than the
manifest says: a path in it leads nowhere, and what unpacks to more is refused.
"""

import hashlib
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import ValidationError

from bot.backup.manifest import DATABASES, NAME, Entry, Manifest
from bot.backup.writing import CHUNK_BYTES, LEFT
from bot.database import translated
from bot.errors import BotError, DiskFull, FileRefused, LibraryTooNew, Phrase

MAX_MANIFEST_BYTES = 64 * 1024
NO_BACKUP = Phrase("This is no backup that the bot has made.")
DAMAGED = Phrase("This backup is damaged: {what} is not as it was written. Take another one.")
UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    RuntimeError,
    NotImplementedError,
    EOFError,
    zlib.error,
    KeyError,
)
"""What reading a broken archive raises."""


def check_backup(path: Path) -> Manifest:
    """Whether a backup could be restored: what it says of itself. Raises as `unpacked`."""
    with tempfile.TemporaryDirectory(prefix=LEFT) as place:
        return unpacked(path, Path(place))


def unpacked(path: Path, place: Path) -> Manifest:
    """Unpack the databases of a backup into a folder, and check each of them.

    Raises FileRefused for what is no backup, is damaged, or is from a later version; LibraryTooNew; DiskFull.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive, path)
            needed, free = sum(entry.size for entry in manifest.databases), shutil.disk_usage(place).free
            if needed > free:
                raise DiskFull(str(place))
            for entry in manifest.databases:
                unpack(archive, entry, place / entry.name, path)
    except OSError as exc:
        raise FileRefused(str(path), f"{exc.strerror or exc}.") from exc
    except UNREADABLE as exc:
        raise FileRefused(str(path), NO_BACKUP) from exc
    for entry in manifest.databases:
        check_database(place / entry.name, entry, path)
    return manifest


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """What the backup says of itself; each database that it names is one of ours, and is named once."""
    with archive.open(NAME) as stream:
        text = stream.read(MAX_MANIFEST_BYTES + 1)
    try:
        manifest = Manifest.model_validate_json(text[: MAX_MANIFEST_BYTES + 1])
    except ValidationError as exc:
        if any(each["loc"] == ("format",) for each in exc.errors()):
            raise FileRefused(str(path), Phrase("A later version of the bot has made this backup.")) from exc
        raise FileRefused(str(path), NO_BACKUP) from exc
    names = [entry.name for entry in manifest.databases]
    if len(text) > MAX_MANIFEST_BYTES or len(set(names)) < len(names) or not set(names) <= set(DATABASES):
        raise FileRefused(str(path), NO_BACKUP)
    for entry in manifest.databases:
        if entry.version > len(DATABASES[entry.name]):
            raise LibraryTooNew(f"{path}: {entry.name}", entry.version, len(DATABASES[entry.name]))
    return manifest


def unpack(archive: zipfile.ZipFile, entry: Entry, target: Path, path: Path) -> None:
    """One database, as far as the manifest says; it must have the digest that is said there."""
    digest, size = hashlib.sha256(), 0
    with damage_named(path, entry.name), archive.open(entry.name) as packed, target.open("xb") as stream:
        while chunk := packed.read(min(CHUNK_BYTES, entry.size - size + 1)):
            size += len(chunk)
            if size > entry.size:
                break
            digest.update(chunk)
            stream.write(chunk)
    if size != entry.size or digest.hexdigest() != entry.sha256:
        raise FileRefused(str(path), Phrase(DAMAGED, what=entry.name))


@contextmanager
def damage_named(path: Path, name: str) -> Iterator[None]:
    """Raise what a broken archive raises as ours."""
    try:
        yield
    except UNREADABLE as exc:
        raise FileRefused(str(path), Phrase(DAMAGED, what=name)) from exc


def check_database(database: Path, entry: Entry, path: Path) -> None:
    """SQLite finds it sound, and it has the tables of its version and nothing else: no trigger of a stranger."""
    try:
        with translated(database), closing(read_only(database)) as connection:
            sound = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            ours = sound and version == entry.version and shape(connection) == shape_of(entry.name, version)
    except BotError as exc:
        raise FileRefused(str(path), Phrase(DAMAGED, what=entry.name)) from exc
    if not ours:
        raise FileRefused(str(path), Phrase(DAMAGED, what=entry.name))


def read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


Shape = frozenset[tuple[str, str, str]]


def shape(connection: sqlite3.Connection) -> Shape:
    """(type, name, SQL) of all that a schema has; the SQL of what acts or shows by itself, else empty.

    That of a table is written by SQLite after an `ALTER TABLE`, and another version of it may write it otherwise.
    """
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return frozenset((type, name, sql if type in ("trigger", "view") else "") for type, name, sql in rows)


def shape_of(name: str, version: int) -> Shape:
    """That of a database of this version, as the migrations make it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in DATABASES[name][:version]:
            migration(connection)
        return shape(connection)
