"""`/article add`, the message menu *Add as article*, and the form that both open."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import access, outgoing
from bot.chat.commands.gaps import ANSWER, gap_of
from bot.chat.commands.proposing import propose, understand
from bot.chat.commands.understanding import filled, looks_readable
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_TEXT_INPUT, fits, units
from bot.chat.modals import Field, modal, text_field
from bot.chat.previews import Document, Form, Handed, Many, Offers, One, over
from bot.chat.references import unreadable
from bot.chat.routes import Handler, fields
from bot.chat.tree import AnyCommand
from bot.chat.uploads import fetched, name_of
from bot.errors import Gone, InputRefused, WrongUse
from bot.intake.drafts import MAX_FIELD, MAX_TITLE, MAX_URL
from bot.intake.plain import read_plain
from bot.reply import Words
from bot.reply.discord import COMMANDS

MAX_DATE = 100
MessageCallback = Callable[[discord.Interaction, discord.Message], Coroutine[Any, Any, None]]
Subcommand = app_commands.Command[Any, ..., None]


def add_command(front: Front) -> Subcommand:
    @app_commands.command(name="add", description=COMMANDS["article add"])
    @app_commands.describe(
        file=COMMANDS["article add file"],
        url=COMMANDS["article add url"],
        title=COMMANDS["article add title"],
        source=COMMANDS["article add source"],
        date=COMMANDS["article add date"],
        link=COMMANDS["article add link"],
    )
    async def add(
        interaction: discord.Interaction,
        file: discord.Attachment | None = None,
        url: app_commands.Range[str, 1, MAX_URL] = "",
        title: app_commands.Range[str, 1, MAX_TITLE] = "",
        source: app_commands.Range[str, 1, MAX_FIELD] = "",
        date: app_commands.Range[str, 1, MAX_DATE] = "",
        link: app_commands.Range[str, 1, MAX_URL] = "",
    ) -> None:
        async with guarded(front, interaction):
            place = await front.place_of(interaction)
            server = access.require_manager(place, interaction)
            form = Form(title=title, source=source, date=date, link=link)
            if file is None and not url:
                await interaction.response.send_modal(form_modal(place.words, form))
                return
            await outgoing.acknowledge(interaction, private=True)
            form = replace(form, text=None, **await body(interaction, file, url))
            await propose(front, place, interaction, server, form)

    return add


async def body(interaction: discord.Interaction, file: discord.Attachment | None, url: str) -> dict[str, Any]:
    """What the article's text is to be taken from. Raises InputRefused, Gone."""
    if file is None:
        return {"page": url}
    if url:
        raise InputRefused("Give a file or an address, one article at a time.")
    return {"document": Document(name_of(file), await fetched(interaction, file))}


def add_menu(front: Front) -> AnyCommand:
    menu = app_commands.ContextMenu(name="Add as article", callback=add_message(front))
    menu.guild_only = True
    menu.default_permissions = discord.Permissions(manage_guild=True)
    return menu


def add_message(front: Front) -> MessageCallback:
    async def add(interaction: discord.Interaction, message: discord.Message) -> None:
        async with guarded(front, interaction):
            place = await front.place_of(interaction)
            server = access.require_manager(place, interaction)
            if message.author.id == interaction.application_id:
                raise InputRefused("That is a message of mine: I quote articles, and am none.")
            files = sorted(message.attachments, key=lambda each: not looks_readable(each.filename))[:1]
            if files and (looks_readable(files[0].filename) or not message.content.strip()):
                await outgoing.acknowledge(interaction, private=True)
                form = await attached(front, place, interaction, server, message, files[0])
                await propose(front, place, interaction, server, form)
                return
            form = of_message(message)
            if fits(form.text or "", MAX_TEXT_INPUT):
                await interaction.response.send_modal(form_modal(place.words, form))
                return
            await outgoing.acknowledge(interaction, private=True)  # no form would show all of it
            await propose(front, place, interaction, server, form)

    return add


def of_message(message: discord.Message) -> Form:
    """The text of a message, with its first line as the title where it looks like one, its author, day and link.

    Raises InputRefused.
    """
    text, own = read_plain(message.clean_content)
    if not text:
        raise InputRefused("That message has neither a text nor a file.")
    title = own.title if isinstance(own.title, str) else ""
    day = message.created_at.date().isoformat()
    return Form(title, text, link=message.jump_url, date=day, source=message.author.display_name)


