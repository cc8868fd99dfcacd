"""`bot check`, `run`, `eval`, help and version."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from tests.chat.loopback import Loopback, World, fixtures
from tests.cli.conftest import Run

loopback, world = fixtures.loopback, fixtures.world

SCORER = Path(__file__).parents[3] / "shared/eval/score.py"


def test_a_sound_library_is_said_to_be_sound(bot: Run) -> None:
    done = bot("check")
    assert (done.returncode, done.stdout.count("✓"), done.stdout.count("✗")) == (0, 4, 0)


def test_a_corpus_file_that_cannot_be_read_is_a_fault(bot: Run, folder: Path) -> None:
    (folder / "corpus/table.xlsx").write_bytes(b"PK\x03\x04")
    done = bot("check")
    assert (done.returncode, "✗ Corpus folder: 1 file not read: table.xlsx" in done.stdout) == (3, True)


def test_a_damaged_database_is_a_fault_in_a_sentence(process: Run, folder: Path) -> None:
    process("check")
    (folder / "data/library.db").write_bytes(b"no database" * 1000)
    for command in (["check"], ["ask", "how many troops"]):
        done = process(*command)
        assert done.returncode == 3
        assert "is damaged" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(bot: Run, folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    done = bot("ask", "troops", BOT_DATA_DIR=str(folder / "file/data"))
    assert (done.returncode, "BOT_DATA_DIR" in done.stderr) == (3, True)


def test_a_setting_that_cannot_be_used_is_named(bot: Run) -> None:
    done = bot("ask", "troops", BOT_ANSWER_THRESHOLD="high")
    assert (done.returncode, "BOT_ANSWER_THRESHOLD" in done.stderr) == (2, True)


def test_settings_are_read_from_a_file_in_the_folder(bot: Run, folder: Path) -> None:
    (folder / ".env").write_text("BOT_ANSWER_THRESHOLD=1\n", "utf-8")
    assert bot("ask", "how many purple troops are in Iraq").returncode == 1
    assert bot("ask", "how many purple troops are in Iraq", BOT_ANSWER_THRESHOLD="0.1").returncode == 0


def test_run_without_a_token_says_in_a_sentence_where_to_get_one(bot: Run) -> None:
    done = bot("run")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
    assert "BOT_DISCORD_TOKEN" in done.stderr


def test_the_version_is_printed(bot: Run) -> None:
    assert bot("--version").stdout == "bot 0.1.0\n"


def test_help_has_examples_and_the_commands_in_the_order_of_need(bot: Run) -> None:
    text = bot("--help").stdout
    assert 'bot ask "how many US troops are in Iraq"' in text
    places = [text.index(f"│ {name} ") for name in ("ask", "add", "sources", "show", "remove", "import", "check")]
    assert places == sorted(places)


def test_a_command_that_is_not_there_is_wrong_use(bot: Run) -> None:
    assert bot("frobnicate").returncode == 2


@pytest.fixture
def question_set(folder: Path) -> Path:
    """A set of one article and two questions."""
    text = "The bridge was opened in 1932. It carries eight lanes."
    rows = [{"id": "q1", "question": "when was the bridge opened", "answerable": True,
             "gold": [{"article": "b", "start": 0, "end": 30}], "within": "b"},
            {"id": "q2", "question": "who composed the opera", "answerable": False, "gold": []}]  # fmt: skip
    (folder / "set").mkdir()
    (folder / "set/articles.jsonl").write_text(json.dumps({"id": "b", "title": "Bridge", "text": text}) + "\n", "utf-8")
    (folder / "set/questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder / "set"


def test_a_question_set_gets_a_prediction_for_each_question(bot: Run, folder: Path, question_set: Path) -> None:
    done = bot("eval", str(question_set), "--out", "predictions.jsonl")
    assert done.stdout == "2 questions asked, 1 answered: predictions.jsonl\n"
    first, second = map(json.loads, (folder / "predictions.jsonl").read_text("utf-8").splitlines())
    assert (first["quote"], first["ranking"][0]) == (
        "The bridge was opened in 1932.",
        {"article": "b", "start": 0, "end": 30},
    )
    assert len(first["ranking"]) == 2  # all of the article, where the question names it
    assert (second["answered"], second["quote"]) == (False, None)


@pytest.mark.skipif(not SCORER.exists(), reason="the scorer of the question sets is not at hand")
def test_the_scorer_reads_the_predictions(bot: Run, folder: Path, question_set: Path) -> None:
    bot("eval", str(question_set), "--out", "predictions.jsonl")
    command = [sys.executable, str(SCORER), str(question_set), str(folder / "predictions.jsonl"), "--json"]
    scores = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert (scores["top1"], scores["map"], scores["not_verbatim"]) == (1.0, 1.0, 0)


def test_evaluating_leaves_the_library_alone(bot: Run, question_set: Path) -> None:
    bot("eval", str(question_set), "--out", "predictions.jsonl")
    assert json.loads(bot("sources", "--json").stdout)["total"] == 1


def test_a_file_of_questions_that_is_none_is_named(bot: Run, folder: Path, question_set: Path) -> None:
    (question_set / "questions.jsonl").write_text("[1]\n", "utf-8")
    done = bot("eval", str(question_set), "--out", "predictions.jsonl")
    assert (done.returncode, "questions.jsonl" in done.stderr) == (2, True)


# Discord


def check_discord(bot: Run, world: World, **variables: str) -> tuple[int, str]:
    done = bot("check", "--discord", BOT_DISCORD_TOKEN=world.token, **variables)
    return done.returncode, done.stdout


LEAST = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)


def test_a_bot_that_discord_gives_all_that_it_needs_is_sound(bot: Run, world: World) -> None:
    world.guild("Readers", world.person("Alice"))
    code, said = check_discord(bot, world)
    assert (code, said.count("✗")) == (0, 0)
    assert "✓ Discord: The token is that of verbatim." in said
    assert "✓ Servers: 1 server, and on each of them" in said


def test_the_invitation_asks_for_the_least_permissions_and_both_scopes(bot: Run, world: World) -> None:
    _, said = check_discord(bot, world)
    [link] = re.findall(r"✓ Invitation: (\S+)", said)
    asked = parse_qs(urlsplit(link).query)
    assert asked == {
        "client_id": [str(world.application_id)],
        "scope": ["bot applications.commands"],
        "permissions": [str(LEAST.value)],
    }


def test_the_check_goes_online_nowhere(bot: Run, world: World) -> None:
    check_discord(bot, world)
    assert world.sessions.identified == 0
    assert {each.call.method for each in world.asked} == {"GET"}


def test_each_server_that_withholds_a_permission_is_named_with_what_it_withholds(bot: Run, world: World) -> None:
    strict, open_ = world.guild("Strict", world.person("A")), world.guild("Open", world.person("B"))
    strict.change_role(strict.everyone, "view_channel", "send_messages")
    code, said = check_discord(bot, world)
    assert code == 3
    assert (
        f"✗ Server Strict ({strict.id}): The bot lacks Send Messages in Threads and Read Message History there." in said
    )
    assert open_.name not in said


def test_an_administrator_lacks_nothing(bot: Run, world: World) -> None:
    guild = world.guild("Strict", world.person("A"), bot=("administrator",))
    guild.change_role(guild.everyone)
    assert check_discord(bot, world)[0] == 0


def test_a_name_of_a_server_does_nothing_to_the_terminal(bot: Run, world: World) -> None:
    guild = world.guild("\x1b[31mRed\u202e", world.person("A"))
    guild.change_role(guild.everyone)
    code, said = check_discord(bot, world)
    assert (code, "\x1b" in said, "\u202e" in said) == (3, False, False)


def test_an_intent_that_the_settings_ask_for_and_that_is_off_is_a_fault(bot: Run, loopback: Loopback) -> None:
    without, granted = loopback.new_world(), ("message_content",)
    code, said = check_discord(bot, without, BOT_MESSAGE_CONTENT="true")
    assert (code, "✗ Intents: BOT_MESSAGE_CONTENT needs the Message Content Intent" in said) == (3, True)
    assert check_discord(bot, without)[0] == 0
    without.check()
    with_it = loopback.new_world(granted=granted)
    assert check_discord(bot, with_it, BOT_MESSAGE_CONTENT="true")[0] == 0
    with_it.check()


def test_more_servers_than_one_answer_holds_are_all_looked_at(bot: Run, world: World) -> None:
    owner = world.person("A")
    for number in range(205):
        world.guild(f"S{number}", owner)
    assert "✓ Servers: 205 servers" in check_discord(bot, world)[1]
    assert len(world.requests("GET", "/users/@me/guilds")) == 2


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "There is no token to sign in to Discord with."),
        ({"BOT_DISCORD_TOKEN": "wrong"}, "Discord doesn't accept the token in BOT_DISCORD_TOKEN."),
    ],
)
def test_no_token_and_a_wrong_one_are_a_sentence_each(
    bot: Run, world: World, variables: dict[str, str], sentence: str
) -> None:
    done = bot("check", "--discord", **variables)
    assert (done.returncode, done.stdout.count("✗"), sentence in done.stdout, done.stderr) == (3, 1, True, "")


def test_no_network_is_a_sentence(bot: Run, world: World) -> None:
    with world.unreachable():
        code, said = check_discord(bot, world)
    assert (code, said.count("✗"), "Discord can't be reached" in said) == (3, 1, True)


def test_without_the_option_discord_is_not_asked(bot: Run, world: World) -> None:
    bot("check", BOT_DISCORD_TOKEN=world.token)
    assert world.asked == []
