"""Which messages ask something of the bot, and what they ask."""

import re
from collections.abc import Iterator, Mapping

import discord

from bot.chat.references import Reference, unpack
from bot.errors import Gone
from bot.servers import ServerSettings

QUESTION_MARKS = ("?", "？", "؟", "՞", "⸮")
MARKS = re.compile(r"<@!?(?P<person>[0-9]{1,20})>|<@&[0-9]{1,20}>|<a?:[A-Za-z0-9_]{1,32}:[0-9]{1,20}>", re.ASCII)
"""Mentions of people and roles, and a server's own emoji, as they stand in the text of a message."""
LINKS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
"""Nobody asks about the words of an address."""
TEXTS = (discord.MessageType.default, discord.MessageType.reply)


def is_from_a_person(message: discord.Message) -> bool:
    """Whether a person wrote it; answering bots and webhooks would go on for ever."""
    return not message.author.bot and message.webhook_id is None and message.type in TEXTS


def is_for_me(message: discord.Message, me: int, settings: ServerSettings, message_content: bool) -> bool:
    """Whether it asks something of the bot whose user id is `me`.

    In direct messages everything does; on a server a mention, a reply to the bot, and, where the bot may read all
    messages, a question in a channel that was chosen for questions.
    """
    if message.guild is None or any(user.id == me for user in message.mentions) or is_reply_to(message, me):
        return True
    return message_content and channel_of(message) in settings.answer_channels and ends_in_a_question(message.content)


def is_reply_to(message: discord.Message, me: int) -> bool:
    return any(answered.author.id == me for answered in replied_to(message)) and bool(message.content)


def replied_to(message: discord.Message) -> Iterator[discord.Message]:
    """The message that this one replies to, where there is one and it is still there."""
    if message.reference and isinstance(message.reference.resolved, discord.Message):
        yield message.reference.resolved


def locale_of(message: discord.Message) -> str:
    """The language of the server, as Discord calls it; empty where that isn't known.

    In direct messages it isn't, nor on a server that was never asked for it, which says en-US.
    """
    guild = message.guild
    if guild is None or (
        guild.preferred_locale is discord.Locale.american_english and "COMMUNITY" not in guild.features
    ):
        return ""
    return str(guild.preferred_locale)


def channel_of(message: discord.Message) -> int:
    """The channel's id; of a thread, that of the channel that it hangs on."""
    channel = message.channel
    return (channel.parent_id if isinstance(channel, discord.Thread) else 0) or channel.id


def has_a_question_mark(text: str) -> bool:
    return any(mark in text for mark in QUESTION_MARKS)


def is_bare_reply(message: discord.Message, me: int) -> bool:
    """Whether it only replies to the bot, without naming it: people say thanks, too."""
    named = any(match["person"] == str(me) for match in MARKS.finditer(message.content))
    return is_reply_to(message, me) and not named


def ends_in_a_question(text: str) -> bool:
    return text.rstrip(" \n\t*_~|`)\"'”’»!").endswith(QUESTION_MARKS)


def question_of(message: discord.Message, me: int) -> str:
    """What is asked, without the bot's mention, others by their names. Empty where there is nothing else."""
    names = {user.id: user.display_name for user in message.mentions if user.id != me}
    return spoken(message.content, names)


def spoken(text: str, names: Mapping[int, str]) -> str:
    """A text as one would say it, on one line, without links: people by their names, nothing for who isn't known."""

    def said(match: re.Match[str]) -> str:
        return names.get(int(match["person"]), " ") if match["person"] else " "

    return " ".join(MARKS.sub(said, LINKS.sub(" ", text)).split())


def in_view(message: discord.Message, me: int) -> Iterator[Reference]:
    """The quote of the answer that this message replies to: its *Context* button knows which one it is."""
    for answered in replied_to(message):
        if answered.author.id == me:
            yield from quotes_on(answered)


def quotes_on(answer: discord.Message) -> Iterator[Reference]:
    """The quote that an answer of the bot's shows."""
    for row in answer.components:
        for each in getattr(row, "children", ()):
            name, _, payload = (getattr(each, "custom_id", None) or "").partition(":")
            if name == "context":
                try:
                    yield from unpack(payload)[:1]
                except Gone:
                    return
