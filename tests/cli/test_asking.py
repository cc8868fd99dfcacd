"""`bot ask`."""

import json
from pathlib import Path

from tests.cli.conftest import Run

SENTENCE = "The United States keeps about 2,500 troops in Iraq."


def test_a_newcomer_gets_the_sentence_its_title_source_date_and_link(process: Run) -> None:
    done = process("ask", "how many US troops are in Iraq")
    assert done.returncode == 0
    sentence, attribution, link = done.stdout.splitlines()
    assert sentence == SENTENCE
    assert attribution.startswith("As of 25 January 2024")
    assert attribution.endswith(" · What soldiers do in Iraq · Sample")
    assert link == "https://example.org/soldiers"


def test_the_question_needs_no_quotation_marks(bot: Run) -> None:
    assert bot("ask", "how", "many", "US", "troops", "are", "in", "Iraq").stdout.startswith(SENTENCE)


def test_programs_get_the_quote_with_its_place(bot: Run, folder: Path) -> None:
    answer = json.loads(bot("ask", "how many US troops are in Iraq", "--json").stdout)
    article = json.loads(bot("show", answer["article"]["id"], "--json").stdout)
    assert answer["quote"] == SENTENCE == article["text"][answer["start"] : answer["end"]]
    assert answer["article"]["origin"] == (folder / "corpus/soldiers.md").resolve().as_uri()


def test_no_answer_is_said_honestly_and_with_exit_code_1(bot: Run) -> None:
    done = bot("ask", "who painted the Mona Lisa in Florence")
    assert (done.returncode, "No article answers that" in done.stdout) == (1, True)
    assert "“Mona”" in done.stdout


def test_no_answer_has_a_reason_for_programs(bot: Run) -> None:
    silent = json.loads(bot("ask", "who are you", "--json").stdout)
    assert (silent["answered"], silent["reason"]) == (False, "nothing_to_look_up")


def test_an_empty_library_says_how_to_fill_it(bot: Run, folder: Path) -> None:
    (folder / "corpus/soldiers.md").unlink()
    done = bot("ask", "how many troops")
    assert (done.returncode, "bot add FILE" in done.stdout) == (1, True)


def test_a_question_of_10_000_characters_is_refused_in_a_sentence(bot: Run) -> None:
    done = bot("ask", "troops " * 1500)
    assert (done.returncode, done.stdout) == (2, "")
    assert "2,000 is the most" in done.stderr


def test_an_empty_question_is_refused_with_an_example(bot: Run) -> None:
    assert "Ask one, such as" in bot("ask", "  ").stderr


def test_an_unknown_article_or_shelf_is_wrong_use(bot: Run) -> None:
    assert bot("ask", "troops", "--article", "nope").returncode == 2
    assert "not a shelf" in bot("ask", "troops", "--shelf", "guild:x").stderr


def test_an_error_is_json_too_where_json_was_asked_for(bot: Run) -> None:
    done = bot("ask", "troops", "--article", "nope", "--json")
    assert json.loads(done.stdout)["error"]["kind"] == "ArticleNotFound"


def test_a_changed_corpus_is_seen_at_the_next_question(bot: Run, folder: Path) -> None:
    path = folder / "corpus/soldiers.md"
    assert "1 added" in bot("ask", "troops in Iraq").stderr
    assert bot("ask", "troops in Iraq").stderr == ""
    path.write_text(path.read_text("utf-8").replace("2,500", "3,100"), "utf-8")
    changed = bot("ask", "how many troops are in Iraq")
    assert ("1 updated" in changed.stderr, "3,100" in changed.stdout) == (True, True)
    path.unlink()
    assert "1 removed" in bot("ask", "how many troops are in Iraq").stderr


def test_a_corpus_file_that_cannot_be_read_is_named_with_the_reason(bot: Run, folder: Path) -> None:
    (folder / "corpus/broken.txt").write_bytes(b"ab\xe9cd and more of the same")
    done = bot("ask", "how many US troops are in Iraq")
    assert done.stdout.startswith(SENTENCE)
    assert "broken.txt: Byte 2 (0xe9, on line 1)" in done.stderr


