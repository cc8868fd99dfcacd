"""`/setup`: step by step through a new server, in one private message that outlives a restart."""

import re
from typing import Any

import pytest

from bot.chat.commands import every_route
from bot.chat.commands.setup import TITLES
from bot.chat.routes import ADD_ARTICLE
from bot.model import Shelf
from bot.servers import ServerSettings
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, Message, Person, World
from tests.chat.scenes import QUESTION, Town, quotes, town_in

LAST = len(TITLES)


@pytest.fixture
def town(world: World, bot: Running) -> Town:
    return town_in(world)


def begun(town: Town) -> Message:
    asked = town.alice.slash(town.channel, "setup")
    message = asked.reply()
    assert asked.ephemeral
    return message


def at(town: Town, step: int) -> Message:
    """The message at a step, counted from 1."""
    message = begun(town)
    for _ in range(step - 1):
        message = town.alice.presses(message, "Next").reply()
    assert message.content.startswith(f"**Step {step} of {LAST}: ")
    return message


def of(bot: Running, town: Town) -> ServerSettings:
    return bot.servers.settings(town.guild.id)


def default_values(message: Message) -> list[str]:
    [select] = [each for each in message.parts() if each["type"] in (3, 6, 8)]
    return [str(each["id"]) for each in select.get("default_values", [])] or [
        each["value"] for each in select.get("options", []) if each.get("default")
    ]


# Through it


def test_every_step_can_be_skipped_and_gone_back_to_in_one_message(town: Town, bot: Running) -> None:
    message = begun(town)
    titles = []
    for _ in range(LAST):
        titles.append(message.content.partition("\n")[0])
        forward = "Next" if "Next" in message.buttons else "Finish"
        after = town.alice.presses(message, forward).reply()
        assert after is message
    assert [re.findall(r"Step (\d) of 7", each) for each in titles] == [[str(n)] for n in range(1, 8)]
    assert message.content.startswith("That is all.")
    assert message.buttons == []
    assert of(bot, town) == ServerSettings()
    second = at(town, 2)
    assert town.alice.presses(second, "Back").reply().content.startswith("**Step 1 of 7")


def test_it_begins_with_the_permissions_and_checks_them_again(town: Town) -> None:
    quiet = town.guild.channel("quiet")
    quiet.deny(town.guild.everyone, "send_messages")
    message = begun(town)
    needed = "View Channel, Send Messages, Send Messages in Threads and Read Message History"
    assert f"To answer, I need {needed} in each channel." in message.content
    assert f"❌ Send Messages is missing in 1 channel: {quiet.mention}" in message.content
    assert "/diagnose in one of these channels says what withholds it." in message.content
    quiet.allow(town.guild.everyone, "send_messages")
    town.alice.presses(message, "Check again").reply()
    assert "✅ In every channel I may do all that I need." in message.content


@pytest.fixture
def reading(loopback: Loopback, start: Start) -> tuple[Town, Running]:
    """A town in which the bot may read every message."""
    world = loopback.new_world(granted=("message_content",))
    bot = start(world, message_content=True)
    return town_in(world), bot


def test_channels_can_not_be_chosen_where_the_bot_reads_no_messages(town: Town) -> None:
    message = at(town, 2)
    assert "It takes the Message Content Intent" in message.content
    assert message.buttons == ["Back", "Next"]
    assert len(message.parts()) == 3


def test_channels_are_chosen_and_the_menu_shows_what_is_chosen(reading: tuple[Town, Running]) -> None:
    town, bot = reading
    other, message = town.guild.channel("other"), at(town, 2)
    town.alice.selects(message, [town.channel, other]).reply()
    assert "✅ Saved." in message.content
    assert of(bot, town).answer_channels == (town.channel.id, other.id)
    assert default_values(message) == [str(town.channel.id), str(other.id)]
    town.alice.selects(message, []).reply()
    assert of(bot, town).answer_channels == ()
    assert bot.servers.settings_journal(town.guild.id, 1)[0].by == f"discord:{town.alice.id}"


def test_channels_that_the_menu_has_no_room_for_stay_chosen(reading: tuple[Town, Running]) -> None:
    town, bot = reading
    channels = [town.guild.channel(f"c{number}") for number in range(30)]
    bot.servers.change_settings(town.guild.id, "", answer_channels=tuple(each.id for each in channels))
    message = at(town, 2)
    assert len(default_values(message)) == 25
    assert f"Chosen besides: {channels[25].mention}" in message.content
    town.alice.selects(message, [town.channel]).reply()
    assert of(bot, town).answer_channels == (town.channel.id, *(each.id for each in channels[25:]))


def test_a_role_is_chosen_and_taken_back(town: Town, bot: Running) -> None:
    editors, message = town.guild.role("Editors"), at(town, 3)
    town.alice.selects(message, [editors]).reply()
    assert of(bot, town).manager_role == editors.id
    assert "Allow them in Server Settings, under Integrations." in message.content
    town.alice.selects(message, []).reply()
    assert of(bot, town).manager_role is None


def test_the_language_changes_with_the_choice(town: Town, bot: Running) -> None:
    message = at(town, 4)
    town.alice.selects(message, ["español"]).reply()
    assert message.content.startswith("**Paso 4 de 7: Mi idioma**")
    assert default_values(message) == ["es"]
    town.alice.selects(message, ["automatic"]).reply()
    assert of(bot, town).language == ""


