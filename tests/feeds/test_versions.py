"""A database of feeds of each version that there was opens, with all that it holds."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.feeds import FILE, Feeds, State
from bot.feeds.schema import MIGRATIONS
from bot.model import SHARED
from tests.feeds.samples import AWAY, HOME, NOON, URL, Clock, item

VERSIONS = range(1, len(MIGRATIONS) + 1)


def of_version(number: int, folder: Path) -> Path:
    """A database of this version."""
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.executescript(Path(__file__).with_name(f"version-{number}.sql").read_text("utf-8"))
    return folder / FILE


def answer_as_the_first_did(feeds: Feeds) -> None:
    """All that the first version was asked."""
    [news], [gone], [paused] = feeds.of(HOME), feeds.of(AWAY), feeds.of(SHARED)
    assert (news.url, news.title, news.channel, news.daily_limit, news.taken_today) == (
        URL, "The News", 2**64 - 1, 3, 1,
    )  # fmt: skip
    assert (news.state, news.added_by, news.succeeded, news.due) == (
        State.FOLLOWED, "discord:7", NOON, NOON + timedelta(hours=1),
    )  # fmt: skip
    assert (gone.state, gone.failures, gone.failure and gone.failure.reason) == (
        State.GONE, 1, "The page is no longer there.",
    )  # fmt: skip
    assert (paused.state, paused.added_by) == (State.PAUSED, "terminal")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_an_earlier_version_is_brought_up_to_date_and_answers(tmp_path: Path, version: int) -> None:
    path = of_version(version, tmp_path)
    for _ in range(2):
        feeds = Feeds(path, Clock())
        answer_as_the_first_did(feeds)
        feeds.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_earlier_version_had_settled_is_not_read_again(tmp_path: Path, version: int) -> None:
    clock = Clock()
    feeds = Feeds(of_version(version, tmp_path), clock)
    clock.move(hours=2)
    [claim] = feeds.due(9)
    assert claim.feed.url == URL
    assert feeds.unsettled(claim, [item(n) for n in range(1, 8)]) == (item(5), item(6), item(7))
    assert feeds.keep(claim, item(6))
    assert feeds.room(claim) == 1
    feeds.release(claim)
    feeds.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migrated_database_has_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    old, new = of_version(version, tmp_path / "old"), tmp_path / "new" / FILE
    query, shapes = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name", []
    for path in (old, new):
        Feeds(path).close()
        with closing(sqlite3.connect(path)) as connection:
            shapes.append(connection.execute(query).fetchall())
    assert shapes[0] == shapes[1]
