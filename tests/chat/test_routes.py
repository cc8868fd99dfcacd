"""Buttons and forms find their handlers; what goes wrong is one sentence for the person, and a reference in the log."""

import json
import re
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.cooldown import PRESSES_PER_MINUTE
from bot.chat.routes import collect
from bot.errors import DiskFull, LibraryBusy, LibraryDamaged, LibraryUnwritable
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import World
from tests.chat.scenes import QUESTION, SENTENCE, Town, fails, seen, town_in, until

SECRET = "/secret/folder"
BROKEN = "Something went wrong on my side, and it has been written down. Reference: "


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


# Routes


@pytest.mark.parametrize("custom_id", ["nonsense", "nonsense:payload", ":", "contextx:AAAA", "é:ü", "context"])
def test_a_button_that_nobody_knows_gets_a_sentence(bot: Running, town: Town, custom_id: str) -> None:
    pressed = town.bob.presses(town.asks(), custom_id=custom_id, forced=True)
    assert pressed.reply().content == "This button is of an earlier version of mine. Ask again, and it will work."
    assert pressed.ephemeral


def test_what_is_pressed_has_to_stand_on_the_message(bot: Running, town: Town) -> None:
    answer, other = town.asks(), town.asks("when was the coalition formed?")
    for part in answer.parts():
        if part.get("custom_id"):
            pressed = town.bob.presses(other, custom_id=part["custom_id"], forced=True, planted=False)
            assert pressed.reply().content.startswith("That button has changed in the meantime.")
            assert pressed.ephemeral


def test_who_presses_without_end_is_told_to_wait(bot: Running, town: Town) -> None:
    answer = town.asks()
    for _ in range(PRESSES_PER_MINUTE):
        bot.front.cooldowns.press(town.bob.id)
    assert town.bob.presses(answer, "Context").reply().content.startswith("That was a lot of buttons.")
    assert SENTENCE in town.alice.presses(answer, "Context").reply().content.replace("*", "")


def test_a_select_and_a_form_that_nobody_knows_get_a_sentence_too(bot: Running, town: Town) -> None:
    answer = town.asks()
    assert "earlier version" in town.bob.selects(answer, ["x"], custom_id="nonsense:1", forced=True).reply().content
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    form = town.alice.presses(answer, "Not helpful").modal()
    form.custom_id = "nonsense:1"
    assert "earlier version" in town.alice.submits(form, forced=True).reply().content


def test_what_was_typed_is_found_in_labels_and_in_rows() -> None:
    found: dict[str, str] = {}
    collect(
        [
            {"type": 18, "component": {"type": 4, "custom_id": "a", "value": "1"}},
            {"type": 1, "components": [{"type": 4, "custom_id": "b", "value": None}]},
            {"type": 10},
        ],
        found,
    )
    assert found == {"a": "1", "b": ""}


# Faults


def references(text: str) -> list[str]:
    return re.findall(r"Reference: ([2-9A-HJ-NP-TV-Z]{6})", text)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (LibraryDamaged(SECRET, "bad page"), BROKEN),
        (LibraryUnwritable(SECRET, "read-only"), BROKEN),
        (DiskFull(SECRET), "My disk is full. Nothing was changed; please tell whoever runs me. Reference: "),
        (LibraryBusy(SECRET), "The library is busy just now. Try again in a minute. Reference: "),
        (RuntimeError(f"boom in {SECRET}"), BROKEN),
        (KeyError("boom"), BROKEN),
    ],
)
def test_what_breaks_is_told_in_one_sentence_whose_reference_is_in_the_log(
    bot: Running, town: Town, capfd: pytest.CaptureFixture[str], problem: Exception, said: str
) -> None:
    fails(bot, "ask", problem)
    by_mention = town.asks().content
    by_command = town.alice.slash(town.channel, "ask", question=QUESTION).reply().content
    log = capfd.readouterr().out
    for each in (by_mention, by_command):
        assert each.startswith(said)
        assert SECRET not in each
        [reference] = references(each)
        assert reference in log


