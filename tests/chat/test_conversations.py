"""What becomes of an answer when its question is deleted, edited, or both at once; and who asks too often."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.chat import conversations
from bot.errors import LibraryBusy
from bot.servers import Posted
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Message, World
from tests.chat.loopback.snowflakes import moment
from tests.chat.scenes import QUESTION, SENTENCE, Town, fails, held, nothing_more, quotes, town_in, until

FERRY = "The ferry to Bergen takes 1,500 passengers."
FERRY_QUESTION = "{bot} how many passengers does the ferry take?"


@pytest.fixture
def town(world: World, bot: Running) -> Town:
    bot.add(FERRY, "Ferries")
    return town_in(world)


def answers_to(question: Message) -> list[Message]:
    return [each for each in question.channel.from_bot() if each.reference is question]


def asked(town: Town, text: str = QUESTION) -> Message:
    return town.alice.says(town.channel, f"{{bot}} {text}")


def is_sending(world: World) -> None:
    world.wait(lambda: world.in_flight > 0, "a request of the bot")


# Deleted


def test_a_deleted_question_takes_its_answer_with_it(bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    town.alice.deletes(question)
    answer.gone()


def test_help_and_errors_go_with_their_question_too(bot: Running, town: Town) -> None:
    question = town.alice.says(town.channel, "{bot}")
    said = question.answer()
    town.alice.deletes(question)
    said.gone()


def test_many_questions_that_are_deleted_at_once_take_their_answers_with_them(bot: Running, town: Town) -> None:
    questions = [asked(town) for _ in range(4)]
    answers = [each.answer() for each in questions]
    kept = town.bob.says(town.channel, f"{{bot}} {QUESTION}").answer()
    town.alice.deletes(*questions)
    for each in answers:
        each.gone()
    assert not kept.deleted


def test_a_question_that_is_deleted_while_it_is_looked_up_is_not_answered(
    world: World, bot: Running, town: Town
) -> None:
    with held(bot) as release:
        question = asked(town)
        until(lambda: bot.front.work.running == 1, "the question to be looked up")
        town.alice.deletes(question)
        release()
    nothing_more(world, town)
    assert town.channel.from_bot() == []


def test_a_question_that_is_deleted_while_its_answer_is_sent_leaves_none_behind(
    world: World, bot: Running, town: Town
) -> None:
    town.channel.deny(world.bot, "read_message_history")  # so that it isn't a reply, which Discord would refuse
    world.delay("POST", f"/channels/{town.channel.id}/messages", 0.2)
    question = asked(town)
    is_sending(world)
    town.alice.deletes(question)
    world.wait(lambda: len(world.requests("DELETE", "*/messages/*")) == 1, "the answer to be taken back")
    assert town.channel.from_bot() == []


def test_a_reply_to_a_question_that_has_just_gone_is_no_fault(
    world: World, bot: Running, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    world.delay("POST", f"/channels/{town.channel.id}/messages", 0.2)
    question = asked(town)
    is_sending(world)
    town.alice.deletes(question)
    nothing_more(world, town)
    assert town.channel.from_bot() == []
    assert "refused" not in capfd.readouterr().out


def test_an_answer_outlives_a_question_that_was_asked_long_ago(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked(town)
    answer = question.answer()
    monkeypatch.setattr(conversations, "REDONE_WITHIN", timedelta(0))
    town.alice.edits(question, FERRY_QUESTION)
    town.alice.deletes(question)
    nothing_more(world, town)
    assert quotes(answer) == [SENTENCE]
    assert not answer.deleted


def test_an_answer_follows_its_question_after_a_restart(world: World, bot: Running, start: Start, town: Town) -> None:
    first, second = asked(town), asked(town)
    answers = first.answer(), second.answer()
    bot.stop()
    start(world)
    town.alice.edits(first, FERRY_QUESTION)
    answers[0].becomes(lambda it: quotes(it) == [FERRY])
    town.alice.deletes(second)
    answers[1].gone()


def test_an_answer_that_a_moderator_has_deleted_stays_away(world: World, bot: Running, town: Town) -> None:
    question = asked(town)
    town.alice.deletes(question.answer())
    town.alice.edits(question, FERRY_QUESTION)
    nothing_more(world, town)
    town.alice.deletes(question)
    nothing_more(world, town)
    assert town.channel.from_bot() == []


def test_messages_that_are_no_questions_cost_nothing_when_they_go(world: World, bot: Running, town: Town) -> None:
    town.bob.deletes(town.bob.says(town.channel, "hello"), town.bob.says(town.channel, "again"))
    nothing_more(world, town)
    assert not world.requests("DELETE", "*")


# Edited


def test_an_edited_question_has_its_answer_redone(bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    town.alice.edits(question, FERRY_QUESTION)
    answer.becomes(lambda it: quotes(it) == [FERRY])
    assert answers_to(question) == [answer]
    shown = town.alice.presses(answer, "Context").reply()
    assert quotes(shown) == [FERRY]


def test_an_edit_that_finds_no_answer_leaves_no_quote_and_no_buttons(bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    town.alice.edits(question, "{bot} what is the capital of Mongolia?")
    answer.becomes(lambda it: "No article answers that." in it.content)
    assert answer.buttons == []


def test_a_message_that_is_edited_into_a_question_is_answered(bot: Running, town: Town) -> None:
    message = town.alice.says(town.channel, "hello")
    town.alice.edits(message, f"{{bot}} {QUESTION}")
    assert quotes(message.answer()) == [SENTENCE]


def test_a_question_that_is_edited_so_that_it_asks_nothing_loses_its_answer(bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    town.alice.edits(question, "never mind")
    answer.gone()


def test_of_two_quick_edits_the_last_one_is_answered_once(world: World, bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    world.delay("PATCH", "*", 0.1)
    town.alice.edits(question, "{bot} what is the capital of Mongolia?")
    town.alice.edits(question, FERRY_QUESTION)
    answer.becomes(lambda it: quotes(it) == [FERRY])
    nothing_more(world, town)
    world.wait(lambda: world.in_flight == 0, "all requests")
    assert quotes(answer) == [FERRY]
    assert answers_to(question) == [answer]


def test_a_question_that_is_edited_while_it_is_looked_up_is_answered_once_and_as_edited(
    world: World, bot: Running, town: Town
) -> None:
    with held(bot) as release:
        question = asked(town)
        until(lambda: bot.front.work.running == 1, "the question to be looked up")
        for text in ("{bot} who?", "{bot} where?", FERRY_QUESTION):
            town.alice.edits(question, text)
        release()
        question.answer().becomes(lambda it: quotes(it) == [FERRY])
    nothing_more(world, town)
    assert len(answers_to(question)) == 1


def test_a_question_that_is_edited_while_its_answer_is_sent_is_answered_once_and_as_edited(
    world: World, bot: Running, town: Town
) -> None:
    world.delay("POST", f"/channels/{town.channel.id}/messages", 0.2)
    question = asked(town)
    is_sending(world)
    town.alice.edits(question, FERRY_QUESTION)
    question.answer().becomes(lambda it: quotes(it) == [FERRY])
    assert len(answers_to(question)) == 1


def test_a_question_that_is_edited_and_deleted_at_once_leaves_nothing(world: World, bot: Running, town: Town) -> None:
    for _ in range(5):
        question = asked(town)
        town.alice.edits(question, FERRY_QUESTION)
        town.alice.deletes(question)
    nothing_more(world, town)
    world.wait(lambda: not town.channel.from_bot(), "all answers to be taken back")


def test_an_update_that_is_no_edit_changes_nothing(world: World, bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    with world.lock:
        question.embeds = [{"type": "link", "url": "https://example.org", "title": "a preview"}]
        world.tell_edit(question)
    nothing_more(world, town)
    assert answer.version == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_questions_in_whatever_order_the_last_thing_counts(
    world: World, start: Start, seed: int
) -> None:
    bot = start(world, person_questions_per_minute=1_000, server_questions_per_minute=1_000)
    bot.add(TROOPS)
    bot.add(FERRY, "Ferries")
    town, chance = town_in(world), Random(seed)
    texts = {f"{{bot}} {QUESTION}": [SENTENCE], FERRY_QUESTION: [FERRY], "never mind": []}
    wanted: dict[Message, list[str]] = {}
    for method in ("POST", "PATCH", "DELETE"):
        world.delay(method, "/channels/*", 0.02, times=4)
    for _ in range(8):
        question, said = asked(town), [SENTENCE]
        for _ in range(chance.randrange(5)):
            text, said = chance.choice(list(texts.items()))
            town.alice.edits(question, text)
            if said and chance.random() < 0.3:
                question.answer()  # or it comes in the middle of something
        if chance.random() < 0.3:
            town.alice.deletes(question)
            said = []
        wanted[question] = said

    def settled() -> bool:
        return all([quote for each in answers_to(q) for quote in quotes(each)] == said for q, said in wanted.items())

    until(settled, f"each answer to be that of the last text: {wanted}")
    nothing_more(world, town)
    world.wait(lambda: world.in_flight == 0, "all requests")
    assert settled()
    assert len(town.channel.from_bot()) == sum(map(len, wanted.values()))
    world.faults.clear()


# Too often


def test_who_asks_too_often_is_told_once_and_kindly(world: World, start: Start) -> None:
    bot = start(world, person_questions_per_minute=2)
    bot.add(TROOPS)
    town = town_in(world)
    answers = [town.asks(), town.asks()]
    assert all(map(quotes, answers))
    told = town.asks().content
    assert told.startswith("That was a lot of questions. You can ask again in ")
    silent = [asked(town) for _ in range(3)]
    assert quotes(town.bob.says(town.channel, f"{{bot}} {QUESTION}").answer())
    assert [answers_to(each) for each in silent] == [[], [], []]
    told_by_command = town.alice.slash(town.channel, "ask", question=QUESTION)
    assert told_by_command.acknowledged.kind == "message"
    assert told_by_command.ephemeral
    assert told_by_command.reply().content.startswith("That was a lot of questions. You can ask again in ")


def test_a_server_that_asks_too_often_is_told_so(world: World, start: Start) -> None:
    bot = start(world, server_questions_per_minute=1)
    bot.add(TROOPS)
    town, other = town_in(world), town_in(world)
    assert quotes(town.asks())
    told = town.bob.says(town.channel, f"{{bot}} {QUESTION}").answer()
    assert told.content.startswith("This server has asked a lot just now. It can ask again in ")
    assert quotes(other.asks())
    assert quotes(town.alice.says(world.dm(town.alice), QUESTION).answer())


def test_an_answer_does_not_stay_for_an_edit_that_comes_too_soon(world: World, start: Start) -> None:
    bot = start(world, person_questions_per_minute=1)
    bot.add(TROOPS)
    town = town_in(world)
    question = asked(town)
    answer = question.answer()
    for _ in range(2):
        town.alice.edits(question, FERRY_QUESTION)
        answer.becomes(lambda it: it.content.startswith("That was a lot of questions."))


# What is kept


def test_questions_are_kept_only_where_the_server_keeps_gaps(bot: Running, town: Town) -> None:
    server = town.guild.id
    first = asked(town, "what is the capital of Mongolia?")
    first.answer()
    bot.servers.change_settings(server, "discord:1", keep_gaps=True)
    second = asked(town, "and what is the capital of Mongolia?")
    second.answer()
    town.asks()
    [noted] = noted_of(bot, server, first)
    assert (noted.question, noted.article_key) == (None, "")
    until(lambda: bot.servers.gaps(server, 1, 10).total > 0, "the gap to be noted")
    gaps = bot.servers.gaps(server, 1, 10).gaps
    assert [(gap.question, gap.unanswered) for gap in gaps] == [("and what is the capital of Mongolia?", 1)]


def noted_of(bot: Running, server: int, question: Message) -> tuple[Posted, ...]:
    until(lambda: bool(bot.servers.answers_to(server, question.id)), "the answer to be noted")
    return bot.servers.answers_to(server, question.id)


def test_an_answer_is_noted_with_its_article_and_question(bot: Running, town: Town) -> None:
    question = asked(town)
    answer = question.answer()
    [noted] = noted_of(bot, town.guild.id, question)
    assert (noted.message, noted.channel, noted.question) == (answer.id, town.channel.id, None)
    assert noted.article_key
    assert datetime.now(UTC) - noted.posted < timedelta(seconds=30)
    assert moment(answer.id) - noted.posted < timedelta(seconds=5)


def test_an_answer_that_can_not_be_noted_was_still_given(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise LibraryBusy("/secret/folder")

    monkeypatch.setattr(bot.servers, "remember", busy)
    assert quotes(town.asks()) == [SENTENCE]
    asked_by_command = town.alice.slash(town.channel, "ask", question=QUESTION)
    assert quotes(asked_by_command.reply()) == [SENTENCE]
    nothing_more(world, town)
    assert asked_by_command.sent_followups == []
    assert len(town.channel.from_bot()) == 2


def test_settings_that_can_not_be_read_are_told_to_who_asked(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise LibraryBusy("/secret/folder")

    monkeypatch.setattr(bot.servers, "settings", busy)
    for said in (town.asks().content, town.alice.slash(town.channel, "ask", question=QUESTION).reply().content):
        assert said.startswith("The library is busy just now. Try again in a minute. Reference: ")
        assert "secret" not in said
    assert town.alice.types(town.channel, "ask", "article", {"question": QUESTION, "article": "US"}) == []


def test_a_question_that_fails_can_be_edited_into_one_that_does_not(bot: Running, town: Town) -> None:
    fails(bot, "ask", RuntimeError("boom"), times=1)
    question = asked(town)
    said = question.answer()
    assert said.content.startswith("Something went wrong on my side")
    town.alice.edits(question, FERRY_QUESTION)
    said.becomes(lambda it: quotes(it) == [FERRY])
