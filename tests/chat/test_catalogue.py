"""The commands: registered when they have changed, and in every language."""

import pytest
from discord import app_commands

from bot.chat import commands
from bot.chat.front import Front
from bot.chat.tree import AnyCommand
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import World
from tests.chat.loopback.commands import SLASH
from tests.chat.scenes import QUESTION, SENTENCE, quotes, town_in

PUT = ("PUT", "/applications/*/commands")


def test_commands_are_registered_at_the_first_start_and_not_at_the_second(world: World, start: Start) -> None:
    start(world).stop()
    start(world).stop()
    assert len(world.requests(*PUT)) == 1


def test_commands_that_have_changed_are_registered_again(
    world: World, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(world).stop()
    every = commands.every_command

    def more(front: Front) -> list[AnyCommand]:
        async def callback(interaction: object) -> None: ...

        return [*every(front), app_commands.Command(name="more", description="more", callback=callback)]

    monkeypatch.setattr("bot.chat.client.every_command", more)
    start(world).stop()
    assert [len(call.body) for call in world.requests(*PUT)] == [n := len(world.requests(*PUT)[0].body), n + 1]


def test_a_refused_registration_stops_nobody_and_is_tried_at_the_next_start(
    world: World, start: Start, capfd: pytest.CaptureFixture[str]
) -> None:
    world.fail(*PUT, 403, code=50001)
    bot = start(world)
    bot.add(TROOPS)
    assert quotes(town_in(world).asks()) == [SENTENCE]
    assert "commands not registered" in capfd.readouterr().out
    bot.stop()
    start(world)
    town = town_in(world)
    assert quotes(town.alice.slash(town.channel, "ask", question=QUESTION).reply()) == [SENTENCE]


def test_commands_have_spanish_names_and_descriptions(world: World, bot: Running) -> None:
    [registered] = world.requests(*PUT)
    for command in registered.body:
        assert command["name_localizations"].keys() >= {"es-ES", "es-419"}, command["name"]
        if command["type"] == SLASH:
            assert command["description_localizations"]["es-ES"]


def test_commands_that_change_things_are_hidden_from_those_who_may_not(world: World, bot: Running) -> None:
    [registered] = world.requests(*PUT)
    hidden = {each["name"] for each in registered.body if each.get("default_member_permissions")}
    assert not hidden & {"ask", "verify", "sources", "Ask about this"}
