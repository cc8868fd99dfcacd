"""The desk: whatever is asked, there is an answer, an abstention or a sentence that says why not."""

import re
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answering import Ranker, load_weights
from bot.app import default_thresholds, open_desk
from bot.desk import MAX_QUESTION, Desk
from bot.errors import ArticleNotFound, ArticleRefused, DuplicateArticle, QuestionRefused, ShelfRefused
from bot.intake import Details, read_period
from bot.library.local import LocalLibrary
from bot.model import (
    ANY_TIME,
    SHARED,
    Abstention,
    Answer,
    Draft,
    Outcome,
    Period,
    Quote,
    Reading,
    Shelf,
    Silence,
    Thresholds,
)
from bot.text import Analyzer, is_small_word
from tests.hostile import tried
from tests.library.contract import fresh_folder

quick = settings(max_examples=100, deadline=None)

ONE, TWO = Shelf("guild:1"), Shelf("guild:2")
TROOPS = (
    "The United States has about 2,500 troops in Iraq.  They advise the Iraqi army.\n\n"
    "The coalition was formed in 2014. Dr. Ali said: “It ends in 2026.” Nobody else spoke!"
)
CAMELS = "The camel crossed the desert in May. Its owner followed on foot.\n\n" + "He sang all day. " * 200
THEIRS = "The treasure of the second server lies under the old oak tree. Nobody else knows the oak."
JAPANESE = "イラクには約2500人のアメリカ軍の兵士がいる。彼らはイラク軍に助言する。"
DRAFTS = (
    Draft(SHARED, "US forces in Iraq", TROOPS, "troops"),
    Draft(ONE, "Camels", CAMELS, "camels"),
    Draft(TWO, "Treasure", THEIRS, "treasure"),
    Draft(SHARED, "イラクのアメリカ軍", JAPANESE, "ja", language="ja"),
)
TEXTS = {(each.shelf, each.id): each.text for each in DRAFTS}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        desk.library.put(DRAFTS)
        yield desk


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, default_thresholds()) as desk:
        yield desk


def quotes_of(decision: Answer | Abstention) -> Sequence[Quote]:
    return (decision.quote, *decision.runners_up) if isinstance(decision, Answer) else decision.related


def is_cut_from_an_article(quote: Quote) -> bool:
    return quote.text == TEXTS[quote.about.shelf, quote.about.id][quote.start : quote.end] != ""


ANYTHING = st.one_of(
    st.text(st.characters()),
    st.lists(
        st.sampled_from(
            ["how many", "troops", "US", "U.S.", "Iraq", "イラク", "the", "\0", "\ud800", "\udfff", "🙂", "\n", "' OR 1=1", "*",
             "(", '"', "AND", "shelf:guild:2", "when", "oak", "ﷺ", "\u202e", "\u200b", "x" * 300, "2,500", ":", "{}", "%s", "\\"]
        )
    ).map(" ".join),
)  # fmt: skip


@quick
@given(text=ANYTHING, shelf=st.sampled_from([SHARED, ONE, TWO]), article=st.sampled_from([None, "troops", "ja"]))
@example(text="\0", shelf=SHARED, article=None)
@example(text="\ud800", shelf=SHARED, article="troops")
@example(text="how many \0 US \ud800 troops are in Iraq", shelf=ONE, article=None)
def test_whatever_is_asked_is_answered_or_not_or_refused(
    desk: Desk, text: str, shelf: Shelf, article: str | None
) -> None:
    try:
        decision = desk.ask(text, shelf, article)
    except QuestionRefused:
        assert not text.strip() or len(text.strip()) > MAX_QUESTION
        return
    assert decision.question.text == text.strip()
    assert 0 <= decision.confidence <= 1
    for quote in quotes_of(decision):
        assert is_cut_from_an_article(quote)
        assert quote.about.shelf in shelf.visible
        assert article in (None, quote.about.id)
        assert 0 <= quote.evidence <= 1
    if isinstance(decision, Abstention):
        assert all(word in text for word in decision.unknown_words)


