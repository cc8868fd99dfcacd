"""Handing articles in, over the wire: by a form, a file, a message; what was understood is shown before it is kept."""

from typing import Any

import pytest

from bot.chat import uploads
from bot.model import SHARED
from bot.servers import Kind
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Interaction, Message, Upload, World
from tests.chat.scenes import Town, seen, town_in

FERRY = "The ferry to Kelm leaves at 7:45 every morning. It takes 40 minutes.\n\nTickets cost 3 euros."
TYPED = {"title": "Ferry times", "text": FERRY, "link": "https://example.org/ferry", "date": "2024-01-25"}


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def opened(town: Town, **options: Any) -> Interaction:
    return town.alice.slash(town.channel, "article add", **options)


def typed(town: Town, **values: str) -> Message:
    """The form is filled in; what the bot understood."""
    return town.alice.submits(opened(town).modal(), TYPED | {"source": "Harbour"} | values).reply()


def given(town: Town, name: str, data: bytes, **options: Any) -> Message:
    """A file is handed in; what the bot understood."""
    return town.alice.slash(town.channel, "article add", file=Upload(name, data), **options).reply()


def titles(bot: Running, town: Town) -> list[str]:
    """Of all articles on the server's own shelf."""
    return [each.about.title for each in bot.desk.library.articles([town.shelf], None, 100)]


def test_a_form_is_shown_as_it_was_understood_then_kept_and_answers(world: World, bot: Running, town: Town) -> None:
    preview = typed(town)
    assert preview.ephemeral
    assert seen(preview).text.startswith("What I understood:\n")
    for fact in ("Title Ferry times", "Source Harbour", "25 January 2024", "Language English", "Sentences 3",
                 "First sentence The ferry to Kelm leaves at 7:45 every morning.", "Link https://example.org/ferry"):  # fmt: skip
        assert fact in seen(preview).text
    assert preview.buttons == ["Keep", "Discard", "Edit"]
    assert titles(bot, town) == []
    town.alice.presses(preview, "Keep").reply()
    assert preview.content == "Kept: “Ferry times”, 3 sentences. I answer from it now."
    assert preview.buttons == []
    assert "7:45" in town.asks("when does the ferry to Kelm leave?").content
    [entry] = bot.desk.library.journal(town.shelf, 1, 10).entries
    assert (entry.by, entry.title) == (f"discord:{town.alice.id}", "Ferry times")


def test_what_is_discarded_is_not_kept(bot: Running, town: Town) -> None:
    preview = typed(town)
    town.alice.presses(preview, "Discard").reply()
    assert preview.content == "Discarded. Nothing was kept."
    assert preview.buttons == []
    assert titles(bot, town) == []


def test_options_without_a_file_are_filled_into_the_form(bot: Running, town: Town) -> None:
    form = opened(town, title="Ferry", date="2024-01-25", source="Harbour", link="https://example.org").modal()
    assert [form.field(name).value for name in ("title", "text", "link", "date", "source")] == [
        "Ferry", "", "https://example.org", "2024-01-25", "Harbour"
    ]  # fmt: skip


def test_a_typed_text_is_kept_to_the_letter(bot: Running, town: Town) -> None:
    text = "A heading\n\nThe *ferry* leaves at 7:45, says Dr. Oak.  It is `never` late."
    town.alice.presses(typed(town, text=text), "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 10)
    assert article.text == text


def test_a_bad_date_is_refused_with_the_reason_and_the_form_opens_again_as_it_was(bot: Running, town: Town) -> None:
    refused = typed(town, date="yesterday")
    assert "“yesterday” is not a date" in refused.content
    assert refused.buttons == ["Edit"]
    form = town.alice.presses(refused, "Edit").modal()
    assert form.field("date").value == "yesterday"
    assert form.field("text").value == FERRY
    again = town.alice.submits(form, {"date": "25 January 2024"}).reply()
    assert again is refused  # in its place
    assert "25 January 2024" in again.content
    town.alice.presses(again, "Keep").reply()
    assert titles(bot, town) == ["Ferry times"]


def test_a_form_that_was_closed_opens_a_second_time(bot: Running, town: Town) -> None:
    refused = typed(town, link="ferry")
    assert "That is not a link" in refused.content
    for _ in range(2):
        assert town.alice.presses(refused, "Edit").modal().field("text").value == FERRY


def test_a_preview_can_be_put_right(bot: Running, town: Town) -> None:
    preview = typed(town)
    form = town.alice.presses(preview, "Edit").modal()
    town.alice.submits(form, {"title": "Ferry times, summer"}).reply()
    town.alice.presses(preview, "Keep").reply()
    assert titles(bot, town) == ["Ferry times, summer"]


def test_a_file_says_what_it_is_and_options_go_before_it(bot: Running, town: Town) -> None:
    data = b"---\ntitle: Old title\nsource: Gazette\npublished: 2023-05-01\n---\nThe ferry is *blue*.\n"
    preview = given(town, "ferry.md", data, title="New title")
    shown = seen(preview).text
    assert "Title New title" in shown
    assert "Source Gazette" in shown
    assert "1 May 2023" in shown
    form = town.alice.presses(preview, "Edit").modal()
    assert "text" not in [field.custom_id for field in form.fields]
    assert form.field("date").value == "2023-05-01"
    town.alice.submits(form, {"source": "The Gazette"}).reply()
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 10)
    assert (article.about.title, article.about.source) == ("New title", "The Gazette")
    assert article.text.endswith("The ferry is blue.")


