"""Many articles in out of one file, and all of a server's out as files, over the wire."""

import json
from typing import Any

import pytest

from bot.chat.commands import exporting, importing, unpacking
from bot.errors import DiskFull, IndexBehind
from bot.model import Draft, Outcome, Shelf
from tests.chat.conftest import Running
from tests.chat.loopback import Message, Upload, World
from tests.chat.scenes import Town, seen, town_in


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def row(n: int, **more: Any) -> dict[str, Any]:
    return {"title": f"Ferry {n}", "text": f"The ferry number {n} leaves at noon.", "id": f"ferry-{n}"} | more


def jsonl(*rows: dict[str, Any] | bytes) -> bytes:
    return b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in rows)


def imported(town: Town, data: bytes) -> Message:
    return town.alice.slash(town.channel, "article import", file=Upload("articles.jsonl", data)).reply()


def ids(bot: Running, shelf: Shelf) -> list[str]:
    return [each.about.id for each in bot.desk.library.articles([shelf], None, 1_000)]


def test_a_file_of_articles_is_counted_first_then_kept(bot: Running, town: Town) -> None:
    preview = imported(town, jsonl(*map(row, range(3))))
    assert preview.ephemeral
    assert preview.content == "3 articles can be kept."
    assert preview.buttons == ["Keep all", "Discard"]
    assert ids(bot, town.shelf) == []
    town.alice.presses(preview, "Keep all").reply()
    assert preview.content == "3 articles added."
    assert ids(bot, town.shelf) == ["ferry-0", "ferry-1", "ferry-2"]
    again = imported(town, jsonl(row(0), row(1, text="It sank in May, says Bob."), row(9, text=row(2)["text"])))
    town.alice.presses(again, "Keep all").reply()
    assert seen(again).text.splitlines() == [
        "1 changed and 1 unchanged.", "1 has the text of another article, and was left out."
    ]  # fmt: skip
    assert {entry.by for entry in bot.desk.library.journal(town.shelf, 1, 10).entries} == {f"discord:{town.alice.id}"}


