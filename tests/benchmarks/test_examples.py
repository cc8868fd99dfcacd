"""What is trained on: the right sentences, in the right articles, and as the ranker sees them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from benchmarks.examples import (
    COVERED,
    LONGER,
    LONGEST,
    PARAGRAPH_END,
    Row,
    ask,
    first_half,
    in_chapters,
    is_right,
    of_chapters,
    openly,
    rows,
    second_half,
    unanswerable,
    with_article,
    without,
)
from bot.answering.signals import SIGNALS
from bot.text import Analyzer
from tests.hostile import QUICK

LENGTHS = st.integers(1, 2_000)


def article(id: str, text: str = "The camel came.") -> Row:
    return {"id": id, "title": "Title", "text": text, "url": None, "published": None, "language": "en"}


def question(*gold: str | tuple[str, int, int], text: str = "who came", within: str | None = None) -> Row:
    spans = [(each, 0, 15) if isinstance(each, str) else each for each in gold]
    found: dict[str, Any] = {
        "question": text,
        "gold": [{"article": id, "start": start, "end": end} for id, start, end in spans],
    }
    return found | ({"within": within} if within else {})


# Right sentences


@given(start=st.integers(0, 10**6), length=LENGTHS)
def test_the_very_span_is_right_and_in_another_article_it_is_not(start: int, length: int) -> None:
    span = ("a", start, start + length)
    assert is_right(span, [span])
    assert is_right(span, [("a", start + 10**7, start + 10**7 + 1), span])
    assert not is_right(("b", *span[1:]), [span])
    assert not is_right(span, [])


@pytest.mark.parametrize(
    ("span", "gold", "right"),
    [
        ((0, 100), (10, 20), True),
        ((11, 100), (10, 20), True),  # nine of ten
        ((12, 100), (10, 20), False),
        ((0, 19), (10, 20), True),
        ((0, 18), (10, 20), False),
        ((20, 40), (10, 20), False),
        ((0, 10), (10, 20), False),
        ((0, 600), (10, 20), True),
        ((0, 601), (10, 20), False),
        ((0, 600), (100, 500), True),
        ((0, 601), (100, 500), False),  # 1.5 times as long: 600
        ((0, 750), (100, 600), True),
        ((0, 751), (100, 600), False),
        ((100, 550), (100, 600), True),
        ((100, 549), (100, 600), False),
    ],
)
def test_nine_tenths_of_a_span_are_covered_by_a_sentence_that_is_no_page(
    span: tuple[int, int], gold: tuple[int, int], right: bool
) -> None:
    assert (COVERED, LONGEST, LONGER) == (0.9, 600, 1.5)
    assert is_right(("a", *span), [("a", *gold)]) == right


@given(start=st.integers(0, 50), length=LENGTHS, gold_start=st.integers(0, 50), gold_length=LENGTHS)
def test_a_sentence_is_right_by_the_points_that_it_shares_and_by_its_length(
    start: int, length: int, gold_start: int, gold_length: int
) -> None:
    gold = range(gold_start, gold_start + gold_length)
    shared = len(set(range(start, start + length)) & set(gold))
    expected = 10 * shared >= 9 * gold_length and (length <= 600 or 2 * length <= 3 * gold_length)
    assert is_right(("a", start, start + length), [("a", gold.start, gold.stop)]) == expected


# Sets of questions


def test_an_unanswerable_question_stands_with_the_article_of_the_one_before_it() -> None:
    asked = [question(), question("a"), question(), question(), question("b"), question(), question("c", "b")]
    assert [row["article"] for row in with_article(asked)] == [None, "a", "a", "a", "b", "b", "c"]
    assert all("article" not in row for row in asked)


def test_a_question_that_is_asked_of_one_article_is_of_that_one() -> None:
    asked = [question("a"), question(within="b"), question("a", within="c"), question()]
    assert [row["article"] for row in with_article(asked)] == ["a", "b", "c", "a"]


@given(count=st.integers(0, 9), written_for=st.lists(st.none() | st.integers(0, 8), max_size=20))
def test_each_question_belongs_to_one_half_of_the_articles(count: int, written_for: list[int | None]) -> None:
    articles = [article(f"a{i}") for i in range(count)]
    asked = [question(*([] if number is None else [f"a{number % count}"])) for number in written_for if count]
    trained = {each["id"] for each in first_half(articles)}
    checked = second_half(articles, asked)
    assert len(trained) == count // 2
    assert all(row["article"] not in trained for row in checked)
    assert len(checked) + sum(row["article"] in trained for row in with_article(asked)) == len(asked)
    gold = {span["article"] for row in checked for span in row["gold"]}
    assert gold.isdisjoint(trained)


def test_questions_can_be_asked_as_if_nothing_answered_them_and_of_all_articles() -> None:
    asked = [question("a", within="a"), question(within="a"), question("b")]
    before = json.dumps(asked)
    assert [(row["gold"], row["within"]) for row in unanswerable(asked)] == [([], None)] * 3
    assert [(row["gold"], row["within"]) for row in openly(asked)] == [
        (asked[0]["gold"], None),
        (asked[2]["gold"], None),
    ]
    assert json.dumps(asked) == before


def test_an_article_is_taken_out_by_its_id() -> None:
    assert [row["id"] for row in without([article("a"), article("b"), article("c")], "b")] == ["a", "c"]


def test_lines_of_json_are_read_and_empty_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "ä"}\n\n  \r\n{"id": "b"}', "utf-8")
    assert rows(path) == [{"id": "ä"}, {"id": "b"}]


def test_only_a_line_feed_ends_a_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    row = {"id": "a\u2028b\u2029c\x85d"}
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    assert rows(path) == [row]


# Chapters


PIECES = st.lists(
    st.sampled_from(["", "One.", "A longer piece 👍🏽.", "\n", "x\ny", " ", "\u2029"]), min_size=1, max_size=12
)


def cut(row: Row, span: Row) -> str:
    text: str = row["text"][span["start"] : span["end"]]
    return text


@QUICK
@given(pieces=PIECES, paragraphs=st.integers(1, 5), spans=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 80))))
@example(pieces=["", "", "\n", ""], paragraphs=1, spans=[(0, 1), (1, 3)])
def test_each_span_that_is_moved_cuts_the_same_text_and_none_within_a_chapter_is_lost(
    pieces: list[str], paragraphs: int, spans: list[tuple[int, int]]
) -> None:
    whole = article("a", PARAGRAPH_END.join(pieces))
    chapters = in_chapters(whole, paragraphs)
    size = len(whole["text"])
    for start, length in spans:
        if start + length > size:
            continue
        moved = of_chapters(question(("a", start, start + length)), chapters)["gold"]
        by_id = {each["id"]: each for each in chapters}
        assert len(moved) <= 1
        assert [cut(by_id[span["article"]], span) for span in moved] == [whole["text"][start : start + length]] * len(
            moved
        )
        held = [
            each for each in chapters if each["start"] <= start and start + length <= each["start"] + len(each["text"])
        ]
        assert len(moved) == len(held)


@QUICK
@given(pieces=PIECES, paragraphs=st.integers(1, 5))
def test_the_chapters_joined_are_the_article(pieces: list[str], paragraphs: int) -> None:
    text = PARAGRAPH_END.join(pieces)
    chapters = in_chapters(article("a", text), paragraphs)
    assert PARAGRAPH_END.join(each["text"] for each in chapters) == text
    assert all(len(each["text"].split(PARAGRAPH_END)) == paragraphs for each in chapters[:-1])
    assert [each["id"] for each in chapters] == [f"a/{i}" for i in range(1, len(chapters) + 1)]
    assert all(text[each["start"] :].startswith(each["text"]) for each in chapters)
    assert all(each["title"] == "Title" for each in chapters)


@QUICK
@given(first=st.integers(0, 20), length=st.integers(1, 20))
def test_a_span_over_two_chapters_is_in_neither(first: int, length: int) -> None:
    chapters = in_chapters(article("a", "One two.\n\nThree."), 1)
    assume(first < 10 < first + length)
    assert of_chapters(question(("a", first, first + length)), chapters)["gold"] == []


def test_a_span_of_another_article_is_in_no_chapter_of_this_one() -> None:
    chapters = in_chapters(article("a", "One two.\n\nThree."), 1)
    assert of_chapters(question(("b", 0, 8), ("a", 10, 16)), chapters)["gold"] == [
        {"article": "a/2", "start": 0, "end": 6}
    ]


# Questions that are asked

CAMELS = "The camel crossed the desert in May. Its owner followed on foot.\n\nNobody saw the owner again."
FERRIES = "The ferry leaves at nine. It takes 40 minutes to the island, and 12 cars."
ARTICLES = [article("camels", CAMELS), article("ferries", FERRIES), article("again", FERRIES)]


def test_an_example_has_the_values_of_each_sentence_that_was_found_and_which_are_right() -> None:
    span = ("camels", 0, 36)
    [found] = ask(ARTICLES, with_article([question(span, text="when did the camel cross the desert")]))
    assert found.values.shape == (len(found.right), len(SIGNALS)) == (len(found.terms), len(SIGNALS))
    assert np.isfinite(found.values).all()
    assert (found.answerable, found.article) == (True, "camels")
    [place] = np.flatnonzero(found.right)
    assert found.terms[place] == set(Analyzer().terms(CAMELS[:36], "en"))


def test_an_article_whose_text_is_there_already_is_answered_by_that_one() -> None:
    asked = [
        question(("again", 0, 25), text="when does the ferry leave", within=id) for id in (None, "again", "ferries")
    ]
    found = list(ask(ARTICLES, with_article(asked)))
    assert [int(each.right.sum()) for each in found] == [1, 1, 1]
    assert [len(each.right) for each in found] == [2, 2, 2]


def test_a_question_of_one_article_sees_every_sentence_of_it_and_no_other() -> None:
    [found] = ask(ARTICLES, with_article([question(text="ferry", within="camels")]))
    assert (len(found.right), int(found.right.sum()), found.answerable) == (3, 0, False)


def test_a_question_that_finds_nothing_is_an_example_without_sentences() -> None:
    [found] = ask(ARTICLES, with_article([question(text="zyxwvut")]))
    assert (found.values.size, found.right.size, found.terms, found.article) == (0, 0, (), None)


def test_what_is_asked_again_has_the_same_values_to_the_last_bit() -> None:
    asked = with_article(
        [question("camels", text=text) for text in ("when did the camel cross", "how many cars", "owner")]
    )
    once, again = (list(ask(ARTICLES, asked)) for _ in range(2))
    assert [each.values.tobytes() for each in once] == [each.values.tobytes() for each in again]
