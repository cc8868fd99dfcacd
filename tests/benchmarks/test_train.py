"""The weights: what is trained is what is used, and no signal is turned against its sense."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("scipy", reason="only those who train the weights need scipy")

from benchmarks.examples import Example, Row, ask, with_article
from benchmarks.train import (
    ABOUT_STYLE,
    CONFIDENCE,
    DIGITS,
    WEIGHTS,
    Data,
    digests,
    first,
    first_right,
    logistic,
    probabilities,
    share,
    sign,
    train_order,
    with_relevance,
)
from bot.answering import load_weights
from bot.answering.signals import AGAINST, EITHER, SIGNALS
from bot.answering.standing import RELEVANCE
from bot.answering.weights import Logistic
from bot.app import default_thresholds, open_desk
from bot.model import SHARED, Draft
from tests.library.contract import fresh_folder
from tests.values import asked

SHIPPED = json.loads(WEIGHTS.read_text("utf-8"))
NAMES = tuple(SIGNALS)
FOR, AGAINST_IT, FREE = "coverage", "names_missing", "commas"
PLACES = [NAMES.index(name) for name in (FOR, AGAINST_IT, FREE)]


def example(values: Any, right: int | None) -> Example:
    """A question whose sentences have these values of the signals FOR, AGAINST_IT and FREE, and 0 of the others."""
    table = np.zeros((len(values), len(NAMES)))
    table[:, PLACES] = values
    flags = np.arange(len(values)) == (-1 if right is None else right)
    return Example(asked("troops"), (frozenset({"troop"}),) * len(values), table, flags, right is not None, None)


def made_up(truth: tuple[float, float, float], questions: int = 400) -> list[Example]:
    random = np.random.default_rng(1)
    tables = [random.uniform(size=(5, 3)) for _ in range(questions)]
    return [example(table, int(np.argmax(table @ truth + random.gumbel(size=5)))) for table in tables]


# Signs


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_may_weigh_only_as_its_words_say(name: str) -> None:
    least, most = sign(name)
    assert (least == 0.0) == (name not in AGAINST | EITHER)
    assert (most == 0.0) == (name in AGAINST)
    assert (least, most) == (None, None) or name not in EITHER


@pytest.mark.parametrize("name", SHIPPED["ranking"])
def test_no_shipped_weight_is_beyond_the_bounds_that_it_was_trained_within(name: str) -> None:
    least, most = sign(name)
    weight = SHIPPED["ranking"][name]
    assert weight != 0
    assert least is None or weight >= least
    assert most is None or weight <= most


def test_the_order_is_trained_with_the_signs_that_the_signals_may_have() -> None:
    found = train_order(made_up((6.0, -4.0, 2.0)))[PLACES]
    assert list(np.sign(found)) == [1, -1, 1]
    turned = train_order(made_up((-6.0, 4.0, -2.0)))[PLACES]
    assert list(np.sign(turned)) == [0, 0, -1]


def test_a_signal_that_says_nothing_is_left_out_and_the_weights_are_rounded() -> None:
    found = train_order(made_up((6.0, -4.0, 2.0)))
    assert set(np.flatnonzero(found)) == set(PLACES)
    assert all(float(weight) == round(float(weight), DIGITS) for weight in found)


def test_questions_without_a_right_or_without_a_wrong_sentence_teach_nothing_of_the_order() -> None:
    good = made_up((6.0, -4.0, 2.0))
    useless = [example([[0.1, 0.9, 0.5]] * 2, None), example([[0.1, 0.9, 0.5]], 0), example(np.zeros((0, 3)), None)]
    assert list(train_order([*good, *useless])) == list(train_order(good))


# Probabilities


def groups(size: int = 600) -> list[list[tuple[dict[str, float], bool]]]:
    """Of one group most are true where `x` is high; in the other none is."""
    random = np.random.default_rng(1)
    drawn = [
        ({"x": float(x), "noise": 0.5}, bool(x + random.normal(scale=0.3) > 0.5)) for x in random.uniform(size=size)
    ]
    return [drawn, [({"x": float(x) / 2, "noise": 0.5}, False) for x in random.uniform(size=size)]]


def test_a_probability_is_trained_and_rounded_and_holds_no_value_that_says_nothing() -> None:
    model = logistic(groups(), [1, 1], ["x", "noise"])
    assert list(model["weights"]) == ["x"]
    assert model["weights"]["x"] > 0
    for number in (model["bias"], model["weights"]["x"]):
        assert number == round(number, DIGITS)


def test_a_group_of_less_importance_counts_less() -> None:
    low, high = (logistic(groups(), [1, importance], ["x"]) for importance in (0.1, 1.0))
    values = {"x": 0.5}
    assert Logistic(**low).probability(values) > Logistic(**high).probability(values)


@given(st.floats(-5, 5), st.floats(-5, 5), st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 1)), max_size=5))
def test_training_takes_a_probability_as_the_bot_does(
    bias: float, weight: float, rows: list[tuple[float, float]]
) -> None:
    model = {"bias": bias, "weights": {"x": weight, "y": -1.0}}
    group = [({"x": x, "y": y, "z": 9.0}, True) for x, y in rows]
    expected = [Logistic(bias, {"x": weight, "y": -1.0}).probability(values) for values, _ in group]
    assert probabilities(model, group) == pytest.approx(np.array(expected))


@given(st.floats(-20, 20), st.booleans())
def test_confidence_knows_the_log_odds_of_relevance_besides_all_else(logit: float, right: bool) -> None:
    [(values, flag)] = with_relevance([({"x": logit, "y": 2.0}, right)], {"bias": 0.0, "weights": {"x": 1.0}})
    assert values == {"x": logit, "y": 2.0, RELEVANCE: pytest.approx(logit, abs=1e-5)}
    assert flag is right


def test_confidence_is_trained_on_kinds_of_questions_that_are_asked() -> None:
    assert set(CONFIDENCE) <= set(Data.__slots__)


TEXT = """\
The United States keeps about 2,500 troops in Iraq. They advise the Iraqi army, which asked for it in 2014.

