"""Coming to a server and leaving one; and the invitation that is shown while the bot is on none."""

from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.chat.client import Client
from bot.chat.invitation import link
from tests.chat.conftest import Running, Start
from tests.chat.loopback import World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.guilds import Guild
from tests.chat.scenes import Town, nothing_more, town_in, until


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Is set when the client is ready: as soon as it has its servers. It would wait two seconds for more, and take
    what comes meanwhile for servers that it has been on all along."""
    quick, original, told = property(lambda _: 0.01, lambda *_: None), Client.on_ready, Event()

    async def on_ready(self: Client) -> None:
        await original(self)
        told.set()

    monkeypatch.setattr(discord.state.AutoShardedConnectionState, "guild_ready_timeout", quick, raising=False)
    monkeypatch.setattr(Client, "on_ready", on_ready)
    return told


@pytest.fixture
def town(world: World, ready: Event, bot: Running) -> Town:
    """A server, with a bot that is ready."""
    assert ready.wait(10)
    return town_in(world)


def uninvited(world: World, monkeypatch: pytest.MonkeyPatch, locale: str = "en-US") -> tuple[Guild, Channel]:
    """A server without the bot, that greets newcomers in a channel."""
    guild = world.guild("New", world.person("Nina"), locale=locale, bot=None)
    channel, shape = guild.channel("welcome"), guild.shape
    monkeypatch.setattr(guild, "shape", lambda: shape() | {"system_channel_id": str(channel.id)})
    return guild, channel


def test_it_says_hello_where_a_server_greets_and_pings_nobody(
    world: World, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild, channel = uninvited(world, monkeypatch)
    guild.bot_joins()
    hello = channel.next_from_bot()
    assert hello.content.startswith("Hello! I quote the sentence that answers your question")
    assert hello.content.endswith("begins with /setup.")
    assert (hello.mentioned, hello.suppresses_embeds) == ([], True)


def test_it_says_hello_in_the_servers_language(world: World, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    guild, channel = uninvited(world, monkeypatch, "es-ES")
    guild.bot_joins()
    assert channel.next_from_bot().content.endswith("empieza con /configurar.")


def test_where_it_may_not_write_or_nobody_is_greeted_it_is_silent(
    world: World, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild, channel = uninvited(world, monkeypatch)
    channel.deny(guild.everyone, "send_messages")
    guild.bot_joins()
    silent = world.guild("Silent", world.person("Sam"), bot=None)
    general = silent.channel("general")
    silent.bot_joins()
    nothing_more(world, town)
    assert channel.from_bot() == general.from_bot() == []


def test_a_greeting_that_discord_refuses_is_no_fault(world: World, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    guild, channel = uninvited(world, monkeypatch)
    world.fail("POST", f"/channels/{channel.id}/messages", 403)
    guild.bot_joins()
    world.wait_request("POST", f"/channels/{channel.id}/messages")
    nothing_more(world, town)


def departed(bot: Running) -> list[int]:
    return list(bot.servers.departed(datetime.now(UTC) + timedelta(minutes=1)))


def test_that_it_was_thrown_out_is_remembered_and_forgotten_when_it_comes_back(
    world: World, bot: Running, town: Town
) -> None:
    other = world.guild("Other", world.person("Olga"))
    other.bot_leaves()
    until(lambda: departed(bot) == [other.id], "the departure to be remembered")
    other.bot_joins()
    until(lambda: departed(bot) == [], "the return to be remembered")


def test_an_outage_of_discords_is_no_departure(world: World, bot: Running, town: Town) -> None:
    town.guild.goes_down()
    other = world.guild("Other", world.person("Olga"))
    other.bot_leaves()
    until(lambda: departed(bot) == [other.id], "what came after it")
    town.guild.comes_back()
    nothing_more(world, town)
    assert departed(bot) == [other.id]


def test_the_link_asks_for_the_least() -> None:
    wanted: Any = dict.fromkeys(
        ("view_channel", "send_messages", "send_messages_in_threads", "read_message_history"), True
    )
    permissions = discord.Permissions(**wanted).value
    assert link(7) == (
        f"https://discord.com/oauth2/authorize?client_id=7&scope=bot+applications.commands&permissions={permissions}"
    )


def test_while_it_is_on_no_server_the_log_shows_the_invitation(world: World, ready: Event, start: Start) -> None:
    with capture_logs() as lines:
        start(world)
        assert ready.wait(10)
    assert [line["link"] for line in lines if "link" in line] == [link(world.application_id)]
