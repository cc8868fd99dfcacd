"""The index follows the database: whatever changed since the index was written is written into it again."""

import contextlib
import logging
import sqlite3
from dataclasses import dataclass

from bot.database import Database
from bot.errors import BotError, IndexBehind
from bot.library.local.index import Index, IndexDamaged, IndexedPassage, Marker, Replacement
from bot.library.local.records import read_published
from bot.model import utc_day

log = logging.getLogger(__name__)

CATCH_UP_ARTICLES = 2_000
"""How many changed articles go into one commit of the index."""
QUESTION_WAIT_SECONDS = 0.25
"""How long a question waits for another process that is indexing, before it is answered from what is there."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The next changes, as the database is now."""

    forgotten: dict[int, str]  # change -> shelf that was deleted then; what is there of it now was added later
    replacements: list[Replacement]
    reached: int  # the number of the last change among them


class Follower:
    """Brings the index as far as the database has come."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index
        self._reached = self._read_reached()

    def catch_up(self, timeout_seconds: float = 30.0) -> None:
        """Bring the index as far as the database has come; make it anew where it is damaged. Raises IndexBehind."""
        try:
            self._catch_up(timeout_seconds)
        except IndexDamaged:
            self.rebuild()

    def freshen(self) -> None:
        """Catch up before a question, and never fail it: an index that is behind still answers."""
        try:
            self._catch_up(QUESTION_WAIT_SECONDS)
        except IndexDamaged:
            self.rebuild()
        except IndexBehind as exc:
            log.info("This question is answered from what is indexed so far: %s", exc)

    def rebuild(self) -> None:
        """Throw the index away and make it anew, from the database. Raises IndexBehind."""
        log.warning("The index is damaged and is made anew.")
        with self._index.writing():
            self._index.begin_again()
            self._reached = 0
            self._replay()

    def _catch_up(self, timeout_seconds: float) -> None:
        if self._is_current():
            return
        with self._index.writing(timeout_seconds):
            self._index.refresh()
            self._reached = self._read_reached()
            if self._reached < 0:
                self._index.begin_again()
                self._reached = 0
            self._replay()

    def _replay(self) -> None:
        """Index what has changed since `_reached`, as it is now."""
        while batch := self._batch_after(self._reached):
            forgotten = [shelf for change, shelf in batch.forgotten.items() if change > self._reached]
            marker = Marker(self._database.value("lineage"), batch.reached)
            self._index.replace(batch.replacements, marker, forgotten)
            self._reached = batch.reached
            if batch.forgotten:
                self._drop_forgotten(batch.reached)

    def _drop_forgotten(self, reached: int) -> None:
        """No longer tell the index of shelves that it has deleted. What fails here is done after the next change."""
        with contextlib.suppress(BotError), self._database.write() as sql:
            last = sql.execute("SELECT max(change) FROM forgotten WHERE change <= ?", (reached,)).fetchone()[0]
            if last is not None:  # no other process was first
                sql.execute("UPDATE state SET value = ? WHERE name = 'forgotten'", (last,))
                sql.execute("DELETE FROM forgotten WHERE change <= ?", (last,))

    def behind(self) -> int:
        """How many changes the index hasn't reached; all of them where it is another database's."""
        change = self._database.value("change")
        return 0 if self._is_current() else change - max(self._reached, 0)

    def _is_current(self) -> bool:
        change = self._database.value("change")
        if self._reached != change:
            self._index.refresh()
            self._reached = self._read_reached()
        return self._reached == change

    def _read_reached(self) -> int:
        """The change that the index has reached: 0 for an empty one, -1 for one that can't be brought up to date.

        That is one of another database, or an older one that holds a shelf of which nothing is known any more.
        """
        try:
            marker = self._index.marker
        except IndexDamaged:
            return -1
        if marker is None:
            return 0
        ours = marker.lineage == self._database.value("lineage")
        known = self._database.value("forgotten") <= marker.reached <= self._database.value("change")
        return marker.reached if ours and known else -1

    def _batch_after(self, reached: int) -> Batch | None:
        """What comes next, or None where the index has come as far as the database."""
        with self._database.read() as sql:
            change = sql.execute("SELECT value FROM state WHERE name = 'change'").fetchone()[0]
            if reached == change:
                return None
            forgotten = dict(sql.execute("SELECT change, shelf FROM forgotten").fetchall())
            rows = sql.execute(
                "SELECT number, shelf, published, removed IS NULL, change FROM article"
                " WHERE change > ? ORDER BY change LIMIT ?",
                (reached, CATCH_UP_ARTICLES),
            ).fetchall()
            replacements = [
                Replacement(number, shelf, utc_day(read_published(published)), passages(sql, number) if live else ())
                for number, shelf, published, live, _ in rows
            ]
        return Batch(forgotten, replacements, rows[-1][4] if len(rows) == CATCH_UP_ARTICLES else change)


def passages(sql: sqlite3.Connection, article: int) -> tuple[IndexedPassage, ...]:
    """What the index is told of an article's passages."""
    rows = sql.execute("SELECT number, terms, title_terms FROM passage WHERE article = ?", (article,))
    return tuple(IndexedPassage(*row) for row in rows)
