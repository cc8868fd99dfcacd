"""What was handed in, as it was understood: shown to who did it, with *Keep*, *Edit* and *Discard*.

Nothing of it is kept before *Keep*. Where it is refused, *Edit* opens the form again as it was filled in.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePath

import discord

from bot import reply
from bot.chat import outgoing
from bot.chat.faults import sentence
from bot.chat.front import Front, Place
from bot.chat.limits import button_label, clip
from bot.chat.markup import bold, plain, subtext
from bot.chat.outgoing import Item, Outgoing
from bot.chat.previews import Form, One
from bot.desk import Desk
from bot.errors import ArticleRefused, BotError, Gone
from bot.intake import KINDS, Details
from bot.intake.decode import decode
from bot.model import Article, Draft, OwnOnly, Preview, Shelf
from bot.reply import Words

MAX_FACT = 500
"""UTF-16 units of a fact in a preview, escapes included: a title of 300 characters that needs none fits whole."""
MAX_WARNING = 300


async def propose(front: Front, place: Place, interaction: discord.Interaction, server: int, form: Form) -> None:
    """Answer an interaction that was acknowledged: with what was understood of the form, or why it is refused."""
    try:
        draft = await front.call(drafted, front.desk, place.shelf, form)
        preview = await front.call(front.desk.preview, draft, place.view)
    except BotError as exc:  # what was typed is not lost
        items = edit_item(place.words, front.previews.show(form, interaction.user.id, server)) if helps(form) else ()
        await outgoing.answer(interaction, Outgoing(sentence(place.words, exc), items))
        return
    one = One(draft, filled(form, draft))
    token = front.previews.show(one, interaction.user.id, server)
    items = preview_items(place.words, token, reply.discord.keep(place.words)) + edit_item(place.words, token)
    await outgoing.answer(interaction, preview_message(place.words, preview, datetime.now(UTC).date(), items))


def helps(form: Form) -> bool:
    """Whether filling in the form in another way may help: not where the file is none that can be read."""
    if form.document is None:
        return True
    try:
        decode(form.document.data)
    except ArticleRefused:
        return False
    return PurePath(form.document.name).suffix.lower() in KINDS


def drafted(desk: Desk, shelf: Shelf, form: Form) -> Draft:
    """The draft that a form describes. Raises ArticleRefused, and Gone where it changes an article that has gone."""
    said = Details(
        title=form.title.strip() or None,
        source=form.source.strip() or None,
        url=form.link.strip() or None,
        published=form.date.strip() or None,
    )
    if form.key:
        return changed(desk, own_by_key(desk, shelf, form.key), form, said)
    if form.document is not None:
        return desk.read(form.document.data, form.document.name, shelf, said).draft
    return desk.compose(form.text or "", shelf, said)


def changed(desk: Desk, before: Article, form: Form, said: Details) -> Draft:
    """The draft that takes the place of an article, with the tags and, where the text stays, the language of that."""
    about = before.about
    said = replace(said, id=about.id, tags=about.tags)
    if form.document is not None:
        return desk.read(form.document.data, form.document.name, about.shelf, said).draft
    if form.text is None or normal(form.text) == normal(before.text):
        return desk.compose(before.text, about.shelf, replace(said, language=about.language))
    return desk.compose(form.text, about.shelf, said)


def normal(text: str) -> str:
    """A text without what a form changes by itself: line breaks, and white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def own_by_key(desk: Desk, shelf: Shelf, key: str) -> Article:
    """The article of this very shelf that a form or a button names. Raises Gone."""
    found = desk.library.recall(OwnOnly(shelf), [key])
    if key not in found:
        raise Gone("That article has been removed since. /article restore brings it back.")
    return found[key]


def filled(form: Form, draft: Draft) -> Form:
    """The form with all that was understood, so that *Edit* shows what can be put right."""
    return replace(
        form,
        title=draft.title,
        link=draft.url or "",
        date=draft.published.isoformat() if draft.published else "",
        source=draft.source or "",
    )


def preview_message(words: Words, preview: Preview, today: date, items: Sequence[Item]) -> Outgoing:
    """What was understood, fact by fact."""
    facts = reply.draft_facts(words, preview.draft, preview.sentences, preview.first, today)
    lines = [
        plain(reply.discord.understood(words)),
        *(labelled(label, fact) for label, fact in facts.items()),
        *(clip(subtext(said), MAX_WARNING) for said in reply.curation.warnings(words, preview)),
    ]
    return Outgoing("\n".join(lines), tuple(items))


def labelled(label: str, fact: str) -> str:
    return f"{bold(label, [(0, len(label))])} {clip(plain(fact), MAX_FACT)}"


def preview_items(words: Words, token: str, keep: str) -> tuple[Item, ...]:
    """*Keep* and *Discard*."""
    return (
        pressed(keep, f"keep:{token}", discord.ButtonStyle.success),
        pressed(reply.discord.discard(words), f"discard:{token}"),
    )


def edit_item(words: Words, token: str) -> tuple[Item, ...]:
    """*Edit*, which opens the form again."""
    return (pressed(reply.curation.edit(words), f"retype:{token}"),)


def pressed(label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Item:
    return discord.ui.Button(label=button_label(label), custom_id=custom_id, style=style)
