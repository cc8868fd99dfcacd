"""Markdown: what a reader sees, and what the front matter says."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import ArticleRefused
from bot.intake.markdown import read_markdown, read_pasted_markdown
from bot.text import segment
from tests.hostile import CLEAN, FRAGMENTS, QUICK, THOROUGH, alone, seconds, tried

MARKS = ("# ", "## ", "> ", "- ", "1. ", "* ", "*", "**", "_", "`", "```\n", "~~~", "---\n", "===\n", "| a ", "|---", "|", "<b>", "</b>",
         "<div>\n", "<!--", "-->", "[", "](http://a.b)", "![", "[a]: b\n", "\\", "&amp;", "&#0;", "&#xD800;", "    ", "\t", "  \n", "<http://a.b>")  # fmt: skip
MARKDOWN = st.lists(st.one_of(st.sampled_from(MARKS + FRAGMENTS), st.text(CLEAN, max_size=4)), max_size=30).map("".join)
YAML = st.lists(
    st.sampled_from(
        ["title: ", "id: ", "published: ", "tags: ", "url: ", "? ", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ",", "&a ", "*a",
         "<<: ", "!!int ", "!!float ", "!!bool ", "!!timestamp ", "!!binary ", "!!set ", "!!omap ", "!!str ", "!!null ", "!x ", "'",
         '"', "|", ">", "0x1", "0x" + "f" * 5000, "1:2", "-", "~", "no", "=", "%YAML 1.1", "...", "a", "é", "\x07", "2024-01-25", "#"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
BODY = "The general took over the mission."


def text(markdown: str) -> str:
    return read_markdown(markdown)[0]


def fields(yaml: str) -> dict[str, object]:
    """What the details are, of front matter with these lines."""
    details = read_markdown(f"---\n{yaml}\n---\n\n{BODY}")[1]
    return {name: value for name in details.__slots__ if (value := getattr(details, name)) is not None}


def refusal(markdown: str) -> str:
    with pytest.raises(ArticleRefused) as caught:
        read_markdown(markdown)
    return caught.value.reason


# Any text


@THOROUGH
@given(MARKDOWN)
def test_any_markdown_is_text(markdown: str) -> None:
    try:
        assert isinstance(text(markdown), str)
    except ArticleRefused:
        assert markdown.strip().startswith(("---", "{"))


@THOROUGH
@given(YAML)
@example("title: !!bool x")
@example("title: !!int ''")
@example("title: !!float ''")
@example("title: !!timestamp x")
@example("? 0x" + "f" * 5000 + "\n: x")
def test_any_front_matter_is_read_or_refused(yaml: str) -> None:
    found = tried(lambda: read_markdown(f"---\n{yaml}\n---\n\n{BODY}"))
    assert isinstance(found, tuple) or str(found).endswith(".")


@QUICK
@given(
    st.lists(
        st.lists(st.from_regex(r"[a-z]{1,9}[0-9]?", fullmatch=True), min_size=1, max_size=9).map(" ".join),
        min_size=1,
        max_size=6,
    )
)
def test_paragraphs_without_marks_are_kept_as_they_are(paragraphs: list[str]) -> None:
    assert text("\n\n".join(paragraphs)) == "\n\n".join(paragraphs)


WRAPPERS = [
    "{}",
    "*{}*",
    "**{}**",
    "_{}_",
    "***{}***",
    "`{}`",
    "[{}](http://a.b/c 'd')",
    "<b>{}</b>",
    "[{}][ref]",
    "<span class=x>{}</span>",
]
BLOCKS = ["{}", "## {}", "> {}", "> > {}", "- {}", "1. {}", "- - {}", "> - {}", "```\n{}\n```", "    {}", "{}\n---", "| {} | x |\n|---|---|",
          "- a\n\n  {}", "<div>\n\n{}\n\n</div>", "+ {}", "   {}"]  # fmt: skip


@THOROUGH
@given(st.lists(st.tuples(st.sampled_from(BLOCKS), st.sampled_from(WRAPPERS)), min_size=1, max_size=8))
def test_no_word_is_lost_and_none_is_joined_with_its_neighbour(shapes: list[tuple[str, str]]) -> None:
    parts = ["start"]
    for number, (block, wrapper) in enumerate(shapes):
        parts += [block.format(wrapper.format(f"word{number} other{number}")), f"Plain{number}."]
    found = text("\n\n".join(parts) + "\n\n[ref]: http://a.b\n")
    assert re.findall(r"word\d+ other\d+", found) == [f"word{number} other{number}" for number in range(len(shapes))]
    for number in range(len(shapes)):
        assert f"\nPlain{number}." in found


# What a reader sees


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("Para *one* **two** `code` [link](http://x.y/z) end.", "Para one two code link end."),
        ("a <b>bold</b> word<br>next", "a bold word\nnext"),
        ("a <!-- hidden --> b", "a  b"),
        (r"5 \* 3 &amp; 4 &lt; 5 &#8212; ok", "5 * 3 & 4 < 5 — ok"),
        ("soft\nbreak", "soft break"),
        ("hard  \nbreak", "hard\nbreak"),
        ("hard\\\nbreak", "hard\nbreak"),
        ("> one\n> > two\n\nthree", "one\n\ntwo\n\nthree"),
        ("1. one\n2. two\n\n   more\n3. three", "- one\n- two\n- more\n- three"),
        ("- one\n  - two\n- three\n\npara", "- one\n- two\n- three\n\npara"),
        ("| a | b |\n|---|---|\n| c | d e |\n\npara", "a | b\n\nc | d e\n\npara"),
        ("```py\ncode\n\nmore\n```\n\npara", "code\n\nmore\n\npara"),
        ("See [ref].\n\n[ref]: http://x.y", "See ref."),
        ("See <http://a.b/c> there", "See http://a.b/c there"),
        ("Head\n===\n\n## Sub\n\ntext", "Sub\n\ntext"),
        ("![a picture](a.png) of it", "of it"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("2024\\. A year", "2024. A year"),
        ("a\r\n\r\nb\r\nc", "a\n\nb c"),
        ("***\n\ntext\n\n---\n\nmore", "text\n\nmore"),
    ],
)
def test_what_is_left_is_what_a_reader_sees(markdown: str, seen: str) -> None:
    assert text(markdown).strip() == seen


def test_a_paragraph_within_html_is_read_too() -> None:
    assert BODY in text(f"Before.\n\n<div>\n{BODY}\n</div>\n\nAfter.")
    assert BODY in text(f'<p align="center">{BODY}</p>')


def test_words_on_either_side_of_a_tag_within_html_are_two_words() -> None:
    found = text("<div>\none<br>two<p>three</p>four<ul><li>five<li>six</ul>\n</div>")
    assert found.split() == ["one", "two", "three", "four", "five", "six"]


def test_scripts_styles_and_comments_are_not_read() -> None:
    found = text("<script>\nalert(1)\n</script>\n\n<style>\na{}\n</style>\n\n<!--\nhidden\n-->\n\nSeen.")
    assert found.strip() == "Seen."


def test_a_word_after_a_line_break_of_html_is_a_word_of_its_own() -> None:
    assert text("one<br>two<br/>three").split() == ["one", "two", "three"]


@pytest.mark.parametrize("depth", [5, 15, 25, 60, 100, 200, 2_000])
@pytest.mark.parametrize("mark", ["> ", "- "])
def test_what_stands_deep_within_lists_and_quotes_is_not_lost(mark: str, depth: int) -> None:
    try:
        assert BODY in text(mark * depth + BODY)
    except ArticleRefused:
        assert depth > 20


def test_the_items_of_a_deep_list_are_not_lost() -> None:
    try:
        found = text("\n".join(f"{'  ' * level}- item{level}" for level in range(30)))
    except ArticleRefused:
        return
    assert found.splitlines() == [f"- item{level}" for level in range(30)]


def test_items_of_a_list_are_sentences_of_their_own_even_where_the_next_begins_with_a_small_letter() -> None:
    items = [
        "a café on the second floor of the old town hall, run by Olga Petrova",
        "opening hours from 9 in the morning to 8 in the evening, except on Sundays",
    ]
    found = text("\n".join(f"- {item}" for item in items))
    spans = [span for passage in segment(found, "en") for span in passage.sentences]
    assert [found[start:end] for start, end in spans] == items


def test_a_table_within_a_list_keeps_its_rows() -> None:
    assert "one | two" in text("- item\n\n  | a | b |\n  |---|---|\n  | one | two |\n")


def test_a_first_paragraph_that_is_indented_stays_code() -> None:
    assert text("    a  *b*\n    c") == "a  *b*\nc"


# Titles


def test_the_first_heading_is_the_title_and_is_not_said_twice() -> None:
    found, details = read_markdown(f"# A *new* command &amp; more\n\n{BODY}")
    assert (found, details.title) == (BODY, "A new command & more")


def test_a_heading_that_differs_from_the_title_stays_in_the_text() -> None:
    found, details = read_markdown(f"---\ntitle: Another\n---\n# A new command\n\n{BODY}")
    assert (found, details.title) == (f"A new command\n\n{BODY}", "Another")


def test_a_heading_below_the_first_paragraph_or_of_the_second_level_is_no_title() -> None:
    assert read_markdown(f"{BODY}\n\n# Later\n")[1].title is None
    assert read_markdown(f"## Second\n\n{BODY}")[1].title is None


# Front matter


def test_front_matter_says_what_an_article_is() -> None:
    assert fields("title: A\nid: b\ntags: [c, d]\nother: e") == {"title": "A", "id": "b", "tags": ["c", "d"]}


@pytest.mark.parametrize("line", ["added: 2024-01-25", "shelf: guild:1", "text: x", "origin: x"])
def test_a_file_does_not_say_on_which_shelf_and_since_when_it_is(line: str) -> None:
    assert fields(f"title: A\n{line}") == {"title": "A"}


def read_title(word: str) -> object:
    try:
        return fields(f"title: {word}").get("title")
    except ArticleRefused as refused:
        return refused.reason


def test_a_title_is_what_is_written_there() -> None:
    words = [
        "no",
        "No",
        "yes",
        "On",
        "off",
        "y",
        "1984",
        "007",
        "0x10",
        "12:30",
        "24:7",
        "1_000",
        "1e3",
        ".5",
        "3.10",
        "0b11",
        ".inf",
        "=",
        "2024-01-25",
        "2024-13-45",
        "5.0",
    ]
    assert {word: read_title(word) for word in words if str(read_title(word)) != word} == {}


def test_norwegian_is_a_language() -> None:
    assert fields("title: A\nlanguage: no")["language"] == "no"


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        (f"---\ntitle: [a\n---\n\n{BODY}", 2),
        (f"---\ntitle: a\nid: 'x\n---\n\n{BODY}", 3),
        (f"---\n\n\ntitle: a\nid: *x\n---\n\n{BODY}", 5),
        (f"\n\n---\ntitle: a\nid: *x\n---\n\n{BODY}", 5),
        (f"---\ntitle: a: b\n---\n\n{BODY}", 2),
    ],
)
def test_a_refusal_names_the_line_of_the_file(markdown: str, line: int) -> None:
    found = re.search(r"on line (\d+)", refusal(markdown))
    assert found
    assert abs(int(found[1]) - line) <= (1 if "[a" in markdown or "'x" in markdown else 0)


def test_a_text_between_two_rules_is_no_front_matter_and_is_not_lost() -> None:
    assert BODY in text(f"---\n\n{BODY}\n\n---\n\nMore of it.")
    assert BODY in text(f"---\n{BODY}\n---\nMore of it.")


def test_a_rule_at_the_head_without_another_is_a_rule() -> None:
    assert text(f"---\n\n{BODY}").strip() == BODY


def test_only_three_hyphens_begin_front_matter() -> None:
    assert BODY in text(f"{{\n{BODY}\n}}\n\nMore of it.")


def test_a_value_in_the_body_is_no_front_matter() -> None:
    found, details = read_markdown(f"{BODY}\n\n---\ntitle: x\n---\n")
    assert details.title is None
    assert "title: x" in found


# Bombs: in a process of their own, where they may crash and hang


HEAD = "from bot.intake.markdown import read_markdown\nfrom bot.errors import ArticleRefused\n"
READ = "\ntry:\n    read_markdown(f'---\\n{bomb}\\n---\\n\\nBody.')\nexcept ArticleRefused:\n    pass\nprint('read or refused')"
BOMBS = {
    "laughs": "bomb = 'a: &a [x,x]\\n' + ''.join(f'{n}: &{n} [' + '*a,' * 9 + ']\\n' for n in 'bcdefgh')",
    "merges": "bomb = 'a: &a {x: y}\\n' + ''.join(f'{n}: &{n} {{<<: [' + ','.join([f'*{p}'] * 9) + ']}\\n' "
    "for p, n in zip('abcdefgh', 'bcdefghi'))",
    "lists": "bomb = 'a: ' + '[' * 100_000",
    "maps": "bomb = 'a: ' + '{a: ' * 100_000",
    "closed lists": "bomb = 'a: ' + '[' * 50_000 + ']' * 50_000",
    "block maps": "bomb = '\\n'.join(' ' * n + 'a:' for n in range(3_000))",
    "sixties": "bomb = 'title: ' + '1:' * 50_000 + '1'",
    "digits": "bomb = 'title: ' + '9' * 200_000",
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_front_matter_crashes_or_hangs(name: str) -> None:
    assert alone(f"{HEAD}{BOMBS[name]}{READ}") == "read or refused"


def test_a_date_of_many_aliases_is_refused_at_once() -> None:
    code = """
