"""What there is to answer from, over the wire: lists, one article, and how much it is."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands.sources import (
    MOST_ATTACHED_BYTES,
    ON_A_PAGE,
    article_message,
    beginning,
    file_name,
    list_message,
    listing,
    read_listing,
    totals_message,
)
from bot.chat.front import Place
from bot.chat.limits import MAX_CONTENT, MAX_CUSTOM_ID, fits
from bot.chat.pages import Turn
from bot.errors import Gone, InputRefused
from bot.model import SHARED, Article, Draft, Order, Page, Shelf, Source, Totals
from bot.reply import words_for
from bot.reply.discord import ORDERS
from bot.servers import ServerSettings
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Message, Person, World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.guilds import Guild
from tests.chat.rendering import rendered
from tests.hostile import QUICK, TEXTS

ADDED = datetime(2024, 1, 25, tzinfo=UTC)
URL = "https://example.org/a"
WILD_TITLE = "**[free](https://evil.example)** @everyone <@1> `x` ||y|| # > -# *"
LONGEST = "*" * 300
ENGLISH = words_for("en")


class Town:
    """A server with two people, and articles of its own."""

    def __init__(self, world: World, bot: Running, locale: str = "en-US") -> None:
        self.world, self.bot = world, bot
        self.alice, self.bob = world.person("Alice", locale), world.person("Bob")
        self.guild: Guild = world.guild("Town", self.alice)
        self.guild.add(self.bob)
        self.channel: Channel = self.guild.channel("general")
        self.shelf = Shelf(f"guild:{self.guild.id}")

    def add(self, count: int, title: str = "Ferry {n}", shelf: Shelf | None = None) -> None:
        """Articles in the order in which they were added, the first the oldest."""
        drafts = [
            Draft(
                shelf or self.shelf,
                title.format(n=n),
                f"Ferry number {n} leaves.",
                f"ferry-{n}",
                added=ADDED + timedelta(n),
            )
            for n in range(1, count + 1)
        ]
        self.bot.desk.library.put(drafts)

    def lists(self, person: Person | None = None, **options: Any) -> Message:
        return (person or self.alice).slash(self.channel, "sources list", **options).reply()

    def shows(self, article: str, person: Person | None = None, **options: Any) -> Message:
        return (person or self.alice).slash(self.channel, "sources show", article=article, **options).reply()

    def keep(self, title: str, text: str, id: str, shelf: Shelf | None = None, by: str = "", **fields: Any) -> None:
        draft = Draft(shelf or self.shelf, title, text, id, **fields)
        self.bot.desk.library.put([draft], by=by)


@pytest.fixture
def town(world: World, start: Start) -> Town:
    return Town(world, start(world))


def titles(message: Message) -> list[str]:
    """What is listed: each entry has a line of small print below it."""
    lines = message.content.split("\n")[:-1]
    return [rendered(line).text for line in lines if not line.startswith("-# ")]


# The list


def test_a_list_shows_titles_that_open_their_pages_with_source_date_and_age(town: Town) -> None:
    town.keep("Ferries", "The ferry leaves.", "f", source="Harbour", url=URL, published=date(2021, 1, 25))
    told = town.alice.slash(town.channel, "sources list")
    assert told.ephemeral
    title, below, page = told.reply().content.split("\n")
    assert title == f"[Ferries](<{URL}>)"
    assert re.fullmatch(r"-# 25 Jan 2021 \(\d+ years old\) · Harbour", below)
    assert page == "-# Page 1 of 1 · 1 article"
    assert told.reply().buttons == []


def test_a_list_is_public_only_if_that_is_asked_for(town: Town) -> None:
    told = town.alice.slash(town.channel, "sources list", public=True)
    assert told.reply() in town.channel.from_bot()


def test_an_empty_shelf_and_a_search_without_results_say_so(town: Town) -> None:
    assert town.lists().content == "There are no articles here yet."
    town.add(1)
    assert town.lists(query="bicycle").content == "No article has that in its title or source."


def test_pages_are_turned_there_and_back_and_jumped_to(town: Town) -> None:
    town.add(25)
    page = town.lists()
    assert titles(page) == [f"Ferry {n}" for n in range(25, 15, -1)]
    assert page.buttons == ["Previous", "Next", "Go to page…"]
    page = town.alice.presses(page, "Next").reply()
    assert titles(page) == [f"Ferry {n}" for n in range(15, 5, -1)]
    form = town.alice.presses(page, "Go to page…").modal()
    page = town.alice.submits(form, {"page": "3"}).reply()
    assert titles(page) == [f"Ferry {n}" for n in range(5, 0, -1)]
    assert page.content.endswith("-# Page 3 of 3 · 25 articles")
    page = town.alice.presses(page, "Previous").reply()
    assert titles(page)[0] == "Ferry 15"


def test_a_page_beyond_the_end_shows_the_last_one(town: Town) -> None:
    town.add(25)
    page = town.lists()
    form = town.alice.presses(page, "Go to page…").modal()
    assert town.alice.submits(form, {"page": "999999"}).reply().content.endswith("Page 3 of 3 · 25 articles")


def test_what_is_no_page_is_refused_and_the_list_stays(town: Town) -> None:
    town.add(25)
    page = town.lists()
    form = town.alice.presses(page, "Go to page…").modal()
    for typed in ("0", "-1", "x", "1.5"):
        told = town.alice.submits(form, {"page": typed})
        assert told.reply().content == f"“{typed}” is not the number of a page."
    assert "Page 1 of 3" in page.content


def test_pages_get_fewer_when_articles_are_removed_meanwhile(town: Town) -> None:
    town.add(25)
    page = town.lists()
    town.bot.desk.library.remove(town.shelf, [f"ferry-{n}" for n in range(1, 25)])
    page = town.alice.presses(page, "Next").reply()
    assert titles(page) == ["Ferry 25"]
    assert page.buttons == []


def test_a_list_stands_in_the_order_that_is_asked_for(town: Town) -> None:
    town.keep("B", "One.", "1", published=date(2020, 1, 1), added=ADDED)
    town.keep("C", "Two.", "2", published=date(2022, 1, 1), added=ADDED + timedelta(1))
    town.keep("a", "Three.", "3", published=date(2021, 1, 1), added=ADDED + timedelta(2))
    assert titles(town.lists()) == ["a", "C", "B"]
    assert titles(town.lists(sort="added")) == ["a", "C", "B"]
    assert titles(town.lists(sort="published")) == ["C", "a", "B"]
    assert titles(town.lists(sort="title")) == ["a", "B", "C"]


def test_a_query_of_any_characters_stays_the_same_on_every_page(town: Town) -> None:
    query = "a:b:1:c >#! *x* 🙂"
    town.add(21, title="{n} " + query)
    town.add(1, title="Something else", shelf=SHARED)
    page = town.lists(query=query, sort="title")
    for expected in ("Page 2 of 3", "Page 3 of 3"):
        page = town.alice.presses(page, "Next").reply()
        assert expected in page.content
        assert f"21 articles matching “{query}”" in rendered(page.content).text


def test_a_query_that_no_button_can_hold_is_refused(town: Town) -> None:
    town.add(1)
    assert "No article has that" in town.lists(query="🙂" * 30).content
    for query in ("🙂" * 31, "x" * 6000):
        told = town.alice.slash(town.channel, "sources list", forced=True, query=query)
        assert "too long to look for" in told.reply().content


def test_only_who_asked_turns_the_pages(town: Town) -> None:
    town.add(25)
    page = town.lists(public=True)
    before = page.content
    for label in ("Next", "Go to page…"):
        told = town.bob.presses(page, label)
        assert told.ephemeral
        assert "Only who asked can turn these pages" in told.reply().content
    form = town.alice.presses(page, "Go to page…").modal()
    assert "Only who asked" in town.bob.submits(form, {"page": "2"}, forced=True).reply().content
    assert page.content == before


def test_a_list_of_one_server_shows_nothing_of_another_whatever_its_buttons_say(world: World, town: Town) -> None:
    town.add(25, title="Secret {n}")
    page = town.lists()
    mallory = world.person("Mallory")
    elsewhere = world.guild("Elsewhere", mallory).channel("general")
    own = mallory.slash(elsewhere, "sources list").reply()
    assert own.content == "There are no articles here yet."
    stolen = [part["custom_id"] for part in page.parts() if part.get("custom_id")]
    mine = f"sources:{Turn(mallory.id, 2, 'a').payload(2)}"
    for custom_id in (*stolen, mine):
        told = mallory.presses(own, custom_id=custom_id, forced=True).reply()
        assert "Secret" not in told.text
        assert "Secret" not in own.text


@pytest.mark.parametrize(
    "rest", ["", "1", "1:1", "1:1:", "1:1:z", "zz zz:1:a", "1:1:a" + "x" * 61, "1:" + "z" * 7 + ":a", "²:1:a"]
)
def test_a_forged_button_gets_a_sentence(town: Town, rest: str) -> None:
    town.add(25)
    page = town.lists()
    for name in ("sources", "sources>", "sources#", "sources!"):
        custom_id = f"{name}:{rest}".replace("1:1:", f"{Turn(town.alice.id, 1, '').payload(1)}")[:100]
        told = town.alice.presses(page, custom_id=custom_id, forced=True)
        assert told.acknowledged.kind in ("message", "deferred update", "modal", "deferred")
    assert town.bot.errors == []
    assert not [line for line in town.world.lines if "Reference:" in str(line)]


def test_the_buttons_work_after_a_restart(world: World, start: Start) -> None:
    first = start(world)
    town = Town(world, first)
    town.add(25)
    page = town.lists(query="ferry", sort="title")
    first.stop()
    start(world)
    assert "Page 2 of 3" in town.alice.presses(page, "Next").reply().content


def test_a_title_full_of_markdown_and_mentions_does_nothing_in_a_list(town: Town) -> None:
    town.keep(WILD_TITLE, "One.", "1", url=URL, source=WILD_TITLE)
    town.keep(WILD_TITLE + "!", "Two.", "2", source=WILD_TITLE)
    content = town.lists(public=True).content
    shown = rendered(content)
    assert {kind for kind, _ in shown.active} <= {"link", "target", "subtext", "bold", "preview"}
    assert shown.of("target") == [URL]
    assert content.count("https://") == 1


def test_ten_articles_with_the_longest_titles_and_links_fit_a_message(town: Town) -> None:
    for n in range(11):
        url = f"https://example.org/{n}/" + "x" * 480
        town.keep(f"{n}{LONGEST}"[:300], f"Ferry {n}.", f"{n}", url=url, source=LONGEST, published=date(2001, 1, 1))
    page = town.lists(query="*" * 60)
    assert len(titles(page)) == ON_A_PAGE
    assert fits(page.content, MAX_CONTENT)


def test_direct_messages_list_the_shared_shelf_alone(world: World, town: Town) -> None:
    town.add(1, title="Own")
    town.add(1, title="Shared", shelf=SHARED)
    assert titles(town.alice.slash(world.dm(town.alice), "sources list").reply()) == ["Shared"]
    assert sorted(titles(town.lists())) == ["Own", "Shared"]


def test_a_server_without_the_shared_articles_sees_none_of_them(town: Town) -> None:
    town.add(1, title="Shared", shelf=SHARED)
    town.bot.servers.change_settings(town.guild.id, "discord:1", shared_corpus=False)
    assert town.lists().content == "There are no articles here yet."
    assert town.alice.types(town.channel, "sources show", "article", {"article": "Sha"}) == []
    assert "no article “ferry-1” here" in town.shows("ferry-1").content
    assert town.alice.slash(town.channel, "sources stats").reply().content == "There are no articles here yet."


def test_whoever_reads_spanish_is_told_in_spanish(world: World, start: Start) -> None:
    town = Town(world, start(world), locale="es-ES")
    assert town.alice.slash(town.channel, "fuentes lista").reply().content == "Aquí todavía no hay artículos."
    town.add(25)
    page = town.lists()
    assert page.content.endswith("-# Página 1 de 3 · 25 artículos")
    assert page.buttons == ["Anterior", "Siguiente", "Ir a la página…"]
    assert "**Frases:** 1" in town.shows("ferry-1").content
    assert "**Artículos:** 25" in town.alice.slash(town.channel, "fuentes estadísticas").reply().content
    assert "Aquí no hay ningún artículo «x»" in town.shows("x").content
    assert "«ferry» puede ser más de un artículo" in town.shows("ferry").content


def test_the_orders_have_their_names_in_every_language(world: World, town: Town) -> None:
    [group] = [each for each in world.commands.of() if each["name"] == "sources"]
    [lists] = [each for each in group["options"] if each["name"] == "list"]
    [sort] = [each for each in lists["options"] if each["name"] == "sort"]
    assert {each["name"]: each["name_localizations"]["es-ES"] for each in sort["choices"]} == {
        str(said.text): said(words_for("es")) for said in ORDERS.values()
    }


# One article


def test_an_article_is_shown_with_what_is_known_of_it_and_how_it_begins(town: Town) -> None:
    text = "The ferry leaves at 7:30. It takes an hour.\n\nNobody swims. " + "And so on and on. " * 40
    by = f"discord:{town.bob.id}"
    town.keep(
        "Ferries", text, "f", by=by, source="Harbour", url=URL, published=date(2021, 1, 25), language="en", added=ADDED
    )
    told = town.alice.slash(town.channel, "sources show", article="f")
    assert told.ephemeral
    shown = told.reply()
    lines = shown.content.split("\n")
    assert lines[0] == "**Ferries**"
    assert lines[1] == "**Source:** Harbour"
    assert re.fullmatch(r"\*\*Published:\*\* 25 January 2021 · \d+ years old", lines[2])
    assert lines[3:7] == [
        "**Language:** English",
        "**Sentences:** 43",
        "**Added:** 25 January 2024",
        f"**Added by:** <@{town.bob.id}>",
    ]
    assert lines[7].startswith("> The ferry leaves at 7:30. It takes an hour. Nobody swims. And so on")
    assert len(lines[7]) < 450
    assert len(lines) == 8
    assert shown.buttons == ["Open the page"]
    assert [part["url"] for part in shown.parts() if part.get("url")] == [URL]
    assert shown.attachments == []


def test_who_added_an_article_is_named_on_its_own_server_only_and_pings_nobody(world: World, town: Town) -> None:
    town.keep("Shared", "One.", "s", shelf=SHARED, by="discord:80351110224678912")
    town.keep("Terminal", "Two.", "t", by="terminal")
    town.keep("Forged", "Three.", "x", by="discord:1> @everyone <@2")
    for id in ("s", "t", "x"):
        assert "Added by" not in town.shows(id, public=True).content
    town.keep("Own", "Four.", "o", by=f"discord:{town.bob.id}")
    assert f"<@{town.bob.id}>" in town.shows("o", public=True).content
    assert town.world.pings == []


def test_an_article_is_chosen_by_its_title_as_it_is_typed(town: Town) -> None:
    town.add(3)
    town.keep("Bicycles", "Bicycles are quick.", "b-1")
    [choice] = town.alice.types(town.channel, "sources show", "article", {"article": "bic"})
    assert choice.name == "Bicycles"
    assert town.shows(choice.value).content.startswith("**Bicycles**")


def test_a_title_typed_in_full_or_in_part_is_enough_where_only_one_article_has_it(town: Town) -> None:
    town.add(30)
    town.keep("The Night Train", "It goes at night.", "n", source="Ferry 3")
    assert town.shows("the  night TRAIN").content.startswith("**The Night Train**")
    assert town.shows("night").content.startswith("**The Night Train**")
    assert town.shows("Ferry 3").content.startswith("**Ferry 3**")


def test_a_title_that_several_articles_have_or_none_is_refused_with_what_to_do(town: Town) -> None:
    town.add(30)
    assert town.shows("Ferry").content.startswith("“Ferry” can be several articles. Begin to type the title")
    assert "no article “bus” here" in town.shows("bus").content
    assert len(town.shows("**" * 150).content) < 500


def test_an_article_with_a_link_is_not_handed_out_and_one_without_or_so_tagged_is(town: Town) -> None:
    text = "It begins here. It goes on.\n\nIt ends here: «ñ»."
    town.keep("Copied", text, "copied", url=URL)
    town.keep("Typed in", text + "!", "typed-in")
    town.keep("Free", text + "?", "free", url=URL, tags=("Full-Text", "x"))
    assert town.shows("copied").attachments == []
    for id, expected in (("typed-in", text + "!"), ("free", text + "?")):
        [file] = town.shows(id).attachments
        assert (file.filename, file.text) == (f"{id}.txt", expected)


def test_a_long_article_is_not_handed_out(town: Town) -> None:
    for id, length in (("long", MOST_ATTACHED_BYTES), ("longer", MOST_ATTACHED_BYTES + 1)):
        town.keep(id, ("It goes on. " * (length // 12 + 1))[:length], id)
    assert [each.filename for each in town.shows("long").attachments] == ["long.txt"]
    assert town.shows("longer").attachments == []


def test_showing_an_article_counts_as_asking(world: World, start: Start) -> None:
    town = Town(world, start(world, person_questions_per_minute=1))
    town.keep("Typed in", "It begins here.", "typed-in")
    assert town.shows("typed-in").attachments
    assert town.shows("typed-in").content.startswith("That was a lot of questions.")


def test_an_article_of_another_server_is_not_found_by_id_title_or_key(world: World, town: Town) -> None:
    town.keep("Secret treasure", "It lies under the oak.", "treasure-1")
    key = town.bot.desk.library.article(town.shelf, "treasure-1").about.key
    mallory = world.person("Mallory")
    elsewhere = world.guild("Elsewhere", mallory).channel("general")
    for channel in (elsewhere, world.dm(mallory)):
        assert mallory.types(channel, "sources show", "article", {"article": "Secret"}) == []
        assert mallory.types(channel, "sources show", "article", {"article": ""}) == []
        for named in ("treasure-1", "Secret treasure", key, f"{town.shelf} treasure-1", f"{town.shelf}\0treasure-1"):
            told = mallory.slash(channel, "sources show", article=named).reply()
            assert "There is no article" in told.content
            assert "oak" not in told.text


def test_an_article_that_was_removed_after_it_was_listed_is_not_there_any_more(town: Town) -> None:
    town.add(2)
    [choice, _] = town.alice.types(town.channel, "sources show", "article", {"article": "Ferry"})
    town.bot.desk.library.remove(town.shelf, [choice.value])
    assert f"no article “{choice.value}” here" in town.shows(choice.value).content


def test_an_article_full_of_markdown_does_nothing_when_it_is_shown(town: Town) -> None:
    wild = "> # **x** @everyone <@1> [a](https://evil.example) https://evil.example discord.gg/abc ||z||"
    town.keep(
        WILD_TITLE,
        f"{wild}\n\n{wild} {wild}",
        "1",
        source=WILD_TITLE,
        tags=("@here", "**"),
        url=URL,
        by=f"discord:{town.bob.id}",
    )
    shown = rendered(town.shows("1", public=True).content)
    assert {kind for kind, _ in shown.active} <= {"bold", "quote", "mention", "ping"}
    assert shown.of("mention") == [f"<@{town.bob.id}>"]
    assert len(shown.of("ping")) == 1
    assert town.world.pings == []


def test_the_longest_facts_fit_a_message(town: Town) -> None:
    tags = tuple(f"*{n}*" * 20 for n in range(50))
    text = "*" * 1500 + " _word_" * 300 + "."
    town.keep(LONGEST, text, "*" * 64, source=LONGEST, url="https://example.org/" + "x" * 480, tags=tags)
    shown = town.shows("*" * 64)
    assert fits(shown.content, MAX_CONTENT)
    assert "\n> " in shown.content


# How much


def test_the_totals_are_those_of_what_is_seen_from_there(world: World, town: Town) -> None:
    town.keep("A", "One. Two.", "a", published=date(2020, 1, 1), language="es", added=ADDED)
    town.keep("B", "Three.", "b", shelf=SHARED, published=date(2024, 1, 1), added=ADDED)
    told = town.alice.slash(town.channel, "sources stats")
    assert told.ephemeral
    assert told.reply().content.split("\n") == [
        "**Articles:** 2",
        "**Sentences:** 3",
        "**Languages:** English 1, Spanish 1",
        "**Published:** 1 January 2020 – 1 January 2024",
        "**Last added:** 25 January 2024",
    ]
    direct = town.alice.slash(world.dm(town.alice), "sources stats").reply()
    assert direct.content.startswith("**Articles:** 1\n**Sentences:** 1")


# Whatever there is


@QUICK
@given(st.sampled_from(Order), TEXTS)
def test_what_is_listed_is_read_again_from_a_button_that_fits(order: Order, query: str) -> None:
    try:
        rest = listing(order, query)
    except InputRefused:
        return
    read = read_listing(rest)
    assert read[0] is order
    assert listing(*read) == rest
    page = Page((), 100, 2, ON_A_PAGE)
    shown = list_message(ENGLISH, page, Turn(2**64 - 1, 10**6, rest), read[1])
    assert all(fits(str(item.custom_id), MAX_CUSTOM_ID) for item in shown.items)  # type: ignore[attr-defined]


@QUICK
@given(TEXTS)
def test_what_no_button_says_is_read_or_refused(rest: str) -> None:
    try:
        read_listing(rest)
    except Gone:
        return


@QUICK
@given(TEXTS, TEXTS, st.sampled_from(["en", "es"]))
def test_whatever_articles_hold_a_message_holds(title: str, text: str, language: str) -> None:
    words = words_for(language)
    about = Source(
        "a" * 64,
        SHARED,
        title[:300],
        text[:300],
        "https://example.org/" + "x" * 1900,
        date(1900, 1, 1),
        title[:35],
        (text,) * 50,
        ADDED,
    )
    page = list_message(words, Page((about,) * ON_A_PAGE, 10**9, 1, ON_A_PAGE), Turn(1, 1, "a"), "*" * 60)
    article = Article(about, text, ((0, len(text)),))
    shown = article_message(Place(None, ServerSettings(), words), article, 10**7)
    totals = Totals(1, 1, 1, {f"{title}{n}": 10**9 for n in range(150)}, date(1, 1, 1), date(9999, 12, 31), ADDED)
    for message in (page, shown, totals_message(words, totals)):
        assert fits(message.content, MAX_CONTENT)


@QUICK
@given(TEXTS)
def test_a_file_has_a_name_that_is_one(id: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.txt", file_name(id))


def test_an_article_begins_with_whole_sentences_and_at_least_one() -> None:
    about = Source("a", SHARED, "T", None, None, None, "en", (), ADDED)
    assert beginning(Article(about, "x" * 999 + ". B.", ((0, 1000), (1001, 1003)))) == "x" * 999 + "."
    assert beginning(Article(about, " A. B. " + "c" * 500, ((1, 3), (4, 6), (7, 507)))) == "A. B."
