"""What the lines around an article say of it for certain: its title, who wrote and published it, and when."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bot.intake.datelines import is_dateline, opens_dateline, published_day
from bot.intake.drafts import Details
from bot.intake.page_head import Head
from bot.intake.page_lines import Kind, PageLines, named_author, named_publisher, parts_of
from bot.model import Published
from bot.text.furniture import is_copyright, is_furniture
from bot.text.page_edges import bare

T = TypeVar("T")

RIGHTS = re.compile(r"(?:©|\(c\)|copyright|(?<!\d)\d{4}(?!\d)|[-–—,\s])++", re.IGNORECASE)
SITE = re.compile(r"\s?[|•·»]\s?|\s[–—-]\s")
MAX_SITE = 60


def read_facts(lines: PageLines, head: Head, tail: int) -> Details:
    """What is said of the article."""
    title = None if head.title is None else lines[head.title].text
    about = [lines[index].text for index in head.aside if lines[index].kind is Kind.PAGE]
    pieces = [part for line in about for part in (line, *parts_of(line))]
    author = one([*map(named_author, pieces), *names_apart(lines, head)])
    source = one(map(named_publisher, pieces)) or find_site(lines, head, title, tail)
    published = one(map(day_of, pieces))
    return Details(title=without_site(title, source), author=author, source=source, published=published)


def one(found: Iterable[T | None]) -> T | None:
    """What is said, if it is said in one way only."""
    different = {each for each in found if each is not None}
    return different.pop() if len(different) == 1 else None


def day_of(piece: str) -> Published:
    if is_dateline(piece) or (is_furniture(piece) and opens_dateline(piece)):
        return published_day(piece)
    return None


def names_apart(lines: PageLines, head: Head) -> Iterator[str | None]:
    """Names on a line of their own, below one that says By."""
    for index, after in zip(head.aside, head.aside[1:], strict=False):
        label, name = lines[index], lines[after]
        if after == index + 1 and label.kind is Kind.PAGE and name.kind is Kind.LABEL and len(label.text.split()) <= 2:
            yield named_author(f"{label.text.rstrip(': ')}: {name.text}") or named_author(f"{label.text} {name.text}")


def find_site(lines: PageLines, head: Head, title: str | None, tail: int) -> str | None:
    """The name that stands behind the title where it is repeated, or above the article and in the note of rights."""
    if title is not None:
        for index in head.aside:
            rest = lines[index].text.removeprefix(title)
            separator = SITE.match(rest) if len(rest) < len(lines[index].text) else None
            if separator and 0 < len(rest) - separator.end() <= MAX_SITE:
                return rest[separator.end() :].strip()
    owners = {owner_of(lines.whole(index)) for index in range(tail, len(lines))} - {""}
    above = (lines[index].text for index in head.aside if lines[index].kind is Kind.LABEL)
    return next((label for label in above if without_article(bare(label)) in owners), None)


def owner_of(line: str) -> str:
    """Who has the rights by a note of them, folded; empty where the line is none."""
    if len(line) > MAX_SITE * 2 or not is_copyright(line):
        return ""
    return without_article(bare(RIGHTS.sub(" ", re.split(r"[.|]", line, maxsplit=1)[0])))


def without_article(name: str) -> str:
    return name.removeprefix("the ")


def without_site(title: str | None, source: str | None) -> str | None:
    """The title without the name of the site behind it."""
    if title is None or source is None or not title.endswith(source):
        return title
    parts = list(SITE.finditer(title))
    return title[: parts[-1].start()] if parts and title[parts[-1].end() :] == source and parts[-1].start() else title
