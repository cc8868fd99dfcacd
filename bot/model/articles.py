"""Articles: whose they are, when they were published, and what becomes of them."""

import base64
import hashlib
import re
from dataclasses import dataclass
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

    @property
    def key(self) -> str:
        """What names it where an id is too long: 8 characters of base64url, of the digest of shelf and id."""
        digest = hashlib.sha256(f"{self.shelf.name}\0{self.id}".encode()).digest()
        return base64.urlsafe_b64encode(digest[:KEY_BYTES]).decode()


@dataclass(frozen=True, slots=True)
class Article:
    """A kept article."""

    about: Source
    text: str
    sentences: tuple[tuple[int, int], ...]  # spans of `text`, ascending, disjoint


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file an article was read from."""

    id: str
    uri: str
    digest: str | None  # SHA-256 of the file's bytes
    removed: bool


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
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check-up."""

    subject: str
    sound: bool
    detail: str
