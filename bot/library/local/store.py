"""Articles in SQLite: what changes them, within one transaction each."""

import secrets
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.errors import ArticleNotFound, DuplicateArticle, ShelfShared
from bot.library.local import lists, reading, twins, versions
from bot.library.local.records import Prepared, ends, source_values, storable
from bot.model import SHARED, Act, Kept, Outcome, Shelf, View, source_key

ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Without what is mistaken for something else when it is read out or typed."""
ID_LENGTH = 8
ADD_TO_TOTAL = (
    "INSERT INTO total VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " articles = articles + excluded.articles, passages = passages + excluded.passages,"
    " sentences = sentences + excluded.sentences, terms = terms + excluded.terms"
)


class Changes:
    """What one write transaction changes, and who does.

    Each changed article gets the next number of the library's count, and an entry of that number in the journal.
    """

    def __init__(self, connection: sqlite3.Connection, by: str = "") -> None:
        self._sql = connection
        self._by = storable(by)
        self._now = datetime.now(UTC)

    def put(self, prepared: Prepared, view: View) -> Kept:
        """Insert or replace one article; see `bot.library.Library.put`."""
        draft = prepared.draft
        there = reading.standing(self._sql, draft)
        number, id, removed = there or (0, draft.id or "", False)
        twin = self._twin(prepared, view, id)
        if twin and (there is None or twin != (id, draft.shelf.name)):
            return Kept(twin[0], Shelf(twin[1]), Outcome.DUPLICATE, prepared.sentence_count)
        if there is None:
            id = id or self._new_id(draft.shelf)
            number = self._insert(id, prepared)
        elif not removed and self._same(number, prepared):
            return Kept(id, draft.shelf, Outcome.UNCHANGED, prepared.sentence_count)
        else:
            self._replace(number, not removed, prepared)
        outcome = Outcome.UPDATED if there else Outcome.ADDED
        alike = lists.sources(self._sql, twins.resembling(self._sql, view, prepared.sketch, number))
        return Kept(id, draft.shelf, outcome, prepared.sentence_count, alike)

    def remove(self, shelf: Shelf, id: str) -> None:
        """Take an article off its shelf; its text stays until it is restored or replaced."""
        number, removed = self._find(shelf, id) or (0, self._now)
        if removed is not None:
            raise ArticleNotFound(id, shelf.name)
        self._count(number, -1)
        self._sql.execute(
            "UPDATE article SET removed = ?, change = ? WHERE number = ?",
            (self._now.isoformat(), self._next_change(), number),
        )
        self._write_entry(Act.REMOVED, number)

    def forget_origin(self, shelf: Shelf, id: str) -> None:
        """No longer say which file an article was read from."""
        self._sql.execute(
            "UPDATE article SET origin = NULL, origin_digest = NULL WHERE shelf = ? AND id = ?",
            (shelf.name, storable(id)),
        )

    def restore(self, view: View, id: str) -> None:
        """Put a removed article back on the view's own shelf. Nothing happens to one that is there."""
        shelf = view.visible[0]
        found = self._find(shelf, id)
        if found is None:
            raise ArticleNotFound(id, shelf.name)
        number, removed = found
        if removed is None:
            return
        twin = self._sql.execute(
            "SELECT b.id, b.shelf FROM article a JOIN article b USING (text_digest)"
            " WHERE a.number = ? AND b.shelf IN (?, ?) AND b.removed IS NULL",
            (number, *ends(view)),
        ).fetchone()
        if twin:
            raise DuplicateArticle(*twin)
        self._sql.execute(
            "UPDATE article SET removed = NULL, change = ? WHERE number = ?", (self._next_change(), number)
        )
        self._count(number, +1)
        self._write_entry(Act.RESTORED, number)

    def forget(self, shelf: Shelf) -> int:
        """Delete all that there is of a server's shelf. Gives the number of its articles, removed ones too."""
        if shelf == SHARED:
            raise ShelfShared
        for table in ("passage", "version", "band"):
            self._sql.execute(
                f"DELETE FROM {table} WHERE article IN (SELECT number FROM article WHERE shelf = ?)", (shelf.name,)
            )
        deleted = self._sql.execute("DELETE FROM article WHERE shelf = ?", (shelf.name,)).rowcount
        self._sql.execute("DELETE FROM total WHERE shelf = ?", (shelf.name,))
        self._sql.execute("DELETE FROM journal WHERE shelf = ?", (shelf.name,))
        if deleted:
            self._sql.execute("INSERT INTO letters (letters) VALUES ('optimize')")  # rewrites what held the titles
            self._sql.execute("INSERT INTO forgotten VALUES (?, ?)", (self._next_change(), shelf.name))
        return deleted

    def recut(self, number: int, prepared: Prepared) -> None:
        """Make an article's passages again, when the text room has learned to do it better."""
        live = self._sql.execute("SELECT removed IS NULL FROM article WHERE number = ?", (number,)).fetchone()[0]
        if live:
            self._count(number, -1)
        self._sql.execute("DELETE FROM passage WHERE article = ?", (number,))
        self._insert_passages(number, prepared)
        if live:
            self._count(number, +1)
        self._sketch_again(number, prepared)
        self._sql.execute("UPDATE article SET change = ? WHERE number = ?", (self._next_change(), number))

    def _find(self, shelf: Shelf, id: str) -> tuple[int, str | None] | None:
        """(number, removed) of an article of this very shelf."""
        row: tuple[int, str | None] | None = self._sql.execute(
            "SELECT number, removed FROM article WHERE shelf = ? AND id = ?", (shelf.name, storable(id))
        ).fetchone()
        return row

    def _twin(self, prepared: Prepared, view: View, id: str) -> tuple[str, str] | None:
        """(id, shelf) of the article that `view` sees with the same text; the one of this id on its shelf first."""
        row: tuple[str, str] | None = self._sql.execute(
            "SELECT id, shelf FROM article WHERE text_digest = ? AND shelf IN (?, ?) AND removed IS NULL"
            " ORDER BY id = ? AND shelf = ? DESC LIMIT 1",
            (prepared.text_digest, *ends(view), storable(id), prepared.draft.shelf.name),
        ).fetchone()
        return row

    def _new_id(self, shelf: Shelf) -> str:
        while True:
            id = "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))
            if self._find(shelf, id) is None:
                return id

    def _same(self, number: int, prepared: Prepared) -> bool:
        """Whether the article holds all that the draft says."""
        values = said(prepared, self._now)
        where = " AND ".join(f"{name} IS ?" for name in values)
        return bool(
            self._sql.execute(
                f"SELECT 1 FROM article WHERE number = ? AND {where}", (number, *values.values())
            ).fetchone()
        )

    def _insert(self, id: str, prepared: Prepared) -> int:
        values = source_values(prepared, self._now) | {
            "id": id,
            "shelf": prepared.draft.shelf.name,
            "key": source_key(prepared.draft.shelf.name, id),
            "added_by": self._by,
            "change": self._next_change(),
        }
        number = self._sql.execute(
            f"INSERT INTO article ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
            tuple(values.values()),
        ).lastrowid
        assert number is not None
        self._insert_passages(number, prepared)
        twins.insert(self._sql, number, prepared.draft.shelf.name, prepared.sketch)
        self._count_in(prepared)
        self._write_entry(Act.ADDED, number)
        return number

    def _replace(self, number: int, live: bool, prepared: Prepared) -> None:
        if live:
            self._count(number, -1)
        change = self._next_change()
        values = said(prepared, self._now) | {"removed": None, "change": change}
        if self._text_digest(number) != prepared.text_digest:
            versions.keep(self._sql, number, change, self._now, self._by)
            values = {"updated": self._now.isoformat()} | values
        self._sketch_again(number, prepared)
        self._sql.execute("DELETE FROM passage WHERE article = ?", (number,))
        self._sql.execute(
            f"UPDATE article SET {', '.join(f'{name} = ?' for name in values)} WHERE number = ?",
            (*values.values(), number),
        )
        self._insert_passages(number, prepared)
        self._count_in(prepared)
        self._write_entry(Act.UPDATED, number)

    def _text_digest(self, number: int) -> str:
        row = self._sql.execute("SELECT text_digest FROM article WHERE number = ?", (number,)).fetchone()
        return str(row[0])

    def _sketch_again(self, number: int, prepared: Prepared) -> None:
        """Have an article looked up by the sketch of another text, or of the same one in another language."""
        twins.delete(self._sql, number)
        self._sql.execute("UPDATE article SET sketch = ? WHERE number = ?", (prepared.sketch, number))
        twins.insert(self._sql, number, prepared.draft.shelf.name, prepared.sketch)

    def _write_entry(self, act: Act, number: int) -> None:
        """Write into the journal what has been done to an article, under the number of this change."""
        self._sql.execute(
            "INSERT INTO journal (shelf, change, moment, by_whom, act, id, title)"
            " SELECT shelf, change, ?, ?, ?, id, title FROM article WHERE number = ?",
            (self._now.isoformat(), self._by, act.value, number),
        )

    def _insert_passages(self, number: int, prepared: Prepared) -> None:
        self._sql.executemany(
            "INSERT INTO passage (article, start, text, sentences, terms, title_terms, pages)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, p.start, p.text, p.sentences, p.terms, p.title_terms, p.pages) for p in prepared.passages],
        )

    def _count(self, number: int, sign: int) -> None:
        """Add an article to the totals of its shelf and language, or take it from them."""
        shelf, language = self._sql.execute(
            "SELECT shelf, language FROM article WHERE number = ?", (number,)
        ).fetchone()
        rows: Sequence[tuple[str, str]] = self._sql.execute(
            "SELECT sentences, terms FROM passage WHERE article = ?", (number,)
        ).fetchall()
        sentences = sum(len(spans.split()) // 2 for spans, _ in rows)
        words = sum(len(terms.split()) for _, terms in rows)
        self._sql.execute(ADD_TO_TOTAL, (shelf, language, sign, sign * len(rows), sign * sentences, sign * words))

    def _count_in(self, prepared: Prepared) -> None:
        """Add an article to the totals that has just been made."""
        draft, passages = prepared.draft, len(prepared.passages)
        self._sql.execute(
            ADD_TO_TOTAL,
            (draft.shelf.name, draft.language, 1, passages, prepared.sentence_count, prepared.term_count),
        )

    def _next_change(self) -> int:
        return int(
            self._sql.execute("UPDATE state SET value = value + 1 WHERE name = 'change' RETURNING value").fetchone()[0]
        )


def said(prepared: Prepared, now: datetime) -> dict[str, object]:
    """The columns that the draft says something of: when it was added and updated, and from which file it is, it may
    not know."""
    values: dict[str, object] = source_values(prepared, now)
    unsaid = [name for name in ("added", "updated") if getattr(prepared.draft, name) is None]
    unsaid += ["origin", "origin_digest"] if prepared.draft.origin is None else []
    return {name: value for name, value in values.items() if name not in unsaid}
