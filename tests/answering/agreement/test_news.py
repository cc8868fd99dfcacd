"""Sentences as news has them: with weekdays, with whose words they are, with names that are told aside."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answering.agreement import Agreement
from bot.answering.agreement.plainness import usual_words
from bot.answering.agreement.reports import read_words, reports
from bot.model import Published
from tests.answering.agreement.test_comparison import FOUNDED, NEITHER, OTHER, SAME, TROOPS, quote, told, verdict
from tests.hostile import seconds


@pytest.mark.parametrize(
    "other",
    [
        "There are 500 US troops in Iraq, said Pentagon spokesman Pat Ryder.",
        "There are 500 US troops in Iraq, the Pentagon said.",
        "There are 700 US troops in Iraq, the ministry told reporters on Monday.",
        "Pentagon spokesman Pat Ryder said that there are 900 US troops in Iraq.",
        "Pentagon spokesman Pat Ryder said on Thursday that 900 US troops are in Iraq.",
        "The US had 900 troops in Iraq on Monday.",
        "On Friday there were 3,400 US troops in Iraq, according to General Kenneth McKenzie.",
        "According to Defence Secretary Lloyd Austin, there are 900 US troops in Iraq.",
        "There are 900 US troops in Iraq according to the Pentagon.",
        "The United States has 3,400 troops in Iraq, said Maj. Gen. Pat Ryder, the Pentagon press secretary, on Tuesday.",
        "There are 900 US troops in Iraq, mostly at Ain al-Asad.",
        "The Pentagon said 900 US troops are stationed in Iraq.",
        "The US has 900 troops in Iraq, where the Popular Mobilisation Forces want them gone.",
    ],
)
def test_another_number_differs_whoever_gives_it_and_on_whatever_weekday(other: str) -> None:
    assert verdict(*TROOPS, other) == OTHER


@pytest.mark.parametrize(
    "other",
    [
        "There are 2,500 US troops in Iraq, said Pentagon spokesman Pat Ryder.",
        "There are about 2,500 US troops in Iraq, the Pentagon said on Monday.",
        "Pentagon spokesman Pat Ryder told reporters that the US has 2,500 troops in Iraq.",
        "According to the Pentagon, 2,500 US troops are in Iraq.",
        "On Wednesday the United States still had 2,500 troops in Iraq.",
        "The roughly 2,500 US troops in Iraq are mostly at Ain al-Asad, Lloyd Austin said.",
        "Some 2,500 U.S. troops are based in Iraq, Reuters reported on Friday.",
        "Washington said that 2,500 US troops were in Iraq at the invitation of Baghdad.",
        "The US, which left in 2011, now has 2,500 troops in Iraq.",
        "Iraq hosts about 2,500 US troops, according to the White House.",
        "The US has 2,500 troops in Iraq, down from 5,200 in 2020.",
        "On Friday 40 of the 2,500 US troops in Iraq were in Erbil.",
        "In Iraq there are 2,500 US troops, Central Command confirmed, and more may come.",
    ],
)
def test_the_same_number_agrees_whoever_gives_it_and_on_whatever_weekday(other: str) -> None:
    assert verdict(*TROOPS, other) == SAME


@pytest.mark.parametrize(
    "other",
    [
        # Another country, or more of them.
        "In Syria, the Pentagon said, there are 900 US troops near the border with Iraq.",
        "There are 900 US troops in Syria, the Pentagon said, and more in Iraq.",
        "The US has 3,400 troops in Iraq, Syria and Jordan, the Pentagon said.",
        "The US has 3,400 troops in Iraq, and in Syria.",
        "On Monday the US had 900 troops in Syria and Iraq, said Pat Ryder.",
        "Iraq said that there are 900 US troops in Syria.",
        # Who speaks is not who is spoken of.
        "The United States said that 900 troops are in Iraq.",
        "There are 900 troops in Iraq, US officials said.",
        # Other people.
        "There are 900 British troops in Iraq, the US said.",
        "On Monday there were 900 wounded US troops in Iraq, said Pat Ryder.",
        "Another 300 US troops are in Iraq, the Pentagon said.",
        "An additional 300 US troops are in Iraq, said Pat Ryder.",
        # A part of the whole.
        "Some 900 of the US troops in Iraq are in Erbil, the Pentagon said.",
        "On Friday 40 of the US troops in Iraq were in Erbil.",
        # What may be, was once, or is a limit.
        "The US will have 900 troops in Iraq, the Pentagon said on Monday.",
        "The Pentagon said that the US could have 900 troops in Iraq.",
        "The Pentagon plans to keep 900 US troops in Iraq, said Pat Ryder.",
        "The US once had 170,000 troops in Iraq, the Pentagon said.",
        "There are at most 900 US troops in Iraq, the Pentagon said.",
        "About 900 former US troops are in Iraq, the Pentagon said on Monday.",
        "By Friday there are to be 900 US troops in Iraq, the Pentagon said.",
        "If there are 900 US troops in Iraq, Pat Ryder said, that is enough.",
        "There were 900 US troops in Iraq before the war, said Pat Ryder.",
        "Were there 900 US troops in Iraq?",
        # Whose place is named first.
        "Ain al-Asad, the Pentagon said, has 900 US troops in Iraq.",
        # Something happened to them.
        "About 900 US troops in Iraq were wounded.",
        "About 900 US troops in Iraq said they were tired.",
        "Pat Ryder told 900 US troops in Iraq to go.",
        "Washington announced 900 US troops in Iraq to go.",
        "On Monday 3 US troops in Iraq were wounded, the Pentagon said.",
        "Three US troops were killed in Iraq on Sunday, said Pat Ryder.",
    ],
)
def test_a_number_of_others_elsewhere_or_of_what_may_be_is_neither(other: str) -> None:
    assert verdict(*TROOPS, other) == NEITHER


@pytest.mark.parametrize(
    ("mine", "theirs", "day", "expected"),
    [
        ("The US has 2,500 troops in Iraq.", "In 2020 the US had 5,200 troops in Iraq.", date(2024, 1, 25), NEITHER),
        ("In 2007 the US had 170,000 troops in Iraq.", "In 2020 the US had 5,200 troops in Iraq.", None, NEITHER),
        ("In 2020 the US had 5,200 troops in Iraq.", "In 2020 the US had 4,000 troops in Iraq.", None, OTHER),
        ("In 2024 the US had 2,500 troops in Iraq.", "The US has 3,400 troops in Iraq.", date(2024, 1, 25), OTHER),
        ("The US has 2,500 troops in Iraq.", "The US has 3,400 troops in Iraq.", date(2024, 1, 25), OTHER),
    ],
)
def test_numbers_of_different_years_are_not_held_against_each_other(
    mine: str, theirs: str, day: Published, expected: str
) -> None:
    others = [quote(theirs, "other", published=day)]
    agreement = told(TROOPS[0], quote(mine, "first", published=day), others)
    assert (OTHER if agreement.differing else NEITHER) == expected
    assert not agreement.agreeing


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("The coalition against Daesh was founded in August 2014, said Pentagon spokesman Pat Ryder.", OTHER),
        ("Pat Ryder said on Monday that the coalition against Daesh was founded in August 2014.", OTHER),
        ("The coalition against Daesh was founded in September 2014, the Pentagon said.", SAME),
        ("The coalition against Daesh could be founded in August 2015, the Pentagon said.", NEITHER),
        ("In Baghdad, Pat Ryder said, the office of the coalition against Daesh was founded in 2016.", NEITHER),
    ],
)
def test_dates_are_compared_whoever_gives_them(other: str, expected: str) -> None:
    assert verdict(*FOUNDED, other) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("It was the destination of the last American convoy that left Iraq in December 2011.", SAME),
        ("The last American convoy left Iraq on 18 December 2011, the Pentagon said.", SAME),
        ("The last American convoy left Iraq in August 2011.", NEITHER),
        ("The last British convoy left Iraq in December 2011.", NEITHER),
        ("The last US convoy left Iraq in December 2011.", NEITHER),
        ("The last American convoy left Kuwait in December 2011.", NEITHER),
    ],
)
def test_with_another_name_in_place_of_the_question_s_only_the_same_name_agrees(other: str, expected: str) -> None:
    first = "The last convoy of American troops left Iraq on 18 December 2011."
    assert verdict("when did the last US convoy leave Iraq", first, other) == expected
    assert verdict("when did the last us convoy leave iraq", first, other) == NEITHER


def test_who_published_an_article_is_no_strange_name() -> None:
    question, first = TROOPS
    other = quote("(Reuters) There are 900 US troops in Iraq.", "other")
    assert told(question, quote(first, "first"), [other]) == Agreement()
    of_reuters = replace(other, about=replace(other.about, source="Reuters"))
    assert told(question, quote(first, "first"), [of_reuters]).differing == (of_reuters,)


@pytest.mark.parametrize(
    ("other", "title"),
    [
        ("There are 900 US troops in Syria, near Iraq.", "US troops in Syria and Iraq"),
        ("In Iraq, three US troops were killed.", "Three US troops killed in Iraq"),
    ],
)
def test_what_an_article_is_about_is_strange_all_the_same(other: str, title: str) -> None:
    assert verdict(*TROOPS, other, title=title) == NEITHER


@pytest.mark.parametrize("piece", ["said, ", "In said ", "according to, ", "which, ", "that said Iraq, ", "another "])
def test_bait_takes_linear_time(piece: str) -> None:
    text = piece * (25_000 // len(piece))
    for bait in (f"{text}there are 900 US troops in Iraq", f"There are 900 US troops in Iraq, {text}"):
        assert seconds(lambda bait=bait: verdict(*TROOPS, bait)) < 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("language", "question", "first", "other"),
    [
        ("de", "wie viele US-Soldaten sind im Irak", "Rund 2.500 US-Soldaten sind im Irak.", "Am Montag waren 900 US-Soldaten im Irak, sagte Pentagon-Sprecher Pat Ryder."),
        ("de", "wie viele US-Soldaten sind im Irak", "Rund 2.500 US-Soldaten sind im Irak.", "Im Irak sind 900 US-Soldaten, teilte das Pentagon am Montag mit."),
        ("es", "¿Cuántos soldados hay en el Líbano?", "Hay unos 10.000 soldados en el Líbano.", "El lunes había 12.000 soldados en el Líbano, dijo Aroldo Lázaro."),
        ("es", "¿Cuántos soldados hay en el Líbano?", "Hay unos 10.000 soldados en el Líbano.", "Hay 12.000 soldados en el Líbano, según Naciones Unidas."),
    ],
)  # fmt: skip
def test_other_languages_say_who_says_so_too(language: str, question: str, first: str, other: str) -> None:
    assert verdict(question, first, other, language) == OTHER


@pytest.mark.parametrize("language", read_words())
def test_every_language_has_every_kind_of_word_and_its_weekdays(language: str) -> None:
    assert read_words()[language].keys() == {"said", "bare", "by", "that", "placed", "aside", "unsure", "then", "apart"}
    assert len(usual_words(language)) > 7
    assert all(word == word.lower() and word for listed in read_words()[language].values() for word in listed)
    for word in read_words()[language]["said"]:
        assert reports(language).said.fullmatch(word)
