"""Values to columns and back: addresses, moments, ids, texts and sentences."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.errors import Phrase
from bot.feeds.values import FeedItem
from bot.fetching.places import place

NEVER_KEPT = re.compile("[\0\ud800-\udfff]")
FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed:(?=//)", re.IGNORECASE)
DIGEST_BYTES = 16
"""Of SHA-256: twins by chance would take 2^64 items."""
MAX_FIELD = 300
MAX_DEPTH = 3


def address(url: str) -> str:
    """The one way in which the address of a feed is written here. Raises FetchRefused for what can't be fetched."""
    url = FEED_SCHEME.sub("", url.strip()[:10_000])
    return place(f"https:{url}" if url.startswith("//") else url).url


def moment_column(moment: datetime) -> str:
    """A moment with its zone, so that the order of the texts is that in time."""
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:  # at either end of the calendar
        moment = moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="microseconds")


def text_column(text: str, limit: int) -> str:
    """At most so many code points; NUL and halves of surrogate pairs, which SQLite can't take, are replaced."""
    return NEVER_KEPT.sub("\ufffd", text[:limit])


def id_column(id: int | None) -> int | None:
    """A Discord id, 1 to 2^64 - 1, in the 64 bits with a sign that SQLite has. None for none, and for no such id."""
    if id is None or not 0 < id < 1 << 64:
        return None
    return id - (1 << 64) if id >= 1 << 63 else id


def read_id(column: int | None) -> int | None:
    return None if column is None else column % (1 << 64)


def item_digest(item: FeedItem) -> bytes:
    return hashlib.sha256(item.id.encode("utf-8", "replace")).digest()[:DIGEST_BYTES]


def item_version(item: FeedItem) -> bytes:
    """Another one when the feed says that the item was updated; empty where it doesn't say."""
    return hashlib.sha256(item.updated.isoformat().encode()).digest()[:DIGEST_BYTES] if item.updated else b""


def phrase_column(phrase: Phrase) -> str:
    """A sentence with its fields as JSON, so that it can still be said in any language."""
    return json.dumps(packed(phrase, MAX_DEPTH))


def packed(phrase: Phrase, depth: int) -> Mapping[str, object]:
    fields = {name: packed_field(value, depth) for name, value in phrase.fields.items()}
    return {"template": phrase.template, "fields": fields}


def packed_field(value: object, depth: int) -> object:
    if isinstance(value, Phrase) and depth:
        return packed(value, depth - 1)
    return value if isinstance(value, int | float) else text_column(str(value), MAX_FIELD)


def read_phrase(column: str) -> Phrase:
    """Raises ValueError or TypeError for what nobody wrote so."""
    return unpacked(json.loads(column))


def unpacked(value: object) -> Phrase:
    match value:
        case {"template": str(template), "fields": dict(fields)}:
            read = {name: unpacked(each) if isinstance(each, dict) else each for name, each in fields.items()}
            try:
                return Phrase(template, **read)
            except (LookupError, AttributeError) as exc:
                raise ValueError("a sentence without its fields") from exc
        case _:
            raise ValueError("no sentence")
