"""What keeps the bot from answering, and how `/diagnose` says it."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands.diagnosing import of_connection
from bot.chat.diagnosis import Cause, Channel, Denied, Lack, NotGiven, Permission, TimedOut, missing
from bot.chat.lacks import cause
from bot.model import Retrieval, Shelf
from bot.reply import words_for
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, World
from tests.chat.loopback.guilds import Guild
from tests.chat.loopback.permissions import bits
from tests.chat.scenes import Town, town_in
from tests.hostile import QUICK
from tests.reply.harm import WILD, is_harmless

NAMES = tuple(Permission)
ALL = tuple(each.value for each in NAMES)


@pytest.fixture
def town(world: World, bot: Running) -> Town:
    return town_in(world)


# What is missing, by the same rules as Discord's


class Known:
    """A server as discord.py knows it from one event, without a connection."""

    def __init__(self, guild: Guild, *parents: tuple[int, int]) -> None:
        client = discord.Client(intents=discord.Intents.none())
        state = client._connection
        state.user = discord.ClientUser(state=state, data=guild.world.bot.shape())  # type: ignore[arg-type]
        data: Any = guild.full_shape()
        for channel in data["channels"]:
            channel["parent_id"] = dict(parents).get(int(channel["id"]))
        self.guild = discord.Guild(data=data, state=state)

    def missing(self, id: int) -> tuple[Lack, ...]:
        channel = self.guild.get_channel_or_thread(id)
        assert isinstance(channel, Channel)
        return missing(channel, self.guild.me)


def some_guild(everyone: tuple[str, ...] = ALL, own: tuple[str, ...] = ()) -> Guild:
    world = World(0)
    guild = world.guild("Town", world.person("Alice"), bot=own)
    guild.change_role(guild.everyone, *everyone)
    return guild


some = st.sets(st.sampled_from(ALL)).map(tuple)
overwrite = st.tuples(some, some)


@QUICK
@given(some, some, some, overwrite, overwrite, overwrite, st.booleans())
def test_what_is_missing_is_what_discord_withholds(
    everyone: tuple[str, ...],
    own: tuple[str, ...],
    other: tuple[str, ...],
    of_everyone: tuple[tuple[str, ...], tuple[str, ...]],
    of_role: tuple[tuple[str, ...], tuple[str, ...]],
    of_me: tuple[tuple[str, ...], tuple[str, ...]],
    in_thread: bool,
) -> None:
    guild = some_guild(everyone, own)
    bot, role = guild.world.bot, guild.role("Helpers", *other)
    guild._give(bot, (*guild.members[bot.id].roles, role))
    channel = guild.channel("general")
    for whom, (allowed, denied) in ((guild.everyone, of_everyone), (role, of_role), (bot, of_me)):
        channel.allow(whom, *allowed)
        channel.deny(whom, *denied)
    thread = channel.thread("talk") if in_thread else channel
    lacks = {lack.permission.value for lack in Known(guild).missing(thread.id)} if thread in seen_in(guild) else set()
    held = channel.permissions_of(bot)
    needed = set(ALL) - ({"send_messages"} if in_thread else set())
    if held & bits("view_channel"):
        assert lacks == {name for name in needed if not held & bits(name)}
    elif not in_thread:
        assert "view_channel" in lacks


def seen_in(guild: Guild) -> list[Any]:
    shown = guild.full_shape()
    return [guild.channels[int(each["id"])] for each in [*shown["channels"], *shown["threads"]]]


def test_a_permission_that_no_role_has_is_to_be_given_to_the_bots_own_role() -> None:
    guild = some_guild(everyone=("view_channel", "read_message_history", "send_messages"))
    channel = guild.channel("general")
    assert Known(guild).missing(channel.id) == (Lack(Permission.SEND_IN_THREADS, NotGiven("Verbatim")),)


def test_what_a_channel_denies_to_a_role_is_known_with_the_role() -> None:
    guild = some_guild()
    channel = guild.channel("general")
    channel.deny(guild.everyone, "send_messages")
    assert Known(guild).missing(channel.id) == (Lack(Permission.SEND, Denied(("@everyone",), "")),)
    own = guild.members[guild.world.bot.id].roles[0]
    channel.deny(own, "view_channel")
    assert Known(guild).missing(channel.id)[0] == Lack(Permission.VIEW, Denied(("Verbatim",), ""))


def test_what_a_channel_denies_to_the_bot_itself_is_known_so() -> None:
    guild = some_guild()
    channel = guild.channel("general")
    channel.deny(guild.world.bot, "send_messages")
    channel.allow(guild.everyone, "send_messages")
    assert Known(guild).missing(channel.id) == (Lack(Permission.SEND, Denied((), "")),)


def test_what_a_channel_shares_with_its_category_is_to_be_changed_there() -> None:
    guild = some_guild()
    category, channel, apart = guild.channel("Text", "category"), guild.channel("general"), guild.channel("apart")
    for each in (category, channel, apart):
        each.deny(guild.everyone, "send_messages")
    apart.allow(guild.everyone, "add_reactions")
    known = Known(guild, (channel.id, category.id), (apart.id, category.id))
    assert known.missing(channel.id) == (Lack(Permission.SEND, Denied(("@everyone",), "Text")),)
    assert known.missing(apart.id) == (Lack(Permission.SEND, Denied(("@everyone",), "")),)


def test_an_administrator_lacks_nothing_whatever_a_channel_denies() -> None:
    guild = some_guild(everyone=(), own=("administrator",))
    channel = guild.channel("general")
    channel.deny(guild.everyone, *ALL)
    assert Known(guild).missing(channel.id) == ()


def test_in_time_out_the_bot_may_only_look() -> None:
    guild = some_guild()
    channel, until = guild.channel("general"), datetime.now(UTC) + timedelta(hours=1)
    known = Known(guild)
    known.guild.me.timed_out_until = until
    assert known.missing(channel.id) == (
        Lack(Permission.SEND, TimedOut(until)),
        Lack(Permission.SEND_IN_THREADS, TimedOut(until)),
    )
    known.guild.me.timed_out_until = datetime.now(UTC) - timedelta(hours=1)
    assert known.missing(channel.id) == ()


def test_a_voice_channel_has_no_threads_and_needs_no_permission_for_them() -> None:
    guild = some_guild(everyone=tuple(set(ALL) - {"send_messages_in_threads"}))
    voice = guild.channel("talk", "voice")
    assert Known(guild).missing(voice.id) == ()


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            NotGiven("Verbatim"),
            "No role of mine has it. Give it to the role “Verbatim”, in Server Settings under Roles.",
        ),
        (Denied((), ""), "The channel's own permissions deny it to me. Allow it there."),
        (
            Denied(("A", "B"), "Text"),
            "The category “Text”, whose permissions the channel shares, denies it to the roles “A” and “B”. Allow it there.",
        ),
        (TimedOut(datetime.now(UTC)), "A moderator has sent me into time-out. Take it back, or wait until it is over."),
    ],
)
def test_each_cause_says_where_to_put_it_right(why: Cause, said: str) -> None:
    assert cause(words_for("en"), Lack(Permission.SEND, why)) == said
    assert is_harmless(cause(words_for("es"), Lack(Permission.SEND, why)))


@QUICK
@given(WILD)
def test_names_of_roles_and_categories_do_nothing(name: str) -> None:
    for why in (NotGiven(name), Denied((name, name), name)):
        assert is_harmless(cause(words_for("en"), Lack(Permission.SEND, why)))


# /diagnose


def diagnosed(town: Town, **values: Any) -> str:
    asked = town.alice.slash(town.channel, "diagnose", **values)
    content = asked.reply().content
    assert asked.ephemeral
    return content


def test_where_all_is_well_each_line_is_good(town: Town) -> None:
    said = diagnosed(town)
    assert "❌" not in said
    assert f"{town.channel.mention}: I may do all that I need here." in said
    assert "I answer from 0 articles of this server and 1 that all servers share." in said
    assert "My commands are up to date with Discord." in said


def test_the_missing_permission_is_named_with_what_it_is_for_and_what_withholds_it(town: Town) -> None:
    town.channel.deny(town.guild.everyone, "send_messages")
    said = diagnosed(town)
    assert f"❌ {town.channel.mention}: **Send Messages** is missing. Without it I can't answer there." in said
    assert "-# The channel's own permissions deny it to the role “\\@everyone”. Allow it there." in said


def test_a_thread_is_diagnosed_by_the_permission_for_threads(town: Town) -> None:
    thread = town.channel.thread("talk")
    town.channel.deny(town.guild.everyone, "send_messages_in_threads")
    said = diagnosed(town, channel=thread)
    assert f"{thread.mention}: **Send Messages in Threads** is missing." in said


def test_other_channels_in_which_something_is_missing_are_listed_and_many_are_counted(town: Town) -> None:
    town.guild.change_role(town.guild.everyone, *ALL, "use_application_commands")
    for number in range(60):
        town.guild.channel(f"c{number}").deny(town.guild.everyone, "view_channel")
    said = diagnosed(town)
    assert "❌ View Channel is missing in 60 channels: <#" in said
    assert "52 more" in said


def test_another_channel_can_be_diagnosed(town: Town) -> None:
    quiet = town.guild.channel("quiet")
    quiet.deny(town.guild.world.bot, "view_channel")
    said = diagnosed(town, channel=quiet)
    assert f"{quiet.mention}: **View Channel** is missing." in said
    assert "deny it to me" in said


def test_it_is_said_in_the_language_of_who_asks(world: World, bot: Running) -> None:
    town = town_in(world, "es-ES")
    town.channel.deny(town.guild.everyone, "send_messages")
    said = town.alice.slash(town.channel, "diagnóstico").reply().content
    assert "Falta **Enviar mensajes**. Sin él no puedo responder allí." in said
    assert "Los permisos propios del canal lo deniegan para el rol" in said


def test_a_channel_of_another_server_and_one_that_has_gone_are_not_diagnosed(town: Town, world: World) -> None:
    other = world.guild("Other", world.person("Eve")).channel("secret")
    gone = town.guild.channel("gone")
    town.alice.slash(town.channel, "diagnose").reply()
    gone.delete()
    for channel in (other, str(gone.id), "12"):
        said = town.alice.slash(town.channel, "diagnose", forced=True, channel=channel).reply().content
        assert said == "That channel is not one of this server, or I have never seen it."
    category = town.guild.channel("Category", "category")
    assert "is not one of" in town.alice.slash(town.channel, "diagnose", forced=True, channel=category).reply().content


def test_only_who_manages_the_server_or_its_articles_gets_a_diagnosis(town: Town, bot: Running) -> None:
    with pytest.raises(AssertionError, match="doesn't see"):
        town.bob.slash(town.channel, "diagnose")
    refused = town.bob.slash(town.channel, "diagnose", forced=True).reply().content
    assert refused.startswith("That is for those who may manage this server")
    editors = town.guild.role("Editors")
    town.guild.give(town.bob, editors)
    bot.servers.change_settings(town.guild.id, "", manager_role=editors.id)
    assert "✅" in town.bob.slash(town.channel, "diagnose", forced=True).reply().content


def test_it_is_not_for_direct_messages(world: World, town: Town) -> None:
    said = town.alice.slash(world.dm(town.alice), "diagnose", forced=True).reply().content
    assert said == "That works on a server only, not in direct messages."


def test_channels_chosen_for_questions_need_the_intent(town: Town, bot: Running) -> None:
    assert "I answer where I am mentioned or replied to." in diagnosed(town)
    bot.servers.change_settings(town.guild.id, "", answer_channels=(town.channel.id,))
    assert "❌ In the channels chosen in /settings I can't read messages" in diagnosed(town)


def test_with_the_intent_they_are_read(loopback: Loopback, start: Start) -> None:
    world = loopback.new_world(granted=("message_content",))
    bot, town = start(world, message_content=True), town_in(world)
    bot.servers.change_settings(town.guild.id, "", answer_channels=(town.channel.id,))
    assert "✅ In the channels chosen in /settings I read every message." in diagnosed(town)
    world.check()


def test_a_server_without_articles_is_told_how_to_add_one(world: World, start: Start) -> None:
    start(world)
    assert "❌ There are no articles to answer from yet. /article add adds one." in diagnosed(town_in(world))


def test_what_the_index_does_not_find_is_named(town: Town, bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    bot.add(TROOPS.replace("Iraq", "Poland"), "Troops in *Poland*", Shelf(f"guild:{town.guild.id}"))
    assert "What was added last is found." in diagnosed(town)
    search = bot.desk.library.search

    def behind(*args: Any, **kwargs: Any) -> Retrieval:
        return replace(search(*args, **kwargs), passages=())

    monkeypatch.setattr(bot.desk.library, "search", behind)
    assert "❌ What was added last can't be found yet: “Troops in \\*Poland\\*”." in diagnosed(town)


def test_commands_that_discord_refused_are_told_of(world: World, start: Start) -> None:
    first = start(world)
    first.stop()
    first.servers.remember_text(f"commands of {world.application_id}", "others")
    world.fail("PUT", "/applications/*/commands", 403)
    start(world)
    town = town_in(world)
    assert "❌ My commands could not be brought up to date with Discord (403" in diagnosed(town)


def test_a_connection_that_was_not_measured_is_said_to_be_so() -> None:
    words = words_for("en")
    for seconds in (math.nan, math.inf):
        assert of_connection(words, seconds) == "✅ The connection to Discord has not been measured yet."
    assert of_connection(words, 0.0421) == "✅ Discord takes 42 ms to hear from me."