def test_a_file_called_in_another_script_keeps_its_name_as_the_title(bot: Running, town: Town) -> None:
    assert "Title Расписание парома" in seen(given(town, "Расписание парома.txt", FERRY.encode())).text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.odt", FERRY.encode(), "Files ending in .odt can't be read"),
        ("a.pdf", FERRY.encode(), "This is not a PDF, or a damaged one."),
        ("a.txt", b"%PDF-1.7 " + FERRY.encode(), "This is not a PDF, or a damaged one."),
        ("a.docx", b"PK\x03\x04" + FERRY.encode(), "This is not a Word document"),
        ("a.epub", b"PK\x03\x04" + FERRY.encode(), "This is not an EPUB"),
        ("a.html", b"<html><body><p>Hello.</p></body></html>", "There is no article on this page."),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "This is a PNG picture, not text."),
        ("a.txt", FERRY.encode() + b"\xff", "is not UTF-8"),
        ("a.txt", b"PK\x03\x04", "This is a ZIP archive"),
        ("a.txt", b"", "The text is empty."),
        ("a.txt", b"Iraq.\0 has troops", "NUL"),
    ],
    ids=["ending", "no PDF", "broken PDF", "no DOCX", "no EPUB", "HTML", "PNG", "not UTF-8", "ZIP", "empty", "NUL"],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(
    bot: Running, town: Town, name: str, data: bytes, reason: str
) -> None:
    refused = given(town, name, data)
    assert reason in seen(refused).text
    assert titles(bot, town) == []


def test_what_discord_says_of_a_file_counts_for_nothing(bot: Running, town: Town) -> None:
    lying = Upload("a.txt", b"\x89PNG\r\n\x1a\n", content_type="text/plain")
    assert "PNG" in town.alice.slash(town.channel, "article add", file=lying).reply().content
    odd = Upload("a.txt", FERRY.encode(), content_type="image/png")
    assert "What I understood" in town.alice.slash(town.channel, "article add", file=odd).reply().content


def test_a_file_in_utf_16_is_read(bot: Running, town: Town) -> None:
    preview = given(town, "ferry.txt", FERRY.encode("utf-16"))
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 10)
    assert article.text == FERRY


