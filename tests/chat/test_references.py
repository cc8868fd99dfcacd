"""What a button knows comes back as it was packed; what a stranger has written is refused, and never worse."""

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.limits import MAX_CUSTOM_ID
from bot.chat.references import (
    MAX_REFERENCES,
    PACKED,
    PERSON,
    Reference,
    checksum,
    pack,
    pack_for,
    unpack,
    unpack_for,
)
from bot.errors import Gone
from bot.model import Article
from tests.hostile import QUICK, TEXTS
from tests.values import source

KEYS = st.binary(min_size=6, max_size=6).map(lambda data: base64.urlsafe_b64encode(data).decode())


@st.composite
def references(draw: st.DrawFn) -> Reference:
    start = draw(st.integers(0, 5_000_000))
    return Reference(draw(KEYS), start, start + draw(st.integers(0, 5_000_000)), draw(st.integers(0, 65_535)))


@given(st.lists(references(), min_size=1, max_size=MAX_REFERENCES))
@QUICK
def test_references_come_back_as_they_were_packed(every: list[Reference]) -> None:
    payload = pack(every)
    assert unpack(payload) == tuple(every)
    assert len(f"unhelpful:{payload}") <= MAX_CUSTOM_ID


@given(references(), st.integers(0, 2**64 - 1))
@QUICK
def test_who_asked_comes_back_as_it_was_packed(each: Reference, person: int) -> None:
    assert unpack_for(pack_for(person, each)) == (person, each)


def test_no_more_references_are_packed_than_a_button_holds() -> None:
    assert unpack(pack([Reference("AAAAAAAA", n, n, 0) for n in range(9)]))[-1].start == MAX_REFERENCES - 1


@given(st.one_of(st.text(max_size=120), st.binary(max_size=80).map(lambda data: base64.b64encode(data).decode())))
@QUICK
def test_any_text_is_unpacked_or_refused(payload: str) -> None:
    with contextlib.suppress(Gone):
        assert 1 <= len(unpack(payload)) <= MAX_REFERENCES
    with contextlib.suppress(Gone):
        assert unpack_for(payload)[0] < 2**64


@pytest.mark.parametrize("size", [0, 1, PACKED.size - 1, PACKED.size + 1, PACKED.size * (MAX_REFERENCES + 1)])
def test_what_has_the_wrong_length_is_refused(size: int) -> None:
    payload = base64.urlsafe_b64encode(bytes(size)).decode()
    with pytest.raises(Gone):
        unpack(payload)
    if size != PACKED.size + PERSON.size:
        with pytest.raises(Gone):
            unpack_for(payload)


@given(TEXTS, st.binary(min_size=PACKED.size, max_size=PACKED.size))
@QUICK
def test_a_reference_that_names_no_text_is_refused(text: str, forged: bytes) -> None:
    [each] = unpack(base64.urlsafe_b64encode(forged).decode())
    article = Article(source(), text, ())
    with contextlib.suppress(Gone):
        cut = each.text(article)
        assert cut
        assert cut in text


def test_a_sentence_that_is_another_one_now_is_refused() -> None:
    here = Reference("AAAAAAAA", 0, 3, checksum("old"))
    assert here.text(Article(source(), "old text", ())) == "old"
    for text in ("new text", "", "ol"):
        with pytest.raises(Gone):
            here.text(Article(source(), text, ()))


def test_the_end_of_an_article_is_no_sentence() -> None:
    with pytest.raises(Gone):
        Reference("AAAAAAAA", 8, 9, checksum("")).text(Article(source(), "old text", ()))
