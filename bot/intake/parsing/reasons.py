"""Why a document is refused. The list is closed: a child that was taken over can say nothing else."""

import string
from collections.abc import Mapping
from enum import Enum

from bot.errors import ArticleRefused, Phrase


class Reason(Enum):
    """A refusal's name, which crosses the pipe, and its sentence."""

    EMPTY = Phrase("There is no text in it.")
    TOO_LONG = Phrase("Its text has more than {most:,} characters. Split it.")
    TOO_SLOW = Phrase("Reading it takes longer than {seconds:,} seconds. Save it in a simpler form and add that.")
    TOO_LARGE = Phrase("Reading it takes more than {mebibytes:,} MiB of memory. Split it.")
    CRASHED = Phrase("The reader crashed on it: it is damaged, or made to do harm. Save it in another form.")
    UNREADABLE = Phrase("It can't be read: it is damaged, or not what it claims to be.")
    BUSY = Phrase("There is no room to read it just now. Try again in a minute.")
    # Web pages
    NO_ARTICLE = Phrase("There is no article on this page.")
    SCRIPTS = Phrase("Without JavaScript, which is not run, this page has no text. Save it in a browser.")
    LOG_IN = Phrase("This page asks for a log-in. Log in with a browser, save the article, and add the file.")
    CONSENT = Phrase("This page asks for consent to cookies in place of its article. Save the article in a browser.")
    PAYWALL = Phrase("This page shows only the beginning of its article; the rest is for subscribers.")
    ERROR_PAGE = Phrase("This page only reports an error, such as that the article is gone. Check the link.")
    CHALLENGE = Phrase("This page only checks whether a person reads it. Save the article in a browser.")
    LIST = Phrase("This page lists articles and is none itself. Add those that you want, one by one.")
    SEARCH = Phrase("This page shows results of a search, not an article. Add those that you want, one by one.")
    LEADS_ON = Phrase("This page only leads on to {url}")
    # PDF
    NOT_PDF = Phrase("This is not a PDF, or a damaged one.")
    PDF_LOCKED = Phrase("This PDF is locked with a password. Save it without one and add that.")
    PDF_SCANNED = Phrase("The pages of this PDF are pictures of text. Run text recognition (OCR) over it and add that.")
    PDF_LETTERS = Phrase("The fonts of this PDF don't say which letters they show. Save it in another form.")
    PDF_PAGES = Phrase("This PDF has more than {most:,} pages. Split it.")
    # DOCX, EPUB, ZIP
    NOT_DOCX = Phrase("This is not a Word document (.docx), or a damaged one.")
    DOC_LOCKED = Phrase("This Word document is locked, or an old one (.doc). Save it as .docx, without a password.")
    NOT_EPUB = Phrase("This is not an EPUB, or a damaged one.")
    EPUB_LOCKED = Phrase("This EPUB is locked (DRM) and can't be read.")
    NOT_ZIP = Phrase("This is not a ZIP archive, or a damaged one.")
    ZIP_LOCKED = Phrase("This archive is locked with a password. Pack it without one.")
    ZIP_ENTRIES = Phrase("This archive holds more than {most:,} files. Split it.")
    ZIP_TOTAL = Phrase("This archive holds more than {mebibytes:,} MiB when unpacked. Split it.")
    ZIP_BOMB = Phrase("A file in this archive unpacks to more than {most:,} times its size, as harmful ones do.")


MAX_FIELD = 300


def refused(reason: Reason, **fields: object) -> ArticleRefused:
    """The error that says so, with its fields."""
    return ArticleRefused(reason.value.template, **fields)


def reason_of(refusal: ArticleRefused) -> Reason:
    """The reason that `refused` was called with; UNREADABLE for any other error."""
    return BY_TEMPLATE.get(refusal.reason.template, Reason.UNREADABLE)


def checked(name: object, fields: object) -> ArticleRefused:
    """The error for a reason and fields that a child sent. Raises ValueError where there is no such reason."""
    if not isinstance(name, str) or name not in Reason.__members__ or not isinstance(fields, dict):
        raise ValueError("no such reason")
    reason = Reason[name]
    if set(fields) != FIELDS[reason] or not all(map(is_plain, fields.values())):
        raise ValueError("not the fields of this reason")
    return refused(reason, **fields)


def is_plain(value: object) -> bool:
    """Whether it is a short text or a number of a usual size."""
    if isinstance(value, str):
        return len(value) <= MAX_FIELD
    return isinstance(value, int) and abs(value) < 10**9


def field_names(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


BY_TEMPLATE: Mapping[str, Reason] = {reason.value.template: reason for reason in Reason}
FIELDS: Mapping[Reason, frozenset[str]] = {reason: field_names(reason.value.template) for reason in Reason}
