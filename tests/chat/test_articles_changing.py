"""Articles removed, brought back and edited from Discord, and a server forgotten."""

import pytest

from bot.intake import Details
from bot.model import SHARED, Act, Shelf
from tests.chat.conftest import Running
from tests.chat.loopback import Message, Upload, World
from tests.chat.scenes import SENTENCE, Town, quotes, seen, town_in, until

FERRY = "The ferry to Kelm leaves at 7:45 every morning. It takes 40 minutes.\n\nTickets cost 3 euros."
WHEN = "when does the ferry to Kelm leave?"


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def with_ferry(bot: Running, town: Town, text: str = FERRY, **details: object) -> str:
    return bot.add(text, "Ferry times", town.shelf, **details)


def removed(town: Town, named: str) -> Message:
    return town.alice.slash(town.channel, "article remove", article=named).reply()


def text_of(bot: Running, town: Town, id: str) -> str:
    return bot.desk.library.article(town.shelf, id).text


# Removing


def test_a_removed_article_answers_no_more_until_it_is_brought_back(bot: Running, town: Town) -> None:
    id = with_ferry(bot, town)
    assert "7:45" in town.asks(WHEN).content
    told = removed(town, id)
    assert told.ephemeral
    assert told.content == "Removed: “Ferry times”. /article restore brings it back."
    assert "No article answers that" in town.asks(WHEN).content
    town.alice.presses(told, "Bring it back").reply()
    assert told.content == "“Ferry times” is back. I answer from it again."
    assert told.buttons == []
    assert "7:45" in town.asks(WHEN).content
    acts = [(entry.act, entry.by) for entry in bot.desk.library.journal(town.shelf, 1, 10).entries]
    assert acts[:2] == [(Act.RESTORED, f"discord:{town.alice.id}"), (Act.REMOVED, f"discord:{town.alice.id}")]


def test_only_the_servers_own_articles_are_suggested_and_only_removed_ones_come_back(bot: Running, town: Town) -> None:
    id = with_ferry(bot, town)
    bot.add("The shared ferry is another one.", "Ferry, shared")
    bot.add("Their ferry is another one too.", "Ferry, theirs", Shelf("guild:7"))
    for command in ("article remove", "article edit"):
        assert [each.value for each in town.alice.types(town.channel, command, "article", {"article": "ferry"})] == [id]
    assert town.alice.types(town.channel, "article restore", "article", {"article": ""}) == []
    removed(town, id)
    [choice] = town.alice.types(town.channel, "article restore", "article", {"article": "fer"})
    assert (choice.name, choice.value) == ("Ferry times", id)
    assert town.alice.types(town.channel, "article remove", "article", {"article": ""}) == []


def test_an_article_is_found_by_its_title_too(bot: Running, town: Town) -> None:
    with_ferry(bot, town)
    assert removed(town, "ferry TIMES").content.startswith("Removed")
    back = town.alice.slash(town.channel, "article restore", article="Ferry times").reply()
    assert back.content == "“Ferry times” is back. I answer from it again."


def test_what_is_shared_or_another_servers_can_neither_be_removed_nor_edited_nor_restored(
    bot: Running, town: Town
) -> None:
    shared = bot.add("The shared ferry is another one.", "Ferry, shared", id="shared-ferry")
    theirs = bot.add("Their ferry is another one too.", "Ferry, theirs", Shelf("guild:7"), id="their-ferry")
    for id in (shared, theirs, "Ferry, shared", "Ferry, theirs"):
        for command in ("article remove", "article edit"):
            told = town.alice.slash(town.channel, command, article=id).reply()
            assert "There is no article" in told.content
            assert told.ephemeral
    bot.desk.library.remove(SHARED, [shared])
    bot.desk.library.remove(Shelf("guild:7"), [theirs])
    for id in (shared, theirs, "Ferry, theirs"):
        assert "There is no article" in town.alice.slash(town.channel, "article restore", article=id).reply().content


def test_an_article_that_was_added_again_meanwhile_does_not_come_back(bot: Running, town: Town) -> None:
    told = removed(town, with_ferry(bot, town))
    other = with_ferry(bot, town)
    assert f"“{other}”" in town.alice.presses(told, "Bring it back").followups()[0].content


# Editing


def test_an_article_is_edited_in_a_form_that_is_filled_in(bot: Running, town: Town) -> None:
    id = with_ferry(bot, town, source="Harbour", url="https://example.org/f", published="2024-01-25", tags=["sea"])
    form = town.alice.slash(town.channel, "article edit", article=id).modal()
    assert [form.field(name).value for name in ("title", "text", "link", "date", "source")] == [
        "Ferry times", FERRY, "https://example.org/f", "2024-01-25", "Harbour"
    ]  # fmt: skip
    preview = town.alice.submits(form, {"text": FERRY.replace("7:45", "8:15"), "source": ""}).reply()
    assert "It takes the place of “Ferry times”." in seen(preview).text
    assert text_of(bot, town, id) == FERRY
    town.alice.presses(preview, "Keep").reply()
    assert preview.content == "Changed: “Ferry times”, 3 sentences. I answer from it as it is now."
    about = bot.desk.library.article(town.shelf, id).about
    assert (about.source, about.url, str(about.published), about.tags) == (
        None, "https://example.org/f", "2024-01-25", ("sea",)
    )  # fmt: skip
    assert "8:15" in town.asks(WHEN).content


