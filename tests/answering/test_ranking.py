"""The order of the sentences."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import Ranker, load_weights
from bot.answering.ranking import BEHIND, NEARLY, OTHER_LANGUAGE, SHORT_LIST
from bot.answering.signals import in_words
from bot.answering.timeliness import NOW_WIDENS
from bot.model import Passage, Question, Ranking
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH, seconds
from tests.values import analyzer, passage, question, retrieval

WORDS = st.sampled_from(["troops", "Iraq", "talks", "2,500", "withdrawal", "the", "Daesh", "coalition", "advisers"])
TEXT = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
PARAGRAPHS = st.lists(st.lists(TEXT, min_size=1, max_size=5), max_size=8)
SLOWEST = 0.4
"""Seconds: twice what is meant, since machines differ."""


@cache
def ranker() -> Ranker:
    return Ranker(analyzer(), load_weights())


def rank(asked: str, *passages: Passage, language: str = "en", within_article: bool = False) -> Ranking:
    return ranker().rank(question(asked, language), retrieval(*passages), within_article)


def texts(asked: str, *passages: Passage, language: str = "en") -> list[str]:
    return [quote.text for quote in rank(asked, *passages, language=language).quotes]


def articles(paragraphs: Sequence[Sequence[str]]) -> list[Passage]:
    return [passage(sentences, id=str(n), score=float(n % 3)) for n, sentences in enumerate(paragraphs)]


@THOROUGH
@given(PARAGRAPHS, TEXT, st.booleans())
def test_each_sentence_is_ranked_once_at_most_and_all_of_one_article_are_and_cut_from_their_passages(
    paragraphs: list[list[str]], asked: str, within: bool
) -> None:
    passages = articles(paragraphs)
    quotes = rank(asked, *passages, within_article=within).quotes
    every = [(p.about.id, s.start, s.end) for p in passages for s in p.sentences]
    ranked = [(q.about.id, q.start, q.end) for q in quotes]
    assert len(set(ranked)) == len(ranked) == (len(every) if within else min(len(every), SHORT_LIST))
    assert set(ranked) <= set(every)
    text = {p.about.id: p.text for p in passages}
    assert all(quote.text == text[quote.about.id][quote.start : quote.end] for quote in quotes)


@QUICK
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), max_size=9), TEXTS, LANGUAGES, LANGUAGES)
def test_evidence_relevance_and_confidence_lie_between_zero_and_one(
    paragraphs: list[list[str]], asked: str, language: str, other: str
) -> None:
    passages = [passage(s, id=str(n), language=other, score=float(n)) for n, s in enumerate(paragraphs)]
    ranking = rank(asked, *passages, language=language)
    assert 0 <= ranking.confidence <= 1
    assert 0 <= ranking.relevance <= 1
    assert all(0 <= quote.evidence <= 1 for quote in ranking.quotes)
    assert len(ranking.quotes) == min(SHORT_LIST, sum(map(len, paragraphs)))


@given(PARAGRAPHS, TEXT)
def test_the_scores_fall_behind_the_first(paragraphs: list[list[str]], asked: str) -> None:
    scores = [quote.score for quote in rank(asked, *articles(paragraphs)).quotes]
    assert all(one >= other for one, other in pairwise(scores[1:]))
    assert not scores or scores[0] >= max(scores) - NEARLY * NOW_WIDENS


def test_nothing_retrieved_is_nothing_ranked() -> None:
    ranking = rank("troops in Iraq")
    assert (ranking.quotes, ranking.confidence, ranking.relevance, ranking.relevant) == ((), 0.0, 0.0, False)
    assert ranker().explain(question("troops in Iraq"), retrieval()) == ()


def test_relevance_is_held_against_its_threshold() -> None:
    weights = load_weights()
    held = passage(["About 2,500 troops are in Iraq."])
    relevance = rank("how many troops are in Iraq", held).relevance
    for threshold, relevant in ((relevance, True), (relevance + 1e-9, False)):
        strict = Ranker(analyzer(), replace(weights, relevant=threshold))
        assert strict.rank(question("how many troops are in Iraq"), retrieval(held)).relevant is relevant


def test_a_question_of_stop_words_ranks_all_the_same() -> None:
    ranking = rank("who are you", passage(["The troops left.", "They train."]))
    assert len(ranking.quotes) == 2
    assert all(quote.evidence == 0 for quote in ranking.quotes)


def test_a_sentence_with_all_words_goes_before_one_with_some() -> None:
    best = "The troops in Iraq train local forces."
    assert texts("troops in Iraq", passage(["Iraq votes.", best, "Troops march."]))[0] == best


def test_a_sentence_without_the_number_that_is_asked_for_goes_behind_one_with_it() -> None:
    told = "About 2,500 troops of the alliance are in Iraq to train the forces of the government there."
    assert texts("how many troops are in Iraq", passage(["The troops in Iraq train.", told]))[0] == told


def test_a_question_back_and_a_heading_go_behind_what_answers() -> None:
    told = "The troops left Iraq in December 2011."
    others = ["When did the troops leave Iraq?", "Troops leave Iraq"]
    assert texts("when did the troops leave Iraq", passage([*others, told]))[0] == told


def test_a_sentence_is_helped_by_neighbours_that_speak_of_the_matter() -> None:
    near = passage(["The commission met in Baghdad.", "It has a timetable."], id="near", score=9.0)
    far = passage(["Trains have a timetable."], id="far", score=1.0)
    assert texts("commission timetable Baghdad", far, near).index("It has a timetable.") < 2


def test_the_start_of_an_article_counts_where_that_article_alone_is_asked() -> None:
    first, later = passage(["Daesh fled Iraq."]), passage(["Daesh fled Iraq."], start=9_000)
    scores = {
        within: {quote.start: quote.score for quote in rank("Daesh", later, first, within_article=within).quotes}
        for within in (False, True)
    }
    assert scores[False][0] == scores[False][9_000]
    assert scores[True][0] > scores[True][9_000]


def test_of_two_equally_good_reports_the_newer_leads() -> None:
    old = passage(["About 5,200 troops are in Iraq."], id="old", published=date(2020, 1, 6))
    new = passage(["About 2,500 troops are in Iraq."], id="new", published=datetime(2024, 1, 25, 9, tzinfo=UTC))
    for order in ((old, new), (new, old)):
        assert texts("how many troops are in Iraq", *order)[0] == "About 2,500 troops are in Iraq."


def test_a_newer_report_that_says_less_does_not_lead() -> None:
    old = passage(["About 5,200 troops are in Iraq."], id="old", published=date(2020, 1, 6))
    new = passage(["About 900 troops are in Syria."], id="new", published=date(2024, 1, 25))
    assert texts("how many troops are in Iraq", old, new)[0] == "About 5,200 troops are in Iraq."


def test_a_report_of_unknown_date_keeps_its_place() -> None:
    undated = passage(["About 5,200 troops are in Iraq."], id="undated")
    new = passage(["About 2,500 troops are in Iraq."], id="new", published=date(2024, 1, 25))
    assert texts("how many troops are in Iraq", undated, new)[0] == "About 5,200 troops are in Iraq."


def test_an_answer_that_the_asker_can_read_goes_first() -> None:
    theirs = passage(["Iraq: 2,500 NATO."], id="es", language="es")
    ours = passage(["Iraq: 2,500 NATO."], id="en", language="en")
    unknown = passage(["Iraq: 2,500 NATO."], id="und", language="und")
    quotes = rank("NATO Iraq", theirs, unknown, ours).quotes
    assert [quote.about.language for quote in quotes] == ["und", "en", "es"]


@pytest.mark.parametrize("asked", ["how many troops are in Iraq", "Daesh", "who are you", "now"])
def test_what_is_equally_good_keeps_the_order_of_the_retrieval(asked: str) -> None:
    held = [passage(["About 2,500 troops are in Iraq."], id=str(n)) for n in range(SHORT_LIST + 10)]
    for order in (held, held[::-1], random.Random(1).sample(held, len(held))):
        assert [quote.about.id for quote in rank(asked, *order, within_article=True).quotes] == [
            each.about.id for each in order
        ]


@given(PARAGRAPHS, TEXT)
def test_the_same_question_is_answered_the_same_each_time(paragraphs: list[list[str]], asked: str) -> None:
    assert rank(asked, *articles(paragraphs)) == rank(asked, *articles(paragraphs))


def test_threads_may_share_a_ranker() -> None:
    held = [passage([f"About {n} troops are in Iraq.", "They train."], id=str(n)) for n in range(8)]
    fresh = Ranker(analyzer(), load_weights())
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: fresh.rank(question("how many troops are in Iraq"), retrieval(*held)), range(40))
    assert len({repr(each) for each in found}) == 1


SEEDED = """
import random
from tests.answering.test_ranking import rank
from tests.values import passage
chance, words = random.Random(3), [f"word{n}" for n in range(30)]
for _ in range(40):
    held = [passage([" ".join(chance.sample(words, chance.randint(3, 12))) for _ in range(3)], id=str(n)) for n in range(5)]
    ranking = rank(" ".join(chance.sample(words, 10)), *held)
    print(ranking.confidence, ranking.relevance, [(q.about.id, q.start, q.score, q.evidence) for q in ranking.quotes])
