"""The server's own alarms and trouble on demand, and clients in other processes."""

import socket
import subprocess
import sys
import urllib.request

import aiohttp
import discord
import pytest

from tests.chat.loopback import Loopback, Upload, World, pointed
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.people import Person
from tests.chat.loopback.running import Running, request, said


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


def test_a_retried_message_is_made_once(world: World, running: Running, general: Channel) -> None:
    for _ in range(2):
        request(running, "POST", f"/channels/{general.id}/messages", json=said("x", nonce="1", enforce_nonce=True))
    assert len(general.from_bot()) == 1


def test_an_attachment_is_served_until_its_link_expires(world: World, alice: Person, general: Channel) -> None:
    (attachment,) = alice.says(general, attachments=[Upload("ein Brief ñ.txt", b"text")]).attachments
    assert attachment.filename == "ein_Brief_.txt"
    with urllib.request.urlopen(attachment.url) as answer:
        assert answer.read() == b"text"
    attachment.expired = True
    with pytest.raises(OSError, match="404"):
        urllib.request.urlopen(attachment.url)


def test_only_this_machine_may_be_called(world: World) -> None:
    with pytest.raises(OSError, match="only this machine"):
        urllib.request.urlopen("http://192.0.2.1/")
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1 was called"):
        world.check()


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


def test_nobody_listens_on_an_unused_port(loopback: Loopback) -> None:
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", loopback.unused_port())):
        pass


def test_what_does_not_come_is_waited_for_and_shown_with_all_that_did(
    world: World, alice: Person, general: Channel
) -> None:
    with pytest.raises(
        AssertionError, match=r"an answer of the bot to <message of Alice in #general: 'nobody'>\.\n.*Alice"
    ):
        alice.says(general, "nobody").answer(timeout=0.01)


def test_tokens_are_not_in_the_transcript(world: World, running: Running, alice: Person, general: Channel) -> None:
    asked = alice.slash(general, "ask", question="x")
    asked.reply()
    text = "\n".join(line.text for line in world.lines)
    assert world.token not in text
    assert asked.token not in text
    assert "‹interaction token›" in text
