"""A look at a feed, over the wire."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FetchRefused, Gone, InputRefused, Stopping
from bot.feeds import (
    Ask,
    Checked,
    Checker,
    Feed,
    FeedItem,
    Feeds,
    Introduced,
    NotRead,
    Offered,
    Outcome,
    State,
    Taken,
    Unchanged,
    asking,
    introduce,
)
from bot.feeds.checking import FIRST_ITEMS, MAX_A_LOOK
from bot.fetching import Fetcher, Robots
from tests.feeds.samples import HOME, NOON, URL, Clock, answering, json_feed, middle, rss
from tests.fetching.site import Site, Visit, page, redirect

PATH = "/feed.xml"


@dataclass
class Library:
    """Reads items, and keeps them by their ids, as the caller of a checker does."""

    kept: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    becomes: dict[str, Taken] = field(default_factory=dict)

    def take(self, feed: Feed, item: FeedItem) -> Taken:  # noqa: ARG002 - as it is called
        self.asked.append(item.id)
        taken = self.becomes.get(item.id, Taken.KEPT)
        if taken is Taken.KEPT:
            self.kept[item.id] = item.url
        return taken


@pytest.fixture
def library() -> Library:
    return Library()


@dataclass
class Round:
    """A feed on the test's own site, and looks at it."""

    feeds: Feeds
    site: Site
    clock: Clock
    library: Library
    checker: Checker
    feed_number: int

    def look(self) -> Outcome:
        return self.checker.check(self.feeds.claim(HOME, self.feed_number), self.library.take)

    @property
    def feed(self) -> Feed:
        return self.feeds.feed(HOME, self.feed_number)

    def has(self, *numbers: int, fields: tuple[str, ...] = (), head: str = "") -> None:
        self.site.answers[PATH] = page(rss(*numbers, head=head), "200 OK", *fields)

    def fails(self, status: str, *fields: str) -> NotRead:
        self.site.answers[PATH] = page(b"", status, *fields)
        outcome = self.look()
        assert isinstance(outcome, NotRead)
        return outcome


@pytest.fixture
def round(feeds: Feeds, site: Site, clock: Clock, library: Library, ask: Ask) -> Round:
    """A feed that was looked at once, when it was empty."""
    number = feeds.follow(HOME, site.origin + PATH, "discord:7").number
    found = Round(feeds, site, clock, library, Checker(feeds, ask, middle, clock), number)
    found.has()
    assert isinstance(found.look(), Checked)
    return found


def seconds(due: datetime, since: datetime = NOON) -> float:
    return (due - since).total_seconds()


# What is new


def test_what_is_new_is_read_once(round: Round) -> None:
    round.has(1, 2)
    outcome = round.look()
    assert isinstance(outcome, Checked)
    assert [each.id for each in outcome.kept] == ["n1", "n2"]
    round.has(3, 1, 2)
    round.look()
    round.look()
    assert round.library.asked == ["n1", "n2", "n3"]
    assert round.feed.title == "The News"
    assert round.feed.succeeded == NOON


def test_of_a_feed_that_has_just_been_followed_the_newest_are_read_and_no_older_ones(
    feeds: Feeds, clock: Clock, library: Library
) -> None:
    numbers = [4, 8, 1, 9, 2, 7, 3, 6, 5, 10]
    number = feeds.follow(HOME, URL, "").number
    for _ in range(2):
        checker = Checker(feeds, answering(rss(*numbers, dated=True)), middle, clock)
        checker.check(feeds.claim(HOME, number), library.take)
    assert library.asked == ["n10", "n9", "n8", "n7", "n6"]
    assert len(library.asked) == FIRST_ITEMS


def test_without_dates_the_newest_are_those_that_stand_first(feeds: Feeds, clock: Clock, library: Library) -> None:
    claim = feeds.claim(HOME, feeds.follow(HOME, URL, "").number)
    Checker(feeds, answering(json_feed(4, 8, 1, 9, 2, 7)), middle, clock).check(claim, library.take)
    assert library.asked == ["n4", "n8", "n1", "n9", "n2"]


def test_one_look_reads_no_more_than_ten_and_the_next_one_goes_on(round: Round) -> None:
    round.has(*range(25))
    outcome = round.look()
    assert isinstance(outcome, Checked)
    assert (len(outcome.kept), outcome.left) == (MAX_A_LOOK, 15)
    assert seconds(outcome.due) < 3600
    round.look()
    assert len(round.library.kept) == 20


