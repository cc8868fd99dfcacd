"""What the server does beside the stories: permissions, events, what it refuses."""

import re

import discord
import pytest

from tests.chat.loopback import Loopback, World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.people import Person
from tests.chat.loopback.running import Running, request, said
from tests.chat.loopback.small_bot import SmallBot


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
    first = alice.says(general, "{bot} 0")
    others = [alice.says(general, "not heard") for _ in range(2)]
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


def test_direct_messages_may_be_closed(world: World, running: Running, alice: Person) -> None:
    channel = request(running, "POST", "/users/@me/channels", json={"recipient_id": alice.id})
    alice.takes_direct_messages = False
    with pytest.raises(discord.Forbidden, match="50007"):
        request(running, "POST", f"/channels/{channel['id']}/messages", json=said("x"))
    assert world.forgive("50007")


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


def test_roles_and_channels_can_be_chosen(world: World, running: Running, alice: Person, general: Channel) -> None:
    assert general.guild is not None
    editors = general.guild.role("Editors")
    parts = [{"type": 6, "custom_id": "pick"}, {"type": 8, "custom_id": "picks", "channel_types": [0]}]
    rows = [{"type": 1, "components": [part]} for part in parts]
    request(running, "POST", f"/channels/{general.id}/messages", json=said("choose", components=rows))
    message = general.next_from_bot()
    assert alice.selects(message, [editors], custom_id="pick").reply().content == f"['{editors.id}']"
    assert alice.selects(message, [general], custom_id="picks").reply()
    assert f'"resolved":{{"channels":{{"{general.id}"' in "\n".join(line.text for line in world.lines)


def test_commands_have_subcommands_and_names_in_other_languages(world: World, running: Running) -> None:
    juana = world.person("Juana", locale="es-ES")
    room = world.guild("Lectores", juana, locale="es-ES").channel("general")
    assert juana.slash(room, "sources list", query="x").reply().content == "sources: x"
    listed = request(running, "GET", f"/applications/{world.application_id}/commands")
    renamed = [
        {key: each[key] for key in ("name", "description", "type")}
        | {"name_localizations": {"es-ES": f"{each['name']}-es"}}
        for each in listed
        if each["type"] == 1
    ]
    request(running, "PUT", f"/applications/{world.application_id}/commands", json=renamed)
    assert world.commands.find(room, "ask-es", 1, juana.locale)["name"] == "ask"
    with pytest.raises(AssertionError, match="No command 'ask-es'"):
        world.commands.find(room, "ask-es", 1, "en-US")
    assert {each["id"] for each in world.commands.of()} <= {each["id"] for each in listed}


def test_threads_have_their_own_permission_to_write(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    thread = general.thread("about it")
    assert alice.says(thread, "{bot} here").answer().content == "heard: here"
    assert general.guild is not None
    general.deny(general.guild.everyone, "send_messages_in_threads")
    with pytest.raises(discord.Forbidden):
        request(running, "POST", f"/channels/{thread.id}/messages", json=said("x"))
    assert world.forgive("50013")


def test_commands_work_in_direct_messages(world: World, running: Running, alice: Person) -> None:
    assert alice.slash(world.dm(alice), "ask", question="x").reply().content == "x in all"


def test_the_bot_may_take_its_answers_away(world: World, running: Running, alice: Person, general: Channel) -> None:
    asked = alice.slash(general, "ask", question="x")
    asked.reply()
    request(running, "DELETE", f"/webhooks/{world.application_id}/{asked.token}/messages/@original")
    asked.gone()
    answer = alice.says(general, "{bot} x").answer()
    request(running, "DELETE", f"/channels/{general.id}/messages/{answer.id}")
    answer.gone()
    assert not general.from_bot()


def test_an_answer_to_a_message_that_has_just_gone_is_refused_but_no_bug(
    world: World, running: Running, alice: Person, general: Channel
) -> None:
    gone = alice.says(general, "gone")
    alice.deletes(gone)
    body = said("x", message_reference={"message_id": gone.id})
    with pytest.raises(discord.HTTPException, match="Unknown message"):
        request(running, "POST", f"/channels/{general.id}/messages", json=body)
    body["message_reference"]["fail_if_not_exists"] = False
    assert request(running, "POST", f"/channels/{general.id}/messages", json=body)["content"] == "x"
