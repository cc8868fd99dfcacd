"""What `bot feed` does: it follows feeds, lists them, and looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer

from bot import reply
from bot.app import opened_newsstand
from bot.cli.feed_shapes import feed_shape, look_shape
from bot.cli.screen import BY, EXIT_DONE, EXIT_NOTHING_FOUND, EXIT_WRONG_USE, Screen, desk_with_corpus
from bot.errors import FetchRefused, InputRefused
from bot.feeds import Checked, Claim, Feed, Feeds, NotRead, Offered, State, Taken
from bot.feeds.columns import address
from bot.feeds.records import USUAL_DAILY_LIMIT
from bot.model import Outcome, Shelf
from bot.newsstand import Look, Newsstand


def follow(screen: Screen, onto: Shelf, url: str, limit: int | None) -> None:
    """Follow a feed, or show those that the page at an address names. Raises FetchRefused, InputRefused."""
    with newsstand(screen) as stand:
        found = stand.introduce(url)
        if isinstance(found, Offered):
            screen.document({"offered": found.urls})
            screen.line("That is a page, which names these feeds. Add one of them:")
            for each in found.urls:
                screen.line(f"  {reply.printable(each)}")
            raise typer.Exit(EXIT_WRONG_USE)
        feed = stand.follow(onto, found, BY, daily_limit=USUAL_DAILY_LIMIT if limit is None else limit)
    screen.document(feed_shape(screen.words, feed))
    most = screen.words.many(feed.daily_limit, "{n:,} article", "{n:,} articles")
    screen.line(f"Followed as number {feed.number}: {reply.printable(feed.name)}, up to {most} a day.")
    screen.line("Its articles come in while `bot run` serves; or now, with: bot feed check", style="dim")


def show_all(screen: Screen, onto: Shelf) -> None:
    """List the feeds of a shelf."""
    with newsstand(screen) as stand:
        feeds = stand.feeds.of(onto)
    screen.document({"feeds": [feed_shape(screen.words, feed) for feed in feeds]})
    for feed in feeds:
        show_feed(screen, feed)
    if not feeds:
        screen.line(f"No feed is followed on the shelf {onto}. Follow one with: bot feed add URL")
    raise typer.Exit(EXIT_DONE if feeds else EXIT_NOTHING_FOUND)


def unfollow(screen: Screen, onto: Shelf, feed: str) -> None:
    """Follow a feed no longer. Raises Gone, InputRefused."""
    with newsstand(screen) as stand:
        gone = stand.feeds.unfollow(onto, named(stand.feeds, onto, feed).number)
    screen.document(feed_shape(screen.words, gone) | {"outcome": "removed"})
    screen.line(f"No longer followed: {reply.printable(gone.name)}. The articles that it brought stay.")


def look(screen: Screen, onto: Shelf, feed: str) -> None:
    """Look at one feed, or where none is named at all that are due. Raises Gone, InputRefused."""
    looks: list[Look] = []
    with newsstand(screen) as stand:
        wanted = [named(stand.feeds, onto, feed)] if feed else due(stand.feeds, onto)
        with screen.progress("Looking", len(wanted)) as bar:
            for each in wanted:
                if claim := claimed(screen, stand.feeds, each, alone=bool(feed)):
                    looks.append(stand.look(claim))
                bar(1)
    screen.document({"feeds": [look_shape(screen.words, one) for one in looks]})
    for one in looks:
        show_look(screen, one)
    if not wanted:
        screen.line("No feed is due. Look at one all the same with: bot feed check FEED")
    raise typer.Exit(EXIT_WRONG_USE if any(isinstance(one.outcome, NotRead) for one in looks) else EXIT_DONE)


@contextmanager
def newsstand(screen: Screen) -> Iterator[Newsstand]:
    """The feeds, over the library that the settings name."""
    with desk_with_corpus(screen) as (desk, settings), opened_newsstand(settings, desk) as stand:
        yield stand


def named(feeds: Feeds, shelf: Shelf, which: str) -> Feed:
    """The feed of a shelf with this number or address. Raises Gone, InputRefused."""
    if which.isascii() and which.isdigit():
        return feeds.feed(shelf, int(which[:20]))
    try:
        url = address(which)
    except FetchRefused:
        url = ""
    for feed in feeds.of(shelf):
        if feed.url == url:
            return feed
    raise InputRefused("No feed that is followed has the number or the address “{which}”.", which=which[:100])


def due(feeds: Feeds, shelf: Shelf) -> list[Feed]:
    """The feeds of a shelf that are to be looked at."""
    now = datetime.now(UTC)
    return [feed for feed in feeds.of(shelf) if feed.state is State.FOLLOWED and feed.due <= now]


def claimed(screen: Screen, feeds: Feeds, feed: Feed, alone: bool) -> Claim | None:
    """The right to look at it; where somebody else just does, that is told, and raised if only this one is wanted."""
    try:
        return feeds.claim(feed.shelf, feed.number)
    except InputRefused as refused:
        if alone:
            raise
        screen.notice(f"{reply.printable(feed.name)}: {reply.printable(refused.phrase)}", style="yellow")
        return None


def show_feed(screen: Screen, feed: Feed) -> None:
    """A feed in a list."""
    words = screen.words
    screen.line(f"{feed.number}  {reply.printable(feed.name)}", style="bold")
    read = f"last read {moment(screen, feed.succeeded)}" if feed.succeeded else "not read yet"
    facts = [feed.state.value, read, reply.feeds.today(words, feed.taken_today, feed.daily_limit)]
    screen.line(f"   {reply.printable(feed.url)}", style="dim")
    screen.line(f"   {' · '.join(facts)}", style="dim")
    if feed.failure:
        why = f"{moment(screen, feed.failure.moment)}: {reply.printable(words(feed.failure.reason))}"
        times = words.many(feed.failures, "{n:,} time in a row", "{n:,} times in a row")
        line = f"   failed {times}, last {why}" if feed.failures else f"   failed before, {why}"
        screen.line(line, style="yellow" if feed.failures else "dim")


def show_look(screen: Screen, look: Look) -> None:
    """What a look has brought, and what it hasn't."""
    words, name = screen.words, look.feed.name
    if isinstance(look.outcome, NotRead):
        screen.line(
            f"{reply.feeds.unreadable(words, name)} {reply.printable(words(look.outcome.reason))}", style="yellow"
        )
        return
    outcomes = [each.kept.outcome for each in look.kept if each.kept]
    screen.line(reply.feeds.checked(words, name, outcomes.count(Outcome.ADDED), outcomes.count(Outcome.UPDATED)))
    for each in look.items:
        title = reply.printable(each.item.title or each.item.url or each.item.id)
        if each.taken is Taken.KEPT and each.kept:
            screen.line(f"  {each.kept.outcome.value}: {reply.printable(each.kept.id)}, {title}", style="dim")
        else:
            fate = "later" if each.taken is Taken.LATER else "not taken"
            screen.line(f"  {fate}: {title}: {reply.printable(words(each.reason or ''))}", style="yellow")
    if isinstance(look.outcome, Checked) and look.outcome.left:
        screen.line(f"  {reply.feeds.left(words, look.outcome.left)}", style="dim")


def moment(screen: Screen, when: datetime) -> str:
    """`3 May 2024, 14:30 UTC`."""
    utc = when.astimezone(UTC)
    return f"{screen.words.short_day(utc.date())}, {utc:%H:%M} UTC"
