"""The words for those who look after a server's articles: what was understood, what became of it."""

from bot.model import Preview, Source
from bot.reply.articles import short_day
from bot.reply.printable import printable
from bot.reply.words import Saying, Words

MOST_NEAR = 3
"""How many articles with nearly the same text are named."""

# Buttons

edit = Saying("Edit")
keep_all = Saying("Keep all")
keep_whole = Saying("Keep all text")
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
nothing_to_keep = Saying("There is no article in this file that can be kept.")
rest_not_exported = Saying("That is as much as I can send here. Whoever runs me can export the rest.")


aside = Saying("Set aside as part of the page, and never quoted:")
aside_above = Saying("Set aside above the article, and never quoted:")
aside_below = Saying("Set aside below it, and never quoted:")


def more_lines(words: Words, n: int) -> str:
    """Lines that were set aside and are not shown."""
    return words.many(n, "… and {n:,} more line", "… and {n:,} more lines")


def warnings(words: Words, preview: Preview) -> list[str]:
    """What to know before it is kept: the article that it takes the place of, those that hold nearly its text, and
    those of its title."""
    said = [replaces(words, preview, about) for about in preview.replaced]
    said += [nearly(words, about) for about in preview.resembling[:MOST_NEAR]]
    if preview.namesakes:
        said.append(
            words.many(
                len(preview.namesakes),
                "Another article has this title already.",
                "{n:,} other articles have this title already.",
            )
        )
    return said


def replaces(words: Words, preview: Preview, about: Source) -> str:
    """Which article it takes the place of: by its id, or because it is from the same page."""
    if preview.draft.id is not None:
        return words("It takes the place of “{title}”.", title=printable(about.title))
    return words(
        "It is from the same page as “{title}”, and updates that. What that says now is kept as an older version.",
        title=printable(about.title),
    )


def nearly(words: Words, about: Source) -> str:
    """Another article with nearly the same text."""
    facts = ", ".join(filter(None, (printable(about.source or ""), short_day(words, about.published))))
    return words("It has nearly the same text as “{title}” ({facts}).", title=printable(about.title), facts=facts)


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
        words.many(refused, "{n:,} is refused", "{n:,} are refused"),
    ]
    told = [part for part, n in zip(parts, (articles, refused), strict=True) if n]
    return words("{done}.", done=words.listing(told)) if told else words("The file is empty.")


def others(words: Words, n: int) -> str:
    """Files of an archive that aren't meant to be read."""
    return words.many(n, "{n:,} file of another kind is left out.", "{n:,} files of another kind are left out.")


def read_so_far(words: Words, n: int) -> str:
    """How far the reading of a file has come."""
    return words.many(n, "{n:,} article is read…", "{n:,} articles are read…")


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