def test_small_words_of_any_language_and_letters_are_never_said_to_be_unknown(tmp_path: Path) -> None:
    with open_desk(tmp_path, default_thresholds()) as desk:
        desk.add(b"El puente de Bilbao tiene 30 metros de largo.", "a.txt", SHARED, Details(language="es"))
        silent = desk.ask("when is x the wedding of mr. Zyx in SEA?", SHARED)
    assert isinstance(silent, Abstention)
    assert silent.unknown_words == ("wedding", "mr", "Zyx", "SEA")


SAID = re.findall(r"[^\W\d_]+", f"{TROOPS} {CAMELS[:200]} {THEIRS} headline zyxwvut")


@quick
@given(asked=st.lists(st.sampled_from(SAID), min_size=1).map(" ".join))
def test_unknown_are_the_words_that_no_article_that_is_seen_holds(desk: Desk, asked: str) -> None:
    decision = desk.ask(asked, ONE)
    analyzer = Analyzer()
    seen = {term for each in DRAFTS if each.shelf != TWO for term in analyzer.terms(f"{each.title}. {each.text}", "en")}
    if isinstance(decision, Abstention):
        unseen = [word.text for word in decision.question.words if seen.isdisjoint(word.terms)]
        expected = [word for word in unseen if not is_small_word(word)]
        assert decision.unknown_words == tuple(dict.fromkeys(expected))
    assert all(quote.about.shelf != TWO for quote in quotes_of(decision))


@quick
@given(text=ANYTHING, name=st.sampled_from(["troops", "camels", "ja"]))
@example(text="the", name="camels")
@example(text="🙂", name="troops")
def test_a_question_to_one_article_ranks_every_sentence_of_it_once(desk: Desk, text: str, name: str) -> None:
    article = desk.library.article(ONE, name)
    try:
        ranking, decision = desk.consult(text, ONE, name)
    except QuestionRefused:
        return
    assert sorted((quote.start, quote.end) for quote in ranking.quotes) == sorted(article.sentences)
    assert {quote.about for quote in ranking.quotes} == {article.about}
    assert 0 <= ranking.confidence <= 1
    assert 0 <= ranking.relevance <= 1
    assert len(quotes_of(decision)) <= 3


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000 \x1f", "x" * 10_000, "how many troops " * 700, "🙂" * 2_001])
def test_a_question_without_words_or_of_ten_thousand_characters_is_refused(desk: Desk, text: str) -> None:
    for article in (None, "troops"):
        with pytest.raises(QuestionRefused, match=r"[.]"):
            desk.ask(text, SHARED, article)


@pytest.mark.parametrize(
    "text", ["🙂", "👩‍👩‍👧👍🏽" * 100, "?!…", "the of and", "is it", "\0", "\ud800", "\u200b\u200d", "x\u0301"[1:]]
)
def test_a_question_with_nothing_to_look_up_is_told_so(desk: Desk, empty_desk: Desk, text: str) -> None:
    for asked in (desk, empty_desk):
        decision = asked.ask(text, SHARED)
        assert isinstance(decision, Abstention)
        assert decision.silence in (Silence.NOTHING_TO_LOOK_UP, Silence.NO_MATCH, Silence.LIBRARY_EMPTY)
        assert decision.related == ()


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"w{i}" for i in range(400)),
        "".join(chr(0x4E00 + i) for i in range(2_000)),
        "troops " * 285,
        "x" * 2_000,
        "1,000" * 400,
        "U.S." * 500,
        "Ab " * 666,
        "a\u0301" * 1_000,
        "ก" * 2_000,
        ("United " * 285).strip(),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_the_longest_questions_are_decided(desk: Desk, text: str) -> None:
    decision = desk.ask(text, SHARED)
    assert all(map(is_cut_from_an_article, quotes_of(decision)))
    desk.ask(text, SHARED, "troops")


