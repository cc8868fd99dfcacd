"""A folder of files, and the shared shelf that follows it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus import CorpusReport, read_corpus
from bot.intake import Details, read_document
from bot.library.local import LocalLibrary
from bot.model import SHARED, Article, Draft, Outcome
from bot.text import Analyzer
from tests.hostile import QUICK, tried

ANALYZER = Analyzer()
TEXT = "The soldiers left the base {}."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LocalLibrary]:
    made = LocalLibrary(tmp_path / "data", ANALYZER)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    return made


def write(folder: Path, **texts: str) -> None:
    """Write a file for each text; `a__b` is a in a folder of its own, and the ending is `.md`."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def said(report: CorpusReport) -> tuple[int, int, int, list[str]]:
    """(added, updated, removed, refused files)."""
    return report.added, report.updated, report.removed, [path for path, _ in report.refused]


def held(library: LocalLibrary) -> dict[str, str]:
    """id -> text of all that is on the shared shelf."""
    articles: list[Article] = library.articles([SHARED], None, 1000)
    return {article.about.id: article.text for article in articles}


# The ordinary course


def test_new_files_go_in_changed_ones_change_and_deleted_ones_go_out(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"), sub__c=TEXT.format("three"))
    assert said(read_corpus(library, folder)) == (3, 0, 0, [])
    assert held(library) == {"a": TEXT.format("one"), "b": TEXT.format("two"), "sub/c": TEXT.format("three")}
    write(folder, a=TEXT.format("four"))
    (folder / "b.md").unlink()
    assert said(read_corpus(library, folder)) == (0, 1, 1, [])
    assert held(library) == {"a": TEXT.format("four"), "sub/c": TEXT.format("three")}


def test_a_second_reading_changes_nothing(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b="short", c=TEXT.format("one"))
    first = read_corpus(library, folder)
    second, third = read_corpus(library, folder), read_corpus(library, folder)
    assert said(first) == (1, 0, 0, ["b.md", "c.md"])
    assert said(second) == said(third) == (0, 0, 0, ["b.md", "c.md"])


def test_a_touched_file_changes_nothing(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    read_corpus(library, folder)
    os.utime(folder / "a.md", (0, 0))
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])


def test_a_changed_file_is_seen_whatever_its_date(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    before = (folder / "a.md").stat()
    read_corpus(library, folder)
    write(folder, a=TEXT.format("two"))
    os.utime(folder / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert said(read_corpus(library, folder)) == (0, 1, 0, [])


def test_a_missing_folder_changes_nothing(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    read_corpus(library, folder)
    shutil.rmtree(folder)
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])
    folder.write_text("a file in its place")
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])
    assert set(held(library)) == {"a"}


def test_an_empty_folder_takes_out_what_it_held(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), sub__b=TEXT.format("two"))
    library.put([Draft(SHARED, "By hand", TEXT.format("three"), "hand")])
    read_corpus(library, folder)
    shutil.rmtree(folder)
    folder.mkdir()
    assert said(read_corpus(library, folder)) == (0, 0, 2, [])
    assert set(held(library)) == {"hand"}


NAMES = st.sampled_from(["a", "b", "c"])
WRITTEN = st.sampled_from([TEXT.format(word) for word in ("one", "two", "three", "four")])


def test_the_shelf_is_in_the_end_what_the_folder_is(tmp_path: Path) -> None:
    """Whatever was written, deleted and read before: where no two files hold the same text, two readings suffice."""
    rounds = st.lists(st.dictionaries(NAMES, WRITTEN), min_size=1, max_size=4)

    @settings(QUICK, max_examples=15)
    @given(rounds)
    def check(states: list[dict[str, str]]) -> None:
        place = Path(os.urandom(6).hex())
        folder, library = tmp_path / place / "corpus", LocalLibrary(tmp_path / place / "data", ANALYZER)
        try:
            for state in states:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                write(folder, **state)
                read_corpus(library, folder)
            if len(set(states[-1].values())) == len(states[-1]):
                read_corpus(library, folder)
                assert held(library) == states[-1]
        finally:
            library.close()

    check()


# Moves


def test_a_renamed_file_is_a_new_article_in_the_same_reading(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    read_corpus(library, folder)
    (folder / "a.md").rename(folder / "b.md")
    report = read_corpus(library, folder)
    assert held(library) == {"b": TEXT.format("one")}
    assert said(report) == (1, 0, 1, [])
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])


