"""What is asked for, and where a sentence shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language.kinds import NAME, Kind, asked_kind, shown
from tests.hostile import LANGUAGES, QUICK, TEXTS, seconds


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many US troops are in Iraq?", Kind.NUMBER),
        ("how much did it cost", Kind.NUMBER),
        ("HOW MANY TROOPS", Kind.NUMBER),
        ("How old is he?", Kind.NUMBER),
        ("How often did it fail?", Kind.NUMBER),
        ("What percentage of the people left?", Kind.NUMBER),
        ("What total population has it?", Kind.NUMBER),
        ("How long did it last?", Kind.DURATION),
        ("For how many months did it last?", Kind.DURATION),
        ("When was the coalition founded?", Kind.TIME),
        ("In what year did it end?", Kind.TIME),
        ("On which exact day did it end?", Kind.TIME),
        ("Why did it end?", Kind.REASON),
        ("How come it ended?", Kind.REASON),
        ("What was the reason for it?", Kind.REASON),
        ("Who leads it?", Kind.PERSON),
        ("Who is the prime minister?", Kind.PERSON),
        ("Who's there?", Kind.PERSON),
        ("Who’s there?", Kind.PERSON),
        ("Whose army is it?", Kind.PERSON),
        ("What company made it?", Kind.PERSON),
        ("Where is Baghdad?", Kind.PLACE),
        ("Which country is it in?", Kind.PLACE),
        ("What is Daesh?", Kind.DEFINITION),
        ("“What's Daesh?”", Kind.DEFINITION),
        ("define Daesh", Kind.DEFINITION),
        ("How does it work?", Kind.MANNER),
        ("Which group did it?", Kind.PERSON),
        ("What did he say?", Kind.THING),
        ("Is Iraq a republic?", Kind.YES_NO),
        ("troops in Iraq", Kind.OTHER),
        ("the whenever clause", Kind.OTHER),
        ("somewhere, somehow", Kind.OTHER),
        ("", Kind.OTHER),
        ("What is the population of Iraq?", Kind.NUMBER),
        ("What's the population of Iraq?", Kind.NUMBER),
        ("What is the date of the vote?", Kind.TIME),
    ],
)
def test_the_question_words_say_which_kind_is_asked_for(question: str, kind: Kind) -> None:
    assert asked_kind(question, "en") is kind


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("¿Cuántos cascos azules hay?", "es", Kind.NUMBER),
        ("cuantas personas", "es", Kind.NUMBER),
        ("¿Cuándo empezó?", "es", Kind.TIME),
        ("Wie viele Soldaten sind dort?", "de", Kind.NUMBER),
        ("Wann endete das Mandat?", "de", Kind.TIME),
        ("How many troops?", "xx", Kind.OTHER),
        ("How many troops?", "../en", Kind.OTHER),
    ],
)
def test_the_question_words_are_those_of_its_language(question: str, language: str, kind: Kind) -> None:
    assert asked_kind(question, language) is kind


@pytest.mark.parametrize(
    ("sentence", "number", "time"),
    [
        ("The US has about 2,500 troops there.", True, False),
        ("Three soldiers were killed.", True, False),
        ("They left in December 2011.", False, True),
        ("He spoke on 5 January.", False, True),
        ("The base was built in the 1990s.", False, True),
        ("About 5,200 soldiers were there in January 2020.", True, True),
        ("Nobody was hurt.", False, False),
        ("", False, False),
    ],
)
def test_a_sentence_shows_a_number_only_outside_of_dates(sentence: str, number: bool, time: bool) -> None:
    assert any(shown(Kind.NUMBER, sentence, "en")) is number
    assert any(shown(Kind.TIME, sentence, "en")) is time


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        (Kind.DURATION, "It lasted two years.", ["two years", "lasted"]),
        (Kind.DURATION, "It cost two dollars.", []),
        (Kind.NUMBER, "It took two years, the 3rd time.", ["two years"]),
        (Kind.PERSON, "Mr Mohammed Al-Sudani of Iraq’s army", ["Mohammed", "Al-Sudani", "Iraq’s"]),
        (Kind.PLACE, "In Ürümqi, (Éire) and İzmir", ["Ürümqi", "Éire", "İzmir"]),
        (Kind.PERSON, "“The troops left.”", []),  # the first word
        (Kind.PERSON, "the iPhone", []),
        (Kind.REASON, "It ended because of him, and thus.", ["because", "thus"]),
        (Kind.MANNER, "It went through and by him.", ["through", "by"]),
        (Kind.DEFINITION, "Daesh is an army, known as it.", ["is an", "known as"]),
        (Kind.THING, "Daesh is an army of 2,500 in Iraq.", []),
        (Kind.YES_NO, "Daesh is an army of 2,500 in Iraq.", []),
        (Kind.OTHER, "Daesh is an army of 2,500 in Iraq.", []),
    ],
)
def test_a_sentence_shows_what_is_asked_for(kind: Kind, sentence: str, expected: list[str]) -> None:
    assert [sentence[start:end] for start, end in shown(kind, sentence, "en")] == expected


@QUICK
@given(TEXTS, st.sampled_from(Kind), LANGUAGES)
def test_what_is_shown_stands_in_the_sentence(sentence: str, kind: Kind, language: str) -> None:
    spans = list(shown(kind, sentence, language))
    assert all(0 <= start < end <= len(sentence) for start, end in spans)
    assert spans == list(shown(kind, sentence, language))


@QUICK
@given(TEXTS, LANGUAGES)
def test_every_question_asks_for_one_kind(question: str, language: str) -> None:
    assert asked_kind(question, language) in Kind


@pytest.mark.parametrize(
    "bait", ["A", "Aa ", "A.", "A'", "A-", "a", " ", "!", "“", "'", "\u0301", "A\u0301", "! A", "漢"]
)
def test_bait_of_names_takes_no_time(bait: str) -> None:
    for text in (bait * (100_000 // len(bait)), "“" * 50_000 + bait * (50_000 // len(bait)) + "A"):
        assert seconds(lambda: list(NAME.finditer(text))) < 1


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "bait", ["what ", "how ", "is a ", "A.", "to ", "'", "-", "a-", "in May ", "2,", "because", " "]
)
def test_bait_of_every_kind_takes_no_time(kind: Kind, bait: str) -> None:
    text = bait * (20_000 // len(bait))
    list(shown(kind, "warm", "en"))
    assert seconds(lambda: (asked_kind(text, "en"), list(shown(kind, text, "en")))) < 1
