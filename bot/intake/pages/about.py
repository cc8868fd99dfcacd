"""Who wrote a page, what it is called, and whose site it is."""

import re
import urllib.parse
from collections.abc import Iterable, Iterator
from typing import Any

from trafilatura.baseline import block_text
from trafilatura.metadata import extract_author

from bot.intake.markup import language_code
from bot.intake.pages.structured import Stated, folded, names_of, text_of
from bot.intake.parsing.results import MAX_LINE

SEPARATOR = re.compile(r"\s+(?:[|–—·•»«:]{1,2}|-{1,2})\s+")
BYLINE = re.compile(r"(?:written |words )?(?:by|von|por|par|di|door|av)[: ]\s*", re.IGNORECASE)
MAX_NAME = 100
MAX_NAMES = 10
MAX_SITE = 100


def find_title(tree: Any, stated: Stated, site: str | None) -> str | None:
    """What the page calls its article, without the name of the site."""
    headings = [spaced(element) for element in tree.iter("h1")]
    headings = [heading for heading in headings if heading and folded(heading) != folded(site or "")]
    claimed = [text_of(stated.article, "headline"), stated.meta("og:title"), stated.meta("citation_title")]
    page = [spaced(element) for element in tree.xpath(".//title[not(ancestor::*[local-name()='svg'])]")][:1]
    claims = [
        bare for text in (*claimed, stated.meta("twitter:title"), *page) if text and (bare := bare_title(text, site))
    ]
    for heading in headings:
        if any(folded(heading) and folded(heading) in folded(claim) for claim in claims):
            return fitting(heading)
    return first_fitting([*claims, *headings])


def bare_title(title: str, site: str | None) -> str:
    """Without the site's name before or behind it."""
    title = " ".join(title.split())
    parts = SEPARATOR.split(title)
    if site and len(parts) > 1:
        if folded(parts[-1]) == folded(site):
            return title[: list(SEPARATOR.finditer(title))[-1].start()]
        if folded(parts[0]) == folded(site):
            return title[next(SEPARATOR.finditer(title)).end() :]
    return title


def find_site(tree: Any, stated: Stated, url: str | None) -> str | None:
    """The name of the newspaper or site, as it says; else its host."""
    names = [stated.meta("og:site_name"), *names_of(stated.article.get("publisher")), stated.meta("application-name")]
    names += [stated.meta("citation_journal_title", "dc.publisher", "dcterms.publisher"), title_rest(tree, stated)]
    for name in names:
        line = " ".join((name or "").split()).lstrip("@")
        if 1 < len(line) <= MAX_SITE and "://" not in line:
            return line
    return host_of(url)


def title_rest(tree: Any, stated: Stated) -> str | None:
    """The last part of <title> where the first ones are the heading, or the first one where that is the last."""
    title = next((spaced(element) for element in tree.iter("title")), "")
    gaps = list(SEPARATOR.finditer(title))
    heads = {folded(spaced(element)) for element in tree.iter("h1")} | {folded(stated.meta("og:title") or "")}
    if gaps and folded(title[: gaps[-1].start()]) in heads:
        return title[gaps[-1].end() :]
    if gaps and folded(title[gaps[-1].end() :]) in heads:
        return title[: gaps[0].start()]
    return None


def host_of(url: str | None) -> str | None:
    host = urllib.parse.urlsplit(url or "").hostname
    return host.removeprefix("www.")[:MAX_SITE] if host else None


def find_author(tree: Any, stated: Stated, site: str | None) -> str | None:
    """The authors with commas between them, or None. The site itself is none."""
    metas = [name for meta in ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
             for name in stated.metas.get(meta, ())]  # fmt: skip
    metas += [turned(name) for name in stated.metas.get("citation_author", ())]
    for names in (list(names_of(stated.article.get("author"))), metas, shown_authors(tree)):
        kept = list(dict.fromkeys(usable_names(names, site)))[:MAX_NAMES]
        if kept:
            return ", ".join(kept)[:MAX_LINE]
    return None


def turned(name: str) -> str:
    """Fox, Mary -> Mary Fox"""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def shown_authors(tree: Any) -> list[str]:
    """As trafilatura finds them in elements for authors."""
    found = extract_author(tree)
    return found.split("; ") if found else []


def usable_names(names: Iterable[str], site: str | None) -> Iterator[str]:
    for written in names:
        name = BYLINE.sub("", " ".join(written.split()), count=1).strip(" ,;|")
        is_address = "://" in name or "@" in name or name.startswith(("www.", "/"))
        letters = sum(map(str.isalpha, name))
        if 1 < len(name) <= MAX_NAME and letters > 1 and not is_address and folded(name) != folded(site or ""):
            yield name


def find_language(tree: Any, stated: Stated) -> str | None:
    """ISO 639 code of the language that the page declares."""
    root = tree.getroottree().getroot()
    declared = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    declared += [element.get("lang") for element in tree.iter("body", "article")]
    declared += [text_of(stated.article, "inLanguage"), stated.meta("og:locale", "language", "dc.language")]
    for written in declared:
        if code := language_code(written):
            return code
    return None


def spaced(element: Any) -> str:
    """The words of an element on one line; its blocks are not glued together."""
    return block_text(element)


def fitting(title: str) -> str | None:
    return title if 0 < len(title) <= MAX_LINE and any(map(str.isalnum, title)) else None


def first_fitting(titles: Iterable[str]) -> str | None:
    return next(filter(None, map(fitting, titles)), None)
