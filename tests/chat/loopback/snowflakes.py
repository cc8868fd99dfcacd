"""Ids as Discord makes them: milliseconds since 2015 in the upper bits, a counter in the lower 22."""

import itertools
import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
_LOW_BITS = 22


class Snowflakes:
    """Ids of now, each greater than all before within its millisecond, and never the same twice."""

    def __init__(self) -> None:
        self._count = itertools.count()

    def new(self) -> int:
        return self._made(time.time_ns() // 1_000_000 - EPOCH_MS)

    def on_shard(self, shard: int, shards: int) -> int:
        """An id of a guild that Discord gives to this shard: (id >> 22) % shards."""
        now_ms = time.time_ns() // 1_000_000 - EPOCH_MS
        return self._made(now_ms - (now_ms - shard) % shards)

    def _made(self, ms: int) -> int:
        return (ms << _LOW_BITS) | (next(self._count) & ((1 << _LOW_BITS) - 1))


def moment(snowflake: int) -> datetime:
    """When the id was made, in UTC."""
    return datetime.fromtimestamp(((snowflake >> _LOW_BITS) + EPOCH_MS) / 1000, UTC)
