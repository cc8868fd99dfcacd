"""What a person reads: harmless, and never an error of its own."""

import inspect
import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import errors, reply
from bot.errors import BotError
from bot.model import (
    SHARED,
    Abstention,
    Answer,
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
from tests.hostile import QUICK, TEXTS, THOROUGH

TODAY = date(2024, 2, 1)
ADDED = datetime(2024, 1, 25, tzinfo=UTC)
HARMFUL = (
    "\x00\x07\x08\x1b\x7f\x80\x85\x9b\x9d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ud800\udfff\r\v\f\x1c"
)
WILD = st.one_of(st.text(), st.text(st.sampled_from(HARMFUL + "ab \n\t\u2028{}[]")), TEXTS)
ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
PUBLISHED = st.one_of(st.none(), st.dates(), st.datetimes(timezones=ZONES))
ERRORS = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, BotError) and each.__module__ == "bot.errors"
]


def is_harmless(text: str) -> bool:
    return not any(
        unicodedata.category(character) in ("Cc", "Cs") or unicodedata.bidirectional(character) in
        ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for character in text
    )  # fmt: skip


def source(text: str = "T", published: date | datetime | None = None) -> Source:
    return Source("a", SHARED, text, text, text, published, "en", (text,), ADDED, text)


# printable


@THOROUGH
@given(WILD)
@example(HARMFUL)
def test_nothing_that_a_screen_obeys_gets_through(text: str) -> None:
    assert is_harmless(reply.printable(text))
    assert is_harmless(reply.printable(text, line_breaks=True).replace("\n", "").replace("\t", ""))


def test_no_character_by_itself_gets_through_that_a_screen_obeys() -> None:
    every = map(chr, (*range(0x3000), *range(0xD7FF, 0xFFFF), *range(0xE0000, 0xE0200)))
    assert [hex(ord(each)) for each in every if each not in "\n\t" and not is_harmless(reply.visible(each))] == []


@THOROUGH
@given(WILD)
def test_without_line_breaks_it_is_one_line_and_the_same_again(text: str) -> None:
    shown = reply.printable(text)
    assert len(shown.splitlines()) <= 1
    assert shown == shown.strip()
    assert reply.printable(shown) == shown


@QUICK
@given(st.text(st.characters(categories=("L", "M", "N", "P", "S")), min_size=1))
def test_letters_and_signs_are_shown_as_they_are(text: str) -> None:
    assert reply.printable(text) == text


def test_line_breaks_are_kept_where_they_are_asked_for() -> None:
    assert reply.printable("a\n\n  b\tc", line_breaks=True) == "a\n\n  b\tc"
    assert reply.printable("a\n\n  b\tc") == "a b c"


def test_windows_line_ends_are_line_breaks_and_no_signs() -> None:
    assert reply.printable("a\r\nb", line_breaks=True) == "a\nb"


def test_an_escape_becomes_a_sign_that_can_be_seen() -> None:
    assert reply.printable("\x1b[31mred") == "␛[31mred"


def test_joined_emoji_and_arabic_marks_stay_whole() -> None:
    assert reply.printable("👩‍👩‍👧 می‌خواهم \u200f") == "👩‍👩‍👧 می‌خواهم \u200f"


# Days and ages


@THOROUGH
@given(PUBLISHED, st.dates())
@example(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), TODAY)
@example(datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))), TODAY)
def test_any_publication_date_can_be_shown(published: date | datetime | None, today: date) -> None:
    assert reply.day(published)
    assert reply.age(published, today) is not None
    assert reply.citation(source(published=published), today)


@QUICK
@given(st.dates())
def test_a_day_is_shown_in_words(day: date) -> None:
    assert reply.day(day) == f"{day.day} {day:%B} {day.year}"


