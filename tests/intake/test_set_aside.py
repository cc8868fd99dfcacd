"""Pasted pages: what belongs to the page goes, is told, and no sentence of the article is lost."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import ArticleRefused, BotError
from bot.intake.documents import Understood, understand, understand_whole
from bot.intake.drafts import Details
from bot.intake.plain import read_pasted_plain
from bot.intake.set_aside import Pasted, set_aside
from bot.model import SHARED
from bot.text import segment
from tests.hostile import QUICK, TEXTS, THOROUGH, seconds, tried
from tests.text.test_furniture import ARTICLE

HERE = Path(__file__).parent
PAGES = sorted((HERE / "pasted").glob("*.txt"))
"""Of each line the first characters say what becomes of it: < above, T| the title, = the article, > below."""
SHARED_PAGE = HERE.parent.parent.parent / "shared" / "eval" / "article-with-page-furniture.txt"
SHARED_SETS = sorted(SHARED_PAGE.parent.glob("*/articles.jsonl"))


def golden(path: Path) -> tuple[str, dict[str, str], dict[str, list[str]]]:
    """The page, what it says, and its lines by what becomes of them."""
    facts: dict[str, str] = {}
    kinds: dict[str, list[str]] = {"<": [], "T|": [], "=": [], ">": []}
    page: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@"):
            name, _, value = line[1:].partition("=")
            facts[name] = value
            continue
        mark = line[:2] if line[:2] in kinds else line[:1]
        page.append(line[len(mark) :])
        kinds.setdefault(mark, []).append(line[len(mark) :])
    return "\n".join(page), facts, kinds


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def read(text: str, name: str = "a.txt", details: Details | None = None) -> Understood:
    return understand(text.encode(), name, SHARED, details or Details())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.stem))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_pasted_page_becomes_its_article(path: Path, end: str) -> None:
    page, facts, kinds = golden(path)
    found = read(page.replace("\n", end))
    assert (list(found.head), [found.draft.title], lines_of(found.draft.text), list(found.tail)) == tuple(
        kinds[kind] for kind in ("<", "T|", "=", ">")
    )
    assert str(found.draft.published or "") == facts.get("published", "")
    assert (found.draft.author or "") == facts.get("author", "")
    assert (found.draft.source or "") == facts.get("source", "")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.stem))
def test_a_page_pasted_as_markdown_becomes_the_same_article(path: Path) -> None:
    page, _, kinds = golden(path)
    title = kinds["T|"][0]
    marked = "\n\n".join(
        f"# {line}" if line == title else line.replace("*", "\\*").replace("#", "\\#").removeprefix("- ")
        for line in lines_of(page)
    )
    found = read(marked, "a.md")
    assert found.draft.title == title
    assert [line.removeprefix("- ") for line in lines_of(found.draft.text)] == [
        line.removeprefix("- ") for line in kinds["="]
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.stem))
def test_all_of_a_page_can_be_kept(path: Path) -> None:
    page, _, _ = golden(path)
    found = understand_whole(page.encode(), "a.txt", SHARED)
    assert (found.head, found.tail) == ((), ())
    assert [line for line in (*lines_of(found.draft.title), *lines_of(found.draft.text)) if line != "a"] == lines_of(
        page
    )


def test_what_the_admin_says_goes_before_what_the_page_says() -> None:
    page, _, _ = golden(HERE / "pasted" / "en-news.txt")
    draft = read(page, details=Details(title="Said", author="He", source="It", published="2020-01-02")).draft
    assert (draft.title, draft.author, draft.source, str(draft.published)) == ("Said", "He", "It", "2020-01-02")


PROSE = "The last ferry left the quay on Thursday with eleven passengers on board."
MORE = "The council said that the bridge was to blame."


@pytest.mark.parametrize(
    "text",
    [
        # lists, poems and minutes that have the words of pages in them
        "Home\nThe road bends\nand goes\nBack\nto where I was\nbefore",
        "Shopping list\n\n- Milk\n- Print\n- Eggs\n- Next\n- Salt",
        f"Minutes of the meeting\n\nPresent:\n\nAnn Dow\nJohn Lee\n\nApologies\n\nMary Fox\n\n{PROSE}\n\nContact\n\n{MORE}",
        f"A title\n\n{PROSE}\n\nNext\n\n{MORE}\n\nBack",
        f"{PROSE}\n\nWorld\n\n{MORE}",
        f"{PROSE}\n\n{MORE}\n\nTopics\n\n- Harbour dues\n- The lighthouse\n- The bridge",
        # one line of a page between two of the article's
        f"{PROSE}\n\nAdvertisement\n\n{MORE}",
        f"{PROSE}\n\nRead more: The bridge opens\n\n{MORE}",
        # a diary's dates
        f"Notes\n\n5 January 2024\n\n{PROSE}\n\n6 January 2024\n\n{MORE}",
        f"5 January 2024\n\n{PROSE}\n\n6 January 2024\n\n{MORE}",
        # titles that look like bylines
        f"Von Kopf und Herz\n\n{PROSE}",
        f"By Land and Sea\n\n{PROSE}",
        # a paragraph that is wrapped over lines
        "The last ferry left the quay on Thursday with eleven passengers\non board, and the horn was sounded three times by the keeper of\nthe lighthouse",
    ],
)
def test_nothing_is_set_aside_of_what_is_no_page(text: str) -> None:
    found = set_aside(text)
    assert (found.head, found.tail) == ((), ())
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        (f"{PROSE}\n\nLeave a Reply", ["Leave a Reply"]),
        (f"{PROSE}\n\nRead more: The bridge opens", ["Read more: The bridge opens"]),
        (f"{PROSE}\n\nThe quay\n\nRelated articles\nThe bridge opens\nShare", ["Related articles", "The bridge opens", "Share"]),
        (f"{PROSE}\n\nShare this article\n\n{MORE}\n\nComments are closed", ["Comments are closed"]),
    ],
)  # fmt: skip
def test_only_what_stands_below_the_last_line_of_the_article_goes(text: str, tail: list[str]) -> None:
    found = set_aside(text)
    assert list(found.tail) == tail
    assert lines_of(found.text) == lines_of(text)[: -len(tail)]


def test_a_standfirst_stays_and_the_lines_below_it_go() -> None:
    found = set_aside(f"Ferry service ends at last\n\n{PROSE}\n\nBy Mary Fox\n14 March 2024\n\n{MORE}\n\n{PROSE}")
    assert found.head == ("By Mary Fox", "14 March 2024")
    assert found.text == f"{PROSE}\n\n{MORE}\n\n{PROSE}"


def test_a_headline_that_stands_there_twice_is_the_title_and_is_no_part_of_the_text() -> None:
    found = set_aside(
        f"Ferry service ends at last - The Post\n\nHome\nSign in to continue\n\nFerry service ends at last\n\n{PROSE}"
    )
    assert (found.details.title, found.details.source) == ("Ferry service ends at last", "The Post")
    assert found.text == PROSE


def test_two_authors_or_days_that_contradict_each_other_are_none() -> None:
    found = set_aside(f"Ferry service ends at last\nBy Mary Fox\n14 March 2024\nBy Ann Dow\n15 March 2024\n\n{PROSE}")
    assert (found.details.author, found.details.published) == (None, None)


def test_a_day_that_could_be_another_one_and_a_day_of_a_change_are_not_the_day_of_publication() -> None:
    for line in ("03/04/2024", "Updated 5 January 2024", "Last updated: 5 January 2024"):
        assert set_aside(f"Ferry service ends at last\nBy Mary Fox\n{line}\n\n{PROSE}").details.published is None


@pytest.mark.parametrize("line", [line for line in ARTICLE if line.endswith(".")])
def test_a_sentence_about_such_things_stays_at_either_end(line: str) -> None:
    for text in (
        f"A title of a page\nBy Mary Fox\n\n{line}\n\n{PROSE}",
        f"{PROSE}\n\n{line}\n\nLeave a Reply\nShare this",
    ):
        assert line in set_aside(text).text


# Anything


PARTS = st.lists(
    st.sampled_from(
        [PROSE, MORE, "Share", "Home", "Menu", "By Mary Fox", "14 March 2024", "Leave a Reply", "Related articles", "The bridge opens", "Tags",
         "© 2024 The Post", "Ferry service ends at last", "The Post", "3 min read", "Who is to blame?", "- Milk", "* * *", "\u200b", "x" * 300,
         "Your email address will not be published.", "“Share this article,” he said.", "Post | 14 March 2024", "اترك تعليقاً", "1. Share"]
    ),
    max_size=25,
)  # fmt: skip
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", " \n\t\n"])
PASTED = st.one_of(TEXTS, st.builds(lambda lines, gap: gap.join(lines), PARTS, BREAKS))


@THOROUGH
@given(PASTED)
@example(f"Ferry service ends at last\n\n{PROSE}\n\nBy Mary Fox\n14 March 2024\n\n{MORE}\n\nShare this article")
def test_every_line_is_in_the_text_or_set_aside_or_the_title_and_the_text_is_a_piece_of_what_was_given(
    text: str,
) -> None:
    found = tried(lambda: set_aside(text))
    if isinstance(found, BotError):
        return
    pieces = found.text.split("\n\n", 1) if found.text not in text else [found.text]
    assert all(piece in text for piece in pieces)
    title = found.details.title if found.head or found.tail else None
    together = [*lines_of(found.text), *found.head, *found.tail]
    missing = list(lines_of(text))
    for line in together:
        missing.remove(line)
    assert len(missing) <= 1
    assert all(isinstance(title, str) and title in line for line in missing)


@THOROUGH
@given(PARTS, BREAKS)
def test_no_sentence_of_the_article_is_set_aside(lines: list[str], gap: str) -> None:
    found = tried(lambda: set_aside(gap.join(lines)))
    if isinstance(found, Pasted):
        assert not {PROSE, MORE, "x" * 300, "“Share this article,” he said."} & set(found.set_aside)


@QUICK
@given(PASTED, st.sampled_from(["a.txt", "a.md", "a"]))
def test_what_is_set_aside_is_never_quoted(text: str, name: str) -> None:
    found = tried(lambda: read(text, name, Details(title="T")))
    if isinstance(found, Understood):
        quotes = {found.draft.text[a:b] for passage in segment(found.draft.text, "en") for a, b in passage.sentences}
        assert not quotes & ({*found.head, *found.tail} - set(lines_of(found.draft.text)))


# Hostile


@pytest.mark.parametrize(
    "line",
    ["Share this article", "Home", "By Mary Fox", "14 March 2024", "Home | World | Sport", "Tags: a, b", "1. Share"],
)
def test_twenty_thousand_lines_of_a_page_are_no_article(line: str) -> None:
    text = "\n".join([line, "Leave a Reply", *[line] * 20_000])
    refusals: list[object] = []
    assert seconds(lambda: refusals.append(tried(lambda: set_aside(text)))) < 5
    assert isinstance(refusals[0], ArticleRefused)
    assert understand_whole(text.encode(), "a.txt", SHARED).draft.text


@pytest.mark.parametrize(
    "line",
    [
        "Who is to blame?",
        "The bridge",
        "Ferry service ends at last",
        "x" * 200,
        "- ",
        "© ",
        "By A B",
        "a | b | c | d",
        "12 March",
        "1. 2. 3.",
        "»" * 50,
        "Post",
    ],
)
@pytest.mark.parametrize(
    "around",
    [("", ""), ("Leave a Reply\nBy Mary Fox\n", f"\n{PROSE}"), (f"{PROSE}\n", "\nLeave a Reply\nShare this article")],
)
def test_twenty_thousand_lines_take_a_moment(line: str, around: tuple[str, str]) -> None:
    text = "\n".join([line] * 20_000).join(around)
    assert seconds(lambda: tried(lambda: set_aside(text))) < 5


def test_a_hundred_thousand_lines_of_pages_are_refused_in_a_moment() -> None:
    text = "Share this article\nBy Mary Fox\n" * 50_000
    assert seconds(lambda: tried(lambda: set_aside(text))) < 5
    assert isinstance(tried(lambda: set_aside(text)), ArticleRefused)


def test_a_page_without_an_article_is_refused_with_the_reason() -> None:
    with pytest.raises(ArticleRefused, match="only parts of a page"):
        read("Skip to content\nMenu\nSign in\nAccept all cookies\n© 2024 The Post", "page.txt")


def test_one_word_that_pages_have_too_is_no_page() -> None:
    assert set_aside("Comments").text == "Comments"


# The shared files


@pytest.mark.skipif(not SHARED_PAGE.is_file(), reason="the shared page is not there")
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_the_shared_page_has_its_title_and_none_of_its_furniture(name: str) -> None:
    found = understand(SHARED_PAGE.read_bytes(), name, SHARED)
    assert found.draft.title.endswith("No US troop withdrawal in talks with Iraq")
    assert found.draft.title.startswith("US: ")
    for phrase in ("3 mins read", "Leave a Reply", "Your email address will not be published", "Comment moderation"):
        assert phrase not in found.draft.text
        assert any(phrase in line for line in (*found.head, *found.tail))


@pytest.mark.skipif(not SHARED_SETS, reason="the shared articles are not there")
@pytest.mark.parametrize("path", SHARED_SETS, ids=lambda path: str(path.parent.name))
def test_nothing_of_an_article_is_set_aside(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines()[:300]:
        article = json.loads(line)
        found = read_pasted_plain(f"{article['title']}\n\n{article['text']}")
        assert (article["id"], found.head, found.tail) == (article["id"], (), ())
