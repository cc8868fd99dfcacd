"""Looks at feeds in the background: bad luck, bad sites, several bots, stops in the middle, servers that are left."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import LibraryBusy
from bot.feeds import State
from bot.model import SHARED, Shelf
from tests.chat.conftest import Running, Start
from tests.chat.loopback import World
from tests.chat.rendering import rendered
from tests.chat.scenes import Town, quotes, town_in, until
from tests.chat.webs import RSS, Web, a_web, article, rss
from tests.fetching.site import Visit, page, redirect
from tests.servers.place import FAR


@pytest.fixture
def web() -> Iterator[Web]:
    with a_web() as found:
        yield found


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


@pytest.fixture
def bot(world: World, start: Start, web: Web) -> Running:
    return start(world, web.open)


def follow(bot: Running, town: Town, url: str, **more: Any) -> int:
    """The town follows a feed, and somebody looks at it at once."""
    number = bot.front.news.feeds.follow(town.shelf, url, f"discord:{town.alice.id}", **more).number
    ring(bot)
    return number


def ring(bot: Running) -> None:
    assert bot.loop is not None
    bot.loop.call_soon_threadsafe(bot.front.looks.ring)


def due_again(bot: Running, town: Town, number: int) -> None:
    bot.front.news.feeds.resume(town.shelf, number)
    ring(bot)


def titles(bot: Running, shelf: Shelf) -> list[str]:
    return sorted(each.about.title for each in bot.desk.library.articles([shelf], None, 100))


def failures(bot: Running, town: Town, number: int, times: int = 1) -> str:
    """Why the look failed, once it has so many times."""
    feeds = bot.front.news.feeds
    until(lambda: feeds.feed(town.shelf, number).failures >= times, "the look to fail")
    failure = feeds.feed(town.shelf, number).failure
    assert failure is not None
    return str(failure.reason)


class Gate:
    """A page that is sent once it may be."""

    def __init__(self, body: str, kind: str = "text/html") -> None:
        self.asked, self.open = threading.Event(), threading.Event()
        self.body = page(body.encode(), "200 OK", f"Content-Type: {kind}")

    def __call__(self, visit: Visit) -> None:
        self.asked.set()
        assert self.open.wait(20)
        visit.send(self.body)


# Sites that move, die, or want to be left alone


def test_a_feed_that_has_moved_for_good_is_followed_to_where_it_is(bot: Running, town: Town, web: Web) -> None:
    there = web.feed(1, path="/new.xml")
    web.site.answers["/old.xml"] = redirect(there, "301 Moved Permanently")
    number = follow(bot, town, web.url("/old.xml"))
    until(lambda: titles(bot, town.shelf) == ["Ferry 1"], "the article")
    until(lambda: bot.front.news.feeds.feed(town.shelf, number).url == there, "the new address")
    due_again(bot, town, number)
    until(lambda: web.site.targets.count("/new.xml") == 2, "the second look")
    assert web.site.targets.count("/old.xml") == 1


def test_a_feed_that_has_gone_for_good_is_not_asked_for_again(bot: Running, town: Town, web: Web) -> None:
    number = follow(bot, town, web.says("/f", "410 Gone"))
    until(lambda: bot.front.news.feeds.feed(town.shelf, number).state is State.GONE, "the feed to be gone")
    ring(bot)
    shown = rendered(town.alice.slash(town.channel, "feed list").reply().content).text
    assert "no longer looked at: its site says that it is gone for good; /feed resume tries it again" in shown
    assert "this page is gone for good (410)" in shown
    assert web.site.targets.count("/f") == 1


def test_a_site_that_wants_to_be_left_alone_is_so_for_so_long(bot: Running, town: Town, web: Web) -> None:
    number = follow(bot, town, web.says("/f", "429 Slow down", "Retry-After: 7200"))
    assert "wants to be left alone for a while" in failures(bot, town, number)
    feed = bot.front.news.feeds.feed(town.shelf, number)
    assert feed.failure is not None
    assert (feed.due - feed.failure.moment).total_seconds() >= 7_200 - 1
    ring(bot)
    assert web.site.targets.count("/f") == 1


def test_a_redirect_to_a_private_address_is_a_failure_and_never_called(bot: Running, town: Town, web: Web) -> None:
    web.site.answers["/f"] = redirect("http://169.254.169.254/feed", "301 Moved Permanently")
    number = follow(bot, town, web.url("/f"))
    assert "isn't followed" in failures(bot, town, number)
    assert bot.front.news.feeds.feed(town.shelf, number).url == web.url("/f")


def test_items_that_lead_to_private_addresses_or_nowhere_are_no_articles(bot: Running, town: Town, web: Web) -> None:
    links = ("http://127.0.0.1:1/", "http://10.0.0.1/a", "http://[::1]/", "http://localhost/x", web.url("/nothing"))
    items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
    number = follow(bot, town, web.has("/f", rss("Bad", items), RSS), channel=town.channel.id)
    until(lambda: bot.front.news.feeds.feed(town.shelf, number).succeeded is not None, "the look")
    assert titles(bot, town.shelf) == []
    assert town.channel.from_bot() == []
    assert set(web.site.targets) == {"/robots.txt", "/f", "/nothing"}


def test_a_feed_full_of_junk_brings_what_is_sound_in_it(bot: Running, town: Town, web: Web) -> None:
    wall = web.has("/wall", "<html><body><h1>We value your privacy</h1><button>Accept all</button></body></html>")
    sound = f"<item><title>Ferry 1</title><link>{web.story(1)}</link></item>"
    junk = (
        f"<item><title>Wall</title><link>{wall}</link></item><item></item><item><title>&nbsp;&bogus;</title></item>"
        "<item><link>mailto:a@b.c</link><description>" + "<![CDATA[<b>x" * 50 + "]]></description></item>\x00\x08"
    )
    number = follow(bot, town, web.has("/f", "junk before" + rss("Junk", junk + sound), RSS))
    until(lambda: titles(bot, town.shelf) == ["Ferry 1"], "the sound article")
    assert bot.front.news.feeds.feed(town.shelf, number).failures == 0


def test_an_endless_feed_ends_with_a_failure(bot: Running, town: Town, web: Web) -> None:
    def flood(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
        visit.flood(b"<item><title>x</title></item>" * 1_000)

    number = follow(bot, town, web.does("/f", flood))
    assert "larger than" in failures(bot, town, number)


# Beside other work


def test_questions_and_pages_do_not_wait_for_slow_feeds_and_two_are_looked_at_at_once(
    bot: Running, town: Town, web: Web
) -> None:
    bot.add("The treasure lies under the old oak tree.", "Treasure", town.shelf)
    gates = [Gate(rss(f"Slow {n}", ""), RSS) for n in range(3)]
    for n, gate in enumerate(gates):
        follow(bot, town, web.does(f"/{n}", gate))
    until(lambda: sum(gate.asked.is_set() for gate in gates) == 2, "two looks")
    assert "oak tree" in town.asks("where does the treasure lie?").content
    preview = town.alice.slash(town.channel, "article add", url=web.story(1)).reply()
    assert "What I understood" in preview.content
    assert sum(gate.asked.is_set() for gate in gates) == 2
    for gate in gates:
        gate.open.set()
    feeds = bot.front.news.feeds
    until(lambda: all(feed.succeeded for feed in feeds.of(town.shelf)), "all three looks")


def test_a_library_that_is_busy_costs_a_look_nothing_but_time(
    bot: Running, town: Town, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, times = bot.desk.keep, [1]

    def busy_once(*args: Any) -> Any:
        if times:
            times.pop()
            raise LibraryBusy("/srv")
        return keep(*args)

    monkeypatch.setattr(bot.desk, "keep", busy_once)
    number = follow(bot, town, web.feed(2, 1), channel=town.channel.id)
    until(lambda: not times, "the look that fails")
    until(lambda: town.shelf not in bot.front.looks._under_way, "its end")
    due_again(bot, town, number)
    until(lambda: titles(bot, town.shelf) == ["Ferry 1", "Ferry 2"], "both articles")
    assert rendered(town.channel.next_from_bot().content).text.startswith("New from")


def test_a_fault_in_one_look_does_not_end_the_others(
    bot: Running, town: Town, web: Web, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    look, times = bot.front.news.look, [1, 2, 3]

    def broken(*args: Any) -> Any:
        if times:
            times.pop()
            raise ZeroDivisionError
        return look(*args)

    monkeypatch.setattr(bot.front.news, "look", broken)
    numbers = [follow(bot, town, web.feed(n, path=f"/{n}")) for n in range(1, 6)]
    until(lambda: not times, "the faults")
    until(lambda: len(titles(bot, town.shelf)) == 2, "articles of the others")
    for number in numbers:
        due_again(bot, town, number)
    until(lambda: len(titles(bot, town.shelf)) == 5, "all articles")
    assert "a look at a feed failed" in capfd.readouterr().out


def test_feeds_of_the_shared_shelf_are_looked_at_too_and_no_channel_is_told(bot: Running, town: Town, web: Web) -> None:
    bot.front.news.feeds.follow(SHARED, web.feed(1), "terminal", channel=town.channel.id)
    ring(bot)
    until(lambda: titles(bot, SHARED) == ["Ferry 1"], "the article")
    assert "1:45 every morning" in quotes(town.asks("when does the ferry number 1 to Kelm leave?"))[0]
    assert len(town.channel.from_bot()) == 1


def test_a_channel_of_another_server_is_never_told(world: World, bot: Running, town: Town, web: Web) -> None:
    other = town_in(world)
    number = follow(bot, town, web.feed(1), channel=other.channel.id)
    until(lambda: titles(bot, town.shelf) == ["Ferry 1"], "the article")
    until(lambda: bot.front.news.feeds.feed(town.shelf, number).succeeded is not None, "the end of the look")
    assert "its channel is no longer there" in town.alice.slash(town.channel, "feed list").reply().content
    assert other.channel.from_bot() == []


# Several bots, stops in the middle


def test_two_bots_over_one_folder_keep_and_tell_each_article_once(
    world: World, start: Start, town: Town, web: Web
) -> None:
    bots = [start(world, web.open) for _ in range(2)]
    numbers = [
        follow(bots[0], town, web.feed(n * 10, n * 10 + 1, path=f"/{n}"), title=f"News {n}", channel=town.channel.id)
        for n in range(1, 5)
    ]
    for bot in bots:
        ring(bot)
    feeds = bots[0].front.news.feeds
    until(lambda: all(feeds.feed(town.shelf, number).succeeded for number in numbers), "all looks", 20)
    assert len(titles(bots[0], town.shelf)) == 8
    stories = Counter(target for target in web.site.targets if target.startswith("/story/"))
    assert set(stories.values()) == {1}
    town.channel.next_from_bot(3)
    told = [rendered(each.content).text.splitlines()[0] for each in town.channel.from_bot()]
    assert sorted(told) == [f"New from News {n}" for n in range(1, 5)]


def test_a_bot_that_stops_in_the_middle_tells_what_it_kept_and_the_next_one_does_the_rest(
    world: World, start: Start, town: Town, web: Web
) -> None:
    bot = start(world, web.open)
    url = web.feed(3, 2, 1)
    gate = Gate(article(2, web.url("/story/2")))
    web.does("/story/2", gate)
    number = follow(bot, town, url, title="The Harbour News", channel=town.channel.id)
    assert gate.asked.wait(10)
    stopping = threading.Thread(target=bot.stop)
    stopping.start()
    until(lambda: bot.front.work.stopping, "the stop")
    gate.open.set()
    stopping.join(20)
    assert rendered(town.channel.next_from_bot().content).text == "New from The Harbour News\nFerry 3\nFerry 2"
    again = start(world, web.open)
    assert titles(again, town.shelf) == ["Ferry 2", "Ferry 3"]
    due_again(again, town, number)
    assert rendered(town.channel.next_from_bot(1).content).text == "New from The Harbour News\nFerry 1"
    assert titles(again, town.shelf) == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert web.site.targets.count("/story/3") == 1


def test_a_stop_does_not_wait_for_a_page_that_never_comes(world: World, start: Start, town: Town, web: Web) -> None:
    bot = start(world, web.open)

    def slow(visit: Visit) -> None:
        for _ in visit.drip(b" ", 0.05):
            pass

    url = web.feed(2, 1)
    web.does("/story/2", slow)
    follow(bot, town, url)
    until(lambda: "/story/2" in web.site.targets, "the look")
    bot.stop()
    again = start(world, web.open)
    assert titles(again, town.shelf) == []


# Servers that are left or forgotten


def test_a_server_that_is_forgotten_loses_its_feeds_also_one_that_is_being_looked_at(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    gate = Gate(article(1, web.url("/story/1")))
    url = web.feed(1)
    web.does("/story/1", gate)
    follow(bot, town, url, channel=town.channel.id)
    other = town_in(world)
    kept = bot.front.news.feeds.follow(other.shelf, web.url("/other"), "").number
    bot.front.news.feeds.pause(other.shelf, kept)
    assert gate.asked.wait(10)
    form = town.alice.slash(town.channel, "article forget-server").modal()
    asked = town.alice.submits(form, {"name": "Town"})
    until(lambda: bot.front.news.feeds.of(town.shelf) == (), "the feeds to go")
    gate.open.set()
    assert asked.reply().content.startswith("Deleted: ")
    assert titles(bot, town.shelf) == []
    assert bot.desk.library.journal(town.shelf, 1, 9).total == 0
    assert bot.servers.settings_journal(town.guild.id, 9) == ()
    assert len(bot.front.news.feeds.of(other.shelf)) == 1


def test_nothing_is_fetched_for_a_server_that_the_bot_has_left(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    other = town_in(world)
    other.guild.bot_leaves()
    until(lambda: bot.servers.departed(FAR) != [], "the departure")
    left = bot.front.news.feeds.follow(other.shelf, web.feed(9, path="/left.xml"), "").number
    follow(bot, town, web.feed(1))
    until(lambda: titles(bot, town.shelf) == ["Ferry 1"], "the article of the others")
    soon = datetime.now(UTC) + timedelta(minutes=4)
    until(lambda: bot.front.news.feeds.feed(other.shelf, left).due > soon, "the claim to be given back")
    assert "/left.xml" not in web.site.targets
