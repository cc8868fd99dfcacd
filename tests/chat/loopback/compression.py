"""The gateway's transports: one stream for the whole connection, flushed after each frame."""

import importlib
import zlib
from collections.abc import Callable
from typing import Any

Encoder = Callable[[str], bytes | str]


def encoder(transport: str | None) -> Encoder:
    """What turns a frame into what is sent. Raises ValueError for a transport that Discord doesn't know."""
    if transport is None:
        return lambda frame: frame
    if transport == "zlib-stream":
        return _zlib()
    if transport == "zstd-stream":
        return _zstd()
    raise ValueError(transport)


def _zlib() -> Encoder:
    stream = zlib.compressobj()

    def encode(frame: str) -> bytes:
        return stream.compress(frame.encode("utf-8")) + stream.flush(zlib.Z_SYNC_FLUSH)

    return encode


def _zstd() -> Encoder:
    # Only where the client has it too, for it asks for this transport then; so it is no dependency of ours.
    zstandard: Any = importlib.import_module("zstandard")
    stream = zstandard.ZstdCompressor().compressobj()

    def encode(frame: str) -> bytes:
        encoded: bytes = stream.compress(frame.encode("utf-8")) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        return encoded

    return encode
