"""The tables of quality: whether a confidence is what it says, and who is asked."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from benchmarks.examples import Row
from benchmarks.quality import BINS, held_out, reliability_table

SPAN = {"article": "a", "start": 10, "end": 20}
ELSEWHERE = {"article": "a", "start": 30, "end": 40}
FIRSTS: dict[str, list[Any]] = {"right": [SPAN, ELSEWHERE], "wrong": [ELSEWHERE, SPAN], "none": []}


def lines(predictions: Sequence[tuple[float, str]], answerable: bool = True) -> list[list[str]]:
    """The table for predictions of so much confidence, whose first quote is right, wrong or not there."""
    questions: list[Row] = [{"id": str(i), "gold": [SPAN] if answerable else []} for i in range(len(predictions))]
    made: list[Row] = [
        {"id": str(i), "confidence": confidence, "ranking": FIRSTS[first]}
        for i, (confidence, first) in enumerate(predictions)
    ]
    return rows_of(reliability_table(questions, made))


def rows_of(table: Table) -> list[list[str]]:
    return [list(map(str, cells)) for cells in zip(*(column.cells for column in table.columns), strict=True)]


def test_each_tenth_says_how_many_how_sure_and_how_often_right() -> None:
    predictions = [(0.05, "wrong"), (0.65, "right"), (0.61, "wrong"), (0.62, "right"), (0.68, "right"), (0.91, "none")]
    assert lines(predictions) == [
        ["0.0 to 0.1", "1", "0.05", "0.00"],
        ["0.6 to 0.7", "4", "0.64", "0.75"],
        ["0.9 to 1.0", "1", "0.91", "0.00"],
    ]


@pytest.mark.parametrize(
    ("confidence", "tenth"),
    [(0.0, "0.0 to 0.1"), (0.1, "0.1 to 0.2"), (0.3, "0.3 to 0.4"), (0.7, "0.7 to 0.8"), (0.9999, "0.9 to 1.0"),
     (1.0, "0.9 to 1.0")],
)  # fmt: skip
def test_a_tenth_holds_its_beginning_and_certainty_is_in_the_last(confidence: float, tenth: str) -> None:
    assert [line[0] for line in lines([(confidence, "right")])] == [tenth]


def test_no_first_quote_of_an_unanswerable_question_is_right() -> None:
    assert lines([(0.5, "right")], answerable=False) == [["0.5 to 0.6", "1", "0.50", "0.00"]]


def test_without_predictions_there_is_nothing_to_show() -> None:
    assert lines([]) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(sorted(FIRSTS))), max_size=60))
def test_every_prediction_is_counted_once_and_its_confidence_lies_in_its_tenth(
    predictions: list[tuple[float, str]],
) -> None:
    shown = lines(predictions)
    assert len(shown) <= BINS
    assert sum(int(line[1]) for line in shown) == len(predictions)
    for tenth, _, mean, right in shown:
        least, most = map(float, tenth.split(" to "))
        assert least <= float(mean) <= most
        assert 0 <= float(right) <= 1


def test_confidence_that_was_drawn_at_random_is_as_often_right_as_it_says() -> None:
    confidences = [(2 * i + 1) / 2_000 for i in range(1_000)]
    predictions = [
        (each, "right" if (i * 617) % 1_000 < 1_000 * each else "wrong") for i, each in enumerate(confidences)
    ]
    for _, count, mean, right in lines(predictions):
        assert count == "100"
        assert float(right) == pytest.approx(float(mean), abs=0.06)


def test_of_a_set_that_half_was_trained_on_only_the_other_half_is_asked(tmp_path: Path) -> None:
    articles = [{"id": id, "title": "T", "text": f"Text of {id}."} for id in "abcde"]
    spans = {id: [{"article": id, "start": 0, "end": 9}] for id in "abcde"}
    questions = [
        {"id": f"{id}{i}", "question": "Größe?", "gold": gold}
        for id in "abcde"
        for i, gold in enumerate((spans[id], []))
    ]
    for name, written in (("articles", articles), ("questions", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
    with held_out(tmp_path, halved=True) as half:
        asked = [json.loads(line) for line in (half / "questions.jsonl").read_text("utf-8").splitlines()]
        assert [row["id"] for row in asked] == ["c0", "c1", "d0", "d1", "e0", "e1"]
        assert all(row["question"] == "Größe?" for row in asked)
        assert (half / "articles.jsonl").read_bytes() == (tmp_path / "articles.jsonl").read_bytes()
    assert not half.exists()
    with held_out(tmp_path, halved=False) as whole:
        assert whole == tmp_path
