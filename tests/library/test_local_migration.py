"""A database of an earlier version becomes one of this version when it is opened, with all that it holds."""

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.errors import ArticleNotFound, LibraryDamaged
from bot.library.local import LocalLibrary
from bot.library.local.schema import MIGRATIONS
from bot.model import SHARED, Order, Outcome, OwnOnly, Shelf, Totals, source_key
from bot.text.sketches import SLOTS
from tests.library.contract import ANALYZER, again, child, draft, everything, faults, finished, found

HERE = __name__
SEVEN, EIGHT = Shelf("guild:7"), Shelf("guild:8")
EVENING = datetime(2023, 5, 1, 23, 30, tzinfo=timezone(timedelta(hours=-2)))


def of_version(number: int, folder: Path) -> Path:
    """A folder with a database of this version and no index."""
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        connection.executescript(Path(__file__).with_name(f"version-{number}.sql").read_text("utf-8"))
    return folder


def of_version_1(folder: Path) -> Path:
    return of_version(1, folder)


def everything_in(folder: Path) -> Sequence[str]:
    """All that the file holds, as SQLite dumps it."""
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        return list(connection.iterdump())


def rows(folder: Path, query: str) -> Sequence[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        return connection.execute(query).fetchall()


def answer_as_before(library: LocalLibrary) -> None:
    """All that the first version was asked, and all that this one is asked too."""
    assert found(library, SEVEN, "camel", "dromedari") == {("shared", "camels"), ("guild:7", "camels")}
    assert found(library, EIGHT, "camel", "dromedari") == {("shared", "camels"), ("guild:8", "secret")}
    assert found(library, SHARED, "mule", "donkey") == set()
    assert library.article(SHARED, "camels").text == "The camel crossed the desert. It took three days."
    assert library.article(SHARED, "horses").about.published == EVENING
    assert library.totals(EIGHT) == Totals(
        3, 4, 3, {"en": 2, "fr": 1}, datetime(2022, 6, 1, 8, tzinfo=UTC), EVENING, datetime(2024, 1, 5, 12, tzinfo=UTC)
    )
    assert [each.id for each in library.sources(SHARED, "", 1, 9, Order.PUBLISHED).sources] == ["horses", "camels"]
    assert [each.id for each in library.sources(SHARED, "", 1, 9, Order.TITLE).sources] == ["camels", "horses"]
    assert [each.id for each in library.suggest(SHARED, "ÉCURIES", 9)] == ["horses"]
    assert [each.id for each in library.suggest(SHARED, "oyale", 9)] == ["horses"]
    assert [each.id for each in library.removed(SHARED, "", 9)] == ["mules"]
    assert [each.id for each in library.removed(SEVEN, "onk", 9)] == ["donkeys"]
    assert library.journal(SHARED, 1, 9).entries == ()
    for article in everything(library):
        about = article.about
        assert library.recall(OwnOnly(about.shelf), [about.key]) == {about.key: article}
        assert about.added_by == ""
    assert library.recall(SEVEN, [source_key("guild:8", "secret"), source_key("guild:7", "donkeys")]) == {}
    assert faults(library) == []


def test_a_database_of_the_first_version_is_brought_up_to_date_and_answers(tmp_path: Path) -> None:
    of_version_1(tmp_path)
    for _ in range(2):
        library = LocalLibrary(tmp_path, ANALYZER)
        answer_as_before(library)
        library.close()
    assert rows(tmp_path, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_what_the_first_version_kept_can_be_changed(tmp_path: Path) -> None:
    library = LocalLibrary(of_version_1(tmp_path), ANALYZER)
    library.restore(SHARED, ["mules"], by="terminal")
    library.put([draft("The donkey came back.", "donkeys", SEVEN, title="Back")], by="discord:1")
    assert found(library, SEVEN, "mule", "donkey") == {("shared", "mules"), ("guild:7", "donkeys")}
    assert [(each.act, each.id) for each in library.journal(SHARED, 1, 9).entries] == [("restored", "mules")]
    assert library.suggest(SEVEN, "onkey", 9) == ()
    assert library.article(SEVEN, "donkeys").about.added_by == ""
    assert library.forget(SEVEN) == 2
    assert found(library, SEVEN, "camel", "mule", "donkey") == {("shared", "camels"), ("shared", "mules")}
    with pytest.raises(ArticleNotFound):
        library.article(SEVEN, "donkeys")
    assert faults(library) == []
    library.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_migrated_database_has_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    LocalLibrary(of_version(version, tmp_path / "old"), ANALYZER).close()
    LocalLibrary(tmp_path / "new", ANALYZER).close()
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert rows(tmp_path / "old", query) == rows(tmp_path / "new", query)


def open_it(folder: str) -> None:
    """In a process of its own: wait for the word, then open."""
    print("ready", flush=True)
    sys.stdin.readline()
    library = LocalLibrary(Path(folder), ANALYZER)
    answer_as_before(library)
    library.close()


def test_processes_that_open_an_old_database_at_once_bring_it_up_to_date_once(tmp_path: Path) -> None:
    of_version_1(tmp_path)
    processes = [child(HERE, "open_it", tmp_path) for _ in range(3)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        print(file=process.stdin, flush=True)
    for process in processes:
        finished(process)
    library = LocalLibrary(tmp_path, ANALYZER)
    answer_as_before(library)
    library.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_migration_that_is_interrupted_has_changed_nothing(tmp_path: Path, version: int) -> None:
    of_version(version, tmp_path)
    before = everything_in(tmp_path)

    def interrupted(connection: sqlite3.Connection) -> None:
        MIGRATIONS[version](connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Database(tmp_path / "library.db", (*MIGRATIONS[:version], interrupted))
    assert everything_in(tmp_path) == before
    assert rows(tmp_path, "PRAGMA user_version") == [(version,)]
    library = LocalLibrary(tmp_path, ANALYZER)
    {1: answer_as_before, 2: answer_as_the_second_did}[version](library)
    library.close()


def dies_in_the_migration(folder: str, statement: str) -> None:
    """In a process of its own: end, as a kill does, when the migration comes to this statement."""

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = sqlite3_connect(*arguments, **named)
        seen = count()
        connection.set_trace_callback(lambda _: os._exit(9) if next(seen) == int(statement) else None)
        return connection

    sqlite3_connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    sqlite3.connect = connect  # type: ignore[assignment]
    Database(Path(folder) / "library.db", MIGRATIONS).close()


@pytest.mark.parametrize("statement", [8, 20, 35, 50, 65, 80])
def test_a_migration_that_is_killed_is_done_again_from_the_beginning(tmp_path: Path, statement: int) -> None:
    of_version(2, tmp_path)
    process = child(HERE, "dies_in_the_migration", tmp_path, str(statement))
    process.communicate(timeout=60)
    assert process.returncode == 9
    assert rows(tmp_path, "PRAGMA user_version") == [(2,)]
    library = LocalLibrary(tmp_path, ANALYZER)
    answer_as_the_second_did(library)
    library.close()


# The second version


def answer_as_the_second_did(library: LocalLibrary) -> None:
    """What the second version was asked, and what this one is asked too."""
    assert found(library, SEVEN, "ferri", "dromedari") == {("shared", "ferry"), ("guild:7", "ours")}
    assert library.article(SHARED, "horses").about.origin == "file:///corpus/horses.md"
    assert [(each.act, each.id, each.by) for each in library.journal(SHARED, 1, 2).entries] == [
        ("removed", "mules", "terminal"),
        ("updated", "mules", "terminal"),
    ]
    assert library.article(SHARED, "ferry").about.added_by == "corpus"
    for article in everything(library):
        about = article.about
        assert (about.author, about.updated, article.pages) == (None, None, ())
        assert library.versions(OwnOnly(about.shelf), about.id) == ()
        assert len(about.sketch) == SLOTS
    ferry = library.article(SHARED, "ferry").text
    assert [each.key for each in library.resembling(SEVEN, draft(ferry.replace("1923", "1925"), shelf=SEVEN))] == [
        source_key("guild:7", "ours"),
        source_key("shared", "ferry"),
    ]
    assert [each.id for each in library.resembling(EIGHT, draft(ferry, shelf=EIGHT))] == ["ferry"]
    assert faults(library) == []


def test_a_database_of_the_second_version_is_brought_up_to_date_and_answers(tmp_path: Path) -> None:
    of_version(2, tmp_path)
    for _ in range(2):
        library = LocalLibrary(tmp_path, ANALYZER)
        answer_as_the_second_did(library)
        library.close()
    assert rows(tmp_path, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_what_the_second_version_kept_is_known_by_its_page_and_by_its_text(tmp_path: Path) -> None:
    library = LocalLibrary(of_version(2, tmp_path), ANALYZER)
    ferry = library.article(SHARED, "ferry")
    again = replace(draft("The ferry is sold.", title="Sold"), url="https://example.org/ferry")
    assert [each.id for each in library.standing(again)] == ["ferry"]
    assert library.put([again], by="feed")[0].outcome is Outcome.UPDATED
    [version] = library.versions(SHARED, "ferry")
    assert (version.title, version.text, version.since) == ("Ferry times", ferry.text, ferry.about.added)
    assert library.resembling(SHARED, draft(ferry.text)) == ()
    assert library.standing(replace(again, shelf=SEVEN, url="https://example.net/")) == ()
    library.restore(SHARED, ["mules"])
    mules = library.article(SHARED, "mules")
    assert [each.id for each in library.resembling(SHARED, draft(mules.text.upper(), "other"))] == ["mules"]
    library.forget(SEVEN)
    assert faults(library) == []
    library.close()


def test_a_sketch_that_the_migration_makes_is_the_one_that_is_made_today(tmp_path: Path) -> None:
    library = LocalLibrary(of_version(2, tmp_path), ANALYZER)
    (tmp_path / "new").mkdir()
    other = LocalLibrary(tmp_path / "new", ANALYZER)
    other.put([again(article) for article in everything(library)])
    assert {a.about.key: a.about.sketch for a in everything(other)} == {
        a.about.key: a.about.sketch for a in everything(library)
    }
    query = "SELECT id, band FROM band JOIN article ON article = number WHERE removed IS NULL ORDER BY id, band"
    assert rows(tmp_path, query) == rows(tmp_path / "new", query)
    library.close()
    other.close()


def test_an_old_database_with_a_date_that_is_none_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(of_version_1(tmp_path) / "library.db")) as connection:
        connection.execute("UPDATE article SET published = 'yesterday' WHERE id = 'secret'")
        connection.commit()
    with pytest.raises(LibraryDamaged, match="yesterday"):
        LocalLibrary(tmp_path, ANALYZER)
    assert rows(tmp_path, "PRAGMA user_version") == [(1,)]


def test_the_dates_are_sorted_by_the_moment_in_utc(tmp_path: Path) -> None:
    library = LocalLibrary(of_version_1(tmp_path), ANALYZER)
    columns = {row[0]: row[1] for row in rows(tmp_path, "SELECT id || shelf, published_utc FROM article")}
    assert columns["horsesshared"] == "2023-05-02T01:30:00+00:00"
    assert columns["camelsshared"] == date(2023, 5, 1).isoformat()
    assert columns["mulesshared"] is None
    library.close()
