"""Values that begin as good ones and are spoiled here and there: what gets past the first look of a reader."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from tests.hostile import FRAGMENTS

MAX_BYTES = 200_000
BITS_OF_MARKUP = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"<!DOCTYPE x [", b"&#0;", b"&#xD800;", b"&a;", b"</", b"/>", b"<item>",
    b"<p>", b"<script>", b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"1e999",
    b"-1", b"9" * 40, b"---\n", b"```", b"# ", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\x80", b"\xed\xa0\x80", b"\r", b"\n" * 9,
    b"PK\x03\x04", b"%PDF-", b"obj", b"stream", b"endstream", b"<< /Length 9 >>", b"http://", b"javascript:", b"@everyone", b"||",
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(BITS_OF_MARKUP),
    st.sampled_from(FRAGMENTS).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=6),
)


class Edit(NamedTuple):
    """At `at` thousandths of the length, `drop` bytes are left out and `piece` put in, `times` over."""

    at: int
    drop: int
    piece: bytes
    times: int


EDITS = st.builds(
    Edit,
    st.integers(0, 1000),
    st.one_of(st.just(0), st.integers(0, 40), st.integers(0, 100_000)),
    PIECES,
    st.one_of(st.just(1), st.integers(0, 3), st.integers(0, 20_000)),
)


def edited(seed: bytes, edits: Sequence[Edit]) -> bytes:
    data = seed
    for each in edits:
        at = len(data) * each.at // 1000
        data = (data[:at] + each.piece * each.times + data[at + each.drop :])[:MAX_BYTES]
    return data


def spoiled(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of the seeds, edited up to six times."""
    return st.builds(edited, st.sampled_from(seeds), st.lists(EDITS, max_size=6))


def long_texts(texts: st.SearchStrategy[str], most: int = 20_000) -> st.SearchStrategy[str]:
    """The texts, some of them many times over: what takes longer than the length of it is found that way."""
    return st.builds(lambda text, times: (text * times)[:most], texts, st.one_of(st.just(1), st.integers(1, 5_000)))
