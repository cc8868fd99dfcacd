"""The local home when its files are harmed in any way: it heals, or says in a sentence what is wrong.

It never raises an error of another kind, and never misquotes.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError, LibraryDamaged, LibraryUnwritable
from bot.library.local import LocalLibrary
from bot.library.local.index import FOLDER
from bot.model import SHARED, Passage, source_key
from tests.library.contract import ANALYZER, ONE, draft, everything, faults, fresh_folder, ids_found, question

TEXTS = {f"a{i}": f"The camel saw number{i}. " + " ".join(f"w{i}n{j}" for j in range(150)) for i in range(4)}
MORE = "The camel came back."
Harm = Callable[[Path], object]
Call = Callable[[LocalLibrary], object]


def open_at(folder: Path) -> LocalLibrary:
    return LocalLibrary(folder, ANALYZER)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose library holds TEXTS, in several commits and with a removal; to be copied."""
    folder = tmp_path_factory.mktemp("sound")
    library = open_at(folder)
    for id, text in TEXTS.items():
        library.put([draft(text, id)])
    library.put([draft("The camel is gone.", "gone")])
    library.remove(SHARED, ["gone"])
    library.close()
    return folder


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    with fresh_folder() as place:
        shutil.copytree(folder, place / "library")
        yield place / "library"


def search_rightly(library: LocalLibrary, article: str | None = None) -> None:
    texts = {**TEXTS, "more": MORE}
    for asked in ("camel number2", "w1n7 w2n9", "gone"):
        for passage in library.search(SHARED, question(asked), article).passages:
            assert is_slice(passage, texts[passage.about.id])


def is_slice(passage: Passage, text: str) -> bool:
    return text[passage.start : passage.start + len(passage.text)] == passage.text


CALLS: dict[str, Call] = {
    "unknown": lambda library: library.unknown(SHARED, ["camel", "nothing"]),
    "put": lambda library: library.put([draft(MORE, "more")]),
    "remove": lambda library: library.remove(SHARED, ["a3"]),
    "restore": lambda library: library.restore(SHARED, ["a3"]),
    "forget": lambda library: library.forget(ONE),
    "article": lambda library: [library.article(SHARED, id) for id in TEXTS],
    "articles": everything,
    "sources": lambda library: library.sources(SHARED, "headline", 1, 10),
    "origins": lambda library: library.origins(SHARED, ""),
    "languages": lambda library: library.languages(SHARED),
    "totals": lambda library: library.totals(SHARED),
    "recall": lambda library: library.recall(SHARED, [source_key("shared", id) for id in TEXTS]),
    "suggest": lambda library: [library.suggest(SHARED, query, 5) for query in ("h", "headline", "nothing", "")],
    "removed": lambda library: library.removed(SHARED, "", 10),
    "journal": lambda library: library.journal(SHARED, 1, 10),
    "check": lambda library: list(library.check()),
}
RIGHT: dict[str, Call] = {
    "search": search_rightly,
    "search in one": lambda library: search_rightly(library, "a1"),
}
ANYHOW: dict[str, Call] = {
    "search": lambda library: library.search(SHARED, question("camel number2 w1n7")),
    "search in one": lambda library: library.search(SHARED, question("camel"), "a1"),
}
"""Of a database that was harmed: what a flipped bit has made of a text, only the check-up knows."""


def use(library: LocalLibrary, searches: dict[str, Call]) -> None:
    """Every call does what it should, or raises one of our errors, which has a sentence."""
    for call in (*searches.values(), *CALLS.values(), *searches.values()):
        try:
            call(library)
        except BotError as exc:
            assert len(str(exc)) > 20  # noqa: PT017


def open_and_use(folder: Path, searches: dict[str, Call]) -> None:
    try:
        library = open_at(folder)
    except BotError as exc:
        assert len(str(exc)) > 20  # noqa: PT017
        return
    try:
        use(library, searches)
    finally:
        library.close()


def assert_whole(library: LocalLibrary) -> None:
    assert ids_found(library, SHARED, "camel") - {"more"} == set(TEXTS)
    assert {article.about.id: article.text for article in everything(library) if article.about.id != "more"} == TEXTS
    assert ids_found(library, SHARED, "gone") == set()
    assert library.unknown(SHARED, ["camel", "nothing"]) == {"nothing"}
    assert faults(library) == []


def assert_opened_whole(folder: Path) -> None:
    library = open_at(folder)
    assert_whole(library)
    library.close()


# The index


def files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FOLDER).iterdir() if path.is_file())


def delete(folder: Path) -> None:
    shutil.rmtree(folder / FOLDER)


def empty(folder: Path) -> None:
    for path in files(folder):
        path.unlink()


