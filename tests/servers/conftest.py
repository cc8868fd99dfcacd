"""A fresh database of servers, and a clock that is set by hand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.servers import FILE, Servers
from tests.servers.place import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds nothing yet: a copy is made faster than another one."""
    path = tmp_path_factory.mktemp("servers") / FILE
    Servers(path).close()
    return path


@pytest.fixture
def servers(tmp_path: Path, empty: Path, clock: Clock) -> Iterator[Servers]:
    opened = Servers(Path(shutil.copy(empty, tmp_path)), clock)
    yield opened
    opened.close()
