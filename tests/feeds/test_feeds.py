"""What shelves follow: kept, changed, seen by nobody else, and deleted."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import DiskFull, FetchRefused, Gone, InputRefused, LibraryDamaged, LibraryTooNew, Phrase
from bot.feeds import FILE, Claim, Feed, Feeds, State
from bot.feeds.claims import LEASE_SECONDS
from bot.feeds.looking import Failed, Same, Success
from bot.feeds.records import MAX_FEEDS
from bot.feeds.seen import MAX_SEEN, MAX_TRIES
from bot.feeds.values import FeedItem
from bot.fetching import refusals
from bot.model import SHARED
from tests.feeds.samples import AWAY, HOME, NOON, SHELVES, URL, Clock, item

LATER = NOON + timedelta(minutes=30)


def success(*items: FeedItem, etag: str = "e", due: datetime = LATER, url: str = URL, title: str = "News") -> Success:
    return Success(title, url, etag, "m", items, 1800, due)


def failure(reason: str | Phrase = "No.", *, gone: bool = False, due: datetime = LATER) -> Failed:
    return Failed(reason if isinstance(reason, Phrase) else Phrase(reason), gone, due)


def only(feeds: Feeds) -> Feed:
    (found,) = feeds.of(HOME)
    return found


# What is followed


def test_a_feed_that_is_followed_is_due_at_once_with_all_that_was_said_of_it(feeds: Feeds) -> None:
    made = feeds.follow(HOME, URL, "discord:7", title="News", channel=2**64 - 1, daily_limit=3)
    assert made == only(feeds) == feeds.feed(HOME, made.number)
    assert (made.url, made.title, made.added, made.added_by) == (URL, "News", NOON, "discord:7")
    assert (made.channel, made.daily_limit, made.room, made.due) == (2**64 - 1, 3, 3, NOON)
    assert (made.state, made.started, made.failures, made.succeeded, made.failure) == (
        State.FOLLOWED, False, 0, None, None,
    )  # fmt: skip


SAME = [
    "https://news.example/feed.xml", " HTTPS://NEWS.example:443/feed.xml#top ", "feed:https://news.example/feed.xml",
    "feed://news.example/feed.xml",
]  # fmt: skip


@pytest.mark.parametrize("again", SAME)
def test_a_shelf_follows_a_feed_once_however_its_address_is_written(feeds: Feeds, again: str) -> None:
    feeds.follow(HOME, URL, "", title="News")
    with pytest.raises(InputRefused, match="followed already: News"):
        feeds.follow(HOME, again, "")
    assert feeds.follow(AWAY, again, "").url == URL


@pytest.mark.parametrize(
    "url", ["", "news", "ftp://news.example/", "https://u:p@news.example/", "javascript:1", "x" * 10**6]
)
def test_an_address_that_cannot_be_fetched_is_refused(feeds: Feeds, url: str) -> None:
    with pytest.raises(FetchRefused):
        feeds.follow(HOME, url, "")
    assert feeds.of(HOME) == ()


def test_a_shelf_follows_only_so_many(feeds: Feeds) -> None:
    for number in range(MAX_FEEDS):
        feeds.follow(HOME, f"{URL}?{number}", "")
    with pytest.raises(InputRefused, match=f"No more than {MAX_FEEDS} feeds"):
        feeds.follow(HOME, URL, "")
    feeds.follow(AWAY, URL, "")


@pytest.mark.parametrize("limit", [0, -1, 201, 10**30])
def test_a_limit_outside_of_what_is_sensible_is_refused(feeds: Feeds, limit: int) -> None:
    with pytest.raises(InputRefused, match="From 1 to 200"):
        feeds.follow(HOME, URL, "", daily_limit=limit)
    made = feeds.follow(HOME, URL, "")
    with pytest.raises(InputRefused, match="From 1 to 200"):
        feeds.limit(HOME, made.number, limit)
    assert only(feeds) == made


def test_what_is_set_of_a_feed_can_be_changed(feeds: Feeds) -> None:
    number = feeds.follow(HOME, URL, "", channel=5).number
    assert feeds.tell(HOME, number, None).channel is None
    assert feeds.tell(HOME, number, 6).channel == 6
    assert feeds.limit(HOME, number, 7).daily_limit == 7
    assert feeds.pause(HOME, number).state is State.PAUSED
    assert feeds.resume(HOME, number).state is State.FOLLOWED


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, 10**100])
def test_a_feed_that_is_not_there_is_gone_in_every_call(feeds: Feeds, number: int) -> None:
    calls = (feeds.feed, feeds.unfollow, feeds.pause, feeds.resume, feeds.claim)
    for call in calls:
        with pytest.raises(Gone):
            call(HOME, number)
    for change in (feeds.tell, feeds.limit):
        with pytest.raises(Gone):
            change(HOME, number, 5)


def test_a_shelf_sees_and_changes_only_its_own(feeds: Feeds) -> None:
    theirs = feeds.follow(AWAY, URL, "")
    for shelf in (HOME, SHARED):
        assert feeds.of(shelf) == ()
        for call in (feeds.feed, feeds.unfollow, feeds.pause, feeds.resume, feeds.claim):
            with pytest.raises(Gone):
                call(shelf, theirs.number)
    assert feeds.of(AWAY) == (theirs,)


def test_a_number_is_never_given_to_another_feed(feeds: Feeds) -> None:
    first = feeds.follow(HOME, URL, "").number
    assert feeds.unfollow(HOME, first).number == first
    assert feeds.follow(HOME, URL, "").number > first


def test_all_of_a_shelf_is_forgotten_and_nothing_of_another(feeds: Feeds, tmp_path: Path) -> None:
    for shelf in SHELVES:
        claim = feeds.claim(shelf, feeds.follow(shelf, URL, "").number)
        feeds.keep(claim, item(1))
    feeds.forget(HOME)
    assert [len(feeds.of(shelf)) for shelf in SHELVES] == [1, 0, 1]
    with sqlite3.connect(tmp_path / FILE) as sql:
        assert sql.execute("SELECT count(*) FROM item").fetchone() == (2,)
    sql.close()


def test_a_person_is_forgotten_and_the_feeds_stay(feeds: Feeds) -> None:
    feeds.follow(HOME, URL, "discord:7")
    feeds.follow(AWAY, URL, "discord:8")
    assert feeds.added_by("discord:7") == 1
    feeds.forget_person("discord:7")
    assert feeds.added_by("discord:7") == 0
    assert [only(feeds).added_by, feeds.of(AWAY)[0].added_by] == ["", "discord:8"]


@pytest.mark.parametrize("text", ["\0", "\ud800", "'; DROP TABLE feed; --", "🙂" * 3_000, "\u202e"])
def test_any_text_can_be_kept(feeds: Feeds, text: str) -> None:
    made = feeds.follow(HOME, URL, text, title=text)
    assert len(made.title) <= 300
    assert only(feeds) == made


# Looking


def test_a_feed_is_given_to_one_until_that_one_is_done(feeds: Feeds, clock: Clock) -> None:
    feeds.follow(HOME, URL, "")
    (claim,) = feeds.due(10)
    assert feeds.due(10) == ()
    with pytest.raises(InputRefused, match="just now"):
        feeds.claim(HOME, claim.feed.number)
    feeds.record_success(claim, success())
    assert feeds.due(10) == ()  # it isn't due
    clock.move(minutes=30)
    assert len(feeds.due(10)) == 1


def test_those_longest_overdue_come_first_and_only_so_many(feeds: Feeds, clock: Clock) -> None:
    for shelf in SHELVES:
        feeds.follow(shelf, URL, "")
        clock.move(minutes=1)
    assert [each.feed.shelf for each in feeds.due(2)] == [SHARED, HOME]
    assert [each.feed.shelf for each in feeds.due(2)] == [AWAY]
    assert feeds.due(0) == feeds.due(-5) == ()


def test_a_claim_ends_by_itself_when_its_holder_gives_no_sign_of_life(feeds: Feeds, clock: Clock, claim: Claim) -> None:
    clock.move(seconds=LEASE_SECONDS - 1)
    assert feeds.due(10) == ()
    feeds.keep(claim, item(1))  # a sign of life
    clock.move(seconds=LEASE_SECONDS - 1)
    assert feeds.due(10) == ()
    clock.move(seconds=1)
    (another,) = feeds.due(10)
    assert another.token != claim.token


def test_whoever_lost_a_claim_can_write_nothing_down(feeds: Feeds, clock: Clock, claim: Claim) -> None:
    clock.move(seconds=LEASE_SECONDS)
    (another,) = feeds.due(10)
    for call in (feeds.keep, feeds.refuse, feeds.postpone):
        with pytest.raises(Gone):
            call(claim, item(1))
    with pytest.raises(Gone):
        feeds.start(claim, [item(1)])
    with pytest.raises(Gone):
        feeds.record_success(claim, success())
    with pytest.raises(Gone):
        feeds.record_same(claim, Same(URL, 1800, LATER))
    with pytest.raises(Gone):
        feeds.record_failure(claim, failure())
    feeds.release(claim)
    assert feeds.unsettled(another, [item(1)]) == (item(1),)
    feeds.record_success(another, success())


def test_a_feed_that_is_unfollowed_while_it_is_looked_at_stays_unfollowed(feeds: Feeds, claim: Claim) -> None:
    feeds.unfollow(HOME, claim.feed.number)
    with pytest.raises(Gone):
        feeds.record_success(claim, success())
    assert feeds.of(HOME) == ()


def test_a_claim_that_is_given_back_leaves_the_feed_due_in_five_minutes(
    feeds: Feeds, clock: Clock, claim: Claim
) -> None:
    feeds.release(claim)
    assert feeds.due(10) == ()
    clock.move(minutes=5)
    assert len(feeds.due(10)) == 1


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_is_set_back_holds_up_no_feed(feeds: Feeds, clock: Clock, back: timedelta) -> None:
    feeds.follow(HOME, URL, "")
    feeds.follow(AWAY, URL, "")
    (done, _) = feeds.due(2)  # the other one is never given back
    feeds.record_success(done, success(due=NOON + timedelta(days=1)))
    clock.move(seconds=-back.total_seconds())
    assert len(feeds.due(10)) == 2


def test_a_clock_that_is_put_right_by_a_second_changes_nothing(feeds: Feeds, clock: Clock) -> None:
    feeds.follow(HOME, URL, "")
    feeds.follow(AWAY, URL, "")
    (done, _) = feeds.due(2)
    feeds.record_success(done, success())
    clock.move(seconds=-1)
    assert feeds.due(10) == ()


def test_a_clock_that_jumps_ahead_makes_feeds_due_and_is_forgiven(feeds: Feeds, clock: Clock, claim: Claim) -> None:
    feeds.record_success(claim, success())
    clock.move(days=1000)
    (another,) = feeds.due(10)
    feeds.record_success(another, success(due=clock() + timedelta(minutes=30)))
    clock.move(days=-1000)
    assert len(feeds.due(10)) == 1


def test_a_paused_feed_is_looked_at_only_when_somebody_asks(feeds: Feeds, clock: Clock) -> None:
    number = feeds.follow(HOME, URL, "").number
    feeds.pause(HOME, number)
    clock.move(days=1)
    assert feeds.due(10) == ()
    feeds.record_success(feeds.claim(HOME, number), success())
    assert only(feeds).state is State.PAUSED
    feeds.resume(HOME, number)
    assert len(feeds.due(10)) == 1


def test_a_feed_that_is_gone_is_left_alone_until_it_is_resumed_or_found_again(
    feeds: Feeds, clock: Clock, claim: Claim
) -> None:
    feeds.record_failure(claim, failure(gone=True))
    assert only(feeds).state is State.GONE
    clock.move(days=30)
    assert feeds.due(10) == ()
    feeds.record_success(feeds.claim(HOME, claim.feed.number), success())
    assert only(feeds).state is State.FOLLOWED


def test_failures_are_counted_and_their_last_reason_stays(feeds: Feeds, clock: Clock, claim: Claim) -> None:
    inner = refusals.not_public("router.lan").reason
    feeds.record_failure(claim, failure("No."))
    clock.move(minutes=1)
    reason = refusals.leads_astray("news.example", inner, 302).reason
    feeds.record_failure(feeds.claim(HOME, claim.feed.number), failure(reason, due=LATER))
    found = only(feeds)
    assert (found.failures, found.due, found.succeeded) == (2, LATER, None)
    assert found.failure
    assert (found.failure.reason, found.failure.moment) == (reason, NOON + timedelta(minutes=1))
    assert found.failure.reason.template == reason.template
    assert isinstance(found.failure.reason.fields["reason"], Phrase)  # so that it can be said in another language
    feeds.record_success(feeds.claim(HOME, claim.feed.number), success())
    found = only(feeds)
    assert (found.failures, found.succeeded) == (0, clock())
    assert found.failure


def test_a_reason_may_hold_anything(feeds: Feeds, claim: Claim) -> None:
    reason = Phrase("{a}{b}{c:,}{d}", a="\ud800\0" * 500, b=None, c=10**6, d=datetime(2024, 1, 1, tzinfo=UTC))
    feeds.record_failure(claim, failure(reason))
    found = only(feeds).failure
    assert found
    assert found.reason.endswith("None1,000,0002024-01-01 00:00:00+00:00")


def test_a_feed_keeps_its_name_when_it_no_longer_says_it(feeds: Feeds, claim: Claim) -> None:
    assert claim.feed.name == URL
    feeds.record_success(claim, success(title="The News"))
    feeds.record_success(feeds.claim(HOME, claim.feed.number), success(title=""))
    assert only(feeds).name == "The News"


def test_a_feed_that_has_moved_is_looked_for_at_its_new_place(feeds: Feeds, claim: Claim) -> None:
    feeds.record_same(claim, Same("https://new.example/", 1800, LATER))
    assert only(feeds).url == "https://new.example/"


def test_a_feed_that_has_moved_to_where_another_is_stays_where_it_is(feeds: Feeds, claim: Claim) -> None:
    feeds.follow(HOME, "https://new.example/", "")
    feeds.record_success(claim, success(url="https://new.example/"))
    assert [each.url for each in feeds.of(HOME)] == [URL, "https://new.example/"]


# Items


def test_an_item_is_news_once(feeds: Feeds, claim: Claim) -> None:
    assert feeds.unsettled(claim, [item(1), item(2), item(3)]) == (item(1), item(2), item(3))
    assert feeds.keep(claim, item(1))
    assert not feeds.keep(claim, item(1))
    assert feeds.refuse(claim, item(3))
    assert not feeds.refuse(claim, item(3))
    assert feeds.unsettled(claim, [item(1), item(2), item(3)]) == (item(2),)


def test_what_one_shelf_has_settled_another_has_not(feeds: Feeds, claim: Claim) -> None:
    other = feeds.claim(AWAY, feeds.follow(AWAY, URL, "").number)
    feeds.keep(claim, item(1))
    assert feeds.unsettled(other, [item(1)]) == (item(1),)


def test_an_item_that_was_updated_is_news_again(feeds: Feeds, claim: Claim) -> None:
    feeds.keep(claim, item(1, NOON))
    assert feeds.unsettled(claim, [item(1, NOON)]) == ()
    assert feeds.unsettled(claim, [item(1, LATER)]) == (item(1, LATER),)
    assert feeds.unsettled(claim, [item(1)]) == ()  # it no longer says when
    feeds.keep(claim, item(1, LATER))
    assert feeds.unsettled(claim, [item(1, LATER)]) == ()


def test_an_item_that_cannot_be_had_is_tried_so_often_and_no_more(feeds: Feeds, claim: Claim) -> None:
    for _ in range(MAX_TRIES - 1):
        assert not feeds.postpone(claim, item(1))
        assert feeds.unsettled(claim, [item(1)]) == (item(1),)
    assert feeds.postpone(claim, item(1))
    assert feeds.unsettled(claim, [item(1)]) == ()


def test_an_update_that_cannot_be_had_is_tried_as_often(feeds: Feeds, claim: Claim) -> None:
    feeds.keep(claim, item(1, NOON))
    for _ in range(MAX_TRIES - 1):
        assert not feeds.postpone(claim, item(1, LATER))
    assert feeds.unsettled(claim, [item(1, LATER)]) == (item(1, LATER),)
    assert feeds.postpone(claim, item(1, LATER))
    assert feeds.unsettled(claim, [item(1, LATER)]) == ()


def test_the_server_is_asked_only_for_changes_once_all_items_are_settled(feeds: Feeds, claim: Claim) -> None:
    feeds.keep(claim, item(1))
    feeds.record_success(claim, success(item(1), item(2)))
    assert (only(feeds).etag, only(feeds).modified) == ("", "")
    claim = feeds.claim(HOME, claim.feed.number)
    feeds.refuse(claim, item(2))
    feeds.record_success(claim, success(item(1), item(2)))
    assert (only(feeds).etag, only(feeds).modified) == ("e", "m")


def test_what_was_old_at_the_first_look_stays_old_and_later_nothing_is_made_old(feeds: Feeds, claim: Claim) -> None:
    feeds.start(claim, [item(1), item(2)])
    feeds.start(claim, [item(3)])
    assert feeds.unsettled(claim, [item(1), item(2), item(3)]) == (item(3),)
    assert only(feeds).started


def test_articles_are_counted_by_the_day(feeds: Feeds, clock: Clock, claim: Claim) -> None:
    assert feeds.room(claim) == 20
    for number in range(3):
        feeds.keep(claim, item(number))
        feeds.keep(claim, item(number))  # once more after a crash
        feeds.refuse(claim, item(10 + number))
    assert (feeds.room(claim), only(feeds).taken_today) == (17, 3)
    clock.move(hours=12)  # midnight in UTC
    assert (feeds.room(claim), only(feeds).taken_today) == (20, 0)
    feeds.keep(feeds.claim(HOME, claim.feed.number), item(5))
    assert only(feeds).taken_today == 1


def test_items_are_forgotten_that_the_feed_had_longest_ago(feeds: Feeds, claim: Claim, tmp_path: Path) -> None:
    number = claim.feed.number
    looks = [[item(n) for n in range(start, start + 1_000)] for start in range(0, 7_000, 1_000)]
    for items in looks:
        feeds.start(claim, items)
        for each in items[:1]:
            feeds.refuse(claim, each)
        with sqlite3.connect(tmp_path / FILE) as sql:  # so that the next look is a first one again
            sql.execute("UPDATE feed SET started = 0")
        sql.close()
        feeds.record_success(claim, success(*items))
        claim = feeds.claim(HOME, number)
    with sqlite3.connect(tmp_path / FILE) as sql:
        assert sql.execute("SELECT count(*) FROM item").fetchone() == (MAX_SEEN,)
    sql.close()
    assert [len(feeds.unsettled(claim, items)) for items in looks] == [1_000, 1_000, 0, 0, 0, 0, 0]


# Damage


DAMAGE = {
    "a date": "UPDATE feed SET due = 'soon'",
    "a state": "UPDATE feed SET state = 'lost'",
    "a shelf": "UPDATE feed SET shelf = 'attic'",
    "a reason": "UPDATE feed SET failed = due, error = '{}'",
    "a reason without its fields": """UPDATE feed SET failed = due, error = '{"template": "{x}", "fields": {"y": 1}}'""",
    "JSON": "UPDATE feed SET failed = due, error = '{'",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_as_damage(feeds: Feeds, tmp_path: Path, name: str) -> None:
    number = feeds.follow(HOME, URL, "").number
    with sqlite3.connect(tmp_path / FILE) as sql:
        sql.execute(DAMAGE[name])
    sql.close()
    with pytest.raises(LibraryDamaged):
        if name == "a shelf":
            feeds.due(10)
        feeds.feed(HOME, number)
    if name != "a shelf":
        with pytest.raises(LibraryDamaged):
            feeds.claim(HOME, number)


def test_a_lost_count_is_damage(feeds: Feeds, claim: Claim, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as sql:
        sql.execute("DELETE FROM state")
    sql.close()
    with pytest.raises(LibraryDamaged):
        feeds.keep(claim, item(1))


def test_a_file_of_a_later_version_is_refused(feeds: Feeds, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as sql:
        sql.execute("PRAGMA user_version = 99")
    sql.close()
    with pytest.raises(LibraryTooNew):
        Feeds(tmp_path / FILE)


def test_an_error_in_the_middle_of_a_change_keeps_nothing_of_it(
    feeds: Feeds, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DiskFull("here")

    with monkeypatch.context() as patch, pytest.raises(DiskFull):
        patch.setattr("bot.feeds.looking.finish", fail)
        feeds.record_success(claim, success(item(1), title="Other"))
    assert only(feeds) == claim.feed
    feeds.record_success(claim, success(item(1), title="Other"))
    assert only(feeds).title == "Other"
