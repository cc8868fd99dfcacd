"""Train the weights of `bot/answering/weights.json`. Needs the extra `train`.

    python -m benchmarks.train SETS_DIR                 # write them anew
    python -m benchmarks.train SETS_DIR --check         # train again, and compare: exit code 1 where they differ

SETS_DIR holds the sets `squad` and `wikiqa-train`. Of `squad` the first half of the articles is trained on, and
nothing of the second is looked at. Takes about two minutes.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from rich.console import Console

from benchmarks.examples import (
    Example,
    Flags,
    Floats,
    ask,
    first_half,
    in_chapters,
    of_chapters,
    openly,
    rows,
    unanswerable,
    with_article,
    without,
)
from benchmarks.fitting import area_under_curve, fit_order, fit_probability
from bot.answering.signals import AGAINST, EITHER, SIGNALS
from bot.answering.standing import RELEVANCE, log_odds, standing
from bot.answering.weights import FILE

WEIGHTS = Path(__file__).parent.parent / "bot/answering" / FILE
PENALTY_ORDER, PENALTY_PROBABILITY = 3.0, 30.0
DIGITS = 4
"""Decimals that are kept: more would differ between machines, and change no order."""
LEAST_EFFECT = 0.02
"""A signal that moves a score by less, in logits for a standard deviation, is left out."""
CROSSED = 1_500
"""How many questions of `squad` are asked of the other set's articles."""
CHAPTER = 2
"""Paragraphs of an article that stand as an article by themselves, in a small library on one matter."""
BESIDE = 150
"""How many questions of each set are asked of each small library, which is not about them."""
CONFIDENCE = {"traps": 1.0, "single": 0.5, "chapters": 1.0, "outside": 0.1, "beside": 0.1}
"""Kind of questions -> what each counts for the confidence: mostly what the library is about."""
LET_THROUGH = 0.035
"""The share of questions about nothing in the library that may pass for relevant."""
ABOUT_STYLE = frozenset(
    {"terms", "names_held", "numbers_held", "commas", *(name for name in SIGNALS if name.startswith("carries_"))}
)
"""What tells how a question is written rather than whether the library is about it: the sets differ in it."""


@dataclass(frozen=True, slots=True)
class Data:
    """The questions of each kind, asked."""

    traps: list[Example]  # of squad, of its articles; half of them only look answerable
    single: list[Example]  # of wikiqa, each of its article
    open: list[Example]  # of wikiqa, the answerable ones, of all its articles
    outside: list[Example]  # about nothing in the library: of the other set, or of an article that is not there
    nearby: list[Example]  # the same, of an article that is not there while its neighbours are
    chapters: list[Example]  # of squad, each of a small library of short articles, all on one matter
    beside: list[Example]  # about nothing in such a library


