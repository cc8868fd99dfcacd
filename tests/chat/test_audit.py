"""`/audit`: who did what, when, of articles and settings together."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import ledger
from bot.chat.ledger import Filter
from bot.chat.pages import base36
from bot.model import Act, Entry, JournalPage, Shelf, source_key
from bot.servers import SettingChange
from tests.chat.conftest import TROOPS, Running
from tests.chat.loopback import Message, World
from tests.chat.rendering import rendered
from tests.chat.scenes import Town, town_in
from tests.hostile import QUICK

START = datetime(2024, 1, 25, tzinfo=UTC)


@pytest.fixture
def town(world: World, bot: Running) -> Town:
    return town_in(world)


def adds(bot: Running, town: Town, title: str, by: str = "", text: str = "") -> str:
    """Put an article on the town's shelf as this person; its id."""
    draft = bot.desk.compose(text or f"{title}. {TROOPS}", town.shelf, details(title))
    return bot.desk.library.put([draft], by)[0].id


def details(title: str) -> Any:
    from bot.intake import Details

    return Details(title=title)


def shown(message: Message) -> list[str]:
    """The entries, without their moments."""
    lines = [line for line in message.content.splitlines() if line.startswith("<t:")]
    return [re.sub(r"^<t:\d+:f> · ", "", line) for line in lines]


def asks(town: Town, **values: Any) -> Message:
    asked = town.alice.slash(town.channel, "audit", **values)
    message = asked.reply()
    assert asked.ephemeral
    return message


# Merged


def test_articles_and_settings_are_one_journal_the_newest_first(town: Town, bot: Running) -> None:
    alice = f"discord:{town.alice.id}"
    id = adds(bot, town, "Ferries", alice)
    bot.servers.change_settings(town.guild.id, alice, style="short")
    bot.desk.library.remove(town.shelf, [id], "terminal")
    assert shown(asks(town)) == [
        "the command line · removed Ferries",
        f"{town.alice.mention} · **Answers show:** The quote, and what other articles say → Only the quote",
        f"{town.alice.mention} · added Ferries",
    ]


def test_nothing_changed_is_said_so(town: Town) -> None:
    assert asks(town).content == "Nothing was changed here yet."
    assert asks(town, person=town.bob).content == "Nothing of that kind was changed here."


def test_nobody_is_pinged_and_a_title_does_nothing(town: Town, bot: Running) -> None:
    adds(bot, town, "@everyone **free** <@1> https://evil.example", "")
    message = asks(town)
    assert shown(message)[0].startswith("somebody · added ")
    seen = rendered(message.content)
    assert "@everyone **free** <@1> https://evil.example" in seen.text
    assert {kind for kind, _ in seen.active} <= {"bold", "subtext", "time", "timestamp"}


def test_another_servers_journal_is_never_seen(town: Town, bot: Running, world: World) -> None:
    other = town_in(world)
    adds(bot, other, "Secret", f"discord:{town.alice.id}")
    assert asks(town, person=town.alice).content == "Nothing of that kind was changed here."


def test_who_was_forgotten_is_somebody(town: Town, bot: Running) -> None:
    bot.servers.change_settings(town.guild.id, f"discord:{town.bob.id}", style="short")
    bot.servers.forget_person(town.bob.id)
    assert shown(asks(town))[0].startswith("somebody · ")


# Asked for


def test_only_one_persons_or_one_articles_entries_are_shown(town: Town, bot: Running) -> None:
    alice, bob = f"discord:{town.alice.id}", f"discord:{town.bob.id}"
    ferries = adds(bot, town, "Ferries", alice)
    adds(bot, town, "Trains", bob)
    bot.servers.change_settings(town.guild.id, bob, keep_gaps=True)
    bot.desk.library.remove(town.shelf, [ferries], bob)
    assert len(shown(asks(town, person=town.bob))) == 3
    for named in (ferries, "Ferries"):
        assert [line.partition(" · ")[2] for line in shown(asks(town, article=named))] == [
            "removed Ferries",
            "added Ferries",
        ]
    assert shown(asks(town, article=ferries, person=town.bob)) == [f"{town.bob.mention} · removed Ferries"]


def test_articles_that_were_removed_are_suggested_too_and_only_to_who_may_see_them(town: Town, bot: Running) -> None:
    adds(bot, town, "Ferry times")
    gone = adds(bot, town, "Ferry prices")
    bot.desk.library.remove(town.shelf, [gone])
    found = town.alice.types(town.channel, "audit", "article", {"article": "ferry"})
    assert [choice.name for choice in found] == ["Ferry times", "Ferry prices"]
    assert found[1].value == gone
    assert town.bob.types(town.channel, "audit", "article", {"article": "ferry"}, forced=True) == []


# Pages


def test_pages_are_turned_and_jumped_to(town: Town, bot: Running) -> None:
    for number in range(25):
        adds(bot, town, f"Article {number}")
    message = asks(town)
    assert shown(message)[0] == "somebody · added Article 24"
    assert "Page 1 of 3 · 25 entries" in message.content
    town.alice.presses(message, "Next").reply()
    assert shown(message)[0] == "somebody · added Article 14"
    form = town.alice.presses(message, "Go to page…").modal()
    town.alice.submits(form, {"page": "3"}).reply()
    assert len(shown(message)) == 5
    assert message.buttons[:2] == ["Previous", "Next"]


