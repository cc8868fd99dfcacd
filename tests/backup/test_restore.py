"""A backup is checked before anything is touched, and what was there is kept."""

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.backup import check_backup, restore, write_backup
from bot.backup.manifest import DATABASES
from bot.errors import BotError, DiskFull, FileRefused, LibraryTooNew
from bot.feeds import FILE as FEEDS
from bot.library.local import FILE as LIBRARY
from bot.library.local import LocalLibrary
from bot.model import SHARED
from bot.servers import FILE as SERVERS
from tests.backup.conftest import change, fill, shown
from tests.library.contract import ANALYZER, ONE, child, draft, everything, faults, fresh_folder, ids_found
from tests.library.test_local_disk import small_disk

HERE = __name__


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with fresh_folder() as place:
        fill(place)
        return write_backup(place, tmp_path_factory.mktemp("backup") / "b.zip").path


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# What is kept


def test_what_was_there_is_kept_and_can_be_taken_back(folder: Path, backup: Path) -> None:
    change(folder)
    before = shown(folder)
    done = restore(folder, backup)
    assert [path.name.split(".replaced-")[0] for path in done.kept] == list(DATABASES)
    assert shown(folder) != before
    for path in done.kept:
        path.replace(folder / path.name.split(".replaced-")[0])
    assert shown(folder) == before


def test_restoring_twice_keeps_both(folder: Path, backup: Path) -> None:
    first, second = restore(folder, backup), restore(folder, backup)
    kept = {*first.kept, *second.kept}
    assert len(kept) == 6
    assert all(path.exists() for path in kept)


def test_what_only_the_log_holds_is_kept_too(folder: Path, backup: Path) -> None:
    def write_and_die() -> None:
        library = LocalLibrary(folder, ANALYZER)
        library.put([draft("The mule is in the log.", "log")])
        os._exit(9)

    if (pid := os.fork()) == 0:
        write_and_die()
    os.waitpid(pid, 0)
    assert (folder / f"{LIBRARY}-wal").stat().st_size
    done = restore(folder, backup)
    assert not (folder / f"{LIBRARY}-wal").exists()
    with closing(sqlite3.connect(done.kept[-1])) as connection:
        assert connection.execute("SELECT count(*) FROM article WHERE id = 'log'").fetchone() == (1,)
    library = LocalLibrary(folder, ANALYZER)
    assert ids_found(library, SHARED, "mule") == set()
    assert faults(library) == []
    library.close()


def test_a_database_that_the_backup_lacks_is_put_aside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    LocalLibrary(tmp_path / "old", ANALYZER).close()
    old = write_backup(tmp_path / "old", tmp_path / "b.zip")
    done = restore(folder, old.path)
    assert {path.name.split(".replaced-")[0] for path in done.kept} == {FEEDS, SERVERS, LIBRARY}
    assert not (folder / SERVERS).exists()
    assert shown(folder).articles == {}


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + bytes(5000), b""])
def test_a_damaged_database_is_replaced_and_kept_as_it_is(folder: Path, backup: Path, content: bytes) -> None:
    (folder / LIBRARY).write_bytes(content)
    (folder / f"{LIBRARY}-wal").write_bytes(b"its log")
    done = restore(folder, backup)
    assert done.kept[-1].read_bytes() == content
    assert len(shown(folder).articles) == 5


def test_the_index_of_what_was_there_is_not_taken_for_that_of_the_backup(folder: Path, backup: Path) -> None:
    """Not even when as many changes are made afterwards as were undone."""
    change(folder)
    shown(folder)
    restore(folder, backup)
    library = LocalLibrary(folder, ANALYZER)
    for number in range(5):
        library.put([draft(f"The camel is new{number}x9.", f"n{number}")])
    assert ids_found(library, SHARED, "camel") == {"a0", "a1", "a2", "a4", *(f"n{i}" for i in range(5))}
    assert faults(library) == []
    library.close()


