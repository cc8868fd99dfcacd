"""When to look at a feed again: pure functions of what is known. `Spread` gives random numbers from 0 to 1."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Spread = Callable[[], float]

USUAL_SECONDS = 30 * 60
"""Between two looks at a feed that doesn't say how often it changes."""
LEAST_SECONDS = 5 * 60
MOST_SECONDS = 24 * 60 * 60
"""Also after failures, so that a feed that comes back is seen within a day."""
MOST_ASKED_SECONDS = 7 * 24 * 60 * 60
"""A site that wants to be left alone (Retry-After) is so for no longer."""
JITTER = 0.1
"""By which an interval is longer at most, so that feeds that were added together are not fetched together for ever."""
MAX_DOUBLINGS = 16


def interval_seconds(every: int, fresh: int) -> int:
    """Between two looks: what the feed says (`every`), no less than its answer stays fresh (`fresh`, Cache-Control).

    0 stands for what isn't said. Caches are told small numbers out of habit, so a short one makes nothing shorter.
    """
    return min(max(every or USUAL_SECONDS, fresh, LEAST_SECONDS), MOST_SECONDS)


def after_success(now: datetime, interval: int, retry_after: int, spread: Spread) -> datetime:
    """The next look, when this one went well."""
    wait = interval * (1 + JITTER * spread())
    return later(now, max(wait, asked(retry_after)))


def after_failure(now: datetime, interval: int, failures: int, retry_after: int, spread: Spread) -> datetime:
    """The next look after so many failures in a row, at least 1: twice as long each time, of which half is random.

    "Equal jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    doubled = min(interval * 2.0 ** min(failures, MAX_DOUBLINGS), MOST_SECONDS)
    return later(now, max(doubled * (0.5 + 0.5 * spread()), LEAST_SECONDS, asked(retry_after)))


def next_day(now: datetime, spread: Spread) -> datetime:
    """The next look when no more is to be taken today: within the first half hour of tomorrow, in UTC."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return later(midnight, MOST_SECONDS + USUAL_SECONDS * spread())


def asked(retry_after: int) -> int:
    return min(max(retry_after, 0), MOST_ASKED_SECONDS)


def later(moment: datetime, seconds: float) -> datetime:
    """Whole seconds later; at the end of the calendar, its end."""
    try:
        return moment + timedelta(seconds=round(seconds))
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
