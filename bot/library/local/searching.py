"""Questions asked of the index, answered with passages of the database; and what a mistyped word is taken for."""

import sqlite3
from collections.abc import Sequence

from bot.database import Database
from bot.library.local import reading
from bot.library.local.following import Follower
from bot.library.local.index import Hit, Index, IndexDamaged
from bot.library.local.spelling import MAX_CORRECTED, mistakes, nearest
from bot.model import Period, Question, Retrieval, Statistics, View


class Searcher:
    """Searches in an index that follows its database."""

    def __init__(self, database: Database, index: Index, follower: Follower) -> None:
        self._database = database
        self._index = index
        self._follower = follower

    def search(self, view: View, question: Question, article: str | None, period: Period) -> Retrieval:
        """See `bot.library.Library.search`."""
        self._follower.freshen()
        try:
            retrieval, complete = self._retrieve(view, question, article, period)
        except IndexDamaged:
            self._follower.rebuild()
            complete = False
        if not complete:  # an article was replaced between the index and the database
            self._follower.freshen()
            retrieval, _ = self._retrieve(view, question, article, period)
        return retrieval

    def unknown(self, view: View, terms: Sequence[str]) -> frozenset[str]:
        """See `bot.library.Library.unknown`."""
        self._follower.freshen()
        shelves = [each.name for each in view.visible]
        return frozenset(term for term in terms if not self._index.held(term, shelves))

    def _retrieve(self, view: View, question: Question, article: str | None, period: Period) -> tuple[Retrieval, bool]:
        """What is found, and whether the database has all that the index told of."""
        shelves = [each.name for each in view.visible]
        with self._database.read() as sql:
            corrections = self._corrections(sql, question, shelves)
            terms = question.corrected(corrections).terms
            if article is None:
                hits = self._index.search(terms, shelves, period=period)
            else:
                number = reading.number(sql, view, article)
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
