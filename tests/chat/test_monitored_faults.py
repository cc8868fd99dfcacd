"""What an operator sees of a bot that is not well: which part isn't, and what went wrong how often."""

import asyncio
import http.client
import json
import re
import socket
from dataclasses import replace

import pytest

from bot.chat.front import Front
from bot.chat.service import monitored
from bot.errors import DiskFull, SettingRefused
from bot.monitoring.health import Gateway
from bot.monitoring.numbers import Numbers
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, World
from tests.chat.scenes import QUESTION, Town, fails, town_in, until


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def number(bot: Running, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", bot.front.numbers.text().decode(), re.MULTILINE)
    assert found, series
    return float(found[1])


def reason(port: int) -> str:
    """Why the bot isn't well; nothing where it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/health")
        response = connection.getresponse()
        body = json.loads(response.read())
    finally:
        connection.close()
    assert response.status == (200 if body["healthy"] else 503)
    return str(body.get("reason", ""))


def test_a_bot_that_has_lost_discord_says_so_until_it_is_back(world: World, start: Start) -> None:
    port = Loopback.unused_port()
    start(world, monitor_port=port)
    until(lambda: not reason(port), "it to be well")
    with world.unreachable():
        until(lambda: reason(port) == "Discord: Of 1 shards, not connected: 0.", "the loss to be noticed")
    until(lambda: not reason(port), "it to be back", seconds=30)


def test_a_bot_whose_library_fails_says_why(world: World, start: Start) -> None:
    port = Loopback.unused_port()
    bot = start(world, monitor_port=port)
    fails(bot, "ask", DiskFull("/data"))
    until(lambda: reason(port) == f"Library: {DiskFull('/data')}", "the fault to be told")


def test_questions_that_fail_or_are_refused_are_counted_apart(bot: Running, town: Town) -> None:
    town.asks("a" * 1_900)
    fails(bot, "ask", DiskFull("/data"))
    town.asks()
    counted = {each: number(bot, f'verbatim_questions_total{{outcome="{each}"}}') for each in ("answered", "failed")}
    assert counted == {"answered": 0, "failed": 1}
    assert number(bot, "verbatim_answer_seconds_count") == 2


def test_what_did_not_help_is_counted_once_a_person(world: World, start: Start, town: Town) -> None:
    bot = start(world)
    bot.add(TROOPS)
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    for _ in range(2):
        town.bob.presses(answer, "Not helpful").reply()
    assert number(bot, "verbatim_not_helpful_total") == 1


def test_a_server_that_asks_too_often_is_counted_apart_from_a_person(world: World, start: Start, town: Town) -> None:
    bot = start(world, server_questions_per_minute=1)
    bot.add(TROOPS)
    for person in (town.alice, town.bob):
        person.slash(town.channel, "ask", question=QUESTION).reply()
    assert [number(bot, f'verbatim_cooldowns_total{{who="{who}"}}') for who in ("person", "server")] == [0, 1]


def test_a_port_that_is_taken_keeps_the_bot_from_serving_and_is_named(bot: Running) -> None:
    async def serve(front: Front) -> None:
        async with monitored(front, Gateway(Numbers())):
            raise AssertionError

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingRefused) as refused:
        settings = bot.front.settings.model_copy(update={"monitor_port": taken.getsockname()[1]})
        asyncio.run(serve(replace(bot.front, settings=settings)))
    assert refused.value.name == "BOT_MONITOR_PORT"
