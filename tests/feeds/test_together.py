"""Several who look at feeds at once, and one who is killed while he does."""

import random
import signal
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import InputRefused
from bot.feeds import FILE, Checker, Claim, Feed, FeedItem, Feeds, Taken
from bot.feeds.home import utc_now
from tests.feeds.samples import HOME, SHELVES, URL, Clock, file_answer, item, middle, rss
from tests.library.contract import child, finished

HERE = __name__
MANY = 8


def at_once(*work: object) -> None:
    """Run functions in threads that begin together."""
    barrier = threading.Barrier(len(work))

    def run(one: object) -> None:
        barrier.wait()
        one()  # type: ignore[operator]

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_who_ask_for_what_is_due_each_gets_something_else(feeds: Feeds) -> None:
    for number in range(20):
        feeds.follow(HOME, f"{URL}?{number}", "")
    got: list[Claim] = []
    at_once(*[lambda: got.extend(feeds.due(5))] * MANY)
    assert sorted(claim.feed.number for claim in got) == [feed.number for feed in feeds.of(HOME)]
    assert len({claim.token for claim in got}) == 20


def test_of_many_who_follow_one_feed_one_does(feeds: Feeds) -> None:
    refused: list[InputRefused] = []

    def follow() -> None:
        try:
            feeds.follow(HOME, URL, "")
        except InputRefused as exc:
            refused.append(exc)

    at_once(*[follow] * MANY)
    assert len(feeds.of(HOME)) == 1
    assert len(refused) == MANY - 1


def test_articles_that_are_noted_at_once_are_all_counted(feeds: Feeds, claim: Claim) -> None:
    news: list[bool] = []
    at_once(*(lambda n=n: news.append(feeds.keep(claim, item(n // 2))) for n in range(MANY)))
    assert sorted(news) == [False] * (MANY // 2) + [True] * (MANY // 2)
    assert feeds.room(claim) == 20 - MANY // 2


def look_until_nothing_is_due(path: str, source: str) -> None:
    """In a process of its own: look at every feed that is due, and print what is read."""
    print("ready", flush=True)
    input()
    feeds = Feeds(Path(path))
    checker = Checker(feeds, file_answer(source), middle)

    def take(feed: Feed, item: FeedItem) -> Taken:
        print(feed.number, item.id, flush=True)
        return Taken.KEPT

    while claims := feeds.due(1):
        checker.check(claims[0], take)
    feeds.close()


def test_processes_that_look_at_the_same_feeds_read_each_item_once(tmp_path: Path) -> None:
    source = tmp_path / "feed.xml"
    source.write_bytes(rss(1, 2, 3, dated=True))
    feeds = Feeds(tmp_path / FILE)
    numbers = [feeds.follow(shelf, f"{URL}?{n}", "").number for n in range(5) for shelf in SHELVES]
    processes = [child(HERE, "look_until_nothing_is_due", tmp_path / FILE, source) for _ in range(2)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    read = Counter(line for process in processes for line in finished(process).splitlines())
    assert read == Counter(f"{number} n{n}" for number in numbers for n in (1, 2, 3))
    assert [feed.taken_today for feed in feeds.of(HOME)] == [3] * 5
    feeds.close()


def look_and_keep_in_a_folder(path: str, source: str, folder: str, ahead: str) -> None:
    """In a process of its own, with a clock that goes so many minutes ahead: keep each item as a file, and say so."""

    def now() -> datetime:
        return utc_now() + timedelta(minutes=int(ahead))

    feeds = Feeds(Path(path), now)
    checker = Checker(feeds, file_answer(source), middle, now)

    def take(feed: Feed, item: FeedItem) -> Taken:
        (Path(folder) / item.id).write_text(item.title)
        print(item.id, flush=True)
        return Taken.KEPT

    for claim in feeds.due(10):
        checker.check(claim, take)
    print("done", flush=True)
    feeds.close()


def test_whoever_is_killed_loses_nothing_and_what_he_had_noted_is_not_read_again(tmp_path: Path) -> None:
    moments = random.Random(7)  # not for secrets
    source, folder = tmp_path / "feed.xml", tmp_path / "kept"
    folder.mkdir()
    source.write_bytes(rss())
    clock = Clock(utc_now())
    feeds = Feeds(tmp_path / FILE, clock)
    number = feeds.follow(HOME, URL, "", daily_limit=200).number
    claim = feeds.claim(HOME, number)
    feeds.start(claim, [])
    feeds.release(claim)
    source.write_bytes(rss(*range(40)))

    read: list[str] = []
    kills = 0
    for turn in range(1, 30):
        process = child(HERE, "look_and_keep_in_a_folder", tmp_path / FILE, source, folder, str(60 * turn))
        assert process.stdout
        lines = [process.stdout.readline().strip() for _ in range(moments.randint(1, 9))]
        time.sleep(moments.uniform(0, 0.003))  # any moment will do
        process.send_signal(signal.SIGKILL)
        rest, errors = process.communicate(timeout=30)
        assert not errors
        lines += rest.split()
        kills += "done" not in lines
        read += [line for line in lines if line not in ("", "done")]
        if len(set(read)) == 40:
            break
    assert set(read) == {each.name for each in folder.iterdir()} == {f"n{n}" for n in range(40)}
    assert kills > 2
    twice = Counter(read) - Counter(set(read))
    assert sum(twice.values()) <= kills  # of each look that was cut short, at most the item that was in hand

    clock.moment = utc_now() + timedelta(days=3)
    claim = feeds.claim(HOME, number)
    assert len(feeds.unsettled(claim, [item(n) for n in range(40)])) <= 1
    feeds.close()


def test_a_feed_that_a_killed_process_had_is_looked_at_again(tmp_path: Path) -> None:
    clock = Clock(utc_now())
    feeds = Feeds(tmp_path / FILE, clock)
    feeds.follow(HOME, URL, "")
    process = child(HERE, "claim_and_wait", tmp_path / FILE)
    assert process.stdout
    assert process.stdout.readline() == "1\n"
    assert feeds.due(10) == ()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    clock.moment = utc_now() + timedelta(minutes=10)
    assert len(feeds.due(10)) == 1
    feeds.close()


def claim_and_wait(path: str) -> None:
    """In a process of its own: claim what is due, and be killed."""
    print(len(Feeds(Path(path)).due(10)), flush=True)
    signal.pause()
