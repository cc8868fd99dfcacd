"""The composition root: it opens what the two fronts need, hands it over, and closes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.desk import Desk
from bot.library.local import LocalLibrary
from bot.settings import Settings
from bot.text import Analyzer


@contextmanager
def open_desk(data_dir: Path, threshold: float) -> Iterator[Desk]:
    """A desk over the library in `data_dir`."""
    analyzer = Analyzer()
    library = LocalLibrary(data_dir, analyzer)
    try:
        yield Desk(library, analyzer, threshold)
    finally:
        library.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """The desk that the settings name."""
    with open_desk(settings.data_dir, settings.answer_threshold) as desk:
        yield desk
