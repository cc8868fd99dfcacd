"""Questions in channels and direct messages, from hearing one to what becomes of its answer.

A question that is deleted or edited within a few minutes takes its answer with it, or has it redone.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from bot import reply
from bot.chat import faults, outgoing
from bot.chat.asking import Asked, look_up, remember
from bot.chat.diagnosis import may_answer, may_reply_to
from bot.chat.front import Front, Place
from bot.chat.hearing import in_view, is_for_me, is_from_a_person, question_of
from bot.chat.outgoing import Outgoing
from bot.errors import CoolingDown, Stopping
from bot.servers import Posted

REDONE_WITHIN = timedelta(minutes=10)
"""How long an answer follows what happens to its question."""
TOLD_AGAIN_SECONDS = 20.0
"""How long somebody who asks too much is not told so again: telling must cost less than asking."""


@dataclass(slots=True)
class Conversations:
    """What is being answered in channels. For the event loop's thread only."""

    front: Front
    client: discord.Client
    message_content: bool  # whether the bot may read every message
    running: dict[int, asyncio.Task[Any]] = field(default_factory=dict)  # id of the question's message -> its answer
    told_to_wait: dict[int, float] = field(default_factory=dict)  # id of a person -> when, by the monotonic clock

    @property
    def me(self) -> int:
        assert self.client.user is not None
        return self.client.user.id

    async def hear(self, message: discord.Message) -> None:
        """Answer a message that asks something of the bot."""
        if is_from_a_person(message) and may_answer(message):
            place = await self._place(message)
            if is_for_me(message, self.me, place.settings, self.message_content):
                await self._run(message.id, self._answer(message, place))

    async def reconsider(self, message: discord.Message) -> None:
        """Answer an edited question anew, in the place of its answer."""
        if not is_from_a_person(message) or message.edited_at is None or is_old(message.id):
            return  # an update without an edit: Discord has put a preview in
        await self._stop(message.id)
        place = await self._place(message)
        earlier = await self._answers_to(message.id, place.server)
        if is_for_me(message, self.me, place.settings, self.message_content) and may_answer(message):
            await self._run(message.id, self._answer(message, place, earlier))

    async def forget(self, question: int, server: int | None) -> None:
        """Take back the answer to a question that was deleted."""
        await self._stop(question)
        if is_old(question):
            return
        for posted in await self._answers_to(question, server):
            with contextlib.suppress(discord.HTTPException):
                await self._message(posted).delete()
            await self.front.call(self.front.servers.forget_answer, server, posted.message)

    async def _answer(self, message: discord.Message, place: Place, earlier: Sequence[Posted] = ()) -> None:
        """Answer, in the place of an earlier answer where there is one."""
        asked = Asked(question_of(message, self.me), place, message.author.id, in_view=tuple(in_view(message, self.me)))
        if not asked.text:
            await self._post(message, Outgoing(reply.discord.how_to_ask(place.words)), earlier)
            return
        try:
            async with typing(message.channel):
                told = await look_up(self.front, asked)
        except CoolingDown as exc:
            if self._tell_to_wait(message.author.id):
                await self._post(message, Outgoing(faults.sentence(place.words, exc)), earlier)
            return
        except Exception as exc:  # noqa: BLE001 - the last one who can tell the person
            await self._post(message, Outgoing(faults.sentence(place.words, exc)), earlier)
            return
        sent = await self._post(message, told.message, earlier)
        await remember(self.front, asked, told, sent, question=message.id)

    async def _post(
        self, message: discord.Message, out: Outgoing, earlier: Sequence[Posted]
    ) -> discord.Message | discord.PartialMessage:
        for posted in earlier[:1]:
            await outgoing.replace(self._message(posted), out)
            return self._message(posted)
        return await outgoing.post(message.channel, out, message if may_reply_to(message) else None)

    async def _run(self, question: int, answering: Coroutine[Any, Any, None]) -> None:
        """Work on it so that it can be stopped; what Discord refuses (the question has gone) is no fault."""
        task = asyncio.current_task()
        assert task is not None
        self.running[question] = task
        try:
            with self.front.work.one():
                await answering
        except Stopping:
            answering.close()
        except discord.HTTPException as exc:
            faults.log_refusal(exc)
        finally:
            if self.running.get(question) is task:
                del self.running[question]

    async def _stop(self, question: int) -> None:
        """Stop answering, and wait until it has stopped."""
        task = self.running.pop(question, None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()
            await asyncio.wait([task])

    async def _place(self, message: discord.Message) -> Place:
        guild = message.guild
        return await self.front.place(guild.id if guild else None, str(guild.preferred_locale) if guild else "")

    async def _answers_to(self, question: int, server: int | None) -> Sequence[Posted]:
        return await self.front.call(self.front.servers.answers_to, server, question)

    def _message(self, posted: Posted) -> discord.PartialMessage:
        return self.client.get_partial_messageable(posted.channel).get_partial_message(posted.message)

    def _tell_to_wait(self, person: int) -> bool:
        """Whether to tell this person to wait, or whether he has just been told."""
        now = time.monotonic()
        for old in [who for who, when in self.told_to_wait.items() if now - when > TOLD_AGAIN_SECONDS]:
            del self.told_to_wait[old]
        return self.told_to_wait.setdefault(person, now) == now


@contextlib.asynccontextmanager
async def typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show that an answer is coming, without waiting for Discord to have shown it."""

    async def show() -> None:
        with contextlib.suppress(discord.HTTPException):
            async with channel.typing():
                await asyncio.Event().wait()

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()


def is_old(message: int) -> bool:
    """Whether a message, by its id, was written too long ago for its answer to follow it."""
    return datetime.now(UTC) - discord.utils.snowflake_time(message) > REDONE_WITHIN
