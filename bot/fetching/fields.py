"""The fields of a response's head, read as a stranger's."""

import email.utils
import re
from collections.abc import Iterable
from datetime import UTC, datetime

MAX_VALIDATOR = 512
"""Characters of an ETag or a date that are kept and sent back."""
MAX_RETRY_AFTER_SECONDS = 7 * 24 * 60 * 60
"""Nobody is left alone for longer."""
SENDABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}"  # noqa: S105 - RFC 9110, section 5.6.2
MEDIA_TYPE = re.compile(rf"{TOKEN}/{TOKEN}")
MAX_AGE = re.compile(r"\s*max-age\s*=\s*\"?([0-9]{1,9})[0-9]*\"?\s*", re.IGNORECASE)
NOT_FRESH = frozenset({"no-store", "no-cache"})
CHARSET = re.compile(rf"""\s*charset\s*=\s*["']?({TOKEN}?)["']?\s*""", re.IGNORECASE)


class Fields:
    """What a response says of itself. Values are those that came first."""

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name.decode("latin-1").lower(), []).append(_text(value))

    def value(self, name: str) -> str:
        """The first value; empty where there is none."""
        return self._values.get(name, [""])[0].strip()

    def all(self, name: str) -> set[str]:
        return {each.strip() for each in self._values.get(name, ())}

    @property
    def media_type(self) -> str:
        """Such as `text/html`; empty where there is none."""
        found = self.value("content-type").partition(";")[0].strip().lower()
        return found if MEDIA_TYPE.fullmatch(found) else ""

    @property
    def charset(self) -> str:
        """Such as `utf-8`; empty where there is none."""
        for parameter in self.value("content-type").split(";")[1:]:
            if found := CHARSET.fullmatch(parameter):
                return found[1].lower()
        return ""

    @property
    def coding(self) -> str:
        """How the body is compressed; empty where it is not."""
        return ", ".join(self._values.get("content-encoding", ())).strip().lower()

    @property
    def length(self) -> int:
        """What the body's length shall be; 0 where it isn't said."""
        said = self.value("content-length")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0

    @property
    def etag(self) -> str:
        return validator(self.value("etag"))

    @property
    def modified(self) -> str:
        return validator(self.value("last-modified"))

    @property
    def fresh_seconds(self) -> int:
        """What `Cache-Control` says (RFC 9111, section 5.2.2); 0: nothing, or that it is to be asked for each time."""
        told = [each.strip() for value in self._values.get("cache-control", ()) for each in value.split(",")]
        if NOT_FRESH & {each.lower() for each in told}:
            return 0
        return next((int(found[1]) for each in told if (found := MAX_AGE.fullmatch(each))), 0)

    def retry_after_seconds(self, now: datetime) -> int:
        """A number of seconds or a date: RFC 9110, section 10.2.3. 0 where there is none, or it has passed."""
        said = self.value("retry-after")
        if said.isascii() and said.isdigit():
            return min(int(said[:10]), MAX_RETRY_AFTER_SECONDS)
        try:
            moment = email.utils.parsedate_to_datetime(said[:100])
            left = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
        except (ValueError, OverflowError):
            return 0
        return min(max(int(left.total_seconds()), 0), MAX_RETRY_AFTER_SECONDS)


def validator(value: str) -> str:
    """An ETag or a date that may be sent in a head; else empty."""
    return value if len(value) <= MAX_VALIDATOR and SENDABLE.fullmatch(value) else ""


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
