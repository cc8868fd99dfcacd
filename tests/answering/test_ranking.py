"""The order of the sentences."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.answering import rank
from bot.model import Question
from tests.values import passage, question, retrieval

WORDS = st.sampled_from(["troops", "Iraq", "talks", "2,500", "withdrawal", "the", "Daesh", "coalition", "advisers"])
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def texts(question: Question, *passages: object) -> list[str]:
    return [quote.text for quote in rank(question, retrieval(*passages)).quotes]  # type: ignore[arg-type]


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=6), TEXTS)
def test_every_sentence_is_ranked_once_and_cut_from_its_passage(paragraphs: list[list[str]], asked: str) -> None:
    passages = [passage(sentences, id=str(n)) for n, sentences in enumerate(paragraphs)]
    quotes = rank(question(asked), retrieval(*passages)).quotes
    assert sorted((q.about.id, q.start, q.end) for q in quotes) == sorted(
        (p.about.id, s.start, s.end) for p in passages for s in p.sentences
    )
    text = {p.about.id: p.text for p in passages}
    assert all(quote.text == text[quote.about.id][quote.start : quote.end] for quote in quotes)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6), TEXTS)
def test_evidence_and_confidence_lie_between_zero_and_one(paragraphs: list[list[str]], asked: str) -> None:
    ranking = rank(question(asked), retrieval(*(passage(s, id=str(n)) for n, s in enumerate(paragraphs))))
    assert 0 <= ranking.confidence <= 1
    assert all(0 <= quote.evidence <= 1 for quote in ranking.quotes)


def test_nothing_retrieved_is_nothing_ranked() -> None:
    ranking = rank(question("troops in Iraq"), retrieval())
    assert (ranking.quotes, ranking.confidence) == ((), 0.0)


def test_a_sentence_with_all_words_goes_before_one_with_some() -> None:
    best = "The troops in Iraq train local forces."
    assert texts(question("troops in Iraq"), passage(["Iraq votes.", best, "Troops march."]))[0] == best


def test_a_sentence_without_the_number_that_is_asked_for_goes_behind_one_with_it() -> None:
    told = "About 2,500 troops of the alliance are in Iraq to train the forces of the government there."
    order = texts(question("how many troops are in Iraq"), passage(["The troops in Iraq train.", told]))
    assert order[0] == told


def test_a_sentence_is_helped_by_neighbours_that_speak_of_the_matter() -> None:
    near = passage(["The commission met in Baghdad.", "It has a timetable."], id="near", score=9.0)
    far = passage(["Trains have a timetable."], id="far", score=1.0)
    assert texts(question("commission timetable Baghdad"), far, near).index("It has a timetable.") < 2


def test_of_two_equally_good_reports_the_newer_leads() -> None:
    old = passage(["About 5,200 troops are in Iraq."], id="old", published=date(2020, 1, 6))
    new = passage(["About 2,500 troops are in Iraq."], id="new", published=datetime(2024, 1, 25, 9, tzinfo=UTC))
    for order in ((old, new), (new, old)):
        assert texts(question("how many troops are in Iraq"), *order)[0] == "About 2,500 troops are in Iraq."


def test_a_newer_report_that_says_less_does_not_lead() -> None:
    old = passage(["About 5,200 troops are in Iraq."], id="old", published=date(2020, 1, 6))
    new = passage(["About 900 troops are in Syria."], id="new", published=date(2024, 1, 25))
    assert texts(question("how many troops are in Iraq"), old, new)[0] == "About 5,200 troops are in Iraq."


def test_a_report_of_unknown_date_keeps_its_place() -> None:
    undated = passage(["About 5,200 troops are in Iraq."], id="undated")
    new = passage(["About 2,500 troops are in Iraq."], id="new", published=date(2024, 1, 25))
    assert texts(question("how many troops are in Iraq"), undated, new)[0] == "About 5,200 troops are in Iraq."
