"""`/ask` and the message menu *Ask about this*."""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.chat import outgoing
from bot.chat.asking import Asked, look_up, note
from bot.chat.commands.choosing import article_choices
from bot.chat.faults import guarded
from bot.chat.front import Front
from bot.chat.hearing import spoken
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.desk import MAX_QUESTION
from bot.errors import QuestionRefused
from bot.reply.discord import COMMANDS

ROUTES: Mapping[str, Handler] = {}
MessageCallback = Callable[[discord.Interaction, discord.Message], Coroutine[Any, Any, None]]


def commands(front: Front) -> Iterator[AnyCommand]:
    yield ask_command(front)
    yield app_commands.ContextMenu(name="Ask about this", callback=ask_about(front))


def ask_command(front: Front) -> AnyCommand:
    @app_commands.command(name="ask", description=COMMANDS["ask"])
    @app_commands.describe(
        question=COMMANDS["ask question"], article=COMMANDS["ask article"], private=COMMANDS["ask private"]
    )
    async def ask(
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, MAX_QUESTION],
        article: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        async with guarded(front, interaction):
            await begin(front, interaction, private)
            await answer(front, interaction, question, article)

    @ask.autocomplete("article")
    async def titles(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await article_choices(front, interaction, typed)

    return ask


def ask_about(front: Front) -> MessageCallback:
    async def ask(interaction: discord.Interaction, message: discord.Message) -> None:
        async with guarded(front, interaction):
            if not spoken(message.content, {}):
                raise QuestionRefused("That message has no text to look up.")
            await begin(front, interaction, private=False)
            await answer(front, interaction, message.content)

    return ask


async def begin(front: Front, interaction: discord.Interaction, private: bool, cost: int = 1) -> None:
    """Count a question, and tell Discord that an answer comes. Raises CoolingDown before anybody else sees anything."""
    front.cooldowns.ask(interaction.user.id, interaction.guild_id, cost)
    await outgoing.acknowledge(interaction, private)


async def answer(front: Front, interaction: discord.Interaction, question: str, article: str | None = None) -> None:
    """Answer a question that has begun."""
    asked = Asked(spoken(question, {}), await front.place_of(interaction), interaction.user.id, article)
    told = await look_up(front, asked)
    sent = await outgoing.answer(interaction, told.message)
    await note(front, asked.place, told, sent, asked.text, question=None)
