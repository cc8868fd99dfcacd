"""JSON Lines: what is written is read back to the letter, and each bad line is named."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import ArticleRefused, BotError, ShelfRefused
from bot.intake import Row, read_rows, write_row
from bot.intake.drafts import Details, make_draft
from bot.model import SHARED, Article, Draft, PageStart, Shelf, Source
from tests.hostile import CLEAN, FIRST, LAST, QUICK, TEXTS, THOROUGH

BODY = "The general took over the mission."
STORABLE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
LINE = STORABLE.map(lambda text: " ".join(text.split()))
SHELVES = st.one_of(st.just("shared"), st.integers(1, 2**64).map(lambda number: f"guild:{number}"))
ZONES = st.integers(-23 * 3600, 23 * 3600).map(lambda seconds: timezone(timedelta(seconds=seconds)))
MOMENTS = st.datetimes(FIRST, LAST, timezones=ZONES)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article that can be on a shelf: as intake makes it."""
    text = (
        draw(TEXTS).replace("\0", "")
        + BODY
        + draw(st.sampled_from(["", "\n", "\r\n", "\u2028", "\x85\x1c", '\\n"', "\ufeff"]))
    )
    source = Source(
        id=draw(st.from_regex(r"[a-zü0-9/._\"\\-]{1,64}", fullmatch=True)),
        shelf=Shelf(draw(SHELVES)),
        title=draw(LINE.filter(bool)),
        source=draw(st.one_of(st.none(), LINE.filter(bool))),
        url=draw(st.sampled_from([None, 'https://a.b/c?d=%20"ü', "http://[::1]:80/"])),
        published=draw(st.one_of(st.none(), st.dates(), MOMENTS)),
        language=draw(st.sampled_from(["en", "und", "zh"])),
        tags=tuple(dict.fromkeys(draw(st.lists(LINE.filter(bool), max_size=3)))),
        added=draw(MOMENTS).astimezone(UTC),
        author=draw(st.one_of(st.none(), LINE.filter(bool))),
        updated=draw(st.one_of(st.none(), MOMENTS.map(lambda moment: moment.astimezone(UTC)))),
    )
    starts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    return Article(source, text, (), tuple(PageStart(start, draw(LINE)) for start in starts))


def rows(*lines: str | bytes, shelf: Shelf | None = None) -> list[Row]:
    return list(read_rows([line.encode() if isinstance(line, str) else line for line in lines], shelf))


def only(line: str | bytes, shelf: Shelf | None = None) -> Draft | BotError:
    [row] = rows(line, shelf=shelf)
    return row.draft


def refusal(line: str | bytes) -> str:
    refused = only(line)
    assert isinstance(refused, ArticleRefused)
    return refused.reason


def line(**fields: object) -> str:
    return json.dumps({"title": "T", "text": BODY, **fields})


@THOROUGH
@given(articles())
def test_an_article_comes_back_to_the_letter(article: Article) -> None:
    written = write_row(article).encode()
    assert b"\n" not in written
    assert b"\r" not in written
    about = article.about
    assert only(written) == Draft(
        shelf=about.shelf, title=about.title, text=article.text, id=about.id, source=about.source, url=about.url,
        published=about.published, language=about.language, tags=about.tags, added=about.added,
        author=about.author, pages=article.pages, updated=about.updated,
    )  # fmt: skip


@QUICK
@given(st.lists(articles(), max_size=5))
def test_a_file_of_articles_has_a_line_for_each(written: list[Article]) -> None:
    data = "".join(write_row(article) + "\n" for article in written).encode()
    found = list(read_rows(data.splitlines(keepends=True) if not data else data.rstrip(b"\n").split(b"\n")))
    assert [row.draft.text if isinstance(row.draft, Draft) else row.draft for row in found] == [
        article.text for article in written
    ]


def test_where_an_article_was_read_from_is_not_told() -> None:
    about = Source(
        "a", SHARED, "T", None, None, None, "en", (), datetime(2024, 1, 25, tzinfo=UTC), "file:///home/me/a.md"
    )
    assert "home" not in write_row(Article(about, BODY, ()))


@THOROUGH
@given(st.lists(st.one_of(st.binary(), st.text(CLEAN).map(str.encode)), max_size=8))
@example([b"[" * 100_000])
@example([b'{"a":' * 100_000])
@example([b"9" * 5000])
@example([b'{"title": ' + b"9" * 5000 + b"}"])
@example([b"\xef\xbb\xbf"])
def test_any_bytes_are_drafts_or_refused(lines: list[bytes]) -> None:
    for row in read_rows(lines):
        assert isinstance(row.draft, Draft | BotError)
        assert 1 <= row.line <= len(lines)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["en", BODY, "2024-01-25", "0001-01-01T00:00+14:00", "guild:1"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=4,
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "id",
        "shelf",
        "title",
        "text",
        "source",
        "url",
        "published",
        "language",
        "tags",
        "added",
        "author",
        "pages",
        "updated",
        "origin",
        "x",
    ]
)


