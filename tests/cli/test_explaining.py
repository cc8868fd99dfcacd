"""`bot ask --explain`: why the first quotes stand where they do."""

import json
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table

from bot import reply
from bot.answering.signals import SIGNALS, in_words
from bot.cli.explaining import EXPLAINED, explanation_shape, explanation_table
from bot.model import Explanation, Question, Quote, Ranking, Reason
from tests.cli.conftest import Run
from tests.hostile import QUICK
from tests.values import source

ASKED = "how many US troops are in Iraq"
SENTENCE = "The United States keeps about 2,500 troops in Iraq."
UNANSWERED = "which soprano sang Tosca for the troops"
NOTHING = "who are you"
ROUNDED = 0.00005
"""How far a number of four decimals may be off."""


def explained(bot: Run, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bot("ask", *arguments, "--explain", "--json").stdout)
    return found


def add_many(bot: Run) -> None:
    """Five more articles with something about troops in them."""
    for i, place in enumerate(("Syria", "Kuwait", "Jordan", "Japan", "Italy")):
        text = f"About {100 * i + 150} US troops are in {place}. They train there, as the ministry said in May."
        assert (
            bot("add", "-", "--title", f"Troops in {place}", "--published", f"202{i}-03-01", stdin=text).returncode == 0
        )


def test_a_person_reads_how_sure_it_is_which_quotes_are_weighed_and_what_counts(bot: Run) -> None:
    done = bot("ask", ASKED, "--explain")
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[0]) == (0, SENTENCE)
    sure = next(i for i, line in enumerate(lines) if line.startswith("That the library is about this: "))
    assert re.fullmatch(r"That the first quote answers it: \d+%", lines[sure + 1])
    assert lines[sure + 3] == f"1. {SENTENCE}"
    heading = next(i for i, line in enumerate(lines) if line.startswith("What counts"))
    assert heading > sure
    assert lines[-1].startswith("The score: the sum")


def test_every_signal_that_counts_is_shown_in_words_with_its_weight_value_and_effect(bot: Run) -> None:
    shown = re.sub(r"\s+", " ", bot("ask", ASKED, "--explain").stdout)
    [first, *_] = explained(bot, ASKED)["explanation"]["quotes"]
    assert first["signals"]
    for each in first["signals"]:
        assert each["words"] == in_words(each["signal"])
        assert f" {each['weight']:+.2f} {each['value']:.2f} {each['adds']:+.2f}" in shown
        assert each["words"].split()[0] in shown


@pytest.mark.parametrize("asked", [ASKED, UNANSWERED, "when was the coalition founded", "troops", "Iraq Iraq Iraq"])
def test_programs_get_signals_that_add_up_to_the_score(bot: Run, asked: str) -> None:
    add_many(bot)
    explanation = explained(bot, asked)["explanation"]
    assert 0 < len(explanation["quotes"]) <= EXPLAINED
    for quote in explanation["quotes"]:
        adds = [each["adds"] for each in quote["signals"]]
        assert sum(adds) == pytest.approx(quote["score"], abs=ROUNDED * (len(adds) + 2))
        assert adds == sorted(adds, key=lambda number: -abs(number))
        for each in quote["signals"]:
            assert each["value"] * each["weight"] == pytest.approx(
                each["adds"], abs=ROUNDED * (abs(each["weight"]) + 2)
            )
            assert each["signal"] in SIGNALS
            assert each["weight"] != 0


def test_the_quote_that_answers_is_explained_first_and_no_more_than_three_are(bot: Run) -> None:
    add_many(bot)
    told = explained(bot, ASKED)
    assert (told["answered"], len(told["explanation"]["quotes"])) == (True, EXPLAINED)
    assert told["explanation"]["quotes"][0]["quote"] == told["quote"] == SENTENCE
    assert told["explanation"]["quotes"][0]["article"] == told["article"]["id"]
    assert told["explanation"]["confidence"] == told["confidence"]
    assert 0 <= told["explanation"]["confidence"] <= told["explanation"]["relevance"] <= 1


@pytest.mark.parametrize(
    "asked",
    [[ASKED], [UNANSWERED], [NOTHING], ["troops", "--article", "soldiers"], [ASKED, "--after", "2025"], ["zyxwvut"],
     [ASKED, "--shelf", "guild:1"]],
    ids=" ".join,
)  # fmt: skip
def test_what_is_answered_is_the_same_with_an_explanation(bot: Run, asked: Sequence[str]) -> None:
    assert bot("ask", NOTHING).returncode == 1  # reads the corpus, which is told once
    plain, told = bot("ask", *asked), bot("ask", *asked, "--explain")
    assert told.stdout.startswith(plain.stdout)
    assert len(told.stdout) > len(plain.stdout)
    assert (told.returncode, told.stderr) == (plain.returncode, plain.stderr)
    shape = json.loads(bot("ask", *asked, "--json").stdout)
    assert "explanation" not in shape
    assert {name: value for name, value in explained(bot, *asked).items() if name != "explanation"} == shape


def test_an_abstention_is_explained_too(bot: Run) -> None:
    never = {"BOT_ANSWER_THRESHOLD": "1", "BOT_SURE_THRESHOLD": "1"}
    done = bot("ask", ASKED, "--explain", **never)
    assert done.returncode == 1
    assert "No article answers that" in done.stdout
    assert "That the library is about this:" in done.stdout
    assert "The score: the sum" in done.stdout
    told = json.loads(bot("ask", ASKED, "--explain", "--json", **never).stdout)
    assert (told["answered"], told["explanation"]["confidence"]) == (False, told["confidence"])
    assert told["explanation"]["quotes"][0]["quote"] == told["related"][0]["quote"] == SENTENCE


