"""Servers that the bot is on and those that it has left, and how all that is kept of a server is deleted."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime

from bot.servers.columns import id_column, moment_column, read_id

TABLES = ("setting", "setting_change", "posted", "mark", "gap", "presence")  # a gap's reasons go with it


def left(sql: sqlite3.Connection, server: int, moment: datetime) -> None:
    """The bot is no longer on this server. The first moment stands until it comes back."""
    column = id_column(server)
    if column is not None:
        sql.execute(
            "INSERT INTO presence VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET departed = coalesce(departed, excluded.departed)",
            (column, moment_column(moment)),
        )


def joined(sql: sqlite3.Connection, server: int) -> None:
    """The bot is on this server, for the first time or again."""
    column = id_column(server)
    if column is not None:
        sql.execute("INSERT OR REPLACE INTO presence VALUES (?, NULL)", (column,))


def present(sql: sqlite3.Connection, servers: Collection[int], moment: datetime) -> None:
    """These are all the servers that the bot is on: any other one, it has left by that moment."""
    for server in servers:
        joined(sql, server)
    here = {id_column(server) for server in servers}
    for (column,) in sql.execute("SELECT server FROM presence WHERE departed IS NULL").fetchall():
        if column not in here:
            left(sql, read_id(column), moment)


def departed(sql: sqlite3.Connection, before: datetime) -> Sequence[int]:
    """The servers that the bot left before that moment and has not come back to, the longest ago first."""
    rows = sql.execute(
        "SELECT server FROM presence WHERE departed < ? ORDER BY departed, server", (moment_column(before),)
    )
    return tuple(read_id(row[0]) for row in rows)


def forget(sql: sqlite3.Connection, server: int) -> None:
    """Delete all that is kept of a server, that it was left as well."""
    for table in TABLES:
        sql.execute(f"DELETE FROM {table} WHERE server = ?", (id_column(server),))  # noqa: S608 - our own names
