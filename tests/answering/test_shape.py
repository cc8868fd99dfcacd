"""A sentence's form, and where its sense may be the opposite of what is asked."""

from importlib import resources

import pytest
from hypothesis import given

from bot.answering.language.opposites import Opposites, opposites_of
from bot.answering.signals.shape import CONTRASTS_ENOUGH, FEW_TERMS, MANY_TERMS
from tests.hostile import LANGUAGES, QUICK, TEXTS, seconds
from tests.values import measured

LANGUAGE_FILES = sorted(
    file.name.removesuffix(".toml") for file in (resources.files("bot.answering.language") / "files").iterdir()
)


@pytest.mark.parametrize(
    ("terms", "short", "overlong"),
    [
        (0, 1, 0),
        (FEW_TERMS - 1, 1, 0),
        (FEW_TERMS, 0, 0),
        (MANY_TERMS, 0, 0),
        (2 * MANY_TERMS, 0, 1),
        (4 * MANY_TERMS, 0, 3),
    ],
)
def test_a_sentence_is_short_overlong_or_neither(terms: int, short: int, overlong: int) -> None:
    values = measured("troops", " ".join(f"word{n}" for n in range(terms)))
    assert (values["short"], values["overlong"]) == (short, overlong)


@pytest.mark.parametrize(
    ("sentence", "share"),
    [("Troops left Iraq.", 0), ("Troops left Syria, Iraq, Iran.", 2 / 6), ("a1 a2 a3 a4 a5 a6 a7 a8", 1), ("", 0)],
)
def test_new_words_are_those_that_the_question_has_not(sentence: str, share: float) -> None:
    assert measured("troops left Iraq", sentence)["new_words"] == pytest.approx(share)


@pytest.mark.parametrize(("sentence", "share"), [("Left.", 0), ("A, b.", 1 / 4), ("a,b,c,d,e,f", 1)])
def test_commas_are_counted(sentence: str, share: float) -> None:
    assert measured("troops", sentence)["commas"] == share


@pytest.mark.parametrize(
    ("sentence", "question"),
    [("Who left?", 1), ("Who left? ", 1), ("谁？", 1), ("من؟", 1), ("Who left.", 0), ("", 0)],
)
def test_a_sentence_that_ends_with_a_question_mark_is_a_question(sentence: str, question: int) -> None:
    assert measured("troops", sentence)["question"] == question


@pytest.mark.parametrize("sentence", ["“Who left?”", "(Who left?)", "Who left?!", "Who left?[3]"])
def test_what_closes_behind_a_question_mark_hides_no_question(sentence: str) -> None:
    assert measured("troops", sentence)["question"] == 1


@pytest.mark.parametrize(("sentence", "heading"), [("Troops in Iraq", 1), ("Troops left Iraq.", 0), ("“He left.”", 0)])
def test_a_line_without_an_end_is_a_heading(sentence: str, heading: int) -> None:
    assert measured("troops", sentence)["heading"] == heading


@pytest.mark.parametrize(
    ("question", "sentence", "lacking"),
    [
        ("who did not leave", "Nobody left.", 0),
        ("who did not leave", "The troops left.", 1),
        ("who didn’t leave", "The troops left.", 1),
        ("who DIDN'T leave", "The troops never left.", 0),
        ("who left", "The troops never left.", 0),
        ("who never left", "The troops left the nonce.", 1),
        ("who never left", "The notable troops left.", 1),
        ("who never left", "They said 'not now'.", 0),
        ("who never left", "", 1),
    ],
)
def test_a_negation_of_the_question_that_the_sentence_lacks_is_seen(question: str, sentence: str, lacking: int) -> None:
    assert measured(question, sentence)["negation_lacking"] == lacking


@pytest.mark.parametrize(
    ("question", "sentence", "contrasts"),
    [
        ("which has the most troops", "It has the least troops.", 1),
        ("which has the fewest troops", "It has the most troops.", 1),
        ("what came before the war", "It came after the war.", 1),
        ("what came before the war", "It came before and after the war.", 0),
        ("what came before and after the war", "It came after the war.", 0),
        ("which name is known", "The name is unknown.", 1),
        ("which name is unknown", "The name is known.", 1),
        ("which treaty was ratified", "The treaty was non-ratified.", 1),
        ("which was the largest and oldest", "It was the smallest and youngest.", 2),
        ("which was the largest, oldest and best", "It was the smallest, youngest and worst.", CONTRASTS_ENOUGH),
        ("MOST troops", "Least troops", 1),
        ("which has the most troops", "", 0),
    ],
)
def test_a_word_and_its_opposite_are_a_contrast(question: str, sentence: str, contrasts: int) -> None:
    assert measured(question, sentence)["contrast"] == contrasts


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("who has the most", "The least important one has most."),
        ("who left the Inland Sea", "They left the sea and the island."),
        ("was it real", "It was surreal."),
        ("who moved to Iraq", "They moved into Iraq."),
    ],
)
def test_no_contrast_is_seen_in_words_that_only_look_like_one(question: str, sentence: str) -> None:
    assert measured(question, sentence)["contrast"] == 0


def test_opposites_are_of_the_language_of_the_question() -> None:
    assert measured("wer hat am meisten", "Er hat am wenigsten.", language="de")["contrast"] == 1
    assert measured("who has the most", "He has the least.", language="xx")["contrast"] == 0


@pytest.mark.parametrize("language", LANGUAGE_FILES)
def test_opposites_go_both_ways_and_no_word_is_its_own(language: str) -> None:
    opposites, prefixes = opposites_of(language).words, opposites_of(language).prefixes
    for word, others in opposites.items():
        assert word not in others
        assert all(word in opposites[other] for other in others)
    assert all(prefixes)


def test_opposites_are_found_whatever_becomes_of_their_letters_without_case() -> None:
    assert measured("was ist das größte", "Es ist das kleinste.", language="de")["contrast"] == 1


def test_a_prefix_that_negates_is_seen_both_ways() -> None:
    opposites = Opposites({}, ("un", "il"))
    assert set(opposites.of("known")) == {"unknown", "ilknown"}
    assert "legal" in set(opposites.of("illegal"))
    assert "der" not in set(opposites.of("under"))
    assert not set(opposites.of("to"))
    assert not set(Opposites({}, ()).of("known"))


@QUICK
@given(TEXTS, TEXTS, LANGUAGES)
def test_whatever_is_written_the_form_has_a_measure(question: str, sentence: str, language: str) -> None:
    values = measured(question, sentence, language=language)
    for name in ("short", "question", "heading", "negation_lacking"):
        assert values[name] in (0, 1)
    assert 0 <= values["new_words"] <= 1
    assert 0 <= values["commas"] <= 1
    assert values["contrast"] in (0, 1, 2)
    assert values["overlong"] >= 0


@QUICK
@given(TEXTS, LANGUAGES)
def test_a_sentence_never_contrasts_with_itself(sentence: str, language: str) -> None:
    values = measured(sentence, sentence, language=language)
    assert values["contrast"] == values["negation_lacking"] == 0


@pytest.mark.parametrize("bait", ["not ", "n't", "'", "no-", "un", "a", "?", "”", "[a]", "\u00a0", "_", "most ", ", "])
def test_bait_is_looked_at_in_no_time(bait: str) -> None:
    text = bait * (50_000 // len(bait))
    assert seconds(lambda: measured("which is not the most known", text)) < 0.5
