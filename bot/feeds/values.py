"""What a feed says: frozen values. Empty, or None for a date: it doesn't say."""

from dataclasses import dataclass

from bot.model import Published

MAX_ITEMS = 1_000
"""Of one feed: the first that it lists. Those of newspapers list 20 to 200."""
MAX_ID = 2_000
MAX_URL = 2_000
MAX_LINE = 300
"""Code points of a title or an author, as of an article's."""
MAX_SUMMARY = 2_000


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a feed tells of. It has a page, or its content, or both."""

    id: str  # what the feed calls it for good, or its address, or what it says; never empty; up to MAX_ID
    url: str  # its page: absolute, http or https, in ASCII
    title: str  # plain text in one line, up to MAX_LINE
    published: Published  # a moment with the zone that was given; without a zone only the day
    updated: Published
    author: str  # several with a comma between them; up to MAX_LINE
    summary: str  # plain text in one line, up to MAX_SUMMARY
    content_html: str  # HTML as the feed has it: a stranger's, with addresses relative to the page's


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as it was understood."""

    title: str
    link: str  # the page that it belongs to: absolute, http or https
    language: str  # as it says, in small letters: en, pt-br
    items: tuple[FeedItem, ...]  # in the feed's order, up to MAX_ITEMS
    next_page: str = ""  # where its older items are: RFC 5005, JSON Feed's next_url
    every_seconds: int = 0  # how often it says that it changes; 0: it doesn't say
