"""Files of every kind that is read, and archives of them, over the wire."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.chat.commands import unpacking
from tests.chat.conftest import Running
from tests.chat.loopback import Message, Upload, World
from tests.chat.scenes import Town, quotes, seen, town_in
from tests.intake.parsing.packages import epub, word, zipped
from tests.intake.parsing.pdfs import Pdf
from tests.intake.parsing.reading import SENTENCES

PAGES = Path(__file__).parent.parent / "intake" / "pages"
PASTED = """Daily News
Home
World
Sport
Kelm ferry runs twice a day
By Ada Lake
25 January 2024
3 mins read
The ferry to Kelm leaves at 7:45 every morning, says the harbour master, and comes back at noon.

It takes forty minutes to cross the bay, and it carries sixty cars and two hundred people.

Tickets for the crossing cost three euros each, and they are sold on the quay before departure.

Share this:
Facebook
Twitter
Related
Leave a Reply
Your email address will not be published.
Comment moderation is enabled.
"""


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def given(town: Town, name: str, data: bytes, **options: Any) -> Message:
    """A file is handed in; what the bot understood."""
    return town.alice.slash(town.channel, "article add", file=Upload(name, data), **options).reply()


def imported(town: Town, data: bytes, name: str = "articles.zip") -> Message:
    return town.alice.slash(town.channel, "article import", file=Upload(name, data)).reply(timeout=60)


def titles(bot: Running, town: Town) -> list[str]:
    return sorted(each.about.title for each in bot.desk.library.articles([town.shelf], None, 100))


def pdf() -> bytes:
    made = Pdf(info={"Title": "The old bridge"})
    for number in range(2):
        made.page().write(f"Page {number + 1} of 2", 260, 30, 8)
        made.column([SENTENCES[number][:60], SENTENCES[number][60:], SENTENCES[number + 2]], 60, 740, 7)
    return made.data()


def docx() -> bytes:
    return word("".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in SENTENCES[:3]))


def book() -> bytes:
    chapters = {f"c{n}.xhtml": f"<h1>Chapter {n}</h1><p>{SENTENCES[n]}</p><p>{SENTENCES[n + 2]}</p>" for n in (1, 2)}
    return epub(chapters, "<dc:title>The Strait</dc:title><dc:creator>Ada Lake</dc:creator>")


# What was set aside


def test_lines_of_a_page_around_a_pasted_text_are_shown_and_set_aside(bot: Running, town: Town) -> None:
    preview = given(town, "ferry.txt", PASTED.encode())
    shown = seen(preview)
    assert "Set aside above the article, and never quoted:" in shown.of("subtext")
    assert "Set aside below it, and never quoted:" in shown.of("subtext")
    assert any("3 mins read" in quote or "Daily News" in quote for quote in shown.of("quote"))
    assert any("Leave a Reply" in quote or "Share this:" in quote for quote in shown.of("quote"))
    assert "more line" in shown.of("quote")[-1]
    assert preview.buttons == ["Keep", "Discard", "Edit", "Keep all text"]
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert "mins read" not in article.text
    assert "Leave a Reply" not in article.text


def test_keep_all_text_shows_the_whole_text_and_keeps_it(bot: Running, town: Town) -> None:
    preview = given(town, "ferry.txt", PASTED.encode())
    form = town.alice.presses(preview, "Edit").modal()
    town.alice.submits(form, {"source": "The Daily News"}).reply()
    again = town.alice.presses(preview, "Keep all text").reply()
    assert again is preview
    assert preview.buttons == ["Keep", "Discard", "Edit"]
    assert "Set aside" not in preview.content
    assert "Source The Daily News" in seen(preview).text
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert "Leave a Reply" in article.text
    assert "The ferry to Kelm leaves at 7:45" in article.text


def test_keep_all_text_is_for_who_handed_it_in_and_manages_articles(bot: Running, town: Town) -> None:
    preview = given(town, "ferry.txt", PASTED.encode())
    button = next(part["custom_id"] for part in preview.parts() if part.get("label") == "Keep all text")
    for custom_id, said in ((button, "That is for those who"), ("whole:", "That is for those who")):
        assert said in town.bob.presses(preview, custom_id=custom_id, forced=True).reply().content
    for custom_id in ("whole:", "whole:x", "whole:" + "🏴" * 40):
        assert "That is over" in town.alice.presses(preview, custom_id=custom_id, forced=True).reply().content
    page = given(town, "a.html", (PAGES / "news.html").read_bytes())
    other = next(part["custom_id"] for part in page.parts() if part.get("label") == "Keep").partition(":")[2]
    forged = town.alice.presses(page, custom_id=f"whole:{other}", forced=True).reply()
    assert "That is over" in forged.content
    assert titles(bot, town) == []


@pytest.mark.parametrize("line", ["*_`~|" * 30, "x" * 5_000, "🏴" * 200, "<@1> @everyone https://evil.example"])
def test_whatever_was_set_aside_fits_and_does_nothing(world: World, bot: Running, town: Town, line: str) -> None:
    pasted = PASTED.replace("Sport\n", f"Sport\n{line}\n" * 1).replace("Twitter\n", f"Twitter\n{line[:80]}\n")
    preview = given(
        town, "ferry.txt", f"---\ntitle: {'T' * 300}\nsource: {'S' * 300}\n---\n".encode() + pasted.encode()
    )
    seen(preview)
    assert world.pings == []


# Other kinds of files


@pytest.mark.parametrize(
    ("name", "data", "facts"),
    [
        ("bridge.pdf", pdf(), ["Pages 2", "First sentence The old bridge over the river"]),
        ("bridge.docx", docx(), ["Title bridge", "First sentence The old bridge over the river"]),
        ("strait.epub", book(), ["Title The Strait", "Author Ada Lake"]),
        ("saved.html", (PAGES / "news.html").read_bytes(), ["Set aside as part of the page, and never quoted:"]),
    ],
    ids=["PDF", "DOCX", "EPUB", "HTML"],
)
def test_each_kind_of_file_is_read_shown_kept_and_answers(
    bot: Running, town: Town, name: str, data: bytes, facts: list[str]
) -> None:
    preview = given(town, name, data)
    for fact in facts:
        assert fact in seen(preview).text
    assert preview.buttons == ["Keep", "Discard", "Edit"]
    form = town.alice.presses(preview, "Edit").modal()
    town.alice.submits(form, {"title": "Mine", "date": "2024-02-01"}).reply()
    assert "Title Mine" in seen(preview).text
    town.alice.presses(preview, "Keep").reply()
    assert titles(bot, town) == ["Mine"]


def test_an_answer_from_a_pdf_says_its_page(bot: Running, town: Town) -> None:
    town.alice.presses(given(town, "bridge.pdf", pdf()), "Keep").reply()
    answer = town.asks("what had inspectors found in two of its nine pillars?")
    assert quotes(answer)[0].startswith("Inspectors had found cracks")
    assert "p. 2" in seen(answer).of("subtext")[0]


def test_an_article_is_edited_with_a_file_of_another_kind(bot: Running, town: Town) -> None:
    id = bot.add("The ferry is blue, says the harbour master.", "Ferry", town.shelf, tags=["sea"])
    upload = Upload("new.pdf", pdf())
    preview = town.alice.slash(town.channel, "article edit", article=id, file=upload).reply()
    assert "It takes the place of “Ferry”." in seen(preview).text
    form = town.alice.presses(preview, "Edit").modal()
    town.alice.submits(form, {"source": "Harbour"}).reply()
    town.alice.presses(preview, "Keep").reply()
    article = bot.desk.library.article(town.shelf, id)
    assert (article.about.title, article.about.source, article.about.tags) == ("Ferry", "Harbour", ("sea",))
    assert len(article.pages) == 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", Pdf().page().picture().data(), "pictures of text"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "locked, or an old one"),
        ("a.epub", zipped({"mimetype": "application/epub+zip"}), "This is not an EPUB"),
    ],
    ids=["scanned", "old Word", "no EPUB"],
)
def test_a_file_that_no_form_can_put_right_has_no_edit(
    bot: Running, town: Town, name: str, data: bytes, reason: str
) -> None:
    refused = given(town, name, data)
    assert reason in refused.content
    assert refused.buttons == []
    typo = given(town, name, data, date="soon")
    assert "“soon” is not a date" in typo.content
    assert typo.buttons == ["Edit"]


@pytest.mark.parametrize(
    ("name", "data"), [("a.jsonl", b'{"title": "x", "text": "The ferry is blue."}'), ("a.zip", zipped({"a.txt": "x"}))]
)
def test_a_file_of_many_articles_is_sent_to_import(bot: Running, town: Town, name: str, data: bytes) -> None:
    refused = given(town, name, data)
    assert "/article import" in refused.content
    assert refused.buttons == []


def test_a_message_with_a_pdf_or_a_saved_page_becomes_an_article_by_its_menu(bot: Running, town: Town) -> None:
    files = [Upload("photo.png", b"\x89PNG"), Upload("bridge.pdf", pdf())]
    message = town.bob.says(town.channel, "look at this", attachments=files)
    preview = town.alice.menu(town.channel, "Add as article", message).reply()
    assert "Source Bob" in seen(preview).text
    assert f"/{town.channel.id}/{message.id}" in seen(preview).text
    town.alice.presses(preview, "Keep").reply()
    assert len(titles(bot, town)) == 1


# Archives


def test_an_archive_is_counted_first_then_kept(bot: Running, town: Town) -> None:
    rows = "\n".join(
        json.dumps({"title": f"Row {n}", "text": f"The ferry number {n} leaves at noon.", "shelf": "shared"})
        for n in range(3)
    )
    files: dict[str, str | bytes] = {
        "notes/ferry.md": "---\ntitle: Ferry\n---\nThe ferry is blue, says the harbour master of Kelm.",
        "bridge.pdf": pdf(),
        "deep/down/strait.epub": book(),
        "rows.jsonl": rows + "\n[]\n",
        "style.css": "p {}",
        "picture.png": b"\x89PNG",
        "broken.pdf": b"nothing",
        "__MACOSX/._ferry.md": "junk",
        "../../etc/passwd.txt": "root is the first of all users of the system, and may do all.",
    }
    preview = imported(town, zipped(files))
    assert preview.ephemeral
    lines = seen(preview).text.splitlines()
    assert lines[0] == "7 articles can be kept and 2 are refused."
    assert lines[1] == "2 files of another kind are left out."
    assert seen(preview).of("subtext") == [
        "rows.jsonl: Line 4: This line is not a JSON object with a title and a text.",
        "broken.pdf: This is not a PDF, or a damaged one.",
    ]
    assert titles(bot, town) == []
    town.alice.presses(preview, "Keep all").reply()
    assert preview.content == "7 articles added."
    assert {"Ferry", "Row 0", "Row 1", "Row 2", "The Strait"} <= set(titles(bot, town))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 nothing", "This is not a ZIP archive, or a damaged one."),
        (zipped({"a.txt": b"\0" * 100_000_000}), "unpacks to more than 200 times its size"),
        (zipped({f"{n}.txt": "" for n in range(2_001)}), "holds more than 2,000 files"),
    ],
    ids=["broken", "bomb", "many"],
)
def test_an_archive_that_is_made_to_harm_is_refused(bot: Running, town: Town, data: bytes, reason: str) -> None:
    assert reason in imported(town, data).content


def test_one_article_is_sent_to_add(bot: Running, town: Town) -> None:
    assert "/article add takes it" in imported(town, pdf(), "bridge.pdf").content


def test_an_archive_of_too_much_text_is_refused(bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_CHARACTERS", 100)
    told = imported(town, zipped({f"{n}.txt": f"The ferry number {n} leaves at noon. " * 3 for n in range(3)}))
    assert told.content == "The file holds more than 100 characters. Split it."


def test_a_long_archive_says_how_far_it_is_read_and_ends_in_time(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "AT_ONCE_SECONDS", 0.0)
    monkeypatch.setattr(unpacking, "PROGRESS_SECONDS", 0.0)
    files = {f"{n}.txt": f"The ferry number {n} leaves at noon." for n in range(4)}
    preview = imported(town, zipped(files))
    preview.becomes(lambda message: message.content == "4 articles can be kept.")
    assert "2 articles are read…" in preview.history
    monkeypatch.setattr(unpacking, "MAX_SECONDS", 0)
    assert imported(town, zipped(files)).content == "Reading it takes longer than 0 seconds. Split it."


def test_an_archive_in_an_archive_is_not_opened(bot: Running, town: Town) -> None:
    inner = zipped({"a.txt": "The ferry is blue, says the harbour master of Kelm."})
    told = imported(town, zipped({"inner.zip": inner}))
    assert "1 is refused." in told.content
    assert "inner.zip: " in told.content
