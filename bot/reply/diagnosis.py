"""The words of `/diagnose`: what is missing, what it is for, and how to put it right. One line of plain text each."""

from collections.abc import Mapping

from bot.reply.printable import printable
from bot.reply.words import Saying, Words

NAMES: Mapping[str, Saying] = {
    "view_channel": Saying("View Channel"),
    "send_messages": Saying("Send Messages"),
    "send_messages_in_threads": Saying("Send Messages in Threads"),
    "read_message_history": Saying("Read Message History"),
}
"""The permissions that the bot needs, by discord.py's names, as Discord's own settings call them."""
PURPOSES: Mapping[str, Saying] = {
    "view_channel": Saying("Without it I don't see what is asked there."),
    "send_messages": Saying("Without it I can't answer there."),
    "send_messages_in_threads": Saying("Without it I can't answer in threads there."),
    "read_message_history": Saying("Without it my answers there can't point at their question."),
}

all_well = Saying("I may do all that I need here.")
permissions_are_told = Saying("For a single channel: /diagnose channel")


def lack(words: Words, permission: str) -> str:
    """That a permission is missing, and what it is for."""
    return words(
        "{permission} is missing. {purpose}", permission=NAMES[permission](words), purpose=PURPOSES[permission](words)
    )


def not_given(words: Words, role: str) -> str:
    return words(
        "No role of mine has it. Give it to the role “{role}”, in Server Settings under Roles.", role=printable(role)
    )


def denied(words: Words, roles: tuple[str, ...], category: str) -> str:
    """Which permissions deny it to whom: to these roles, or to the bot itself. An empty category: the channel's own."""
    named = words.listing([f"“{printable(role)}”" for role in roles])
    whom = words("the role {role}", role=named) if len(roles) == 1 else words("the roles {roles}", roles=named)
    whom = whom if roles else words("me")
    if category:
        return words(
            "The category “{category}”, whose permissions the channel shares, denies it to {whom}. Allow it there.",
            category=printable(category),
            whom=whom,
        )
    return words("The channel's own permissions deny it to {whom}. Allow it there.", whom=whom)


def timed_out(words: Words) -> str:
    return words("A moderator has sent me into time-out. Take it back, or wait until it is over.")


def latency(words: Words, milliseconds: int) -> str:
    return words("Discord takes {ms:,} ms to hear from me.", ms=milliseconds)


def articles(words: Words, own: int, shared: int) -> str:
    """How many articles of the server and of the shared ones are seen."""
    here = words.many(own, "{n:,} article of this server", "{n:,} articles of this server")
    everywhere = words.many(shared, "{n:,} that all servers share", "{n:,} that all servers share")
    return words("I answer from {articles}.", articles=words.listing([here, everywhere] if shared else [here]))


def not_found(words: Words, title: str) -> str:
    return words(
        "What was added last can't be found yet: “{title}”. If it stays so, whoever runs me should look at the index.",
        title=printable(title),
    )


def not_registered(words: Words, reason: str) -> str:
    return words(
        "My commands could not be brought up to date with Discord ({reason}), so some may be missing or old.",
        reason=printable(reason),
    )


no_articles = Saying("There are no articles to answer from yet. /article add adds one.")
index_current = Saying("What was added last is found.")
no_latency = Saying("The connection to Discord has not been measured yet.")
registered = Saying("My commands are up to date with Discord.")
content_read = Saying("In the channels chosen in /settings I read every message.")
content_needed = Saying(
    "In the channels chosen in /settings I can't read messages that don't mention me. Whoever runs me has to switch on "
    "the Message Content Intent, and BOT_MESSAGE_CONTENT."
)
content_not_needed = Saying("I answer where I am mentioned or replied to. /settings can choose channels for more.")
