"""Here are many files and addresses: keep the article of each, and say what became of it.

`finding` makes items of what is named: files, folders, archives, lists of articles, addresses; `reading` reads them, a
few at once and in their order, but not those that are `known`; `keeping` keeps them batch by batch.
"""

from collections.abc import Callable, Iterable, Iterator

from bot.collecting.finding import Finder, Item, names_many
from bot.collecting.keeping import Became, Fate, Put, foresee, keep_each, nothing
from bot.collecting.known import Known, known_files
from bot.collecting.reading import Found, Reader, Same, read_in_order, takes_long
from bot.library import Library
from bot.model import Shelf

__all__ = [
    "Became",
    "Fate",
    "Finder",
    "Found",
    "Item",
    "Known",
    "Put",
    "Reader",
    "Same",
    "collect",
    "foresee",
    "foreseeing",
    "known_files",
    "names_many",
]


def collect(
    items: Iterable[Item], reader: Reader, put: Put, between: Callable[[], object] = nothing
) -> Iterator[Became]:
    """Keep the articles of the items by `put`; what became of each is said in their order, when it is durable.

    `between` is called when all that became of a batch has been said. Raises what `put` raises; what was said before
    stays true.
    """
    return keep_each(read_in_order(items, reader.read, takes_long), put, between)


def foreseeing(library: Library, shelf: Shelf) -> Put:
    """Keeps nothing, and says what would become of each. That two of them are one text isn't foreseen."""
    return lambda drafts: [foresee(library, shelf, draft) for draft in drafts]
