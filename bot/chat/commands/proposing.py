"""What was handed in, as it was understood: shown to who did it, with *Keep*, *Edit* and *Discard*.

Nothing of it is kept before *Keep*. Where it is refused, *Edit* opens the form again as it was filled in; for a page
that can't be read, with room to type its text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import discord

from bot.chat import access, outgoing
from bot.chat.commands.showing import edit_item, one_items, preview_message
from bot.chat.commands.understanding import check, filled, put_right, understood
from bot.chat.faults import sentence
from bot.chat.front import Front, Place
from bot.chat.outgoing import Outgoing
from bot.chat.previews import Form, One, over
from bot.chat.routes import Handler
from bot.errors import BotError
from bot.gathering import Gathered


async def propose(front: Front, place: Place, interaction: discord.Interaction, server: int, form: Form) -> None:
    """Answer an interaction that was acknowledged: with what was understood of the form, or why it is refused."""
    try:
        found = await understand(front, place, interaction, server, form)
    except BotError as exc:
        await refuse(front, place, interaction, server, put_right(form), exc)
        return
    form = filled(form, found)
    try:
        preview = await front.call(front.desk.preview, found.draft, place.view)
    except BotError as exc:
        await refuse(front, place, interaction, server, [form], exc)
        return
    token = front.previews.show(One(found.draft, form), interaction.user.id, server)
    items = one_items(place.words, token, found, form)
    await outgoing.answer(interaction, preview_message(place.words, preview, found, datetime.now(UTC).date(), items))


async def understand(front: Front, place: Place, interaction: discord.Interaction, server: int, form: Form) -> Gathered:
    """What a form describes. What takes long is done where no question waits for it. Raises what is told of it."""
    check(form)
    if form.read is not None or not (form.page or form.document):
        return await front.call(understood, front.desk, place.shelf, form)
    if form.page:
        front.readers.count_fetch(interaction.user.id, server)
    return await front.readers.read(server, understood, front.desk, place.shelf, form)


async def refuse(
    front: Front,
    place: Place,
    interaction: discord.Interaction,
    server: int,
    forms: Iterable[Form],
    why: BotError,
) -> None:
    """Say why it is refused; what was typed is not lost, where a form helps."""
    tokens = [front.previews.show(form, interaction.user.id, server) for form in forms]
    items = [item for token in tokens for item in edit_item(place.words, token)]
    await outgoing.answer(interaction, Outgoing(sentence(place.words, why), tuple(items)))


async def keep_whole(front: Front, place: Place, interaction: discord.Interaction, payload: str) -> None:
    """*Keep all text*: read the file once more, with nothing set aside, and show that in the place of the preview."""
    server = access.require_manager(place, interaction)
    what = front.previews.look(payload, interaction.user.id, server)
    if not isinstance(what, One) or what.form.document is None:
        raise over()
    await interaction.response.defer()
    document = replace(what.form.document, whole=True)
    await propose(front, place, interaction, server, replace(what.form, document=document, read=None))
    front.previews.drop(payload, interaction.user.id, server)


ROUTES: Mapping[str, Handler] = {"whole": keep_whole}
