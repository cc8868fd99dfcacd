"""The image, the compose file and the systemd unit: what they promise, and, where it is asked for, that it works.

There need be no Docker engine. With `TEST_CONTAINER=1` (as root; it installs what the image holds, which takes half a
minute) the commands of the Dockerfile are run as they stand, in a file system of their own.
"""

import configparser
import ctypes
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.container import alone, build_script, read_dockerfile, run_script

ROOT = Path(__file__).parent.parent
BUILD, FINAL = read_dockerfile((ROOT / "Dockerfile").read_text("utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICE = COMPOSE["services"]["bot"]
UNIT = ROOT / "docs/verbatim-bot.service"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()


# The image, as it is written


def test_both_stages_start_from_a_slim_python_of_a_named_version_that_the_project_supports() -> None:
    assert BUILD.base == FINAL.base
    version = re.fullmatch(r"python:(3\.\d+)-slim-\w+", FINAL.base)
    assert version
    assert f"Programming Language :: Python :: {version[1]}" in PROJECT["classifiers"]


def test_the_image_that_runs_gets_from_the_build_what_runs_and_nothing_of_the_source() -> None:
    assert [each.words for each in FINAL.all("COPY")] == [["--from=build", "/opt/bot", "/opt/bot"]]


def test_the_image_runs_as_a_user_by_number_who_is_not_root() -> None:
    user, group = FINAL.last("USER").value.split(":")
    assert int(user) >= 1000
    assert int(group) >= 1000
    assert not [
        each for each in FINAL.instructions[FINAL.instructions.index(FINAL.last("USER")) :] if each.name == "RUN"
    ]


def test_every_package_of_the_image_is_installed_by_its_digest() -> None:
    installs = re.findall(r"pip install ([^&]+)", "&&".join(each.value for each in BUILD.all("RUN")))
    from_outside = [each for each in installs if "/opt/built" not in each]
    assert len(from_outside) == 2
    assert all("--require-hashes -r constraints" in each for each in from_outside)
    assert [each for each in installs if each not in from_outside and "--no-deps" not in each] == []


def test_every_setting_in_the_image_and_the_compose_file_exists_and_none_is_a_secret() -> None:
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    given = [name for name in (*FINAL.environment, *SERVICE["environment"]) if name.startswith("BOT_")]
    assert set(given) <= known - {"BOT_DISCORD_TOKEN"}
    assert not BUILD.all("ARG") + FINAL.all("ARG") + FINAL.all("ADD") + BUILD.all("ADD")


def test_the_image_keeps_its_data_in_the_volume() -> None:
    assert FINAL.environment["BOT_DATA_DIR"] == FINAL.last("VOLUME").value == "/data"


def test_the_health_check_asks_the_port_that_is_served() -> None:
    command = FINAL.last("HEALTHCHECK").value.partition("CMD ")[2]
    assert f"http://127.0.0.1:{FINAL.environment['BOT_MONITOR_PORT']}/health" in command
    assert "bot.monitoring.probe" in command


def test_nothing_is_sent_to_the_build_but_what_it_copies() -> None:
    copied = {word.removesuffix("/") for each in BUILD.all("COPY") for word in each.words[:-1]}
    rules = [line for line in IGNORED if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {line[1:] for line in rules if line.startswith("!")} == copied
    assert all((ROOT / each).exists() for each in copied)


# The compose file


def test_the_container_can_write_to_its_volume_and_a_small_tmp_and_nowhere_else() -> None:
    assert SERVICE["read_only"] is True
    assert [each for each in SERVICE["volumes"] if not each.endswith(":ro")] == ["library:/data"]
    [tmp] = SERVICE["tmpfs"]
    assert re.match(r"/tmp:size=\d+m,.*noexec,nosuid,nodev", tmp)


def test_the_container_has_no_capability_and_gets_none() -> None:
    assert SERVICE["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in SERVICE["security_opt"]
    assert not {"cap_add", "privileged", "network_mode", "ports", "pid"} & set(SERVICE)


def test_the_container_has_limits_and_time_to_finish_and_its_logs_rotate() -> None:
    assert SERVICE["mem_limit"] == SERVICE["memswap_limit"]
    assert SERVICE["pids_limit"] >= 100
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) > 10  # what a stop may take, see bot.chat.service
    assert set(SERVICE["logging"]["options"]) == {"max-size", "max-file"}


def test_the_token_comes_from_a_file_that_neither_git_nor_the_build_sees() -> None:
    assert SERVICE["env_file"] == ".env"
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert "!.env" not in IGNORED


# The systemd unit


def unit() -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False, delimiters=("=",), interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(UNIT, "utf-8")
    return read


def test_the_unit_runs_as_a_user_of_its_own_who_writes_to_the_data_folder_only() -> None:
    service = unit()["Service"]
    assert service["User"] == "verbatim-bot"
    assert service["ProtectSystem"] == "strict"
    assert f"BOT_DATA_DIR=/var/lib/{service['StateDirectory']}" in service["Environment"].split()
    assert "BOT_DISCORD_TOKEN" not in UNIT.read_text("utf-8")


def test_the_unit_lets_the_processes_that_read_documents_limit_themselves() -> None:
    calls = re.findall(r"^SystemCallFilter=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert calls[0] == "@system-service"
    assert "@resources" not in calls[1]


@pytest.fixture
def at_hand(tmp_path: Path) -> Path:
    """The unit, with a program that is here in the place of the bot's."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze here")
    text = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / UNIT.name).write_text(re.sub(r"^EnvironmentFile=", "EnvironmentFile=-", text, flags=re.MULTILINE))
    return tmp_path / UNIT.name


def test_systemd_understands_every_line_of_the_unit(at_hand: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", str(at_hand)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_finds_the_unit_little_exposed(at_hand: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold=20", str(at_hand)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # the threshold is in tenths
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze is too old to look at a file")
    assert done.returncode == 0, done.stdout[-2_000:]


WRITE_OR_EXECUTE = 65  # PR_SET_MDWE, since Linux 6.3: what MemoryDenyWriteExecute= does, for one process
PAGE = """<html lang=en><head><title>The bridge | The Times</title></head><body><article><h1>The bridge</h1>
<p class=date>25 January 2024</p><p>The old bridge over the river has nine pillars, and two of them have cracks.</p>
<p>It was closed on Monday. The council said that it will stay closed for two years.</p></article></body></html>"""
READING = """
import ctypes, sys, tempfile
from pathlib import Path
assert ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) == 0
from bot.app import default_thresholds, open_desk
from bot.intake import Details
from bot.model import SHARED, Answer
with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder), default_thresholds()) as desk:
    desk.add(sys.argv[1].encode(), "bridge.html", SHARED, Details())
    assert isinstance(desk.ask("how many pillars has the bridge", SHARED), Answer)
print("answered")
"""


def test_all_libraries_do_without_memory_that_can_be_written_and_executed() -> None:
    if sys.platform != "linux" or ctypes.CDLL(None).prctl(WRITE_OR_EXECUTE + 1, 0, 0, 0, 0) < 0:
        pytest.skip("this kernel has no PR_SET_MDWE")
    done = subprocess.run([sys.executable, "-c", READING, PAGE], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.strip() == "answered", done.stderr


# The image, as it runs

COMMANDS = {
    "version": ["bot", "--version"],
    "check": ["bot", "check"],
    "ask": ["bot", "ask", "how", "many", "US", "troops", "are", "in", "Iraq"],
    "page": ["sh", "-c", "bot add /papers/page.html && bot ask how many pillars has the bridge"],
    "run": ["bot", "run"],
    "write": ["sh", "-c", "for at in /opt/bot /etc /corpus / /usr/bin /data /tmp; do touch $at/x && echo $at; done"],
    "user": ["id"],
    "secrets": ["sh", "-c", "ls -a /src /opt/tools /opt/bot/bin/pip /data/.env 2>/dev/null; env | grep -c TOKEN"],
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """name of a command -> (exit code, what it printed)"""
    if not os.environ.get("TEST_CONTAINER"):
        pytest.skip("it installs what the image holds: set TEST_CONTAINER=1")
    if os.getuid() != 0 or not shutil.which("unshare") or not shutil.which("setpriv"):
        pytest.skip("it takes root, unshare and setpriv to make a file system of its own")
    folder = tmp_path_factory.mktemp("image")
    health = FINAL.last("HEALTHCHECK").value.partition("CMD ")[2]
    commands = {**COMMANDS, "health": yaml.safe_load(health)}
    within = '"$T/1/root'
    corpus = f'mkdir {within}/papers"; printf "%s" "$PAGE" > {within}/papers/page.html"; cp -r {ROOT}/corpus {within}/"'
    script = "\n".join(
        [build_script([BUILD, FINAL], ROOT), corpus, "echo == built", run_script(FINAL, 1, list(commands.values()))]
    )
    done = alone(script, folder, {**os.environ, "PAGE": PAGE})
    before, built, after = done.stdout.partition("== built\n")
    assert built, before[-1_000:] + done.stderr[-3_000:]
    parts = re.split(r"^== \d+ ended with (\d+)\n", after, flags=re.MULTILINE)
    return {name: (int(parts[2 * at + 1]), parts[2 * at]) for at, name in enumerate(commands)}


def test_the_image_builds_and_answers_as_its_user_with_a_read_only_root(outcomes: dict[str, tuple[int, str]]) -> None:
    assert outcomes["version"] == (0, f"bot {PROJECT['version']}\n")
    code, said = outcomes["ask"]
    assert (code, "2,500" in said) == (0, True)
    assert outcomes["user"][1].startswith("uid=10001(bot) gid=10001(bot)")


def test_in_the_image_all_is_in_order(outcomes: dict[str, tuple[int, str]]) -> None:
    code, said = outcomes["check"]
    assert (code, said.count("✓")) == (0, 4), said


def test_in_the_image_a_page_is_read_in_a_child_process(outcomes: dict[str, tuple[int, str]]) -> None:
    code, said = outcomes["page"]
    assert code == 0, said
    assert "The old bridge over the river has nine pillars" in said


def test_in_the_image_nothing_but_the_volume_and_tmp_can_be_written(outcomes: dict[str, tuple[int, str]]) -> None:
    assert outcomes["write"][1].split() == ["/data", "/tmp"]


def test_in_the_image_a_missing_token_and_a_bot_that_is_not_there_are_told(
    outcomes: dict[str, tuple[int, str]],
) -> None:
    assert outcomes["run"][0] == 3
    code, said = outcomes["health"]
    assert (code, said.startswith("Nothing answers at")) == (1, True)


def test_in_the_image_there_is_no_source_no_installer_and_no_token(outcomes: dict[str, tuple[int, str]]) -> None:
    assert outcomes["secrets"][1].strip() == "0"
