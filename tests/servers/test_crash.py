"""The database of servers when it is interrupted: by a kill, at any line of a change."""

import os
import random
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot.errors import LibraryDamaged
from bot.servers import FILE, Kind, Servers
from tests.library.contract import child, finished
from tests.servers.place import FAR, Clock, posted, rows

HERE = __name__


def fill(servers: Servers) -> None:
    """Something of every kind, of two servers."""
    for server in (1, 2):
        servers.change_settings(server, "discord:7", keep_gaps=True, language="es")
        for message in (30, 31):
            servers.remember(posted(message, server=server, question="Why?"))
            servers.mark(server, message, 7)
        for subject in ("a", "b"):
            servers.record_gap(server, subject, "Why?", Kind.NOT_HELPFUL, "a reason")
        servers.left(server, FAR)


CHANGES: dict[str, Callable[[Servers], object]] = {
    "change": lambda servers: servers.change_settings(1, "", language="en", style="short", answer_channels=[5, 6]),
    "switch off": lambda servers: servers.change_settings(1, "", keep_gaps=False, language=""),
    "gap": lambda servers: servers.record_gap(1, "a", "Why?", Kind.NOT_HELPFUL, "another"),
    "forget": lambda servers: servers.forget(1),
    "forget answer": lambda servers: servers.forget_answer(1, 30),
    "purge": lambda servers: servers.purge_answers(FAR),
    "person": lambda servers: servers.forget_person(7),
}


def nameless(found: dict[str, Any]) -> dict[str, Any]:
    """The rows; of the marks, whether they are the person's, for a forgotten one's are random."""
    return found | {"mark": [(*row[:2], row[2] == b"nobody", *row[3:]) for row in found["mark"]]}


def nobody(nbytes: int | None = None) -> bytes:
    return b"nobody"


def dies_at(line: int) -> Any:
    """A trace function that ends the process, as a kill does, at that line of these rooms."""
    seen = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal seen
        name = frame.f_code.co_filename
        if f"bot{os.sep}servers" not in name and not name.endswith(f"bot{os.sep}database.py"):
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


def crash_at_many_lines(folder: str, change: str, step: str) -> None:
    """In a process of its own, without threads: crash at a line, look at what is left, take the next line."""
    secrets.token_bytes = nobody
    pristine, after = Path(folder) / "pristine", Path(folder) / "after"
    pristine.mkdir()

    def change_it(place: Path, line: int) -> None:
        servers = Servers(place / FILE, Clock())
        sys.settrace(dies_at(line))
        CHANGES[change](servers)
        sys.settrace(None)

    assert in_a_fork(lambda: fill(Servers(pristine / FILE, Clock()))) == 0
    shutil.copytree(pristine, after)
    assert in_a_fork(lambda: change_it(after, 0)) == 0
    before_it, after_it = nameless(rows(pristine / FILE)), nameless(rows(after / FILE))
    assert before_it != after_it

    for line in count(1, int(step)):
        place = Path(folder) / str(line)
        shutil.copytree(pristine, place)
        code = in_a_fork(lambda place=place, line=line: change_it(place, line))  # type: ignore[misc]
        assert code in (0, 9), (line, code)
        found = nameless(rows(place / FILE))
        assert found == after_it or (found == before_it and code == 9), line
        # What was interrupted can be done again.
        assert in_a_fork(lambda place=place: CHANGES[change](Servers(place / FILE, Clock()))) == 0, line  # type: ignore[misc]
        shutil.rmtree(place)
        if code == 0:
            print(line)
            return


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("change", CHANGES)
def test_a_crash_at_any_line_of_a_change_leaves_all_of_it_or_nothing(tmp_path: Path, change: str) -> None:
    assert int(finished(child(HERE, "crash_at_many_lines", tmp_path, change, "5"))) > 15


def change_until_killed(path: str) -> None:
    """In a process of its own: set two settings to the same number, and say so when the call has returned."""
    servers = Servers(Path(path))
    begun = servers.settings(1).manager_role or 0
    for number in count(begun + 1):
        servers.change_settings(1, f"discord:{number}", manager_role=number, answer_channels=[number])
        print(number, flush=True)


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there_when_a_process_is_killed(tmp_path: Path) -> None:
    moments = random.Random(7)  # not for secrets
    for _ in range(5):
        process = child(HERE, "change_until_killed", tmp_path / FILE)
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(moments.randint(1, 30))]
        time.sleep(moments.uniform(0, 0.01))  # any moment will do
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        _, errors = process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL, errors
        told = max(int(word) for word in " ".join([*lines, rest]).split())

        servers = Servers(tmp_path / FILE)
        settings = servers.settings(1)
        assert settings.manager_role in (told, told + 1)
        assert settings.answer_channels == (settings.manager_role,)
        assert servers.settings_changes(1) == 2 * settings.manager_role
        newest = servers.settings_journal(1, 2)
        assert {change.by for change in newest} == {f"discord:{settings.manager_role}"}
        servers.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), ValueError("no")], ids=repr)
def test_an_error_in_the_middle_of_a_change_keeps_nothing_of_it(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    fill(servers)
    before = rows(tmp_path / FILE)

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch, pytest.raises((type(error), LibraryDamaged)):
        patch.setattr("bot.servers.gaps.forget_questions", fail)
        servers.change_settings(1, "", keep_gaps=False, language="en")
    assert rows(tmp_path / FILE) == before
    servers.change_settings(1, "", keep_gaps=False, language="en")
    assert servers.gaps(1, 1, 10).total == 0