def test_a_file_that_comes_back_brings_its_article_back(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    read_corpus(library, folder)
    (folder / "a.md").rename(folder / "a.away")
    shutil.move(folder / "a.away", folder.parent / "a.away")
    assert said(read_corpus(library, folder)) == (0, 0, 1, [])
    shutil.move(folder.parent / "a.away", folder / "a.md")
    read_corpus(library, folder)
    assert held(library) == {"a": TEXT.format("one")}


def test_a_folder_that_was_empty_for_a_moment_is_whole_again(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"))
    read_corpus(library, folder)
    folder.rename(folder.parent / "aside")
    folder.mkdir()
    read_corpus(library, folder)
    folder.rmdir()
    (folder.parent / "aside").rename(folder)
    read_corpus(library, folder)
    assert set(held(library)) == {"a", "b"}


def test_two_files_may_change_their_texts_with_each_other(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"))
    read_corpus(library, folder)
    write(folder, a=TEXT.format("two"), b=TEXT.format("one"))
    read_corpus(library, folder)
    read_corpus(library, folder)
    assert held(library) == {"a": TEXT.format("two"), "b": TEXT.format("one")}


def test_a_text_may_move_on_to_another_file_in_one_reading(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"))
    read_corpus(library, folder)
    write(folder, a=TEXT.format("two"), b=TEXT.format("three"))
    assert said(read_corpus(library, folder)) == (0, 2, 0, [])
    assert held(library) == {"a": TEXT.format("two"), "b": TEXT.format("three")}


def test_the_second_of_two_equal_files_takes_over_when_the_first_goes(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("one"))
    assert said(read_corpus(library, folder)) == (1, 0, 0, ["b.md"])
    (folder / "a.md").unlink()
    read_corpus(library, folder)
    assert set(held(library)) == {"b"}


# What an admin did


def test_an_article_that_an_admin_removed_stays_removed_until_its_file_changes(
    library: LocalLibrary, folder: Path
) -> None:
    write(folder, a=TEXT.format("one"))
    read_corpus(library, folder)
    library.remove(SHARED, ["a"])
    assert said(read_corpus(library, folder)) == said(read_corpus(library, folder)) == (0, 0, 0, [])
    assert held(library) == {}
    write(folder, a=TEXT.format("two"))
    read_corpus(library, folder)
    assert held(library) == {"a": TEXT.format("two")}


def test_the_journal_tells_what_the_folder_did_from_what_an_admin_did(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"))
    read_corpus(library, folder)
    library.remove(SHARED, ["a"], by="terminal")
    write(folder, a=TEXT.format("four"), b=TEXT.format("three"))
    read_corpus(library, folder)
    (folder / "b.md").unlink()
    read_corpus(library, folder)
    told = [(each.act.value, each.id, each.by) for each in library.journal(SHARED, 1, 20).entries]
    assert [each for each in told if each[2] != "corpus"] == [("removed", "a", "terminal")]
    assert told[0] == ("removed", "b", "corpus")
    assert told[-1] == ("added", "a", "corpus")
    assert library.article(SHARED, "a").about.added_by == "corpus"


def test_an_article_that_an_admin_removed_may_lose_its_file(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    read_corpus(library, folder)
    library.remove(SHARED, ["a"])
    (folder / "a.md").unlink()
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])


def test_an_article_that_came_by_hand_is_left_alone(library: LocalLibrary, folder: Path) -> None:
    library.put([Draft(SHARED, "By hand", TEXT.format("one"), "hand")])
    write(folder, a=TEXT.format("two"))
    read_corpus(library, folder)
    assert set(held(library)) == {"hand", "a"}


def test_a_file_does_not_silently_replace_an_article_that_came_by_hand(library: LocalLibrary, folder: Path) -> None:
    library.put([Draft(SHARED, "By hand", TEXT.format("one"), "a")])
    write(folder, a=TEXT.format("two"))
    report = read_corpus(library, folder)
    assert held(library) == {"a": TEXT.format("one")} or report.refused


# Files that can't be articles


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("binary.md", b"\x89PNG\r\n\x1a\n\x00"),
        ("latin.md", "Zürich hat Soldaten.".encode("latin-1")),
        ("empty.md", b""),
        ("picture.png", b"\x89PNG"),
        ("front.md", b"---\ntitle: [\n---\n\nThe soldiers left."),
        ("title.md", b"# " + b"x" * 1000 + b"\n\nThe soldiers left."),
        ("hex.md", b"---\ntitle: 0x" + b"f" * 5000 + b"\n---\n\nThe soldiers left."),
        ("tag.md", b"---\ntitle: !!int ''\n---\n\nThe soldiers left."),
        ("zone.md", b"---\ntitle: T\npublished: 25 Jan 2024 14:30+99:99\n---\n\nThe soldiers left."),
        ("a name.md", None),
        ("\u202eover.md", None),
        ("line\nbreak.md", None),
        ("x" * 252 + ".md", None),
        (os.fsdecode(b"\xff\xfe.md"), None),
        ("a\u00a0b.md", None),
    ],
)
def test_a_file_that_can_be_no_article_is_told_and_stops_no_other(
    library: LocalLibrary, folder: Path, name: str, data: bytes | None
) -> None:
    (folder / name).write_bytes(data if data is not None else TEXT.format("two").encode())
    write(folder, zzz=TEXT.format("one"), aaa=TEXT.format("three"))
    report = read_corpus(library, folder)
    assert {"aaa", "zzz"} <= set(held(library))
    assert [path for path, _ in report.refused] == [name] or report.added == 3
    assert all(reason for _, reason in report.refused)


def test_an_ordinary_file_name_with_spaces_is_read(library: LocalLibrary, folder: Path) -> None:
    (folder / "Iraq report 2024.md").write_text(TEXT.format("one"))
    assert said(read_corpus(library, folder)) == (1, 0, 0, [])


@pytest.mark.parametrize(
    "name", ["ü", "报告", "e\u0301", "a.b.c", "100%25", "a#b?c", "quote'\"", "a&b;c", "-", "~", "sub/ü/x"]
)
def test_an_unusual_name_is_an_id(library: LocalLibrary, folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(f"---\ntitle: T\n---\n{TEXT.format('one')}")
    assert said(read_corpus(library, folder)) == (1, 0, 0, [])
    assert set(held(library)) == {name}
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])
    (folder / f"{name}.md").unlink()
    assert said(read_corpus(library, folder)) == (0, 0, 1, [])


def test_a_file_that_became_unreadable_keeps_its_article(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"))
    read_corpus(library, folder)
    (folder / "a.md").write_bytes(b"\xff")
    assert said(read_corpus(library, folder)) == (0, 0, 0, ["a.md"])
    assert set(held(library)) == {"a", "b"}


def test_readme_and_hidden_files_are_not_read(library: LocalLibrary, folder: Path) -> None:
    for name in (
        "README.md",
        "readme.txt",
        "Readme",
        ".hidden.md",
        ".git/a.md",
        "sub/.b/c.md",
        "sub/README.MD",
        "sub/.d",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT.format(name))
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])


