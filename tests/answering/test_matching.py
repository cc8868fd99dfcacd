"""How much of a question a sentence holds, and in which order."""

import random
from collections.abc import Callable, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.signals import SIGNALS
from bot.answering.signals.matching import (
    LEAST_STEM,
    common_subsequence,
    likeness,
    likest,
    narrowest_window,
    similar_words,
    weight,
)
from tests.hostile import QUICK, TEXTS, seconds
from tests.values import asked, candidates, measured, passage, signals

QUESTION = "which troops hold Baghdad airport"
ITEMS = st.lists(st.sampled_from("abcd"), max_size=8)
PLACES = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True).map(sorted), min_size=1, max_size=4)
TERMS = st.text(st.sampled_from("abcdeß漢"), max_size=9)


@given(ITEMS, ITEMS)
def test_the_longest_common_subsequence_is_that_of_all_that_were_tried(one: list[str], other: list[str]) -> None:
    def within(part: Sequence[str], whole: Sequence[str]) -> bool:
        rest = iter(whole)
        return all(item in rest for item in part)

    tried = (size for size in range(len(one), -1, -1) for part in combinations(one, size) if within(part, other))
    assert common_subsequence(one, other) == next(tried)


@given(PLACES)
def test_the_narrowest_window_is_that_of_all_that_were_tried(places: list[list[int]]) -> None:
    assert narrowest_window(places) == min(max(each) - min(each) + 1 for each in product(*places))


@given(TERMS, TERMS)
def test_likeness_is_the_same_both_ways_and_lies_between_zero_and_one(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == (1 if len(one) >= LEAST_STEM else 0)


@QUICK
@given(TEXTS, TEXTS)
def test_likeness_is_so_for_any_text(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("invad", "invas", 0.7, 0.9),
        ("amazona", "amazonasgebiet", 0.7, 0.8),
        ("regenwald", "amazonasregenwald", 0.6, 0.7),
        ("wald", "regenwald", 0, 0),  # too short to be a word within another
        ("iraq", "iran", 0, 0),
        ("iraq", "iraqi", 0.9, 0.9),
        ("contract", "constitut", 0, 0),
        ("form", "former", 0.8, 0.9),
        ("", "", 0, 0),
    ],
)
def test_two_terms_are_alike_by_their_beginning_or_one_within_the_other(
    one: str, other: str, least: float, most: float
) -> None:
    assert least <= likeness(one, other) <= most


def test_the_likest_is_the_best_of_all_and_nothing_where_there_is_none() -> None:
    assert likest("invad", ["iraq", "invas", "invent"]) == likeness("invad", "invas")
    assert likest("invad", []) == 0


@pytest.mark.parametrize(
    ("sentence", "coverage", "by_number"),
    [
        ("Troops hold the airport of Baghdad.", 1.0, 1.0),
        ("The troops hold it.", 0.5, 0.5),
        ("Nobody came.", 0.0, 0.0),
    ],
)
def test_coverage_is_the_share_of_the_question_that_is_held(sentence: str, coverage: float, by_number: float) -> None:
    every = "Troops hold Baghdad airport."  # so that all words are as frequent
    values = measured(QUESTION, sentence, every)
    assert values["coverage"] == pytest.approx(coverage)
    assert values["coverage_squared"] == pytest.approx(coverage**2)
    assert values["coverage_by_number"] == by_number
    assert values["largest_missing"] == pytest.approx(0.25 if coverage < 1 else 0)


def test_a_score_is_measured_against_that_of_a_sentence_with_all_words() -> None:
    held = passage(["Troops hold it."])
    ready = asked(QUESTION, held)
    for score in (0.0, 3.0):
        [only] = candidates(ready, held, bm25=score)
        assert signals(ready, only)["bm25"] == score / ready.ideal


def test_words_of_which_another_form_is_held_count_as_far_as_they_are_alike() -> None:
    held = passage(["The invasion began."])
    ready = asked("who invaded", held)
    [only] = candidates(ready, held)
    assert similar_words(ready, only) == pytest.approx(likeness("invad", "invas"))
    assert measured("who invaded", "He invaded.")["similar_words"] == 0  # held as it is


@pytest.mark.parametrize(("asked", "told"), [("120345", "20345"), ("20034", "20035"), ("2000", "2000s")])
def test_a_number_is_no_form_of_another(asked: str, told: str) -> None:
    assert measured(f"who came in {asked}", f"He came in {told}.")["similar_words"] == 0


def test_pieces_of_words_are_held_across_endings() -> None:
    assert measured("Amazonas", "Das Amazonasgebiet.")["pieces"] == pytest.approx(6 / 7)  # all but the end
    assert measured("Amazonas", "Der Nil.")["pieces"] == 0
    assert measured("who is it", "It is he.")["pieces"] == 0


def test_names_and_numbers_are_counted_by_themselves() -> None:
    text = "did 40 troops leave Baghdad then"
    values = measured(text, "All 40 troops left.", "They left Baghdad.")
    assert values["names_held"] == values["names_missing"] == 0  # the passage holds it
    assert values["numbers_held"] > values["numbers_missing"] == 0
    values = measured(text, "The troops left.")
    assert values["names_missing"] > 0
    assert values["numbers_missing"] > values["numbers_held"] == 0
    assert measured(text, "They left Baghdad.")["names_held"] > 0


