"""Plain text and its title."""

import pytest
from hypothesis import given

from bot.intake.plain import read_pasted_plain, read_plain
from tests.hostile import TEXTS, THOROUGH


@THOROUGH
@given(TEXTS)
def test_title_and_text_are_parts_of_what_was_given(given_: str) -> None:
    text, details = read_plain(given_)
    assert given_.strip().endswith(text)
    if details.title is None:
        assert text == given_.strip()
    else:
        assert isinstance(details.title, str)
        assert given_.strip().startswith(details.title)
        assert "".join(f"{details.title}{text}".split()) == "".join(given_.split())


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n\r\n", "\n \n", "\n\t \n"])
def test_a_first_line_before_a_blank_one_is_the_title(gap: str) -> None:
    assert read_plain(f"\n A new command {gap}The general took over.\n")[0] == "The general took over."
    assert read_plain(f"A new command{gap}The general took over.")[1].title == "A new command"


@pytest.mark.parametrize(
    "text",
    [
        "The general took over.\n\nHe is Spanish.",
        "A new command\nThe general took over.",
        "A new command",
        "Is it so?\n\nIt is.",
        "他来了。\n\n她走了。",
        "هل عاد؟\n\nنعم.",
        "He said:\n\nWe left.",
        "“We left.”\n\nShe stayed.",
        "x" * 201 + "\n\nThe general took over.",
        "",
        "\n\n",
    ],
)
def test_a_sentence_or_a_lonely_line_is_no_title(text: str) -> None:
    assert read_plain(text)[1].title is None
    assert read_plain(text)[0] == text.strip()


def test_a_text_without_a_page_around_it_has_its_first_line_for_a_title_too() -> None:
    pasted = read_pasted_plain("A new command\n\nThe general took over.\n\nLeave a Reply\n")
    assert (pasted.details.title, pasted.text, pasted.tail) == (
        "A new command",
        "The general took over.",
        ("Leave a Reply",),
    )
