"""The words of the Discord front. Short, for a phone; plain text, which the front makes fit for Markdown.

To say something new:

- without a fact in it, as one line below: `kept = Saying("Kept.")`, and in the front
  `reply.discord.kept(words)`;
- with facts, as a function whose fields are named: `words("Page {number}", number=number)`, and `words.many(n, "{n:,}
  article", "{n:,} articles")` for what is counted. A stranger's text goes through `printable`;
- what goes wrong, where it is raised: `raise Gone("That answer is no longer there.")`, with named fields as well;
- a command or an option, in `commands.py`.

Sentences are literals. `python -m tests.reply.update_catalogues` puts the new ones into the catalogues, and the tests
then ask for each translation. A sentence that names a command does so with a slash: `/sources list`.
"""

from collections.abc import Mapping

from bot.errors import (
    ArticleNotFound,
    BotError,
    Broken,
    DiskFull,
    DuplicateArticle,
    IndexBehind,
    LibraryBusy,
    Phrase,
    ShelfRefused,
    ShelfShared,
)
from bot.model import Abstention, Act, Order, Silence, Unfound
from bot.reply import answers, verdicts
from bot.reply.commands import COMMANDS, MENUS
from bot.reply.printable import printable
from bot.reply.words import Saying, Words

__all__ = ["COMMANDS", "MENUS"]

# Buttons, at most 80 characters

context = Saying("Context")
other_sources = Saying("Other sources")
not_helpful = Saying("Not helpful")
related = Saying("Related passages")
keep = Saying("Keep")
discard = Saying("Discard")
previous = Saying("Previous")
following = Saying("Next")
go_to_page = Saying("Go to page…")
answer_this = Saying("Answer this")
ask_all = Saying("Ask all articles")
open_page = Saying("Open the page")

# Forms: titles and captions, at most 45 characters; hints, at most 100

add_title = Saying("Add an article")
edit_title = Saying("Edit the article")
forget_title = Saying("Delete all that I keep of this server")
title_field = Saying("Title")
text_field = Saying("Text")
text_hint = Saying("For more than 4,000 characters, use /article add with a file.")
link_field = Saying("Link")
link_hint = Saying("Where it can be read; answers link to it.")
date_field = Saying("Date")
date_hint = Saying("When it came out, as 2024-01-25. Leave it empty if you don't know.")
source_field = Saying("Source")
source_hint = Saying("Who published it.")
page_field = Saying("Page")
why_field = Saying("What was wrong with it? (if you like)")
server_name_field = Saying("This server's name, to be sure")

# Above and below an answer

others_heading = Saying("Also found, less likely:")
elsewhere_heading = Saying("The same words in other articles:")
related_heading = Saying("Related, but not an answer:")
how_to_list = Saying("/sources list shows what I have read.")
how_to_ask = Saying(
    "Ask me something: mention me with your question, or use /ask. I quote the sentence that answers it, word for "
    "word, with its source. If no article answers it, I say so."
)
say_again = Saying("Say again what it is about: I take each question by itself.")
how_to_ask_all = Saying("/ask without “article” asks all of them.")
changed_since = Saying("The article was changed after this answer.")
removed_since = Saying("The article was removed after this answer.")

# Articles

understood = Saying("What I understood:")
added_by = Saying("Added by")
discarded = Saying("Discarded. Nothing was kept.")
exported = Saying("All articles of this server, one a line. /article import reads them back.")
no_sources = Saying("There are no articles here yet.")
no_such_sources = Saying("No article has that in its title or source.")

# Gaps

gaps_heading = Saying("Questions without a good answer")
no_gaps = Saying("Nothing here: every question that was kept has found its answer.")
gaps_off = Saying("I don't keep questions here. /settings can switch that on.")

# Choices and their meaning

ORDERS: Mapping[Order, Saying] = {
    Order.ADDED: Saying("Newest here first"),
    Order.PUBLISHED: Saying("Last published first"),
    Order.TITLE: Saying("By title"),
}
"""The choices of `/sources list sort:`."""
ACTS: Mapping[Act, Saying] = {
    Act.ADDED: Saying("added"),
    Act.UPDATED: Saying("changed"),
    Act.REMOVED: Saying("removed"),
    Act.RESTORED: Saying("brought back"),
}
"""What somebody did, in a line of `/audit`: day, name, this, title."""

