"""`/article import`: many articles out of one file, shown as numbers first, then kept batch by batch."""

import contextlib
import time
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import discord
from discord import app_commands

from bot import reply
from bot.chat import access, outgoing
from bot.chat.commands.showing import preview_items
from bot.chat.commands.unpacking import PROGRESS_SECONDS, Findings, Refusal, read
from bot.chat.faults import guarded, sentence
from bot.chat.front import Front, Place
from bot.chat.limits import clip
from bot.chat.markup import plain, subtext
from bot.chat.outgoing import Attachment, Outgoing
from bot.chat.previews import Document, Many
from bot.chat.uploads import fetched, name_of
from bot.errors import BotError, IndexBehind
from bot.model import Draft, Kept, Outcome
from bot.reply import Words
from bot.reply.discord import COMMANDS

KEPT_AT_ONCE = 200
"""Articles in one transaction: a fifth of a second, so that other changes don't wait for long."""
CHARACTERS_AT_ONCE = 2_000_000
"""Code points of a transaction's articles, for the same reason; one article may be longer."""
SHOWN_REASONS = 5
MAX_REASON = 250
"""UTF-16 units of a reason in the message."""


def import_command(front: Front) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="import", description=COMMANDS["article import"])
    @app_commands.describe(file=COMMANDS["article import file"])
    async def import_(interaction: discord.Interaction, file: discord.Attachment) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=True)
            place = await front.place_of(interaction)
            server = access.require_manager(place, interaction)
            document = Document(name_of(file), await fetched(interaction, file))
            findings = await read(front, place, interaction, server, document)
            token = ""
            if findings.drafts:
                token = front.previews.show(Many(tuple(findings.drafts)), interaction.user.id, server)
            await outgoing.answer(interaction, findings_message(place.words, findings, token))

    return import_


def findings_message(words: Words, findings: Findings, token: str) -> Outgoing:
    """How many articles there are, and why the other lines are none; all reasons as a file where they are many."""
    reasons = [reason(words, each) for each in findings.reasons]
    lines = [plain(reply.curation.found(words, len(findings.drafts), findings.refused))]
    if findings.others:
        lines.append(plain(reply.curation.others(words, findings.others)))
    if not findings.drafts:
        lines.append(plain(reply.curation.nothing_to_keep(words)))
    lines += [clip(subtext(said), MAX_REASON) for said in reasons[:SHOWN_REASONS]]
    files = (Attachment("refused.txt", "\n".join(reasons).encode()),) if len(reasons) > SHOWN_REASONS else ()
    items = preview_items(words, token, reply.curation.keep_all(words)) if token else ()
    return Outgoing("\n".join(lines), items, files)


def reason(words: Words, refusal: Refusal) -> str:
    """Which part of the file is no article, and why."""
    said = reply.discord.refused_line(words, refusal.line, refusal.why) if refusal.line else refusal.why
    return reply.discord.refused_file(words, refusal.file, said) if refusal.file else said


async def keep_many(front: Front, place: Place, interaction: discord.Interaction, token: str, many: Many) -> None:
    """Keep the articles, batch by batch, and say how far it has come.

    Where it fails in the middle, or the bot is stopped, the rest waits on under the same token.
    """
    words, server = place.words, access.require_manager(place, interaction)
    told = time.monotonic()
    while many.drafts:
        if front.work.stopping:
            front.previews.put_back(token, many, interaction.user.id, server)
            await outgoing.answer(
                interaction, unfinished(words, many, reply.curation.stopped_while_keeping(words), token)
            )
            return
        batch = first_batch(many.drafts)
        try:
            kept = await front.call(front.desk.library.put, batch, access.actor(interaction), place.view)
        except BotError as exc:
            rest = many
            if isinstance(exc, IndexBehind):  # they are kept, if not found yet
                rest = without(many, batch)
                front.changes.note(place.shelf, [draft.id for draft in batch if draft.id])
            front.previews.put_back(token, rest, interaction.user.id, server)
            await outgoing.answer(interaction, unfinished(words, rest, sentence(words, exc), token))
            return
        front.changes.note(place.shelf, [each.id for each in kept if each.outcome is Outcome.UPDATED])
        many = without(many, batch, kept)
        if time.monotonic() - told > PROGRESS_SECONDS:
            told = time.monotonic()
            await tell_progress(interaction, words, many)
    await outgoing.answer(interaction, Outgoing("\n".join(outcome_lines(words, many.kept))))


def first_batch(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """The first of them, one at least, as many as one transaction takes."""
    characters = list(accumulate(len(draft.text) for draft in drafts[:KEPT_AT_ONCE]))
    return drafts[: max(1, sum(total <= CHARACTERS_AT_ONCE for total in characters))]


def without(many: Many, batch: Sequence[Draft], kept: Sequence[Kept] = ()) -> Many:
    """What is left when the first of them are kept."""
    return Many(many.drafts[len(batch) :], many.kept + Counter(each.outcome for each in kept))


async def tell_progress(interaction: discord.Interaction, words: Words, many: Many) -> None:
    """Say how far it has come; where that fails, it goes on all the same."""
    with contextlib.suppress(discord.HTTPException):
        await outgoing.answer(interaction, Outgoing(progress_line(words, many)))


def progress_line(words: Words, many: Many) -> str:
    done = many.kept.total()
    return plain(reply.curation.progress(words, done, done + len(many.drafts)))


def unfinished(words: Words, many: Many, why: str, token: str) -> Outgoing:
    """Why it doesn't go on, and how far it came; the button goes on."""
    items = preview_items(words, token, reply.curation.keep_all(words)) if many.drafts else ()
    return Outgoing("\n".join([plain(why), progress_line(words, many)]), items)


def outcome_lines(words: Words, kept: Counter[Outcome]) -> list[str]:
    """What became of all of them."""
    counts = (kept[each] for each in (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED))
    said = [reply.discord.imported(words, *counts), reply.curation.already_there(words, kept[Outcome.DUPLICATE])]
    return [plain(line) for line in said if line]
