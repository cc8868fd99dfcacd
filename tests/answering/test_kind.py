"""Whether a sentence carries the kind of thing that is asked for."""

import math

import pytest
from hypothesis import given

from bot.answering.candidates import candidate, settings
from bot.answering.language.kinds import Kind
from bot.answering.signals import COUNTED, NAMED
from bot.answering.signals.kind import COUNTED_WITHIN, FADING, carries, name_follows, near
from tests.hostile import LANGUAGES, QUICK, TEXTS, seconds
from tests.values import analyzer, asked, candidates, measured, passage

QUESTIONS = {
    Kind.DURATION: "how long did troops stay",
    Kind.NUMBER: "how many troops stay",
    Kind.TIME: "when did troops leave",
    Kind.REASON: "why did troops leave",
    Kind.PERSON: "who leads the troops",
    Kind.PLACE: "where are the troops",
    Kind.DEFINITION: "what is Daesh",
    Kind.MANNER: "how did troops leave",
    Kind.THING: "which troops left",
    Kind.YES_NO: "are troops there",
    Kind.OTHER: "troops in Iraq",
}
CARRYING = {
    Kind.DURATION: "The troops stayed for nine months.",
    Kind.NUMBER: "The base has 2,500 troops.",
    Kind.TIME: "The troops left in May 2011.",
    Kind.REASON: "The troops left because of unrest.",
    Kind.PERSON: "The troops follow Sudani.",
    Kind.PLACE: "The troops are in Iraq.",
    Kind.DEFINITION: "Daesh is an armed group.",
    Kind.MANNER: "The troops left by bus.",
}
NEITHER = "The troops stay there."


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_asked_for_by_its_question(kind: Kind) -> None:
    assert asked(QUESTIONS[kind]).kind is kind


@pytest.mark.parametrize("kind", CARRYING)
def test_a_sentence_carries_what_is_asked_for_where_it_shows_it(kind: Kind) -> None:
    assert measured(QUESTIONS[kind], CARRYING[kind])[f"carries_{kind}"] == 1
    assert measured(QUESTIONS[kind], NEITHER)[f"carries_{kind}"] == 0


@pytest.mark.parametrize("kind", CARRYING)
def test_nothing_else_is_carried_than_what_is_asked_for(kind: Kind) -> None:
    for other in CARRYING.keys() - {kind}:
        assert measured(QUESTIONS[other], CARRYING[kind])[f"carries_{kind}"] == 0


def test_what_the_question_says_itself_is_not_carried() -> None:
    assert measured("how many of the 2,500 troops left", "All 2,500 troops left.")["carries_number"] == 0
    assert measured("when in 2011 did troops leave", "Troops left in 2011.")["carries_time"] == 0
    assert measured("who leads Iraq", "The government leads Iraq.")["carries_person"] == 0


@QUICK
@given(TEXTS, TEXTS, LANGUAGES)
def test_nothing_is_near_where_nothing_is_carried_and_no_nearness_is_more_than_coverage(
    text: str, sentence: str, language: str
) -> None:
    values = measured(text, sentence, language=language)
    kind = asked(text, language=language).kind
    for name, kinds in (("number", COUNTED), ("time", {Kind.TIME}), ("name", NAMED)):
        value = values[f"near_{name}"]
        assert 0 <= value <= values["coverage"] + 1e-9
        if kind not in kinds or not values[f"carries_{kind}"]:
            assert value == 0


def test_nearness_fades_with_the_distance_in_words() -> None:
    held = passage(["troops and 40 of these and those"])
    ready = asked("how many troops", held)
    [only] = candidates(ready, held)
    judge = near(COUNTED, "number", "the number")
    assert judge(ready, only) == pytest.approx(math.exp(-2 / FADING))
    assert judge.__name__ == "near_number"
    assert "the number" in (judge.__doc__ or "")


