"""What a person reads: harmless, and never an error of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import reply
from bot.model import (
    SHARED,
    Abstention,
    Answer,
    DateFrom,
    Kept,
    Outcome,
    Page,
    Question,
    Quote,
    Ranking,
    Reason,
    Shelf,
    Silence,
    Source,
)
from tests.hostile import QUICK, THOROUGH
from tests.reply.harm import WILD, is_harmless

TODAY = date(2024, 2, 1)
ADDED = datetime(2024, 1, 25, tzinfo=UTC)
ENGLISH = reply.words_for("en")
ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
PUBLISHED = st.one_of(st.none(), st.dates(), st.datetimes(timezones=ZONES))


def source(text: str = "T", published: date | datetime | None = None) -> Source:
    return Source("a", SHARED, text, text, text, published, "en", (text,), ADDED, text)


# Days and ages


@THOROUGH
@given(PUBLISHED, st.dates())
@example(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), TODAY)
@example(datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))), TODAY)
def test_any_publication_date_can_be_shown(published: date | datetime | None, today: date) -> None:
    assert reply.day(ENGLISH, published)
    assert reply.age(ENGLISH, published, today) is not None
    assert reply.citation(ENGLISH, source(published=published), today)


@QUICK
@given(st.dates())
def test_a_day_is_shown_in_words(day: date) -> None:
    assert reply.day(ENGLISH, day) == f"{day.day} {day:%B} {day.year}"


def test_a_moment_is_shown_as_the_day_that_it_is_in_utc() -> None:
    moment = datetime(2024, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    assert reply.day(ENGLISH, moment) == "31 December 2023"
    assert reply.age(ENGLISH, moment, date(2024, 12, 31)) == "1 year old"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert reply.day(ENGLISH, None) == "date unknown"
    assert reply.age(ENGLISH, None, TODAY) == ""


@pytest.mark.parametrize(
    ("published", "today", "age"),
    [
        (date(2024, 2, 1), date(2025, 1, 31), ""),
        (date(2024, 2, 1), date(2025, 2, 1), "1 year old"),
        (date(2024, 2, 29), date(2025, 2, 28), ""),
        (date(2024, 2, 29), date(2025, 3, 1), "1 year old"),
        (date(2020, 1, 1), date(2024, 6, 1), "4 years old"),
        (date(2030, 1, 1), date(2024, 6, 1), ""),
    ],
)
def test_an_age_is_in_whole_years(published: date, today: date, age: str) -> None:
    assert reply.age(ENGLISH, published, today) == age


@QUICK
@given(st.dates(), st.dates())
def test_an_age_is_never_negative_nor_zero(published: date, today: date) -> None:
    assert not reply.age(ENGLISH, published, today).startswith(("-", "0"))


# Counts and lists


@QUICK
@given(st.integers(0, 10**15))
def test_only_one_is_counted_in_the_singular(number: int) -> None:
    assert reply.page_line(ENGLISH, Page((), number, 1, 10), "").endswith("articles") == (number != 1)


def test_thousands_have_commas() -> None:
    assert reply.page_line(ENGLISH, Page((), 2500, 1, 100), "") == "Page 1 of 25 · 2,500 articles"


@pytest.mark.parametrize(
    ("parts", "listed"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_has_commas_and_one_and(parts: list[str], listed: str) -> None:
    assert ENGLISH.listing(parts) == listed


@QUICK
@given(WILD, st.integers(0, 10**6), st.integers(1, 1000), st.integers(1, 100))
def test_the_line_of_a_page_is_harmless_and_says_where_one_is(query: str, total: int, number: int, size: int) -> None:
    said = reply.page_line(ENGLISH, Page((), total, number, size), query)
    assert is_harmless(said)
    assert f"Page {number:,} of" in said or f"Page {number} of" in said


# Whole replies


@QUICK
@given(WILD)
def test_what_strangers_wrote_is_harmless_in_every_reply(text: str) -> None:
    about = source(text)
    quote = Quote(about, 0, 1, text, 1.0, 1.0, before=text)
    said = [reply.citation(ENGLISH, about, TODAY), reply.link(about), reply.quotation(quote)]
    said += [reply.attribution(ENGLISH, about, TODAY, text), reply.place(ENGLISH, text), reply.context(ENGLISH, quote)]
    question = Question(text, "en", ())
    said += [
        reply.abstention(ENGLISH, Abstention(question, silence, (text, text, text, text), (), 0.0))
        for silence in Silence
    ]
    said += [
        reply.kept(ENGLISH, Kept(text, SHARED, outcome, 1))
        for outcome in (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED)
    ]
    assert all(is_harmless(each) and len(each.splitlines()) <= 1 for each in said)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_words(outcome: Outcome) -> None:
    said = reply.kept(ENGLISH, Kept("an-id", Shelf("guild:7"), outcome, 2500))
    assert "an-id" in said
    assert "guild:7" in said


@pytest.mark.parametrize("silence", Silence)
def test_every_silence_has_its_words(silence: Silence) -> None:
    assert reply.abstention(ENGLISH, Abstention(Question("q", "en", ()), silence, (), (), 0.0)).strip()


def test_words_that_no_article_holds_are_named_as_a_list() -> None:
    said = reply.abstention(
        ENGLISH, Abstention(Question("q", "en", ()), Silence.NO_MATCH, ("one", "two", "three", "four"), (), 0.0)
    )
    assert "“one”, “two” or “three”" in said
    assert "four" not in said


def test_a_citation_leaves_out_what_is_not_known() -> None:
    about = Source("a", SHARED, "Title", None, None, None, "en", (), ADDED)
    assert reply.citation(ENGLISH, about, TODAY) == "Title · date unknown"
    assert reply.link(about) == ""


def test_an_attribution_begins_with_as_of_when() -> None:
    moment = datetime(2023, 1, 31, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    assert reply.attribution(ENGLISH, source("T", date(2024, 1, 25)), TODAY) == "As of 25 January 2024 · T · T"
    assert reply.attribution(ENGLISH, source("T", moment), TODAY) == "As of 1 February 2023 (1 year old) · T · T"
    about = Source("a", SHARED, "Title", None, None, None, "en", (), ADDED)
    assert reply.attribution(ENGLISH, about, TODAY) == "Date unknown · Title"


def test_what_stands_below_a_quote_says_the_page_and_when_the_article_was_updated() -> None:
    about = replace(source("T", date(2022, 1, 25)), updated=datetime(2023, 5, 3, 9, tzinfo=UTC))
    assert reply.when(ENGLISH, about, TODAY, "12") == ["p. 12", "25 Jan 2022", "updated 3 May 2023", "2 years old"]
    assert reply.when(ENGLISH, source("T", date(2024, 1, 25)), TODAY) == ["25 Jan 2024"]
    said = reply.attribution(ENGLISH, about, TODAY, "xii")
    assert said == "As of 25 January 2022 (2 years old) · updated 3 May 2023 · T · p. xii · T"
    same_day = replace(about, published=date(2023, 5, 3))
    assert reply.updated(ENGLISH, same_day) == "updated"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("12", "p. 12"), ("xii", "p. xii"), ("A-3", "p. A-3"), ("", ""), ("Chapter 3", "“Chapter 3”"),
        ("The Strait", "“The Strait”"), ("a\x1b\nb", "“a␛ b”"),
    ],
)  # fmt: skip
def test_a_label_is_that_of_a_page_or_of_a_chapter(label: str, said: str) -> None:
    assert reply.place(ENGLISH, label) == said


@pytest.mark.parametrize("dated", DateFrom)
def test_whatever_says_a_date_has_its_words(dated: DateFrom) -> None:
    assert reply.date_from(ENGLISH, dated)
    assert reply.date_from(ENGLISH, None) == ""


@QUICK
@given(PUBLISHED, st.dates())
def test_an_attribution_says_when_or_that_it_is_not_known(published: date | datetime | None, today: date) -> None:
    said = reply.attribution(ENGLISH, source(published=published), today)
    assert said.startswith("Date unknown · " if published is None else f"As of {reply.day(ENGLISH, published)}")


def test_the_sentence_before_is_told_apart_from_the_quote() -> None:
    quote = Quote(source(), 0, 1, "It has a timetable.", 1.0, 1.0, before="The commission\nmet.")
    assert reply.context(ENGLISH, quote) == "Just before: The commission met."
    assert (
        reply.context(ENGLISH, replace(quote, before=None)) == reply.context(ENGLISH, replace(quote, before="")) == ""
    )
    assert reply.quotation(quote) == "It has a timetable."


def test_how_many_say_the_same_is_said_in_words() -> None:
    quote = Quote(source(), 0, 1, "T", 1.0, 1.0)
    assert reply.agreement(ENGLISH, []) == ""
    assert reply.agreement(ENGLISH, [quote]) == "1 more article says the same."
    assert reply.agreement(ENGLISH, [quote, quote]) == "2 more articles say the same."


def test_an_answer_that_is_not_sure_says_so() -> None:
    sure = Answer(Question("q", "en", ()), Quote(source(), 0, 1, "T", 1.0, 1.0), (), 0.9)
    assert reply.tentative(ENGLISH, sure) == ""
    assert reply.tentative(ENGLISH, replace(sure, tentative=True)) == "This may answer it:"


# How sure it is, and why


PROBABILITIES = st.floats(0, 1)


@QUICK
@given(relevance=PROBABILITIES, share=PROBABILITIES, relevant=st.booleans())
@example(relevance=0.0, share=0.0, relevant=False)
@example(relevance=1.0, share=1.0, relevant=True)
def test_how_sure_it_is_is_said_in_two_lines_of_whole_percent(relevance: float, share: float, relevant: bool) -> None:
    quote = Quote(source(), 0, 1, "A", 0.0, 1.0)
    ranking = Ranking(Question("q", "en", ()), (quote,), relevance * share, relevance, relevant)
    about, answers = reply.certainty(ENGLISH, ranking)
    assert about == f"That the library is about this: {round(100 * relevance)}%" + ("" if relevant else ", too little.")
    assert answers == f"That the first quote answers it: {round(100 * relevance * share)}%"


def test_a_reason_is_a_value_and_what_it_adds_with_its_sign() -> None:
    assert reply.reason(Reason("a", "says so", 0.5, 3.0)) == "0.50  +1.50"
    assert reply.reason(Reason("a", "says so", 0.5, -3.0)) == "0.50  -1.50"
    assert reply.reason(Reason("a", "says so", 1.0, -12.0)) == "1.00 -12.00"
    assert reply.reason(Reason("a", "says so", 1 / 3, 0.0)) == "0.33  +0.00"


@QUICK
@given(value=st.floats(0, 9.99), weight=st.floats(-9.9, 9.9))
def test_reasons_of_the_usual_size_stand_below_each_other(value: float, weight: float) -> None:
    said = reply.reason(Reason("a", "says so", value, weight))
    assert len(said) == len("0.50  +1.50")
    shown, adds = said.split()
    assert float(shown) == pytest.approx(value, abs=0.0051)
    assert float(adds) == pytest.approx(value * weight, abs=0.0051)