# Who uses the folder


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file can't be replaced")
def test_nothing_is_restored_while_the_bot_runs(folder: Path, backup: Path) -> None:
    library = LocalLibrary(folder, ANALYZER)
    with pytest.raises(FileRefused, match="Stop it"):
        restore(folder, backup)
    library.put([draft("The mule came.", "m")])
    library.close()
    restore(folder, backup)
    assert ("shared", "m") not in shown(folder).articles


# Killed


def restore_and_die(folder: str, backup: str, line: str) -> None:
    """In a process of its own: restore, and end as a kill does when so many files were replaced."""
    left, path_replace = int(line), Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal left
        if left == 0:
            os._exit(9)
        left -= 1
        return path_replace(self, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]
    restore(Path(folder), Path(backup))


@pytest.mark.parametrize("files", range(4))
def test_a_restore_that_is_killed_leaves_each_database_old_or_new_and_is_completed_by_another(
    folder: Path, backup: Path, files: int
) -> None:
    was = shown(folder)
    change(folder)
    process = child(HERE, "restore_and_die", folder, backup, str(files))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (9 if files < 3 else 0), errors
    there = shown(folder)
    assert [there.feeds == was.feeds, there.language == was.language, there.articles == was.articles] == [
        each < files for each in range(3)
    ]
    restore(folder, backup)
    assert shown(folder) == was


# What is no backup


Rewrite = Callable[[dict[str, bytes]], object]


def rewritten(backup: Path, target: Path, rewrite: Rewrite, **manifest: Any) -> Path:
    """A copy of a backup whose members somebody has changed, with the manifest made to fit."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(members["manifest.json"])
    rewrite(members)
    for entry in said["databases"]:
        content = members.get(entry["name"], b"")
        entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    members["manifest.json"] = json.dumps(said | manifest).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


def refused(folder: Path, backup: Path) -> str:
    """Why it is refused; nothing was touched."""
    before = everything_in(folder)
    with pytest.raises(BotError) as raised:
        restore(folder, backup)
    assert everything_in(folder) == before
    with pytest.raises(type(raised.value)):
        check_backup(backup)
    return str(raised.value)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" * 100, bytes(100_000)], ids=len)
def test_a_file_that_is_no_archive_is_no_backup(folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert "no backup" in refused(folder, tmp_path / "x.zip")


def test_a_file_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    assert "No such file" in refused(folder, tmp_path / "x.zip")
    assert "directory" in refused(folder, tmp_path)


@pytest.mark.parametrize(
    "manifest",
    [
        b"", b"[]", b"{}", b"[" * 60_000, b'{"format": 1}', b" " * 70_000, b'{"format": 1, "bot": "1", "made": "2024"}',
    ],
    ids=len,
)  # fmt: skip
def test_an_archive_of_something_else_is_no_backup(folder: Path, tmp_path: Path, manifest: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", manifest)
    assert "backup" in refused(folder, tmp_path / "x.zip")


def with_entries(backup: Path, target: Path, *entries: dict[str, Any]) -> Path:
    """A backup whose manifest says that these databases are in it, besides what it says of them already."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(members["manifest.json"])
    said["databases"] = [said["databases"][0] | each for each in entries]
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, json.dumps(said) if name == "manifest.json" else content)
        for each in entries:
            if each.get("name", FEEDS) not in members:
                archive.writestr(each["name"] or "x", b"something")
    return target


@pytest.mark.parametrize(
    "name", ["../library.db", "/etc/passwd", "index-2/meta.json", ".env", "", "manifest.json", "feeds.db/..", "C:\\x"]
)
def test_a_path_in_a_backup_leads_nowhere(folder: Path, backup: Path, tmp_path: Path, name: str) -> None:
    assert "no backup" in refused(folder, with_entries(backup, tmp_path / "x.zip", {"name": name}))


def test_a_database_is_named_once(folder: Path, backup: Path, tmp_path: Path) -> None:
    assert "no backup" in refused(folder, with_entries(backup, tmp_path / "x.zip", {}, {}))


