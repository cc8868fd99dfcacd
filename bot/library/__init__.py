"""Here is an id: give me the article. Here are terms: give me passages.

The protocol is the seam between the bot and where its articles live. It suits a remote home: a question is
one call, changes come in batches, lists come in pages, and nothing stays open between two calls. It stores
what intake has made of an article; it reads no files and words nothing for people.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from bot.model import ANY_TIME, Article, Draft, Finding, Kept, Origin, Page, Period, Question, Retrieval, Shelf, View

__all__ = ["PASSAGES", "Library"]

PASSAGES = 50
"""How many passages feed the sentence stage. On real questions the right sentence is in the first 50 for
98.8 to 99.3 %, in the first 20 for 97.5 %."""


class Library(Protocol):
    """Articles on shelves. Safe to call from several threads, and from several processes on one home.

    Every call may raise the errors below `bot.errors.Broken`.
    """

    def put(self, drafts: Sequence[Draft]) -> list[Kept]:
        """Keep the drafts, in one transaction; they are durable and searchable on return.

        A draft whose id is on its shelf replaces that article (and brings it back, when it was removed). One
        whose text another visible article holds is not kept. Raises IndexBehind when they are kept but can't
        be searched yet.
        """

    def remove(self, shelf: Shelf, ids: Sequence[str]) -> None:
        """Take articles off one shelf; all or none. Raises ArticleNotFound, IndexBehind."""

    def withdraw(self, shelf: Shelf, ids: Sequence[str]) -> None:
        """As `remove`, and forget which files they were read from: one that comes back counts as new."""

    def restore(self, shelf: Shelf, ids: Sequence[str]) -> None:
        """Bring removed articles back; all or none. Raises ArticleNotFound, DuplicateArticle, IndexBehind."""

    def article(self, view: View, id: str) -> Article:
        """The article that `view` sees under this id, its own shelf's first. Raises ArticleNotFound."""

    def articles(self, shelves: Sequence[Shelf], after: tuple[str, str] | None, limit: int) -> list[Article]:
        """Up to `limit` articles in the order of (shelf, id), those behind `after`; all shelves where none is named."""

    def sources(self, view: View, query: str, page: int, size: int) -> Page:
        """What `view` sees whose title or source holds each word of `query`: the newest first, page 1 first."""

    def origins(self, shelf: Shelf, prefix: str) -> Sequence[Origin]:
        """Where the articles of this very shelf come from, removed ones too, whose origin starts with `prefix`."""

    def languages(self, view: View) -> Mapping[str, int]:
        """language -> number of articles that `view` sees, the most frequent first."""

    def search(
        self, view: View, question: Question, article: str | None = None, period: Period = ANY_TIME
    ) -> Retrieval:
        """The best PASSAGES passages that `view` sees, of articles of this period, that hold a term of the question.

        With `article`, an id: every passage of that article, those without a match with a score of 0; none where
        it is not of the period. Raises ArticleNotFound. The statistics are those of the whole library.
        """

    def unknown(self, view: View, terms: Sequence[str]) -> frozenset[str]:
        """Those of `terms` that no article visible to `view` holds."""

    def check(self) -> Iterator[Finding]:
        """Whether all is in order: the folder, the database, the index."""

    def close(self) -> None:
        """Let go of files and memory. Nothing is lost without it."""
