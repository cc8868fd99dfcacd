"""What the signals are worth: three linear models, in a file that people can read.

`ranking` orders the sentences: its scores are logits, so that a difference of 1 makes a sentence 2.7 times as
likely. `relevance` is the probability that the library is about the question at all, `confidence` that the first
sentence answers it, which knows the relevance; both look at the first sentence only, and at its lead. Trained by
`benchmarks/train.py`, which says in the file on what, when, and how good it was.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A probability: 1 / (1 + exp(-(bias + Σ weight · value)))."""

    bias: float
    weights: Mapping[str, float]  # name of a value -> weight

    def probability(self, values: Mapping[str, float]) -> float:
        """From 0 to 1. Values without a weight don't count."""
        logit = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was trained."""

    ranking: Mapping[str, float]  # signal -> weight; a signal that is not named is not worth anything
    relevance: Logistic
    relevant: float  # relevance, 0 to 1, below which the library is not about the question
    confidence: Logistic

    def aligned(self, signals: Sequence[str]) -> tuple[float, ...]:
        """The weights of the ranking in the order of the signals."""
        return tuple(self.ranking.get(name, 0.0) for name in signals)


def load_weights() -> Weights:
    """The weights that the package ships."""
    return parse((resources.files("bot.answering") / FILE).read_text(encoding="utf-8"))


def parse(text: str) -> Weights:
    """The weights in the text of such a file."""
    data: dict[str, Any] = json.loads(text)
    return Weights(
        ranking=data["ranking"],
        relevance=Logistic(data["relevance"]["bias"], data["relevance"]["weights"]),
        relevant=data["relevance"]["threshold"],
        confidence=Logistic(data["confidence"]["bias"], data["confidence"]["weights"]),
    )
