"""Whatever is pasted, there is a verdict, in time."""

import re

import pytest
from hypothesis import given

from bot.answering.verbatim.words import Words
from bot.model import Altered, Article, Passage, Verbatim, Verdict
from tests.answering.verbatim.verdicts import VERIFIER, article, verify, whole
from tests.hostile import LANGUAGES, TEXTS, THOROUGH, seconds
from tests.values import source


@THOROUGH
@given(text=TEXTS, pasted=TEXTS, language=LANGUAGES)
def test_whatever_is_pasted_has_a_verdict_cut_from_the_article(text: str, pasted: str, language: str) -> None:
    verdict = verify(pasted, article(text, language=language))
    if isinstance(verdict, Altered):
        assert verdict.changes
        assert 0 < verdict.likeness <= 1


PIECES = [
    "a ", "The troops left Iraq in 2,500 days. ", "漢", "漢字。", "e\u0301", "\u0301", "ﬁ ", "... ", "a … ", "a b c … ", "-5 ", "5 % ", "5 ",
    "' a", "x'x'", "> a\n", "\\a", "[](http://a) ", "a\u00ad", " \n", "กา", "\u1100\u1161", "a (…) ", "$ ", "- ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_the_longest_quote_against_long_articles_takes_a_second_or_two(piece: str) -> None:
    pasted = f"{piece * (3_900 // len(piece))} zyxwvut"
    for other in (piece, "The troops left Iraq. "):
        text = other * (99_000 // len(other))
        spans = tuple((start, start + 100) for start in range(0, len(text) - 100, 100))
        longs = [Article(source(id), text, spans) for id in "abc"]
        assert seconds(lambda: whole(pasted, longs)) < 5


def test_of_a_very_long_article_what_is_around_its_passages_is_looked_at() -> None:
    text = "".join(f"Soldier number {number} left the base with nothing but a letter. " for number in range(80_000))
    spans = tuple((at.start(), at.end()) for at in re.finditer(r"Soldier[^.]*+\.", text))
    start = text.index("Soldier number 40005 ")
    best = Passage(source(), start - 300, text[start - 300 : start + 10], (), (), 1.0)
    pasted = text[start : text.index("number 40050 ")]

    def found() -> Verdict:
        return VERIFIER.verdict(VERIFIER.question(pasted, ["en"]), [best], [Article(source(), text, spans)])

    assert seconds(found) < 5
    verdict = found()
    assert isinstance(verdict, Verbatim)
    assert verdict.excerpt.start == start


def test_no_more_than_64_terms_of_a_long_quote_are_looked_up_from_all_over_it() -> None:
    words = [f"soldier{number}" for number in range(300)]
    terms = VERIFIER.question(" ".join(words), ["en"]).terms
    assert len(set(terms)) == 64
    assert {int(term[7:]) // 100 for term in terms} == {0, 1, 2}


def test_words_know_nothing_of_where_none_are() -> None:
    assert Words((), ()).find(["a"], 0) is None
