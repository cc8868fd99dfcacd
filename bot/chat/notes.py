"""Earlier answers get a quiet line when the article that they quote was changed or removed.

A message is brought in line with what the article says now, whatever happened to it before: where its sentence still
stands word for word it has no note, and one that it had is taken off. So nothing is noted twice, and a look too many
does no harm.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import structlog

from bot import reply
from bot.chat.changes import Changed
from bot.chat.front import Front
from bot.chat.hearing import quotes_on
from bot.chat.limits import MAX_CONTENT, fits
from bot.chat.markup import subtext
from bot.chat.outgoing import NO_PINGS
from bot.chat.references import Reference, checksum
from bot.errors import BotError
from bot.model import SHARED, Act, Article, OwnOnly, source_key
from bot.reply import Words, words_for
from bot.reply.words import languages
from bot.servers import Posted

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0
"""How often the shared shelf's journal is looked at, for changes made in a terminal or in the folder."""
MAX_NOTES = 50
"""Of one change: the answers posted last."""
MAX_ENTRIES = 10_000
"""Of the journal, at one look."""
PACE_SECONDS = 1.0
"""Between two messages: Discord takes 50 requests a second of all that the bot does, and answers go first."""
SEEN = "entries seen of the shared journal"
UNKNOWN_MESSAGE = 10008
"""Discord's code for a message that was deleted, or that only one person saw."""


async def keep_noting(client: discord.Client, front: Front) -> None:
    """Note what was changed from Discord at once, and what was changed elsewhere within a minute; until cancelled."""
    while True:
        waiting = front.changes.take()
        try:
            await look_after(client, front, waiting)
            if client.is_ready():  # before, it doesn't know its servers
                await look_elsewhere(client, front)
        except BotError as exc:
            log.warning("notes failed, and are tried again", reason=str(exc))
            for changed in waiting:
                front.changes.note(changed.shelf, [changed.id])
            await asyncio.sleep(LOOK_SECONDS)
        except Exception:  # a note is not worth the bot
            log.exception("notes failed")
        await front.changes.some(LOOK_SECONDS)


async def look_elsewhere(client: discord.Client, front: Front) -> None:
    """Note what was changed on the shared shelf. In a crash the same is looked at again."""
    elsewhere = await front.call(changed_elsewhere, front)
    await look_after(client, front, elsewhere.changes)
    if elsewhere.seen:
        await front.call(front.servers.remember_text, SEEN, elsewhere.seen)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the shared shelf's journal tells that is new."""

    changes: Sequence[Changed]
    seen: str  # how many entries there are now, to be remembered once they are looked after; empty: as many as before


def changed_elsewhere(front: Front) -> Elsewhere:
    """The articles of the shared shelf that the journal names since the last look; at the first one, none."""
    seen, page = front.servers.remembered(SEEN), front.desk.library.journal(SHARED, 1, 1)
    if seen == str(page.total):
        return Elsewhere((), "")
    new = page.total - int(seen) if seen.isdecimal() else 0
    if new <= 0:  # another library
        return Elsewhere((), str(page.total))
    entries = front.desk.library.journal(SHARED, 1, min(new, MAX_ENTRIES)).entries
    changes = (Changed(SHARED, each.id) for each in entries if each.act is not Act.ADDED)
    return Elsewhere(tuple(dict.fromkeys(changes)), str(page.total))


async def look_after(client: discord.Client, front: Front, changes: Sequence[Changed]) -> None:
    """Bring the answers of the last days that quote these articles in line with them, one after the other."""
    for changed in changes:
        for posted in await front.call(quoting, front, changed):
            article = await front.call(current, front, changed)
            if await reconsidered(client, front, changed, article, posted):
                await asyncio.sleep(PACE_SECONDS)


