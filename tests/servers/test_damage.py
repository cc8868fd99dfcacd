"""A database of servers that is damaged, newer, or may not be written: named in a sentence, and left alone."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.errors import BotError, LibraryDamaged, LibraryTooNew, LibraryUnwritable
from bot.servers import FILE, Kind, Servers
from bot.servers.gaps import key_of
from tests.hostile import tried
from tests.library.contract import child, finished
from tests.servers.place import EVER, FAR, NOON, Clock, posted
from tests.servers.test_crash import fill

HERE = __name__

CALLS: dict[str, Callable[[Servers], object]] = {
    "settings": lambda servers: servers.settings(1),
    "journal": lambda servers: servers.settings_journal(1, 100),
    "changes": lambda servers: servers.settings_changes(1),
    "answers to": lambda servers: servers.answers_to(1, 20),
    "answer": lambda servers: servers.answer(1, 30),
    "quoting": lambda servers: servers.quoting(1, "abcdefgh", EVER),
    "quoting anywhere": lambda servers: servers.quoting_anywhere("abcdefgh", EVER),
    "marks": lambda servers: servers.marks(1, 30),
    "has marked": lambda servers: servers.has_marked(1, 30, 7),
    "by article": lambda servers: servers.marks_by_article(1, EVER),
    "gaps": lambda servers: servers.gaps(1, 1, 10),
    "one gap": lambda servers: servers.gap(1, key_of("a")),
    "departed": lambda servers: servers.departed(FAR),
    "mentions": lambda servers: servers.mentions_of(7),
    "remembered": lambda servers: servers.remembered("a"),
}
WRITES: dict[str, Callable[[Servers], object]] = {
    "change": lambda servers: servers.change_settings(1, "", language="en"),
    "write down": lambda servers: servers.write_down(1, "", "feed", None, "The News"),
    "remember": lambda servers: servers.remember(posted(32, question="Why?")),
    "mark": lambda servers: servers.mark(1, 30, 8),
    "gap": lambda servers: servers.record_gap(1, "c", "Why?", Kind.UNANSWERED, "a reason"),
    "explain": lambda servers: servers.explain_gap(1, "a", "a reason"),
    "close": lambda servers: servers.close_gap(1, "abc"),
    "text": lambda servers: servers.remember_text("a", "b"),
    "left": lambda servers: servers.left(3, NOON),
    "joined": lambda servers: servers.joined(2),
    "present": lambda servers: servers.present({2}, NOON),
    "forget answer": lambda servers: servers.forget_answer(1, 31),
    "person": lambda servers: servers.forget_person(7),
    "purge": lambda servers: servers.purge_answers(NOON),
    "forget": lambda servers: servers.forget(1),
}
EVERY = CALLS | WRITES


def test_the_tables_here_name_every_call_there_is() -> None:
    public = [name for name in vars(Servers) if not name.startswith("_") and name != "close"]
    assert len(EVERY) == len(public)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / FILE
    servers = Servers(path, Clock())
    fill(servers)
    servers.remember_text("a", "b")
    servers.close()
    return path


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_database_that_is_none_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(LibraryDamaged, match=FILE):
        Servers(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_database_of_a_later_version_is_refused(tmp_path: Path, pristine: Path) -> None:
    shutil.copy(pristine, tmp_path / FILE)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryTooNew, match="later version"):
        Servers(tmp_path / FILE)


def test_a_file_in_the_place_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryUnwritable):
        Servers(tmp_path / "file" / FILE)
    assert (tmp_path / "file").read_text() == "in the way"


DAMAGE: dict[str, tuple[str, list[str]]] = {
    "a setting that is no JSON": ("UPDATE setting SET value = '{'", ["settings", "change", "gap", "remember"]),
    "a setting of another kind": ("UPDATE setting SET value = '5'", ["settings", "change", "gap", "remember"]),
    "a change that is no JSON": ("UPDATE setting_change SET after = ''", ["journal"]),
    "a change at no moment": ("UPDATE setting_change SET moment = 'noon'", ["journal"]),
    "an answer at no moment": ("UPDATE posted SET posted = 'noon'", ["answers to", "answer", "quoting"]),
    "a gap at no moment": ("UPDATE gap SET last = ''", ["gaps", "one gap"]),
    "no secret": ("DELETE FROM state", ["mark", "has marked", "mentions", "person"]),
    "no table": (
        "DROP TABLE mark",
        ["marks", "has marked", "mark", "forget", "purge", "by article", "mentions", "forget answer"],
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_nobody_can_have_written_is_named_as_damage_and_changes_nothing(
    tmp_path: Path, pristine: Path, damage: str
) -> None:
    statement, calls = DAMAGE[damage]
    shutil.copy(pristine, tmp_path / FILE)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(statement)
    connection.close()
    servers = Servers(tmp_path / FILE)
    for call in calls:
        with pytest.raises(LibraryDamaged, match=FILE):
            EVERY[call](servers)
    assert servers.remembered("a") == "b"
    assert servers.departed(FAR) == ()
    servers.close()


def test_a_setting_that_is_no_more_is_passed_over_and_its_changes_are_still_told(
    tmp_path: Path, pristine: Path
) -> None:
    shutil.copy(pristine, tmp_path / FILE)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE setting SET name = 'colour' WHERE name = 'language'")
        connection.execute("UPDATE setting_change SET name = 'colour' WHERE name = 'language'")
    connection.close()
    servers = Servers(tmp_path / FILE)
    assert servers.settings(1).language == ""
    assert {change.name: change.after for change in servers.settings_journal(1, 9)} == {
        "colour": "es",
        "keep_gaps": True,
    }
    servers.close()


def test_whatever_byte_of_the_file_is_changed_it_is_answered_or_said_in_a_sentence(
    tmp_path: Path, pristine: Path
) -> None:
    places = random.Random(11)  # not for secrets
    sound = pristine.read_bytes()
    used = [at for at, byte in enumerate(sound) if byte]
    said = set()
    for turn in range(40):
        damaged = bytearray(sound)
        for _ in range(places.randint(1, 6)):
            damaged[places.choice(used)] = places.randrange(256)
        path = tmp_path / str(turn) / FILE
        path.parent.mkdir()
        path.write_bytes(damaged)
        servers = tried(lambda path=path: Servers(path))  # type: ignore[misc]
        if isinstance(servers, BotError):
            said.add(type(servers))
            continue
        for call in EVERY.values():
            done = tried(lambda call=call, servers=servers: call(servers))  # type: ignore[misc]
            if isinstance(done, BotError):
                assert len(str(done)) < 1_000
                said.add(type(done))
        servers.close()
    assert LibraryDamaged in said


# Not to be written


def use_as_nobody(path: str) -> None:
    """In a process of its own: open, and try each kind of call; print what came of it."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    servers = tried(lambda: Servers(Path(path)))
    if isinstance(servers, BotError):
        print(type(servers).__name__)
        return
    read = {type(tried(lambda call=call: call(servers))).__name__ for call in CALLS.values()}  # type: ignore[misc]
    written = {type(tried(lambda call=call: call(servers))).__name__ for call in WRITES.values()}  # type: ignore[misc]
    print("read" if "LibraryUnwritable" not in read else read, *sorted(written))


@contextmanager
def kept_in(pristine: Path, folder_mode: int, file_mode: int) -> Iterator[Path]:
    """The database in a folder with these permissions, where everybody may look."""
    with TemporaryDirectory() as place:
        shutil.copy(pristine, Path(place) / FILE)
        (Path(place) / FILE).chmod(file_mode)
        Path(place).chmod(folder_mode)
        yield Path(place) / FILE
        Path(place).chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)])
def test_a_database_that_may_not_be_written_is_refused_or_read_and_left_alone(
    pristine: Path, folder_mode: int, file_mode: int
) -> None:
    with kept_in(pristine, folder_mode, file_mode) as path:
        line = finished(child(HERE, "use_as_nobody", path)).strip()
        assert line in ("LibraryUnwritable", "read LibraryUnwritable")
        assert path.read_bytes() == pristine.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_database_can_not_be_made_where_nothing_may_be_written() -> None:
    with TemporaryDirectory() as place:
        Path(place).chmod(0o555)
        for name in (FILE, f"new/{FILE}"):
            assert finished(child(HERE, "use_as_nobody", Path(place) / name)).strip() == "LibraryUnwritable"
        Path(place).chmod(0o755)