def test_the_nearest_of_the_numbers_counts_and_the_nearest_place_of_a_word() -> None:
    values = [
        measured("how many troops", sentence)["near_number"]
        for sentence in ("9 of those and 40 troops", "9 and 8 of those 40 troops and troops", "40 troops")
    ]
    assert values == pytest.approx([math.exp(-1 / FADING)] * 3)


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("It has 2,500 US troops.", 1),
        ("It has 2,500 of the troops.", 1),
        ("It has 2,500 of all of the troops.", 0),
        ("Its troops number 2,500.", 0),
        ("It has troops.", 0),
        ("In 2011 troops left.", 0),
    ],
)
def test_a_number_counts_the_noun_that_follows_upon_it(sentence: str, counts: int) -> None:
    assert COUNTED_WITHIN == 3
    assert measured("how many US troops are there", sentence)["counts_head"] == counts
    assert measured("which US troops are there", sentence)["counts_head"] == 0


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ("The troops left.", 0),
        ("The troops of Iraq follow Sudani.", 1 / 4),
        ("The troops follow Mohammed Shia Al Sudani of Karbala.", 1),
    ],
)
def test_new_names_count_where_a_person_is_asked_for(sentence: str, share: float) -> None:
    assert measured("who leads the troops of Iraq", sentence)["new_names"] == share
    assert measured("where are the troops of Iraq", sentence)["new_names"] == 0


@pytest.mark.parametrize(
    ("sentence", "language", "agent"),
    [
        ("It was led by Sudani.", "en", True),
        ("It was led by the Sudanese.", "en", True),
        ("It was led\nBY  Sudani.", "en", True),
        ("It was led by the government of Sudan.", "en", False),
        ("It was led by and by, Sudani said.", "en", False),
        ("By the time of Sudani.", "en", False),
        ("Nearby Sudani stood.", "en", False),
        ("It was led by", "en", False),
        ("It was led by the", "en", False),
        ("", "en", False),
        ("Fue escrito por Cervantes.", "es", True),
        ("Fue escrito por el Inca.", "es", True),
        ("Es wurde von Goethe geschrieben.", "de", True),
        ("It was led by Sudani.", "xx", False),
        ("It was led by İnönü, by the time.", "en", True),  # grows in lower case
        ("It was led by the  Sudanese.", "en", True),
        ("It was led by the\u00ad Sudanese.", "en", True),
        ("It was led by “Sudani”.", "en", True),
        ("It was led by the “Big Five”.", "en", True),
    ],
)
def test_a_name_follows_upon_a_word_with_an_article_between_or_not(sentence: str, language: str, agent: bool) -> None:
    held = passage([sentence], language=language)
    [only] = candidates(asked("it", held), held)
    assert name_follows(only, "agent") is agent


def test_an_agent_counts_for_persons_and_a_place_for_places() -> None:
    sentence = "It was led by Sudani in Iraq."
    person, place = measured("who led it", sentence), measured("where was it led", sentence)
    assert (person["named_agent"], person["named_place"]) == (1, 0)
    assert (place["named_agent"], place["named_place"]) == (0, 1)


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Daesh is an armed group.", 1),
        ("The so-called Daesh is an armed group.", 1),
        ("An armed group of no great size is called Daesh.", 0),
        ("Daesh fled.", 0),
    ],
)
def test_a_definition_begins_with_what_it_defines(sentence: str, subject: int) -> None:
    assert measured("what is Daesh", sentence)["defines_subject"] == subject
    assert measured("why did Daesh flee", sentence)["defines_subject"] == 0


def test_the_first_sentence_of_an_article_may_define() -> None:
    first, second = ("Daesh is a group.", "Daesh is a name.")
    assert measured("what is Daesh", first, second)["defines_first"] == 1
    assert measured("what is Daesh", first, second, place=1)["defines_first"] == 0
    assert measured("where is Daesh", first, second)["defines_first"] == 0
    later = passage([first], start=80)
    ready = asked("what is Daesh", later)
    assert measured("what is Daesh", first)["defines_first"] == 1
    assert carries(Kind.DEFINITION, "")(ready, candidates(ready, later)[0]) == 1


def test_a_thousand_characters_of_names_are_near_to_a_long_question_in_milliseconds() -> None:
    letters = "bcdfghjklmnpqrtvwxyz"
    words = [a + b for a in letters for b in letters]
    held = passage([" ".join([*words[:160], *map(str.title, words[200:370])])])
    ready = asked(f"who {' '.join(words[:160])}", held)
    [only] = candidates(ready, held)
    judge = near(NAMED, "name", "the name")
    assert min(seconds(lambda: judge(ready, only)) for _ in range(3)) < 0.003


@pytest.mark.parametrize("unit", ["in ", "in the ", "by ", "by the", "of“", "the "])
def test_ten_thousand_words_that_announce_a_name_take_little_time(unit: str) -> None:
    held = passage([unit * 10_000])
    ready = asked("where is it", held)
    only = candidate(ready, settings([held])[0], 0, 0.0, analyzer())
    assert seconds(lambda: (name_follows(only, "place"), name_follows(only, "agent"))) < 0.5
