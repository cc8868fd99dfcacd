"""A backup is made, while the bot runs or not."""

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.backup.manifest import DATABASES, NAME, Entry, Manifest
from bot.database import BUSY_SECONDS, copy, translated
from bot.errors import FileRefused, LibraryDamaged, Phrase
from bot.folders import make_durable, share

LEFT = ".verbatim-"
"""How the names of what is unfinished begin."""
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    path: Path
    manifest: Manifest
    size: int  # bytes
    sha256: str  # of the file


def utc_now() -> datetime:
    return datetime.now(UTC)


def write_backup(folder: Path, target: Path) -> Backup:
    """Copy the databases of a data folder into one file, which takes the place of one that is there.

    The bot may be at work on the folder. Until it is whole and durable the file has another name. A damaged database
    isn't copied, so that no good backup is replaced by it. Raises FileRefused for a folder without databases and a
    file that can't be written, and what is below `bot.errors.Broken`.
    """
    there = [name for name in DATABASES if (folder / name).is_file()]
    if not there:
        raise FileRefused(str(folder), Phrase("There is no database here, so there is nothing to back up."))
    let_go = share(folder, BUSY_SECONDS)
    try:
        with tempfile.TemporaryDirectory(prefix=LEFT, dir=target.parent) as place:
            made = Path(place) / "backup"
            manifest = write_archive(folder, there, made)
            make_durable(made)
            backup = Backup(target, manifest, made.stat().st_size, digest_of(made))
            made.replace(target)
        make_durable(target.parent)
    except OSError as exc:
        reason = Phrase("{problem}. Nothing was written.", problem=exc.strerror or str(exc))
        raise FileRefused(str(target), reason) from exc
    finally:
        let_go()
    return backup


def write_archive(folder: Path, names: list[str], path: Path) -> Manifest:
    """Only its owner may read it. A copy is deleted before the next one is made. Raises OSError."""
    made = utc_now()
    with (
        os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream,
        ZipFile(stream, "w") as archive,
    ):
        entries = tuple(add_database(archive, folder / name, path.with_name(name)) for name in names)
        manifest = Manifest(bot=metadata.version("verbatim-bot"), made=made, databases=entries)
        archive.writestr(member(NAME, made), manifest.model_dump_json(indent=1))
    return manifest


def add_database(archive: ZipFile, source: Path, copied: Path) -> Entry:
    """Copy a database, and put the copy into the archive."""
    moment = utc_now()
    copy(source, copied)
    version = sound_version(copied, source)
    digest, size = hashlib.sha256(), 0
    with copied.open("rb") as stream, archive.open(member(source.name, moment), "w", force_zip64=True) as packed:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            packed.write(chunk)
    copied.unlink()
    return Entry(name=source.name, version=version, size=size, sha256=digest.hexdigest(), moment=moment)


def sound_version(copied: Path, source: Path) -> int:
    """The version of the schema of a copy that SQLite finds sound. Raises LibraryDamaged, which names the source."""
    with translated(source), closing(sqlite3.connect(copied)) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if faults or version < 1:
        raise LibraryDamaged(str(source), "; ".join(faults) or "it has no version")
    return version


def member(name: str, moment: datetime) -> ZipInfo:
    """An archive's member of that name and time."""
    info = ZipInfo(name, moment.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
