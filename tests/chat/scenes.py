"""What many stories begin with: a server, two people and a channel."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from time import monotonic, sleep
from typing import Any

from bot.model import Shelf
from tests.chat.conftest import Running
from tests.chat.loopback import Message, Person, World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.guilds import Guild
from tests.chat.rendering import Rendered, rendered

QUESTION = "how many US troops are in Iraq?"
SENTENCE = "The United States has about 2,500 troops in Iraq."
HARMLESS = {"quote", "subtext", "bold", "link", "target", "preview"}
"""What the bot's own messages are made of; a link stands in angle brackets, and so has no preview."""


@dataclass(frozen=True)
class Town:
    """A server, with its owner, another member and a channel."""

    guild: Guild
    alice: Person
    bob: Person
    channel: Channel

    @property
    def shelf(self) -> Shelf:
        return Shelf(f"guild:{self.guild.id}")

    def asks(self, text: str = QUESTION, **more: Any) -> Message:
        """Alice asks by mention; the answer."""
        return self.alice.says(self.channel, f"{{bot}} {text}", **more).answer()


def town_in(world: World, locale: str = "en-US", shard: int = 0) -> Town:
    alice, bob = world.person("Alice", locale), world.person("Bob", locale)
    guild = world.guild("Town", alice, locale=locale, shard=shard)
    guild.add(bob)
    return Town(guild, alice, bob, guild.channel("general"))


def seen(message: Message) -> Rendered:
    """The message as a reader sees it, with nothing active in it but what the bot's messages are made of."""
    shown = rendered(message.content)
    assert {kind for kind, _ in shown.active} <= HARMLESS, shown
    assert len(shown.of("preview")) == len(shown.of("target")) == message.content.count("](<http"), shown
    return shown


def quotes(message: Message) -> list[str]:
    """The quotes that a reader sees, without their bold."""
    return seen(message).of("quote")


def years_since(year: int, month: int, day: int) -> int:
    """How many years ago a day was, as of today in UTC: an answer says so."""
    today = datetime.now(UTC).date()
    return today.year - year - ((today.month, today.day) < (month, day))


@contextmanager
def held(bot: Running, method: str = "ask") -> Iterator[Callable[[], None]]:
    """The desk waits in this method until the block ends, or what it gives is called."""
    gate, original = Event(), getattr(bot.desk, method)

    def waits(*args: Any, **kwargs: Any) -> Any:
        assert gate.wait(30)
        return original(*args, **kwargs)

    setattr(bot.desk, method, waits)
    try:
        yield gate.set
    finally:
        gate.set()
        setattr(bot.desk, method, original)


def fails(bot: Running, method: str, problem: Exception, times: int = 10**6) -> None:
    """From now on the desk raises this in that method, so many times."""
    original, left = getattr(bot.desk, method), [times]

    def broken(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            return original(*args, **kwargs)
        raise problem

    setattr(bot.desk, method, broken)


def until(holds: Callable[[], bool], what: str, seconds: float = 10) -> None:
    """Wait for what happens within the bot, of which the server hears nothing."""
    deadline = monotonic() + seconds
    while not holds():
        assert monotonic() < deadline, f"Waited {seconds:g} s for {what}"
        sleep(0.002)


def nothing_more(world: World, town: Town) -> None:
    """What happened before is over: somebody asks, and is answered. The client takes events in their order."""
    town.bob.slash(town.channel, "ask", question=QUESTION, private=True).reply()
