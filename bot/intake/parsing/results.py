"""What is read out of a document, frozen. These values cross the pipe between the child and the bot."""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import Phrase
from bot.model import PageStart


class Trust(StrEnum):
    """Where a date stands, the most trusted first."""

    STATED = "stated"  # in the page's data about itself: JSON-LD, meta, <time itemprop>
    SHOWN = "shown"  # in a line of the page that a person reads: beside the author, below the title
    ADDRESS = "address"  # in the page's address: /2024/01/25/
    FILE = "file"  # when the file was made, which may not be when the text was published


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of publication."""

    day: str  # ISO 8601: 2024-01-25, or 2024-01-25T14:30:00+02:00 where the zone is known; `read_date` reads it
    written: str  # as it stands in the document, at most MAX_LINE
    trust: Trust


class Leading(StrEnum):
    """How a page leads to another address."""

    REFRESH = "refresh"  # <meta refresh>: the page wants to be left for it at once
    CANONICAL = "canonical"  # it says that this is its own address
    AMP = "amp"  # the same article for phones
    PRINT = "print"  # the same article for paper


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that a page leads to: absolute, http or https. Nobody has checked where it goes."""

    by: Leading
    url: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as it was understood. None, or nothing in a tuple: it doesn't say."""

    text: str  # paragraphs, headings, lists and rows of tables with a blank line between them; has letters
    title: str | None = None
    author: str | None = None  # several with a comma between them
    site: str | None = None  # the name of the newspaper, of the site, or its host
    published: Dated | None = None
    url: str | None = None  # of the page itself, as it says: absolute, http or https
    language: str | None = None  # ISO 639 code of the primary language
    pages: tuple[PageStart, ...] = ()  # in rising order
    set_aside: tuple[str, ...] = ()  # lines that belong to the page around the article and are not in the text
    leads_to: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page without an article of its own, which says where one may be. Not to follow means to refuse."""

    reason: Phrase  # why it is no article
    leads_to: tuple[Lead, ...]  # at least one; the most promising first


MAX_TEXT = 5_000_000
"""Code points, as for every article (`drafts.MAX_TEXT`)."""
MAX_LINE = 300
MAX_URL = 2_000
MAX_LABEL = 80
MAX_PAGES = 20_000
MAX_SET_ASIDE = 200
"""Lines that are shown as set aside; the rest is left out without a word."""
MAX_LEADS = 10
