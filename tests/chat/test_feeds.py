"""Feeds over the wire: followed, looked at in the background, told of, listed, checked, paused and removed."""

from collections.abc import Iterator
from typing import Any

import discord
import pytest

from bot.chat.pages import base36
from bot.chat.readers import PERSON_A_MINUTE
from bot.feeds import Feed
from bot.model import Act, Shelf
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Message, World
from tests.chat.rendering import rendered
from tests.chat.scenes import HARMLESS, Town, quotes, town_in, until
from tests.chat.webs import RSS, Web, a_web, rss

QUIET = 1 << 12
"""Discord's flag of a message that makes no sound."""


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


def follows(town: Town, url: str, **options: Any) -> Message:
    return town.alice.slash(town.channel, "feed add", url=url, **options).reply()


def listed(town: Town) -> str:
    """The list, as it is shown."""
    asked = town.alice.slash(town.channel, "feed list")
    message = asked.reply()
    assert asked.ephemeral
    shown = rendered(message.content)
    assert {kind for kind, _ in shown.active} <= HARMLESS | {"timestamp", "mention"}
    return shown.text


def checks(town: Town, feed: str = "1") -> str:
    return rendered(town.alice.slash(town.channel, "feed check", feed=feed).reply().content).text


def titles(bot: Running, shelf: Shelf) -> list[str]:
    return sorted(each.about.title for each in bot.desk.library.articles([shelf], None, 100))


def looked_at(bot: Running, town: Town, times: int = 1) -> Feed:
    """The town's feed, once it was looked at in the background, so that nobody holds it."""

    def over() -> bool:
        [feed] = bot.front.news.feeds.of(town.shelf)
        return (feed.succeeded is not None or feed.failures >= times) and town.shelf not in bot.front.looks._under_way

    until(over, "a look at the feed")
    return bot.front.news.feeds.of(town.shelf)[0]


def again(bot: Running, town: Town) -> None:
    """Let the feed be due now."""
    town.alice.slash(town.channel, "feed resume", feed="1").reply()


# Following


def test_a_feed_is_followed_and_its_articles_come_in_and_answer_and_the_channel_is_told_once_and_quietly(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    news = town.guild.channel("news")
    asked = town.alice.slash(town.channel, "feed add", url=web.feed(3, 2, 1), channel=news)
    assert asked.acknowledged.kind == "deferred"
    assert asked.reply().content == (
        "I follow “The Harbour News” from now on. Its newest articles come in within a minute or two, then each new "
        "one, at most 20 a day."
    )
    assert asked.ephemeral
    told = news.next_from_bot()
    assert rendered(told.content).text == "New from The Harbour News\nFerry 3\nFerry 2\nFerry 1"
    assert rendered(told.content).of("target") == [web.url(f"/story/{n}") for n in (3, 2, 1)]
    assert told.flags & QUIET
    assert told.suppresses_embeds
    assert world.pings == []
    assert titles(bot, town.shelf) == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert "2:45 every morning" in quotes(town.asks("when does the ferry number 2 to Kelm leave?"))[0]
    looked_at(bot, town)
    assert len(news.from_bot()) == 1


def test_only_what_is_new_comes_in_later_and_is_told(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1), channel=town.channel)
    town.channel.next_from_bot()
    looked_at(bot, town)
    web.feed(3, 2, 1)
    again(bot, town)
    second = town.channel.next_from_bot(1)
    assert rendered(second.content).text == "New from The Harbour News\nFerry 3\nFerry 2"
    assert web.site.targets.count("/story/1") == 1
    assert titles(bot, town.shelf) == ["Ferry 1", "Ferry 2", "Ferry 3"]