STRANGE_IDS = ["", "\0", "troops\0", "\ud800", "troops\udfff", "treasure", "camels", "%", "' OR 1=1 --", "x" * 100_000]


@pytest.mark.parametrize("id", STRANGE_IDS, ids=lambda id: ascii(id)[:20])
def test_an_article_that_is_not_seen_is_not_found(desk: Desk, id: str) -> None:
    for text in ("oak", "the", "🙂"):
        with pytest.raises(ArticleNotFound) as refused:
            desk.ask(text, SHARED, id)
        assert refused.value.id == id
        assert str(refused.value)


@quick
@given(name=st.one_of(st.text(st.characters()), st.from_regex(r"guild:[0-9]*|shared.?|guild:[1-9][0-9]*\s?")))
@example(name="guild:\u0661")
@example(name="guild:1\n")
@example(name="guild:1\0")
@example(name="guild:\ud800")
@example(name="guild:" + "9" * 21)
@example(name="Shared")
def test_a_shelf_is_shared_or_a_server_and_everything_else_is_refused(name: str) -> None:
    if name == "shared" or re.fullmatch("guild:[1-9][0-9]{0,19}", name):
        assert str(Shelf(name)) == name
    else:
        with pytest.raises(ShelfRefused) as refused:
            Shelf(name)
        assert str(refused.value)


def test_an_answer_is_the_sentence_that_holds_it(desk: Desk) -> None:
    for shelf in (SHARED, ONE, TWO):
        decision = desk.ask("how many US troops are in Iraq", shelf)
        assert isinstance(decision, Answer)
        assert decision.quote.text == "The United States has about 2,500 troops in Iraq."


def test_another_servers_article_answers_nobody_else(desk: Desk) -> None:
    decision = desk.ask("where does the treasure lie", TWO)
    assert isinstance(decision, Answer)
    assert decision.quote.about.id == "treasure"
    for shelf in (SHARED, ONE):
        decision = desk.ask("where does the treasure lie", shelf)
        assert isinstance(decision, Abstention)
        assert decision.related == ()
        assert "treasure" in decision.unknown_words


def test_an_empty_library_is_told_apart_from_one_without_a_match(desk: Desk, empty_desk: Desk) -> None:
    asked = empty_desk.ask("how many troops are in Iraq", SHARED)
    assert isinstance(asked, Abstention)
    assert (asked.silence, asked.unknown_words) == (Silence.LIBRARY_EMPTY, ())
    asked = desk.ask("zyxwvut qponmlk", SHARED)
    assert isinstance(asked, Abstention)
    assert (asked.silence, asked.unknown_words) == (Silence.NO_MATCH, ("zyxwvut", "qponmlk"))


def test_what_was_added_is_answered_from_and_what_was_removed_is_not(empty_desk: Desk) -> None:
    kept = empty_desk.add(CAMELS.encode(), "camels.txt", ONE, Details(title="Camels", id="camels"))
    assert (kept.id, kept.shelf, kept.outcome) == ("camels", ONE, Outcome.ADDED)
    asked = "when did the camel cross the desert"
    decision = empty_desk.ask(asked, ONE)
    assert isinstance(decision, Answer)
    assert decision.quote.text == "The camel crossed the desert in May."
    assert isinstance(empty_desk.ask(asked, TWO), Abstention)
    empty_desk.library.remove(ONE, ["camels"])
    gone = empty_desk.ask(asked, ONE)
    assert isinstance(gone, Abstention)
    assert gone.silence is Silence.LIBRARY_EMPTY
    empty_desk.library.restore(ONE, ["camels"])
    assert empty_desk.ask(asked, ONE) == decision


