"""Feeds in a list: what each is called, how it goes with it, and what is amiss."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import discord

from bot import reply
from bot.chat.announcing import Told, lacking
from bot.chat.limits import MAX_CONTENT, clip, fits, units
from bot.chat.markup import SMALL, bold, masked, plain
from bot.errors import Phrase
from bot.feeds import Feed, State
from bot.links import to_page
from bot.reply import Words, printable
from bot.reply.discord import reworded

MAX_NAME = 70
"""UTF-16 units, escapes included. Four feeds without links fit a message, whatever is amiss with them."""
MAX_REASON = 120
WARNING = f"{SMALL}⚠ "


def feed_lines(
    words: Words,
    feeds: Sequence[Feed],
    guild: discord.Guild | None,
    refused: Mapping[int, datetime],
    room: int = MAX_CONTENT,
) -> list[str]:
    """An entry for each, in so many UTF-16 units; those with the longest links go without where there is no room."""
    below = ["\n".join(facts(words, feed, guild, refused)) for feed in feeds]
    lines = [f"{link(feed)}\n{said}" for feed, said in zip(feeds, below, strict=True)]
    for place in sorted(range(len(lines)), key=lambda place: -units(lines[place])):
        if fits("\n".join(lines), room):
            break
        lines[place] = f"{name(feeds[place])}\n{below[place]}"
    return lines


def link(feed: Feed) -> str:
    """What it is called, opening the feed itself."""
    url = to_page(feed.url)
    return masked(clip(printable(feed.name), MAX_NAME), url) if url else name(feed)


def name(feed: Feed) -> str:
    said = clip(printable(feed.name), MAX_NAME)
    return bold(said, [(0, len(said))])


def facts(words: Words, feed: Feed, guild: discord.Guild | None, refused: Mapping[int, datetime]) -> Iterator[str]:
    """Its state; why it can't be read; why its channel isn't told."""
    told = [reply.feeds.told_in(words, f"<#{feed.channel}>")] if feed.channel is not None else []
    today = reply.feeds.today(words, feed.taken_today, feed.daily_limit)
    yield SMALL + " · ".join([state(words, feed), today, *told])
    if feed.failures and feed.failure is not None:
        why = reply.feeds.failing(words, feed.failures, since(feed.failure.moment))
        yield f"{WARNING}{why} {clip(plain(reason(words, feed.failure.reason)), MAX_REASON)}"
    yield from (f"{WARNING}{each}" for each in untold(words, feed, guild, refused))


def state(words: Words, feed: Feed) -> str:
    if feed.state is State.PAUSED:
        return reply.feeds.paused(words)
    if feed.state is State.GONE:
        return reply.feeds.gone(words)
    return reply.feeds.read_at(words, since(feed.succeeded)) if feed.succeeded else reply.feeds.not_read(words)


def untold(words: Words, feed: Feed, guild: discord.Guild | None, refused: Mapping[int, datetime]) -> Iterator[str]:
    """Why the channel can't be told, or wasn't the last time."""
    if feed.channel is None or guild is None:
        return
    channel = guild.get_channel_or_thread(feed.channel)
    if not isinstance(channel, Told):
        yield reply.feeds.channel_gone(words)
    elif lacks := lacking(channel):
        yield reply.feeds.lacks(words, reply.diagnosis.NAMES[lacks[0]](words))
    elif feed.number in refused:
        yield f"{reply.feeds.not_told(words)}, {since(refused[feed.number])}"


def since(moment: datetime) -> str:
    """How long ago it was, as Discord writes it in the reader's language."""
    return discord.utils.format_dt(moment, "R")


def reason(words: Words, why: Phrase) -> str:
    return printable(words(reworded(why)))
