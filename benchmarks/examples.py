"""What the weights are trained on: sets of questions, asked of libraries, as the values of their signals.

A set is a folder as `bot eval` takes it, with the spans that answer. Each use of it opens a library of its own in
a temporary folder.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.asked import Asked, prepare
from bot.answering.candidates import settings
from bot.answering.ranking import SHORT_LIST, first_stage, look_at
from bot.answering.timeliness import without_now
from bot.exchange import import_rows
from bot.intake import read_rows
from bot.library.local import LocalLibrary
from bot.model import SHARED
from bot.text import Analyzer

Row = Mapping[str, Any]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PARAGRAPH_END = "\n\n"
COVERED = 0.9
LONGEST, LONGER = 600, 1.5
"""A sentence is right when it covers so much of a span that answers, and has no more code points than LONGEST, or
LONGER times the span: the rule of the sets' scorer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and the short list of sentences for it."""

    asked: Asked
    terms: tuple[Set[str], ...]  # of each sentence
    values: Floats  # sentences x signals
    right: Flags  # of each sentence: does it answer
    answerable: bool
    article: str | None  # that its question was written for


def rows(path: Path) -> list[Row]:
    """The lines of a file of JSON."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def with_article(questions: Iterable[Row]) -> list[Row]:
    """The questions, each with the article that it was written for: unanswerable ones stand among that article's."""
    article: str | None = None
    found: list[Row] = []
    for question in questions:
        article = question["gold"][0]["article"] if question["gold"] else article
        found.append({**question, "article": question.get("within") or article})
    return found


def first_half(articles: Sequence[Row]) -> list[Row]:
    """The articles that are trained on, where half of a set is."""
    return list(articles[: len(articles) // 2])


def second_half(articles: Sequence[Row], questions: Iterable[Row]) -> list[Row]:
    """The questions that are not trained on, where half of a set is."""
    trained = {article["id"] for article in first_half(articles)}
    return [question for question in with_article(questions) if question["article"] not in trained]


def unanswerable(questions: Iterable[Row]) -> list[Row]:
    """The questions as they are to a library that answers none of them."""
    return [{**question, "gold": [], "within": None} for question in questions]


def openly(questions: Iterable[Row]) -> list[Row]:
    """The answerable ones of the questions, asked of all articles."""
    return [{**question, "within": None} for question in questions if question["gold"]]


def ask(articles: Sequence[Row], questions: Sequence[Row]) -> Iterator[Example]:
    """Ask the questions of a library that holds just these articles."""
    analyzer = Analyzer()
    with tempfile.TemporaryDirectory() as folder:
        library = LocalLibrary(Path(folder), analyzer)
        try:
            lines = [json.dumps(article).encode() for article in articles]
            twins = import_rows(library, read_rows(lines), lambda _: None).twins
            for question in questions:
                yield ask_one(library, analyzer, twins, question)
        finally:
            library.close()


def ask_one(library: LocalLibrary, analyzer: Analyzer, twins: Mapping[str, str], row: Row) -> Example:
    """One question, asked as `bot.desk` asks."""
    within = twins.get(row["within"], row["within"]) if row.get("within") else None
    question = without_now(analyzer.question(row["question"].strip(), library.languages(SHARED)))
    retrieval = library.search(SHARED, question, within)
    question = question.corrected(retrieval.corrections)
    asked = prepare(question, retrieval.statistics, analyzer, within is not None)
    places = first_stage(question, retrieval)[:SHORT_LIST]
    seen = list(look_at(asked, settings(retrieval.passages), places, analyzer))
    gold = [(twins.get(span["article"], span["article"]), span["start"], span["end"]) for span in row["gold"]]
    spans = [(each.setting.passage.about.id, each.sentence.start, each.sentence.end) for each, _ in seen]
    return Example(
        asked=asked,
        terms=tuple(each.terms for each, _ in seen),
        values=np.array([values for _, values in seen], dtype=np.float64),
        right=np.array([is_right(span, gold) for span in spans], dtype=np.bool_),
        answerable=bool(gold),
        article=row["article"],
    )


def is_right(span: tuple[str, int, int], gold: Iterable[tuple[str, int, int]]) -> bool:
    """Whether a sentence covers one of the spans that answer."""
    article, start, end = span
    return any(
        article == its_article
        and min(end, its_end) - max(start, its_start) >= COVERED * (its_end - its_start)
        and end - start <= max(LONGEST, LONGER * (its_end - its_start))
        for its_article, its_start, its_end in gold
    )


def without(articles: Iterable[Row], article: str) -> list[Row]:
    """The articles but one."""
    return [row for row in articles if row["id"] != article]


def in_chapters(article: Row, paragraphs: int) -> list[Row]:
    """The article as several short ones on the same matter, so many paragraphs each; ids are `ID/1` and so on."""
    chapters: list[Row] = []
    start = 0
    pieces = article["text"].split(PARAGRAPH_END)
    for number, first in enumerate(range(0, len(pieces), paragraphs), 1):
        text = PARAGRAPH_END.join(pieces[first : first + paragraphs])
        chapters.append({**article, "id": f"{article['id']}/{number}", "text": text, "start": start})
        start += len(text) + len(PARAGRAPH_END)
    return chapters


def of_chapters(question: Row, chapters: Sequence[Row]) -> Row:
    """The question, with its spans in the chapters that hold them."""
    gold = [
        {"article": chapter["id"], "start": span["start"] - chapter["start"], "end": span["end"] - chapter["start"]}
        for span in question["gold"]
        for chapter in chapters
        if span["article"] == chapter["id"].rpartition("/")[0]
        and chapter["start"] <= span["start"]
        and span["end"] <= chapter["start"] + len(chapter["text"])
    ]
    return {**question, "gold": gold}