"""


def test_another_process_comes_to_the_same_numbers_to_the_last_bit() -> None:
    def told(seed: int) -> str:
        return subprocess.run(
            [sys.executable, "-c", SEEDED],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert len({told(seed) for seed in (1, 2, 3)}) == 1


def test_sentences_that_hold_the_same_of_the_question_have_the_same_evidence() -> None:
    chance, words = random.Random(3), [f"word{n}" for n in range(30)]
    for _ in range(300):
        held = chance.sample(words, 8)
        same = [" ".join([*chance.sample(held, 8), *chance.sample(["x1", "x2", "x3", "x4"], n)]) for n in (0, 4)]
        library = [passage([" ".join(chance.sample(words, chance.randint(1, 12)))], id=str(n)) for n in range(12)]
        asked = " ".join(chance.sample(held, 8) + chance.sample(sorted(set(words) - set(held)), 3))
        quotes = rank(asked, passage([same[0]], id="a"), passage([same[1]], id="b"), *library).quotes
        assert len({quote.evidence for quote in quotes if quote.about.id in "ab"}) == 1


def test_what_is_not_on_the_short_list_follows_a_good_way_behind() -> None:
    held = [passage([f"The troops {n} are in Iraq.", "Daesh fled."], id=str(n)) for n in range(SHORT_LIST)]
    quotes = rank("troops in Iraq", *held, within_article=True).quotes
    assert {quote.text for quote in quotes[SHORT_LIST:]} == {"Daesh fled."}
    assert quotes[SHORT_LIST].score == quotes[SHORT_LIST - 1].score - BEHIND


def test_evidence_is_at_least_what_the_sentence_itself_holds() -> None:
    held = [passage(["Troops are in Iraq."], id=str(n)) for n in range(SHORT_LIST + 5)]
    quotes = rank("troops in Iraq", *held, within_article=True).quotes
    assert [quote.evidence for quote in quotes] == pytest.approx([1.0] * len(held))


def test_words_that_stand_around_a_sentence_only_are_half_the_evidence() -> None:
    quotes = rank("troops Iraq", passage(["Troops left.", "Iraq votes."])).quotes
    assert [quote.evidence for quote in quotes] == pytest.approx([0.75, 0.75])


@pytest.mark.parametrize(
    ("sentence", "before"),
    [("They left Iraq in 2011.", "The troops trained."), ("The troops left Iraq in 2011.", None)],
)
def test_a_sentence_that_opens_with_a_pronoun_has_the_one_before_it(sentence: str, before: str | None) -> None:
    quotes = rank("when did they leave Iraq", passage(["The troops trained.", sentence])).quotes
    assert {quote.text: quote.before for quote in quotes} == {"The troops trained.": None, sentence: before}


def test_the_first_sentence_of_a_passage_has_nothing_before_it() -> None:
    assert rank("when did they leave Iraq", passage(["They left Iraq."])).quotes[0].before is None


def test_a_mistyped_word_counts_as_the_one_that_was_meant() -> None:
    held = passage(["The withdrawal ended in 2011."])
    corrected = replace(retrieval(held), corrections={"withdrawl": "withdraw"})
    ranking = ranker().rank(question("withdrawl"), corrected)
    assert ranking.quotes[0].evidence == 1.0
    assert ranking.question.terms == ("withdraw",)
    assert ranker().rank(question("withdrawl"), retrieval(held)).quotes[0].evidence == 0.0


@QUICK
@given(PARAGRAPHS, TEXT, st.booleans())
def test_the_reasons_of_a_quote_sum_up_to_its_score_what_counts_most_first(
    paragraphs: list[list[str]], asked: str, within: bool
) -> None:
    held = retrieval(*articles(paragraphs))
    ranking = ranker().rank(question(asked), held, within)
    told = ranker().explain(question(asked), held, within)
    assert tuple(each.quote for each in told) == ranking.quotes[:SHORT_LIST]
    for each in told:
        adds = [reason.value * reason.weight for reason in each.reasons]
        assert sum(adds) == pytest.approx(each.quote.score)
        assert [abs(add) for add in adds] == sorted(map(abs, adds), reverse=True)
        assert all(adds)


def test_the_reasons_sum_up_to_the_score_in_another_language_too() -> None:
    held = passage(["Iraq: 2,500 NATO."], language="es")
    [told] = ranker().explain(question("NATO Iraq"), retrieval(held))
    assert OTHER_LANGUAGE > 0
    assert sum(reason.value * reason.weight for reason in told.reasons) == pytest.approx(told.quote.score)


def test_reasons_say_in_words_what_they_are() -> None:
    held = passage(["About 2,500 troops are in Iraq."])
    [told] = ranker().explain(question("how many troops are in Iraq"), retrieval(held))
    reasons = {reason.signal: reason for reason in told.reasons}
    assert reasons["carries_number"].words == in_words("carries_number")
    assert reasons["carries_number"].value == 1.0
    assert reasons["carries_number"].weight == load_weights().ranking["carries_number"]


LETTERS = "bcdfghjklmnpqrstvwxyz"
SYLLABLES = [one + other for one in LETTERS for other in LETTERS]
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))


def library(make: Callable[[random.Random], str]) -> list[Passage]:
    """50 passages of 8 sentences of 1,000 code points at the most."""
    chance = random.Random(1)
    return [passage([make(chance)[:1_000] for _ in range(8)], id=str(n)) for n in range(50)]


@pytest.mark.parametrize(
    ("asked", "make", "language", "slowest"),
    [
        ("how many US troops are in Iraq", lambda chance: " ".join(chance.sample(SYLLABLES, 300)), "en", SLOWEST),
        ("which words " * 166, lambda _: "which words are " * 62, "en", SLOWEST),
        pytest.param(
            " ".join(SYLLABLES),
            lambda chance: " ".join(chance.sample(SYLLABLES, 330)),
            "en",
            SLOWEST,
            id="many short words, held",
        ),
        pytest.param(
            "how many " + " ".join(str(1_000 + n) for n in range(390)),
            lambda chance: " ".join(str(chance.randint(2_000, 9_999)) for _ in range(200)),
            "en",
            SLOWEST,
            id="many words, none held",
        ),
        pytest.param(
            HAN,
            lambda chance: HAN[chance.randint(0, 1_000) :],
            "zh",
            SLOWEST,
            id="a script without spaces",
        ),
    ],
)
def test_the_longest_question_is_answered_at_once(
    asked: str, make: Callable[[random.Random], str], language: str, slowest: float
) -> None:
    held = retrieval(*library(make))
    typed: Question = question(asked[:2_000], language)
    ranker().rank(typed, held)
    assert seconds(lambda: ranker().rank(typed, held)) < slowest
