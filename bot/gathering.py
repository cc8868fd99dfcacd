"""Here is a file or an address: give me what is understood of the article there, or say why not.

It brings together what reads (`intake`, in child processes where a stranger could have made it dangerous) and what
fetches (`fetching`). It keeps nothing.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.errors import ArticleRefused
from bot.intake import Details, Understood, drafted, understand, understand_whole
from bot.intake.parsing import Elsewhere, Lead, Parsed, Parsers, Trust, kind_of
from bot.model import Shelf

if TYPE_CHECKING:  # it takes longer to load than most commands
    from bot.fetching import Fetched, Fetcher

MAX_PAGES = 3
"""How many pages are asked for one article, each leading to the next, besides redirects."""
ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/markdown;q=0.9, text/plain;q=0.9, */*;q=0.5"
TEXTS = {"text/plain": ".txt", "text/markdown": ".md", "text/x-markdown": ".md"}
"""Media type of a text -> the ending that says how it is read."""
NOTHING_SAID = Details()


class Gatherer:
    """Safe to share between threads. Child processes and connections begin with the first that needs them."""

    def __init__(self, parsers: Parsers, open_fetcher: "Callable[[], Fetcher]") -> None:
        self._parsers = parsers
        self._open_fetcher = open_fetcher
        self._lock = threading.Lock()
        self._opened: list[Fetcher] = []

    def close(self) -> None:
        """End the child processes and the connections."""
        self._parsers.close()
        with self._lock:
            for each in self._opened:
                each.close()

    @property
    def fetcher(self) -> "Fetcher":
        """What asks the web."""
        with self._lock:
            if not self._opened:
                self._opened.append(self._open_fetcher())
            return self._opened[0]

    def document(
        self, data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
    ) -> Understood:
        """The article in `data`, the bytes of a file called `name`; `details` go before what it says of itself.

        Raises ArticleRefused.
        """
        kind = kind_of(data, name)
        if kind is None:
            return understand(data, name, shelf, details, origin)
        parsed = self._parsers.parse(kind, data, name)
        if isinstance(parsed, Elsewhere):
            raise ArticleRefused(parsed.reason)
        own = replace(said(parsed), published=parsed.published.day if parsed.published else None)
        return understood(parsed, data, name, shelf, details.over(own), origin)

    def whole(
        self, data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
    ) -> Understood:
        """As `document`, but nothing of a text is set aside. Raises ArticleRefused."""
        if kind_of(data, name) is None:
            return understand_whole(data, name, shelf, details, origin)
        return self.document(data, name, shelf, details, origin)

    def page(
        self, url: str, shelf: Shelf, details: Details = NOTHING_SAID, announced: Details = NOTHING_SAID
    ) -> Understood:
        """The article at an address, or at the one to which the page there leads.

        `details` are what a person says of it and `announced` what a feed said; of the date, the page knows best.
        Raises FetchRefused, ArticleRefused.
        """
        asked, refusals = [url], []
        for address in asked:  # which grows on the way
            came = self._fetch(address)
            read = self._read(came, shelf, details, announced)
            if isinstance(read, Understood):
                return read
            refusals.append(ArticleRefused(read.reason))
            asked += leading_on(read.leads_to, asked)
        raise refusals[0]

    def _fetch(self, url: str) -> "Fetched":
        from bot.fetching import Fetched

        came = self.fetcher.fetch(url, accept=ACCEPT)
        assert isinstance(came, Fetched)  # nothing was said of an earlier visit, so it can't be as it was then
        return came

    def _read(self, came: "Fetched", shelf: Shelf, details: Details, announced: Details) -> Understood | Elsewhere:
        """What came, as an article, or where it leads."""
        name = name_of(came.url)
        said_before = details.over(announced)
        kind = kind_of(came.data, name, came.media_type)
        if kind is None:
            ending = TEXTS.get(came.media_type) or PurePosixPath(name).suffix
            return understand(
                came.data, f"{PurePosixPath(name).stem}{ending}", shelf, said_before.over(Details(url=came.url))
            )
        parsed = self._parsers.parse(kind, came.data, name, came.url, came.charset or None)
        if isinstance(parsed, Elsewhere):
            return parsed
        facts = replace(said_before.over(said(parsed)), published=next(days(parsed, details, announced), None))
        return understood(parsed, came.data, name, shelf, facts.over(Details(url=came.url)))


def days(parsed: Parsed, details: Details, announced: Details) -> Iterator[object]:
    """When it was published, the most trusted first: the page, the feed, the address, the person who adds it, the file.

    A page that states its date knows it better than whoever hands it in; who knows better still edits the article.
    """
    own = parsed.published
    by_trust = {own.trust: own.day} if own else {}
    order = (
        by_trust.get(Trust.STATED),
        by_trust.get(Trust.SHOWN),
        announced.published,
        by_trust.get(Trust.ADDRESS),
        details.published,
        by_trust.get(Trust.FILE),
    )
    yield from (day for day in order if day is not None)


def said(parsed: Parsed) -> Details:
    """What a document says of itself, but for its date."""
    return Details(
        title=parsed.title,
        source=parsed.site,
        url=parsed.url,
        language=parsed.language,
        author=parsed.author,
        pages=[[page.start, page.label] for page in parsed.pages] or None,
    )


def understood(
    parsed: Parsed, data: bytes, name: str, shelf: Shelf, details: Details, origin: str | None = None
) -> Understood:
    """The draft of a document that a child has read."""
    return Understood(drafted(data, name, shelf, details, parsed.text, origin), parsed.set_aside)


def leading_on(leads: Sequence[Lead], asked: Sequence[str]) -> list[str]:
    """The most promising address that wasn't asked for yet, while there is one and not too many were."""
    new = [lead.url for lead in leads if lead.url not in asked]
    return new[:1] if len(asked) < MAX_PAGES else []


def name_of(url: str) -> str:
    """The last part of an address, as the name of a file."""
    return PurePosixPath(unquote(urlsplit(url).path)).name
