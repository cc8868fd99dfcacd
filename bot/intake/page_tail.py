"""Where the article of a pasted page ends, and the page goes on."""

from bot.intake.page_head import MAX_BETWEEN, weight
from bot.intake.page_lines import ASKED, MAX_HEADLINE, SURE, Kind, PageLine, PageLines
from bot.text.page_edges import heads_listing

SURE_OF_MORE = SURE + 1
"""The weight from which lines without a sentence in them, which may be an article's list, go with those of the page."""


def find_tail(lines: PageLines, body: int) -> int:
    """The first line below the article that begins at the line `body`; the number of lines where all are its own."""
    start, weak = supported(lines, first_without_prose(lines, body))
    marks = [line for index in range(start, len(lines)) if (line := lines[index]).kind is Kind.PAGE]
    is_sure = weight(marks) >= (SURE_OF_MORE if weak else SURE)
    is_left = any(lines[index].kind is not Kind.PAGE for index in range(body, start))
    return start if is_sure and is_left else len(lines)


def first_without_prose(lines: PageLines, body: int) -> int:
    """The line from which on there is none of prose, but for short questions and calls."""
    start = len(lines)
    while start > body and (lines[start - 1].kind is not Kind.PROSE or is_call(lines[start - 1])):
        start -= 1
    return start


def is_call(line: PageLine) -> bool:
    """Whether a line may be the title of another article, though it ends with a mark: Why did they leave?"""
    return 0 < len(line.text) <= MAX_HEADLINE and ASKED.search(line.text) is not None


def supported(lines: PageLines, first: int) -> tuple[int, int]:
    """The line from which on each is one of the page's, or stands below a heading or between such lines.

    And how many of these are none by themselves.
    """
    start: int | None = None
    is_listed = False
    run = weak = 0
    for index in range(first, len(lines)):
        line = lines[index]
        if line.kind is Kind.PAGE:
            start = index if start is None else start
            is_listed = heads_listing(line.text) or (is_listed and line.weight < SURE)
            run = 0
        elif start is not None:
            run += 1
            weak += 1
            if not is_listed and (run > MAX_BETWEEN or line.kind is not Kind.LABEL):
                start, weak, run = None, 0, 0
    return (len(lines), 0) if start is None else (start, weak)
