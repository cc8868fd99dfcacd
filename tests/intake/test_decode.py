"""Bytes to text, or the byte that is none."""

import codecs
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import ArticleRefused
from bot.intake.decode import SIGNATURES, decode
from tests.hostile import QUICK, THOROUGH, tried


def refusal(data: bytes) -> str:
    with pytest.raises(ArticleRefused) as caught:
        decode(data)
    return caught.value.reason


def named(reason: str) -> tuple[int, int, int]:
    """(byte, its value, line) of a refusal."""
    found = re.match(r"Byte ([\d,]+) \(0x([0-9a-f]{2}), on line ([\d,]+)\)", reason)
    assert found, reason
    return int(found[1].replace(",", "")), int(found[2], 16), int(found[3].replace(",", ""))


@THOROUGH
@given(st.binary())
@example(b"\xff\xfe\x00\xd8")
@example(b"\xfe\xff\xd8")
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    found = tried(lambda: decode(data))
    assert isinstance(found, str) or str(found).endswith(".")


@QUICK
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_comes_back_to_the_letter(encoding: str, text: str) -> None:
    if encoding != "utf-8" or not text.startswith("\ufeff"):
        assert decode(text.encode(encoding)) == text


@QUICK
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_utf_16_is_read_in_either_order_of_bytes(text: str) -> None:
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == text


@QUICK
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")), min_size=1))
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_the_byte_and_the_line_that_are_wrong_are_named(mark: bytes, lines: list[str]) -> None:
    before = mark + "\n".join(lines).encode()
    assert named(refusal(before + b"\xff and more\n")) == (len(before), 0xFF, len(lines))


@pytest.mark.parametrize("text", ["one\ntwo\nthree", "ਪੰਜਾਬੀ\nਪੰਜਾਬੀ", "Ċ\nĊ"])
@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_the_line_that_is_wrong_is_counted_in_characters_of_utf_16_too(mark: bytes, text: str) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    before = mark + text.encode(encoding)
    assert named(refusal(before + "\ud800".encode(encoding, "surrogatepass")))[2] == text.count("\n") + 1


def test_a_half_character_at_the_end_of_utf_16_is_refused() -> None:
    assert named(refusal(codecs.BOM_UTF16_LE + b"a\x00b"))[0] == 4


def test_latin_1_is_refused_at_its_first_accent() -> None:
    assert named(refusal("Zürich".encode("latin-1"))) == (1, 0xFC, 1)


def test_halves_of_surrogate_pairs_are_not_utf_8() -> None:
    assert named(refusal(b"ab\xed\xa0\x80"))[0] == 2


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_file_that_is_no_text_is_named_for_what_it_is(signature: bytes) -> None:
    assert SIGNATURES[signature] in refusal(signature + b"\x00\xff rest")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_never_passes_for_text(encoding: str) -> None:
    found = tried(lambda: decode("The soldiers left.".encode(encoding)))
    assert not isinstance(found, str) or "\0" in found  # which `drafts` refuses


def test_empty_bytes_are_empty_text() -> None:
    assert decode(b"") == decode(codecs.BOM_UTF8) == decode(codecs.BOM_UTF16_LE) == ""
