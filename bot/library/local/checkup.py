"""Whether all is in order in the folder: what `bot check` tells of the library."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.database import Database, free_space
from bot.errors import BotError
from bot.library.local.index import Index
from bot.model import Finding
from bot.salvage import Salvage, rows
from bot.text.sketches import BANDS

UNLISTED = """
SELECT count(*) FROM article
LEFT JOIN (SELECT article, count(*) AS bands FROM band GROUP BY article) ON article = number
WHERE coalesce(bands, 0) != (sketch != x'') * ?
"""
"""Articles that don't have as many bands as they must."""
MOST_NAMED = 10
"""Damaged articles in one sentence."""


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
            articles, removed = sql.execute("SELECT count(*), count(removed) FROM article").fetchone()
            found = faults(sql)
        with store.write() as sql:
            check_letters(sql)
    except BotError as exc:
        found = (str(exc), *of_articles(store))
    if found:
        return [Finding("Database", False, " ".join(found))]
    return [
        Finding("Database", True, f"{articles - removed:,} articles, {removed:,} removed; each text is as it was kept.")
    ]


def faults(sql: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong with a database, a sentence each, damaged articles by name. Raises sqlite3.Error."""
    found = [row[0] for row in sql.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
    named = [f"{id} ({shelf})" if id else f"number {number}" for number, shelf, id in damaged_articles(sql)]
    said = [f"The file is damaged: {'; '.join(found)}."] if found else []
    if named:
        more = f", and {len(named) - MOST_NAMED:,} more" if len(named) > MOST_NAMED else ""
        said.append(f"These texts are not as they were kept: {', '.join(named[:MOST_NAMED])}{more}.")
    if said:
        return (*said, "`bot repair` saves the rest.")
    unlisted = sql.execute(UNLISTED, (BANDS,)).fetchone()[0]
    if unlisted:
        return (f"{unlisted:,} articles are not found by those that resemble them.", "`bot repair` puts it right.")
    return ()


def check_letters(sql: sqlite3.Connection) -> None:
    """Whether titles are found by their letters: it writes nothing, but SQLite takes it for a change.

    Raises sqlite3.DatabaseError where they aren't.
    """
    sql.execute("INSERT INTO letters (letters, rank) VALUES ('integrity-check', 1)")


def of_articles(store: Database) -> tuple[str, ...]:
    """What is wrong, where the file is too damaged to be read like others; nothing where it is beyond that."""
    try:
        with closing(sqlite3.connect(store.path)) as sql:
            return faults(sql)
    except sqlite3.Error:
        return ()


def damaged_articles(sql: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(number, shelf, id) of each article whose text can't be read as it was kept; no id where that can't be read."""
    there = Salvage("article")
    columns = ("number", "shelf", "id", "text_digest")
    for number, shelf, id, digest in rows(sql, "article", columns, there):
        try:
            sound = text_digest(sql, int(str(number))) == digest
        except sqlite3.Error:
            sound = False
        if not sound:
            yield int(str(number)), str(shelf), str(id)
    for number in sorted(there.lost):
        yield number, "", ""


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
