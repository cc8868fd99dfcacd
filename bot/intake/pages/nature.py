"""Whether a page is an article at all. Walls, errors, lists and empty shells are refused, each with its reason.

A page is judged by what trafilatura took for its text and by what it says about itself. Words of walls in eleven
languages stand in `walls.toml`; they count only where there is little other text, for articles write about cookies,
log-ins and errors too.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from trafilatura.baseline import html2txt

from bot.intake.blocks import Block, Form
from bot.intake.pages.about import spaced
from bot.intake.pages.structured import ARTICLE_TYPES, Stated, folded
from bot.intake.parsing.reasons import Reason

MIN_LETTERS = 100
"""Letters and digits below which a page has no article; the shortest news items have some 150."""
SENTENCE = 60
"""Code points from which a paragraph that ends like a sentence is prose."""
WALL, STUB = 700, 1_500
"""Code points of prose up to which a page with a wall's words is one; the second, with an article's beginning."""
TEASERS = 4
"""Titles of other articles from which a page may be a list of them."""
TEASER_PROSE = 350
"""Code points of prose for each title, below which it is."""
LINK_SHARE, MIN_LINKS = 0.6, 15
"""Share of a page's characters in links, and number of links, from which it is a list where it has no prose."""
FREE = re.compile(r"false|no|0", re.IGNORECASE)
ENDED = re.compile(r"[.!?…。؟।！？]['\"”’»)]?\Z")
MAX_LOOKED_AT = 20_000
"""Code points of a page in which words of walls are looked for."""
LISTING_TYPES = frozenset(("collectionpage", "itemlist", "website", "blog", "profilepage"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page is judged by."""

    letters: int  # of its text
    prose: int  # code points of its paragraphs that end like a sentence
    title: str  # <title>, folded
    headings: tuple[str, ...]  # of the first level, folded
    words: str  # all that the page shows, folded, at most MAX_LOOKED_AT
    teasers: int  # titles in its text that are links
    is_article: bool  # it says so
    types: frozenset[str]  # of JSON-LD, in small letters
    has_password: bool
    is_free: bool  # it doesn't say that it is for subscribers
    link_share: float  # of the page's characters, 0 to 1
    links: int


def read_facts(tree: Any, stated: Stated, blocks: Sequence[Block]) -> Facts:
    prose = [line for block in blocks if block.form is Form.PARAGRAPH for line in block.lines if is_prose(line)]
    links = [folded(spaced(element)) for element in tree.iter("a") if element.get("href")]
    shown = html2txt(tree, clean=False)
    heads = [folded(line) for block in blocks if block.form is not Form.ROW for line in block.lines]
    linked = frozenset(link for link in links if len(link.split()) > 2)
    free = stated.article.get("isAccessibleForFree", True)
    return Facts(
        letters=sum(map(str.isalnum, " ".join(block.text for block in blocks))),
        prose=sum(map(len, prose)),
        title=folded(next(map(spaced, tree.iter("title")), "")),
        headings=tuple(map(folded, map(spaced, list(tree.iter("h1"))[:3]))),
        words=folded(f"{shown[:MAX_LOOKED_AT]} {noscript_text(tree)}"),
        teasers=sum(head in linked for head in heads),
        is_article=says_article(stated),
        types=stated.types(),
        has_password=bool(tree.xpath("boolean(.//input[@type='password'])")),
        is_free=free is not False and not (isinstance(free, str) and FREE.fullmatch(free.strip())),
        link_share=sum(map(len, links)) / max(1, len(shown)),
        links=len(links),
    )


def is_prose(line: str) -> bool:
    return len(line) >= SENTENCE and ENDED.search(line) is not None


def noscript_text(tree: Any) -> str:
    return " ".join(spaced(element) for element in tree.iter("noscript"))[:2_000]


def says_article(stated: Stated) -> bool:
    if stated.article and stated.types() & ARTICLE_TYPES:
        return True
    return (stated.meta("og:type") or "").lower() == "article" or stated.meta("article:published_time") is not None


def why_no_article(facts: Facts) -> Reason | None:
    """The reason for which a page is no article; None for an article."""
    return why_wall(facts) or why_list(facts) or why_empty(facts)


def why_wall(facts: Facts) -> Reason | None:
    """A page that stands before the article, or in its place."""
    if facts.prose <= WALL:
        for reason in (Reason.ERROR_PAGE, Reason.CHALLENGE):
            if is_named(reason, facts):
                return reason
        if facts.has_password and facts.prose <= WALL / 2:
            return Reason.LOG_IN
        if is_named(Reason.LOG_IN, facts):
            return Reason.LOG_IN
        if facts.letters < MIN_LETTERS and phrases(Reason.SCRIPTS).search(facts.words):
            return Reason.SCRIPTS
        if not facts.is_free or phrases(Reason.PAYWALL).search(facts.words):
            return Reason.PAYWALL
    if facts.prose <= STUB and not facts.is_free:
        return Reason.PAYWALL
    return why_consent(facts)


def is_named(reason: Reason, facts: Facts) -> bool:
    """Whether the page's title or its headings say so."""
    return any(phrases(reason).search(title) for title in (facts.title, *facts.headings))


def why_consent(facts: Facts) -> Reason | None:
    """Walls for consent have much text: it must be about nothing else."""
    found = phrases(Reason.CONSENT)
    few = facts.prose <= WALL and facts.letters < 2 * WALL
    is_wall = found.search(facts.title) or (few and found.search(facts.words[:2_000]))
    return Reason.CONSENT if is_wall and not facts.is_article else None


def why_list(facts: Facts) -> Reason | None:
    """A front page, a section, or results of a search."""
    searched = is_named(Reason.SEARCH, facts)
    if "searchresultspage" in facts.types or (searched and facts.teasers >= 2):
        return Reason.SEARCH
    if facts.is_article and facts.prose > WALL:
        return None
    listing = bool(facts.types & LISTING_TYPES) and not facts.is_article
    if facts.teasers >= TEASERS and facts.prose < TEASER_PROSE * facts.teasers * (2 if listing else 1):
        return Reason.LIST
    if facts.prose < 2 * SENTENCE and facts.links >= MIN_LINKS and facts.link_share > LINK_SHARE:
        return Reason.LIST
    return None


def why_empty(facts: Facts) -> Reason | None:
    return Reason.NO_ARTICLE if facts.letters < MIN_LETTERS else None


def phrases(reason: Reason) -> re.Pattern[str]:
    """The words that tell this kind of page, of folded text."""
    return read_walls()[reason.name]


@lru_cache(maxsize=1)
def read_walls() -> Mapping[str, re.Pattern[str]]:
    lists = tomllib.loads((resources.files("bot.intake.pages") / "walls.toml").read_text(encoding="utf-8"))
    return {name.upper(): one_of(lines.splitlines()) for name, lines in lists.items()}


def one_of(lines: Sequence[str]) -> re.Pattern[str]:
    """Whole words; a line that begins with ^ must stand at the beginning."""
    found = [(line.startswith("^"), re.escape(folded(line))) for line in lines if line.strip()]
    start = "|".join(phrase for is_start, phrase in found if is_start) or "(?!)"
    anywhere = "|".join(phrase for is_start, phrase in found if not is_start) or "(?!)"
    return re.compile(rf"\A(?:{start})\b|\b(?:{anywhere})\b")
