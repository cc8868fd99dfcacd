"""`bot feed`: feeds are followed, listed with how it goes with them, looked at, and followed no longer."""

import json
from typing import Any

import pytest

from tests.chat.webs import RSS, Web, rss
from tests.cli.conftest import Run
from tests.fetching.conftest import site, watch
from tests.fetching.site import Site

__all__ = ["site", "watch"]


@pytest.fixture
def web(site: Site, monkeypatch: pytest.MonkeyPatch) -> Web:
    """A site from which the bot may fetch, and from nowhere else."""
    found = Web(site)
    monkeypatch.setattr("bot.app.open_fetcher", lambda _: found.open())
    return found


def documents(bot: Run, *arguments: str, code: int = 0) -> Any:
    done = bot("feed", *arguments, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_a_feed_is_followed_looked_at_and_answers(bot: Run, web: Web) -> None:
    added = bot("feed", "add", web.feed(2, 1), "--limit", "5")
    assert added.stdout.startswith("Followed as number 1: The Harbour News, up to 5 articles a day.")
    checked = bot("feed", "check")
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, "“The Harbour News”: 2 new articles.")
    assert [line.split(": ")[0] for line in checked.stdout.splitlines()[1:]] == ["  added", "  added"]
    assert bot("ask", "when does the ferry number 2 to Kelm leave").returncode == 0
    assert bot("feed", "check").stdout.startswith("No feed is due.")
    web.feed(3, 2, 1)
    [look] = documents(bot, "check", "1")["feeds"]
    assert [(each["title"], each["taken"], each["outcome"]) for each in look["items"]] == [("Ferry 3", "kept", "added")]
    [feed] = documents(bot, "list")["feeds"]
    assert (feed["taken_today"], feed["daily_limit"], feed["failures"], feed["last_failure"]) == (3, 5, 0, None)


def test_a_list_says_what_state_a_feed_is_in_and_when_and_why_it_failed(bot: Run, web: Web) -> None:
    url = web.feed(1)
    assert bot("feed", "list").returncode == 1
    bot("feed", "add", url)
    assert "followed · not read yet · 0 of 20 articles today" in bot("feed", "list").stdout
    bot("feed", "check")
    web.says("/feed.xml", "503 No")
    failed = bot("feed", "check", url)
    assert (failed.returncode, "can't be read: 127.0.0.1 has trouble of its own (503)" in failed.stdout) == (2, True)
    listed = bot("feed", "list").stdout
    assert "followed · last read " in listed
    assert "failed 1 time in a row, last " in listed
    assert " UTC: 127.0.0.1 has trouble of its own (503). Try again later." in listed
    web.feed(1)
    bot("feed", "check", "1")
    assert "failed before, " in bot("feed", "list").stdout
    web.says("/feed.xml", "410 No")
    bot("feed", "check", "1")
    assert "gone · last read" in bot("feed", "list").stdout


def test_items_that_are_not_taken_are_told_with_the_reason(bot: Run, web: Web) -> None:
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link></item>"
        for title, link in (("Gone", web.says("/gone", "404 No")), ("Busy", web.says("/busy", "503 No")), ("\x1b[31mFerry", web.story(9)))
    ).replace("\x1b", "&#27;")  # fmt: skip
    bot("feed", "add", web.has("/mixed.xml", rss("Mixed", items), RSS))
    done = bot("feed", "check")
    assert (done.returncode, "“Mixed”: 1 new article." in done.stdout) == (0, True)
    assert "not taken: Gone: 127.0.0.1 has no such page (404)" in done.stdout
    assert "later: Busy: 127.0.0.1 has trouble" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_page_offers_the_feeds_that_it_names(bot: Run, web: Web) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    page = web.has("/", f"<html><head>{link.format('/a.xml')}{link.format('/b.xml')}</head></html>")
    done = bot("feed", "add", page)
    assert (done.returncode, done.stdout.splitlines()[1:]) == (2, [f"  {web.url('/a.xml')}", f"  {web.url('/b.xml')}"])
    assert documents(bot, "add", page, code=2) == {"offered": [web.url("/a.xml"), web.url("/b.xml")]}


def test_a_feed_is_removed_by_its_number_or_address_and_its_articles_stay(bot: Run, web: Web) -> None:
    for name in ("1", web.url("/feed.xml")):
        url = web.feed(1)
        number = documents(bot, "add", url)["number"]
        bot("feed", "check")
        removed = bot("feed", "remove", name if name != "1" else str(number))
        assert removed.stdout == "No longer followed: The Harbour News. The articles that it brought stay.\n"
        assert documents(bot, "list", code=1) == {"feeds": []}
    assert json.loads(bot("sources", "--json").stdout)["total"] == 2


def test_what_is_no_feed_or_isnt_followed_is_refused_in_a_sentence(bot: Run, web: Web) -> None:
    url = web.feed(1)
    bot("feed", "add", url)
    refusals = {
        ("add", url): "followed already",
        ("add", web.story(1)): "web page, not a feed",
        ("add", web.says("/no", "404 No")): "no such page",
        ("add", "http://10.0.0.1/feed"): "not on the public internet",
        ("add", "file:///etc/passwd"): "file:",
        ("add", web.feed(2, path="/other.xml"), "--limit", "0"): "From 1 to 200",
        ("remove", "99"): "no longer followed",
        ("remove", "nonsense"): "has the number or the address “nonsense”",
        ("remove", "1", "--shelf", "guild:7"): "no longer followed",
        ("check", "https://example.org/none.xml"): "has the number or the address",
        ("list", "--shelf", "guild:"): "not a shelf",
    }
    for arguments, reason in refusals.items():
        done = bot("feed", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert reason in done.stderr
        assert "Traceback" not in done.stderr


def test_each_shelf_follows_its_own_feeds(bot: Run, web: Web) -> None:
    url = web.feed(1)
    bot("feed", "add", url, "--shelf", "guild:7")
    assert documents(bot, "list", code=1) == {"feeds": []}
    assert bot("feed", "check").stdout.startswith("No feed is due.")
    [look] = documents(bot, "check", "--shelf", "guild:7")["feeds"]
    assert len(look["items"]) == 1
    assert bot("show", look["items"][0]["id"]).returncode == 2
    assert bot("show", look["items"][0]["id"], "--shelf", "guild:7").returncode == 0
