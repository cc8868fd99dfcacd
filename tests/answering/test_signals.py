"""All signals together."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.asked import prepare
from bot.answering.signals import FUNCTIONS, SIGNALS, in_words, measure
from bot.model import Statistics
from tests.hostile import LANGUAGES, TEXTS, THOROUGH, seconds
from tests.values import analyzer, asked, candidates, measured, passage, question, signals

NO_LIMIT = math.inf
MOST = {"contrast": 2.0, "overlong": NO_LIMIT, "bm25": NO_LIMIT, "passage_score": NO_LIMIT}
"""The others lie between 0 and 1."""
OF_THE_RETRIEVAL = {"passage_share", "article_share", "in_article"}
STRANGE = st.sampled_from(
    [
        "",
        " ",
        "who are you",
        "?",
        "US",
        "United States",
        "x" * 500,
        "漢字",
        "a",
        "not",
        "\u200b",
        "İ",
        "ﷺ",
        "A. B.",
        "\x00",
    ]
)
ANY_TEXT = st.one_of(TEXTS, STRANGE)
STATISTICS = st.builds(
    Statistics,
    passages=st.sampled_from([0, 1, 100, 10**7]),
    frequencies=st.dictionaries(st.sampled_from(["us", "iraq", "a", "漢字", "x" * 100]), st.integers(0, 10**9)),
    sentence_terms=st.floats(0.1, 1e6),
)


def in_range(values: dict[str, float]) -> bool:
    return all(-1e-9 <= value <= MOST.get(name, 1.0) + 1e-9 for name, value in values.items())


@THOROUGH
@given(
    text=ANY_TEXT,
    sentences=st.lists(ANY_TEXT, min_size=1, max_size=4),
    title=ANY_TEXT,
    languages=st.tuples(LANGUAGES, LANGUAGES),
    score=st.sampled_from([0.0, 1e-300, 3.0, 1e6]),
    statistics=STATISTICS,
    within=st.booleans(),
)
def test_every_signal_is_finite_and_within_its_range_whatever_is_read(
    text: str,
    sentences: list[str],
    title: str,
    languages: tuple[str, str],
    score: float,
    statistics: Statistics,
    within: bool,
) -> None:
    held = passage(sentences, title=title, language=languages[1], score=score)
    ready = prepare(question(text, languages[0]), statistics, analyzer(), within)
    for each in candidates(ready, held, bm25=score):
        values = signals(ready, each)
        assert all(math.isfinite(value) for value in values.values())
        assert in_range(values), {name: value for name, value in values.items() if not in_range({name: value})}
        assert measure(ready, each) == tuple(values.values())


@pytest.mark.parametrize(
    "sentence",
    [
        "troops " * 10_000,
        "2,500 " * 10_000,
        "Mohammed " * 10_000,
        "漢" * 30_000,
        "x" * 60_000,
        "a.b.c." * 10_000,
        "the not because in May 2011 Iraq is a " * 1_000,
        "“" * 60_000,
        "" * 3,
    ],
    ids=lambda sentence: sentence[:6],
)
def test_a_sentence_without_end_has_finite_signals_in_a_second(sentence: str) -> None:
    def work() -> None:
        for text in ("how many US troops are in Iraq", "who is 漢字", "when did troops leave Iraq"):
            assert in_range(measured(text, sentence, sentence[:100]))

    assert seconds(work) < 3


def test_a_sentence_has_the_same_signals_whatever_else_was_retrieved_but_for_its_share() -> None:
    held = passage(["It is in Iraq.", "About 2,500 US troops are in Iraq.", "They train."], score=4.0, title="Iraq")
    others = [passage(["US talks began."], score=9.0, start=500), passage(["Troops left."], id="b", score=2.0)]
    ready = asked("how many US troops and talks are in Iraq", held, *others)
    for place in range(3):
        alone, among = (signals(ready, candidates(ready, held, *rest)[place]) for rest in ((), others))
        assert {name for name in SIGNALS if alone[name] != among[name]} == OF_THE_RETRIEVAL


def test_the_best_that_can_be_held_is_held_by_the_question_itself() -> None:
    text = "did 2,500 US troops leave Baghdad"
    values = measured(text, text)
    for name in ("coverage", "coverage_squared", "coverage_by_number", "in_order", "density", "word_pairs_held"):
        assert values[name] == pytest.approx(1)
    assert values["pieces"] > 0.9
    for name in (
        "largest_missing",
        "similar_words",
        "names_missing",
        "numbers_missing",
        "nowhere_around",
        "inversions",
    ):
        assert values[name] == 0


def test_a_question_of_stop_words_has_no_signals_but_those_of_the_sentence() -> None:
    values = measured("it", "The troops left.")
    assert {name for name, value in values.items() if value} <= {
        "passage_share", "article_share", "first_of_passage", "new_words", "short", "heading",
    }  # fmt: skip


def test_no_two_signals_have_one_name_or_say_the_same() -> None:
    assert len(SIGNALS) == len(FUNCTIONS)
    said = [in_words(name) for name in SIGNALS if name != "carries_place"]  # a name, as for persons
    assert len(set(said)) == len(said)


def test_initials_alone_are_held_and_have_no_place() -> None:
    held = passage(["The United States left."])
    ready = asked("US", held)
    [only] = candidates(ready, held)
    assert only.positions == {}
    assert in_range(signals(ready, only))
    assert signals(ready, only)["density"] == 1


def test_a_score_below_the_smallest_number_is_none() -> None:
    held = replace(passage(["Troops left."]), score=5e-324)
    ready = asked("troops", held)
    assert in_range(signals(ready, candidates(ready, held)[0]))
