"""What was read is kept, batch by batch, and what became of each is said when it is durable."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.collecting.finding import OfOtherKind
from bot.collecting.reading import Found, Same
from bot.errors import DuplicateArticle, Phrase
from bot.gathering import Gathered
from bot.library import Library
from bot.model import Draft, Kept, Outcome, Shelf, Source

BATCH = 500
"""Articles in one transaction: some 0.5 s of work."""
BATCH_SECONDS = 1.0
"""After so long what was read is kept, however little it is: an interruption loses no more than that."""
Put = Callable[[Sequence[Draft]], Sequence[Kept]]


class Fate(StrEnum):
    """What became of an item."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"  # another article has its text already
    REFUSED = "refused"
    LEFT_OUT = "left out"  # a file beside others that isn't meant to be read


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an item."""

    name: str
    fate: Fate
    id: str = ""  # of its article, or of the one that has its text; empty where there is none
    reason: Phrase | None = None  # why it isn't kept
    resembles: tuple[Source, ...] = ()  # other articles that hold nearly its text, the likest first


def nothing() -> None:
    """Between two batches."""


def keep_each(
    found: Iterable[Found],
    put: Put,
    between: Callable[[], object] = nothing,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Became]:
    """Keep what was found, in its order, and say what became of it.

    `between` is called when all that became of a batch has been said; `clock` gives seconds that only grow.
    """
    batch: list[Found] = []
    since = clock()
    for each in found:
        batch.append(each)
        if len(batch) >= BATCH or clock() - since >= BATCH_SECONDS:
            yield from kept(batch, put)
            between()
            batch, since = [], clock()
    yield from kept(batch, put)


def kept(batch: Sequence[Found], put: Put) -> Iterator[Became]:
    """One batch, in one transaction."""
    drafts = [each.what.draft for each in batch if isinstance(each.what, Gathered)]
    outcomes = iter(put(drafts) if drafts else ())
    for each in batch:
        match each.what:
            case Gathered():
                yield after(each.name, next(outcomes))
            case Same(id, shelf, elsewhere):
                yield twin(each.name, id, shelf) if elsewhere else Became(each.name, Fate.UNCHANGED, id)
            case OfOtherKind():
                yield Became(each.name, Fate.LEFT_OUT)
            case Phrase():
                yield Became(each.name, Fate.REFUSED, reason=each.what)


def after(name: str, kept: Kept) -> Became:
    if kept.outcome is Outcome.DUPLICATE:
        return twin(name, kept.id, kept.shelf)
    return Became(name, Fate(kept.outcome.value), kept.id, resembles=tuple(kept.resembles))


def twin(name: str, id: str, shelf: Shelf) -> Became:
    """An item whose text an article has already."""
    return Became(name, Fate.DUPLICATE, id, DuplicateArticle(id, shelf.name).phrase)


def foresee(library: Library, shelf: Shelf, draft: Draft) -> Kept:
    """What would become of a draft that is put on its shelf, as far as that can be told without doing it."""
    there, alike = library.standing(draft), library.resembling(shelf, draft)
    for about in alike:
        if library.article(about.shelf, about.id).text == draft.text:
            return Kept(about.id, about.shelf, Outcome.DUPLICATE, 0)
    if not there:
        return Kept(draft.id or "", shelf, Outcome.ADDED, 0, tuple(alike))
    before = library.article(shelf, there[0].id)
    said = ("title", "source", "url", "published", "language", "tags", "author")
    same = before.text == draft.text and all(getattr(before.about, name) == getattr(draft, name) for name in said)
    return Kept(there[0].id, shelf, Outcome.UNCHANGED if same else Outcome.UPDATED, 0, tuple(alike))
