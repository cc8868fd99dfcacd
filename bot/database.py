"""SQLite: connections, transactions, migrations, and its errors in our words."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Empty, LifoQueue

from bot.errors import BotError, DiskFull, LibraryBusy, LibraryDamaged, LibraryTooNew, LibraryUnwritable

BUSY_SECONDS = 30.0
"""How long a writer waits for another process's transaction. The longest is an import's batch, about 1 s."""
FLUSH_MILLISECONDS = 1_000
"""How long emptying the log waits for readers."""

Migration = Callable[[sqlite3.Connection], None]
"""What brings a schema from one version to the next, within the transaction that it is given."""


class Database:
    """One SQLite file, with a pool of connections: any thread may use it, several processes may share it.

    Its schema has a table `state (name, value)` of named whole numbers.
    """

    def __init__(self, path: Path, migrations: Sequence[Migration]) -> None:
        """Open the file, and make it where there is none; bring its schema up to date, version by version.

        The version of a schema is the number of migrations that made it. Raises what is below `bot.errors.Broken`.
        """
        self.path = path
        self._migrations = migrations
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        with self.translated():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as exc:
                raise LibraryUnwritable(str(path.parent), exc.strerror or str(exc)) from exc
            self._write_ahead()
            self._migrate()

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
        known = len(self._migrations)
        while (version := self._version()) < known:
            with self.write() as connection:
                if connection.execute("PRAGMA user_version").fetchone()[0] == version:  # no other process was first
                    try:
                        self._migrations[version](connection)
                    except (ValueError, TypeError) as exc:  # what nobody wrote so
                        raise LibraryDamaged(str(self.path), str(exc)) from exc
                    connection.execute(f"PRAGMA user_version = {version + 1}")
        if version > known:
            raise LibraryTooNew(str(self.path), version, known)

    def _version(self) -> int:
        with self._connection() as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    @contextlib.contextmanager
    def translated(self) -> Iterator[None]:
        """Raise SQLite's errors as ours."""
        try:
            yield
        except sqlite3.Error as exc:
            raise self._translate(exc) from exc
        except UnicodeDecodeError as exc:
            raise LibraryDamaged(str(self.path), str(exc)) from exc

    def _translate(self, exc: sqlite3.Error) -> BotError:
        name = getattr(exc, "sqlite_errorname", None) or "SQLITE_ERROR"
        if name.startswith("SQLITE_FULL"):
            return DiskFull(str(self.path.parent))
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return LibraryBusy(str(self.path.parent))
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            return LibraryUnwritable(str(self.path.parent), str(exc))
        if name.startswith("SQLITE_IOERR"):
            return LibraryUnwritable(str(self.path.parent), f"{exc}, {free_space(self.path)}")
        return LibraryDamaged(str(self.path), str(exc))


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
