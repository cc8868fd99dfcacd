"""`bot feed add`, `list`, `remove` and `check`: the feeds that a shelf follows.

What they do is loaded with the first of them: it takes a tenth of the time of a command.
"""

from typing import Annotated

import typer

from bot.cli.screen import AsJson, Commands, OnShelf, Screen
from bot.model import Shelf

WhichFeed = Annotated[str, typer.Argument(metavar="FEED", help="Its number or address; `bot feed list` shows both.")]


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed (RSS, Atom, JSON Feed), or a page that names one.")],
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="The most articles that are taken from it in a day; else 20.")
    ] = None,
    shelf: OnShelf = "shared",
    as_json: AsJson = False,
) -> None:
    """Follow a feed: its newest articles go in, then each new one."""
    from bot.cli import feed_actions

    feed_actions.follow(Screen(as_json), Shelf(shelf), url, limit)


def show(shelf: OnShelf = "shared", as_json: AsJson = False) -> None:
    """List the feeds, how it goes with each, and why one fails (exit code 1 when there is none)."""
    from bot.cli import feed_actions

    feed_actions.show_all(Screen(as_json), Shelf(shelf))


def remove(feed: WhichFeed, shelf: OnShelf = "shared", as_json: AsJson = False) -> None:
    """Follow a feed no longer; the articles that it brought stay."""
    from bot.cli import feed_actions

    feed_actions.unfollow(Screen(as_json), Shelf(shelf), feed)


def check(
    feed: Annotated[
        str, typer.Argument(metavar="[FEED]", help="Its number or address; without one, all feeds that are due.")
    ] = "",
    shelf: OnShelf = "shared",
    as_json: AsJson = False,
) -> None:
    """Look at a feed now, or at all that are due, and take what is new (exit code 2 when one can't be read)."""
    from bot.cli import feed_actions

    feed_actions.look(Screen(as_json), Shelf(shelf), feed)


COMMANDS: Commands = {
    "add": (add, "For example: bot feed add https://example.org/feed.xml --limit 5"),
    "list": (show, "For example: bot feed list"),
    "remove": (remove, "For example: bot feed remove 3"),
    "check": (check, "For example: bot feed check 3"),
}
