"""Items read, a few at once: as many as there are processes for what strangers have made."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from bot.collecting.finding import Address, Document, Item, Line, OfOtherKind, Unreadable
from bot.collecting.known import NOTHING_KNOWN, Known
from bot.errors import BotError, Broken, FileRefused, Phrase
from bot.gathering import Gathered, Gatherer
from bot.intake import Details
from bot.intake.drafts import make_draft
from bot.intake.parsing.kinds import SUFFIXES
from bot.intake.parsing.parsers import MAX_WORKERS
from bot.model import Draft, Shelf

AHEAD = 16
"""Items that are looked at before the first of them is read to its end: their bytes and texts are in memory."""
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Same:
    """The very bytes of which an article was made."""

    id: str
    shelf: Shelf
    elsewhere: bool  # they were those of another file


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of an item."""

    name: str
    what: Gathered | Same | OfOtherKind | Phrase  # a phrase says why it is refused


def always(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads items for a shelf. Any thread may call it."""

    gatherer: Gatherer
    shelf: Shelf
    details: Details  # they go before what an item says of itself
    known: Known = NOTHING_KNOWN
    whole: bool = False  # nothing of a text is set aside
    holds: Callable[[str], bool] = always  # whether the article with this id needn't be read again for the same bytes

    def read(self, item: Item) -> Found:
        """What is in an item, or why it is refused."""
        try:
            return Found(item.name, self._read(item))
        except FileRefused as refused:
            return Found(item.name, refused.reason if isinstance(refused.reason, Phrase) else Phrase(refused.reason))
        except BotError as refused:
            if isinstance(refused, Broken):
                raise
            return Found(item.name, refused.phrase)

    def _read(self, item: Item) -> Gathered | Same | OfOtherKind | Phrase:
        match item:
            case Document():
                return self._document(item)
            case Address():
                return self.gatherer.page(item.name, self.shelf, self.details)
            case Line():
                if isinstance(item.draft, BotError):
                    raise item.draft
                return Gathered(with_details(item.draft, self.details))
            case Unreadable():
                return item.reason
            case OfOtherKind():
                return item

    def _document(self, item: Document) -> Gathered | Same:
        data = item.load()
        before = self.known.at(item.origin)
        same = self.known.same(item.origin, hashlib.sha256(data).hexdigest())
        if same and self.holds(same.id):
            return Same(same.id, self.shelf, elsewhere=before is None)
        details = self.details.over(Details(id=before.id if before else None))
        read = self.gatherer.whole if self.whole else self.gatherer.document
        return read(data, item.file, self.shelf, details, item.origin)


def with_details(draft: Draft, details: Details) -> Draft:
    """The draft with these details in the place of its own. Raises ArticleRefused."""
    own = Details(**{name: getattr(draft, name) for name in Details.__slots__})
    return make_draft(draft.shelf, draft.text, details.over(own))


def takes_long(item: Item) -> bool:
    """Whether it is likely to be waited for: a page on the web, or a document that another process reads."""
    if isinstance(item, Document):
        return PurePosixPath(item.file).suffix.lower() in SUFFIXES
    return isinstance(item, Address)


def read_in_order(items: Iterable[S], read: Callable[[S], T], takes_long: Callable[[S], bool]) -> Iterator[T]:
    """What `read` gives for each, in their order; what takes long is read a few at once, and ahead of its turn.

    Where nobody wants more, no more is begun. (The others are read in their turn: several threads of Python's own
    work only stand in each other's way.)
    """
    pool = ThreadPoolExecutor(MAX_WORKERS, thread_name_prefix="reading")
    waiting: deque[Callable[[], T]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(read, item).result if takes_long(item) else partial(read, item))
            if len(waiting) >= AHEAD:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