def test_the_same_text_is_not_added_twice_where_it_is_seen(empty_desk: Desk) -> None:
    empty_desk.add(CAMELS.encode(), "camels.txt", SHARED, Details(title="Camels", id="camels"))
    for shelf in (SHARED, ONE):
        with pytest.raises(DuplicateArticle) as refused:
            empty_desk.add(CAMELS.encode(), "again.txt", shelf, Details(title="Again"))
        assert (refused.value.id, refused.value.shelf) == ("camels", "shared")
    again = empty_desk.add(CAMELS.encode(), "camels.txt", SHARED, Details(title="Camels", id="camels"))
    assert again.outcome is Outcome.UNCHANGED


@settings(max_examples=50, deadline=None)
@given(data=st.binary(max_size=200), name=st.sampled_from(["a.txt", "a.md", "a", ".md", "\0.txt"]), id=ANYTHING)
def test_any_bytes_are_kept_or_refused_with_a_reason(data: bytes, name: str, id: str) -> None:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        try:
            kept = desk.add(data + b" Eight letters.", name, SHARED, Details(title="T", id=id))
        except ArticleRefused as exc:
            assert str(exc)  # noqa: PT017
            assert desk.library.articles([], None, 10) == []
        else:
            assert desk.library.article(SHARED, kept.id).text


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.0])
def test_it_answers_exactly_where_the_confidence_reaches_the_threshold(desk: Desk, threshold: float) -> None:
    bolder = thresholded(desk, threshold, 1.0)
    for text in (
        "how many US troops are in Iraq",
        "camel oak",
        "when was the coalition formed",
        "army desert sang zyx",
    ):
        ranking, decision = bolder.consult(text, ONE)
        matches = bool(ranking.quotes) and ranking.quotes[0].evidence > 0
        assert isinstance(decision, Answer) == (matches and ranking.relevant and ranking.confidence >= threshold)


def thresholded(desk: Desk, answer: float, sure: float) -> Desk:
    """A desk over the same library, with other thresholds."""
    analyzer = Analyzer()
    return Desk(desk.library, analyzer, Ranker(analyzer, load_weights()), Thresholds(answer, sure), desk.gatherer)


def test_below_the_second_threshold_it_says_that_it_may_answer(desk: Desk) -> None:
    text = "how many US troops are in Iraq"
    confidence = desk.ask(text, SHARED).confidence
    for answer, sure, tentative in ((0.0, confidence, False), (confidence, 1.0, True), (0.0, 0.0, False)):
        decision = thresholded(desk, answer, sure).ask(text, SHARED)
        assert isinstance(decision, Answer)
        assert decision.tentative == tentative
    silent = thresholded(desk, confidence + 1e-9, 1.0).ask(text, SHARED)
    assert isinstance(silent, Abstention)
    assert (silent.silence, silent.confidence) == (Silence.WEAK_MATCH, confidence)


def test_thresholds_change_no_ranking(desk: Desk) -> None:
    for text in ("how many US troops are in Iraq", "camel oak", "who are you"):
        rankings = [thresholded(desk, *each).consult(text, ONE)[0] for each in ((0.0, 0.0), (0.5, 0.9), (1.0, 1.0))]
        assert rankings[0] == rankings[1] == rankings[2]


# Explanations


@quick
@given(text=ANYTHING, shelf=st.sampled_from([SHARED, ONE, TWO]), article=st.sampled_from([None, "troops", "ja"]))
@example(text="how many US troops are in Iraq", shelf=SHARED, article=None)
@example(text="where does the treasure lie", shelf=ONE, article=None)
@example(text="\ud800 troops", shelf=TWO, article="troops")
def test_whatever_is_asked_the_first_quotes_are_explained_in_their_order(
    desk: Desk, text: str, shelf: Shelf, article: str | None
) -> None:
    try:
        ranking, _ = desk.consult(text, shelf, article)
    except QuestionRefused:
        with pytest.raises(QuestionRefused):
            desk.explain(text, shelf, article)
        return
    same, _, told = desk.explain(text, shelf, article)
    assert same == ranking
    assert [each.quote for each in told] == list(ranking.quotes[: len(told)])
    assert bool(told) == bool(ranking.quotes)
    for each in told:
        assert each.quote.about.shelf in shelf.visible
        assert sum(reason.adds for reason in each.reasons) == pytest.approx(each.quote.score)
        assert all(reason.adds and reason.words for reason in each.reasons)


