"""Trouble on the wire: rate limits, failures, lost connections, several shards, and a library that takes its time."""

import pytest

from bot.chat import conversations
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, World
from tests.chat.scenes import QUESTION, SENTENCE, Town, held, nothing_more, quotes, town_in, until


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


# A slow library


def test_a_slow_library_is_acknowledged_in_time_and_answers_late(world: World, bot: Running, town: Town) -> None:
    world.acknowledge_within_s = 0.5  # Discord's limit is 3 s
    with held(bot):
        asked = town.alice.slash(town.channel, "ask", question=QUESTION)
        assert asked.acknowledged.kind == "deferred"
        assert asked.response is not None
        assert asked.response.loading
        until(asked.late, "the limit to have passed")
    assert quotes(asked.reply()) == [SENTENCE]


def test_typing_is_shown_while_a_mention_is_looked_up(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "TYPING_AFTER_SECONDS", 0.01)
    with held(bot):
        question = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        world.wait_request("POST", f"/channels/{town.channel.id}/typing")
    assert quotes(question.answer()) == [SENTENCE]


def test_an_answer_that_is_there_at_once_costs_no_typing(world: World, bot: Running, town: Town) -> None:
    for _ in range(5):
        town.asks()
    assert not world.requests("POST", "*/typing")


def test_typing_that_is_refused_is_no_fault(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "TYPING_AFTER_SECONDS", 0.0)
    world.fail("POST", "*/typing", 503)
    with held(bot):
        question = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        world.wait_request("POST", "*/typing")
    assert quotes(question.answer()) == [SENTENCE]


# Rate limits and failures


@pytest.mark.parametrize("everywhere", [False, True])
def test_an_answer_waits_for_a_rate_limit(world: World, bot: Running, town: Town, everywhere: bool) -> None:
    world.rate_limit("POST", "/channels/*/messages", 0.05, everywhere=everywhere)
    world.rate_limit("PATCH", "/webhooks/*", 0.05)
    assert quotes(town.asks()) == [SENTENCE]
    assert quotes(town.alice.slash(town.channel, "ask", question=QUESTION).reply()) == [SENTENCE]


def test_an_answer_is_sent_again_after_a_failure_of_discord(world: World, bot: Running, town: Town) -> None:
    world.fail("POST", "/channels/*/messages", 500)  # the client tries again a second later
    assert quotes(town.asks()) == [SENTENCE]


def test_a_failure_that_lasts_loses_one_answer_and_no_more(
    world: World, bot: Running, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    world.fail("POST", "/channels/*/messages", 503)
    lost = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
    world.wait_request("POST", "/channels/*/messages")
    assert quotes(town.asks()) == [SENTENCE]
    assert [each.reference for each in town.channel.from_bot()].count(lost) == 0
    assert "refused by Discord" in capfd.readouterr().out


def test_a_command_whose_answer_fails_is_told_so(world: World, bot: Running, town: Town) -> None:
    world.fail("PATCH", "/webhooks/*", 400)
    asked = town.alice.slash(town.channel, "ask", question=QUESTION)
    assert asked.reply().content.startswith("Something went wrong on my side, and it has been written down.")


def test_an_acknowledgement_that_fails_leaves_the_next_one_alone(
    world: World, bot: Running, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    world.fail("POST", "/interactions/*", 400, times=2)
    town.alice.slash(town.channel, "ask", question=QUESTION).silence_is_meant = True
    world.wait_request("POST", "/interactions/*")
    nothing_more(world, town)
    assert "failed" in capfd.readouterr().out


def test_an_interaction_that_is_over_is_no_fault(
    world: World, bot: Running, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    with held(bot):
        asked = town.alice.slash(town.channel, "ask", question=QUESTION)
        assert asked.acknowledged
        asked.expired = True
    until(lambda: bot.front.work.running == 0, "the question to be over")
    nothing_more(world, town)
    assert "failed" not in capfd.readouterr().out


# Connections


def test_a_question_that_is_asked_while_the_connection_is_lost_is_answered_after_it_resumed(
    world: World, bot: Running, town: Town
) -> None:
    with world.sessions.outage():
        question = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        pressed = town.alice.slash(town.channel, "ask", question=QUESTION)
    assert quotes(question.answer()) == [SENTENCE]
    assert quotes(pressed.reply()) == [SENTENCE]
    assert (world.sessions.identified, world.sessions.resumed) == (1, 1)


def test_an_answer_survives_a_connection_that_is_lost_meanwhile(world: World, bot: Running, town: Town) -> None:
    with held(bot):
        question = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        until(lambda: bot.front.work.running == 1, "the question to be looked up")
        world.sessions.disconnect()
        world.sessions.wait_connected()
    assert quotes(question.answer()) == [SENTENCE]
    assert len(town.channel.from_bot()) == 1


def test_it_comes_back_when_discord_asks_it_to_reconnect(world: World, bot: Running, town: Town) -> None:
    world.sessions.ask_reconnect()
    world.wait(lambda: world.sessions.resumed == 1, "the session to be resumed")
    assert quotes(town.asks()) == [SENTENCE]


@pytest.mark.parametrize("resumable", [False, True])
def test_it_comes_back_after_an_invalid_session(world: World, bot: Running, town: Town, resumable: bool) -> None:
    world.sessions.invalidate(resumable=resumable)
    world.wait(lambda: world.sessions.identified + world.sessions.resumed == 2, "it to come back")
    world.wait_ready()
    assert quotes(town.asks()) == [SENTENCE]


def test_an_answer_follows_its_question_into_a_new_session(world: World, bot: Running, town: Town) -> None:
    question = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
    answer = question.answer()
    world.sessions.disconnect(resumable=False)
    world.wait(lambda: world.sessions.identified == 2, "a new session")
    town.alice.deletes(question)
    answer.gone()


def test_every_shard_answers_its_own_servers(loopback: Loopback, start: Start) -> None:
    world = loopback.new_world(shards=2)
    bot = start(world)
    bot.add(TROOPS)
    towns = [town_in(world, shard=shard) for shard in range(2)]
    assert [town.guild.shard for town in towns] == [0, 1]
    assert [quotes(town.asks()) for town in towns] == [[SENTENCE], [SENTENCE]]
    with world.sessions.outage(0):
        assert quotes(towns[1].asks()) == [SENTENCE]
        waiting = towns[0].alice.says(towns[0].channel, f"{{bot}} {QUESTION}")
    assert quotes(waiting.answer()) == [SENTENCE]
    assert quotes(towns[0].alice.says(world.dm(towns[0].alice), QUESTION).answer()) == [SENTENCE]
    world.check()


def test_fifty_people_ask_at_once(world: World, bot: Running, town: Town) -> None:
    people = [world.person(f"Guest {n}") for n in range(50)]
    town.guild.add(*people)
    asked = [each.says(town.channel, f"{{bot}} {QUESTION}") for each in people]
    by_command = [each.slash(town.channel, "ask", question=QUESTION, private=True) for each in people]
    assert all(quotes(each.answer()) == [SENTENCE] for each in asked)
    assert all(quotes(each.reply()) == [SENTENCE] for each in by_command)
    assert max(each.acknowledged.after_ms for each in by_command) < 3_000
