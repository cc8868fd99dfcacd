"""How the first sentence stands among the others."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language.kinds import Kind
from bot.answering.standing import ALIKE, LEAD_ENOUGH, NO_RIVAL, alike, standing
from tests.values import asked

TERMS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)
SCORES = st.floats(-1e4, 1e4)
RIVALS = st.lists(st.tuples(SCORES, TERMS), max_size=20)
QUESTION = asked("how many troops are in Iraq")


@given(SCORES, RIVALS, TERMS)
def test_its_values_keep_within_their_ranges(
    score: float, rivals: list[tuple[float, frozenset[str]]], terms: frozenset[str]
) -> None:
    values = standing(QUESTION, {"coverage": 0.5}, score, rivals, terms)
    assert all(map(math.isfinite, values.values()))
    assert 0 <= values["share"] <= 1
    assert -LEAD_ENOUGH <= values["lead"] <= LEAD_ENOUGH
    assert -1e-9 <= values["spread"] <= math.log(1 + len(rivals)) + 1e-9
    assert (values["score"], values["coverage"]) == (score, 0.5)


@given(SCORES, RIVALS, TERMS)
def test_the_order_of_the_rivals_says_nothing(
    score: float, rivals: list[tuple[float, frozenset[str]]], terms: frozenset[str]
) -> None:
    one, other = (standing(QUESTION, {}, score, each, terms) for each in (rivals, rivals[::-1]))
    assert one == pytest.approx(other)


def test_without_a_rival_it_has_all_and_leads_by_a_fixed_length() -> None:
    values = standing(QUESTION, {}, 3.0, [], frozenset("ab"))
    assert (values["share"], values["lead"], values["spread"]) == (1.0, -NO_RIVAL, 0.0)


def test_of_two_that_are_as_good_each_has_half() -> None:
    values = standing(QUESTION, {}, 3.0, [(3.0, frozenset("cd"))], frozenset("ab"))
    assert (values["share"], values["lead"], values["spread"]) == pytest.approx((0.5, 0.0, math.log(2)))


def test_a_lead_of_one_makes_it_more_likely_by_e() -> None:
    values = standing(QUESTION, {}, 1.0, [(0.0, frozenset("cd"))], frozenset("ab"))
    assert values["share"] / (1 - values["share"]) == pytest.approx(math.e)


def test_one_that_says_the_same_is_no_rival() -> None:
    same = [(3.0, frozenset("ab")), (2.9, frozenset("abc"))]
    assert standing(QUESTION, {}, 3.0, same, frozenset("ab")) == standing(QUESTION, {}, 3.0, [], frozenset("ab"))


@given(TERMS, TERMS)
def test_sentences_are_alike_both_ways_by_the_share_of_common_terms(one: frozenset[str], other: frozenset[str]) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, other) == bool(one & other and len(one & other) / len(one | other) >= ALIKE)


def test_sentences_without_terms_are_not_alike() -> None:
    assert not alike(frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "kind"), [("how many troops", Kind.NUMBER), ("who leads", Kind.PERSON), ("troops in Iraq", Kind.OTHER)]
)
def test_the_kind_that_is_asked_for_is_one_of_all(text: str, kind: Kind) -> None:
    values = standing(asked(text), {}, 0.0, [], frozenset())
    assert {name for name, value in values.items() if name.startswith("asks_") and value} == {f"asks_{kind}"}
    assert {f"asks_{each}" for each in Kind} <= values.keys()


def test_the_number_of_terms_counts_by_its_logarithm() -> None:
    assert standing(QUESTION, {}, 0.0, [], frozenset())["terms"] == pytest.approx(math.log(3))
    assert standing(asked("who is it"), {}, 0.0, [], frozenset())["terms"] == 0
