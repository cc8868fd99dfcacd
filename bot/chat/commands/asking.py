"""`/ask` and the message menu *Ask about this*."""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.chat import outgoing
from bot.chat.asking import Asked, begin, look_up, note
from bot.chat.commands.choosing import MAX_NAMED, article_choices, named_article
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.hearing import spoken
from bot.chat.messages import ASK_ALL
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.desk import MAX_QUESTION
from bot.errors import QuestionRefused
from bot.reply.discord import COMMANDS

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
        article: app_commands.Range[str, 1, MAX_NAMED] | None = None,
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


async def answer(front: Front, interaction: discord.Interaction, question: str, named: str | None = None) -> None:
    """Answer a question that has begun, from the article that is named where one is. Raises InputRefused."""
    place = await front.place_of(interaction)
    article = (await front.call(named_article, front.desk, place.view, named)).about if named else None
    asked = Asked(spoken(question, {}), place, interaction.user.id, article)
    told = await look_up(front, asked)
    sent = await outgoing.answer(interaction, told.message)
    await note(front, asked.place, told, sent, asked.text, question=None)


async def ask_all(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:  # noqa: ARG001
    """Ask all articles what one of them doesn't answer; as private as what was asked of that one."""
    private = interaction.message is not None and interaction.message.flags.ephemeral
    await begin(front, interaction, private)
    await answer(front, interaction, payload)


ROUTES: Mapping[str, Handler] = {ASK_ALL: ask_all}
