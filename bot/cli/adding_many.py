"""`bot add` of many documents: a bar, then how many went in, and why the others didn't."""

import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from bot import reply
from bot.cli.screen import BY, EXIT_DONE, EXIT_INTERRUPTED, EXIT_WRONG_USE, Screen
from bot.cli.shapes import source_shape
from bot.collecting import Became, Fate, Item, Put, Reader, collect, foreseeing
from bot.desk import Desk
from bot.errors import Broken
from bot.model import Draft, Kept

LABELS = {
    Fate.DUPLICATE: "duplicate, whose text another article has",
    Fate.LEFT_OUT: "left out, which are no documents",
}
SHOWN = 50
"""Items that are told one by one, of each kind; --json tells all."""


@dataclass(slots=True)
class Told:
    """What became of the items so far."""

    items: list[Became] = field(default_factory=list)
    interrupted: bool = False

    @property
    def counts(self) -> Counter[Fate]:
        return Counter(each.fate for each in self.items)


class Interruption:
    """Ctrl+C while a batch is being kept waits until that is kept and told; at any other time it comes at once."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._keeping = False
        self._asked = False

    @contextmanager
    def minded(self) -> Iterator[None]:
        """Within it Ctrl+C is seen to."""
        before = signal.signal(signal.SIGINT, self._handle)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def put(self, drafts: Sequence[Draft]) -> Sequence[Kept]:
        self._keeping = True
        return self._put(drafts)

    def between(self) -> None:
        """A batch is told. Raises KeyboardInterrupt where that was waited for."""
        self._keeping = False
        if self._asked:
            raise KeyboardInterrupt

    def _handle(self, *_: object) -> None:
        self._asked = True
        if not self._keeping:
            raise KeyboardInterrupt


def add_many(
    screen: Screen,
    desk: Desk,
    find: Callable[[Callable[[int], object]], Iterable[Item]],
    reader: Reader,
    dry_run: bool,
) -> int:
    """Add what is found; the exit code. What was kept before an interruption or an error is told all the same.

    `find` is given what is to be told of more items than one. Raises what is below `bot.errors.Broken`.
    """
    told = Told()
    put = foreseeing(desk.library, reader.shelf) if dry_run else lambda drafts: desk.library.put(drafts, BY)
    interruption = Interruption(put)
    try:
        with screen.progress("Reading" if dry_run else "Adding", 1) as bar, interruption.minded():
            for became in collect(find(bar.expect), reader, interruption.put, interruption.between):
                told.items.append(became)
                bar(1)
    except KeyboardInterrupt:
        told.interrupted = True
        desk.gatherer.close()  # what is being read is not waited for
    except Broken:
        tell(screen, told, dry_run)
        raise
    tell(screen, told, dry_run)
    if told.interrupted:
        return EXIT_INTERRUPTED
    return EXIT_WRONG_USE if told.counts[Fate.REFUSED] else EXIT_DONE


def tell(screen: Screen, told: Told, dry_run: bool) -> None:
    """How many became what, then each of those that are not simply in."""
    screen.document(many_shape(told, dry_run))
    if told.interrupted:
        screen.line("Interrupted. What is told here is done; run it again to go on.", style="yellow")
    if dry_run:
        screen.line("Nothing was kept. This is what would become of each:", style="yellow")
    screen.table(counts_table(told.counts))
    lines = [each for each in map(one_line, told.items) if each]
    for line in lines[:SHOWN]:
        screen.line(line, style="yellow")
    if len(lines) > SHOWN:
        screen.line(f"… and {len(lines) - SHOWN:,} more; --json tells all of them.", style="yellow")


def counts_table(counts: Counter[Fate]) -> Table:
    """A fate a row, without those that befell nothing."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for fate in Fate:
        if counts[fate]:
            table.add_row(f"{counts[fate]:,}", LABELS.get(fate, fate.value))
    if not counts:
        table.add_row("0", "documents")
    return table


def one_line(became: Became) -> str:
    """What is to be said of an item; empty where its count says it all."""
    name = reply.printable(became.name)
    if became.reason:
        return f"{became.fate.value}: {name}: {reply.printable(became.reason)}"
    if became.resembles:
        other = f"{reply.printable(became.resembles[0].id)}, {reply.printable(became.resembles[0].title)}"
        return f"{became.fate.value}: {name}: nearly the same as {other}"
    return ""


def many_shape(told: Told, dry_run: bool) -> dict[str, Any]:
    counts = told.counts
    return {
        **{fate.name.lower(): counts[fate] for fate in Fate},
        "dry_run": dry_run,
        "interrupted": told.interrupted,
        "documents": [became_shape(each) for each in told.items],
    }


def became_shape(became: Became) -> dict[str, Any]:
    """`id` is that of the article, or of the one that holds its text; null where there is none."""
    return {
        "name": reply.printable(became.name),
        "outcome": became.fate.name.lower(),
        "id": became.id or None,
        "reason": reply.printable(became.reason) if became.reason else None,
        "resembling": [source_shape(about) for about in became.resembles],
    }
