"""Which answer was posted where, what it quotes, and what people made of it."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.servers import FILE, Posted, Servers
from tests.servers.place import (
    EVER,
    FAR,
    HOSTILE_TEXTS,
    IMPOSSIBLE_IDS,
    LAST_ID,
    NOON,
    Clock,
    bytes_of,
    label,
    posted,
    rows,
    somebody,
)

HOUR = timedelta(hours=1)


# Posted


def test_an_answer_is_found_by_its_question_and_by_itself(servers: Servers) -> None:
    one = posted()
    assert servers.remember(one)
    assert servers.answers_to(1, 20) == servers.answer(1, 30) == (one,)
    assert servers.answers_to(1, 21) == servers.answer(1, 20) == ()


def test_one_message_may_be_asked_about_by_several_people(servers: Servers) -> None:
    first, second = posted(30), posted(31, moment=NOON + HOUR)
    servers.remember(second)
    servers.remember(first)
    assert servers.answers_to(1, 20) == (second, first)


def test_an_answer_that_is_made_anew_takes_the_place_of_the_first(servers: Servers) -> None:
    servers.remember(posted(article_key="abcdefgh"))
    anew = posted(article_key="ijklmnop", moment=NOON + HOUR)
    servers.remember(anew)
    assert servers.answers_to(1, 20) == (anew,)
    assert servers.quoting(1, "abcdefgh", EVER) == ()


def test_an_answer_to_a_command_and_one_that_quotes_nothing_are_kept_too(servers: Servers) -> None:
    one = posted(question_message=None, article_key="")
    servers.remember(one)
    assert servers.answer(1, 30) == (one,)


def test_a_question_is_kept_only_where_the_server_keeps_gaps(servers: Servers, tmp_path: Path) -> None:
    secret = "Is the zebra striped?"
    servers.remember(posted(question=secret))
    servers.remember(posted(31, server=None, question=secret))
    servers.change_settings(2, "", keep_gaps=True)
    servers.remember(posted(32, server=1, question=secret))
    assert {each.question for each in servers.quoting_anywhere("abcdefgh", EVER)} == {None}
    assert secret.encode() not in bytes_of(tmp_path / FILE)
    servers.remember(posted(33, server=2, question=secret))
    [kept] = servers.answer(2, 33)
    assert kept.question == secret


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=label)
def test_any_question_is_kept_as_far_as_it_can_be(servers: Servers, text: str) -> None:
    servers.change_settings(1, "", keep_gaps=True)
    servers.remember(posted(question=text))
    [kept] = servers.answer(1, 30)
    assert kept.question is not None
    assert len(kept.question) == min(len(text), 2_000)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, kept.question, strict=False))


@pytest.mark.parametrize("key", HOSTILE_TEXTS, ids=label)
def test_any_key_can_be_asked_for(servers: Servers, key: str) -> None:
    servers.remember(posted(article_key="abcdefgh"))
    assert servers.quoting(1, key, EVER) == servers.quoting_anywhere(key, EVER) == ()
    assert servers.remember(posted(article_key=key))


def test_who_quotes_an_article_is_found_from_a_moment_on_the_newest_first(servers: Servers) -> None:
    each = [posted(30 + i, moment=NOON + i * HOUR) for i in range(4)]
    for one in each:
        servers.remember(one)
    servers.remember(posted(40, article_key="ijklmnop"))
    assert servers.quoting(1, "abcdefgh", NOON + HOUR) == (each[3], each[2], each[1])
    assert servers.quoting(1, "abcdefgh", FAR) == ()


def test_another_server_sees_none_of_it_whatever_it_asks_for(servers: Servers) -> None:
    servers.remember(posted(30, server=1))
    servers.remember(posted(31, server=None))
    servers.mark(1, 30, 7)
    for other in (2, LAST_ID, *IMPOSSIBLE_IDS):
        for message in (20, 30, 31):
            assert servers.answers_to(other, message) == servers.answer(other, message) == ()
            assert not servers.mark(other, message, 8)
            assert servers.marks(other, message) == 0
            servers.forget_answer(other, message)
        assert servers.quoting(other, "abcdefgh", EVER) == ()
        assert servers.marks_by_article(other, EVER) == {}
    assert len(servers.answer(1, 30)) == len(servers.answer(None, 31)) == servers.marks(1, 30) == 1
    assert servers.answer(None, 30) == servers.answer(1, 31) == ()


def test_an_article_of_the_shared_shelf_is_found_in_all_servers_and_in_direct_messages(servers: Servers) -> None:
    each = [posted(30 + i, server=server, moment=NOON - i * HOUR) for i, server in enumerate([1, 2, None, LAST_ID])]
    for one in each:
        servers.remember(one)
    assert servers.quoting_anywhere("abcdefgh", EVER) == tuple(each)
    assert servers.quoting_anywhere("abcdefgh", NOON - HOUR) == tuple(each[:2])
    assert [servers.quoting(one.server, "abcdefgh", EVER) for one in each] == [(one,) for one in each]


def test_ids_are_kept_up_to_the_last_that_there_can_be(servers: Servers) -> None:
    for server in (2**63 - 1, 2**63, LAST_ID):
        one = Posted(server, LAST_ID, 2**63 + 1, LAST_ID - 1, "abcdefgh", NOON)
        assert servers.remember(one)
        assert servers.answers_to(server, LAST_ID - 1) == (one,)


@pytest.mark.parametrize("id", IMPOSSIBLE_IDS, ids=label)
def test_nothing_is_kept_or_found_under_an_id_that_can_not_be(servers: Servers, tmp_path: Path, id: int) -> None:
    assert not servers.remember(Posted(id, 10, 30, 20, "abcdefgh", NOON))
    assert not servers.remember(Posted(1, id, 30, 20, "abcdefgh", NOON))
    assert not servers.remember(Posted(1, 10, id, 20, "abcdefgh", NOON))
    assert servers.answers_to(1, id) == servers.answer(None, id) == ()
    servers.remember(posted())
    assert not servers.mark(1, id, 7)
    assert not servers.mark(1, 30, id)
    servers.forget_answer(1, id)
    servers.left(id, NOON)
    servers.joined(id)
    servers.forget(id)
    assert not servers.record_gap(id, "subject", "question", "unanswered")  # type: ignore[arg-type]
    assert servers.gaps(id, 1, 10).gaps == ()
    assert not servers.close_gap(id, "key")
    assert servers.mentions_of(id).changes == servers.mentions_of(id).marks == 0
    servers.forget_person(id)
    assert {name: len(found) for name, found in rows(tmp_path / FILE).items() if found} == {"posted": 1}


def test_a_question_of_an_impossible_id_leaves_the_answer_without_one(servers: Servers) -> None:
    assert servers.remember(posted(question_message=2**64))
    [kept] = servers.answer(1, 30)
    assert kept.question_message is None


def test_an_answer_is_forgotten_with_its_marks(servers: Servers) -> None:
    servers.remember(posted(30))
    servers.remember(posted(31))
    servers.mark(1, 30, 7)
    servers.mark(1, 31, 7)
    servers.forget_answer(1, 30)
    servers.forget_answer(1, 30)
    assert (servers.answer(1, 30), servers.marks(1, 30)) == ((), 0)
    assert (len(servers.answer(1, 31)), servers.marks(1, 31)) == (1, 1)


def test_old_answers_go_and_what_is_as_old_as_the_moment_stays(servers: Servers) -> None:
    for i in range(5):
        servers.remember(posted(30 + i, moment=NOON + i * HOUR))
    assert servers.purge_answers(NOON + 2 * HOUR) == 2
    assert servers.purge_answers(NOON + 2 * HOUR) == 0
    assert [each.message for each in servers.quoting(1, "abcdefgh", EVER)] == [34, 33, 32]
    assert servers.purge_answers(FAR) == 3


def test_moments_are_told_in_utc_and_ordered_in_time_whatever_their_zone_and_fraction(servers: Servers) -> None:
    east, west = timezone(timedelta(hours=14)), timezone(-timedelta(hours=12))
    moments = [
        datetime(1, 1, 1, tzinfo=east), datetime(999, 5, 5, tzinfo=UTC), datetime(2024, 3, 1, 23, 30, tzinfo=east),
        datetime(2024, 3, 1, 9, 30, 0, 1, tzinfo=UTC), datetime(2024, 2, 29, 22, tzinfo=west),
        datetime(9999, 12, 31, 23, 59, tzinfo=west),
    ]  # fmt: skip
    for i, moment in enumerate(moments):
        servers.remember(posted(30 + i, moment=moment))
    found = servers.quoting(1, "abcdefgh", EVER)
    assert [each.message for each in reversed(found)] == [30, 31, 32, 33, 34, 35]
    assert {each.posted.utcoffset() for each in found} == {timedelta(0)}
    assert [each.posted for each in reversed(found)][1:5] == moments[1:5]


# Not helpful


def test_a_person_marks_an_answer_once_and_several_people_count(servers: Servers) -> None:
    servers.remember(posted(30))
    assert [servers.mark(1, 30, voter) for voter in (7, 7, 8, LAST_ID, 7, 8)] == [True, False, True, True, False, False]
    assert servers.marks(1, 30) == 3


def test_whether_a_person_has_marked_an_answer_is_known_of_that_person_there_only(servers: Servers) -> None:
    servers.remember(posted(30))
    servers.mark(1, 30, 7)
    assert servers.has_marked(1, 30, 7)
    for server, message, voter in ((1, 30, 8), (1, 31, 7), (2, 30, 7), (None, 30, 7), (1, 30, -1), (1, 2**70, 7)):
        assert not servers.has_marked(server, message, voter)


def test_an_answer_that_is_not_remembered_can_not_be_marked(servers: Servers) -> None:
    assert not servers.mark(1, 30, 7)
    assert servers.marks(1, 30) == 0


def test_the_marks_of_a_time_are_told_by_article_most_first(servers: Servers, clock: Clock) -> None:
    for message, key in [(30, "abcdefgh"), (31, "ijklmnop"), (32, "ijklmnop"), (33, "")]:
        servers.remember(posted(message, article_key=key))
    servers.mark(1, 30, 7)
    clock.move(days=1)
    for message in (30, 31, 32, 33):
        servers.mark(1, message, 8)
    servers.mark(1, 32, 7)
    assert list(servers.marks_by_article(1, EVER).items()) == [("ijklmnop", 3), ("abcdefgh", 2), ("", 1)]
    assert servers.marks_by_article(1, clock()) == {"": 1, "abcdefgh": 1, "ijklmnop": 3}
    assert servers.marks_by_article(1, FAR) == {}


def test_a_mark_outlives_its_answer_until_it_is_as_old(servers: Servers, clock: Clock) -> None:
    servers.remember(posted(30))
    clock.move(days=2)
    servers.mark(1, 30, 7)
    servers.purge_answers(NOON + timedelta(days=1))
    servers.purge_answers(clock())  # a mark of just that moment stays
    assert servers.marks_by_article(1, EVER) == {"abcdefgh": 1}
    assert not servers.mark(1, 30, 7)
    servers.purge_answers(NOON + timedelta(days=3))
    assert servers.marks_by_article(1, EVER) == {}


def test_who_marked_an_answer_stands_nowhere_and_two_marks_of_one_person_differ(
    servers: Servers, tmp_path: Path
) -> None:
    voter = somebody()
    for message in (30, 31):
        servers.remember(posted(message))
        servers.mark(1, message, voter)
    everything = bytes_of(tmp_path / FILE)
    assert str(voter).encode() not in everything
    assert voter.to_bytes(8, "big") not in everything
    assert voter.to_bytes(8, "little") not in everything
    assert len({row[2] for row in rows(tmp_path / FILE)["mark"]}) == 2


def test_another_database_hides_the_same_person_otherwise(tmp_path: Path) -> None:
    digests = set()
    for name in ("one.db", "two.db"):
        servers = Servers(tmp_path / name)
        servers.remember(posted())
        servers.mark(1, 30, 7)
        servers.close()
        digests |= {row[2] for row in rows(tmp_path / name)["mark"]}
    assert len(digests) == 2