def test_without_a_channel_nobody_is_told(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    looked_at(bot, town)
    assert titles(bot, town.shelf) == ["Ferry 1"]
    assert town.channel.from_bot() == []


def test_no_more_than_the_limit_is_taken_in_a_day(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(5, 4, 3, 2, 1), limit=2)
    assert looked_at(bot, town).taken_today == 2
    assert titles(bot, town.shelf) == ["Ferry 4", "Ferry 5"]
    assert "2 of 2 articles today" in listed(town)


def test_an_article_that_is_there_by_its_link_is_updated_and_told_to_nobody_and_old_answers_get_a_note(
    bot: Running, town: Town, web: Web
) -> None:
    bot.add("The ferry number 1 is green, says the harbour master.", "Old", town.shelf, url=web.url("/story/1"))
    answer = town.asks("what colour is the ferry number 1?")
    follows(town, web.feed(1), channel=town.channel)
    answer.becomes(lambda message: "The article was changed after this answer." in message.content)
    looked_at(bot, town)
    assert titles(bot, town.shelf) == ["Ferry 1"]
    assert [each.content[:8] for each in town.channel.from_bot()] == [answer.content[:8]]


def test_who_added_and_removed_a_feed_is_in_the_journal_and_what_it_brought(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    looked_at(bot, town)
    town.alice.slash(town.channel, "feed remove", feed="1").reply()
    lines = town.alice.slash(town.channel, "audit").reply().content.splitlines()
    said = [line.partition(" · ")[2] for line in lines if line.startswith("<t:")]
    assert said == [
        f"{town.alice.mention} · no longer follows the feed The Harbour News",
        "a feed · added Ferry 1",
        f"{town.alice.mention} · followed the feed The Harbour News",
    ]
    [entry] = bot.desk.library.journal(town.shelf, 1, 9).entries
    assert (entry.by, entry.act) == ("feed:1", Act.ADDED)
    mine = town.alice.slash(town.channel, "audit", person=town.alice).reply().content
    assert mine.count("the feed") == 2


def test_the_same_feed_twice_is_refused(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    assert "This feed is followed already: The Harbour News" in follows(town, web.url("/feed.xml")).content


# A page that names feeds


def page_naming(web: Web, *paths: str) -> str:
    links = "".join(f'<link rel=alternate type="{RSS}" title="{path}" href="{path}">' for path in paths)
    return web.has("/", f"<!doctype html><html><head><title>News</title>{links}</head><body>News</body></html>")


def test_of_a_page_that_names_several_feeds_one_is_chosen(bot: Running, town: Town, web: Web) -> None:
    web.feed(1, path="/a.xml", title="A news")
    web.feed(2, path="/b.xml", title="B news")
    offer = follows(town, page_naming(web, "/a.xml", "/b.xml"), channel=town.channel, limit=7)
    assert offer.content.startswith("That is a page, which names these feeds.")
    town.alice.selects(offer, [web.url("/b.xml")]).reply()
    assert offer.content.startswith("I follow “B news” from now on.")
    assert offer.parts() == []
    feed = looked_at(bot, town)
    assert (feed.title, feed.channel, feed.daily_limit) == ("B news", town.channel.id, 7)


def test_a_page_that_names_one_feed_stands_for_it(bot: Running, town: Town, web: Web) -> None:
    web.feed(1, path="/a.xml", title="A news")
    assert follows(town, page_naming(web, "/a.xml")).content.startswith("I follow “A news”")


def test_a_choice_is_for_who_asked_there_and_what_was_not_offered_is_refused(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    web.feed(1, path="/a.xml")
    offer = follows(town, page_naming(web, "/a.xml", "/b.xml"))
    [select] = [part for part in offer.parts() if part["type"] == 3]
    for values in (["2"], ["-1"], ["x"], [], ["0", "1"], ["²"], ["9" * 90], ["http://127.0.0.1/"]):
        refused = town.alice.selects(offer, values, custom_id=select["custom_id"], forced=True)
        assert "That is over" in refused.reply().content
    assert "That is for those who" in town.bob.selects(offer, ["0"], forced=True).reply().content
    town.guild.give(town.bob, town.guild.role("Managers", "manage_guild"))
    assert "That is over" in town.bob.selects(offer, ["0"], forced=True).reply().content
    token = select["custom_id"].partition(":")[2]
    for way in ("keep", "retype", "whole"):
        pressed = town.alice.presses(offer, custom_id=f"{way}:{token}", forced=True)
        assert "That is over" in pressed.reply().content
    assert bot.front.news.feeds.of(town.shelf) == ()


def test_after_a_restart_a_choice_says_that_it_is_over(world: World, start: Start, town: Town, web: Web) -> None:
    bot = start(world, web.open)
    offer = follows(town, page_naming(web, "/a.xml", "/b.xml"))
    bot.stop()
    start(world, web.open)
    assert "That is over" in town.alice.selects(offer, ["0"]).reply().content


# What is no feed


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/feed", "not on the public internet"),
        ("http://169.254.169.254/feed", "not on the public internet"),
        ("feed:http://10.0.0.1/", "not on the public internet"),
        ("file:///etc/passwd", "isn't fetched"),
        ("http://a:b@example.org/", "a name or a password"),
        ("hello", "is not a web address"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused(
    bot: Running, town: Town, web: Web, url: str, reason: str
) -> None:
    assert reason in follows(town, url).content
    assert web.site.visits == []
    assert bot.front.news.feeds.of(town.shelf) == ()


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ("<!doctype html><html><body>Hello</body></html>", "text/html", "This is a web page, not a feed."),
        ("<svg/>", "image/svg+xml", "This is XML, but not a feed: it begins with <svg>."),
        ('{"a": 1}', "application/json", "This is JSON, but not a feed"),
        ("", "text/plain", "There is nothing at this address"),
        ("\0\1\2", "application/octet-stream", "This is not a feed"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(
    bot: Running, town: Town, web: Web, body: str, kind: str, reason: str
) -> None:
    assert reason in rendered(follows(town, web.has("/x", body, kind)).content).text


def test_a_site_that_wants_no_programs_is_left_alone(bot: Running, town: Town, web: Web) -> None:
    web.has("/robots.txt", "User-agent: *\nDisallow: /feed", "text/plain")
    assert "asks programs not to fetch this" in follows(town, web.feed(1)).content
    assert "/feed.xml" not in web.site.targets


def test_who_asks_for_too_many_is_told_to_wait(bot: Running, town: Town, web: Web) -> None:
    said = [follows(town, web.has(f"/{n}", "x", "text/plain")).content for n in range(PERSON_A_MINUTE + 1)]
    assert "One moment" in said[-1]
    assert not any("One moment" in each for each in said[:-1])


# The channel


def test_a_channel_in_which_the_bot_or_the_person_may_not_write_is_refused(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    secret, locked = town.guild.channel("secret"), town.guild.channel("locked")
    locked.deny(town.guild.everyone, "send_messages")
    url = web.feed(1)
    said = follows(town, url, channel=locked).content
    assert said == "I can't write in #locked: Send Messages is missing. /diagnose says why."
    bob = town.guild.role("Readers")
    town.guild.give(town.bob, bob)
    bot.servers.change_settings(town.guild.id, "discord:1", manager_role=bob.id)
    secret.deny(bob, "send_messages")
    refused = town.bob.slash(town.channel, "feed add", url=url, channel=secret, forced=True).reply().content
    assert refused == "You can't write in that channel yourself, so I don't do it for you."
    elsewhere = town_in(world).channel
    forged = town.alice.slash(town.channel, "feed add", url=url, channel=elsewhere, forced=True).reply().content
    assert forged == "That is no channel of this server in which I can write messages."
    assert web.site.visits == []


def test_a_channel_that_can_not_be_told_any_more_is_said_in_the_list(bot: Running, town: Town, web: Web) -> None:
    news = town.guild.channel("news")
    follows(town, web.feed(1), channel=news)
    news.next_from_bot()
    looked_at(bot, town)
    news.deny(town.guild.everyone, "send_messages")
    web.feed(2, 1)
    again(bot, town)
    until(lambda: titles(bot, town.shelf) == ["Ferry 1", "Ferry 2"], "the second article")
    assert "⚠ I can't write there: Send Messages is missing" in listed(town)
    assert len(news.from_bot()) == 1
    news.allow(town.guild.everyone, "send_messages")
    assert "⚠" not in listed(town)
    news.delete()
    assert "⚠ its channel is no longer there, so nobody is told" in listed(town)


def test_what_discord_refuses_to_take_is_remembered_until_it_takes_it(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    world.fail("POST", "/channels/*/messages", 403, code=50013)
    follows(town, web.feed(1), channel=town.channel)
    looked_at(bot, town)
    assert "⚠ Discord refused the last message there, " in listed(town)
    web.feed(2, 1)
    again(bot, town)
    town.channel.next_from_bot()
    assert "⚠" not in listed(town)


EVIL = "\u202e@everyone &lt;@1&gt; **free** [x](https://evil.example) https://evil.example ||s|| `c` discord.gg/x"


def test_titles_of_strangers_do_nothing_anywhere(world: World, bot: Running, town: Town, web: Web) -> None:
    story = web.story(1, title=EVIL)
    item = f"<item><title>{EVIL}</title><link>{story}</link></item>"
    told = follows(town, web.has("/f", rss(EVIL, item), RSS), channel=town.channel)
    assert {kind for kind, _ in rendered(told.content).active} == set()
    message = town.channel.next_from_bot()
    shown = rendered(message.content)
    assert {kind for kind, _ in shown.active} <= {"bold", "link", "target", "preview"}
    assert shown.of("target") == [story]
    assert world.pings == []
    looked_at(bot, town)
    listed(town)
    audit = rendered(town.alice.slash(town.channel, "audit").reply().content)
    assert {kind for kind, _ in audit.active} <= {"bold", "subtext", "timestamp", "mention", "ping"}
    assert [choice.name for choice in town.alice.types(town.channel, "feed check", "feed", {"feed": ""})]


def test_ten_articles_with_the_longest_links_and_titles_fit_one_message(bot: Running, town: Town, web: Web) -> None:
    long = "x" * 1_800
    stories = [web.story(n, f"/{n}/{long}", title=f"{n} " + "*_🏴 " * 60) for n in range(10)]
    items = "".join(f"<item><link>{url}</link><guid>g{n}</guid></item>" for n, url in enumerate(stories[:1]))
    follows(town, web.has("/f", rss("N" * 300, items), RSS), channel=town.channel)
    town.channel.next_from_bot()
    looked_at(bot, town)
    items = "".join(f"<item><link>{url}</link><guid>g{n}</guid></item>" for n, url in enumerate(stories))
    web.has("/f", rss("N" * 300, items), RSS)
    again(bot, town)
    message = town.channel.next_from_bot(1)
    assert len(message.content.splitlines()) == 10
    assert len(message.content) <= 2_000


# The list


def test_the_list_says_how_it_goes_with_each_feed_in_pages(bot: Running, town: Town, web: Web) -> None:
    assert listed(town) == "This server follows no feed yet. /feed add follows one."
    feeds = bot.front.news.feeds
    for n in range(9):
        number = feeds.follow(town.shelf, web.url(f"/f{n}"), "", title=f"News {n} " + "*" * 280).number
        feeds.pause(town.shelf, number)
    message = town.alice.slash(town.channel, "feed list").reply()
    assert message.content.count("paused") == 4
    assert message.content.endswith("-# Page 1 of 3 · 9 feeds, of 50")
    town.alice.presses(message, "Next").reply()
    assert "News 4" in message.content
    assert "Only who asked" in town.bob.presses(message, "Next", forced=True).reply().content


def test_a_list_is_only_turned_by_who_may_still_manage(bot: Running, town: Town, web: Web) -> None:
    for n in range(5):
        number = bot.front.news.feeds.follow(town.shelf, web.url(f"/f{n}"), "", title=f"News {n}").number
        bot.front.news.feeds.pause(town.shelf, number)
    role = town.guild.role("Managers", "manage_guild")
    town.guild.give(town.bob, role)
    message = town.bob.slash(town.channel, "feed list").reply()
    town.guild.give(town.bob)
    refused = town.bob.presses(message, "Next")
    assert "That is for those who" in refused.followups()[0].content


def test_a_feed_that_fails_says_since_when_and_why_and_that_it_works_again(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    succeeded = looked_at(bot, town).succeeded
    assert succeeded is not None
    assert "⚠" not in listed(town)
    web.says("/feed.xml", "500 Oops")
    assert "“The Harbour News” can't be read: 127.0.0.1 has trouble of its own (500)." in checks(town)
    shown = listed(town)
    assert f"read {discord.utils.format_dt(succeeded, 'R')}" in shown
    assert "⚠ Failed once, <t:" in shown
    assert "127.0.0.1 has trouble of its own (500). Try again later." in shown
    checks(town)
    assert "⚠ Failed 2 times in a row, the last time <t:" in listed(town)
    web.feed(2, 1)
    assert "“The Harbour News”: 1 new article." in checks(town)
    assert "⚠" not in listed(town)


# Checking


def test_a_check_says_what_it_brought_and_what_not_with_reasons(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1), channel=town.channel)
    looked_at(bot, town)
    web.feed(2, 1)
    more = f"<item><title>Gone</title><link>{web.url('/gone')}</link></item>"
    junk = (
        "<item/><item><title>Only a title</title></item><item><link>javascript:alert(1)</link></item>" + "<item>" * 50
    )
    items = web.site.answers["/feed.xml"].split(b"</link>", 1)[1].split(b"</channel>")[0].decode()  # type: ignore[union-attr]
    web.has("/feed.xml", rss("The Harbour News", more + items + junk), RSS)
    shown = checks(town)
    assert shown.splitlines()[0] == "“The Harbour News”: 1 new article."
    assert "Ferry 2" in shown
    assert "Gone: 127.0.0.1 has no such page (404)." in shown
    assert rendered(town.channel.next_from_bot(1).content).text == "New from The Harbour News\nFerry 2"
    assert checks(town).startswith("Nothing new in “The Harbour News”.")
    assert titles(bot, town.shelf) == ["Ferry 1", "Ferry 2"]


def test_a_feed_is_named_by_its_title_or_address_too_and_nothing_else_is_found(
    bot: Running, town: Town, web: Web
) -> None:
    url = web.feed(1)
    follows(town, url)
    looked_at(bot, town)
    for named in ("1", "the harbour NEWS", url):
        assert checks(town, named).startswith("Nothing new")
    for named in ("2", "News", "-1", "0", "1 OR 1=1", "²", "9" * 300):
        assert "There is no feed “" in checks(town, named)


def test_a_feed_that_is_being_looked_at_is_not_looked_at_twice(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    looked_at(bot, town)
    claim = bot.front.news.feeds.claim(town.shelf, 1)
    assert checks(town).startswith("This feed is being checked just now.")
    bot.front.news.feeds.release(claim)
    assert checks(town).startswith("Nothing new")


def test_a_feed_that_is_paused_is_left_alone_until_it_is_resumed(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    looked_at(bot, town)
    told = town.alice.slash(town.channel, "feed pause", feed="1").reply()
    assert told.content == "“The Harbour News” is paused. /feed resume goes on with it."
    assert "paused · 1 of 20 articles today" in listed(town)
    web.feed(2, 1)
    bot.front.looks.ring()
    again(bot, town)
    until(lambda: len(titles(bot, town.shelf)) == 2, "the second article")
    assert "paused" not in listed(town)


# Whose feeds they are


def test_another_servers_feeds_are_never_seen_named_or_changed(
    world: World, bot: Running, town: Town, web: Web
) -> None:
    follows(town, web.feed(1), channel=town.channel)
    looked_at(bot, town)
    bot.front.news.feeds.pause(town.shelf, 1)
    other = town_in(world)
    for command in ("remove", "check", "pause", "resume"):
        for named in ("1", "The Harbour News", web.url("/feed.xml")):
            told = other.alice.slash(other.channel, f"feed {command}", feed=named).reply().content
            assert "There is no feed “" in told
        assert other.alice.types(other.channel, f"feed {command}", "feed", {"feed": ""}) == []
    assert listed(other) == "This server follows no feed yet. /feed add follows one."
    assert [choice.value for choice in town.alice.types(town.channel, "feed check", "feed", {"feed": "harb"})] == ["1"]
    assert bot.front.news.feeds.feed(town.shelf, 1).state.value == "paused"


def test_who_manages_nothing_is_refused_everywhere(bot: Running, town: Town, web: Web) -> None:
    follows(town, web.feed(1))
    looked_at(bot, town)
    fetched = len(web.site.visits)
    for command in ("remove", "check", "pause", "resume"):
        told = town.bob.slash(town.channel, f"feed {command}", feed="1", forced=True).reply()
        assert "That is for those who" in told.content
        assert town.bob.types(town.channel, f"feed {command}", "feed", {"feed": ""}, forced=True) == []
    assert "That is for those who" in town.bob.slash(town.channel, "feed list", forced=True).reply().content
    told = town.bob.slash(town.channel, "feed add", url=web.url("/feed.xml"), forced=True).reply()
    assert "That is for those who" in told.content
    page = town.bob.presses(town.asks(), custom_id=f"feeds:{base36(town.bob.id)}:1:", forced=True)
    assert "That is for those who" in page.followups()[0].content
    assert len(bot.front.news.feeds.of(town.shelf)) == 1
    assert len(web.site.visits) == fetched


def test_in_direct_messages_there_are_no_feeds(world: World, bot: Running, town: Town) -> None:
    dm = world.dm(town.alice)
    assert "on a server only" in town.alice.slash(dm, "feed list", forced=True).reply().content


def test_everything_is_said_in_the_language_of_the_server(bot: Running, town: Town, web: Web) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", language="es")
    assert follows(town, web.feed(1), channel=town.channel).content.startswith("Desde ahora sigo «The Harbour News».")
    assert town.channel.next_from_bot().content.startswith("**Nuevo en The Harbour News**")
    assert "se avisa en <#" in listed(town)
