"""The local home when a server's shelf is deleted: what is left of it, where, and that the index learns of it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tantivy

from bot.database import Database
from bot.errors import IndexBehind, LibraryBusy
from bot.library.local import LocalLibrary
from bot.library.local.following import Follower
from bot.library.local.index import FOLDER, Index
from bot.model import SHARED, Draft, OwnOnly
from tests.library.contract import ANALYZER, ONE, TWO, asking, draft, faults, found, ids_found

SECRETS = (
    "zanzibarword", "quetzalsource", "xylophonetitle", "jabberwockyid", "wolverineby", "vermilionurl",
    "bumblebeeauthor",
)  # fmt: skip
"""Words of the text, source, title, id, who did it, link and author of what is deleted."""


def secret(number: int = 0, id: str = "jabberwockyid") -> Draft:
    return Draft(
        ONE, "A xylophonetitle", f"The zanzibarword came to number{number}.", id, "The quetzalsource",
        "https://example.org/vermilionurl",
    )  # fmt: skip


def files_with(folder: Path, word: str) -> set[str]:
    """The files in which the word stands, in either case."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and word.encode() in path.read_bytes().lower()
    }


def terms_in_index(folder: Path) -> set[str]:
    """Every term that the files of the index hold, those of deleted passages too."""
    searcher = tantivy.Index.open(str(folder / FOLDER)).searcher()
    return {term for term, _ in searcher.terms_with_prefix("terms", "")}


