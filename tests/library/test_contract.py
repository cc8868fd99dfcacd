"""What every home of the library holds, whatever is put into it."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.answering import Ranker, load_weights
from bot.errors import ArticleNotFound, BotError, DuplicateArticle, ShelfShared
from bot.library import PASSAGES, Library
from bot.model import (
    ANY_TIME,
    SHARED,
    Article,
    Draft,
    Kept,
    Order,
    Outcome,
    OwnOnly,
    PageStart,
    Period,
    Published,
    Shelf,
    Source,
    Stock,
    Totals,
    View,
    source_key,
)
from bot.text import Analyzer, segment
from tests.library.contract import (
    ANALYZER,
    ONE,
    SHELVES,
    TWO,
    Home,
    again,
    asking,
    draft,
    everything,
    faults,
    found,
    ids_found,
    kept,
    question,
)

quick = settings(max_examples=15, deadline=None)

STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
PIECES = st.sampled_from(
    [
        "The U.S. has 2,500 troops in Iraq. ", "Mr. Smith said so! ", "NATO's mission", "Straße", "İstanbul ILICA",
        "イラクには2500人の兵士がいる。", "القوات الأمريكية", "\u00ad", "\u200d", "e\u0301", "ﬁ", "½", "Ⅻ", "👩‍👩‍👧", "\ufeff",
        "\n", "\n\n", "\r\n", "\u2028", "\x85", "\t", "\x1c", " ", "- ", "• ", "“", "”", "...", "x" * 150, ", ", "; ", "%_'\"",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.one_of(PIECES, st.text(STORABLE, max_size=6)), min_size=1, max_size=40).map("".join),
    st.text(STORABLE, min_size=8, max_size=300),
    st.lists(PIECES, min_size=40, max_size=200).map("".join),
).map(lambda text: text if sum(map(str.isalnum, text)) >= 8 else f"{text}eight letters")
"""Whatever intake lets through."""
LINES = st.text(STORABLE, min_size=1, max_size=60).map(lambda text: " ".join(text.split()) or "Untitled")
LANGUAGES = st.sampled_from(["en", "de", "tr", "ar", "ja", "es", "und", "zz"])
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001
PRINTABLE = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp"])
IDS = st.text(PRINTABLE, min_size=1, max_size=64)
DRAFTS = st.builds(
    Draft,
    shelf=st.sampled_from(SHELVES),
    title=LINES,
    text=TEXTS,
    id=IDS,
    source=st.none() | LINES,
    url=st.sampled_from([None, "https://example.org/ä?b=1&c=%20#d"]),
    published=st.none() | st.dates() | MOMENTS,
    language=LANGUAGES,
    tags=st.lists(LINES, max_size=3, unique=True).map(tuple),
    added=st.none() | MOMENTS.map(lambda moment: moment.astimezone(UTC)),
    origin=st.none() | LINES.map("file:///{}".format),
    author=st.none() | LINES,
    pages=st.lists(st.builds(PageStart, st.integers(0, 8), LINES), max_size=4).map(
        lambda pages: tuple(sorted(pages, key=lambda page: page.start))
    ),
    updated=st.none() | MOMENTS.map(lambda moment: moment.astimezone(UTC)),
)

VIEWS: tuple[View, ...] = (*SHELVES, *map(OwnOnly, SHELVES))

STRANGE_IDS = [
    "nothing", "", "\0", "a\0", "\ud800", "\udfff\ud800", "%", "_", "a%", "' OR 1=1 --", '"a"', "A", "a ", " a", "ａ", "é",
    "x" * 100_000, "🙂", "-1", "1", "null", "*", "a*", "../a", "\n",
]  # fmt: skip


def quoted(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.sentences]


def terms_of(article: Article) -> list[str]:
    terms = (term for text in quoted(article) for term in ANALYZER.terms(text, article.about.language))
    return list(dict.fromkeys(terms))


# Keeping


@quick
@given(draft=DRAFTS)
def test_an_article_is_kept_as_it_came(home: Home, draft: Draft) -> None:
    with kept(home, draft) as library:
        article = library.article(draft.shelf, str(draft.id))
        assert article.text == draft.text
        about = article.about
        expected = Source(
            str(draft.id), draft.shelf, draft.title, draft.source, draft.url, draft.published, draft.language,
            draft.tags, draft.added or about.added, draft.origin, "", draft.author, draft.updated, about.sketch,
        )  # fmt: skip
        assert about == expected
        assert article.pages == draft.pages
        assert type(about.published) is type(draft.published)
        assert about.added.utcoffset() == timedelta(0)
        assert faults(library) == []


@quick
@given(text=TEXTS, language=LANGUAGES)
def test_sentences_are_ascending_disjoint_and_not_blank(home: Home, text: str, language: str) -> None:
    with home() as open_library:
        library = open_library()
        [result] = library.put([replace(draft(text, "a"), language=language)])
        article = library.article(SHARED, "a")
        assert result.sentences == len(article.sentences) > 0
        ends = [0, *(end for _, end in article.sentences)]
        assert all(before <= start < end for before, (start, end) in zip(ends, article.sentences, strict=False))
        assert ends[-1] <= len(text)
        assert all(sentence == sentence.strip() != "" for sentence in quoted(article))


@quick
@given(texts=st.lists(TEXTS, min_size=1, max_size=3, unique=True), asked=TEXTS)
def test_a_quote_is_a_slice_of_its_article(home: Home, texts: Sequence[str], asked: str) -> None:
    with kept(home, *(draft(text, str(i)) for i, text in enumerate(texts))) as library:
        for sought in (asked, texts[0]):
            asked_for = question(sought)
            retrieval = library.search(SHARED, asked_for)
            for passage in retrieval.passages:
                text = texts[int(passage.about.id)]
                assert text[passage.start : passage.start + len(passage.text)] == passage.text
            for quote in Ranker(Analyzer(), load_weights()).rank(asked_for, retrieval).quotes:
                assert quote.text == texts[int(quote.about.id)][quote.start : quote.end] != ""
                assert (quote.start, quote.end) in library.article(SHARED, quote.about.id).sentences


@quick
@given(text=TEXTS, language=LANGUAGES)
@example(text="Peace be upon him ﷺ, as it is written.", language="en")
@example(text="The letter \u037a stands below the vowel.", language="el")
@example(text="Word" + "x" * 100_000 + " ends. " + "汉字" * 3_000, language="en")
def test_any_text_survives_being_kept_found_removed_and_brought_back(home: Home, text: str, language: str) -> None:
    with kept(home, replace(draft(text, "a"), language=language)) as library:
        before = library.article(SHARED, "a")
        terms = terms_of(before)
        some = terms[:60]
        assert [term for term in some if ids_found(library, SHARED, term) != {"a"}] == []
        assert library.unknown(SHARED, terms) == frozenset()
        library.remove(SHARED, ["a"])
        assert [term for term in some if ids_found(library, SHARED, term)] == []
        assert library.unknown(SHARED, some) >= set(some) - set(ANALYZER.terms("Headline", language))
        with pytest.raises(ArticleNotFound):
            library.article(SHARED, "a")
        library.restore(SHARED, ["a"])
        assert library.article(SHARED, "a") == before
        assert [term for term in some if ids_found(library, SHARED, term) != {"a"}] == []
        assert faults(library) == []


@quick
@given(drafts=st.lists(DRAFTS, max_size=8))
def test_what_is_exported_and_imported_elsewhere_is_the_same_library(home: Home, drafts: Sequence[Draft]) -> None:
    with kept(home, *drafts) as library:
        exported = everything(library)
        with kept(home, *map(again, exported)) as other:
            assert everything(other) == exported
            for term in islice((term for article in exported for term in terms_of(article)), 20):
                for shelf in SHELVES:
                    assert found(other, shelf, term) == found(library, shelf, term)
            assert all(other.languages(shelf) == library.languages(shelf) for shelf in SHELVES)


def test_what_is_kept_twice_is_unchanged(home: Home) -> None:
    first = draft("The camel crossed the desert.", "a")
    with kept(home, first) as library:
        before = everything(library)
        assert library.put([first]) == [Kept("a", SHARED, Outcome.UNCHANGED, 1)]
        assert everything(library) == before


def test_a_draft_with_the_id_of_an_article_replaces_it(home: Home) -> None:
    with kept(home, draft("The camel crossed the desert.", "a")) as library:
        added = library.article(SHARED, "a").about.added
        assert library.put([draft("The horse crossed the river.", "a", title="News")]) == [
            Kept("a", SHARED, Outcome.UPDATED, 1)
        ]
        assert ids_found(library, SHARED, "camel") == set()
        assert library.unknown(SHARED, ["camel", "hors"]) == {"camel"}
        assert ids_found(library, SHARED, "hors") == {"a"}
        [article] = everything(library)
        assert (article.about.title, article.about.added) == ("News", added)


def test_a_draft_with_the_id_of_a_removed_article_brings_it_back(home: Home) -> None:
    first = draft("The camel crossed the desert.", "a")
    with kept(home, first) as library:
        library.remove(SHARED, ["a"])
        [result] = library.put([first])
        assert result.outcome is Outcome.UPDATED
        assert ids_found(library, SHARED, "camel") == {"a"}
        library.remove(SHARED, ["a"])
        library.put([draft("The horse crossed the river.", "a")])
        assert ids_found(library, SHARED, "camel", "hors") == {"a"}
        assert [article.text for article in everything(library)] == ["The horse crossed the river."]


def test_the_library_chooses_an_id_where_the_draft_has_none(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        results = library.put([draft(f"The camel crossed desert number {i}.") for i in range(100)])
        assert {each.outcome for each in results} == {Outcome.ADDED}
        assert {each.id for each in results} == ids_found_everywhere(library)
        assert len({each.id for each in results}) == 100


def ids_found_everywhere(library: Library) -> set[str]:
    return {article.about.id for article in everything(library)}


def test_nothing_is_lost_without_close(home: Home) -> None:
    with home() as open_library:
        open_library().put([draft("The camel crossed the desert.", "a")])
        assert ids_found(open_library(), SHARED, "camel") == {"a"}


def test_no_drafts_and_no_ids_change_nothing(home: Home) -> None:
    with kept(home, draft("The camel crossed the desert.", "a")) as library:
        before = everything(library)
        assert library.put([]) == []
        library.remove(SHARED, [])
        library.restore(SHARED, [])
        assert everything(library) == before


def test_a_batch_is_kept_in_its_order(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        results = library.put(
            [
                draft("The camel crossed the desert.", "a"),
                draft("The camel crossed the desert.", "b"),
                draft("The horse crossed the river.", "a"),
                draft("The camel crossed the desert.", "c"),
            ]
        )
        assert [(each.id, each.outcome) for each in results] == [
            ("a", Outcome.ADDED),
            ("a", Outcome.DUPLICATE),
            ("a", Outcome.UPDATED),
            ("c", Outcome.ADDED),
        ]
        assert {article.about.id: article.text for article in everything(library)} == {
            "a": "The horse crossed the river.",
            "c": "The camel crossed the desert.",
        }


def test_a_batch_with_a_draft_that_can_not_be_kept_keeps_nothing(home: Home) -> None:
    with kept(home, draft("The camel crossed the desert.", "a")) as library:
        before = everything(library)
        unstorable = draft("The horse \ud800 crossed the river.", "c")
        with pytest.raises((BotError, ValueError)):
            library.put([draft("The mule crossed the bridge.", "b"), unstorable, draft("The ass did not.", "d")])
        assert everything(library) == before
        assert ids_found(library, SHARED, "mule", "ass") == set()
        assert faults(library) == []


# Removing


@pytest.mark.parametrize("ids", [["a", "nothing"], ["nothing", "a"], ["a", "b", "gone"]])
def test_removing_is_all_or_none(home: Home, ids: Sequence[str]) -> None:
    drafts = [draft(f"The camel crossed desert {id}.", id) for id in ("a", "b", "gone")]
    with kept(home, *drafts) as library:
        library.remove(SHARED, ["gone"])
        with pytest.raises(ArticleNotFound):
            library.remove(SHARED, ids)
        assert ids_found(library, SHARED, "camel") == {"a", "b"} == ids_found_everywhere(library)
        assert faults(library) == []


def test_bringing_back_is_all_or_none(home: Home) -> None:
    drafts = [draft(f"The camel crossed desert {id}.", id) for id in ("a", "b", "c")]
    with kept(home, *drafts) as library:
        library.remove(SHARED, ["a", "b"])
        with pytest.raises(ArticleNotFound):
            library.restore(SHARED, ["a", "b", "nothing"])
        assert ids_found(library, SHARED, "camel") == {"c"} == ids_found_everywhere(library)


def test_bringing_back_what_is_there_changes_nothing(home: Home) -> None:
    with kept(home, draft("The camel crossed the desert.", "a")) as library:
        before = everything(library)
        library.restore(SHARED, ["a"])
        assert everything(library) == before
        assert faults(library) == []


def test_a_withdrawn_article_is_removed_and_nobody_knows_its_file_any_more(home: Home) -> None:
    read = [replace(draft(f"The camel saw {id}.", id), origin=f"file:///{id}", origin_digest=id) for id in ("a", "b")]
    with kept(home, *read) as library:
        with pytest.raises(ArticleNotFound):
            library.withdraw(SHARED, ["a", "nothing"])
        with pytest.raises(ArticleNotFound):
            library.withdraw(ONE, ["a"])
        assert {each.id for each in library.origins(SHARED, "")} == {"a", "b"}
        library.withdraw(SHARED, ["a"])
        assert ids_found(library, SHARED, "camel") == {"b"}
        assert {each.id for each in library.origins(SHARED, "")} == {"b"}
        library.restore(SHARED, ["a"])
        assert ids_found(library, SHARED, "camel") == {"a", "b"}
        assert library.article(SHARED, "a").about.origin is None


# Duplicates


@pytest.mark.parametrize("first", SHELVES, ids=str)
@pytest.mark.parametrize("second", SHELVES, ids=str)
def test_a_text_is_a_duplicate_where_the_shelf_sees_it_already(home: Home, first: Shelf, second: Shelf) -> None:
    text = "The camel crossed the desert."
    with kept(home, draft(text, "a", first)) as library:
        [result] = library.put([draft(text, "b", second, title="Another headline")])
        if first in second.visible:
            assert (result.outcome, result.id, result.shelf) == (Outcome.DUPLICATE, "a", first)
            assert found(library, second, "camel") == {(first.name, "a")}
        else:
            assert (result.outcome, result.id, result.shelf) == (Outcome.ADDED, "b", second)
            assert (second.name, "b") in found(library, second, "camel")
        library.remove(first, ["a"])
        [result] = library.put([draft(text, "c", first)])
        assert result.outcome is (Outcome.DUPLICATE if second == SHARED != first else Outcome.ADDED)


@pytest.mark.parametrize("twin", [SHARED, ONE], ids=str)
def test_a_removed_article_is_not_brought_back_beside_its_duplicate(home: Home, twin: Shelf) -> None:
    text = "The camel crossed the desert."
    with kept(home, draft(text, "a", ONE)) as library:
        library.remove(ONE, ["a"])
        library.put([draft(text, "b", twin)])
        with pytest.raises(DuplicateArticle) as refused:
            library.restore(ONE, ["a"])
        assert (refused.value.id, refused.value.shelf) == ("b", twin.name)
        assert found(library, ONE, "camel") == {(twin.name, "b")}


def test_an_article_does_not_take_the_text_of_another(home: Home) -> None:
    with kept(home, draft("The camel came.", "a"), draft("The horse came.", "b")) as library:
        before = everything(library)
        assert library.put([draft("The camel came.", "b")]) == [Kept("a", SHARED, Outcome.DUPLICATE, 1)]
        assert everything(library) == before


# Who did it


def entries(library: Library, shelf: Shelf) -> list[tuple[str, str, str, str]]:
    """(act, id, by, title) of the whole journal of a shelf, the newest first."""
    return [(each.act.value, each.id, each.by, each.title) for each in library.journal(shelf, 1, 100).entries]


def test_the_journal_says_who_did_what_and_the_newest_first(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        begun = datetime.now(UTC)
        library.put([draft("The camel came.", "a"), draft("The horse came.", "b")], by="corpus")
        library.put([draft("The camel left.", "a", title="News")], by="discord:80351110224678912")
        library.remove(SHARED, ["b"], by="terminal")
        library.restore(SHARED, ["b"], "discord:1")
        library.withdraw(SHARED, ["b"])
        library.put([draft("The horse came.", "b")], "corpus")
        assert entries(library, SHARED) == [
            ("updated", "b", "corpus", "Headline"),
            ("removed", "b", "", "Headline"),
            ("restored", "b", "discord:1", "Headline"),
            ("removed", "b", "terminal", "Headline"),
            ("updated", "a", "discord:80351110224678912", "News"),
            ("added", "b", "corpus", "Headline"),
            ("added", "a", "corpus", "Headline"),
        ]
        moments = [each.moment for each in library.journal(SHARED, 1, 100).entries]
        assert moments == sorted(moments, reverse=True)
        assert begun <= moments[-1] <= moments[0] <= datetime.now(UTC)
        assert {each.shelf for each in library.journal(SHARED, 1, 100).entries} == {SHARED}


def test_what_changes_nothing_or_fails_is_not_in_the_journal(home: Home) -> None:
    first = draft("The camel came.", "a")
    with kept(home, first, draft("The horse came.", "gone")) as library:
        library.remove(SHARED, ["gone"])
        before = entries(library, SHARED)
        library.put([first, draft("The camel came.", "b"), draft("The camel came.", "c", ONE)], by="x")
        library.restore(SHARED, ["a"], by="x")
        with pytest.raises(ArticleNotFound):
            library.remove(SHARED, ["a", "nothing"], by="x")
        with pytest.raises(ArticleNotFound):
            library.restore(SHARED, ["gone", "nothing"], by="x")
        with pytest.raises((BotError, ValueError)):
            library.put([draft("The mule came.", "d"), draft("No \ud800.", "e")], by="x")
        assert entries(library, SHARED) == before
        assert entries(library, ONE) == []


def test_the_journal_is_that_of_this_very_shelf(home: Home) -> None:
    drafts = [draft(f"The camel saw {shelf}.", "a", shelf, title=str(shelf)) for shelf in SHELVES]
    with kept(home, *drafts) as library:
        for shelf in SHELVES:
            assert entries(library, shelf) == [("added", "a", "", shelf.name)]


@quick
@given(number=st.integers(0, 7), size=st.integers(1, 4))
def test_the_pages_of_the_journal_hold_each_entry_once(home: Home, number: int, size: int) -> None:
    with kept(home, *(draft(f"The camel saw number{i}.", str(i)) for i in range(number))) as library:
        first = library.journal(SHARED, 1, size)
        assert (first.total, first.number, first.size, first.last) == (number, 1, size, max(1, -(-number // size)))
        pages = [library.journal(SHARED, page, size) for page in range(1, first.last + 1)]
        assert [each.id for page in pages for each in page.entries] == [str(i) for i in reversed(range(number))]
        for behind in (first.last + 1, 2**63, 10**30):
            assert library.journal(SHARED, behind, size).entries == ()


def test_an_article_names_who_added_it_first(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        library.put([draft("The camel came.", "a")], by="terminal")
        library.put([draft("The camel left.", "a")], by="discord:1")
        library.remove(SHARED, ["a"], by="discord:2")
        library.restore(SHARED, ["a"], by="discord:3")
        assert library.article(SHARED, "a").about.added_by == "terminal"
        assert library.sources(SHARED, "", 1, 10).sources[0].added_by == "terminal"
        assert library.search(SHARED, asking("camel")).passages[0].about.added_by == "terminal"


@pytest.mark.parametrize("by", ["", "\0", "\ud800", "' OR 1=1 --", "😀" * 1_000], ids=lambda by: ascii(by)[:20])
def test_any_name_can_be_kept_as_who_did_it(home: Home, by: str) -> None:
    with home() as open_library:
        library = open_library()
        library.put([draft("The camel came.", "a")], by=by)
        named = by.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
        assert entries(library, SHARED) == [("added", "a", named, "Headline")]
        assert library.article(SHARED, "a").about.added_by == named


# Keys


def test_an_article_is_recalled_by_its_key_where_it_is_seen_and_nowhere_else(home: Home) -> None:
    drafts = [draft(f"The camel saw {shelf}.", "a", shelf) for shelf in SHELVES] + [draft("The mule came.", "gone")]
    with kept(home, *drafts) as library:
        library.remove(SHARED, ["gone"])
        keys = {shelf: source_key(shelf.name, "a") for shelf in SHELVES}
        asked = [*keys.values(), source_key("shared", "gone"), "nothing", *STRANGE_IDS]
        for view in VIEWS:
            recalled = library.recall(view, asked)
            assert {key: article.about.shelf for key, article in recalled.items()} == {
                keys[shelf]: shelf for shelf in view.visible
            }
            for key, article in recalled.items():
                assert article.about.key == key
                assert article == library.article(OwnOnly(article.about.shelf), "a")
        assert library.recall(ONE, []) == {}


def test_a_key_that_two_articles_share_recalls_the_own_one_and_then_the_first(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.model.articles.KEY_BYTES", 0)  # all of them
    key = source_key("shared", "a")
    placed = [("b", SHARED), ("c", SHARED), ("d", ONE), ("e", ONE)]
    with kept(home, *(draft(f"The camel saw {id}.", id, shelf) for id, shelf in placed)) as library:
        assert library.recall(ONE, [key])[key].about.id == "d"
        assert library.recall(TWO, [key])[key].about.id == "b"
        library.remove(SHARED, ["b"])
        assert library.recall(TWO, [key])[key].about.id == "c"
        assert library.recall(OwnOnly(TWO), [key]) == {}


@quick
@given(drafts=st.lists(DRAFTS, max_size=6))
def test_every_article_has_a_key_and_keeps_it(home: Home, drafts: Sequence[Draft]) -> None:
    with kept(home, *drafts) as library:
        articles = everything(library)
        for view in VIEWS:
            seen = {each.about.key: each for each in articles if each.about.shelf in view.visible}
            assert library.recall(view, [each.about.key for each in articles]) == seen
        library.put([replace(again(article), title="Another") for article in articles])
        assert {each.about.key for each in everything(library)} == {each.about.key for each in articles}


# Twins, as a view sees them


def test_a_server_that_sees_only_its_own_shelf_may_have_a_text_of_the_shared_one(home: Home) -> None:
    text = "The camel crossed the desert."
    with kept(home, draft(text, "a"), draft(text.replace("camel", "mule"), "own", ONE)) as library:
        assert library.put([draft(text, "b", ONE)])[0].outcome is Outcome.DUPLICATE
        assert library.put([draft(text, "b", ONE)], view=ONE)[0].outcome is Outcome.DUPLICATE
        assert library.put([draft(text, "b", ONE)], view=OwnOnly(ONE))[0].outcome is Outcome.ADDED
        assert library.put([draft(text, "b", ONE)], view=OwnOnly(ONE))[0].outcome is Outcome.UNCHANGED
        twin = library.put([draft(text, "c", ONE)], view=OwnOnly(ONE))[0]
        assert (twin.outcome, twin.shelf, twin.id) == (Outcome.DUPLICATE, ONE, "b")
        library.remove(ONE, ["b"])
        with pytest.raises(DuplicateArticle) as refused:
            library.restore(ONE, ["b"])
        assert (refused.value.id, refused.value.shelf) == ("a", "shared")
        library.restore(OwnOnly(ONE), ["b"])
        assert found(library, ONE, "camel") == {("shared", "a"), ("guild:1", "b")}
        assert faults(library) == []


def test_a_removed_article_is_not_brought_back_beside_a_twin_on_its_own_shelf_whatever_is_seen(home: Home) -> None:
    text = "The camel crossed the desert."
    with kept(home, draft(text, "a", ONE)) as library:
        library.remove(ONE, ["a"])
        library.put([draft(text, "b", ONE)])
        with pytest.raises(DuplicateArticle):
            library.restore(OwnOnly(ONE), ["a"])
        assert found(library, ONE, "camel") == {("guild:1", "b")}


@pytest.mark.parametrize("view", [TWO, SHARED, OwnOnly(TWO)], ids=str)
def test_drafts_are_not_put_with_the_view_of_another_shelf(home: Home, view: View) -> None:
    with home() as open_library:
        library = open_library()
        with pytest.raises(ValueError, match="another shelf"):
            library.put([draft("The camel came.", "a", ONE)], view=view)
        assert everything(library) == []


# Forgetting


def test_a_forgotten_shelf_has_nothing_left_and_the_others_have_all(home: Home) -> None:
    with home() as open_library:
        library, other = open_library(), open_library()
        drafts = [draft(f"The camel saw {id} of {shelf}.", id, shelf) for shelf in SHELVES for id in ("a", "b", "c")]
        library.put(drafts, by="discord:1")
        library.remove(ONE, ["b"])
        key = library.article(ONE, "a").about.key
        assert library.forget(ONE) == 3
        for each in (library, other, open_library()):
            assert found(each, ONE, "camel") == {("shared", id) for id in "abc"}
            assert found(each, TWO, "camel") == {(shelf, id) for shelf in ("shared", "guild:2") for id in "abc"}
            assert {article.about.shelf for article in everything(each)} == {SHARED, TWO}
            assert (entries(each, ONE), each.recall(ONE, [key]), each.removed(ONE, "", 10)) == ([], {}, ())
            assert each.origins(ONE, "") == []
            assert each.totals(OwnOnly(ONE)) == NOTHING
            assert each.languages(OwnOnly(ONE)) == {}
            assert each.suggest(OwnOnly(ONE), "head", 10) == ()
            assert each.unknown(OwnOnly(ONE), ["camel"]) == {"camel"}
            assert len(entries(each, TWO)) == 3
            assert faults(each) == []
            with pytest.raises(ArticleNotFound):
                each.restore(ONE, ["b"])
        assert library.forget(ONE) == 0


def test_a_shelf_is_filled_again_after_it_was_forgotten(home: Home) -> None:
    with home() as open_library:
        library, other = open_library(), open_library()
        for turn in range(3):
            library.put([draft(f"The camel of turn{turn} came.", "a", ONE), draft("The mule.", f"s{turn}", TWO)], "x")
            assert found(other, ONE, "camel") == {("guild:1", "a")}
            assert ids_found(library, ONE, *(f"turn{i}" for i in range(turn))) == set()
            assert library.article(ONE, "a").about.added_by == "x"
            assert len(entries(library, ONE)) == 1
            assert library.forget(ONE) == 1
            assert found(other, ONE, "camel") == set()
        library.put([draft("The camel came at last.", "a", ONE)])
        assert found(other, ONE, "camel") == {("guild:1", "a")}
        assert faults(other) == []


def test_the_shared_shelf_is_never_forgotten(home: Home) -> None:
    with kept(home, draft("The camel came.", "a")) as library:
        with pytest.raises(ShelfShared):
            library.forget(SHARED)
        assert ids_found(library, SHARED, "camel") == {"a"}
        assert library.forget(TWO) == 0


# Totals

NOTHING = Totals(0, 0, 0, {}, None, None, None)


@quick
@given(drafts=st.lists(DRAFTS, max_size=8), removed=st.integers(0, 3))
def test_the_totals_are_a_count_over_what_is_seen(home: Home, drafts: Sequence[Draft], removed: int) -> None:
    with kept(home, *drafts) as library:
        for article in everything(library)[:removed]:
            library.remove(article.about.shelf, [article.about.id])
        articles = everything(library)
        for view in VIEWS:
            seen = [each for each in articles if each.about.shelf in view.visible]
            published = sorted((each.about.published for each in seen if each.about.published), key=moment)
            totals = library.totals(view)
            assert totals.articles == len(seen)
            assert totals.sentences == sum(len(each.sentences) for each in seen)
            assert totals.passages == sum(len(passages_of(each)) for each in seen)
            assert totals.languages == Counter(each.about.language for each in seen) == library.languages(view)
            assert totals.last_added == max((each.about.added for each in seen), default=None)
            if published:
                assert totals.first_published is not None
                assert totals.last_published is not None
                assert moment(totals.first_published) == moment(published[0])
                assert moment(totals.last_published) == moment(published[-1])
            else:
                assert (totals.first_published, totals.last_published) == (None, None)


def moment(published: Published) -> tuple[datetime, bool]:
    """When that was, for sorting: a day begins before its moments."""
    if isinstance(published, datetime):
        return published.astimezone(UTC), True
    assert published is not None
    return datetime.combine(published, datetime.min.time(), UTC), False


def test_totals_at_either_end_of_the_calendar_are_told(home: Home) -> None:
    first, last = timezone(timedelta(hours=14)), timezone(timedelta(hours=-14))
    ends = [datetime.min.replace(tzinfo=first), datetime.max.replace(tzinfo=last)]
    drafts = [replace(draft(f"Camel {i}.", str(i)), published=end) for i, end in enumerate(ends)]
    with kept(home, *drafts, replace(draft("Camel.", "c"), published=date(2024, 1, 1))) as library:
        totals = library.totals(SHARED)
        assert (totals.first_published, totals.last_published) == tuple(ends)


# Shelves


@quick
@given(placed=st.lists(st.tuples(st.sampled_from(SHELVES), st.sampled_from("abc"), st.integers(0, 5)), max_size=9))
def test_a_question_sees_its_own_shelf_and_the_shared_one_and_no_other(
    home: Home, placed: Sequence[tuple[Shelf, str, int]]
) -> None:
    with home() as open_library:
        library = open_library()
        there: dict[tuple[Shelf, str], str] = {}
        for shelf, id, number in placed:
            text = f"The camel met word{number} and nobody else."
            [result] = library.put([replace(draft(text, id, shelf), language=f"l{shelf.name[-1]}")])
            if result.outcome is not Outcome.DUPLICATE:
                there[shelf, id] = text
        for shelf in SHELVES:
            seen = {key: text for key, text in there.items() if key[0] in shelf.visible}
            keys = {(owner.name, id) for owner, id in seen}
            assert found(library, shelf, "camel") == keys
            assert {(each.shelf.name, each.id) for each in library.sources(shelf, "", 1, 100).sources} == keys
            assert library.sources(shelf, "", 1, 100).total == len(keys)
            assert library.languages(shelf) == Counter(f"l{owner.name[-1]}" for owner, _ in seen)
            words = {f"word{number}" for number in range(6)}
            assert library.unknown(shelf, sorted(words)) == words - {text.split()[3] for text in seen.values()}
            for id in "abc":
                expected = there.get((shelf, id)) or there.get((SHARED, id))
                if expected:
                    assert library.article(shelf, id).text == expected
                    passages = library.search(shelf, asking("camel"), id).passages
                    assert [passage.text for passage in passages] == [expected]
                else:
                    with pytest.raises(ArticleNotFound):
                        library.article(shelf, id)
                    with pytest.raises(ArticleNotFound):
                        library.search(shelf, asking("camel"), id)
                if (shelf, id) not in there:
                    with pytest.raises(ArticleNotFound):
                        library.remove(shelf, [id])
                    with pytest.raises(ArticleNotFound):
                        library.restore(shelf, [id])
        assert {(article.about.shelf, article.about.id): article.text for article in everything(library)} == there


def test_only_its_own_shelf_takes_an_article_away_or_brings_it_back(home: Home) -> None:
    with kept(home, draft("The camel came.", "a", ONE), draft("The camel is shared.", "b")) as library:
        for shelf, id in [(TWO, "a"), (SHARED, "a"), (ONE, "b"), (TWO, "b")]:
            with pytest.raises(ArticleNotFound):
                library.remove(shelf, [id])
        library.remove(ONE, ["a"])
        library.remove(SHARED, ["b"])
        for shelf, id in [(TWO, "a"), (SHARED, "a"), (ONE, "b"), (TWO, "b")]:
            with pytest.raises(ArticleNotFound):
                library.restore(shelf, [id])
        assert found(library, ONE, "camel") == set()


def test_the_own_article_stands_before_the_shared_one_of_the_same_id(home: Home) -> None:
    with kept(home, draft("The camel is shared.", "a"), draft("The camel is ours.", "a", ONE)) as library:
        assert library.article(ONE, "a").text == "The camel is ours."
        assert library.article(TWO, "a").text == "The camel is shared."
        library.remove(ONE, ["a"])
        assert library.article(ONE, "a").text == "The camel is shared."


@pytest.mark.parametrize("id", STRANGE_IDS, ids=lambda id: ascii(id)[:20])
def test_an_id_that_no_article_has_is_not_found(home: Home, id: str) -> None:
    with kept(home, draft("The camel came.", "a", TWO), draft("The camel is shared.", "b")) as library:
        for shelf in SHELVES[:2]:
            with pytest.raises(ArticleNotFound):
                library.article(shelf, id)
            with pytest.raises(ArticleNotFound):
                library.search(shelf, asking("camel"), id)
            with pytest.raises(ArticleNotFound):
                library.remove(shelf, [id])
            with pytest.raises(ArticleNotFound):
                library.restore(shelf, [id])
        assert len(everything(library)) == 2


# Searching


def passages_of(article: Article) -> list[tuple[set[str], list[int]]]:
    """The terms of each passage, and how many each of its sentences has."""
    language = article.about.language
    return [
        (set().union(*terms), [len(each) for each in terms])
        for terms in (
            [ANALYZER.terms(article.text[a:b], language) for a, b in span.sentences]
            for span in segment(article.text, language)
        )
    ]


@quick
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=8))
def test_the_statistics_are_a_count_over_what_is_there(home: Home, drafts: Sequence[Draft]) -> None:
    with kept(home, *{(each.shelf, each.id): each for each in drafts}.values()) as library:
        passages = [passage for article in everything(library) for passage in passages_of(article)]
        terms = sorted(set().union(*(held for held, _ in passages)))[:50]
        assume(all(term.split() == [term] for term in terms))  # another test's matter
        counts = [count for _, lengths in passages for count in lengths]
        for shelf in SHELVES:
            asked = asking(*terms, "zzzz")
            retrieval = library.search(shelf, asked)
            statistics, looked_up = retrieval.statistics, asked.corrected(retrieval.corrections).terms[:-1]
            assert statistics.passages == len(passages)
            assert {term: statistics.frequencies[term] for term in looked_up} == {
                term: sum(term in held for held, _ in passages) for term in looked_up
            }
            assert statistics.frequencies.get("zzzz", 0) == sum("zzzz" in held for held, _ in passages)
            assert statistics.sentence_terms == pytest.approx(sum(counts) / len(counts) if any(counts) else 1.0)


@quick
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=6), asked=TEXTS)
def test_a_search_finds_exactly_the_passages_that_hold_a_term(home: Home, drafts: Sequence[Draft], asked: str) -> None:
    with kept(home, *drafts) as library:
        articles = everything(library)
        terms = set(ANALYZER.terms(asked, "en")) | set(terms_of(articles[0])[:3])
        assume(all(term.split() == [term] for term in terms))  # another test's matter
        for shelf in SHELVES:
            retrieval = library.search(shelf, asking(*terms))
            terms = set(asking(*terms).corrected(retrieval.corrections).terms)
            expected = set()
            for article in articles:
                about = article.about
                titled = not terms.isdisjoint(ANALYZER.terms(about.title, about.language))
                spans = segment(article.text, about.language)
                for span, (held, _) in zip(spans, passages_of(article), strict=True):
                    if about.shelf in shelf.visible and (titled or not terms.isdisjoint(held)):
                        expected.add((about.shelf, about.id, span.start))
            assume(len(expected) <= PASSAGES)
            passages = retrieval.passages
            assert {(each.about.shelf, each.about.id, each.start) for each in passages} == expected
            assert len(passages) == len(expected)
            assert all(each.score > 0 for each in passages)
            assert all(before.score >= after.score for before, after in pairwise(passages))


def test_a_search_gives_the_best_passages_and_no_more(home: Home) -> None:
    drafts = [
        draft(f"The camel saw number{i}." + " The horse did not." * (i % 7), str(i)) for i in range(PASSAGES + 20)
    ]
    best = draft("Camel camel camel.", "best", ONE)
    elsewhere = [draft(f"Camel camel camel camel {i}.", str(i), TWO) for i in range(PASSAGES + 20)]
    with kept(home, *drafts, best, *elsewhere) as library:
        passages = library.search(ONE, asking("camel")).passages
        assert len(passages) == PASSAGES
        assert passages[0].about.id == "best"
        assert {passage.about.shelf for passage in passages} <= set(ONE.visible)


@quick
@given(text=TEXTS, other=TEXTS, asked=TEXTS)
def test_a_search_within_an_article_gives_every_passage_of_it_and_none_of_another(
    home: Home, text: str, other: str, asked: str
) -> None:
    with kept(home, draft(text, "a", ONE, title="T"), draft(other, "b", ONE, title="T")) as library:
        retrieval = library.search(ONE, question(asked), "a")
        passages = retrieval.passages
        in_order = sorted(passages, key=lambda passage: passage.start)
        assert "".join(passage.text for passage in in_order) == text
        assert all({passage.about.id} == {"a"} for passage in passages)
        terms = set(question(asked).corrected(retrieval.corrections).terms)
        for passage in passages:
            held = terms.intersection(*[[*passage.title_terms, *sum((s.terms for s in passage.sentences), ())]])
            assert (passage.score > 0) == bool(held)
        assert all(before.score >= after.score for before, after in pairwise(passages))


DAYS = st.dates(date(2023, 12, 25), date(2024, 1, 10))
PUBLISHED = st.one_of(
    st.none(),
    DAYS,
    st.datetimes(datetime(2023, 12, 25), datetime(2024, 1, 10), timezones=ZONES),  # noqa: DTZ001
)
PERIODS = st.builds(Period, st.none() | DAYS, st.none() | DAYS)


def is_of(published: Published, period: Period) -> bool:
    """The definition of a period, in other words than the code's."""
    if period == ANY_TIME:
        return True
    if published is None:
        return False
    day = published.astimezone(UTC).date() if isinstance(published, datetime) else published
    return (period.after or date.min) <= day < (period.before or date.max)


