"""What an operator sees of a bot that runs: whether it is well, and its numbers."""

import json
import urllib.request

from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback
from tests.chat.loopback.world import World
from tests.chat.scenes import town_in, until


def read(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def test_the_bot_says_that_it_is_well_and_what_became_of_its_questions(world: World, start: Start) -> None:
    port = Loopback.unused_port()
    bot: Running = start(world, monitor_port=port, person_questions_per_minute=2)
    bot.add(TROOPS, "US troops in Iraq")
    town = town_in(world)
    town.alice.says(town.channel, "{bot} how many US troops are in Iraq?").answer()
    town.alice.slash(town.channel, "ask", question="Who painted the zebra crossing?").reply()
    town.alice.slash(town.channel, "ask", question="And the bridge?").reply()
    assert json.loads(read(port, "/health")) == {"healthy": True}
    until(lambda: 'verbatim_questions_total{outcome="abstained"} 1.0' in read(port, "/metrics"), "the numbers")
    numbers = read(port, "/metrics")
    assert 'verbatim_questions_total{outcome="answered"} 1.0' in numbers
    assert 'verbatim_cooldowns_total{who="person"} 1.0' in numbers
    assert "verbatim_acknowledgement_seconds_count 1.0" in numbers
    assert 'verbatim_gateway_connected{shard="0"} 1.0' in numbers
    assert "verbatim_articles 1.0" in numbers
    assert "verbatim_index_changes_behind 0.0" in numbers