def tombstones(folder: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        return connection.execute("SELECT change, shelf FROM forgotten").fetchall()


def test_no_word_of_a_forgotten_shelf_is_left_in_any_file(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([draft(f"The camel saw {i}.", f"a{i}") for i in range(50)])
    library.put([secret()], by="wolverineby")
    library.put([secret(1, "jabberwockyid2"), secret(2, "jabberwockyid3")], by="wolverineby")
    library.put([secret(3)], by="wolverineby")
    library.put([replace(secret(4), title="Another xylophonetitle", author="The bumblebeeauthor")], by="wolverineby")
    assert len(library.versions(ONE, "jabberwockyid")) == 2
    assert library.standing(replace(secret(), id=None, text="x")) != ()
    library.remove(ONE, ["jabberwockyid2"], by="wolverineby")
    assert [word for word in SECRETS if files_with(tmp_path, word)] == list(SECRETS)
    assert library.forget(ONE) == 3
    assert {word: files_with(tmp_path, word) for word in SECRETS} == {word: set() for word in SECRETS}
    assert files_with(tmp_path, ONE.name) == set()
    assert terms_in_index(tmp_path) & {*SECRETS, "zanzibarword", "xylophonetitl"} == set()
    assert len(ids_found(library, SHARED, "camel")) == 50
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        assert connection.execute("SELECT count(*) FROM version").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM band WHERE article > 50").fetchone() == (0,)
    assert faults(library) == []
    library.close()


def test_what_was_indexed_together_with_others_leaves_the_index_when_it_is_merged(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([secret(), draft("The camel came.", "a")])
    library.forget(ONE)
    assert "zanzibarword" in terms_in_index(tmp_path)
    assert found(library, ONE, "zanzibarword") == set()
    for i in range(10):  # enough commits for tantivy to merge
        library.put([draft(f"The mule saw {i}.", str(i))])
    assert terms_in_index(tmp_path) == {"camel", "come", "mule", "saw", *map(str, range(10))}
    library.close()


def test_the_mark_of_a_forgotten_shelf_is_gone_once_the_index_has_let_go_of_it(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([secret()])
    library.forget(ONE)
    assert tombstones(tmp_path) == []
    library.close()


def refuse(*_: object, **__: object) -> None:
    raise ValueError("the index can't be written")


@pytest.mark.parametrize("reopened", [False, True])
@pytest.mark.parametrize("refilled", [False, True])
def test_what_could_not_leave_the_index_is_not_found_and_leaves_it_as_soon_as_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reopened: bool, refilled: bool
) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([secret(), draft("The camel came.", "a"), draft("The mule came.", "b", TWO)])
    with monkeypatch.context() as patch:
        patch.setattr(Index, "_document", refuse)
        with pytest.raises(IndexBehind):
            library.forget(ONE)
        if refilled:  # under a number that the index knows as another article's
            with pytest.raises(IndexBehind):
                library.put([draft("The dromedary came.", "new", ONE), draft("The horse came.", "c")])
        assert found(library, ONE, "zanzibarword") == set()
        assert tombstones(tmp_path) != []
    if reopened:
        library.close()
        library = LocalLibrary(tmp_path, ANALYZER)
    assert found(library, ONE, "zanzibarword", "camel") == {("shared", "a")}
    assert found(library, OwnOnly(ONE).shelf, "dromedari") == ({("guild:1", "new")} if refilled else set())
    assert found(library, TWO, "mule") == {("guild:2", "b")}
    assert faults(library) == []
    assert tombstones(tmp_path) == []
    library.close()


def test_a_mark_that_is_still_there_when_the_index_has_passed_it_deletes_nothing_that_came_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([secret()])
    with monkeypatch.context() as patch:
        patch.setattr(Follower, "_drop_forgotten", lambda *_: None)
        library.forget(ONE)
        library.put([draft("The dromedary came.", "new", ONE)])
        assert tombstones(tmp_path) != []
        library.put([draft("The camel came.", "a")])
        assert found(library, ONE, "dromedari") == {("guild:1", "new")}
    library.put([draft("The horse came.", "b")])
    assert tombstones(tmp_path) == []
    assert found(library, ONE, "dromedari") == {("guild:1", "new")}
    assert faults(library) == []
    library.close()


def test_a_mark_that_can_not_be_taken_away_fails_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([secret()])
    write, writes = Database.write, iter([True, False])

    def write_once(self: Database) -> Any:
        if next(writes):
            return write(self)
        raise LibraryBusy(str(tmp_path))

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", write_once)
        assert library.forget(ONE) == 1
    assert len(tombstones(tmp_path)) == 1
    assert faults(library) == []
    library.close()


@pytest.mark.parametrize("many", [1, 5])
def test_shelves_that_were_forgotten_while_much_waited_for_the_index_are_caught_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("bot.library.local.following.CATCH_UP_ARTICLES", 3)
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([draft(f"The camel saw {i}.", f"s{i}", ONE) for i in range(4)])

    def behind(change: Callable[[], object]) -> None:
        with suppress(IndexBehind):
            change()

    with monkeypatch.context() as patch:
        patch.setattr(Index, "_document", refuse)
        for turn in range(many):
            behind(lambda turn=turn: library.put([draft(f"The mule {turn} {i}.", f"m{turn}{i}") for i in range(5)]))  # type: ignore[misc]
            behind(lambda: library.forget(ONE))
            behind(lambda turn=turn: library.put([draft(f"Camel {turn} {i}.", f"c{turn}{i}", ONE) for i in range(5)]))  # type: ignore[misc]
            behind(lambda: library.forget(TWO))
            behind(lambda turn=turn: library.put([draft(f"Camels, {turn} {i}.", f"t{i}", TWO) for i in range(2)]))  # type: ignore[misc]
    last = many - 1
    assert found(library, OwnOnly(ONE).shelf, "camel") == {("guild:1", f"c{last}{i}") for i in range(5)}
    assert found(library, TWO, "camel") == {("guild:2", "t0"), ("guild:2", "t1")}
    assert len(library.search(SHARED, asking("mule")).passages) == 5 * many
    assert faults(library) == []
    assert tombstones(tmp_path) == []
    library.close()


def test_an_index_from_before_a_shelf_was_forgotten_is_made_anew(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path / "library", ANALYZER)
    library.put([secret(), draft("The camel came.", "a")])
    library.close()
    (tmp_path / "library" / FOLDER).rename(tmp_path / "backup")
    library = LocalLibrary(tmp_path / "library", ANALYZER)
    library.forget(ONE)
    library.close()
    for path in (tmp_path / "library" / FOLDER).iterdir():
        path.unlink()
    for path in (tmp_path / "backup").iterdir():
        path.rename(tmp_path / "library" / FOLDER / path.name)
    library = LocalLibrary(tmp_path / "library", ANALYZER)
    assert ids_found(library, ONE, "zanzibarword", "camel") == {"a"}
    assert faults(library) == []
    assert "zanzibarword" not in terms_in_index(tmp_path / "library")
    library.close()


def test_a_shelf_is_forgotten_while_somebody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.database.FLUSH_MILLISECONDS", 10)
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([secret()])
    with closing(sqlite3.connect(tmp_path / "library.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM article").fetchone() == (1,)
        assert library.forget(ONE) == 1
        assert found(library, ONE, "zanzibarword") == set()
    library.close()
    assert files_with(tmp_path, "zanzibarword") == set()