def test_lines_that_are_refused_are_told_with_their_reasons(bot: Running, town: Town) -> None:
    data = jsonl(row(0), b"{", b'{"title": "x"}', b"[]", b"\xff", row(1, published="soon"), row(2, url="ftp://x"), b"")
    preview = imported(town, data)
    assert preview.content.startswith("1 article can be kept and 6 are refused.\n")
    shown = seen(preview).of("subtext")
    assert len(shown) == 5
    assert shown[0].startswith("Line 2: This line is not JSON")
    assert shown[2] == "Line 4: This line is not a JSON object with a title and a text."
    assert shown[3] == "Line 5: Byte 0 (0xff) of this line is not UTF-8."
    [reasons] = preview.attachments
    assert len(reasons.text.splitlines()) == 6
    town.alice.presses(preview, "Discard").reply()
    assert preview.content == "Discarded. Nothing was kept."
    assert preview.attachments == []
    assert ids(bot, town.shelf) == []


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0", "{}".encode("utf-16"), b"{}\n" * 2_000, b"[" * 100_000])
def test_a_file_without_any_article_has_nothing_to_be_kept(bot: Running, town: Town, data: bytes) -> None:
    told = imported(town, data)
    assert "There is no article in this file that can be kept." in told.content
    assert told.buttons == []


def test_an_empty_file_is_said_to_be_empty(bot: Running, town: Town) -> None:
    assert imported(town, b"\n\n").content.startswith("The file is empty.")


def test_a_file_of_too_many_lines_is_refused(bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_FOUND", 10)
    assert imported(town, b"{}\n" * 11).content == "The file has more than 10 lines. Split it."


def test_all_goes_to_this_servers_shelf_whatever_a_line_says(bot: Running, town: Town) -> None:
    theirs = Shelf("guild:7")
    bot.add("The treasure lies under the old oak tree.", "Treasure", theirs, id="treasure")
    bot.add("The shared ferry is blue.", "Shared", id="shared-ferry")
    rows = [
        row(0, shelf="shared"),
        row(1, shelf="guild:7", id="treasure"),
        row(2, shelf="nonsense", id="shared-ferry", origin="file:///etc/passwd", by="discord:1"),
    ]
    preview = imported(town, jsonl(*rows))
    town.alice.presses(preview, "Keep all").reply()
    assert preview.content == "3 articles added."
    assert ids(bot, town.shelf) == ["ferry-0", "shared-ferry", "treasure"]
    assert bot.desk.library.article(theirs, "treasure").about.title == "Treasure"
    assert bot.desk.library.journal(theirs, 1, 10).total == 1
    about = bot.desk.library.article(town.shelf, "shared-ferry").about
    assert (about.origin, about.added_by) == (None, f"discord:{town.alice.id}")


def test_a_long_import_says_how_far_it_has_come(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "KEPT_AT_ONCE", 2)
    monkeypatch.setattr(importing, "PROGRESS_SECONDS", 0.0)
    preview = imported(town, jsonl(*map(row, range(5))))
    town.alice.presses(preview, "Keep all")
    preview.becomes(lambda message: message.content == "5 articles added.")
    assert "2 of 5 articles are kept…" in preview.history
    assert "4 of 5 articles are kept…" in preview.history


def put_fails(bot: Running, monkeypatch: pytest.MonkeyPatch, problem: Exception, keeps: bool) -> None:
    """The second transaction from now on fails, with or without keeping its articles."""
    put, calls = bot.desk.library.put, []

    def failing(drafts: list[Draft], *args: Any) -> Any:
        calls.append(drafts)
        if len(calls) != 2:
            return put(drafts, *args)
        if keeps:
            put(drafts, *args)
        raise problem

    monkeypatch.setattr(bot.desk.library, "put", failing)
    monkeypatch.setattr(importing, "KEPT_AT_ONCE", 2)


def test_an_import_on_a_full_disk_stops_and_goes_on_later(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_fails(bot, monkeypatch, DiskFull("/srv"), keeps=False)
    preview = imported(town, jsonl(*map(row, range(5))))
    town.alice.presses(preview, "Keep all").reply()
    shown = seen(preview).text
    assert "My disk is full" in shown
    assert "2 of 5 articles are kept…" in shown
    town.alice.presses(preview, "Keep all").reply()
    assert preview.content == "5 articles added."
    assert len(ids(bot, town.shelf)) == 5


def test_an_import_that_can_not_be_searched_yet_is_not_kept_twice(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_fails(bot, monkeypatch, IndexBehind("locked"), keeps=True)
    preview = imported(town, jsonl(*map(row, range(5))))
    town.alice.presses(preview, "Keep all").reply()
    assert "can't be searched yet" in seen(preview).text
    town.alice.presses(preview, "Keep all").reply()
    assert len(ids(bot, town.shelf)) == 5


def test_an_import_stops_when_the_bot_does(bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    put = bot.desk.library.put

    def then_stops(*args: Any) -> Any:
        bot.front.work.stopping = True
        return put(*args)

    monkeypatch.setattr(bot.desk.library, "put", then_stops)
    monkeypatch.setattr(importing, "KEPT_AT_ONCE", 2)
    preview = imported(town, jsonl(*map(row, range(5))))
    town.alice.presses(preview, "Keep all").reply()
    assert seen(preview).text.startswith("I am being restarted.")
    assert len(ids(bot, town.shelf)) == 2


def test_what_is_exported_can_be_imported_by_another_server(world: World, bot: Running, town: Town) -> None:
    bot.add("The ferry is blue.", "Ferry", town.shelf, source="Harbour", published="2024-01-25", tags=["sea"])
    bot.add("Their treasure is gold.", "Treasure", Shelf("guild:7"))
    told = town.alice.slash(town.channel, "article export").reply()
    assert told.ephemeral
    [file] = told.attachments
    assert file.filename == "articles.jsonl"
    [line] = file.text.splitlines()
    assert json.loads(line)["title"] == "Ferry"
    other = town_in(world)
    preview = other.alice.slash(other.channel, "article import", file=Upload("a.jsonl", file.data)).reply()
    other.alice.presses(preview, "Keep all").reply()
    [here], [there] = (bot.desk.library.articles([each.shelf], None, 9) for each in (town, other))
    assert (there.text, there.about.source, there.about.published, there.about.tags, there.about.id) == (
        here.text, here.about.source, here.about.published, here.about.tags, here.about.id
    )  # fmt: skip


def test_an_empty_shelf_has_nothing_to_export(bot: Running, town: Town) -> None:
    assert town.alice.slash(town.channel, "article export").reply().content == "There are no articles here yet."


def test_a_large_shelf_comes_in_several_files_and_what_fits_in_none_is_told(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [Draft(town.shelf, f"T{n}", f"The ferry {n}. " + "x" * 300, f"id-{n:02}") for n in range(30)]
    bot.desk.library.put([*drafts, Draft(town.shelf, "Huge", "The ferry. " + "y" * 9_000, "huge")])
    monkeypatch.setattr(exporting, "MAX_FILE_BYTES", 5_000)
    monkeypatch.setattr(exporting, "SPARE_BYTES", 0)
    interaction = town.alice.slash(town.channel, "article export")
    messages = [interaction.reply(), *interaction.followups(3)]
    files = [file for message in messages for file in message.attachments]
    assert [file.filename for file in files] == [f"articles-{n}.jsonl" for n in range(1, len(files) + 1)]
    assert all(len(file.data) <= 5_000 for file in files)
    assert [json.loads(line)["id"] for file in files for line in file.text.splitlines()] == [each.id for each in drafts]
    assert "1 article is too large to be sent here." in messages[-1].content
    assert all(message.ephemeral for message in messages)


def test_a_shelf_that_is_too_large_even_for_that_says_what_to_do(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [Draft(town.shelf, f"T{n}", f"The ferry {n}. " + "x" * 300, f"id-{n:02}") for n in range(30)]
    bot.desk.library.put(drafts)
    monkeypatch.setattr(exporting, "MAX_FILE_BYTES", 1_000)
    monkeypatch.setattr(exporting, "SPARE_BYTES", 0)
    monkeypatch.setattr(exporting, "MAX_FILES", 2)
    interaction = town.alice.slash(town.channel, "article export")
    interaction.reply()
    [last] = interaction.followups(1)
    assert seen(last).text.splitlines() == [
        "Part 2", "That is as much as I can send here. Whoever runs me can export the rest."
    ]  # fmt: skip


def test_outcomes_of_an_import_are_counted_over_all_its_parts(bot: Running, town: Town) -> None:
    kept = bot.desk.library.put([Draft(town.shelf, "T", "The ferry number 1 leaves at noon.", "other")])
    assert kept[0].outcome is Outcome.ADDED
    preview = imported(town, jsonl(row(0), row(1)))
    town.alice.presses(preview, "Keep all").reply()
    assert seen(preview).text.splitlines()[0] == "1 article added."
