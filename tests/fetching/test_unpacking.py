"""Bodies are decompressed however they are cut, and never further than the limit."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.unpacking import Garbled, TooLarge, unpacked
from tests.hostile import THOROUGH


def raw(body: bytes) -> bytes:
    return zlib.compress(body)[2:-4]


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw": raw,
    "identity": bytes,
}
BODIES = st.one_of(
    st.binary(max_size=300), st.builds(lambda piece, times: piece * times, st.binary(max_size=5), st.integers(0, 3000))
)


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    parts = []
    for size in sizes:
        parts.append(data[:size])
        data = data[size:]
    return [*parts, data]


@THOROUGH
@given(BODIES, st.sampled_from(sorted(PACKERS)), st.lists(st.integers(0, 20), max_size=10), st.integers(0, 2000))
def test_a_body_comes_out_whole_or_not_at_all(body: bytes, kind: str, sizes: list[int], most: int) -> None:
    packed, coding = PACKERS[kind](body), "deflate" if kind == "raw" else kind
    parts = cut(packed, sizes)
    if len(body) <= most and len(packed) <= most:
        assert unpacked(parts, coding, most) == body
    else:
        with pytest.raises(TooLarge):
            unpacked(parts, coding, most)


@THOROUGH
@given(BODIES, st.sampled_from(("gzip", "deflate")), st.data())
def test_a_body_that_is_cut_short_is_no_body(body: bytes, coding: str, data: st.DataObject) -> None:
    packed = PACKERS[coding](body)
    with pytest.raises(Garbled):
        unpacked([packed[: data.draw(st.integers(1, len(packed) - 1))]], coding, 100_000)


@THOROUGH
@given(
    st.lists(st.binary(), max_size=5),
    st.sampled_from(("gzip", "x-gzip", "deflate", "identity", "")),
    st.integers(0, 100),
)
def test_whatever_the_bytes_are_there_is_a_body_or_an_error(parts: list[bytes], coding: str, most: int) -> None:
    try:
        assert len(unpacked(parts, coding, most)) <= most
    except (TooLarge, Garbled):
        pass


def test_nothing_is_read_after_the_end() -> None:
    def parts() -> object:
        yield gzip.compress(b"A page.")
        raise AssertionError

    assert unpacked(parts(), "gzip", 1000) == b"A page."  # type: ignore[arg-type]
