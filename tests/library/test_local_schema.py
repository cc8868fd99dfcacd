"""The local home's tables: their totals, their version, and cutting everything again."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError, LibraryTooNew
from bot.library.local import LocalLibrary
from bot.library.local.index import FOLDER, OLDER_FOLDERS
from bot.library.local.schema import MIGRATIONS
from bot.library.local.store import Changes
from bot.model import SHARED, Period, Shelf
from bot.text import ANALYSIS_VERSION, PassageSpan, Span
from tests.library.contract import ANALYZER, SHELVES, asking, draft, everything, faults, fresh_folder, ids_found

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "remove", "restore", "fail"]),
        st.sampled_from(SHELVES),
        st.sampled_from("abc"),
        st.integers(0, 5),
        st.sampled_from(["en", "de", "ja"]),
    ),
    max_size=15,
)
BODY = "The camel saw number{}. It went away.\n\nIraq, 5 p.m.: イラクには兵士がいる。" + " A sentence follows." * 20


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        return connection.execute(query).fetchall()


def counted(folder: Path) -> dict[object, Sequence[int]]:
    """(shelf, language) -> articles, passages, sentences, terms: counted one by one."""
    count: dict[object, list[int]] = {}
    for number, shelf, language in rows(folder, "SELECT number, shelf, language FROM article WHERE removed IS NULL"):
        total = count.setdefault((shelf, language), [0, 0, 0, 0])
        total[0] += 1
        for spans, terms in rows(folder, f"SELECT sentences, terms FROM passage WHERE article = {number}"):
            total[1] += 1
            total[2] += len(str(spans).split()) // 2
            total[3] += len(str(terms).split())
    return {key: tuple(total) for key, total in count.items()}


def totals(folder: Path) -> dict[object, Sequence[int]]:
    table = rows(folder, "SELECT shelf, language, articles, passages, sentences, terms FROM total")
    return {
        (shelf, language): tuple(map(int, map(str, numbers))) for shelf, language, *numbers in table if any(numbers)
    }


def take(library: LocalLibrary, step: tuple[str, Shelf, str, int, str]) -> None:
    what, shelf, id, number, language = step
    if what == "put":
        library.put([replace(draft(BODY.format(number), id, shelf), language=language)])
    elif what == "fail":
        library.put([draft(BODY.format(number), id, shelf), draft("No \ud800 text.", "d", shelf)])
    elif what == "remove":
        library.remove(shelf, [id])
    else:
        library.restore(shelf, [id])


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_the_totals_are_those_of_what_is_there(steps: list[tuple[str, Shelf, str, int, str]]) -> None:
    with fresh_folder() as folder:
        library = LocalLibrary(folder, ANALYZER)
        for step in steps:
            try:
                take(library, step)
            except (BotError, ValueError):
                pass
            assert totals(folder) == counted(folder)
        assert rows(folder, "SELECT count(*) FROM passage WHERE article NOT IN (SELECT number FROM article)") == [(0,)]
        library.close()


@pytest.mark.parametrize("version", [len(MIGRATIONS) + 1, 2**31 - 1])
def test_a_database_of_a_later_version_is_refused_and_left_alone(tmp_path: Path, version: int) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([draft("The camel came.", "a")])
    library.close()
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(LibraryTooNew) as refused:
        LocalLibrary(tmp_path, ANALYZER)
    assert (refused.value.version, refused.value.known) == (version, len(MIGRATIONS))
    assert rows(tmp_path, "SELECT id FROM article") == [("a",)]
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    library = LocalLibrary(tmp_path, ANALYZER)
    assert ids_found(library, SHARED, "camel") == {"a"}
    library.close()


# Cutting everything again

OLD_TEXT = "The camel came. The horse went."


def halves(text: str, _language: str) -> tuple[PassageSpan, ...]:
    """Another way to cut: two passages of a sentence each, in the middle of whatever stands there."""
    middle = len(text) // 2
    spans: list[Span] = [(0, middle), (middle, len(text))]
    return tuple(PassageSpan(start, end, ((start, end),)) for start, end in spans if start < end)


def filled(folder: Path) -> None:
    library = LocalLibrary(folder, ANALYZER)
    library.put([replace(draft(OLD_TEXT, "a"), origin="file:///a", origin_digest="digest"), draft("A mule came.", "b")])
    library.put([draft("An ass came.", "gone")])
    library.remove(SHARED, ["gone"])
    library.close()


def with_another_analysis(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("bot.library.local.home.ANALYSIS_VERSION", ANALYSIS_VERSION + 1)
    patch.setattr("bot.library.local.records.segment", halves)


def test_a_change_of_the_analysis_cuts_and_indexes_everything_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    with_another_analysis(monkeypatch)
    for _ in range(2):
        library = LocalLibrary(tmp_path, ANALYZER)
        article = library.article(SHARED, "a")
        assert article.text == OLD_TEXT
        assert article.sentences == ((0, len(OLD_TEXT) // 2), (len(OLD_TEXT) // 2, len(OLD_TEXT)))
        assert ids_found(library, SHARED, "camel") == {"a"}
        assert ids_found(library, SHARED, "mule") == {"b"}
        assert ids_found(library, SHARED, "ass") == set()
        assert totals(tmp_path) == counted(tmp_path)
        assert [(each.id, each.digest) for each in library.origins(SHARED, "")] == [("a", "digest")]
        assert faults(library) == []
        library.close()
    library = LocalLibrary(tmp_path, ANALYZER)
    library.restore(SHARED, ["gone"])
    assert ids_found(library, SHARED, "ass") == {"gone"}
    assert len(library.article(SHARED, "gone").sentences) == 2
    assert totals(tmp_path) == counted(tmp_path)
    library.close()


def test_cutting_again_that_is_interrupted_has_changed_nothing_and_is_done_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    before = rows(tmp_path, "SELECT * FROM passage ORDER BY number")
    recut = Changes.recut
    with monkeypatch.context() as patch:
        with_another_analysis(patch)

        def recut_one(self: Changes, number: int, *arguments: object) -> None:
            if number > 1:
                raise KeyboardInterrupt
            recut(self, number, *arguments)  # type: ignore[arg-type]

        patch.setattr(Changes, "recut", recut_one)
        with pytest.raises(KeyboardInterrupt):
            LocalLibrary(tmp_path, ANALYZER)
    assert rows(tmp_path, "SELECT * FROM passage ORDER BY number") == before
    with_another_analysis(monkeypatch)
    library = LocalLibrary(tmp_path, ANALYZER)
    assert {len(article.sentences) for article in everything(library)} == {2}
    assert ids_found(library, SHARED, "camel") == {"a"}
    assert faults(library) == []
    library.close()


def test_a_library_that_is_open_elsewhere_goes_on_while_it_is_cut_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    elsewhere = LocalLibrary(tmp_path, ANALYZER)
    with_another_analysis(monkeypatch)
    library = LocalLibrary(tmp_path, ANALYZER)
    assert ids_found(elsewhere, SHARED, "camel") == {"a"}
    assert elsewhere.article(SHARED, "a") == library.article(SHARED, "a")
    assert faults(elsewhere) == []
    library.close()
    elsewhere.close()


@pytest.mark.parametrize("older", OLDER_FOLDERS)
def test_the_index_of_an_older_version_is_thrown_away_and_made_anew(tmp_path: Path, older: str) -> None:
    library = LocalLibrary(tmp_path, ANALYZER)
    library.put([replace(draft("The camel came.", "a"), published=date(2024, 1, 1))])
    library.close()
    (tmp_path / FOLDER).rename(tmp_path / older)
    library = LocalLibrary(tmp_path, ANALYZER)
    assert ids_found(library, SHARED, "camel") == {"a"}
    assert library.search(SHARED, asking("camel"), period=Period(date(2024, 1, 1))).passages
    assert faults(library) == []
    assert not (tmp_path / older).exists()
    library.close()
