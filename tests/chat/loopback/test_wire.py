"""What the loopback server does beside the stories: permissions, events, transports, faults, and its own alarms."""

import asyncio
import json
import re
import subprocess
import sys
import urllib.request
import zlib
from collections.abc import Iterator
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from tests.chat.loopback import Loopback, Upload, World, pointed
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


def request(running: Running, method: str, path: str, **more: Any) -> Any:
    return running.do(running.bot.http.request(Route(method, path), **more))


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"content": text, "allowed_mentions": {"parse": []}, **more}


@pytest.mark.parametrize(
    ("taken", "code"),
    [("view_channel", 50001), ("send_messages", 50013), ("attach_files", 50013), ("embed_links", 50013)],
)
def test_what_a_channel_denies_the_bot_is_refused_and_held_against_it(
    world: World, running: Running, general: Channel, taken: str, code: int
) -> None:
    assert general.guild is not None
    general.deny(general.guild.everyone, taken)
    sending = running.do(_channel(running, general)).send(
        "text", embed=discord.Embed(title="t"), file=discord.File(__file__)
    )
    with pytest.raises(discord.Forbidden) as raised:
        running.do(sending)
    assert raised.value.code == code
    assert world.forgive(f"403 {code}")


async def _channel(running: Running, channel: Channel) -> discord.PartialMessageable:
    return running.bot.get_partial_messageable(channel.id)


def test_permissions_follow_roles_and_overwrites(world: World, alice: Person) -> None:
    guild = world.guild("Readers", alice)
    bob, editors = world.person("Bob"), guild.role("Editors", "manage_messages")
    guild.add(bob, roles=(editors,))
    secret = guild.channel("secret")
    assert secret.may(bob.user, "manage_messages", "view_channel")
    secret.deny(guild.everyone, "view_channel")
    assert not secret.may(bob.user, "view_channel")
    secret.allow(editors, "view_channel")
    assert secret.may(bob.user, "view_channel")
    secret.deny(bob.user, "view_channel")
    assert not secret.permissions_of(bob.user)
    assert secret.may(alice.user, "administrator"), "the owner may do everything"
    guild.change_role(editors, "administrator")
    assert secret.may(bob.user, "manage_roles")


def test_a_channel_that_the_bot_cannot_see_tells_it_nothing(world: World, running: Running, alice: Person) -> None:
    guild = world.guild("Readers", alice)
    secret = guild.channel("secret")
    secret.deny(guild.everyone, "view_channel")
    alice.says(secret, "{bot} hello")
    alice.says(guild.channel("general"), "{bot} hello").answer()
    assert world.transcript().count("MESSAGE_CREATE") == 2


def test_edits_and_deletions_are_told(world: World, running: Running, alice: Person, general: Channel) -> None:
    first, *others = [alice.says(general, f"{{bot}} {number}") for number in range(3)]
    first.answer()
    alice.edits(first, "{bot} changed")
    alice.deletes(first)
    alice.deletes(*others)
    events = re.findall("(MESSAGE_UPDATE|MESSAGE_DELETE_BULK|MESSAGE_DELETE) ", world.transcript())
    assert events == ["MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"]
    assert first.history == [f"{world.bot.mention} 0"]


def test_the_bot_joins_leaves_and_sees_outages(world: World, running: Running, alice: Person) -> None:
    guild = world.guild("Later", alice, bot=None)
    room = guild.channel("general")
    alice.says(room, "{bot} not yet")
    guild.bot_joins("manage_messages")
    alice.says(room, "{bot} now").answer()
    guild.goes_down()
    guild.comes_back()
    request(running, "DELETE", f"/users/@me/guilds/{guild.id}")
    assert not guild.has_bot
    assert re.findall(r"GUILD_(?:CREATE|DELETE)", world.transcript()) == ["GUILD_CREATE", "GUILD_DELETE"] * 2


