"""What a button has to know, within the 100 characters of its `custom_id`: so it works after a restart.

A `custom_id` is a route's name, a colon and a payload. It comes back from a stranger, who may have written
anything: what doesn't read as a payload raises Gone, and what it names is looked up as seen from the server
that it came from.
"""

import base64
import binascii
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Gone
from bot.model import Article, Quote

PACKED = struct.Struct(">6s3s3sH")
"""A reference: key of the article, start, length, and the beginning of the sentence's digest. 14 bytes."""
PERSON = struct.Struct(">Q")
MAX_REFERENCES = 4
"""75 characters of base64."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A quote, by what it takes to cut it again and to see whether it is still the same."""

    key: str  # of the article, `bot.model.Source.key`
    start: int  # code points of the article's text
    end: int
    check: int  # 0 to 65535, of the quote's text

    def text(self, article: Article) -> str:
        """The sentence, cut again. Raises Gone where the article has changed since."""
        text = article.text[self.start : self.end]
        if not text or checksum(text) != self.check:
            raise Gone("This article has changed since; that sentence is no longer where it was.")
        return text


def reference(quote: Quote) -> Reference:
    return Reference(quote.about.key, quote.start, quote.end, checksum(quote.text))


def checksum(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:2])


def pack(references: Sequence[Reference]) -> str:
    """The references, at most MAX_REFERENCES, as base64url."""
    return encode(b"".join(map(packed, references[:MAX_REFERENCES])))


def unpack(payload: str) -> tuple[Reference, ...]:
    """The references of a payload, at least one. Raises Gone."""
    data = decode(payload)
    if not data or len(data) % PACKED.size or len(data) > MAX_REFERENCES * PACKED.size:
        raise unreadable()
    return tuple(unpacked(data[at : at + PACKED.size]) for at in range(0, len(data), PACKED.size))


def pack_for(person: int, each: Reference) -> str:
    """One reference, and who asked."""
    return encode(packed(each) + PERSON.pack(person))


def unpack_for(payload: str) -> tuple[int, Reference]:
    """Who asked, and the reference. Raises Gone."""
    data = decode(payload)
    if len(data) != PACKED.size + PERSON.size:
        raise unreadable()
    return PERSON.unpack(data[PACKED.size :])[0], unpacked(data[: PACKED.size])


def packed(each: Reference) -> bytes:
    key = base64.urlsafe_b64decode(each.key)
    return PACKED.pack(key, each.start.to_bytes(3), (each.end - each.start).to_bytes(3), each.check)


def unpacked(data: bytes) -> Reference:
    key, start, length, check = PACKED.unpack(data)
    first = int.from_bytes(start)
    return Reference(base64.urlsafe_b64encode(key).decode(), first, first + int.from_bytes(length), check)


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(payload: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(payload.encode("ascii") + b"=" * (-len(payload) % 4))
    except (UnicodeEncodeError, binascii.Error) as exc:
        raise unreadable() from exc


def unreadable() -> Gone:
    return Gone("This button is of an earlier version of mine. Ask again, and it will work.")
