"""Items of feeds become articles on the feed's shelf: read from their pages, with what the feed says of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import default_thresholds, open_desk, opened_newsstand
from bot.desk import Desk
from bot.errors import Gone
from bot.feeds import Checked, Feed, FeedItem, Introduced, NotRead, Offered, Taken, Unchanged
from bot.fetching import Robots
from bot.model import SHARED, Outcome, OwnOnly, Shelf
from bot.newsstand import Brought, Look, Newsstand
from bot.settings import Settings
from tests.chat.webs import RSS, Web, rss
from tests.fetching.conftest import site, watch
from tests.fetching.site import Site, page, redirect
from tests.intake.parsing.reading import ARTICLE, SENTENCES

__all__ = ["site", "watch"]

TOWN = Shelf("guild:7")
TEXT = "text/plain"


@pytest.fixture
def web(site: Site) -> Web:
    return Web(site)


@pytest.fixture
def desk(tmp_path: Path, web: Web) -> Iterator[Desk]:
    with open_desk(tmp_path, default_thresholds(), web.open) as found:
        yield found


@pytest.fixture
def stand(tmp_path: Path, desk: Desk) -> Iterator[Newsstand]:
    with opened_newsstand(Settings(data_dir=tmp_path), desk) as found:
        yield found


def followed(stand: Newsstand, url: str, shelf: Shelf = TOWN, limit: int = 20) -> Feed:
    found = stand.introduce(url)
    assert isinstance(found, Introduced)
    return stand.follow(shelf, found, "tester", daily_limit=limit)


def looked(stand: Newsstand, feed: Feed) -> Look:
    return stand.look(stand.feeds.claim(feed.shelf, feed.number))


def item(url: str = "", content: str = "", **said: object) -> FeedItem:
    facts = {"title": "", "published": None, "updated": None, "author": "", "summary": "", **said}
    return FeedItem(id=url or "one", url=url, content_html=content, **facts)  # type: ignore[arg-type]


def taken(stand: Newsstand, feed: Feed, one: FeedItem) -> Brought:
    return stand.take(feed, one, feed.shelf)


@pytest.fixture
def feed(stand: Newsstand, web: Web) -> Feed:
    """A feed that the town follows, of which nothing has been read."""
    return followed(stand, web.feed(1))


# Introducing


def test_an_address_is_a_feeds_or_a_pages_that_names_one_or_several(stand: Newsstand, web: Web) -> None:
    feed = web.feed(1)
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    one = web.has("/one", f"<html><head>{link.format('/feed.xml')}</head></html>")
    two = web.has("/two", f"<html><head>{link.format('/feed.xml')}{link.format('/other.xml')}</head></html>")
    for url in (feed, one):
        found = stand.introduce(url)
        assert isinstance(found, Introduced)
        assert (found.url, found.parsed.title) == (feed, "The Harbour News")
    assert stand.introduce(two) == Offered((feed, web.url("/other.xml")))


# Looking


def test_new_items_are_read_from_their_pages_and_answer_from_the_feeds_shelf(
    stand: Newsstand, desk: Desk, web: Web
) -> None:
    feed = followed(stand, web.feed(3, 2, 1))
    look = looked(stand, feed)
    assert isinstance(look.outcome, Checked)
    assert [each.item.title for each in look.kept] == ["Ferry 3", "Ferry 2", "Ferry 1"]
    assert all(each.kept and each.kept.outcome is Outcome.ADDED for each in look.items)
    articles = desk.library.articles([TOWN], None, 10)
    assert {(each.about.title, each.about.author, each.about.published) for each in articles} == {
        (f"Ferry {n}", "Ada Lake", date(2024, 1, 25)) for n in (1, 2, 3)
    }
    assert "Leave a Reply" not in "".join(each.text for each in articles)
    assert {entry.by for entry in desk.library.journal(TOWN, 1, 10).entries} == {f"feed:{feed.number}"}
    assert desk.library.totals(SHARED).articles == 0


def test_each_item_is_noted_when_it_was_read_and_a_second_look_brings_only_what_is_new(
    stand: Newsstand, web: Web
) -> None:
    feed = followed(stand, web.feed(1))
    noted: list[Brought] = []
    look = stand.look(stand.feeds.claim(TOWN, feed.number), note=noted.append)
    assert tuple(noted) == look.items
    web.feed(2, 1)
    assert [each.item.title for each in looked(stand, feed).items] == ["Ferry 2"]


def test_a_feed_that_has_not_changed_and_one_that_cant_be_read_say_so(stand: Newsstand, web: Web) -> None:
    one = f"<item><title>Ferry 1</title><link>{web.story(1)}</link></item>"
    feed = followed(stand, web.has("/feed.xml", rss("The News", one), RSS, 'ETag: "1"'))
    looked(stand, feed)
    web.site.answers["/feed.xml"] = page(b"", "304 Not Modified")
    assert isinstance(looked(stand, feed).outcome, Unchanged)
    assert web.site.visits[-1].fields["if-none-match"] == '"1"'
    web.says("/feed.xml", "500 Oh")
    look = looked(stand, feed)
    assert isinstance(look.outcome, NotRead)
    assert look.items == ()
    assert stand.feeds.feed(TOWN, feed.number).failure


def test_no_more_than_the_limit_of_a_day_is_taken(stand: Newsstand, web: Web) -> None:
    feed = followed(stand, web.feed(5, 4, 3, 2, 1), limit=2)
    look = looked(stand, feed)
    assert isinstance(look.outcome, Checked)
    assert (len(look.kept), look.outcome.left) == (2, 3)
    assert stand.feeds.feed(TOWN, feed.number).taken_today == 2


def test_a_claim_that_has_ended_brings_nothing(stand: Newsstand, desk: Desk, feed: Feed) -> None:
    claim = stand.feeds.claim(TOWN, feed.number)
    stand.feeds.unfollow(TOWN, feed.number)
    with pytest.raises(Gone):
        stand.look(claim)
    assert desk.library.totals(TOWN).articles == 0


# One item


def test_what_the_feed_says_goes_in_where_the_page_says_nothing(
    stand: Newsstand, desk: Desk, web: Web, feed: Feed
) -> None:
    url = web.has("/bare", f"<html><body><article><h1>The bridge</h1>{ARTICLE}</article></body></html>")
    moment = datetime(2024, 2, 3, 12, 30, tzinfo=UTC)
    brought = taken(stand, feed, item(url, title="The bridge closes", author="F. Eed", published=moment))
    assert brought.kept
    about = desk.library.article(TOWN, brought.kept.id).about
    assert (about.title, about.author, about.published) == ("The bridge closes", "F. Eed", moment)


def test_a_page_that_has_changed_is_a_new_version_and_one_that_hasnt_is_not_news(
    stand: Newsstand, desk: Desk, web: Web, feed: Feed
) -> None:
    first = taken(stand, feed, item(web.story(1)))
    same = taken(stand, feed, item(web.story(1)))
    web.story(1, text="The ferry to Kelm has moved to the south quay, and leaves there at nine every morning.")
    changed = taken(stand, feed, item(web.url("/story/1")))
    assert first.kept
    assert same.kept
    assert changed.kept
    assert first.kept.id == same.kept.id == changed.kept.id
    assert (first.taken, same.taken, changed.taken) == (Taken.KEPT, Taken.REFUSED, Taken.KEPT)
    assert changed.kept.outcome is Outcome.UPDATED
    assert len(desk.library.versions(TOWN, first.kept.id)) == 1


def test_a_text_that_the_view_holds_is_refused_and_another_servers_is_not(
    stand: Newsstand, desk: Desk, web: Web, feed: Feed
) -> None:
    page = desk.gatherer.page(web.story(1), SHARED)
    desk.keep(page.draft, "somebody", SHARED)
    assert stand.take(feed, item(web.url("/story/1")), TOWN).taken is Taken.REFUSED
    assert stand.take(feed, item(web.url("/story/1")), OwnOnly(TOWN)).taken is Taken.KEPT


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("404 No", Taken.REFUSED), ("410 No", Taken.REFUSED), ("403 No", Taken.REFUSED), ("429 No", Taken.LATER),
        ("408 No", Taken.LATER), ("500 No", Taken.LATER), ("503 No", Taken.LATER),
    ],
)  # fmt: skip
def test_a_page_that_isnt_there_is_refused_for_good_or_tried_again(
    stand: Newsstand, web: Web, feed: Feed, status: str, expected: Taken
) -> None:
    brought = taken(stand, feed, item(web.says("/gone", status)))
    assert (brought.taken, brought.kept) == (expected, None)
    assert status[:3] in str(brought.reason)


def test_robots_txt_is_kept_to_for_items_also_after_a_redirect(stand: Newsstand, desk: Desk, web: Web) -> None:
    web.has("/robots.txt", "User-agent: *\nDisallow: /private/", TEXT)
    feed = followed(stand, web.feed(1))
    secret = web.story(2, "/private/2")
    web.site.answers["/moved"] = redirect("/private/2")
    for url in (secret, web.url("/moved")):
        brought = taken(stand, feed, item(url))
        assert (brought.taken, "robots.txt" in str(brought.reason)) == (Taken.REFUSED, True)
    assert "/private/2" not in web.site.targets[: web.site.targets.index("/moved")]
    assert desk.library.totals(TOWN).articles == 0


def test_a_robots_txt_that_cant_be_read_leaves_items_for_later(
    stand: Newsstand, desk: Desk, web: Web, feed: Feed
) -> None:
    web.says("/robots.txt", "500 Oh")
    fresh = Newsstand(desk, stand.feeds, desk.gatherer.fetcher, Robots(desk.gatherer.fetcher))
    brought = taken(fresh, feed, item(web.url("/story/1")))
    assert (brought.taken, "robots.txt" in str(brought.reason)) == (Taken.LATER, True)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/x", "http://127.0.0.2:81/", "http://169.254.169.254/", "http://localhost/", "http://10.1.1.1/"],
)
def test_an_item_leads_to_no_address_of_this_network(stand: Newsstand, desk: Desk, feed: Feed, url: str) -> None:
    assert taken(stand, feed, item(url)).taken is Taken.REFUSED
    assert desk.library.totals(TOWN).articles == 0


@pytest.mark.parametrize(
    "body", ["<form><h1>Log in</h1><input type=password></form>", "<div id=root></div><script src=a.js></script>", ""]
)
def test_a_page_without_an_article_is_refused_for_good(stand: Newsstand, web: Web, feed: Feed, body: str) -> None:
    brought = taken(stand, feed, item(web.has("/wall", f"<html><body>{body}</body></html>")))
    assert (brought.taken, bool(brought.reason)) == (Taken.REFUSED, True)


# What the feed itself holds


def test_an_item_without_a_page_is_read_from_the_feed_and_found_again(stand: Newsstand, desk: Desk, feed: Feed) -> None:
    first = taken(
        stand, feed, item(content=ARTICLE, title="The <bridge>", author="Ada Lake", published=date(2024, 1, 25))
    )
    assert first.kept
    article = desk.library.article(TOWN, first.kept.id)
    assert (article.about.title, article.about.author, article.about.source) == (
        "The <bridge>",
        "Ada Lake",
        "The Harbour News",
    )
    assert SENTENCES[0] in article.text
    again = taken(stand, feed, item(content=ARTICLE + f"<p>{SENTENCES[0]} Again.</p>", title="The <bridge>"))
    assert again.kept
    assert (again.kept.id, again.kept.outcome) == (first.kept.id, Outcome.UPDATED)


def test_where_the_page_cant_be_had_for_good_the_feeds_own_text_is_taken(
    stand: Newsstand, desk: Desk, web: Web, feed: Feed
) -> None:
    url = web.says("/locked", "403 No")
    brought = taken(stand, feed, item(url, ARTICLE, title="The bridge"))
    assert brought.kept
    assert desk.library.article(TOWN, brought.kept.id).about.url == url
    later = taken(stand, feed, item(web.says("/busy", "503 No"), ARTICLE, title="The bridge"))
    assert later.taken is Taken.LATER


def test_hostile_content_of_a_feed_is_a_text_or_a_refusal(stand: Newsstand, desk: Desk, feed: Feed) -> None:
    hostile = [
        "<script>alert(1)</script>",
        "</article></html>" * 1000,
        "<div>" * 50_000,
        "\ud800",
        "{title} {0}",
        "\0" * 100,
    ]
    for number, content in enumerate(hostile):
        brought = taken(
            stand, feed, FeedItem(f"n{number}", "", "T", None, None, "", "", content + f"<p>{SENTENCES[number]}</p>")
        )
        assert brought.kept or brought.reason
    assert "alert(" not in "".join(each.text for each in desk.library.articles([TOWN], None, 10))


def test_a_whole_feed_of_bad_items_fails_none_of_the_good_ones(stand: Newsstand, web: Web) -> None:
    bad = "".join(
        f"<item><title>B{n}</title><link>{link}</link></item>"
        for n, link in enumerate(["http://10.0.0.1/a", "javascript:alert(1)", web.says("/no", "404 No")])
    )
    good = f"<item><title>Ferry 9</title><link>{web.story(9)}</link></item>"
    feed = followed(stand, web.has("/mixed.xml", rss("Mixed", bad + good), RSS))
    assert [each.item.title for each in looked(stand, feed).kept] == ["Ferry 9"]
