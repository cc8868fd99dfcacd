"""The author and the pages of an article, at every home: kept, and on which page a quote stands."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering import Ranker, load_weights
from bot.model import SHARED, Draft, Outcome, PageStart
from bot.text import Analyzer
from tests.library.contract import Home, again, asking, draft, everything, faults, kept, question

quick = settings(max_examples=25, deadline=None)

PARAGRAPHS = [
    f"The camel of paragraph{i} came. The horse of paragraph{i} went, and it went far away. A mule stayed."
    for i in range(8)
]
TEXT = "\n\n".join(PARAGRAPHS)
PAGES = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.sampled_from(["i", "ii", "1", "12", "A-3", "ü “x”", ""])), max_size=12
).map(lambda pages: tuple(PageStart(*page) for page in sorted(pages, key=lambda page: page[0])))


def with_pages(pages: Sequence[PageStart]) -> Draft:
    return replace(draft(TEXT, "a"), pages=tuple(pages))


def page_of(pages: Sequence[PageStart], offset: int) -> str:
    """The definition: the last page that doesn't begin behind it."""
    return next((page.label for page in reversed(pages) if page.start <= offset), "")


@quick
@given(pages=PAGES)
def test_a_quote_names_the_page_on_which_it_begins(home: Home, pages: tuple[PageStart, ...]) -> None:
    with kept(home, with_pages(pages)) as library:
        article = library.article(SHARED, "a")
        assert article.pages == pages
        for within in (None, "a"):
            retrieval = library.search(SHARED, asking("camel", "hors", "mule"), within)
            for passage in retrieval.passages:
                for sentence in passage.sentences:
                    expected = page_of(pages, sentence.start)
                    assert passage.page_of(sentence.start) == article.page_of(sentence.start) == expected
            quotes = Ranker(Analyzer(), load_weights()).rank(question("the horse"), retrieval, bool(within)).quotes
            assert quotes
            assert all(quote.page == page_of(pages, quote.start) for quote in quotes)
        assert faults(library) == []


@quick
@given(pages=PAGES)
def test_pages_survive_a_change_of_other_things_and_a_way_through_a_draft(
    home: Home, pages: tuple[PageStart, ...]
) -> None:
    with kept(home, with_pages(pages)) as library:
        [article] = everything(library)
        assert again(article).pages == pages
        assert library.put([again(article)])[0].outcome is Outcome.UNCHANGED
        library.put([replace(again(article), title="News")])
        library.remove(SHARED, ["a"])
        library.restore(SHARED, ["a"])
        assert library.article(SHARED, "a").pages == pages


def test_other_pages_alone_are_a_change_and_no_version(home: Home) -> None:
    with kept(home, with_pages([PageStart(0, "1")])) as library:
        assert library.put([with_pages([PageStart(0, "2")])])[0].outcome is Outcome.UPDATED
        assert library.search(SHARED, asking("camel")).passages[0].page_of(0) == "2"
        assert library.put([with_pages([])])[0].outcome is Outcome.UPDATED
        assert library.search(SHARED, asking("camel")).passages[0].pages == ()
        assert library.versions(SHARED, "a") == ()


def test_a_passage_carries_its_own_pages_only(home: Home) -> None:
    pages = [PageStart(offset, str(offset)) for offset in range(len(TEXT))]
    with kept(home, with_pages(pages)) as library:
        for passage in library.search(SHARED, asking("camel"), "a").passages:
            assert len(passage.pages) == len(passage.text)


@pytest.mark.parametrize("author", [None, "Ann Smith, Bob Jones", "x" * 300, "' OR 1=1 --", "😀"])
def test_the_author_is_kept_and_changed(home: Home, author: str | None) -> None:
    first = replace(draft("The camel came.", "a"), author=author)
    with kept(home, first) as library:
        for about in (
            library.article(SHARED, "a").about,
            library.sources(SHARED, "", 1, 9).sources[0],
            library.search(SHARED, asking("camel")).passages[0].about,
        ):
            assert about.author == author
        assert library.put([replace(first, author="Carl")])[0].outcome is Outcome.UPDATED
        assert library.article(SHARED, "a").about.author == "Carl"
        assert library.sources(SHARED, "carl", 1, 9).total == 0
