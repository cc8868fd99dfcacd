"""The local home when the disk is full, or may not be written."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.errors import BotError, DiskFull, IndexBehind, LibraryUnwritable
from bot.library.local import LocalLibrary
from bot.model import SHARED
from bot.text import segment
from tests.library.contract import ANALYZER, child, draft, everything, faults, finished, ids_found

HERE = __name__
KEPT = {"a": "The camel came.", "b": "The horse came."}


def open_at(folder: Path) -> LocalLibrary:
    return LocalLibrary(folder, ANALYZER)


def long_text(name: str) -> str:
    return f"The dromedary {name}x9 came. " + " ".join(f"{name}n{i}x9" for i in range(6_000))


def begin(folder: Path) -> LocalLibrary:
    library = open_at(folder)
    library.put([draft(text, id) for id, text in KEPT.items()])
    library.put([draft("The mule went.", "gone")])
    library.remove(SHARED, ["gone"])
    return library


def assert_all_or_nothing(library: LocalLibrary, before: set[str], after: set[str], kept: bool | None) -> None:
    """The articles are those before the change or those after it; `kept` says which, where it is known."""
    articles = {article.about.id: article.text for article in everything(library)}
    assert set(articles) in ([before, after] if kept is None else [after] if kept else [before])
    assert all(text == KEPT.get(id, long_text(id)) for id, text in articles.items() if id != "gone")
    assert [line for line in faults(library) if line.startswith("Database")] == []


# Full


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A file system of that size; the test is skipped where we may not mount one."""
    with TemporaryDirectory() as place:
        if not sys.platform.startswith("linux") or os.geteuid() != 0:
            pytest.skip("only root on Linux may mount a small file system")
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place]
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
        if mounted.returncode:
            pytest.skip(f"a small file system can't be mounted: {mounted.stderr.strip()}")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Write a file that leaves that many bytes of the disk."""
    status = os.statvfs(disk)
    size = max(0, status.f_bavail * status.f_frsize - leave)
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size or 1)
    return filler


def attempt(change: Callable[[], object]) -> bool | None:
    """Whether the change is kept; None where it isn't said. Any error of ours may be raised, and no other."""
    try:
        change()
    except IndexBehind:
        return True
    except DiskFull:
        return False
    except BotError as exc:
        assert str(exc)  # noqa: PT017
        return None
    return True


def test_on_a_disk_of_any_fullness_a_change_is_kept_whole_or_not_at_all() -> None:
    with small_disk("4m") as disk:
        refused = 0
        for turn, leave in enumerate([0, 4, 8, 16, 32, 48, 64, 96, 128, 160, 192, 256, 320, 384, 512, 768]):
            folder = disk / str(turn)
            library = begin(folder)
            filler = fill(disk, leave * 1024)
            before = {"a", "b"}
            kept = attempt(lambda library=library: library.put([draft(long_text("big"), "big")]))  # type: ignore[misc]
            refused += kept is False
            assert_all_or_nothing(library, before, before | {"big"}, kept)
            assert ids_found(library, SHARED, "camel") == {"a"}
            assert ids_found(library, SHARED, "mule") == set()

            filler.unlink()
            library.put([draft(long_text("more"), "more")])
            there = {article.about.id for article in everything(library)}
            assert "more" in there
            assert ids_found(library, SHARED, "dromedari") == there - before
            assert faults(library) == []
            library.close()
            subprocess.run(["rm", "-r", folder], check=True)
        assert refused


def test_on_a_full_disk_nothing_is_removed_nor_brought_back_by_halves() -> None:
    with small_disk("4m") as disk:
        library = begin(disk / "library")
        filler = fill(disk, 0)
        there = {"a", "b"}
        changes: list[tuple[Callable[[], object], set[str]]] = [
            (lambda: library.remove(SHARED, ["a"]), {"b"}),
            (lambda: library.restore(SHARED, ["gone"]), {"a", "b", "gone"}),
            (lambda: library.put([draft("The horse went home.", "b2")]), {"a", "b", "b2"}),
        ]
        for change, after in changes:
            kept = attempt(change)
            assert kept is not None
            assert {article.about.id for article in everything(library)} == (after if kept else there)
            if kept:
                there = after
        assert ids_found(library, SHARED, "hors") >= {"b"}
        filler.unlink()
        library.remove(SHARED, ["b"])
        assert "b" not in ids_found(library, SHARED, "hors")
        assert faults(library) == []
        library.close()


def test_on_a_full_disk_a_library_is_opened_or_refused_in_a_sentence() -> None:
    with small_disk("1m") as disk:
        begin(disk / "old").close()
        filler = fill(disk, 0)
        for name in ("old", "new"):
            try:
                library = open_at(disk / name)
            except BotError as exc:
                assert str(exc)  # noqa: PT017
            else:
                assert ids_found(library, SHARED, "camel") <= {"a"}
                library.close()
        filler.unlink()
        library = open_at(disk / "old")
        assert ids_found(library, SHARED, "camel") == {"a"}
        assert faults(library) == []
        library.close()
        library = begin(disk / "new")
        assert ids_found(library, SHARED, "camel") == {"a"}
        library.close()


