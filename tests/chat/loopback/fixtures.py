"""Fixtures for `conftest.py`: `from tests.chat.loopback.fixtures import loopback, world  # noqa: F401`.

A client that identifies anew waits five seconds (`Client.before_identify_hook`), and so do the shards after the first.
A story about that starts a subclass of the bot's client that overrides this one hook, as `SmallBot` does; nothing else
of the client may be changed. Don't wait for `on_ready`, which comes two seconds late: `world.wait_ready()` is enough,
for the client takes events in order.
"""

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
