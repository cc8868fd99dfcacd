"""Dates: read where they say one day, refused where they don't."""

import os
import time
import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot import reply
from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from tests.hostile import FIRST, LAST, QUICK, THOROUGH, alone

DAY = date(2024, 1, 25)
TODAY = date(2024, 2, 1)
ENGLISH = reply.words_for("en")
ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
PIECES = st.sampled_from(
    ["2024", "25", "1", "13", "Jan", "january", "Mon", ",", "-", "/", ".", ":", " ", "T", "Z", "+", "UTC", "EST", "pm", "am",
     "W", "04", "14:30", "+02:00", "th", "of", "at", "00", "0000", "99", "12", "31", "'", "(", "10000", "e", "inf", "nan"]
)  # fmt: skip


def refusal(value: object) -> str:
    with pytest.raises(ArticleRefused) as caught:
        read_date(value)
    return caught.value.reason


@THOROUGH
@given(st.one_of(st.text(), st.lists(PIECES, max_size=10).map("".join), st.lists(PIECES, max_size=8).map(" ".join)))
@example("2024-01-25T14:30+25:00")
@example("0001-01-01T00:00+14:00")
@example("9999-12-31T23:59-14:00")
def test_any_text_is_a_date_that_can_be_shown_or_refused(text: str) -> None:
    try:
        published = read_date(text)
    except ArticleRefused:
        return
    assert published is None or published.isoformat()
    assert reply.day(ENGLISH, published)
    assert reply.age(ENGLISH, published, TODAY) is not None


@QUICK
@given(
    st.one_of(
        st.integers(),
        st.floats(),
        st.booleans(),
        st.binary(),
        st.lists(st.integers()),
        st.dictionaries(st.text(), st.text()),
    )
)
def test_what_is_no_text_is_no_date(value: object) -> None:
    assert refusal(value)


@QUICK
@given(st.dates())
def test_a_day_is_read_in_the_iso_form(day: date) -> None:
    assert read_date(day.isoformat()) == read_date(f" {day.isoformat()}\n") == read_date(day) == day


@QUICK
@given(st.datetimes(FIRST, LAST, timezones=ZONES))
def test_a_moment_keeps_its_zone(moment: datetime) -> None:
    for given_ in (moment.isoformat(), moment.isoformat(" "), moment):
        found = read_date(given_)
        assert isinstance(found, datetime)
        assert found == moment
        assert found.utcoffset() == moment.utcoffset()


@QUICK
@given(st.datetimes())
def test_a_time_without_a_zone_says_only_the_day(moment: datetime) -> None:
    assert read_date(moment.isoformat()) == read_date(moment) == moment.date()


@QUICK
@given(st.dates(date(1900, 1, 1)))
@pytest.mark.parametrize(
    "form", ["%d %B %Y", "%B %d, %Y", "%d %b %Y", "%A, %d %B %Y", "%Y/%m/%d", "%b. %d, %Y", "%d-%b-%Y"]
)
def test_a_day_in_words_is_read(form: str, day: date) -> None:
    assume(form != "%Y/%m/%d" or day.day > 12)
    assert read_date(day.strftime(form)) == day


@QUICK
@given(st.dates(date(1900, 1, 1)))
def test_day_and_month_in_figures_are_read_where_only_one_order_is_possible(day: date) -> None:
    american, european = day.strftime("%m/%d/%Y"), day.strftime("%d/%m/%Y")
    if day.day > 12 or day.day == day.month:
        assert read_date(american) == read_date(european) == day
    else:
        assert "more than one day" in refusal(american)
        assert "more than one day" in refusal(european)


@pytest.mark.parametrize(
    "text",
    ["2024", "January", "Jan 2024", "25 January", "Monday", "14:30", "T10", "10", "1 2", "Jan 25", "2024-W04", "2024W04",
     "2024-01", "Friday 13", "noon", "the 25th"],
)  # fmt: skip
def test_what_leaves_the_day_the_month_or_the_year_open_is_refused(text: str) -> None:
    assert refusal(text)


@pytest.mark.parametrize(
    "text", ["24-01-25", "240125", "10.10.10", "3 May 05", "25 Jan 70", "Jan 25, 99", "31/12/99", "'24 Jan 25"]
)
def test_a_year_of_two_figures_is_refused(text: str) -> None:
    assert refusal(text)


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2024-13-01", "0000-01-01", "10000-01-01", "2024-01-25T25:00", "2024-01-25T14:30+25:00", "today", "soon",
     "2024-01-25 foo", "1e3", "2/29/2023", "31 February 2024", "25 Jan 2024 BC", "x" * 101, "1706191200"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    assert "Write it as 2024-01-25" in refusal(text)


def test_nothing_is_unknown() -> None:
    assert read_date(None) is None
    assert read_date("") is None


@pytest.mark.parametrize(
    "zone", ["GMT", "UTC", "+0000", "Z", "UTC+3", "GMT+3", "+0300", "EST", "CET", "MST", "XYZ", "AM"]
)
def test_a_time_in_words_says_only_the_day_and_warns_nobody(zone: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_date(f"Jan 25, 2024 11:30 {zone}") == DAY


@pytest.fixture
def new_york() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("new_york")
def test_a_date_does_not_depend_on_the_zone_of_the_machine() -> None:
    assert read_date("Jan 25, 2024 23:30 EST") == DAY


def test_a_huge_number_is_refused_in_a_short_sentence() -> None:
    assert len(refusal("9" * 100)) < 200
    assert len(refusal(10**4000)) < 200
    assert len(refusal(16**5000)) < 200


def test_a_nest_of_lists_is_refused_at_once() -> None:
    code = """
from bot.errors import ArticleRefused
from bot.intake.dates import read_date
nest = ["x"]
for _ in range(9):
    nest = [nest] * 9
try:
    read_date(nest)
except ArticleRefused:
    print("refused")
"""
    assert alone(code) == "refused"
