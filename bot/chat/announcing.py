"""A channel is told of a feed's new articles: one quiet message a look, if the bot may write there."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import aiohttp
import discord
import structlog

from bot import reply
from bot.chat.diagnosis import Permission, missing
from bot.chat.faults import log_refusal
from bot.chat.front import Front
from bot.chat.limits import MAX_CONTENT, clip, fits, units
from bot.chat.markup import bold, masked, plain, subtext
from bot.chat.outgoing import NO_PINGS
from bot.desk import Desk
from bot.errors import ArticleNotFound
from bot.feeds import Feed
from bot.links import to_page
from bot.model import SHARED, OwnOnly, Shelf, Source
from bot.reply import Words, printable

log = structlog.get_logger(__name__)

Told = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""Where a message can be written."""
MOST_TOLD = 10
"""Articles in a message."""
MAX_NAME, MAX_TITLE = 100, 120
"""UTF-16 units, escapes included. Ten titles without links fit a message."""


def server_of(shelf: Shelf) -> int:
    """The server whose shelf it is; not for the shared one."""
    return int(shelf.name.partition(":")[2])


async def announce(client: discord.Client, front: Front, feed: Feed, ids: Sequence[str]) -> None:
    """Tell the feed's channel of the articles with these ids on its shelf; where that can't be, it is noted."""
    guild = None if feed.shelf == SHARED else client.get_guild(server_of(feed.shelf))
    if guild is None or feed.channel is None or not ids:
        return
    channel = guild.get_channel_or_thread(feed.channel)
    if not isinstance(channel, Told) or lacking(channel):
        log.info("a channel can't be told of a feed's articles", server=guild.id, feed=feed.number)
        return
    words = (await front.place(guild.id, guild.preferred_locale.value)).words
    articles = await front.call(lambda: list(there(front.desk, feed.shelf, ids[:MOST_TOLD])))
    await send(front, feed, channel, announcement(words, feed, articles, len(ids)))


async def send(front: Front, feed: Feed, channel: Told, content: str) -> None:
    """Say it without a sound, and without pings; that Discord refuses it is noted."""
    try:
        await channel.send(content, allowed_mentions=NO_PINGS, suppress_embeds=True, silent=True)
        front.looks.refused.pop(feed.number, None)
    except discord.HTTPException as exc:
        log_refusal(exc)
        front.looks.refused[feed.number] = datetime.now(UTC)
    except (aiohttp.ClientError, OSError) as exc:
        log.info("a channel was not told of a feed's articles", feed=feed.number, reason=str(exc))


def lacking(channel: Told) -> tuple[Permission, ...]:
    """The permissions that the bot lacks to write there."""
    me = channel.guild.me
    needed = {Permission.VIEW, Permission.SEND_IN_THREADS if isinstance(channel, discord.Thread) else Permission.SEND}
    return tuple(lack.permission for lack in missing(channel, me) if lack.permission in needed)


def there(desk: Desk, shelf: Shelf, ids: Sequence[str]) -> Iterator[Source]:
    """The articles that are still there."""
    for id in ids:
        try:
            yield desk.library.article(OwnOnly(shelf), id).about
        except ArticleNotFound:  # removed just now
            continue


def announcement(words: Words, feed: Feed, articles: Sequence[Source], count: int) -> str:
    """The titles, each of which opens its page; those with the longest links go without where there is no room."""
    heading = reply.feeds.new_from(words, clip(printable(feed.name), MAX_NAME))
    more = [subtext(reply.feeds.more(words, count - MOST_TOLD))] if count > MOST_TOLD else []
    lines = [entry(about) for about in articles]
    fixed = [bold(heading, [(0, len(heading))]), *more]
    for place in sorted(range(len(lines)), key=lambda place: -units(lines[place])):
        if fits("\n".join([*fixed, *lines]), MAX_CONTENT):
            break
        lines[place] = clip(plain(articles[place].title), MAX_TITLE)
    return "\n".join([fixed[0], *lines, *more])


def entry(about: Source) -> str:
    title, url = clip(printable(about.title), MAX_TITLE), to_page(about.url or "")
    return masked(title, url) if url else clip(plain(title), MAX_TITLE)
