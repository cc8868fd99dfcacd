"""Links are safe to show, and open the page at the quote."""

import re
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import EDGE_WORDS, MAX_LINK, WHOLE, at_quote, to_page
from tests.hostile import QUICK, TEXTS, THOROUGH, seconds

PAGE = "https://example.com/news"
URLS = st.one_of(
    st.just(PAGE),
    st.builds(
        "{}://{}{}".format,
        st.sampled_from(("http", "https", "HTTPS", "javascript", "ftp")),
        st.sampled_from(("example.com", "bücher.example", "[::1]:8080", "127.0.0.1", "a@b.example", "例え.jp:81", "x")),
        st.text(st.sampled_from("/a.b?=&#:~()<>[]{}|\\^`\"'%2 é漢_*-\n"), max_size=30),
    ),
    TEXTS,
)
QUOTES = st.one_of(
    TEXTS,
    st.lists(st.sampled_from(("word", "a-b", "“Yes,”", "–", "2,500", "(U.S.)", "漢字、", "ไทย", "سلام", "e\u0301", "so\u00adft", "&", "\n", "\u00a0")), max_size=40).map(" ".join),
)  # fmt: skip


def terms(link: str) -> list[str]:
    """The decoded parts of a link's text directive; empty where it has none."""
    if ":~:text=" not in link:
        return []
    return [urllib.parse.unquote(each, errors="strict") for each in link.split(":~:text=")[1].split(",")]


def collapsed(quote: str) -> str:
    """As a browser sees it: white space collapsed, soft hyphens and the like skipped."""
    seen = re.sub("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]", "", quote)
    return " ".join(seen.split())


def ends_at_letters(text: str) -> bool:
    return all(re.fullmatch(r"\w", each) or not each.isascii() for each in (text[0], text[-1]))


# The quote


def test_a_short_quote_is_named_whole() -> None:
    link = at_quote(PAGE, "About 2,500 US troops are in Iraq.")
    assert link == PAGE + "#:~:text=About%202%2C500%20US%20troops%20are%20in%20Iraq"


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    quote = "The United States, which led the invasion in 2003, still has about 2,500 troops in the country, said the Pentagon's spokesman on Friday."
    assert terms(at_quote(PAGE, quote)) == [
        "The United States, which led the",
        "said the Pentagon's spokesman on Friday",
    ]


@pytest.mark.parametrize("mark", ["-", ",", "&", "(", ")", " ", "#", "%", "“", "é", "漢", ":", "/", "?", "=", "+", "'", "*", "[", "]", "<", ">", "\\", "|"])  # fmt: skip
def test_what_means_something_in_a_directive_or_in_markdown_is_percent_encoded(mark: str) -> None:
    directive = at_quote(PAGE, f"one{mark}two").split(":~:text=")[1]
    assert directive == "one" + "".join(f"%{byte:02X}" for byte in mark.encode()) + "two"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Iraq", ["Iraq"]),
        ("“Yes,” he said.", ["Yes,” he said"]),
        ("• A point - ", ["A point"]),
        ("So\u00adft hy\u00adphens and\u200b zero widths", ["Soft hyphens and zero widths"]),
        ("no\u00a0break\u202fspaces  and   more", ["no break spaces and more"]),
        ("A heading\nThen a sentence of it.", ["A heading", "Then a sentence of it"]),
        ("One\r\n\r\nTwo\u2028Three", ["One", "Three"]),
        ("cell\tcell", ["cell", "cell"]),
        ("one two three four five six seven eight\nnine", ["one two three four five six", "nine"]),
        ("قوات أمريكية في العراق", ["قوات أمريكية في العراق"]),
        ("美军在伊拉克有2500人。", ["美军在伊拉克有2500人"]),
        ("C’est l’été\u00a0!", ["C’est l’été"]),
        ("", []),
        (" \n ", []),
        ("?!", []),
        ("\n• \n–", []),
        ("\ud800one", ["one"]),
    ],
)
def test_a_quote_is_named_by_what_a_browser_finds(quote: str, expected: list[str]) -> None:
    assert terms(at_quote(PAGE, quote)) == expected


def test_a_long_quote_without_spaces_is_cut_at_its_punctuation() -> None:
    first, last = "根据五角大楼发言人星期五的说法，", "但是没有人知道他们会留多久。"
    quote = first + "驻扎在伊拉克的美国军队大约有两千五百人，" * 6 + last
    assert terms(at_quote(PAGE, quote, 400)) == [first[:-1], last[:-1]]


def test_a_quote_that_has_no_room_is_shortened_word_by_word_and_then_left_out() -> None:
    quote = "one two three four five six seven eight nine ten"
    lengths = [len(terms(at_quote(PAGE, quote, most))) for most in range(len(PAGE), 120)]
    assert lengths == sorted(lengths, key=(0, 2, 1).index)
    assert at_quote(PAGE, quote, len(PAGE)) == PAGE
    assert terms(at_quote(PAGE, quote, len(f"{PAGE}#:~:text=one,ten"))) == ["one", "ten"]
    assert at_quote(PAGE, quote, len(PAGE) - 1) == ""


def test_one_long_word_is_named_whole_or_not_at_all() -> None:
    assert terms(at_quote(PAGE, "x" * 200)) == ["x" * 200]
    assert at_quote(PAGE, "x" * 2000) == PAGE


@THOROUGH
@given(URLS, QUOTES, st.integers(0, 700))
def test_a_link_is_short_enough_plain_ascii_and_inert_in_markdown(url: str, quote: str, most: int) -> None:
    link = at_quote(url, quote, most)
    assert len(link) <= most
    assert re.fullmatch(r"(https?://[A-Za-z0-9._\[\]:-]+[A-Za-z0-9._~!$&'*+,;=:@/?%#-]*)?", link)
    assert link.count("#") <= 1