@quick
@given(dates=st.lists(st.tuples(st.sampled_from(SHELVES), PUBLISHED), min_size=1, max_size=8), period=PERIODS)
def test_a_search_of_a_period_finds_what_was_published_then_by_its_day_in_utc(
    home: Home, dates: Sequence[tuple[Shelf, Published]], period: Period
) -> None:
    drafts = [replace(draft(f"Camel {i}.", str(i), shelf), published=when) for i, (shelf, when) in enumerate(dates)]
    with kept(home, *drafts) as library:
        for shelf in SHELVES:
            seen = {each.id: each.published for each in drafts if each.shelf in shelf.visible}
            expected = {id for id, published in seen.items() if is_of(published, period)}
            retrieval = library.search(shelf, asking("camel"), period=period)
            assert {each.about.id for each in retrieval.passages} == expected
            assert retrieval.statistics == library.search(shelf, asking("camel")).statistics
            for id in seen:
                within = library.search(shelf, asking("camel"), str(id), period).passages
                assert {each.about.id for each in within} == expected & {id}


def test_a_period_is_applied_before_the_best_passages_are_chosen(home: Home) -> None:
    newer = [
        replace(draft(f"Camel camel camel {i}.", str(i)), published=date(2024, 1, 1)) for i in range(PASSAGES + 20)
    ]
    old = replace(draft("Once a camel went through the wide desert.", "old"), published=date(2019, 6, 1))
    with kept(home, *newer, old) as library:
        period = Period(before=date(2020, 1, 1))
        assert {each.about.id for each in library.search(SHARED, asking("camel"), period=period).passages} == {"old"}
        period = Period(after=date(2020, 1, 1))
        assert len(library.search(SHARED, asking("camel"), period=period).passages) == PASSAGES