def test_it_counts_the_articles_and_opens_the_form_for_the_first(town: Town, bot: Running) -> None:
    message = at(town, 5)
    assert "I answer from 0 articles of this server and 1 that all servers share." in message.content
    assert "typed" in town.alice.presses(message, "Add an article").modal().custom_id
    bot.add(TROOPS.replace("Iraq", "Poland"), "Poland", Shelf(f"guild:{town.guild.id}"))
    assert "I answer from 1 article of this server" in at(town, 5).content


def test_the_form_is_a_route_that_there_is() -> None:
    assert ADD_ARTICLE in every_route()


def test_whether_questions_are_kept_is_switched_on_and_off(town: Town, bot: Running) -> None:
    message = at(town, 6)
    assert "They are not kept." in message.content
    town.alice.presses(message, "Keep them").reply()
    assert "They are kept." in message.content
    assert of(bot, town).keep_gaps
    town.alice.presses(message, "Keep none, and delete those that are kept").reply()
    assert not of(bot, town).keep_gaps
    assert forge(town.alice, message, "setup-gaps:2").startswith("This button is of an earlier version of mine.")


def test_in_direct_messages_it_says_that_it_works_on_a_server_only(world: World, bot: Running, town: Town) -> None:
    answer = town.alice.says(world.dm(town.alice), QUESTION).answer()
    for custom_id in CUSTOM_IDS:
        assert forge(town.alice, answer, custom_id) == "That works on a server only, not in direct messages."


def test_a_question_is_tried_out_and_answered_to_who_asks_alone(town: Town) -> None:
    message = at(town, 7)
    form = town.alice.presses(message, "Try a question").modal()
    answered = town.alice.submits(form, {"question": QUESTION})
    assert quotes(answered.reply()) == ["The United States has about 2,500 troops in Iraq."]
    assert answered.ephemeral
    assert town.alice.presses(message, "Finish").reply().content.startswith("That is all.")


def test_it_goes_on_after_a_restart(world: World, start: Start) -> None:
    first = start(world)
    town = town_in(world)
    message = at(town, 3)
    first.stop()
    second = start(world)
    editors = town.guild.role("Editors")
    town.alice.selects(message, [editors]).reply()
    assert second.servers.settings(town.guild.id).manager_role == editors.id
    assert town.alice.presses(message, "Next").reply().content.startswith("**Step 4 of 7")


def test_in_spanish_it_is_spanish(world: World, bot: Running) -> None:
    town = town_in(world, "es-ES")
    message = town.alice.slash(town.channel, "configurar").reply()
    assert message.content.startswith("**Paso 1 de 7: Qué puedo hacer**")
    assert message.buttons == ["Comprobar otra vez", "Siguiente"]


# Strangers


REFUSAL = "That is for those who have the permission Manage Server here."
CUSTOM_IDS = (
    "setup:1",
    "setup-check:",
    "setup-try:",
    "setup-channels:",
    "setup-role:",
    "setup-language:",
    "setup-gaps:1",
)


def forge(person: Person, message: Message, custom_id: str, *values: Any) -> str:
    """Send a press or a choice that no client would, and give what comes back."""
    if values:
        return person.selects(message, values, custom_id=custom_id, forced=True).reply().content
    return person.presses(message, custom_id=custom_id, forced=True).reply().content


def test_nobody_else_goes_through_it_nor_presses_its_buttons(town: Town, bot: Running, world: World) -> None:
    editors = town.guild.role("Editors")
    town.guild.give(town.bob, editors)
    bot.servers.change_settings(town.guild.id, "", manager_role=editors.id)
    answer = town.asks()
    with pytest.raises(AssertionError, match="doesn't see"):
        town.bob.slash(town.channel, "setup")
    assert town.bob.slash(town.channel, "setup", forced=True).reply().content == REFUSAL
    for custom_id in CUSTOM_IDS:
        assert forge(town.bob, answer, custom_id) == REFUSAL
    assert forge(town.bob, answer, "setup-role:", editors) == REFUSAL
    assert forge(town.bob, answer, "setup-language:", "es") == REFUSAL
    assert of(bot, town) == ServerSettings(manager_role=editors.id)


@pytest.mark.parametrize("payload", ["8", "-1", "x", "", "٣", "1" * 90])
def test_a_step_that_is_none_is_refused(payload: str, town: Town) -> None:
    message = begun(town)
    said = town.alice.presses(message, custom_id=f"setup:{payload}", forced=True).reply().content
    assert said.startswith("This button is of an earlier version of mine.")


def test_what_no_menu_offers_is_refused_and_changes_nothing(town: Town, bot: Running, world: World) -> None:
    other = world.guild("Other", world.person("Eve"))
    channel, role, message = other.channel("secret"), other.role("Editors"), begun(town)
    for custom_id, values in [
        ("setup-channels:", (channel,)),
        ("setup-channels:", ("1; DROP TABLE",)),
        ("setup-channels:", tuple(str(number) for number in range(26))),
        ("setup-channels:", ("9" * 4000,)),
        ("setup-role:", (role,)),
        ("setup-role:", (town.guild.everyone,)),
        ("setup-role:", ("-1",)),
        ("setup-language:", ("tlh",)),
    ]:
        assert forge(town.alice, message, custom_id, *values).startswith(
            ("That is no", "That can't be chosen", "Everyone has that role", "I don't speak")
        )
    assert of(bot, town) == ServerSettings()


def test_who_loses_the_permission_goes_no_further(town: Town, world: World, bot: Running) -> None:
    mods = town.guild.role("Mods", "manage_guild")
    town.guild.give(town.bob, mods)
    message = town.bob.slash(town.channel, "setup").reply()
    town.guild.give(town.bob)
    assert town.bob.presses(message, "Next").reply().content == REFUSAL
