"""A damaged index heals by itself; a damaged or newer database is named."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import BotError, LibraryDamaged, LibraryTooNew, LibraryUnwritable
from bot.library.local import LocalLibrary
from bot.library.local.index import FOLDER
from bot.model import SHARED, Draft
from bot.text import Analyzer

ANALYZER = Analyzer()


def draft(number: int) -> Draft:
    return Draft(
        SHARED, f"Title {number}", f"Article number{number} tells of word{number}x only. " * 8, id=f"a{number}"
    )


def found(library: LocalLibrary, number: int) -> set[str]:
    passages = library.search(SHARED, ANALYZER.question(f"word{number}x", ["en"])).passages
    return {passage.about.id for passage in passages}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pristine") / "library"
    library = LocalLibrary(folder, ANALYZER)
    for number in range(6):
        library.put([draft(number)])
    library.remove(SHARED, ["a3"])
    library.close()
    return folder


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("while_open", [False, True], ids=["closed", "open"])
@pytest.mark.parametrize("damage", [emptied, halved, gone])
def test_an_index_with_any_one_file_damaged_heals_by_itself(
    tmp_path: Path, pristine: Path, damage: Callable[[Path], None], while_open: bool
) -> None:
    for number, name in enumerate(sorted(path.name for path in (pristine / FOLDER).iterdir())):
        folder = tmp_path / str(number)
        shutil.copytree(pristine, folder)
        hurt = folder / FOLDER / name
        if while_open:
            library = LocalLibrary(folder, ANALYZER)
            shutil.copy(hurt, folder / "copy")  # what is open keeps the old file, as after a repair by hand
            damage(folder / "copy")
            hurt.unlink()
            if (folder / "copy").exists():
                (folder / "copy").rename(hurt)
        else:
            damage(hurt)
            library = LocalLibrary(folder, ANALYZER)
        assert [found(library, each) for each in range(6)] == [{"a0"}, {"a1"}, {"a2"}, set(), {"a4"}, {"a5"}], name
        library.put([draft(7)])
        assert found(library, 7) == {"a7"}, name
        library.close()


def test_an_index_that_is_gone_is_made_anew(tmp_path: Path, pristine: Path) -> None:
    shutil.copytree(pristine, tmp_path / "library")
    shutil.rmtree(tmp_path / "library" / FOLDER)
    library = LocalLibrary(tmp_path / "library", ANALYZER)
    assert found(library, 2) == {"a2"}
    assert all(finding.sound for finding in library.check())


def test_an_index_of_another_database_is_made_anew(tmp_path: Path, pristine: Path) -> None:
    shutil.copytree(pristine, tmp_path / "library")
    for path in (tmp_path / "library").glob("library.db*"):
        path.unlink()
    library = LocalLibrary(tmp_path / "library", ANALYZER)
    assert found(library, 2) == set()
    library.put([draft(9)])
    assert found(library, 9) == {"a9"}
    assert all(finding.sound for finding in library.check())


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_database_that_is_none_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.db").write_bytes(content)
    with pytest.raises(BotError) as raised:
        LocalLibrary(tmp_path, ANALYZER)
    assert isinstance(raised.value, LibraryDamaged)
    assert (tmp_path / "library.db").read_bytes() == content


def test_a_database_of_a_later_version_is_refused(tmp_path: Path, pristine: Path) -> None:
    shutil.copytree(pristine, tmp_path / "library")
    with sqlite3.connect(tmp_path / "library/library.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryTooNew, match="later version"):
        LocalLibrary(tmp_path / "library", ANALYZER)


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LibraryUnwritable, match="BOT_DATA_DIR"):
        LocalLibrary(tmp_path / "file", ANALYZER)


def test_a_changed_text_is_found_by_the_check_up(tmp_path: Path, pristine: Path) -> None:
    shutil.copytree(pristine, tmp_path / "library")
    with sqlite3.connect(tmp_path / "library/library.db") as connection:
        connection.execute("UPDATE passage SET text = replace(text, 'word4x', 'word4y')")
    connection.close()
    findings = {finding.subject: finding for finding in LocalLibrary(tmp_path / "library", ANALYZER).check()}
    assert (findings["Database"].sound, "a4 (shared)" in findings["Database"].detail) == (False, True)


def test_titles_that_are_not_found_by_their_letters_are_found_by_the_check_up(tmp_path: Path, pristine: Path) -> None:
    shutil.copytree(pristine, tmp_path / "library")
    with sqlite3.connect(tmp_path / "library/library.db") as connection:
        connection.execute("INSERT INTO letters (letters, rowid, search_key) VALUES ('delete', 1, 'title 0')")
    connection.close()
    findings = {finding.subject: finding for finding in LocalLibrary(tmp_path / "library", ANALYZER).check()}
    assert not findings["Database"].sound


def changed(tmp_path: Path, pristine: Path, statement: str) -> LocalLibrary:
    """A library whose database somebody has changed by hand."""
    shutil.copytree(pristine, tmp_path / "library")
    with closing(sqlite3.connect(tmp_path / "library/library.db")) as connection:
        connection.execute(statement)
        connection.commit()
    return LocalLibrary(tmp_path / "library", ANALYZER)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM band WHERE article = 2", "UPDATE article SET sketch = x'' WHERE id = 'a2'"]
)
def test_an_article_that_is_not_found_by_what_resembles_it_is_found_by_the_check_up(
    tmp_path: Path, pristine: Path, statement: str
) -> None:
    library = changed(tmp_path, pristine, statement)
    findings = {finding.subject: finding for finding in library.check()}
    assert (findings["Database"].sound, findings["Database"].detail[:2]) == (False, "1 ")
    library.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET text = x'0102'",
        "UPDATE version SET since = 'yesterday'",
        "UPDATE version SET published = 'no'",
    ],
)
def test_a_version_that_can_t_be_read_is_named_as_damage(tmp_path: Path, pristine: Path, statement: str) -> None:
    library = changed(tmp_path, pristine, "SELECT 1")
    library.put([Draft(SHARED, "T", "Another text of it.", "a2")])
    library.close()
    with closing(sqlite3.connect(tmp_path / "library/library.db")) as connection:
        assert connection.execute(statement).rowcount == 1
        connection.commit()
    library = LocalLibrary(tmp_path / "library", ANALYZER)
    with pytest.raises(LibraryDamaged):
        library.versions(SHARED, "a2")
    assert library.article(SHARED, "a2").text == "Another text of it."
    library.close()


@pytest.mark.parametrize("pages", ["[", "[1]", '{"a": 1}', "[[1]]"])
def test_pages_that_can_t_be_read_are_named_as_damage(tmp_path: Path, pristine: Path, pages: str) -> None:
    library = changed(tmp_path, pristine, f"UPDATE article SET pages = '{pages}' WHERE id = 'a2'")
    with pytest.raises(LibraryDamaged):
        library.article(SHARED, "a2")
    library.close()