def test_a_period_scores_as_no_period_does(home: Home) -> None:
    drafts = [replace(draft("A camel. " * (i + 1), str(i)), published=date(2024, 1, 1 + i)) for i in range(6)]
    with kept(home, *drafts) as library:
        every = {each.about.id: each.score for each in library.search(SHARED, asking("camel")).passages}
        some = library.search(SHARED, asking("camel"), period=Period(date(2024, 1, 3), date(2024, 1, 6))).passages
        assert {each.about.id: each.score for each in some} == {id: every[id] for id in "234"}


@pytest.mark.parametrize(
    "period", [Period(date.min, date.max), Period(date.max, date.min), Period(date.max), Period(None, date.min)]
)
def test_a_period_at_either_end_of_the_calendar_is_one_too(home: Home, period: Period) -> None:
    with kept(home, replace(draft("Camel.", "a"), published=date(2024, 1, 1)), draft("A camel.", "b")) as library:
        ids = {each.about.id for each in library.search(SHARED, asking("camel"), period=period).passages}
        assert ids == ({"a"} if period == Period(date.min, date.max) else set())


def test_an_article_whose_date_was_changed_is_of_the_new_period_and_not_of_the_old(home: Home) -> None:
    first = replace(draft("The camel crossed the desert.", "a"), published=date(2020, 1, 1))
    before, after = Period(before=date(2021, 1, 1)), Period(after=date(2021, 1, 1))
    with kept(home, first) as library:
        library.put([replace(first, published=date(2022, 1, 1))])
        assert library.search(SHARED, asking("camel"), period=before).passages == ()
        assert len(library.search(SHARED, asking("camel"), period=after).passages) == 1
        library.put([replace(first, published=None)])
        assert library.search(SHARED, asking("camel"), period=after).passages == ()
        library.remove(SHARED, ["a"])
        library.restore(SHARED, ["a"])
        assert library.search(SHARED, asking("camel"), period=after).passages == ()
        assert len(library.search(SHARED, asking("camel")).passages) == 1


