"""The fields of a response are read as a stranger's."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.fields import MAX_RETRY_AFTER_SECONDS, Fields, validator
from tests.hostile import TEXTS, THOROUGH, seconds

NOW = datetime(2024, 2, 1, 12, tzinfo=UTC)
NAMES = ("content-type", "retry-after", "etag", "last-modified", "content-encoding", "content-length", "location")


def fields(**values: str) -> Fields:
    return Fields((name.replace("_", "-").encode(), value.encode()) for name, value in values.items())


@pytest.mark.parametrize(
    ("said", "media_type", "charset"),
    [
        ("text/html", "text/html", ""),
        ("Text/HTML;charset=UTF-8", "text/html", "utf-8"),
        ('text/html ; x=y; charset = "utf-8" ', "text/html", "utf-8"),
        ("text/html; charset='windows-1252'", "text/html", "windows-1252"),
        ("application/rss+xml; charset=utf-8; q=1", "application/rss+xml", "utf-8"),
        ("text/html; charset=", "text/html", ""),
        ('text/html; charset=""', "text/html", ""),
        ("text/html; charset=a b", "text/html", ""),
        ("text/html; charset=utf-8; charset=latin-1", "text/html", "utf-8"),
        ("html; charset=utf-8", "", "utf-8"),
        ("", "", ""),
        (";;;", "", ""),
        ("text/html, text/plain", "", ""),
        ("text/\u202ehtml", "", ""),
        ("a" * 200 + "/b; charset=" + "c" * 200, "", ""),
    ],
)
def test_the_type_and_the_charset_are_read_apart(said: str, media_type: str, charset: str) -> None:
    found = fields(content_type=said)
    assert (found.media_type, found.charset) == (media_type, charset)


@pytest.mark.parametrize(
    ("value", "kept"),
    [('"a b"', True), ('W/"x"', True), ("unquoted", True), ("", False), ("a\tb", False), ("é", False), (" a", False)],
)
def test_a_validator_is_kept_where_it_can_be_sent(value: str, kept: bool) -> None:
    assert validator(value) == (value if kept else "")


@THOROUGH
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(st.binary(), TEXTS.map(lambda t: t.encode()))), max_size=8))
def test_whatever_the_fields_hold_they_are_read(pairs: list[tuple[str, bytes]]) -> None:
    found = Fields((name.encode(), value) for name, value in pairs)
    assert found.media_type.isascii()
    assert found.charset.isascii()
    assert 0 <= found.retry_after_seconds(NOW) <= MAX_RETRY_AFTER_SECONDS
    assert found.length >= 0
    for value in (found.etag, found.modified):
        assert value == validator(value)


DATES = st.lists(
    st.one_of(
        st.sampled_from(("Thu,", "01", "Feb", "2024", "12:00:00", "GMT", "+9999", "-2400", "99999", "0", "-1", ":", "EST", "(", ")")),
        st.text(max_size=3),
    ),
    max_size=9,
).map(" ".join)  # fmt: skip


@THOROUGH
@given(DATES)
def test_whatever_a_date_is_it_gives_a_number_of_seconds(said: str) -> None:
    assert 0 <= fields(retry_after=said).retry_after_seconds(NOW) <= MAX_RETRY_AFTER_SECONDS


@pytest.mark.parametrize("piece", [";", "a;", 'charset="', " ", "charset=a ", "(", "1", "a/", ",", "\\", '"'])
def test_time_grows_with_the_length_only(piece: str) -> None:
    found = fields(**{name.replace("-", "_"): piece * 100_000 for name in NAMES})
    assert (
        seconds(
            lambda: (
                found.media_type,
                found.charset,
                found.etag,
                found.coding,
                found.length,
                found.retry_after_seconds(NOW),
            )
        )
        < 0.5
    )