def test_the_pages_of_a_filter_keep_it(town: Town, bot: Running) -> None:
    id = adds(bot, town, "Ferries", text=TROOPS)
    for number in range(11):
        adds(bot, town, f"Other {number}", f"discord:{town.bob.id}")
    assert asks(town, article=id).buttons == []
    message = asks(town, person=town.bob)
    town.alice.presses(message, "Next").reply()
    assert shown(message) == [f"{town.bob.mention} · added Other 0"]


def test_the_longest_titles_fit_a_page(town: Town, bot: Running) -> None:
    for number in range(10):
        adds(bot, town, f"{number}" + "*" * 299, f"discord:{town.alice.id}")
    assert len(shown(asks(town))) == 10


def test_a_deep_page_is_reached(town: Town, bot: Running) -> None:
    drafts = [bot.desk.compose(f"Article {n}. {TROOPS}", town.shelf, details(f"Article {n}")) for n in range(1_200)]
    bot.desk.library.put(drafts)
    message = asks(town)
    form = town.alice.presses(message, "Go to page…").modal()
    town.alice.submits(form, {"page": "120"}).reply()
    assert shown(message)[-1] == "somebody · added Article 0"


# Strangers


def test_only_who_manages_the_server_or_its_articles_sees_it(town: Town, bot: Running) -> None:
    adds(bot, town, "Ferries")
    with pytest.raises(AssertionError, match="doesn't see"):
        town.bob.slash(town.channel, "audit")
    refused = town.bob.slash(town.channel, "audit", forced=True).reply().content
    assert refused.startswith("That is for those who may manage this server")
    editors = town.guild.role("Editors")
    town.guild.give(town.bob, editors)
    bot.servers.change_settings(town.guild.id, "", manager_role=editors.id)
    assert "Ferries" in town.bob.slash(town.channel, "audit", forced=True).reply().content


def test_a_forged_page_is_checked_as_the_command_is(town: Town, bot: Running) -> None:
    for number in range(11):
        adds(bot, town, f"Article {number}")
    message, answer = asks(town), town.asks()
    own = f"audit:{base36(town.bob.id)}:1:."
    others = next(each["custom_id"] for each in message.parts() if each.get("label") == "Next")
    said = town.bob.presses(answer, custom_id=own, forced=True)
    assert refusal(said) == "That is for those who may manage this server, or have the role that is set in /settings."
    assert "Only who asked can turn these pages." in refusal(town.bob.presses(answer, custom_id=others, forced=True))


def refusal(pressed: Any) -> str:
    """What is told after the press was deferred, or at once."""
    if pressed.acknowledged.kind == "message":
        return str(pressed.reply().content)
    return str(pressed.followups()[0].content)


@pytest.mark.parametrize("rest", ["", "x", "..", "-1.", "zzzzzzzzzzzzzzzzz.", ".***", ".123456789", "1." + "é" * 8])
def test_a_filter_that_is_none_is_refused(rest: str, town: Town, bot: Running) -> None:
    answer = town.asks()
    forged = f"audit:{base36(town.alice.id)}:1:{rest}"
    said = refusal(town.alice.presses(answer, custom_id=forged, forced=True))
    assert said.startswith("This button is of an earlier version of mine.")


# The merging itself


moments = st.lists(st.integers(0, 50), max_size=40).map(lambda seconds: sorted(seconds, reverse=True))


def journals(acts: list[int], settings: list[int]) -> tuple[Any, Any]:
    shelf = Shelf("guild:7")
    entries = [
        Entry(START + timedelta(seconds=s), shelf, f"discord:{s % 3}", Act.ADDED, f"a{s % 4}", "T") for s in acts
    ]
    changes = [
        SettingChange(START + timedelta(seconds=s), f"discord:{s % 3}", "style", "full", "short") for s in settings
    ]

    def journal(_: Shelf, page: int, size: int) -> JournalPage:
        return JournalPage(tuple(entries[(page - 1) * size : page * size]), len(entries), page, size)

    desk = SimpleNamespace(library=SimpleNamespace(journal=journal))
    servers = SimpleNamespace(
        settings_journal=lambda _, limit, offset: tuple(changes[offset : offset + limit]),
        settings_changes=lambda _: len(changes),
    )
    return desk, servers


@QUICK
@given(moments, moments, st.integers(0, 3), st.sampled_from(["", "a0", "a3"]), st.integers(1, 7), st.integers(1, 9))
def test_the_pages_together_are_all_that_is_asked_for_by_time(
    acts: list[int], settings: list[int], person: int, article: str, size: int, chunk: int
) -> None:
    desk, servers = journals(acts, settings)
    wanted = Filter(person, source_key("guild:7", article) if article else "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "CHUNK", chunk)
        first = ledger.page(desk, servers, 7, wanted, 1, size)
        pages = [ledger.page(desk, servers, 7, wanted, n, size) for n in range(1, first.last + 1)]
        beyond = ledger.page(desk, servers, 7, wanted, first.last + 5, size)
    lines = [line for page in pages for line in page.lines]
    expected = [s for s in acts if takes(s, person, article)] + (
        [] if article else [s for s in settings if takes(s, person, "")]
    )
    assert [line.moment for line in lines] == [START + timedelta(seconds=s) for s in sorted(expected, reverse=True)]
    assert {page.total for page in pages} == {len(expected)}
    assert beyond == pages[-1]


def takes(second: int, person: int, article: str) -> bool:
    return (not person or second % 3 == person) and (not article or f"a{second % 4}" == article)


def test_what_is_older_than_the_most_that_is_searched_is_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_SEARCHED", 5)
    desk, servers = journals(list(range(9, 0, -1)), [])
    page = ledger.page(desk, servers, 7, Filter(), 1, 10)
    assert (len(page.lines), page.total, page.all_searched) == (5, 5, False)