def limit_file_sizes(folder: str) -> None:
    """In a process of its own: no file may grow beyond a size, as on a disk with quotas."""
    import resource

    library = begin(Path(folder))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    refused = 0
    for turn, kilobytes in enumerate([0, 1, 4, 16, 40, 64, 96, 128, 192, 256, 512]):
        before = {article.about.id for article in everything(library)}
        id = f"big{turn}"
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, hard))
        try:
            library.put([draft(long_text(id), id)])
            kept: bool | None = True
        except IndexBehind:
            kept = True
        except BotError as exc:
            assert str(exc)  # noqa: PT017
            kept = None
        refused += kept is None
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        assert_all_or_nothing(library, before, before | {id}, kept)
        library.put([draft(long_text(f"more{turn}"), f"more{turn}")])
        there = {article.about.id for article in everything(library)}
        assert ids_found(library, SHARED, "dromedari") == there - {"a", "b"}
        assert faults(library) == []
    assert refused
    print("done")


@pytest.mark.skipif(sys.platform == "win32", reason="this system limits no file sizes")
def test_where_files_may_not_grow_a_change_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    assert finished(child(HERE, "limit_file_sizes", tmp_path)) == "done\n"


# Not to be written


def become_nobody() -> None:
    """Root may write anywhere; nobody may not, nor read where root has its Python, so all is loaded before."""
    ANALYZER.terms("The camel came.", "en")
    segment("The camel came.", "en")
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def open_as_nobody(folder: str) -> None:
    """In a process of its own: open, and try each kind of call; print what came of it."""
    become_nobody()
    try:
        library = open_at(Path(folder))
    except BotError as exc:
        print(type(exc).__name__, str(exc).count(folder.rsplit("/", 1)[-1]) > 0)
        return
    for call in (
        lambda: ids_found(library, SHARED, "camel"),
        lambda: library.put([draft("The ass came.", "c")]),
        lambda: library.remove(SHARED, ["a"]),
        lambda: library.article(SHARED, "b").text,
    ):
        try:
            print(call())
        except BotError as exc:
            print(type(exc).__name__)
    library.close()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, whoever runs the tests."""
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        try:
            yield Path(place)
        finally:
            for folder in (Path(place), *Path(place).rglob("*/")):
                folder.chmod(0o755)


posix_only = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


@posix_only
@pytest.mark.parametrize("inside", [".", "new/folder"])
def test_a_folder_that_may_not_be_written_is_refused_by_name(inside: str) -> None:
    with open_folder() as place:
        place.chmod(0o555)
        folder = place / inside
        assert finished(child(HERE, "open_as_nobody", folder)) == "LibraryUnwritable True\n"


@posix_only
def test_a_library_in_a_folder_that_may_not_be_written_is_refused_or_read() -> None:
    with open_folder() as place:
        begin(place).close()
        for path in place.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        place.chmod(0o555)
        lines = finished(child(HERE, "open_as_nobody", place)).splitlines()
        assert lines in (
            ["LibraryUnwritable True"],
            ["{'a'}", "LibraryUnwritable", "LibraryUnwritable", "The horse came."],
        )


@posix_only
def test_a_database_that_may_not_be_written_is_named_and_left_alone() -> None:
    with open_folder() as place:
        begin(place).close()
        place.chmod(0o777)
        for path in place.rglob("*"):
            path.chmod(0o777 if path.is_dir() else 0o666)
        (place / "library.db").chmod(0o444)
        before = (place / "library.db").read_bytes()
        lines = finished(child(HERE, "open_as_nobody", place)).splitlines()
        assert lines in (
            ["LibraryUnwritable True"],
            ["{'a'}", "LibraryUnwritable", "LibraryUnwritable", "The horse came."],
        )
        assert (place / "library.db").read_bytes() == before


@posix_only
def test_an_index_that_may_not_be_written_keeps_the_change_and_says_so() -> None:
    with open_folder() as place:
        begin(place).close()
        place.chmod(0o777)
        for path in place.iterdir():
            path.chmod(0o555 if path.is_dir() else 0o666)
        lines = finished(child(HERE, "open_as_nobody", place)).splitlines()
        assert lines[0].startswith("IndexBehind") or lines == ["{'a'}", "IndexBehind", "IndexBehind", "The horse came."]
        for path in place.rglob("*"):
            path.chmod(0o777 if path.is_dir() else 0o666)
        library = open_at(place)
        there = {article.about.id for article in everything(library)}
        assert ids_found(library, SHARED, "camel", "hors", "ass") == there
        assert faults(library) == []
        library.close()


@pytest.mark.parametrize("inside", [".", "library", "a/b"])
def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryUnwritable) as refused:
        open_at(tmp_path / "file" / inside)
    assert "file" in str(refused.value)
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_lock_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    library = begin(tmp_path)
    (tmp_path / "index.lock").unlink(missing_ok=True)
    (tmp_path / "index.lock").mkdir()
    with pytest.raises(IndexBehind):
        library.put([draft("The ass came.", "c")])
    assert ids_found(library, SHARED, "camel") == {"a"}
    (tmp_path / "index.lock").rmdir()
    assert ids_found(library, SHARED, "ass") == {"c"}
    library.close()