async def attached(
    front: Front,
    place: Place,
    interaction: discord.Interaction,
    server: int,
    message: discord.Message,
    file: discord.Attachment,
) -> Form:
    """The file of a message; who posted it, and the message, where it doesn't name a source and a link itself.

    Its date isn't guessed: that of the message is another one.
    """
    form = Form(text=None, document=Document(name_of(file), await fetched(interaction, file)))
    try:
        own = filled(form, await understand(front, place, interaction, server, form))
    except WrongUse:
        return form  # it will be told why
    return replace(own, link=own.link or message.jump_url, source=own.source or message.author.display_name)


async def answer_gap(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Open the form of a new article, which is to answer the question whose key this is. Raises Gone."""
    server = access.require_manager(place, interaction)
    if not payload:  # none of those that are kept
        await interaction.response.send_modal(form_modal(place.words, Form()))
        return
    gap = await front.look(gap_of, front.servers, server, payload)
    await interaction.response.send_modal(form_modal(place.words, Form(gap=gap.key), hint=gap.question))


def form_modal(words: Words, form: Form, token: str = "", hint: str = "") -> discord.ui.Modal:
    """The form of an article, filled in; `token` is that of the preview which it changes, `hint` is for the text.

    A text that no form holds isn't in it: it is that of the preview, or stays as it is.
    """
    captions = reply.discord
    stays = form.key and form.text is None and form.document is None and form.read is None
    title = reply.curation.long_title if form.key or form.read else reply.curation.document_title
    above = reply.curation.long_hint(words) if stays else ""
    inputs = [line("title", captions.title_field(words), above, form.title, MAX_TITLE, required=True)]
    if form.text is not None and fits(form.text, MAX_TEXT_INPUT):
        title = captions.edit_title if form.key else captions.add_title
        hint = hint or ("" if form.key else captions.text_hint(words))
        inputs.append(text_field("text", captions.text_field(words), hint, form.text, long=True, required=True))
    inputs += [
        line("link", captions.link_field(words), captions.link_hint(words), form.link, MAX_URL),
        line("date", captions.date_field(words), captions.date_hint(words), form.date, MAX_DATE),
        line("source", captions.source_field(words), captions.source_hint(words), form.source, MAX_FIELD),
    ]
    return modal(title(words), f"typed:{form.key}:{token}:{form.gap}", inputs)


def line(name: str, caption: str, hint: str, value: str, most: int, required: bool = False) -> Field:
    """A field of one line, with room for all that stands in it: Discord may count more than we do."""
    return text_field(name, caption, hint, value, required=required, most=max(most, units(value)))


async def take_typed(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Show what was understood of a form: in the place of the preview that it changes, else as an answer."""
    server = access.require_manager(place, interaction)
    key, token, gap = read_typed(payload)
    if token and interaction.message is not None:
        await interaction.response.defer()
    else:
        await outgoing.acknowledge(interaction, private=True)
    form = typed(interaction, Form(key=key, gap=gap))
    if form.text is None and token:
        form = with_body_of(form, front.previews.look(token, interaction.user.id, server))
    await propose(front, place, interaction, server, form)
    front.previews.drop(token, interaction.user.id, server)


def read_typed(payload: str) -> tuple[str, str, str]:
    """The key, the token and the gap of a form, each of which may be empty. Raises Gone."""
    parts = payload.split(":")
    if len(parts) != 3:
        raise unreadable()
    return parts[0], parts[1], parts[2]


def typed(interaction: discord.Interaction, form: Form) -> Form:
    """The form as it was filled in; a field that it doesn't have stays out."""
    said = fields(interaction)
    return replace(
        form,
        title=said.get("title", ""),
        text=said.get("text"),
        link=said.get("link", ""),
        date=said.get("date", ""),
        source=said.get("source", ""),
    )


def with_body_of(form: Form, before: Handed) -> Form:
    """The form with the text, the file or the page that it had before, which it didn't show. Raises Gone."""
    if isinstance(before, Many | Offers):
        raise over()
    earlier = before.form if isinstance(before, One) else before
    return replace(form, text=earlier.text, document=earlier.document, page=earlier.page, read=earlier.read)


async def retype(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """Open the form again, as it was filled in or understood."""
    server = access.require_manager(place, interaction)
    before = front.previews.look(payload, interaction.user.id, server)
    if isinstance(before, Many):
        raise Gone("A file of many articles has no form. Change the file, and hand it in again.")
    if isinstance(before, Offers):
        raise over()
    form = before.form if isinstance(before, One) else before
    await interaction.response.send_modal(form_modal(place.words, form, payload))


ROUTES: Mapping[str, Handler] = {"typed": take_typed, "retype": retype, ANSWER: answer_gap}
