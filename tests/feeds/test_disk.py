"""The database of feeds when the disk is full, or may not be written: all or nothing is kept, and it is told."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.errors import BotError, DiskFull
from bot.feeds import FILE, Feeds
from tests.feeds.samples import HOME, URL, Clock, item
from tests.library.contract import child, finished
from tests.library.test_local_disk import fill, small_disk

HERE = __name__


def settled(path: Path) -> tuple[int, int]:
    """(items that are settled, articles that were taken today): in one transaction both, or neither."""
    with closing(sqlite3.connect(path)) as connection:
        [(items,)] = connection.execute("SELECT count(*) FROM item").fetchall()
        [(taken,)] = connection.execute("SELECT sum(taken) FROM feed").fetchall()
    return items, taken


def test_on_a_disk_of_any_fullness_an_item_is_settled_and_counted_or_neither() -> None:
    with small_disk("1m") as disk:
        feeds, refused, kept = Feeds(disk / FILE, Clock()), 0, 0
        claim = feeds.claim(HOME, feeds.follow(HOME, URL, "discord:7").number)
        number = 0
        for leave in (0, 4, 8, 16, 24, 32, 64, 128):
            filler = fill(disk, leave * 1024)
            for _ in range(40):
                number += 1
                try:
                    assert feeds.keep(claim, item(number))
                except DiskFull:
                    refused += 1
                else:
                    kept += 1
                assert len(feeds.unsettled(claim, [item(n) for n in range(1, number + 1)])) == refused
            filler.unlink()
            assert settled(disk / FILE) == (kept, kept)
        assert refused
        assert feeds.keep(claim, item(10_000))
        feeds.close()


def use_as_nobody(path: str) -> None:
    """In a process of its own: open, read and write; print what came of it."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        feeds = Feeds(Path(path), Clock())
        assert len(feeds.of(HOME)) == 1
        feeds.follow(HOME, f"{URL}?more", "discord:7")
    except BotError as exc:
        print(type(exc).__name__)


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)])
def test_a_database_that_may_not_be_written_is_named_and_left_alone(folder_mode: int, file_mode: int) -> None:
    with TemporaryDirectory() as place:
        path = Path(place) / FILE
        feeds = Feeds(path, Clock())
        feeds.follow(HOME, URL, "discord:7")
        feeds.close()
        before = path.read_bytes()
        path.chmod(file_mode)
        Path(place).chmod(folder_mode)
        assert finished(child(HERE, "use_as_nobody", path)) == "LibraryUnwritable\n"
        assert path.read_bytes() == before
        Path(place).chmod(0o755)
