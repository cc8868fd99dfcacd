"""Questions that found no answer, or none that helped: kept while the server wants them, and without names."""

import base64
import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.servers.answers import MAX_QUESTION
from bot.servers.columns import id_column, moment_column, text_column
from bot.servers.settings import keeps_gaps

MAX_GAPS = 1_000
"""Of one server."""
MAX_REASONS = 10
"""Of one gap: the latest."""
MAX_REASON = 500
"""Code points."""
MAX_SIZE = 100
"""Gaps on one page."""
SELECT = "SELECT key, question, first, last, unanswered, not_helpful FROM gap"
KEY_BYTES = 12
"""Of the digest: 16 characters of base64url."""


class Kind(StrEnum):
    """Why a question is a gap."""

    UNANSWERED = "unanswered"
    NOT_HELPFUL = "not_helpful"


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions about the same subject."""

    key: str  # 16 characters of base64url
    question: str  # as it was worded first; up to 2,000 code points
    first: datetime  # UTC
    last: datetime  # UTC
    unanswered: int  # times that it found no answer
    not_helpful: int  # times that its answer was marked as not helpful
    reasons: tuple[str, ...]  # what people typed, the latest 10, the oldest first; up to 500 code points each

    @property
    def count(self) -> int:
        return self.unanswered + self.not_helpful


@dataclass(frozen=True, slots=True)
class GapPage:
    """One page of a server's gaps."""

    gaps: tuple[Gap, ...]
    total: int  # on all pages
    number: int  # from 1
    size: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))


def record(
    sql: sqlite3.Connection, server: int, subject: str, question: str, kind: Kind, reason: str, moment: datetime
) -> bool:
    """Count a question among the server's gaps; False, and nothing is kept, where the server doesn't want them.

    Questions of one `subject`, whatever text that is, are one gap. Where there are MAX_GAPS, the least frequent one
    goes that is the oldest of those.
    """
    column = id_column(server)
    if column is None or not keeps_gaps(sql, server):
        return False
    key, now, answered = key_of(subject), moment_column(moment), kind is Kind.NOT_HELPFUL
    if not find(sql, column, key):
        make_room(sql, column)
    sql.execute(
        "INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " first = min(first, excluded.first), last = max(last, excluded.last),"
        " unanswered = unanswered + excluded.unanswered, not_helpful = not_helpful + excluded.not_helpful",
        (column, key, text_column(question, MAX_QUESTION), now, now, int(not answered), int(answered)),
    )
    if reason.strip():
        add_reason(sql, column, key, text_column(reason.strip(), MAX_REASON))
    return True


def explain(sql: sqlite3.Connection, server: int, subject: str, reason: str) -> bool:
    """Add what somebody says of a gap, without counting it again; whether there is such a gap."""
    column, key = id_column(server), key_of(subject)
    if column is None or not find(sql, column, key):
        return False
    add_reason(sql, column, key, text_column(reason.strip(), MAX_REASON))
    return True


def find(sql: sqlite3.Connection, column: int, key: str) -> bool:
    return sql.execute("SELECT 1 FROM gap WHERE server = ? AND key = ?", (column, key)).fetchone() is not None


def make_room(sql: sqlite3.Connection, column: int) -> None:
    """Delete as many gaps as there are too many for one more."""
    sql.execute(
        "DELETE FROM gap WHERE (server, key) IN (SELECT server, key FROM gap WHERE server = ?"
        " ORDER BY unanswered + not_helpful, last, key"
        " LIMIT max(0, (SELECT count(*) FROM gap WHERE server = ?) - ?))",
        (column, column, MAX_GAPS - 1),
    )


def add_reason(sql: sqlite3.Connection, column: int, key: str, reason: str) -> None:
    sql.execute("INSERT INTO gap_reason (server, key, reason) VALUES (?, ?, ?)", (column, key, reason))
    sql.execute(
        "DELETE FROM gap_reason WHERE number IN (SELECT number FROM gap_reason WHERE server = ? AND key = ?"
        " ORDER BY number DESC LIMIT -1 OFFSET ?)",
        (column, key, MAX_REASONS),
    )


def gaps(sql: sqlite3.Connection, server: int, page: int, size: int) -> GapPage:
    """A page of a server's gaps, the most frequent first, of those the latest. There is no page outside 1 to last."""
    column = id_column(server)
    total = sql.execute("SELECT count(*) FROM gap WHERE server = ?", (column,)).fetchone()[0]
    size = max(1, min(size, MAX_SIZE))
    page = max(1, min(page, -(-total // size)))
    rows = sql.execute(
        f"{SELECT} WHERE server = ? ORDER BY unanswered + not_helpful DESC, last DESC, key LIMIT ? OFFSET ?",
        (column, size, (page - 1) * size),
    ).fetchall()
    return GapPage(tuple(made(sql, column, row) for row in rows), total, page, size)


def gap(sql: sqlite3.Connection, server: int, key: str) -> tuple[Gap, ...]:
    """The gap of this key: one, or none."""
    column = id_column(server)
    rows = sql.execute(f"{SELECT} WHERE server = ? AND key = ?", (column, text_column(key, MAX_QUESTION))).fetchall()
    return tuple(made(sql, column, row) for row in rows)


def made(sql: sqlite3.Connection, column: int | None, row: Sequence[Any]) -> Gap:
    """A gap of its row, with its reasons."""
    key, question, first, last, unanswered, not_helpful = row
    moments = datetime.fromisoformat(first), datetime.fromisoformat(last)
    return Gap(key, question, *moments, unanswered, not_helpful, reasons(sql, column, key))


def reasons(sql: sqlite3.Connection, column: int | None, key: str) -> tuple[str, ...]:
    rows = sql.execute("SELECT reason FROM gap_reason WHERE server = ? AND key = ? ORDER BY number", (column, key))
    return tuple(row[0] for row in rows)


def close(sql: sqlite3.Connection, server: int, key: str) -> bool:
    """Delete a gap; whether it was there."""
    values = (id_column(server), text_column(key, MAX_QUESTION))
    return sql.execute("DELETE FROM gap WHERE server = ? AND key = ?", values).rowcount > 0


def forget_questions(sql: sqlite3.Connection, server: int) -> None:
    """Delete all that was asked on a server: its gaps, and the questions of its answers."""
    sql.execute("DELETE FROM gap WHERE server = ?", (id_column(server),))
    sql.execute("UPDATE posted SET question = NULL WHERE server = ?", (id_column(server),))


def key_of(subject: str) -> str:
    """A short name for a subject of any length: base64url of its SHA-256, cut."""
    digest = hashlib.sha256(subject.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[:KEY_BYTES]).decode()
