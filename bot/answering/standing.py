"""How the first sentence stands among the others: what its signals don't say, for relevance and confidence."""

import math
from collections.abc import Mapping, Sequence, Set

from bot.answering.asked import Asked
from bot.answering.language.kinds import Kind

LEAD_ENOUGH = 6.0
"""A lead, in logits, above which more doesn't count."""
ALIKE = 0.5
"""The share of common terms (Jaccard) from which a sentence says the same, and so is no rival."""
LARGE_LIBRARY = 8.0
"""The logarithm of a number of passages, some 3,000, above which more doesn't count: no larger one was trained on."""
RELEVANCE = "relevance"
"""The name of the log-odds of relevance, among the values of confidence."""
CERTAIN = 1e-9
"""The least probability, and the least below 1, whose log-odds are taken."""
NO_RIVAL = -5.0
"""The logit, from the first's, of a rival where there is none."""


def standing(
    asked: Asked, signals: Mapping[str, float], score: float, rivals: Sequence[tuple[float, Set[str]]], terms: Set[str]
) -> dict[str, float]:
    """The values that relevance and confidence are made of.

    `signals` and `score` (a logit) are the first sentence's, and so are its `terms`; `rivals` are the others'
    scores and terms.
    """
    scores = [other for other, its in rivals if not alike(terms, its)]
    odds = [math.exp(min(50.0, other - score)) for other in scores]
    share = 1 / (1 + sum(odds))
    lead = score - max(scores, default=score + NO_RIVAL)
    spread = -sum(p * math.log(p) for p in (share, *(share * each for each in odds)) if p > 0)
    kinds = {f"asks_{kind}": float(asked.kind is kind) for kind in Kind}
    return {
        **signals,
        **kinds,
        "score": score,
        "lead": max(-LEAD_ENOUGH, min(lead, LEAD_ENOUGH)),
        "share": share,
        "spread": spread,
        "terms": math.log1p(len(asked.weights)),
        "library": min(LARGE_LIBRARY, math.log1p(asked.statistics.passages)),
    }


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)), finite for 0 and 1."""
    bounded = min(1 - CERTAIN, max(CERTAIN, probability))
    return math.log(bounded / (1 - bounded))


def alike(one: Set[str], other: Set[str]) -> bool:
    """Whether two sentences have most of their terms in common."""
    common = len(one & other)
    return common > 0 and common / (len(one) + len(other) - common) >= ALIKE
