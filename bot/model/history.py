"""What was done to articles: the journal of a shelf, and what an article said before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.articles import Published, Shelf, last_page


class Act(StrEnum):
    """What somebody did to an article."""

    ADDED = "added"
    UPDATED = "updated"  # also where that brought a removed one back
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a shelf's journal: who did what, and when."""

    moment: datetime  # UTC
    shelf: Shelf
    by: str  # a short text; empty where it wasn't said
    act: Act
    id: str  # of the article
    title: str  # as it was then


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of a shelf's journal, the newest entry first."""

    entries: tuple[Entry, ...]
    total: int  # on all pages
    number: int  # from 1
    size: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return last_page(self.total, self.size)


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said until its text was replaced."""

    title: str  # all as it was then
    published: Published
    text: str
    since: datetime  # UTC: when that text was added, or replaced the one before
    replaced: datetime  # UTC
    by: str  # who replaced it, as the journal says it
