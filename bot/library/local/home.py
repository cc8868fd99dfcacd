"""The local home: SQLite first, in one transaction; the index after, as far as SQLite has come."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.database import Database
from bot.errors import BotError
from bot.library.local import checkup, lists, reading, suggesting, twins, versions
from bot.library.local.following import Follower
from bot.library.local.index import Index
from bot.library.local.records import prepare
from bot.library.local.schema import MIGRATIONS
from bot.library.local.searching import Searcher
from bot.library.local.store import Changes
from bot.model import (
    ANY_TIME,
    Article,
    Draft,
    Finding,
    JournalPage,
    Kept,
    Order,
    Origin,
    Page,
    Period,
    Question,
    Retrieval,
    Shelf,
    Source,
    Stock,
    Totals,
    Version,
    View,
)
from bot.text import ANALYSIS_VERSION, Analyzer

log = logging.getLogger(__name__)

FILE = "library.db"
"""Its name in the data folder."""


class LocalLibrary:
    """`bot.library.Library` in one folder. Any thread may call it; several processes may open the same folder."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        """Open the library in `folder`, and make it where there is none."""
        self._folder = folder
        self._analyzer = analyzer
        self._database = Database(folder / FILE, MIGRATIONS)
        self._index = Index(folder)
        self._follower = Follower(self._database, self._index)
        self._searcher = Searcher(self._database, self._index, self._follower)
        self._recut_where_outdated()

    def put(self, drafts: Sequence[Draft], by: str = "", view: View | None = None) -> list[Kept]:
        if view is not None and any(draft.shelf != view.visible[0] for draft in drafts):
            raise ValueError(f"a draft is for another shelf than {view.name}")
        prepared = [prepare(draft, self._analyzer) for draft in drafts]
        with self._changes(by) as changes:
            return [changes.put(each, view or each.draft.shelf) for each in prepared]

    def remove(self, shelf: Shelf, ids: Sequence[str], by: str = "") -> None:
        with self._changes(by) as changes:
            for id in ids:
                changes.remove(shelf, id)

    def withdraw(self, shelf: Shelf, ids: Sequence[str], by: str = "") -> None:
        with self._changes(by) as changes:
            for id in ids:
                changes.remove(shelf, id)
                changes.forget_origin(shelf, id)

    def restore(self, view: View, ids: Sequence[str], by: str = "") -> None:
        with self._changes(by) as changes:
            for id in ids:
                changes.restore(view, id)

    def forget(self, shelf: Shelf) -> int:
        with self._changes() as changes:
            deleted = changes.forget(shelf)
        try:
            self._database.flush_log()
        except BotError as exc:
            log.info("What was deleted stays in the write-ahead log for now: %s", exc)
        return deleted

    def article(self, view: View, id: str) -> Article:
        with self._database.read() as sql:
            return reading.article(sql, reading.number(sql, view, id))

    def recall(self, view: View, keys: Sequence[str]) -> Mapping[str, Article]:
        with self._database.read() as sql:
            return {key: reading.article(sql, number) for key, number in reading.recalled(sql, view, keys).items()}

    def standing(self, draft: Draft) -> Sequence[Source]:
        with self._database.read() as sql:
            there = reading.standing(sql, draft)
            return lists.sources(sql, [there[0]] if there and not there[2] else [])

    def resembling(self, view: View, draft: Draft) -> Sequence[Source]:
        sketch = prepare(draft, self._analyzer).sketch
        with self._database.read() as sql:
            there = reading.standing(sql, draft)
            return lists.sources(sql, twins.resembling(sql, view, sketch, there[0] if there else None))

    def versions(self, view: View, id: str) -> Sequence[Version]:
        with self._database.read() as sql:
            return versions.versions(sql, reading.number(sql, view, id))

    def articles(self, shelves: Sequence[Shelf], after: tuple[str, str] | None, limit: int) -> list[Article]:
        with self._database.read() as sql:
            return [reading.article(sql, number) for number in reading.numbers_after(sql, shelves, after, limit)]

    def sources(self, view: View, query: str, page: int, size: int, order: Order = Order.ADDED) -> Page:
        with self._database.read() as sql:
            return lists.page(sql, view, query, page, size, order)

    def suggest(self, view: View, query: str, limit: int) -> Sequence[Source]:
        with self._database.read() as sql:
            return suggesting.suggestions(sql, view, query, limit)

    def removed(self, shelf: Shelf, query: str, limit: int) -> Sequence[Source]:
        with self._database.read() as sql:
            return lists.removed(sql, shelf, query, limit)

    def journal(self, shelf: Shelf, page: int, size: int) -> JournalPage:
        with self._database.read() as sql:
            return lists.journal(sql, shelf, page, size)

    def origins(self, shelf: Shelf, prefix: str) -> Sequence[Origin]:
        with self._database.read() as sql:
            return reading.origins(sql, shelf, prefix)

    def languages(self, view: View) -> Mapping[str, int]:
        with self._database.read() as sql:
            return reading.languages(sql, view)

    def totals(self, view: View) -> Totals:
        with self._database.read() as sql:
            return reading.totals(sql, view)

    def search(
        self, view: View, question: Question, article: str | None = None, period: Period = ANY_TIME
    ) -> Retrieval:
        return self._searcher.search(view, question, article, period)

    def unknown(self, view: View, terms: Sequence[str]) -> frozenset[str]:
        return self._searcher.unknown(view, terms)

    def stock(self) -> Stock:
        with self._database.read() as sql:
            articles = sql.execute("SELECT coalesce(sum(articles), 0) FROM total").fetchone()[0]
        return Stock(articles, self._follower.behind())

    def check(self) -> Iterator[Finding]:
        yield checkup.folder(self._folder)
        yield from checkup.database(self._database)
        yield checkup.index(self._database, self._index)

    def close(self) -> None:
        self._index.close()
        self._database.close()

    @contextmanager
    def _changes(self, by: str = "") -> Iterator[Changes]:
        """One transaction, and the index after it."""
        with self._database.write() as sql:
            yield Changes(sql, by)
        self._follower.catch_up()

    def _recut_where_outdated(self) -> None:
        """Cut and analyse every article again, in one transaction, when the text room has changed."""
        if self._database.value("analysis") == ANALYSIS_VERSION:
            return
        with self._database.write() as sql:
            numbers = [row[0] for row in sql.execute("SELECT number FROM article ORDER BY number").fetchall()]
            for number in numbers:
                Changes(sql).recut(number, prepare(reading.draft(sql, number), self._analyzer))
            sql.execute("UPDATE state SET value = ? WHERE name = 'analysis'", (ANALYSIS_VERSION,))
        self._follower.catch_up()
