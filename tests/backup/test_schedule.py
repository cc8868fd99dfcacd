"""Backups are made when they are due, and the last few are kept."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.backup import back_up_if_due, check_backup
from bot.errors import BotError, FileRefused
from bot.folders import locked
from bot.library.local import FILE

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_made_when_the_last_one_is_old_enough(folder: Path, tmp_path: Path) -> None:
    into = tmp_path / "deep" / "backups"
    made = []
    for hours in (0, 1, 23.9, 24, 30, 47, 48.5):
        made += [hours for _ in back_up_if_due(folder, into, 24, 7, NOON + timedelta(hours=hours))]
    assert made == [0, 24, 48.5]
    assert names_in(into) == [
        "verbatim-20240301-120000Z.zip",
        "verbatim-20240302-120000Z.zip",
        "verbatim-20240303-123000Z.zip",
    ]
    assert all(check_backup(path) for path in into.iterdir())


@pytest.mark.parametrize("keep", [-1, 0, 1, 3])
def test_the_last_few_are_kept_and_nothing_else_is_touched(folder: Path, tmp_path: Path, keep: int) -> None:
    others = ["mine.zip", "verbatim-20240301.zip", "verbatim-20249999-120000Z.zip", "xverbatim-20240301-120000Z.zip"]
    for name in others:
        (tmp_path / name).write_bytes(b"")
    for day in range(5):
        [made] = back_up_if_due(folder, tmp_path, 24, keep, NOON + timedelta(days=day))
        assert made.path.exists()
    days = range(5 - max(keep, 1), 5)
    assert set(names_in(tmp_path)) == {*others, *(f"verbatim-2024030{1 + day}-120000Z.zip" for day in days)}


def test_a_clock_that_was_set_back_holds_no_backup_up(folder: Path, tmp_path: Path) -> None:
    assert back_up_if_due(folder, tmp_path, 24, 7, NOON + timedelta(days=400))
    assert back_up_if_due(folder, tmp_path, 24, 7, NOON)
    assert not back_up_if_due(folder, tmp_path, 24, 7, NOON + timedelta(hours=1))


def test_while_another_process_makes_one_none_is_made(folder: Path, tmp_path: Path) -> None:
    [let_go] = locked(tmp_path, alone=True)
    assert back_up_if_due(folder, tmp_path, 24, 7, NOON) == ()
    let_go()
    assert len(back_up_if_due(folder, tmp_path, 24, 7, NOON)) == 1


def test_what_a_killed_backup_has_left_is_cleared_away(folder: Path, tmp_path: Path) -> None:
    (tmp_path / ".verbatim-x1").mkdir()
    (tmp_path / ".verbatim-x1/library.db.part").write_bytes(b"x")
    back_up_if_due(folder, tmp_path, 24, 7, NOON)
    assert names_in(tmp_path) == ["verbatim-20240301-120000Z.zip"]


def test_no_good_backup_is_deleted_for_a_damaged_database(folder: Path, tmp_path: Path) -> None:
    for day in range(2):
        back_up_if_due(folder, tmp_path, 24, 2, NOON + timedelta(days=day))
    before = names_in(tmp_path)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    (folder / FILE).write_bytes((folder / FILE).read_bytes()[:20_000])
    for day in range(2, 5):
        with pytest.raises(BotError, match="damaged"):
            back_up_if_due(folder, tmp_path, 24, 2, NOON + timedelta(days=day))
    assert names_in(tmp_path) == before


def test_a_folder_that_can_not_be_made_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileRefused, match="file"):
        back_up_if_due(folder, tmp_path / "file", 24, 7, NOON)
