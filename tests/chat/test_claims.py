"""“Is this true?”, in reply to what somebody says: that is looked up, where it can be read."""

import pytest

from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, World
from tests.chat.scenes import SENTENCE, Town, quotes, seen, town_in

CANT_READ = "I can't read that message. Press and hold it: Apps → Ask about this."


@pytest.fixture
def open_world(loopback: Loopback) -> World:
    return loopback.new_world(granted=("message_content",))


@pytest.fixture
def town(open_world: World, start: Start) -> Town:
    """A town in which the bot reads every message."""
    bot = start(open_world, message_content=True, person_questions_per_minute=100)
    bot.add(TROOPS, "US troops in Iraq", published="2024-01-25")
    return town_in(open_world)


def asked_of(town: Town, claim: str, question: str = "{bot} is this true?") -> str:
    """What Alice is told when she asks that in reply to what Bob has said."""
    return seen(town.alice.says(town.channel, question, reply_to=town.bob.says(town.channel, claim)).answer()).text


@pytest.mark.parametrize("question", ["{bot} is this true?", "{bot}?", "source? {bot}", "{bot} true?"])
def test_a_claim_that_stands_in_an_article_is_said_to_stand_there(town: Town, question: str) -> None:
    assert asked_of(town, SENTENCE, question).startswith(f"Word for word:\n{SENTENCE}\n")


def test_a_claim_that_is_nearly_right_is_put_right(town: Town) -> None:
    told = asked_of(town, SENTENCE.replace("2,500", "5,000"))
    assert told.startswith(f"Not word for word: the article says “2,500”, not “5,000”.\n{SENTENCE}\n")


def test_a_claim_that_no_article_says_is_asked_as_a_question(town: Town) -> None:
    assert quotes(town.alice.says(
        town.channel, "{bot} is this true?", reply_to=town.bob.says(town.channel, "coalition formed when")
    ).answer()) == ["The coalition was formed in 2014."]  # fmt: skip
    assert "No article answers that." in asked_of(town, "Ulaanbaatar is the capital of Mongolia")


def test_a_question_that_says_what_it_is_about_is_answered_itself(town: Town) -> None:
    told = asked_of(town, "The ferry to Bergen is late.", "{bot} how many US troops are in Iraq?")
    assert SENTENCE in told


def test_a_claim_without_words_can_not_be_read(town: Town) -> None:
    assert asked_of(town, "https://example.org/only/a/link") == CANT_READ


def test_a_claim_that_can_not_be_read_is_said_to_be_looked_up_by_the_menu(world: World, bot: Running) -> None:
    assert asked_of(town_in(world), SENTENCE) == CANT_READ
