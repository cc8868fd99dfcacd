"""A backup holds all that was acknowledged before it, however busy the bot is; nothing of it is ever half there."""

import json
import os
import shutil
import sqlite3
import subprocess
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.backup import check_backup, restore, write_backup
from bot.backup.manifest import DATABASES
from bot.errors import BotError, FileRefused, LibraryDamaged
from bot.feeds import FILE as FEEDS
from bot.library.local import FILE as LIBRARY
from bot.library.local import LocalLibrary
from bot.model import SHARED
from bot.servers import FILE as SERVERS
from bot.servers import Servers
from tests.backup.conftest import change, shown
from tests.library.contract import ANALYZER, draft, everything
from tests.library.test_local_disk import fill as fill_disk
from tests.library.test_local_disk import small_disk


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_restored_is_what_was_backed_up(folder: Path, tmp_path: Path) -> None:
    before = shown(folder)
    made = write_backup(folder, tmp_path / "b.zip")
    restore(tmp_path / "elsewhere", made.path)
    assert shown(tmp_path / "elsewhere") == before == shown(folder)
    assert names_in(tmp_path) == ["b.zip", "elsewhere"]


def test_a_backup_is_one_file_with_the_databases_their_digests_and_no_index(folder: Path, tmp_path: Path) -> None:
    made = write_backup(folder, tmp_path / "b.zip")
    with zipfile.ZipFile(made.path) as archive:
        assert sorted(archive.namelist()) == sorted([*DATABASES, "manifest.json"])
        manifest = json.loads(archive.read("manifest.json"))
    assert [each["name"] for each in manifest["databases"]] == [FEEDS, SERVERS, LIBRARY]
    assert [each["version"] for each in manifest["databases"]] == [len(each) for each in DATABASES.values()]
    assert check_backup(made.path) == made.manifest
    assert timedelta(0) <= datetime.now(UTC) - made.manifest.made < timedelta(minutes=1)
    output = subprocess.run(["sha256sum", made.path], capture_output=True, text=True, check=True).stdout
    assert output.split()[0] == made.sha256
    assert made.size == made.path.stat().st_size


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_only_its_owner_may_read_a_backup(folder: Path, tmp_path: Path) -> None:
    assert write_backup(folder, tmp_path / "b.zip").path.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_a_folder_with_the_library_alone_is_one_too(folder: Path, tmp_path: Path) -> None:
    (folder / SERVERS).unlink()
    (folder / FEEDS).unlink()
    made = write_backup(folder, tmp_path / "b.zip")
    assert [each.name for each in made.manifest.databases] == [LIBRARY]
    restore(tmp_path / "elsewhere", made.path)
    assert len(shown(tmp_path / "elsewhere").articles) == 5


def test_a_backup_while_the_bot_is_busy_holds_all_that_was_acknowledged_before_and_nothing_by_halves(
    folder: Path, tmp_path: Path
) -> None:
    library, servers = LocalLibrary(folder, ANALYZER), Servers(folder / SERVERS)
    stop, told = threading.Event(), list[int]()

    def put_pairs() -> None:
        for number in count():
            if stop.is_set():
                return
            library.put([draft(f"The mule saw {side}{number}x9.", f"{side}{number}") for side in ("left", "right")])
            servers.change_settings(1, f"discord:{number}", manager_role=number + 1)
            told.append(number)

    thread = threading.Thread(target=put_pairs)
    thread.start()
    backups = []
    for turn in range(3):
        while len(told) < 4 * turn + 4:
            assert thread.is_alive()
        acknowledged = len(told)
        backups.append((acknowledged, write_backup(folder, tmp_path / f"{turn}.zip")))
    stop.set()
    thread.join()
    library.close()
    servers.close()
    for turn, (acknowledged, backup) in enumerate(backups):
        place = tmp_path / str(turn)
        restore(place, backup.path)
        assert shown(place)
        library, servers = LocalLibrary(place, ANALYZER), Servers(place / SERVERS)
        ids = {each.about.id for each in everything(library)}
        sides = [{id.removeprefix(side) for id in ids if id.startswith(side)} for side in ("left", "right")]
        assert sides[0] == sides[1]
        assert sides[0] >= {str(number) for number in range(acknowledged)}
        role = servers.settings(1).manager_role or 0
        assert acknowledged <= role <= len(sides[0]), "the library is copied after what speaks of it"
        library.close()
        servers.close()


