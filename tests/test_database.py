"""SQLite as the other rooms get it: transactions, what a reader sees, migrations, copies, and nothing left of what is
deleted."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.database import COPIES_KEPT, COPY_KEPT, Database, Migration, copy, copy_of_version, run_script
from bot.errors import BotError, FileRefused, LibraryBusy, LibraryDamaged, LibraryTooNew, LibraryUnwritable
from bot.folders import held
from tests.library.contract import child

HERE = __name__

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


# Copies


def held_notes(path: Path) -> list[str]:
    """What a file holds that stands alone, without a log."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [text for (text,) in connection.execute("SELECT text FROM note ORDER BY number")]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_one_file_with_what_was_written_last_also_while_others_write(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    note(database, "a")
    (tmp_path / "copies").mkdir()
    with database.write() as sql:
        sql.execute("INSERT INTO note (text) VALUES ('b')")
        copy(database.path, tmp_path / "copies/copy.db")
    copy(database.path, tmp_path / "copies/later.db")
    assert names_in(tmp_path / "copies") == ["copy.db", "later.db"]
    assert held_notes(tmp_path / "copies/copy.db") == ["a"]
    assert held_notes(tmp_path / "copies/later.db") == ["a", "b"]
    assert names_in(tmp_path / "copies") == ["copy.db", "later.db"]
    database.close()


def test_a_copy_that_is_made_while_many_write_is_of_one_moment(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    stop = threading.Event()

    def write_pairs() -> None:
        while not stop.is_set():
            with database.write() as sql:
                sql.execute("INSERT INTO note (text) VALUES ('left'), ('right')")

    threads = [threading.Thread(target=write_pairs) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(5):
        copy(database.path, tmp_path / f"copy{turn}.db")
    stop.set()
    for thread in threads:
        thread.join()
    counts = [held_notes(tmp_path / f"copy{turn}.db") for turn in range(5)]
    assert all(each.count("left") == each.count("right") for each in counts)
    assert [len(each) for each in counts] == sorted(len(each) for each in counts)
    database.close()


@pytest.mark.parametrize("left", [".part", ".part-journal", ".part-wal"])
def test_what_a_killed_copy_has_left_is_in_nobodys_way(tmp_path: Path, left: str) -> None:
    database = open_at(tmp_path)
    note(database, "a")
    (tmp_path / f"copy.db{left}").write_bytes(b"left" * 2_000)
    copy(database.path, tmp_path / "copy.db")
    assert held_notes(tmp_path / "copy.db") == ["a"]
    assert names_in(tmp_path) == ["copy.db", "deep"]
    database.close()


def test_a_copy_that_can_not_be_made_leaves_the_one_that_was_there(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    note(database, "a")
    copy(database.path, tmp_path / "copy.db")
    (tmp_path / "broken.db").write_bytes(b"no database" * 1_000)
    with pytest.raises(LibraryDamaged, match=r"broken\.db"):
        copy(tmp_path / "broken.db", tmp_path / "copy.db")
    with pytest.raises(LibraryUnwritable):
        copy(tmp_path / "nothing.db", tmp_path / "copy.db")
    with pytest.raises(LibraryUnwritable):
        copy(database.path, tmp_path / "nowhere" / "copy.db")
    assert not (tmp_path / "nothing.db").exists()
    assert held_notes(tmp_path / "copy.db") == ["a"]
    assert names_in(tmp_path) == ["broken.db", "copy.db", "deep"]
    database.close()


def test_before_a_migration_a_copy_of_the_file_is_kept_beside_it(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    note(database, "four")
    database.close()
    assert names_in(tmp_path / "deep") == ["a.db"]
    open_at(tmp_path, first, second, second_again).close()
    assert names_in(tmp_path / "deep") == ["a.db", "a.db.version-1"]
    kept = copy_of_version(tmp_path / "deep/a.db", 1)
    assert held_notes(kept) == ["four"]
    kept.replace(tmp_path / "deep/a.db")
    database = open_at(tmp_path)
    assert notes(database) == ["four"]
    database.close()


def second_again(connection: sqlite3.Connection) -> None:
    run_script(connection, "UPDATE note SET length = 2 * length(text);\n")


def test_a_migration_that_fails_has_its_copy_too(tmp_path: Path) -> None:
    database = open_at(tmp_path)
    note(database, "four")
    database.close()

    def failing(connection: sqlite3.Connection) -> None:
        raise ValueError("no date")

    with pytest.raises(LibraryDamaged):
        open_at(tmp_path, first, failing)
    assert held_notes(copy_of_version(tmp_path / "deep/a.db", 1)) == ["four"]


def test_without_a_copy_nothing_is_migrated(tmp_path: Path) -> None:
    open_at(tmp_path).close()
    blocked = copy_of_version(tmp_path / "deep/a.db", 1)
    blocked.mkdir()
    with pytest.raises(LibraryUnwritable):
        open_at(tmp_path, first, second)
    database = open_at(tmp_path)
    assert notes(database) == []
    database.close()


def test_the_last_few_copies_are_kept_and_none_for_long(tmp_path: Path) -> None:
    open_at(tmp_path).close()
    now = time.time()
    for version in range(10, 16):
        kept = copy_of_version(tmp_path / "deep/a.db", version)
        kept.write_bytes(b"")
        os.utime(kept, (now, now - 100 + version))
    open_at(tmp_path).close()
    assert names_in(tmp_path / "deep") == ["a.db", *(f"a.db.version-{n}" for n in range(16 - COPIES_KEPT, 16))]
    os.utime(kept, (now, now - COPY_KEPT.total_seconds() - 60))
    open_at(tmp_path).close()
    assert names_in(tmp_path / "deep") == ["a.db", *(f"a.db.version-{n}" for n in range(16 - COPIES_KEPT, 15))]


# Who uses the folder


def hold_it(folder: str) -> None:
    """In a process of its own: hold the folder until a line comes."""
    with held(Path(folder)):
        print("held", flush=True)
        input()


def use_it(folder: str) -> None:
    """In a process of its own: use the folder until a line comes."""
    database = open_at(Path(folder))
    print("used", flush=True)
    input()
    database.close()


posix_only = pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file can't be replaced")


@posix_only
def test_a_folder_that_somebody_uses_can_not_be_held(tmp_path: Path) -> None:
    process = child(HERE, "use_it", tmp_path)
    assert process.stdout
    assert process.stdout.readline() == "used\n"
    with pytest.raises(FileRefused, match="Stop it"), held(tmp_path / "deep"):
        pass
    process.kill()
    process.communicate()
    with held(tmp_path / "deep"):
        pass


@posix_only
def test_a_folder_that_somebody_holds_can_not_be_used_and_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    process = child(HERE, "hold_it", tmp_path / "deep")
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    with monkeypatch.context() as patch, pytest.raises(LibraryBusy):
        patch.setattr("bot.database.BUSY_SECONDS", 0.02)
        open_at(tmp_path)
    assert names_in(tmp_path / "deep") == []
    opened: list[Database] = []
    waiting = threading.Thread(target=lambda: opened.append(open_at(tmp_path)))
    waiting.start()
    process.communicate("go\n")
    waiting.join()
    assert notes(opened[0]) == []
    opened[0].close()


@posix_only
def test_a_database_that_could_not_be_opened_lets_go_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.db").write_bytes(b"no database" * 1_000)
    with pytest.raises(LibraryDamaged) as caught:
        open_at(tmp_path)
    with held(tmp_path / "deep"):
        assert caught.value
