"""`bot add`: one document, shown as it was understood; or many, of which each is told in a line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Any

import typer

from bot import reply
from bot.cli.adding_many import add_many
from bot.cli.screen import BY, AsJson, Commands, OnShelf, Screen, desk_with_corpus
from bot.cli.shapes import kept_shape, source_shape
from bot.collecting import Finder, Item, Reader, foresee, known_files, names_many
from bot.desk import Desk
from bot.errors import ArticleNotFound, DuplicateArticle, FileRefused, InputRefused, Phrase
from bot.gathering import Gathered
from bot.intake import Details
from bot.model import Draft, Kept, Outcome, Shelf, Source

OF_ALL = ("source", "author", "language")
"""What can be said of many documents at once."""
SHOWN_ASIDE = 12
"""Lines that were set aside are shown to people; programs get all."""


def add(
    files: Annotated[
        list[str],
        typer.Argument(metavar="WHAT…", help="Files, folders, archives, addresses (https://…); - for standard input."),
    ],
    title: Annotated[
        str | None, typer.Option(help="Of one document; else what it says, its first line or its name.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The link of the page that one document stands on.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When one document came out, as 2024-01-25.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Its language, as en, es or de.")] = None,
    shelf: OnShelf = "shared",
    keep_all: Annotated[
        bool, typer.Option("--keep-all", help="Set no lines of a text aside, though they look like parts of a page.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything and keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add articles: text, Markdown, web pages, PDF, Word, EPUB, JSON Lines, and ZIP archives of those.

    Of many, those that can't be taken are refused (exit code 2), and the others go in. Run again, it takes only what
    is new or has changed.
    """
    screen = Screen(as_json)
    onto = Shelf(shelf)
    details = Details(title=title, url=url, published=published, source=source, language=language, author=author)
    many = len(files) > 1 or names_many(files[0])
    if many and (title, url, published) != (None, None, None):
        raise InputRefused("A title, a link and a date belong to one document. Add that by itself.")
    with desk_with_corpus(screen) as (desk, settings):
        known = known_files(desk.library, onto, files)
        holds = partial(holds_all, desk, onto, details) if many and not keep_all else never
        reader = Reader(desk.gatherer, onto, details, known, keep_all, holds)
        finder = partial(Finder, onto, settings.corpus_dir)
        if many:
            raise typer.Exit(add_many(screen, desk, partial(all_items, files, finder), reader, dry_run))
        items = list(finder(lambda _: None).items(files[0]))
        if len(items) != 1:  # an archive on standard input
            raise typer.Exit(add_many(screen, desk, partial(expected, items), reader, dry_run))
        add_one(screen, desk, items[0], reader, dry_run)


def never(_: str) -> bool:
    """What is added by itself, or as a whole, is read again whatever is known of it."""
    return False


def holds_all(desk: Desk, shelf: Shelf, details: Details, id: str) -> bool:
    """Whether an article has all that is said of the documents, so that its file needn't be read again."""
    said = {name: value for name in OF_ALL if (value := getattr(details, name)) is not None}
    if not said:
        return True
    try:
        about = desk.library.article(shelf, id).about
    except ArticleNotFound:
        return False
    return all(getattr(about, name) == value for name, value in said.items())


def all_items(
    names: Sequence[str], finder: Callable[[Callable[[int], object]], Finder], expect: Callable[[int], object]
) -> Iterator[Item]:
    """The items of all names, `expect` being told how many more there are than one."""
    expect(len(names) - 1)
    found = finder(expect)
    for name in names:
        yield from found.items(name)


def expected(items: Sequence[Item], expect: Callable[[int], object]) -> Sequence[Item]:
    expect(len(items) - 1)
    return items


def add_one(screen: Screen, desk: Desk, item: Item, reader: Reader, dry_run: bool) -> None:
    """Add one document, and show how it was understood. Raises FileRefused with the reason why not."""
    read = reader.read(item).what
    if not isinstance(read, Gathered):
        raise FileRefused(item.name, read if isinstance(read, Phrase) else Phrase("There is no article in it."))
    preview = desk.preview(read.draft, reader.shelf)
    kept = replace(foreseen(desk, read.draft), sentences=preview.sentences) if dry_run else None
    kept = kept or desk.keep(read.draft, BY, reader.shelf)
    about = source_of(read.draft, kept)
    screen.document(one_shape(read, kept, about) | {"dry_run": dry_run})
    screen.line(would_become(screen, kept) if dry_run else reply.kept(screen.words, kept))
    show(screen, read, preview.first, about, datetime.now(UTC).date())
    for other in kept.resembles:
        screen.line(f"Nearly the same as {reply.printable(other.id)}: {reply.printable(other.title)}", style="yellow")


def foreseen(desk: Desk, draft: Draft) -> Kept:
    """What would become of it. Raises DuplicateArticle."""
    kept = foresee(desk.library, draft.shelf, draft)
    if kept.outcome is Outcome.DUPLICATE:
        raise DuplicateArticle(kept.id, kept.shelf.name)
    return kept


def would_become(screen: Screen, kept: Kept) -> str:
    """The first line of a dry run."""
    article = f"article {reply.printable(kept.id)}" if kept.id else "a new article"
    sentences = screen.words.many(kept.sentences, "{n:,} sentence", "{n:,} sentences")
    return f"Nothing was kept. It would be {kept.outcome.value}: {article} on the shelf {kept.shelf}, {sentences}."


def source_of(draft: Draft, kept: Kept) -> Source:
    """The draft as it stands in a list."""
    return Source(
        id=kept.id,
        shelf=draft.shelf,
        title=draft.title,
        source=draft.source,
        url=draft.url,
        published=draft.published,
        language=draft.language,
        tags=draft.tags,
        added=draft.added or datetime.now(UTC),
        origin=draft.origin,
        author=draft.author,
    )


def show(screen: Screen, read: Gathered, first: str, about: Source, today: date) -> None:
    """What was understood, and what was set aside."""
    screen.line(reply.citation(screen.words, about, today), style="dim")
    if about.author:
        screen.line(f"By {reply.printable(about.author)}", style="dim")
    if read.dated:
        day, by = reply.day(screen.words, about.published), reply.date_from(screen.words, read.dated)
        screen.line(f"Published {day}, {by}", style="dim")
    screen.line(f"It begins: {reply.printable(first)}", style="dim")
    aside = (*read.head, *read.tail)
    if aside:
        lines = screen.words.many(len(aside), "{n:,} line", "{n:,} lines")
        screen.line(f"Set aside as parts of the page, {lines} (--keep-all keeps them):", style="dim")
    for line in aside[:SHOWN_ASIDE]:
        screen.line(f"  {reply.printable(line)}", style="dim")
    if len(aside) > SHOWN_ASIDE:
        screen.line("  … and more; --json shows all of them.", style="dim")


def one_shape(read: Gathered, kept: Kept, about: Source) -> dict[str, Any]:
    """`dated` is what says when it was published: stated, shown, feed, address, given or file."""
    return kept_shape(kept) | {
        "article": source_shape(about),
        "dated": read.dated.value if read.dated else None,
        "set_aside": {"head": read.head, "tail": read.tail},
    }


COMMANDS: Commands = {
    "add": (add, 'For example: bot add report.pdf "https://example.org/news" saved-pages --source "Daily News"'),
}
