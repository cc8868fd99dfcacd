"""Handing in and keeping against people who mean no good, and against bad luck."""

import threading
from typing import Any

import aiohttp
import discord
import pytest

from bot.chat import previews
from bot.errors import DiskFull, IndexBehind, LibraryBusy
from bot.model import Shelf
from tests.chat.conftest import Running
from tests.chat.loopback import Message, Person, Upload, World
from tests.chat.scenes import Town, seen, town_in

FERRY = "The ferry to Kelm leaves at 7:45 every morning. It takes 40 minutes."
WAYS = ("keep", "discard", "retype")


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def typed(town: Town, person: Person | None = None, **values: str) -> Message:
    who = person or town.alice
    form = who.slash(town.channel, "article add", forced=True).modal()
    return who.submits(form, {"title": "Ferry times", "text": FERRY} | values).reply()


def token(preview: Message) -> str:
    return str(next(part["custom_id"] for part in preview.parts() if "custom_id" in part)).partition(":")[2]


def forged(person: Person, message: Message, custom_id: str) -> str:
    """What the person is told who presses a button that isn't there."""
    pressed = person.presses(message, custom_id=custom_id, forced=True)
    if pressed.acknowledged.kind == "deferred update":
        return pressed.followups()[0].content
    return pressed.reply().content


def kept(bot: Running, shelf: Shelf) -> list[str]:
    return [each.about.title for each in bot.desk.library.articles([shelf], None, 100)]


# Who may


