"""Any `custom_id`, pressed on a real answer over the wire: it is answered in time, and never a fault of the bot's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.chat import cooldown
from bot.chat.client import Client
from bot.chat.commands import every_route
from tests.chat.conftest import TROOPS, running
from tests.chat.loopback.server import Loopback
from tests.chat.scenes import town_in, until
from tests.fuzz.mutation import spoiled
from tests.library.contract import fresh_folder

Press = tuple[str, bytes, bool]
GOOD = (
    b"AAAA",
    b"1:1:",
    b"1:zz:a",
    b"9zzz:1:iraq",
    b"AAAAAAAAAAAAAAAAAAA",
    b"-",
    b"keep",
    b"1",
    b"0:0:0",
    b"\xf3\xa0\x80\x81",
)
NAMES = st.one_of(st.sampled_from(sorted(every_route())), st.text(max_size=5))
VALUES: st.SearchStrategy[Press] = st.tuples(NAMES, spoiled(GOOD), st.booleans())
MOST = 1_000_000_000
PATIENCE_SECONDS = 60.0
"""Not Discord's 3: a machine that does other things besides may stand still for a while."""


async def at_once(*args: object, **kwargs: object) -> None:
    """The client waits before it identifies anew; the loopback doesn't ask for that."""


@contextmanager
def opened() -> Iterator[Callable[[Press], None]]:
    with (
        loopback() as server,
        fresh_folder() as folder,
        mock.patch.object(Client, "before_identify_hook", at_once),
        mock.patch.object(cooldown, "PRESSES_PER_MINUTE", MOST, create=True),
    ):
        world = server.new_world()
        world.acknowledge_within_s = PATIENCE_SECONDS
        town = town_in(world)
        with running(world, folder, {"person_questions_per_minute": MOST, "server_questions_per_minute": MOST}) as bot:
            bot.add(TROOPS, "US troops in Iraq")
            answer = town.asks()
            with capture_logs() as lines:

                def press(name: str, payload: bytes, manager: bool) -> None:
                    custom_id = f"{name}:{payload.decode('utf-8', 'replace')}".encode()[:100].decode("utf-8", "ignore")
                    who = town.alice if manager else town.bob
                    pressed = who.presses(answer, custom_id=custom_id or "x", forced=True)
                    assert pressed.acknowledged
                    until(lambda: not bot.front.work.running, "the press to have been worked on")
                    faults = [line for line in lines if line["log_level"] in ("error", "critical")]
                    lines.clear()
                    assert not faults, faults

                yield lambda pressed: press(*pressed)
        world.check()


@contextmanager
def loopback() -> Iterator[Loopback]:
    server = Loopback.start()
    try:
        yield server
    finally:
        server.stop()
