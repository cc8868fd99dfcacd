"""`/diagnose`: what keeps the bot from answering, in plain words, for who manages the server or its articles."""

import math
from collections.abc import Iterator, Mapping

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.access import require_manager
from bot.chat.diagnosis import Channel, missing
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.lacks import cause, lacking_channels, mentions
from bot.chat.markup import bold, plain, subtext
from bot.chat.messages import fitting
from bot.chat.options import PlaceId, guild_of
from bot.chat.outgoing import Outgoing
from bot.chat.registration import refused
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.desk import Desk
from bot.errors import InputRefused
from bot.model import OwnOnly, View
from bot.reply import Words
from bot.reply.discord import COMMANDS

ROUTES: Mapping[str, Handler] = {}
GOOD, BAD = "✅", "❌"
PROBE = 300
"""Code points of an article's first sentence that are looked up, to see whether the index has it."""


def commands(front: Front) -> Iterator[AnyCommand]:
    @app_commands.command(name="diagnose", description=COMMANDS["diagnose"])
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(channel=COMMANDS["diagnose channel"])
    async def diagnose(interaction: discord.Interaction, channel: PlaceId | None = None) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            await outgoing.answer(interaction, await diagnosis(front, interaction, channel))

    yield diagnose


async def diagnosis(front: Front, interaction: discord.Interaction, chosen: int | None) -> Outgoing:
    """What is wrong in a channel, and everywhere. Raises NotAllowed, InputRefused."""
    place, guild = await front.place_of(interaction), guild_of(interaction)
    require_manager(place, interaction)
    channel = channel_there(guild.get_channel_or_thread(chosen) if chosen else interaction.channel)
    lines = [
        *of_channel(place.words, channel, guild.me),
        *of_content(front, place),
        *await front.call(of_library, front.desk, place),
        of_connection(place.words, interaction.client.latency),
        of_commands(place.words, await front.call(refused, front.servers, interaction.application_id)),
    ]
    return Outgoing(fitting(lines, of_others(place.words, guild, channel)))


def channel_there(channel: object) -> Channel:
    """The channel or thread, where it is one in which people write. Raises InputRefused."""
    if isinstance(channel, discord.CategoryChannel) or not isinstance(channel, Channel):
        raise InputRefused("That channel is not one of this server, or I have never seen it.")
    return channel


def of_channel(words: Words, channel: Channel, me: discord.Member) -> list[str]:
    """Each missing permission with what withholds it, or that there is none."""
    lacks = missing(channel, me)
    if not lacks:
        return [good(f"<#{channel.id}>: {plain(reply.diagnosis.all_well(words))}")]
    lines = []
    for lack in lacks:
        name = reply.diagnosis.NAMES[lack.permission](words)
        said = reply.diagnosis.lack(words, lack.permission)
        at = said.find(name)
        lines.append(bad(f"<#{channel.id}>: {bold(said, [(at, at + len(name))])}"))
        lines.append(subtext(cause(words, lack)))
    return lines


def of_others(words: Words, guild: discord.Guild, but: Channel) -> list[str]:
    """The other channels in which something is missing, by permission."""
    lines = []
    for permission, found in lacking_channels(guild).items():
        if others := [id for id in found if id != but.id]:
            name = reply.diagnosis.NAMES[permission](words)
            lines.append(bad(f"{plain(reply.setup.lacking(words, name, len(others)))} {mentions(words, others)}"))
    return [*lines, subtext(reply.diagnosis.permissions_are_told(words))] if lines else []


def of_content(front: Front, place: Place) -> list[str]:
    """Whether messages without a mention can be read where they should be."""
    words = place.words
    if not place.settings.answer_channels:
        return [good(plain(reply.diagnosis.content_not_needed(words)))]
    if front.settings.message_content:
        return [good(plain(reply.diagnosis.content_read(words)))]
    return [bad(plain(reply.diagnosis.content_needed(words)))]


def of_library(desk: Desk, place: Place) -> list[str]:
    """How many articles there are to answer from, and whether the last one is found."""
    words, library = place.words, desk.library
    own, everything = library.totals(OwnOnly(place.shelf)).articles, library.totals(place.view).articles
    if not everything:
        return [bad(plain(reply.diagnosis.no_articles(words)))]
    counted = good(plain(reply.diagnosis.articles(words, own, everything - own)))
    unfound = [bad(plain(reply.diagnosis.not_found(words, title))) for title in not_found(desk, place.view)]
    return [counted, *(unfound or [good(plain(reply.diagnosis.index_current(words)))])]


def not_found(desk: Desk, view: View) -> Iterator[str]:
    """The title of the article that was added last, where the index doesn't find it by its first words."""
    newest = [about.key for about in desk.library.sources(view, "", 1, 1).sources]
    for article in desk.library.recall(view, newest).values():
        question = desk.question(article.text[:PROBE], view)
        found = desk.library.search(view, question, article.about.id).passages  # what doesn't match scores 0
        if question.terms and not any(passage.score > 0 for passage in found):
            yield article.about.title


def of_connection(words: Words, latency_seconds: float) -> str:
    """How long Discord takes to hear from the bot."""
    if not math.isfinite(latency_seconds):
        return good(plain(reply.diagnosis.no_latency(words)))
    return good(plain(reply.diagnosis.latency(words, round(latency_seconds * 1000))))


def of_commands(words: Words, refusal: str) -> str:
    """Whether Discord has the commands as they are now."""
    if refusal:
        return bad(plain(reply.diagnosis.not_registered(words, refusal)))
    return good(plain(reply.diagnosis.registered(words)))


def good(line: str) -> str:
    return f"{GOOD} {line}"


def bad(line: str) -> str:
    return f"{BAD} {line}"
