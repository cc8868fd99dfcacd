"""What is asked for, within which limits, and what comes of it."""

from dataclasses import dataclass

ANYTHING = "*/*"
"""Media types that are wanted, as `Accept` has them: RFC 9110, section 12.5.1."""


@dataclass(frozen=True)
class Limits:
    """For one fetch, with all its redirects."""

    bytes: int = 10 * 1024 * 1024
    """Of the body, decompressed; and of what is sent, compressed."""
    seconds: float = 15.0
    """From the look-up of the name to the last byte."""
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """What was there."""

    url: str
    """Where it was in the end: plain ASCII, without a fragment."""
    data: bytes
    media_type: str
    """Lower case; empty where the server named none, or nonsense."""
    charset: str
    """Lower case, as the server called it; empty likewise."""
    etag: str
    """To be sent with the next request, as `modified` is; empty where there was none, or one that can't be sent."""
    modified: str
    retry_after_seconds: int
    """How long the server wants to be left alone; 0 where it didn't say."""
    lasting_url: str = ""
    """Where it is to be asked for from now on, as far as the address led on for good; empty where it didn't."""
    fresh_seconds: int = 0
    """How long caches are told that it stays as it is; 0 where they aren't."""


@dataclass(frozen=True)
class NotModified:
    """It is still what it was when this `etag`, or this `modified`, came with it."""

    url: str
    etag: str
    modified: str
    retry_after_seconds: int
    lasting_url: str = ""
    fresh_seconds: int = 0
