"""Run the command line as a person does, in a folder of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

Run = Callable[..., "subprocess.CompletedProcess[str]"]

ARTICLE = """\
---
title: What soldiers do in Iraq
source: Sample
published: 2024-01-25
url: https://example.org/soldiers
---

The United States keeps about 2,500 troops in Iraq. They train local forces there.

The coalition was founded in September 2014 by a number of countries.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to stand in, with a corpus of one article."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "soldiers.md").write_text(ARTICLE, "utf-8")
    return tmp_path


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """The variables that a command is given; its library is in `folder/data`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return inherited | {"BOT_DATA_DIR": str(folder / "data"), "PYTHONUTF8": "1", "COLUMNS": "80"}


@pytest.fixture
def process(folder: Path, environment: dict[str, str]) -> Run:
    """`process(*arguments, stdin=…, **variables)`: a finished process."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "bot", *arguments],
            cwd=folder,
            env=environment | variables,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


@pytest.fixture
def bot(folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """As `process`, within this one: ten times as quick."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        out, err, given = (
            io.TextIOWrapper(io.BytesIO(text), "utf-8", newline="") for text in (b"", b"", stdin.encode())
        )
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(os, "environ", environment | variables)
            patch.setattr(sys, "argv", ["bot", *arguments])
            for name, stream in (("stdout", out), ("stderr", err), ("stdin", given)):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code or 0
        assert isinstance(code, int)
        return subprocess.CompletedProcess(arguments, code, written(out), written(err))

    return run


def written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
