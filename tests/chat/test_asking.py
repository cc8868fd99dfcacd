"""Asking, over the wire."""

from tests.chat.conftest import Running
from tests.chat.loopback.world import World


def test_a_mention_is_answered_with_the_sentence_and_its_source(world: World, bot: Running) -> None:
    alice = world.person("alice")
    guild = world.guild("Town", alice)
    channel = guild.channel("general")
    question = alice.says(channel, "{bot} how many US troops are in Iraq?")
    answer = question.answer()
    print(answer.content)
    print(answer.buttons)
    print(world.transcript())
    assert "2,500" in answer.content