OWN_WORDS: Mapping[str, Phrase] = {
    ArticleNotFound.sentence: Phrase("There is no article “{id}” here. /sources list shows what there is."),
    DuplicateArticle.sentence: Phrase("I have this text already: it is the article “{id}”."),
    ShelfRefused.sentence: Phrase("That is not a server."),
    ShelfShared.sentence: Phrase("The articles that all servers share can't be deleted from one of them."),
    "The article has no title. Give it one with --title.": Phrase("The article has no title. Give it one."),
    'There is no question. Ask one, such as: bot ask "how many US troops are in Iraq".': Phrase(
        "There is no question. Ask one, in a sentence."
    ),
    IndexBehind.sentence: Phrase("What you changed is kept, but can't be searched yet. I keep trying."),
    DiskFull.sentence: Phrase("My disk is full. Nothing was changed; please tell whoever runs me."),
    LibraryBusy.sentence: Phrase("The library is busy just now. Try again in a minute."),
}
"""What the command line says -> what is said instead where there is no command line, no shelf and no folder."""


def error(words: Words, problem: BotError) -> str:
    """The sentence of an error that the person can put right, or should know of."""
    return printable(words(reworded(problem.phrase)))


def fault(words: Words, problem: Exception, reference: str) -> str:
    """What is said of anything else that went wrong; `reference` finds it in the log."""
    if isinstance(problem, Broken) and problem.phrase.template in OWN_WORDS:
        return " ".join((error(words, problem), words("Reference: {reference}", reference=reference)))
    return broken(words, reference)


def broken(words: Words, reference: str) -> str:
    """Something went wrong that nobody foresaw, or that is no business of who asked."""
    return words(
        "Something went wrong on my side, and it has been written down. Reference: {reference}", reference=reference
    )


def reworded(phrase: Phrase) -> Phrase:
    """The phrase, and those within it, in this front's own words where it has any."""
    fields = {name: reworded(value) if isinstance(value, Phrase) else value for name, value in phrase.fields.items()}
    return Phrase(OWN_WORDS.get(phrase.template, phrase.template), **fields)


def abstention(words: Words, silent: Abstention) -> str:
    """Why there is no answer."""
    if silent.silence is Silence.LIBRARY_EMPTY:
        return words("There are no articles to answer from yet. Whoever manages this server can /article add one.")
    return answers.abstention(words, silent)


def unreadable_message(words: Words) -> str:
    """The message that is asked about can't be read, and what can be done about it."""
    menu = words("Ask about this")
    return words("I can't read that message. Press and hold it: Apps → {menu}.", menu=menu)


def not_in_article(words: Words, title: str) -> str:
    """The one article that was asked has no answer."""
    return words("“{title}” doesn't answer that.", title=printable(title))


def counted(words: Words, first: bool) -> str:
    """What is said to who pressed *Not helpful*, the first time and later."""
    return words("Thanks. Counted.") if first else words("You have said so already; it is counted.")


def kept(words: Words, title: str, sentences: int) -> str:
    """An article was kept."""
    length = words.many(sentences, "{n:,} sentence", "{n:,} sentences")
    return words("Kept: “{title}”, {sentences}. I answer from it now.", title=printable(title), sentences=length)


def removed(words: Words, title: str) -> str:
    return words("Removed: “{title}”. /article restore brings it back.", title=printable(title))


def restored(words: Words, title: str) -> str:
    return words("“{title}” is back. I answer from it again.", title=printable(title))


def imported(words: Words, added: int, updated: int, unchanged: int) -> str:
    """What became of the lines of a file that were taken."""
    parts = [
        words.many(added, "{n:,} article added", "{n:,} articles added"),
        words.many(updated, "{n:,} changed", "{n:,} changed"),
        words.many(unchanged, "{n:,} unchanged", "{n:,} unchanged"),
    ]
    told = [part for part, n in zip(parts, (added, updated, unchanged), strict=True) if n]
    return words("{done}.", done=words.listing(told)) if told else words("No article was added.")


def refused_line(words: Words, line: int, reason: str) -> str:
    """A line of a file that was not taken, and why; the reason may be a Phrase."""
    said = words(reworded(reason)) if isinstance(reason, Phrase) else reason
    return words("Line {line:,}: {reason}", line=line, reason=printable(said))


def refused_file(words: Words, name: str, reason: str) -> str:
    """A file of an archive that was not taken, and why; the reason may be a Phrase."""
    said = words(reworded(reason)) if isinstance(reason, Phrase) else reason
    return words("{file}: {reason}", file=printable(name), reason=printable(said))


def times(words: Words, n: int) -> str:
    """How often a question was asked."""
    return words.many(n, "asked once", "asked {n:,} times")


def unfound(words: Words, verdict: Unfound) -> str:
    """No article says what was pasted; what is near is on a button."""
    return words("No article says that.") if verdict.related else verdicts.verdict(words, verdict)


def more_differences(words: Words, n: int) -> str:
    """So many differences there is no room for."""
    return words.many(n, "{n:,} more difference.", "{n:,} more differences.")
