"""What the documents say can be done, can be done."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families

from bot.cli.program import make_program
from bot.monitoring.numbers import Numbers
from bot.reply.discord import COMMANDS, MENUS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "corpus/README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text("utf-8")
OPERATING = (ROOT / "docs/operating.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def commands(text: str) -> list[list[str]]:
    """Each `bot …` in a code block or between backticks, as words."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    found = [re.search(r"(?:^|[ /])bot ((?:-|[a-z]).*)$", line.split(" | ")[0]) for line in lines]
    return [shlex.split(match[1], comments=True) for match in found if match]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_command_in_a_document_exists_with_its_options(path: Path) -> None:
    program = typer.main.get_command(make_program())
    for words in commands(path.read_text("utf-8")):
        if words[0].startswith("-"):
            assert words[0] in {"--version", "--help"}
            continue
        command = program.commands[words[0]]  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            command = command.commands[words[1]]
        options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= options


def test_the_readme_shows_every_command() -> None:
    program = typer.main.get_command(make_program())
    assert {words[0] for words in commands(README)} >= set(program.commands)  # type: ignore[attr-defined]
    feed = {words[1] for words in commands(README) if words[0] == "feed"}
    assert feed == set(program.commands["feed"].commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_slash_command_in_a_document_exists(path: Path) -> None:
    named = re.findall(r"`/([a-z]+(?: [a-z-]+)?)`", path.read_text("utf-8"))
    assert [each for each in named if each not in COMMANDS] == []


def test_the_readme_shows_every_slash_command_and_menu() -> None:
    shown = {each.partition(" ")[0] for each in re.findall(r"`/([a-z]+)", README)}
    assert shown == {path.partition(" ")[0] for path in COMMANDS if path not in MENUS}
    assert all(f"*Apps → {menu}*" in README for menu in MENUS)


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"BOT_[A-Z_]*[A-Z]", text))


def test_every_setting_is_in_the_readme_and_the_example_file_and_no_other() -> None:
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    assert settings_in(README) == known
    assert settings_in((ROOT / ".env.example").read_text("utf-8")) == known


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_setting_in_a_document_exists(path: Path) -> None:
    assert settings_in(path.read_text("utf-8")) <= {f"BOT_{name.upper()}" for name in Settings.model_fields}


def test_each_number_that_operators_are_told_to_watch_exists_and_they_are_told_of_each() -> None:
    there = {family.name for family in text_string_to_metric_families(Numbers().text().decode())}
    ours = {name.removesuffix("_total") for name in there if not name.endswith("_created")}
    named = {name.removesuffix("_total") for name in re.findall(r"`((?:verbatim|process)_\w+)`", OPERATING)}
    assert {name for name in named if name not in ours} == set()
    assert {name for name in ours if name.startswith("verbatim_")} <= named


def test_operators_find_what_they_see() -> None:
    table = OPERATING[OPERATING.index("| What you see |") : OPERATING.index("## What is kept")]
    assert len(re.findall(r"^\| .+ \| .+ \|$", table, re.MULTILINE)) > 15


def test_the_example_file_shows_the_defaults() -> None:
    example = dict(re.findall(r"^#(BOT_\w+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    computed = {"backup_dir", "data_dir", "discord_token", "log_file"}
    for name, setting in Settings.model_fields.items():
        default = setting.default
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert name in computed or example[f"BOT_{name.upper()}"] == shown


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    extras = [each for name, extra in PROJECT["optional-dependencies"].items() if name != "dev" for each in extra]
    names = {re.split(r"[<>=\[]", each)[0] for each in [*PROJECT["dependencies"], *extras]}
    told = set(re.findall(r"^\| `([\w.-]+)` \|", README[README.index("## Dependencies") :], re.MULTILINE))
    assert told == names


def test_every_dependency_has_a_lower_bound() -> None:
    assert all(">=" in each for each in PROJECT["dependencies"])


def test_every_file_that_a_document_names_is_there() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_change_log_knows_the_version() -> None:
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_module_is_in_the_readmes_reading_order() -> None:
    order = README[README.index("## The code") :]
    rooms = {path.relative_to(ROOT / "bot").parts[0] for path in (ROOT / "bot").rglob("*.py")} - {"__init__.py"}
    assert {room for room in rooms if f"`bot/{room}" not in order} == set()
