"""`bot check`, `run`, `eval`, help and version."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

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
