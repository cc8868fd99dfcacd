"""What can be read of a damaged database, row by row, around the pages that can't be.

A table with row numbers is read from both ends as far as it goes; what lies between is halved again and again, so that
each page that can be reached is read. The numbers of the rows are also in the table's indexes: what they know of and
the table doesn't give is lost, and is told.
"""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

Row = tuple[object, ...]
MAX_PROBES = 200_000
"""Look-ups within the unreadable part of a table: some seconds."""


@dataclass(slots=True)
class Salvage:
    """What came of a table, once its rows were read."""

    table: str
    read: int = 0
    broken: bool = False  # somewhere it couldn't be read
    lost: frozenset[int] = frozenset()  # numbers of rows that are known to have been there


def rows(sql: sqlite3.Connection, table: str, columns: Sequence[str], salvage: Salvage) -> Iterator[Row]:
    """Each row of a table that can be read, once; `salvage` says afterwards what came of it. Names are our own."""
    made = ", ".join(columns)
    read = _numbered if has_numbers(sql, table) else _keyed
    for row in read(sql, table, made, salvage):
        salvage.read += 1
        yield row


def has_numbers(sql: sqlite3.Connection, table: str) -> bool:
    """Whether the table has row numbers; those WITHOUT ROWID have none."""
    try:
        sql.execute(f"SELECT rowid FROM {table} LIMIT 0")  # noqa: S608 - our own
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True
    return True


def _numbered(sql: sqlite3.Connection, table: str, made: str, salvage: Salvage) -> Iterator[Row]:
    found: set[int] = set()
    read = f"SELECT rowid, {made} FROM {table} NOT INDEXED"  # noqa: S608 - our own
    first = yield from _run(sql, f"{read} ORDER BY rowid", found, salvage)
    if not salvage.broken:
        return
    last = yield from _run(sql, f"{read} ORDER BY rowid DESC", found, salvage)
    known = _known_numbers(sql, table)
    low = first + 1 if first is not None else min(known, default=1)
    high = last - 1 if last is not None else max(known, default=0)
    yield from _between(sql, read, low, high, found)
    salvage.lost = frozenset(known - found)


def _run(sql: sqlite3.Connection, query: str, found: set[int], salvage: Salvage) -> Generator[Row, None, int | None]:
    """The rows of a query that begins with their numbers, until one can't be read; the last number that could."""
    reached = None
    for row in _until_broken(sql, query, salvage):
        reached = int(str(row[0]))
        if reached not in found:
            found.add(reached)
            yield row[1:]
    return reached


def _between(sql: sqlite3.Connection, read: str, low: int, high: int, found: set[int]) -> Iterator[Row]:
    """The rows with these numbers that were not read yet, halving whatever can't be read."""
    ranges, probes = [(low, high)], 0
    while ranges and probes < MAX_PROBES:
        low, high = ranges.pop()
        if low > high:
            continue
        probes += 1
        part = Salvage("")
        reached = yield from _run(sql, f"{read} WHERE rowid BETWEEN {low} AND {high} ORDER BY rowid", found, part)
        if part.broken and low < high:
            low = low if reached is None else reached + 1
            middle = (low + high) // 2
            ranges += [(middle + 1, high), (low, min(middle, high - 1))]


def _known_numbers(sql: sqlite3.Connection, table: str) -> set[int]:
    """The row numbers that the indexes of the table hold."""
    known: set[int] = set()
    with suppress(sqlite3.DatabaseError):
        indexes = sql.execute(f"SELECT name FROM pragma_index_list('{table}') WHERE partial = 0").fetchall()  # noqa: S608
        for (index,) in indexes:
            names = [row[0] for row in sql.execute(f"SELECT name FROM pragma_index_info('{index}')")]  # noqa: S608
            for order in ("ASC", "DESC"):
                by = ", ".join(f"{name} {order}" for name in names)
                query = f"SELECT rowid FROM {table} INDEXED BY {index} ORDER BY {by}"  # noqa: S608 - our own
                part = Salvage("")
                known.update(int(str(row[0])) for row in _until_broken(sql, query, part))
                if not part.broken:
                    break
    return known


def _keyed(sql: sqlite3.Connection, table: str, made: str, salvage: Salvage) -> Iterator[Row]:
    """From either end, as far as it goes."""
    keys = [row[0] for row in sql.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk ORDER BY pk")]  # noqa: S608
    read: set[Row] = set()
    for order in ("ASC", "DESC"):
        by = ", ".join(f"{name} {order}" for name in keys)
        query = f"SELECT {', '.join(keys)}, {made} FROM {table} ORDER BY {by}"  # noqa: S608 - our own
        for row in _until_broken(sql, query, salvage):
            if row[: len(keys)] in read:
                break
            read.add(row[: len(keys)])
            yield row[len(keys) :]
        if not salvage.broken:
            return


def _until_broken(sql: sqlite3.Connection, query: str, salvage: Salvage) -> Iterator[Row]:
    """The rows of a query, until one can't be read."""
    try:
        yield from sql.execute(query)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        salvage.broken = True
