"""The words of `/feed`: what is followed, how that goes, and what it has brought."""

from bot.reply.printable import printable
from bot.reply.words import Saying, Words

heading = Saying("Feeds that this server follows")
none_followed = Saying("This server follows no feed yet. /feed add follows one.")
choose = Saying("Choose a feed")
several = Saying("That is a page, which names these feeds. Choose the one that this server is to follow.")

paused = Saying("paused")
gone = Saying("no longer looked at: its site says that it is gone for good; /feed resume tries it again")
not_read = Saying("not read yet")
not_told = Saying("Discord refused the last message there")


def new_from(words: Words, name: str) -> str:
    """Above new articles, in the channel that is told of them."""
    return words("New from {feed}", feed=name)


def more(words: Words, n: int) -> str:
    """New articles that are not named."""
    return words.many(n, "and {n:,} more; /sources list shows them", "and {n:,} more; /sources list shows them")


def followed(words: Words, name: str, limit: int) -> str:
    """A feed is followed from now on."""
    return words(
        "I follow “{feed}” from now on. Its newest articles come in within a minute or two, then each new one, at most "
        "{limit:,} a day.",
        feed=printable(name),
        limit=limit,
    )


def removed(words: Words, name: str) -> str:
    return words("I no longer follow “{feed}”. The articles that it brought stay.", feed=printable(name))


def is_paused(words: Words, name: str) -> str:
    return words("“{feed}” is paused. /feed resume goes on with it.", feed=printable(name))


def is_resumed(words: Words, name: str) -> str:
    return words("I look at “{feed}” again, in a minute or two.", feed=printable(name))


def today(words: Words, taken: int, limit: int) -> str:
    """How many articles it brought today."""
    return words.many(limit, "{taken:,} of {n:,} article today", "{taken:,} of {n:,} articles today", taken=taken)


def read_at(words: Words, moment: str) -> str:
    """When it was read last; `moment` is in Discord's own writing."""
    return words("read {moment}", moment=moment)


def told_in(words: Words, channel: str) -> str:
    return words("told in {channel}", channel=channel)


def failing(words: Words, times: int, moment: str) -> str:
    """That it can't be read, in front of the reason."""
    return words.many(
        times, "Failed once, {moment}:", "Failed {n:,} times in a row, the last time {moment}:", moment=moment
    )


def lacks(words: Words, permission: str) -> str:
    """Why a channel isn't told."""
    return words("I can't write there: {permission} is missing", permission=permission)


channel_gone = Saying("its channel is no longer there, so nobody is told")


def checked(words: Words, name: str, new: int, updated: int) -> str:
    """What a look has brought."""
    parts = [
        words.many(new, "{n:,} new article", "{n:,} new articles"),
        words.many(updated, "{n:,} updated", "{n:,} updated"),
    ]
    said = [part for part, n in zip(parts, (new, updated), strict=True) if n]
    if not said:
        return words("Nothing new in “{feed}”.", feed=printable(name))
    return words("“{feed}”: {brought}.", feed=printable(name), brought=words.listing(said))


def not_taken(words: Words, n: int) -> str:
    """Items that have no article for now or for good."""
    return words.many(n, "{n:,} item has no article:", "{n:,} items have no article:")


def left(words: Words, n: int) -> str:
    """Items that there was no room for in this look."""
    return words.many(n, "{n:,} more is for the next look.", "{n:,} more are for the next look.")


def unreadable(words: Words, name: str) -> str:
    """A look failed, in front of the reason."""
    return words("“{feed}” can't be read:", feed=printable(name))


def page_line(words: Words, number: int, last: int, total: int, most: int) -> str:
    feeds = words.many(total, "{n:,} feed", "{n:,} feeds")
    return words("Page {number} of {last} · {feeds}, of {most:,}", number=number, last=last, feeds=feeds, most=most)


def journal_added(words: Words, name: str) -> str:
    """In a line of `/audit`."""
    return words("followed the feed {feed}", feed=name)


def journal_removed(words: Words, name: str) -> str:
    return words("no longer follows the feed {feed}", feed=name)