def test_a_moment_is_shown_as_the_day_that_it_is_in_utc() -> None:
    moment = datetime(2024, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    assert reply.day(moment) == "31 December 2023"
    assert reply.age(moment, date(2024, 12, 31)) == "1 year old"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert reply.day(None) == "date unknown"
    assert reply.age(None, TODAY) == ""


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
    assert reply.age(published, today) == age


@QUICK
@given(st.dates(), st.dates())
def test_an_age_is_never_negative_nor_zero(published: date, today: date) -> None:
    assert not reply.age(published, today).startswith(("-", "0"))


# Counts and lists


@QUICK
@given(st.integers(0))
def test_only_one_is_counted_in_the_singular(number: int) -> None:
    assert reply.count(number, "article").endswith("articles") == (number != 1)


def test_thousands_have_commas() -> None:
    assert reply.count(2500, "article") == "2,500 articles"


@pytest.mark.parametrize(
    ("parts", "listed"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_has_commas_and_one_and(parts: list[str], listed: str) -> None:
    assert reply.listing(parts) == listed


@QUICK
@given(WILD, st.integers(0, 10**6), st.integers(1, 1000), st.integers(1, 100))
def test_the_line_of_a_page_is_harmless_and_says_where_one_is(query: str, total: int, number: int, size: int) -> None:
    said = reply.page_line(Page((), total, number, size), query)
    assert is_harmless(said)
    assert f"Page {number:,} of" in said or f"Page {number} of" in said


# Whole replies


@QUICK
@given(WILD)
def test_what_strangers_wrote_is_harmless_in_every_reply(text: str) -> None:
    about = source(text)
    quote = Quote(about, 0, 1, text, 1.0, 1.0, before=text)
    said = [reply.citation(about, TODAY), reply.link(about), reply.quotation(quote)]
    said += [reply.attribution(about, TODAY), reply.context(quote)]
    question = Question(text, "en", ())
    said += [reply.abstention(Abstention(question, silence, (text, text, text, text), (), 0.0)) for silence in Silence]
    said += [
        reply.kept(Kept(text, SHARED, outcome, 1)) for outcome in (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED)
    ]
    assert all(is_harmless(each) and len(each.splitlines()) <= 1 for each in said)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_words(outcome: Outcome) -> None:
    said = reply.kept(Kept("an-id", Shelf("guild:7"), outcome, 2500))
    assert "an-id" in said
    assert "guild:7" in said


@pytest.mark.parametrize("silence", Silence)
def test_every_silence_has_its_words(silence: Silence) -> None:
    assert reply.abstention(Abstention(Question("q", "en", ()), silence, (), (), 0.0)).strip()


def test_words_that_no_article_holds_are_named_as_a_list() -> None:
    said = reply.abstention(
        Abstention(Question("q", "en", ()), Silence.NO_MATCH, ("one", "two", "three", "four"), (), 0.0)
    )
    assert "“one”, “two” or “three”" in said
    assert "four" not in said


def test_a_citation_leaves_out_what_is_not_known() -> None:
    about = Source("a", SHARED, "Title", None, None, None, "en", (), ADDED)
    assert reply.citation(about, TODAY) == "Title · date unknown"
    assert reply.link(about) == ""


def test_an_attribution_begins_with_as_of_when() -> None:
    moment = datetime(2023, 1, 31, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    assert reply.attribution(source("T", date(2024, 1, 25)), TODAY) == "As of 25 January 2024 · T · T"
    assert reply.attribution(source("T", moment), TODAY) == "As of 1 February 2023 (1 year old) · T · T"
    about = Source("a", SHARED, "Title", None, None, None, "en", (), ADDED)
    assert reply.attribution(about, TODAY) == "Date unknown · Title"


@QUICK
@given(PUBLISHED, st.dates())
def test_an_attribution_says_when_or_that_it_is_not_known(published: date | datetime | None, today: date) -> None:
    said = reply.attribution(source(published=published), today)
    assert said.startswith("Date unknown · " if published is None else f"As of {reply.day(published)}")


def test_the_sentence_before_is_told_apart_from_the_quote() -> None:
    quote = Quote(source(), 0, 1, "It has a timetable.", 1.0, 1.0, before="The commission\nmet.")
    assert reply.context(quote) == "Just before: The commission met."
    assert reply.context(replace(quote, before=None)) == reply.context(replace(quote, before="")) == ""
    assert reply.quotation(quote) == "It has a timetable."


def test_how_many_say_the_same_is_said_in_words() -> None:
    quote = Quote(source(), 0, 1, "T", 1.0, 1.0)
    assert reply.agreement([]) == ""
    assert reply.agreement([quote]) == "1 more article says the same."
    assert reply.agreement([quote, quote]) == "2 more articles say the same."


def test_an_answer_that_is_not_sure_says_so() -> None:
    sure = Answer(Question("q", "en", ()), Quote(source(), 0, 1, "T", 1.0, 1.0), (), 0.9)
    assert reply.tentative(sure) == ""
    assert reply.tentative(replace(sure, tentative=True)) == "This may answer it:"


# How sure it is, and why


PROBABILITIES = st.floats(0, 1)


@QUICK
@given(relevance=PROBABILITIES, share=PROBABILITIES, relevant=st.booleans())
@example(relevance=0.0, share=0.0, relevant=False)
@example(relevance=1.0, share=1.0, relevant=True)
def test_how_sure_it_is_is_said_in_two_lines_of_whole_percent(relevance: float, share: float, relevant: bool) -> None:
    quote = Quote(source(), 0, 1, "A", 0.0, 1.0)
    ranking = Ranking(Question("q", "en", ()), (quote,), relevance * share, relevance, relevant)
    about, answers = reply.certainty(ranking)
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


# Errors


def names_of(kind: type[BotError]) -> list[str]:
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []


def test_the_tree_of_errors_in_the_docstring_is_the_one_in_the_code() -> None:
    assert errors.__doc__
    assert {each.__name__ for each in ERRORS} == {
        word for word in errors.__doc__.split() if word.isidentifier() and word in vars(errors)
    }


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("value", ["plain", "{braces} {0} {", "\x1b[31m\u202e", "\ud800", "%s %(a)s", ""])
def test_every_error_is_a_sentence_whatever_its_fields_hold(kind: type[BotError], value: str) -> None:
    names = names_of(kind)
    problem = kind(*[value for _ in names])
    said = reply.error(problem)
    assert is_harmless(said)
    assert not any(f"{{{name}}}" in said.replace(reply.printable(value), "") for name in names)
    assert all(reply.printable(value) in said for _ in names)
    assert said or not value
    assert kind.exit_code == (2 if issubclass(kind, errors.WrongUse) else 3)


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_can_be_caught_and_raised_with_a_cause(kind: type[BotError]) -> None:
    names = names_of(kind)
    cause = OSError("cause")
    with pytest.raises(BotError) as caught:
        raise kind(**dict.fromkeys(names, "x")) from cause
    assert caught.value.__cause__ is cause
    assert hash(caught.value) is not None
