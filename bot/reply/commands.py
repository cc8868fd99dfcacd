"""The commands of the Discord front: what is said of each in the list that opens with a slash.

The keys are paths: a command, its subcommand, its option. Each word of a path is a name, lower case and at most 32
characters long, in every language; each description has at most 100. Both are in the catalogues, so that discord.py's
translator finds them: `words("ask")` is `preguntar`. A menu's path is its name.
"""

from collections.abc import Mapping

from bot.errors import Phrase

COMMANDS: Mapping[str, Phrase] = {
    "ask": Phrase("Ask; I quote the sentence that answers, or say that no article does"),
    "ask question": Phrase("Your question, in a sentence"),
    "ask article": Phrase("Ask this article only; begin to type its title"),
    "ask private": Phrase("Show the answer to you only"),
    "verify": Phrase("Is this quote real? See whether an article says it, word for word"),
    "verify text": Phrase("The quote, as you found it"),
    "verify private": Phrase("Show the answer to you only"),
    "sources": Phrase("What I have read"),
    "sources list": Phrase("List the articles that I answer from"),
    "sources list query": Phrase("Only those with these words in their title or source"),
    "sources list sort": Phrase("What comes first"),
    "sources list public": Phrase("Show it to everyone here, not only to you"),
    "sources show": Phrase("Show an article: where it is from, of when, and how it begins"),
    "sources show article": Phrase("Begin to type its title"),
    "sources show public": Phrase("Show it to everyone here, not only to you"),
    "sources stats": Phrase("How many articles I have read, in which languages, and of which years"),
    "sources stats public": Phrase("Show it to everyone here, not only to you"),
    "article": Phrase("Look after the articles of this server"),
    "article add": Phrase("Add an article: type it in, or give a file or an address"),
    "article add file": Phrase("A text, Markdown, PDF, Word (.docx) or EPUB file, or a saved web page"),
    "article add url": Phrase("The address of a web page; I read it and show you what I understood"),
    "article add title": Phrase("Its title, if the file doesn't say it"),
    "article add source": Phrase("Who published it"),
    "article add date": Phrase("When it came out, as 2024-01-25"),
    "article add link": Phrase("Where it can be read"),
    "article remove": Phrase("Take an article away; I answer from it no more"),
    "article remove article": Phrase("Begin to type its title"),
    "article restore": Phrase("Bring a removed article back"),
    "article restore article": Phrase("Begin to type its title"),
    "article edit": Phrase("Change an article's title, text, link, date or source"),
    "article edit article": Phrase("Begin to type its title"),
    "article edit file": Phrase("A file in the place of its text"),
    "article import": Phrase("Add many articles from one file"),
    "article import file": Phrase("A ZIP archive of articles, or JSON Lines, such as export makes"),
    "article export": Phrase("Get all articles of this server as a file"),
    "article forget-server": Phrase("Delete all that I keep of this server, for good"),
    "gaps": Phrase("Questions that found no answer, or one that didn't help"),
    "setup": Phrase("Get me ready for this server, step by step"),
    "diagnose": Phrase("What keeps me from answering here?"),
    "diagnose channel": Phrase("Another channel than this one"),
    "settings": Phrase("See or change how I answer in this server"),
    "settings add-channel": Phrase("From now on, answer every question in this channel, also without a mention"),
    "settings remove-channel": Phrase("In this channel, answer only when I am mentioned"),
    "settings role": Phrase("Who may look after the articles, besides those who manage the server"),
    "settings answer-threshold": Phrase("How sure I must be to answer at all, from 0 to 1"),
    "settings sure-threshold": Phrase("How sure I must be to leave out “This may answer it”, from 0 to 1"),
    "settings style": Phrase("Only the quote, or also what other articles say"),
    "settings shared": Phrase("Whether I answer from the articles that all servers share, too"),
    "settings language": Phrase("The language of my own words; quotes stay as they are"),
    "settings keep-gaps": Phrase("Whether I keep questions that found no answer, without names, for /gaps"),
    "settings note-changes": Phrase("Whether my answers get a note when their article is changed or removed"),
    "settings reset": Phrase("Put a setting back to what it was at the beginning"),
    "audit": Phrase("Who added, changed or removed what, and when"),
    "audit article": Phrase("Only what was done to this article; begin to type its title"),
    "audit person": Phrase("Only what this person did"),
    "Ask about this": Phrase("Ask about this"),
    "Add as article": Phrase("Add as article"),
}

MENUS = frozenset(path for path, said in COMMANDS.items() if path == said)
"""The entries of a message's menu; they have a name and no description."""
