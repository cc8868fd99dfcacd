"""The numbers: each call moves the one that it names, and nobody can make more series than there are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from bot.model import Stock
from bot.monitoring.numbers import Numbers, Outcome
from tests.hostile import QUICK

CALLS: dict[str, Callable[[Numbers], None]] = {
    'verbatim_questions_total{outcome="answered"}': lambda n: n.asked(Outcome.ANSWERED, 0.1),
    'verbatim_questions_total{outcome="abstained"}': lambda n: n.asked(Outcome.ABSTAINED, 0.1),
    'verbatim_questions_total{outcome="refused"}': lambda n: n.asked(Outcome.REFUSED, 0.1),
    'verbatim_questions_total{outcome="failed"}': lambda n: n.asked(Outcome.FAILED, 0.1),
    "verbatim_acknowledgement_seconds_count": lambda n: n.acknowledged(0.2),
    'verbatim_gateway_connected{shard="3"}': lambda n: n.connected(3),
    "verbatim_queue_length": lambda n: n.watch_queue(lambda: 1),
    "verbatim_articles": lambda n: n.stocked(Stock(articles=1, behind=0)),
    "verbatim_index_changes_behind": lambda n: n.stocked(Stock(articles=0, behind=1)),
    'verbatim_feed_checks_total{outcome="read"}': lambda n: n.feed_read(),
    'verbatim_feed_checks_total{outcome="failed"}': lambda n: n.feed_failed(),
    "verbatim_not_helpful_total": lambda n: n.marked_not_helpful(),
    'verbatim_cooldowns_total{who="person"}': lambda n: n.cooled_down("person"),
    'verbatim_cooldowns_total{who="server"}': lambda n: n.cooled_down("server"),
}
COUNTS = [name for name in CALLS if "_total" in name]


def values(numbers: Numbers) -> dict[str, float]:
    """The bot's own series, as Prometheus reads them; not those of the process, nor when each began."""
    return {
        name(sample.name, sample.labels): sample.value
        for family in text_string_to_metric_families(numbers.text().decode())
        for sample in family.samples
        if sample.name.startswith("verbatim_") and not sample.name.endswith("_created")
    }


def name(sample: str, labels: dict[str, str]) -> str:
    return sample + ("{" + ",".join(f'{key}="{value}"' for key, value in labels.items()) + "}" if labels else "")


@pytest.mark.parametrize("series", CALLS)
def test_each_call_moves_the_number_that_it_names_by_one(series: str) -> None:
    numbers = Numbers()
    before = values(numbers).get(series, 0.0)
    CALLS[series](numbers)
    assert values(numbers)[series] == (1.0 if before != before else before + 1.0)  # NaN is no number to add to


@pytest.mark.parametrize("series", COUNTS)
def test_a_count_is_there_from_the_start_so_that_its_first_event_has_a_rate(series: str) -> None:
    assert values(Numbers())[series] == 0


def test_a_question_is_counted_with_its_seconds() -> None:
    numbers = Numbers()
    numbers.asked(Outcome.ANSWERED, 0.004)
    numbers.asked(Outcome.ABSTAINED, 3.0)
    found = values(numbers)
    assert found["verbatim_answer_seconds_sum"] == pytest.approx(3.004)
    assert found['verbatim_answer_seconds_bucket{le="2.0"}'] == 1
    assert found['verbatim_answer_seconds_bucket{le="5.0"}'] == 2


def test_what_an_acknowledgement_must_keep_to_is_a_bucket() -> None:
    assert 'verbatim_acknowledgement_seconds_bucket{le="1.0"}' in values(Numbers())
    assert 'verbatim_acknowledgement_seconds_bucket{le="3.0"}' in values(Numbers())


def test_a_shard_that_is_lost_is_told_apart_from_one_that_is_there() -> None:
    numbers = Numbers()
    numbers.connected(0)
    numbers.connected(1)
    numbers.disconnected(1)
    found = values(numbers)
    assert (found['verbatim_gateway_connected{shard="0"}'], found['verbatim_gateway_connected{shard="1"}']) == (1, 0)


def test_the_queue_is_as_long_as_it_is_when_it_is_read() -> None:
    numbers, waiting = Numbers(), [1, 2, 3]
    numbers.watch_queue(lambda: len(waiting))
    assert values(numbers)["verbatim_queue_length"] == 3
    waiting.clear()
    assert values(numbers)["verbatim_queue_length"] == 0


def test_what_the_library_can_not_tell_is_no_number() -> None:
    numbers = Numbers()
    numbers.stocked(Stock(articles=5, behind=0))
    numbers.stock_unknown()
    found = values(numbers)
    assert str(found["verbatim_articles"]) == str(found["verbatim_index_changes_behind"]) == "nan"


def test_two_bots_in_one_process_have_numbers_of_their_own() -> None:
    one, other = Numbers(), Numbers()
    one.marked_not_helpful()
    assert values(other)["verbatim_not_helpful_total"] == 0


def test_the_version_and_the_process_are_told_too() -> None:
    told = Numbers("1.2.3").text().decode()
    assert 'verbatim_build_info{version="1.2.3"} 1.0' in told
    assert "process_resident_memory_bytes" in told


@QUICK
@given(st.lists(st.sampled_from([call for series, call in CALLS.items() if "shard" not in series]), max_size=40))
def test_whatever_happens_no_series_is_added(calls: list[Callable[[Numbers], None]]) -> None:
    numbers = Numbers()
    before = set(values(numbers))
    for call in calls:
        call(numbers)
    assert set(values(numbers)) == before


def test_threads_that_count_at_once_lose_nothing() -> None:
    numbers = Numbers()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: numbers.asked(Outcome.ANSWERED, 0.1), range(2_000)))
    assert values(numbers)['verbatim_questions_total{outcome="answered"}'] == 2_000


def test_every_number_says_what_it_is() -> None:
    assert all(family.documentation for family in text_string_to_metric_families(Numbers().text().decode()))
