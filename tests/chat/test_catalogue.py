"""The commands: registered when they have changed, and in every language."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from discord import app_commands

from bot.chat import commands
from bot.chat.front import Front
from bot.chat.tree import AnyCommand
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Upload, World
from tests.chat.loopback.commands import SLASH
from tests.chat.loopback.values import Json
from tests.chat.scenes import QUESTION, SENTENCE, Town, quotes, town_in

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
    second = start(world)  # which is ready before the first one's session is over
    world.wait(lambda: len(world.requests(*PUT)) > 1, "the commands to be registered again")
    second.stop()
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


# In time


SUB, GROUP, STRING, INTEGER, BOOLEAN, CHANNEL, ROLE, NUMBER, ATTACHMENT = 1, 2, 3, 4, 5, 7, 8, 10, 11


def leaves(path: str, options: list[Json]) -> Iterator[tuple[str, list[Json]]]:
    """Each command that can be used, by its path, with its options."""
    inner = [each for each in options if each["type"] in (SUB, GROUP)]
    if not inner:
        yield path, options
    for each in inner:
        yield from leaves(f"{path} {each['name']}", each.get("options", []))


def filled(options: list[Json], town: Town) -> dict[str, Any]:
    """What is required, with the least that fits."""
    values: dict[int, Any] = {
        STRING: "x",
        INTEGER: 1,
        BOOLEAN: True,
        NUMBER: 0.5,
        CHANNEL: town.channel,
        ROLE: town.guild.everyone,
        ATTACHMENT: Upload("a.txt", b"The ferry takes 900 passengers."),
    }
    return {each["name"]: values[each["type"]] for each in options if each.get("required")}


def test_every_command_and_suggestion_is_acknowledged_while_all_threads_are_busy(world: World, bot: Running) -> None:
    town, gate = town_in(world), Event()
    [registered] = world.requests(*PUT)
    message = town.bob.says(town.channel, QUESTION)
    world.acknowledge_within_s = 1.5  # Discord's limit is 3 s
    for _ in range(64):
        bot.front.workers.submit(gate.wait, 30)
    try:
        for command in registered.body:
            if command["type"] != SLASH:
                assert town.alice.menu(town.channel, command["name"], message).acknowledged
                continue
            for path, options in leaves(command["name"], command.get("options", [])):
                values = filled(options, town)
                assert town.alice.slash(town.channel, path, **values).acknowledged
                for option in options:
                    if option.get("autocomplete"):
                        typed = {**values, option["name"]: "tro"}
                        assert isinstance(town.alice.types(town.channel, path, option["name"], typed), list)
    finally:
        gate.set()
