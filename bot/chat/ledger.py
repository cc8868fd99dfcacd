"""Who changed what on a server: its articles' journal and its settings' as one, the newest first."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.desk import Desk
from bot.model import Entry, Shelf, source_key
from bot.servers import Servers, SettingChange

Line = Entry | SettingChange
CHUNK = 500
"""Lines that are read at once."""
MOST_SEARCHED = 50_000
"""Lines that are looked through at the most, for those that are asked for or to get to a page."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are asked for; what is empty leaves nothing out."""

    person: int = 0
    article: str = ""  # `bot.model.source_key` of an article's id or title, and of the server's shelf

    def __bool__(self) -> bool:
        return bool(self.person or self.article)

    def takes(self, line: Line) -> bool:
        if self.person and line.by != f"discord:{self.person}":
            return False
        return not self.article or (isinstance(line, Entry) and self.article in names_of(line))


def names_of(entry: Entry) -> set[str]:
    """What a filter may call the article of an entry."""
    return {source_key(entry.shelf.name, name) for name in (entry.id, entry.title)}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the lines that are asked for."""

    lines: tuple[Line, ...]
    total: int  # on all pages
    number: int  # from 1
    last: int
    all_searched: bool  # whether older lines than MOST_SEARCHED were looked through, or there are none


def page(desk: Desk, servers: Servers, server: int, wanted: Filter, number: int, size: int) -> Page:
    """The page of this number, or the last one."""
    shelf = Shelf(f"guild:{server}")
    there = desk.library.journal(shelf, 1, 1).total + servers.settings_changes(server)
    lines: Iterator[Line] = islice(merged(desk, servers, server, shelf), MOST_SEARCHED)
    total = min(there, MOST_SEARCHED)
    if wanted:
        found = [line for line in lines if wanted.takes(line)]
        lines, total = iter(found), len(found)
    number = within(number, total, size)
    shown = tuple(islice(lines, (number - 1) * size, number * size))
    return Page(shown, total, number, pages(total, size), there <= MOST_SEARCHED)


def pages(total: int, size: int) -> int:
    return max(1, -(-total // size))


def within(number: int, total: int, size: int) -> int:
    return max(1, min(number, pages(total, size)))


def merged(desk: Desk, servers: Servers, server: int, shelf: Shelf) -> Iterator[Line]:
    """All lines of both journals, by time."""
    acts = read(lambda done: desk.library.journal(shelf, done // CHUNK + 1, CHUNK).entries)
    settings = read(lambda done: servers.settings_journal(server, CHUNK, done))
    return heapq.merge(acts, settings, key=lambda line: line.moment, reverse=True)


def read(chunk_after: Callable[[int], Sequence[Line]]) -> Iterator[Line]:
    """The lines of one journal, read piece by piece; `chunk_after(n)` gives those behind the first n."""
    done = 0
    while chunk := chunk_after(done):
        yield from chunk
        done += len(chunk)
        if len(chunk) < CHUNK:
            return
