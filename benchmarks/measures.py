"""What is measured of the bot. Each function here is called in a process of its own, and gives numbers only."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.questions import Asked, questions
from benchmarks.synthetic import Newsroom
from bot.app import default_thresholds, open_desk
from bot.desk import Desk
from bot.exchange import import_rows
from bot.intake import Details, read_rows
from bot.model import SHARED, Abstention, Answer, Outcome

ARTICLES, QUESTIONS, LIBRARY = "articles.jsonl", "questions.jsonl", "library"
"""Names in the folder of one size."""
WARM_UP = 20
"""Questions that are asked before the clock runs."""
COMMAND_RUNS = 9
SHIPPED_QUESTION = "how many US troops are in Iraq"
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Asking:
    """What became of the questions. `found`: how often the sentence that a question was made from came first."""

    milliseconds: list[float]
    found: int
    quoted: int  # of those found: how often it was given as the answer, too
    about_something: int
    silent: int  # of those about nothing
    about_nothing: int

    @property
    def median(self) -> float:
        """In milliseconds."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """In milliseconds."""
        return percentile_95(self.milliseconds)


@dataclass(frozen=True, slots=True)
class Changing:
    """Single adds and removals, in milliseconds each, and the questions between them."""

    add: list[float]
    remove: list[float]
    searchable: int  # of the added articles: those found by a question at once
    gone: int  # of the removed articles: those no longer found by it
    asking: Asking


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 % are not above."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def write_corpus(folder: Path, articles: int, asked: int, seed: int) -> float:
    """Write the articles and the questions about them; gives articles a second, written out."""
    newsroom = Newsroom(seed)
    begin = time.perf_counter()
    with (folder / ARTICLES).open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(newsroom.article(number)) + "\n" for number in range(articles))
    elapsed = time.perf_counter() - begin
    with (folder / QUESTIONS).open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(asdict(each)) + "\n" for each in questions(newsroom, articles, asked))
    return articles / elapsed


def read_questions(folder: Path) -> list[Asked]:
    """The questions of a folder."""
    return [Asked(**json.loads(line)) for line in (folder / QUESTIONS).read_text("utf-8").splitlines()]


def import_corpus(folder: Path) -> float:
    """Import the articles as `bot import` does; gives articles a second."""
    with open_desk(folder / LIBRARY, default_thresholds()) as desk, (folder / ARTICLES).open("rb") as lines:
        begin = time.perf_counter()
        report = import_rows(desk.library, read_rows(lines), lambda _: None)
        elapsed = time.perf_counter() - begin
    assert not report.refused, report.refused[:3]
    return report.outcomes[Outcome.ADDED] / elapsed


def ask_library(folder: Path) -> Asking:
    """Open the library and ask all questions, one after the other."""
    with open_desk(folder / LIBRARY, default_thresholds()) as desk:
        return ask_all(desk, read_questions(folder))


def ask_all(desk: Desk, asked: Sequence[Asked]) -> Asking:
    """Ask each question once, the first few once more before, to warm up."""
    for each in asked[:WARM_UP]:
        desk.ask(each.text, SHARED)
    milliseconds, found, quoted, silent = [], 0, 0, 0
    for each in asked:
        begin = time.perf_counter()
        ranking, decision = desk.consult(each.text, SHARED)
        milliseconds.append((time.perf_counter() - begin) * 1000)
        if each.sentence is None:
            silent += isinstance(decision, Abstention)
        elif ranking.quotes and ranking.quotes[0].text == each.sentence:
            found += 1
            quoted += isinstance(decision, Answer)
    about_nothing = sum(each.sentence is None for each in asked)
    return Asking(milliseconds, found, quoted, len(asked) - about_nothing, silent, about_nothing)


def change_library(folder: Path, first: int, count: int, seed: int) -> Changing:
    """Add `count` new articles one by one, from the newsroom's number `first` on; ask; remove them one by one."""
    newsroom = Newsroom(seed)
    numbers = range(first, first + count)
    with open_desk(folder / LIBRARY, default_thresholds()) as desk:
        add, searchable = [], 0
        for number in numbers:
            row = newsroom.article(number)
            details = Details(id=row["id"], title=row["title"], published=row["published"], language="en")
            data = row["text"].encode()
            begin = time.perf_counter()
            desk.add(data, f"{row['id']}.txt", SHARED, details)
            add.append((time.perf_counter() - begin) * 1000)
            searchable += is_found(desk, newsroom, number)
        asking = ask_all(desk, read_questions(folder))
        remove, gone = [], 0
        for number in numbers:
            begin = time.perf_counter()
            desk.library.remove(SHARED, [f"news-{number}"])
            remove.append((time.perf_counter() - begin) * 1000)
            gone += not is_found(desk, newsroom, number)
    return Changing(add, remove, searchable, gone, asking)


def is_found(desk: Desk, newsroom: Newsroom, number: int) -> bool:
    """Whether a question about the article's person is answered from it."""
    ranking, _ = desk.consult(f"Who is {newsroom.names(number).person}?", SHARED)
    return bool(ranking.quotes) and ranking.quotes[0].about.id == f"news-{number}"


def run_command() -> list[float] | None:
    """Ask the shipped corpus by the command, start to end, in seconds a run; None where the command fails."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"BOT_DATA_DIR": folder, "BOT_CORPUS_DIR": str(ROOT / "corpus")}
        seconds = []
        for _ in range(1 + COMMAND_RUNS):
            begin = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "bot", "ask", SHIPPED_QUESTION],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                check=False,
            )
            seconds.append(time.perf_counter() - begin)
            if done.returncode != 0:
                return None
    return seconds[1:]  # the first one reads the corpus
