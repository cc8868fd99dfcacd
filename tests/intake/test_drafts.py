"""What an article may say of itself."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import ArticleRefused
from bot.intake.drafts import MAX_TAGS, MAX_TITLE, Details, make_draft
from bot.model import SHARED, Draft, PageStart
from tests.hostile import QUICK, THOROUGH, tried

BODY = "The soldiers left the base."
ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(), st.datetimes(),
        st.sampled_from(["en", "https://a.b/c", "2024-01-25", "a, b", "x" * 1000, "\ud800", "a\0b", 16**3000, -(10**4000)]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip


def draft(title: object = "Title", text: object = BODY, **details: object) -> Draft:
    return make_draft(SHARED, text, Details(title=title, **details))


def refusal(title: object = "Title", text: object = BODY, **details: object) -> str:
    with pytest.raises(ArticleRefused) as caught:
        draft(title, text, **details)
    return caught.value.reason


@THOROUGH
@given(st.builds(Details, *[ANYTHING] * 11), ANYTHING)
@example(Details(title="T", id=16**3000), BODY)
@example(Details(title="T", published=16**3000), BODY)
@example(Details(title="T", tags=[16**3000]), BODY)
@example(Details(title="T", pages=[[16**3000, "1"]]), BODY)
@example(Details(title="T", pages=[[0, 16**3000]]), BODY)
@example(Details(title="T", updated="9999-12-31T23:59-14:00"), BODY)
@example(Details(title="T", added="0001-01-01T00:00+14:00"), BODY)
@example(Details(title="T", added="9999-12-31T23:59-14:00"), BODY)
def test_any_details_make_a_draft_or_are_refused(details: Details, text: object) -> None:
    made = tried(lambda: make_draft(SHARED, text, details))
    if not isinstance(made, Draft):
        assert 0 < len(str(made)) < 1000
        return
    assert 1 <= len(made.title) <= MAX_TITLE
    assert made.title == " ".join(made.title.split())
    for line in (made.title, made.text, made.id, made.source, made.url, made.language, made.author, *made.tags):
        assert line is None or (line.encode() and "\0" not in line)
    starts = [page.start for page in made.pages]
    assert [0, *starts, len(made.text)] == sorted([0, *starts, len(made.text)])


@QUICK
@given(ANYTHING)
def test_each_refusal_of_a_field_is_a_short_sentence(value: object) -> None:
    for field in (
        "title",
        "id",
        "source",
        "url",
        "published",
        "language",
        "tags",
        "added",
        "author",
        "pages",
        "updated",
    ):
        details = Details(**{"title": "T", field: value})
        made = tried(lambda details=details: make_draft(SHARED, BODY, details))  # type: ignore[misc]
        assert isinstance(made, Draft) or (str(made).endswith(".") and len(str(made)) < 300)


@QUICK
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_the_text_is_kept_to_the_letter(text: str) -> None:
    text = f"{text}{BODY}{text}"
    assert draft(text=text).text == text


def test_a_title_is_one_line_of_at_most_300_characters() -> None:
    assert draft(" A\n\ttitle\u2028of  lines ").title == "A title of lines"
    assert draft("x" * 300).title == "x" * 300
    assert "1,000" in refusal("x" * 1000)


@pytest.mark.parametrize("title", [None, "", " \n ", "\u3000"])
def test_an_article_without_a_title_is_refused(title: object) -> None:
    assert "no title" in refusal(title)


@pytest.mark.parametrize("text", [None, "", " \n", "...", "Iraq", "\u200b" * 20, "?!" * 5000, 5, ["text"]])
def test_an_article_without_anything_to_quote_is_refused(text: object) -> None:
    assert refusal(text=text)


def test_a_text_whose_words_come_late_is_kept() -> None:
    assert draft(text="-" * 5000 + BODY)


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
@pytest.mark.parametrize("field", ["title", "id", "source", "url", "language", "tags", "author"])
def test_what_cannot_be_stored_is_refused_in_every_field(field: str, bad: str) -> None:
    assert refusal(**{"title": "T", field: f"en{bad}"})
    assert "position 27" in refusal(text=BODY + bad)


def test_an_emoji_is_no_half_of_a_pair() -> None:
    assert draft("👍").title == "👍"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a.b/c", "//a.b/c", "a.b",
     "https://", "https:///path", "https:a.b", "http://user@a.b", "https://user:secret@a.b", "https://:secret@a.b",
     "https://@a.b/", "https://a.b/c d", "https://a.b/\u202ecod.exe", "https://[::1", "https://a.b/\x1b[31m", "http://a.b:port/",
     "https://a.b:99999/", "https://?x", "https://#x", "https://a.b/" + "x" * 2000, 5.5, True, ["https://a.b"],
     "https://a.b\\@c.d", "https://a℀b.c"],
)  # fmt: skip
def test_what_is_no_link_or_holds_a_password_is_refused(url: object) -> None:
    assert "secret" not in refusal(url=url)


@pytest.mark.parametrize(
    "url",
    ["https://a.b", "http://a.b/c?d=e&f#g", "HTTPS://A.B/", "https://a.b:8443/c", "https://[::1]/c", "https://127.0.0.1/",
     "https://bücher.example/ä?ö#ü", "https://例え.jp/", "https://xn--bcher-kva.example/", "https://a.b/@name", "https://a.b/x%20y"],
)  # fmt: skip
def test_a_link_is_kept_as_it_is(url: str) -> None:
    assert draft(url=f" {url}\n").url == url


@pytest.mark.parametrize("id", ["a", "nato-mission", "2024/01/a", "ü", "报告", 7, "x" * 64])
def test_an_id_is_a_word(id: object) -> None:
    assert draft(id=id).id == str(id)


@pytest.mark.parametrize("id", ["a b", "a\nb", "a\u00a0b", "a\u200bb", "a\x1bb", "\u202ea", "x" * 65, True, ["a"], {}])
def test_what_is_not_a_short_word_is_no_id(id: object) -> None:
    assert refusal(id=id)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("zh-Hans-CN", "zh"),
        ("und", "und"),
    ],
)
def test_a_language_is_its_primary_code(said: object, code: str) -> None:
    assert draft(language=said).language == code


@pytest.mark.parametrize("said", [None, "", " "])
def test_a_language_that_nobody_says_is_the_one_that_the_text_is_in(said: object) -> None:
    assert draft(language=said).language == "en"
    assert draft(text="Die Soldaten verließen den Stützpunkt.", language=said).language == "de"


@pytest.mark.parametrize(
    "language", ["english", "e", "e1", "ΕΝ", "en US", "en-", "../en", 5, "ſv", "\u212aa", "ıt", "İt"]
)
def test_what_is_no_code_of_ascii_letters_is_no_language(language: object) -> None:
    assert "not a language" in refusal(language=language)


@pytest.mark.parametrize(
    ("said", "tags"),
    [
        ("a, b,a , ,c d", ("a", "b", "c d")),
        (["a", "b, c", "a", None, " "], ("a", "b, c")),
        (("a", 2024), ("a", "2024")),
        ("", ()),
        ([], ()),
        (None, ()),
    ],
)
def test_tags_are_words_and_each_is_there_once(said: object, tags: tuple[str, ...]) -> None:
    assert draft(tags=said).tags == tags


@pytest.mark.parametrize("tags", [5, True, {"a": "b"}, {"a"}, [["a"]], [True], ["x" * 101], "a," * (MAX_TAGS + 1)])
def test_what_is_no_short_list_of_words_is_no_tags(tags: object) -> None:
    assert refusal(tags=tags)


def test_the_time_of_adding_is_in_utc() -> None:
    moment = datetime(2024, 1, 25, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    assert draft(added=moment.isoformat()).added == moment
    made = draft(added=moment).added
    assert made is not None
    assert made.tzinfo is UTC
    assert draft(added=date(2024, 1, 25)).added == datetime(2024, 1, 25, tzinfo=UTC)
    assert draft().added is None


def test_an_author_is_a_line_of_at_most_300_characters() -> None:
    assert draft(author=" Ann\n Smith ").author == "Ann Smith"
    assert draft(author="").author is None
    assert draft().author is None
    assert "author has 301" in refusal(author="x" * 301)
    assert refusal(author=["Ann"])


def test_the_moment_of_the_last_update_is_in_utc() -> None:
    moment = datetime(2024, 1, 25, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    made = draft(updated=moment.isoformat()).updated
    assert made == moment
    assert made is not None
    assert made.tzinfo is UTC
    assert draft().updated is None


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        (None, ()),
        ([], ()),
        ([[0, "xii"], [5, 1], (5, " 2\n3 ")], (PageStart(0, "xii"), PageStart(5, "1"), PageStart(5, "2 3"))),
        ((PageStart(1, "A  1"), [len(BODY), None]), (PageStart(1, "A 1"), PageStart(len(BODY), ""))),
    ],
)
def test_pages_are_where_each_begins_and_what_is_printed_on_it(said: object, pages: tuple[PageStart, ...]) -> None:
    assert draft(pages=said).pages == pages


@pytest.mark.parametrize(
    "pages",
    ["1, 2", 5, True, {"0": "1"}, [0], ["ab"], [[0]], [[0, "1", 2]], [["0", "1"]], [[0.0, "1"]], [[True, "1"]], [[None, "1"]],
     [[-1, "1"]], [[len(BODY) + 1, "1"]], [[5, "1"], [4, "2"]], [[0, ["1"]]], [[0, "x" * 81]], [[0, "a\0"]], [[0, "1"]] * 20_001],
    ids=lambda pages: repr(pages)[:30],
)  # fmt: skip
def test_what_is_no_list_of_pages_within_the_text_in_their_order_is_refused(pages: object) -> None:
    assert "page" in refusal(pages=pages)


def test_details_go_before_what_an_article_says_of_itself() -> None:
    assert Details(title="a", id="").over(Details(title="b", id="c", url="d")) == Details(title="a", id="", url="d")
