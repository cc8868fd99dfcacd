"""Sessions that break and go on, shards, tokens, intents, and the transports."""

import asyncio
import json
import zlib
from typing import Any

import aiohttp
import discord
import pytest

from tests.chat.loopback import Loopback, Person, World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.running import Running
from tests.chat.loopback.small_bot import SmallBot


def test_what_happens_in_an_outage_is_told_after_it(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    with world.sessions.outage():
        question = alice.says(general, "{bot} still there?")
    assert question.answer().content == "heard: still there?"
    assert world.sessions.resumed == 1
    assert world.sessions.identified == 1


@pytest.mark.parametrize("resumable", [True, False])
def test_an_invalid_session_is_begun_anew_or_resumed(
    world: World, running: Running, alice: Person, general: Channel, resumable: bool
) -> None:
    world.sessions.invalidate(resumable=resumable)
    world.wait(lambda: world.sessions.resumed + world.sessions.identified == 2, "a new connection")
    assert world.sessions.resumed == (1 if resumable else 0)
    assert alice.says(general, "{bot} again").answer()


def test_a_resume_of_a_forgotten_session_becomes_a_new_one(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    world.sessions.disconnect(resumable=False)
    world.wait(lambda: world.sessions.identified == 2, "a new session")
    assert alice.says(general, "{bot} again").answer()


def test_the_bot_reconnects_when_asked(world: World, running: Running, alice: Person, general: Channel) -> None:
    world.sessions.ask_reconnect()
    world.wait(lambda: world.sessions.resumed == 1, "the resumption")
    assert alice.says(general, "{bot} again").answer()


def test_each_shard_has_its_servers(loopback: Loopback) -> None:
    world = loopback.new_world(shards=2)
    alice = world.person("Alice")
    rooms = [world.guild(f"On {shard}", alice, shard=shard).channel("general") for shard in range(2)]
    with Running(SmallBot(), world.token):
        world.wait_ready()
        assert [alice.says(room, "{bot} hello").answer().content for room in rooms] == ["heard: hello"] * 2
        assert "shard 1 #2 GUILD_CREATE" in world.transcript()
        alice.slash(rooms[1], "ask", question="x").reply()
    world.check()


def test_a_wrong_token_is_refused(loopback: Loopback) -> None:
    world = loopback.new_world()
    with Running(SmallBot(), "wrong") as running:
        running.join()
    assert isinstance(running.error, discord.LoginFailure)
    world.check()


def test_a_privileged_intent_that_is_not_granted_is_refused(loopback: Loopback) -> None:
    world = loopback.new_world()
    intents = discord.Intents.default()
    intents.message_content = True
    with Running(SmallBot(intents), world.token) as running:
        running.join()
    assert isinstance(running.error, discord.PrivilegedIntentsRequired)
    world.check()


def test_with_the_intent_all_text_comes(loopback: Loopback) -> None:
    world = loopback.new_world(granted=("message_content",))
    intents = discord.Intents.default()
    intents.message_content = True
    alice = world.person("Alice")
    general = world.guild("Readers", alice).channel("general")
    with Running(bot := SmallBot(intents), world.token):
        world.wait_ready()
        alice.says(general, "heard by all")
        alice.says(general, "{bot} last").answer()
    assert bot.heard[0] == "heard by all"
    world.check()


@pytest.mark.parametrize("transport", ["zlib-stream", None])
def test_a_client_without_zstd_is_served_too(world: World, transport: str | None) -> None:
    frames = asyncio.run(_greeted(world, transport))
    assert [frame["op"] for frame in frames] == [10, 11, 0]
    assert frames[2]["t"] == "READY"


async def _greeted(world: World, transport: str | None) -> list[dict[str, Any]]:
    """The first frames: HELLO, an acknowledged heartbeat, READY."""
    stream = zlib.decompressobj()
    compress = f"&compress={transport}" if transport else ""
    url = f"ws://127.0.0.1:{world.port}/gateway?v=10&encoding=json{compress}"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.send_json({"op": 1, "d": None})
        await socket.send_json({"op": 2, "d": {"token": world.token, "intents": 1}})
        raw = [(await socket.receive()).data for _ in range(3)]
    return [json.loads(stream.decompress(each) if transport else each) for each in raw]
