"""The desk verifies quotes: over a real library, for whoever looks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.app import default_thresholds, open_desk
from bot.desk import MAX_PASTED, Desk
from bot.errors import ArticleNotFound, QuestionRefused
from bot.intake import Details, read_document
from bot.library.local import LocalLibrary
from bot.model import SHARED, Altered, Article, Draft, Excerpt, OwnOnly, Shelf, Unfound, Verbatim, Verdict, View
from bot.text import segment
from tests.hostile import TEXTS
from tests.library.contract import fresh_folder

quick = settings(max_examples=60, deadline=None)

ONE, TWO = Shelf("guild:1"), Shelf("guild:2")
CORPUS = [path for path in sorted((Path(__file__).parents[1] / "corpus").glob("*.md")) if path.name != "README.md"]
SECRET = "The treasure of the second server lies under the old oak tree. Nobody else knows the oak."
OWN = "The ferry of the first server leaves at 7:30 from the northern pier, and never on Sundays."


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        desk.library.put(
            [
                *(read_document(path.read_bytes(), path.name, SHARED, Details(id=path.stem)) for path in CORPUS),
                Draft(ONE, "Ferry", OWN, "ferry", published=date(2024, 1, 25)),
                Draft(TWO, "Treasure", SECRET, "treasure"),
            ]
        )
        yield desk


@pytest.fixture(scope="module")
def sentences(desk: Desk) -> list[tuple[Article, int]]:
    """Every sentence of the sample corpus: its article, and which of it."""
    articles = desk.library.articles([SHARED], None, 100)
    return [(article, number) for article in articles for number in range(len(article.sentences))]


def excerpts(verdict: Verdict) -> tuple[Excerpt, ...]:
    match verdict:
        case Verbatim():
            return (verdict.excerpt, verdict.sentences, *verdict.omitted, *verdict.others)
        case Altered():
            return (verdict.excerpt, verdict.sentences)
        case Unfound():
            return verdict.related


def test_every_sentence_of_the_sample_corpus_stands_where_it_does(
    desk: Desk, sentences: list[tuple[Article, int]]
) -> None:
    for article, number in sentences:
        start, end = article.sentences[number]
        verdict = desk.verify(article.text[start:end], SHARED)
        assert isinstance(verdict, Verbatim)
        places = {(each.about.id, each.start): each.text for each in (verdict.excerpt, *verdict.others)}
        assert places[article.about.id, start] == article.text[start:end]
        assert not verdict.partial


@pytest.mark.parametrize(
    ("pasted", "id", "changes"),
    [
        ("NATO Mission Iraq was launched at the Brussels summit in July 2019", "nato-mission-iraq", [("2019", "2018")]),
        ("they do go into the field with Iraqi units", "nato-mission-iraq", [("", "not")]),
        (
            "Secretary General Jens Stoltenberg said at the time that the mission could grow from 500 to 4,000.",
            "nato-mission-iraq",
            [("the mission", "NATO Mission Iraq"), ("", "about"), ("", "people"), ("", "around")],
        ),
    ],
)
def test_the_nearest_sentence_is_found_with_the_words_that_differ(
    desk: Desk, pasted: str, id: str, changes: list[tuple[str, str]]
) -> None:
    verdict = desk.verify(pasted, SHARED)
    assert isinstance(verdict, Altered)
    assert verdict.sentences.about.id == id
    assert [(each.pasted, each.article) for each in verdict.changes] == changes


def test_a_whole_article_is_a_quote_too(desk: Desk) -> None:
    article = desk.library.article(SHARED, "nato-mission-iraq")
    verdict = desk.verify(" ".join(article.text.split()), SHARED)
    assert isinstance(verdict, Verbatim)
    assert verdict.excerpt.text == article.text.strip()
    assert isinstance(desk.verify(article.text.replace("December", "May").replace("2018", "2019"), SHARED), Altered)


def test_a_quote_is_looked_for_in_what_one_sees_and_nowhere_else(desk: Desk) -> None:
    for text, seen_by in ((SECRET, [TWO, OwnOnly(TWO)]), (OWN, [ONE, OwnOnly(ONE)])):
        for view in (SHARED, ONE, TWO, OwnOnly(ONE), OwnOnly(TWO)):
            verdict = desk.verify(text, view)
            assert isinstance(verdict, Verbatim) == (view in seen_by)
            assert all(each.about.shelf in view.visible for each in excerpts(verdict))
    verdict = desk.verify("The ferry leaves at 7:30 from the northern pier on Sundays", ONE)
    assert isinstance(verdict, Altered)
    assert verdict.excerpt.about.published == date(2024, 1, 25)


def test_whoever_sees_only_their_own_shelf_is_told_nothing_of_the_shared_one(desk: Desk) -> None:
    quote = "NATO Mission Iraq was launched at the Brussels summit in July 2018"
    assert isinstance(desk.verify(quote, ONE), Verbatim)
    assert desk.verify(quote, OwnOnly(ONE)) == Unfound(quote, ())


@pytest.mark.parametrize(
    "text", ["", " \n\u3000", "the of and", "?!…", "🙂", "“”", "x" * (MAX_PASTED + 1), "word " * 2_000]
)
def test_a_quote_without_words_to_look_up_or_too_long_is_refused_with_the_reason(desk: Desk, text: str) -> None:
    with pytest.raises(QuestionRefused, match=r"quote.*\."):
        desk.verify(text, SHARED)


def test_a_quote_that_is_too_long_is_told_the_limit(desk: Desk) -> None:
    with pytest.raises(QuestionRefused, match=r"has 4,001 characters; 4,000 is the most"):
        desk.verify("ab " * 1_333 + "ab", SHARED)


@quick
@given(text=TEXTS, view=st.sampled_from([SHARED, ONE, TWO, OwnOnly(ONE)]))
@example(text="\ud800 oak", view=ONE)
@example(text="\0oak", view=TWO)
@example(text="oak " * 1_000, view=TWO)
def test_whatever_is_pasted_has_a_verdict_or_is_refused(desk: Desk, text: str, view: View) -> None:
    try:
        verdict = desk.verify(text, view)
    except QuestionRefused:
        return
    assert verdict.pasted == text.strip()
    for excerpt in excerpts(verdict):
        assert excerpt.about.shelf in view.visible
        article = desk.library.article(excerpt.about.shelf, excerpt.about.id)
        assert excerpt.text == article.text[excerpt.start : excerpt.end] != ""


@quick
@given(text=TEXTS)
def test_what_was_just_added_is_found_word_for_word(text: str) -> None:
    text = f"{text}\n\nThe ferry leaves.\n\n{text}"
    if len(text) > MAX_PASTED or not segment(text, "en"):
        return
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        desk.library.put([Draft(SHARED, "Any", text, "any")])
        assert isinstance(desk.verify(text, SHARED), Verbatim)


def test_an_article_that_is_removed_in_the_middle_is_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(library: LocalLibrary, view: View, id: str) -> Article:
        raise ArticleNotFound(id, view.name)

    monkeypatch.setattr(LocalLibrary, "article", gone)
    verdict = desk.verify("NATO Mission Iraq was launched at the Brussels summit in July 2019", SHARED)
    assert isinstance(verdict, Altered)
