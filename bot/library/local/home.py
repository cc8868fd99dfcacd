"""The local home: SQLite first, in one transaction; the index after, as far as SQLite has come."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.database import Database
from bot.errors import ArticleNotFound, IndexBehind
from bot.library.local import checkup, reading
from bot.library.local.index import Hit, Index, IndexDamaged, IndexedPassage, Marker, Replacement
from bot.library.local.records import prepare, read_published
from bot.library.local.schema import MIGRATIONS
from bot.library.local.spelling import MAX_CORRECTED, mistakes, nearest
from bot.library.local.store import Changes
from bot.model import (
    ANY_TIME,
    Article,
    Draft,
    Finding,
    Kept,
    Origin,
    Page,
    Period,
    Question,
    Retrieval,
    Shelf,
    Statistics,
    View,
    utc_day,
)
from bot.text import ANALYSIS_VERSION, Analyzer

log = logging.getLogger(__name__)

CATCH_UP_ARTICLES = 2_000
"""How many changed articles go into one commit of the index."""
QUESTION_WAIT_SECONDS = 0.25
"""How long a question waits for another process that is indexing, before it is answered from what is there."""


class LocalLibrary:
    """`bot.library.Library` in one folder. Any thread may call it; several processes may open the same folder."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        """Open the library in `folder`, and make it where there is none."""
        self._folder = folder
        self._analyzer = analyzer
        self._database = Database(folder / "library.db", MIGRATIONS)
        self._index = Index(folder)
        self._reached = self._read_reached()
        self._recut_where_outdated()

    def put(self, drafts: Sequence[Draft]) -> list[Kept]:
        prepared = [prepare(draft, self._analyzer) for draft in drafts]
        with self._database.write() as sql:
            changes = Changes(sql)
            kept = [changes.put(each) for each in prepared]
        self._index_changes()
        return kept

    def remove(self, shelf: Shelf, ids: Sequence[str]) -> None:
        with self._database.write() as sql:
            changes = Changes(sql)
            for id in ids:
                changes.remove(shelf, id)
        self._index_changes()

    def withdraw(self, shelf: Shelf, ids: Sequence[str]) -> None:
        with self._database.write() as sql:
            changes = Changes(sql)
            for id in ids:
                changes.remove(shelf, id)
                changes.forget_origin(shelf, id)
        self._index_changes()

    def restore(self, shelf: Shelf, ids: Sequence[str]) -> None:
        with self._database.write() as sql:
            changes = Changes(sql)
            for id in ids:
                changes.restore(shelf, id)
        self._index_changes()

    def article(self, view: View, id: str) -> Article:
        with self._database.read() as sql:
            number = self._number(sql, view, id)
            return reading.articles(sql, [number])[0]

    def articles(self, shelves: Sequence[Shelf], after: tuple[str, str] | None, limit: int) -> list[Article]:
        with self._database.read() as sql:
            return reading.articles(sql, reading.numbers_after(sql, shelves, after, limit))

    def sources(self, view: View, query: str, page: int, size: int) -> Page:
        with self._database.read() as sql:
            return reading.page(sql, view, query, page, size)

    def origins(self, shelf: Shelf, prefix: str) -> Sequence[Origin]:
        with self._database.read() as sql:
            return reading.origins(sql, shelf, prefix)

    def languages(self, view: View) -> Mapping[str, int]:
        with self._database.read() as sql:
            return reading.languages(sql, view)

    def search(
        self, view: View, question: Question, article: str | None = None, period: Period = ANY_TIME
    ) -> Retrieval:
        self._freshen()
        try:
            retrieval, complete = self._retrieve(view, question, article, period)
        except IndexDamaged:
            self.rebuild()
            complete = False
        if not complete:  # an article was replaced between the index and the database
            self._freshen()
            retrieval, _ = self._retrieve(view, question, article, period)
        return retrieval

    def _retrieve(self, view: View, question: Question, article: str | None, period: Period) -> tuple[Retrieval, bool]:
        """What is found, and whether the database has all that the index told of."""
        shelves = [each.name for each in view.visible]
        with self._database.read() as sql:
            corrections = self._corrections(sql, question, shelves)
            terms = question.corrected(corrections).terms
            if article is None:
                hits = self._index.search(terms, shelves, period=period)
            else:
                number = self._number(sql, view, article)
                every = reading.passage_numbers(sql, number) if reading.is_of(sql, number, period) else []
                found = self._index.search(terms, shelves, number, limit=len(every)) if every else []
                scores = dict.fromkeys(every, 0.0) | {hit.passage: hit.score for hit in found}
                hits = [Hit(passage, scores[passage]) for passage in sorted(scores, key=lambda p: -scores[p])]
            passages, sentence_terms = reading.passages(sql, view, hits), reading.sentence_terms(sql)
        statistics = Statistics(self._index.passages, self._index.frequencies(terms), sentence_terms)
        return Retrieval(passages, statistics, corrections), len(passages) == len(hits)

    def _corrections(self, sql: sqlite3.Connection, question: Question, shelves: Sequence[str]) -> dict[str, str]:
        """For the terms that these shelves hold nowhere, the nearest ones that they do, where there are any.

        A term counts that stands in a passage with another one of the question, in the question's language. Of a long
        word one mistake away, it need not stand beside anything.
        """
        held = [term for term in question.terms if self._index.held(term, shelves)]
        found: dict[str, str] = {}
        for term in [term for term in question.terms if term not in held and mistakes(term)][:MAX_CORRECTED]:
            near = self._nearest(sql, term, held, shelves, question.language)
            found |= {term: near} if near else {}
        return found

    def _nearest(
        self, sql: sqlite3.Connection, term: str, beside: Sequence[str], shelves: Sequence[str], language: str
    ) -> str | None:
        attempts: list[tuple[int, Sequence[str]]] = [(distance, beside) for distance in range(1, mistakes(term) + 1)]
        if mistakes(term) > 1:  # of a long word one mistake is enough to know it by
            attempts.insert(1, (1, ()))
        for distance, others in attempts:
            passages = self._index.resembling(term, distance, others, shelves)
            counts = reading.term_counts(sql, passages, language)
            near = nearest(term, counts, counts.__getitem__)
            if near:
                return near
        return None

    def unknown(self, view: View, terms: Sequence[str]) -> frozenset[str]:
        self._freshen()
        shelves = [each.name for each in view.visible]
        return frozenset(term for term in terms if not self._index.held(term, shelves))

    def check(self) -> Iterator[Finding]:
        yield checkup.folder(self._folder)
        yield from checkup.database(self._database)
        yield checkup.index(self._database, self._index)

    def close(self) -> None:
        self._index.close()
        self._database.close()

    def catch_up(self, timeout_seconds: float = 30.0) -> None:
        """Bring the index as far as the database has come. Raises IndexBehind."""
        if self._is_current():
            return
        with self._index.writing(timeout_seconds):
            self._index.refresh()
            self._reached = self._read_reached()
            if self._reached < 0:
                self._index.begin_again()
                self._reached = 0
            self._replay()

    def rebuild(self) -> None:
        """Throw the index away and make it anew, from the database. Raises IndexBehind."""
        log.warning("The index is damaged and is made anew.")
        with self._index.writing():
            self._index.begin_again()
            self._reached = 0
            self._replay()

    def _replay(self) -> None:
        """Index what has changed since `_reached`, as it is now."""
        while batch := self._batch_after(self._reached):
            replacements, reached = batch
            self._index.replace(replacements, Marker(self._database.value("lineage"), reached))
            self._reached = reached

    def _index_changes(self) -> None:
        """Catch up after a change."""
        try:
            self.catch_up()
        except IndexDamaged:
            self.rebuild()

    def _freshen(self) -> None:
        """Catch up before a question, and never fail it: an index that is behind still answers."""
        try:
            self.catch_up(QUESTION_WAIT_SECONDS)
        except IndexDamaged:
            self.rebuild()
        except IndexBehind as exc:
            log.info("This question is answered from what is indexed so far: %s", exc)

    def _is_current(self) -> bool:
        change = self._database.value("change")
        if self._reached != change:
            self._index.refresh()
            self._reached = self._read_reached()
        return self._reached == change

    def _read_reached(self) -> int:
        """The change that the index has reached: 0 for an empty one, -1 for one that is of another database."""
        try:
            marker = self._index.marker
        except IndexDamaged:
            return -1
        if marker is None:
            return 0
        ours = marker.lineage == self._database.value("lineage")
        return marker.reached if ours and marker.reached <= self._database.value("change") else -1

    def _batch_after(self, reached: int) -> tuple[list[Replacement], int] | None:
        """The next changed articles as they are now, and the number of the last change among them."""
        with self._database.read() as sql:
            rows = sql.execute(
                "SELECT number, shelf, published, removed IS NULL, change FROM article"
                " WHERE change > ? ORDER BY change LIMIT ?",
                (reached, CATCH_UP_ARTICLES),
            ).fetchall()
            if not rows:
                return None
            replacements = [
                Replacement(
                    number,
                    shelf,
                    utc_day(read_published(published)),
                    self._indexed_passages(sql, number) if live else (),
                )
                for number, shelf, published, live, _ in rows
            ]
        return replacements, rows[-1][4]

    def _indexed_passages(self, sql: sqlite3.Connection, article: int) -> tuple[IndexedPassage, ...]:
        rows = sql.execute("SELECT number, terms, title_terms FROM passage WHERE article = ?", (article,))
        return tuple(IndexedPassage(*row) for row in rows)

    def _number(self, sql: sqlite3.Connection, view: View, id: str) -> int:
        number = reading.number(sql, view, id)
        if number is None:
            raise ArticleNotFound(id, view.name)
        return number

    def _recut_where_outdated(self) -> None:
        """Cut and analyse every article again, in one transaction, when the text room has changed."""
        if self._database.value("analysis") == ANALYSIS_VERSION:
            return
        with self._database.write() as sql:
            numbers = [row[0] for row in sql.execute("SELECT number FROM article ORDER BY number").fetchall()]
            for number in numbers:
                Changes(sql).recut(number, prepare(reading.draft(sql, number), self._analyzer))
            sql.execute("UPDATE state SET value = ? WHERE name = 'analysis'", (ANALYSIS_VERSION,))
        self._index_changes()
