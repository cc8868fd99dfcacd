"""ZIP archives: each file a document, and no bomb, no path and no password gets through."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleRefused
from bot.intake.archives import MAX_NAME, read_archive, shown_name
from bot.intake.parsing.reasons import Reason
from bot.intake.zips import MAX_ENTRIES, MAX_GROWTH
from tests.hostile import QUICK, tried
from tests.intake.parsing.packages import zipped


def refusal(data: bytes) -> str:
    with pytest.raises(ArticleRefused) as caught:
        list(read_archive(data))
    return caught.value.reason.template


def names(*written: str) -> list[str]:
    return [entry.name for entry in read_archive(zipped(dict.fromkeys(written, "x")))]


def lying(data: bytes, size: int) -> bytes:
    """The archive, with another size in the headers of its first entry."""
    changed = bytearray(data)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    struct.pack_into("<I", changed, local + 22, size)
    struct.pack_into("<I", changed, central + 24, size)
    return bytes(changed)


@QUICK
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.txt", fullmatch=True), st.binary(max_size=100), max_size=5))
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_each_file_comes_out_as_it_went_in(compression: int, files: dict[str, bytes]) -> None:
    assert {entry.name: entry.data for entry in read_archive(zipped(files, compression))} == files


def test_what_operating_systems_put_in_by_themselves_is_left_out() -> None:
    assert names("a/", "a/b.txt", "__MACOSX/a/._b.txt", ".DS_Store", "a/.hidden", "Thumbs.db", "a/desktop.ini") == [
        "a/b.txt"
    ]


def test_an_archive_within_an_archive_is_not_opened() -> None:
    inner = zipped({"a.txt": "x"})
    [entry] = read_archive(zipped({"inner.zip": inner}))
    assert entry.data == inner


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"), ("C:\\Windows\\a.txt", "Windows/a.txt"), ("..\\..\\a.txt", "a.txt"),
        ("a//b/./c.txt", "a/b/c.txt"), ("a\n\x1b[31m.txt", "a  [31m.txt"), ("x" * 300 + ".txt", ("x" * 300 + ".txt")[-MAX_NAME:]), ("..", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere(written: str, shown: str) -> None:
    assert shown_name(written) == shown


@QUICK
@given(st.text(max_size=400))
def test_any_name_is_shown_in_one_safe_line(written: str) -> None:
    name = shown_name(written)
    assert name.isprintable()
    assert len(name) <= MAX_NAME
    assert ".." not in name.split("/")
    assert not name.startswith("/")


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert refusal(zipped({"a": b"\0" * 30_000_000})) == Reason.ZIP_BOMB.value.template
    assert (
        refusal(zipped({f"{n}": b"ab" * 500 + bytes([n % 256]) for n in range(MAX_ENTRIES + 1)}))
        == Reason.ZIP_ENTRIES.value.template
    )
    assert refusal(b"PK\x01\x02" * 20_001) == Reason.ZIP_ENTRIES.value.template
    assert (
        refusal(lying(zipped({"a": b"x" * 1_000}, zipfile.ZIP_STORED), 300 * 2**20)) == Reason.ZIP_TOTAL.value.template
    )
    assert MAX_GROWTH >= 100


def test_an_entry_that_unpacks_to_more_than_it_says_is_refused() -> None:
    [entry] = read_archive(lying(zipped({"a": b"\0" * 500_000}), 10))
    assert isinstance(entry.data, ArticleRefused) or len(entry.data) <= 10


def test_an_entry_that_is_damaged_is_refused_alone() -> None:
    data = bytearray(zipped({"a": b"first" * 9, "b": b"second"}, zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 0xFF
    first, second = read_archive(bytes(data))
    assert isinstance(first.data, ArticleRefused)
    assert second.data == b"second"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_entries_packed_in_other_ways_are_refused(method: int) -> None:
    [entry] = read_archive(zipped({"a": b"x" * 100}, method))
    assert isinstance(entry.data, ArticleRefused)


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(zipped({"a": "x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == Reason.ZIP_LOCKED.value.template


def test_two_entries_at_one_place_are_refused_or_read_once() -> None:
    """As in D. Fifield's bomb: many entries that share their packed bytes."""
    data = bytearray(zipped({"a": b"x" * 1_000, "b": b"y" * 1_000}))
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)
    found = list(read_archive(bytes(data)))
    assert any(isinstance(entry.data, ArticleRefused) for entry in found)


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06", b"x" * 100, b"%PDF-"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert refusal(data) == Reason.NOT_ZIP.value.template


@QUICK
@given(st.integers(0, 10**6), st.integers(0, 255), st.data())
def test_an_archive_with_any_byte_changed_or_cut_is_read_or_refused(place: int, byte: int, data: st.DataObject) -> None:
    whole = bytearray(zipped({"a.txt": b"first", "b/c.txt": b"second" * 50}))
    if data.draw(st.booleans()):
        whole[place % len(whole)] = byte
    else:
        del whole[place % len(whole) :]
    found = tried(lambda: list(read_archive(bytes(whole))))
    assert isinstance(found, list | ArticleRefused)


def test_an_empty_archive_holds_nothing() -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    assert list(read_archive(buffer.getvalue())) == []
