"""What every part of the Discord front is handed: the core, and the one way to it from the event loop."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

import discord

from bot.chat.changes import Changes
from bot.chat.cooldown import Cooldowns
from bot.chat.looks import Looks
from bot.chat.previews import Previews
from bot.chat.readers import Readers
from bot.desk import Desk
from bot.errors import NotAllowed, Stopping
from bot.model import SHARED, OwnOnly, Shelf, Thresholds, View
from bot.monitoring.numbers import Numbers
from bot.newsstand import Newsstand
from bot.reply import Words, words_for
from bot.servers import Servers, ServerSettings
from bot.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody speaks to the bot: a server with its settings, or direct messages."""

    server: int | None
    settings: ServerSettings
    words: Words  # of this conversation
    certain: bool = True  # whether their language is known, or only taken for want of another

    def words_in(self, language: str) -> Words:
        """The words in which a question in this language is answered."""
        return self.words if self.certain else words_for(language)

    @property
    def view(self) -> View:
        """The articles that are seen from here; never another server's."""
        if self.server is None:
            return SHARED
        return self.shelf if self.settings.shared_corpus else OwnOnly(self.shelf)

    @property
    def shelf(self) -> Shelf:
        """The server's own shelf. Raises NotAllowed in direct messages."""
        if self.server is None:
            raise NotAllowed("That works on a server only, not in direct messages.")
        return Shelf(f"guild:{self.server}")


@dataclass(slots=True)
class Work:
    """What is being worked on, so that a stop can wait for it."""

    running: int = 0
    stopping: bool = False
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """One piece of work. Raises Stopping where no more is taken on."""
        if self.stopping:
            raise Stopping
        self.running += 1
        self.idle.clear()
        try:
            yield
        finally:
            self.running -= 1
            if not self.running:
                self.idle.set()

    async def finish(self, seconds: float) -> bool:
        """Take nothing more on, and wait for what runs; whether it was all finished in time."""
        self.stopping = True
        if not self.running:
            return True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.idle.wait(), seconds)
        return not self.running


@dataclass(frozen=True, slots=True)
class Front:
    """The core is synchronous: `call` takes a function of it to a worker thread."""

    desk: Desk
    servers: Servers
    news: Newsstand
    settings: Settings
    workers: Executor
    cooldowns: Cooldowns
    previews: Previews
    readers: Readers
    looks: Looks
    work: Work
    changes: Changes = field(default_factory=Changes)
    numbers: Numbers = field(default_factory=Numbers)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result, from a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, partial(function, *args, **kwargs))

    async def look(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `call`, for what takes a millisecond or two: it never waits for questions, which have their own threads.

        So what has to be known before Discord's 3 seconds are over is known in time.
        """
        return await asyncio.to_thread(function, *args, **kwargs)

    async def place(self, server: int | None, locale: str) -> Place:
        """The place, its words in the server's chosen language, else in that of `locale`, which may not be known."""
        settings = ServerSettings() if server is None else await self.look(self.servers.settings, server)
        tag = settings.language or locale
        return Place(server, settings, words_for(tag), certain=bool(tag))

    async def place_of(self, interaction: discord.Interaction) -> Place:
        """Where an interaction comes from, with the words of the person's own language."""
        return await self.place(interaction.guild_id, interaction.locale.value)

    def thresholds(self, settings: ServerSettings) -> Thresholds:
        """A server's thresholds; where it has set none, those of the bot."""
        answer, sure = settings.answer_threshold, settings.sure_threshold
        return Thresholds(
            self.settings.answer_threshold if answer is None else answer,
            self.settings.sure_threshold if sure is None else sure,
        )
