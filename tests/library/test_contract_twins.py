"""Texts that are nearly the same, at every home: found, reported, and kept all the same."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import Library
from bot.model import SHARED, Draft, Outcome, OwnOnly, Shelf, View
from bot.text.sketches import ALIKE, resemblance
from tests.library.contract import ONE, SHELVES, TWO, Home, draft, everything, faults, kept

quick = settings(max_examples=15, deadline=None)

WORDS = [f"{first}{last}" for first in ("ba", "do", "ki", "lu", "me") for last in ("ran", "ster", "lock", "mint")]


def story(seed: int = 0, sentences: int = 30) -> str:
    """A made-up text of so many sentences; another seed gives quite another one."""
    chance = random.Random(seed)
    lines = [[f"{chance.choice(WORDS)}{chance.randint(0, 99)}" for _ in range(9)] for _ in range(sentences)]
    return " ".join(f"{' '.join(line).capitalize()}." for line in lines)


def nearly(text: str, changed: int = 1) -> str:
    """The same text with so many sentences changed."""
    sentences = text.split(". ")
    return ". ".join(["Quite another sentence stands here", *sentences[changed:]])


def ids(found: Sequence[object]) -> list[str]:
    return [str(getattr(each, "id", "")) for each in found]


def told(library: Library, text: str, shelf: Shelf = SHARED, id: str = "new", view: View | None = None) -> list[str]:
    """The shelves and ids of those that the text resembles; a preview and what is kept then say the same."""
    new = draft(text, id, shelf)
    before = library.resembling(view or shelf, new)
    [result] = library.put([new], view=view)
    assert result.outcome in (Outcome.ADDED, Outcome.UPDATED)
    assert result.resembles == before
    assert library.resembling(view or shelf, new) == before
    return [f"{each.shelf}/{each.id}" for each in before]


def test_what_is_nearly_the_text_of_another_article_is_kept_and_names_it(home: Home) -> None:
    with kept(home, draft(story(), "a", title="First"), draft(story(1), "b")) as library:
        assert told(library, nearly(story())) == ["shared/a"]
        assert told(library, story(2), id="c") == []
        assert {each.about.id for each in everything(library)} == {"a", "b", "c", "new"}
        assert library.put([draft(story(), "d")])[0].outcome is Outcome.DUPLICATE
        assert library.resembling(SHARED, draft(nearly(story()), "e"))[0].title in ("First", "Headline")
        assert faults(library) == []


def test_the_likest_comes_first_and_there_are_no_more_than_five(home: Home) -> None:
    text = story(sentences=60)
    copies = [nearly(text, changed).replace("Quite", f"Quite{changed}") for changed in (4, 1, 3, 2)]
    with kept(home, *(draft(copy, str(i)) for i, copy in enumerate(copies))) as library:
        alike = library.resembling(SHARED, draft(text, "a"))
        assert ids(alike)[0] == "1"
        assert set(ids(alike)) <= set("0123")
        library.put([draft(f"{text} Number {i}.", f"n{i}") for i in range(8)])
        assert len(library.resembling(SHARED, draft(text, "a"))) == 5


def test_the_title_the_case_and_the_white_space_make_no_difference(home: Home) -> None:
    with kept(home, draft(story(), "a")) as library:
        other = draft(story().upper().replace(" ", "  \n"), "b", title="Something else")
        assert ids(library.put([other])[0].resembles) == ["a"]


@pytest.mark.parametrize("first", SHELVES, ids=str)
@pytest.mark.parametrize("second", SHELVES, ids=str)
def test_only_what_is_seen_is_named(home: Home, first: Shelf, second: Shelf) -> None:
    with kept(home, draft(story(), "a", first)) as library:
        expected = [f"{first}/a"] if first in second.visible else []
        assert told(library, nearly(story()), second) == expected
        own = expected if first == second else []
        assert told(library, nearly(story()) + " More.", second, "own", OwnOnly(second)) == [f"{second}/new", *own]


def test_another_server_with_a_thousand_copies_is_in_nobody_s_way(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.library.local.twins.MOST_ROWS", 50)
    monkeypatch.setattr("bot.library.local.twins.MOST_CANDIDATES", 5)
    copies = [draft(f"{story()} Number {i}.", str(i), TWO) for i in range(30)]
    with kept(home, *copies, draft(nearly(story()), "own", ONE)) as library:
        assert ids(library.resembling(ONE, draft(story(), "a", ONE))) == ["own"]
        assert len(library.resembling(TWO, draft(story(), "a", TWO))) == 5


def test_an_article_doesn_t_resemble_itself_nor_what_it_said_before(home: Home) -> None:
    with kept(home, draft(story(), "a")) as library:
        assert told(library, nearly(story()), id="a") == []
        assert library.resembling(SHARED, replace(draft(story()), url="https://example.org/x"))[0].id == "a"
        assert told(library, story(1), id="a") == []
        assert library.resembling(SHARED, draft(story())) == ()
        assert ids(library.resembling(SHARED, draft(nearly(story(1))))) == ["a"]
        assert faults(library) == []


def test_what_was_removed_is_not_named_until_it_is_back(home: Home) -> None:
    with kept(home, draft(story(), "a"), draft(story(1), "own", ONE)) as library:
        library.remove(SHARED, ["a"])
        assert library.resembling(SHARED, draft(nearly(story()))) == ()
        library.restore(SHARED, ["a"])
        assert ids(library.resembling(SHARED, draft(nearly(story())))) == ["a"]
        library.forget(ONE)
        assert library.resembling(ONE, draft(nearly(story(1)), shelf=ONE)) == ()


def test_an_article_whose_language_was_changed_is_found_by_its_new_terms(home: Home) -> None:
    text = "Die Soldaten verließen die Stützpunkte. The soldiers were leaving the bases. " * 9
    with kept(home, replace(draft(text, "a"), language="en")) as library:
        library.put([replace(draft(text, "a"), language="de")])
        assert ids(library.resembling(SHARED, replace(draft(f"{text} Ja."), language="de"))) == ["a"]
        assert faults(library) == []


@pytest.mark.parametrize(
    "text",
    ["イラクには兵士がいる。彼らは去った。基地は空だ。" * 20, "!!! ??? 12345678", "of the and to in", "x" * 100_000],
)
def test_any_text_resembles_itself_on_another_shelf(home: Home, text: str) -> None:
    drafts = [replace(draft(text, "a", shelf), language="ja") for shelf in (ONE, SHARED)]
    with kept(home, drafts[0]) as library:
        library.put([drafts[1]])
        named = ids(library.resembling(ONE, replace(drafts[0], id="b")))
        assert named in (["a", "a"], [])
        assert bool(named) == bool(library.article(SHARED, "a").about.sketch)


@quick
@given(
    placed=st.lists(
        st.tuples(st.sampled_from(SHELVES), st.sampled_from("abc"), st.integers(0, 1), st.integers(0, 4)), max_size=9
    ),
    removed=st.integers(0, 2),
)
def test_those_that_are_named_are_those_that_are_alike_by_their_sketches(
    home: Home, placed: Sequence[tuple[Shelf, str, int, int]], removed: int
) -> None:
    with home() as open_library:
        library = open_library()
        library.put([draft(nearly(story(seed), changed), id, shelf) for shelf, id, seed, changed in placed])
        for article in everything(library)[:removed]:
            library.remove(article.about.shelf, [article.about.id])
        articles = everything(library)
        for article in articles:
            mine = article.about
            for view in (mine.shelf, OwnOnly(mine.shelf)):
                named = library.resembling(view, Draft(mine.shelf, "T", article.text, mine.id))
                assert set(named) <= {
                    each.about
                    for each in articles
                    if each.about.shelf in view.visible
                    and each.about != mine
                    and resemblance(each.about.sketch, mine.sketch) >= ALIKE
                }
                certain = {  # a band is shared whatever the chance
                    each.about
                    for each in articles
                    if each.about.shelf in view.visible and each.about != mine and each.about.sketch == mine.sketch
                }
                assert len(certain) > 5 or certain <= set(named)
