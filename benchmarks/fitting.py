"""The two kinds of linear model that are trained, by L-BFGS. The same numbers in give the same numbers out."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from benchmarks.examples import Flags, Floats

ITERATIONS = 500


Bounds = Sequence[tuple[float | None, float | None]]
"""The least and the largest weight of each signal; None: any."""


def fit_order(values: Sequence[Floats], right: Sequence[Flags], penalty: float, bounds: Bounds) -> Floats:
    """Weights under which the right one of each question's sentences stands first.

    The conditional logit of McFadden (1974): the chance of a sentence is exp(score) over the sum of its question's,
    and several right ones share theirs. `values` are sentences x signals, a question each; each question has right
    sentences and others. `penalty` is half of what the square of a weight costs, in units of its signal's spread.
    """
    groups = np.repeat(np.arange(len(values)), [len(each) for each in values])
    starts = np.searchsorted(groups, np.arange(len(values)))
    stacked, flags = np.vstack(values), np.concatenate(right)
    spread = spread_of(stacked)
    scaled = stacked / spread

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[groups])
        total, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * flags, starts)
        surplus = odds / total[groups] - odds * flags / good[groups]
        return (
            float((np.log(total) - np.log(good)).sum() + 0.5 * penalty * weights @ weights),
            scaled.T @ surplus + penalty * weights,
        )

    narrowed = [scaled_to(each, width) for each, width in zip(bounds, spread, strict=True)]
    return minimized(loss, scaled.shape[1], narrowed) / spread


def fit_probability(values: Floats, true: Flags, importance: Floats, penalty: float) -> tuple[float, Floats]:
    """Bias and weights of a logistic regression. `values` are examples x signals, `importance` one number each."""
    spread = spread_of(values)
    scaled = np.column_stack([values / spread, np.ones(len(values))])
    free = np.append(np.full(values.shape[1], penalty), 0.0)  # the bias costs nothing

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = scaled @ weights
        surplus = importance * (expit(logits) - true)
        return (
            float((importance * (np.logaddexp(0, logits) - true * logits)).sum() + 0.5 * free @ weights**2),
            scaled.T @ surplus + free * weights,
        )

    weights = minimized(loss, scaled.shape[1])
    return float(weights[-1]), weights[:-1] / spread


def scaled_to(bound: tuple[float | None, float | None], width: float) -> tuple[float | None, float | None]:
    """The bounds of a weight whose signal was divided by its spread."""
    least, most = (None if end is None else end * width for end in bound)
    return least, most


def minimized(loss: Callable[[Floats], tuple[float, Floats]], size: int, bounds: Bounds | None = None) -> Floats:
    """The weights of the least loss, from 0 on."""
    options = {"maxiter": ITERATIONS}
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x, dtype=np.float64)


def spread_of(values: Floats) -> Floats:
    """The standard deviation of each column; 1 where it never changes."""
    spread: Floats = values.std(axis=0)
    return np.where(spread < 1e-6, 1.0, spread)


def area_under_curve(confidence: Floats, true: Flags) -> float:
    """The chance that a true example has a higher confidence than a false one; ties count half (AUROC)."""
    order = np.sort(np.unique(confidence))
    level = np.searchsorted(order, confidence)
    good = np.bincount(level[true], minlength=len(order))
    bad = np.bincount(level[~true], minlength=len(order))
    below = np.cumsum(bad) - bad
    return float((good * (below + bad / 2)).sum() / (good.sum() * bad.sum()))