The coalition was founded in September 2014 by a number of countries. Its headquarters stand in Kuwait.

Nobody had counted the camels of the desert before. In May the Ministry of Agriculture counted 40,000 camels."""
QUESTIONS = (
    "how many troops are in Iraq",
    "how many troops are now in Iraq",
    "when was the coalition founded",
    "who counted the camels",
    "where are the headquarters of the coalition",
    "why did the army ask for advice",
    "what is the capital of Mongolia, on which camels walk",
)


@pytest.mark.parametrize("within", [None, "iraq"])
def test_a_first_sentence_is_trained_on_with_the_values_that_the_bot_sees(within: str | None) -> None:
    """Whatever the training makes of an example with the shipped weights, the ranker makes of the question."""
    article = {
        "id": "iraq",
        "title": "What soldiers do",
        "text": TEXT,
        "url": None,
        "published": None,
        "language": "en",
    }
    asking: list[Row] = [{"question": text, "gold": [], "within": within} for text in QUESTIONS]
    order = np.array(load_weights().aligned(NAMES))
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        desk.library.put([Draft(SHARED, "What soldiers do", TEXT, "iraq", language="en")])
        for text, found in zip(QUESTIONS, ask([article], with_article(asking)), strict=True):
            ranking, _ = desk.consult(text, SHARED, within)
            group = [first(found, order)]
            [relevance] = probabilities(SHIPPED["relevance"], group)
            [confidence] = probabilities(SHIPPED["confidence"], with_relevance(group, SHIPPED["relevance"]))
            assert ranking.relevance == pytest.approx(relevance, abs=1e-9)
            assert ranking.confidence == pytest.approx(confidence, abs=1e-9)


# The file


def test_the_shipped_weights_stand_in_the_order_of_the_signals_and_are_rounded() -> None:
    assert list(SHIPPED["ranking"]) == [name for name in NAMES if name in SHIPPED["ranking"]]
    for weights in (SHIPPED["ranking"], SHIPPED["relevance"]["weights"], SHIPPED["confidence"]["weights"]):
        assert all(weight == round(weight, DIGITS) for weight in weights.values())


def test_whether_the_library_is_about_a_question_is_not_told_from_how_it_is_written() -> None:
    assert ABOUT_STYLE.isdisjoint(SHIPPED["relevance"]["weights"])
    assert ABOUT_STYLE & SHIPPED["confidence"]["weights"].keys()


def test_the_file_names_what_was_read_of_which_set() -> None:
    assert date.fromisoformat(SHIPPED["trained"])
    sets = {name: {"articles.jsonl", "questions.jsonl"} for name in ("squad", "wikiqa-train")}
    assert set(SHIPPED["trained_on"]) == {f"{name}/{file}" for name, files in sets.items() for file in files}


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    for name in ("squad", "wikiqa-train"):
        (tmp_path / name).mkdir()
        for file in ("articles.jsonl", "questions.jsonl"):
            (tmp_path / name / file).write_bytes(f"{name}\r\n{file}".encode())
    found = digests(tmp_path)
    assert found["squad/questions.jsonl"] == hashlib.sha256(b"squad\r\nquestions.jsonl").hexdigest()
    assert len(set(found.values())) == 4


# Scores


def test_the_score_counts_answerable_questions_alone_and_those_that_found_nothing_as_wrong() -> None:
    order = np.zeros(len(NAMES))
    order[PLACES[0]] = 1.0
    examples = [
        example([[0.9, 0, 0], [0.1, 0, 0]], 0),
        example([[0.9, 0, 0], [0.1, 0, 0]], 1),
        example([[0.9, 0, 0]], None),
        Example(asked("troops"), (), np.zeros((0, len(NAMES))), np.zeros(0, dtype=bool), True, None),
    ]
    assert first_right(examples, order) == [True, False, False]
    assert share([True, False, False]) == 0.3333
