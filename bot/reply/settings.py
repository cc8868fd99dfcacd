"""The words of `/settings`: what each setting is called, what it means, and what it is set to. One line each."""

from collections.abc import Mapping

from bot.errors import Phrase
from bot.reply.words import Saying, Words

LABELS: Mapping[str, Saying] = {
    "answer_channels": Saying("Question channels"),
    "manager_role": Saying("Role for articles"),
    "answer_threshold": Saying("Answer when at least this sure"),
    "sure_threshold": Saying("Say “may” below"),
    "style": Saying("Answers show"),
    "shared_corpus": Saying("Shared articles"),
    "language": Saying("My language"),
    "keep_gaps": Saying("Unanswered questions are kept"),
    "note_changes": Saying("Notes on changes"),
}
"""The settings of a server, by their names."""
MEANINGS: Mapping[str, Saying] = {
    "answer_channels": Saying("There every message that ends in a question mark is answered."),
    "manager_role": Saying("May look after the articles, besides those who manage the server."),
    "answer_threshold": Saying("How sure I must be to answer, 0 to 1."),
    "sure_threshold": Saying("Below it, “This may answer it” stands above, 0 to 1."),
    "style": Saying("What stands with the quote."),
    "shared_corpus": Saying("I also answer from those that all servers share."),
    "language": Saying("Of my own words; quotes stay as they are."),
    "keep_gaps": Saying("For /gaps, without names. Off deletes them."),
    "note_changes": Saying("On answers whose article was changed or removed."),
}
STYLES: Mapping[str, Saying] = {
    "full": Saying("The quote, and what other articles say"),
    "short": Saying("Only the quote"),
}
"""The choices of `/settings style:`."""

heading = Saying("How I answer on this server")
how_to_change = Saying("/settings with an option changes it, and “reset” puts it back.")
changed_heading = Saying("Changed:")
nothing_changed = Saying("That is how it is set already.")
on = Saying("yes")
off = Saying("no")
none_chosen = Saying("none")
nobody = Saying("no role")
not_set = Saying("the default")
automatic = Phrase("Automatic: that of who asks")
everything = Phrase("Everything")

needs_content = Saying(
    "I can't read messages there that don't mention me: whoever runs me has not switched that on. It takes the Message "
    "Content Intent in Discord's Developer Portal, and BOT_MESSAGE_CONTENT."
)
role_gone = Saying("The role that was chosen for the articles is no longer there. /settings role chooses another one.")
lacks_there = Saying("I lack a permission there; /diagnose says which:")
role_sees_nothing = Saying(
    "Who has this role doesn't see my commands /article, /gaps and /audit yet. Allow them in Server Settings, under "
    "Integrations."
)


def by_default(words: Words, value: str) -> str:
    """The value of what the server has not set itself."""
    return words("{value} (the default)", value=value)


def more(words: Words, n: int) -> str:
    """What is left out of a list."""
    return words.many(n, "{n:,} more", "{n:,} more")
