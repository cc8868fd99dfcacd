"""A small bot, only to prove the loopback server with the unmodified client."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import discord
from discord import app_commands, ui

Said = Callable[["SmallBot", discord.Message], Awaitable[None]]
Press = discord.Interaction["SmallBot"]


class Form(ui.Modal, title="Add an article"):
    name = ui.Label(text="Title", component=ui.TextInput[Any](custom_id="title", max_length=50))
    kind = ui.Label(
        text="Kind",
        component=ui.Select[Any](
            custom_id="kind", options=[discord.SelectOption(label="News", value="n")], required=False
        ),
    )
    upload = ui.Label(text="File", component=ui.FileUpload[Any](custom_id="file", required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        title, upload = self.name.component, self.upload.component
        assert isinstance(title, ui.TextInput)
        assert isinstance(upload, ui.FileUpload)
        texts = [(await each.read()).decode() for each in upload.values]
        await interaction.response.send_message(f"kept {title.value} {texts}", ephemeral=True)


class SmallBot(discord.AutoShardedClient):
    """Echoes in all the ways that there are. Identifies anew at once: only a subclass may take that wait away."""

    def __init__(self, intents: discord.Intents | None = None, **options: Any) -> None:
        super().__init__(
            intents=intents or discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none(), **options
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.delay_s = 0.0
        _register(self)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """At once."""

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message.content)
        if message.author != self.user and self.user in message.mentions:
            async with message.channel.typing():
                text = message.content.replace(self.user.mention if self.user else "", "").strip()
            await message.reply(f"heard: {text}", view=_buttons())

    async def on_interaction(self, interaction: Press) -> None:
        if interaction.type is not discord.InteractionType.component or interaction.data is None:
            return
        pressed = str(interaction.data.get("custom_id"))
        if pressed == "form":
            await interaction.response.send_modal(Form(custom_id="form:1"))
        elif pressed == "next":
            await interaction.response.edit_message(content="page 2", view=None)
        elif pressed == "pick":
            await interaction.response.send_message(str(interaction.data.get("values")), ephemeral=True)
        elif pressed == "context":
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.followup.send("the paragraph")
            await interaction.followup.send("and another", ephemeral=True)
        else:
            await interaction.response.send_message("That button is not ours.", ephemeral=True)


def _buttons() -> ui.View:
    view = ui.View(timeout=None)
    for label, custom_id in (("Context", "context"), ("Next", "next"), ("Add", "form")):
        view.add_item(ui.Button(label=label, custom_id=custom_id))
    options = [discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two", value="2")]
    view.add_item(ui.Select(custom_id="pick", options=options))
    view.add_item(ui.Button(label="Open", url="https://example.org/#:~:text=a"))
    return view


def _register(bot: SmallBot) -> None:
    @bot.tree.command(description="Ask a question")
    @app_commands.describe(question="The question", article="Only this article")
    async def ask(interaction: Press, question: app_commands.Range[str, 1, 300], article: str = "") -> None:
        await asyncio.sleep(bot.delay_s)
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content=f"{question[:100]} in {article or 'all'}")

    @ask.autocomplete("article")
    async def complete(interaction: Press, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} {number}", value=str(number)) for number in range(3)]

    @bot.tree.command(description="Read a file")
    @app_commands.default_permissions(manage_guild=True)
    async def load(interaction: Press, file: discord.Attachment) -> None:
        data = await file.read()
        await interaction.response.send_message("back:", file=discord.File(BytesIO(data.upper()), "back.txt"))

    @bot.tree.context_menu(name="Ask about this")
    async def menu(interaction: Press, message: discord.Message) -> None:
        await interaction.response.send_message(f"about: {message.content}", ephemeral=True)

    sources = app_commands.Group(name="sources", description="The articles")

    @sources.command(name="list", description="All of them")
    async def listing(interaction: Press, query: str = "") -> None:
        await interaction.response.send_message(f"sources: {query}", ephemeral=True, view=_buttons())

    bot.tree.add_command(sources)