def test_no_more_are_taken_on_one_day_than_its_limit_says(round: Round) -> None:
    round.feeds.limit(HOME, round.feed_number, 3)
    round.has(*range(5))
    outcome = round.look()
    assert isinstance(outcome, Checked)
    assert (len(outcome.kept), outcome.left) == (3, 2)
    assert datetime(2024, 3, 2, tzinfo=UTC) <= outcome.due < datetime(2024, 3, 2, 1, tzinfo=UTC)
    again = round.look()  # because somebody asks for it
    assert isinstance(again, Checked)
    assert (again.kept, again.left) == ((), 2)
    round.clock.moment = outcome.due
    last = round.look()
    assert isinstance(last, Checked)
    assert (len(last.kept), last.left) == (2, 0)
    assert round.library.asked == [f"n{n}" for n in range(5)]


def test_a_limit_that_is_changed_while_it_is_looked_at_counts_at_once(round: Round) -> None:
    def take(feed: Feed, item: FeedItem) -> Taken:
        round.feeds.limit(HOME, round.feed_number, 1)
        return Taken.KEPT

    round.has(1, 2, 3)
    outcome = round.checker.check(round.feeds.claim(HOME, round.feed_number), take)
    assert isinstance(outcome, Checked)
    assert (len(outcome.kept), outcome.left) == (1, 2)


def test_what_is_refused_is_not_read_again_and_takes_no_room(round: Round) -> None:
    round.feeds.limit(HOME, round.feed_number, 1)
    round.library.becomes = {"n1": Taken.REFUSED}
    round.has(1, 2)
    outcome = round.look()
    assert isinstance(outcome, Checked)
    assert (outcome.refused, len(outcome.kept)) == (1, 1)
    round.look()
    assert round.library.asked == ["n1", "n2"]


def test_what_cannot_be_had_just_now_is_tried_again_a_few_times(round: Round) -> None:
    round.library.becomes = {"n1": Taken.LATER}
    round.has(1, fields=('ETag: "a"',))
    for _ in range(5):
        outcome = round.look()
        assert isinstance(outcome, Checked)
        assert outcome.later == 1
        assert "if-none-match" not in round.site.visits[-1].fields
    assert round.look() == Checked((), 0, 0, 0, outcome.due)
    assert round.library.asked == ["n1"] * 5


def test_an_item_that_was_updated_is_read_again(feeds: Feeds, clock: Clock, library: Library) -> None:
    number = feeds.follow(HOME, URL, "").number
    for moment in ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00Z", "2024-03-01T11:00:00Z"):
        data = json_feed(items=[{"id": "n1", "url": "/1", "date_modified": moment}])
        Checker(feeds, answering(data), middle, clock).check(feeds.claim(HOME, number), library.take)
    assert library.asked == ["n1", "n1"]


# Politeness


def conditional(visit: Visit) -> None:
    if visit.fields.get("if-none-match") == '"a"' and visit.fields.get("if-modified-since") == "yesterday":
        visit.send(page(b"", "304 Not Modified"))
    else:
        visit.send(page(rss(1), "200 OK", 'ETag: "a"', "Last-Modified: yesterday"))


def test_a_feed_is_asked_only_for_changes(round: Round) -> None:
    round.site.answers[PATH] = conditional
    assert isinstance(round.look(), Checked)
    round.clock.move(hours=1)
    outcome = round.look()
    assert isinstance(outcome, Unchanged)
    assert seconds(outcome.due, round.clock()) >= 1800
    assert round.feed.succeeded == round.clock()
    assert round.library.asked == ["n1"]


def test_it_is_asked_for_all_while_items_are_left(round: Round) -> None:
    round.feeds.limit(HOME, round.feed_number, 1)
    round.has(1, 2, fields=('ETag: "a"',))
    round.look()
    round.clock.move(days=1)
    round.look()
    round.look()
    assert [visit.fields.get("if-none-match") for visit in round.site.visits if visit.target == PATH] == [
        None, None, None, '"a"',
    ]  # fmt: skip


def test_the_bot_says_who_it_is_and_what_it_wants(round: Round) -> None:
    sent = round.site.visits[-1].fields
    assert sent["user-agent"].startswith("Verbatim")
    assert sent["accept"].startswith("application/atom+xml")


def test_a_feed_that_says_how_often_it_changes_is_looked_at_as_often(round: Round) -> None:
    round.has(1, head="<ttl>120</ttl>")
    outcome = round.look()
    assert isinstance(outcome, Checked)
    assert seconds(outcome.due) == 7200 * 1.05


def test_what_a_cache_is_told_is_respected(feeds: Feeds, clock: Clock, library: Library) -> None:
    claim = feeds.claim(HOME, feeds.follow(HOME, URL, "").number)
    outcome = Checker(feeds, answering(rss(1), fresh_seconds=7200), middle, clock).check(claim, library.take)
    assert seconds(outcome.due) == 7200 * 1.05


