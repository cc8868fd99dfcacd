"""SQLite as the other rooms get it: transactions, what a reader sees, migrations, and nothing left of what is deleted."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.database import Database, Migration, run_script
from bot.errors import BotError, LibraryDamaged, LibraryTooNew, LibraryUnwritable

FIRST = """
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO state VALUES ('change', 7);
"""


def first(connection: sqlite3.Connection) -> None:
    run_script(connection, FIRST)


def second(connection: sqlite3.Connection) -> None:
    run_script(connection, "ALTER TABLE note ADD COLUMN length INTEGER;\nUPDATE note SET length = length(text);\n")


def open_at(folder: Path, *migrations: Migration) -> Database:
    return Database(folder / "deep" / "a.db", migrations or (first,))


def note(database: Database, text: str) -> None:
    with database.write() as sql:
        sql.execute("INSERT INTO note (text) VALUES (?)", (text,))


def notes(database: Database) -> list[str]:
    with database.read() as sql:
        return [text for (text,) in sql.execute("SELECT text FROM note ORDER BY number")]


def test_what_is_written_is_there_for_others_when_the_transaction_ends(tmp_path: Path) -> None:
    here, there = open_at(tmp_path), open_at(tmp_path)
    with here.write() as sql:
        sql.execute("INSERT INTO note (text) VALUES ('a')")
        assert notes(there) == []
    assert notes(there) == ["a"]
    here.close()
    there.close()


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), sqlite3.IntegrityError("no")], ids=repr)
def test_a_transaction_that_fails_is_undone(tmp_path: Path, error: BaseException) -> None:
    database = open_at(tmp_path)

    def fail() -> None:
        with database.write() as sql:
            sql.execute("INSERT INTO note (text) VALUES ('a')")
            raise error

    expected = LibraryDamaged if isinstance(error, sqlite3.Error) else type(error)
    with pytest.raises(expected):
        fail()
    assert notes(database) == []
    note(database, "b")
    assert notes(database) == ["b"]
    database.close()


def test_a_reader_sees_one_state_from_the_beginning_to_the_end(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    note(database, "a")
    with database.read() as sql:
        note(database, "b")
        assert sql.execute("SELECT count(*) FROM note").fetchone() == (1,)
    assert notes(database) == ["a", "b"]
    database.close()


def test_a_number_of_the_state_is_read_and_a_lost_one_is_named(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    assert database.value("change") == 7
    with pytest.raises(LibraryDamaged, match="lost its lineage"):
        database.value("lineage")
    database.close()


@pytest.mark.parametrize("error", [ValueError("no date"), TypeError("no number")], ids=repr)
def test_a_value_that_nobody_wrote_so_is_damage(tmp_path: Path, error: Exception) -> None:
    database = open_at(tmp_path)

    def stumble() -> None:
        with database.read():
            raise error

    with pytest.raises(LibraryDamaged, match=str(error)):
        stumble()
    assert notes(database) == []
    database.close()


# Migrations


def test_each_migration_runs_once_and_in_order(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    note(database, "four")
    database.close()
    for _ in range(2):
        database = open_at(tmp_path, first, second)
        with database.read() as sql:
            assert sql.execute("SELECT text, length FROM note").fetchall() == [("four", 4)]
            assert sql.execute("PRAGMA user_version").fetchone() == (2,)
        database.close()


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), ValueError("no date"), sqlite3.OperationalError("no")], ids=repr
)
def test_a_migration_that_fails_is_undone_whole_and_done_the_next_time(tmp_path: Path, error: BaseException) -> None:
    database = open_at(tmp_path)
    note(database, "four")
    database.close()

    def failing(connection: sqlite3.Connection) -> None:
        second(connection)
        raise error

    with pytest.raises(type(error) if isinstance(error, KeyboardInterrupt) else LibraryDamaged):
        open_at(tmp_path, first, failing)
    database = open_at(tmp_path)
    with database.read() as sql:
        assert sql.execute("SELECT * FROM note").fetchall() == [(1, "four")]
    database.close()
    database = open_at(tmp_path, first, second)
    assert notes(database) == ["four"]
    database.close()


def test_those_that_open_an_old_file_at_once_migrate_it_once(tmp_path: Path) -> None:
    open_at(tmp_path).close()
    runs: list[str] = []
    gate = threading.Barrier(4)

    def counted(connection: sqlite3.Connection) -> None:
        runs.append("second")
        second(connection)

    opened: list[Database] = []

    def open_it() -> None:
        gate.wait()
        opened.append(open_at(tmp_path, first, counted))

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs == ["second"]
    assert [notes(each) for each in opened] == [[]] * 4
    for each in opened:
        each.close()


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    open_at(tmp_path, first, second).close()
    with pytest.raises(LibraryTooNew) as refused:
        open_at(tmp_path, first)
    assert (refused.value.version, refused.value.known) == (2, 1)


# What can't be opened, and what is left


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + bytes(2_000)])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.db").write_bytes(content)
    with pytest.raises(LibraryDamaged, match=r"a\.db"):
        open_at(tmp_path)


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "deep").write_bytes(b"")
    with pytest.raises(LibraryUnwritable, match="deep"):
        open_at(tmp_path)


def test_what_is_deleted_is_in_no_file_once_the_log_is_flushed(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    for i in range(200):
        note(database, f"zanzibar{i} " * (i * 20))
    with database.write() as sql:
        sql.execute("DELETE FROM note WHERE number > 3")
    assert database.flush_log()
    left = b"".join(path.read_bytes() for path in (tmp_path / "deep").iterdir())
    assert b"zanzibar2 " in left
    assert [i for i in range(3, 200) if f"zanzibar{i} ".encode() in left] == []
    database.close()


def test_flushing_the_log_waits_for_a_reader_only_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.database.FLUSH_MILLISECONDS", 10)
    database = open_at(tmp_path)
    note(database, "a")
    with closing(sqlite3.connect(database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM note").fetchall()
        note(database, "b")
        assert database.flush_log() is False
    assert database.flush_log() is True
    assert notes(database) == ["a", "b"]
    database.close()


def test_an_error_is_one_of_ours_and_the_next_call_is_served(tmp_path: Path) -> None:
    database = open_at(tmp_path)

    def ask_nonsense() -> None:
        with database.read() as sql:
            sql.execute("SELECT nothing FROM nowhere")

    for _ in range(3):
        with pytest.raises(BotError):
            ask_nonsense()
    note(database, "a")
    assert notes(database) == ["a"]
    database.close()
