"""Children that crash, hang, eat memory or lie: a refusal here, and the next document is read."""

import os
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import ArticleRefused
from bot.intake.parsing import Kind, Parsed, Parsers, workers
from bot.intake.parsing.parsers import MAX_DATA_BYTES
from bot.intake.parsing.reasons import Reason
from bot.intake.parsing.wire import receive_request
from tests.intake.parsing.reading import SENTENCES, page

MIB = 2**20


@pytest.fixture
def evil(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parsers]:
    """A pool whose children do what documents tell them."""
    monkeypatch.setattr(workers, "MODULE", "tests.intake.parsing.evil_child")
    monkeypatch.setattr(workers, "SPARE_SECONDS", 1.0)
    monkeypatch.setattr(workers, "PATIENCE", 2.0)
    with Parsers(workers=1, memory_bytes=256 * MIB, seconds=dict.fromkeys(Kind, 1)) as parsers:
        yield parsers


def said(parsers: Parsers, what: str) -> str:
    """The text that comes back, or the template of the refusal."""
    try:
        found = parsers.parse(Kind.PAGE, what.encode())
    except ArticleRefused as refused:
        return refused.reason.template
    assert isinstance(found, Parsed)
    return found.text


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("refuse ", Reason.LOG_IN),
        ("bug ", Reason.UNREADABLE),
        ("recursion ", Reason.UNREADABLE),
        ("loop ", Reason.TOO_SLOW),
        ("sleep ", Reason.TOO_SLOW),
        ("memory ", Reason.TOO_LARGE),
        ("memory-by-and-by ", Reason.TOO_LARGE),
        ("refuse-otherwise ", Reason.UNREADABLE),
        ("exit ", Reason.CRASHED),
        ("segfault ", Reason.CRASHED),
        ("abort ", Reason.CRASHED),
        ("exit-badly ", Reason.CRASHED),
        ("raise ", Reason.CRASHED),
        ("surrogate ", Reason.CRASHED),
        ("nul ", Reason.CRASHED),
        ("long 30000000", Reason.CRASHED),
        ("long 5000001", Reason.CRASHED),
        ("babble xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", Reason.CRASHED),
    ],
)
def test_whatever_a_document_does_is_a_refusal_and_the_next_one_is_read(
    evil: Parsers, what: str, reason: Reason
) -> None:
    if reason is Reason.TOO_SLOW or what.startswith(("long", "memory")):
        assert said(evil, "say Hello") == "Hello"  # so that the child's start is not measured
    begun = time.monotonic()
    assert said(evil, what) == reason.value.template
    assert time.monotonic() - begun < 8
    assert said(evil, "say The next one") == "The next one"


def test_a_child_writes_no_files_and_opens_few(evil: Parsers) -> None:
    assert said(evil, "write ") in (Reason.CRASHED.value.template, Reason.UNREADABLE.value.template)
    assert said(evil, "files ") == Reason.UNREADABLE.value.template


def test_a_child_knows_nothing_of_the_bots_environment_and_files(
    evil: Parsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_DISCORD_TOKEN", "secret")
    with open(os.devnull) as kept:  # noqa: PTH123
        os.set_inheritable(kept.fileno(), True)
        assert said(evil, "environment ") == "['LC_ALL', 'OPENBLAS_NUM_THREADS', 'PYTHONPATH'] /"
        files = said(evil, "descriptors ")
    assert len(files.split(",")) <= 6


def test_a_document_leaves_nothing_behind_for_the_next_one(evil: Parsers) -> None:
    assert said(evil, "remember ") == "remembered"
    assert said(evil, "recall ") == "remembered False"


def test_a_child_that_died_between_two_documents_is_replaced(evil: Parsers) -> None:
    assert said(evil, "say one") == "one"
    [child] = evil._idle
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert said(evil, "say two") == "two"


def test_a_document_that_kills_its_child_keeps_the_next_one_from_nothing(evil: Parsers) -> None:
    assert said(evil, "kill ")
    assert said(evil, "say The next one") == "The next one"


def test_closing_ends_the_children_and_refuses_what_is_being_read(evil: Parsers) -> None:
    outcome: list[str] = []
    reading = threading.Thread(target=lambda: outcome.append(said(evil, "sleep ")))
    assert said(evil, "say one") == "one"
    [child] = evil._idle
    reading.start()
    wait_until(lambda: bool(evil._busy))
    evil.close()
    reading.join(timeout=10)
    assert outcome in ([Reason.CRASHED.value.template], [Reason.BUSY.value.template])  # the second before it was sent
    assert child._process.poll() is not None
    assert said(evil, "say one") == Reason.BUSY.value.template
    evil.close()


def test_no_process_is_left_of_a_document_that_hung(evil: Parsers) -> None:
    assert said(evil, "say one") == "one"
    [child] = evil._idle
    assert said(evil, "sleep ") == Reason.TOO_SLOW.value.template
    wait_until(lambda: not group_exists(child.pid))


def test_a_system_without_room_for_a_process_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", full)
    with Parsers() as parsers:
        assert said(parsers, "say Hello") == Reason.BUSY.value.template


def test_a_document_above_the_limit_is_refused_without_a_child() -> None:
    with Parsers() as parsers:
        assert said(parsers, "x" * (MAX_DATA_BYTES + 1)) == Reason.TOO_LARGE.value.template
        assert not parsers._idle


def test_pages_are_read_by_many_threads_at_once() -> None:
    def text(number: int) -> str:
        return said(parsers, page(f"<article><p>Number {number}. {'</p><p>'.join(SENTENCES)}</p></article>"))

    with Parsers() as parsers, ThreadPoolExecutor(8) as threads:
        texts = list(threads.map(text, range(24)))
        assert len(parsers._idle) <= 2
    assert [each.partition(". ")[0] for each in texts] == [f"Number {number}" for number in range(24)]


def test_a_child_can_be_started_ahead() -> None:
    with Parsers() as parsers:
        parsers.warm()
        [child] = parsers._idle
        assert said(parsers, page()).startswith(SENTENCES[0])
        assert parsers._idle == [child]


@pytest.mark.parametrize(
    "sent",
    [
        b"\0" * 7,
        struct.pack(">Q", 2) + b"{}",
        struct.pack(">Q", 2**63),
        struct.pack(">Q", 5) + b"hello" + struct.pack(">Q", 0),
        struct.pack(">Q", 2) + b"{}" + struct.pack(">Q", 2**40),
        struct.pack(">Q", 2) + b"[]" + struct.pack(">Q", 1) + b"\xff",
        struct.pack(">Q", 200_000) + b"[" * 200_000 + struct.pack(">Q", 0),
    ],
)
def test_frames_that_are_no_answer_are_a_crash(sent: bytes) -> None:
    with Parsers(workers=1, seconds=dict.fromkeys(Kind, 1)) as parsers:
        parsers.warm()
        [child] = parsers._idle
        ours, theirs = socket.socketpair()
        child._socket.close()
        child._socket = ours
        answering = threading.Thread(target=answer_with, args=(theirs, sent))
        answering.start()
        assert said(parsers, "x") == Reason.CRASHED.value.template
        answering.join()
        assert not child.usable


def answer_with(connection: socket.socket, sent: bytes) -> None:
    with connection:
        receive_request(connection)
        connection.sendall(sent)


def group_exists(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)
