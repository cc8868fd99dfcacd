"""`/sources`: what there is to answer from, as a list in pages, one article at a time, or counted.

An article's full text is handed out, as a file, only where that republishes nothing: where its owner has given it the
tag `full-text`, or where it has no link, and so is no copy of a page. Of any other one people get the link and how it
begins.
"""

import asyncio
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import discord
from discord import app_commands

from bot import reply
from bot.chat import outgoing
from bot.chat.asking import begin
from bot.chat.commands.choosing import MAX_NAMED, article_choices, named_article
from bot.chat.faults import guarded
from bot.chat.front import Front, Place
from bot.chat.limits import MAX_CONTENT, button_label, clip, fits, units
from bot.chat.markup import block_quote, bold, masked, plain, subtext
from bot.chat.messages import labelled, one_fact
from bot.chat.outgoing import Attachment, Item, Outgoing
from bot.chat.pages import Turn, page_items, page_routes
from bot.chat.references import unreadable
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand
from bot.desk import Desk
from bot.errors import InputRefused
from bot.links import to_page
from bot.model import Article, Order, Page, Shelf, Source, Totals, View
from bot.reply import Words, printable
from bot.reply.discord import COMMANDS, ORDERS

ROUTE = "sources"
ON_A_PAGE = 10
MAX_QUERY = 60
"""UTF-16 units: it has to fit into the buttons."""
LETTERS: Mapping[str, Order] = {"a": Order.ADDED, "p": Order.PUBLISHED, "t": Order.TITLE}
"""How the buttons call an order."""
MOST_ATTACHED_BYTES, ATTACHED_AT_ONCE = 1024 * 1024, 2
"""Of full texts: whoever asks for many should not keep the bot's line from everybody else."""
LISTED_TITLE, SHORT_TITLE, LISTED_SOURCE = 90, 70, 40
"""UTF-16 units in a list. Ten entries with short titles and no links fit a message, whatever they hold."""
SHOWN_TITLE, SHOWN_FACT, SHOWN_BEGINNING = 200, 200, 700
"""UTF-16 units of the parts of an article that is shown."""
BEGINNING = 400
"""Code points of an article after which no further sentence is shown."""
FULL_TEXT = "full-text"
"""The tag of an article that may be handed out."""
SOMEBODY = re.compile(r"discord:([0-9]{1,20})", re.ASCII)


def commands(front: Front) -> Iterator[AnyCommand]:
    group = app_commands.Group(name="sources", description=COMMANDS["sources"])
    for command in (list_command(front), show_command(front), stats_command(front)):
        group.add_command(command)
    yield group


def list_command(front: Front) -> app_commands.Command[app_commands.Group, ..., None]:
    @app_commands.command(name="list", description=COMMANDS["sources list"])
    @app_commands.describe(
        query=COMMANDS["sources list query"], sort=COMMANDS["sources list sort"], public=COMMANDS["sources list public"]
    )
    @app_commands.choices(
        sort=[
            app_commands.Choice(name=app_commands.locale_str(said.text), value=order.value)
            for order, said in ORDERS.items()
        ]
    )
    async def sources(
        interaction: discord.Interaction,
        query: app_commands.Range[str, 1, MAX_QUERY] = "",
        sort: app_commands.Choice[str] | None = None,
        public: bool = False,
    ) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=not public)
            order = Order(sort.value) if sort else Order.ADDED
            turn = Turn(interaction.user.id, 1, listing(order, query))
            await outgoing.answer(interaction, await show_list(front, await front.place_of(interaction), turn))

    return sources