def test_what_goes_wrong_with_a_public_command_is_told_to_who_asked_and_leaves_nothing_behind(
    bot: Running, town: Town
) -> None:
    refused = town.alice.slash(town.channel, "ask", question=QUESTION, article="**no**")
    refused.reply()
    fails(bot, "ask", RuntimeError("boom"))
    fails(bot, "verify", RuntimeError("boom"))
    asked = town.alice.slash(town.channel, "ask", question=QUESTION)
    verified = town.alice.slash(town.channel, "verify", text=QUESTION)
    for each in (asked, refused, verified):
        assert each.reply().content
        assert each.acknowledged.kind == "deferred"
        assert each.ephemeral
        each.gone()
        assert not town.bob.sees(each.reply())
    private = town.alice.slash(town.channel, "ask", question=QUESTION, article="**no**", private=True)
    assert private.reply()
    assert not private.deleted


def test_a_button_that_breaks_says_so_to_who_pressed(bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = town.asks()

    def damaged(*_: object) -> None:
        raise LibraryDamaged(SECRET, "bad page")

    monkeypatch.setattr(bot.desk.library, "recall", damaged)
    pressed = town.bob.presses(answer, "Context")
    assert pressed.reply().content.startswith(BROKEN)
    assert pressed.ephemeral


def test_a_suggestion_that_breaks_suggests_nothing(bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = iter([LibraryDamaged(SECRET, "bad page"), RuntimeError("boom"), KeyError("boom")] * 3)

    def damaged(*_: object) -> None:
        raise next(problems)

    monkeypatch.setattr(bot.desk.library, "suggest", damaged)
    for _ in range(3):
        assert town.alice.types(town.channel, "sources show", "article", {"article": "US"}) == []
        assert town.alice.types(town.channel, "audit", "article", {"article": "US"}) == []
    assert town.alice.types(town.channel, "ask", "article", {"question": QUESTION, "article": "US"}) == []


def test_faults_are_told_in_the_language_of_the_place(bot: Running, world: World, town: Town) -> None:
    fails(bot, "ask", RuntimeError("boom"))
    maria = world.person("María", "es-ES")
    town.guild.add(maria)
    assert "Referencia: " in maria.slash(town.channel, "preguntar", pregunta=QUESTION).reply().content
    bot.servers.change_settings(town.guild.id, "discord:1", language="es")
    assert "Referencia: " in town.alice.slash(town.channel, "ask", question=QUESTION).reply().content


def test_a_command_that_is_not_as_it_was_registered_gets_a_sentence(bot: Running, town: Town) -> None:
    assert town.alice.slash(town.channel, "ask", forced=True, article="x").reply().content.startswith(BROKEN)
    too_long = town.alice.slash(town.channel, "ask", forced=True, question="x" * 2_001)
    assert too_long.reply().content.startswith("The question has 2,001 characters")
    endless = town.alice.slash(town.channel, "ask", forced=True, question="x", article="*" * 5_000)
    assert "*…” here." in seen(endless.reply()).text


# The log


Log = list[MutableMapping[str, Any]]


@pytest.fixture
def log() -> Iterator[Log]:
    """The lines that are logged."""
    with capture_logs() as lines:
        yield lines


def of(log: Log, event: str) -> Log:
    return [line for line in log if line["event"] == event]


def test_each_question_has_a_line_without_its_text_or_who_asked(
    log: Log, world: World, bot: Running, town: Town
) -> None:
    town.asks()
    town.asks("what is the capital of Mongolia?")
    town.alice.says(world.dm(town.alice), QUESTION).answer()
    answer, silence, direct = of(log, "asked")
    assert answer["decision"] == "answer"
    assert 0 < answer["confidence"] <= 1
    assert 0 < answer["milliseconds"] < 10_000
    assert answer["server"] == town.guild.id
    assert silence["decision"] == "no_match"
    assert direct["server"] is None
    everything = json.dumps(log, default=repr)
    assert "Mongolia" not in everything
    assert str(town.alice.id) not in everything
    assert bot.token not in everything


def test_the_text_of_questions_is_logged_where_that_is_asked_for(log: Log, world: World, start: Start) -> None:
    bot = start(world, log_questions=True)
    bot.add(TROOPS)
    town_in(world).asks()
    [line] = of(log, "asked")
    assert line["question"] == QUESTION


def test_errors_that_a_person_can_put_right_are_no_faults(log: Log, bot: Running, town: Town) -> None:
    town.alice.slash(town.channel, "ask", question=QUESTION, article="nothing").reply()
    town.bob.presses(town.asks(), custom_id="nonsense:1", forced=True).reply()
    assert not of(log, "failed")