@pytest.mark.parametrize("asked", [NOTHING, "?!", "zyxwvut qponmlk"])
def test_where_nothing_was_found_there_is_nothing_to_weigh(bot: Run, asked: str) -> None:
    done = bot("ask", asked, "--explain")
    assert (done.returncode, "What counts" in done.stdout) == (1, False)
    assert explained(bot, asked)["explanation"]["quotes"] == []


def test_an_empty_library_has_nothing_to_weigh_either(bot: Run, folder: Path) -> None:
    (folder / "corpus/soldiers.md").unlink()
    done = bot("ask", ASKED, "--explain")
    assert (done.returncode, "bot add FILE" in done.stdout, "What counts" in done.stdout) == (1, True, False)
    assert explained(bot, ASKED)["explanation"] == {"relevance": 0.0, "confidence": 0.0, "quotes": []}


def test_an_error_is_the_same_with_an_explanation(bot: Run) -> None:
    for asked in (["", "--explain"], ["troops", "--article", "nope", "--explain"]):
        done = bot("ask", *asked)
        assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("asked", [ASKED, UNANSWERED])
def test_the_table_fits_80_columns(bot: Run, asked: str) -> None:
    add_many(bot)
    lines = bot("ask", asked, "--explain", COLUMNS="80").stdout.splitlines()
    heading = next(i for i, line in enumerate(lines) if line.startswith("What counts"))
    assert len(lines) > heading + 3
    assert max(map(len, lines[heading:])) <= 80
    assert "…" not in "".join(lines[heading:])


def test_a_strangers_text_cannot_steer_the_terminal_from_an_explanation(bot: Run) -> None:
    bot(
        "add",
        "-",
        "--title",
        "\x1b]0;evil\x07",
        stdin="Zebras \x1b[31mwalk\x1b[0m in the [red]dark[/] of \u202eMongolia.",
    )
    done = bot("ask", "where do zebras walk", "--explain")
    assert done.stdout.count("Zebras") == 2
    assert done.stdout.count("[red]dark[/]") == 2
    assert not set("\x1b\x07\u202e") & set(done.stdout)


# The table


WORDS = st.sampled_from([in_words(name) for name in SIGNALS])
NUMBERS = st.floats(-99, 99)
REASONS = st.lists(
    st.builds(Reason, signal=st.sampled_from("abcdef"), words=WORDS, value=NUMBERS, weight=NUMBERS),
    max_size=6,
    unique_by=lambda reason: reason.signal,
).map(tuple)


def explanation(reasons: tuple[Reason, ...], text: str = "Quote.") -> Explanation:
    return Explanation(Quote(source(), 0, len(text), text, sum(each.adds for each in reasons), 1.0), reasons)


def cells(table: Table) -> list[list[str]]:
    return [list(map(str, row)) for row in zip(*(column.cells for column in table.columns), strict=True)]


@QUICK
@given(st.lists(REASONS.map(explanation), min_size=1, max_size=EXPLAINED))
@example([explanation(()), explanation(())])
@example([explanation((Reason("a", "says so", 1.0, 2.0),)), explanation((Reason("b", "says not", 0.5, -9.0),))])
def test_a_row_a_signal_and_a_column_a_quote_and_the_sum_below(explanations: list[Explanation]) -> None:
    table = explanation_table(explanations)
    *rows, last = cells(table)
    named = {reason.signal for each in explanations for reason in each.reasons}
    assert len(rows) == len(named)
    assert len(table.columns) == 2 + len(explanations)
    assert last == ["The score: the sum", "", *(f"{each.quote.score:+.2f}" for each in explanations)]
    for column, each in enumerate(explanations, 2):
        shown = sorted(row[column] for row in rows if row[column] != "–")
        assert shown == sorted(map(reply.reason, each.reasons))
    console = Console(width=80, file=StringIO())
    console.print(table)
    assert isinstance(console.file, StringIO)
    assert max(map(len, console.file.getvalue().splitlines())) <= 80


@QUICK
@given(st.lists(REASONS.map(explanation), min_size=1, max_size=EXPLAINED))
def test_what_adds_or_takes_away_most_stands_first(explanations: list[Explanation]) -> None:
    by_signal: dict[str, float] = {}
    for each in explanations:
        for reason in each.reasons:
            by_signal[reason.signal] = max(by_signal.get(reason.signal, 0.0), abs(reason.adds))
    *rows, _ = cells(explanation_table(explanations))
    shown = [max(abs(float(cell.split()[1])) for cell in row[2:] if cell != "–") for row in rows]
    assert shown == pytest.approx(sorted(by_signal.values(), reverse=True), abs=0.006)


def test_a_signal_that_says_nothing_of_a_quote_is_a_dash_there() -> None:
    one, other = (explanation((Reason(name, f"says {name}", 0.5, 3.0),)) for name in ("this", "that"))
    assert sorted(cells(explanation_table([one, other]))[:2]) == [
        ["says that", "+3.00", "–", "0.50  +1.50"],
        ["says this", "+3.00", "0.50  +1.50", "–"],
    ]


def test_a_program_gets_three_quotes_at_the_most_and_numbers_of_four_decimals() -> None:
    ranking = Ranking(Question("q", "en", ()), (), 0.123456, 0.654321, True)
    many = [explanation((Reason("a", "says so", 1 / 3, 2.5),))] * 5
    assert explanation_shape(ranking, many) == {
        "relevance": 0.6543,
        "confidence": 0.1235,
        "quotes": [
            {
                "quote": "Quote.",
                "article": "a",
                "score": 0.8333,
                "signals": [{"signal": "a", "words": "says so", "value": 0.3333, "weight": 2.5, "adds": 0.8333}],
            }
        ]
        * EXPLAINED,
    }
