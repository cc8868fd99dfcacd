"""`bot verify`."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from bot import reply
from bot.cli.screen import EXIT_DONE, EXIT_NOTHING_FOUND, AsJson, Commands, OnShelf, Screen, desk_with_corpus
from bot.cli.shapes import source_shape
from bot.model import Altered, Excerpt, Shelf, Unfound, Verbatim, Verdict


def verify(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="The quote, as you found it; in quotes or not.")],
    shelf: OnShelf = "shared",
    as_json: AsJson = False,
) -> None:
    """Say whether an article holds a quote, word for word; else what is nearest (exit code 1)."""
    screen = Screen(as_json)
    asked = Shelf(shelf)
    with desk_with_corpus(screen) as (desk, _):
        verdict = desk.verify(" ".join(text), asked)
    screen.document(verdict_shape(verdict))
    show_verdict(screen, verdict, datetime.now(UTC).date())
    raise typer.Exit(EXIT_DONE if isinstance(verdict, Verbatim) else EXIT_NOTHING_FOUND)


def show_verdict(screen: Screen, verdict: Verdict, today: date) -> None:
    """The verdict; then what an article says, and where, and what differs."""
    words = screen.words
    screen.line(reply.verdict(words, verdict))
    if isinstance(verdict, Unfound):
        for excerpt in verdict.related:
            screen.line(f"• {reply.printable(excerpt.text)}")
            screen.line(f"  {reply.attribution(words, excerpt.about, today)}", style="dim")
        return
    show_excerpt(screen, verdict.sentences, today)
    below = reply.differences(words, verdict) if isinstance(verdict, Altered) else reply.omissions(words, verdict)
    for line in below:
        screen.line(line)
    if isinstance(verdict, Verbatim) and verdict.others:
        screen.line(reply.elsewhere(words, verdict), style="dim")


def show_excerpt(screen: Screen, excerpt: Excerpt, today: date) -> None:
    screen.line(reply.printable(excerpt.text), style="bold")
    for line in (reply.attribution(screen.words, excerpt.about, today), reply.link(excerpt.about)):
        if line:
            screen.line(line, style="dim")


def verdict_shape(verdict: Verdict) -> dict[str, Any]:
    """`verdict` is `verbatim`, `altered` or `unfound`; offsets of what was pasted count its code points."""
    match verdict:
        case Verbatim():
            return {
                "verdict": "verbatim",
                **said_shape(verdict),
                "omitted": [excerpt_shape(each) for each in verdict.omitted],
                "others": [excerpt_shape(each) for each in verdict.others],
            }
        case Altered():
            return {
                "verdict": "altered",
                **said_shape(verdict),
                "likeness": round(verdict.likeness, 4),
                "changes": [
                    {
                        "pasted": each.pasted,
                        "pasted_start": each.pasted_start,
                        "pasted_end": each.pasted_end,
                        "article": each.article,
                        "start": each.start,
                        "end": each.end,
                    }
                    for each in verdict.changes
                ],
            }
        case Unfound():
            return {
                "verdict": "unfound",
                "pasted": verdict.pasted,
                "related": [excerpt_shape(each) for each in verdict.related],
            }


def said_shape(verdict: Verbatim | Altered) -> dict[str, Any]:
    """What an article says; `sentences` are the whole ones that the quote is cut from, where it is only a part."""
    return {
        "pasted": verdict.pasted,
        **excerpt_shape(verdict.excerpt),
        "partial": verdict.partial,
        "sentences": excerpt_shape(verdict.sentences),
    }


def excerpt_shape(excerpt: Excerpt) -> dict[str, Any]:
    """`start` and `end` count code points of the article's text, half-open."""
    return {
        "quote": excerpt.text,
        "start": excerpt.start,
        "end": excerpt.end,
        "article": source_shape(excerpt.about),
    }


COMMANDS: Commands = {"verify": (verify, 'For example: bot verify "about 2,500 American troops are in Iraq"')}
