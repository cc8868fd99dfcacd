"""What people do, and what comes back: each story through the unmodified client."""

import pytest

from tests.chat.loopback import Message, Person, Upload, World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.running import Running
from tests.chat.loopback.small_bot import SmallBot

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def bot(running: Running) -> SmallBot:
    assert isinstance(running.bot, SmallBot)
    return running.bot


@pytest.fixture
def answer(bot: SmallBot, alice: Person, general: Channel) -> Message:
    return alice.says(general, "{bot} how many?").answer()


def test_a_mention_is_answered_by_a_reply(world: World, answer: Message) -> None:
    assert answer.content == "heard: how many?"
    assert world.requests("POST", "/channels/*/typing")
    assert answer.buttons == ["Context", "Next", "Add", "Open"]


def test_without_the_intent_the_text_comes_only_with_a_mention_a_reply_or_directly(
    world: World, bot: SmallBot, alice: Person, general: Channel
) -> None:
    alice.says(general, "secret")
    answer = alice.says(general, "{bot} open").answer()
    alice.says(general, "follow", reply_to=answer).answer()
    alice.says(general, "no ping", reply_to=answer, ping=False)
    alice.says(world.dm(alice), "direct {bot}").answer()
    heard = [text for text in bot.heard if not text.startswith("heard")]
    assert heard == ["", f"{world.bot.mention} open", "follow", "", f"direct {world.bot.mention}"]


def test_a_command_is_deferred_and_answered(alice: Person, general: Channel) -> None:
    asked = alice.slash(general, "ask", question="how many?", article="7")
    assert asked.acknowledged.kind == "deferred"
    assert asked.acknowledged.after_ms < 3000
    assert asked.reply().content == "how many? in 7"
    assert not asked.ephemeral


def test_a_client_sends_only_what_was_registered(world: World, alice: Person, general: Channel) -> None:
    bob = world.person("Bob")
    assert general.guild is not None
    general.guild.add(bob)
    for wrong in ({}, {"question": ""}, {"question": "x" * 301}, {"question": 7}, {"question": "x", "other": "y"}):
        with pytest.raises(AssertionError):
            alice.slash(general, "ask", **wrong)
    for command in ("asks", "sources", "sources lists"):
        with pytest.raises(AssertionError):
            alice.slash(general, command)
    with pytest.raises(AssertionError, match="doesn't see /load"):
        bob.slash(general, "load", file=Upload("a.txt", b"a"))


def test_suggestions_come_while_typing(alice: Person, general: Channel) -> None:
    choices = alice.types(general, "ask", "article", {"article": "tro"})
    assert [(each.name, each.value) for each in choices] == [("tro 0", "0"), ("tro 1", "1"), ("tro 2", "2")]


def test_a_button_answers_only_its_presser(world: World, alice: Person, answer: Message) -> None:
    bob = world.person("Bob")
    assert answer.channel.guild is not None
    answer.channel.guild.add(bob)
    pressed = bob.presses(answer, "Context")
    assert pressed.reply().content == "the paragraph"
    assert pressed.ephemeral
    assert [each.content for each in pressed.followups()] == ["and another"]
    assert bob.sees(pressed.reply())
    assert not alice.sees(pressed.reply())


def test_a_button_changes_its_message(alice: Person, answer: Message) -> None:
    pressed = alice.presses(answer, "Next")
    assert pressed.reply() is answer
    assert answer.content == "page 2"
    assert answer.history == ["heard: how many?"]
    with pytest.raises(AssertionError, match="no 'Next'"):
        alice.presses(answer, "Next")


def test_a_select_gives_values(alice: Person, answer: Message) -> None:
    assert alice.selects(answer, ["Two"]).reply().content == "['2']"
    with pytest.raises(AssertionError, match="offers"):
        alice.selects(answer, ["Three"])


def test_a_form_takes_text_choices_and_files(alice: Person, answer: Message) -> None:
    form = alice.presses(answer, "Add").modal()
    assert form.title == "Add an article"
    with pytest.raises(AssertionError, match="Title is required"):
        alice.submits(form)
    sent = alice.submits(form, {"Title": "News", "kind": ["n"], "File": [Upload("a.txt", b"text")]})
    assert sent.reply().content == "kept News ['text']"


def test_the_menu_of_a_message_carries_its_text(world: World, alice: Person, general: Channel) -> None:
    said = alice.says(general, "unseen")
    assert alice.menu(general, "Ask about this", said).reply().content == "about: unseen"


def test_files_go_both_ways(world: World, alice: Person, general: Channel) -> None:
    reply = alice.slash(general, "load", file=Upload("a.txt", b"text")).reply()
    assert [each.text for each in reply.attachments] == ["TEXT"]


def test_a_forged_custom_id_reaches_the_bot(alice: Person, answer: Message) -> None:
    with pytest.raises(AssertionError):
        alice.presses(answer, custom_id="forged")
    assert alice.presses(answer, custom_id="forged", forced=True).reply().content == "That button is not ours."


def test_a_forged_option_reaches_the_bot(alice: Person, general: Channel) -> None:
    assert alice.slash(general, "ask", question="x" * 4000, forced=True).acknowledged


def test_a_rate_limit_is_waited_out(world: World, alice: Person, general: Channel) -> None:
    world.rate_limit("POST", "/channels/*/messages", 0.05, times=2)
    assert alice.says(general, "{bot} how many?").answer().content == "heard: how many?"
    assert "429 to POST" in world.transcript()


def test_a_late_response_is_refused(world: World, bot: SmallBot, alice: Person, general: Channel) -> None:
    world.acknowledge_within_s = 0.1
    bot.delay_s = 0.15
    asked = alice.slash(general, "ask", question="x")
    asked.unanswered()
    world.wait_request("POST", "/interactions/*/callback")
    assert len(world.forgive("10062 Unknown interaction")) == 1
