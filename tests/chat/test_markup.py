"""Text of strangers reads as it is, and does nothing. What a reader sees is told by `tests.chat.rendering`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.limits import MAX_CONTENT, clip, fits
from bot.chat.markup import block_quote, bold, masked, plain, subtext
from bot.links import at_quote
from bot.reply import printable
from tests.chat.rendering import rendered
from tests.hostile import QUICK, TEXTS, THOROUGH, seconds

PIECES = (
    "*", "**", "_", "__", "~", "~~", "|", "||", "`", "```", "\\", "\\\\", "<", ">", ">>> ", "> ", "# ", "## ", "-# ", "- ", "+ ", "* ",
    "1. ", "12.", "[", "]", "(", ")", "](", "<@1>", "<@!1>", "<@&1>", "<#1>", "<:x:1>", "<a:x:1>", "<t:1>", "<t:1:R>", "</a b:1>",
    "<id:browse>", "<sound:1>", "@everyone", "@here", "@", "here", ":", ":x:", "::", "://", "http", "https://a.b", "steam://", "discord.gg/",
    "a", "b1", "é", "漢", " ", "  ", "\n", "\u2028", "\v", "\u200b", "\ufeff", "\u00ad", "\u202e", "e\u0301", "👍🏽", ".", "!", "¯\\_(ツ)_/¯", "-", "#", "+1",
)  # fmt: skip
RICH = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), TEXTS)
URL = "https://example.com/a#:~:text=b"

ATTACKS = [
    ("bold", "**a**"), ("bold", "x**a**y"), ("bold", "** a **"), ("bold", "***a***"), ("bold", "**a*b**"),
    ("italics", "*a*"), ("italics", "_a_"), ("italics", "a _b c_ d"), ("italics", "_a_."), ("italics", "2*3*4"), ("italics", "*a *"),
    ("underline", "__a__"), ("underline", "snake__case__x"), ("strike", "~~a~~"), ("strike", "~~~a~~~"), ("spoiler", "||a||"), ("spoiler", "a || b || c"),
    ("code", "`a`"), ("code", "``a`b``"), ("code", "a `*b*` c"), ("code block", "```a```"), ("code block", "```py\nx\n```"),
    ("heading", "# a"), ("heading", "## a"), ("heading", "### a"), ("heading", "   # a"), ("heading", "#\ufeffa"), ("heading", "x\n# a"),
    ("subtext", "-# a"), ("subtext", " -#  a"), ("subtext", "x\n-# a"),
    ("quote", "> a"), ("quote", ">  a"), ("quote", ">>> a"), ("quote", "x\n> a"), ("quote", "x\n>>> a"),
    ("list", "- a"), ("list", "* a"), ("list", "+ a"), ("list", "1. a"), ("list", "2024. a"), ("list", "x\n- a"), ("list", "  - a"),
    ("link", "[a](https://evil.example)"), ("link", "[a](<https://evil.example>)"), ("link", "[a] b [c](https://evil.example 'd')"),
    ("link", "[[a]](https://evil.example)"), ("link", "![a](https://evil.example)"), ("link", "[a\\](https://evil.example)"),
    ("bare link", "https://evil.example"), ("bare link", "http://evil.example/a_b_c"), ("bare link", "xhttps://evil.example"),
    ("bare link", "steam://run/1"), ("bare link", "(https://evil.example)"), ("angle link", "<https://evil.example>"), ("angle link", "<x:/y>"),
    ("mail link", "<a@evil.example>"), ("telephone link", "<tel:+1 555 1234>"), ("telephone link", "<+1555>"), ("preview", "https://evil.example"),
    ("mention", "@everyone"), ("mention", "@here"), ("mention", "a@everyone"), ("mention", "me@here.example"), ("mention", "@hereabouts"),
    ("mention", "<@123>"), ("mention", "<@!123>"), ("mention", "<@&123>"), ("mention", "<#123>"), ("ping", "<@123>"), ("ping", "<@&123>"),
    ("ping", "\\<@123>"), ("mention", "<@$123>"), ("mention", "<@time:now>"), ("silent", "@silent a"),
    ("command", "</sources:1>"), ("command", "</sources list:1>"), ("navigation", "<id:browse>"), ("navigation", "<id:linked-roles:1>"),
    ("timestamp", "<t:0>"), ("timestamp", "<t:1700000000:R>"), ("timestamp", "<t:-1:f>"), ("sound", "<sound:1>"),
    ("custom emoji", "<:a:1>"), ("custom emoji", "<a:a:1>"), ("emoji", ":smile:"), ("emoji", "a:smile:smile:"), ("emoji", ":+1::skin-tone-2:"), ("emoji", "::x:"),
    ("card", "discord.gg/abc"), ("card", "https://discord.gg/abc"), ("card", "discord.com/invite/abc"), ("card", "Discord.GG/abc"), ("card", "discord.gift/abc"), ("card", "xdiscord.gg/abc"), ("card", "discordapp.com/invite/abc"),
    ("bold", "> **a**\n-# b"), ("quote", "a\n> -# Reuters · 25 Jan 2024"),
]  # fmt: skip
READING = [
    "", "a", "a < b", "a > b", "About 2,500 troops (5%) are there.", "[sic]", "see [1] and [2]", "~5 %", "Title | Source", "-5 °C", "+1 555",
    "3.5 million", "1.5", "1.", "a # b", "a - b", "10:30", "10:30:45", "C:\\Users\\x", "\\", "a\\", "¯\\_(ツ)_/¯", "a@b.example", "@user",
    "snake_case", "5 * 3", "a/b", "“Yes,” she said…", "It’s 50¢", "<3", "e\u0301", "سلام", "漢字。", "👩‍👩‍👧 :)", "a\u00a0b", "\u200b# a", "he: she", "x:", ":",
]  # fmt: skip


def inert(markup: str, text: str) -> None:
    seen = rendered(markup)
    assert seen.active == ()
    assert seen.text == printable(text)


# Plain text


@pytest.mark.parametrize(("kind", "attack"), ATTACKS)
def test_what_would_act_does_nothing_and_reads_as_it_is(kind: str, attack: str) -> None:
    assert rendered(attack).of(kind), "else it is no attack"
    inert(plain(attack), attack)


@pytest.mark.parametrize("text", READING)
def test_a_text_reads_as_it_is(text: str) -> None:
    inert(plain(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "About 2,500 US troops (5%) are in Iraq, U.S. officials said on Jan. 25 – “for now”.", "a < b > c", "see [1] and [sic]", "~5 %", "Title | Source",
        "-5 °C", "3.5 million", "10:30 a.m.", "me@mail.example", "@user", "a/b", "a - b # c + d", "(a) [b] {c} = $5 & 6!",
    ],
)  # fmt: skip
def test_what_does_nothing_gets_no_backslash(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* \\ `b`", "\\*a\\* \\\\ \\`b\\`"),
        ("https://a.b/c", "https\\://a.b/c"),
        ("[a](b)", "[a]\\(b)"),
        ("<@1> @everyone", "\\<\\@1> \\@everyone"),
        ("1. # a", "1\\. # a"),
        ("||a||", "\\|\\|a\\|\\|"),
        ("discord.gg/a", "discord.gg\\/a"),
        (" a\n\n# b ", "a # b"),
    ],
)
def test_a_backslash_stands_where_it_is_needed(text: str, expected: str) -> None:
    assert plain(text) == expected


@THOROUGH
@given(RICH)
def test_any_text_reads_as_it_is_and_does_nothing(text: str) -> None:
    inert(plain(text), text)


@THOROUGH
@given(RICH, st.sampled_from(("{}", "> {}", "-# {}", "a\n{}\nb", "a {} b", "**a** {}", "> a\n-# b · {}")))
def test_any_text_does_nothing_wherever_it_stands(text: str, around: str) -> None:
    seen, usual = rendered(around.format(plain(text) or "x")), rendered(around.format("x"))
    assert [kind for kind, _ in seen.active] == [kind for kind, _ in usual.active]


@THOROUGH
@given(RICH, st.integers(1, 40))
def test_a_text_that_is_cut_still_does_nothing(text: str, most: int) -> None:
    seen = rendered(clip(plain(text), most))
    assert seen.active == ()
    assert printable(text).startswith(seen.text.removesuffix("…"))


# Block quotes and small print


@THOROUGH
@given(RICH, RICH)
def test_a_text_leaves_neither_its_block_quote_nor_its_small_print(text: str, other: str) -> None:
    seen = rendered(f"{block_quote('x' + text)}\n{subtext('x' + other)}\nend")
    assert seen.active == (("quote", printable("x" + text)), ("subtext", printable("x" + other)))
    assert seen.text.endswith("end")


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_is_no_quote(text: str) -> None:
    assert block_quote(text) == subtext(text) == plain(text) == bold(text, [(0, 1)]) == ""


@THOROUGH
@given(RICH, st.integers(12, 60))
def test_a_block_quote_is_cut_to_fit(text: str, most: int) -> None:
    quote = block_quote("x" + text, [(0, 1)], most)
    assert fits(quote, most)
    seen = rendered(quote)
    shown = seen.of("quote")[0]
    assert shown == printable("x" + text) or (shown.endswith("…") and printable("x" + text).startswith(shown[:-1]))
    assert set(seen.of("bold")) <= {"x"}
    assert len(seen.active) == 1 + len(seen.of("bold"))


def test_a_long_quote_takes_the_room_there_is() -> None:
    assert len(block_quote("a" * 5_000)) == MAX_CONTENT
    assert MAX_CONTENT - 1 <= len(block_quote("*" * 5_000)) <= MAX_CONTENT
    assert len(block_quote("a" * 5_000, most=100)) == 100
    assert [block_quote("ab", most=most) for most in range(5)] == ["", "", "", "> …", "> ab"]


# Bold


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("About 2,500 troops.", [(6, 11)], "About **2,500** troops."),
        ("About 2,500 troops.", [], "About 2,500 troops."),
        ("About 2,500 troops.", [(0, 19)], "**About 2,500 troops.**"),
        ("It cost $5,000 (5%).", [(8, 14), (16, 18)], "It cost **$5,000** (**5%**)."),
        ("a  b\n c d", [(6, 7)], "a b **c** d"),
        ("  a b", [(2, 3)], "**a** b"),
        ("US troops left", [(0, 2), (3, 9)], "**US troops** left"),
        ("US troops left", [(3, 9), (0, 5)], "**US troops** left"),
        ("US, troops left", [(0, 2), (4, 10)], "**US**, **troops** left"),
        ("在伊拉克有2500名士兵。", [(5, 9)], "在伊拉克有**2500**名士兵。"),
        ("a_b c", [(0, 3)], "**a\\_b** c"),
        ("1. a", [(0, 1)], "**1**\\. a"),
        ("1. a", [(0, 4)], "**1\\. a**"),
        ("[a](b)", [(3, 6)], "[a]**\\(b)**"),
    ],
)
def test_spans_are_bold(text: str, spans: list[tuple[int, int]], expected: str) -> None:
    assert bold(text, spans) == expected


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("About 2,500", (5, 11)), ("About 2,500 ", (6, 12)), ("About 2,500", (8, 11)), ("About 2,500", (6, 7)), ("don’t go", (0, 3)), ("thousands", (0, 8)), ("*a* b", (1, 2)),
        ("*a* b", (0, 3)), ("_a_ b", (0, 3)), ("e\u0301 b", (0, 1)), ("👩‍👧 b", (0, 1)), ("👩‍👧 b", (2, 3)), ("👍🏽 b", (0, 1)), ("कि b", (0, 1)), ("a b", (2, 4)),
        ("a b", (-1, 1)), ("a b", (1, 1)), ("a b", (2, 1)), ("a ** b", (2, 4)),
    ],
)  # fmt: skip
def test_what_could_not_be_bold_alone_stays_as_it_is(text: str, span: tuple[int, int]) -> None:
    assert bold(text, [span]) == plain(text)


@THOROUGH
@given(RICH, st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=5))
def test_bold_changes_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    seen = rendered(bold(text, spans))
    assert seen.text == printable(text)
    assert {kind for kind, _ in seen.active} <= {"bold"}
    assert all(each == each.strip() for each in seen.of("bold"))


@QUICK
@given(
    st.lists(st.sampled_from(("US", "2,500", "(a)", "b_c", "https://a.b", "d.", "**")), min_size=1, max_size=9),
    st.data(),
)
def test_whole_words_are_bold_where_they_hold_no_sign_of_markdown_at_their_ends(
    words: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, len(words) - 1))
    start = sum(len(word) + 1 for word in words[:chosen])
    seen = rendered(bold(" ".join(words), [(start, start + len(words[chosen]))]))
    assert seen.of("bold") == ([] if words[chosen] == "**" else [words[chosen]])


# Links


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("How many troops?", "How many troops?"), ("[Update] Troops", "[Update] Troops"), ("a_b", "a_b"), ("Title | Source: 5", "Title | Source: 5"),
        ("*a* `b` <c>", "＊a＊ ˋbˋ ＜c>"), ("a [b", "a ［b"), ("a ] b", "a ］ b"), ("[[a]]", "［［a］］"), ("[a](https://evil.example)", "［a］(evil.example) (example.com)"),
        ("https://example.com/a", "example.com/a"), ("HTTP://a.example", "a.example (example.com)"), ("x://y", "x: //y"), ("https：／／a", "a"), ("https꞉⁄⁄a", "a"),
        (":smile:", "﹕smile:"), ("@everyone", "＠everyone"), ("discord.gg/abc", "discord.gg／abc (example.com)"), ("-# a", "–# a"), ("# a", "＃ a"), ("> a", "＞ a"),
        ("_a_ __b__", "＿a＿ ＿＿b＿＿"), ("||a|| ~~b~~", "｜｜a｜｜ ～～b～～"), ("a\\", "a＼"), ("a\nb", "a b"), ("so\u00adft", "soft"),
    ],
)  # fmt: skip
def test_a_label_reads_much_as_it_is_and_the_link_is_one(label: str, shown: str) -> None:
    seen = rendered(masked(label, URL))
    assert seen.of("link") == [shown]
    assert seen.of("target") == [URL]


@pytest.mark.parametrize(
    ("label", "url", "host"),
    [
        ("reuters.com", "https://evil.example/a", "evil.example"),
        ("Troops leave - www.Reuters.COM", "https://evil.example", "evil.example"),
        ("reuters.com", "https://reuters.com.evil.example/", "reuters.com.evil.example"),
        ("evil.example", "https://reuters.com@x.example/", "x.example"),
        ("reuters.com", "https://" + "a" * 60 + ".evil.example/", "a" * 47 + ".evil.example"),
        ("reuters.com", "https://www.reuters.com/world", ""),
        ("Reuters.com: troops leave", "https://uk.reuters.com/world", ""),
        ("The U.S. has 2.500 troops, e.g. in Iraq...", "https://evil.example", ""),
    ],
)
def test_a_label_that_names_another_site_is_followed_by_the_one_that_it_opens(label: str, url: str, host: str) -> None:
    shown = f"{label} ({host})" if host else label
    assert rendered(masked(label, url)).of("link") == [shown]


@THOROUGH
@given(RICH, RICH, RICH)
def test_a_link_is_one_whatever_its_label_and_what_stands_beside_it(label: str, before: str, after: str) -> None:
    seen = rendered(f"x{plain(before)} {masked('x' + label, URL)} {plain(after)}")
    assert [kind for kind, _ in seen.active if kind != "preview"] == ["link", "target"]
    assert seen.of("target") == [URL]


@pytest.mark.parametrize("label", ["", " ", "\u200b", "\u3164"])
def test_a_link_without_a_label_shows_its_address_and_no_preview(label: str) -> None:
    assert masked(label, URL) == f"<{URL}>"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://a.b/c d", "https://a.b/c)", "https://a.b/>", "https://a.b/\\", "https://a.b/é", "https://a.b/\n"])  # fmt: skip
def test_what_is_no_safe_address_is_no_link(url: str) -> None:
    assert masked("a *b*", url) == "a \\*b\\*"


@QUICK
@given(st.text(max_size=30), TEXTS)
def test_a_link_to_a_quote_is_always_safe(path: str, quote: str) -> None:
    url = at_quote("https://example.com/" + path, quote)
    assert not url or rendered(masked("a", url)).of("target") == [url]


@pytest.mark.parametrize("piece", [*PIECES, ":a", "]", "[a", "discord.a", "a_", "a b "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert seconds(lambda: plain(text)) < 1.0
    assert seconds(lambda: block_quote(text, [(0, 5)] * 100)) < 1.0
    assert seconds(lambda: masked(text, URL)) < 1.5