@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests"])
def test_a_site_that_wants_to_be_left_alone_is_left_alone(round: Round, status: str) -> None:
    outcome = round.fails(status, "Retry-After: 20000")
    assert seconds(outcome.due) == 20000
    assert round.feed.due == outcome.due


def test_a_robots_txt_is_heeded(round: Round, fetcher: Fetcher) -> None:
    round.site.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /feed.xml\n")
    checker = Checker(round.feeds, asking(fetcher, Robots(fetcher)), middle, round.clock)  # asks for it anew
    before = round.site.targets.count(PATH)
    outcome = checker.check(round.feeds.claim(HOME, round.feed_number), round.library.take)
    assert isinstance(outcome, NotRead)
    assert "robots.txt" in outcome.reason
    assert round.site.targets.count(PATH) == before


# Failures


def test_a_feed_that_fails_says_when_and_why_and_is_looked_at_less_and_less(round: Round) -> None:
    waits = []
    for failures in range(1, 5):
        outcome = round.fails("500 Internal Server Error")
        waits.append(seconds(outcome.due, round.clock()))
        assert round.feed.failures == failures
        assert round.feed.failure
        assert round.feed.failure.moment == round.clock()
        assert round.feed.failure.reason == outcome.reason == "127.0.0.1 has trouble of its own (500). Try again later."
        round.clock.moment = outcome.due
    assert waits == [2700, 5400, 10800, 21600]
    round.has(1)
    assert isinstance(round.look(), Checked)
    assert round.feed.failures == 0


def test_a_feed_that_is_gone_is_looked_at_no_more(round: Round) -> None:
    assert round.fails("410 Gone").gone
    assert round.feed.state is State.GONE
    round.clock.move(days=100)
    assert round.feeds.due(10) == ()


def test_a_feed_that_is_only_not_found_is_looked_at_again(round: Round) -> None:
    assert not round.fails("404 Not Found").gone
    round.clock.move(days=1)
    assert len(round.feeds.due(10)) == 1


