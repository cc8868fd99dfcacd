"""An item of what a format says of it."""

import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from bot.feeds.formats import texts
from bot.feeds.formats.moments import read_moment
from bot.feeds.values import MAX_ID, MAX_ITEMS, MAX_LINE, MAX_SUMMARY, FeedItem

MAX_LOOKED_AT = 2 * MAX_ITEMS
"""Items, of which some may be empty or twins."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a feed about an item."""

    id: str = ""
    url: str = ""
    title: str = ""  # one line
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    summary: str = ""  # one line
    content_html: str = ""


def items(said: Iterable[Said]) -> tuple[FeedItem, ...]:
    """Those that have a page or a content, one of each id, up to MAX_ITEMS; of twins, the first."""
    found: dict[str, FeedItem] = {}
    for each in itertools.islice(said, MAX_LOOKED_AT):
        if len(found) >= MAX_ITEMS:
            break
        if each.url or each.content_html.strip():
            item = made(each)
            found.setdefault(item.id, item)
    return tuple(found.values())


def made(said: Said) -> FeedItem:
    return FeedItem(
        id=identity(said),
        url=said.url,
        title=said.title,
        published=read_moment(said.published),
        updated=read_moment(said.updated),
        author=texts.line(", ".join(dict.fromkeys(filter(None, said.authors))), MAX_LINE),
        summary=texts.line(said.summary, MAX_SUMMARY),
        content_html=said.content_html,
    )


def identity(said: Said) -> str:
    """What the feed calls it, or its address, or a digest of what it says."""
    id = texts.UNPRINTABLE.sub("", said.id).strip() or said.url
    if 0 < len(id) <= MAX_ID:
        return id
    what = id or f"{said.title}\n{said.content_html}"
    return "sha256:" + hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()
