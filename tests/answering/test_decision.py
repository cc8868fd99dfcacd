"""Whether to answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import Ranker, decide, load_weights
from bot.answering.decision import AS_LIKELY, AS_MUCH, OTHERS, SURELY_RELEVANT
from bot.model import Abstention, Answer, Quote, Ranking, Shelf, Silence, Source, Thresholds
from tests.values import ADDED, analyzer, passage, question, retrieval, source

THRESHOLDS = Thresholds(answer=0.3, sure=0.6)
ALWAYS = Thresholds(answer=0.0, sure=0.0)
TROOPS = [
    passage(["About 2,500 troops are in Iraq."], id="iraq"),
    passage(["About 900 troops are in Syria, which borders Iraq."], id="syria"),
    passage(["More troops went to Iraq in 2007.", "Troops left Iraq in 2011."], id="history"),
    passage(["Troops from Iraq took part in 12 exercises."], id="exercise"),
    passage(["Some 40 of the troops in Iraq are German."], id="german"),
]
PROBABILITY = st.sampled_from([0.0, 0.1, 0.299, 0.3, 0.5, 0.6, 0.9, 1.0])
QUOTES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.floats(-9, 9), st.sampled_from([0.0, 0.2, 0.75, 1.0])), max_size=12
)


def quote(id: str = "a", score: float = 3.0, evidence: float = 1.0, about: Source | None = None) -> Quote:
    """A sentence that no other article has, nor its namesake on another shelf."""
    about = about or source(id)
    text = f"Quote of {about.id} on {about.shelf}"
    return Quote(about, 0, len(text), text, score, evidence)


def ranking(
    *quotes: Quote, asked: str = "troops", confidence: float = 1.0, relevance: float = 1.0, relevant: bool = True
) -> Ranking:
    return Ranking(question(asked), quotes, confidence, relevance, relevant)


def decision(asked: str, thresholds: Thresholds = THRESHOLDS) -> Answer | Abstention:
    """From end to end: ranked, then decided."""
    return decide(Ranker(analyzer(), load_weights()).rank(question(asked), retrieval(*TROOPS)), thresholds)


def silence(decided: Answer | Abstention) -> Silence | None:
    return decided.silence if isinstance(decided, Abstention) else None


@given(QUOTES, PROBABILITY, st.booleans(), st.booleans(), PROBABILITY, PROBABILITY)
def test_whatever_was_ranked_there_is_an_answer_or_a_reason_why_not(
    found: list[tuple[str, float, float]], confidence: float, relevant: bool, empty: bool, one: float, other: float
) -> None:
    ranked = ranking(*(quote(*each) for each in found), confidence=confidence, relevant=relevant)
    thresholds = Thresholds(min(one, other), max(one, other))
    decided = decide(ranked, thresholds, empty)
    assert decided.confidence == confidence
    assert decided.question == ranked.question
    others = decided.runners_up if isinstance(decided, Answer) else decided.related
    assert len(others) <= OTHERS
    assert len({each.about.id for each in others}) == len(others)
    if isinstance(decided, Answer):
        assert decided.quote is ranked.quotes[0]
        assert decided.quote.about.id not in {each.about.id for each in others}
        assert relevant
        assert not empty
        assert confidence >= thresholds.answer
        assert decided.tentative == (confidence < thresholds.sure)
    else:
        assert decided.unknown_words == ()
        assert all(each.evidence > 0 for each in others)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.0, None), (0.299, None), (0.3, "perhaps"), (0.599, "perhaps"), (0.6, "sure"), (1.0, "sure")],
)
def test_the_two_thresholds_part_silence_perhaps_and_sure(confidence: float, expected: str | None) -> None:
    decided = decide(ranking(quote(), confidence=confidence), THRESHOLDS)
    if isinstance(decided, Answer):
        assert ("perhaps" if decided.tentative else "sure") == expected
    else:
        assert (decided.silence, expected) == (Silence.WEAK_MATCH, None)


def test_with_thresholds_of_zero_all_that_is_relevant_is_answered_for_sure() -> None:
    decided = decide(ranking(quote(), confidence=0.0), ALWAYS)
    assert isinstance(decided, Answer)
    assert not decided.tentative


def test_with_thresholds_of_one_only_certainty_is_answered() -> None:
    never = Thresholds(1.0, 1.0)
    assert isinstance(decide(ranking(quote(), confidence=1.0), never), Answer)
    assert silence(decide(ranking(quote(), confidence=0.999_999), never)) is Silence.WEAK_MATCH


def test_each_silence_has_its_reason_and_the_first_that_holds_is_given() -> None:
    weak = ranking(quote(evidence=0.5), confidence=0.1)
    strange = ranking(quote(evidence=0.5), confidence=0.1, relevant=False)
    nothing = ranking(quote(evidence=0.0), confidence=0.1, relevant=False)
    mute = ranking(quote(evidence=0.0), asked="who are you", confidence=0.1, relevant=False)
    assert silence(decide(weak, THRESHOLDS)) is Silence.WEAK_MATCH
    assert silence(decide(strange, THRESHOLDS)) is Silence.NOT_RELEVANT
    assert silence(decide(nothing, THRESHOLDS)) is Silence.NO_MATCH
    assert silence(decide(ranking(), THRESHOLDS)) is Silence.NO_MATCH
    assert silence(decide(ranking(), THRESHOLDS, library_empty=True)) is Silence.LIBRARY_EMPTY
    for empty in (False, True):
        assert silence(decide(mute, THRESHOLDS, empty)) is Silence.NOTHING_TO_LOOK_UP


def test_what_is_not_relevant_is_not_answered_however_low_the_thresholds() -> None:
    assert silence(decide(ranking(quote(), relevant=False), ALWAYS)) is Silence.NOT_RELEVANT


def test_runners_up_come_from_three_other_articles_at_most() -> None:
    quotes = [quote(id) for id in ("a", "a", "b", "b", "c", "d", "e")]
    decided = decide(ranking(*quotes), THRESHOLDS)
    assert isinstance(decided, Answer)
    assert [each.about.id for each in decided.runners_up] == ["b", "c", "d"]


@pytest.mark.parametrize(
    ("score", "evidence", "shown"),
    [
        (3.0 - AS_LIKELY, AS_MUCH, True),
        (3.0 - AS_LIKELY - 0.01, 1.0, False),
        (3.0, AS_MUCH - 0.01, False),
        (3.3, 1.0, True),  # the first is newer
    ],
)
def test_a_runner_up_would_answer_nearly_as_well(score: float, evidence: float, shown: bool) -> None:
    decided = decide(ranking(quote("a", 3.0), quote("b", score, evidence)), THRESHOLDS)
    assert isinstance(decided, Answer)
    assert len(decided.runners_up) == shown


def test_a_later_sentence_of_an_article_stands_for_it_where_an_earlier_one_would_not_answer() -> None:
    quotes = (quote("a"), quote("b", 2.9, evidence=0.1), quote("b", 2.8))
    decided = decide(ranking(*quotes), THRESHOLDS)
    assert isinstance(decided, Answer)
    assert decided.runners_up == (quotes[2],)


def test_articles_of_one_id_on_two_shelves_are_two() -> None:
    ours = Source("a", Shelf("guild:1"), "Title a", None, None, None, "en", (), ADDED)
    decided = decide(ranking(quote("a"), quote(about=ours)), THRESHOLDS)
    assert isinstance(decided, Answer)
    assert [each.about.shelf.name for each in decided.runners_up] == ["guild:1"]


def test_related_quotes_hold_something_of_the_question_and_come_from_three_articles_at_most() -> None:
    quotes = [quote("a", evidence=0.4), quote("a"), quote("b", evidence=0.0), *map(quote, "cdef")]
    decided = decide(ranking(*quotes, confidence=0.0), THRESHOLDS)
    assert isinstance(decided, Abstention)
    assert [each.about.id for each in decided.related] == ["a", "c", "d"]


def test_a_question_whose_words_are_held_is_answered() -> None:
    decided = decision("how many troops are in Iraq")
    assert isinstance(decided, Answer)
    assert decided.quote.text == "About 2,500 troops are in Iraq."
    assert decided.quote.about.id not in {each.about.id for each in decided.runners_up}


def test_a_question_of_which_little_is_held_is_not_answered_but_has_related_quotes() -> None:
    silent = decision("which soprano sang Tosca in Iraq")
    assert isinstance(silent, Abstention)
    assert silent.silence in (Silence.NOT_RELEVANT, Silence.WEAK_MATCH)
    assert 0 < len(silent.related) <= OTHERS
    assert len({each.about.id for each in silent.related}) == len(silent.related)


def test_a_question_of_which_nothing_is_held_has_nothing_related() -> None:
    silent = decision("sopranos singing Tosca", ALWAYS)
    assert isinstance(silent, Abstention)
    assert (silent.silence, silent.related) == (Silence.NO_MATCH, ())


@pytest.mark.parametrize("asked", ["who are you", "🙂 🙂", "?!", ""])
def test_only_stop_words_are_nothing_to_look_up(asked: str) -> None:
    assert silence(decision(asked, ALWAYS)) is Silence.NOTHING_TO_LOOK_UP


def test_the_same_words_in_another_article_are_no_runner_up() -> None:
    first = quote("a")
    copy = Quote(source("b"), 7, 7 + len(first.text), first.text, 2.9, 1.0)
    decided = decide(ranking(first, copy, quote("c", 2.8)), THRESHOLDS)
    assert isinstance(decided, Answer)
    assert [each.about.id for each in decided.runners_up] == ["c"]


def test_an_answer_is_not_sure_where_the_library_is_hardly_about_the_question() -> None:
    for relevance in (SURELY_RELEVANT - 0.01, SURELY_RELEVANT):
        decided = decide(ranking(quote("a"), relevance=relevance), THRESHOLDS)
        assert isinstance(decided, Answer)
        assert decided.tentative == (relevance < SURELY_RELEVANT)
