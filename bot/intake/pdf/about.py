"""What a PDF says of itself, where that is plausible: programs write much there that nobody has looked at."""

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from bot.errors import ArticleRefused
from bot.intake.dates import read_date
from bot.intake.markup import language_code
from bot.intake.parsing.results import MAX_LINE, Dated, Trust
from bot.intake.pdf.paragraphs import Paragraph

WORD_PREFIX = re.compile(r"(?:microsoft (?:word|powerpoint)|adobe \w+)\s*-\s*", re.IGNORECASE)
FILE_NAME = re.compile(
    r"\.(?:docx?|pptx?|xlsx?|pdf|indd|qxp|qxd|tex|dvi|rtf|odt|pages|ps|eps|ai|tmp|html?)\Z", re.IGNORECASE
)
NO_TITLE = re.compile(
    r"(?:untitled|no title|title|document|documento?|dokument|slide|layout|print|scan)[\W\d_]*", re.IGNORECASE
)
MOMENT = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?", re.ASCII)
LARGER = 1.15
"""How much larger than most of the text a title is."""
MAX_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class About:
    title: str | None
    author: str | None
    published: Dated | None
    language: str | None


def read_about(document: PDFDocument, paragraphs: Sequence[Paragraph], today: date) -> About:
    info = {name: as_text(value) for each in document.info if isinstance(each, Mapping) for name, value in each.items()}
    head = " ".join(line.text for paragraph in paragraphs[:40] for line in paragraph.lines)
    return About(
        title=plausible_title(info.get("Title", ""), head) or shown_title(paragraphs),
        author=plausible_author(info.get("Author", "")),
        published=read_moment(info.get("CreationDate", ""), today),
        language=language_code(as_text(document.catalog.get("Lang"))),
    )


def as_text(value: object) -> str:
    """A string of the file on one line; "" for anything else."""
    value = resolve1(value)
    if not isinstance(value, bytes):
        return ""
    text = decode_text(value[:4_000])
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def plausible_title(written: str, head: str) -> str | None:
    """The title of the file, if it stands at the head of the text or looks like one that a person has written."""
    title = WORD_PREFIX.sub("", written, count=1).strip()
    if not 3 <= len(title) <= MAX_LINE or FILE_NAME.search(title) or NO_TITLE.fullmatch(title):
        return None
    if plain(title) in plain(head):
        return title
    words = title.split()
    return title if len(words) >= 3 and sum(map(str.isalpha, title)) > 0.6 * len(title) and "_" not in title else None


def shown_title(paragraphs: Sequence[Paragraph]) -> str | None:
    """The largest of the first paragraphs, where it is larger than the text."""
    first = [paragraph for paragraph in paragraphs[:15] if paragraph.lines[0].sheet == 0]
    if not first:
        return None
    usual = statistics.median(line.size for paragraph in paragraphs[:200] for line in paragraph.lines)
    largest = max(first, key=lambda paragraph: paragraph.size)
    title = " ".join(line.text for line in largest.lines)
    is_one = largest.size >= LARGER * usual and len(largest.lines) <= MAX_TITLE_LINES and len(title) <= MAX_LINE
    return title if is_one and sum(map(str.isalpha, title)) >= 4 else None


def plausible_author(written: str) -> str | None:
    """Names, not the account of a computer."""
    has_names = " " in written and 4 <= len(written) <= 100 and "@" not in written
    return written if has_names and not any(map(str.isdigit, written)) and written[:1].isupper() else None


def read_moment(written: str, today: date) -> Dated | None:
    """D:20240125143000+02'00', as the PDF standard writes it: when the file was made."""
    found = MOMENT.match(written)
    if not found:
        return None
    year, month, day, hour, minute, second, utc, sign, zone_hours, zone_minutes = found.groups()
    zone = "+00:00" if utc else f"{sign}{zone_hours}:{zone_minutes or '00'}" if sign else ""
    iso = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zone}" if hour and zone else "")
    try:
        published = read_date(iso)
    except ArticleRefused:
        return None
    if published is None or (published.date() if isinstance(published, datetime) else published) > today:
        return None
    return Dated(published.isoformat(), written[:MAX_LINE], Trust.FILE)


def plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