def test_a_file_that_is_too_large_is_not_even_fetched(
    world: World, bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_FILE_BYTES", 2**20)
    refused = given(town, "a.txt", b"A sentence.\n" * 200_000)
    assert refused.content == "The file has 2.3 MiB; 1 MiB is the most here. Split it."
    assert "GET /cdn" not in world.transcript()


def test_a_file_that_has_vanished_is_told(world: World, bot: Running, town: Town) -> None:
    with world.lock:
        interaction = town.alice.slash(town.channel, "article add", file=Upload("a.txt", FERRY.encode()))
        for attachment in world.attachments.values():
            attachment.expired = True
    assert interaction.reply().content == "That file is no longer there. Attach it again."


def test_a_message_becomes_an_article_by_its_menu(bot: Running, town: Town) -> None:
    message = town.bob.says(town.channel, f"Ferry times\n\n{FERRY}")
    form = town.alice.menu(town.channel, "Add as article", message).modal()
    assert form.field("title").value == "Ferry times"
    assert form.field("text").value == FERRY
    assert form.field("source").value == "Bob"
    assert form.field("link").value == f"https://discord.com/channels/{town.guild.id}/{town.channel.id}/{message.id}"
    preview = town.alice.submits(form).reply()
    town.alice.presses(preview, "Keep").reply()
    assert titles(bot, town) == ["Ferry times"]


def test_a_message_with_a_file_gives_the_file(bot: Running, town: Town) -> None:
    files = [Upload("photo.png", b"\x89PNG"), Upload("ferry.txt", FERRY.encode())]
    message = town.bob.says(town.channel, "look at this", attachments=files)
    preview = town.alice.menu(town.channel, "Add as article", message).reply()
    shown = seen(preview).text
    assert preview.ephemeral
    assert "Title ferry" in shown
    assert "Source Bob" in shown
    assert "date unknown" in shown


def test_a_message_with_nothing_to_read_is_refused(bot: Running, town: Town) -> None:
    picture = town.bob.says(town.channel, attachments=[Upload("photo.png", b"\x89PNG")])
    assert (
        "Files ending in .png can't be read" in town.alice.menu(town.channel, "Add as article", picture).reply().content
    )
    empty = town.bob.says(town.channel, "   ")
    assert "neither a text nor a file" in town.alice.menu(town.channel, "Add as article", empty).reply().content


def test_an_answer_of_the_bots_is_no_article(bot: Running, town: Town) -> None:
    answer = town.asks()
    assert "message of mine" in town.alice.menu(town.channel, "Add as article", answer).reply().content


def test_another_article_of_that_title_is_told_and_both_may_be_kept(bot: Running, town: Town) -> None:
    bot.add(FERRY, "FERRY times", SHARED)
    preview = typed(town, text="The ferry to Kelm leaves at 9:15 in winter.")
    assert "Another article has this title already." in seen(preview).text.splitlines()[-1]
    town.alice.presses(preview, "Keep").reply()
    assert titles(bot, town) == ["Ferry times"]


def test_an_article_whose_place_would_be_taken_is_named(bot: Running, town: Town) -> None:
    bot.add(FERRY, "Ferry times", town.shelf, id="ferry")
    preview = given(town, "f.md", b"---\nid: ferry\ntitle: Ferry news\n---\nThe ferry sank in May.")
    assert "It takes the place of “Ferry times”." in seen(preview).text.splitlines()[-1]
    town.alice.presses(preview, "Keep").reply()
    assert preview.content == "Changed: “Ferry news”, 1 sentence. I answer from it as it is now."
    assert titles(bot, town) == ["Ferry news"]


def test_the_same_text_twice_is_refused(bot: Running, town: Town) -> None:
    first, second = typed(town), typed(town, title="Ferry times again", link="https://example.org/again")
    town.alice.presses(first, "Keep").reply()
    told = town.alice.presses(second, "Keep").followups()[0]
    assert told.content.startswith("I have this text already: it is the article “")
    assert titles(bot, town) == ["Ferry times"]


def test_gaps_are_answered_by_an_article_and_closed(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", keep_gaps=True)
    bot.servers.record_gap(town.guild.id, "ferry leave", "When does the ferry leave?", Kind.UNANSWERED)
    gaps = town.alice.slash(town.channel, "gaps").reply()
    [button] = [part["custom_id"] for part in gaps.parts() if part.get("label", "").endswith("Answer this")]
    form = town.alice.presses(gaps, custom_id=button).modal()
    preview = town.alice.submits(form, TYPED).reply()
    assert preview is not gaps
    assert bot.servers.gaps(town.guild.id, 1, 10).total == 1
    town.alice.presses(preview, "Keep").reply()
    assert bot.servers.gaps(town.guild.id, 1, 10).total == 0


def test_everything_is_said_in_the_language_of_the_server(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", language="es")
    preview = typed(town)
    assert preview.buttons == ["Guardar", "Descartar", "Editar"]


def test_after_a_restart_the_buttons_say_so(world: World, start: Start, town: Town) -> None:
    bot = start(world)
    preview, refused = typed(town), typed(town, date="soon")
    bot.stop()
    again = start(world)
    for message, label in ((preview, "Keep"), (preview, "Discard"), (preview, "Edit"), (refused, "Edit")):
        assert "That is over" in town.alice.presses(message, label).reply().content
    assert titles(again, town) == []
