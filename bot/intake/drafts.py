"""Check what was understood of an article, whatever it was read from, and make a draft of it."""

import re
import urllib.parse
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import ArticleRefused, Phrase
from bot.intake.dates import read_date
from bot.model import Draft, PageStart, Shelf
from bot.text import detect_language

MAX_TITLE = 300
"""Code points. The longest headlines of newspapers have some 200."""
MAX_TEXT = 5_000_000
"""Code points: the longest novels have some 3,000,000."""
MIN_LETTERS = 8
"""Letters and digits below which a text is no article: "Iraq has." would be the shortest."""
MAX_ID = 64
MAX_URL = 2_000
MAX_FIELD = 300
MAX_TAGS = 50
MAX_PAGES = 20_000
MAX_LABEL = 80
"""Code points of what is printed on a page, or of the title of a chapter."""
LARGE = 1e15
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9-_]+)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Details:
    """What is said about an article by whoever brings it, as it was written. None: not said."""

    id: object = None
    title: object = None
    source: object = None
    url: object = None
    published: object = None
    language: object = None
    tags: object = None
    added: object = None
    author: object = None
    pages: object = None  # a list of where each begins in the text, in code points, and what is printed on it
    updated: object = None

    def over(self, other: "Details") -> "Details":
        """This, and what `other` says where this says nothing."""
        names = self.__slots__
        return Details(
            *(getattr(self, name) if getattr(self, name) is not None else getattr(other, name) for name in names)
        )


def make_draft(
    shelf: Shelf, text: object, details: Details, origin: str | None = None, origin_digest: str | None = None
) -> Draft:
    """The draft of an article. Raises ArticleRefused with what is wrong with it."""
    body = read_body(text)  # first: what is no text needs no title
    return Draft(
        shelf=shelf,
        title=read_title(details.title),
        text=body,
        id=read_id(details.id),
        source=read_line(Phrase("source"), details.source),
        url=read_url(details.url),
        published=read_date(details.published),
        language=read_language(details.language) or detect_language(body),
        tags=read_tags(details.tags),
        added=read_moment(details.added),
        origin=origin,
        origin_digest=origin_digest,
        author=read_line(Phrase("author"), details.author),
        pages=read_pages(details.pages, len(body)),
        updated=read_moment(details.updated),
    )


def read_body(text: object) -> str:
    if not isinstance(text, str):
        raise ArticleRefused("The article has no text.")
    check_storable(Phrase("text"), text)
    if len(text) > MAX_TEXT:
        raise ArticleRefused(
            "The text has {length:,} characters; {most:,} is the most. Split it.", length=len(text), most=MAX_TEXT
        )
    if sum(map(str.isalnum, text[:1000])) < MIN_LETTERS and sum(map(str.isalnum, text)) < MIN_LETTERS:
        if not text.strip():
            raise ArticleRefused("The text is empty.")
        raise ArticleRefused("The text is too short to quote from.")
    return text


def check_storable(what: Phrase, text: str) -> None:
    """Refuse what no encoding holds (half of a surrogate pair), and NUL, which text doesn't hold."""
    if found := UNSTORABLE.search(text):
        nul = Phrase("a NUL character, which no text has,")
        kind = nul if found.group() == "\0" else Phrase("half a character (a lone surrogate)")
        raise ArticleRefused("The {what} holds {kind} at position {at:,}.", what=what, kind=kind, at=found.start())


def read_title(title: object) -> str:
    line = read_line(Phrase("title"), title, MAX_TITLE)
    if line is None:
        raise ArticleRefused("The article has no title. Give it one with --title.")
    return line


def read_line(what: Phrase, value: object, most: int = MAX_FIELD) -> str | None:
    """One line of text, its white space folded; None where there is nothing in it."""
    if value is None:
        return None
    if not isinstance(value, str) and not is_number(value):
        raise ArticleRefused("The {what} is not a line of text.", what=what)
    check_storable(what, str(value))
    line = " ".join(str(value).split())
    if len(line) > most:
        raise ArticleRefused(
            "The {what} has {length:,} characters; {most:,} is the most. Give a shorter one.",
            what=what,
            length=len(line),
            most=most,
        )
    return line or None


def is_number(value: object) -> bool:
    """Whether it is a number of a usual size, which may stand for a text: a title `1984`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGE


def read_id(id: object) -> str | None:
    line = read_line(Phrase("id"), id)
    if line is not None and (len(line) > MAX_ID or " " in line or not line.isprintable()):
        raise ArticleRefused(
            "“{start}” can't be an id: at most {most} printable characters, without a space.",
            start=line[:80],
            most=MAX_ID,
        )
    return line


def read_url(url: object) -> str | None:
    line = read_line(Phrase("link"), url, MAX_URL)
    if line is None:
        return None
    try:
        parts = urllib.parse.urlsplit(line)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        sound = sound and (parts.port is None or parts.port > 0)  # asking for the port reads it
    except ValueError:
        sound = False
    if not sound or " " in line or not line.isprintable():
        raise ArticleRefused("That is not a link. A link begins with https:// or http://, and holds no password.")
    return line


def read_language(language: object) -> str | None:
    """The ISO 639 code of the primary language; None where nothing is said."""
    line = read_line(Phrase("language"), language)
    if line is None:
        return None
    match = LANGUAGE.fullmatch(line)
    if not match:
        raise ArticleRefused("“{start}” is not a language. Give its code, such as en, es or de.", start=line[:40])
    return match[1].lower()


def read_tags(tags: object) -> tuple[str, ...]:
    """A list of words, or one text with commas between them; each once."""
    if tags is None:
        return ()
    items = tags.split(",") if isinstance(tags, str) else tags
    if not isinstance(items, list | tuple):
        raise ArticleRefused("The tags are not a list of words.")
    if len(items) > MAX_TAGS:
        raise ArticleRefused("The article has {number:,} tags; {most} is the most.", number=len(items), most=MAX_TAGS)
    lines = (read_line(Phrase("tag"), item, 100) for item in items)
    return tuple(dict.fromkeys(line for line in lines if line))


def read_pages(pages: object, length: int) -> tuple[PageStart, ...]:
    """Where the pages of a text of this length begin, from a list of [start, label], in rising order."""
    if pages is None:
        return ()
    if not isinstance(pages, list | tuple):
        raise ArticleRefused("The pages are not a list of where each begins and what is printed on it.")
    if len(pages) > MAX_PAGES:
        raise ArticleRefused(
            "The article has {number:,} pages; {most:,} is the most. Split it.", number=len(pages), most=MAX_PAGES
        )
    read = tuple(map(read_page, pages))
    starts = [0, *(page.start for page in read), length]
    if starts != sorted(starts):
        raise ArticleRefused("The pages begin outside the text, or in another order.")
    return read


def read_page(page: object) -> PageStart:
    """One of [start, label]; white space in the label is folded."""
    if isinstance(page, PageStart):
        page = page.start, page.label
    match page:
        case (int(start), label) if not isinstance(start, bool):
            return PageStart(start, read_line(Phrase("label of a page"), label, MAX_LABEL) or "")
    raise ArticleRefused("The pages are not a list of where each begins and what is printed on it.")


def read_moment(said: object) -> datetime | None:
    """A moment, in UTC."""
    moment = read_date(said)
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment.astimezone(UTC)