def test_the_noun_that_is_asked_for_may_stand_in_a_sentence_or_around_it() -> None:
    text = "how many US troops are there"
    held, around = "About 40 US troops are there.", "About 40 are there."
    assert measured(text, held)["head_held"] == 1
    assert measured(text, "Troops are there.")["head_held"] == 0.5
    assert measured(text, held)["head_around"] == 0
    assert measured(text, around, "The troops train.")["head_around"] == 1
    assert measured(text, around)["head_around"] == 0
    assert measured("are there troops", held)["head_held"] == 0  # nothing is asked for


def test_pairs_of_words_count_small_words_too_and_their_order() -> None:
    text = "are the troops in Iraq"
    assert measured(text, "Here are the troops in Iraq.")["word_pairs_held"] == 1
    assert measured(text, "Are the Iraqi troops in Syria?")["word_pairs_held"] == pytest.approx(2 / 4)
    assert measured(text, "Iraq in troops the are")["word_pairs_held"] == 0
    assert measured("Iraq", "Iraq votes.")["word_pairs_held"] == 0


def test_pairs_of_words_are_the_same_with_either_apostrophe() -> None:
    assert measured("is Iraq's army", "It is Iraq’s army.")["word_pairs_held"] == 1


@pytest.mark.parametrize(
    ("sentence", "same", "turned"),
    [
        ("Troops hold it.", 0.5, 0),
        ("Troops in hold.", 0.5, 0),
        ("Troops never ever hold it.", 0, 0),
        ("They hold troops.", 0, 0.5),
        ("Troops hold troops.", 0.5, 0.5),
        ("Troops hold Baghdad airport.", 1.5, 0),
        ("Airport Baghdad hold troops.", 0, 1.5),
        ("Troops watch Baghdad.", 0, 0),  # no neighbours in the question
    ],
)
def test_neighbours_are_words_apart_by_two_at_the_most(sentence: str, same: float, turned: float) -> None:
    values = measured(QUESTION, sentence, "Troops hold Baghdad airport.")
    assert (values["neighbours"], values["neighbours_turned"]) == pytest.approx((same / 2, turned / 2))


@pytest.mark.parametrize(
    ("sentence", "in_order", "inversions"),
    [
        ("Troops hold the airport of Baghdad.", 3 / 4, 1 / 6),
        ("Troops, it is said, hold Baghdad, and its airport.", 1, 0),
        ("The airport of Baghdad holds troops.", 1 / 4, 1),
        ("Troops of troops of troops.", 1 / 4, 0),
        ("Nobody.", 0, 0),
    ],
)
def test_order_is_seen(sentence: str, in_order: float, inversions: float) -> None:
    values = measured(QUESTION, sentence)
    assert (values["in_order"], values["inversions"]) == pytest.approx((in_order, inversions))


@given(st.permutations(["troops", "hold", "baghdad", "airport"]))
def test_inversions_are_the_pairs_that_stand_the_other_way_round(words: list[str]) -> None:
    order = ["troops", "hold", "baghdad", "airport"]
    turned = sum(words.index(a) > words.index(b) for a, b in combinations(order, 2))
    assert measured(QUESTION, " ".join(words))["inversions"] == turned / 6


@pytest.mark.parametrize(
    ("sentence", "density"),
    [
        ("Troops hold it.", 0.5),
        ("The troops of the army hold it.", 0.5 * 2 / 5),
        ("Troops of the army; troops hold it.", 0.5),
        ("Troops left.", 0.25),
        ("Nobody.", 0),
    ],
)
def test_words_that_stand_together_are_denser(sentence: str, density: float) -> None:
    every = "Troops hold Baghdad airport."
    assert measured(QUESTION, sentence, every)["density"] == pytest.approx(density)


def test_a_weight_is_the_same_to_the_last_bit_in_whatever_order_the_terms_come() -> None:
    ready = asked(" ".join(f"word{n}" for n in range(12)), passage(["word1 word2"]), passage(["word3 word2"]))
    terms = list(ready.weights)
    orders = (random.Random(seed).sample(terms, len(terms)) for seed in range(50))
    assert len({weight(ready, frozenset(order)) for order in orders}) == 1


def several(size: int) -> tuple[list[str], list[str]]:
    """A question, and a sentence that holds all of it twice."""
    words = [f"w{n}" for n in range(size)]
    return words, [*words, *words]


def two(size: int) -> tuple[list[str], list[str]]:
    """A question of two words, and a sentence that holds nothing else."""
    return ["w0", "w1"], ["w0", "w1"] * size


def strange(size: int) -> tuple[list[str], list[str]]:
    """A question, and a sentence that holds none of it."""
    return [f"w{n}xxx" for n in range(size // 2)], [f"v{n}xxx" for n in range(size // 2)]


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        ("in_order", several),
        ("inversions", several),
        ("density", several),
        ("neighbours", two),
        ("neighbours_turned", two),
        ("similar_words", strange),
    ],
)
def test_eight_times_as_many_words_take_not_much_more_than_eight_times_as_long(
    signal: str, words: Callable[[int], tuple[list[str], list[str]]]
) -> None:
    def cost(size: int) -> float:
        question, sentence = map(" ".join, words(size))
        held = passage([sentence])
        ready = asked(question, held)
        [only] = candidates(ready, held)
        return min(seconds(lambda: SIGNALS[signal](ready, only)) for _ in range(3))

    assert cost(1_600) < 0.002 + 24 * cost(200)
