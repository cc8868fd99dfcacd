"""The words for those who look after a server's articles: what was understood, what became of it."""

from bot.model import Preview
from bot.reply.printable import printable
from bot.reply.words import Saying, Words

# Buttons

edit = Saying("Edit")
keep_all = Saying("Keep all")
bring_back = Saying("Bring it back")

# Forms

document_title = Saying("What the file doesn't say")
long_title = Saying("Edit the article, without its text")
long_hint = Saying("The text stays: it is too long for a form. /article edit with a file replaces it.")
exact_name = Saying("Type it as it is written. Articles, settings and questions are deleted at once, for good.")

# Sentences

unchanged = Saying("Nothing was changed: it is like that already.")
stopped_while_keeping = Saying(
    "I am being restarted. Press the button again when I am back, or hand the file in again."
)
nothing_to_keep = Saying("No line of this file is an article that can be kept.")
rest_not_exported = Saying("That is as much as I can send here. Whoever runs me can export the rest.")


def warnings(words: Words, preview: Preview) -> list[str]:
    """What to know before it is kept: another article of this title, or one that it takes the place of."""
    said = [words("It takes the place of “{title}”.", title=printable(about.title)) for about in preview.replaced]
    if preview.namesakes:
        said.append(
            words.many(
                len(preview.namesakes),
                "Another article has this title already.",
                "{n:,} other articles have this title already.",
            )
        )
    return said


def changed(words: Words, title: str, sentences: int) -> str:
    """An article was changed."""
    length = words.many(sentences, "{n:,} sentence", "{n:,} sentences")
    return words(
        "Changed: “{title}”, {sentences}. I answer from it as it is now.", title=printable(title), sentences=length
    )


def found(words: Words, articles: int, refused: int) -> str:
    """What a file of articles holds."""
    parts = [
        words.many(articles, "{n:,} article can be kept", "{n:,} articles can be kept"),
        words.many(refused, "{n:,} line is refused", "{n:,} lines are refused"),
    ]
    told = [part for part, n in zip(parts, (articles, refused), strict=True) if n]
    return words("{done}.", done=words.listing(told)) if told else words("The file is empty.")


def progress(words: Words, done: int, total: int) -> str:
    """How far an import has come."""
    return words("{done:,} of {total:,} articles are kept…", done=done, total=total)


def already_there(words: Words, n: int) -> str:
    """How many articles of a file were left out; empty where none was."""
    said = words.many(n, "{n:,} has the text of another article, and was left out.",
                      "{n:,} have the text of other articles, and were left out.")  # fmt: skip
    return said if n else ""


def part(words: Words, number: int) -> str:
    """Above a file of an export that has several."""
    return words("Part {number:,}", number=number)


def too_large(words: Words, n: int) -> str:
    """Articles that no file takes."""
    return words.many(
        n,
        "{n:,} article is too large to be sent here. Whoever runs me can export it.",
        "{n:,} articles are too large to be sent here. Whoever runs me can export them.",
    )


def forgotten(words: Words, articles: int) -> str:
    """What was deleted of a server."""
    deleted = words.many(articles, "{n:,} article", "{n:,} articles")
    return words(
        "Deleted: {articles}, those removed earlier, the settings, the questions, and who changed what. Nothing of "
        "this server is left here.",
        articles=deleted,
    )
