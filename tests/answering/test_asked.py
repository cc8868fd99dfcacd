"""A question made ready."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.asked import GRAM, HEAD_WORDS, WORDS, grams, prepare, term_weights
from bot.answering.bm25 import inverse_document_frequency
from bot.answering.language.kinds import Kind
from bot.model import Statistics, Word
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH, seconds
from tests.values import analyzer, asked, passage, question, with_frequencies

STATISTICS = st.builds(
    Statistics,
    passages=st.sampled_from([0, 1, 100, 10**7]),
    frequencies=st.dictionaries(st.sampled_from(["iraq", "troop", "a", "漢字"]), st.integers(0, 10**8)),
    sentence_terms=st.floats(0.1, 100),
)


@THOROUGH
@given(TEXTS, LANGUAGES, STATISTICS)
def test_whatever_is_asked_its_weights_sum_up_to_one_and_the_rest_is_of_its_terms(
    text: str, language: str, statistics: Statistics
) -> None:
    ready = prepare(question(text, language), statistics, analyzer(), within_article=False)
    terms = set(ready.sequence)
    assert len(terms) == len(ready.sequence)
    assert ready.weights.keys() == terms
    assert all(0 < weight <= 1 for weight in ready.weights.values())
    assert sum(ready.weights.values()) == pytest.approx(1.0 if terms else 0.0)
    assert (ready.rarest in terms) if terms else ready.rarest is None
    assert ready.names <= terms
    assert ready.numbers <= terms
    assert len(ready.head) <= HEAD_WORDS
    assert all(len(piece) == GRAM for piece in ready.grams)
    assert all(one in ready.words and other in ready.words for one, other in ready.word_pairs)
    assert math.isfinite(ready.ideal)
    assert ready.ideal > 0 or not terms


@pytest.mark.parametrize("text", ["who are you", "?!", "🙂 🙂", "and the"])
def test_a_question_of_stop_words_alone_has_no_terms_and_nothing_ideal(text: str) -> None:
    ready = asked(text, passage(["The troops are in Iraq."]))
    assert (dict(ready.weights), ready.sequence, ready.rarest, ready.ideal) == ({}, (), None, 0.0)
    assert (ready.names, ready.numbers, ready.head) == (frozenset(), frozenset(), ())


def test_a_rarer_word_is_more_of_the_question() -> None:
    weights = term_weights(question("troops Iraq").words, with_frequencies({"iraq": 50, "troop": 5}))
    rarity = {term: inverse_document_frequency(100, n) for term, n in (("troop", 5), ("iraq", 50))}
    assert dict(weights) == pytest.approx({term: rarity[term] / sum(rarity.values()) for term in rarity})


def test_a_word_of_which_the_library_has_never_heard_weighs_the_most() -> None:
    ready = prepare(question("soprano troops Iraq"), with_frequencies({"iraq": 50, "troop": 5}), analyzer(), False)
    assert ready.rarest == "soprano"


def test_the_terms_of_one_word_share_the_weight_of_its_rarest() -> None:
    words = [Word("士兵", ("士兵",)), Word("伊拉克", ("伊拉", "拉克"))]
    weights = term_weights(words, with_frequencies({"士兵": 7, "伊拉": 90, "拉克": 7}))
    assert dict(weights) == pytest.approx({"士兵": 0.5, "伊拉": 0.25, "拉克": 0.25})


@pytest.mark.parametrize(
    "again",
    ["troops", "Troops"],
)
def test_a_word_that_is_said_twice_counts_once(again: str) -> None:
    statistics = with_frequencies({"iraq": 50, "troop": 5})
    once, twice = (term_weights(question(text).words, statistics) for text in ("troops Iraq", f"troops Iraq {again}"))
    assert dict(once) == pytest.approx(dict(twice))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who leads Iraq today?", {"iraq"}),
        ("Iraq is led by whom?", set()),  # the first word would have its capital anyway
        ("¿Irak or Syria?", {"syria"}),
        ("which troops are in the United States now", {"unit", "state"}),
        ("did US troops leave", {"us"}),
        ("who leads iraq", set()),
        ("who leads Ürümqi now", {"urumqi"}),
        ("42 Times", {"time"}),
        ("Who leads Iraq.", {"iraq"}),
        ("Who leads Iraq's army?", {"iraq"}),
        ("Who leads Iraq’s army?", {"iraq"}),
        ("the U.S. army", {"us"}),
        ("the US-led army", {"us"}),
        ("WHO LEADS IRAQ", set()),
        ("U.S. troops in Iraq", {"iraq"}),
        ("Is Istanbul in Turkey?", {"istanbul", "turkey"}),
        ("Was Washington there?", {"washington"}),
        ("In Indiana, who leads?", {"indiana"}),
    ],
)
def test_the_words_with_a_capital_are_names_but_for_the_first(text: str, names: set[str]) -> None:
    assert asked(text).names == names


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the 2,500 troops", {"2500"}),
        ("in May 2011", {"2011"}),
        ("٢٥٠٠ troops", {"2500"}),
        ("twelve troops", set()),
        ("the G7", {"g7"}),
    ],
)
def test_the_words_with_a_digit_are_its_numbers(text: str, numbers: set[str]) -> None:
    assert asked(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "language", "head"),
    [
        ("How many US troops are in Iraq?", "en", ("us", "troop")),
        ("which country is it", "en", ("countri",)),
        ("What famous civil rights activists spoke", "en", ("famous", "civil", "right")),
        ("What is the capital of Mongolia?", "en", ("capit",)),
        ("how many of the soldiers", "en", ("soldier",)),
        ("tell me how  many\nsoldiers", "en", ("soldier",)),
        ("who is it", "en", ()),
        ("how many", "en", ()),
        ("whatever soldiers", "en", ()),
        ("¿Cuántos soldados hay?", "es", ("sold",)),
        ("Wie viele Soldaten sind dort?", "de", ("soldat",)),
        ("how many soldiers", "xx", ()),
    ],
)
def test_the_head_is_the_noun_that_is_asked_for(text: str, language: str, head: tuple[str, ...]) -> None:
    assert asked(text, language=language).head == head


def test_the_head_of_a_question_with_a_mistyped_noun_is_the_noun_that_was_meant() -> None:
    typed = question("how many solidiers are there").corrected({"solidi": "soldier"})
    assert typed.terms == ("soldier",)
    assert prepare(typed, with_frequencies({}), analyzer(), False).head == ("soldier",)


def test_words_and_their_pairs_are_as_written_but_for_case() -> None:
    ready = asked("Who leads the 2,500 US-led troops?")
    assert ready.words == {"who", "leads", "the", "2,500", "us-led", "troops"}
    assert ("leads", "the") in ready.word_pairs
    assert ("the", "leads") not in ready.word_pairs


def test_pieces_of_a_word_mark_its_ends() -> None:
    assert asked("Iraq").grams == {" ira", "iraq", "raq "}
    assert asked("US").grams == {" us "}


@given(st.text(max_size=20))
def test_the_pieces_of_a_text_are_all_its_stretches_of_four(text: str) -> None:
    assert grams(text) == {text[i : i + GRAM] for i in range(len(text)) if len(text[i : i + GRAM]) == GRAM}


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("who did not leave Iraq", True),
        ("who didn't leave Iraq", True),
        ("who didn’t leave Iraq", True),
        ("which country has no troops there", True),
        ("who left the notary", False),
        ("who left the North", False),
    ],
)
def test_a_question_with_a_word_such_as_not_is_negated(text: str, negated: bool) -> None:
    assert asked(text).negated is negated


def test_the_kind_is_seen_in_the_language_of_the_question() -> None:
    assert asked("Wie viele Soldaten?", language="de").kind is Kind.NUMBER
    assert asked("Wie viele Soldaten?", language="xx").kind is Kind.OTHER


@pytest.mark.parametrize("bait", ["a", "a.", "a'", "-a", "'", ".", "!", " ", "A.", "A’", "\u0301", "1,", "what "])
def test_bait_of_a_hundred_thousand_characters_takes_no_time(bait: str) -> None:
    text = bait * (100_000 // len(bait))
    assert seconds(lambda: (WORDS.findall(text), asked(text))) < 1


@QUICK
@given(TEXTS, LANGUAGES)
def test_a_question_comes_out_the_same_each_time(text: str, language: str) -> None:
    assert asked(text, language=language) == asked(text, language=language)
