"""Here is a feed: what is new in it, and when to look again.

`parse_feed` and `discover` are pure: bytes to what they say. `Feeds` keeps what shelves follow, in a database of its
own; `Checker` looks at a feed for whoever holds its claim, and has what is new read; `schedule` says when next.
"""

from bot.feeds.asking import Answer, Ask, Introduced, Offered, asking, introduce
from bot.feeds.checking import Checked, Checker, NotRead, Outcome, Take, Taken, Unchanged
from bot.feeds.claims import Claim
from bot.feeds.discovery import discover
from bot.feeds.home import FILE, Feeds
from bot.feeds.parsing import parse_feed
from bot.feeds.records import Failure, Feed, State
from bot.feeds.values import FeedItem, ParsedFeed

__all__ = [
    "FILE",
    "Answer",
    "Ask",
    "Checked",
    "Checker",
    "Claim",
    "Failure",
    "Feed",
    "FeedItem",
    "Feeds",
    "Introduced",
    "NotRead",
    "Offered",
    "Outcome",
    "ParsedFeed",
    "State",
    "Take",
    "Taken",
    "Unchanged",
    "asking",
    "discover",
    "introduce",
    "parse_feed",
]
