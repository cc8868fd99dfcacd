"""Lines of a file of articles, spoiled: what goes in comes out, and into another library the same."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hypothesis import strategies as st

from bot.exchange import export_articles, import_rows
from bot.intake import read_rows, write_row
from bot.library.local import LocalLibrary
from bot.model import Shelf
from tests.fuzz.mutation import spoiled
from tests.fuzz.timing import in_time
from tests.hostile import TEXTS
from tests.library.contract import ANALYZER, fresh_folder

LINE = {
    "id": "ferry", "title": "The ferry", "text": "The ferry to Kelm leaves at 5 p.m. It takes 2,500 cars.",
    "source": "Harbour", "url": "https://example.org/ferry", "published": "2024-01-25", "language": "en", "tags": ["a"],
    "added": "2024-02-01T00:00:00+00:00", "author": "Ann", "pages": [[0, "1"], [20, "2"]], "updated": None, "shelf": "shared",
}  # fmt: skip
PART = st.one_of(TEXTS, st.integers(-5, 90), st.none())
VALUE = st.one_of(
    TEXTS, st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.one_of(PART, st.lists(PART, max_size=3)), max_size=4),
    st.sampled_from(["guild:1", "shared", "2024-01-25", "0001-01-01", "9999-12-31T23:59:59-14:00", "en", "http://[::1", "a" * 600]),
    st.dictionaries(TEXTS, PART, max_size=2),
)  # fmt: skip
OBJECTS = st.dictionaries(st.sampled_from(sorted(LINE)), VALUE, max_size=5).map(
    lambda more: json.dumps(LINE | more).encode()
)
VALUES = st.lists(st.one_of(OBJECTS, spoiled([json.dumps(LINE).encode()])), min_size=1, max_size=4)
ONE = Shelf("guild:1")


@contextmanager
def opened() -> Iterator[Callable[[Sequence[bytes]], None]]:
    with fresh_folder() as folder, fresh_folder() as other:
        library, elsewhere = LocalLibrary(folder, ANALYZER), LocalLibrary(other, ANALYZER)
        try:
            yield lambda lines: in_time(lambda: bring(library, elsewhere, lines), sum(map(len, lines)))
        finally:
            library.close()
            elsewhere.close()


def bring(library: LocalLibrary, elsewhere: LocalLibrary, lines: Sequence[bytes]) -> None:
    """Into a server's shelf, out, and into the same shelf of another library; then both are emptied."""
    report = import_rows(library, read_rows(lines, ONE), lambda _: None)
    out = exported(library)
    assert sum(report.outcomes.values()) + len(report.refused) >= len([line for line in lines if line.strip()])
    back = import_rows(elsewhere, read_rows([line.encode() for line in out]), lambda _: None)
    assert not back.refused, (back.refused, out)
    assert exported(elsewhere) == out
    for each in (library, elsewhere):
        each.forget(ONE)


def exported(library: LocalLibrary) -> list[str]:
    return [write_row(article) for article in export_articles(library, [ONE])]
