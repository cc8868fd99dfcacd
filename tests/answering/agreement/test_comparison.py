"""Whether other reports give the same number or date, or another one, or can't be compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.agreement.claims import step
from bot.answering.agreement.comparison import CONSIDERED, Agreement, compare
from bot.answering.language.kinds import Kind, asked_kind
from bot.model import SHARED, Published, Quote, Source
from bot.text import Analyzer
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH, seconds
from tests.values import ADDED

ANALYZER = Analyzer()
SAME, OTHER, NEITHER = "same", "other", "neither"


def quote(
    text: str,
    id: str,
    language: str = "en",
    title: str = "News",
    url: str | None = None,
    published: Published = None,
    evidence: float = 1.0,
) -> Quote:
    about = Source(id, SHARED, title, None, url, published, language, (), ADDED)
    return Quote(about, 0, len(text), text, 1.0, evidence)


def told(question: str, first: Quote, others: Sequence[Quote], kind: Kind | None = None) -> Agreement:
    language = first.about.language
    asked = ANALYZER.question(question, [language])
    return compare(asked, kind or asked_kind(question, language), first, others, ANALYZER)


def verdict(question: str, first: str, other: str, language: str = "en", **about: str) -> str:
    agreement = told(question, quote(first, "first", language), [quote(other, "other", language, **about)])  # type: ignore[arg-type]
    return SAME if agreement.agreeing else OTHER if agreement.differing else NEITHER


TROOPS = "how many US troops are in Iraq", "The United States keeps about 2,500 troops in Iraq."


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("The US has 2,500 troops in Iraq.", SAME),
        ("2.5 thousand US troops are in Iraq.", SAME),
        ("Two thousand five hundred U.S. troops remain in Iraq.", SAME),
        ("The U.S. has 2,467 troops in Iraq.", SAME),
        ("US officials said that roughly 2,500 troops are still stationed in Iraq.", SAME),
        ("About 5,200 US troops were in Iraq in January 2020.", OTHER),
        ("In Iraq, the United States had about 5,200 troops.", OTHER),
        ("There are now 900 US troops in Iraq.", OTHER),
        ("There are currently about 900 US troops in Iraq.", OTHER),
        ("There are 2,300 US troops in Iraq.", OTHER),
        # Something happened to them.
        ("Three US troops were killed in Iraq.", NEITHER),
        ("In Iraq, three US troops were killed.", NEITHER),
        ("An attack killed three US troops in Iraq.", NEITHER),
        ("The US sent 500 troops to Iraq.", NEITHER),
        ("The US will withdraw 500 troops from Iraq.", NEITHER),
        ("The deaths of 3 US troops in Iraq were mourned.", NEITHER),
        ("An attack on 12 US troops in Iraq failed.", NEITHER),
        # They are some of them.
        ("Some 40 of the US troops in Iraq are medics.", NEITHER),
        ("There are 3,000 wounded US troops in Iraq.", NEITHER),
        ("Another 300 US troops are in Iraq as trainers.", NEITHER),
        # They are others, or elsewhere.
        ("About 900 US troops are in Syria, which borders Iraq.", NEITHER),
        ("Syria has 900 US troops, Iraq 2,400.", NEITHER),
        ("The US has 900 troops in Iraq and Syria.", NEITHER),
        ("There are 40 German troops and some US advisers in Iraq.", NEITHER),
        ("There are 900 troops in Iraq.", NEITHER),
        ("The United States has 900 troops in Syria.", NEITHER),
        ("US troops in Iraq have 400 tanks.", NEITHER),
        ("There are 170 US bases in Iraq, and many troops.", NEITHER),
        # It isn't one number, or not that one.
        ("The US has more than 2,000 troops in Iraq.", NEITHER),
        ("The US has up to 3,000 troops in Iraq.", NEITHER),
        ("The US has 2,000–3,000 troops in Iraq.", NEITHER),
        ("The US has hundreds of troops in Iraq.", NEITHER),
        ("The US has no 3,000 troops in Iraq.", NEITHER),
        ("The US had 5,200 troops in Iraq, then 2,500 troops.", NEITHER),
        ("In 2020 the US had troops in Iraq.", NEITHER),
        ("The US troops in Iraq left on 5 January 2021.", NEITHER),
        ("", NEITHER),
    ],
)
def test_a_number_is_compared_only_where_it_plainly_counts_the_same_thing(other: str, expected: str) -> None:
    assert verdict(*TROOPS, other) == expected


@pytest.mark.parametrize(
    ("question", "first", "other", "expected"),
    [
        ("how many soldiers were killed in Mosul", "Twelve soldiers were killed in Mosul.", "Fourteen soldiers were killed in Mosul.", OTHER),
        ("how many soldiers were killed in Mosul", "Twelve soldiers were killed in Mosul.", "An attack killed 12 soldiers in Mosul.", SAME),
        ("how many soldiers were killed in Mosul", "Twelve soldiers were killed in Mosul.", "14 soldiers were wounded in Mosul.", NEITHER),
        ("what percentage of the population speaks Kurdish", "Some 17 percent of the population speaks Kurdish.", "About 20 percent of the population speaks Kurdish.", OTHER),
        ("what percentage of the population speaks Kurdish", "Some 17 percent of the population speaks Kurdish.", "17 % of the population speaks Kurdish.", SAME),
        ("what percentage of the population speaks Kurdish", "Some 17 percent of the population speaks Kurdish.", "A fifth of the population speaks Kurdish.", NEITHER),
        ("what percentage of the population speaks Kurdish", "Some 17 percent of the population speaks Kurdish.", "About 20 percent of the population speaks Arabic.", NEITHER),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost $5 million.", "The Baghdad tower cost 5 million dollars.", SAME),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost $5 million.", "The Baghdad tower cost $7 million.", OTHER),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost $5 million.", "The Baghdad tower cost €7 million.", NEITHER),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost $5 million.", "The repair of the Baghdad tower cost $1 million.", NEITHER),
        ("how many of the 28 members of NATO met", "Of the 28 members of NATO, 12 members met.", "Of the 28 members of NATO, 12 members met in May.", SAME),
        ("how many people live in Mosul", "About 1.8 million people live in Mosul.", "About 1.7 million people live in Mosul.", OTHER),
        ("how many people live in Mosul", "About 1.8 million people live in Mosul.", "About 1,781,000 people live in Mosul.", SAME),
        ("how many people live in Mosul", "Exactly 1,781,219 people live in Mosul.", "1.8 million people live in Mosul.", NEITHER),
        ("wie viele US-Soldaten sind im Irak", "Rund 2.500 US-Soldaten sind im Irak.", "Etwa 2.500 US-Soldaten sind im Irak.", SAME),
        ("wie viele US-Soldaten sind im Irak", "Rund 2.500 US-Soldaten sind im Irak.", "Im Irak sind 5.200 US-Soldaten.", OTHER),
        ("wie viele US-Soldaten sind im Irak", "Rund 2.500 US-Soldaten sind im Irak.", "Im Irak wurden drei US-Soldaten getötet.", NEITHER),
        ("¿Cuántos soldados hay en el Líbano?", "Hay unos 10.000 soldados en el Líbano.", "En el Líbano hay 12.000 soldados.", OTHER),
        ("¿Cuántos soldados hay en el Líbano?", "Hay unos 10.000 soldados en el Líbano.", "En el Líbano murieron 3 soldados.", NEITHER),
        ("イラクには何人の兵士がいますか", "イラクには2500人の兵士がいる。", "イラクには900人の兵士がいる。", NEITHER),
    ],
)  # fmt: skip
def test_amounts_shares_and_other_languages_are_compared_in_the_same_way(
    question: str, first: str, other: str, expected: str
) -> None:
    language = {"w": "de", "¿": "es", "イ": "ja"}.get(question[0], "en") if not question.startswith("what") else "en"
    assert verdict(question, first, other, language) == expected


FOUNDED = "when was the coalition against Daesh founded", "The coalition against Daesh was founded in September 2014."


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("The coalition against Daesh was founded in 2014.", SAME),
        ("The coalition against Daesh was founded on 10 September 2014.", SAME),
        ("The coalition, founded in September 2014 against Daesh, has 79 members.", SAME),
        ("The coalition was founded in August 2014 against Daesh.", OTHER),
        ("Founded in 2015, the coalition against Daesh has 79 members.", OTHER),
        ("The coalition against Daesh ended in 2019.", NEITHER),
        ("The media office of the coalition against Daesh was founded in 2016.", NEITHER),
        ("The coalition against Daesh was not founded in 2013.", NEITHER),
        ("The coalition against Daesh was founded by 79 countries.", NEITHER),
        ("The coalition against Daesh was founded in 2014 and enlarged in 2016.", NEITHER),
        ("The coalition against Daesh was founded in summer.", NEITHER),
        ("The coalition against Daesh was founded in the 2010s.", NEITHER),
        ("The coalition against Daesh, founded by 12 countries, fought from 2013–2019.", NEITHER),
        ("The Baghdad office of the coalition against Daesh was founded in 2016.", NEITHER),
    ],
)
def test_a_finer_date_agrees_with_a_coarser_one_and_another_date_differs(other: str, expected: str) -> None:
    assert verdict(*FOUNDED, other) == expected


def test_names_may_stand_in_the_title_of_the_article() -> None:
    question, first = TROOPS
    other = "The United States has about 5,200 troops there."
    assert verdict(question, first, other) == NEITHER
    assert verdict(question, first, other, title="What Iraq needs") == OTHER


def test_a_question_that_names_a_time_compares_reports_of_that_time_only() -> None:
    question = "how many US troops were in Iraq in 2020"
    first = quote("The US had about 5,200 troops in Iraq.", "first", published=date(2020, 1, 6))
    others = [
        quote("The US had about 6,000 troops in Iraq.", "then", published=date(2020, 3, 1)),
        quote("The US had about 2,500 troops in Iraq.", "later", published=date(2024, 1, 25)),
    ]
    assert told(question, first, others).differing == (others[0],)


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind not in {Kind.NUMBER, Kind.DURATION, Kind.TIME}], ids=lambda kind: kind.value
)
def test_other_kinds_of_questions_are_not_compared(kind: Kind) -> None:
    first = quote(TROOPS[1], "first")
    assert told(TROOPS[0], first, [quote("The US has 2,500 troops in Iraq.", "a")], kind) == Agreement()


# Sources


def test_the_same_story_counts_once() -> None:
    first = quote(TROOPS[1], "first", url="https://example.org/a")
    report = "The US has 2,500 troops in Iraq."
    others = [
        quote("The U.S. has 2,500 troops in Iraq now.", "first", url="https://example.org/a"),  # of the same article
        quote(TROOPS[1].upper().lower(), "copy"),
        quote("2,500 US troops are in Iraq.", "page", url="http://www.example.org/a/#top"),
        quote(report, "one", url="https://example.org/one"),
        quote(f"{report} ", "copy of one"),
        quote("There are 2,500 US troops in Iraq.", "two", url="https://example.org/one"),
        quote("There are 2,500 US troops in Iraq.", "three", url="https://example.org/three"),
    ]
    assert [each.about.id for each in told(TROOPS[0], first, others).agreeing] == ["one", "three"]


def test_one_article_is_one_source_whatever_it_says() -> None:
    others = [
        quote("The US has 2,500 troops in Iraq.", "a"),
        quote("The United States had about 5,200 troops in Iraq.", "a"),
        quote("In Iraq, the US had 900 troops.", "b"),
    ]
    agreement = told(TROOPS[0], quote(TROOPS[1], "first"), others)
    assert [each.about.id for each in agreement.agreeing] == ["a"]
    assert [each.about.id for each in agreement.differing] == ["b"]


def test_copies_of_a_long_story_with_a_word_changed_count_once() -> None:
    tail = (
        " to advise and assist local forces that are trying to prevent a resurgence of the group that once held a third"
    )
    first = quote(f"The United States keeps about 2,500 troops in Iraq{tail} of it.", "first")
    near = quote(f"The United States keeps about 2,500 troops in Iraq{tail} of that.", "near")
    far = quote("The United States keeps about 2,500 troops in Iraq for now.", "far")
    assert told(TROOPS[0], first, [near, far]).agreeing == (far,)


def test_what_holds_much_less_of_the_question_is_not_compared() -> None:
    other = quote("The US has 2,500 troops in Iraq.", "a")
    first = quote(TROOPS[1], "first")
    assert told(TROOPS[0], first, [other]).agreeing == (other,)
    assert told(TROOPS[0], first, [replace(other, evidence=0.6)]) == Agreement()


def test_articles_of_another_language_are_not_compared() -> None:
    first = quote(TROOPS[1], "first")
    assert told(TROOPS[0], first, [quote("2.500 US troops are in Iraq.", "a", "de")]) == Agreement()


# Anything


WORDS = st.sampled_from(
    ["the", "US", "troops", "in", "Iraq", "has", "2,500", "about", "5,200", "killed", "Syria", "2014", "of", "the", ",", ".",
     "September", "percent", "$5", "not", "–", "founded", "million", "United", "States", "there", "are"]
)  # fmt: skip
PROSE = st.lists(WORDS, max_size=14).map(" ".join) | TEXTS
QUOTES = st.builds(quote, PROSE, st.sampled_from("abcdef"), LANGUAGES | st.just("en"), PROSE)


@THOROUGH
@given(PROSE, QUOTES, st.lists(QUOTES, max_size=6), st.sampled_from(Kind))
def test_any_quotes_are_compared_and_each_source_is_told_of_once(
    question: str, first: Quote, others: Sequence[Quote], kind: Kind
) -> None:
    agreement = told(question, first, others, kind)
    sources = [each.about.id for each in (*agreement.agreeing, *agreement.differing)]
    assert len(set(sources)) == len(sources)
    assert first.about.id not in sources
    assert all(each in others for each in (*agreement.agreeing, *agreement.differing))


@QUICK
@given(st.integers(2, 10**6), st.integers(2, 10**6))
def test_equal_numbers_never_differ_and_distant_ones_never_agree(one: int, other: int) -> None:
    said = verdict(TROOPS[0], f"The US has {one:,} troops in Iraq.", f"There are {other:,} US troops in Iraq.")
    if not 1000 <= min(one, other) <= 2099 and one < 10**5 and other < 10**5:
        assert said == SAME if one == other else said != SAME
        assert abs(one - other) <= 0.05 * max(one, other) or said == OTHER


@QUICK
@given(st.integers(1, 999), st.integers(0, 9))
def test_the_step_of_a_number_is_that_of_its_last_figure(figures: int, zeros: int) -> None:
    figures += figures % 10 == 0
    assert step(figures * 10**zeros) == pytest.approx(10**zeros)


@pytest.mark.parametrize(
    "text",
    ["2,500 US troops in Iraq " * 4_000, "Iraq US United States " * 5_000, "2014 " * 20_000, "troops " * 15_000,
     "US, " * 25_000, "A B C D E " * 10_000, "5–6 " * 20_000, "x" * 100_000, "in " * 30_000 + "2,500 US troops in Iraq"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_bait_takes_linear_time(text: str) -> None:
    first, text = quote(TROOPS[1], "first"), text[:25_000]
    for kind in (Kind.NUMBER, Kind.TIME):
        assert seconds(lambda kind=kind: told(TROOPS[0], first, [quote(text, "a")], kind)) < 1  # type: ignore[misc]
        assert seconds(lambda kind=kind: told(TROOPS[0], quote(text, "f"), [quote(text, "a")], kind)) < 1  # type: ignore[misc]


def test_a_comparison_takes_a_few_milliseconds() -> None:
    first = quote(TROOPS[1], "first")
    others = [quote(f"In Iraq, the US had about {5000 + i} troops in May.", str(i)) for i in range(2 * CONSIDERED)]
    assert len(told(TROOPS[0], first, others).differing) == CONSIDERED
    assert seconds(lambda: told(TROOPS[0], first, others)) < 0.02
