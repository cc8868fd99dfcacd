"""Sketches tell how much two texts have in common, against a count of their shingles."""

import hashlib
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sketches import ALIKE, BANDS, SLOTS, bands, resemblance, sketch
from tests.hostile import QUICK, seconds

WORDS = [f"w{i}" for i in range(5_000)]
TERMS = st.lists(st.sampled_from(WORDS[:40]) | st.text(max_size=5), max_size=60)


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The definition: of all shingles of three terms, the share that both hold."""
    mine, theirs = shingles(one), shingles(other)
    return len(mine & theirs) / len(mine | theirs)


def shingles(terms: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(terms[i : i + 3]) for i in range(max(1, len(terms) - 2))}


def pairs(number: int, length: int, changed: float) -> list[tuple[list[str], list[str]]]:
    """Made-up texts, and copies in which each word is another one with this chance."""
    chance = random.Random(length * 1_000 + int(changed * 1_000))
    texts = [[chance.choice(WORDS) for _ in range(length)] for _ in range(number)]
    return [(text, [chance.choice(WORDS) if chance.random() < changed else word for word in text]) for text in texts]


@pytest.mark.parametrize("length", [5, 20, 100, 400, 3_000])
@pytest.mark.parametrize("changed", [0.003, 0.01, 0.03, 0.1, 0.4])
def test_the_estimate_is_right_on_average_and_seldom_far_off(length: int, changed: float) -> None:
    errors = [resemblance(sketch(one), sketch(other)) - alike(one, other) for one, other in pairs(100, length, changed)]
    assert abs(sum(errors)) / 100 < 0.02
    assert max(map(abs, errors)) < 0.2


@QUICK
@given(TERMS, TERMS)
def test_any_two_texts_are_as_alike_as_their_shingles_nearly(one: list[str], other: list[str]) -> None:
    if one and other and min(len(shingles(one)), len(shingles(other))) > 12:
        assert abs(resemblance(sketch(one), sketch(other)) - alike(one, other)) < 0.35
    assert resemblance(sketch(one), sketch(other)) == resemblance(sketch(other), sketch(one))
    assert resemblance(sketch(one), sketch(one)) == (1 if one else 0)


def test_the_shortest_texts_are_not_alike_by_accident() -> None:
    texts = [[first, last] for first in WORDS[:60] for last in WORDS[:60]]
    made = [sketch(text) for text in texts]
    chance = random.Random(1)
    pairs = [chance.sample(range(len(texts)), 2) for _ in range(20_000)]
    assert max(resemblance(made[one], made[other]) for one, other in pairs) < 0.2
    assert len({band for each in made for band in bands(each, "shared")}) == BANDS * len(texts)


def test_texts_that_have_nothing_in_common_are_not_alike() -> None:
    chance = random.Random(1)
    texts = [[chance.choice(WORDS) for _ in range(300)] for _ in range(50)]
    sketches = [sketch(text) for text in texts]
    assert max(resemblance(a, b) for i, a in enumerate(sketches) for b in sketches[:i]) < 0.1


def test_a_text_without_terms_has_no_sketch_and_is_like_none() -> None:
    assert sketch([]) == b""
    assert bands(b"", "shared") == []
    assert resemblance(b"", b"") == resemblance(b"", sketch(["a"])) == 0


@QUICK
@given(TERMS.filter(bool))
def test_a_sketch_has_all_its_bytes_and_is_that_of_its_shingles_alone(terms: list[str]) -> None:
    assert len(sketch(terms)) == SLOTS
    if len(terms) > 2:
        assert sketch(terms * 2 + terms) == sketch(terms * 2 + terms * 9)


def test_sketches_and_bands_are_the_same_on_every_machine() -> None:
    made = sketch([f"term{i}" for i in range(200)])
    numbers = bands(made, "guild:1")
    told = hashlib.sha256(made + repr(numbers).encode()).hexdigest()
    assert told == "58c03793aaf8940cc0c56c2ad9b074e46ef38b7c5b10dba2b7178c1d9031c82b"


def test_nearly_all_texts_that_are_alike_share_a_band_and_few_of_the_others_do() -> None:
    def shares(one: list[str], other: list[str]) -> bool:
        return not set(bands(sketch(one), "shared")).isdisjoint(bands(sketch(other), "shared"))

    near = [pair for pair in pairs(400, 300, 0.01) if alike(*pair) >= ALIKE]
    assert len(near) > 300
    assert sum(shares(*pair) for pair in near) >= len(near) - 2
    far = [pair for pair in pairs(200, 300, 0.4) if alike(*pair) < 0.4]
    assert sum(shares(*pair) for pair in far) <= 0.05 * len(far)


def test_no_two_places_share_a_band() -> None:
    made = sketch(["a", "b", "c"])
    places = [set(bands(made, place)) for place in ("shared", "guild:1", "guild:11")]
    assert all(len(place) == BANDS for place in places)
    assert len(set.union(*places)) == 3 * BANDS
    assert all(-(2**63) <= band < 2**63 for place in places for band in place)


@pytest.mark.parametrize("terms", [["a"] * 500_000, [str(i) for i in range(500_000)], ["x" * 100] * 50_000], ids=len)
def test_bait_takes_linear_time(terms: list[str]) -> None:
    assert seconds(lambda: sketch(terms)) < 5
