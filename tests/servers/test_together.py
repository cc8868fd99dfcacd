"""Several threads and several processes on one file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from bot.servers import FILE, Kind, Servers, ServerSettings
from tests.library.contract import child, finished
from tests.servers.place import EVER, posted, rows

HERE = __name__
MANY = 8


def at_once(*work: Callable[[], object]) -> list[object]:
    """What each of them returns, begun together in threads of their own."""
    ready = Barrier(len(work))

    def begin(one: Callable[[], object]) -> object:
        ready.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as threads:
        return [begun.result() for begun in [threads.submit(begin, one) for one in work]]


def test_admins_who_change_different_settings_at_once_all_succeed(servers: Servers) -> None:
    expected = ServerSettings(
        answer_channels=(5,), manager_role=6, answer_threshold=0.2, sure_threshold=0.6, shared_corpus=False,
        language="es", keep_gaps=True, note_changes=False,
    )  # fmt: skip
    names = [name for name in ServerSettings.__slots__ if name != "style"]
    at_once(*(lambda name=name: servers.change_settings(1, name, **{name: getattr(expected, name)}) for name in names))
    assert servers.settings(1) == expected
    assert {change.by: change.name for change in servers.settings_journal(1, 100)} == {name: name for name in names}


def test_of_two_who_change_the_same_setting_the_journal_tells_a_story_without_gaps(servers: Servers) -> None:
    at_once(*(lambda role=role: servers.change_settings(1, "", manager_role=role) for role in range(1, MANY + 1)))
    journal = servers.settings_journal(1, 100)
    assert [change.before for change in journal] == [*(change.after for change in journal[1:]), None]
    assert servers.settings(1).manager_role == journal[0].after
    assert len(journal) == MANY


def test_a_person_who_presses_many_times_at_once_counts_once(servers: Servers) -> None:
    servers.remember(posted())
    counted = at_once(*[lambda: servers.mark(1, 30, 7)] * MANY)
    assert sorted(map(bool, counted)) == [False] * (MANY - 1) + [True]
    at_once(*(lambda voter=voter: servers.mark(1, 30, voter) for voter in range(1, MANY + 1)))
    assert servers.marks(1, 30) == MANY


def test_no_question_that_is_asked_while_gaps_are_switched_off_is_left(servers: Servers) -> None:
    for _ in range(5):
        servers.change_settings(1, "", keep_gaps=True)
        at_once(
            lambda: servers.change_settings(1, "", keep_gaps=False),
            *(lambda n=n: servers.record_gap(1, str(n), "Why?", Kind.UNANSWERED, "r") for n in range(MANY)),
            lambda: servers.remember(posted(question="Why?")),
        )
        assert servers.gaps(1, 1, 10).total == 0
        assert {each.question for each in servers.answer(1, 30)} == {None}


def work(path: str, name: str) -> None:
    """In a process of its own: open the file, wait for the word, and change it together with others."""
    print("ready", flush=True)
    input()
    servers = Servers(Path(path))
    for number in range(40):
        servers.record_gap(1, "subject", "Why?", Kind.UNANSWERED)
        servers.mark(1, 30, 1 + number)  # the same people in every process
        servers.change_settings(1, name, language="es" if number % 2 else "en")
    print(sum(change.by == name for change in servers.settings_journal(1, 1_000)))
    servers.close()


def test_processes_that_change_one_file_lose_nothing_of_one_another(servers: Servers, tmp_path: Path) -> None:
    servers.change_settings(1, "", keep_gaps=True)
    servers.remember(posted())
    processes = [child(HERE, "work", tmp_path / FILE, name) for name in ("a", "b")]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [int(finished(process)) for process in processes]
    assert servers.gaps(1, 1, 10).gaps[0].unanswered == 80
    assert servers.marks(1, 30) == 40
    journal = servers.settings_journal(1, 1_000)
    assert [sum(change.by == name for change in journal) for name in ("a", "b")] == told
    languages = [change for change in journal if change.name == "language"]
    assert [change.before for change in languages] == [*(change.after for change in languages[1:]), ""]


def open_and_mark(path: str) -> None:
    """In a process of its own: make the file, or find it made, and mark the same answer."""
    print("ready", flush=True)
    input()
    servers = Servers(Path(path))
    servers.remember(posted())
    servers.mark(1, 30, 7)
    servers.close()


def test_processes_that_make_the_file_at_once_have_one_secret(tmp_path: Path) -> None:
    processes = [child(HERE, "open_and_mark", tmp_path / FILE) for _ in range(3)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        finished(process)
    assert len(rows(tmp_path / FILE)["mark"]) == 1
    assert Servers(tmp_path / FILE).marks_by_article(1, EVER) == {"abcdefgh": 1}