BAD = {
    "a page": b"<html><body>We are sorry.</body></html>",
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "half of a JSON feed": json_feed(1)[:50],
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_feed_is_a_failure_that_loses_nothing(round: Round, name: str) -> None:
    round.has(1, fields=('ETag: "a"',))
    round.look()
    round.site.answers[PATH] = page(BAD[name], "200 OK", 'ETag: "bad"')
    assert isinstance(round.look(), NotRead)
    assert round.feed.etag == '"a"'
    round.has(2, 1)
    round.look()
    assert round.library.asked == ["n1", "n2"]


def test_a_temporary_redirect_is_followed_each_time_anew(round: Round) -> None:
    round.site.answers["/new.xml"] = page(rss(1))
    round.site.answers[PATH] = redirect("/new.xml", "302 Found")
    assert isinstance(round.look(), Checked)
    assert round.feed.url == round.site.origin + PATH
    assert round.library.kept


def test_a_feed_that_has_moved_for_good_is_asked_for_at_its_new_place(
    feeds: Feeds, clock: Clock, library: Library
) -> None:
    claim = feeds.claim(HOME, feeds.follow(HOME, URL, "").number)
    checker = Checker(feeds, answering(rss(1), lasting_url="https://new.example:443/feed#x"), middle, clock)
    checker.check(claim, library.take)
    assert feeds.of(HOME)[0].url == "https://new.example/feed"


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_a_permanent_redirect_is_followed_once(round: Round, status: str) -> None:
    round.site.answers["/new.xml"] = page(rss(1), "200 OK", "Cache-Control: public, max-age=7200")
    round.site.answers[PATH] = redirect("/new.xml", status)
    outcome = round.look()
    assert isinstance(outcome, Checked)
    assert seconds(outcome.due) == 7200 * 1.05
    assert round.feed.url == round.site.origin + "/new.xml"
    round.look()
    assert round.site.targets[-2:] == ["/new.xml", "/new.xml"]


# Interruptions


@pytest.mark.parametrize("error", [Stopping(), RuntimeError("a fault"), KeyboardInterrupt()], ids=repr)
def test_what_was_kept_before_an_error_stays_kept_and_the_rest_is_read_later(
    round: Round, error: BaseException
) -> None:
    def take(feed: Feed, item: FeedItem) -> Taken:
        if item.id == "n2":
            raise error
        return round.library.take(feed, item)

    round.has(1, 2, 3, fields=('ETag: "a"',))
    with pytest.raises(type(error)):
        round.checker.check(round.feeds.claim(HOME, round.feed_number), take)
    assert round.feeds.due(10) == ()  # a fault that comes back doesn't pester the site
    round.clock.move(minutes=5)
    (claim,) = round.feeds.due(10)
    round.checker.check(claim, round.library.take)
    assert round.library.asked == ["n1", "n2", "n3"]


def test_an_item_that_was_kept_and_not_noted_is_asked_for_again_and_kept_once(round: Round) -> None:
    round.has(1, 2)

    def take(feed: Feed, item: FeedItem) -> Taken:
        round.library.take(feed, item)
        raise MemoryError

    with pytest.raises(MemoryError):
        round.checker.check(round.feeds.claim(HOME, round.feed_number), take)
    round.look()
    assert round.library.asked == ["n1", "n1", "n2"]
    assert sorted(round.library.kept) == ["n1", "n2"]
    assert round.feed.taken_today == 2


def test_whoever_is_too_slow_writes_nothing_over_what_another_found(round: Round) -> None:
    def slow(feed: Feed, item: FeedItem) -> Taken:
        round.clock.move(minutes=40)
        (claim,) = round.feeds.due(10)
        round.checker.check(claim, round.library.take)
        return Taken.KEPT

    round.has(1, 2)
    with pytest.raises(Gone):
        round.checker.check(round.feeds.claim(HOME, round.feed_number), slow)
    assert round.library.asked == ["n1", "n2"]
    assert round.feed.taken_today == 2


def test_a_feed_that_is_being_looked_at_is_not_looked_at_by_another(round: Round) -> None:
    def take(feed: Feed, item: FeedItem) -> Taken:
        with pytest.raises(InputRefused):
            round.look()
        return Taken.KEPT

    round.has(1)
    round.checker.check(round.feeds.claim(HOME, round.feed_number), take)


def test_a_feed_that_is_unfollowed_meanwhile_takes_no_more(round: Round) -> None:
    def take(feed: Feed, item: FeedItem) -> Taken:
        round.feeds.unfollow(HOME, round.feed_number)
        return round.library.take(feed, item)

    round.has(1, 2)
    with pytest.raises(Gone):
        round.checker.check(round.feeds.claim(HOME, round.feed_number), take)
    assert round.library.asked == ["n1"]


def test_what_the_reader_of_an_item_raises_is_no_failure_of_the_feed(round: Round) -> None:
    def take(feed: Feed, item: FeedItem) -> Taken:
        raise FetchRefused("The page of an article can't be had.", status=410)

    round.has(1)
    with pytest.raises(FetchRefused):
        round.checker.check(round.feeds.claim(HOME, round.feed_number), take)
    assert (round.feed.state, round.feed.failures) == (State.FOLLOWED, 0)


# What is at an address


@pytest.fixture
def introduced(site: Site, fetcher: Fetcher, robots: Robots) -> Callable[[bytes], Introduced | Offered]:
    def look(data: bytes) -> Introduced | Offered:
        site.answers["/"] = page(data)
        return introduce(f"{site.origin}/#top", fetcher, robots)

    return look


def test_an_address_may_be_that_of_a_feed(site: Site, introduced: Callable[[bytes], Introduced | Offered]) -> None:
    found = introduced(rss(1))
    assert isinstance(found, Introduced)
    assert (found.url, found.parsed.title) == (f"{site.origin}/", "The News")


def test_an_address_may_be_that_of_a_page_that_names_feeds(
    site: Site, introduced: Callable[[bytes], Introduced | Offered]
) -> None:
    found = introduced(b'<html><head><link rel=alternate type="application/rss+xml" href="/feed.xml"></head></html>')
    assert found == Offered((f"{site.origin}/feed.xml",))


def test_a_page_that_names_no_feed_is_refused(introduced: Callable[[bytes], Introduced | Offered]) -> None:
    with pytest.raises(FetchRefused, match="a web page, not a feed"):
        introduced(b"<html><body>Text</body></html>")


def test_an_address_that_is_not_public_is_refused(fetcher: Fetcher, robots: Robots) -> None:
    for url in ("http://127.0.0.1/feed", "http://10.0.0.1/", "feed:file:///etc/passwd", "https://router.local/"):
        with pytest.raises(FetchRefused):
            introduce(url, fetcher, robots)


def test_jumps_of_the_clock_lose_nothing_and_read_nothing_twice(round: Round) -> None:
    jumps = [timedelta(days=400), timedelta(days=-800), timedelta(seconds=-1), timedelta(days=400), timedelta(hours=1)]
    for number, jump in enumerate(jumps):
        round.clock.moment += jump
        round.has(*range(number + 1))
        for claim in round.feeds.due(10):
            round.checker.check(claim, round.library.take)
    round.clock.move(days=1)
    for claim in round.feeds.due(10):
        round.checker.check(claim, round.library.take)
    assert round.library.asked == [f"n{n}" for n in range(5)]
