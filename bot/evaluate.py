"""How good is it, on a question set?

A set is a folder with `articles.jsonl` and `questions.jsonl`; a prediction is written for each question, in the
form that the set's scorer reads. Nothing here judges: the scorer does, and it isn't ours.
"""

import json
import random
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.desk import Desk
from bot.errors import FileRefused, Phrase
from bot.model import SHARED, Answer, Quote

RANKED = 10
"""How many quotes a prediction lists; all of them where the question is asked of one article."""


@dataclass(frozen=True, slots=True)
class SetQuestion:
    id: str
    text: str
    within: str | None  # the id of the only article that is asked


def read_questions(path: Path, sample: int | None = None) -> list[SetQuestion]:
    """The questions of a file: all, or `sample` of them, the same ones each time. Raises FileRefused."""
    try:
        with path.open(encoding="utf-8") as stream:
            rows = [json.loads(line) for line in stream if line.strip()]
        questions = [SetQuestion(row["id"], row["question"], row.get("within")) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        reason = Phrase("this is not a file of questions, one JSON object a line ({problem}).", problem=repr(exc))
        raise FileRefused(str(path), reason) from exc
    if sample is not None and sample < len(questions):
        questions = random.Random(0).sample(questions, sample)  # noqa: S311 - no secret
    return questions


def predict(
    desk: Desk, questions: Iterable[SetQuestion], articles: Iterable[str], twins: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """A prediction for each question. `within` counts where it names one of `articles`.

    `twins` names, for an article that was not kept because another one has its text, that other one.
    """
    known = {id: id for id in articles} | dict(twins)
    for question in questions:
        within = known.get(question.within) if question.within else None
        begin = time.perf_counter()
        ranking, decision = desk.consult(question.text, SHARED, within)
        elapsed = time.perf_counter() - begin
        answered = isinstance(decision, Answer)
        yield {
            "id": question.id,
            "answered": answered,
            "confidence": ranking.confidence,
            "quote": decision.quote.text if isinstance(decision, Answer) else None,
            "ranking": [
                span(quote, question.within if within else quote.about.id)
                for quote in ranking.quotes[: None if within else RANKED]
            ],
            "milliseconds": round(elapsed * 1000, 3),
        }


def span(quote: Quote, article: str | None) -> dict[str, Any]:
    return {"article": article, "start": quote.start, "end": quote.end}
