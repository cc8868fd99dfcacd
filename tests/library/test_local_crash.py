"""The local home when it is interrupted: by an error, by a kill, at any line."""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot.errors import ArticleNotFound, IndexBehind
from bot.library.local import LocalLibrary
from bot.library.local.index import FOLDER, Index
from bot.library.local.store import Changes
from bot.model import SHARED, Draft, OwnOnly
from tests.library.contract import (
    ANALYZER,
    ONE,
    child,
    draft,
    everything,
    faults,
    finished,
    fresh_folder,
    ids_found,
)

HERE = __name__


def text_of(name: str) -> str:
    return f"Article {name} tells of {name}word9 only.\n\nIts second paragraph names {name}word9 again, at some length."


def ids_named(library: LocalLibrary, *words: str) -> set[str]:
    """The articles that are found by any of the words, as a question would find them."""
    return ids_found(library, SHARED, *(term for word in words for term in ANALYZER.terms(word, "en")))


def open_at(folder: Path) -> LocalLibrary:
    return LocalLibrary(folder, ANALYZER)


# Killed


def put_until_killed(folder: str, prefix: str) -> None:
    """In a process of its own: put, and now and then remove; say so when the call has returned."""
    library = open_at(Path(folder))
    for i in count():
        names = [f"{prefix}x{i}x{j}" for j in range(1 + i % 3)]
        library.put([draft(text_of(name), name) for name in names])
        print(*(f"+{name}" for name in names), flush=True)
        if i % 4 == 3:
            print(f"?{names[0]}", flush=True)
            library.remove(SHARED, names[:1])
            print(f"-{names[0]}", flush=True)


def test_nothing_acknowledged_is_lost_when_a_process_is_killed(tmp_path: Path) -> None:
    moments = random.Random(7)  # not for secrets
    told: dict[str, set[str]] = {"+": set(), "?": set(), "-": set()}
    for turn in range(4):
        process = child(HERE, "put_until_killed", tmp_path, f"t{turn}")
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(moments.randint(1, 8))]
        time.sleep(moments.uniform(0, 0.03))  # any moment will do
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()  # not communicate, which forgets what is read ahead
        _, errors = process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL, errors
        for word in " ".join([*lines, rest]).split():
            told[word[0]].add(word[1:])

        library = open_at(tmp_path)
        kept = {article.about.id: article.text for article in everything(library)}
        assert told["+"] - told["?"] <= set(kept)
        assert told["-"].isdisjoint(kept)
        assert {name: text for name, text in kept.items() if text != text_of(name)} == {}
        assert {name for name in kept if ids_named(library, f"{name}word9") != {name}} == set()
        assert {name for name in told["+"] - set(kept) if ids_named(library, f"{name}word9")} == set()
        assert faults(library) == []
        library.close()


PAGE = "https://example.org/left"
BEFORE = [
    *(draft(text_of(name), name) for name in ("old", "gone")),
    replace(draft(text_of("left"), "left"), url=PAGE),
    *(draft(text_of(f"own{i}"), f"own{i}", ONE) for i in range(3)),
]
BATCH = [draft(text_of("new"), "new"), draft(text_of("changed"), "old"), draft(text_of("gone"), "gone")]
CHANGES: dict[str, Callable[[LocalLibrary], object]] = {
    "put": lambda library: library.put(BATCH),
    "remove": lambda library: library.remove(SHARED, ["old", "left"]),
    "restore": lambda library: library.restore(SHARED, ["gone"]),
    "a page": lambda library: library.put([replace(draft(text_of("changed")), url=f"{PAGE}/#top")]),
    "forget": lambda library: library.forget(ONE),
}
AFTER = {
    "forget": {"old": "old", "left": "left"},
    "put": {"old": "changed", "left": "left", "new": "new", "gone": "gone"},
    "remove": {},
    "a page": {"old": "old", "left": "changed"},
    "restore": {"old": "old", "left": "left", "gone": "gone"},
}


ENTRIES = {"put": 3, "remove": 2, "restore": 1, "a page": 1}
"""How many each of the changes writes."""


def look_at_own(library: LocalLibrary) -> int:
    """How many articles the server's shelf has: the same number wherever one looks."""
    totals = library.totals(OwnOnly(ONE))
    names = {article.about.id for article in library.articles([ONE], None, 9)}
    assert ids_found(library, ONE, *(term for i in range(3) for term in ANALYZER.terms(f"own{i}word9", "en"))) == names
    assert {each.id for each in library.suggest(OwnOnly(ONE), "head", 9)} == names
    assert {each.id for each in library.journal(ONE, 1, 9).entries} == names
    assert totals.articles == len(names)
    assert totals.sentences == len(names) * 2
    return len(names)


