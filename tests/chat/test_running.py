"""From start to stop: what keeps it from starting, how it stops, and that nothing grows while it runs."""

import asyncio
import contextlib
import gc
import json
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
from structlog.testing import capture_logs

from bot.chat import cooldown, service
from bot.chat.client import Client
from bot.chat.front import Front
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, World, pointed
from tests.chat.scenes import QUESTION, SENTENCE, Town, held, quotes, town_in, until

STOPPING = "I am just being restarted. Ask again in a minute."


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


# As a process


@contextlib.contextmanager
def bot_run(folder: Path, port: int, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """`bot run` in a folder of its own, with one article."""
    corpus = folder / "articles"
    corpus.mkdir(exist_ok=True)
    (corpus / "troops.md").write_text(f"---\ntitle: Troops\n---\n{TROOPS}\n", encoding="utf-8")
    own = {"BOT_DATA_DIR": str(folder / "data"), "BOT_CORPUS_DIR": str(corpus), "BOT_LOG_FORMAT": "json"}
    process = subprocess.Popen(
        pointed.command("run"),
        cwd=folder,
        env=pointed.environment(port, own | settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], seconds: float = 20) -> tuple[int, list[str]]:
    """How it ended, and what it said on standard error besides its log and its notices."""
    _, errors = process.communicate(timeout=seconds)
    said = [line for line in errors.splitlines() if line and not line.startswith(("{", "Read "))]
    return process.returncode, said


def test_without_a_token_it_says_where_one_goes(world: World, tmp_path: Path) -> None:
    with bot_run(tmp_path, world.port) as process:
        code, said = ended(process)
    assert (code, len(said)) == (3, 1)
    assert said[0].startswith("There is no token to sign in to Discord with.")
    assert world.asked == []


def test_with_a_wrong_token_it_says_so_and_does_not_show_it(world: World, tmp_path: Path) -> None:
    with bot_run(tmp_path, world.port, BOT_DISCORD_TOKEN="wrong-token") as process:
        code, said = ended(process)
    assert (code, len(said)) == (3, 1)
    assert said[0].startswith("Discord doesn't accept the token in BOT_DISCORD_TOKEN.")
    assert "wrong-token" not in said[0]


def test_without_an_intent_that_a_setting_needs_it_names_both(world: World, tmp_path: Path) -> None:
    with bot_run(tmp_path, world.port, BOT_DISCORD_TOKEN=world.token, BOT_MESSAGE_CONTENT="true") as process:
        code, said = ended(process)
    assert (code, len(said)) == (3, 1)
    assert said[0].startswith("BOT_MESSAGE_CONTENT needs the Message Content Intent, which is not switched on.")


def test_without_a_network_it_says_so(loopback: Loopback, world: World, tmp_path: Path) -> None:
    with bot_run(tmp_path, loopback.unused_port(), BOT_DISCORD_TOKEN=world.token) as process:
        code, said = ended(process)
    assert (code, len(said)) == (3, 1)
    assert said[0].startswith("Discord can't be reached (")


def test_when_discord_is_down_it_says_so(world: World, tmp_path: Path) -> None:
    world.fail("GET", "/users/@me", 503)
    with bot_run(tmp_path, world.port, BOT_DISCORD_TOKEN=world.token) as process:
        code, said = ended(process)
    assert (code, len(said)) == (3, 1)
    assert said[0].startswith("Discord can't be reached (503 ")


def test_a_signal_lets_it_finish_its_answers_and_end_well(world: World, tmp_path: Path) -> None:
    with bot_run(tmp_path, world.port, BOT_DISCORD_TOKEN=world.token) as process:
        world.wait_ready(20)
        town = town_in(world)
        assert quotes(town.asks()) == [SENTENCE]
        world.wait(lambda: world.in_flight == 0, "the first answer to be over")
        world.delay("POST", "*/messages", 0.5)
        question = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        world.wait(lambda: world.in_flight > 0, "the answer to be sent")
        process.send_signal(signal.SIGTERM)
        assert quotes(question.answer()) == [SENTENCE]
        code, said = ended(process)
    assert (code, said) == (0, [])


def test_a_signal_while_it_signs_in_ends_it_well(world: World, tmp_path: Path) -> None:
    world.delay("GET", "/users/@me", 1.5)
    with bot_run(tmp_path, world.port, BOT_DISCORD_TOKEN=world.token) as process:
        world.wait(lambda: world.in_flight > 0, "it to sign in", 20)
        process.send_signal(signal.SIGINT)
        code, said = ended(process)
        assert world.in_flight == 1  # it didn't wait for that
    assert (code, said) == (0, [])


def spoil(folder: Path) -> None:
    """Leave a date in the library that nobody can have written."""
    for file in folder.glob("*.db"):
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'article'").fetchone():
                connection.execute("UPDATE article SET published = 'never'")


@pytest.mark.parametrize("look", ["json", "console"])
def test_the_log_of_a_failure_has_its_reference_and_neither_the_question_nor_the_token(
    world: World, tmp_path: Path, look: str
) -> None:
    with bot_run(tmp_path, world.port, BOT_DISCORD_TOKEN=world.token, BOT_LOG_FORMAT=look) as process:
        world.wait_ready(20)
        town = town_in(world)
        assert quotes(town.asks()) == [SENTENCE]
        spoil(tmp_path / "data")
        told = town.asks("how many US troops are in Iraq, Zzyzx?").content
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert told.startswith("Something went wrong on my side, and it has been written down. Reference: ")
    [failed] = [line for line in errors.splitlines() if "failed" in line]
    assert told.rsplit(" ", 1)[-1] in failed
    assert look != "json" or json.loads(failed)["reference"] in told
    assert "Zzyzx" not in errors
    assert world.token not in errors
    assert str(tmp_path) not in told


# Stopping, seen from within


def signalled(bot: Running) -> None:
    """As `bot.stop()`, without waiting for the end."""
    assert bot.loop is not None
    bot.loop.call_soon_threadsafe(bot.stopping.set)
    until(lambda: bot.front.work.stopping, "the bot to stop")


def test_what_is_asked_while_it_stops_is_told_so(world: World, bot: Running, town: Town) -> None:
    answer = town.asks()
    with held(bot):
        begun = town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        command = town.alice.slash(town.channel, "ask", question=QUESTION)
        until(lambda: bot.front.work.running == 2, "both to be looked up")
        signalled(bot)
        assert town.bob.says(town.channel, f"{{bot}} {QUESTION}").answer().content == STOPPING
        assert town.bob.slash(town.channel, "ask", question=QUESTION).reply().content == STOPPING
        assert town.bob.presses(answer, "Context").reply().content == STOPPING
    assert quotes(begun.answer()) == [SENTENCE]
    assert quotes(command.reply()) == [SENTENCE]
    bot.thread.join(10)
    assert not bot.thread.is_alive()


def test_it_stops_in_time_whatever_is_unfinished(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FINISH_SECONDS", 0.05)
    with held(bot):
        town.alice.says(town.channel, f"{{bot}} {QUESTION}")
        until(lambda: bot.front.work.running == 1, "it to be looked up")
        signalled(bot)
        bot.thread.join(5)
        assert not bot.thread.is_alive()


def test_it_stops_at_once_with_nothing_to_do(world: World, bot: Running) -> None:
    bot.stop()
    assert not world.sessions.ready()


def test_chores_that_break_are_noted_and_stop_nobody(
    world: World, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(service, "keep_house", breaks)
    with capture_logs() as lines:
        bot = start(world)
        bot.add(TROOPS)
        assert quotes(town_in(world).asks()) == [SENTENCE]
    assert "chores ended" in [line["event"] for line in lines]


# What is left behind by many answers


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> list[Client]:
    """The clients that are made."""
    made: list[Client] = []

    class Seen(Client):
        def __init__(self, front: Front) -> None:
            super().__init__(front)
            made.append(self)

    monkeypatch.setattr(service, "Client", Seen)
    return made


def alive() -> int:
    """How many messages, interactions, views and forms the client's library holds, in the whole process."""
    gc.collect()
    kinds = (discord.Message, discord.Interaction, discord.ui.View, discord.ui.Modal)
    return sum(isinstance(each, kinds) for each in gc.get_objects())


def tasks_of(bot: Running) -> int:
    assert bot.loop is not None
    return len(asyncio.all_tasks(bot.loop))


def test_nothing_grows_with_the_number_of_answers(
    clients: list[Client], world: World, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cooldown, "PRESSES_PER_MINUTE", 10**6)
    bot = start(world, person_questions_per_minute=10**6, server_questions_per_minute=10**6)
    bot.add(TROOPS)
    town, [client], before = town_in(world), clients, alive()

    def work() -> None:
        """All that people do with an answer."""
        questions = [town.alice.says(town.channel, f"{{bot}} {QUESTION}") for _ in range(20)]
        answers = [each.answer() for each in questions]
        commands = [town.alice.slash(town.channel, "ask", question=QUESTION) for _ in range(10)]
        pressed = [town.bob.presses(each, "Context") for each in answers]
        assert all(quotes(each.reply()) for each in (*commands, *pressed))
        until(lambda: bool(bot.servers.answer(town.guild.id, answers[0].id)), "the answer to be noted")
        assert town.alice.presses(answers[0], "Not helpful").modal()
        town.alice.deletes(*questions[:5])
        for each in answers[:5]:
            each.gone()

    work()
    until(lambda: bot.front.work.running == 0 and len(client._conversations.turns) == 0, "the first round to end")
    tasks, threads = tasks_of(bot), len(bot.loop._default_executor._threads)  # type: ignore[union-attr]
    for _ in range(6):
        work()
    until(lambda: bot.front.work.running == 0 and len(client._conversations.turns) == 0, "the last round to end")
    until(lambda: tasks_of(bot) <= tasks, "all tasks to end")
    until(lambda: alive() <= before, "all to be freed")
    store = client._connection._view_store
    assert (store._views, store._synced_message_views, store._modals) == ({}, {}, {})
    assert not client.cached_messages
    assert client._conversations.told_to_wait == {}
    assert len(bot.front.cooldowns) == 4  # questions of a person and a server, and the presses of two persons
    assert len(bot.loop._default_executor._threads) <= max(threads, 32)  # type: ignore[union-attr]
