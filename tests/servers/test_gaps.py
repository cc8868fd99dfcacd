"""Questions that found no answer: kept while the server wants them, bounded, and gone when it doesn't."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.servers import FILE, Gap, GapPage, Kind, Servers
from bot.servers.gaps import MAX_GAPS, MAX_REASONS, key_of
from tests.servers.place import EVER, HOSTILE_TEXTS, LAST_ID, NOON, Clock, bytes_of, label, posted

SECRET = "Is the zebra striped?"


@pytest.fixture
def wanting(servers: Servers) -> Servers:
    """A database in which the servers 1 and 2 keep gaps."""
    for server in (1, 2):
        servers.change_settings(server, "", keep_gaps=True)
    return servers


def found(servers: Servers, server: int = 1) -> tuple[Gap, ...]:
    return servers.gaps(server, 1, 100).gaps


def test_no_question_is_kept_where_the_server_has_not_asked_for_it(servers: Servers, tmp_path: Path) -> None:
    assert not servers.record_gap(1, "zebra", SECRET, Kind.UNANSWERED, "typed: zebra")
    servers.change_settings(2, "", keep_gaps=True)
    assert not servers.record_gap(1, "zebra", SECRET, Kind.NOT_HELPFUL)
    assert servers.gaps(1, 1, 10) == GapPage((), 0, 1, 10)
    assert b"zebra" not in bytes_of(tmp_path / FILE)


def test_questions_of_one_subject_are_one_gap_worded_as_the_first(wanting: Servers, clock: Clock) -> None:
    wanting.record_gap(1, "striped zebra", SECRET, Kind.UNANSWERED)
    clock.move(hours=2)
    wanting.record_gap(1, "striped zebra", "Are zebras striped?", Kind.UNANSWERED)
    wanting.record_gap(1, "striped zebra", "striped zebra", Kind.NOT_HELPFUL, "  It is about horses. ")
    [gap] = found(wanting)
    assert gap == Gap(key_of("striped zebra"), SECRET, NOON, clock(), 2, 1, ("It is about horses.",))
    assert gap.count == 3
    assert len(gap.key) == 16


def test_a_clock_that_is_put_back_turns_no_gap_round(wanting: Servers, clock: Clock) -> None:
    wanting.record_gap(1, "zebra", SECRET, Kind.UNANSWERED)
    clock.move(days=-1)
    wanting.record_gap(1, "zebra", SECRET, Kind.UNANSWERED)
    [gap] = found(wanting)
    assert (gap.first, gap.last) == (NOON - timedelta(days=1), NOON)


def test_the_most_frequent_gaps_come_first_and_of_those_the_latest(wanting: Servers, clock: Clock) -> None:
    for subject in ("a", "b", "c", "b", "d"):
        clock.move(minutes=1)
        wanting.record_gap(1, subject, f"{subject}?", Kind.UNANSWERED)
    assert [gap.question for gap in found(wanting)] == ["b?", "d?", "c?", "a?"]


def test_gaps_are_read_in_pages_and_any_number_gives_the_nearest_page(wanting: Servers, clock: Clock) -> None:
    for number in range(7):
        clock.move(minutes=1)
        wanting.record_gap(1, str(number), f"{number}?", Kind.UNANSWERED)
    pages = [wanting.gaps(1, number, 3) for number in (1, 2, 3)]
    assert [gap.question for page in pages for gap in page.gaps] == [f"{number}?" for number in reversed(range(7))]
    assert {(page.total, page.size, page.last) for page in pages} == {(7, 3, 3)}
    assert [page.number for page in pages] == [1, 2, 3]
    for number in (0, -1, -(10**30)):
        assert wanting.gaps(1, number, 3) == pages[0]
    for number in (4, 10**30):
        assert wanting.gaps(1, number, 3) == pages[2]
    assert len(wanting.gaps(1, 1, 0).gaps) == len(wanting.gaps(1, 1, -5).gaps) == 1
    assert len(wanting.gaps(1, 1, 10**30).gaps) == 7


def test_a_gap_is_closed_by_its_key_and_by_its_own_server_only(wanting: Servers) -> None:
    for server in (1, 2):
        wanting.record_gap(server, "zebra", SECRET, Kind.UNANSWERED, "a reason")
    [gap] = found(wanting, 1)
    for other in (3, LAST_ID, 0, -1, 2**64):
        assert not wanting.close_gap(other, gap.key)
    for key in HOSTILE_TEXTS:
        assert not wanting.close_gap(1, key)
    assert wanting.close_gap(1, gap.key)
    assert not wanting.close_gap(1, gap.key)
    assert found(wanting, 1) == ()
    assert found(wanting, 2) == (gap,)
    wanting.record_gap(1, "zebra", "Again?", Kind.UNANSWERED)
    assert [(each.question, each.count, each.reasons) for each in found(wanting, 1)] == [("Again?", 1, ())]


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=label)
def test_any_text_is_kept_as_far_as_it_can_be(wanting: Servers, text: str) -> None:
    assert wanting.record_gap(1, text, text, Kind.UNANSWERED, text)
    assert wanting.record_gap(1, text + "x", "other", Kind.UNANSWERED)
    gaps = found(wanting)
    assert len(gaps) == 2
    gap = next(gap for gap in gaps if gap.key == key_of(text))
    assert len(gap.question) == min(len(text), 2_000)
    assert "\0" not in gap.question
    assert all(0 < len(reason) <= 500 for reason in gap.reasons)


def test_the_latest_reasons_are_kept(wanting: Servers) -> None:
    for number in range(MAX_REASONS + 5):
        wanting.record_gap(1, "zebra", SECRET, Kind.NOT_HELPFUL, f"reason {number}")
        wanting.record_gap(1, "horse", "Horse?", Kind.NOT_HELPFUL, "another")
    zebra = next(gap for gap in found(wanting) if gap.question == SECRET)
    assert zebra.reasons == tuple(f"reason {number}" for number in range(5, MAX_REASONS + 5))


def test_a_reason_can_be_added_without_counting_the_gap_again(wanting: Servers) -> None:
    wanting.record_gap(1, "zebra", SECRET, Kind.NOT_HELPFUL)
    assert wanting.explain_gap(1, "zebra", "  too old ")
    [gap] = found(wanting)
    assert (gap.count, gap.reasons) == (1, ("too old",))


def test_a_reason_without_a_gap_is_kept_nowhere(wanting: Servers) -> None:
    wanting.record_gap(1, "zebra", SECRET, Kind.NOT_HELPFUL)
    assert not wanting.explain_gap(1, "lion", "a reason")
    assert not wanting.explain_gap(2, "zebra", "a reason")
    assert not wanting.explain_gap(0, "zebra", "a reason")
    assert (found(wanting)[0].reasons, found(wanting, 2)) == ((), ())


def test_of_too_many_gaps_the_least_frequent_goes_that_is_the_oldest(
    wanting: Servers, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.servers.gaps.MAX_GAPS", 4)
    wanting.record_gap(2, "other", "other?", Kind.UNANSWERED)
    for subject in ("a", "a", "b", "c", "c", "d"):
        clock.move(minutes=1)
        wanting.record_gap(1, subject, f"{subject}?", Kind.UNANSWERED)
    left = []
    for subject in ("e", "f", "f", "g"):
        clock.move(minutes=1)
        wanting.record_gap(1, subject, f"{subject}?", Kind.UNANSWERED)
        left.append("".join(sorted(gap.question[0] for gap in found(wanting))))
    assert left == ["acde", "acef", "acef", "acfg"]
    assert len(found(wanting, 2)) == 1


def test_a_flood_of_questions_leaves_no_more_than_the_bound_and_the_frequent_ones_stay(
    wanting: Servers,
) -> None:
    for _ in range(2):
        wanting.record_gap(1, "frequent", "frequent?", Kind.UNANSWERED)
    for number in range(MAX_GAPS + 20):
        wanting.record_gap(1, str(number), str(number), Kind.UNANSWERED)
    page = wanting.gaps(1, 1, 5)
    assert page.total == MAX_GAPS
    assert page.gaps[0].question == "frequent?"


def test_switching_them_off_deletes_all_that_was_asked_and_of_this_server_only(
    wanting: Servers, tmp_path: Path
) -> None:
    for server in (1, 2):
        wanting.record_gap(server, "zebra", SECRET, Kind.UNANSWERED, "a reason")
        wanting.remember(posted(server=server, question=SECRET))
    wanting.change_settings(1, "", keep_gaps=False, language="es")
    assert found(wanting, 1) == ()
    assert [each.question for each in wanting.quoting_anywhere("abcdefgh", EVER)] == [None, SECRET]
    assert [gap.reasons for gap in found(wanting, 2)] == [("a reason",)]
    wanting.change_settings(2, "", keep_gaps=False)
    wanting.close()
    assert b"zebra" not in bytes_of(tmp_path / FILE)
    assert b"a reason" not in bytes_of(tmp_path / FILE)


def test_switching_them_on_again_brings_nothing_back(wanting: Servers) -> None:
    wanting.record_gap(1, "zebra", SECRET, Kind.UNANSWERED)
    wanting.change_settings(1, "", keep_gaps=False)
    wanting.change_settings(1, "", keep_gaps=True)
    assert found(wanting) == ()


def test_another_change_of_settings_deletes_nothing(wanting: Servers) -> None:
    wanting.record_gap(1, "zebra", SECRET, Kind.UNANSWERED)
    wanting.change_settings(1, "", language="es", keep_gaps=True)
    assert len(found(wanting)) == 1


def test_one_gap_is_found_by_its_key_on_its_own_server_only(servers: Servers) -> None:
    for server in (1, 2):
        servers.change_settings(server, "discord:1", keep_gaps=True)
    servers.record_gap(1, "troops", "How many troops?", Kind.NOT_HELPFUL, "It is old.")
    servers.record_gap(1, "ferry", "When does it leave?", Kind.UNANSWERED)
    for gap in servers.gaps(1, 1, 10).gaps:
        assert servers.gap(1, gap.key) == (gap,)
        assert servers.gap(2, gap.key) == servers.gap(-1, gap.key) == servers.gap(1, gap.key + "x") == ()
