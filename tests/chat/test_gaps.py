"""`/gaps`: questions without a good answer, shown to those who look after the articles while the server keeps them."""

import re
from typing import Any

import pytest

from bot.chat.commands.gaps import gap_of
from bot.chat.limits import MAX_CONTENT, fits
from bot.chat.pages import base36
from bot.errors import Gone
from bot.servers import Kind
from tests.chat.conftest import Running
from tests.chat.loopback import Message, World
from tests.chat.rendering import rendered
from tests.chat.scenes import Town, town_in, until

UNANSWERED = "who painted the ceiling of the opera in Mongolia?"
OFF = "I don't keep questions here. /settings can switch that on."
NONE = "Nothing here: every question that was kept has found its answer."
REFUSAL = "That is for those who may manage this server, or have the role that is set in /settings."


@pytest.fixture
def town(world: World, bot: Running) -> Town:
    made = town_in(world)
    bot.servers.change_settings(made.guild.id, "", keep_gaps=True)
    return made


def gap(bot: Running, town: Town, number: int, question: str = "", times: int = 1) -> None:
    for _ in range(times):
        bot.servers.record_gap(town.guild.id, f"subject {number}", question or f"Question {number}?", Kind.UNANSWERED)


def shown(town: Town) -> Message:
    asked = town.alice.slash(town.channel, "gaps")
    message = asked.reply()
    assert asked.ephemeral
    return message


def questions(message: Message) -> list[str]:
    return rendered(message.content).of("quote")


def total(bot: Running, town: Town) -> int:
    return bot.servers.gaps(town.guild.id, 1, 1).total


# Kept and shown


def test_nothing_is_kept_nor_shown_until_the_server_wants_it(world: World, bot: Running) -> None:
    town = town_in(world)
    town.asks(UNANSWERED)
    assert shown(town).content == OFF
    bot.servers.change_settings(town.guild.id, "", keep_gaps=True)
    assert shown(town).content == NONE


def test_a_question_that_found_no_answer_is_shown_with_how_often_and_since_when(town: Town, bot: Running) -> None:
    town.asks(UNANSWERED)
    town.asks("In the opera of Mongolia, who painted the ceiling?")
    until(lambda: bool(bot.servers.gaps(town.guild.id, 1, 1).gaps), "the question to be kept")
    until(lambda: bot.servers.gaps(town.guild.id, 1, 1).gaps[0].count == 2, "both to be one")
    message = shown(town)
    assert questions(message) == [UNANSWERED]
    assert re.search(r"\*\*1\.\*\* asked 2 times, on \d+ \w+ \d{4}, unanswered\n", message.content)
    assert town.alice.mention not in message.content
    assert "Page 1 of 1 · 1 question" in message.content


def test_what_did_not_help_is_shown_with_the_reasons(town: Town, bot: Running) -> None:
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be remembered")
    form = town.alice.presses(answer, "Not helpful").modal()
    town.alice.submits(form, {"why": "That is **two** years old"}).reply()
    message = shown(town)
    assert re.search(r"asked once, on \d+ \w+ \d{4}, marked as not helpful\n", message.content)
    assert "-# That is \\*\\*two\\*\\* years old" in message.content


def test_switching_it_off_deletes_them_at_once(town: Town, bot: Running) -> None:
    gap(bot, town, 1)
    town.alice.slash(town.channel, "settings", **{"keep-gaps": False}).reply()
    assert shown(town).content == OFF
    town.alice.slash(town.channel, "settings", **{"keep-gaps": True}).reply()
    assert shown(town).content == NONE


def test_the_most_frequent_come_first_and_pages_are_turned(town: Town, bot: Running) -> None:
    for number in range(1, 10):
        gap(bot, town, number, times=number)
    message = shown(town)
    assert questions(message) == [f"Question {number}?" for number in (9, 8, 7, 6)]
    assert message.buttons[:2] == ["1. Answer this", "1. Dismiss"]
    town.alice.presses(message, "Next").reply()
    assert questions(message) == [f"Question {number}?" for number in (5, 4, 3, 2)]
    assert "5. Dismiss" in message.buttons
    form = town.alice.presses(message, "Go to page…").modal()
    town.alice.submits(form, {"page": "3"}).reply()
    assert questions(message) == ["Question 1?"]


def test_the_longest_and_wildest_questions_fit_and_do_nothing(town: Town, bot: Running) -> None:
    for number in range(4):
        wild = f"{number} @everyone *_`~|<@{town.bob.id}> " * 60
        bot.servers.record_gap(town.guild.id, str(number), wild, Kind.NOT_HELPFUL, "*_`~|" * 99)
        bot.servers.record_gap(town.guild.id, str(number), wild, Kind.NOT_HELPFUL, "> # @here\n" * 9)
    message = shown(town)
    assert fits(message.content, MAX_CONTENT)
    assert len(questions(message)) == 4
    assert {kind for kind, _ in rendered(message.content).active} <= {"bold", "subtext", "quote"}


