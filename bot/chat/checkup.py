"""Whether Discord lets the bot in and gives it what it needs: asked over HTTP, without going online."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

import discord

from bot import reply
from bot.chat.diagnosis import Permission
from bot.chat.invitation import link
from bot.chat.refusals import in_our_words
from bot.chat.service import bot_token
from bot.errors import BotError, IntentRefused
from bot.model import Finding
from bot.settings import Settings

PAGE = 200
"""Servers in one answer of Discord's."""
MOST_NAMED = 20
"""How many servers are named of those that lack something."""
MOST_SECONDS = 60.0
"""A thousand servers take some five requests."""
WORDS = reply.words_for("en")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that the bot is on, and what it may do there where no channel says otherwise."""

    id: int
    name: str
    permissions: discord.Permissions

    @property
    def lacks(self) -> tuple[Permission, ...]:
        held = self.permissions
        return () if held.administrator else tuple(each for each in Permission if not getattr(held, each))


@dataclass(frozen=True, slots=True)
class Seen:
    """What Discord says of the bot."""

    name: str
    application: discord.AppInfo
    servers: tuple[Server, ...]


def examine(settings: Settings) -> Iterator[Finding]:
    """The findings. That there is no token, a wrong one or no network is one too."""
    try:
        seen = asyncio.run(look(bot_token(settings)))
    except BotError as problem:
        yield Finding("Discord", False, str(problem))
        return
    yield Finding("Discord", True, f"The token is that of {seen.name}.")
    yield intents(seen.application.flags, settings)
    yield from servers(seen.servers)
    yield invitation(seen.application)


async def look(token: str) -> Seen:
    """Sign in and ask. Raises TokenRefused, DiscordUnreachable."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it doesn't speak
    with in_our_words():
        async with asyncio.timeout(MOST_SECONDS), discord.Client(intents=discord.Intents(guilds=True)) as client:
            await client.login(token)
            application = await client.application_info()
            return Seen(str(client.user), application, tuple([each async for each in servers_of(client)]))


async def servers_of(client: discord.Client) -> AsyncIterator[Server]:
    """The servers that the bot is on. discord.py's own iterator leaves out the permissions, which come along here."""
    last: discord.Object | None = None
    while page := await client.http.get_guilds(PAGE, after=last.id if last else None, with_counts=False):
        for each in page:
            yield Server(int(each["id"]), each["name"], discord.Permissions(int(each.get("permissions", "0"))))
        last = discord.Object(page[-1]["id"])
        if len(page) < PAGE:
            return


def intents(flags: discord.ApplicationFlags, settings: Settings) -> Finding:
    """Whether the privileged intent that the settings ask for is switched on."""
    granted = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.message_content and not granted:
        return Finding("Intents", False, str(IntentRefused("Message Content Intent", "BOT_MESSAGE_CONTENT")))
    if settings.message_content:
        return Finding("Intents", True, "The Message Content Intent is on: chosen channels need no mention.")
    return Finding("Intents", True, "None is needed: BOT_MESSAGE_CONTENT is off, and questions mention the bot.")


def servers(here: Sequence[Server]) -> Iterator[Finding]:
    """How many servers there are, and each one that doesn't give the bot what it needs."""
    lacking = [server for server in here if server.lacks]
    if not here:
        yield Finding("Servers", True, "None yet. The invitation takes the bot to one.")
    elif not lacking:
        yield Finding("Servers", True, f"{counted(len(here))}, and on each of them the bot may do what it needs.")
    for server in lacking[:MOST_NAMED]:
        names = [str(reply.diagnosis.NAMES[lack].text) for lack in server.lacks]
        yield Finding(f"Server {server.name} ({server.id})", False, f"The bot lacks {WORDS.listing(names)} there.")
    if len(lacking) > MOST_NAMED:
        yield Finding("Servers", False, f"{counted(len(lacking))} in all lack something, of {counted(len(here))}.")


def counted(n: int) -> str:
    return WORDS.many(n, "{n:,} server", "{n:,} servers")


def invitation(application: discord.AppInfo) -> Finding:
    """The link, and whether it works."""
    url = link(application.id)
    if application.bot_require_code_grant:
        return Finding(
            "Invitation",
            False,
            "It can't work: switch off “Requires OAuth2 Code Grant” in Discord's Developer Portal, under Bot. Then: "
            + url,
        )
    return Finding("Invitation", True, url if application.bot_public else f"{url} (for you only: the bot isn't public)")
