"""`/feed check`: a look at a feed now, and what it has brought."""

from collections.abc import Iterator
from functools import partial

import discord

from bot import reply
from bot.chat import access, outgoing
from bot.chat.announcing import MOST_TOLD, entry, there
from bot.chat.feed_list import reason
from bot.chat.front import Front, Place
from bot.chat.limits import clip
from bot.chat.markup import plain, subtext
from bot.chat.messages import fitting
from bot.chat.newsroom import look_and_tell
from bot.chat.outgoing import Outgoing
from bot.errors import InputRefused
from bot.feeds import Checked, Feed, NotRead, Taken
from bot.model import Outcome
from bot.newsstand import Brought, Look
from bot.reply import Words, printable

MAX_NAME = 200
"""UTF-16 units of a feed's title."""
MAX_REASON = 250
SHOWN_REASONS = 3


async def check(front: Front, place: Place, interaction: discord.Interaction, feed: Feed) -> None:
    """Look at a feed of this server now; the interaction was acknowledged. Raises InputRefused, Gone."""
    server = access.require_manager(place, interaction)
    front.readers.count_fetch(interaction.user.id, server)
    claim = await front.call(front.news.feeds.claim, place.shelf, feed.number)
    try:
        run = partial(front.readers.read, server)
        look = await look_and_tell(interaction.client, front, claim, run)
    except InputRefused:  # too much is being read for this server
        await front.call(front.news.feeds.release, claim)
        raise
    ids = [each.kept.id for each in look.kept if each.kept is not None and each.kept.outcome is Outcome.ADDED]
    new = await front.call(lambda: list(there(front.desk, place.shelf, ids[:MOST_TOLD])))
    lines = [plain(summary(place.words, look)), *map(entry, new), *shortcomings(place.words, look)]
    await outgoing.answer(interaction, Outgoing(fitting(lines[:1], lines[1:])))


def summary(words: Words, look: Look) -> str:
    """What the look has brought, or that it failed."""
    name = clip(printable(look.feed.name), MAX_NAME)
    if isinstance(look.outcome, NotRead):
        return " ".join((reply.feeds.unreadable(words, name), reason(words, look.outcome.reason)))
    outcomes = [each.kept.outcome for each in look.items if each.kept is not None]
    return reply.feeds.checked(words, name, outcomes.count(Outcome.ADDED), outcomes.count(Outcome.UPDATED))


def shortcomings(words: Words, look: Look) -> Iterator[str]:
    """Items without an article, with the reasons of the first, and how many are left for the next look."""
    without = [each for each in look.items if each.taken is not Taken.KEPT and each.kept is None]
    if without:
        yield subtext(reply.feeds.not_taken(words, len(without)))
    yield from (clip(subtext(why(words, each)), MAX_REASON) for each in without[:SHOWN_REASONS])
    if isinstance(look.outcome, Checked) and look.outcome.left:
        yield subtext(reply.feeds.left(words, look.outcome.left))


def why(words: Words, brought: Brought) -> str:
    """An item, and why it has no article."""
    name = printable(brought.item.title or brought.item.url)
    return reply.discord.refused_file(words, clip(name, MAX_NAME), brought.reason or "")
