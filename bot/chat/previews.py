"""What was handed in and not yet kept: shown first, then kept, changed or discarded by a button."""

import secrets
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bot.errors import Gone, IndexBehind
from bot.gathering import Gathered
from bot.model import Draft, Outcome

EXPIRES_SECONDS = 14 * 60.0
"""Discord takes no answer to a message that only one person sees after 15 minutes."""
WAITING = 500
"""How many may wait at once, of all people."""
MAX_BYTES = 128 * 2**20
"""Of all that waits: three files of the largest size at least, with their texts."""
ENTRY_BYTES = 1_000
"""Of an article besides its text."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it came: its name tells what reads it."""

    name: str
    data: bytes
    whole: bool = False  # whether all of it is the article: nothing is to be set aside


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed into the form of an article, to the letter, and what its text is to be taken from."""

    title: str = ""
    text: str | None = ""  # None: the form has no text, which is the document's or the page's, or stays as it is
    link: str = ""
    date: str = ""
    source: str = ""
    key: str = ""  # of the server's own article that it changes; empty: it is a new one
    document: Document | None = None  # in the place of a typed text
    page: str = ""  # the address of a web page, in the place of a typed text
    gap: str = ""  # the key of the question that it is to answer, which is no gap once it is kept
    read: Gathered | None = None  # what the document or the page was read as: it isn't read a second time

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        texts = (self.read.draft.text, *self.read.head, *self.read.tail) if self.read else (self.text,)
        return ENTRY_BYTES + sum(map(sys.getsizeof, texts)) + (len(self.document.data) if self.document else 0)


@dataclass(frozen=True, slots=True)
class One:
    """An article that was understood, and the form that it came from or could have come from."""

    draft: Draft
    form: Form

    @property
    def weight(self) -> int:
        return self.form.weight + (0 if self.form.read else sys.getsizeof(self.draft.text))  # else it is the same text


@dataclass(frozen=True, slots=True)
class Many:
    """Articles of a file, and what became of those before them that are kept already."""

    drafts: tuple[Draft, ...]
    kept: Counter[Outcome] = field(default_factory=Counter)

    @property
    def weight(self) -> int:
        return sum(ENTRY_BYTES + sys.getsizeof(draft.text) for draft in self.drafts)


@dataclass(frozen=True, slots=True)
class Offers:
    """Feeds that a page names, one of which is to be followed."""

    urls: tuple[str, ...]
    channel: int | None  # to be told of its new articles
    limit: int  # articles a day

    @property
    def weight(self) -> int:
        return ENTRY_BYTES + sum(map(sys.getsizeof, self.urls))


Handed = One | Many | Form | Offers
"""A form without an article is one that was refused."""


@dataclass(frozen=True, slots=True)
class Waiting:
    what: Handed
    person: int  # who handed it in, and may keep it
    server: int
    since_seconds: float  # of the clock
    weight: int  # bytes


class Previews:
    """In memory: a restart discards them, and their buttons say so. For the event loop's thread only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()  # the oldest first

    def show(self, what: Handed, person: int, server: int) -> str:
        """The token under which it waits."""
        token = secrets.token_urlsafe(12)
        self._put(token, what, person, server)
        return token

    def look(self, token: str, person: int, server: int) -> Handed:
        """What waits, for who handed it in, there. Raises Gone."""
        self._make_room()
        found = self._waiting.get(token)
        if found is None or (found.person, found.server) != (person, server):
            raise over()
        return found.what

    def drop(self, token: str, person: int, server: int) -> None:
        """It waits no more, where it is still there."""
        with suppress(Gone):
            self.look(token, person, server)
            del self._waiting[token]

    @contextmanager
    def taken(self, token: str, person: int, server: int) -> Iterator[Handed]:
        """What waits, for one who keeps it: nobody else can meanwhile. Where that fails it waits on. Raises Gone."""
        what = self.look(token, person, server)
        del self._waiting[token]
        try:
            yield what
        except IndexBehind:  # it is kept
            raise
        except BaseException:
            self.put_back(token, what, person, server)
            raise

    def put_back(self, token: str, what: Handed, person: int, server: int) -> None:
        """It waits on, under the token that its buttons have."""
        self._put(token, what, person, server)

    def _put(self, token: str, what: Handed, person: int, server: int) -> None:
        self._waiting[token] = Waiting(what, person, server, self._clock(), what.weight)
        self._waiting.move_to_end(token)
        self._make_room()

    def _make_room(self) -> None:
        """Forget what has waited for too long; where it is too much, the oldest of who has most waiting."""
        expired = self._clock() - EXPIRES_SECONDS
        while self._waiting and next(iter(self._waiting.values())).since_seconds <= expired:
            self._waiting.popitem(last=False)
        while len(self._waiting) > WAITING or self._weight() > MAX_BYTES:
            del self._waiting[self._most_dispensable()]

    def _weight(self) -> int:
        return sum(each.weight for each in self._waiting.values())

    def _most_dispensable(self) -> str:
        weights: Counter[int] = Counter()
        for each in self._waiting.values():
            weights[each.person] += each.weight
        [(heaviest, _)] = weights.most_common(1)
        return next(token for token, each in self._waiting.items() if each.person == heaviest)


def over() -> Gone:
    return Gone(
        "That is over: it was kept or discarded already, or it waited for too long. If /sources list doesn't show the "
        "article, hand it in again."
    )
