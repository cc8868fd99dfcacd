"""A small bot that runs, a person and a channel, for the loopback server's own tests."""

from collections.abc import Iterator

import pytest

from tests.chat.loopback import World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.fixtures import loopback, world
from tests.chat.loopback.people import Person
from tests.chat.loopback.running import Running
from tests.chat.loopback.small_bot import SmallBot

__all__ = ["loopback", "world"]


@pytest.fixture
def running(world: World) -> Iterator[Running]:
    with Running(SmallBot(), world.token) as made:
        world.wait_ready()
        yield made


@pytest.fixture
def alice(world: World) -> Person:
    return world.person("Alice")


@pytest.fixture
def general(world: World, alice: Person) -> Channel:
    return world.guild("Readers", alice).channel("general")