def test_a_folder_below_a_hidden_one_is_read_when_it_is_the_corpus(library: LocalLibrary, tmp_path: Path) -> None:
    folder = tmp_path / ".hidden" / "corpus"
    folder.mkdir(parents=True)
    write(folder, a=TEXT.format("one"))
    assert said(read_corpus(library, folder)) == (1, 0, 0, [])


def test_links_that_go_round_or_lead_nowhere_do_not_stop_the_reading(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"), sub__b=TEXT.format("two"))
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "lost.md").symlink_to(folder / "nothing.md")
    (folder / "sub" / "round").symlink_to(folder)
    (folder / "up").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe.md")
    read_corpus(library, folder)
    assert set(held(library)) == {"a", "sub/b"}


def test_the_corpus_may_be_reached_by_a_link(library: LocalLibrary, folder: Path) -> None:
    write(folder, a=TEXT.format("one"))
    (folder.parent / "link").symlink_to(folder)
    assert said(read_corpus(library, folder.parent / "link")) == (1, 0, 0, [])
    assert said(read_corpus(library, folder)) == (0, 0, 0, [])


@pytest.mark.parametrize("names", [("a.md", "a.txt"), ("a.md", "a.markdown"), ("a.md", "a")])
def test_two_files_that_differ_only_in_their_ending_do_not_take_turns(
    library: LocalLibrary, folder: Path, names: tuple[str, str]
) -> None:
    for name in names:
        (folder / name).write_text(TEXT.format(name))
    read_corpus(library, folder)
    before = held(library)
    assert said(read_corpus(library, folder))[:3] == (0, 0, 0)
    assert held(library) == before


