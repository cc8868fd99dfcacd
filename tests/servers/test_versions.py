"""A database of servers of each version that there was opens, with all that it holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.servers import FILE, Kind, Servers, Style
from bot.servers.schema import MIGRATIONS
from tests.servers.place import EVER, FAR, LAST_ID, NOON, Clock

VERSIONS = range(1, len(MIGRATIONS) + 1)


def of_version(number: int, folder: Path) -> Path:
    """A database of this version."""
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.executescript(Path(__file__).with_name(f"version-{number}.sql").read_text("utf-8"))
    return folder / FILE


def answer_as_the_first_did(servers: Servers) -> None:
    """All that the first version was asked."""
    ours, theirs = servers.settings(1), servers.settings(LAST_ID)
    assert (ours.answer_channels, ours.answer_threshold, ours.style, ours.language, ours.keep_gaps) == (
        (5, LAST_ID), 0.25, Style.SHORT, "", True,
    )  # fmt: skip
    assert (theirs.manager_role, theirs.shared_corpus) == (9, False)
    assert [(each.by, each.name) for each in servers.settings_journal(1, 9)] == [
        *(("discord:8", name) for name in ("language", "style", "answer_threshold")),
        *(("discord:7", name) for name in ("answer_channels", "language", "keep_gaps")),
    ]
    assert [(each.message, each.question) for each in servers.answers_to(1, 20)] == [(30, "¿Por qué?")]
    assert [each.posted for each in servers.answer(None, 31)] == [NOON]
    assert (servers.marks(1, 30), servers.marks(None, 31)) == (2, 1)
    assert servers.marks_by_article(1, EVER) == {"abcdefgh": 2}
    assert [(each.question, each.unanswered, each.not_helpful) for each in servers.gaps(1, 1, 9).gaps] == [
        ("Why the desert?", 1, 1),
        ("Where are the mules?", 1, 0),
    ]
    assert tuple(servers.departed(FAR)) == (3,)
    assert servers.remembered("notes") == "up to 7"
    assert servers.mentions_of(7).changes == 5


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_an_earlier_version_is_brought_up_to_date_and_answers(tmp_path: Path, version: int) -> None:
    path = of_version(version, tmp_path)
    for _ in range(2):
        servers = Servers(path, Clock())
        answer_as_the_first_did(servers)
        servers.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_earlier_version_kept_can_be_changed(tmp_path: Path, version: int) -> None:
    servers = Servers(of_version(version, tmp_path), Clock())
    assert not servers.mark(1, 30, 7), "the key under which people are hidden is the same"
    assert servers.mark(1, 30, 9)
    servers.record_gap(1, "camel desert", "Why?", Kind.NOT_HELPFUL, "wrong")
    assert servers.gaps(1, 1, 9).gaps[0].not_helpful == 2
    servers.change_settings(1, "discord:7", style="full")
    assert servers.settings(1).style is Style.FULL
    servers.forget(1)
    assert servers.marks(None, 31) == 1
    servers.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migrated_database_has_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    old, new = of_version(version, tmp_path / "old"), tmp_path / "new" / FILE
    query, shapes = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name", []
    for path in (old, new):
        Servers(path).close()
        with closing(sqlite3.connect(path)) as connection:
            shapes.append(connection.execute(query).fetchall())
    assert shapes[0] == shapes[1]
