"""Here are many files and addresses: keep the article of each, and say what became of it.

`finding` makes items of what is named: files, folders, archives, lists of articles, addresses; `reading` reads them, a
few at once and in their order; `keeping` keeps them batch by batch.
"""

from collections.abc import Iterable, Iterator

from bot.collecting.finding import Finder, Item, known_files, names_many
from bot.collecting.keeping import Became, Fate, foresee, keep_each
from bot.collecting.reading import Found, Reader, Same, read_in_order
from bot.desk import Desk

__all__ = [
    "Became",
    "Fate",
    "Finder",
    "Found",
    "Item",
    "Reader",
    "Same",
    "collect",
    "foresee",
    "known_files",
    "names_many",
    "try_out",
]


def collect(desk: Desk, items: Iterable[Item], reader: Reader, by: str) -> Iterator[Became]:
    """Keep the articles of the items; what became of each is said in their order, when it is durable.

    Raises what is below `bot.errors.Broken`; what was said before stays true.
    """
    return keep_each(read_in_order(items, reader.read), lambda drafts: desk.library.put(drafts, by))


def try_out(desk: Desk, items: Iterable[Item], reader: Reader) -> Iterator[Became]:
    """As `collect`, but nothing is kept: what would become of each. That two of them are one text isn't foreseen."""
    library, shelf = desk.library, reader.shelf
    return keep_each(
        read_in_order(items, reader.read), lambda drafts: [foresee(library, shelf, draft) for draft in drafts]
    )
