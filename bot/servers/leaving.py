"""Servers that the bot has left, and how all that is kept of a server is deleted."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from bot.servers.columns import id_column, moment_column, read_id

TABLES = ("setting", "setting_change", "posted", "mark", "gap", "departure")  # a gap's reasons go with it


def left(sql: sqlite3.Connection, server: int, moment: datetime) -> None:
    """The bot is no longer on this server. The first moment stands until it comes back."""
    column = id_column(server)
    if column is not None:
        sql.execute("INSERT OR IGNORE INTO departure VALUES (?, ?)", (column, moment_column(moment)))


def came_back(sql: sqlite3.Connection, server: int) -> None:
    sql.execute("DELETE FROM departure WHERE server = ?", (id_column(server),))


def departed(sql: sqlite3.Connection, before: datetime) -> Sequence[int]:
    """The servers that the bot left before that moment and has not come back to, the longest ago first."""
    rows = sql.execute(
        "SELECT server FROM departure WHERE moment < ? ORDER BY moment, server", (moment_column(before),)
    )
    return tuple(read_id(row[0]) for row in rows)


def forget(sql: sqlite3.Connection, server: int) -> None:
    """Delete all that is kept of a server, that it was left as well."""
    for table in TABLES:
        sql.execute(f"DELETE FROM {table} WHERE server = ?", (id_column(server),))  # noqa: S608 - our own names
