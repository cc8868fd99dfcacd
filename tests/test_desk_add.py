"""The desk's adding half: read, understood, kept; nothing is kept before."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from bot.app import default_thresholds, open_desk
from bot.desk import NAMESAKES, Desk
from bot.errors import ArticleRefused, DuplicateArticle
from bot.intake import Details
from bot.model import SHARED, Draft, Outcome, OwnOnly, Shelf, source_key
from bot.text import segment
from tests.hostile import QUICK, TEXTS, tried
from tests.library.contract import fresh_folder

ONE, TWO = Shelf("guild:1"), Shelf("guild:2")
FERRY = "The ferry to Kelm leaves at 7:45 every morning. It takes 40 minutes.\n\nTickets cost 3 euros."


@pytest.fixture
def desk() -> Iterator[Desk]:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        yield desk


@pytest.fixture(scope="module")
def any_desk() -> Iterator[Desk]:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        yield desk


def draft(title: str = "Ferry times", text: str = FERRY, shelf: Shelf = ONE, id: str | None = None) -> Draft:
    return Draft(shelf, title, text, id)


def test_a_preview_counts_the_sentences_and_shows_the_first_and_keeps_nothing(desk: Desk) -> None:
    read = desk.read(FERRY.encode(), "ferry-times.txt", ONE, Details(published="2024-01-25")).draft
    preview = desk.preview(read, ONE)
    assert preview.draft is read
    assert (preview.draft.title, preview.sentences) == ("ferry times", 3)
    assert preview.first == "The ferry to Kelm leaves at 7:45 every morning."
    assert preview.namesakes == preview.replaced == ()
    assert desk.library.totals(ONE).articles == 0


@QUICK
@given(TEXTS)
def test_a_preview_agrees_with_what_is_kept(any_desk: Desk, text: str) -> None:
    made = tried(lambda: any_desk.compose(text, ONE, Details(title="T")))
    if not isinstance(made, Draft):
        assert isinstance(made, ArticleRefused)
        return
    assert made.text == text
    preview = any_desk.preview(made, ONE)
    kept = tried(lambda: any_desk.keep(made, "discord:1", ONE))
    if isinstance(kept, DuplicateArticle):
        return
    assert not isinstance(kept, Exception)
    assert preview.sentences == kept.sentences
    assert preview.resembling == kept.resembles
    article = any_desk.library.article(ONE, kept.id)
    assert preview.first == "".join(article.text[start:end] for start, end in article.sentences[:1])


def test_articles_of_the_same_title_are_named_as_far_as_they_are_seen(desk: Desk) -> None:
    for shelf, title in (
        (SHARED, "FERRY Times"),
        (TWO, "Ferry times"),
        (ONE, "Ferry times of old"),
        (ONE, "ferry times"),
    ):
        desk.library.put([draft(title, f"{title} on {shelf}, say eight letters.", shelf)])
    preview = desk.preview(draft(), ONE)
    assert [(about.shelf, about.title) for about in preview.namesakes] == [
        (ONE, "ferry times"),
        (SHARED, "FERRY Times"),
    ]
    assert [about.shelf for about in desk.preview(draft(), OwnOnly(ONE)).namesakes] == [ONE]


def test_the_article_in_whose_place_it_would_stand_is_named_and_is_no_namesake(desk: Desk) -> None:
    desk.library.put([draft(id="ferry"), draft(shelf=SHARED, text=FERRY + " Yes.", id="ferry")])
    preview = desk.preview(draft(text="It sank in May, says Bob.", id="ferry"), OwnOnly(ONE))
    assert [(about.id, about.shelf) for about in preview.replaced] == [("ferry", ONE)]
    assert preview.namesakes == ()
    desk.library.remove(ONE, ["ferry"])
    assert desk.preview(draft(id="ferry"), OwnOnly(ONE)).replaced == ()


def test_the_article_of_the_same_page_is_named_as_the_one_that_is_replaced(desk: Desk) -> None:
    first = replace(draft(), url="https://example.org/ferry")
    kept = desk.keep(first, "discord:1", ONE)
    again = replace(draft(text="It sank in May, says Bob."), url="http://www.example.org/ferry/?utm_source=x")
    assert [about.id for about in desk.preview(again, ONE).replaced] == [kept.id]
    assert desk.keep(again, "discord:1", ONE).id == kept.id


def test_articles_with_nearly_the_same_text_are_named_as_far_as_they_are_seen(desk: Desk) -> None:
    text = " ".join(f"At {hour} o'clock ferry number {hour * 7} leaves for island {hour * 3}." for hour in range(24))
    for shelf in (SHARED, TWO):
        desk.library.put([draft(text=f"{text} So it says.", shelf=shelf, id="near")])
    assert [about.key for about in desk.preview(draft(text=text), ONE).resembling] == [source_key("shared", "near")]
    assert desk.preview(draft(text=text), OwnOnly(ONE)).resembling == ()


def test_many_titles_that_begin_alike_do_not_hide_the_same_one(desk: Desk) -> None:
    desk.library.put([draft("Ferry")])
    desk.library.put([draft(f"Ferry {n}", f"The ferry number {n} leaves at noon.") for n in range(NAMESAKES - 1)])
    assert len(desk.preview(draft("Ferry", "Another text, of more than eight letters."), ONE).namesakes) == 1


def test_it_is_kept_by_somebody_and_refused_where_its_text_is_seen_already(desk: Desk) -> None:
    desk.library.put([draft(shelf=SHARED, id="shared")])
    with pytest.raises(DuplicateArticle) as refused:
        desk.keep(draft(), "discord:7", ONE)
    assert (refused.value.id, refused.value.shelf) == ("shared", "shared")
    kept = desk.keep(draft(), "discord:7", OwnOnly(ONE))  # the shared shelf is switched off there
    assert kept.outcome is Outcome.ADDED
    assert desk.library.journal(ONE, 1, 1).entries[0].by == "discord:7"


def test_a_draft_of_another_shelf_is_never_kept(desk: Desk) -> None:
    for shelf in (SHARED, TWO):
        with pytest.raises(ValueError, match="another shelf"):
            desk.keep(draft(shelf=shelf), "discord:7", ONE)
    assert desk.library.totals(SHARED).articles == 0


def test_what_is_typed_keeps_what_a_file_would_lose() -> None:
    text = "A title line\n\nThe ferry is *blue*."
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        assert desk.compose(text, ONE, Details(title="T")).text == text
        assert desk.read(text.encode(), "a.txt", ONE, Details()).draft.text == "The ferry is *blue*."
        assert segment(text, "en")
