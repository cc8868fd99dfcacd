"""SQLite: connections, transactions, migrations, copies, and its errors in our words."""

import contextlib
import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from queue import Empty, LifoQueue

from bot.errors import BotError, DiskFull, LibraryBusy, LibraryDamaged, LibraryTooNew, LibraryUnwritable
from bot.folders import make_durable, share

BUSY_SECONDS = 30.0
"""How long a writer waits for another process's transaction. The longest is an import's batch, about 1 s."""
FLUSH_MILLISECONDS = 1_000
"""How long emptying the log waits for readers."""
COPIES_KEPT = 3
COPY_KEPT = timedelta(days=30)
"""Of a file as it was before a migration: so many, for so long, since what was forgotten later is still in them."""

Migration = Callable[[sqlite3.Connection], None]
"""What brings a schema from one version to the next, within the transaction that it is given."""


class Database:
    """One SQLite file, with a pool of connections: any thread may use it, several processes may share it.

    Its schema has a table `state (name, value)` of named whole numbers.
    """

    def __init__(self, path: Path, migrations: Sequence[Migration]) -> None:
        """Open the file, and make it where there is none; bring its schema up to date, version by version.

        The version of a schema is the number of migrations that made it. Before a file is migrated, a copy of it is
        kept beside it, `<name>.version-<number>`. While this is open, nobody can hold the folder.
        Raises what is below `bot.errors.Broken`.
        """
        self.path = path
        self._migrations = migrations
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise LibraryUnwritable(str(path.parent), exc.strerror or str(exc)) from exc
        self._let_go = weakref.finalize(self, share(path.parent, BUSY_SECONDS))
        try:
            with self.translated():
                self._write_ahead()
                self._migrate()
        except BaseException:
            self.close()
            raise

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection whose reads all see one state of the database."""
        with self.translated(), self._connection() as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM state").fetchone()  # from here on it stays as it is
            try:
                yield connection
            except (ValueError, TypeError) as exc:  # a date, a number or a text that nobody wrote so
                raise LibraryDamaged(str(self.path), str(exc)) from exc
            finally:
                connection.rollback()

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: durable when it ends, undone when it raises. Others wait for it."""
        with self.translated(), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise

    def value(self, name: str) -> int:
        """A number of the table `state`."""
        with self.translated(), self._connection() as connection:
            row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
            if row is None or not isinstance(row[0], int):
                raise LibraryDamaged(str(self.path), f"it has lost its {name}")
            return row[0]

    def flush_log(self) -> bool:
        """Bring the write-ahead log into the file and empty it, so that what was deleted is in neither.

        False where somebody has been reading for too long: then the log is emptied when the last process closes the
        file, or written over. Raises what is below `bot.errors.Broken`.
        """
        with self.translated(), self._connection() as connection:
            connection.execute(f"PRAGMA busy_timeout = {FLUSH_MILLISECONDS}")
            try:
                busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return not busy

    def close(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._idle.get_nowait().close()
        self._let_go()

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
        try:
            yield connection
        except sqlite3.DatabaseError:
            connection.close()
            raise
        except BaseException:
            self._idle.put(connection)
            raise
        else:
            self._idle.put(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is written over with zeros
        return connection

    def _write_ahead(self) -> None:
        """Switch to WAL, once. SQLite doesn't wait for others in that, so we do. Raises sqlite3.OperationalError."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with self._connection() as connection:
                    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                        connection.execute("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError as exc:
                if "locked" not in str(exc) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _migrate(self) -> None:
        """Run the migrations that the file has not seen, each in a transaction of its own."""
        known, copied = len(self._migrations), False
        while (version := self._version()) < known:
            with self.write() as connection:
                if connection.execute("PRAGMA user_version").fetchone()[0] == version:  # no other process was first
                    if version > 0 and not copied:
                        copy(self.path, copy_of_version(self.path, version))
                        copied = True
                    try:
                        self._migrations[version](connection)
                    except (ValueError, TypeError) as exc:  # what nobody wrote so
                        raise LibraryDamaged(str(self.path), str(exc)) from exc
                    connection.execute(f"PRAGMA user_version = {version + 1}")
        if version > known:
            raise LibraryTooNew(str(self.path), version, known)
        drop_old_copies(self.path)

    def _version(self) -> int:
        with self._connection() as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def translated(self) -> contextlib.AbstractContextManager[None]:
        """Raise SQLite's errors as ours."""
        return translated(self.path)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise SQLite's errors about the file at `path` as ours."""
    try:
        yield
    except sqlite3.Error as exc:
        raise translation(exc, path) from exc
    except UnicodeDecodeError as exc:
        raise LibraryDamaged(str(path), str(exc)) from exc


def translation(exc: sqlite3.Error, path: Path) -> BotError:
    name = getattr(exc, "sqlite_errorname", None) or "SQLITE_ERROR"
    if name.startswith("SQLITE_FULL"):
        return DiskFull(str(path.parent))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LibraryBusy(str(path.parent))
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return LibraryUnwritable(str(path.parent), str(exc))
    if name.startswith("SQLITE_IOERR"):
        return LibraryUnwritable(str(path.parent), f"{exc}, {free_space(path)}")
    return LibraryDamaged(str(path), str(exc))


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run statements that each end with a semicolon and a line's end, within the transaction that is open."""
    for statement in script.split(";\n"):
        connection.execute(statement)


def free_space(path: Path) -> str:
    """How much room the disk of `path` has left, in words."""
    try:
        fs = os.statvfs(path.parent)
    except OSError:
        return "free space unknown"
    return f"{fs.f_bavail * fs.f_frsize // 2**20} MiB free on its disk"


# Copies


def copy(source: Path, target: Path) -> None:
    """Copy a database whole, as it is at one moment, while others read and write it: SQLite's online backup.

    The copy is one file, durable when this returns, and takes the place of one that is there; until then it is called
    `<target>.part`. Raises what is below `bot.errors.Broken`.
    """
    part = target.with_name(f"{target.name}.part")
    for rest in ("", "-journal", "-wal", "-shm"):  # of one that was killed
        part.with_name(part.name + rest).unlink(missing_ok=True)
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as origin,
            contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copied,
        ):
            origin.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            copied.execute("PRAGMA synchronous = OFF")  # it is made durable below
            copied.execute("PRAGMA journal_mode = OFF")
            origin.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")  # so that nothing of it is in a log beside it
        make_durable(part)
        part.replace(target)
        make_durable(target.parent)
    except BaseException as exc:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(exc, sqlite3.Error):
            full = getattr(exc, "sqlite_errorname", "") == "SQLITE_FULL"
            raise translation(exc, target if full else source) from exc
        if isinstance(exc, OSError):
            raise LibraryUnwritable(str(target.parent), exc.strerror or str(exc)) from exc
        raise


def copy_of_version(path: Path, version: int) -> Path:
    """Where a database is kept as it was before it was migrated from this version."""
    return path.with_name(f"{path.name}.version-{version}")


def drop_old_copies(path: Path) -> None:
    """Delete the copies from before migrations that are too many or too old; what can't be deleted stays."""
    with contextlib.suppress(OSError):
        copies = sorted(path.parent.glob(f"{path.name}.version-*[0-9]"), key=lambda each: -each.stat().st_mtime)
        for place, each in enumerate(copies):
            if place >= COPIES_KEPT or time.time() - each.stat().st_mtime > COPY_KEPT.total_seconds():
                each.unlink()
