"""What is asked for, and whether a sentence carries it."""

import pytest

from bot.answering.kinds import Kind, asked_kind, carries


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many US troops are in Iraq?", Kind.NUMBER),
        ("how much did it cost", Kind.NUMBER),
        ("¿Cuántos cascos azules hay?", Kind.NUMBER),
        ("cuantas personas", Kind.NUMBER),
        ("Wie viele Soldaten sind dort?", Kind.NUMBER),
        ("When was the coalition founded?", Kind.TIME),
        ("In what year did it end?", Kind.TIME),
        ("¿Cuándo empezó?", Kind.TIME),
        ("Wann endete das Mandat?", Kind.TIME),
        ("Who is the prime minister?", None),
        ("the whenever clause", None),
    ],
)
def test_the_question_words_say_which_kind_is_asked_for(question: str, kind: Kind | None) -> None:
    assert asked_kind(question) is kind


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
        ("Das Mandat endet im Oktober 2024.", False, True),
        ("Hay 85 países en la coalición.", True, False),
    ],
)
def test_a_sentence_carries_a_number_only_outside_of_dates(sentence: str, number: bool, time: bool) -> None:
    assert (carries(Kind.NUMBER, sentence), carries(Kind.TIME, sentence)) == (number, time)