def quoting(front: Front, changed: Changed) -> Sequence[Posted]:
    """The last answers that quote an article, where their servers want notes."""
    since = datetime.now(UTC) - timedelta(days=front.settings.note_days)
    key, shelf = source_key(changed.shelf.name, changed.id), changed.shelf
    if shelf == SHARED:
        posted = front.servers.quoting_anywhere(key, since)
    else:
        posted = front.servers.quoting(int(shelf.name.partition(":")[2]), key, since)
    wanted = {server: wants_notes(front, server) for server in {each.server for each in posted}}
    return [each for each in posted if wanted[each.server]][:MAX_NOTES]


def wants_notes(front: Front, server: int | None) -> bool:
    return server is None or front.servers.settings(server).note_changes


def current(front: Front, changed: Changed) -> Sequence[Article]:
    """The article as it is now: one, or none."""
    key = source_key(changed.shelf.name, changed.id)
    return tuple(front.desk.library.recall(OwnOnly(changed.shelf), [key]).values())


async def reconsidered(
    client: discord.Client, front: Front, changed: Changed, article: Sequence[Article], posted: Posted
) -> bool:
    """Put the note that an answer ought to have into its message; whether Discord had to be asked."""
    if not may_read(client, posted):
        return False
    message = client.get_partial_messageable(posted.channel).get_partial_message(posted.message)
    try:
        answer = await message.fetch()
        note = note_for(await words_there(client, front, posted), answer, changed, article)
        content = with_note(answer.content, note)
        if content != answer.content:
            await answer.edit(content=content, allowed_mentions=NO_PINGS)
    except discord.HTTPException as exc:
        if exc.code == UNKNOWN_MESSAGE:
            await front.call(front.servers.forget_answer, posted.server, posted.message)
        else:
            log.info("an answer got no note", status=exc.status, code=exc.code)
    except (aiohttp.ClientError, OSError) as exc:
        log.info("an answer got no note", reason=str(exc))
    return True


def may_read(client: discord.Client, posted: Posted) -> bool:
    """Whether the bot may fetch the message and change it, as far as it knows."""
    if posted.server is None:
        return True
    guild = client.get_guild(posted.server)
    if guild is None or guild.me is None:
        return False
    channel = guild.get_channel_or_thread(posted.channel)
    if channel is None:  # a thread that rests
        return False
    allowed = channel.permissions_for(guild.me)
    return allowed.view_channel and allowed.read_message_history


async def words_there(client: discord.Client, front: Front, posted: Posted) -> Words:
    """The words of a server; in direct messages, English."""
    guild = client.get_guild(posted.server) if posted.server is not None else None
    return (await front.place(posted.server, guild.preferred_locale.value if guild else "")).words


def note_for(words: Words, answer: discord.Message, changed: Changed, article: Sequence[Article]) -> str:
    """What is to stand below an answer; empty where its sentence still stands."""
    key = source_key(changed.shelf.name, changed.id)
    quoted = [each for each in quotes_on(answer) if each.key == key]
    if not quoted:  # it says something else by now
        return ""
    if not article:
        return subtext(reply.discord.removed_since(words))
    return "" if stands(quoted[0], article[0]) else subtext(reply.discord.changed_since(words))


def stands(quoted: Reference, article: Article) -> bool:
    """Whether the article still has the sentence, word for word, wherever it is now."""
    length = quoted.end - quoted.start
    return any(
        end - start == length and checksum(article.text[start:end]) == quoted.check for start, end in article.sentences
    )


def with_note(content: str, note: str) -> str:
    """The content with this note and no other; without it where it doesn't fit."""
    lines = content.split("\n")
    if len(lines) > 1 and lines[-1] in every_note():
        lines.pop()
    noted = "\n".join([*lines, note] if note else lines)
    return noted if fits(noted, MAX_CONTENT) else "\n".join(lines)


def every_note() -> frozenset[str]:
    """The notes in all languages."""
    return frozenset(notes())


def notes() -> Iterator[str]:
    for language in languages():
        words = words_for(language)
        yield subtext(reply.discord.changed_since(words))
        yield subtext(reply.discord.removed_since(words))