def test_an_edit_that_changes_nothing_says_so_and_keeps_the_text_to_the_letter(bot: Running, town: Town) -> None:
    text = f"A heading\n\n{FERRY}\n"
    [kept] = bot.desk.library.put([bot.desk.compose(text, town.shelf, Details(title="Ferry times"))])
    form = town.alice.slash(town.channel, "article edit", article=kept.id).modal()
    preview = town.alice.submits(form, {"text": text.strip()}).reply()  # as Discord trims it
    town.alice.presses(preview, "Keep").reply()
    assert preview.content == "Nothing was changed: it is like that already."
    assert text_of(bot, town, kept.id) == text


def test_a_text_that_no_form_holds_stays_and_is_replaced_by_a_file(bot: Running, town: Town) -> None:
    long = " ".join(f"The ferry number {n} leaves at noon." for n in range(200))
    id = with_ferry(bot, town, long)
    form = town.alice.slash(town.channel, "article edit", article=id).modal()
    assert [field.custom_id for field in form.fields] == ["title", "link", "date", "source"]
    preview = town.alice.submits(form, {"title": "All ferries"}).reply()
    form = town.alice.presses(preview, "Edit").modal()
    assert form.field("title").value == "All ferries"
    town.alice.submits(form, {"title": "Every ferry"}).reply()
    town.alice.presses(preview, "Keep").reply()
    assert (bot.desk.library.article(town.shelf, id).about.title, text_of(bot, town, id)) == ("Every ferry", long)
    upload = Upload("new.txt", b"Some title\n\n" + FERRY.encode())
    preview = town.alice.slash(town.channel, "article edit", article=id, file=upload).reply()
    assert "Title Every ferry" in seen(preview).text
    form = town.alice.presses(preview, "Edit").modal()
    assert [field.custom_id for field in form.fields] == ["title", "link", "date", "source"]
    town.alice.submits(form, {"source": "Harbour"}).reply()
    town.alice.presses(preview, "Keep").reply()
    assert text_of(bot, town, id) == f"Some title\n\n{FERRY}"
    assert bot.desk.library.article(town.shelf, id).about.source == "Harbour"


def test_an_edit_of_an_article_that_has_gone_meanwhile_is_refused_and_nothing_typed_is_lost(
    bot: Running, town: Town
) -> None:
    id = with_ferry(bot, town)
    form = town.alice.slash(town.channel, "article edit", article=id).modal()
    bot.desk.library.remove(town.shelf, [id])
    refused = town.alice.submits(form, {"title": "Ferries"}).reply()
    assert refused.content == "That article has been removed since. /article restore brings it back."
    bot.desk.library.restore(town.shelf, [id])
    form = town.alice.presses(refused, "Edit").modal()
    assert form.field("title").value == "Ferries"
    town.alice.presses(town.alice.submits(form).reply(), "Keep").reply()
    assert bot.desk.library.article(town.shelf, id).about.title == "Ferries"


# Forgetting


def test_a_server_is_forgotten_once_its_name_is_typed(bot: Running, town: Town) -> None:
    id = with_ferry(bot, town)
    bot.servers.change_settings(town.guild.id, "discord:1", style="short")
    answer = town.asks(WHEN)
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be remembered")
    form = town.alice.slash(town.channel, "article forget-server").modal()
    wrong = town.alice.submits(form, {"name": "Tower"}).reply()
    assert wrong.content == "That is not this server's name. Nothing was deleted."
    assert text_of(bot, town, id) == FERRY
    told = town.alice.submits(form, {"name": " town"}).reply()
    assert told.ephemeral
    assert told.content.startswith("Deleted: 1 article, those removed earlier, the settings")
    assert bot.desk.library.totals(town.shelf).articles == 1  # the shared one
    assert bot.desk.library.journal(town.shelf, 1, 1).total == 0
    assert bot.servers.settings(town.guild.id).style == "full"
    assert bot.servers.answer(town.guild.id, answer.id) == ()
    assert quotes(town.asks()) == [SENTENCE]


def test_only_an_admin_forgets_a_server_also_by_a_forged_form(bot: Running, town: Town) -> None:
    role = town.guild.role("Librarians")
    town.guild.give(town.bob, role)
    bot.servers.change_settings(town.guild.id, "discord:1", manager_role=role.id)
    with_ferry(bot, town)
    form = town.alice.slash(town.channel, "article forget-server").modal()
    for interaction in (
        town.bob.slash(town.channel, "article forget-server", forced=True),
        town.bob.submits(form, {"name": "Town"}, forced=True),
    ):
        assert "Manage Server" in interaction.reply().content
    assert bot.desk.library.journal(town.shelf, 1, 1).total == 1