def test_a_new_backup_takes_the_place_of_the_old_one_only_when_it_is_whole(folder: Path, tmp_path: Path) -> None:
    first = write_backup(folder, tmp_path / "b.zip")
    whole = first.path.read_bytes()
    with closing(sqlite3.connect(folder / LIBRARY)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    content = bytearray((folder / LIBRARY).read_bytes())
    content[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    (folder / LIBRARY).write_bytes(content)
    with pytest.raises(LibraryDamaged, match=LIBRARY):
        write_backup(folder, tmp_path / "b.zip")
    assert first.path.read_bytes() == whole
    assert names_in(tmp_path) == ["b.zip"]


@pytest.mark.parametrize("where", ["nowhere/b.zip", "file/b.zip", "."])
def test_a_file_that_can_not_be_written_is_named(folder: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileRefused, match="Nothing was written"):
        write_backup(folder, tmp_path / where)
    assert names_in(tmp_path) == ["file"]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_databases_has_nothing_to_back_up(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "data").mkdir()
    with pytest.raises(FileRefused, match="nothing to back up"):
        write_backup(tmp_path / "data", tmp_path / "b.zip")
    assert names_in(tmp_path) == (["data"] if there else [])


def test_on_a_full_disk_there_is_no_backup_and_the_old_one_stays(folder: Path) -> None:
    with small_disk("2m") as disk:
        whole = write_backup(folder, disk / "b.zip").path.read_bytes()
        for leave in (0, 8, 64, 128):
            filler = fill_disk(disk, leave * 1024)
            with pytest.raises(BotError):
                write_backup(folder, disk / "b.zip")
            assert (disk / "b.zip").read_bytes() == whole
            filler.unlink()
            assert names_in(disk) == ["b.zip"]


def test_a_token_is_in_no_backup(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.secret-of-the-bot"
    monkeypatch.setenv("BOT_DISCORD_TOKEN", token)
    (folder / ".env").write_text(f"BOT_DISCORD_TOKEN={token}\n", "utf-8")
    made = write_backup(folder, tmp_path / "b.zip")
    with zipfile.ZipFile(made.path) as archive:
        everything_in_it = b"".join(archive.read(name) for name in archive.namelist())
    assert token.encode() not in everything_in_it + made.path.read_bytes()


@pytest.mark.parametrize("version", [1, 2])
def test_a_database_of_an_earlier_version_can_be_backed_up_and_restored(tmp_path: Path, version: int) -> None:
    (tmp_path / "old").mkdir()
    script = Path(__file__).parents[1] / "library" / f"version-{version}.sql"
    with closing(sqlite3.connect(tmp_path / "old" / LIBRARY)) as connection:
        connection.executescript(script.read_text("utf-8"))
    made = write_backup(tmp_path / "old", tmp_path / "b.zip")
    assert made.manifest.databases[0].version == version
    restore(tmp_path / "new", made.path)
    library = LocalLibrary(tmp_path / "new", ANALYZER)
    assert library.totals(SHARED).articles > 1
    library.close()


def test_what_a_database_went_through_does_not_matter_for_restoring_it(tmp_path: Path) -> None:
    """One that was migrated from the first version on has the shape that a restored one must have."""
    with closing(sqlite3.connect(tmp_path / LIBRARY)) as connection:
        connection.executescript((Path(__file__).parents[1] / "library/version-1.sql").read_text("utf-8"))
    LocalLibrary(tmp_path, ANALYZER).close()
    with closing(sqlite3.connect(tmp_path / LIBRARY)) as connection:
        connection.execute("ANALYZE")
    shutil.rmtree(tmp_path / "index-2")
    made = write_backup(tmp_path, tmp_path / "b.zip")
    assert check_backup(made.path) == made.manifest


def test_changes_after_a_backup_are_not_in_it(folder: Path, tmp_path: Path) -> None:
    before = shown(folder)
    made = write_backup(folder, tmp_path / "b.zip")
    change(folder)
    assert shown(folder) != before
    restore(folder, made.path)
    assert shown(folder) == before