def test_an_article_that_is_not_there_is_not_found_in_any_period(home: Home) -> None:
    with kept(home, draft("Camel.", "a")) as library, pytest.raises(ArticleNotFound):
        library.search(SHARED, asking("camel"), "nothing", Period(date(2024, 1, 1)))


def test_a_word_of_the_title_finds_the_article(home: Home) -> None:
    with kept(home, draft("Nothing of it stands here.", "a", title="Camels in the news")) as library:
        assert ids_found(library, SHARED, "camel") == {"a"}
        assert library.unknown(SHARED, ["camel", "hors"]) == {"hors"}


@quick
@given(terms=st.lists(st.text(STORABLE, max_size=20), max_size=20))
@example(
    terms=["\0", "", " ", "a b", "*", "shelf:guild:2", "terms:camel", '"', "(", ")", "+", "-", "AND", "x" * 70_000]
)
@example(terms=["/.*/", "[a TO z]", "camel~2", "cam*", "\n", "\\", "^2", "IN [camel]", "🙂", "\uffff"])
def test_a_term_is_looked_up_as_it_stands(home: Home, terms: Sequence[str]) -> None:
    with kept(home, draft("The camel is shared.", "a"), draft("The camel and 🙂 horse.", "b", TWO)) as library:
        expected = {"a"} if {"camel", "share", "headlin"} & set(terms) else set()
        assert ids_found(library, ONE, *terms) == expected
        assert ids_found(library, ONE, *terms, "camel") == {"a"}
        assert library.unknown(ONE, [*terms, "camel"]) == set(terms) - {"camel", "share", "headlin"}