def test_of_two_folders_with_the_same_file_names_the_one_read_last_counts(
    library: LocalLibrary, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, a=TEXT.format(name))
    for name in ("one", "two", "one"):
        read_corpus(library, tmp_path / name)
        assert held(library) == {"a": TEXT.format(name)}


def test_a_corpus_that_was_moved_keeps_its_articles(library: LocalLibrary, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    write(tmp_path / "one", a=TEXT.format("one"), b=TEXT.format("two"))
    read_corpus(library, tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "two")
    read_corpus(library, tmp_path / "two")
    assert set(held(library)) == {"a", "b"}
    assert said(read_corpus(library, tmp_path / "two")) == (0, 0, 0, [])


def test_a_folder_whose_name_begins_like_another_is_another(library: LocalLibrary, tmp_path: Path) -> None:
    for name in ("corpus", "corpus2", "corpus%", "corpus_"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, **{name.replace("%", "x"): TEXT.format(name)})
        read_corpus(library, tmp_path / name)
    shutil.rmtree(tmp_path / "corpus")
    (tmp_path / "corpus").mkdir()
    assert said(read_corpus(library, tmp_path / "corpus")) == (0, 0, 1, [])
    assert len(held(library)) == 3


# The disk


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, OSError], None]:
    """Make a folder one that can't be listed (as root, permissions forbid nothing)."""

    def forbid(folder: Path, error: OSError) -> None:
        scandir, listdir = os.scandir, os.listdir

        def scan(path: str | os.PathLike[str] = ".") -> object:
            if Path(path) == folder:
                raise error
            return scandir(path)

        def names(path: str | os.PathLike[str] = ".") -> list[str]:
            if Path(path) == folder:
                raise error
            return listdir(path)

        monkeypatch.setattr(os, "scandir", scan)
        monkeypatch.setattr(os, "listdir", names)

    return forbid


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
@pytest.mark.parametrize("which", [".", "sub"])
def test_a_folder_that_cannot_be_listed_takes_nothing_out(
    library: LocalLibrary, folder: Path, forbid: Callable[[Path, OSError], None], which: str, error: OSError
) -> None:
    write(folder, a=TEXT.format("one"), sub__b=TEXT.format("two"))
    read_corpus(library, folder)
    forbid((folder / which).resolve(), error)
    assert str(tried(lambda: read_corpus(library, folder)))
    assert set(held(library)) == {"a", "sub/b"}


def test_a_folder_whose_files_cannot_be_looked_at_stops_no_other(
    library: LocalLibrary, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, a=TEXT.format("one"), sub__b=TEXT.format("two"))
    read_corpus(library, folder)
    write(folder, c=TEXT.format("three"))
    real_stat = os.stat

    def stat(path: int | str | Path, **kwargs: bool) -> os.stat_result:  # a folder that may be listed, not entered
        if isinstance(path, str | Path) and Path(path).parent.name == "sub":
            raise PermissionError(13, "Permission denied")
        return real_stat(path, **kwargs)

    monkeypatch.setattr(os, "stat", stat)
    read_corpus(library, folder)
    monkeypatch.undo()
    assert set(held(library)) == {"a", "sub/b", "c"}


def test_a_file_that_goes_while_it_is_read_stops_no_other(
    library: LocalLibrary, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, a=TEXT.format("one"), b=TEXT.format("two"))
    real_open = Path.open

    def vanishing(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "a.md":
            raise FileNotFoundError(2, "No such file or directory")
        return real_open(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", vanishing)
    assert said(read_corpus(library, folder)) == (1, 0, 0, ["a.md"])


def test_what_the_corpus_keeps_is_what_the_file_by_hand_would_be(library: LocalLibrary, folder: Path) -> None:
    data = b"---\ntitle: T\npublished: 2024-01-25\ntags: [x]\n---\n\nOne *is* here.\n\nTwo.\n"
    (folder / "a.md").write_bytes(data)
    read_corpus(library, folder)
    by_hand = read_document(data, "a.md", SHARED, Details(id="a"), origin=(folder / "a.md").resolve().as_uri())
    assert library.put([by_hand])[0].outcome is Outcome.UNCHANGED
