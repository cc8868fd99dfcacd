"""A text as it was pasted from a page: what stands above and below the article is set aside, and told.

Above: the name of the site, its menu, the headline, who wrote it and when (`page_head`). Below: forms for comments,
links to other articles, rights (`page_tail`). Lines are taken at these two ends only, and only where enough of them
are what pages come with (`page_lines`); no sentence is. A standfirst above the byline stays.
"""

from dataclasses import dataclass

from bot.errors import ArticleRefused
from bot.intake.drafts import MIN_LETTERS, Details
from bot.intake.page_facts import read_facts
from bot.intake.page_head import NO_HEAD, Head, find_head, weight
from bot.intake.page_lines import SURE, Kind, PageLines
from bot.intake.page_tail import find_tail

NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class Pasted:
    """An article without its page. The title and the lines of `head`, of the text and of `tail` are all there were."""

    text: str  # one piece of what was given, or two: a standfirst, a blank line, and the rest
    head: tuple[str, ...] = ()  # lines above it that were set aside, as they stood there, without the title
    tail: tuple[str, ...] = ()
    details: Details = NOTHING_SAID  # what they say for certain

    @property
    def set_aside(self) -> tuple[str, ...]:
        return (*self.head, *self.tail)


def set_aside(text: str, title: str | None = None) -> Pasted:
    """The article in a pasted text; `title` is its title where that is known already.

    Raises ArticleRefused where there is nothing but parts of a page.
    """
    lines = PageLines(text)
    refuse_page_alone(lines)
    head = find_head(lines, title)
    tail = find_tail(lines, head.body)
    if tail == head.body:  # nothing would be left
        return Pasted(text.strip())
    details = NOTHING_SAID if head == NO_HEAD else read_facts(lines, head, tail)
    return Pasted(
        text="\n\n".join(piece for piece in (cut(text, lines, span) for span in pieces(head, tail)) if piece),
        head=tuple(lines.whole(index) for index in head.aside),
        tail=tuple(lines.whole(index) for index in range(tail, len(lines))),
        details=details,
    )


def refuse_page_alone(lines: PageLines) -> None:
    """Raises ArticleRefused where each line is part of a page, and they are more than a word or two."""
    marks = []
    for index in range(len(lines)):
        if lines[index].kind is not Kind.PAGE:
            return
        marks.append(lines[index])
    letters = sum(map(str.isalnum, "".join(mark.text for mark in marks[:MIN_LETTERS])))
    if letters >= MIN_LETTERS and weight(marks) >= SURE:
        raise ArticleRefused("There are only parts of a page here, such as menus, buttons and forms, and no article.")


def pieces(head: Head, tail: int) -> tuple[range, ...]:
    """The lines of the article; two pieces where lines went from below a standfirst."""
    body = range(head.body, tail)
    if head.standfirst and head.standfirst.stop == head.body:
        return (range(head.standfirst.start, tail),)
    return (head.standfirst, body) if head.standfirst else (body,)


def cut(text: str, lines: PageLines, span: range) -> str:
    return text[lines[span.start].start : lines[span.stop - 1].end] if span else ""