def test_a_question_without_terms_finds_nothing(home: Home) -> None:
    with kept(home, draft("The camel is shared.", "a")) as library:
        assert library.search(SHARED, asking()).passages == ()
        assert [passage.score for passage in library.search(SHARED, asking(), "a").passages] == [0.0]
        assert library.unknown(SHARED, []) == frozenset()


# What was mistyped


MISTAKES = st.tuples(st.integers(1, 30), st.sampled_from(["swap", "drop", "add"]))


def mistyped(term: str, place: int, kind: str) -> str:
    """The term with one mistake behind its first letter."""
    at = 1 + place % max(1, len(term) - 2)
    middle = {"swap": term[at : at + 2][::-1], "drop": term[at + 1 : at + 2], "add": f"x{term[at : at + 2]}"}[kind]
    return term[:at] + middle + term[at + 2 :]


@quick
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=6), mistakes=st.lists(MISTAKES, min_size=1, max_size=5))
def test_a_word_is_taken_for_one_that_the_shelf_sees_and_only_where_it_occurs_nowhere_itself(
    home: Home, drafts: Sequence[Draft], mistakes: Sequence[tuple[int, str]]
) -> None:
    with kept(home, *drafts) as library:
        articles = everything(library)
        held = [term for article in articles for term in terms_of(article) if len(term) > 3]
        asked = [mistyped(term, *mistake) for term, mistake in zip(held, mistakes, strict=False)] + held[:3]
        assume(asked)
        for shelf in SHELVES:
            seen = {term for each in articles if each.about.shelf in shelf.visible for term in terms_of(each)}
            corrections = library.search(shelf, asking(*asked)).corrections
            assert corrections.keys() <= set(asked) - seen
            assert seen.issuperset(corrections.values())
            assert library.unknown(shelf, list(corrections.values())) == frozenset()


