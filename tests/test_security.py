"""What SECURITY.md promises has a test in each line; and a token is nowhere but where it was put."""

import ast
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.errors import SettingRefused
from bot.model import Stock
from bot.monitoring.numbers import Numbers, Outcome
from bot.settings import Settings, load_settings
from tests.chat.loopback.fixtures import loopback, world  # noqa: F401
from tests.chat.loopback.world import World
from tests.chat.scenes import town_in
from tests.chat.test_running import bot_run

ROOT = Path(__file__).parent.parent
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
TOKEN = "MTA4NTY3ODkwMTIzNDU2Nzg5MA.GaBcDe.x_Ab-0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def all_tests() -> frozenset[str]:
    """The name of every test there is."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("*.py"))
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(each.name for each in functions if each.name.startswith("test_"))


def rows() -> list[tuple[str, list[str]]]:
    """What an attacker can't do, and the tests that hold it."""
    found = re.findall(r"^\| (?!(?:He|It) can't)(.+) \| (.+) \|$", SECURITY, re.MULTILINE)
    return [(what, re.findall(r"`(\w+)`", held)) for what, held in found]


@pytest.mark.parametrize(("what", "tests"), rows(), ids=[what[:60] for what, _ in rows()])
def test_each_line_of_the_table_of_attackers_names_tests_that_exist(what: str, tests: list[str]) -> None:
    assert tests
    assert [each for each in tests if each not in all_tests()] == []


def test_the_table_of_attackers_is_read_whole() -> None:
    assert len(rows()) == len(re.findall(r"^\| .*`test_", SECURITY, re.MULTILINE))
    assert SECURITY.count("\n### ") >= 6


# Tokens


def files_that_hold(folder: Path, secrets: list[str]) -> list[str]:
    """Which files hold one of the secrets, in any of the encodings that text is kept in; also within a backup."""
    wanted = [form for secret in secrets for form in (secret.encode(), secret.encode("utf-16-le"))]
    files = ((path, data) for path in folder.rglob("*") if path.is_file() for data in contents(path))
    return [str(path) for path, data in files if any(each in data for each in wanted)]


def contents(path: Path) -> Iterator[bytes]:
    """What is in a file, and in each file of an archive."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("look", ["json", "console"])
def test_the_token_is_in_no_file_of_the_data_folder_and_in_no_line(
    world: World,  # noqa: F811
    tmp_path: Path,
    look: str,
) -> None:
    town = town_in(world)
    own = {"BOT_DISCORD_TOKEN": world.token, "BOT_LOG_LEVEL": "debug", "BOT_LOG_FORMAT": look}
    with bot_run(tmp_path, world.port, BOT_LOG_FILE=str(tmp_path / "bot.log"), **own) as process:
        world.wait_ready()
        town.asks()
        town.alice.slash(town.channel, "ask", question="who won the football match?").reply()
        process.terminate()
        out, errors = process.communicate(timeout=30)
    interactions = list(world.interactions)
    assert interactions
    secrets = [world.token, *interactions]
    assert [each for each in secrets if each in out or each in errors] == []
    assert list((tmp_path / "data").iterdir())
    assert files_that_hold(tmp_path, secrets) == []


@pytest.fixture
def with_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings, with a token, and nothing else set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BOT_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    return load_settings()


def test_the_token_is_not_in_what_settings_say_of_themselves(with_token: Settings) -> None:
    token = with_token.discord_token
    assert token is not None
    assert token.get_secret_value() == TOKEN
    said = (repr(with_token), str(with_token), repr(token), str(token), f"{token}", with_token.model_dump_json())
    assert [each for each in said if TOKEN in each] == []
    assert TOKEN not in repr(with_token.model_dump())


@pytest.mark.parametrize("name", ["BOT_MONITOR_PORT", "BOT_ANSWER_THRESHOLD", "BOT_LOG_LEVEL", "BOT_NOTE_DAYS"])
def test_the_token_is_not_in_the_error_of_another_setting_nor_in_its_cause(
    with_token: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "nonsense")
    with pytest.raises(SettingRefused) as refused:
        load_settings()
    chain = [refused.value, refused.value.__cause__, refused.value.__context__]
    assert [each for each in chain if TOKEN in repr(each) or TOKEN in str(each)] == []
    assert TOKEN.encode() not in pickle.dumps(refused.value)


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        (["check", "--json"], {}),
        (["export", "all.jsonl"], {}),
        (["sources", "--json"], {}),
        (["backup", "all.zip"], {}),
        (["run"], {"BOT_DATA_DIR": "/dev/null/data"}),
        (["run"], {"BOT_LOG_LEVEL": "loud"}),
    ],
)
def test_no_command_shows_the_token_or_writes_it_down(
    with_token: Settings, tmp_path: Path, arguments: list[str], more: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "bot", *arguments]
    environment = {**os.environ, **more, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout or done.stderr
    assert TOKEN not in done.stdout + done.stderr
    assert files_that_hold(tmp_path, [TOKEN]) == []


# The port of the numbers


def test_the_port_is_closed_and_else_open_to_this_machine_only() -> None:
    assert (Settings.model_fields["monitor_port"].default, Settings.model_fields["monitor_host"].default) == (
        0,
        "127.0.0.1",
    )


def test_no_number_names_a_server() -> None:
    numbers = Numbers()
    numbers.asked(Outcome.ANSWERED, 0.1)
    numbers.connected(0)
    numbers.stocked(Stock(1, 0))
    labels = set(re.findall(r'[{,](\w+)="', numbers.text().decode()))
    assert labels == {"version", "outcome", "le", "shard", "who"}


def test_a_token_is_looked_for_within_backups_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("library.db", TOKEN * 2)
    assert files_that_hold(tmp_path, [TOKEN]) == [str(tmp_path / "a.zip")]
