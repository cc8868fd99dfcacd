"""`bot verify`."""

import json
from pathlib import Path

from tests.cli.conftest import Run

SENTENCE = "The United States keeps about 2,500 troops in Iraq."


def test_a_true_quote_is_shown_with_its_article_and_ends_with_exit_code_0(process: Run) -> None:
    done = process("verify", SENTENCE)
    assert done.returncode == 0
    verdict, sentence, attribution, link = done.stdout.splitlines()
    assert (verdict, sentence, link) == ("Word for word:", SENTENCE, "https://example.org/soldiers")
    assert attribution.startswith("As of 25 January 2024")
    assert attribution.endswith(" · What soldiers do in Iraq · Sample")


def test_the_quote_needs_no_quotation_marks(bot: Run) -> None:
    assert bot("verify", *SENTENCE.split()).returncode == 0


def test_half_a_sentence_is_shown_with_all_of_it(bot: Run) -> None:
    done = bot("verify", "about 2,500 troops in Iraq")
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, SENTENCE)
    assert "only a part" in done.stdout


def test_a_quote_with_other_words_gets_the_nearest_sentence_and_the_difference_with_exit_code_1(bot: Run) -> None:
    done = bot("verify", "The United States keeps about 9,000 troops in Iraq.")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["Not word for word. The nearest sentence:", SENTENCE]
    assert done.stdout.splitlines()[-1] == "The article says “2,500”, not “9,000”."


def test_a_quote_that_no_article_has_ends_with_exit_code_1(bot: Run) -> None:
    done = bot("verify", "Nobody painted the Mona Lisa")
    assert (done.returncode, done.stdout) == (1, "No article says that, nor anything near it.\n")
    near = bot("verify", "Many troops in Iraq would rather be painting in Florence with Leonardo")
    assert near.returncode == 1
    assert "What is nearest:" in near.stdout
    assert f"• {SENTENCE}" in near.stdout


def test_what_an_ellipsis_leaves_out_is_said(bot: Run) -> None:
    done = bot("verify", "The coalition was founded in September … by a number of countries.")
    assert (done.returncode, "Left out: “2014”" in done.stdout) == (0, True)


def test_programs_get_the_places_of_what_an_article_says(bot: Run) -> None:
    true = json.loads(bot("verify", "about 2,500 troops", "--json").stdout)
    text = json.loads(bot("show", true["article"]["id"], "--json").stdout)["text"]
    assert (true["verdict"], true["partial"], true["quote"]) == ("verbatim", True, "about 2,500 troops")
    assert text[true["start"] : true["end"]] == "about 2,500 troops"
    assert true["sentences"]["quote"] == SENTENCE
    altered = json.loads(bot("verify", "The United States keeps about 9,000 troops in Iraq.", "--json").stdout)
    [change] = altered["changes"]
    assert (altered["verdict"], change["pasted"], change["article"]) == ("altered", "9,000", "2,500")
    assert text[change["start"] : change["end"]] == "2,500"
    assert 0.6 <= altered["likeness"] < 1
    unfound = json.loads(bot("verify", "Mona Lisa", "--json").stdout)
    assert unfound == {"verdict": "unfound", "pasted": "Mona Lisa", "related": []}


def test_a_quote_is_looked_for_on_the_shelf_that_is_named(bot: Run, folder: Path) -> None:
    (folder / "own.txt").write_text("The northern ferry leaves at half past seven.", "utf-8")
    bot("add", "own.txt", "--shelf", "guild:7")
    assert bot("verify", "The northern ferry leaves", "--shelf", "guild:7").returncode == 0
    assert bot("verify", "The northern ferry leaves").returncode == 1
    assert bot("verify", "The northern ferry leaves", "--shelf", "x").returncode == 2


def test_nothing_to_look_up_and_too_much_are_refused_in_a_sentence(bot: Run) -> None:
    for text, said in (
        ("  ", "There is no quote"),
        ("?!", "nothing in this quote"),
        ("oak " * 2_000, "4,000 is the most"),
    ):
        done = bot("verify", text)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_what_a_quote_or_an_article_holds_is_made_harmless(bot: Run, folder: Path) -> None:
    (folder / "own.txt").write_text("The \x1b[31mred ferry\u202e leaves at half past seven.", "utf-8")
    bot("add", "own.txt", "--title", "Red", "--shelf", "guild:7")
    for text in (
        "The red ferry leaves at half past seven",
        "The \x1b[31mblue ferry\u202e leaves at half past \x07eight",
    ):
        done = bot("verify", text, "--shelf", "guild:7")
        assert not {"\x1b", "\u202e", "\x07"} & set(done.stdout + done.stderr)
