"""A sentence made ready."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.asked import WORDS
from bot.answering.candidates import candidate, settings, word_pairs
from bot.model import Passage, Shelf
from tests.hostile import LANGUAGES, QUICK, TEXTS, seconds
from tests.values import analyzer, asked, candidates, passage

SCORES = st.sampled_from([0.0, 0.5, 3.0, 80.0])


def signs(question: str, sentence: str, language: str = "en") -> list[str]:
    """The words of the sentence that show what is asked for, as written."""
    held = passage([sentence], language=language)
    [only] = candidates(asked(question, held, language=language), held)
    words = WORDS.findall(sentence)
    return [words[sign] for sign in sorted(only.signs)]


@QUICK
@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4), TEXTS, LANGUAGES)
def test_whatever_stands_in_it_a_sentence_is_taken_apart_without_loss(
    question: str, sentences: list[str], title: str, language: str
) -> None:
    held = passage(sentences, title=title, language=language)
    ready = asked(question, held, language=language)
    for place, each in enumerate(candidates(ready, held)):
        assert each.text == sentences[place]
        assert each.held | each.missing == ready.weights.keys()
        assert not each.held & each.missing
        assert each.held <= each.terms <= each.around
        assert each.positions.keys() <= each.held
        assert all(each.positions.values())
        assert all(0 <= at < len(each.words) for places in each.positions.values() for at in places)
        assert len(set(each.signs)) == len(each.signs)
        assert all(each.words[sign] not in ready.words for sign in each.signs)
        assert all(pair[0] in each.words and pair[1] in each.words for pair in word_pairs(each))


@given(st.lists(st.tuples(st.sampled_from("abc"), SCORES), max_size=6))
def test_shares_lie_between_zero_and_one_and_those_of_all_articles_sum_up_to_one(
    scored: list[tuple[str, float]],
) -> None:
    passages = [passage(["Iraq votes."], id=id, score=score, start=n) for n, (id, score) in enumerate(scored)]
    found = settings(passages)
    assert all(0 <= each.passage_share <= 1 and 0 <= each.article_share <= 1 + 1e-9 for each in found)
    by_article = {each.passage.about.id: each.article_share for each in found}
    total = sum(score for _, score in scored)
    assert sum(by_article.values()) == pytest.approx(1.0 if total else 0.0)
    if total:
        assert max(each.passage_share for each in found) == 1.0


def test_an_article_holds_what_its_retrieved_passages_hold() -> None:
    one, other = passage(["Iraq votes."], id="a"), passage(["Troops left."], id="a", start=900)
    strange = passage(["Daesh fled."], id="b")
    assert [each.article for each in settings([one, other, strange])] == [
        {"iraq", "vote", "troop", "leav"},
        {"iraq", "vote", "troop", "leav"},
        {"daesh", "flee"},
    ]


def test_articles_of_one_id_on_two_shelves_are_two() -> None:
    shared = passage(["Iraq votes."], score=3.0)
    ours = passage(["Troops left."], score=1.0)
    ours = replace(ours, about=replace(ours.about, shelf=Shelf("guild:1")))
    assert [(each.article_share, each.article) for each in settings([shared, ours])] == [
        (0.75, {"iraq", "vote"}),
        (0.25, {"troop", "leav"}),
    ]


def test_the_first_and_last_sentence_have_nothing_before_and_behind_them() -> None:
    held = passage(["Iraq votes.", "Troops left.", "Daesh fled."], title="The Coalition")
    first, middle, last = candidates(asked("Iraq troops", held), held)
    assert (first.previous, first.next) == (frozenset(), {"troop", "leav"})
    assert (middle.previous, middle.next) == ({"iraq", "vote"}, {"daesh", "flee"})
    assert (last.previous, last.next) == ({"troop", "leav"}, frozenset())
    assert last.around == {"iraq", "vote", "troop", "leav", "daesh", "flee", "coalit"}
    assert first.sentence_terms(-1) == first.sentence_terms(3) == frozenset()
    assert first.sentence_terms(2) == {"daesh", "flee"}


def test_a_sentence_is_cut_from_its_article_wherever_its_passage_begins() -> None:
    held = passage(["Iraq votes.", "Troops left."], start=12_345)
    assert [each.text for each in candidates(asked("Iraq", held), held)] == ["Iraq votes.", "Troops left."]


def test_positions_say_which_words_hold_a_term() -> None:
    held = passage(["Troops of the US-led coalition met Iraqi troops."])
    [only] = candidates(asked("did troops of the US coalition meet", held), held)
    assert only.positions == {"troop": [0, 7], "us": [3], "coalit": [4], "meet": [5]}


def test_initials_are_held_by_a_name_and_by_no_word_of_it() -> None:
    held = passage(["The United States left."])
    [only] = candidates(asked("the US left", held), held)
    assert only.held == {"us", "leav"}
    assert only.positions == {"leav": [3]}


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("how many troops are in Iraq", "About 2,500 troops are in Iraq.", ["2,500"]),
        ("how many troops are in Iraq", "Twenty-five hundred troops are there.", ["Twenty-five", "hundred"]),
        ("how many troops left in 2011", "In 2011 all 40 troops left.", ["40"]),
        ("how many troops", "The 3rd of the troops' bases.", []),
        ("when did troops leave", "On 5 January 2024 they left.", ["5", "January", "2024"]),
        ("when did they leave in 2011", "They left in December 2011.", ["December"]),
        ("how long was the war", "It lasted nine months.", ["lasted", "nine", "months"]),
        ("who leads Iraq", "Mr Sudani leads Iraq.", ["Sudani"]),  # a first word has its capital anyway
        ("where are the troops", "The troops are in Iraq.", ["Iraq"]),
        ("why did they leave", "They left because of unrest.", ["because"]),
        ("what is Daesh", "Daesh is an armed group.", ["an"]),
        ("which group is it", "Daesh is an armed group.", []),
        ("how many of the 2500 troops left", "Of 2,500 troops, 12 left.", ["12"]),
        ("who leads Iraq", "The army is Iraq's and Ali leads it.", ["Ali"]),
        ("when was it built", "It was built in the mid-1990s.", ["mid-1990s"]),
        ("who led the group", "It was led by al-Baghdadi then.", ["al-Baghdadi"]),
    ],
)
def test_the_signs_are_the_words_that_show_what_is_asked_for(
    question: str, sentence: str, expected: Sequence[str]
) -> None:
    assert signs(question, sentence) == expected


def test_a_sentence_without_spaces_has_signs_too() -> None:
    held = passage(["伊拉克约有2500名士兵。"], language="zh")
    ready = replace(asked("how many soldiers"), words=frozenset())
    [only] = candidates(ready, held)
    assert only.signs


@pytest.mark.parametrize(
    "word",
    [
        "sol\u200cdiers",
        "\u200bsoldiers",
        "sol\u00addiers",
        "sol\u2060diers",
    ],
)
def test_a_word_with_an_invisible_character_is_one_word(word: str) -> None:
    held = passage([f"The {word} left."])
    [only] = candidates(asked("soldiers", held), held)
    assert only.positions == {"soldier": [1]}


def test_what_others_are_retrieved_changes_the_shares_and_the_article_alone() -> None:
    held = passage(["Troops are in Iraq.", "They train."], id="a", score=4.0)
    others = [passage(["Iraq has talks."], id="a", score=8.0, start=99), passage(["Troops left."], id="b", score=8.0)]
    ready = asked("troops talks Iraq", held, *others)
    alone, among = (candidates(ready, held, *rest)[0] for rest in ((), others))
    assert replace(among, setting=alone.setting) == alone
    assert (alone.setting.passage_share, among.setting.passage_share) == (1.0, 0.5)
    assert (alone.setting.article_share, among.setting.article_share) == (1.0, 0.6)
    assert among.setting.article - alone.setting.article == {"talk"}


@pytest.mark.parametrize(
    "unit", ["word ", "2,500 ", "in May ", "Ali ", "A.", "a-", "a'", "because ", "12 years ", "“", " ", "漢"]
)
@pytest.mark.parametrize("question", ["how many", "when", "how long", "who", "why", "what is", "is it"])
def test_a_sentence_of_ten_thousand_words_is_ready_in_linear_time(question: str, unit: str) -> None:
    ready = asked(f"{question} troops")
    short, long = (passage([unit * count]) for count in (2_000, 16_000))

    def work(held: Passage) -> float:
        return min(seconds(lambda: candidate(ready, settings([held])[0], 0, 1.0, analyzer())) for _ in range(2))

    work(short)
    assert work(long) < 0.05 + 24 * work(short)
