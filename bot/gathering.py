"""Here is a file or an address: give me what is understood of the article there, or say why not.

It brings together what reads (`intake`, in child processes where a stranger could have made it dangerous) and what
fetches (`fetching`). It keeps nothing.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.errors import ArticleRefused
from bot.intake import KINDS, Details, Understood, drafted, understand, understand_whole
from bot.intake.parsing import Elsewhere, Kind, Lead, Parsed, Parsers, Trust, kind_of
from bot.intake.parsing.kinds import SUFFIXES
from bot.model import DateFrom, Shelf

if TYPE_CHECKING:  # it takes longer to load than most commands
    from bot.fetching import Fetched, Fetcher

MAX_PAGES = 3
"""How many pages are asked for one article, each leading to the next, besides redirects."""
ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/markdown;q=0.9, text/plain;q=0.9, */*;q=0.5"
TEXTS: Mapping[str, str] = {"text/plain": ".txt", "text/markdown": ".md", "text/x-markdown": ".md"}
"""Media type of a text -> the ending that says how it is read."""
UNTOLD = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/x-download"))
"""Media types that say nothing; then the name does."""
READABLE = frozenset((*KINDS, *SUFFIXES))
"""Endings of the names of files that can be read as one article; no ending is one of them."""
PAGE_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?:!doctype\s{1,20}html|html)[\s>]", re.IGNORECASE)
TRUSTED_AS: Mapping[Trust, DateFrom] = {
    Trust.STATED: DateFrom.STATED,
    Trust.SHOWN: DateFrom.SHOWN,
    Trust.ADDRESS: DateFrom.ADDRESS,
    Trust.FILE: DateFrom.FILE,
}
NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class Gathered(Understood):
    """What was understood, and what says when it was published."""

    dated: DateFrom | None = None  # None: nothing does


def anywhere(url: str) -> None:
    """Every address may be asked for."""


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
    ) -> Gathered:
        """The article in `data`, the bytes of a file called `name`; `details` go before what it says of itself.

        Raises ArticleRefused.
        """
        kind = told_kind(data, name)
        if kind is None:
            check_ending(name)
            return of_text(understand(data, name, shelf, details, origin), details)
        return self._parsed(kind, data, name, shelf, details, origin)

    def whole(
        self, data: bytes, name: str, shelf: Shelf, details: Details = NOTHING_SAID, origin: str | None = None
    ) -> Gathered:
        """As `document`, but nothing of a text is set aside. Raises ArticleRefused."""
        if told_kind(data, name) is not None:
            return self.document(data, name, shelf, details, origin)
        check_ending(name)
        return of_text(understand_whole(data, name, shelf, details, origin), details)

    def page(
        self,
        url: str,
        shelf: Shelf,
        details: Details = NOTHING_SAID,
        announced: Details = NOTHING_SAID,
        require: Callable[[str], None] = anywhere,
    ) -> Gathered:
        """The article at an address, or at the one to which the page there leads.

        `details` are what a person says of it and `announced` what a feed said; of the date, the page knows best.
        `require` is called with each address before it is asked for, and with the one that a redirect led to before
        the page there is read; it raises FetchRefused. Raises FetchRefused, ArticleRefused.
        """
        asked, refusals = [url], []
        for address in asked:  # which grows on the way
            require(address)
            came = self._fetch(address)
            if came.url != address:
                require(came.url)
            read = self._read(came, shelf, details, announced)
            if isinstance(read, Gathered):
                return read
            refusals.append(ArticleRefused(read.reason))
            asked += leading_on(read.leads_to, asked)
        raise refusals[0]

    def _fetch(self, url: str) -> "Fetched":
        from bot.fetching import Fetched

        came = self.fetcher.fetch(url, accept=ACCEPT)
        assert isinstance(came, Fetched)  # nothing was said of an earlier visit, so it can't be as it was then
        return came

    def _parsed(
        self, kind: Kind, data: bytes, name: str, shelf: Shelf, details: Details, origin: str | None
    ) -> Gathered:
        """A document that a child reads."""
        parsed = self._parsers.parse(kind, data, name)
        if isinstance(parsed, Elsewhere):
            raise ArticleRefused(parsed.reason)
        own = parsed.published
        facts = details.over(replace(said(parsed), published=own.day if own else None))
        dated = DateFrom.GIVEN if details.published is not None else TRUSTED_AS[own.trust] if own else None
        return gathered(parsed, data, name, shelf, facts, dated, origin)

    def _read(self, came: "Fetched", shelf: Shelf, details: Details, announced: Details) -> Gathered | Elsewhere:
        """What came, as an article, or where it leads."""
        name = name_of(came.url)
        kind = told_kind(came.data, name, came.media_type)
        if kind is None:
            return read_text(came, name, shelf, details, announced)
        parsed = self._parsers.parse(kind, came.data, name, came.url, came.charset or None)
        if isinstance(parsed, Elsewhere):
            return parsed
        day, dated = next(days(parsed, details, announced), (None, None))
        facts = replace(details.over(announced).over(said(parsed)), published=day)
        return gathered(parsed, came.data, name, shelf, facts.over(Details(url=came.url)), dated)


def told_kind(data: bytes, name: str, media_type: str | None = None) -> Kind | None:
    """What a child is to read it as; None for a text. A page is known by how it begins, too."""
    return kind_of(data, name, media_type) or (Kind.PAGE if PAGE_BEGINS.match(data) else None)


def check_ending(name: str) -> None:
    """Raises ArticleRefused for the name of a file that can't be read."""
    suffix = PurePosixPath(name).suffix
    if suffix.lower() not in READABLE:
        raise ArticleRefused(
            "Files ending in {suffix} can't be read. These can: text, Markdown, web pages (.html), PDF, Word (.docx) "
            "and EPUB.",
            suffix=suffix,
        )


