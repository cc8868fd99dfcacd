"""What is kept of a person, and how it is forgotten."""

import sqlite3
from dataclasses import dataclass

from bot.servers.columns import id_column
from bot.servers.marks import make_nameless, marked_by


@dataclass(frozen=True, slots=True)
class Mentions:
    """How often a person stands in what is kept of all servers."""

    changes: int  # of settings that this person made, by id
    marks: int  # of answers as not helpful, hidden in a keyed digest


def mentions_of(sql: sqlite3.Connection, person: int) -> Mentions:
    changes = 0
    if id_column(person) is not None:
        row = sql.execute("SELECT count(*) FROM setting_change WHERE by = ?", (name_of(person),)).fetchone()
        changes = int(row[0])
    return Mentions(changes, len(marked_by(sql, person)))


def forget_person(sql: sqlite3.Connection, person: int) -> None:
    """Take the person out of the journal of settings, and out of the marks, which still count."""
    if id_column(person) is not None:
        sql.execute("UPDATE setting_change SET by = '' WHERE by = ?", (name_of(person),))
    make_nameless(sql, person)


def name_of(person: int) -> str:
    """How the journal of settings names somebody at Discord."""
    return f"discord:{person}"
