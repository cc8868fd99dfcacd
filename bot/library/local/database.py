"""SQLite: connections, transactions, the schema, and its errors in our words."""

import contextlib
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, LifoQueue

from bot.errors import BotError, DiskFull, LibraryBusy, LibraryDamaged, LibraryTooNew, LibraryUnwritable

SCHEMA_VERSION = 1
BUSY_SECONDS = 30.0
"""How long a writer waits for another process's transaction. The longest is an import's batch, about 1 s."""

SCHEMA = """
CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    shelf TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT,
    url TEXT,
    published TEXT,              -- ISO 8601: a day, or a moment with its zone
    language TEXT NOT NULL,
    tags TEXT NOT NULL,          -- JSON array
    added TEXT NOT NULL,         -- ISO 8601, UTC
    origin TEXT,                 -- URI of the file that it was read from
    origin_digest TEXT,
    text_digest TEXT NOT NULL,   -- SHA-256 of the text's UTF-8
    search_key TEXT NOT NULL,    -- title and source, case folded
    removed TEXT,                -- ISO 8601, UTC; NULL while it is on its shelf
    change INTEGER NOT NULL,     -- number of the last change; the index replays what is above its own
    UNIQUE (shelf, id)
) STRICT;
CREATE UNIQUE INDEX article_text ON article (shelf, text_digest) WHERE removed IS NULL;
CREATE UNIQUE INDEX article_change ON article (change);
CREATE INDEX article_added ON article (shelf, added) WHERE removed IS NULL;
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;

-- The passages of an article, in the order of `start`, concatenate to its text.
CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice
    article INTEGER NOT NULL REFERENCES article (number),
    start INTEGER NOT NULL,      -- code points from the start of the article's text
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,     -- start and end of each, from the start of the passage: "0 17 18 40"
    terms TEXT NOT NULL,         -- a line a sentence, terms separated by spaces
    title_terms TEXT NOT NULL
) STRICT;
CREATE INDEX passage_article ON passage (article, start);

-- What is on the shelves (removed articles don't count), kept in the same transaction as each change.
CREATE TABLE total (
    shelf TEXT NOT NULL,
    language TEXT NOT NULL,
    articles INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    PRIMARY KEY (shelf, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""


class Database:
    """One SQLite file, with a pool of connections: any thread may use it, several processes may share it."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make it where there is none. Raises what is below `bot.errors.Broken`."""
        self.path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        with self.translated():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as exc:
                raise LibraryUnwritable(str(path.parent), exc.strerror or str(exc)) from exc
            self._write_ahead()
            self._make_schema()

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

    def _make_schema(self) -> None:
        with self._connection() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise LibraryTooNew(str(self.path), version, SCHEMA_VERSION)
        if version == SCHEMA_VERSION:
            return
        with self.write() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0]:
                return  # another process was first
            for statement in SCHEMA.split(";\n"):
                connection.execute(statement)
            # The lineage tells a database from another one that has stood at the same place: an index belongs to one.
            connection.executemany(
                "INSERT INTO state VALUES (?, ?)",
                [("change", 0), ("analysis", 0), ("lineage", secrets.randbits(62))],
            )
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

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


def free_space(path: Path) -> str:
    """How much room the disk of `path` has left, in words."""
    try:
        fs = os.statvfs(path.parent)
    except OSError:
        return "free space unknown"
    return f"{fs.f_bavail * fs.f_frsize // 2**20} MiB free on its disk"
