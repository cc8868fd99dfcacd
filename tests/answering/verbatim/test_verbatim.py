"""A pasted text that stands in an article, however it was copied, and what is shown of it."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.answering.verbatim.words import STORED, Folded, other_case, read_stored, words_of
from bot.model import Unfound, Verbatim
from bot.text import segment
from tests.answering.verbatim.verdicts import (
    SAMPLE,
    TROOPS,
    article,
    keys,
    verify,
)
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH

SPACES = ["  ", "\n", "\t", "\u00a0", "\r\n", "\u3000", "\n\n"]
MARKS = ["'’", '“"', '”"', '"„', "«“", "…"]


def disguised(text: str, seed: int) -> str:
    """The text with other white space, quotation marks and apostrophes."""
    chance = random.Random(seed)
    text = re.sub(r"\s+", lambda found: chance.choice([found[0], *SPACES]), text)
    swap = {"'": "’", "’": "'", "“": '"', "”": "„", '"': "“", "…": "..."}
    return "".join(chance.choice([letter, swap.get(letter, letter)]) for letter in text)


@THOROUGH
@given(text=TEXTS, language=LANGUAGES, cut=st.tuples(st.floats(0, 0.999), st.floats(0, 1)), seed=st.integers(0, 99))
@example(text="It is 5 % or -5 degrees. Or $ 2,500 (2014-16).", language="en", cut=(0.1, 1.0), seed=3)
@example(text="ﷺA ㏂A", language="en", cut=(0, 0), seed=0)
@example(text="> He said \\-5 **no** [x](http://a.b) yes", language="en", cut=(0, 1.0), seed=0)
def test_words_cut_from_an_article_stand_in_it_however_they_are_spaced_and_quoted(
    text: str, language: str, cut: tuple[float, float], seed: int
) -> None:
    spans = read_stored(text, 0).spans
    assume(spans and segment(text, language))
    first = int(cut[0] * len(spans))
    last = first + int(cut[1] * (len(spans) - first - 1))
    pasted = disguised(text[spans[first][0] : spans[last][1]], seed)
    verdict = verify(pasted, article(text, language=language))
    assert isinstance(verdict, Verbatim)
    assert verdict.omitted == ()
    found, typed = keys(verdict.excerpt.text), keys(pasted)
    assert found == typed or found == (other_case(typed[0]), *typed[1:])
    assert verdict.sentences.start <= verdict.excerpt.start < verdict.excerpt.end <= verdict.sentences.end


@THOROUGH
@given(text=TEXTS)
def test_each_word_is_where_its_span_says(text: str) -> None:
    words = read_stored(text, 0)
    for key, (start, end) in zip(words.keys, words.spans, strict=True):
        assert key in read_stored(text[start:end], 0).keys
    assert all(one[0] <= next[0] and one[1] <= next[1] for one, next in pairwise(words.spans))


@QUICK
@given(
    text=st.lists(st.sampled_from(["a", "b", "ab", "A"])),
    sought=st.lists(st.sampled_from("ab"), min_size=1, max_size=4),
)
def test_words_are_found_where_a_simple_search_finds_them(text: list[str], sought: list[str]) -> None:
    words = words_of(Folded(" ".join(text), STORED))
    at = [i for i in range(len(text)) if text[i : i + len(sought)] == sought]
    for start in range(len(text)):
        assert words.find(sought, start) == min((i for i in at if i >= start), default=None)
        assert words.find_last(sought, start) == max((i for i in at if i + len(sought) <= start), default=None)


SAME = [
    ("It rose by 5 % in “May”, he said.", "it rose by 5% in 'May' he said"),
    ("It rose by 5 % in “May”, he said.", "> **It** rose by *5 %*\n> in „May“, he said…"),
    ("The co\u00adop\u00aderation ended.", "The cooperation ended!"),
    ("The cooperation ended.", "The co\u00adoper\u200bation ended"),
    ("The ﬁrst oﬃce ﬂed.", "The first office fled."),
    ("Iraq’s US‑led coalition — and others", "Iraq's US-led coalition - and others"),
    ("A cafe\u0301 in Zürich.", "A café in Zu\u0308rich."),
    ("The coalition has US-led troops.", "The coali-\ntion has US-\nled troops"),
    ("He paid ２５００ Yen.", "He paid 2500 Yen."),
    ("(He left [the base].)", "He left the base"),
    ("A snow-white ~dress~", "A ||snow-white|| [dress](<https://example.org/a>)"),
    ("Die Truppen blieben bis „Mai 2024“ in Köln.", "»die Truppen blieben bis ›Mai 2024‹ in Köln«"),
    ("¿Cuántos soldados? Unos 2.500 en total.", "Cuántos soldados… Unos 2.500 en total"),
    ("イラクには「約２５００人」の兵士がいる。", "イラクには『約2500人』の\n兵士がいる"),
    ("部队于2011年离开伊拉克。", "“部队于 2011 年离开伊拉克”"),
    ("มีทหารน้ำ 25 คน ในอิรัก", "มีทหารน้ํา 25 คนในอิรัก"),
    ("The temperature was −5 °C.", "the temperature was -5°C"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pasted"), SAME)
def test_what_a_copy_changes_without_changing_a_word_is_forgiven(text: str, pasted: str) -> None:
    verdict = verify(pasted, article(text))
    assert isinstance(verdict, Verbatim)
    assert (verdict.omitted, verdict.partial) == ((), False)


# Ellipses


@pytest.mark.parametrize("mark", ["…", "...", "[…]", "[...]", ". . .", "(...)", "\\[…\\]"])
def test_an_ellipsis_stands_for_words_that_are_left_out_and_told(mark: str) -> None:
    verdict = verify(f"The United States has {mark} they do not fight alone", article(TROOPS))
    assert isinstance(verdict, Verbatim)
    assert [each.text for each in verdict.omitted] == ["about 2,500 troops in Iraq, and"]
    assert verdict.excerpt.text == verdict.sentences.text == TROOPS[: TROOPS.index(" It cost")]


def test_an_ellipsis_stands_for_as_little_as_may_be() -> None:
    text = "He left the base. He left the base at last, said one of them. They came home again."
    verdict = verify("He left the base … they came home again", article(text))
    assert isinstance(verdict, Verbatim)
    assert [each.text for each in verdict.omitted] == ["at last, said one of them"]


@pytest.mark.parametrize(
    "pasted", ["troops … fight alone", "The United States … fight", "The … has … troops … fight alone"]
)
def test_words_picked_together_with_ellipses_are_no_quote(pasted: str) -> None:
    assert not isinstance(verify(pasted, article(TROOPS)), Verbatim)


def test_pieces_in_another_order_are_no_quote() -> None:
    assert not isinstance(verify("they do not fight alone … The United States has about", article(TROOPS)), Verbatim)


# What is shown


def test_part_of_a_sentence_is_told_as_part_with_the_whole() -> None:
    verdict = verify("they do not fight", article(TROOPS))
    assert isinstance(verdict, Verbatim)
    assert verdict.partial
    assert verdict.excerpt.text == "they do not fight"
    assert verdict.sentences.text == TROOPS[: TROOPS.index(" It cost")]


def test_a_quote_may_go_over_paragraphs_and_passages() -> None:
    text = "\n\n".join(SAMPLE[:2])
    verdict = verify(" ".join(text.split()[4:600]), article(text))
    assert isinstance(verdict, Verbatim)
    assert "\n\n" in verdict.excerpt.text


def test_other_articles_that_hold_it_are_named_once_each() -> None:
    others = [article(f"{TROOPS} {TROOPS} {id}", id) for id in "bcd"]
    verdict = verify("about 2,500 troops in Iraq", article(TROOPS), *others, article("Nobody left.", "e"))
    assert isinstance(verdict, Verbatim)
    assert [verdict.excerpt.about.id, *(each.about.id for each in verdict.others)] == list("abcd")


@pytest.mark.parametrize(
    "pasted", ["Elvis Presley was born in Tupelo in 1935.", "the of and", "🙂", "\u0301", "](http://a.b)", "?!"]
)
def test_what_no_article_says_is_not_found(pasted: str) -> None:
    verdict = verify(pasted, article(TROOPS))
    assert isinstance(verdict, Unfound)
    assert verdict.related == ()


def test_what_only_shares_words_is_shown_as_related_a_sentence_an_article() -> None:
    texts = [article(f"{TROOPS} Nobody came.", id) for id in "abcde"]
    verdict = verify("Many troops from Poland went to fight for Iraq long before that", *texts)
    assert isinstance(verdict, Unfound)
    assert [each.about.id for each in verdict.related] == list("abc")
    assert {each.text for each in verdict.related} == {TROOPS[: TROOPS.index(" It cost")]}
