"""Here is an id: give me the article. Here are terms: give me passages.

The protocol is the seam between the bot and where its articles live. It suits a remote home: a question is
one call, changes come in batches, lists come in pages, and nothing stays open between two calls. It stores
what intake has made of an article; it reads no files and words nothing for people.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

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

__all__ = ["PASSAGES", "Library"]

PASSAGES = 50
"""How many passages feed the sentence stage. On real questions the right sentence is in the first 50 for
98.8 to 99.3 %, in the first 20 for 97.5 %."""


class Library(Protocol):
    """Articles on shelves. Safe to call from several threads, and from several processes on one home.

    Who changes something is named in `by`, a short text such as `discord:80351110224678912`, `terminal` or `corpus`;
    the change and its entry in the shelf's journal are one transaction. Where a shelf's own articles and the shared
    ones are seen, the own stand before the shared. Every call may raise the errors below `bot.errors.Broken`.
    """

    def put(self, drafts: Sequence[Draft], by: str = "", view: View | None = None) -> list[Kept]:
        """Keep the drafts, in one transaction; they are durable and searchable on return.

        A draft whose id is on its shelf replaces that article (and brings it back, when it was removed). One without
        an id replaces the article that is there with the same page (see `page_address`), the first of several. One
        whose text another article holds that `view` sees is not kept. What only resembles others is kept all the same,
        and says so. When a text is replaced, the old one is kept as a version, the last 20 at the most.

        The view is one from the drafts' own shelf, else ValueError is raised; without it, each shelf sees what it
        usually does. Raises IndexBehind when the drafts are kept but can't be searched yet.
        """

    def standing(self, draft: Draft) -> Sequence[Source]:
        """The article in whose place the draft would stand, one or none; a removed one isn't named."""

    def resembling(self, view: View, draft: Draft) -> Sequence[Source]:
        """Up to 5 articles that `view` sees with the draft's text or nearly that, but for the one that it replaces.

        The likest come first. That is 0.9 of the shingles of three terms, estimated; see `bot.text.sketches`.
        """

    def remove(self, shelf: Shelf, ids: Sequence[str], by: str = "") -> None:
        """Take articles off one shelf; all or none. Raises ArticleNotFound, IndexBehind."""

    def withdraw(self, shelf: Shelf, ids: Sequence[str], by: str = "") -> None:
        """As `remove`, and forget which files they were read from: one that comes back counts as new."""

    def restore(self, view: View, ids: Sequence[str], by: str = "") -> None:
        """Bring removed articles back to the view's own shelf; all or none. One that is there stays as it is.

        Raises ArticleNotFound, DuplicateArticle where `view` sees the text in another article, IndexBehind.
        """

    def forget(self, shelf: Shelf) -> int:
        """Delete all that there is of a server's shelf for good, removed articles, versions and the journal too.

        Gives the number of articles. In a crash all of it or nothing is deleted. Raises ShelfShared for the shared
        shelf; IndexBehind when all is deleted and not found any more, but the index has not let go of it yet.
        """

    def article(self, view: View, id: str) -> Article:
        """The article that `view` sees under this id, its own shelf's first. Raises ArticleNotFound."""

    def recall(self, view: View, keys: Sequence[str]) -> Mapping[str, Article]:
        """key -> the article that `view` sees under it (see `Source.key`), for those keys that name one.

        Of two articles with the same key it is that of the own shelf, then the one that was added first.
        """

    def versions(self, view: View, id: str) -> Sequence[Version]:
        """What the article that `view` sees under this id said before, the newest first. Raises ArticleNotFound."""

    def articles(self, shelves: Sequence[Shelf], after: tuple[str, str] | None, limit: int) -> list[Article]:
        """Up to `limit` articles in the order of (shelf, id), those behind `after`; all shelves where none is named."""

    def sources(self, view: View, query: str, page: int, size: int, order: Order = Order.ADDED) -> Page:
        """What `view` sees whose title or source holds each word of `query`, in this order; page 1 first."""

    def suggest(self, view: View, query: str, limit: int) -> Sequence[Source]:
        """Up to `limit` of what `sources` would list, for somebody who is typing; a few milliseconds, whatever it is.

        Those whose title begins with the query come first; then, in either part, the newest. Where no word has three
        letters, those that don't begin with the query may be sought among the newest articles alone.
        """

    def removed(self, shelf: Shelf, query: str, limit: int) -> Sequence[Source]:
        """Up to `limit` removed articles of this very shelf that hold each word of `query`, the last removed first."""

    def journal(self, shelf: Shelf, page: int, size: int) -> JournalPage:
        """Who added, updated, removed and restored what on this very shelf, the newest first; page 1 first."""

    def origins(self, shelf: Shelf, prefix: str) -> Sequence[Origin]:
        """Where the articles of this very shelf come from, removed ones too, whose origin starts with `prefix`."""

    def languages(self, view: View) -> Mapping[str, int]:
        """language -> number of articles that `view` sees, the most frequent first."""

    def totals(self, view: View) -> Totals:
        """How much `view` sees, in which languages, and of which dates."""

    def search(
        self, view: View, question: Question, article: str | None = None, period: Period = ANY_TIME
    ) -> Retrieval:
        """The best PASSAGES passages that `view` sees, of articles of this period, that hold a term of the question.

        With `article`, an id: every passage of that article, those without a match with a score of 0; none where
        it is not of the period. Raises ArticleNotFound. The statistics are those of the whole library.
        """

    def unknown(self, view: View, terms: Sequence[str]) -> frozenset[str]:
        """Those of `terms` that no article visible to `view` holds."""

    def stock(self) -> Stock:
        """What the library is at this moment, on all shelves; quick enough to be asked every few seconds."""

    def check(self) -> Iterator[Finding]:
        """Whether all is in order: the folder, the database, the index."""

    def close(self) -> None:
        """Let go of files and memory. Nothing is lost without it."""
