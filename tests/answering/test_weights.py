"""What the signals are worth."""

import json
import math
from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.signals import AGAINST, EITHER, SIGNALS, in_words
from bot.answering.standing import RELEVANCE, standing
from bot.answering.weights import FILE, Logistic, load_weights, parse
from tests.values import asked

NUMBERS = st.floats(-1e6, 1e6)
WEIGHTS = load_weights()
SHIPPED = json.loads((resources.files("bot.answering") / FILE).read_text(encoding="utf-8"))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_probability_grows_with_what_weighs_for_it(bias: float, weight: float, one: float, other: float) -> None:
    model = Logistic(bias, {"x": weight})
    low, high = sorted([one, other], key=lambda value: weight * value)
    assert 0 < model.probability({"x": low}) <= model.probability({"x": high}) <= 1


@pytest.mark.parametrize("value", [1e308, -1e308, 1e3, -1e3])
def test_a_probability_is_safe_at_the_extremes(value: float) -> None:
    for weight in (1.0, -1.0, 5.0, -5.0):
        assert 0 <= Logistic(0.0, {"x": weight}).probability({"x": value}) <= 1


def test_a_probability_is_that_of_the_formula() -> None:
    model = Logistic(-1.0, {"x": 2.0, "y": 0.5})
    assert model.probability({"x": 1.0, "y": -4.0, "z": 9.0}) == pytest.approx(1 / (1 + math.exp(1)))
    assert Logistic(0.0, {}).probability({}) == 0.5


def test_a_value_that_was_trained_on_has_to_be_there() -> None:
    with pytest.raises(KeyError):
        Logistic(0.0, {"x": 1.0}).probability({})


def test_the_weights_of_the_ranking_are_put_in_the_order_of_the_signals() -> None:
    assert WEIGHTS.aligned(("coverage", "no signal", "bm25")) == (
        WEIGHTS.ranking["coverage"],
        0.0,
        WEIGHTS.ranking["bm25"],
    )


def test_every_weight_of_the_ranking_is_that_of_a_signal() -> None:
    assert WEIGHTS.ranking.keys() <= SIGNALS.keys()


def test_no_signal_weighs_against_its_sense() -> None:
    assert not AGAINST & EITHER
    assert SIGNALS.keys() >= AGAINST | EITHER
    for name, weight in WEIGHTS.ranking.items():
        assert name in EITHER or (weight <= 0 if name in AGAINST else weight >= 0), name


@pytest.mark.parametrize("model", [WEIGHTS.relevance, WEIGHTS.confidence], ids=["relevance", "confidence"])
def test_every_weight_of_a_probability_is_that_of_a_value_that_is_given(model: Logistic) -> None:
    values = standing(asked("troops"), dict.fromkeys(SIGNALS, 0.0), 0.0, [], frozenset())
    values |= {RELEVANCE: 0.0} if model is WEIGHTS.confidence else {}
    assert model.weights.keys() <= values.keys()
    assert 0 <= model.probability(values) <= 1


def test_every_number_is_finite_and_every_threshold_a_probability() -> None:
    models = (WEIGHTS.relevance, WEIGHTS.confidence)
    numbers = [
        *WEIGHTS.ranking.values(),
        *(number for each in models for number in (each.bias, *each.weights.values())),
    ]
    assert all(isinstance(number, float) and math.isfinite(number) for number in numbers)
    assert all(abs(number) < 50 for number in numbers)
    assert 0 < WEIGHTS.relevant < 1


def test_the_file_says_on_what_it_was_trained_and_how_good_it_was_then() -> None:
    assert date.fromisoformat(SHIPPED["trained"])
    assert SHIPPED["trained_on"]
    assert all(len(digest) == 64 and int(digest, 16) for digest in SHIPPED["trained_on"].values())
    assert SHIPPED["scores"]
    assert all(0 <= score <= 1 for score in SHIPPED["scores"].values())


def test_what_is_read_is_what_is_written() -> None:
    text = json.dumps(
        {
            "ranking": {"bm25": 1.5},
            "relevance": {"bias": 0.5, "weights": {"coverage": 2.0}, "threshold": 0.25},
            "confidence": {"bias": -0.5, "weights": {"lead": 3.0}},
        }
    )
    weights = parse(text)
    assert weights.ranking == {"bm25": 1.5}
    assert weights.relevance == Logistic(0.5, {"coverage": 2.0})
    assert weights.relevant == 0.25
    assert weights.confidence == Logistic(-0.5, {"lead": 3.0})


@pytest.mark.parametrize("name", SIGNALS)
def test_every_signal_says_in_words_what_it_is(name: str) -> None:
    words = in_words(name)
    assert words != name
    assert words == words.strip()
    assert words[0].islower()
    assert words[-1] not in ".:"
