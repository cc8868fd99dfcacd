"""What stands around a sentence."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.asked import prepare
from bot.answering.signals.context import FURTHER, in_title
from tests.hostile import QUICK, TEXTS
from tests.values import analyzer, asked, candidates, measured, passage, question, signals, with_frequencies

WORDS = ["troops", "Iraq", "talks", "withdrawal", "Daesh", "coalition", "advisers", "the"]
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), min_size=1, max_size=6)


def weight(weights: Mapping[str, float], terms: Iterable[str]) -> float:
    return sum(weights[term] for term in terms)


@given(SENTENCES, st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_each_word_of_the_question_is_counted_where_it_stands(sentences: list[str], title: str, question: str) -> None:
    held = passage(sentences, title=title)
    elsewhere = passage(["withdrawal of the coalition"], start=9_000)
    ready = asked(question, held, elsewhere)
    for each in candidates(ready, held, elsewhere)[: len(sentences)]:
        values = signals(ready, each)
        assert values["coverage"] + weight(ready.weights, each.missing) == pytest.approx(1 if ready.weights else 0)
        assert values["nowhere_around"] == pytest.approx(weight(ready.weights, ready.weights.keys() - each.around))
        assert values["in_article"] <= values["nowhere_around"] + 1e-9
        assert values["refers_back_to_words"] <= values["in_previous"] + 1e-9
        for earlier in ("two_before", "further_before"):
            assert values["in_previous"] + values[earlier] <= weight(ready.weights, each.missing) + 1e-9
        for signal in ("in_previous", "in_next", "in_passage", "in_title"):
            assert values[signal] <= weight(ready.weights, each.missing & each.around) + 1e-9


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, {"in_next": 1, "in_passage": 3}),
        (1, {"in_previous": 1, "in_next": 1, "in_passage": 2}),
        (2, {"in_previous": 1, "in_next": 1, "two_before": 1, "in_passage": 2}),
        (4, {"in_previous": 1, "two_before": 1, "further_before": 2, "in_passage": 3}),
    ],
)
def test_words_that_a_sentence_lacks_count_by_how_far_away_they_stand(place: int, expected: dict[str, int]) -> None:
    values = measured(
        "troops talks Daesh Iraq coalition", "Troops.", "Talks.", "Daesh.", "Iraq.", "Coalition.", place=place
    )
    names = ("in_previous", "in_next", "two_before", "further_before", "in_passage")
    assert [values[name] for name in names] == pytest.approx([expected.get(name, 0) / 5 for name in names])


def test_words_in_the_title_count_where_the_sentence_lacks_them() -> None:
    assert measured("troops in Iraq", "Troops left.", title="Iraq")["in_title"] > 0
    assert measured("troops in Iraq", "Troops left Iraq.", title="Iraq")["in_title"] == 0
    assert measured("troops in Iraq", "Troops left.")["in_title"] == 0


def test_words_elsewhere_in_the_article_count_only_where_nothing_nearer_holds_them() -> None:
    here, there = passage(["Troops left."], id="a"), passage(["Iraq votes."], id="a", start=900)
    other = passage(["Daesh fled."], id="b")
    ready = asked("troops Iraq Daesh", here, there, other)
    values = signals(ready, candidates(ready, here, there, other)[0])
    assert values["in_article"] == pytest.approx(1 / 3)
    assert values["nowhere_around"] == pytest.approx(2 / 3)


def test_the_rarest_word_may_stand_in_the_sentence_its_passage_or_the_title() -> None:
    statistics = with_frequencies({"iraq": 50, "tosca": 1})
    ready = prepare(question("Tosca in Iraq"), statistics, analyzer(), within_article=False)
    for sentences, title, expected in (
        (["Iraq votes.", "Tosca is sung."], "", 1),
        (["Iraq votes."], "Tosca", 1),
        (["Tosca."], "", 1),
        (["Iraq votes."], "Iraq", 0),
    ):
        held = passage(sentences, title=title)
        assert signals(ready, candidates(ready, held)[0])["rarest_around"] == expected


def test_a_title_is_asked_for_by_its_words() -> None:
    assert measured("troops in Iraq", "Troops left.", title="Troops of the coalition in Iraq")["title_asked"] == 2 / 3
    assert measured("troops in Iraq", "Troops left.", title="The")["title_asked"] == 0


def test_what_the_library_has_never_heard_of_is_unknown() -> None:
    assert measured("sopranos", "Troops left.")["unknown"] == 1
    assert measured("troops", "Troops left.")["unknown"] == 0
    assert measured("who is it", "Troops left.")["unknown"] == 0


@pytest.mark.parametrize(("start", "place", "within"), [(0, 0, True), (0, 1, True), (900, 0, True), (0, 0, False)])
def test_the_start_of_an_article_counts_where_only_that_article_was_asked(start: int, place: int, within: bool) -> None:
    held = passage(["Troops left.", "Iraq votes."], start=start)
    ready = asked("troops", held, within_article=within)
    each = candidates(ready, held)[place]
    values = signals(ready, each)
    assert values["first_of_passage"] == (place == 0)
    assert values["at_the_start"] == (within and start == 0 and place == 0)
    assert values["near_the_start"] == (1 / (1 + each.sentence.start / FURTHER) if within else 0)


@pytest.mark.parametrize(
    ("sentence", "refers"),
    [("They left Iraq.", 1), ("Its capital is Baghdad.", 1), ("Troops left.", 0), ("“They left.”", 1)],
)
def test_a_sentence_that_begins_with_a_pronoun_refers_back(sentence: str, refers: int) -> None:
    values = measured("troops in Iraq", "Troops came.", sentence, place=1)
    assert values["refers_back"] == refers
    assert values["refers_back_to_words"] == refers * values["in_previous"]


def test_the_score_of_a_passage_is_measured_against_the_question() -> None:
    held, other = passage(["Troops left."], score=3.0), passage(["Iraq votes."], id="b", score=6.0)
    ready = asked("troops in Iraq", held, other)
    values = signals(ready, candidates(ready, held, other)[0])
    assert values["passage_score"] == 3.0 / ready.ideal
    assert (values["passage_share"], values["article_share"]) == pytest.approx((1 / 2, 1 / 3))


def test_where_nothing_was_scored_nothing_has_a_share() -> None:
    held = passage(["Troops left."], score=0.0)
    ready = asked("troops", held)
    values = signals(ready, candidates(ready, held)[0])
    assert (values["passage_share"], values["article_share"], values["passage_score"]) == (0, 0, 0)


@QUICK
@given(TEXTS, TEXTS)
def test_a_sentence_without_anything_around_it_lacks_what_is_nowhere(text: str, sentence: str) -> None:
    values = measured(text, sentence)
    around = ("in_previous", "in_next", "two_before", "further_before", "in_passage", "in_title", "in_article")
    assert [values[name] for name in around] == [0] * len(around)
    assert values["nowhere_around"] == pytest.approx(1 - values["coverage"] if question(text).terms else 0)


def test_a_country_of_the_title_does_not_help_a_sentence_that_tells_a_number_of_another() -> None:
    held = passage(["About 35,000 troops are in Germany.", "They train."], title="New garrison in Poland")
    ready = asked("how many troops are in Poland", held)
    of_germany, without = (in_title(ready, each) for each in candidates(ready, held))
    assert of_germany == 0 < without