@THOROUGH
@given(QUOTES)
def test_the_directive_holds_the_beginning_and_the_end_of_the_quote(quote: str) -> None:
    seen, found = collapsed(quote), terms(at_quote(PAGE, quote))
    assert len(found) <= 2
    for each in found:
        assert each == " ".join(each.split())
        assert ends_at_letters(each)
    if found:
        start, end = found[0], found[-1]
        before, after = seen.index(start), seen.rindex(end)
        assert not re.search(r"[^\W_]", seen[:before])
        assert not re.search(r"[^\W_]", seen[after + len(end) :])
        assert len(found) == 1 or before + len(start) <= after
        assert len(found) == 1 or max(len(each.split()) for each in found) <= EDGE_WORDS


@QUICK
@given(st.lists(st.sampled_from(("alpha", "beta", "2,500", "don’t", "U.S.", "x-ray")), min_size=2, max_size=60))
def test_words_are_never_cut(words: list[str]) -> None:
    found = terms(at_quote(PAGE, " ".join(words)))
    bare = [word.removesuffix(".") for word in words]
    assert found[0].split()[-1] in bare
    assert found[-1].split()[0] in words
    assert len(found) == (1 if len(" ".join(words).removesuffix(".")) <= WHOLE else 2)


# The page


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM/A", "https://example.com/A"),
        ("  https://example.com/a ", "https://example.com/a"),
        ("https://example.com/a?b=c&d=é", "https://example.com/a?b=c&d=%C3%A9"),
        ("https://example.com/a#section", "https://example.com/a#section"),
        ("https://example.com/a#:~:text=old", "https://example.com/a"),
        ("https://example.com/a#s:~:text=old&text=older", "https://example.com/a#s"),
        ("https://example.com/#/route/1", "https://example.com/#/route/1"),
        ("https://example.com/a_(b)", "https://example.com/a_%28b%29"),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://example.com/a>b<c", "https://example.com/a%3Eb%3Cc"),
        ("https://example.com/%41%zz%", "https://example.com/%41%25zz%25"),
        ("https://example.com/a?x[]=1|2", "https://example.com/a?x%5B%5D=1%7C2"),
        ("https://example.com\\a\\b?c\\d", "https://example.com/a/b?c%5Cd"),
        ("https://example.com\\@evil.example/", "https://example.com/@evil.example/"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://faß.example", "https://xn--fa-hia.example/"),
        ("https://例え。jp:8080/", "https://xn--r8jz45g.jp:8080/"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("http://example.com:/a", "http://example.com/a"),
        ("http://example.com:080/a", "http://example.com:80/a"),
        ("https://my_site.example./", "https://my_site.example./"),
        ("https://example.com/\u202egpj", "https://example.com/%E2%80%AEgpj"),
    ],
)
def test_a_page_is_linked_as_a_browser_reads_its_address(url: str, expected: str) -> None:
    assert to_page(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "//example.com/a", "javascript:alert(1)", "javascript://example.com/%0aalert(1)", "data:text/html,x",
        "file:///etc/passwd", "ftp://example.com/", "discord://x", "http:example.com", "http:///a", "https://user:secret@example.com/",
        "https://user@example.com/", "https://example.com:99999/", "https://example.com:0/", "https://example.com:x/", "https://[::1/",
        "https://exa mple.com/", "https://exa%6dple.com/", "https://ex>ample.com/", "https://ex)ample.com/", "https://.example.com/",
        "https://a..b/", "https://example.com/\na", "https://example.com/\x00", "java\tscript:alert(1)", "https://example.com/\ud800",
        "https://" + "a" * 300 + ".example/", "https://" + "ä" * 250 + ".example/", "https://example.com＠evil.example/",
        "https://example.com/" + "a" * MAX_LINK,
    ],
)  # fmt: skip
def test_what_is_no_safe_link_is_none_at_all(url: str) -> None:
    assert to_page(url) == ""
    assert at_quote(url, "A quote.") == ""


def test_a_section_of_the_page_is_kept_beside_the_quote() -> None:
    assert at_quote(PAGE + "#deployments", "2,500") == PAGE + "#deployments:~:text=2%2C500"
    assert at_quote(PAGE + "#:~:text=old", "2,500") == PAGE + "#:~:text=2%2C500"


@THOROUGH
@given(URLS)
def test_a_link_made_twice_is_the_same(url: str) -> None:
    assert to_page(to_page(url)) == to_page(url)


@pytest.mark.parametrize(
    "piece", ["word ", "x", "，", "漢", "漢，", "-", "a\n", "\u00ad", "e\u0301", "\u0301", "“", "_"]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    assert seconds(lambda: at_quote(PAGE, piece * 200_000)) < 1.5
    assert seconds(lambda: at_quote(PAGE + "/" + piece * 200_000, "quote")) < 1.5
    assert seconds(lambda: at_quote("https://" + piece * 200_000, "quote")) < 1.5


@pytest.mark.parametrize("host", ["discord.com", "ptb.discord.com", "discordapp.com"])
def test_a_link_to_a_message_in_discord_stays_as_it_is(host: str) -> None:
    assert at_quote(f"https://{host}/channels/1/2/3", "A sentence.") == f"https://{host}/channels/1/2/3"


def test_a_page_whose_host_only_resembles_discords_opens_at_the_quote() -> None:
    assert ":~:text=" in at_quote("https://discord.com.example.org/a", "A sentence.")
