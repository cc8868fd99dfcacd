"""A full disk changes nothing, and is named; with room again, all goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.library.local import LocalLibrary
from bot.model import SHARED, Draft
from bot.text import Analyzer

ANALYZER = Analyzer()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no small disk to be had: {mounted.stderr.decode()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def draft(number: int) -> Draft:
    text = " ".join(f"Sentence {n} of article {number} tells of thing{number}x{n}." for n in range(300))
    return Draft(SHARED, f"Title {number}", text, id=f"a{number}")


def found(library: LocalLibrary, number: int) -> set[str]:
    passages = library.search(SHARED, ANALYZER.question(f"thing{number}x7", ["en"])).passages
    return {passage.about.id for passage in passages}


def test_a_full_disk_is_named_and_nothing_is_half_done_or_lost(small_disk: Path) -> None:
    library = LocalLibrary(small_disk, ANALYZER)
    kept: list[int] = []
    with pytest.raises(BotError) as raised:
        for number in range(1000):
            library.put([draft(number)])
            kept.append(number)
    assert kept
    assert "disk" in str(raised.value).casefold() or "space" in str(raised.value).casefold()

    library.close()
    assert subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)]).returncode == 0
    library = LocalLibrary(small_disk, ANALYZER)
    assert [number for number in kept if found(library, number) != {f"a{number}"}] == []
    library.put([draft(2000)])
    assert found(library, 2000) == {"a2000"}
    assert [finding.detail for finding in library.check() if not finding.sound] == []
    library.close()
