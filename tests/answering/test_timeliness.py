"""Which of the equally good quotes leads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language.moments import Moment
from bot.answering.timeliness import REPORTED_WITHIN, agree, asks_for_now, prefer, time_asked
from bot.model import Published, Question, Quote, utc_day
from tests.hostile import LANGUAGES, QUICK, TEXTS
from tests.values import question, source

NEARLY = 0.4
OLD, NEW = date(2020, 1, 6), date(2024, 1, 25)


def quote(id: str, published: Published = None, score: float = 1.0, evidence: float = 1.0, text: str = "Yes.") -> Quote:
    return Quote(source(id, published), 0, len(text), text, score, evidence)


def asked(text: str, language: str) -> Question:
    return Question(text, language, ())


def leader(text: str, *quotes: Quote) -> str:
    return prefer(question(text), quotes, NEARLY)[0].about.id


@pytest.mark.parametrize(
    ("language", "text", "now"),
    [
        ("en", "How many troops are now in Iraq?", True),
        ("en", "What is the latest number?", True),
        ("en", "Who is currently president?", True),
        ("en", "Is he STILL there", True),
        ("en", "how many troops are there at the moment", True),
        ("en", "Who was present at the talks?", False),
        ("en", "What is known of snow in Nowhere?", False),
        ("en", "How many troops were there in 2003?", False),
        ("es", "¿Cuántos soldados hay actualmente?", True),
        ("es", "¿Quién fue el último emperador?", False),
        ("de", "Wie viele Soldaten sind derzeit im Irak?", True),
        ("de", "Wer war der letzte Kaiser?", False),
        ("fr", "Combien de soldats y a-t-il aujourd’hui ?", True),
        ("it", "Quanti soldati ci sono ora?", True),
        ("it", "Quante ore dura?", False),
        ("pt", "Quantos soldados há atualmente?", True),
        ("nl", "Hoeveel soldaten zijn er momenteel?", True),
        ("sv", "Hur många soldater finns där nu?", True),
        ("ru", "Сколько солдат сейчас в Ираке?", True),
        ("tr", "Şu anda kaç asker var?", True),
        ("ar", "كم عدد الجنود حاليا؟", True),
        ("zh", "现在有多少士兵", True),
        ("ja", "現在、兵士は何人いますか", True),
        ("und", "now", False),
        ("xx", "now", False),
    ],
)
def test_words_say_that_a_question_asks_for_now(language: str, text: str, now: bool) -> None:
    assert asks_for_now(asked(text, language)) is now


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("How many troops were there in 2020?", [(2020, None)]),
        ("What happened in January 2020 and in 1999?", [(2020, 1), (1999, None)]),
        ("What happened in May?", []),
        ("Who has 2,500 troops?", []),
    ],
)
def test_the_years_that_a_question_names_are_read(text: str, years: list[tuple[int, int | None]]) -> None:
    assert [(moment.year, moment.month) for moment in time_asked(asked(text, "en"))] == years


def test_of_two_nearly_equal_quotes_the_newer_leads_whatever_their_order() -> None:
    old, new = quote("old", OLD, score=1.3), quote("new", datetime(2024, 1, 25, 9, tzinfo=UTC), score=1.0)
    assert leader("how many troops are in Iraq", old, new) == "new"
    assert leader("how many troops are in Iraq", replace(new, score=1.3), old) == "new"


def test_a_newer_quote_that_is_worse_or_holds_less_does_not_lead() -> None:
    old = quote("old", OLD)
    assert leader("how many troops are in Iraq", old, quote("new", NEW, score=0.5)) == "old"
    assert leader("how many troops are in Iraq", old, quote("new", NEW, evidence=0.9)) == "old"


def test_a_question_for_now_looks_further_for_a_newer_quote_but_not_at_one_that_holds_less() -> None:
    old, new = quote("old", OLD), quote("new", NEW, score=0.3)
    assert leader("how many troops are in Iraq", old, new) == "old"
    assert leader("how many troops are in Iraq now", old, new) == "new"
    assert leader("how many troops are in Iraq now", old, replace(new, score=-1.0)) == "old"
    assert leader("how many troops are in Iraq now", old, replace(new, evidence=0.5)) == "old"


def test_what_has_no_date_keeps_its_place() -> None:
    undated, new = quote("undated"), quote("new", NEW)
    assert leader("how many troops are in Iraq", undated, new) == "undated"
    assert leader("how many troops are in Iraq", new, undated) == "new"
    assert leader("how many troops are in Iraq", quote("old", OLD), undated, new) == "new"


def test_of_two_quotes_of_one_day_the_better_leads() -> None:
    morning = datetime(2024, 1, 25, 1, tzinfo=timezone(timedelta(hours=3)))  # the 24th in UTC
    assert leader("troops in Iraq", quote("a", NEW), quote("b", NEW)) == "a"
    assert leader("troops in Iraq", quote("a", NEW), quote("b", morning)) == "a"
    assert utc_day(quote("b", morning).about.published) == date(2024, 1, 24)


def test_a_question_that_names_a_year_prefers_what_was_published_then() -> None:
    old, new = quote("old", OLD), quote("new", NEW)
    for order in ((old, new), (new, old)):
        assert leader("how many troops were in Iraq in 2020", *order) == "old"
        assert leader("how many troops were in Iraq in January 2020", *order) == "old"
        assert leader("how many troops are now in Iraq, in 2020", *order) == "old"


def test_a_year_is_reported_on_for_half_a_year_more_and_not_before_it() -> None:
    first, last_day = quote("first", NEW), date(2019, 12, 31)
    for days, leads in ((0, True), (REPORTED_WITHIN.days, True), (REPORTED_WITHIN.days + 1, False)):
        then = quote("then", last_day + timedelta(days=days))
        assert (leader("how many troops were in Iraq in 2019", first, then) == "then") is leads
    assert leader("how many troops were in Iraq in 2019", first, quote("then", date(2018, 12, 31))) == "first"


def test_a_question_that_names_a_year_prefers_a_quote_that_names_it() -> None:
    first = quote("first", NEW, text="About 2,500 troops are there.")
    says = quote("says", NEW, text="About 5,200 troops were there in January 2020.")
    assert leader("how many troops were in Iraq in 2020", first, says) == "says"
    assert leader("how many troops were in Iraq in January 2020", first, says) == "says"
    assert leader("how many troops were in Iraq in March 2020", first, says) == "first"
    assert leader("how many troops were in Iraq in 2021", first, says) == "first"


def test_where_nothing_is_of_the_year_that_is_asked_for_newness_does_not_count() -> None:
    assert leader("how many troops were in Iraq in 1999", quote("old", OLD), quote("new", NEW)) == "old"


@pytest.mark.parametrize("text", ["in 44 BC", "in the 19th century", "since 9999", "in 1000", "in 31 December 2099"])
def test_a_time_at_the_end_of_the_calendar_is_one_too(text: str) -> None:
    quotes = [quote("a", date.max), quote("b", date.min), quote("c", datetime.max.replace(tzinfo=UTC))]
    assert leader(f"what happened {text}", *quotes) in "abc"
    zone = timezone(timedelta(hours=-5))
    assert utc_day(quote("a", datetime.max.replace(tzinfo=zone)).about.published) == date.max


DATES = st.none() | st.dates() | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9))]))
QUOTES = st.lists(
    st.builds(quote, st.uuids().map(str), DATES, st.floats(-5, 5), st.sampled_from([0.0, 0.5, 1.0]), TEXTS), max_size=8
)


@QUICK
@given(TEXTS, LANGUAGES, QUOTES, st.floats(0, 3))
def test_at_most_one_quote_is_moved_and_it_holds_as_much_as_the_first(
    text: str, language: str, quotes: Sequence[Quote], nearly: float
) -> None:
    quotes = sorted(quotes, key=lambda each: -each.score)
    preferred = prefer(asked(text, language), quotes, nearly)
    assert [each for each in preferred if not quotes or each is not preferred[0]] == [
        each for each in quotes if each is not preferred[0]
    ]
    if quotes:
        assert preferred[0].evidence >= quotes[0].evidence
        assert preferred[0].score >= quotes[0].score - 2 * nearly


MOMENTS = st.builds(
    lambda year, month, day, span: Moment(0, 1, year, month, day, year + span if year and span else None),
    st.none() | st.integers(1990, 1995), st.none() | st.integers(1, 3), st.none() | st.integers(1, 3), st.integers(0, 3),
)  # fmt: skip


@given(MOMENTS, MOMENTS)
def test_agreement_of_moments_does_not_depend_on_their_order(one: Moment, other: Moment) -> None:
    assert agree(one, other) == agree(other, one)
    assert agree(one, one) == ((one.year, one.month, one.day) != (None, None, None))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Moment(0, 1, 2014), Moment(0, 1, 2014, 9), True),
        (Moment(0, 1, 2014, 9), Moment(0, 1, 2014, 8), False),
        (Moment(0, 1, 2014), Moment(0, 1, 2015), False),
        (Moment(0, 1, None, 9), Moment(0, 1, 2014, 9, 5), True),
        (Moment(0, 1, None, 9), Moment(0, 1, 2014), False),
        (Moment(0, 1, 1990, last_year=1999), Moment(0, 1, 1994), True),
        (Moment(0, 1, 1990, last_year=1999), Moment(0, 1, 2000), False),
    ],
)
def test_a_finer_moment_agrees_with_a_coarser_one_that_it_does_not_contradict(
    one: Moment, other: Moment, same: bool
) -> None:
    assert agree(one, other) is same


def test_a_date_after_the_day_of_adding_is_not_believed() -> None:
    told, claimed = quote("told", date(2024, 1, 25)), quote("claimed", date(2999, 1, 1))
    assert prefer(question("how many troops"), [told, claimed], 1.0)[0] is told
    assert prefer(question("how many troops"), [claimed, told], 1.0)[0] is told
