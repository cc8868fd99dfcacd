"""A backup takes the place of what is there, and what was there is kept."""

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.backup.checking import unpacked
from bot.backup.manifest import DATABASES, Manifest
from bot.backup.writing import LEFT, utc_now
from bot.database import translated
from bot.errors import LibraryUnwritable
from bot.folders import held, make_durable
from bot.library import local


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the databases that were put in place, and where those are that were there."""

    manifest: Manifest
    kept: Sequence[Path]


def restore(folder: Path, backup: Path) -> Restored:
    """Put the databases of a backup into a data folder; those that were there are kept beside it under another name.

    All is checked before anything is touched. Each database is replaced at once: whatever interrupts this, there is
    the old one or the new one, and doing it again completes it. A database that the backup doesn't have is put aside
    too. Raises FileRefused while the bot runs on the folder, and as `unpacked`; LibraryUnwritable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder), tempfile.TemporaryDirectory(prefix=LEFT, dir=folder) as place:
            manifest = unpacked(backup, Path(place))
            for entry in manifest.databases:
                make_own(Path(place) / entry.name)
            stamp = f"replaced-{utc_now():%Y%m%d-%H%M%S}"
            kept = tuple(path for name in DATABASES for path in put_in_place(Path(place) / name, folder / name, stamp))
            make_durable(folder)
    except OSError as exc:
        raise LibraryUnwritable(str(folder), exc.strerror or str(exc)) from exc
    return Restored(manifest, kept)


def make_own(database: Path) -> None:
    """What is restored goes its own way from now on, so it is of another lineage: no index of the old one fits it."""
    if database.name == local.FILE:
        with translated(database), closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE state SET value = ? WHERE name = 'lineage'", (secrets.randbits(62),))
    make_durable(database)


def put_in_place(new: Path, path: Path, stamp: str) -> Sequence[Path]:
    """Let a file take the place of another; where that one is now. Without the new file, the old one is put aside.

    Only while the folder is held. Raises OSError.
    """
    kept = put_aside(path, stamp) if path.exists() else ()
    if new.exists():
        new.replace(path)
    else:
        path.unlink(missing_ok=True)
    return kept


def put_aside(path: Path, stamp: str) -> Sequence[Path]:
    """Keep a database under a name with the stamp; its old name stays until it is replaced, where it can."""
    bring_in_log(path)
    aside = free_name(path, stamp)
    log = path.with_name(f"{path.name}-wal")
    if log.exists():  # of a database that is too damaged to take it in
        log.replace(aside.with_name(f"{aside.name}-wal"))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        path.replace(aside)
    return (aside,)


def bring_in_log(path: Path) -> None:
    """Make a database one file, where that can be done."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def free_name(path: Path, stamp: str) -> Path:
    """A name beside it that nothing has."""
    aside = path.with_name(f"{path.name}.{stamp}")
    number = 2
    while aside.exists():
        aside = path.with_name(f"{path.name}.{stamp}-{number}")
        number += 1
    return aside
