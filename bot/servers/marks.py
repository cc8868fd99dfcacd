"""Answers that people marked as not helpful: how many did, never who."""

import hmac
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from bot.servers.columns import id_column, moment_column, server_column
from bot.servers.schema import SECRET_PARTS

DIGEST_BYTES = 16


def mark(sql: sqlite3.Connection, server: int | None, message: int, voter: int, moment: datetime) -> bool:
    """Mark a remembered answer; whether this person had not marked it before. False for one that isn't remembered."""
    place, person = id_column(message), id_column(voter)
    if place is None or person is None:
        return False
    return bool(
        sql.execute(
            "INSERT OR IGNORE INTO mark SELECT server, message, ?, article_key, ? FROM posted"
            " WHERE server = ? AND message = ?",
            (digest(secret(sql), place, person), moment_column(moment), server_column(server), place),
        ).rowcount
    )


def has_marked(sql: sqlite3.Connection, server: int | None, message: int, voter: int) -> bool:
    """Whether this person has marked this answer."""
    place, person = id_column(message), id_column(voter)
    if place is None or person is None:
        return False
    row = sql.execute(
        "SELECT 1 FROM mark WHERE server = ? AND message = ? AND voter = ?",
        (server_column(server), place, digest(secret(sql), place, person)),
    ).fetchone()
    return row is not None


def marks(sql: sqlite3.Connection, server: int | None, message: int) -> int:
    """How many people marked this answer."""
    row = sql.execute(
        "SELECT count(*) FROM mark WHERE server = ? AND message = ?", (server_column(server), id_column(message))
    ).fetchone()
    return int(row[0])


def marks_by_article(sql: sqlite3.Connection, server: int | None, since: datetime) -> Mapping[str, int]:
    """Article key -> the marks of that moment and later, of answers posted there; most first.

    Answers that quote no article stand under the empty key.
    """
    rows = sql.execute(
        "SELECT article_key, count(*) AS n FROM mark WHERE server = ? AND moment >= ?"
        " GROUP BY article_key ORDER BY n DESC, article_key",
        (server_column(server), moment_column(since)),
    )
    return dict(rows.fetchall())


def marked_by(sql: sqlite3.Connection, person: int) -> list[tuple[int, int, bytes]]:
    """The (server, message, voter) of this person's marks, found by trying each message: in time linear in them."""
    voter = id_column(person)
    if voter is None:
        return []
    key = secret(sql)
    rows = sql.execute("SELECT server, message, voter FROM mark").fetchall()
    return [row for row in rows if row[2] == digest(key, row[1], voter)]


def make_nameless(sql: sqlite3.Connection, person: int) -> None:
    """Let this person's marks count on, as those of nobody."""
    sql.executemany(
        "UPDATE mark SET voter = ? WHERE server = ? AND message = ? AND voter = ?",
        [(secrets.token_bytes(DIGEST_BYTES), *row) for row in marked_by(sql, person)],
    )


def secret(sql: sqlite3.Connection) -> bytes:
    """The key of the digests. Raises ValueError where the database has lost it."""
    stored = dict(sql.execute("SELECT name, value FROM state").fetchall())
    if not stored.keys() >= set(SECRET_PARTS):
        raise ValueError("it has lost its secret")
    return b"".join(int(stored[name]).to_bytes(8, "big", signed=True) for name in SECRET_PARTS)


def digest(secret: bytes, message: int, voter: int) -> bytes:
    """What stands for a person at one message, both as columns: HMAC-SHA-256 (RFC 2104), the first 16 bytes.

    Without the secret it tells nothing, and two marks of one person can't be told to be of one. Who holds the whole
    database can still test whether a person whom they know of marked an answer.
    """
    return hmac.digest(secret, f"{message} {voter}".encode(), "sha256")[:DIGEST_BYTES]
