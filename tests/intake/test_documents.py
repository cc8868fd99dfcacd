"""One file, one draft, or the reason why not."""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import reply
from bot.errors import ArticleRefused
from bot.intake import KINDS, Details, Understood, read_document, understand, understand_whole
from bot.model import SHARED, Draft, Shelf
from tests.hostile import QUICK, TEXTS, THOROUGH, seconds, tried

BODY = "The general took over the mission."
ENGLISH = reply.words_for("en")
NAMES = st.sampled_from(
    ["a.md", "b.txt", "c", "d.MARKDOWN", ".md", "x.", "-", "", "..", "a b_c-d.md", "\u202ea.txt", "e.pdf", "f.exe"]
)


def draft(data: str | bytes, name: str = "a-name.md", details: Details | None = None) -> Draft:
    data = data.encode() if isinstance(data, str) else data
    return read_document(data, name, SHARED, details or Details())


def refusal(data: str | bytes, name: str = "a-name.md") -> str:
    with pytest.raises(ArticleRefused) as caught:
        draft(data, name)
    return caught.value.reason


@THOROUGH
@given(st.one_of(st.binary(), TEXTS.map(str.encode), TEXTS.map(lambda text: text.encode("utf-16"))), NAMES)
@example(b"\xff\xfe\x00\x00", "a.md")
def test_any_bytes_make_a_draft_or_are_refused(data: bytes, name: str) -> None:
    made = tried(lambda: read_document(data, name, SHARED))
    if not isinstance(made, Draft):
        assert str(made).endswith(".")
        return
    assert made.title
    assert sum(map(str.isalnum, made.text)) >= 8
    assert made.origin_digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_two_byte_text_without_its_mark_is_refused_whatever_the_ending(encoding: str, ending: str) -> None:
    assert refusal(f"{BODY} {BODY}".encode(encoding), f"a{ending}")


@pytest.mark.parametrize("ending", KINDS)
def test_a_nul_is_refused_whatever_the_ending(ending: str) -> None:
    assert "NUL" in refusal(f"{BODY}\0{BODY}", f"a{ending}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("ending", KINDS)
def test_encoding_and_line_ends_make_no_difference(encoding: str, end: str, ending: str) -> None:
    text = f"Title\n\n{BODY}\n\nThe second paragraph of it.".replace("\n", end)
    if ending not in (".md", ".markdown"):
        text = text.removeprefix(f"Title{end}{end}")
    found = draft(text.encode(encoding), f"a{ending}").text
    assert [line for line in found.split(end if end == "\r" and ending in ("", ".txt") else "\n") if line][-2:] == [
        BODY,
        "The second paragraph of it.",
    ]


def test_front_matter_is_read_behind_a_byte_order_mark_and_with_windows_line_ends() -> None:
    data = f"---\r\ntitle: A\r\n---\r\n\r\n{BODY}\r\n".encode("utf-8-sig")
    assert (draft(data).title, draft(data).text) == ("A", BODY)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("nato-mission_iraq.md", "nato mission iraq"),
        ("A  b.txt", "A b"),
        ("a.b.md", "a.b"),
        ("-.md", None),
        ("", None),
    ],
)
def test_the_name_of_the_file_is_the_last_resort_for_a_title(name: str, title: str | None) -> None:
    if title is None:
        assert "title" in refusal(BODY, name)
    else:
        assert draft(BODY, name).title == title


def test_titles_are_taken_from_the_nearest_who_says_one() -> None:
    text = f"---\ntitle: Front\n---\n# Head\n\n{BODY}"
    assert draft(text, details=Details(title="Said")).title == "Said"
    assert draft(text).title == "Front"
    assert draft(f"# Head\n\n{BODY}").title == "Head"
    assert draft(BODY).title == "a name"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.json", "a.v2"])
def test_another_ending_is_refused_by_its_name(name: str) -> None:
    assert "." + name.split(".")[1] in refusal(BODY, name)


@pytest.mark.parametrize("name", ["a.TXT", "A.Md", "b.MARKDOWN"])
def test_endings_are_read_in_capitals_too(name: str) -> None:
    assert draft(BODY, name).text == BODY


def test_a_headline_of_a_thousand_characters_is_refused_with_its_length() -> None:
    assert "1,000 characters" in refusal(f"# {'x' * 1000}\n\n{BODY}")
    assert draft(f"# {'x' * 1000}\n\n{BODY}", details=Details(title="T")).title == "T"


def test_a_draft_goes_where_it_is_told_whatever_the_file_says() -> None:
    data = f"---\ntitle: A\nshelf: guild:2\norigin: file:///etc/passwd\n---\n\n{BODY}".encode()
    made = read_document(data, "a.md", Shelf("guild:1"), origin="file:///a.md")
    assert (made.shelf.name, made.origin, made.id) == ("guild:1", "file:///a.md", None)


def test_a_moment_at_the_end_of_time_is_no_publication_date_that_breaks_a_list() -> None:
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        try:
            made = draft(f"---\ntitle: A\npublished: {moment}\n---\n\n{BODY}")
        except ArticleRefused:
            continue
        assert reply.day(ENGLISH, made.published)


@QUICK
@given(st.sampled_from(["x", " ", "\n", "a. ", "é", "#", "*", ">", "- "]), st.sampled_from(["a.md", "a.txt"]))
def test_a_hundred_thousand_characters_on_one_line_are_read_in_a_moment(piece: str, name: str) -> None:
    data = f"{BODY} {piece * (100_000 // len(piece))}".encode()
    assert seconds(lambda: draft(data, name)) < 5


OPENING = "Office hours: Monday to Friday, 9 to 17\n\nCall us before you come.\n"


@pytest.mark.parametrize("read", [understand, understand_whole])
def test_a_first_line_stays_in_the_text_where_another_title_is_given(read: Callable[..., Understood]) -> None:
    draft = read(OPENING.encode(), "a.txt", SHARED, Details(title="Office")).draft
    assert (draft.title, draft.text) == ("Office", OPENING.strip())


@pytest.mark.parametrize("read", [understand, understand_whole])
def test_a_first_line_that_is_the_given_title_is_not_in_the_text(read: Callable[..., Understood]) -> None:
    draft = read(b"Office hours\n\nCall us before you come.", "a.txt", SHARED, Details(title=" Office  hours")).draft
    assert (draft.title, draft.text) == ("Office hours", "Call us before you come.")


def test_a_title_in_the_front_matter_is_no_line_of_the_text_whatever_title_is_given() -> None:
    written = "---\ntitle: Office hours\n---\n\nCall us before you come.\n"
    assert draft(written, "a.md", Details(title="Office")).text == "Call us before you come."
