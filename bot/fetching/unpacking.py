"""Bodies decompressed as they come, never further than the limit."""

import zlib
from collections.abc import Iterable

GZIP = zlib.MAX_WBITS | 16
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS
WINDOWS = {"gzip": GZIP, "x-gzip": GZIP, "deflate": ZLIB}
ACCEPTED = "gzip, deflate"
"""What is asked for: what the standard library decompresses in steps."""


class TooLarge(Exception):
    """The body is larger than the limit."""


class Garbled(Exception):
    """The body is not what its coding says, or has no end."""


def unpacked(parts: Iterable[bytes], coding: str, most: int) -> bytes:
    """The body, at most `most` bytes; no more than that is ever held. Raises TooLarge, Garbled, and KeyError for a
    coding that isn't known. What follows the end of the compressed data is left alone, as browsers do it."""
    return _whole(parts, most) if coding in ("", "identity") else _decompressed(parts, WINDOWS[coding], most)


def _whole(parts: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            raise TooLarge
    return bytes(body)


def _decompressed(parts: Iterable[bytes], window: int, most: int) -> bytes:
    body, stream, came = bytearray(), zlib.decompressobj(window), 0
    for part in parts:
        if not came and part and window == ZLIB and not _is_zlib(part):
            stream = zlib.decompressobj(RAW)  # what older servers call deflate: RFC 9110, section 8.4.1.2
        came += len(part)
        body += _step(stream, part, most - len(body) + 1)
        if came > most or len(body) > most:
            raise TooLarge
        if stream.eof:
            break
    if came and not stream.eof:
        raise Garbled
    return bytes(body)


def _step(stream: "zlib._Decompress", part: bytes, room: int) -> bytes:
    try:
        return stream.decompress(part, room)
    except zlib.error as exc:
        raise Garbled from exc


def _is_zlib(part: bytes) -> bool:
    """By the first byte: method 8 and a window that there is (RFC 1950, section 2.2)."""
    return part[0] & 0x0F == 8 and part[0] >> 4 <= 7
