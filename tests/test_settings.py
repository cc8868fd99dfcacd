"""How it is configured: numbers within their range, and everything else refused with the setting's name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import default_thresholds, thresholds
from bot.errors import SettingRefused
from bot.settings import Settings, load_settings
from tests.hostile import QUICK

THRESHOLDS = ("BOT_ANSWER_THRESHOLD", "BOT_SURE_THRESHOLD")


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BOT_{name.upper()}", raising=False)


def test_without_settings_the_defaults_hold() -> None:
    settings = load_settings()
    assert thresholds(settings) == default_thresholds()
    assert settings.corpus_dir == Path("corpus")
    assert settings.data_dir.is_absolute()


def test_by_default_it_answers_with_may_before_it_answers_for_sure() -> None:
    default = default_thresholds()
    assert 0 < default.answer < default.sure < 1


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0.0), ("1", 1.0), (".25", 0.25), ("3e-1", 0.3), (" 0.5 ", 0.5), ("1.0", 1.0)]
)
def test_both_thresholds_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, text: str, number: float
) -> None:
    for name in THRESHOLDS:
        monkeypatch.setenv(name, text)
    assert (load_settings().answer_threshold, load_settings().sure_threshold) == (number, number)
    assert (thresholds(load_settings()).answer, thresholds(load_settings()).sure) == (number, number)


@pytest.mark.parametrize("name", THRESHOLDS)
@pytest.mark.parametrize(
    "text",
    ["-0.1", "1.01", "2", "nan", "-nan", "inf", "-inf", "1e999", "high", "0,5", "50%", "true", "0x0", "٠.٥", "½", "0.5 # half",
     "--1", "0.5.5", "{0}", "\u202e0.5"],
)  # fmt: skip
def test_what_is_no_number_from_0_to_1_is_refused_with_the_settings_name(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingRefused) as refused:
        load_settings()
    assert refused.value.name == name
    assert str(refused.value).endswith(".")
    assert not str(refused.value).endswith("..")


@QUICK
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))
def test_whatever_is_set_is_a_probability_or_refused(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOT_SURE_THRESHOLD", text)
        patch.setenv("BOT_ANSWER_THRESHOLD", "0")
        try:
            assert 0 <= load_settings().sure_threshold <= 1
        except SettingRefused as refused:
            assert refused.name == "BOT_SURE_THRESHOLD"  # noqa: PT017


@pytest.mark.parametrize("name", ["BOT_DATA_DIR", "BOT_CORPUS_DIR", "BOT_LOG_FILE"])
def test_a_folder_of_a_user_who_is_not_there_is_refused_with_the_settings_name(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "~nobody-of-this-name/data")
    with pytest.raises(SettingRefused) as refused:
        load_settings()
    assert refused.value.name == name


@pytest.mark.parametrize(
    ("text", "ports"), [("", set()), ("8080", {8080}), ("8080, 8443", {8080, 8443}), (" 1 65535,", {1, 65535})]
)
def test_more_ports_are_numbers_with_commas_between_them(
    monkeypatch: pytest.MonkeyPatch, text: str, ports: set[int]
) -> None:
    monkeypatch.setenv("BOT_FETCH_PORTS", text)
    assert load_settings().extra_ports == ports


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80-90", "8080;8443", "٨٠", "9" * 5000])
def test_what_is_no_port_is_refused_with_the_settings_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BOT_FETCH_PORTS", text)
    with pytest.raises(SettingRefused, match="BOT_FETCH_PORTS"):
        load_settings()


def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in THRESHOLDS:
        monkeypatch.setenv(name, "")
    assert thresholds(load_settings()) == default_thresholds()


def test_the_environment_goes_before_the_file_and_lines_of_others_do_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("BOT_ANSWER_THRESHOLD=0.2\nBOT_SURE_THRESHOLD=0.7\nNOISE=1\nBOT_OTHER=x\n", "utf-8")
    assert (load_settings().answer_threshold, load_settings().sure_threshold) == (0.2, 0.7)
    monkeypatch.setenv("BOT_ANSWER_THRESHOLD", "0.3")
    assert (load_settings().answer_threshold, load_settings().sure_threshold) == (0.3, 0.7)


def test_a_number_of_the_file_that_cannot_be_used_is_named_too() -> None:
    Path(".env").write_text("BOT_SURE_THRESHOLD=very\n", "utf-8")
    with pytest.raises(SettingRefused, match="BOT_SURE_THRESHOLD"):
        load_settings()


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"BOT_SURE_THRESHOLD=\xff\xfe")
    with pytest.raises(SettingRefused) as refused:
        load_settings()
    assert refused.value.name == ".env"


def test_settings_do_not_change_once_they_are_read() -> None:
    settings = load_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.answer_threshold = 1.0


@pytest.mark.parametrize(("answer", "sure"), [("0.5", "0.5"), ("0", "0"), ("0.2", "0.9"), ("1", "1")])
def test_it_may_be_sure_from_where_it_answers_on(monkeypatch: pytest.MonkeyPatch, answer: str, sure: str) -> None:
    for name, text in zip(THRESHOLDS, (answer, sure), strict=True):
        monkeypatch.setenv(name, text)
    assert load_settings().answer_threshold <= load_settings().sure_threshold


@pytest.mark.parametrize(("answer", "sure"), [("0.9", "0.1"), ("0.5", "0.4999"), ("1", "0"), ("1", "")])
def test_sure_may_be_below_where_it_answers_and_then_no_answer_is_unsure(
    monkeypatch: pytest.MonkeyPatch, answer: str, sure: str
) -> None:
    for name, text in zip(THRESHOLDS, (answer, sure), strict=True):
        monkeypatch.setenv(name, text)
    assert thresholds(load_settings()).answer == float(answer)
