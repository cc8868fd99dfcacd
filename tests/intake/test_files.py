"""Bytes of files and of standard input."""

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FileRefused
from bot.intake import read_bytes
from bot.intake.files import MAX_FILE_BYTES
from tests.hostile import QUICK


def refusal(path: str) -> str:
    with pytest.raises(FileRefused) as caught:
        read_bytes(path)
    assert caught.value.path == path
    return caught.value.reason


def test_a_file_is_read_to_the_last_byte(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5_000
    (tmp_path / "a").write_bytes(data)
    assert read_bytes(str(tmp_path / "a")) == data


@pytest.mark.parametrize("name", ["a b", "ü", "报告", "a\nb", "-", "\u202ex", "x" * 255, os.fsdecode(b"\xff\xfe")])
def test_a_file_of_any_name_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"text")
    assert read_bytes(str(tmp_path / name)) == b"text"


@QUICK
@given(st.text(max_size=20).map(lambda text: f"/nowhere/{text}"))
def test_any_path_that_leads_nowhere_is_refused(path: str) -> None:
    assert refusal(path)


def test_a_folder_a_lost_link_and_a_loop_are_refused(tmp_path: Path) -> None:
    (tmp_path / "lost").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path, tmp_path / "lost", tmp_path / "loop", tmp_path / ("x" * 300), tmp_path / "a\0b"):
        assert refusal(str(path)).endswith(".")


def test_a_file_above_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    for size in (MAX_FILE_BYTES, MAX_FILE_BYTES + 1):
        with (tmp_path / "a").open("wb") as stream:
            stream.truncate(size)
        if size > MAX_FILE_BYTES:
            assert "20 MiB" in refusal(str(tmp_path / "a"))
        else:
            assert len(read_bytes(str(tmp_path / "a"))) == size


def test_a_device_that_never_ends_is_refused() -> None:
    assert "20 MiB" in refusal("/dev/zero")


def test_standard_input_is_read_for_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xfftext")))
    assert read_bytes("-") == b"\xfftext"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(MAX_FILE_BYTES + 1))))
    assert "20 MiB" in refusal("-")


def test_a_closed_or_missing_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    for stream in (closed, None):
        monkeypatch.setattr(sys, "stdin", stream)
        assert refusal("-")
