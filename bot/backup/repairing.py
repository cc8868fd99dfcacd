"""What can be saved of damaged databases: each row that can be read and makes sense goes into a new one.

What is derived is made anew from the rest. The damaged file is kept, and what was lost is told.
"""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot import servers
from bot.backup import values
from bot.backup.manifest import DATABASES
from bot.backup.restoring import put_in_place
from bot.backup.writing import LEFT, utc_now
from bot.database import Migration, translated
from bot.errors import LibraryDamaged, LibraryTooNew, LibraryUnwritable
from bot.folders import held, make_durable
from bot.library import local
from bot.library.local import checkup, repair
from bot.salvage import Row, Salvage, rows

DERIVED = frozenset({"total", "band"})
"""Tables that are made of others; those of the letters are virtual."""
BELONGING = (
    ("gap_reason", "(server, key) NOT IN (SELECT server, key FROM gap)"),
    ("item", "feed NOT IN (SELECT number FROM feed)"),
)
"""What belongs to a row that is not there."""
SETTINGS_OF_JOURNAL = """
INSERT OR IGNORE INTO setting SELECT server, name, after FROM setting_change
WHERE number IN (SELECT max(number) FROM setting_change GROUP BY server, name)
"""
"""Settings that can't be read any more, as they were changed last."""


@dataclass(slots=True)
class Repaired:
    """What came of a database."""

    name: str
    sound: bool = True  # nothing was done
    saved: Counter[str] = field(default_factory=Counter)  # table -> rows
    lost: Counter[str] = field(default_factory=Counter)  # table -> rows that are known to have been there
    unsure: list[str] = field(default_factory=list)  # tables in which more may have been lost than is known
    articles: list[str] = field(default_factory=list)  # those that are lost, by name
    kept: Sequence[Path] = ()  # the damaged file

    @property
    def lossless(self) -> bool:
        return not (self.lost or self.unsure or self.articles)


def repair_folder(folder: Path) -> tuple[Repaired, ...]:
    """Save what can be read of each damaged database of a data folder, put it in place, and keep the damaged one.

    Raises FileRefused while the bot runs on the folder, LibraryDamaged for a file of which nothing can be read: then
    it stays; LibraryTooNew, LibraryUnwritable, DiskFull.
    """
    try:
        with held(folder), tempfile.TemporaryDirectory(prefix=LEFT, dir=folder) as place:
            stamp = f"damaged-{utc_now():%Y%m%d-%H%M%S}"
            names = [name for name in DATABASES if (folder / name).exists()]
            found = tuple(save(folder / name, Path(place) / name) for name in names)
            for each in found:
                if not each.sound:
                    each.kept = put_in_place(Path(place) / each.name, folder / each.name, stamp)
            make_durable(folder)
    except OSError as exc:
        raise LibraryUnwritable(str(folder), exc.strerror or str(exc)) from exc
    return found


def save(path: Path, target: Path) -> Repaired:
    """Write what can be read of a damaged database into a new one."""
    done, migrations = Repaired(path.name), DATABASES[path.name]
    with translated(path), closing(sqlite3.connect(path, isolation_level=None)) as old:
        version = int(old.execute("PRAGMA user_version").fetchone()[0])
        if version > len(migrations):
            raise LibraryTooNew(str(path), version, len(migrations))
        if version < 1:
            raise LibraryDamaged(str(path), "nothing of it can be read")
        if is_sound(old, path.name):
            return done
        done.sound = False
        with closing(sqlite3.connect(target, isolation_level=None)) as new:
            new.execute("PRAGMA synchronous = OFF")  # it is made durable below
            new.execute("BEGIN")
            refill(old, new, migrations, version, done)
            new.execute("COMMIT")
    if not done.saved:
        raise LibraryDamaged(str(path), "nothing of it can be read")
    make_durable(target)
    return done


def is_sound(sql: sqlite3.Connection, name: str) -> bool:
    """Whether nothing is to be repaired."""
    try:
        if sql.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            return False
        for table in tables(sql):
            columns = columns_of(sql, table)
            for row in sql.execute(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608 - names from the schema
                values.check(table, dict(zip(columns, row, strict=True)))
        if name == local.FILE:
            return is_sound_library(sql)
    except (sqlite3.DatabaseError, ValueError, TypeError):
        return False
    return True


def is_sound_library(sql: sqlite3.Connection) -> bool:
    """Whether each text is as it was kept, and in a database of this version, all that is derived is there."""
    if sql.execute("PRAGMA user_version").fetchone()[0] < len(DATABASES[local.FILE]):
        return not any(checkup.damaged_articles(sql))
    checkup.check_letters(sql)
    return not checkup.faults(sql)


def refill(
    old: sqlite3.Connection, new: sqlite3.Connection, migrations: Sequence[Migration], version: int, done: Repaired
) -> None:
    """Fill a new database of the old one's version, and bring it up to date."""
    for migration in migrations[:version]:
        migration(new)
    for table in tables(new):
        if table not in DERIVED:
            copy_rows(old, new, table, done)
    library = done.name == local.FILE
    broken = repair.drop_broken(new) if library else []
    for migration in migrations[version:]:
        migration(new)
    new.execute(f"PRAGMA user_version = {len(migrations)}")
    if library:
        unreadable, missing = repair.make_whole(new)
        told = {name[:2]: name for name in (*broken, *unreadable)}
        unnamed = [name for name in missing if name[:2] not in told]
        done.articles += repair.names([*told.values(), *unnamed])
        done.lost["article"] = max(0, done.lost["article"] - len(unnamed))  # the others are told by name
    if done.name == servers.FILE:
        new.execute(SETTINGS_OF_JOURNAL)
    for table, condition in BELONGING:
        if table in tables(new):
            done.lost[table] += new.execute(f"DELETE FROM {table} WHERE {condition}").rowcount  # noqa: S608 - our own
    done.lost = +done.lost


def copy_rows(old: sqlite3.Connection, new: sqlite3.Connection, table: str, done: Repaired) -> None:
    """Copy each row of a table that can be read, that makes sense, and that no other one contradicts."""
    columns, came = columns_of(new, table), Salvage(table)
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    if table == "state":
        insert = insert.replace("INSERT", "INSERT OR REPLACE")
    for row in rows(old, table, columns, came):
        if inserted(new, insert, table, dict(zip(columns, row, strict=True)), row):
            done.saved[table] += 1
        else:
            done.lost[table] += 1
    if table == "passage":
        done.lost.pop(table, None)  # the article is told that isn't whole without it
        return
    done.lost[table] += len(came.lost)
    if came.broken and not came.lost:
        done.unsure.append(table)


def inserted(new: sqlite3.Connection, insert: str, table: str, named: dict[str, object], row: Row) -> bool:
    try:
        values.check(table, named)
        new.execute(insert, row)
    except (ValueError, TypeError, sqlite3.IntegrityError):
        return False
    return True


def tables(sql: sqlite3.Connection) -> Sequence[str]:
    """The tables that hold what was given, by name; `state` and what others refer to come first."""
    found = sql.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    order = ("state", "article", "feed", "gap")
    return sorted((row[0] for row in found), key=lambda name: (order.index(name) if name in order else 9, name))


def columns_of(sql: sqlite3.Connection, table: str) -> Sequence[str]:
    return [row[0] for row in sql.execute("SELECT name FROM pragma_table_info(?)", (table,))]
