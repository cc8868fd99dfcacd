"""`bot add`, `sources`, `show`, `remove` and `restore`."""

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated

import typer

from bot import reply
from bot.cli.screen import BY, EXIT_DONE, EXIT_NOTHING_FOUND, AsJson, Commands, OnShelf, Screen, desk_with_corpus
from bot.cli.shapes import article_shape, kept_shape, source_shape
from bot.errors import ArticleRefused, FileRefused
from bot.intake import Details, read_bytes
from bot.model import Shelf

ArticleId = Annotated[str, typer.Argument(metavar="ID", help="The article's id; `bot sources` lists them.")]


def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text or Markdown file, or - for standard input.")],
    title: Annotated[
        str | None, typer.Option(help="Else the front matter's, the first line or the file's name.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The link of the page that it stands on.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When it came out, as 2024-01-25.")] = None,
    source: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Its language, as en, es or de.")] = None,
    shelf: OnShelf = "shared",
    as_json: AsJson = False,
) -> None:
    """Add an article from a file."""
    screen = Screen(as_json)
    onto = Shelf(shelf)
    details = Details(title=title, url=url, published=published, source=source, language=language)
    data = read_bytes(file)
    with desk_with_corpus(screen) as (desk, _):
        try:
            kept = desk.add(data, "" if file == "-" else PurePath(file).name, onto, details, BY)
        except ArticleRefused as exc:
            raise FileRefused("standard input" if file == "-" else file, exc.reason) from exc
        article = desk.library.article(onto, kept.id)
    first_start, first_end = article.sentences[0]
    screen.document(kept_shape(kept) | {"article": source_shape(article.about)})
    screen.line(reply.kept(screen.words, kept))
    screen.line(reply.citation(screen.words, article.about, datetime.now(UTC).date()), style="dim")
    screen.line(f"It begins: {reply.printable(article.text[first_start:first_end])}", style="dim")


def sources(
    query: Annotated[str, typer.Argument(metavar="[QUERY]", help="Words of the title or the source.")] = "",
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    size: Annotated[int, typer.Option(min=1, max=1000, help="Articles on a page.")] = 20,
    shelf: OnShelf = "shared",
    as_json: AsJson = False,
) -> None:
    """List the articles, the newest first, or those that match QUERY (exit code 1 when none does)."""
    screen = Screen(as_json)
    with desk_with_corpus(screen) as (desk, _):
        found = desk.library.sources(Shelf(shelf), query, page, size)
    screen.document(
        {
            "page": found.number,
            "pages": found.last,
            "total": found.total,
            "articles": [source_shape(about) for about in found.sources],
        }
    )
    for about in found.sources:
        screen.line(reply.printable(about.id), style="bold")
        screen.line(f"  {reply.citation(screen.words, about, datetime.now(UTC).date())}")
    screen.line(reply.page_line(screen.words, found, query), style="dim")
    raise typer.Exit(EXIT_DONE if found.sources else EXIT_NOTHING_FOUND)


def show(id: ArticleId, shelf: OnShelf = "shared", as_json: AsJson = False) -> None:
    """Show an article: what it is, and its text."""
    screen = Screen(as_json)
    with desk_with_corpus(screen) as (desk, _):
        article = desk.library.article(Shelf(shelf), id)
    about = article.about
    screen.document(article_shape(article))
    screen.line(reply.printable(about.title), style="bold")
    facts = {
        "Source": about.source,
        "Link": reply.link(about),
        "Published": reply.day(screen.words, about.published),
        "Language": about.language,
        "Tags": ", ".join(about.tags),
        "Shelf": about.shelf.name,
        "Added": reply.day(screen.words, about.added),
        "Sentences": f"{len(article.sentences):,}",
    }
    for name, fact in facts.items():
        if fact:
            screen.line(f"{name + ':':11}{reply.printable(fact)}", style="dim")
    screen.line()
    screen.line(reply.printable(article.text, line_breaks=True))


def remove(id: ArticleId, shelf: OnShelf = "shared", as_json: AsJson = False) -> None:
    """Take an article off its shelf; `restore` brings it back."""
    screen = Screen(as_json)
    with desk_with_corpus(screen) as (desk, _):
        desk.library.remove(Shelf(shelf), [id], BY)
    screen.document({"outcome": "removed", "id": id, "shelf": shelf})
    screen.line(f"Removed. Bring it back with: bot restore {reply.printable(id)}{shelf_option(shelf)}")


def restore(id: ArticleId, shelf: OnShelf = "shared", as_json: AsJson = False) -> None:
    """Bring a removed article back."""
    screen = Screen(as_json)
    with desk_with_corpus(screen) as (desk, _):
        desk.library.restore(Shelf(shelf), [id], BY)
    screen.document({"outcome": "restored", "id": id, "shelf": shelf})
    screen.line(f"Article {reply.printable(id)} is back on the shelf {shelf}.")


def shelf_option(shelf: str) -> str:
    return "" if shelf == "shared" else f" --shelf {shelf}"


COMMANDS: Commands = {
    "add": (add, 'For example: bot add report.md --published 2024-01-25 --source "Daily News"'),
    "sources": (sources, "For example: bot sources iraq --page 2"),
    "show": (show, "For example: bot show nato-mission-iraq"),
    "remove": (remove, "For example: bot remove nato-mission-iraq"),
    "restore": (restore, "For example: bot restore nato-mission-iraq"),
}
