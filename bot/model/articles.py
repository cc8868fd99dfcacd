"""Articles: whose they are, when they were published, and what becomes of them."""

import base64
import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.errors import ShelfRefused

Published = date | datetime | None
"""When an article was published: a day, a moment with its zone, or unknown. Never guessed."""


def utc_day(published: Published) -> date | None:
    """The day in UTC; at either end of the calendar, the day as it was written."""
    if not isinstance(published, datetime):
        return published
    try:
        return published.astimezone(UTC).date()
    except OverflowError:
        return published.date()


@dataclass(frozen=True, slots=True, order=True)
class Shelf:
    """Whose articles these are: `shared`, or one Discord server's, `guild:<id>`."""

    name: str

    def __post_init__(self) -> None:
        if self.name != "shared" and not re.fullmatch(r"guild:[1-9][0-9]{0,19}", self.name, re.ASCII):
            raise ShelfRefused(self.name)

    @property
    def visible(self) -> tuple["Shelf", ...]:
        """The shelves that a question asked on this one sees: its own, then the shared one. Never another's."""
        return (self,) if self == SHARED else (self, SHARED)

    def __str__(self) -> str:
        return self.name


SHARED = Shelf("shared")


@dataclass(frozen=True, slots=True)
class OwnOnly:
    """What is seen from a shelf whose server has switched the shared one off: itself."""

    shelf: Shelf

    @property
    def name(self) -> str:
        return self.shelf.name

    @property
    def visible(self) -> tuple[Shelf, ...]:
        return (self.shelf,)


View = Shelf | OwnOnly
"""From where one looks: a view names the shelves that it sees, the first of them before the others."""


@dataclass(frozen=True, slots=True)
class Period:
    """When an article was published: on the day `after` or later, and before the day `before`, in UTC. None: open."""

    after: date | None = None
    before: date | None = None

    def __bool__(self) -> bool:
        """Whether it leaves anything out: with either end, articles of an unknown date too."""
        return self.after is not None or self.before is not None


ANY_TIME = Period()


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of a document begins, or a chapter."""

    start: int  # of the text, in code points
    label: str  # what is printed on the page, such as 12 or xii; the title of a chapter. One line


def page_at(pages: Sequence[PageStart], offset: int) -> str:
    """The label of the page, of these in rising order, on which the text at `offset` stands; empty before the first."""
    position = bisect_right(pages, offset, key=lambda page: page.start)
    return pages[position - 1].label if position else ""


class DateFrom(StrEnum):
    """What says when an article was published: the most trusted first."""

    STATED = "stated"  # the page, in its data about itself
    SHOWN = "shown"  # a line of the page, or of the text, that a person reads
    FEED = "feed"  # the feed that told of it
    ADDRESS = "address"  # the address of the page
    GIVEN = "given"  # whoever added it
    FILE = "file"  # the file, of which it may be another day that it was made on


KEY_BYTES = 6
"""Of the digest. Among a million articles the chance that two share a key is 1 in 560; both are found then."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that intake has understood and the library has not kept yet."""

    shelf: Shelf
    title: str  # one line, 1 to 300 code points
    text: str  # what will be quoted; never changed afterwards
    id: str | None = None  # None: the library chooses one
    source: str | None = None  # who published it, in words
    url: str | None = None  # http or https
    published: Published = None
    language: str = "en"  # ISO 639 code of the primary language; `und` where it is unknown
    tags: tuple[str, ...] = ()
    added: datetime | None = None  # None: now
    origin: str | None = None  # URI of the file that it was read from
    origin_digest: str | None = None  # of the bytes of that file
    author: str | None = None  # who wrote it, in words: a line of up to 300 code points
    pages: tuple[PageStart, ...] = ()  # in rising order, none behind the end of the text
    updated: datetime | None = None  # None: as the library sees it


@dataclass(frozen=True, slots=True)
class Source:
    """An article without its text: what a list shows, and what stands under a quote."""

    id: str  # unique on its shelf, and stable
    shelf: Shelf
    title: str
    source: str | None
    url: str | None
    published: Published
    language: str
    tags: tuple[str, ...]
    added: datetime  # UTC
    origin: str | None = None
    added_by: str = ""  # who added it first, as the journal says it: `discord:80351110224678912`, `terminal`
    author: str | None = None
    updated: datetime | None = None  # UTC: when its text last changed; None while it is the first one
    sketch: bytes = field(default=b"", repr=False)  # of its text, to tell others that are nearly the same

    @property
    def key(self) -> str:
        """What names it where an id is too long; see `source_key`."""
        return source_key(self.shelf.name, self.id)


def source_key(shelf: str, id: str) -> str:
    """8 characters of base64url, of the digest of an article's shelf and id."""
    digest = hashlib.sha256(f"{shelf}\0{id}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:KEY_BYTES]).decode()


@dataclass(frozen=True, slots=True)
class Article:
    """A kept article."""

    about: Source
    text: str
    sentences: tuple[tuple[int, int], ...]  # spans of `text`, ascending, disjoint
    pages: tuple[PageStart, ...] = ()  # in rising order

    def page_of(self, offset: int) -> str:
        """The label of the page on which the text at `offset` stands; empty where that isn't known."""
        return page_at(self.pages, offset)


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file an article was read from."""

    id: str
    uri: str
    digest: str | None  # SHA-256 of the file's bytes
    removed: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood of a draft, before it is kept."""

    draft: Draft
    sentences: int
    first: str  # the first sentence; empty where there is none
    namesakes: tuple[Source, ...] = ()  # other articles that are seen and have the same title
    replaced: tuple[Source, ...] = ()  # the article in whose place it would stand: one, or none
    resembling: tuple[Source, ...] = ()  # other articles that are seen and hold nearly its text, the likest first


class Outcome(StrEnum):
    """What became of a draft."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a draft; for a duplicate `id` and `shelf` name the article that has the text already."""

    id: str
    shelf: Shelf
    outcome: Outcome
    sentences: int
    resembles: tuple[Source, ...] = ()  # others that are seen and hold nearly its text, the likest first


class Order(StrEnum):
    """In which order a list stands."""

    ADDED = "added"  # the newest first
    PUBLISHED = "published"  # the newest first, by the moment in UTC, a day before its moments; unknown ones last
    TITLE = "title"  # by letters, without case and accents


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    sources: tuple[Source, ...]
    total: int  # on all pages
    number: int  # from 1
    size: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return last_page(self.total, self.size)


def last_page(total: int, size: int) -> int:
    """The number of the last of the pages that hold `total` things, at least 1."""
    return max(1, -(-total // size))


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands on the shelves that a view sees; removed articles don't count."""

    articles: int
    sentences: int
    passages: int
    languages: Mapping[str, int]  # language -> articles, the most frequent first
    first_published: Published  # None: no article says when it was published
    last_published: Published
    last_added: datetime | None  # UTC; None: there is no article


@dataclass(frozen=True, slots=True)
class Stock:
    """What the library is at this moment."""

    articles: int  # on all shelves, removed ones not counted
    behind: int  # changes that the database has and the index hasn't, 0 or more


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check-up."""

    subject: str
    sound: bool
    detail: str
