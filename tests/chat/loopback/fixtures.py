"""Fixtures for `conftest.py`: `from tests.chat.loopback.fixtures import loopback, world  # noqa: F401`."""

from collections.abc import Iterator

import pytest

from tests.chat.loopback.server import Loopback
from tests.chat.loopback.world import World


@pytest.fixture(scope="session")
def loopback() -> Iterator[Loopback]:
    """The one server of the process."""
    server = Loopback.start()
    yield server
    server.stop()


@pytest.fixture
def world(loopback: Loopback) -> Iterator[World]:
    """A fresh Discord with one shard and no privileged intent, checked at the end.

    A story that needs another one (`shards=2`, `granted=("message_content",)`) makes it with `loopback.new_world` and
    ends with `world.check()` itself.
    """
    made = loopback.new_world()
    yield made
    made.check()
