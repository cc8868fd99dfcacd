"""The two linear models find what is in the data, and the same again."""

import math
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.hostile import QUICK

pytest.importorskip("scipy", reason="only those who train the weights need scipy")

from benchmarks.examples import Flags, Floats
from benchmarks.fitting import area_under_curve, fit_order, fit_probability, spread_of

ROOT = Path(__file__).parents[2]
TRUTH = np.array([2.0, -1.5, 0.0, 0.7])
ANY = [(None, None)] * len(TRUTH)
SENTENCES = 6


def made_up_order(questions: int = 1_500) -> tuple[list[Floats], list[Flags]]:
    """Questions whose right sentence was drawn with the chances that the true weights give (Gumbel's way)."""
    random = np.random.default_rng(1)
    values = [random.normal(size=(SENTENCES, len(TRUTH))) for _ in range(questions)]
    chosen = [int(np.argmax(each @ TRUTH + random.gumbel(size=SENTENCES))) for each in values]
    return values, [np.arange(SENTENCES) == best for best in chosen]


FEW = made_up_order(questions=200)


def made_up_probability(bias: float, truth: Floats, size: int = 6_000) -> tuple[Floats, Flags]:
    random = np.random.default_rng(1)
    values = random.normal(size=(size, len(truth)))
    return values, random.uniform(size=size) < 1 / (1 + np.exp(-(bias + values @ truth)))


# The order


def test_the_weights_that_ordered_the_sentences_are_found_again() -> None:
    found = fit_order(*made_up_order(), penalty=0.1, bounds=ANY)
    assert found == pytest.approx(TRUTH, abs=0.15)


def test_a_signal_in_other_units_gets_the_weight_of_these_units() -> None:
    values, right = made_up_order()
    units = np.array([100.0, 0.01, 1.0, 5.0])
    found = fit_order(values, right, 3.0, ANY)
    assert fit_order([each * units for each in values], right, 3.0, ANY) * units == pytest.approx(found, abs=1e-3)


def test_a_penalty_draws_the_weights_towards_nothing() -> None:
    values, right = made_up_order()
    sizes = [float(np.abs(fit_order(values, right, penalty, ANY)).sum()) for penalty in (0.1, 30.0, 3_000.0, 1e9)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 1e-3


def test_a_signal_that_never_changes_has_no_weight() -> None:
    values, right = made_up_order()
    steady = [np.column_stack([each, np.full(len(each), 7.0)]) for each in values]
    assert fit_order(steady, right, 3.0, [*ANY, (None, None)])[-1] == pytest.approx(0.0, abs=1e-9)


def test_questions_of_different_lengths_are_kept_apart() -> None:
    """A sentence is only held against those of its own question: here the better question has the worse sentences."""
    values = [np.array([[1.0], [0.0]]), np.array([[11.0], [10.0], [10.0]]), np.array([[-4.0], [-5.0]] + [[-6.0]] * 5)]
    right = [np.arange(len(each)) == 0 for each in values]
    assert fit_order(values, right, 0.001, [(None, None)])[0] > 1


def test_several_right_sentences_share_their_chance() -> None:
    """McFadden by hand: with scores (w, w, 0), of which the first and the last are right, p = (e^w + 1) / (2e^w + 1)."""
    values = [np.array([[1.0], [1.0], [0.0]])] * 50
    right = [np.array([True, False, True])] * 50
    spread = math.sqrt(2) / 3
    [found] = fit_order(values, right, penalty=2.0, bounds=[(None, None)])

    def loss(weight: float) -> float:
        chance = (math.exp(weight) + 1) / (2 * math.exp(weight) + 1)
        return -50 * math.log(chance) + 0.5 * 2.0 * (weight * spread) ** 2

    assert found == pytest.approx(min(np.linspace(-5, 5, 10_001), key=loss), abs=2e-3)


@QUICK
@given(signs=st.lists(st.sampled_from([(0.0, None), (None, 0.0), (None, None), (0.0, 0.0)]), min_size=4, max_size=4))
def test_no_weight_has_the_wrong_sign(signs: list[tuple[float | None, float | None]]) -> None:
    values, right = FEW
    found = fit_order(values, right, 1.0, signs)
    for weight, (least, most) in zip(found, signs, strict=True):
        assert least is None or weight >= least
        assert most is None or weight <= most
    for weight, truth, bounds in zip(found, TRUTH, signs, strict=True):
        assert weight == 0 or abs(truth) < 1 or bounds == (None, None) or weight * truth > 0


def test_no_weight_is_beyond_its_bounds_in_the_units_of_its_signal() -> None:
    values, right = made_up_order()
    found = fit_order([each / 10 for each in values], right, 1.0, [(0.0, 5.0), (-5.0, 0.0), (None, None), (1.0, 2.0)])
    assert (0 <= found[0] <= 5, -5 <= found[1] <= 0, 1 <= found[3] <= 2) == (True, True, True)


@QUICK
@given(
    data=st.lists(
        st.lists(st.floats(-1e3, 1e3, width=32), min_size=2, max_size=4), min_size=1, max_size=6
    ),
    penalty=st.sampled_from([0.01, 3.0, 30.0]),
)  # fmt: skip
@example(data=[[1.0, 0.0]] * 5 + [[-1e3, 1e3]], penalty=0.01)
@example(data=[[0.0, 0.0]], penalty=3.0)
def test_whatever_the_numbers_the_weights_are_finite(data: list[list[float]], penalty: float) -> None:
    values = [np.array(each).reshape(-1, 1) for each in data]
    right = [np.arange(len(each)) == 0 for each in data]
    assert np.isfinite(fit_order(values, right, penalty, [(None, None)])).all()


# The probability


def test_the_weights_that_made_the_chances_are_found_again() -> None:
    values, true = made_up_probability(-0.8, TRUTH)
    bias, weights = fit_probability(values, true, np.ones(len(true)), penalty=0.1)
    assert (bias, *weights) == pytest.approx((-0.8, *TRUTH), abs=0.2)


@QUICK
@given(true=st.integers(1, 99))
def test_without_anything_to_tell_them_apart_the_probability_is_the_share(true: int) -> None:
    bias, weights = fit_probability(np.zeros((100, 2)), np.arange(100) < true, np.ones(100), penalty=30.0)
    assert 1 / (1 + math.exp(-bias)) == pytest.approx(true / 100, abs=1e-3)
    assert list(weights) == [0.0, 0.0]


def test_the_mean_probability_is_the_share_of_the_true_whatever_the_penalty() -> None:
    values, true = made_up_probability(-1.0, TRUTH, 2_000)
    importance = np.where(np.arange(2_000) % 2, 0.5, 1.0)
    for penalty in (0.1, 30.0, 1e6):
        bias, weights = fit_probability(values, true, importance, penalty)
        found = 1 / (1 + np.exp(-(bias + values @ weights)))
        assert (importance * (found - true)).sum() / importance.sum() == pytest.approx(0.0, abs=1e-3)


def test_twice_as_important_is_as_good_as_twice_there() -> None:
    values, true = made_up_probability(0.3, TRUTH, 500)
    importance = np.where(np.arange(500) < 250, 2.0, 1.0)
    once = fit_probability(values, true, importance, penalty=0.001)
    twice = np.concatenate([values, values[:250]]), np.concatenate([true, true[:250]])
    bias, weights = fit_probability(*twice, np.ones(750), penalty=0.001)
    assert (bias, *weights) == pytest.approx((once[0], *once[1]), abs=0.01)


@QUICK
@given(
    data=st.lists(st.tuples(st.floats(-100, 100, width=32), st.booleans()), min_size=1, max_size=20),
    penalty=st.sampled_from([1.0, 30.0]),
)
@example(data=[(1.0, True)] * 3, penalty=1.0)
@example(data=[(float(i), i > 9) for i in range(20)], penalty=1.0)
def test_whatever_the_examples_the_bias_and_the_weights_are_finite(
    data: list[tuple[float, bool]], penalty: float
) -> None:
    values, true = np.array([[value] for value, _ in data]), np.array([flag for _, flag in data])
    bias, weights = fit_probability(values, true, np.ones(len(data)), penalty)
    assert np.isfinite([bias, *weights]).all()


# The same numbers in, the same numbers out


def printed_fit() -> None:
    """Prints the bits of all that is fitted to the made-up data."""
    order = fit_order(*made_up_order(), 3.0, [(0.0, None), (None, 0.0), (None, None), (0.0, None)])
    values, true = made_up_probability(-0.8, TRUTH)
    bias, weights = fit_probability(values, true, np.ones(len(true)), 30.0)
    print(*(float(number).hex() for number in (*order, bias, *weights)))


def test_another_process_fits_the_same_to_the_last_bit() -> None:
    code = f"from {__name__} import printed_fit; printed_fit()"
    done = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=60,
        )
        for seed in ("1", "2")
    ]
    assert [each.stderr for each in done] == ["", ""]
    assert len(done[0].stdout.split()) == 2 * len(TRUTH) + 1
    assert done[0].stdout == done[1].stdout