def test_in_spanish_it_is_spanish(world: World, bot: Running) -> None:
    town = town_in(world, "es-ES")
    bot.servers.change_settings(town.guild.id, "", keep_gaps=True)
    gap(bot, town, 1, times=2)
    message = town.alice.slash(town.channel, "lagunas").reply()
    assert "preguntada 2 veces" in message.content
    assert ", sin respuesta" in message.content
    assert message.buttons == ["1. Responder a esto", "1. Descartar"]


# Dealt with


def test_a_dismissed_question_is_gone(town: Town, bot: Running) -> None:
    for number in range(1, 6):
        gap(bot, town, number, times=number)
    message = shown(town)
    town.alice.presses(message, "2. Dismiss").reply()
    assert questions(message) == [f"Question {number}?" for number in (5, 3, 2, 1)]
    assert total(bot, town) == 4


def test_the_last_one_leaves_an_empty_list(town: Town, bot: Running) -> None:
    gap(bot, town, 1)
    message = shown(town)
    town.alice.presses(message, "1. Dismiss").reply()
    assert (message.content, message.buttons) == (NONE, [])


def test_answering_opens_the_form_with_the_question_and_keeping_the_article_closes_the_gap(
    town: Town, bot: Running
) -> None:
    gap(bot, town, 1, UNANSWERED)
    form = town.alice.presses(shown(town), "1. Answer this").modal()
    assert UNANSWERED in str(form._children)
    typed = {"title": "The opera", "text": "Dashi painted the ceiling of the opera in Mongolia."}
    preview = town.alice.submits(form, typed).reply()
    assert total(bot, town) == 1
    town.alice.presses(preview, "Keep").reply()
    until(lambda: total(bot, town) == 0, "the gap to be closed")
    assert "Dashi" in town.asks(UNANSWERED).content


# Strangers


def test_only_who_looks_after_the_articles_sees_them(town: Town, bot: Running) -> None:
    gap(bot, town, 1)
    with pytest.raises(AssertionError, match="doesn't see"):
        town.bob.slash(town.channel, "gaps")
    assert town.bob.slash(town.channel, "gaps", forced=True).reply().content == REFUSAL
    editors = town.guild.role("Editors")
    town.guild.give(town.bob, editors)
    bot.servers.change_settings(town.guild.id, "", manager_role=editors.id)
    assert "Question 1?" in town.bob.slash(town.channel, "gaps", forced=True).reply().content


def told(pressed: Any) -> str:
    if pressed.acknowledged.kind == "message":
        return str(pressed.reply().content)
    return str(pressed.followups()[0].content)


def test_forged_buttons_are_checked_as_the_command_is(town: Town, bot: Running) -> None:
    gap(bot, town, 1)
    answer, key = town.asks(), bot.servers.gaps(town.guild.id, 1, 1).gaps[0].key
    bob = base36(town.bob.id)
    for custom_id in (f"gap-dismiss:{bob}:1:{key}", f"gap-dismiss:x:1:{key}"):
        assert told(town.bob.presses(answer, custom_id=custom_id, forced=True)) == REFUSAL
    assert told(town.bob.presses(answer, custom_id=f"gaps:{bob}:1:", forced=True)) == REFUSAL
    assert told(town.bob.presses(answer, custom_id=f"add-article:{key}", forced=True)) == REFUSAL
    assert total(bot, town) == 1


def test_another_managers_buttons_and_another_servers_questions_are_out_of_reach(
    town: Town, bot: Running, world: World
) -> None:
    other = town_in(world)
    bot.servers.change_settings(other.guild.id, "", keep_gaps=True)
    gap(bot, other, 1, "A secret question?")
    [secret] = bot.servers.gaps(other.guild.id, 1, 1).gaps
    gap(bot, town, 2)
    message = shown(town)
    mine = f"gap-dismiss:{base36(town.alice.id)}:1:{secret.key}"
    town.alice.presses(message, custom_id=mine, forced=True).acknowledged  # noqa: B018 - it is answered
    until(lambda: total(bot, town) == 1, "the press to be over")
    assert total(bot, other) == 1
    form = told(town.alice.presses(message, custom_id=f"add-article:{secret.key}", forced=True))
    assert "secret" not in form
    with pytest.raises(Gone):
        gap_of(bot.servers, town.guild.id, secret.key)
    mods = town.guild.role("Mods", "manage_guild")
    town.guild.give(town.bob, mods)
    own = next(each["custom_id"] for each in message.parts() if each.get("label") == "1. Dismiss")
    assert "Only who asked can turn these pages." in told(town.bob.presses(message, custom_id=own, forced=True))


@pytest.mark.parametrize("payload", ["", "x", "::", "1:1", "é:1:k", "zzzzzzzzzzzzzzz:1:k"])
def test_a_payload_that_is_none_is_refused(payload: str, town: Town, bot: Running) -> None:
    answer = town.asks()
    said = told(town.alice.presses(answer, custom_id=f"gap-dismiss:{payload}", forced=True))
    assert said.startswith("This button is of an earlier version of mine.")


def test_any_of_many_gaps_is_found_by_its_key(town: Town, bot: Running) -> None:
    for number in range(230):
        gap(bot, town, number)
    last = bot.servers.gaps(town.guild.id, 3, 100).gaps[-1]
    assert gap_of(bot.servers, town.guild.id, last.key) == last