@pytest.mark.parametrize("typed", ["soldeir", "solider", "soldir", "solddier", "soldyer"])
@pytest.mark.parametrize("article", [None, "a"])
def test_a_mistyped_word_finds_what_the_right_one_finds(home: Home, typed: str, article: str | None) -> None:
    drafts = (draft("The soldier came on a camel.", "a"), draft("The camel went.", "b"))
    with kept(home, *drafts) as library:
        right = library.search(SHARED, asking("soldier", "camel"), article)
        wrong = library.search(SHARED, asking(typed, "camel"), article)
        assert wrong.corrections == {typed: "soldier"}
        assert (wrong.passages, wrong.statistics) == (right.passages, right.statistics)
        assert right.corrections == {}


@pytest.mark.parametrize(
    ("text", "typed"),
    [("In 2014 came 25000 soldiers.", "2015"), ("In 2014 came 25000 soldiers.", "25001"), ("Iran came first.", "iraq"),
     ("The covid19 came first.", "covid20"), ("Nobody saw the merlin.", "berlin"), ("The camels came.", "dromedary")],
)  # fmt: skip
def test_a_number_a_short_word_and_a_word_that_is_far_from_all_are_taken_as_they_are(
    home: Home, text: str, typed: str
) -> None:
    with kept(home, draft(text, "a", title="-")) as library:
        retrieval = library.search(SHARED, asking(typed))
        assert (retrieval.corrections, retrieval.passages) == ({}, ())
        assert library.unknown(SHARED, [typed]) == {typed}


def test_a_word_is_taken_for_none_that_only_another_server_holds(home: Home) -> None:
    with kept(home, draft("The desert lies here.", "a", TWO), draft("The camel came.", "b", ONE)) as library:
        for shelf, corrections in ((TWO, {"desret": "desert"}), (ONE, {}), (SHARED, {})):
            retrieval = library.search(shelf, asking("desret"))
            assert retrieval.corrections == corrections
            assert bool(retrieval.passages) == bool(corrections)


def test_a_mistyped_word_that_another_server_holds_is_taken_for_what_the_own_one_holds(home: Home) -> None:
    with kept(home, draft("The soldier came.", "a", ONE), draft("The soldeir went.", "b", TWO)) as library:
        assert library.search(ONE, asking("soldeir")).corrections == {"soldeir": "soldier"}


def test_what_a_word_is_taken_for_is_not_for_another_server_to_decide(home: Home) -> None:
    with kept(home, draft("A barkel and a barker came.", "a", ONE)) as library:
        before = library.search(ONE, asking("barken")).corrections
        assert len(before) == 1
        for word in ("barkel", "barker"):
            library.put([draft(f"The {word} came number{i}.", f"{word}{i}", TWO) for i in range(3)])
            assert library.search(ONE, asking("barken")).corrections == before
            library.remove(TWO, [f"{word}{i}" for i in range(3)])


def test_a_word_of_a_title_is_taken_as_it_is(home: Home) -> None:
    drafts = (draft("It was a long way.", "a", title="Marlen"), draft("The marlin came.", "b", title="-"))
    with kept(home, *drafts) as library:
        retrieval = library.search(SHARED, asking("marlen"))
        assert retrieval.corrections == {}
        assert [each.about.id for each in retrieval.passages] == ["a"]


def test_a_mistyped_word_of_a_removed_article_is_taken_for_what_is_there(home: Home) -> None:
    drafts = [draft("The soldier came.", "a"), draft("The soldeir went.", "b")]
    with kept(home, *drafts) as library:
        library.remove(SHARED, ["b"])
        assert library.search(SHARED, asking("soldeir")).corrections == {"soldeir": "soldier"}


def test_an_empty_library_answers_every_call(home: Home) -> None:
    with home() as open_library:
        library = open_library()
        assert library.search(ONE, asking("camel")).passages == ()
        assert library.unknown(ONE, ["camel"]) == {"camel"}
        assert everything(library) == []
        assert library.sources(ONE, "camel", 1, 10).sources == ()
        assert library.origins(ONE, "") == []
        assert library.languages(ONE) == {}
        assert faults(library) == []


# Lists


@quick
@given(
    titles=st.lists(st.sampled_from(["Iraq news", "Mali", "Iraq: 100%", "in_iraq", "Éire 😀"]), max_size=12),
    size=st.integers(1, 5),
    query=st.sampled_from(["", "iraq", "IRAQ news", "%", "_", "mali x", "ÉIRE", "😀", "' OR 1=1 --", '"']),
)
def test_the_pages_hold_each_source_exactly_once_and_the_newest_first(
    home: Home, titles: Sequence[str], size: int, query: str
) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    drafts = [
        replace(
            draft(f"The camel saw number{i}.", str(i), SHELVES[i % 3], title),
            added=start + timedelta(microseconds=(i * 7 % 4) * 500_000),
        )
        for i, title in enumerate(titles)
    ]
    with kept(home, *drafts) as library:
        words = query.casefold().split()
        for shelf in SHELVES:
            seen = [each for each in drafts if each.shelf in shelf.visible]
            expected = {each.id for each in seen if all(word in each.title.casefold() for word in words)}
            first = library.sources(shelf, query, 1, size)
            pages = [library.sources(shelf, query, number, size) for number in range(1, first.last + 1)]
            sources = [source for page in pages for source in page.sources]
            assert Counter(source.id for source in sources) == Counter(expected)
            assert {page.total for page in pages} == {len(expected)}
            assert all(len(page.sources) == size for page in pages[:-1])
            assert all(before.added >= after.added for before, after in pairwise(sources))
            assert library.sources(shelf, query, first.last + 1, size).sources == ()