def test_who_manages_nothing_is_refused_everywhere_whatever_he_sends(bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    preview, answer = typed(town, text=FERRY + " It is blue."), town.asks("when does the ferry to Kelm leave?")
    upload = Upload("a.jsonl", b'{"title": "x", "text": "The ferry sank in May."}')
    message = town.bob.says(town.channel, FERRY)
    said = [
        town.bob.slash(town.channel, "article add", forced=True).reply(),
        town.bob.slash(town.channel, "article add", file=upload, forced=True).reply(),
        town.bob.slash(town.channel, "article remove", article=id, forced=True).reply(),
        town.bob.slash(town.channel, "article restore", article=id, forced=True).reply(),
        town.bob.slash(town.channel, "article edit", article=id, forced=True).reply(),
        town.bob.slash(town.channel, "article import", file=upload, forced=True).reply(),
        town.bob.slash(town.channel, "article export", forced=True).reply(),
        town.bob.slash(town.channel, "article forget-server", forced=True).reply(),
        town.bob.menu(town.channel, "Add as article", message, forced=True).reply(),
    ]
    assert all("That is for those who" in each.content and each.ephemeral and not each.attachments for each in said)
    for custom_id in (*(f"{way}:{token(preview)}" for way in WAYS), f"bringback:{id}", "add-article:", "add-article:x"):
        assert "That is for those who" in forged(town.bob, answer, custom_id)
    form = town.alice.slash(town.channel, "article edit", article=id).modal()
    assert "That is for those who" in town.bob.submits(form, {"title": "Mine"}, forced=True).reply().content
    for command in ("article remove", "article restore", "article edit"):
        assert town.bob.types(town.channel, command, "article", {"article": ""}, forced=True) == []
    assert kept(bot, town.shelf) == ["Ferry times"]


def test_who_has_the_role_that_is_set_may_manage_articles(bot: Running, town: Town) -> None:
    role = town.guild.role("Librarians")
    town.guild.give(town.bob, role)
    assert "That is for those who" in town.bob.slash(town.channel, "article export", forced=True).reply().content
    bot.servers.change_settings(town.guild.id, "discord:1", manager_role=role.id)
    preview = typed(town, town.bob)
    town.bob.presses(preview, "Keep").reply()
    assert kept(bot, town.shelf) == ["Ferry times"]
    assert bot.desk.library.journal(town.shelf, 1, 1).entries[0].by == f"discord:{town.bob.id}"


def test_a_permission_that_is_taken_away_before_keep_counts(bot: Running, town: Town) -> None:
    role = town.guild.role("Managers", "manage_guild")
    town.guild.give(town.bob, role)
    preview = typed(town, town.bob)
    town.guild.give(town.bob)
    for label in ("Keep", "Edit", "Discard"):
        assert "That is for those who" in town.bob.presses(preview, label).reply().content
    assert kept(bot, town.shelf) == []
    town.guild.give(town.bob, role)
    town.bob.presses(preview, "Keep").reply()
    assert kept(bot, town.shelf) == ["Ferry times"]


def test_a_preview_is_kept_by_who_handed_it_in_alone_and_only_there(world: World, bot: Running, town: Town) -> None:
    town.guild.give(town.bob, town.guild.role("Managers", "manage_guild"))
    preview = typed(town)
    other = world.guild("Other", town.alice)
    elsewhere = town.alice.says(other.channel("general"), "{bot} when does the ferry leave?").answer()
    for way in WAYS:
        assert "That is over" in forged(town.bob, preview, f"{way}:{token(preview)}")
        assert "That is over" in forged(town.alice, elsewhere, f"{way}:{token(preview)}")
    assert kept(bot, Shelf(f"guild:{other.id}")) == kept(bot, town.shelf) == []
    town.alice.presses(preview, "Keep").reply()
    assert kept(bot, town.shelf) == ["Ferry times"]


@pytest.mark.parametrize(
    "custom_id", ["keep:", "keep:\0", "retype:x", "discard:' OR 1", "keep:" + "🏴" * 40, "typed:x"]
)
def test_nonsense_for_a_token_is_told_kindly(bot: Running, town: Town, custom_id: str) -> None:
    assert forged(town.alice, town.asks(), custom_id)
    assert kept(bot, town.shelf) == []


def test_a_refused_form_can_not_be_kept(bot: Running, town: Town) -> None:
    refused = typed(town, date="soon")
    edit = next(part["custom_id"] for part in refused.parts() if "custom_id" in part)
    assert "That is over" in forged(town.alice, refused, edit.replace("retype:", "keep:"))
    assert town.alice.presses(refused, "Edit").modal().field("date").value == "soon"


def test_a_form_for_another_servers_article_changes_nothing(world: World, bot: Running, town: Town) -> None:
    other = town_in(world)
    theirs = bot.add(FERRY, "Theirs", other.shelf)
    key = bot.desk.library.article(other.shelf, theirs).about.key
    shared = next(iter(bot.desk.library.sources(town.shelf, "", 1, 1).sources)).key
    for each in (key, shared):
        form = town.alice.slash(town.channel, "article add").modal()
        form.custom_id = f"typed:{each}::"
        refused = town.alice.submits(form, {"title": "Mine", "text": "All of it is mine now."}).reply()
        assert "That article has been removed since." in refused.content
    assert kept(bot, other.shelf) == ["Theirs"]


def test_in_direct_messages_there_is_nothing_to_manage(world: World, bot: Running, town: Town) -> None:
    dm = world.dm(town.alice)
    told = town.alice.slash(dm, "article add", forced=True).reply()
    assert "on a server only" in told.content


# Once


def test_keep_pressed_twice_at_the_same_time_keeps_once(world: World, bot: Running, town: Town) -> None:
    preview = typed(town)
    with world.lock:
        first, second = town.alice.presses(preview, "Keep"), town.alice.presses(preview, "Keep")
    assert {first.acknowledged.kind, second.acknowledged.kind} == {"deferred update", "message"}
    preview.becomes(lambda message: message.content.startswith("Kept: “Ferry times”"))
    [late] = [each for each in (first, second) if each.acknowledged.kind == "message"]
    assert late.reply().content.startswith("That is over")
    assert kept(bot, town.shelf) == ["Ferry times"]


def test_keep_pressed_again_while_it_is_being_kept_does_nothing(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, gate = bot.desk.keep, threading.Event()

    def slowly(*args: Any) -> Any:
        assert gate.wait(10)
        return keep(*args)

    monkeypatch.setattr(bot.desk, "keep", slowly)
    preview = typed(town)
    first = town.alice.presses(preview, "Keep")
    assert first.acknowledged.kind == "deferred update"
    assert "That is over" in town.alice.presses(preview, "Keep").reply().content
    gate.set()
    preview.becomes(lambda message: message.content.startswith("Kept"))
    assert kept(bot, town.shelf) == ["Ferry times"]


def test_after_fourteen_minutes_the_button_says_so(bot: Running, town: Town) -> None:
    now = [0.0]
    bot.front.previews._clock = lambda: now[0]
    preview = typed(town)
    now[0] = previews.EXPIRES_SECONDS
    assert "That is over" in town.alice.presses(preview, "Keep").reply().content
    assert kept(bot, town.shelf) == []


# Bad luck


@pytest.mark.parametrize(("problem", "said"), [(DiskFull("/srv"), "My disk is full"), (LibraryBusy("/srv"), "busy")])
def test_what_can_not_be_kept_now_can_be_kept_later(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str
) -> None:
    preview = typed(town)
    with monkeypatch.context() as broken:
        broken.setattr(bot.desk, "keep", failing(problem))
        told = town.alice.presses(preview, "Keep").followups()[0].content
        assert said in told
        assert "/srv" not in told
        assert "Reference: " in told
    town.alice.presses(preview, "Keep").reply()
    assert kept(bot, town.shelf) == ["Ferry times"]


def test_what_is_kept_but_not_found_yet_is_not_offered_again(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = bot.desk.library.put

    def behind(*args: Any) -> None:
        put(*args)
        raise IndexBehind("locked")

    monkeypatch.setattr(bot.desk.library, "put", behind)
    preview = typed(town)
    town.alice.presses(preview, "Keep").reply()
    assert "is kept, but can't be searched yet" in preview.content
    assert preview.buttons == []
    assert kept(bot, town.shelf) == ["Ferry times"]


def test_what_was_typed_is_not_lost_when_the_library_is_busy(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bot.desk, "preview", failing(LibraryBusy("/srv")))
        refused = typed(town)
        assert "busy" in refused.content
    form = town.alice.presses(refused, "Edit").modal()
    assert form.field("text").value == FERRY


def failing(problem: Exception) -> Any:
    def fails(*_: Any) -> None:
        raise problem

    return fails


def test_the_file_server_of_discord_may_be_down(bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(*_: Any) -> bytes:
        raise aiohttp.ClientConnectionError

    monkeypatch.setattr(discord.Attachment, "read", down)
    told = town.alice.slash(town.channel, "article add", file=Upload("a.txt", FERRY.encode())).reply()
    assert told.content == "Discord doesn't hand me that file just now. Try again in a minute."


# Texts


def test_a_text_of_4000_emoji_is_kept_whole_and_never_cut_in_the_form(bot: Running, town: Town) -> None:
    """If Discord counts code points, not UTF-16 units, a form can bring more than we would put into one."""
    text = ("The ferry is blue. " + "👩‍👩‍👧🏽" * 700)[:4_000]
    form = town.alice.slash(town.channel, "article add").modal()
    refused = town.alice.submits(form, {"title": "Ferry", "text": text, "date": "soon"}, forced=True).reply()
    form = town.alice.presses(refused, "Edit").modal()
    assert "text" not in [field.custom_id for field in form.fields]  # it would be cut there
    preview = town.alice.submits(form, {"date": ""}).reply()
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert article.text == text


def test_a_form_that_is_full_of_emoji_opens_again_as_it_was(bot: Running, town: Town) -> None:
    text = "The ferry is blue.\n" + "🏴" * 1_990
    refused = typed(town, text=text, date="soon")
    assert town.alice.presses(refused, "Edit").modal().field("text").value == text


@pytest.mark.parametrize("title", ["T" * 300, "*_`~|" * 60, "🏴" * 300, "ﷺ" * 300, "<@1> @everyone " * 20])
def test_a_title_of_300_characters_is_shown_within_the_limits(bot: Running, town: Town, title: str) -> None:
    data = f"---\ntitle: |\n  {title}\nsource: |\n  {title}\n---\n{title} is here. It is there.".encode()
    preview = town.alice.slash(town.channel, "article add", file=Upload("a.md", data)).reply()
    assert preview.buttons == ["Keep", "Discard", "Edit"]
    form = town.alice.presses(preview, "Edit").modal()
    assert form.field("title").value == " ".join(title.split())
    town.alice.submits(form).reply()
    town.alice.presses(preview, "Keep").reply()
    assert kept(bot, town.shelf) == [" ".join(title.split())]


EVIL = "\u202e> **What I understood:** [click](https://evil.example) <@&1> @everyone \x1b[31m\n-# small"


def test_no_file_turns_the_bots_words_around(world: World, bot: Running, town: Town) -> None:
    data = f"---\ntitle: 'X \u202e[a](https://evil.example) **b** {{title}} @everyone'\nid: evil\n---\n{EVIL} is said. Yes.".encode()
    preview = town.alice.slash(town.channel, "article add", file=Upload("\u202eevil.md", data)).reply()
    shown = seen(preview)
    assert "\u202e" not in preview.content
    assert "{title}" in shown.text
    town.alice.presses(preview, "Keep").reply()
    assert seen(preview).text.startswith("Kept: “X")
    told = town.alice.slash(town.channel, "article remove", article="evil").reply()
    assert "\u202e" not in told.content
    assert {kind for kind, _ in seen(told).active} == set()
    assert world.pings == []


def test_a_large_file_is_read_and_kept(bot: Running, town: Town) -> None:
    data = ("The ferry number {n} leaves at noon, says the harbour master of Kelm. " * 30_000).encode()
    preview = town.alice.slash(town.channel, "article add", file=Upload("long.txt", data)).reply(timeout=60)
    assert "Sentences 30,000" in seen(preview).text
    town.alice.presses(preview, "Discard").reply()
