"""`/feed`: which feeds a server follows, for those who look after its articles. Only its own are ever seen or named."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import access, outgoing
from bot.chat.commands import checking, following
from bot.chat.commands.choosing import Choices
from bot.chat.commands.owned import is_manager
from bot.chat.faults import guarded, log_failure
from bot.chat.feed_list import feed_lines
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CHOICES, MAX_CONTENT, choice_name, units
from bot.chat.markup import bold, plain, subtext
from bot.chat.options import THREADS, AnId
from bot.chat.outgoing import Outgoing
from bot.chat.pages import Turn, page_items, page_routes
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.errors import InputRefused
from bot.feeds import Feed, Feeds
from bot.feeds.records import MAX_FEEDS, MOST_A_DAY, USUAL_DAILY_LIMIT
from bot.model import Shelf
from bot.model.articles import last_page
from bot.reply import printable
from bot.reply.discord import COMMANDS

MAX_URL = 2_000
MAX_NAMED = 300
"""Code points of what names a feed: the longest title."""
ON_A_PAGE = 4
ROUTE = "feeds"
Subcommand = app_commands.Command[Any, ..., None]
Named = app_commands.Range[str, 1, MAX_NAMED]
ToldId = Annotated[
    int,
    AnId(discord.AppCommandOptionType.channel, [discord.ChannelType.text, discord.ChannelType.news, *THREADS]),
]


def commands(front: Front) -> Iterator[AnyCommand]:
    group = app_commands.Group(
        name="feed",
        description=COMMANDS["feed"],
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )
    named = (remove_command(front), check_command(front), pause_command(front), resume_command(front))
    for command in named:
        suggest_feeds(front, command)
    for command in (add_command(front), list_command(front), *named):
        group.add_command(command)
    yield group


def add_command(front: Front) -> Subcommand:
    @app_commands.command(name="add", description=COMMANDS["feed add"])
    @app_commands.describe(
        url=COMMANDS["feed add url"], channel=COMMANDS["feed add channel"], limit=COMMANDS["feed add limit"]
    )
    async def add(
        interaction: discord.Interaction,
        url: app_commands.Range[str, 1, MAX_URL],
        channel: ToldId | None = None,
        limit: app_commands.Range[int, 1, MOST_A_DAY] = USUAL_DAILY_LIMIT,
    ) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            await following.follow(front, place, interaction, url, channel, limit)

    return add


def list_command(front: Front) -> Subcommand:
    @app_commands.command(name="list", description=COMMANDS["feed list"])
    async def list_(interaction: discord.Interaction) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            turn = Turn(interaction.user.id, 1, "")
            await outgoing.answer(interaction, await show(front, place, interaction, turn))

    return list_


def remove_command(front: Front) -> Subcommand:
    @app_commands.command(name="remove", description=COMMANDS["feed remove"])
    @app_commands.describe(feed=COMMANDS["feed remove feed"])
    async def remove(interaction: discord.Interaction, feed: Named) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            server, by = access.require_manager(place, interaction), access.actor(interaction)
            found = await front.call(own_feed, front.news.feeds, place.shelf, feed)
            await front.call(front.news.feeds.unfollow, place.shelf, found.number)
            await front.call(front.servers.write_down, server, by, following.JOURNAL, found.name, None)
            front.looks.refused.pop(found.number, None)
            await outgoing.answer(interaction, Outgoing(plain(reply.feeds.removed(place.words, found.name))))

    return remove


async def chosen_feed(front: Front, interaction: discord.Interaction, named: str) -> tuple[Place, Feed]:
    """Acknowledge a manager's command, and find the feed that it names. Raises NotAllowed, InputRefused."""
    await outgoing.acknowledge(interaction, private=True)
    place = await front.place_of(interaction)
    access.require_manager(place, interaction)
    return place, await front.call(own_feed, front.news.feeds, place.shelf, named)


def check_command(front: Front) -> Subcommand:
    @app_commands.command(name="check", description=COMMANDS["feed check"])
    @app_commands.describe(feed=COMMANDS["feed check feed"])
    async def check(interaction: discord.Interaction, feed: Named) -> None:
        async with guarded(front, interaction):
            place, found = await chosen_feed(front, interaction, feed)
            await checking.check(front, place, interaction, found)

    return check