@quick
@given(title=st.text("aBcß%_'\"\\*?[😀é ", min_size=1).map(str.strip).filter(bool), query=st.text("aBß%_'\"\\*?[😀é "))
def test_each_character_of_a_query_stands_for_itself_in_either_case(home: Home, title: str, query: str) -> None:
    with kept(home, draft("The camel came.", "a", title=title)) as library:
        holds = all(word in title.casefold() for word in query.casefold().split())
        assert library.sources(SHARED, query, 1, 10).total == holds
        for part in title.split():
            assert library.sources(SHARED, part.upper(), 1, 10).total == 1
            assert library.sources(SHARED, part[1:], 1, 10).total == 1


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("İstanbul'da seçim", "istanbul"),
        ("İstanbul'da seçim", "İSTANBUL"),
        ("Istanbul votes", "İstanbul"),
        ("ISPARTA", "ısparta"),
        ("Ilıca", "ILICA"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "caf\u00e9"),
        ("caf\u00e9", "CAFE\u0301"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_a_title_is_found_however_its_letters_are_typed(home: Home, title: str, query: str) -> None:
    with kept(home, draft("The camel came.", "a", title=title)) as library:
        assert library.sources(SHARED, query, 1, 10).total == 1


@pytest.mark.parametrize(
    "query",
    ["\0", "\ud800", "a \udcff", "x" * 100_000, "iraq " * 5_000, " ".join(map(str, range(5_000))), "\n", "％"],
    ids=lambda query: ascii(query)[:20],
)
def test_a_strange_query_gives_a_page(home: Home, query: str) -> None:
    with kept(home, draft("The camel came.", "a", title="Iraq")) as library:
        expected = 1 if set(query.split()) <= {"iraq"} else 0
        assert library.sources(SHARED, query, 1, 10).total == expected


def test_every_word_of_a_long_query_counts(home: Home) -> None:
    words = [f"w{i}x" for i in range(60)]  # a title has up to 300 characters
    with kept(home, draft("The camel came.", "a", title=" ".join(words))) as library:
        assert library.sources(SHARED, " ".join(words), 1, 10).total == 1
        assert library.sources(SHARED, " ".join([*words, "another"]), 1, 10).total == 0


@pytest.mark.parametrize("number", [2, 1_000, 2**31, 2**63, 10**30])
def test_a_page_behind_the_last_one_is_empty(home: Home, number: int) -> None:
    with kept(home, draft("The camel came.", "a")) as library:
        page = library.sources(SHARED, "", number, 20)
        assert (page.sources, page.total, page.last) == ((), 1, 1)


@quick
@given(
    drafts=st.lists(st.tuples(st.sampled_from(SHELVES), IDS), max_size=12, unique=True),
    shelves=st.sets(st.sampled_from(SHELVES)),
    limit=st.integers(1, 5),
    removed=st.integers(0, 3),
)
def test_articles_come_in_order_behind_the_last_one(
    home: Home, drafts: Sequence[tuple[Shelf, str]], shelves: set[Shelf], limit: int, removed: int
) -> None:
    with kept(
        home, *(draft(f"The camel saw number{i}.", id, shelf) for i, (shelf, id) in enumerate(drafts))
    ) as library:
        for shelf, id in drafts[:removed]:
            library.remove(shelf, [id])
        expected = sorted((s.name, id) for s, id in drafts[removed:] if s in (shelves or SHELVES))
        read: list[tuple[str, str]] = []
        while batch := library.articles(sorted(shelves), read[-1] if read else None, limit):
            assert len(batch) <= limit
            read += [(article.about.shelf.name, article.about.id) for article in batch]
        assert read == expected


def test_origins_are_those_of_this_very_shelf_removed_ones_too(home: Home) -> None:
    def read_from(uri: str, id: str, shelf: Shelf = SHARED) -> Draft:
        return replace(draft(f"The camel saw {id}.", id, shelf), origin=uri, origin_digest=f"digest of {id}")

    drafts = [
        read_from("corpus:a%b/1", "1"),
        read_from("corpus:a%b/2", "2"),
        read_from("corpus:aXb/3", "3"),
        read_from("corpus:a%b/4", "4", ONE),
        draft("The camel came from nowhere.", "5"),
    ]
    with kept(home, *drafts) as library:
        library.remove(SHARED, ["2"])
        origins = {(each.id, each.uri, each.digest, each.removed) for each in library.origins(SHARED, "corpus:a%b/")}
        assert origins == {
            ("1", "corpus:a%b/1", "digest of 1", False),
            ("2", "corpus:a%b/2", "digest of 2", True),
        }
        assert {each.id for each in library.origins(SHARED, "")} == {"1", "2", "3"}
        assert [each.id for each in library.origins(ONE, "corpus:")] == ["4"]
        for prefix in ["corpus:A", "%", "_", "\0", "\ud800", "corpus:a\udcff"]:
            assert list(library.origins(SHARED, prefix)) == []


def test_the_most_frequent_language_comes_first(home: Home) -> None:
    def written_in(language: str, number: int, shelf: Shelf = SHARED) -> Draft:
        return replace(draft(f"The camel saw {language} {number}.", f"{language}{number}", shelf), language=language)

    drafts = [
        written_in("es", 1),
        *(written_in("de", i) for i in range(3)),
        *(written_in("tr", i, TWO) for i in range(9)),
    ]
    with kept(home, *drafts, written_in("fr", 1)) as library:
        library.remove(SHARED, ["fr1"])
        library.put([replace(written_in("es", 2), id="de0")])
        assert list(library.languages(ONE).items()) in ([("de", 2), ("es", 2)], [("es", 2), ("de", 2)])
        assert next(iter(library.languages(TWO).items())) == ("tr", 9)


@quick
@given(
    articles=st.lists(
        st.tuples(
            st.sampled_from(SHELVES), st.sampled_from(["Iraq", "iraq news", "Éire", "eire 2", "Zulu", "мир"]), PUBLISHED
        ),
        max_size=10,
    ),
    size=st.integers(1, 4),
    query=st.sampled_from(["", "i", "news", "eire"]),
    order=st.sampled_from(Order),
)
def test_the_pages_of_any_order_hold_each_source_once_and_stand_in_that_order(
    home: Home, articles: Sequence[tuple[Shelf, str, Published]], size: int, query: str, order: Order
) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    drafts = [
        replace(draft(f"Camel {i}.", str(i), shelf, title), published=published, added=start + timedelta(i * 7 % 4))
        for i, (shelf, title, published) in enumerate(articles)
    ]
    with kept(home, *drafts) as library:
        for view in VIEWS:
            first = library.sources(view, query, 1, size, order)
            pages = [library.sources(view, query, number, size, order) for number in range(1, first.last + 1)]
            listed = [source for page in pages for source in page.sources]
            expected = [
                str(each.id) for each in drafts if each.shelf in view.visible and plain(query) in plain(each.title)
            ]
            assert sorted(each.id for each in listed) == sorted(expected)
            assert {page.total for page in pages} == {len(expected)}
            assert sorted(map(SORTED_BY[order], listed)) == list(map(SORTED_BY[order], listed))


def plain(title: str) -> str:
    """Without case and accents, as far as these titles go."""
    return title.casefold().replace("é", "e")


SORTED_BY: Mapping[Order, Callable[[Source], Any]] = {
    Order.ADDED: lambda about: -about.added.timestamp(),
    Order.PUBLISHED: lambda about: (
        (1, 0.0, False)
        if about.published is None
        else (0, -moment(about.published)[0].timestamp(), not moment(about.published)[1])
    ),
    Order.TITLE: lambda about: plain(about.title),
}


# Suggestions

TYPED = st.text("aáBc %*[\"'x", max_size=4)
TITLES = st.lists(st.sampled_from(["abc", "Ábx", "ba", "cab", "bax%", "*x", "[a", "c'", "x"]), min_size=1, max_size=3)


@quick
@given(
    titles=st.lists(
        st.tuples(st.sampled_from(SHELVES), TITLES.map(" ".join), st.sampled_from([None, "Abc", "x"])), max_size=9
    ),
    query=TYPED,
    limit=st.integers(1, 5),
)
def test_suggestions_are_what_begins_so_and_then_what_holds_each_word_and_the_newest_of_both(
    home: Home, titles: Sequence[tuple[Shelf, str, str | None]], query: str, limit: int
) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    drafts = [
        replace(draft(f"Camel {i}.", str(i), shelf, title), source=source, added=start + timedelta(i * 7 % 10))
        for i, (shelf, title, source) in enumerate(titles)
    ]
    with kept(home, *drafts) as library:
        typed = " ".join(query.casefold().replace("á", "a").split())
        for view in VIEWS:
            keys = {
                each.id: f"{each.title} {each.source or ''}".casefold().replace("á", "a").strip()
                for each in sorted(drafts, key=lambda each: each.added or start, reverse=True)
                if each.shelf in view.visible
            }
            holding = [id for id, key in keys.items() if all(word in key for word in typed.split())]
            expected = sorted(holding, key=lambda id: not keys[id].startswith(typed))
            assert [each.id for each in library.suggest(view, query, limit)] == expected[:limit]


def test_suggestions_keep_up_with_what_is_put_renamed_removed_and_brought_back(home: Home) -> None:
    with kept(
        home, draft("The camel came.", "a", title="Caravans"), draft("A mule.", "b", ONE, title="Mule")
    ) as library:

        def suggested(query: str, view: View = SHARED) -> list[str]:
            return [each.id for each in library.suggest(view, query, 5)]

        assert suggested("ravan") == ["a"]
        assert suggested("mul") == []
        assert suggested("mul", ONE) == ["b"]
        library.put([draft("The camel came.", "a", title="Horses")])
        assert (suggested("ravan"), suggested("orse")) == ([], ["a"])
        library.remove(SHARED, ["a"])
        assert suggested("orse") == []
        library.put([draft("The horse left.", "a", title="Donkeys")])
        assert (suggested("orse"), suggested("onkey")) == ([], ["a"])
        library.remove(SHARED, ["a"])
        library.restore(SHARED, ["a"])
        assert suggested("onkey") == ["a"]
        library.forget(ONE)
        assert suggested("mul", ONE) == []
        assert faults(library) == []


def test_of_very_many_the_newest_are_suggested_and_what_begins_so_first(home: Home) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)

    def titled(title: str, number: int, shelf: Shelf = SHARED) -> Draft:
        return replace(
            draft(f"Camel {title} {number}.", title + str(number), shelf, title), added=start + timedelta(number)
        )

    drafts = [titled("The camels", i) for i in range(700)] + [titled("Camels", i, SHELVES[i % 3]) for i in range(600)]
    rare = [titled("Zebra camel", 0), titled("Zebra", 1, TWO)]
    with kept(home, *drafts, *rare) as library:
        for query in ("c", "ca", "camels", "came"):
            assert [each.id for each in library.suggest(ONE, query, 3)] == ["Camels598", "Camels597", "Camels595"]
        for query in ("amels", "els", "m", "l s", "camel camels the"):
            assert [each.id for each in library.suggest(OwnOnly(SHARED), query, 2)] == [
                "The camels699",
                "The camels698",
            ]
        for query in ("zebra", "z", "zebra camel", "camel zebra", "bra c"):
            assert "Zebra camel0" in [each.id for each in library.suggest(ONE, query, 3)]
            assert "Zebra1" not in [each.id for each in library.suggest(ONE, query, 3)]
        assert library.suggest(ONE, "zq", 3) == library.suggest(ONE, "camels zebras", 3) == ()


@pytest.mark.parametrize(
    "query",
    ["\0", "\ud800", "abc\ud800", "x" * 100_000, "iraq " * 5_000, " ".join(map(str, range(5_000))), '"', 'ab"cd', "*", "[]",
     "iraq OR x", "NEAR(a b)", "search_key:iraq", "-iraq", "iraq*", "٪", "\U0010ffff", "\n"],
    ids=lambda query: ascii(query)[:20],
)  # fmt: skip
def test_whatever_is_typed_gives_suggestions(home: Home, query: str) -> None:
    with kept(home, draft("The camel came.", "a", title="Iraq")) as library:
        expected = ["a"] if set(query.split()) <= {"iraq"} else []
        assert [each.id for each in library.suggest(SHARED, query, 5)] == expected
        library.remove(SHARED, ["a"])
        assert [each.id for each in library.removed(SHARED, query, 5)] == expected


# What was removed