def empty_each_file(folder: Path) -> None:
    for path in files(folder):
        path.write_bytes(b"")


def halve_each_file(folder: Path) -> None:
    for path in files(folder):
        os.truncate(path, path.stat().st_size // 2)


def delete_segments(folder: Path) -> None:
    for path in files(folder):
        if path.suffix not in (".json", ".lock"):
            path.unlink()


def garble_meta(folder: Path) -> None:
    (folder / FOLDER / "meta.json").write_text("garbage")


def garble_managed(folder: Path) -> None:
    (folder / FOLDER / ".managed.json").write_text("garbage")


def empty_meta(folder: Path) -> None:
    (folder / FOLDER / "meta.json").write_text("{}")


def binary_meta(folder: Path) -> None:
    (folder / FOLDER / "meta.json").write_bytes(b"\xff\xfe\0")


def delete_meta(folder: Path) -> None:
    (folder / FOLDER / "meta.json").unlink()


HARMS: list[Harm] = [
    delete, empty, empty_each_file, halve_each_file, delete_segments, garble_meta, garble_managed, empty_meta,
    binary_meta, delete_meta,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_harmed_index_is_made_anew_when_it_is_opened(sound: Path, harm: Harm) -> None:
    with copy_of(sound) as folder:
        harm(folder)
        assert_opened_whole(folder)
        assert_opened_whole(folder)


# Not here: files that get shorter while they are mapped. The system ends the process (SIGBUS), whatever we do.
MAPPED_HARMS = [harm for harm in HARMS if harm not in (empty_each_file, halve_each_file)]


@pytest.mark.parametrize("harm", MAPPED_HARMS, ids=lambda harm: harm.__name__)
def test_an_index_that_is_harmed_while_it_is_open_heals_or_is_named(sound: Path, harm: Harm) -> None:
    with copy_of(sound) as folder:
        library = open_at(folder)
        assert_whole(library)
        harm(folder)
        use(library, RIGHT)
        library.close()
        assert_opened_whole(folder)


@pytest.mark.parametrize("harm", MAPPED_HARMS, ids=lambda harm: harm.__name__)
def test_an_index_that_is_harmed_while_it_is_open_is_whole_again_after_the_next_change(sound: Path, harm: Harm) -> None:
    with copy_of(sound) as folder:
        library = open_at(folder)
        harm(folder)
        library.put([draft(MORE, "more")])
        assert ids_found(library, SHARED, "camel") == {*TEXTS, "more"}
        assert_whole(library)
        library.close()


def test_an_index_that_another_process_makes_anew_is_seen_here(sound: Path) -> None:
    with copy_of(sound) as folder:
        here = open_at(folder)
        delete(folder)
        there = open_at(folder)
        assert_whole(there)
        assert_whole(here)
        there.put([draft(MORE, "more")])
        assert ids_found(here, SHARED, "camel") == {*TEXTS, "more"}
        here.remove(SHARED, ["more"])
        assert ids_found(there, SHARED, "camel") == set(TEXTS)
        here.close()
        there.close()


def test_a_file_in_the_place_of_the_index_is_named_or_put_away(sound: Path) -> None:
    with copy_of(sound) as folder:
        delete(folder)
        (folder / FOLDER).write_text("in the way")
        try:
            library = open_at(folder)
        except BotError:
            (folder / FOLDER).unlink()
            assert_opened_whole(folder)
        else:
            assert_whole(library)
            library.close()


SEEDS = st.integers(0, 2**32)
"""Of places in a file: evenly spread ones, which Hypothesis's own numbers are not."""


def flip(path: Path, random: Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(random.choice([1, 1, 5, 50, 500])):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    with path.open("r+b") as file:  # in its place, so that it is seen where it is mapped
        file.write(content)


def any_file(folder: Path, random: Random) -> Path:
    return random.choice([path for path in files(folder) if path.stat().st_size])


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_flipped_bits_in_the_index_heal_or_are_named_and_never_misquote(sound: Path, seed: int) -> None:
    with copy_of(sound) as folder:
        random = Random(seed)
        flip(any_file(folder, random), random)
        open_and_use(folder, RIGHT)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_bits_that_are_flipped_while_the_index_is_open_heal_or_are_named_and_never_misquote(
    sound: Path, seed: int
) -> None:
    with copy_of(sound) as folder:
        random, library = Random(seed), open_at(folder)
        flip(any_file(folder, random), random)
        use(library, RIGHT)
        library.close()


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_a_truncated_file_of_the_index_heals_when_it_is_opened(sound: Path, seed: int) -> None:
    with copy_of(sound) as folder:
        random = Random(seed)
        path = any_file(folder, random)
        os.truncate(path, random.randrange(path.stat().st_size))
        assert_opened_whole(folder)


# The database


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS)
def test_flipped_bits_in_the_database_are_named_or_do_no_harm(sound: Path, seed: int) -> None:
    with copy_of(sound) as folder:
        flip(folder / "library.db", Random(seed))
        open_and_use(folder, ANYHOW)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_a_truncated_database_is_named_or_does_no_harm(sound: Path, seed: int) -> None:
    with copy_of(sound) as folder:
        path = folder / "library.db"
        os.truncate(path, Random(seed).randrange(path.stat().st_size))
        open_and_use(folder, ANYHOW)


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"\0" * 10_000, b"SQLite format 3\0"], ids=len)
def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(sound: Path, content: bytes) -> None:
    with copy_of(sound) as folder:
        (folder / "library.db").write_bytes(content)
        with pytest.raises(LibraryDamaged):
            open_at(folder)
        assert (folder / "library.db").read_bytes() == content