from bot.intake import read_document
from bot.errors import ArticleRefused
from bot.model import SHARED
lines = "a: &a [x,x,x,x,x,x,x,x,x]\\n"
for p, n in zip("abcdefgh", "bcdefghi"):
    lines += f"{n}: &{n} [" + ",".join([f"*{p}"] * 9) + "]\\n"
try:
    read_document(f"---\\ntitle: T\\n{lines}published: *i\\n---\\n\\nThe body of it.".encode(), "a.md", SHARED)
except ArticleRefused:
    print("refused")
"""
    assert alone(code) == "refused"


@pytest.mark.parametrize(
    "piece",
    ["[", "*a ", "**a", "_a*", "- ", "<a ", "&amp;", "[a](", "[a](<b", "[a]", "[a]: b\n", "\n", " ", "- a\n",
     "```\n", "\\*", "<b>", "---\n", "a\n", "> a\n", "* ", "[x](y) ", "x", "|a", "\t", '[a](b "', "[f]( "],
)  # fmt: skip
def test_markdown_takes_linear_time(piece: str) -> None:
    markdown = piece * (15_000 // len(piece))
    assert seconds(lambda: text(f"{BODY}\n\n{markdown}\n\n{BODY}")) < 5


@pytest.mark.parametrize("width", [2, 2_000])
def test_a_large_table_takes_linear_time(width: int) -> None:
    row, rule = "|a" * width + "|\n", "|-" * width + "|\n"
    assert seconds(lambda: text(row + rule + row * (10_000 // width))) < 5


# Pasted pages


def test_a_heading_below_the_menu_of_a_page_is_the_title() -> None:
    pasted = read_pasted_markdown(
        f"The Post\n\n[Home](/)\n\n[Sign in](/x)\n\n# A new command\n\nBy Mary Fox\n\n{BODY}\n"
    )
    assert (pasted.details.title, pasted.details.author) == ("A new command", "Mary Fox")
    assert (pasted.text, pasted.head) == (BODY, ("The Post", "Home", "Sign in", "By Mary Fox"))


def test_a_heading_below_prose_or_one_of_several_is_no_title() -> None:
    assert read_markdown(f"Menu\n\n{BODY}\n\n# Later")[1].title is None
    assert read_markdown(f"Menu\n\n# One\n\n{BODY}\n\n# Two")[1].title is None


def test_lines_of_a_page_in_one_paragraph_stay_lines_and_a_wrapped_sentence_is_one() -> None:
    assert (
        text(f"By Mary Fox\n14 March 2024\n3 min read\n\n{BODY}") == f"By Mary Fox\n14 March 2024\n3 min read\n\n{BODY}"
    )
    assert text("The last ferry left with passengers from all over\nthe\nworld.") == (
        "The last ferry left with passengers from all over the world."
    )


def test_buttons_in_one_line_are_set_aside() -> None:
    assert read_pasted_markdown(f"{BODY}\n\n[Share](a) [Tweet](b) [Print](c)").tail == ("Share Tweet Print",)


@pytest.mark.parametrize(
    ("yaml", "author"),
    [
        ("author: Mary Fox", "Mary Fox"),
        ("author: [Mary Fox, Ann Dow]", "Mary Fox, Ann Dow"),
        ("author: {name: x}", None),
    ],
)
def test_the_front_matter_names_the_author(yaml: str, author: str | None) -> None:
    assert fields(yaml).get("author") == author


def test_the_front_matter_goes_before_what_the_page_says() -> None:
    details = read_pasted_markdown(
        f"---\npublished: 2020-01-02\n---\n# T\n\nBy Mary Fox\n14 March 2024\n\n{BODY}"
    ).details
    assert (details.published, details.author) == ("2020-01-02", "Mary Fox")
