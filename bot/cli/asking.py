"""`bot ask`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from bot import reply
from bot.cli.explaining import explanation_shape, show_explanation
from bot.cli.screen import EXIT_DONE, EXIT_NOTHING_FOUND, AsJson, Commands, OnShelf, Screen, desk_with_corpus
from bot.cli.shapes import quote_shape
from bot.intake import read_period
from bot.model import Abstention, Answer, Quote, Shelf

DIFFERING = 3
"""How many reports that differ are shown to people; programs get all."""


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question, in quotes or not.")],
    shelf: OnShelf = "shared",
    article: Annotated[str | None, typer.Option(metavar="ID", help="Ask this article only.")] = None,
    after: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what was published on this day or later; a year will do.")
    ] = None,
    before: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was published before this day.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what counted for the first three quotes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Quote the sentence that answers, or say that no article does (exit code 1)."""
    screen = Screen(as_json)
    asked, period = Shelf(shelf), read_period(after, before)
    text = " ".join(question)
    with desk_with_corpus(screen) as (desk, _):
        if explain:
            ranking, decision, reasons = desk.explain(text, asked, article, period)
        else:
            ranking, decision = desk.consult(text, asked, article, period)
            reasons = ()
    today = datetime.now(UTC).date()
    shape = answer_shape(decision) if isinstance(decision, Answer) else abstention_shape(screen, decision)
    screen.document(shape | ({"explanation": explanation_shape(ranking, reasons)} if explain else {}))
    if isinstance(decision, Answer):
        show_answer(screen, decision, today)
    else:
        show_abstention(screen, decision, today)
    if explain:
        show_explanation(screen, ranking, reasons)
    raise typer.Exit(EXIT_DONE if isinstance(decision, Answer) else EXIT_NOTHING_FOUND)


def show_answer(screen: Screen, answer: Answer, today: date) -> None:
    """The quote, its source and link; then which other articles say the same, something else, or something more."""
    words = screen.words
    show_quiet(
        screen, reply.readings(words, answer), reply.tentative(words, answer), reply.context(words, answer.quote)
    )
    screen.line(reply.quotation(answer.quote), style="bold")
    show_quiet(screen, below(screen, answer.quote, today), reply.link(answer.quote.about))
    show_quiet(screen, reply.agreement(words, answer.agreeing))
    told = (*answer.agreeing, *answer.differing)
    show_others(screen, reply.differing(words), answer.differing[:DIFFERING], today)
    show_others(screen, reply.others(words), [quote for quote in answer.runners_up if quote not in told], today)


def show_abstention(screen: Screen, silent: Abstention, today: date) -> None:
    """Why there is no answer; then what is near."""
    screen.line(reply.abstention(screen.words, silent))
    show_others(screen, reply.related(screen.words), silent.related, today)


def show_others(screen: Screen, heading: str, quotes: Sequence[Quote], today: date) -> None:
    if quotes:
        screen.line()
        screen.line(heading, style="dim")
    for quote in quotes:
        screen.line(f"• {reply.quotation(quote)}")
        lines = (reply.context(screen.words, quote), below(screen, quote, today))
        show_quiet(screen, *(f"  {line}" for line in lines if line))


def below(screen: Screen, quote: Quote, today: date) -> str:
    """As of when it is so, and where it stands."""
    return reply.attribution(screen.words, quote.about, today, quote.page)


def show_quiet(screen: Screen, *lines: str) -> None:
    """The lines that are not empty, dimmed."""
    for line in filter(None, lines):
        screen.line(line, style="dim")


def answer_shape(answer: Answer) -> dict[str, Any]:
    return {
        "answered": True,
        "tentative": answer.tentative,
        "confidence": round(answer.confidence, 4),
        "readings": [{"typed": each.typed, "meant": each.meant} for each in answer.readings],
        **quote_shape(answer.quote),
        "agreeing": [quote_shape(quote) for quote in answer.agreeing],
        "differing": [quote_shape(quote) for quote in answer.differing],
        "others": [quote_shape(quote) for quote in answer.runners_up],
    }


def abstention_shape(screen: Screen, silent: Abstention) -> dict[str, Any]:
    return {
        "answered": False,
        "confidence": round(silent.confidence, 4),
        "reason": silent.silence.value,
        "message": reply.abstention(screen.words, silent),
        "unknown_words": silent.unknown_words,
        "related": [quote_shape(quote) for quote in silent.related],
    }


COMMANDS: Commands = {"ask": (ask, 'For example: bot ask "how many US troops are in Iraq"')}
