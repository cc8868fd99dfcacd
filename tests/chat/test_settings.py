"""`/settings`: seen in plain words, changed by those who manage the server, and by nobody else."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot import reply
from bot.chat.commands.settings import DEFAULTS, OPTIONS, Wish, seen
from bot.chat.front import Place
from bot.chat.limits import MAX_CONTENT, fits
from bot.chat.markup import plain
from bot.chat.setting_words import NAMES
from bot.chat.setting_words import OPTIONS as OPTIONS_OF
from bot.reply import words_for
from bot.reply.words import languages
from bot.servers import ServerSettings, Style
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Loopback, Message, World
from tests.chat.scenes import Town, nothing_more, town_in


@pytest.fixture
def town(world: World, bot: Running) -> Town:
    return town_in(world)


def sets(town: Town, forced: bool = False, **values: Any) -> str:
    """What Alice is told when she uses `/settings` with these options; underscores stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in values.items()}
    asked = town.alice.slash(town.channel, "settings", forced=forced, **named)
    content = asked.reply().content
    assert asked.ephemeral
    return content


def of(bot: Running, town: Town) -> ServerSettings:
    return bot.servers.settings(town.guild.id)


# Seen


def test_each_setting_is_shown_with_what_it_means_and_how_to_change_it(town: Town) -> None:
    said = sets(town)
    assert (
        "**Answer when at least this sure:** 10% (the default)\n-# How sure I must be to answer, 0 to 1. `answer-threshold`"
        in said
    )
    assert said.count("\n-# ") == len(NAMES) + 1
    for option in OPTIONS:
        assert f"`{option}`" in said or option == "reset"


def test_every_setting_has_its_words_and_its_options() -> None:
    assert set(NAMES) == set(DEFAULTS)
    assert [option for name in NAMES for option in OPTIONS_OF[name]] + ["reset"] == list(OPTIONS)


@pytest.mark.parametrize("code", sorted(languages()))
def test_the_longest_settings_fit_a_message(code: str, town: Town, bot: Running) -> None:
    ids = tuple(range(2**64 - 50, 2**64))
    longest = ServerSettings(ids, ids[0], 0.123456789, 0.123456789, Style.FULL, False, "es", True, True)
    place = Place(town.guild.id, longest, words_for(code))

    without_roles: Any = SimpleNamespace(get_role=lambda _: None)
    content = seen(bot.front, place, without_roles)
    assert fits(content, MAX_CONTENT)
    assert content.endswith(plain(reply.settings.how_to_change(words_for(code))))
    assert all(f"`{words_for(code)(option)}`" in content for option in OPTIONS if option != "reset")


# Changed


def test_a_change_is_told_from_what_to_what_and_kept_in_the_journal(town: Town, bot: Running) -> None:
    assert sets(town, answer_threshold=0.3) == "Changed:\n**Answer when at least this sure:** the default → 30%"
    assert sets(town, answer_threshold=0.25) == "Changed:\n**Answer when at least this sure:** 30% → 25%"
    assert of(bot, town).answer_threshold == 0.25
    first = bot.servers.settings_journal(town.guild.id, 10)[-1]
    assert (first.by, first.name, first.before, first.after) == (
        f"discord:{town.alice.id}",
        "answer_threshold",
        None,
        0.3,
    )
    assert sets(town, answer_threshold=0.25) == "That is how it is set already."


def test_several_settings_are_changed_at_once(town: Town, bot: Running) -> None:
    said = sets(town, style="short", shared=False, keep_gaps=True, note_changes=False, sure_threshold=1.0)
    assert "**Shared articles:** yes → no" in said
    assert "**Answers show:** The quote, and what other articles say → Only the quote" in said
    now = of(bot, town)
    assert (now.style, now.shared_corpus, now.keep_gaps, now.note_changes, now.sure_threshold) == (
        Style.SHORT,
        False,
        True,
        False,
        1.0,
    )


def test_what_is_set_has_its_effect_on_the_next_question(town: Town) -> None:
    assert "2,500" in town.asks().content.replace("*", "")
    sets(town, shared=False)
    assert "2,500" not in town.asks().content.replace("*", "")


def test_one_setting_or_all_are_put_back(town: Town, bot: Running) -> None:
    sets(town, style="short", shared=False)
    assert "**Shared articles:** no → yes" in sets(town, reset="shared_corpus")
    assert of(bot, town).style is Style.SHORT
    assert "Only the quote → The quote, and what other articles say" in sets(town, reset="everything")
    assert of(bot, town) == ServerSettings()


def test_the_language_is_that_of_the_next_words(town: Town, bot: Running) -> None:
    assert sets(town, language="es").startswith("Cambiado:\n**Mi idioma:** Automático: el de quien pregunta → español")
    assert sets(town).startswith("**Cómo respondo en este servidor**")
    assert sets(town, language="automatic").startswith("Changed:")
    assert of(bot, town).language == ""


def test_in_spanish_commands_options_and_choices_have_spanish_names(world: World, bot: Running) -> None:
    town = town_in(world, "es-ES")
    said = town.alice.slash(town.channel, "ajustes", forced=False, **{"umbral-respuesta": 0.5}).reply().content
    assert said == "Cambiado:\n**Respondo si estoy al menos así de seguro:** lo predeterminado → 50 %"
    [command] = [each for each in world.commands.of() if each["name"] == "settings"]
    choices = [choice for option in command["options"] for choice in option.get("choices", [])]
    assert {choice["name_localizations"]["es-ES"] for choice in choices if choice["value"] == "short"} == {
        "Solo la cita"
    }


# Channels


