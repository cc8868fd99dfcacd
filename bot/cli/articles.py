"""`bot sources`, `show`, `remove` and `restore`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot import reply
from bot.cli.screen import BY, EXIT_DONE, EXIT_NOTHING_FOUND, AsJson, Commands, OnShelf, Screen, desk_with_corpus
from bot.cli.shapes import article_shape, source_shape
from bot.model import Article, Draft, Shelf

ArticleId = Annotated[str, typer.Argument(metavar="ID", help="The article's id; `bot sources` lists them.")]


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
        versions = desk.library.versions(about.shelf, about.id)
        alike = desk.library.resembling(Shelf(shelf), draft_of(article))
    screen.document(article_shape(article, versions, alike))
    screen.line(reply.printable(about.title), style="bold")
    facts = {
        "Source": about.source,
        "Author": about.author,
        "Link": reply.link(about),
        "Published": reply.day(screen.words, about.published),
        "Updated": reply.day(screen.words, about.updated) if about.updated else "",
        "Pages": pages_line(article),
        "Language": about.language,
        "Tags": ", ".join(about.tags),
        "Shelf": about.shelf.name,
        "Added": reply.day(screen.words, about.added),
        "Sentences": f"{len(article.sentences):,}",
    }
    for name, fact in facts.items():
        if fact:
            screen.line(f"{name + ':':11}{reply.printable(fact)}", style="dim")
    for version in versions:
        until = f"{reply.day(screen.words, version.since)} to {reply.day(screen.words, version.replaced)}"
        screen.line(f"Before:    {until}: {reply.printable(version.title)}", style="dim")
    for other in alike:
        screen.line(f"Nearly the same: {reply.printable(other.id)}, {reply.printable(other.title)}", style="dim")
    screen.line()
    screen.line(reply.printable(article.text, line_breaks=True))


def pages_line(article: Article) -> str:
    """How many pages or chapters it has, the first and the last of them; empty where that isn't known."""
    if not article.pages:
        return ""
    return f"{len(article.pages):,}, from {article.pages[0].label or '–'} to {article.pages[-1].label or '–'}"


def draft_of(article: Article) -> Draft:
    """The article as it could be handed in again."""
    about = article.about
    return Draft(about.shelf, about.title, article.text, id=about.id, language=about.language)


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
    "sources": (sources, "For example: bot sources iraq --page 2"),
    "show": (show, "For example: bot show nato-mission-iraq"),
    "remove": (remove, "For example: bot remove nato-mission-iraq"),
    "restore": (restore, "For example: bot restore nato-mission-iraq"),
}
