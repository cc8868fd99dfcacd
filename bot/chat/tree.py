"""The commands: their names in every language, their errors, and their registration when they have changed."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.chat import faults
from bot.chat.front import Front
from bot.reply import words_for

log = structlog.get_logger(__name__)

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


class Catalogue(app_commands.Translator):
    """discord.py asks it for each name and description in each of Discord's languages."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002
    ) -> str | None:
        words = words_for(locale.value)
        translated = words(string.message)
        return translated if translated != string.message else None


class Tree(app_commands.CommandTree):
    """discord.py's tree; an error reaches the person as a sentence."""

    def __init__(self, client: discord.Client, front: Front, commands: Iterable[AnyCommand]) -> None:
        super().__init__(client)
        self._front = front
        for command in commands:
            self.add_command(command)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if faults.is_over(cause):
            return
        words = await faults.words_of(self._front, interaction)
        await faults.tell(interaction, faults.sentence(words, cause))

    async def register(self) -> bool:
        """Register the commands with Discord where they differ from what it has; whether they did.

        Discord takes 200 new commands a day, so it isn't done at each start: the digest of what was registered is
        kept.
        """
        translator = Catalogue()
        await self.set_translator(translator)
        payload = [await each.get_translated_payload(self, translator) for each in self.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        name = f"commands of {self.client.application_id}"
        if await self._front.call(self._front.servers.remembered, name) == digest:
            return False
        await self.sync()
        await self._front.call(self._front.servers.remember_text, name, digest)
        log.info("commands registered", commands=len(payload))
        return True
