"""Earlier answers get a quiet line when their article was changed or removed, over the wire."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from bot import reply
from bot.chat import chores, notes
from bot.chat.changes import Changed
from bot.chat.front import Front
from bot.chat.notes import stands, with_note
from bot.chat.references import Reference, checksum
from bot.errors import LibraryBusy
from bot.model import SHARED, Article, Source
from bot.reply import words_for
from bot.text import segment
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Message, World
from tests.chat.scenes import QUESTION, Town, seen, town_in, until

FERRY = "The ferry to Kelm leaves at 7:45 every morning. It takes 40 minutes.\n\nTickets cost 3 euros."
WHEN = "when does the ferry to Kelm leave?"
CHANGED = "The article was changed after this answer."
REMOVED = "The article was removed after this answer."


@pytest.fixture(autouse=True)
def clients(monkeypatch: pytest.MonkeyPatch) -> list[discord.Client]:
    """Those that note things, without a pause between two notes."""
    found: list[discord.Client] = []

    async def noting(client: discord.Client, front: Front) -> None:
        found.append(client)
        await notes.keep_noting(client, front)

    monkeypatch.setattr(notes, "PACE_SECONDS", 0.0)
    monkeypatch.setattr(chores, "keep_noting", noting)
    return found


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def answered(bot: Running, town: Town, question: str = WHEN) -> Message:
    """An answer that the bot knows to have given."""
    answer = town.asks(question)
    remembered(bot, town, answer)
    return answer


def remembered(bot: Running, town: Town, answer: Message) -> None:
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be remembered")


def noted(answer: Message) -> list[str]:
    return [line for line in seen(answer).of("subtext") if line in (CHANGED, REMOVED)]


def edits(town: Town, id: str, **values: str) -> None:
    preview = town.alice.submits(town.alice.slash(town.channel, "article edit", article=id).modal(), values).reply()
    town.alice.presses(preview, "Keep").reply()


def test_a_removal_is_noted_at_earlier_answers_and_the_note_goes_when_it_is_brought_back(
    world: World, bot: Running, town: Town
) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer = answered(bot, town)
    before, buttons = answer.content, answer.buttons
    told = town.alice.slash(town.channel, "article remove", article=id).reply()
    answer.becomes(lambda message: noted(message) == [REMOVED], "a note")
    assert answer.content == f"{before}\n-# {REMOVED}"
    assert answer.buttons == buttons
    town.alice.presses(told, "Bring it back")
    answer.becomes(lambda message: message.content == before, "the end of the note")
    assert world.pings == []


def test_an_edit_of_the_quoted_sentence_is_noted_and_no_other_one(bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    hour, price = answered(bot, town), answered(bot, town, "how much do tickets cost?")
    edits(town, id, text=FERRY.replace("7:45", "8:15"))
    hour.becomes(lambda message: noted(message) == [CHANGED], "a note")
    assert noted(price) == []
    edits(town, id, text="The pier was rebuilt in 1990. " + FERRY)  # the sentence stands again, elsewhere
    hour.becomes(lambda message: noted(message) == [], "the end of the note")
    edits(town, id, text="The ferry has sunk, and nobody knows why.")
    for answer in (hour, price):
        answer.becomes(lambda message: noted(message) == [CHANGED], "a note")
    town.alice.slash(town.channel, "article remove", article=id).reply()
    for answer in (hour, price):
        answer.becomes(lambda message: noted(message) == [REMOVED], "another note, and only that")


def test_another_title_or_date_is_no_reason_for_a_note(bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer, other = answered(bot, town), answered(bot, town, "how much do tickets cost?")
    edits(town, id, title="Ferries", date="2020-01-01", text=FERRY.replace("3 euros", "4 euros"))
    other.becomes(lambda message: noted(message) == [CHANGED], "a note")
    assert noted(answer) == []


def test_an_answer_by_command_is_noted_too_and_one_that_only_the_asker_sees_is_forgotten(
    world: World, bot: Running, town: Town
) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    private = town.bob.slash(town.channel, "ask", question=WHEN, private=True).reply()
    public = town.bob.slash(town.channel, "ask", question=WHEN).reply()
    for answer in (private, public):
        remembered(bot, town, answer)
    town.alice.slash(town.channel, "article remove", article=id).reply()
    public.becomes(lambda message: noted(message) == [REMOVED], "a note")
    until(lambda: not bot.servers.answer(town.guild.id, private.id), "the private answer to be forgotten")
    assert noted(private) == []


def test_servers_that_want_no_notes_get_none(bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer = answered(bot, town)
    bot.servers.change_settings(town.guild.id, "discord:1", note_changes=False)
    assert notes.quoting(bot.front, Changed(town.shelf, id)) == []
    bot.servers.change_settings(town.guild.id, "discord:1", note_changes=True)
    assert [each.message for each in notes.quoting(bot.front, Changed(town.shelf, id))] == [answer.id]


def test_only_the_last_answers_of_the_last_days_are_noted(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    last = [answered(bot, town) for _ in range(3)]
    monkeypatch.setattr(notes, "MAX_NOTES", 2)
    changed = Changed(town.shelf, id)
    assert [each.message for each in notes.quoting(bot.front, changed)] == [last[2].id, last[1].id]


def test_with_no_days_there_are_no_notes(world: World, start: Start, town: Town) -> None:
    bot = start(world, note_days=0)
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answered(bot, town)
    assert notes.quoting(bot.front, Changed(town.shelf, id)) == []


def test_what_the_bot_may_not_read_any_more_is_left_alone(world: World, bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    other = town.guild.channel("other")
    hidden = town.alice.says(other, f"{{bot}} {WHEN}").answer()
    remembered(bot, town, hidden)
    answer = answered(bot, town)
    other.deny(world.bot, "read_message_history")
    town.alice.slash(town.channel, "article remove", article=id).reply()
    answer.becomes(lambda message: noted(message) == [REMOVED], "a note")
    assert noted(hidden) == []
    assert world.requests("GET", f"/channels/{other.id}/messages/*") == []


def test_an_answer_that_was_deleted_is_forgotten(world: World, bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer = answered(bot, town)
    town.alice.deletes(answer)
    town.alice.slash(town.channel, "article remove", article=id).reply()
    until(lambda: not bot.servers.answer(town.guild.id, answer.id), "the answer to be forgotten")


def test_rate_limits_are_waited_for(world: World, bot: Running, town: Town) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer = answered(bot, town)
    world.rate_limit("PATCH", "/channels/*/messages/*")
    town.alice.slash(town.channel, "article remove", article=id).reply()
    answer.becomes(lambda message: noted(message) == [REMOVED], "a note")


def test_notes_are_in_the_language_of_the_server(world: World, bot: Running) -> None:
    town = town_in(world, "es-ES")
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer = answered(bot, town)
    town.alice.slash(town.channel, "article remove", article=id).reply()
    answer.becomes(lambda message: "El artículo" in message.content.splitlines()[-1], "a note in Spanish")


def test_changes_made_elsewhere_are_noted_on_every_server_and_in_direct_messages(
    world: World, bot: Running, town: Town, clients: list[discord.Client]
) -> None:
    other = town_in(world)
    answers = [answered(bot, each, QUESTION) for each in (town, other)]
    direct = town.alice.says(world.dm(town.alice), QUESTION).answer()
    until(lambda: bool(bot.servers.answer(None, direct.id)), "the answer to be remembered")
    looks_elsewhere(bot, clients[0])  # what was there before is no news
    [article] = bot.desk.library.articles([SHARED], None, 1)
    bot.desk.library.remove(SHARED, [article.about.id], "terminal")
    looks_elsewhere(bot, clients[0])
    for answer in (*answers, direct):
        answer.becomes(lambda message: noted(message) == [REMOVED], "a note")
    bot.desk.library.restore(SHARED, [article.about.id], "terminal")
    looks_elsewhere(bot, clients[0])
    for answer in (*answers, direct):
        answer.becomes(lambda message: noted(message) == [], "the end of the note")


def looks_elsewhere(bot: Running, client: discord.Client) -> None:
    """As the bot does once a minute."""
    assert bot.loop is not None
    asyncio.run_coroutine_threadsafe(notes.look_elsewhere(client, bot.front), bot.loop).result(10)


def test_the_journal_is_read_from_where_it_was_left(bot: Running) -> None:
    first = notes.changed_elsewhere(bot.front)
    assert first.changes == ()
    bot.servers.remember_text(notes.SEEN, first.seen)
    assert notes.changed_elsewhere(bot.front) == notes.Elsewhere((), "")
    ids = [bot.add(f"The ferry number {n} leaves at noon.", shelf=SHARED, id=f"f{n}") for n in range(3)]
    bot.desk.library.remove(SHARED, ids[:2], "terminal")
    bot.desk.library.restore(SHARED, ids[:1], "terminal")
    again = notes.changed_elsewhere(bot.front)
    assert again.changes == (Changed(SHARED, "f0"), Changed(SHARED, "f1"))
    bot.servers.remember_text(notes.SEEN, "1000")  # of another library
    assert notes.changed_elsewhere(bot.front).changes == ()


def test_the_bot_stops_at_once_whatever_is_still_to_be_noted(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answers = [answered(bot, town) for _ in range(2)]
    monkeypatch.setattr(notes, "PACE_SECONDS", 60.0)
    told = town.alice.slash(town.channel, "article remove", article=id).reply()
    assert told.content.startswith("Removed")
    world.wait(lambda: any(noted(each) for each in answers), "the first note")
    bot.stop()
    assert sum(bool(noted(each)) for each in answers) == 1


def test_notes_are_tried_again_after_something_went_wrong(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = bot.add(FERRY, "Ferry times", town.shelf)
    answer, quoting, failed = answered(bot, town), bot.servers.quoting, []

    def fails_once(*args: Any) -> Any:
        failed.append(args)
        if len(failed) == 1:
            raise LibraryBusy("/srv")
        return quoting(*args)

    monkeypatch.setattr(bot.servers, "quoting", fails_once)
    monkeypatch.setattr(notes, "LOOK_SECONDS", 0.01)
    town.alice.slash(town.channel, "article remove", article=id).reply()
    answer.becomes(lambda message: noted(message) == [REMOVED], "a note")
    assert len(failed) > 1


# Without the wire


def test_a_note_takes_the_place_of_another_and_is_left_out_where_it_does_not_fit() -> None:
    changed, removed = f"-# {CHANGED}", f"-# {REMOVED}"
    assert with_note("> a\n-# b", changed) == f"> a\n-# b\n{changed}"
    assert with_note(f"> a\n{changed}", removed) == f"> a\n{removed}"
    assert with_note(f"> a\n-# {reply.discord.removed_since(words_for('es'))}", "") == "> a"
    assert with_note("> a\n-# b", "") == "> a\n-# b"
    assert with_note("x" * 1_990, changed) == "x" * 1_990
    assert with_note(f"{'x' * 1_900}\n{changed}", "") == "x" * 1_900


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("He left. The ferry is blue. She stayed.", True),
        ("The ferry is blue.", True),
        ("The ferry is grey.", False),
        ("The ferry is blue", False),
        ("He said the ferry is blue.", False),
        ("The ferry  is blue.", False),
    ],
)
def test_a_sentence_stands_wherever_it_is_now_but_only_word_for_word(text: str, is_there: bool) -> None:
    sentence = "The ferry is blue."
    quoted = Reference("AAAAAAAA", 100, 100 + len(sentence), checksum(sentence))
    about = Source("a", SHARED, "T", None, None, None, "en", (), datetime(2024, 1, 1, tzinfo=UTC))
    spans = tuple(span for passage in segment(text, "en") for span in passage.sentences)
    assert stands(quoted, Article(about, text, spans)) is is_there
