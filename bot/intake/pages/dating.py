"""When an article was published: as the page states it, shows it, or has it in its address. Nothing is guessed.

Neither the year of a copyright nor a date of a change nor any date in the text counts. A date that could be two days
is none.
"""

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from bot.intake.pages.shown_dates import read_shown, shown_dates
from bot.intake.pages.structured import Stated, text_of
from bot.intake.parsing.results import MAX_LINE, Dated, Trust
from bot.model import Published

METAS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.published",
    "pubdate", "publishdate", "publish-date", "publish_date", "published_date", "published-date", "publication_date",
    "publication-date", "article.published", "article_date_original", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "citation_date", "citation_online_date", "dc.date.issued", "dcterms.issued",
    "dcterms.date", "dc.date", "dc.date.created", "dcterms.created", "date", "rnews:datepublished",
    "cxenseparse:recs:publishtime", "originalpublicationdate", "displaydate",
)  # fmt: skip
"""Names of meta elements that hold it, the most exact first."""
NEVER = frozenset({date(1, 1, 1), date(1970, 1, 1)})
"""What programs write when they don't know."""
ZONE_APART = re.compile(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d\Z|Z\Z)|(?<=\d)\s*(?:UTC|GMT)\Z")
ISO_START = re.compile(r"\d{4}-\d\d-\d\d|\d{8}(?:T|\Z)", re.ASCII)
ADDRESS = re.compile(r"[/_-]((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![\d])", re.ASCII)


def find_date(tree: Any, stated: Stated, url: str | None, language: str | None, today: date) -> Dated | None:
    """The most trusted date, or None."""
    for written, trust in written_dates(tree, stated, url):
        published = read_stated_date(written) if trust is Trust.STATED else read_shown(written, language)
        if published is not None and is_likely(published, today):
            return Dated(published.isoformat(), written[:MAX_LINE], trust)
    return None


def written_dates(tree: Any, stated: Stated, url: str | None) -> Iterator[tuple[str, Trust]]:
    for name in ("datePublished", "dateCreated"):
        if written := text_of(stated.article, name):
            yield written, Trust.STATED
    for name in METAS:
        yield from ((content, Trust.STATED) for content in stated.metas.get(name, ()))
    yield from marked_dates(tree)
    yield from ((written, Trust.SHOWN) for written in shown_dates(tree))
    if found := ADDRESS.search(url or ""):
        yield f"{found[1]}-{found[3]}-{found[4]}", Trust.ADDRESS


def marked_dates(tree: Any) -> Iterator[tuple[str, Trust]]:
    """Elements that are marked as the date of publication."""
    for element in tree.xpath(".//*[@itemprop='datePublished' or (self::time and @pubdate)]"):
        written = element.get("datetime") or element.get("content") or "".join(element.itertext())
        yield " ".join(written.split()), Trust.STATED


def read_stated_date(written: str) -> Published:
    """A day, a moment with its zone, or None for what is neither, or could be two days."""
    text = ZONE_APART.sub(lambda gap: "" if gap.group().isspace() else "Z", written.strip())
    if "," in text and ":" in text and not ISO_START.match(text):
        try:
            moment = email.utils.parsedate_to_datetime(written)  # RFC 5322: Thu, 25 Jan 2024 14:30:00 +0200
            return moment if moment.tzinfo else moment.date()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    try:
        return read_date(text)
    except ArticleRefused:
        return None


def is_likely(published: date | datetime, today: date) -> bool:
    """Whether an article can have been published then: tomorrow, somewhere on earth, at the latest."""
    try:
        day = published.astimezone(UTC).date() if isinstance(published, datetime) else published
    except (OverflowError, ValueError):
        return False
    return day <= today + timedelta(days=1) and day not in NEVER
