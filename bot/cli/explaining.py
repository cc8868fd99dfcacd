"""`bot ask --explain`: why the first quotes stand where they do."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from bot import reply
from bot.cli.screen import Screen
from bot.model import Explanation, Ranking, Reason

EXPLAINED = 3
"""How many quotes are explained."""


def show_explanation(screen: Screen, ranking: Ranking, explanations: Sequence[Explanation]) -> None:
    """How sure it is, and what each signal adds to the score of each of the first quotes, what adds most first."""
    first = explanations[:EXPLAINED]
    screen.line()
    for line in reply.certainty(screen.words, ranking):
        screen.line(line, style="dim")
    if not first:
        return
    screen.line()
    for number, each in enumerate(first, 1):
        screen.line(f"{number}. {reply.quotation(each.quote)}", style="dim")
    screen.line()
    screen.table(explanation_table(first))


def explanation_table(explanations: Sequence[Explanation]) -> Table:
    """A signal a row, a quote a column: the value, and what it adds."""
    reasons = [{reason.signal: reason for reason in each.reasons} for each in explanations]
    weighty = {name: reason for each in reasons for name, reason in each.items()}
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("What counts: the value of each, and what it adds", overflow="fold")
    table.add_column("weight", justify="right", no_wrap=True)
    for number in range(1, len(explanations) + 1):
        table.add_column(f"{number}.", justify="right", no_wrap=True)
    for name in sorted(weighty, key=lambda name: -largest(name, reasons)):
        cells = [reply.reason(each[name]) if name in each else "–" for each in reasons]
        table.add_row(weighty[name].words, f"{weighty[name].weight:+.2f}", *cells)
    table.add_row("The score: the sum", "", *(f"{each.quote.score:+.2f}" for each in explanations), style="bold")
    return table


def largest(name: str, reasons: Sequence[Mapping[str, Reason]]) -> float:
    """The most that a signal adds to any of the quotes, or takes away."""
    return max(abs(each[name].adds) for each in reasons if name in each)


def explanation_shape(ranking: Ranking, explanations: Sequence[Explanation]) -> dict[str, Any]:
    return {
        "relevance": round(ranking.relevance, 4),
        "confidence": round(ranking.confidence, 4),
        "quotes": [
            {
                "quote": each.quote.text,
                "article": each.quote.about.id,
                "score": round(each.quote.score, 4),
                "signals": [reason_shape(reason) for reason in each.reasons],
            }
            for each in explanations[:EXPLAINED]
        ],
    }


def reason_shape(reason: Reason) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "words": reason.words,
        "value": round(reason.value, 4),
        "weight": reason.weight,
        "adds": round(reason.adds, 4),
    }
