"""The same questions over the same sentences, asked of rank-bm25 and of bm25s alone.

Both get the bot's terms, and score every sentence of the library for every question; neither keeps the texts,
sees an added article without a new index, or ever says that it doesn't know.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import bm25s
from rank_bm25 import BM25Okapi

from benchmarks.measures import ARTICLES, WARM_UP, Asking, read_questions
from bot.text import Analyzer, segment

INDEX = "bm25s"
TARGETS = "bm25s-targets.json"

Scorer = Callable[[list[str]], Any]
"""Terms -> an array with the score of each sentence."""


@dataclass(frozen=True, slots=True)
class Built:
    """An index over all sentences, and how many seconds it took to make it of terms that were there."""

    seconds: float
    sentences: int


def sentences(folder: Path, articles: int | None, analyzer: Analyzer) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sentence of the first `articles` articles, cut as the bot cuts, with its terms."""
    with (folder / ARTICLES).open(encoding="utf-8") as lines:
        for line in islice(lines, articles):
            text, language = (row := json.loads(line))["text"], row["language"]
            for passage in segment(text, language):
                for start, end in passage.sentences:
                    yield text[start:end], analyzer.terms(text[start:end], language)


def collect(folder: Path, articles: int | None, analyzer: Analyzer) -> tuple[list[Sequence[str]], dict[str, int]]:
    """The terms of all sentences, and at which place each sentence stands that a question was made from."""
    wanted = {each.sentence for each in read_questions(folder)}
    corpus: list[Sequence[str]] = []
    places = {}
    for text, terms in sentences(folder, articles, analyzer):
        if text in wanted:
            places[text] = len(corpus)
        corpus.append(terms)
    return corpus, places


def ask_scorer(folder: Path, analyzer: Analyzer, places: dict[str, int], scorer: Scorer, most: int | None) -> Asking:
    """Time the questions, `most` of them: from the text of the question to the place of the best sentence."""
    asked = read_questions(folder)[:most]
    for each in asked[:WARM_UP]:
        best_place(each.text, analyzer, scorer)
    milliseconds, found, about_nothing = [], 0, 0
    for each in asked:
        begin = time.perf_counter()
        place = best_place(each.text, analyzer, scorer)
        milliseconds.append((time.perf_counter() - begin) * 1000)
        if each.sentence is None:
            about_nothing += 1
        else:
            found += places.get(each.sentence) == place
    return Asking(milliseconds, found, found, len(asked) - about_nothing, 0, about_nothing)


def best_place(text: str, analyzer: Analyzer, scorer: Scorer) -> int:
    """Where the sentence stands that scores best; -1 where the question has no terms."""
    terms = list(analyzer.question(text, ["en"]).terms)
    return int(scorer(terms).argmax()) if terms else -1


def ask_rank_bm25(folder: Path, articles: int | None, most: int | None) -> Asking:
    """BM25Okapi as it comes, over all sentences of the first `articles` articles."""
    analyzer = Analyzer()
    corpus, places = collect(folder, articles, analyzer)
    return ask_scorer(folder, analyzer, places, BM25Okapi(corpus).get_scores, most)


def build_bm25s(folder: Path) -> Built:
    """Make the index over all sentences, and save it."""
    corpus, places = collect(folder, None, Analyzer())
    begin = time.perf_counter()
    index = bm25s.BM25(backend="numpy")
    index.index(corpus, show_progress=False)
    elapsed = time.perf_counter() - begin
    index.save(folder / INDEX, show_progress=False)
    (folder / TARGETS).write_text(json.dumps(places), "utf-8")
    return Built(elapsed, len(corpus))


def ask_bm25s(folder: Path) -> Asking:
    """Load the index that `build_bm25s` saved, and ask all questions."""
    index = bm25s.BM25.load(folder / INDEX)
    places = json.loads((folder / TARGETS).read_text("utf-8"))
    return ask_scorer(folder, Analyzer(), places, index.get_scores, None)