def test_an_old_button_works_after_a_restart(world: World, alice: Person, general: Channel) -> None:
    with Running(SmallBot(), world.token):
        world.wait_ready()
        answer = alice.says(general, "{bot} one").answer()
    with Running(SmallBot(), world.token):
        world.wait(lambda: world.sessions.identified == 2, "the second start")
        assert alice.presses(answer, "Context").reply().content == "the paragraph"
    assert world.commands.puts == 2


def test_a_missing_token_of_an_interaction_is_unknown(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    asked = alice.slash(general, "ask", question="x")
    asked.reply()
    asked.expired = True
    path = f"/webhooks/{world.application_id}/{asked.token}"
    with pytest.raises(discord.HTTPException, match="Invalid Webhook Token"):
        request(running, "POST", path, json=said("late"))
    with pytest.raises(discord.NotFound, match="Unknown Webhook"):
        request(running, "POST", f"/webhooks/{world.application_id}/interaction-x", json=said("lost"))


def test_a_second_response_is_refused(world: World, running: Running, alice: Person, general: Channel) -> None:
    asked = alice.slash(general, "ask", question="x")
    assert asked.acknowledged
    with pytest.raises(discord.HTTPException) as raised:
        request(running, "POST", f"/interactions/{asked.id}/{asked.token}/callback", json={"type": 5})
    assert raised.value.code == 40060
    assert world.forgive("40060")


def test_a_response_must_fit_the_interaction(world: World, running: Running, alice: Person, general: Channel) -> None:
    bot = running.bot
    assert isinstance(bot, SmallBot)
    bot.delay_s = 0.2
    asked = alice.slash(general, "ask", question="x")
    with pytest.raises(discord.HTTPException):
        request(running, "POST", f"/interactions/{asked.id}/{asked.token}/callback", json={"type": 6})
    assert world.forgive("INTERACTION_APPLICATION_COMMAND_CALLBACK_TYPE|50035")
    assert asked.reply()


def test_an_empty_message_is_refused(world: World, running: Running, general: Channel) -> None:
    with pytest.raises(discord.HTTPException) as raised:
        request(running, "POST", f"/channels/{general.id}/messages", json=said("  "))
    assert raised.value.code == 50006
    assert world.forgive("50006")


def test_pings_and_the_chance_of_them_are_noticed(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    path = f"/channels/{general.id}/messages"
    request(running, "POST", path, json={"content": f"{alice.mention} @everyone"})
    assert world.forgive("allowed_mentions is missing")
    assert [(each.kind, each.whom) for each in world.pings] == [("users", str(alice.id)), ("everyone", "everyone")]
    world.pings.clear()
    request(running, "POST", path, json=said(f"{alice.mention} @everyone <@&1>"))
    assert not world.pings
    request(running, "POST", path, json={"content": "x", "allowed_mentions": {"parse": ["users"]}})
    assert world.forgive("allows pings")


def test_an_unknown_route_fails_the_test(world: World, running: Running) -> None:
    with pytest.raises(discord.NotFound):
        request(running, "GET", "/guilds/1/audit-logs")
    with pytest.raises(AssertionError, match="no such route"):
        world.check()
    assert world.forgive("no such route")


def test_a_fault_that_nobody_meets_fails_the_test(world: World) -> None:
    world.fail("GET", "/nothing", 500)
    with pytest.raises(AssertionError, match="was to be met 1 more times"):
        world.check()
    world.faults.clear()


def test_failures_come_on_demand(world: World, running: Running, general: Channel) -> None:
    world.fail("POST", "/channels/*/messages", 503)
    with pytest.raises(discord.DiscordServerError):
        request(running, "POST", f"/channels/{general.id}/messages", json=said("x"))
    assert request(running, "POST", f"/channels/{general.id}/messages", json=said("x"))["content"] == "x"


def test_nobody_answers_while_unreachable(world: World, running: Running, general: Channel) -> None:
    with world.unreachable(), pytest.raises(aiohttp.ClientError):
        request(running, "GET", f"/channels/{general.id}")


def test_messages_are_listed_without_what_the_bot_may_not_read(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    alice.says(general, "unseen")
    asked = alice.says(general, "{bot} seen")
    asked.answer()
    path = f"/channels/{general.id}/messages"
    assert [each["content"] for each in request(running, "GET", path)] == ["heard: seen", asked.content, ""]
    assert [each["content"] for each in request(running, "GET", f"{path}?limit=1&before={asked.id}")] == [""]
    assert request(running, "GET", f"{path}/{asked.id}")["content"] == asked.content


def test_a_retried_message_is_made_once(world: World, running: Running, general: Channel) -> None:
    for _ in range(2):
        request(running, "POST", f"/channels/{general.id}/messages", json=said("x", nonce="1", enforce_nonce=True))
    assert len(general.from_bot()) == 1


def test_direct_messages_may_be_closed(world: World, running: Running, alice: Person) -> None:
    channel = request(running, "POST", "/users/@me/channels", json={"recipient_id": alice.id})
    alice.takes_direct_messages = False
    with pytest.raises(discord.Forbidden, match="50007"):
        request(running, "POST", f"/channels/{channel['id']}/messages", json=said("x"))
    assert world.forgive("50007")


def test_an_attachment_is_served_until_its_link_expires(world: World, alice: Person, general: Channel) -> None:
    (attachment,) = alice.says(general, attachments=[Upload("ein Brief ñ.txt", b"text")]).attachments
    assert attachment.filename == "ein_Brief_.txt"
    with urllib.request.urlopen(attachment.url) as answer:
        assert answer.read() == b"text"
    attachment.expired = True
    with pytest.raises(OSError, match="404"):
        urllib.request.urlopen(attachment.url)


def test_members_are_told_only_to_whom_they_are_granted(loopback: Loopback) -> None:
    world = loopback.new_world(granted=("members",))
    intents = discord.Intents.default()
    intents.members = True
    alice = world.person("Alice")
    guild = world.guild("Readers", alice)
    with Running(SmallBot(intents), world.token) as running:
        world.wait_ready()
        guild.add(world.person("Bob"))
        world.wait(lambda: "GUILD_MEMBER_ADD" in world.transcript(), "the event")
        members = request(running, "GET", f"/guilds/{guild.id}/members?limit=10")
        assert [each["user"]["global_name"] for each in members] == [None, "Alice", "Bob"]
        known = running.bot.get_guild(guild.id)
        assert known is not None
        assert len(running.do(known.query_members("B", limit=5))) == 1
    world.check()


def test_only_this_machine_may_be_called(world: World) -> None:
    with pytest.raises(OSError, match="only this machine"):
        urllib.request.urlopen("http://192.0.2.1/")
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1 was called"):
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


def test_the_command_line_runs_in_a_process_of_its_own(world: World) -> None:
    arguments = pointed.command("--", "--help")
    environment = pointed.environment(world.port, {})
    done = subprocess.run(arguments, cwd=pointed.ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"ask" in done.stdout


def test_a_process_of_its_own_calls_the_loopback(world: World) -> None:
    script = (
        "import sys; sys.modules['zstandard'] = None\n"
        "from tests.chat.loopback.pointing import point_client_at\n"
        "from tests.chat.loopback.small_bot import SmallBot\n"
        f"point_client_at({world.port}); SmallBot().run({world.token!r}, log_handler=None)"
    )
    alice = world.person("Alice")
    general = world.guild("Readers", alice).channel("general")
    process = subprocess.Popen([sys.executable, "-c", script], cwd=pointed.ROOT)
    try:
        world.wait_ready(20)
        assert alice.says(general, "{bot} from afar").answer().content == "heard: from afar"
        assert "compress=zlib-stream" in world.transcript()
    finally:
        process.terminate()
        process.wait(10)
