"""A database of an earlier version becomes one of this version when it is opened, with all that it holds."""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.database import Database
from bot.errors import ArticleNotFound, LibraryDamaged
from bot.library.local import LocalLibrary
from bot.library.local.schema import MIGRATIONS, make_second
from bot.model import SHARED, Order, OwnOnly, Shelf, Totals, source_key
from tests.library.contract import ANALYZER, child, draft, everything, faults, finished, found

HERE = __name__
SEVEN, EIGHT = Shelf("guild:7"), Shelf("guild:8")
EVENING = datetime(2023, 5, 1, 23, 30, tzinfo=timezone(timedelta(hours=-2)))


def of_version_1(folder: Path) -> Path:
    """A folder with a database of the first version and no index."""
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        connection.executescript(Path(__file__).with_name("version-1.sql").read_text("utf-8"))
    return folder


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


def test_a_migrated_database_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    LocalLibrary(of_version_1(tmp_path / "old"), ANALYZER).close()
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


def test_a_migration_that_is_interrupted_has_changed_nothing(tmp_path: Path) -> None:
    of_version_1(tmp_path)
    before = rows(tmp_path, "SELECT sql FROM sqlite_master"), rows(tmp_path, "SELECT * FROM article")

    def interrupted(connection: sqlite3.Connection) -> None:
        make_second(connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Database(tmp_path / "library.db", (MIGRATIONS[0], interrupted))
    assert (rows(tmp_path, "SELECT sql FROM sqlite_master"), rows(tmp_path, "SELECT * FROM article")) == before
    assert rows(tmp_path, "PRAGMA user_version") == [(1,)]
    library = LocalLibrary(tmp_path, ANALYZER)
    answer_as_before(library)
    library.close()


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