def show_command(front: Front) -> app_commands.Command[app_commands.Group, ..., None]:
    uploads = asyncio.Semaphore(ATTACHED_AT_ONCE)

    @app_commands.command(name="show", description=COMMANDS["sources show"])
    @app_commands.describe(article=COMMANDS["sources show article"], public=COMMANDS["sources show public"])
    async def show(
        interaction: discord.Interaction, article: app_commands.Range[str, 1, MAX_NAMED], public: bool = False
    ) -> None:
        async with guarded(front, interaction):
            await begin(front, interaction, private=not public)
            place = await front.place_of(interaction)
            found = await front.call(named_article, front.desk, place.view, article)
            out = article_message(place, found, min(interaction.filesize_limit, MOST_ATTACHED_BYTES))
            async with uploads if out.attachments else contextlib.nullcontext():
                await outgoing.answer(interaction, out)

    @show.autocomplete("article")
    async def titles(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await article_choices(front, interaction, typed)

    return show


def stats_command(front: Front) -> app_commands.Command[app_commands.Group, ..., None]:
    @app_commands.command(name="stats", description=COMMANDS["sources stats"])
    @app_commands.describe(public=COMMANDS["sources stats public"])
    async def stats(interaction: discord.Interaction, public: bool = False) -> None:
        async with guarded(front, interaction):
            await outgoing.acknowledge(interaction, private=not public)
            place = await front.place_of(interaction)
            totals = await front.call(front.desk.library.totals, place.view)
            await outgoing.answer(interaction, totals_message(place.words, totals))

    return stats


# The list


async def show_list(front: Front, place: Place, turn: Turn) -> Outgoing:
    """The page that is asked for, or the last one. Raises Gone where the buttons say nothing that is known."""
    order, query = read_listing(turn.rest)
    page = await front.call(nearest_page, front.desk, place.view, query, turn.page, order)
    return list_message(place.words, page, replace(turn, page=page.number), query)


async def turn_list(front: Front, place: Place, interaction: discord.Interaction, turn: Turn) -> Outgoing:  # noqa: ARG001
    return await show_list(front, place, turn)


def listing(order: Order, query: str) -> str:
    """What is listed, as the buttons say it. Raises InputRefused for a query that they can't hold."""
    words = printable(query)
    if not fits(words, MAX_QUERY):
        raise InputRefused("That is too long to look for. Give one or two words of the title or the source.")
    return next(letter for letter, each in LETTERS.items() if each is order) + words


def read_listing(rest: str) -> tuple[Order, str]:
    """The order and the query. Raises Gone for what no button of ours says."""
    order, query = LETTERS.get(rest[:1]), printable(rest[1:])
    if order is None or not fits(query, MAX_QUERY):
        raise unreadable()
    return order, query


def nearest_page(desk: Desk, view: View, query: str, number: int, order: Order) -> Page:
    """The page of this number; the last one where there are fewer."""
    page = desk.library.sources(view, query, number, ON_A_PAGE, order)
    return page if page.number <= page.last else desk.library.sources(view, query, page.last, ON_A_PAGE, order)


def list_message(words: Words, page: Page, turn: Turn, query: str) -> Outgoing:
    if not page.total:
        return Outgoing(plain((reply.discord.no_such_sources if query else reply.discord.no_sources)(words)))
    below = subtext(reply.page_line(words, page, query))
    entries = fitting_entries(words, page.sources, MAX_CONTENT - units(below) - 1)
    return Outgoing("\n".join([*entries, below]), page_items(words, ROUTE, turn, page.last))


def fitting_entries(words: Words, sources: Sequence[Source], most: int) -> list[str]:
    """An entry for each; the longest go without their link, and with a shorter title, where there is no room."""
    today = datetime.now(UTC).date()
    entries = [entry(words, about, today) for about in sources]
    for place in sorted(range(len(entries)), key=lambda place: -units(entries[place])):
        if fits("\n".join(entries), most):
            break
        entries[place] = short_entry(words, sources[place], today)
    return entries


def entry(words: Words, about: Source, today: date) -> str:
    """The title, which links to the page where there is one; below it source, date and age."""
    title, url = clip(one_fact(about.title), LISTED_TITLE), to_page(about.url or "")
    return "\n".join((masked(title, url) if url else bold(title, [(0, len(title))]), below_title(words, about, today)))


def short_entry(words: Words, about: Source, today: date) -> str:
    return "\n".join((clip(plain(one_fact(about.title)), SHORT_TITLE), below_title(words, about, today)))


def below_title(words: Words, about: Source, today: date) -> str:
    facts = (
        plain(reply.dated(words, about, today)),
        plain(reply.updated(words, about)),
        clip(plain(one_fact(about.source or "")), LISTED_SOURCE),
    )
    return "-# " + " · ".join(filter(None, facts))


# One article


def article_message(place: Place, article: Article, most_bytes: int) -> Outgoing:
    """What is known of an article, and how it begins; with its text as a file of so many bytes at the most."""
    about, today = article.about, datetime.now(UTC).date()
    title = clip(printable(about.title), SHOWN_TITLE)
    facts = reply.article_facts(place.words, article, today)
    lines = [
        bold(title, [(0, len(title))]),
        *(labelled(label, fact, SHOWN_FACT) for label, fact in facts.items()),
        *added_by(place, about),
    ]
    room = MAX_CONTENT - units("\n".join(lines)) - 1
    lines.append(block_quote(beginning(article), most=min(SHOWN_BEGINNING, room)))
    return Outgoing("\n".join(lines), page_button(place.words, about), full_text(article, most_bytes))


def added_by(place: Place, about: Source) -> list[str]:
    """Who added it, as a mention that pings nobody, to everyone on the server whose article it is.

    Who reads a quote may know who vouches for it, and all of them see each other anyway. Of the shared shelf it is
    told to nobody: that may be a person of another server.
    """
    somebody = SOMEBODY.fullmatch(about.added_by)
    if place.server is None or about.shelf != Shelf(f"guild:{place.server}") or somebody is None:
        return []
    label = f"{reply.discord.added_by(place.words)}:"
    return [f"{bold(label, [(0, len(label))])} <@{somebody[1]}>"]


def beginning(article: Article) -> str:
    """Its first sentences."""
    start = article.sentences[0][0] if article.sentences else 0
    ends = [end for _, end in article.sentences if end - start <= BEGINNING]
    first = article.sentences[0][1] if article.sentences else start + BEGINNING
    return article.text[start : max([first, *ends])]


def page_button(words: Words, about: Source) -> tuple[Item, ...]:
    url = to_page(about.url or "")
    return (discord.ui.Button(label=button_label(reply.discord.open_page(words)), url=url),) if url else ()


def full_text(article: Article, most_bytes: int) -> tuple[Attachment, ...]:
    """The text as a file, where it may be handed out and is not too large."""
    if not may_be_handed_out(article.about):
        return ()
    data = article.text.encode("utf-8", "replace")
    return (Attachment(file_name(article.about.id), data),) if len(data) <= most_bytes else ()


def may_be_handed_out(about: Source) -> bool:
    """Whether people may have all of its text; see above."""
    return not about.url or FULL_TEXT in (tag.casefold() for tag in about.tags)


def file_name(id: str) -> str:
    """`<id>.txt`, of the letters that Discord keeps in a name."""
    return (re.sub(r"[^A-Za-z0-9_-]+", "_", id).strip("_") or "article") + ".txt"


# All of them


def totals_message(words: Words, totals: Totals) -> Outgoing:
    if not totals.articles:
        return Outgoing(plain(reply.discord.no_sources(words)))
    facts = reply.totals_facts(words, totals)
    return Outgoing("\n".join(labelled(label, fact, SHOWN_BEGINNING) for label, fact in facts.items()))


ROUTES: Mapping[str, Handler] = page_routes(ROUTE, turn_list)