@pytest.mark.parametrize(
    "script",
    [
        "PRAGMA user_version = 1",
        "CREATE TABLE article (x); INSERT INTO article VALUES (1)",
        "CREATE TABLE state (name, value); PRAGMA user_version = 1",
        "CREATE TABLE state (name, value); INSERT INTO state VALUES ('change', 'x'); PRAGMA user_version = 1",
        "PRAGMA user_version = -1",
    ],
)
def test_a_database_of_something_else_is_called_damaged(tmp_path: Path, script: str) -> None:
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        connection.executescript(script)
    with pytest.raises(LibraryDamaged):
        open_at(tmp_path)


def test_a_folder_in_the_place_of_the_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()
    with pytest.raises(LibraryUnwritable):
        open_at(tmp_path)


@pytest.mark.parametrize("emptied", [True, False], ids=["emptied", "deleted"])
def test_without_its_database_nothing_of_the_old_index_is_found(sound: Path, emptied: bool) -> None:
    with copy_of(sound) as folder:
        (folder / "library.db").unlink()
        if emptied:
            (folder / "library.db").write_bytes(b"")
        library = open_at(folder)
        assert ids_found(library, SHARED, "camel") == set()
        assert library.unknown(SHARED, ["camel"]) == {"camel"}
        library.put([draft(MORE, "more")])
        assert ids_found(library, SHARED, "camel") == {"more"}
        assert faults(library) == []
        library.close()


@pytest.mark.parametrize("batch", [1, 20])
def test_another_database_in_the_place_of_this_one_brings_its_own_articles(
    sound: Path, tmp_path: Path, batch: int
) -> None:
    library = open_at(tmp_path)
    library.put([draft("The horse saw nobody.", "a0"), draft("The camel is theirs.", "x", ONE)])
    library.close()
    with copy_of(sound) as folder:
        shutil.copy(tmp_path / "library.db", folder / "library.db")
        library = open_at(folder)
        library.put([draft(f"The mule saw number{i}.", f"m{i}") for i in range(batch)])
        assert ids_found(library, ONE, "camel") == {"x"}
        assert ids_found(library, SHARED, "camel") == set()
        assert ids_found(library, SHARED, "hors") == {"a0"}
        assert ids_found(library, SHARED, "mule") == {f"m{i}" for i in range(batch)}
        assert faults(library) == []
        library.close()


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("batch", range(3, 5))
def test_a_backup_in_the_place_of_a_later_database_is_searched_as_it_is(
    tmp_path: Path, batch: int, asked_before: bool
) -> None:
    library = open_at(tmp_path)
    library.put([draft(f"The camel saw early{i}.", f"e{i}") for i in range(3)])
    library.close()
    shutil.copy(tmp_path / "library.db", tmp_path / "backup")
    library = open_at(tmp_path)
    library.put([draft(f"The camel saw late{i}.", f"l{i}") for i in range(4)])
    library.remove(SHARED, ["e0"])
    library.close()
    shutil.copy(tmp_path / "backup", tmp_path / "library.db")

    library = open_at(tmp_path)
    if asked_before:
        assert ids_found(library, SHARED, "camel") == {"e0", "e1", "e2"}
    library.put([draft(f"The camel saw again{i}.", f"g{i}") for i in range(batch)])
    for _ in range(2):
        assert ids_found(library, SHARED, "camel") == {"e0", "e1", "e2", *(f"g{i}" for i in range(batch))}
        assert {i for i in range(3) if ids_found(library, SHARED, f"early{i}") != {f"e{i}"}} == set()
        assert {i for i in range(batch) if ids_found(library, SHARED, f"again{i}") != {f"g{i}"}} == set()
        assert ids_found(library, SHARED, *(f"late{i}" for i in range(4))) == set()
        assert faults(library) == []
        library.close()
        library = open_at(tmp_path)
    library.close()
