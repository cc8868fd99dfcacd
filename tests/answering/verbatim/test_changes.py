"""A pasted text that is not word for word: what is nearest, and in which words it differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.verbatim.words import other_case, read_stored
from bot.model import Altered, Verbatim
from tests.answering.verbatim.verdicts import SAMPLE, TROOPS, article, changes, keys, verify
from tests.hostile import QUICK, THOROUGH

DIFFERENT = [
    ("The United States has about 2,600 troops in Iraq", [("2,600", "2,500")]),
    ("The United States has about 2.500 troops in Iraq", [("2.500", "2,500")]),
    ("The united States has about 2,500 troops in Iraq", [("united", "United")]),
    ("The United States has 2,500 troops in Iraq", [("", "about")]),
    ("The United States has about 2,500 fresh troops in Iraq", [("fresh", "")]),
    ("about 2,500 troops in Iraq, and they do fight alone", [("", "not")]),
    ("2,500 troops in Iraq, and they fight alone", [("", "do not")]),
    ("they do not fight alone. It cost €5 million in 2011.", [("€5", "$5")]),
    ("they do not fight alone. It cost $5% million in 2011.", [("$5%", "$5")]),
    ("they do not fight alone. It cost -$5 million in 2011.", [("-$5", "$5")]),
    ("they do not fight alone. It cost $5² million in 2011.", [("²", "")]),
    ("The United Nations has about 2,500 troops in Syria, and they do not fight alone.",
     [("Nations", "States"), ("Syria", "Iraq")]),
    ("The United States has about 2,500 troops in Iraq, and they do not fight well.", [("well", "alone")]),
    ("Our United States has about 2,500 troops in Iraq.", [("Our", "The")]),
    ("Sadly the United States has about 2,500 troops in Iraq.", [("Sadly the", "The")]),
    ("The United States has about 2,500 troops in Iraq, and they do not fight alone. So it was.", [("So it was", "")]),
    ("The United States has … 2,600 troops in Iraq, and they do not fight alone.", [("2,600", "2,500")]),
]  # fmt: skip


@pytest.mark.parametrize(("pasted", "expected"), DIFFERENT)
def test_any_other_word_number_or_sign_is_a_change(pasted: str, expected: list[tuple[str, str]]) -> None:
    assert changes(verify(pasted, article(TROOPS))) == expected


LANGUAGE_CHANGES = [
    ("es", "El Consejo no aprobó el envío de 2.500 soldados a Irak en 2011.", "El Consejo aprobó el envío de 2.500 soldados a Irak en 2011.", [("", "no")]),
    ("de", "Der Bundestag verlängerte das Mandat für höchstens 500 Soldaten.", "Der Bundestag verlängerte das Mandat für mindestens 500 Soldaten.", [("mindestens", "höchstens")]),
    ("zh", "美国在伊拉克约有两千五百名士兵。", "美国在伊拉克约有两千六百名士兵。", [("六", "五")]),
    ("ja", "イラクには約2500人のアメリカ軍の兵士がいる。", "イラクには約2600人のアメリカ軍の兵士がいる。", [("2600", "2500")]),
    ("th", "สหรัฐมีทหารประมาณ 2500 นายในอิรัก", "สหรัฐมีทหารประมาณ 2600 นายในอิรัก", [("2600", "2500")]),
    ("ru", "Военные не покинули базу в 2011 году.", "Военные покинули базу в 2011 году.", [("", "не")]),
    ("ar", "لم تغادر القوات العراق في عام 2011.", "لم تغادر القوات سوريا في عام 2011.", [("سوريا", "العراق")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "pasted", "expected"), LANGUAGE_CHANGES)
def test_changes_are_found_in_any_language(
    language: str, text: str, pasted: str, expected: list[tuple[str, str]]
) -> None:
    assert isinstance(verify(text, article(text, language=language)), Verbatim)
    verdict = verify(pasted, article(text, language=language))
    assert changes(verdict) == expected


sentence_of_the_sample = st.sampled_from(
    [(text, span) for text in SAMPLE for span in article(text).sentences if len(keys(text[slice(*span)])) >= 8]
)


@QUICK
@given(where=sentence_of_the_sample, at=st.floats(0, 0.999), kind=st.sampled_from(["other", "more", "less"]))
def test_one_word_changed_in_a_sentence_is_told_as_just_that(
    where: tuple[str, tuple[int, int]], at: float, kind: str
) -> None:
    text, (start, end) = where
    words = read_stored(text[start:end], 0)
    place = int(at * len(words.keys))
    if kind != "other":
        place = min(max(place, 1), len(words.keys) - 2)  # what is missing at the ends makes it a part
    begin, stop = words.spans[place]
    word = text[start + begin : start + stop]
    typed = {"other": "Zyxwvut", "more": f"Zyxwvut {word}", "less": ""}[kind]
    verdict = verify(f"{text[start : start + begin]}{typed}{text[start + stop : end]}", article(text))
    assert isinstance(verdict, Altered)
    expected = {"other": ("Zyxwvut", word), "more": ("Zyxwvut", ""), "less": ("", word)}[kind]
    assert changes(verdict) == [expected]
    assert (verdict.sentences.start, verdict.sentences.end) == (start, end)


@THOROUGH
@given(
    text=st.lists(st.sampled_from(["Alpha", "beta", "Gamma", "delta", "epsilon", "zeta.", "Eta", "theta!", "Iota", "5", "7%", "no"]), min_size=3, max_size=40),
    edits=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", "beta", "Kappa", "kappa …", "8"])), max_size=5),
    cut=st.integers(0, 8),
)  # fmt: skip
def test_with_its_changes_put_right_a_text_is_what_the_article_says(
    text: list[str], edits: list[tuple[int, str]], cut: int
) -> None:
    typed = list(text)
    for place, word in edits:
        typed[place % len(typed)] = word
    pasted = " ".join(typed[cut:]) or "beta"
    verdict = verify(pasted, article(" ".join(text)))
    if isinstance(verdict, Altered) and "…" not in pasted:
        assert verdict.changes
        mended, at = [], 0
        for change in verdict.changes:
            assert pasted[change.pasted_start : change.pasted_end] == change.pasted != change.article
            mended += [pasted[at : change.pasted_start], f" {change.article} "]
            at = change.pasted_end
        expected, told = keys(verdict.excerpt.text), keys("".join([*mended, pasted[at:]]))
        assert expected == told or expected == (other_case(told[0]), *told[1:])
