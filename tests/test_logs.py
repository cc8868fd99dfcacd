"""Log lines: one format for all, and nothing in them that nobody should read."""

import contextlib
import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingRefused
from bot.logs import MEGABYTE, LogFile, blot_out, configure_logs
from tests.hostile import QUICK, TEXTS, seconds

TOKEN = "MTA4NTY3ODkwMTIzNDU2Nzg5MA.GaBcDe.x_Ab-0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def unconfigured() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.getLogger("discord").level
    yield
    for handler in root.handlers:
        if isinstance(handler, logging.FileHandler):
            with contextlib.suppress(OSError):  # /dev/full
                handler.close()
    structlog.reset_defaults()
    root.handlers[:], level, discord = before
    root.setLevel(level)
    logging.getLogger("discord").setLevel(discord)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_our_lines_and_those_of_other_libraries_are_json_with_time_level_and_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs(as_json=True, level="info")
    structlog.get_logger("bot.chat").info("connected", shard=0)
    logging.getLogger("aiohttp.client").warning("slow: %d s", 3)
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["level"], ours["logger"], ours["shard"]) == ("connected", "info", "bot.chat", 0)
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("slow: 3 s", "warning", "aiohttp.client")
    assert str(ours["timestamp"]).endswith("Z")


def test_an_exception_stands_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True, level="info")
    structlog.get_logger("bot").error("failed", reference="K7F3QX", exc_info=ValueError("what went wrong"))
    [line] = lines(capsys)
    assert line["reference"] == "K7F3QX"
    assert "ValueError: what went wrong" in str(line["exception"])


@pytest.mark.parametrize("as_json", [True, False])
def test_a_token_is_left_out(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json, level="info")
    structlog.get_logger("bot").warning("refused", token="a-secret", Authorization="Bot a-secret")
    assert "a-secret" not in capsys.readouterr().err


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_does_not_bring_the_values_of_variables_along(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(as_json, level="info")

    def fail(question: str) -> None:
        raise ValueError(str(len(question)))

    try:
        fail("what nobody " + "should read")
    except ValueError:
        structlog.get_logger("bot").exception("failed")
    assert "what nobody should read" not in capsys.readouterr().err


def test_what_is_less_severe_than_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True, level="warning")
    structlog.get_logger("bot").info("connected")
    logging.getLogger("bot.library").info("indexed")
    assert lines(capsys) == []


def test_nobody_is_told_that_the_bot_can_not_speak(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True, level="info")
    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
    logging.getLogger("discord.client").warning("Something else")
    assert [line["event"] for line in lines(capsys)] == ["Something else"]


def test_lines_for_people_have_the_event_and_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=False, level="info")
    structlog.get_logger("bot").info("connected", shard=0)
    line = capsys.readouterr().err
    assert "connected" in line
    assert "shard=0" in line


# Secrets in what other libraries say


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"401 for {TOKEN}", "401 for …"),
        (f"Authorization: Bot {TOKEN}, sent", "Authorization: Bot …, sent"),
        ("POST https://discord.com/api/v10/webhooks/1085/aW50ZXJhY3Rpb246_-x/messages/@original", "webhooks/1085/…/messages"),
        ("POST https://discord.com/api/v10/interactions/1085/aW50ZXJhY3Rpb246_-x/callback", "interactions/1085/…/callback"),
    ],
)  # fmt: skip
def test_what_looks_like_a_token_is_left_out_of_any_line(
    as_json: bool, said: str, kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(as_json, level="info")
    logging.getLogger("discord.http").warning("We are being rate limited: %s", said)
    structlog.get_logger("bot").error("failed", said=said, exc_info=ValueError(said))
    told = capsys.readouterr().err
    assert told.count(kept) == 3
    assert TOKEN not in told
    assert "aW50ZXJhY3Rpb246_-x" not in told


def test_what_only_resembles_a_token_stays() -> None:
    for line in (
        "https://example.org/a.b.c",
        "1.2.3",
        "bot.library.local.home",
        "2024-01-25T10:00:00.123456Z a.b",
        "x" * 300,
    ):
        assert blot_out(None, "", line) == line


@QUICK
@given(st.one_of(TEXTS, st.text("aB0_-./", max_size=300)))
def test_a_token_in_any_text_is_left_out(text: str) -> None:
    assert TOKEN not in blot_out(None, "", f"{text} {TOKEN} {text}")


@pytest.mark.parametrize("bait", ["a" * 200_000, "a-" * 100_000, ("a" * 25 + ".") * 8_000, "/webhooks/1/" * 20_000])
def test_secrets_are_looked_for_in_linear_time(bait: str) -> None:
    assert seconds(lambda: blot_out(None, "", bait)) < 1


# The file


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_lines_go_to_the_file_too_and_only_its_owner_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(as_json=True, level="info", file=LogFile(tmp_path / "bot.log", 1, 2))
    structlog.get_logger("bot").info("connected", shard=0, name="Zoë 👍")
    [line] = lines(capsys)
    assert json.loads((tmp_path / "bot.log").read_text("utf-8")) == line
    assert stat.S_IMODE((tmp_path / "bot.log").stat().st_mode) == 0o600


def test_lines_for_people_have_no_colours_in_the_file(tmp_path: Path) -> None:
    configure_logs(as_json=False, level="info", file=LogFile(tmp_path / "bot.log", 1, 2))
    structlog.get_logger("bot").warning("connected", shard=0)
    assert "\x1b" not in (tmp_path / "bot.log").read_text("utf-8")


def test_a_full_file_is_followed_by_the_next_and_the_oldest_goes(tmp_path: Path) -> None:
    configure_logs(as_json=True, level="info", file=LogFile(tmp_path / "bot.log", megabytes=1, kept=2))
    for number in range(40):
        structlog.get_logger("bot").info("x" * 100_000, number=number)
    assert files(tmp_path) == ["bot.log", "bot.log.1", "bot.log.2"]
    assert all(path.stat().st_size <= MEGABYTE for path in tmp_path.iterdir())
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in tmp_path.iterdir())
    last = [json.loads(line)["number"] for line in (tmp_path / "bot.log").read_text("utf-8").splitlines()]
    assert last[-1] == 39


def test_what_was_there_before_a_restart_stays(tmp_path: Path) -> None:
    for start in range(2):
        configure_logs(as_json=True, level="info", file=LogFile(tmp_path / "bot.log", 1, 2))
        structlog.get_logger("bot").info("started", start=start)
        logging.getLogger().handlers[1].close()
    assert len((tmp_path / "bot.log").read_text("utf-8").splitlines()) == 2


def test_a_file_that_can_not_be_written_is_refused_with_the_settings_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingRefused) as refused:
        configure_logs(as_json=True, level="info", file=LogFile(tmp_path / "file" / "bot.log", 1, 2))
    assert refused.value.name == "BOT_LOG_FILE"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_disk_that_is_full_stops_no_line_and_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True, level="info", file=LogFile(Path("/dev/full"), 1, 2))
    structlog.get_logger("bot").info("connected")
    said = capsys.readouterr().err
    assert '"event": "connected"' in said
    assert "The log file /dev/full can't be written: " in said
    assert "No space left" in said
    assert "Traceback" not in said