@THOROUGH
@given(st.dictionaries(KEYS, JSON))
@example({"added": "0001-01-01T00:00+14:00"})
@example({"added": "9999-12-31T23:59-14:00"})
@example({"published": "Jan 25, 2024 14:30 EST"})
def test_any_object_is_a_draft_or_refused(fields: dict[str, object]) -> None:
    only(line(**fields))


def test_lines_are_counted_from_one_and_blank_ones_too() -> None:
    found = rows(line(), "", "  \t\r\n", "nonsense", line(title=""), line())
    assert [(row.line, type(row.draft)) for row in found] == [
        (1, Draft), (4, ArticleRefused), (5, ArticleRefused), (6, Draft),
    ]  # fmt: skip


def test_lines_are_read_one_by_one() -> None:
    def lines() -> Iterator[bytes]:
        yield line().encode()
        raise AssertionError("the second line isn't needed yet")

    assert next(read_rows(lines())).line == 1


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it() -> None:
    assert isinstance(only(b"\xef\xbb\xbf" + line().encode()), Draft)


def test_a_wrong_byte_is_named_without_a_line_of_its_own() -> None:
    reason = refusal(b'{"title": "T\xff"}')
    assert "Byte 12 " in reason
    assert "0xff" in reason
    found = rows(line(), b'{"title": "T\xff"}')[1]
    assert found.line == 2
    assert "line 1" not in str(found.draft)


def test_a_wrong_byte_is_counted_with_the_byte_order_mark_before_it() -> None:
    assert "Byte 3 " in refusal(b"\xef\xbb\xbf\xff")


@pytest.mark.parametrize(
    "bad", ["", "null", "1", '"text"', "[1]", "{", "{}", "nonsense", "{'title': 'T'}", '{"title": "T"}']
)
def test_a_line_that_is_no_article_is_refused(bad: str) -> None:
    assert all(isinstance(row.draft, ArticleRefused) for row in rows(bad))


@pytest.mark.parametrize("escape", [r"\ud800", r"\udc00", r"a\udbff", r"\u0000", r"\udc00\ud800"])
@pytest.mark.parametrize("field", ["title", "text", "id", "source", "url", "language", "tags"])
def test_halves_of_pairs_and_nul_in_escapes_are_refused(field: str, escape: str) -> None:
    reason = refusal(line(**{field: "MARK" + BODY}).replace("MARK", escape))
    assert "NUL" in reason or "half a character" in reason


def test_a_pair_in_escapes_is_one_character() -> None:
    made = only(line(title="MARK").replace("MARK", r"\ud83d\udc4d"))
    assert isinstance(made, Draft)
    assert made.title == "👍"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "true", "[]", "{}"])
def test_a_title_that_is_no_text_is_refused(value: str) -> None:
    assert refusal(line().replace('"T"', value))


@pytest.mark.parametrize(
    "shelf",
    [
        "guild:0",
        "guild:x",
        "guild:01",
        "Shared",
        "other",
        "guild:" + "9" * 21,
        "guild:１",
        "guild:1\n",
        ["shared"],
        5,
        True,
    ],
)
def test_what_is_no_shelf_is_refused(shelf: object) -> None:
    assert isinstance(only(line(shelf=shelf)), ShelfRefused)


@pytest.mark.parametrize("shelf", [[], {}, 0, False])
def test_an_empty_value_is_no_shelf_either(shelf: object) -> None:
    assert isinstance(only(line(shelf=shelf)), ShelfRefused)


def test_rows_go_to_their_own_shelf_unless_they_are_told_another() -> None:
    own, told = only(line(shelf="guild:1")), only(line(shelf="guild:1"), Shelf("guild:2"))
    assert isinstance(own, Draft)
    assert isinstance(told, Draft)
    assert (own.shelf.name, told.shelf.name) == ("guild:1", "guild:2")
    unsaid = only(line(shelf=None))
    assert isinstance(unsaid, Draft)
    assert unsaid.shelf == SHARED


def test_a_row_says_nothing_of_files_of_this_machine() -> None:
    made = only(line(origin="file:///etc/passwd", origin_digest="x"))
    assert isinstance(made, Draft)
    assert made.origin is made.origin_digest is None


@QUICK
@given(articles())
def test_what_intake_makes_of_an_article_it_would_make_again(article: Article) -> None:
    about = article.about
    details = Details(
        about.id, about.title, about.source, about.url, about.published, about.language, about.tags, about.added,
        about.author, article.pages, about.updated,
    )  # fmt: skip
    assert only(write_row(article)) == make_draft(about.shelf, article.text, details)


def test_dates_of_one_to_four_digits_come_back() -> None:
    for day in (date.min, date(24, 1, 25), date(999, 12, 31), date.max):
        about = Source("a", SHARED, "T", None, None, day, "en", (), datetime(2024, 1, 25, tzinfo=UTC))
        made = only(write_row(Article(about, BODY, ())))
        assert isinstance(made, Draft)
        assert made.published == day
