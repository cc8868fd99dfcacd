"""Text is cut to Discord's limits between characters."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.limits import (
    ELLIPSIS,
    MAX_BUTTON_LABEL,
    MAX_CHOICE_NAME,
    MAX_CONTENT,
    button_label,
    choice_name,
    clip,
    fits,
    units,
)
from tests.hostile import TEXTS, THOROUGH, seconds

FAMILY = "👩‍👩‍👧"
WRITTEN = st.one_of(
    TEXTS,
    st.lists(st.sampled_from(("a", "\\*", "\\\\", "\\", FAMILY, "👍🏽", "e\u0301", "🇹🇷", " ", "\r\n", "क्षि", "𝒳"))).map(
        "".join
    ),
)


@THOROUGH
@given(WRITTEN)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@THOROUGH
@given(WRITTEN, st.integers(0, 60))
def test_what_fits_stays_and_what_does_not_is_cut_with_an_ellipsis(text: str, most: int) -> None:
    cut = clip(text, most)
    assert fits(cut, most)
    if fits(text, most):
        assert cut == text
    elif most:
        assert cut.endswith(ELLIPSIS)
        assert text.startswith(cut.removesuffix(ELLIPSIS))


@THOROUGH
@given(WRITTEN, st.integers(1, 60))
def test_no_character_is_cut_in_two(text: str, most: int) -> None:
    kept = clip(text, most).removesuffix(ELLIPSIS) if not fits(text, most) else text
    ends = {0, *(each.end() for each in regex.finditer(r"\X", text))}
    assert len(kept) in ends


@THOROUGH
@given(WRITTEN, st.integers(1, 60))
def test_no_escape_is_cut_in_two(text: str, most: int) -> None:
    if not fits(text, most):
        kept = clip(text, most).removesuffix(ELLIPSIS)
        assert (len(kept) - len(kept.rstrip("\\"))) % 2 == 0


@THOROUGH
@given(st.text(st.sampled_from("ab"), min_size=1, max_size=80), st.integers(1, 60))
def test_no_room_is_wasted(text: str, most: int) -> None:
    assert units(clip(text, most)) == min(len(text), most)


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("", 0, ""),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("ab cd", 4, "ab…"),
        ("𝒳𝒳", 3, "𝒳…"),
        ("𝒳𝒳", 2, "…"),
        ("ae\u0301x", 3, "a…"),
        (FAMILY + "abc", 8, "…"),
        (FAMILY + "abc", 9, FAMILY + "…"),
        ("ab\\*cd", 4, "ab…"),
        ("ab\\*cd", 5, "ab\\*…"),
        ("ab\\\\cd", 5, "ab\\\\…"),
        ("ab\\ cd", 5, "ab…"),
        ("🇹🇷🇪🇸", 7, "🇹🇷…"),
        ("a" + "\u0301" * 50, 20, "…"),
    ],
)
def test_a_text_is_cut_here(text: str, most: int, expected: str) -> None:
    assert clip(text, most) == expected


@THOROUGH
@given(WRITTEN)
def test_names_and_labels_are_one_line_that_discord_takes(text: str) -> None:
    for name, most in ((choice_name(text), MAX_CHOICE_NAME), (button_label(text), MAX_BUTTON_LABEL)):
        assert 1 <= units(name) <= most
        assert name == name.strip()
        assert len(name.splitlines()) == 1


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "\u200b \u00ad"])
def test_a_name_in_which_nothing_is_to_be_seen_becomes_an_ellipsis(text: str) -> None:
    assert choice_name(text) == button_label(text) == ELLIPSIS


@pytest.mark.parametrize("piece", ["a", "\\", "\\*", "e\u0301", "\u0301", FAMILY, " ", "🇹🇷"])
def test_time_grows_with_the_length_only(piece: str) -> None:
    assert seconds(lambda: clip(piece * 200_000, MAX_CONTENT)) < 0.5
    assert seconds(lambda: choice_name(piece * 200_000)) < 1.0
