"""Whether all is in order in the folder: what `bot check` tells of the library."""

import hashlib
import sqlite3
import tempfile
from pathlib import Path

from bot.database import Database, free_space
from bot.errors import BotError
from bot.library.local.index import Index
from bot.model import Finding
from bot.text.sketches import BANDS

UNLISTED = """
SELECT count(*) FROM article
LEFT JOIN (SELECT article, count(*) AS bands FROM band GROUP BY article) ON article = number
WHERE coalesce(bands, 0) != (sketch != x'') * ?
"""
"""Articles that don't have as many bands as they must."""


def folder(path: Path) -> Finding:
    """Whether the data folder can be written."""
    try:
        with tempfile.TemporaryFile(dir=path) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
    except OSError as exc:
        return Finding("Data folder", False, f"{path} can't be written: {exc.strerror or exc}.")
    return Finding("Data folder", True, f"{path} is writable, {free_space(path / 'x')}.")


def database(store: Database) -> list[Finding]:
    """Whether SQLite finds its file sound, each text is as it was kept, and titles are found by their letters."""
    try:
        with store.read() as sql:
            faults = [row[0] for row in sql.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            if faults:
                return [Finding("Database", False, f"{store.path} is damaged: {'; '.join(faults)}")]
            articles, removed = sql.execute("SELECT count(*), count(removed) FROM article").fetchone()
            changed = [
                f"{id} ({shelf})"
                for number, shelf, id, digest in sql.execute("SELECT number, shelf, id, text_digest FROM article")
                if text_digest(sql, number) != digest
            ]
            unlisted = sql.execute(UNLISTED, (BANDS,)).fetchone()[0]
        with store.write() as sql:  # it writes nothing, but SQLite takes it for a change
            sql.execute("INSERT INTO letters (letters, rank) VALUES ('integrity-check', 1)")
    except BotError as exc:
        return [Finding("Database", False, str(exc))]
    if changed:
        return [Finding("Database", False, f"These texts are not as they were kept: {', '.join(changed[:10])}.")]
    if unlisted:
        return [Finding("Database", False, f"{unlisted:,} articles are not found by those that resemble them.")]
    return [
        Finding("Database", True, f"{articles - removed:,} articles, {removed:,} removed; each text is as it was kept.")
    ]


def text_digest(sql: sqlite3.Connection, number: int) -> str:
    """SHA-256 of an article's text."""
    digest = hashlib.sha256()
    for (text,) in sql.execute("SELECT text FROM passage WHERE article = ? ORDER BY start", (number,)):
        digest.update(text.encode())
    return digest.hexdigest()


def index(store: Database, index: Index) -> Finding:
    """Whether the index has come as far as the database, and holds as many passages."""
    index.refresh()
    try:
        marker, change = index.marker, store.value("change")
    except BotError as exc:
        return Finding("Index", False, str(exc))
    reached = marker.reached if marker else 0
    if reached != change:
        return Finding(
            "Index", False, f"It has reached change {reached:,} of {change:,}; the next question catches up."
        )
    with store.read() as sql:
        passages = sql.execute("SELECT coalesce(sum(passages), 0) FROM total").fetchone()[0]
    if passages != index.passages:
        return Finding("Index", False, f"It holds {index.passages:,} passages, the database {passages:,}.")
    return Finding("Index", True, f"Current, with {passages:,} passages.")