def test_an_explanation_is_refused_as_the_question_would_be(desk: Desk) -> None:
    with pytest.raises(ArticleNotFound):
        desk.explain("oak", ONE, "treasure")
    with pytest.raises(QuestionRefused):
        desk.explain("x" * (MAX_QUESTION + 1), ONE)


def test_an_explanation_is_of_the_period_that_was_asked(empty_desk: Desk) -> None:
    for year in (2020, 2024):
        text = f"The United States had about {year} troops in Iraq."
        empty_desk.library.put([Draft(SHARED, "Troops", text, str(year), published=date(year, 1, 25))])
    _, _, told = empty_desk.explain("how many troops are in Iraq", SHARED, period=Period(before=date(2021, 1, 1)))
    assert [each.quote.about.id for each in told] == ["2020"]


def test_an_empty_library_and_a_question_of_stop_words_have_nothing_to_explain(desk: Desk, empty_desk: Desk) -> None:
    assert empty_desk.explain("how many troops are in Iraq", SHARED)[2] == ()
    assert desk.explain("who are you", SHARED)[2] == ()


# Mistyped questions


MISTYPED = [
    ("how many US trooops are in Iraq", "how many US troops are in Iraq"),
    pytest.param(
        "when was the coaltion formed",
        "when was the coalition formed",
        marks=pytest.mark.xfail(strict=True, reason="a mistake before an ending keeps it from being stemmed"),
    ),
    ("did the camel cross the desret in May", "did the camel cross the desert in May"),
]


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_a_mistyped_question_is_answered_as_the_right_one_is(desk: Desk, typed: str, meant: str) -> None:
    decision, right = desk.ask(typed, ONE), desk.ask(meant, ONE)
    assert isinstance(decision, Answer)
    assert isinstance(right, Answer)
    assert decision.quote.text == right.quote.text
    assert decision.question.text == typed
    assert [word.text for word in decision.question.words] != [word.text for word in right.question.words]
    assert decision.question.terms == right.question.terms


def test_a_word_that_was_taken_for_another_is_not_named_as_unknown(desk: Desk) -> None:
    silent = thresholded(desk, 1.0, 1.0).ask("which zyxwvut wrote of the desret", ONE)
    assert isinstance(silent, Abstention)
    assert silent.unknown_words == ("zyxwvut", "wrote")


def test_a_word_that_only_resembles_one_of_another_server_is_unknown(desk: Desk) -> None:
    for shelf in (SHARED, ONE):
        silent = desk.ask("where is the treasur", shelf)
        assert isinstance(silent, Abstention)
        assert silent.unknown_words == ("treasur",)
    assert isinstance(desk.ask("where does the tresure lie", TWO), Answer)


def test_an_answer_about_a_name_that_was_not_asked_for_is_not_sure(empty_desk: Desk) -> None:
    text = "Boris Johnson became prime minister in July 2019. He resigned in 2022."
    empty_desk.library.put([Draft(SHARED, "The prime ministers", text, "a")])
    decision = thresholded(empty_desk, 0.0, 0.0).ask("when did Johnston become prime minister", SHARED)
    assert isinstance(decision, Answer)
    assert decision.tentative
    assert Reading("Johnston", "Johnson") in decision.readings


def test_many_threads_share_a_desk(desk: Desk) -> None:
    expected = desk.ask("how many US troops are in Iraq", ONE)
    failures: list[object] = []

    def ask() -> None:
        try:
            failures.extend(
                decision for _ in range(20) if (decision := desk.ask("how many US troops are in Iraq", ONE)) != expected
            )
        except Exception as exc:  # noqa: BLE001
            failures.append(exc)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_desk_lets_go_of_its_library_when_it_is_left(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="left"), open_desk(tmp_path, default_thresholds()) as desk:
        desk.library.put(DRAFTS)
        raise RuntimeError("left")
    assert not (tmp_path / "library.db-wal").exists()
    library = LocalLibrary(tmp_path, Analyzer())
    assert len(library.articles([], None, 10)) == len(DRAFTS)
    library.close()