def of_text(read: Understood, details: Details, announced: Details = NOTHING_SAID) -> Gathered:
    """A text, with what says when it was published: whoever brings it, else it says so itself."""
    dated = DateFrom.SHOWN if read.draft.published is not None else None
    if announced.published is not None:
        dated = DateFrom.FEED
    if details.published is not None:
        dated = DateFrom.GIVEN
    return Gathered(read.draft, read.head, read.tail, dated)


def read_text(came: "Fetched", name: str, shelf: Shelf, details: Details, announced: Details) -> Gathered:
    """A text that was fetched. Raises ArticleRefused where something else came."""
    ending = TEXTS.get(came.media_type)
    if ending is None and came.media_type in UNTOLD:
        ending = PurePosixPath(name).suffix
    if ending is None:
        raise ArticleRefused(
            "What is at this address can't be read: it is of the type {type}, neither a page nor a text.",
            type=came.media_type,
        )
    file = f"{PurePosixPath(name).stem}{ending}"
    check_ending(file)
    facts = details.over(announced).over(Details(url=came.url))
    return of_text(understand(came.data, file, shelf, facts), details, announced)


def days(parsed: Parsed, details: Details, announced: Details) -> Iterator[tuple[object, DateFrom]]:
    """When it was published, the most trusted first: the page, the feed, the address, the person who adds it, the file.

    A page that states its date knows it better than whoever hands it in; who knows better still edits the article.
    """
    own = parsed.published
    found = {TRUSTED_AS[own.trust]: own.day} if own else {}
    told: Mapping[DateFrom, object] = {**found, DateFrom.FEED: announced.published, DateFrom.GIVEN: details.published}
    yield from ((told[each], each) for each in DateFrom if told.get(each) is not None)


def said(parsed: Parsed) -> Details:
    """What a document says of itself, but for its date."""
    return Details(
        title=parsed.title,
        source=parsed.site,
        url=parsed.url,
        language=parsed.language,
        author=parsed.author,
        pages=parsed.pages or None,
    )


def gathered(
    parsed: Parsed,
    data: bytes,
    name: str,
    shelf: Shelf,
    details: Details,
    dated: DateFrom | None,
    origin: str | None = None,
) -> Gathered:
    """The draft of a document that a child has read."""
    return Gathered(drafted(data, name, shelf, details, parsed.text, origin), parsed.set_aside, (), dated)


def leading_on(leads: Sequence[Lead], asked: Sequence[str]) -> list[str]:
    """The most promising address that wasn't asked for yet, while there is one and not too many were."""
    new = [lead.url for lead in leads if lead.url not in asked]
    return new[:1] if len(asked) < MAX_PAGES else []


def name_of(url: str) -> str:
    """The last part of an address, as the name of a file."""
    return PurePosixPath(unquote(urlsplit(url).path)).name