def look_at_versions(library: LocalLibrary, names: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Each text is found by what resembles it, and what an article said before is kept just where it says otherwise."""
    for id, text in names.items():
        was = before.get(id, text)
        assert [each.text for each in library.versions(SHARED, id)] == ([] if was == text else [was])
        assert (library.article(SHARED, id).about.updated is None) == (was == text)
        assert [each.id for each in library.resembling(SHARED, draft(text, "another"))] == [id]


def dies_at(line: int) -> Any:
    """A trace function that ends the process, as a kill does, at that line of the local home."""
    seen = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal seen
        if f"library{os.sep}local" not in frame.f_code.co_filename:
            return None
        if event == "line":
            seen += 1
            if seen == line:
                os._exit(9)
        return trace

    return trace


def in_a_fork(run: Callable[[], object]) -> int:
    """The exit code of a function in a copy of this process: 0, 1 where it raised, or what it ended with."""
    pid = os.fork()
    if pid == 0:
        try:
            run()
        except BaseException:  # noqa: BLE001
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def crash_at_many_lines(folder: str, change: str, first: str, step: str) -> None:
    """In a process of its own, without threads: crash at a line, look at what is left, take the next line."""
    pristine = Path(folder) / "pristine"

    def begin() -> None:
        library = open_at(pristine)
        library.put([draft("What it said before.", "own0", ONE)])
        library.put(BEFORE)
        library.remove(SHARED, ["gone"])

    assert in_a_fork(begin) == 0
    for line in range(int(first), 10_000, int(step)):
        place = Path(folder) / str(line)
        shutil.copytree(pristine, place)

        def change_it(place: Path = place, line: int = line) -> None:
            library = open_at(place)
            sys.settrace(dies_at(line))
            CHANGES[change](library)
            sys.settrace(None)

        def look(place: Path = place, acknowledged: bool = False) -> None:
            library = open_at(place)
            names = {each.about.id: each.text for each in everything(library) if each.about.shelf == SHARED}
            before = {"old": text_of("old"), "left": text_of("left")}
            after = {id: text_of(name) for id, name in AFTER[change].items()}
            own = look_at_own(library)
            look_at_versions(library, names, before)
            with library._database.read() as sql:
                assert sql.execute("SELECT count(*) FROM version JOIN article ON number = article").fetchone()[0] == (
                    sum(before.get(id, text) != text for id, text in names.items()) + bool(own)
                )
            if change == "forget":
                assert own in ([0] if acknowledged else [0, 3]), (line, own)
                assert names == after
            else:
                assert own == 3
                assert names == after or (names == before and not acknowledged), (line, names)
                assert len(library.journal(SHARED, 1, 9).entries) == 4 + (ENTRIES[change] if names == after else 0), (
                    line
                )
            told_of = {name for name in ("old", "left", "new", "changed", "gone") if text_of(name) in names.values()}
            for name in ("old", "left", "new", "changed", "gone"):
                expected = {id for id, text in names.items() if text == text_of(name)}
                assert ids_named(library, f"{name}word9") == expected, (line, name, told_of)
            assert faults(library) == [], line
            library.put([draft(text_of("more"), "more")])
            assert ids_named(library, "moreword9") == {"more"}, line

        code = in_a_fork(change_it)
        assert code in (0, 9), (line, code)
        assert in_a_fork(lambda look=look, done=code == 0: look(acknowledged=done)) == 0, line  # type: ignore[misc]
        shutil.rmtree(place)
        if code == 0:
            print(line)
            return


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("change", CHANGES)
def test_a_crash_at_any_line_of_a_change_leaves_all_of_it_or_nothing(change: str) -> None:
    with fresh_folder() as folder:
        lines = int(finished(child(HERE, "crash_at_many_lines", folder, change, "1", "17")))
        assert lines > 30


@pytest.mark.parametrize("reopened", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_a_commit_that_another_process_has_left_half_done_is_done_again(
    tmp_path: Path, change: str, reopened: bool
) -> None:
    here, there = open_at(tmp_path), open_at(tmp_path)
    here.put(BEFORE)
    here.remove(SHARED, ["gone"])
    before = tmp_path / "before"
    shutil.copytree(tmp_path / FOLDER, before)
    CHANGES[change](there)
    there.close()
    # As a kill leaves it that comes when all is written but the list of what counts: the old files, and the new.
    (before / ".managed.json").unlink()
    shutil.copytree(before, tmp_path / FOLDER, dirs_exist_ok=True)
    if reopened:
        here.close()
        here = open_at(tmp_path)
    for name in ("old", "left", "new", "changed", "gone"):
        expected = {id for id, text in AFTER[change].items() if text == name}
        assert ids_named(here, f"{name}word9") == expected
    assert look_at_own(here) == (0 if change == "forget" else 3)
    assert faults(here) == []
    here.put([draft(text_of("more"), "more")])
    assert ids_named(here, "moreword9") == {"more"}
    here.remove(SHARED, ["more"])
    assert ids_named(here, "moreword9") == set()
    assert faults(here) == []
    here.close()


def test_files_that_a_kill_has_left_and_no_list_knows_are_in_nobodys_way(tmp_path: Path) -> None:
    library = open_at(tmp_path)
    library.put(BEFORE)
    library.close()
    segments = {path.name.split(".")[0] for path in (tmp_path / FOLDER).glob("*.store")}
    for segment in segments:
        for number in range(60):  # the next deletion in the segment is written to a file with one of these names
            (tmp_path / FOLDER / f"{segment}.{number}.del").touch(exist_ok=True)
    for name in ("old", "gone"):
        library = open_at(tmp_path)
        library.remove(SHARED, [name])
        assert ids_named(library, f"{name}word9") == set()
        assert faults(library) == []
        library.close()
    library = open_at(tmp_path)
    assert ids_named(library, "leftword9", "oldword9", "goneword9") == {"left"}
    library.close()


# Interrupted by an error


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), MemoryError()], ids=repr)
@pytest.mark.parametrize("nth", [1, 3])
def test_an_error_in_the_middle_of_a_batch_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, nth: int
) -> None:
    library = open_at(tmp_path)
    library.put(BEFORE)
    before, calls, insert = everything(library), count(1), Changes._insert_passages

    def insert_some(*arguments: Any) -> None:
        if next(calls) == nth:
            raise error
        insert(*arguments)

    with monkeypatch.context() as patch, pytest.raises(type(error)):
        patch.setattr(Changes, "_insert_passages", insert_some)
        library.put([draft(text_of(name), name) for name in ("b1", "b2", "old", "b3")])
    assert everything(library) == before
    assert ids_named(library, "b1word9", "b2word9") == set()
    assert faults(library) == []
    library.put([draft(text_of("b1"), "b1")])
    assert ids_named(library, "b1word9") == {"b1"}
    library.close()


def refuse(*_: object, **__: object) -> None:
    raise ValueError("the index can't be written")


@pytest.mark.parametrize("reopened", [False, True])
def test_what_could_not_be_indexed_is_kept_and_is_found_as_soon_as_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reopened: bool
) -> None:
    library = open_at(tmp_path)
    library.put(BEFORE)
    with monkeypatch.context() as patch:
        patch.setattr(Index, "_document", refuse)
        for change in (
            lambda: library.put([draft(text_of("new"), "new")]),
            lambda: library.remove(SHARED, ["gone"]),
            lambda: library.put([draft(text_of("changed"), "old")]),
        ):
            with pytest.raises(IndexBehind):
                change()
        assert library.article(SHARED, "new").text == text_of("new")
        assert ids_named(library, "leftword9") == {"left"}
        assert ids_named(library, "goneword9") == set()
        with pytest.raises(ArticleNotFound):
            library.article(SHARED, "gone")
        assert [line for line in faults(library) if line.startswith("Index")]
    if reopened:
        library.close()
        library = open_at(tmp_path)
    assert ids_named(library, "newword9") == {"new"}
    assert ids_named(library, "changedword9") == {"old"}
    assert ids_named(library, "oldword9", "goneword9") == set()
    assert faults(library) == []
    library.close()


def test_a_change_that_failed_to_be_indexed_keeps_no_later_one_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_at(tmp_path)
    with monkeypatch.context() as patch, pytest.raises(IndexBehind) as held:
        patch.setattr(Index, "_document", refuse)
        library.put([draft(text_of("a"), "a")])
    library.put([draft(text_of("b"), "b")])  # while somebody still holds the error, a log for instance
    assert ids_named(library, "aword9", "bword9") == {"a", "b"}
    assert str(held.value)
    library.close()


def test_many_changes_that_wait_for_the_index_are_all_caught_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.library.local.following.CATCH_UP_ARTICLES", 7)
    library = open_at(tmp_path)
    drafts: list[Draft] = [draft(text_of(f"n{i}"), f"n{i}") for i in range(40)]
    with monkeypatch.context() as patch, pytest.raises(IndexBehind):
        patch.setattr(Index, "_document", refuse)
        library.put(drafts)
    assert {each.id for each in drafts if ids_named(library, f"{each.id}word9") != {each.id}} == set()
    assert faults(library) == []
    library.close()
