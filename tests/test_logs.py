"""Log lines: one format for all, and nothing in them that nobody should read."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure_logs


@pytest.fixture(autouse=True)
def unconfigured() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.getLogger("discord").level
    yield
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
