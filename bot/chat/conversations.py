"""Questions in channels and direct messages, from hearing one to what becomes of its answer.

A question that is deleted or edited within a few minutes takes its answer with it, or has it redone.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import discord

from bot import reply
from bot.chat import faults, outgoing
from bot.chat.asking import Asked, Told, count, note
from bot.chat.claims import is_sure, look_up_or_claim
from bot.chat.diagnosis import may_answer, may_reply_to
from bot.chat.front import Front, Place
from bot.chat.hearing import (
    has_a_question_mark,
    in_view,
    is_bare_reply,
    is_for_me,
    is_from_a_person,
    is_reply_to,
    locale_of,
    question_of,
)
from bot.chat.outgoing import Outgoing
from bot.chat.turns import Overtaken, Turn, Turns
from bot.errors import BotError, CoolingDown
from bot.model import Abstention, Silence
from bot.reply import words_for
from bot.servers import Posted, ServerSettings

REDONE_WITHIN = timedelta(minutes=10)
"""How long an answer follows what happens to its question."""
TOLD_AGAIN_SECONDS = 20.0
"""How long somebody who asks too much is not told so again: telling must cost less than asking."""
TYPING_AFTER_SECONDS = 0.3
"""Most answers are there before: a "typing" that is called off half-sent costs a connection, and may outlast them."""


@dataclass(slots=True)
class Conversations:
    """What is being answered in channels. For the event loop's thread only."""

    front: Front
    client: discord.Client
    message_content: bool  # whether the bot may read every message
    turns: Turns = field(default_factory=Turns)  # by the id of the question's message
    told_to_wait: dict[int, float] = field(default_factory=dict)  # id of a person -> when, by the monotonic clock

    @property
    def me(self) -> int:
        assert self.client.user is not None
        return self.client.user.id

    async def hear(self, message: discord.Message) -> None:
        """Answer a message that asks something of the bot."""
        if is_from_a_person(message) and may_answer(message):
            await self._in_turn(message.id, lambda turn: self._consider(message, turn, ()))

    async def reconsider(self, message: discord.Message) -> None:
        """Answer an edited question anew, in the place of its answer, which goes where nothing is asked any more."""

        async def again(turn: Turn) -> None:
            await self._consider(message, turn, await self._answers_to(message.id, server_of(message)))

        edited = message.edited_at is not None  # else Discord has put a preview in
        if edited and is_from_a_person(message) and not is_old(message.id) and may_answer(message):
            await self._in_turn(message.id, again)

    async def forget(self, question: int, server: int | None) -> None:
        """Take back the answer to a question that was deleted."""

        async def take_back(_: Turn) -> None:
            await self._take_back(await self._answers_to(question, server))

        if not is_old(question):
            await self._in_turn(question, take_back)

    async def _in_turn(self, question: int, work: Callable[[Turn], Awaitable[None]]) -> None:
        """Do it once what came before is over; what Discord refuses (the channel has gone) is no fault."""
        with contextlib.suppress(Overtaken):
            async with self.turns.of(question) as turn:
                try:
                    await work(turn)
                except discord.HTTPException as exc:
                    faults.log_refusal(exc)

    async def _consider(self, message: discord.Message, turn: Turn, earlier: Sequence[Posted]) -> None:
        """Answer it if it is for the bot."""
        locale = locale_of(message)
        place = Place(server_of(message), ServerSettings(), words_for(locale))
        try:
            with self.front.work.one():
                place = await turn.search(self.front.place(place.server, locale))
                if self._is_for_me(message, place):
                    await self._answer(message, place, turn, earlier)
                else:
                    await self._take_back(earlier)
        except BotError as exc:  # its settings can't be read, or the bot is being stopped
            if self._is_for_me(message, place):
                await self._say(message, place, faults.sentence(place.words, exc), earlier)

    async def _answer(self, message: discord.Message, place: Place, turn: Turn, earlier: Sequence[Posted]) -> None:
        """Answer, in the place of an earlier answer where there is one."""
        asked = Asked(question_of(message, self.me), place, message.author.id, in_view=tuple(in_view(message, self.me)))
        if not asked.text:
            await self._say(message, place, reply.discord.how_to_ask(place.words), earlier)
            return
        try:
            count(self.front, asked.person, place.server)
            async with typing(message.channel):
                told = await turn.search(look_up_or_claim(self.front, asked, message, self.me))
        except Overtaken:
            raise
        except CoolingDown as exc:
            if earlier or self._tell_to_wait(message.author.id):
                await self._say(message, place, faults.sentence(place.words, exc), earlier)
        except Exception as exc:  # noqa: BLE001 - the last one who can tell the person
            await self._say(message, place, faults.sentence(place.words, exc), earlier)
        else:
            await self._tell(message, place, told, asked.text, earlier)

    async def _tell(
        self, message: discord.Message, place: Place, told: Told, question: str, earlier: Sequence[Posted]
    ) -> None:
        """Post what was found; or how to ask, where nothing was asked, and nothing where somebody only said thanks."""
        if not has_a_question_mark(message.content) and is_bare_reply(message, self.me) and not is_sure(told):
            await self._take_back(earlier)
        elif says_how := how_to_ask(message, self.me, place, told):
            await self._say(message, place, says_how, earlier)
        else:
            await self._post(message, place, told, question, earlier)

    async def _say(self, message: discord.Message, place: Place, said: str, earlier: Sequence[Posted]) -> None:
        """Say something that is no answer. It follows its question all the same."""
        await self._post(message, place, Told(Outgoing(said)), "", earlier)

    async def _post(
        self, message: discord.Message, place: Place, told: Told, question: str, earlier: Sequence[Posted]
    ) -> None:
        """Post it, or put it in the place of what was posted earlier; and note that."""
        sent: discord.Message | discord.PartialMessage
        if earlier:
            sent = self._message(earlier[0])
            await outgoing.replace(sent, told.message)
        else:
            sent = await outgoing.post(message.channel, told.message, message if may_reply_to(message) else None)
        await note(self.front, place, told, sent, question, message.id)

    async def _take_back(self, answers: Sequence[Posted]) -> None:
        for posted in answers:
            try:
                await self._message(posted).delete()
            except discord.HTTPException as exc:
                faults.log_refusal(exc)
            await self.front.call(self.front.servers.forget_answer, posted.server, posted.message)

    def _is_for_me(self, message: discord.Message, place: Place) -> bool:
        return is_for_me(message, self.me, place.settings, self.message_content)

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
    """Show that an answer is coming where it takes a moment, without waiting for Discord to have shown it."""

    async def show() -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        with contextlib.suppress(discord.HTTPException):
            async with channel.typing():
                await asyncio.Event().wait()

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()


def how_to_ask(message: discord.Message, me: int, place: Place, told: Told) -> str:
    """How to ask, where no word of what was said can be looked up; empty where that isn't the matter."""
    silence = told.decision.silence if isinstance(told.decision, Abstention) else None
    if silence is Silence.NOTHING_TO_LOOK_UP and is_reply_to(message, me):
        return reply.discord.say_again(place.words)
    chatter = silence in (Silence.NOTHING_TO_LOOK_UP, Silence.NO_MATCH) and not has_a_question_mark(message.content)
    return reply.discord.how_to_ask(place.words) if chatter else ""


def server_of(message: discord.Message) -> int | None:
    return message.guild.id if message.guild else None


def is_old(message: int) -> bool:
    """Whether a message, by its id, was written too long ago for its answer to follow it."""
    return datetime.now(UTC) - discord.utils.snowflake_time(message) > REDONE_WITHIN
