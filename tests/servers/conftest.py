"""A fresh database of servers, and a clock that is set by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.servers import FILE, Servers
from tests.servers.place import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def servers(tmp_path: Path, clock: Clock) -> Iterator[Servers]:
    opened = Servers(tmp_path / FILE, clock)
    yield opened
    opened.close()