def test_a_strangers_text_cannot_steer_the_terminal(bot: Run) -> None:
    bot("add", "-", "--title", "\x1b]0;evil\x07", stdin="Zebras \x1b[31mwalk\x1b[0m in the \u202edark of Mongolia.")
    done = bot("ask", "where do zebras walk")
    assert "Zebras" in done.stdout
    assert not set("\x1b\x07\u202e") & set(done.stdout)


def test_nothing_of_discord_is_loaded_to_ask(process: Run, folder: Path) -> None:
    for name in ("discord", "aiohttp"):
        (folder / f"{name}.py").write_text("raise RuntimeError('loaded')", "utf-8")
    assert process("ask", "how many US troops are in Iraq", PYTHONPATH=str(folder)).returncode == 0


def test_a_terminal_of_another_encoding_gets_escapes_rather_than_an_error(process: Run) -> None:
    process("add", "-", "--title", "Tokyo", stdin="Die Hauptstadt 東京 ist sehr groß und liegt in Japan.")
    done = process("ask", "Hauptstadt Japan", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, "\\u6771" in done.stdout) == (0, True)


def add(bot: Run, title: str, published: str, text: str) -> None:
    assert bot("add", "-", "--title", title, "--published", published, stdin=text).returncode == 0


def test_reports_that_differ_and_agree_are_told_of_with_their_dates(bot: Run) -> None:
    add(bot, "A vote", "2020-01-06", "The United States had about 5,200 troops in Iraq. Others left.")
    add(bot, "A count", "2023-10-01", "There are 2,500 US troops in Iraq. They stay in two bases near Baghdad.")
    add(bot, "An attack in Iraq", "2023-10-02", "Three US troops were killed by a drone. Nobody said whose it was.")
    done = bot("ask", "how many US troops are in Iraq")
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[0]) == (0, "There are 2,500 US troops in Iraq.")
    assert "1 more article says the same." in lines
    differing = lines.index("Other reports differ:")
    assert lines[differing + 1] == "• The United States had about 5,200 troops in Iraq."
    assert lines[differing + 2].startswith("  As of 6 January 2020 (")
    assert not {f"• {SENTENCE}", "• Three US troops were killed by a drone."} & set(lines[: differing + 3])
    answer = json.loads(bot("ask", "how many US troops are in Iraq", "--json").stdout)
    assert [each["article"]["published"] for each in answer["differing"]] == ["2020-01-06"]
    assert [each["article"]["published"] for each in answer["agreeing"]] == ["2024-01-25"]
    assert "tentative" in answer


def test_a_quote_that_speaks_of_it_shows_the_sentence_before_apart(bot: Run) -> None:
    add(bot, "Bridges", "2024-01-25", "The Al-Shuhada bridge crosses the Tigris. It was opened by the mayor of Mosul.")
    lines = bot("ask", "who opened it, the mayor of Mosul").stdout.splitlines()
    place = lines.index("It was opened by the mayor of Mosul.")
    assert lines[place - 1] == "Just before: The Al-Shuhada bridge crosses the Tigris."
    answer = json.loads(bot("ask", "who opened it, the mayor of Mosul", "--json").stdout)
    assert (answer["quote"], answer["before"]) == (lines[place], "The Al-Shuhada bridge crosses the Tigris.")


def test_a_question_is_narrowed_by_date(bot: Run) -> None:
    asked = ("ask", "how many US troops are in Iraq")
    assert bot(*asked, "--after", "2024", "--before", "2024-01-26").stdout.startswith(SENTENCE)
    assert bot(*asked, "--after", "2024-01-26").returncode == 1
    assert bot(*asked, "--before", "25 January 2024").returncode == 1


def test_a_date_that_is_none_and_a_period_without_a_day_are_wrong_use(bot: Run) -> None:
    done = bot("ask", "troops", "--after", "soon")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Write it as 2024-01-25" in done.stderr
    done = bot("ask", "troops", "--after", "2024", "--before", "2023", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["kind"]) == (2, "QuestionRefused")