def test_the_removed_articles_are_those_of_this_very_shelf_and_the_last_removed_comes_first(home: Home) -> None:
    drafts = [draft(f"The camel saw {id}.", id, title=f"News of {id}") for id in ("x1", "x2", "x3", "y")]
    with kept(home, *drafts, draft("The mule.", "own", ONE, title="Own news")) as library:
        library.remove(SHARED, ["x2"])
        library.remove(SHARED, ["x1", "y"])
        library.withdraw(SHARED, ["x3"])
        library.remove(ONE, ["own"])
        assert [each.id for each in library.removed(SHARED, "", 10)] == ["x3", "y", "x1", "x2"]
        assert [each.id for each in library.removed(SHARED, "NEWS x", 10)] == ["x3", "x1", "x2"]
        assert [each.id for each in library.removed(SHARED, "", 2)] == ["x3", "y"]
        assert [each.id for each in library.removed(ONE, "own", 10)] == ["own"]
        assert library.removed(TWO, "", 10) == ()
        assert library.removed(SHARED, "", 1)[0].title == "News of x3"
        library.restore(SHARED, ["x3"])
        library.put([draft("Another text.", "y")])
        assert [each.id for each in library.removed(SHARED, "", 10)] == ["x1", "x2"]


# Several at once


def test_what_one_process_changes_the_next_question_of_another_sees(home: Home) -> None:
    with home() as open_library:
        here, there = open_library(), open_library()
        for i in range(3):
            there.put([draft(f"The camel{i} came.", str(i))])
            assert ids_found(here, SHARED, f"camel{i}") == {str(i)}
        there.remove(SHARED, ["0"])
        assert ids_found(here, SHARED, "camel0") == set()
        there.put([draft("The horse came.", "1")])
        assert ids_found(here, SHARED, "camel1") == set()
        assert ids_found(here, SHARED, "hors") == {"1"}


def test_a_word_that_another_process_has_brought_is_not_unknown(home: Home) -> None:
    with home() as open_library:
        here, there = open_library(), open_library()
        there.put([draft("The camel came.", "a")])
        assert here.unknown(SHARED, ["camel"]) == frozenset()
        there.remove(SHARED, ["a"])
        assert here.unknown(SHARED, ["camel"]) == {"camel"}


def test_many_threads_ask_while_one_puts_and_removes(home: Home) -> None:
    steady = [draft(f"The steady dromedary saw number{i}.", f"steady{i}") for i in range(5)]
    texts = {f"The fleeting dromedary of round {i} passed by." for i in range(40)} | {each.text for each in steady}
    failures: list[str] = []
    over = threading.Event()
    with kept(home, *steady) as library:

        def ask() -> None:
            asked = 0
            while not over.is_set() or not asked:
                asked += 1
                try:
                    passages = library.search(SHARED, asking("dromedari")).passages
                    if not {each.about.id for each in passages} >= {each.id for each in steady}:
                        failures.append("a steady article was missed")
                    if not {each.text for each in passages} <= texts:
                        failures.append("a passage is no text")
                    if library.article(SHARED, "steady1").text != steady[1].text:
                        failures.append("an article has another text")
                    if library.unknown(SHARED, ["steadi"]):
                        failures.append("a steady word is unknown")
                except Exception as exc:  # noqa: BLE001
                    failures.append(repr(exc))

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        try:
            for i in range(40):
                library.put([draft(f"The fleeting dromedary of round {i} passed by.", "fleeting")])
                if i % 3 == 2:
                    library.remove(SHARED, ["fleeting"])
                    if "fleeting" in ids_found(library, SHARED, "dromedari"):
                        failures.append("a removed article was found")
        finally:
            over.set()
            for thread in threads:
                thread.join()
        assert failures == []
        assert faults(library) == []


def test_threads_that_put_at_the_same_time_lose_nothing(home: Home) -> None:
    with home() as open_library:
        libraries = [open_library(), open_library()]
        failures: list[str] = []

        def put(worker: int) -> None:
            try:
                for i in range(8):
                    libraries[worker % 2].put([draft(f"The camel saw w{worker}n{i}.", f"w{worker}n{i}")])
            except Exception as exc:  # noqa: BLE001
                failures.append(repr(exc))

        threads = [threading.Thread(target=put, args=(worker,)) for worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        expected = {f"w{worker}n{i}" for worker in range(4) for i in range(8)}
        for library in (*libraries, open_library()):
            assert ids_found(library, SHARED, "camel") == expected == ids_found_everywhere(library)
            assert faults(library) == []


# Any order of changes

BODIES = tuple(f"{name} number{i} of the same caravan." for name in ("Camel", "Mule", "Ass") for i in range(2))
WHICH = st.integers(0, 1)
WHERE = st.sampled_from(SHELVES)
NAMES = st.sampled_from("abc")


class AnyOrder(RuleBasedStateMachine):
    """Two processes change one library; a dictionary says what it must hold."""

    home: Home

    def __init__(self) -> None:
        super().__init__()
        self.place = self.home()
        self.open = self.place.__enter__()
        self.libraries = [self.open(), self.open()]
        self.texts: dict[tuple[Shelf, str], str] = {}
        self.removed: set[tuple[Shelf, str]] = set()

    def teardown(self) -> None:
        assert faults(self.libraries[0]) == []
        self.place.__exit__(None, None, None)

    def live(self) -> Mapping[tuple[Shelf, str], str]:
        return {key: text for key, text in self.texts.items() if key not in self.removed}

    def twins(self, shelf: Shelf, text: str) -> set[tuple[Shelf, str]]:
        return {key for key, held in self.live().items() if held == text and key[0] in shelf.visible}

    @rule(which=WHICH, batch=st.lists(st.tuples(WHERE, NAMES, st.sampled_from(BODIES)), min_size=1, max_size=3))
    def put(self, which: int, batch: list[tuple[Shelf, str, str]]) -> None:
        results = self.libraries[which].put([draft(text, id, shelf) for shelf, id, text in batch])
        for (shelf, id, text), result in zip(batch, results, strict=True):
            key, twins = (shelf, id), self.twins(shelf, text)
            if twins and key not in twins:
                assert result.outcome is Outcome.DUPLICATE
                assert (result.shelf, result.id) in twins
                continue
            assert (result.shelf, result.id) == key
            if key not in self.texts:
                assert result.outcome is Outcome.ADDED
            else:
                same = self.live().get(key) == text
                assert result.outcome is (Outcome.UNCHANGED if same else Outcome.UPDATED)
            self.texts[key] = text
            self.removed.discard(key)

    @rule(which=WHICH, shelf=WHERE, ids=st.lists(NAMES, min_size=1, max_size=2, unique=True))
    def remove(self, which: int, shelf: Shelf, ids: list[str]) -> None:
        keys = {(shelf, id) for id in ids}
        if keys <= set(self.live()):
            self.libraries[which].remove(shelf, ids)
            self.removed |= keys
        else:
            with pytest.raises(ArticleNotFound):
                self.libraries[which].remove(shelf, ids)

    @rule(which=WHICH, shelf=WHERE, id=NAMES)
    def restore(self, which: int, shelf: Shelf, id: str) -> None:
        key = (shelf, id)
        if key not in self.texts:
            with pytest.raises(ArticleNotFound):
                self.libraries[which].restore(shelf, [id])
        elif key in self.removed and self.twins(shelf, self.texts[key]):
            with pytest.raises(DuplicateArticle):
                self.libraries[which].restore(shelf, [id])
        else:
            self.libraries[which].restore(shelf, [id])
            self.removed.discard(key)

    @rule(which=WHICH, shelf=st.sampled_from([ONE, TWO]))
    def forget(self, which: int, shelf: Shelf) -> None:
        gone = {key for key in self.texts if key[0] == shelf}
        assert self.libraries[which].forget(shelf) == len(gone)
        self.removed -= gone
        for key in gone:
            del self.texts[key]

    @rule(which=WHICH, closing=st.booleans())
    def reopen(self, which: int, closing: bool) -> None:
        if closing:
            self.libraries[which].close()
        self.libraries[which] = self.open()

    @invariant()
    def both_hold_what_they_must(self) -> None:
        live = self.live()
        for library in self.libraries:
            assert {(a.about.shelf, a.about.id): a.text for a in everything(library)} == live
            for shelf in SHELVES:
                seen = {(owner.name, id): text for (owner, id), text in live.items() if owner in shelf.visible}
                assert found(library, shelf, "caravan") == set(seen)
                assert library.sources(shelf, "", 1, 100).total == len(seen)
                assert library.languages(shelf) == ({"en": len(seen)} if seen else {})
                assert library.totals(shelf).articles == len(seen)
                assert {(each.shelf.name, each.id) for each in library.suggest(shelf, "head", 100)} == set(seen)
                assert {(shelf, each.id) for each in library.removed(shelf, "", 100)} == {
                    key for key in self.removed if key[0] == shelf
                }
                for term, word in [("camel", "Camel"), ("mule", "Mule"), ("ass", "Ass")]:
                    expected = {key for key, text in seen.items() if text.startswith(word)}
                    assert found(library, shelf, term) == expected
                    assert library.unknown(shelf, [term]) == (frozenset() if expected else {term})


def test_any_order_of_changes_by_two_processes_leaves_what_it_must(home: Home) -> None:
    machine = type("AnyOrderAtHome", (AnyOrder,), {"home": staticmethod(home)})
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=12, deadline=None))


def test_the_stock_counts_what_stands_on_all_shelves_and_is_not_behind(home: Home) -> None:
    with kept(home, draft("The camel is here.", "a"), draft("The camel is there.", "b", ONE)) as library:
        assert library.stock() == Stock(articles=2, behind=0)
        library.remove(ONE, ["b"])
        assert library.stock() == Stock(articles=1, behind=0)