def test_what_is_fitted_leaves_the_data_as_it_was() -> None:
    values, right = made_up_order()
    before = [each.copy() for each in values]
    fit_order(values, right, 3.0, ANY)
    assert all(map(np.array_equal, values, before))


# Spread and the area under the curve


def test_the_spread_is_the_standard_deviation_and_1_where_there_is_none() -> None:
    values = np.array([[0.0, 5.0, 1e-9], [2.0, 5.0, 0.0]])
    assert list(spread_of(values)) == [1.0, 1.0, 1.0]
    assert list(spread_of(values * 3)) == [3.0, 1.0, 1.0]


def brute_force(confidence: Sequence[float], true: Sequence[bool]) -> float:
    pairs = product(
        [each for each, flag in zip(confidence, true, strict=True) if flag],
        [each for each, flag in zip(confidence, true, strict=True) if not flag],
    )
    wins = [1.0 if good > bad else 0.5 if good == bad else 0.0 for good, bad in pairs]
    return sum(wins) / len(wins)


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.1, 0.1 + 1e-16, 0.3, 1.0]) | st.floats(0, 1), st.booleans()),
        min_size=2,
        max_size=40,
    )
)
@example([(0.5, True), (0.5, False)])
@example([(0.0, True), (-0.0, False)])
def test_the_area_is_the_share_of_pairs_in_the_right_order_and_ties_count_half(
    examples: list[tuple[float, bool]],
) -> None:
    confidence, true = zip(*examples, strict=True)
    assume(len(set(true)) == 2)
    assert area_under_curve(np.array(confidence), np.array(true)) == pytest.approx(brute_force(confidence, true))


@given(st.lists(st.booleans(), min_size=2, max_size=30).filter(lambda flags: len(set(flags)) == 2))
def test_the_area_is_1_where_the_confidence_is_right_and_a_half_where_it_says_nothing(true: list[bool]) -> None:
    flags = np.array(true)
    assert area_under_curve(flags.astype(float), flags) == 1.0
    assert area_under_curve(1 - flags.astype(float), flags) == 0.0
    assert area_under_curve(np.full(len(true), 0.3), flags) == 0.5