def test_without_the_intent_it_is_said_plainly_that_chosen_channels_need_it(town: Town, bot: Running) -> None:
    said = sets(town, add_channel=town.channel)
    assert f"**Question channels:** none → {town.channel.mention}" in said
    assert "It takes the Message Content Intent in Discord's Developer Portal" in said
    assert "It takes the Message Content Intent" in sets(town)
    assert of(bot, town).answer_channels == (town.channel.id,)
    assert "Message Content" not in sets(town, remove_channel=town.channel)
    assert of(bot, town).answer_channels == ()


def test_with_the_intent_a_question_there_needs_no_mention(loopback: Loopback, start: Start) -> None:
    world = loopback.new_world(granted=("message_content",))
    bot, town = start(world, message_content=True), town_in(world)
    bot.add("The United States has about 2,500 troops in Iraq. They advise the army.")
    question = "how many US troops are in Iraq?"
    town.alice.says(town.channel, question)
    nothing_more(world, town)
    assert not [each for each in town.channel.from_bot() if not each.ephemeral]
    assert "Message Content" not in sets(town, add_channel=town.channel)
    assert isinstance(town.alice.says(town.channel, question).answer(), Message)
    world.check()


def test_a_channel_in_which_the_bot_lacks_something_is_named(town: Town) -> None:
    quiet = town.guild.channel("quiet")
    quiet.deny(town.guild.everyone, "send_messages")
    assert f"I lack a permission there; /diagnose says which: {quiet.mention}" in sets(town, add_channel=quiet)


def test_fifty_channels_are_the_most_and_many_are_only_counted(town: Town, bot: Running) -> None:
    channels = [town.guild.channel(f"c{number}") for number in range(51)]
    for channel in channels[:49]:
        bot.servers.change_settings(town.guild.id, "", answer_channels=(*of(bot, town).answer_channels, channel.id))
    assert "44 more" in sets(town, add_channel=channels[49])
    assert sets(town, add_channel=channels[50]) == "50 channels are the most. Remove one first."
    assert len(of(bot, town).answer_channels) == 50


def test_a_channel_that_was_deleted_is_forgotten_with_the_next_change(town: Town, bot: Running) -> None:
    gone, other = town.guild.channel("gone"), town.guild.channel("other")
    sets(town, add_channel=gone)
    gone.delete()
    sets(town, add_channel=other)
    assert of(bot, town).answer_channels == (other.id,)


def test_only_a_channel_of_this_server_in_which_people_write_is_taken(town: Town, bot: Running, world: World) -> None:
    foreign = world.guild("Other", world.person("Eve")).channel("secret")
    category, thread = town.guild.channel("Text", "category"), town.channel.thread("talk")
    for channel in (foreign, category, thread, "12", "0"):
        assert sets(town, forced=True, add_channel=channel) == (
            "That is no channel of this server in which people write."
        )
    assert of(bot, town) == ServerSettings()


# The role


def test_the_role_is_kept_and_it_is_told_that_it_does_not_see_the_commands_yet(town: Town, bot: Running) -> None:
    editors = town.guild.role("Editors")
    said = sets(town, role=editors)
    assert f"**Role for articles:** no role → {editors.mention}" in said
    assert "Allow them in Server Settings, under Integrations." in said
    town.guild.give(town.bob, editors)
    assert "/settings" in town.bob.slash(town.channel, "gaps", forced=True).reply().content


def test_neither_everyones_role_nor_one_of_another_server_is_taken(town: Town, bot: Running, world: World) -> None:
    foreign = world.guild("Other", world.person("Eve")).role("Editors")
    assert sets(town, role=town.guild.everyone).startswith("Everyone has that role.")
    assert sets(town, forced=True, role=foreign) == "That is no role of this server."
    assert of(bot, town).manager_role is None


def test_a_role_that_was_deleted_is_told_of(town: Town, bot: Running) -> None:
    bot.servers.change_settings(town.guild.id, "", manager_role=12345)
    assert "The role that was chosen for the articles is no longer there." in sets(town)
    assert "**Role for articles:** <@&12345> → no role" in sets(town, reset="manager_role")


# Strangers


def test_nobody_but_who_manages_the_server_sees_or_changes_it(town: Town, bot: Running, world: World) -> None:
    editors = town.guild.role("Editors")
    town.guild.give(town.bob, editors)
    bot.servers.change_settings(town.guild.id, "", manager_role=editors.id)
    with pytest.raises(AssertionError, match="doesn't see"):
        town.bob.slash(town.channel, "settings")
    for values in ({}, {"style": "short"}, {"reset": "everything"}):
        said = town.bob.slash(town.channel, "settings", forced=True, **values).reply().content
        assert said == "That is for those who have the permission Manage Server here."
    said = town.alice.slash(world.dm(town.alice), "settings", forced=True, style="short").reply().content
    assert said == "That works on a server only, not in direct messages."
    assert of(bot, town) == ServerSettings(manager_role=editors.id)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"style": "loud"}, "The setting style can't be used"),
        ({"language": "tlh"}, "I don't speak that language."),
        ({"language": "../../etc"}, "I don't speak that language."),
        ({"reset": "server"}, "There is no such setting."),
        ({"answer_threshold": 7}, "The setting answer\\_threshold can't be used"),
        ({"answer_threshold": -0.1}, "The setting answer\\_threshold can't be used"),
    ],
)
def test_what_no_client_offers_is_refused_and_changes_nothing(
    values: dict[str, Any], sentence: str, town: Town, bot: Running
) -> None:
    assert sets(town, forced=True, shared=False, **values).startswith(sentence)
    assert of(bot, town) == ServerSettings()


def test_a_wish_for_nothing_is_none() -> None:
    assert Wish().is_none
    assert not Wish(values={"shared_corpus": False}).is_none
    assert not Wish(reset="everything").is_none
