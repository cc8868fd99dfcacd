"""A screen obeys nothing of what a stranger wrote."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot import reply
from tests.hostile import QUICK, THOROUGH
from tests.reply.harm import HARMFUL, WILD, is_harmless


@THOROUGH
@given(WILD)
@example(HARMFUL)
def test_nothing_that_a_screen_obeys_gets_through(text: str) -> None:
    assert is_harmless(reply.printable(text))
    assert is_harmless(reply.printable(text, line_breaks=True).replace("\n", "").replace("\t", ""))


def test_no_character_by_itself_gets_through_that_a_screen_obeys() -> None:
    every = map(chr, (*range(0x3000), *range(0xD7FF, 0xFFFF), *range(0xE0000, 0xE0200)))
    assert [hex(ord(each)) for each in every if each not in "\n\t" and not is_harmless(reply.visible(each))] == []


@THOROUGH
@given(WILD)
def test_without_line_breaks_it_is_one_line_and_the_same_again(text: str) -> None:
    shown = reply.printable(text)
    assert len(shown.splitlines()) <= 1
    assert shown == shown.strip()
    assert reply.printable(shown) == shown


@QUICK
@given(st.text(st.characters(categories=("L", "M", "N", "P", "S")), min_size=1))
def test_letters_and_signs_are_shown_as_they_are(text: str) -> None:
    assert reply.printable(text) == text


def test_line_breaks_are_kept_where_they_are_asked_for() -> None:
    assert reply.printable("a\n\n  b\tc", line_breaks=True) == "a\n\n  b\tc"
    assert reply.printable("a\n\n  b\tc") == "a b c"


def test_windows_line_ends_are_line_breaks_and_no_signs() -> None:
    assert reply.printable("a\r\nb", line_breaks=True) == "a\nb"


def test_an_escape_becomes_a_sign_that_can_be_seen() -> None:
    assert reply.printable("\x1b[31mred") == "␛[31mred"


def test_joined_emoji_and_arabic_marks_stay_whole() -> None:
    assert reply.printable("👩‍👩‍👧 می‌خواهم \u200f") == "👩‍👩‍👧 می‌خواهم \u200f"
