"""The shapes of JSON output about feeds. Fields are only ever added."""

from datetime import datetime
from typing import Any

from bot.feeds import Checked, Feed, NotRead
from bot.newsstand import Brought, Look
from bot.reply import Words, printable


def feed_shape(words: Words, feed: Feed) -> dict[str, Any]:
    """`last_failure` is the last one, also where it has succeeded since; `failures` counts those in a row."""
    failure = feed.failure
    return {
        "number": feed.number,
        "shelf": feed.shelf.name,
        "url": feed.url,
        "title": feed.title,
        "state": feed.state.value,
        "added": feed.added.isoformat(),
        "daily_limit": feed.daily_limit,
        "taken_today": feed.taken_today,
        "due": feed.due.isoformat(),
        "last_success": iso(feed.succeeded),
        "failures": feed.failures,
        "last_failure": {"moment": iso(failure.moment), "reason": printable(words(failure.reason))}
        if failure
        else None,
    }


def look_shape(words: Words, look: Look) -> dict[str, Any]:
    """`left` counts new items that were not read, for there were too many; `error` is why the feed can't be read."""
    outcome = look.outcome
    return {
        "number": look.feed.number,
        "url": look.feed.url,
        "title": look.feed.title,
        "error": printable(words(outcome.reason)) if isinstance(outcome, NotRead) else None,
        "items": [item_shape(words, each) for each in look.items],
        "left": outcome.left if isinstance(outcome, Checked) else 0,
        "due": outcome.due.isoformat(),
    }


def item_shape(words: Words, each: Brought) -> dict[str, Any]:
    """`taken` is kept, refused (for good) or later; `outcome` and `id` are those of its article."""
    return {
        "title": printable(each.item.title),
        "url": each.item.url,
        "taken": each.taken.value,
        "outcome": each.kept.outcome.value if each.kept else None,
        "id": each.kept.id if each.kept else None,
        "reason": printable(words(each.reason)) if each.reason else None,
    }


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
