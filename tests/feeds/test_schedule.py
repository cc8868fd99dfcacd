"""When a feed is looked at again."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.schedule import (
    LEAST_SECONDS,
    MOST_ASKED_SECONDS,
    MOST_SECONDS,
    USUAL_SECONDS,
    after_failure,
    after_success,
    interval_seconds,
    next_day,
)
from tests.feeds.samples import NOON

SECONDS = st.integers(0, 10**9)
INTERVALS = st.integers(LEAST_SECONDS, MOST_SECONDS)
CHANCES = st.floats(0, 1)
MOMENTS = st.datetimes(timezones=st.just(UTC))
END = datetime.max.replace(tzinfo=UTC)


def seconds(moment: datetime, since: datetime = NOON) -> float:
    return (moment - since).total_seconds()


@pytest.mark.parametrize(
    ("every", "fresh", "expected"),
    [
        (0, 0, 1800),  # nothing is said
        (3600, 0, 3600),
        (60, 0, 300),  # no more often than every five minutes
        (10**9, 0, 86400),  # no less often than once a day
        (0, 60, 1800),  # a short time in a cache says nothing
        (0, 7200, 7200),
        (3600, 7200, 7200),
        (7200, 3600, 7200),
    ],
)
def test_a_feed_is_looked_at_as_often_as_it_says_within_bounds(every: int, fresh: int, expected: int) -> None:
    assert interval_seconds(every, fresh) == expected


@given(SECONDS, SECONDS)
def test_an_interval_is_from_five_minutes_to_a_day(every: int, fresh: int) -> None:
    assert LEAST_SECONDS <= interval_seconds(every, fresh) <= MOST_SECONDS


@given(INTERVALS, CHANCES)
def test_after_a_success_the_interval_passes_and_up_to_a_tenth_more(interval: int, chance: float) -> None:
    wait = seconds(after_success(NOON, interval, 0, lambda: chance))
    assert interval <= wait <= interval * 1.1 + 1


def test_a_site_that_wants_to_be_left_alone_is_left_alone() -> None:
    assert seconds(after_success(NOON, 1800, 7200, lambda: 0)) == 7200
    assert seconds(after_failure(NOON, 1800, 1, 7200, lambda: 0)) == 7200
    assert seconds(after_success(NOON, 1800, 10, lambda: 0)) == 1800


def test_after_failures_the_wait_doubles_until_it_is_a_day() -> None:
    waits = [seconds(after_failure(NOON, 1800, failures, 0, lambda: 1)) for failures in range(1, 9)]
    assert waits == [3600, 7200, 14400, 28800, 57600, 86400, 86400, 86400]
    assert seconds(after_failure(NOON, 1800, 3, 0, lambda: 0)) == 7200  # half of it is random


@given(INTERVALS, st.integers(1, 10**9), SECONDS, CHANCES)
def test_a_wait_after_a_failure_is_neither_short_nor_endless(
    interval: int, failures: int, retry_after: int, chance: float
) -> None:
    wait = seconds(after_failure(NOON, interval, failures, retry_after, lambda: chance))
    assert LEAST_SECONDS <= wait <= max(MOST_SECONDS, MOST_ASKED_SECONDS)
    assert wait >= min(retry_after, MOST_ASKED_SECONDS)


@given(st.integers(1, 12), CHANCES, CHANCES)
def test_no_wait_is_shorter_for_more_failures_with_the_same_luck(failures: int, chance: float, other: float) -> None:
    waits = [after_failure(NOON, USUAL_SECONDS, n, 0, lambda: chance) for n in (failures, failures + 1)]
    assert waits == sorted(waits)


@given(MOMENTS, CHANCES)
def test_tomorrow_is_the_next_day_in_utc_soon_after_midnight(now: datetime, chance: float) -> None:
    then = next_day(now, lambda: chance)
    assert then == END or (
        then.date() == now.date() + timedelta(days=1) and then.hour * 60 + then.minute <= USUAL_SECONDS / 60
    )


def test_tomorrow_is_that_of_utc_wherever_the_clock_is() -> None:
    late = datetime(2024, 3, 1, 22, tzinfo=timezone(timedelta(hours=-5)))
    assert next_day(late, lambda: 0) == datetime(2024, 3, 3, tzinfo=UTC)


@given(MOMENTS, INTERVALS)
def test_at_the_end_of_the_calendar_nothing_breaks(now: datetime, interval: int) -> None:
    assert now <= after_success(now, interval, 0, lambda: 1) <= END
