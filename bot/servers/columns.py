"""Values to columns and back: ids, moments and texts from strangers."""

import re
from datetime import UTC, datetime

NEVER_KEPT = re.compile("[\0\ud800-\udfff]")
DIRECT_MESSAGES = 0
"""The server of what was said in direct messages. Discord gives out no id 0."""


def id_column(id: int) -> int | None:
    """A Discord id, 1 to 2^64 - 1, in the 64 bits with a sign that SQLite has.

    None for what Discord can't have given out: NULL equals nothing, so nothing is ever found or deleted under it.
    """
    if not 0 < id < 1 << 64:
        return None
    return id - (1 << 64) if id >= 1 << 63 else id


def read_id(column: int) -> int:
    return column % (1 << 64)


def server_column(server: int | None) -> int | None:
    """A server's id; None stands for direct messages."""
    return DIRECT_MESSAGES if server is None else id_column(server)


def read_server(column: int) -> int | None:
    return None if column == DIRECT_MESSAGES else read_id(column)


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
