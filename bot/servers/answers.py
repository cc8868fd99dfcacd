"""Which answer was posted where, and what it quotes: never what was asked, unless the server keeps gaps."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.servers.columns import id_column, moment_column, read_id, read_server, server_column, text_column
from bot.servers.settings import keeps_gaps

MAX_QUESTION = 2_000
"""Code points of a question, as many as a message of Discord has."""
MAX_KEY = 64
COLUMNS = "server, channel, message, question_message, article_key, posted, question"


@dataclass(frozen=True, slots=True)
class Posted:
    """An answer, or an abstention, that was posted."""

    server: int | None  # None: direct messages
    channel: int
    message: int
    question_message: int | None  # None: a command asked
    article_key: str  # `bot.model.Source.key` of the article that it quotes; empty: it quotes none
    posted: datetime  # with its zone
    question: str | None = None  # kept only while the server keeps gaps; up to 2,000 code points


def remember(sql: sqlite3.Connection, posted: Posted) -> bool:
    """Keep it, in place of what the same message said before; whether its ids are such that it can be kept."""
    ids = (server_column(posted.server), id_column(posted.channel), id_column(posted.message))
    if None in ids:
        return False
    asked = None if posted.question_message is None else id_column(posted.question_message)
    question = None
    if posted.question is not None and posted.server is not None and keeps_gaps(sql, posted.server):
        question = text_column(posted.question, MAX_QUESTION)
    key = text_column(posted.article_key, MAX_KEY)
    sql.execute(
        f"INSERT OR REPLACE INTO posted ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own
        (*ids, asked, key, moment_column(posted.posted), question),
    )
    return True


def answers_to(sql: sqlite3.Connection, server: int | None, question_message: int) -> tuple[Posted, ...]:
    """What was posted there in answer to this message, the newest first: one may be asked about by several people."""
    return read_all(
        sql,
        "server = ? AND question_message = ? ORDER BY posted DESC, message DESC",
        server_column(server),
        id_column(question_message),
    )


def answer(sql: sqlite3.Connection, server: int | None, message: int) -> tuple[Posted, ...]:
    """The answer that is this message: one, or none."""
    return read_all(sql, "server = ? AND message = ?", server_column(server), id_column(message))


def quoting(sql: sqlite3.Connection, server: int | None, article_key: str, since: datetime) -> tuple[Posted, ...]:
    """What was posted there from that moment on and quotes this article, the newest first."""
    return read_all(
        sql,
        "article_key = ? AND server = ? AND posted >= ? ORDER BY posted DESC, message DESC",
        text_column(article_key, MAX_KEY),
        server_column(server),
        moment_column(since),
    )


def quoting_anywhere(sql: sqlite3.Connection, article_key: str, since: datetime) -> tuple[Posted, ...]:
    """The same on all servers and in direct messages, for an article of the shared shelf."""
    return read_all(
        sql,
        "article_key = ? AND posted >= ? ORDER BY posted DESC, message DESC, server",
        text_column(article_key, MAX_KEY),
        moment_column(since),
    )


def forget_answer(sql: sqlite3.Connection, server: int | None, message: int) -> None:
    """No longer know of an answer, nor who marked it."""
    values = (server_column(server), id_column(message))
    sql.execute("DELETE FROM posted WHERE server = ? AND message = ?", values)
    sql.execute("DELETE FROM mark WHERE server = ? AND message = ?", values)


def purge_answers(sql: sqlite3.Connection, before: datetime) -> int:
    """Delete the answers and the marks from before that moment; how many answers they were."""
    moment = moment_column(before)
    sql.execute("DELETE FROM mark WHERE moment < ?", (moment,))
    return sql.execute("DELETE FROM posted WHERE posted < ?", (moment,)).rowcount


def read_all(sql: sqlite3.Connection, where: str, *values: Any) -> tuple[Posted, ...]:
    return tuple(map(read, sql.execute(f"SELECT {COLUMNS} FROM posted WHERE {where}", values)))  # noqa: S608 - our own


def read(row: Sequence[Any]) -> Posted:
    """A row of COLUMNS."""
    server, channel, message, asked, key, posted, question = row
    return Posted(
        server=read_server(server),
        channel=read_id(channel),
        message=read_id(message),
        question_message=None if asked is None else read_id(asked),
        article_key=key,
        posted=datetime.fromisoformat(posted),
        question=question,
    )
