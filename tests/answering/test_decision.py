"""Whether to answer."""

from bot.answering import decide, rank
from bot.model import Abstention, Answer, Silence
from tests.values import passage, question, retrieval

TROOPS = [
    passage(["About 2,500 troops are in Iraq."], id="iraq"),
    passage(["About 900 troops are in Syria, which borders Iraq."], id="syria"),
    passage(["More troops went to Iraq in 2007.", "Troops left Iraq in 2011."], id="history"),
    passage(["Troops from Iraq took part in 12 exercises."], id="exercise"),
    passage(["Some 40 of the troops in Iraq are German."], id="german"),
]


def decision(asked: str, threshold: float = 0.5, library_empty: bool = False) -> Answer | Abstention:
    passages = [] if library_empty else TROOPS
    return decide(rank(question(asked), retrieval(*passages)), threshold, library_empty)


def test_a_question_whose_words_are_held_is_answered() -> None:
    answer = decision("how many troops are in Iraq")
    assert isinstance(answer, Answer)
    assert answer.quote.text == "About 2,500 troops are in Iraq."


def test_runners_up_come_from_three_other_articles_at_most() -> None:
    answer = decision("how many troops are in Iraq", threshold=0.0)
    assert isinstance(answer, Answer)
    articles = [quote.about.id for quote in (answer.quote, *answer.runners_up)]
    assert len(articles) == len(set(articles)) == 4


def test_a_runner_up_would_have_been_an_answer_by_itself() -> None:
    answer = decision("how many troops are in Iraq", threshold=0.9)
    assert isinstance(answer, Answer)
    assert all(quote.evidence >= 0.9 for quote in answer.runners_up)


def test_a_question_of_which_little_is_held_is_not_answered_but_has_related_quotes() -> None:
    silent = decision("which soprano sang Tosca in Iraq")
    assert isinstance(silent, Abstention)
    assert silent.silence is Silence.WEAK_MATCH
    assert 0 < len(silent.related) <= 3
    assert len({quote.about.id for quote in silent.related}) == len(silent.related)


def test_a_question_of_which_nothing_is_held_has_nothing_related() -> None:
    silent = decision("sopranos singing Tosca")
    assert isinstance(silent, Abstention)
    assert (silent.silence, silent.related) == (Silence.NO_MATCH, ())


def test_only_stop_words_are_nothing_to_look_up() -> None:
    for asked in ("who are you", "🙂 🙂", "?!"):
        silent = decision(asked)
        assert isinstance(silent, Abstention)
        assert silent.silence is Silence.NOTHING_TO_LOOK_UP


def test_an_empty_library_says_that_it_is_empty() -> None:
    silent = decision("how many troops are in Iraq", library_empty=True)
    assert isinstance(silent, Abstention)
    assert silent.silence is Silence.LIBRARY_EMPTY


def test_a_threshold_of_one_takes_no_less_than_everything() -> None:
    assert isinstance(decision("how many troops are in Iraq", threshold=1.0), Answer)
    assert isinstance(decision("how many troops are in southern Iraq", threshold=1.0), Abstention)
