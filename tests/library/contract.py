"""The homes that the contract is held against, and small values that the tests of the library share.

A test asks a home for a fresh place and opens the library there as often as it likes: two that are opened at one
place stand for two processes. Another home is one more function and a line in HOMES.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from bot.library import Library
from bot.library.local import LocalLibrary
from bot.model import SHARED, Article, Draft, Question, Shelf, Word
from bot.text import Analyzer

ROOT = Path(__file__).parents[2]
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""A folder without a disk behind it, where there is one: a hundred fresh libraries a test wait for no platter."""
ANALYZER = Analyzer()
ONE, TWO = Shelf("guild:1"), Shelf("guild:2")
SHELVES = (SHARED, ONE, TWO)

Open = Callable[[], Library]
Home = Callable[[], AbstractContextManager[Open]]


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """An empty folder, gone afterwards: tantivy's thread may make a lock file while it is being deleted."""
    folder = Path(mkdtemp(dir=MEMORY))
    try:
        yield folder
    finally:
        deadline = time.monotonic() + 10
        while folder.exists():
            shutil.rmtree(folder, ignore_errors=time.monotonic() < deadline)


@contextmanager
def local_home() -> Iterator[Open]:
    """An empty folder; each call opens the library in it once more."""
    opened: list[Library] = []

    def open_library() -> Library:
        opened.append(LocalLibrary(folder, ANALYZER))
        return opened[-1]

    with fresh_folder() as folder:
        try:
            yield open_library
        finally:
            for library in opened:
                library.close()


HOMES: dict[str, Home] = {"local": local_home}


@contextmanager
def kept(home: Home, *drafts: Draft) -> Iterator[Library]:
    """A fresh library that holds these."""
    with home() as open_library:
        library = open_library()
        library.put(drafts)
        yield library


def draft(text: str, id: str | None = None, shelf: Shelf = SHARED, title: str = "Headline") -> Draft:
    return Draft(shelf, title, text, id)


def question(text: str, language: str = "en") -> Question:
    return ANALYZER.question(text, [language])


def asking(*terms: str, language: str = "en") -> Question:
    """A question of just these terms."""
    return Question(" ".join(terms), language, tuple(Word(term, (term,)) for term in terms))


def found(library: Library, shelf: Shelf, *terms: str) -> set[tuple[str, str]]:
    """(shelf, id) of what a search for any of the terms finds."""
    return {(each.about.shelf.name, each.about.id) for each in library.search(shelf, asking(*terms)).passages}


def ids_found(library: Library, shelf: Shelf, *terms: str) -> set[str]:
    return {id for _, id in found(library, shelf, *terms)}


def faults(library: Library) -> list[str]:
    """What a check-up finds wrong."""
    return [f"{finding.subject}: {finding.detail}" for finding in library.check() if not finding.sound]


def everything(library: Library) -> list[Article]:
    return library.articles([], None, 10_000)


def again(article: Article) -> Draft:
    """The draft that an export of this article is imported as."""
    about = article.about
    return Draft(
        about.shelf, about.title, article.text, about.id, about.source, about.url, about.published,
        about.language, about.tags, about.added, about.origin, None, about.author, article.pages, about.updated,
    )  # fmt: skip


def child(module: str, function: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Run a function of a test module in a real process of its own; its arguments are strings."""
    code = f"import sys; from {module} import {function} as run; run(*sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    """What a child printed, once it has ended well."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out
