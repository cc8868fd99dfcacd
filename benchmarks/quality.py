"""Score the answers on question sets, as a table.

    python -m benchmarks.quality --scorer SCORE.PY SET_DIR [SET_DIR ...]

Each set is answered by `bot eval` and judged by the scorer that comes with the sets. Of a set that the weights
were trained on half of (`--half`), only the questions about the other half of its articles are asked. With two sets
or more, the last line asks the questions of the last of the first set's articles, which answer none of them.
A second table shows whether the confidence is what it says: of the first set, how often the first quote was right.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.examples import Row, is_right, rows, second_half

MEASURES = ("top1", "top3", "map", "coverage", "false_answers", "auroc", "not_verbatim", "ms_p50", "ms_p95")
BINS = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A set's figures by the scorer, and the predictions that they were made of."""

    figures: dict[str, Any]
    predictions: list[Row]


def score(scorer: Path, set_dir: Path, outside: Path | None = None) -> Scored:
    """Answer and score a set, or the questions of another set asked of its articles."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        asked = ["--questions", str(outside / "questions.jsonl")] if outside else []
        command = [sys.executable, "-m", "bot", "eval", str(set_dir), "--out", str(predictions), *asked]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        judge = [sys.executable, str(scorer), str(set_dir), str(predictions), "--json"]
        judged = subprocess.run([*judge, *(["--outside"] if outside else [])], check=True, capture_output=True)
        return Scored(json.loads(judged.stdout), rows(predictions))


@contextmanager
def held_out(set_dir: Path, halved: bool) -> Iterator[Path]:
    """The set; with only the questions about the second half of its articles where it is `halved`."""
    if not halved:
        yield set_dir
        return
    with tempfile.TemporaryDirectory() as folder:
        half = Path(folder)
        (half / "articles.jsonl").write_bytes((set_dir / "articles.jsonl").read_bytes())
        asked = second_half(rows(set_dir / "articles.jsonl"), rows(set_dir / "questions.jsonl"))
        lines = [json.dumps(question, ensure_ascii=False) + "\n" for question in asked]
        (half / "questions.jsonl").write_text("".join(lines), "utf-8")
        yield half


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--half", default="squad", metavar="NAME", help="the set whose first half was trained on")
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET_DIR")
    options = parser.parse_args()
    table = Table("set", *MEASURES)
    reliability: Table | None = None
    for set_dir in options.sets:
        halved = set_dir.name == options.half
        with held_out(set_dir, halved) as asked:
            scored = score(options.scorer, asked)
            add_row(table, f"{set_dir.name}, second half" if halved else set_dir.name, scored.figures)
            reliability = reliability or reliability_table(rows(asked / "questions.jsonl"), scored.predictions)
    if len(options.sets) > 1:
        first, last = options.sets[0], options.sets[-1]
        add_row(table, f"{last.name} asked of {first.name}", score(options.scorer, first, outside=last).figures)
    console = Console(width=160)
    console.print(table)
    console.print(reliability)


def add_row(table: Table, name: str, figures: dict[str, Any]) -> None:
    table.add_row(name, *("–" if figures[measure] is None else str(figures[measure]) for measure in MEASURES))


def reliability_table(questions: Sequence[Row], predictions: Sequence[Row]) -> Table:
    """By tenths of confidence: how many questions, the mean confidence, and the share whose first quote was right."""
    gold = {row["id"]: [(span["article"], span["start"], span["end"]) for span in row["gold"]] for row in questions}
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for row in predictions:
        firsts = [(span["article"], span["start"], span["end"]) for span in row["ranking"][:1]]
        right = any(is_right(span, gold[row["id"]]) for span in firsts)
        bins[min(BINS - 1, int(row["confidence"] * BINS))].append((row["confidence"], right))
    table = Table("confidence", "questions", "mean confidence", "first quote right")
    for i, each in enumerate(bins):
        if each:
            confidence, right_share = (sum(column) / len(each) for column in zip(*each, strict=True))
            label = f"{i / BINS:.1f} to {(i + 1) / BINS:.1f}"
            table.add_row(label, f"{len(each):,}", f"{confidence:.2f}", f"{right_share:.2f}")
    return table


if __name__ == "__main__":
    main()