def pause_command(front: Front) -> Subcommand:
    @app_commands.command(name="pause", description=COMMANDS["feed pause"])
    @app_commands.describe(feed=COMMANDS["feed pause feed"])
    async def pause(interaction: discord.Interaction, feed: Named) -> None:
        async with guarded(front, interaction):
            place, found = await chosen_feed(front, interaction, feed)
            await front.call(front.news.feeds.pause, place.shelf, found.number)
            await outgoing.answer(interaction, Outgoing(plain(reply.feeds.is_paused(place.words, found.name))))

    return pause


def resume_command(front: Front) -> Subcommand:
    @app_commands.command(name="resume", description=COMMANDS["feed resume"])
    @app_commands.describe(feed=COMMANDS["feed resume feed"])
    async def resume(interaction: discord.Interaction, feed: Named) -> None:
        async with guarded(front, interaction):
            place, found = await chosen_feed(front, interaction, feed)
            await front.call(front.news.feeds.resume, place.shelf, found.number)
            front.looks.ring()
            await outgoing.answer(interaction, Outgoing(plain(reply.feeds.is_resumed(place.words, found.name))))

    return resume


# Which one


def suggest_feeds(front: Front, command: Subcommand) -> None:
    """Have the server's feeds suggested for the option `feed`, to those who may manage them."""

    async def titles(interaction: discord.Interaction, typed: str) -> Choices:
        try:
            place = await front.place_of(interaction)
            if not is_manager(place, interaction):
                return []
            return as_choices(await front.look(front.news.feeds.of, place.shelf), typed)
        except Exception as exc:  # noqa: BLE001 - Discord would show that the bot doesn't answer
            log_failure(exc)
            return []  # there is no way to say anything; the command will

    command.autocomplete("feed")(titles)


def as_choices(feeds: tuple[Feed, ...], typed: str) -> Choices:
    """Those whose title or address holds each word that was typed; the values are their numbers."""
    words = folded(typed).split()
    fitting = [feed for feed in feeds if all(word in folded(f"{feed.title} {feed.url}") for word in words)]
    return [app_commands.Choice(name=choice_name(feed.name), value=str(feed.number)) for feed in fitting[:MAX_CHOICES]]


def own_feed(feeds: Feeds, shelf: Shelf, named: str) -> Feed:
    """The feed of this very shelf with that number, or the only one with that title or address. Raises InputRefused."""
    every = feeds.of(shelf)
    found = [feed for feed in every if str(feed.number) == named] or [
        feed for feed in every if folded(named) in (folded(feed.title), folded(feed.url))
    ]
    if len(found) != 1:
        raise InputRefused(
            "There is no feed “{named}” here, or several. Choose one from the list that opens.",
            named=printable(named)[:MAX_NAMED],
        )
    return found[0]


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


# The list


async def show(front: Front, place: Place, interaction: discord.Interaction, turn: Turn) -> Outgoing:
    """A page of the feeds, or the nearest that there is. Raises NotAllowed."""
    access.require_manager(place, interaction)
    words, every = place.words, await front.call(front.news.feeds.of, place.shelf)
    if not every:
        return Outgoing(plain(reply.feeds.none_followed(words)))
    last = last_page(len(every), ON_A_PAGE)
    number = min(turn.page, last)
    heading = reply.feeds.heading(words)
    above = bold(heading, [(0, len(heading))])
    below = subtext(reply.feeds.page_line(words, number, last, len(every), MAX_FEEDS))
    shown = every[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    room = MAX_CONTENT - units(above) - units(below) - 2
    lines = feed_lines(words, shown, interaction.guild, front.looks.refused, room)
    here = Turn(turn.person, number, turn.rest)
    return Outgoing("\n".join([above, *lines, below]), page_items(words, ROUTE, here, last))


ROUTES: Mapping[str, Handler] = {**page_routes(ROUTE, show), **following.ROUTES}