def main() -> None:
    """Train, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, metavar="SETS_DIR")
    parser.add_argument("--check", action="store_true", help="compare with the file instead of writing it")
    options = parser.parse_args()
    trained = train(read_data(options.sets)) | {"trained_on": digests(options.sets)}
    if options.check:
        there = json.loads(WEIGHTS.read_text("utf-8"))
        same = {name: there.get(name) == value for name, value in trained.items()}
        print("The weights are the same." if all(same.values()) else f"These differ: {same}")
        sys.exit(not all(same.values()))
    document = {"trained": datetime.now(UTC).date().isoformat()} | trained
    WEIGHTS.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    print(f"Written: {WEIGHTS}\n{json.dumps(document['scores'], indent=2)}")


def read_data(sets: Path) -> Data:
    """Ask all questions that are trained on."""
    console = Console(stderr=True, highlight=False)

    def asked(what: str, articles: Sequence[Any], questions: Sequence[Any]) -> list[Example]:
        console.print(f"… {len(questions):,} questions {what}", style="dim")
        return list(ask(articles, questions))

    squad, wikiqa = rows(sets / "squad/articles.jsonl"), rows(sets / "wikiqa-train/articles.jsonl")
    squad = first_half(squad)
    ids = {article["id"] for article in squad}
    long = [row for row in with_article(rows(sets / "squad/questions.jsonl")) if row["article"] in ids]
    short = with_article(rows(sets / "wikiqa-train/questions.jsonl"))
    crossed = Random(0).sample(long, CROSSED)
    random = Random(0)
    chapters: list[Example] = []
    beside: list[Example] = []
    for article in squad:
        short_ones = in_chapters(article, CHAPTER)
        own = [of_chapters(row, short_ones) for row in long if row["article"] == article["id"]]
        others = [row for row in long if row["article"] != article["id"]]
        strange = unanswerable(random.sample(others, BESIDE) + random.sample(short, BESIDE))
        chapters += asked(f"about {article['title']}, on a few short articles", short_ones, own)
        beside += asked("about nothing in these", short_ones, strange)
    gone = [
        each
        for article in squad
        for each in asked(
            f"about {article['title']}, which is not there",
            without(squad, article["id"]),
            unanswerable(row for row in long if row["article"] == article["id"]),
        )
    ]
    return Data(
        traps=asked("on long articles", squad, long),
        single=asked("on one short article each", wikiqa, short),
        open=asked("on short articles", wikiqa, openly(short)),
        outside=asked("about nothing in the long articles", squad, unanswerable(short))
        + asked("about nothing in the short articles", wikiqa, unanswerable(crossed)),
        nearby=gone,
        chapters=chapters,
        beside=beside,
    )


def train(data: Data) -> dict[str, Any]:
    """All three models, as they stand in the file, with their scores on what they were trained on."""
    order = train_order([*data.traps, *data.single, *data.chapters])
    firsts = {name: [first(each, order) for each in getattr(data, name) if len(each.values)] for name in Data.__slots__}
    names = list(firsts["traps"][0][0])
    hits = [[each for each in firsts[name] if each[1]] for name in ("traps", "open", "chapters")]
    misses = [[(values, False) for values, _ in firsts[name]] for name in ("outside", "nearby", "beside")]
    relevance = logistic([*hits, *misses], [1, 1, 1, 1, 0.5, 1], [name for name in names if name not in ABOUT_STYLE])
    knowing = {name: with_relevance(group, relevance) for name, group in firsts.items()}
    confidence = logistic([knowing[name] for name in CONFIDENCE], list(CONFIDENCE.values()), [*names, RELEVANCE])
    passing = np.concatenate([probabilities(relevance, group) for group in misses])
    relevance["threshold"] = round(float(np.quantile(passing, 1 - LET_THROUGH)), DIGITS)
    return {
        "ranking": {name: weight for name, weight in zip(SIGNALS, order, strict=True) if weight},
        "relevance": relevance,
        "confidence": confidence,
        "scores": scores(data, order, knowing, confidence),
    }


def train_order(examples: Iterable[Example]) -> Floats:
    """The weights of the ranking; 0 for signals that are not worth their place."""
    used = [each for each in examples if each.right.any() and not each.right.all()]
    values, right = [each.values for each in used], [each.right for each in used]
    spread = np.vstack(values).std(axis=0)
    bounds = [sign(name) for name in SIGNALS]
    kept = np.flatnonzero(np.abs(fit_order(values, right, PENALTY_ORDER, bounds)) * spread >= LEAST_EFFECT)
    weights = np.zeros(len(SIGNALS))
    few = [each[:, kept] for each in values]
    weights[kept] = fit_order(few, right, PENALTY_ORDER, [bounds[int(i)] for i in kept])
    return np.round(weights, DIGITS)


def sign(name: str) -> tuple[float | None, float | None]:
    """The least and the largest weight of a signal: none says the opposite of its words."""
    if name in EITHER:
        return None, None
    return (None, 0.0) if name in AGAINST else (0.0, None)


def first(example: Example, order: Floats) -> tuple[Mapping[str, float], bool]:
    """The values of the sentence that comes first, and whether it is right."""
    scores = example.values @ order
    best = int(np.argmax(scores))
    rivals = [(float(scores[i]), terms) for i, terms in enumerate(example.terms) if i != best]
    signals = dict(zip(SIGNALS, map(float, example.values[best]), strict=True))
    values = standing(example.asked, signals, float(scores[best]), rivals, example.terms[best])
    return values, bool(example.right[best])


First = tuple[Mapping[str, float], bool]


def logistic(groups: Sequence[Sequence[First]], importance: Sequence[float], names: Sequence[str]) -> dict[str, Any]:
    """A probability that the first is right, from the named values."""
    values = np.array([[each[name] for name in names] for group in groups for each, _ in group])
    right = np.array([flag for group in groups for _, flag in group])
    weight = np.concatenate([np.full(len(group), each) for group, each in zip(groups, importance, strict=True)])
    spread = values.std(axis=0)
    _, weights = fit_probability(values, right, weight, PENALTY_PROBABILITY)
    kept = np.flatnonzero(np.abs(weights) * spread >= LEAST_EFFECT)
    bias, weights = fit_probability(values[:, kept], right, weight, PENALTY_PROBABILITY)
    pairs = ((names[int(i)], round(float(w), DIGITS)) for i, w in zip(kept, weights, strict=True))
    return {"bias": round(bias, DIGITS), "weights": dict(pairs)}


def with_relevance(group: Sequence[First], relevance: Mapping[str, Any]) -> list[First]:
    """The same, knowing how relevant the library is."""
    known = probabilities(relevance, group)
    return [({**values, RELEVANCE: log_odds(float(p))}, right) for p, (values, right) in zip(known, group, strict=True)]


def probabilities(model: Mapping[str, Any], group: Sequence[First]) -> Floats:
    """What the model says of each."""
    logits = [model["bias"] + sum(w * values[name] for name, w in model["weights"].items()) for values, _ in group]
    return np.asarray(1 / (1 + np.exp(-np.array(logits))), dtype=np.float64)


def scores(
    data: Data, order: Floats, firsts: Mapping[str, Sequence[First]], confidence: Mapping[str, Any]
) -> dict[str, float]:
    """How good the weights are on what they were trained on: the share of right first sentences, and AUROC."""
    right: Flags = np.array([flag for _, flag in firsts["traps"]])
    return {
        "squad_half_top1": share(first_right(data.traps, order)),
        "wikiqa_train_top1": share(first_right(data.single, order)),
        "squad_half_auroc": round(area_under_curve(probabilities(confidence, firsts["traps"]), right), DIGITS),
    }


def first_right(examples: Iterable[Example], order: Floats) -> list[bool]:
    """Of each answerable question, whether the right sentence comes first."""
    return [
        bool(len(each.values)) and bool(each.right[int(np.argmax(each.values @ order))])
        for each in examples
        if each.answerable
    ]


def share(flags: Sequence[bool]) -> float:
    """The share of the flags that are set."""
    return round(sum(flags) / len(flags), DIGITS)


def digests(sets: Path) -> dict[str, str]:
    """SHA-256 of each file that was read."""
    files = [sets / name / file for name in ("squad", "wikiqa-train") for file in ("articles.jsonl", "questions.jsonl")]
    return {f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


if __name__ == "__main__":
    main()
