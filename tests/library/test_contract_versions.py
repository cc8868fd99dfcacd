"""What every home keeps of an article's past, and which address names which article."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ArticleNotFound
from bot.library import Library
from bot.model import SHARED, Draft, Kept, Outcome, OwnOnly, Shelf
from tests.library.contract import (
    ONE,
    SHELVES,
    TWO,
    Home,
    asking,
    draft,
    everything,
    faults,
    found,
    ids_found,
    kept,
)

quick = settings(max_examples=15, deadline=None)

PAGE = "https://example.org/ferry"
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def said(library: Library, id: str = "a", shelf: Shelf = SHARED) -> list[str]:
    """The texts of the older versions, the newest first."""
    return [version.text for version in library.versions(shelf, id)]


def at(text: str, url: str = PAGE, shelf: Shelf = SHARED) -> Draft:
    """A draft without an id."""
    return replace(draft(text, shelf=shelf), url=url)


# Versions


def test_a_text_that_is_replaced_is_kept_with_its_title_and_dates_and_who_replaced_it(home: Home) -> None:
    first = replace(draft("The camel came.", "a", title="First"), published=date(2024, 1, 1))
    with kept(home, first) as library:
        added = library.article(SHARED, "a").about.added
        begun = datetime.now(UTC)
        library.put([replace(first, title="Second", text="The horse came.", published=None)], by="discord:1")
        library.put([replace(first, text="The mule came.")], by="terminal")
        newer, older = library.versions(SHARED, "a")
        assert (older.title, older.published, older.text) == ("First", date(2024, 1, 1), "The camel came.")
        assert (newer.title, newer.published, newer.text) == ("Second", None, "The horse came.")
        assert (older.by, newer.by) == ("discord:1", "terminal")
        assert added == older.since < begun <= older.replaced == newer.since <= newer.replaced <= datetime.now(UTC)
        about = library.article(SHARED, "a").about
        assert (about.added, about.updated) == (added, newer.replaced)
        assert library.search(SHARED, asking("mule")).passages[0].about == about
        assert ids_found(library, SHARED, "camel", "hors") == set()


def test_only_another_text_makes_a_version_and_is_an_update(home: Home) -> None:
    first = draft("The camel came.", "a")
    with kept(home, first) as library:
        for changed in (
            first,
            replace(first, title="News"),
            replace(first, published=date(2024, 1, 1), url=PAGE, tags=("x",), author="Ann"),
            replace(first, language="de"),
        ):
            library.put([changed])
            assert said(library) == []
            assert library.article(SHARED, "a").about.updated is None
        library.remove(SHARED, ["a"])
        library.put([first])
        library.remove(SHARED, ["a"])
        library.restore(SHARED, ["a"])
        assert said(library) == []
        assert library.article(SHARED, "a").about.updated is None
        assert faults(library) == []


def test_what_is_refused_or_fails_makes_no_version(home: Home) -> None:
    with kept(home, draft("The camel came.", "a"), draft("The horse came.", "b")) as library:
        library.put([draft("The horse came.", "a")])
        with pytest.raises(ValueError, match="surrogates"):
            library.put([draft("The mule came.", "a"), draft("No \ud800.", "c")])
        assert said(library) == []


def test_the_text_of_a_removed_article_is_a_version_when_another_one_brings_it_back(home: Home) -> None:
    with kept(home, draft("The camel came.", "a")) as library:
        library.remove(SHARED, ["a"])
        with pytest.raises(ArticleNotFound):
            library.versions(SHARED, "a")
        library.put([draft("The horse came.", "a")])
        assert said(library) == ["The camel came."]
        assert library.article(SHARED, "a").about.updated is not None


@quick
@given(texts=st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_the_versions_are_the_last_texts_and_no_more_than_twenty(home: Home, texts: Sequence[int]) -> None:
    with home() as open_library:
        library = open_library()
        past: list[str] = []
        for number in texts:
            text = f"The camel saw number{number}. \r\n\u2028 🙂"
            if not past or past[-1] != text:
                past.append(text)
            library.put([draft(text, "a")])
        assert said(library) == past[-2::-1][:20]
        assert [each.replaced for each in library.versions(SHARED, "a")][1:] == [
            each.since for each in library.versions(SHARED, "a")
        ][:-1]


def test_very_long_versions_are_kept_as_far_as_there_is_room_and_the_last_one_always(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.library.local.versions.MOST_CODE_POINTS", 100)
    with home() as open_library:
        library = open_library()
        texts = ["The camel came. " + "x" * length for length in (30, 30, 25, 200, 20, 30)]
        texts = [f"{number} {text}" for number, text in enumerate(texts)]
        expected = [[], [0], [1, 0], [2, 1], [3], [4]]
        for text, numbers in zip(texts, expected, strict=True):
            library.put([draft(text, "a")])
            assert said(library) == [texts[number] for number in numbers]


def test_the_versions_are_those_of_the_article_that_is_seen(home: Home) -> None:
    drafts = [draft(f"The camel of {shelf} came.", "a", shelf) for shelf in SHELVES]
    with kept(home, *drafts) as library:
        library.put([replace(each, text=each.text.replace("camel", "mule")) for each in drafts])
        assert said(library, shelf=ONE) == ["The camel of guild:1 came."]
        assert said(library, shelf=TWO) == ["The camel of guild:2 came."]
        assert said(library) == ["The camel of shared came."]
        library.remove(ONE, ["a"])
        assert said(library, shelf=ONE) == ["The camel of shared came."]
        with pytest.raises(ArticleNotFound):
            library.versions(OwnOnly(ONE), "a")
        library.forget(TWO)
        library.put([draft("The ass came.", "a", TWO)])
        assert said(library, shelf=TWO) == []
        for id in ("nothing", "", "\0", "\ud800", "%"):
            with pytest.raises(ArticleNotFound):
                library.versions(ONE, id)


def test_what_a_draft_says_of_its_last_update_is_kept_until_the_text_changes_again(home: Home) -> None:
    first = replace(draft("The camel came.", "a"), updated=LATER)
    with kept(home, first) as library:
        assert library.article(SHARED, "a").about.updated == LATER
        assert library.put([first, replace(first, updated=None)])[1].outcome is Outcome.UNCHANGED
        assert library.put([replace(first, updated=LATER.replace(year=2031))])[0].outcome is Outcome.UPDATED
        library.put([draft("The mule came.", "a")])
        updated = library.article(SHARED, "a").about.updated
        assert updated is not None
        assert updated < LATER
        assert library.versions(SHARED, "a")[0].since == LATER.replace(year=2031)


# The same page


def test_a_draft_without_an_id_replaces_the_article_of_its_page(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        [first] = library.put([at("The ferry leaves at six.")])
        again = at("The ferry leaves at seven.", "http://www.example.org/ferry/?utm_source=feed#times")
        assert [each.id for each in library.standing(again)] == [first.id]
        [second] = library.put([again], by="feed")
        assert second == Kept(first.id, SHARED, Outcome.UPDATED, 1)
        assert said(library, first.id) == ["The ferry leaves at six."]
        assert library.put([again]) == [Kept(first.id, SHARED, Outcome.UNCHANGED, 1)]
        [article] = everything(library)
        assert (article.text, article.about.url) == (again.text, again.url)
        assert article.about.updated is not None
        assert faults(library) == []


@pytest.mark.parametrize(
    "url", [None, "https://example.org", "https://www.example.org/?utm_source=x", "https://a.b:x/"]
)
def test_an_address_that_names_no_page_replaces_nothing(home: Home, url: str | None) -> None:
    with home() as open_library:
        library = open_library()
        drafts = [replace(at(f"The ferry leaves at {hour}."), url=url) for hour in ("six", "seven")]
        assert [each.outcome for each in library.put(drafts)] == [Outcome.ADDED] * 2
        assert library.standing(drafts[0]) == ()


def test_a_page_is_that_of_an_article_of_this_very_shelf_that_is_there(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        shared, own = (library.put([at(f"The ferry of {shelf}.", shelf=shelf)])[0].id for shelf in (SHARED, ONE))
        for shelf, expected in ((SHARED, [shared]), (ONE, [own]), (TWO, [])):
            assert [each.id for each in library.standing(at("The ferry is new.", shelf=shelf))] == expected
        library.remove(ONE, [own])
        assert library.standing(at("The ferry is new.", shelf=ONE)) == ()
        [new] = library.put([at("The ferry is new.", shelf=ONE)])
        assert new.outcome is Outcome.ADDED
        assert found(library, ONE, "ferri") == {("shared", shared), ("guild:1", new.id)}


def test_a_draft_with_an_id_is_that_article_whatever_its_address(home: Home) -> None:
    with kept(home, replace(at("The ferry leaves at six."), id="a")) as library:
        other = replace(at("The ferry leaves at seven."), id="b")
        assert library.standing(other) == ()
        assert library.put([other])[0].outcome is Outcome.ADDED
        assert [each.id for each in library.standing(at("The ferry leaves at eight."))] == ["a"]
        library.put([replace(at("The ferry is late."), id="a", url="https://example.org/other")])
        assert [each.id for each in library.standing(at("The ferry leaves at eight."))] == ["b"]
        assert library.put([at("The ferry leaves at eight.")])[0].id == "b"


def test_a_page_that_now_holds_the_text_of_another_article_is_refused_as_any_text_is(home: Home) -> None:
    with kept(home, replace(at("The ferry leaves at six."), id="a"), draft("The camel came.", "b")) as library:
        assert library.put([at("The camel came.")]) == [Kept("b", SHARED, Outcome.DUPLICATE, 1)]
        assert said(library) == []


def test_two_drafts_of_one_page_in_one_batch_are_one_article(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        results = library.put([at("The ferry leaves at six."), at("The ferry leaves at seven.", f"{PAGE}/")])
        assert [each.outcome for each in results] == [Outcome.ADDED, Outcome.UPDATED]
        assert len(everything(library)) == 1