@pytest.mark.parametrize(("size", "error"), [(10**18, DiskFull), (10, FileRefused), (-1, FileRefused)])
def test_a_size_that_is_not_true_is_refused_before_it_is_unpacked(
    folder: Path, backup: Path, tmp_path: Path, size: int, error: type[BotError]
) -> None:
    lying = with_entries(backup, tmp_path / "x.zip", {"size": size})
    with pytest.raises(error):
        restore(folder, lying)
    assert shown(folder)


def test_what_unpacks_to_more_than_is_said_is_not_unpacked(folder: Path, backup: Path, tmp_path: Path) -> None:
    def swell(members: dict[str, bytes]) -> None:
        members["swollen"] = b""

    target = rewritten(backup, tmp_path / "x.zip", swell)
    with zipfile.ZipFile(target) as archive:
        said = archive.read("manifest.json")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", said)
        for name in DATABASES:
            archive.writestr(name, bytes(50_000_000))
    with small_disk("8m") as disk:
        assert "damaged" in refused(disk, tmp_path / "bomb.zip")


def test_a_database_of_a_later_version_is_refused(folder: Path, backup: Path, tmp_path: Path) -> None:
    later = with_entries(backup, tmp_path / "x.zip", {"version": len(DATABASES[FEEDS]) + 1})
    with pytest.raises(LibraryTooNew, match="later version"):
        restore(folder, later)
    newer = rewritten(backup, tmp_path / "y.zip", lambda _: None, format=2)
    assert "later version" in refused(folder, newer)


def sql(script: str, name: str = LIBRARY) -> Rewrite:
    """Change a database of the backup by a script."""

    def rewrite(members: dict[str, bytes]) -> None:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(members[name])
            connection.executescript(script)
            members[name] = connection.serialize()

    return rewrite


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TRIGGER mine AFTER INSERT ON article BEGIN DELETE FROM passage; END",
        "CREATE VIEW mine AS SELECT * FROM article",
        "DROP TABLE journal",
        "CREATE TABLE mine (x)",
        "PRAGMA user_version = 99",
        "DROP TRIGGER letters_inserted; CREATE TRIGGER letters_inserted AFTER INSERT ON article BEGIN SELECT 1; END",
    ],
)
def test_a_database_with_other_tables_than_the_bots_is_refused(
    folder: Path, backup: Path, tmp_path: Path, script: str
) -> None:
    assert "damaged" in refused(folder, rewritten(backup, tmp_path / "x.zip", sql(script)))


def test_a_file_in_the_place_of_a_database_is_refused(folder: Path, backup: Path, tmp_path: Path) -> None:
    for content in (b"", b"no database" * 1_000, b"SQLite format 3\0" + bytes(5_000)):

        def rewrite(members: dict[str, bytes], content: bytes = content) -> None:
            members[SERVERS] = content

        assert "damaged" in refused(folder, rewritten(backup, tmp_path / "x.zip", rewrite))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_backup_with_a_flipped_bit_is_refused_or_is_the_same(backup: Path, seed: int) -> None:
    with fresh_folder() as place:
        content = bytearray(backup.read_bytes())
        position = Random(seed).randrange(len(content) * 8)
        content[position // 8] ^= 1 << position % 8
        (place / "x.zip").write_bytes(content)
        try:
            restore(place / "data", place / "x.zip")
        except BotError as exc:
            assert len(str(exc)) > 20  # noqa: PT017
            assert list((place / "data").iterdir()) == []
            return
        assert len(shown(place / "data").articles) == 5


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_truncated_backup_is_refused(backup: Path, seed: int) -> None:
    with fresh_folder() as place:
        (place / "x.zip").write_bytes(backup.read_bytes()[: Random(seed).randrange(backup.stat().st_size)])
        with pytest.raises(FileRefused):
            restore(place / "data", place / "x.zip")


def test_what_is_restored_is_searched_and_goes_on(folder: Path, backup: Path) -> None:
    restore(folder, backup)
    library = LocalLibrary(folder, ANALYZER)
    library.put([draft("The camel is new.", "new", ONE)])
    assert ids_found(library, ONE, "camel") == {"a0", "a1", "a2", "a4", "own", "new"}
    assert len(everything(library)) == 6
    library.close()
