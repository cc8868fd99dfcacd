"""Score the answers on question sets, as a table.

    python -m benchmarks.quality --scorer SCORE.PY SET_DIR [SET_DIR ...]

Each set is answered by `bot eval` and judged by the scorer that comes with the sets. With two sets or more, the
last line asks the questions of the last of the first set's articles, which answer none of them.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

MEASURES = ("top1", "top3", "map", "coverage", "false_answers", "auroc", "not_verbatim", "ms_p50", "ms_p95")


def score(scorer: Path, set_dir: Path, outside: Path | None = None) -> dict[str, Any]:
    """The scorer's figures for a set, or for the questions of another set asked of its articles."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        asked = ["--questions", str(outside / "questions.jsonl")] if outside else []
        command = [sys.executable, "-m", "bot", "eval", str(set_dir), "--out", str(predictions), *asked]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        judge = [
            sys.executable,
            str(scorer),
            str(set_dir),
            str(predictions),
            "--json",
            *(["--outside"] if outside else []),
        ]
        figures: dict[str, Any] = json.loads(subprocess.run(judge, check=True, capture_output=True).stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET_DIR")
    options = parser.parse_args()
    table = Table("set", *MEASURES)
    for set_dir in options.sets:
        add_row(table, set_dir.name, score(options.scorer, set_dir))
    if len(options.sets) > 1:
        first, last = options.sets[0], options.sets[-1]
        add_row(table, f"{last.name} asked of {first.name}", score(options.scorer, first, outside=last))
    Console(width=160).print(table)


def add_row(table: Table, name: str, figures: dict[str, Any]) -> None:
    table.add_row(name, *("–" if figures[measure] is None else str(figures[measure]) for measure in MEASURES))


if __name__ == "__main__":
    main()
