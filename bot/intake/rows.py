"""JSON Lines: an article a line, what `export` writes. The text is kept to the letter."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import ArticleRefused, BotError
from bot.intake.drafts import Details, make_draft
from bot.model import Article, Draft, Shelf

FIELDS = ("id", "title", "source", "url", "published", "language", "tags", "added", "author", "pages", "updated")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: a draft, or why it is none."""

    line: int  # from 1
    draft: Draft | BotError


def read_rows(lines: Iterable[bytes], shelf: Shelf | None = None) -> Iterator[Row]:
    """The articles of the lines. All go to `shelf` where it is given, else each to its own, or the shared one."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Row(number, read_row(line, shelf))
            except BotError as exc:
                yield Row(number, exc)


def read_row(line: bytes, shelf: Shelf | None) -> Draft:
    """The draft in one line. Raises ArticleRefused, ShelfRefused."""
    try:
        row = json.loads(line.decode("utf-8").removeprefix("\ufeff"), parse_constant=refuse_constant)
    except UnicodeDecodeError as exc:
        byte = f"0x{line[exc.start]:02x}"
        raise ArticleRefused("Byte {at} ({byte}) of this line is not UTF-8.", at=exc.start, byte=byte) from exc
    except (ValueError, RecursionError) as exc:
        raise ArticleRefused("This line is not JSON: {problem}.", problem=str(exc)) from exc
    if not isinstance(row, dict):
        raise ArticleRefused("This line is not a JSON object with a title and a text.")
    details = Details(**{name: row.get(name) for name in FIELDS})
    own = row.get("shelf")
    return make_draft(shelf or Shelf("shared" if own is None else str(own)), row.get("text"), details)


def refuse_constant(name: str) -> object:
    """NaN and infinities are no JSON."""
    raise ValueError(f"it holds {name}")


def write_row(article: Article) -> str:
    """The line of an article. Where it was read from is left out: it names a folder of this machine."""
    about = article.about
    return json.dumps(
        {
            "id": about.id,
            "shelf": about.shelf.name,
            "title": about.title,
            "text": article.text,
            "source": about.source,
            "url": about.url,
            "published": about.published.isoformat() if about.published else None,
            "language": about.language,
            "tags": about.tags,
            "added": about.added.isoformat(),
            "author": about.author,
            "pages": [(page.start, page.label) for page in article.pages],
            "updated": about.updated.isoformat() if about.updated else None,
        },
        ensure_ascii=False,
    )