# Periods


@pytest.mark.parametrize(
    ("after", "before", "period"),
    [
        (None, None, ANY_TIME),
        ("2023-01-01", "2024", Period(date(2023, 1, 1), date(2024, 1, 1))),
        ("2023", None, Period(date(2023, 1, 1))),
        (None, "2024-06", Period(before=date(2024, 6, 1))),
        (" 25 January 2024 ", None, Period(date(2024, 1, 25))),
        ("Jan 25, 2024", "2024-01-26", Period(date(2024, 1, 25), date(2024, 1, 26))),
        ("2024-01-01T01:00+03:00", None, Period(date(2023, 12, 31))),
        ("0001", "9999", Period(date(1, 1, 1), date(9999, 1, 1))),
    ],
)
def test_a_period_is_read_as_dates_are_and_a_year_means_its_first_day(
    after: str | None, before: str | None, period: Period
) -> None:
    assert read_period(after, before) == period


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "2024-13", "2024-02-30", "0000", "5/1/2024", "99", "20244", "2024-1-", "\0", "\ud800", "x" * 999,
     "٢٠٢٤", "-2024", "1e4", "{0}", "January"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence_that_teaches(text: str) -> None:
    for period in ((text, None), (None, text)):
        with pytest.raises(QuestionRefused, match=r"Write it as 2024-01-25; a year"):
            read_period(*period)


@quick
@given(first=st.dates(), second=st.dates())
def test_a_period_without_a_day_is_refused(first: date, second: date) -> None:
    if first < second:
        assert read_period(first.isoformat(), second.isoformat()) == Period(first, second)
    else:
        with pytest.raises(QuestionRefused, match="Swap the two"):
            read_period(first.isoformat(), second.isoformat())


@quick
@given(text=st.text() | st.text("0123456789-/ TZ:.+", max_size=20))
def test_whatever_is_given_as_a_date_is_read_or_refused(text: str) -> None:
    read = tried(lambda: read_period(text, None))
    assert isinstance(read, QuestionRefused) or type(read.after) is date  # type: ignore[union-attr]


def test_a_question_sees_what_was_published_in_its_period(empty_desk: Desk) -> None:
    for year, number in ((2020, "5,200"), (2024, "2,500")):
        text = f"The United States had about {number} troops in Iraq."
        empty_desk.library.put([Draft(SHARED, "Troops", text, str(year), published=date(year, 1, 25))])
    asked = "how many US troops are in Iraq"
    for period, id in (
        (ANY_TIME, "2024"),
        (Period(before=date(2024, 1, 25)), "2020"),
        (Period(after=date(2020, 1, 26)), "2024"),
    ):
        answer = empty_desk.ask(asked, SHARED, period=period)
        assert isinstance(answer, Answer)
        assert answer.quote.about.id == id
    silent = empty_desk.ask(asked, SHARED, period=Period(date(2021, 1, 1), date(2022, 1, 1)))
    assert isinstance(silent, Abstention)
    assert (silent.silence, silent.related, silent.unknown_words) == (Silence.NO_MATCH, (), ())
    assert isinstance(empty_desk.ask(asked, SHARED, "2020", Period(after=date(2021, 1, 1))), Abstention)


def test_the_words_that_answer_are_marked_where_that_is_certain(desk: Desk) -> None:
    answer = desk.ask("how many US troops are in Iraq", SHARED)
    assert isinstance(answer, Answer)
    assert [answer.quote.text[start:end] for start, end in answer.highlights] == ["2,500"]
    vague = desk.ask("who advises the Iraqi army", SHARED)
    assert isinstance(vague, Answer)
    assert vague.highlights == ()
