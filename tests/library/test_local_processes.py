"""The local home when several processes have it open."""

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.database import Database
from bot.library.local import LocalLibrary
from bot.library.local.index import Hit, Index
from bot.library.local.schema import MIGRATIONS
from bot.library.local.store import Changes
from bot.model import SHARED, Shelf
from tests.library.contract import ANALYZER, ONE, child, draft, everything, faults, finished, found, ids_found

HERE = __name__


def obey(folder: str) -> None:
    """In a process of its own: do what each line says, and say when it is done."""
    library = LocalLibrary(Path(folder), ANALYZER)
    for line in sys.stdin:
        command, shelf, id, *words = line.split()
        if command == "put":
            library.put([draft(" ".join(words), id, Shelf(shelf))])
        elif command == "remove":
            library.remove(Shelf(shelf), [id])
        elif command == "restore":
            library.restore(Shelf(shelf), [id])
        print("done", flush=True)


def test_what_another_process_changes_is_seen_by_the_next_search_and_no_later(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    process = child(HERE, "obey", tmp_path)

    def tell(line: str) -> None:
        assert process.stdin
        assert process.stdout
        print(line, file=process.stdin, flush=True)
        assert process.stdout.readline() == "done\n"

    for i in range(5):
        tell(f"put shared a{i} The camel{i} came.")
        assert ids_found(library, SHARED, f"camel{i}") == {f"a{i}"}
        library.put([draft(f"The horse{i} came.", f"b{i}")])
    tell("remove shared a1")
    assert ids_found(library, SHARED, "camel1") == set()
    tell("put guild:1 a1 The camel1 came.")
    assert found(library, ONE, "camel1") == {("guild:1", "a1")}
    assert found(library, SHARED, "camel1") == set()
    tell("remove guild:1 a1")
    tell("restore shared a1")
    assert found(library, ONE, "camel1") == {("shared", "a1")}
    tell("put shared a2 The mule came.")
    assert ids_found(library, SHARED, "camel2") == set()
    assert ids_found(library, SHARED, "mule") == {"a2"}
    assert finished(process) == ""
    assert faults(library) == []
    library.close()


def put_some(folder: str, prefix: str) -> None:
    """In a process of its own: wait for the word, open, and put."""
    print("ready", flush=True)
    sys.stdin.readline()
    library = LocalLibrary(Path(folder), ANALYZER)
    for i in range(6):
        library.put([draft(f"The camel saw {prefix}n{i}.", f"{prefix}n{i}")])
        assert ids_found(library, SHARED, f"{prefix}n{i}") == {f"{prefix}n{i}"}
    library.close()


def test_processes_that_put_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    prefixes = ["p0", "p1", "p2", "p3"]
    processes = [child(HERE, "put_some", tmp_path, prefix) for prefix in prefixes]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        print(file=process.stdin, flush=True)
    for process in processes:
        finished(process)
    expected = {f"{prefix}n{i}" for prefix in prefixes for i in range(6)}
    assert ids_found(library, SHARED, "camel") == expected == {each.about.id for each in everything(library)}
    assert faults(library) == []
    library.close()


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_opening_a_new_folder_waits_for_another_process_that_is_making_it(tmp_path: Path, begin: str) -> None:
    another = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    another.execute(begin)
    another.execute("SELECT * FROM sqlite_master").fetchall()
    failures: list[BaseException] = []

    def open_it() -> None:
        try:
            LocalLibrary(tmp_path, ANALYZER).close()
        except BaseException as exc:  # noqa: BLE001
            failures.append(exc)

    thread = threading.Thread(target=open_it)
    thread.start()
    thread.join(0.3)  # it is waiting, or it has given up
    another.rollback()
    another.close()
    thread.join()
    assert failures == []


def test_processes_that_open_a_new_folder_at_the_same_time_all_open_it(tmp_path: Path) -> None:
    for turn in range(12):
        folder, gate = tmp_path / str(turn), threading.Barrier(4)
        failures: list[BaseException] = []

        def open_it(
            folder: Path = folder, failures: list[BaseException] = failures, gate: threading.Barrier = gate
        ) -> None:
            gate.wait()
            try:
                LocalLibrary(folder, ANALYZER).close()
            except BaseException as exc:  # noqa: BLE001
                failures.append(exc)

        threads = [threading.Thread(target=open_it) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
    library = LocalLibrary(folder, ANALYZER)
    library.put([draft("The camel came.", "a")])
    assert ids_found(library, SHARED, "camel") == {"a"}
    library.close()


@pytest.mark.parametrize("article", [None, "a"])
@pytest.mark.parametrize("moment", ["before the database is read", "when the index has been asked"])
def test_an_article_that_is_replaced_while_it_is_searched_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, article: str | None, moment: str
) -> None:
    here, there = LocalLibrary(tmp_path, ANALYZER), LocalLibrary(tmp_path, ANALYZER)
    old, new = "The camel came, and the day was long.", "The camel went, and the night was long."
    here.put([draft(old, "a"), draft("The horse came.", "b")])
    search, read, waiting = Index.search, Database.read, [True]

    def replace_once() -> None:
        if waiting:
            waiting.pop()
            there.put([draft(new, "a")])

    def search_then_replace(self: Index, *arguments: Any, **named: Any) -> Sequence[Hit]:
        hits = search(self, *arguments, **named)
        replace_once()
        return hits

    def replace_then_read(self: Database) -> Any:
        replace_once()
        return read(self)

    if moment.startswith("before"):
        monkeypatch.setattr(Database, "read", replace_then_read)
    else:
        monkeypatch.setattr(Index, "search", search_then_replace)
    passages = here.search(SHARED, ANALYZER.question("camel", ["en"]), article).passages
    assert [passage.text for passage in passages] in ([old], [new])
    here.close()
    there.close()


def test_a_question_does_not_wait_long_for_another_process_that_is_indexing(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([draft("The camel came.", "a"), draft("The camel went.", "b", ONE)])
    database = Database(tmp_path / "library.db", MIGRATIONS)
    with FileLock(tmp_path / "index.lock"):
        with database.write() as sql:
            Changes(sql).remove(SHARED, "a")
        before = time.monotonic()
        assert found(library, ONE, "camel") == {("guild:1", "b")}
        assert time.monotonic() - before < 5
    database.close()
    assert found(library, ONE, "camel") == {("guild:1", "b")}
    assert library.unknown(SHARED, ["camel"]) == {"camel"}
    assert faults(library) == []
    library.close()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system doesn't tell what a process has open")
def test_close_lets_go_of_files_and_memory(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([draft("The camel came.", "a")])
    assert ids_found(library, SHARED, "camel") == {"a"}
    library.close()

    def held() -> list[str]:
        mapped = [line for line in Path("/proc/self/maps").read_text().splitlines() if str(tmp_path) in line]
        links = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
        return mapped + [link for link in links if link.startswith(str(tmp_path))]

    deadline = time.monotonic() + 2
    while held() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert held() == []
