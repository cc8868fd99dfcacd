"""The index: tantivy in a folder, derived from SQLite, and always rebuildable.

It gets terms that are already made, and a document a passage. Each commit carries the number of the last change, and
the lineage of the database that it was made from, in a document of its own (the marker): so it says how far it is.
"""

import logging
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy
from filelock import FileLock, Timeout
from tantivy import FieldType, Occur, Query

from bot.errors import IndexBehind, Phrase
from bot.library import PASSAGES
from bot.model import ANY_TIME, Period

log = logging.getLogger(__name__)

FOLDER = "index-2"
"""Its number is that of the fields below: another one makes a new folder."""
OLDER_FOLDERS = ("index-1",)
WRITER_HEAP_BYTES = 64 * 2**20
LOCK_SECONDS = 30.0
TITLE_WEIGHT = 0.3
"""Of a term in the title, against the same term in the passage. Calibrated on held-out questions."""
MAX_ARTICLE_PASSAGES = 100_000
IN_THE_WAY = re.compile(r'FileAlreadyExists\("([\w.-]+)"\)')  # a file that tantivy wants to make, so it is none of its


@dataclass(frozen=True, slots=True)
class Marker:
    """How far a commit has come: `reached` is the number of its last change."""

    lineage: int
    reached: int


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What the index is told of a passage."""

    number: int
    terms: str
    title_terms: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """What the index shall hold of an article from now on: no passages where it was removed."""

    article: int
    shelf: str
    published: date | None  # the day in UTC
    passages: tuple[IndexedPassage, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    passage: int
    score: float


class Index:
    """One tantivy index. Reads go on while another thread or process writes; writers wait for each other."""

    def __init__(self, folder: Path) -> None:
        """Open the index, or begin an empty one where there is none that can be read."""
        self._path = folder / FOLDER
        self._lock = FileLock(folder / "index.lock")
        self._schema = make_schema()
        self._index = self._open()

    @property
    def marker(self) -> Marker | None:
        """The marker of the newest commit that `refresh` has seen; None for an empty index."""
        with translated():
            searcher = self._index.searcher()
            hits = searcher.search(Query.exists_query("reached"), 1, count=False).hits
            if not hits:
                return None
            addresses = [address for _, address in hits]
            [lineage] = searcher.fast_field_values("lineage", addresses)
            [reached] = searcher.fast_field_values("reached", addresses)
        return Marker(int(lineage or 0), int(reached or 0))

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        return max(0, self._index.searcher().num_docs - 1)

    def refresh(self) -> None:
        """See what was committed since, by whomever."""
        try:
            with translated():
                self._index.reload()
        except IndexBehind:
            self._index = self._open()

    def close(self) -> None:
        """Let go of the files: what is left is an empty index in memory."""
        self._index = tantivy.Index(self._schema)

    @contextmanager
    def writing(self, timeout_seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Keep other writers out, those of other processes too. Raises IndexBehind."""
        try:
            self._lock.acquire(timeout=timeout_seconds)
        except Timeout as exc:
            raise IndexBehind(Phrase("another process has been indexing for too long")) from exc
        except OSError as exc:
            raise IndexBehind(exc.strerror or str(exc)) from exc
        try:
            yield
        finally:
            self._lock.release()

    def replace(self, replacements: Sequence[Replacement], marker: Marker, forgotten: Sequence[str] = ()) -> None:
        """Commit what the articles hold now, together with the marker. Only within `writing`.

        Whatever stands on a shelf that is `forgotten` is deleted before. It leaves the files when tantivy merges them.
        """
        try:
            self._commit(replacements, marker, forgotten)
        except IndexBehind as exc:
            if not (left := IN_THE_WAY.search(str(exc))):
                raise  # else a kill has left it, and two processes have written over each other's lists of files
            (self._path / left[1]).unlink()
            self.replace(replacements, marker, forgotten)

    def _commit(self, replacements: Sequence[Replacement], marker: Marker, forgotten: Sequence[str]) -> None:
        with translated():
            writer = self._index.writer(WRITER_HEAP_BYTES, 1)
            try:
                writer.garbage_collect_files()  # what a kill has left has names that this commit takes again
                for shelf in forgotten:
                    writer.delete_documents_by_term("shelf", shelf)
                self._write(writer, replacements)
                writer.delete_documents_by_query(Query.exists_query("reached"))
                writer.add_document(self._document(lineage=marker.lineage, reached=marker.reached))
                writer.commit()
            finally:
                writer.wait_merging_threads()  # which lets go of tantivy's lock too
            self.refresh()

    def _write(self, writer: tantivy.IndexWriter, replacements: Iterable[Replacement]) -> None:
        for replacement in replacements:
            writer.delete_documents_by_term("article", replacement.article)
            day = {} if replacement.published is None else {"day": replacement.published.toordinal()}
            for passage in replacement.passages:
                writer.add_document(
                    self._document(
                        shelf=replacement.shelf,
                        article=replacement.article,
                        passage=passage.number,
                        terms=passage.terms,
                        title=passage.title_terms,
                        **day,
                    )
                )

    def begin_again(self) -> None:
        """Throw all of it away. Only within `writing`."""
        shutil.rmtree(self._path, ignore_errors=True)
        self._index = self._open()

    def search(
        self,
        terms: Sequence[str],
        shelves: Sequence[str],
        article: int | None = None,
        period: Period = ANY_TIME,
        limit: int = PASSAGES,
    ) -> list[Hit]:
        """The passages of these shelves, and of this period, that hold any of the terms, best first, by BM25."""
        if not terms:
            return []
        matches = [(Occur.Should, self._term("terms", term)) for term in terms]
        matches += [(Occur.Should, Query.boost_query(self._term("title", term), TITLE_WEIGHT)) for term in terms]
        clauses = [(Occur.Must, self._on(shelves)), (Occur.Must, Query.boolean_query(matches))]
        if article is not None:
            only = Query.term_query(self._schema, "article", article)
            clauses.append((Occur.Must, Query.const_score_query(only, 0.0)))
        if period:
            clauses.append((Occur.Must, self._of(period)))
        with translated():
            searcher = self._index.searcher()
            hits = searcher.search(Query.boolean_query(clauses), limit, count=False).hits
            numbers = searcher.fast_field_values("passage", [address for _, address in hits])
        return [Hit(int(number or 0), float(score)) for (score, _), number in zip(hits, numbers, strict=True)]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term stands; those removed since the last merge of segments included."""
        with translated():
            searcher = self._index.searcher()
            return {term: searcher.doc_freq("terms", term) for term in terms}

    def resembling(self, term: str, distance: int, beside: Sequence[str], shelves: Sequence[str]) -> list[int]:
        """Numbers of passages of these shelves that hold a term so few edits away, and any of those `beside` it."""
        clauses = [(Occur.Must, self._on(shelves))]
        clauses.append((Occur.Must, Query.fuzzy_term_query(self._schema, "terms", term, distance=distance)))
        if beside:
            clauses.append(
                (Occur.Must, Query.boolean_query([(Occur.Should, self._term("terms", each)) for each in beside]))
            )
        query = Query.boolean_query(clauses)
        with translated():
            searcher = self._index.searcher()
            hits = searcher.search(query, PASSAGES, count=False).hits
            numbers = searcher.fast_field_values("passage", [address for _, address in hits])
        return [int(number or 0) for number in numbers]

    def held(self, term: str, shelves: Sequence[str]) -> bool:
        """Whether a passage of these shelves holds the term, or has it in its title."""
        either = [(Occur.Should, self._term("terms", term)), (Occur.Should, self._term("title", term))]
        query = Query.boolean_query([(Occur.Must, self._on(shelves)), (Occur.Must, Query.boolean_query(either))])
        with translated():
            return bool(self._index.searcher().search(query, 1, count=False).hits)

    def _on(self, shelves: Sequence[str]) -> Query:
        # Not a term_set_query: measured, it takes twice as long.
        any_of = [(Occur.Should, Query.term_query(self._schema, "shelf", shelf)) for shelf in shelves]
        return Query.const_score_query(Query.boolean_query(any_of), 0.0)

    def _of(self, period: Period) -> Query:
        """What was published then: nothing without a date. Measured over 500,000 passages, 2 ms at the most."""
        after, before = (None if day is None else day.toordinal() for day in (period.after, period.before))
        days = Query.range_query(
            self._schema, "day", FieldType.Integer, after, before, include_lower=True, include_upper=before is None
        )
        return Query.const_score_query(days, 0.0)

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, index_option="freq")

    def _document(self, **values: str | int) -> tantivy.Document:
        return tantivy.Document.from_dict(values, self._schema)

    def _open(self) -> tantivy.Index:
        try:
            with translated():
                return self._open_files()
        except IndexBehind as exc:
            log.warning("The index can't be read and is made anew: %s", exc.reason)
            shutil.rmtree(self._path, ignore_errors=True)
            with translated():
                return self._open_files()

    def _open_files(self) -> tantivy.Index:
        if not self._path.exists():
            for older in OLDER_FOLDERS:
                shutil.rmtree(self._path.with_name(older), ignore_errors=True)
        self._path.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self._schema, str(self._path))
        index.config_reader("manual")
        index.searcher()
        return index


def make_schema() -> tantivy.Schema:
    """The fields of a passage, and the two of the marker. Their number is in FOLDER."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("shelf", tokenizer_name="raw", index_option="basic")
    # Not unsigned: deleting by a term of an unsigned field deletes nothing, silently (tantivy-py 0.27).
    builder.add_integer_field("article", indexed=True)
    builder.add_integer_field("passage", fast=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("day", fast=True)  # of publication, by `date.toordinal`; none where it isn't known
    builder.add_integer_field("lineage", fast=True)
    builder.add_integer_field("reached", fast=True, indexed=True)
    return builder.build()


class IndexDamaged(IndexBehind):
    """tantivy can't make sense of its files: they can be made anew. Stays within this home."""


DAMAGE = ("corrupt", "does not exist", "DoesNotExist", "panic", "footer", "checksum", "magic", "EOF", "version")
"""What tantivy 0.27 says of damaged or missing files; a full disk or a missing permission reads otherwise."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise tantivy's and the operating system's errors as ours, its panics too. Raises IndexBehind, IndexDamaged."""
    try:
        yield
    except (ValueError, RuntimeError, OSError) as exc:
        damaged = any(word.casefold() in str(exc).casefold() for word in DAMAGE)
        raise (IndexDamaged if damaged else IndexBehind)(str(exc)) from exc
    except BaseException as exc:
        if type(exc).__name__ == "PanicException":  # of Rust: no class to name, and no Exception
            raise IndexDamaged(f"panic: {exc}") from exc
        raise
