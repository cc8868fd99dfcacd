"""Web pages handed in by their address, over the wire: read, shown, kept, updated, or refused with the reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.chat import readers
from bot.errors import LibraryBusy
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Message, Upload, World
from tests.chat.scenes import Town, quotes, seen, town_in
from tests.chat.webs import HTML, Web, a_web
from tests.fetching.site import Visit, page, redirect
from tests.intake.parsing.packages import word
from tests.intake.parsing.pdfs import Pdf
from tests.intake.parsing.reading import SENTENCES
from tests.intake.parsing.reading import page as html

SAVED = Path(__file__).parent.parent / "intake" / "pages"


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


def adds(town: Town, url: str, **options: Any) -> Message:
    """An address is handed in; what the bot understood."""
    return town.alice.slash(town.channel, "article add", url=url, **options).reply()


def titles(bot: Running, town: Town) -> list[str]:
    return [each.about.title for each in bot.desk.library.articles([town.shelf], None, 100)]


# Good pages


def test_a_page_is_fetched_shown_as_understood_kept_and_answers(bot: Running, town: Town, web: Web) -> None:
    asked = town.alice.slash(town.channel, "article add", url=web.story(7))
    assert asked.acknowledged.kind == "deferred"
    preview = asked.reply()
    assert preview.ephemeral
    shown = seen(preview).text
    for fact in ("Title Ferry 7", "Source Harbour News", "Author Ada Lake", f"Link {web.url('/story/7')}",
                 "25 January 2024", "as the page states", "Language English", "Sentences 4"):  # fmt: skip
        assert fact in shown
    assert preview.buttons == ["Keep", "Discard", "Edit"]
    town.alice.presses(preview, "Keep").reply()
    assert preview.content == "Kept: “Ferry 7”, 4 sentences. I answer from it now."
    answer = town.asks("when does the ferry number 7 to Kelm leave?")
    assert "7:45 every morning" in quotes(answer)[0]
    assert "Leave a Reply" not in bot.desk.library.articles([town.shelf], None, 1)[0].text


def test_what_belongs_to_the_page_is_shown_as_set_aside_and_never_quoted(bot: Running, town: Town, web: Web) -> None:
    preview = adds(town, web.has("/news", (SAVED / "news.html").read_bytes()))
    assert "Set aside as part of the page, and never quoted:" in seen(preview).of("subtext")
    assert len(preview.content) <= 2_000
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert article.text == (SAVED / "news.txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("name", ["news", "blog", "wiki", "press", "ticker"])
def test_pages_of_every_layout_have_a_preview_within_the_limits(bot: Running, town: Town, web: Web, name: str) -> None:
    preview = adds(town, web.has(f"/{name}", (SAVED / f"{name}.html").read_bytes()))
    assert preview.buttons[:2] == ["Keep", "Discard"]
    seen(preview)


def test_a_date_that_no_page_says_is_shown_as_unknown_and_that_of_who_adds_it_counts_then(
    bot: Running, town: Town, web: Web
) -> None:
    url = web.story(1, published="")
    assert "Published date unknown" in seen(adds(town, url)).text
    shown = seen(adds(town, url, date="2023-05-01")).text
    assert "1 May 2023" in shown
    assert "as you say" in shown
    stated = seen(adds(town, web.story(2), date="2023-05-01")).text
    assert "25 January 2024" in stated


def test_the_same_link_again_says_that_it_updates_that_article_and_does(bot: Running, town: Town, web: Web) -> None:
    town.alice.presses(adds(town, web.story(1, "/f")), "Keep").reply()
    web.story(1, "/f", text="The ferry number 1 sank in the bay on Tuesday, and nobody was hurt. " * 3)
    web.site.answers["/f?utm_source=mail"] = web.site.answers["/f"]
    preview = adds(town, web.url("/f") + "?utm_source=mail#top")
    assert "It is from the same page as “Ferry 1”, and updates that." in seen(preview).text
    town.alice.presses(preview, "Keep").reply()
    assert preview.content.startswith("Changed: “Ferry 1”")
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert "sank" in article.text
    assert "7:45" not in article.text
    [older] = bot.desk.library.versions(town.shelf, article.about.id)
    assert "every morning" in older.text
    town.alice.presses(adds(town, web.url("/f")), "Keep").reply()
    assert titles(bot, town) == ["Ferry 1"]
    assert "updated" in town.asks("when did the ferry number 1 sink?").content


def test_an_update_by_the_same_link_gives_earlier_answers_a_note(bot: Running, town: Town, web: Web) -> None:
    town.alice.presses(adds(town, web.story(1, "/f")), "Keep").reply()
    answer = town.asks("when does the ferry number 1 to Kelm leave?")
    web.story(1, "/f", text="The ferry number 1 sank in the bay on Tuesday, and nobody was hurt. " * 3)
    town.alice.presses(adds(town, web.url("/f")), "Keep").reply()
    answer.becomes(lambda message: "The article was changed after this answer." in message.content)


def test_nearly_the_same_text_elsewhere_is_told_with_its_source_and_day(bot: Running, town: Town, web: Web) -> None:
    long = "".join(f"<p>{each}</p>" for each in SENTENCES)
    town.alice.presses(adds(town, web.story(1, "/a", title="The bridge", text=long)), "Keep").reply()
    again = web.story(1, "/b", title="Bridge closed", text=long.replace("on Monday", "on Tuesday"))
    preview = adds(town, again)
    assert "It has nearly the same text as “The bridge” (Harbour News, 25 Jan 2024)." in seen(preview).of("subtext")
    town.alice.presses(preview, "Keep").reply()
    assert sorted(titles(bot, town)) == ["Bridge closed", "The bridge"]


def test_options_go_before_what_a_page_says_and_edit_puts_right_without_fetching_again(
    bot: Running, town: Town, web: Web
) -> None:
    preview = adds(town, web.story(1), title="My ferry", source="Me")
    assert "Title My ferry" in seen(preview).text
    fetched = len(web.site.visits)
    form = town.alice.presses(preview, "Edit").modal()
    assert [field.custom_id for field in form.fields] == ["title", "link", "date", "source"]
    town.alice.submits(form, {"title": "Our ferry", "source": "", "date": "2024-02-01"}).reply()
    shown = seen(preview).text
    assert "Title Our ferry" in shown
    assert "Source" not in shown
    assert "1 February 2024" in shown
    assert "as you say" in shown
    town.alice.presses(preview, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert (article.about.title, article.about.source, article.about.author) == ("Our ferry", None, "Ada Lake")
    assert len(web.site.visits) == fetched


def test_a_pdf_at_an_address_says_its_pages_and_an_answer_says_on_which_one(bot: Running, town: Town, web: Web) -> None:
    pdf = Pdf(info={"Title": "Harbour report"})
    for number in range(3):
        pdf.page().write(f"Page {number + 1} of 3", 260, 30, 8)
        pdf.column([SENTENCES[number * 2][:70], SENTENCES[number * 2][70:], SENTENCES[number * 2 + 1]], 60, 740, 7)
    preview = adds(town, web.has("/report.pdf", pdf.data(), "application/pdf"))
    assert "Pages 3" in seen(preview).text
    town.alice.presses(preview, "Keep").reply()
    answer = town.asks("how many vehicles cross the bridge on a working day?")
    assert "p. 2" in seen(answer).of("subtext")[0]
    context = town.bob.presses(answer, "Context").reply()
    assert "p. 2" in seen(context).of("subtext")[0]


def test_a_text_at_an_address_is_read_and_a_picture_is_refused(bot: Running, town: Town, web: Web) -> None:
    text = web.has("/ferry.txt", "Ferry times\n\nThe ferry to Kelm leaves at 7:45 every morning.", "text/plain")
    assert "Title Ferry times" in seen(adds(town, text)).text
    picture = adds(town, web.has("/a.png", b"\x89PNG\r\n\x1a\n\0\0", "image/png"))
    assert "of the type image/png, neither a page nor a text" in picture.content


def test_a_word_document_at_an_address_is_read(bot: Running, town: Town, web: Web) -> None:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in SENTENCES[:3])
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert "First sentence The old bridge over the river" in seen(adds(town, web.has("/a", word(body), kind))).text


def test_a_page_that_leads_on_is_followed_to_its_article(bot: Running, town: Town, web: Web) -> None:
    there = web.story(5)
    leads = web.has("/old", f'<html><head><meta http-equiv="refresh" content="0; url={there}"></head></html>')
    assert "Title Ferry 5" in seen(adds(town, leads)).text
    web.site.answers["/moved"] = redirect(there)
    assert "Title Ferry 5" in seen(adds(town, web.url("/moved"))).text


# Refused


WALL = "<h1>We value your privacy</h1><p>We and our 842 partners store cookies. Accept all to go on.</p>" + (
    "<button>Accept all</button><button>Reject all</button><a href='/privacy'>Privacy</a>" * 3
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div id=root></div><script>boot()</script><noscript>Enable JavaScript</noscript>", "JavaScript"),
        (WALL, "This page asks for consent"),
        ("<form action=/login><input type=password name=p><button>Log in</button></form>", "log-in"),
        ("", "There is no article on this page."),
    ],
    ids=["script only", "consent", "log-in", "empty"],
)
def test_a_page_that_is_no_article_is_refused_with_the_reason_and_its_text_can_be_typed(
    bot: Running, town: Town, web: Web, body: str, reason: str
) -> None:
    url = web.has("/wall", html(body))
    refused = adds(town, url, title="Ferry news")
    assert reason in refused.content
    assert refused.buttons == ["Edit"]
    form = town.alice.presses(refused, "Edit").modal()
    assert (form.field("title").value, form.field("link").value) == ("Ferry news", url)
    town.alice.submits(form, {"text": "The ferry to Kelm is blue, says the harbour master."}).reply()
    town.alice.presses(refused, "Keep").reply()
    [article] = bot.desk.library.articles([town.shelf], None, 9)
    assert (article.about.url, article.text) == (url, "The ferry to Kelm is blue, says the harbour master.")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://127.0.0.1:1/a", "Nothing is fetched from port 1"),
        ("http://[::1]/", "not on the public internet"),
        ("http://[::ffff:10.0.0.1]/", "not on the public internet"),
        ("http://169.254.169.254/latest/meta-data/", "not on the public internet"),
        ("http://10.0.0.1/", "not on the public internet"),
        ("http://0x7f.1/", "is not a web address"),
        ("http://localhost/", "not on the public internet"),
        ("http://metadata.google.internal/", "not on the public internet"),
        ("http://me:secret@example.org/", "a name or a password in it"),
        ("file:///etc/passwd", "An address that begins with file:"),
        ("javascript:alert(1)", "An address that begins with javascript:"),
        ("gopher://example.org/", "An address that begins with gopher:"),
        ("not an address", "is not a web address"),
        ("@everyone **bold** <@1>", "is not a web address"),
    ],
)
def test_what_is_not_on_the_public_web_is_refused_and_never_called(
    bot: Running, town: Town, web: Web, url: str, reason: str
) -> None:
    refused = adds(town, url)
    shown = seen(refused)
    assert reason in shown.text
    assert "secret" not in refused.content
    assert web.site.visits == []
    assert titles(bot, town) == []


def test_a_redirect_to_a_private_address_is_not_followed(bot: Running, town: Town, web: Web) -> None:
    for there in ("http://169.254.169.254/", "http://10.0.0.1/", "file:///etc/passwd", "http://127.0.0.1:22/"):
        web.site.answers["/r"] = redirect(there)
        assert "leads elsewhere, and that isn't followed" in adds(town, web.url("/r")).content
    assert web.site.targets == ["/r"] * 4


def test_redirects_in_a_circle_end(bot: Running, town: Town, web: Web) -> None:
    web.site.answers["/a"], web.site.answers["/b"] = redirect("/b"), redirect("/a")
    assert "leads from one address to the next" in adds(town, web.url("/a")).content


def test_what_a_site_answers_is_told(bot: Running, town: Town, web: Web) -> None:
    for status, said in (("404 Not Found", "has no such page"), ("403 Forbidden", "doesn't let programs read"),
                         ("500 Oops", "has trouble of its own"), ("429 Slow down", "has been asked too often")):  # fmt: skip
        assert said in adds(town, web.says("/x", status)).content


def test_a_page_that_is_too_large_is_not_read_to_its_end(bot: Running, town: Town, web: Web) -> None:
    def flood(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        visit.flood(b"<p>more</p>" * 10_000)

    assert "larger than" in adds(town, web.does("/flood", flood)).content
    bomb = page(b"x", "200 OK", "Content-Type: text/html", length=10**12)
    web.site.answers["/long"] = bomb
    assert "larger than" in adds(town, web.url("/long")).content


def test_questions_are_answered_while_slow_pages_are_waited_for(bot: Running, town: Town, web: Web) -> None:
    bot.add("The treasure lies under the old oak tree.", "Treasure", town.shelf)

    def slow(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in visit.drip(b"<p>", 0.02):
            pass

    waiting = [town.alice.slash(town.channel, "article add", url=web.does(f"/slow{n}", slow)) for n in range(2)]
    assert "oak tree" in town.asks("where does the treasure lie?").content
    third = adds(town, web.story(1))
    assert third.content.startswith("I am reading 2 things for this server just now.")
    assert all("took more than 5 s" in each.reply().content for each in waiting)
    form = town.alice.presses(third, "Edit").modal()
    assert form.field("link").value == web.url("/story/1")


def test_who_asks_for_too_many_pages_is_told_when_the_next_one_may_be_looked_at(
    bot: Running, town: Town, web: Web
) -> None:
    for number in range(readers.PERSON_A_MINUTE):
        assert "What I understood" in adds(town, web.story(number)).content
    fetched = len(web.site.visits)
    told = adds(town, web.story(99))
    assert told.content.startswith("One moment: I can look at another address in ")
    assert len(web.site.visits) == fetched


def test_only_managers_have_pages_fetched(bot: Running, town: Town, web: Web) -> None:
    told = town.bob.slash(town.channel, "article add", url=web.story(1), forced=True).reply()
    assert "That is for those who" in told.content
    assert web.site.visits == []


def test_a_file_and_an_address_are_not_taken_together(bot: Running, town: Town, web: Web) -> None:
    told = adds(town, web.story(1), file=Upload("a.txt", b"The ferry is blue."))
    assert told.content == "Give a file or an address, one article at a time."
    assert web.site.visits == []


def test_a_bad_date_is_told_before_anything_is_fetched_and_edit_then_fetches(
    bot: Running, town: Town, web: Web
) -> None:
    refused = adds(town, web.story(3), date="soon")
    assert "“soon” is not a date" in refused.content
    assert web.site.visits == []
    form = town.alice.presses(refused, "Edit").modal()
    assert [field.custom_id for field in form.fields] == ["title", "link", "date", "source"]
    again = town.alice.submits(form, {"title": "Ferry", "date": ""}).reply()
    assert "Title Ferry" in seen(again).text
    assert "25 January 2024" in seen(again).text


def test_a_page_that_was_read_is_not_lost_when_the_library_is_busy(
    bot: Running, town: Town, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:

        def busy(*_: Any) -> None:
            raise LibraryBusy("/srv")

        broken.setattr(bot.desk, "preview", busy)
        refused = adds(town, web.story(3))
        assert "busy" in refused.content
    fetched = len(web.site.visits)
    again = town.alice.submits(town.alice.presses(refused, "Edit").modal()).reply()
    assert "Title Ferry 3" in seen(again).text
    assert len(web.site.visits) == fetched


EVIL = "\u202e@everyone **free** [x](https://evil.example) <@1> ||s|| `c` https://evil.example discord.gg/x"


def test_no_page_turns_the_bots_words_around(world: World, bot: Running, town: Town, web: Web) -> None:
    body = f"<nav><a href=/>{EVIL}</a></nav><article><h1>{EVIL}</h1>" + "".join(
        f"<p>{each} {EVIL}</p>" for each in SENTENCES
    )
    head = f'<meta name="author" content="{EVIL}"><meta property="og:site_name" content="{EVIL}">'
    preview = adds(town, web.has("/evil", html(body + "</article>", head), HTML))
    seen(preview)
    assert "\u202e" not in preview.content
    assert world.pings == []
    town.alice.presses(preview, "Keep").reply()
    seen(preview)


def test_in_spanish_all_of_it_is_said_in_spanish(bot: Running, town: Town, web: Web) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", language="es")
    preview = adds(town, web.has("/news", (SAVED / "news.html").read_bytes()))
    assert "Apartado como parte de la página" in preview.content
    assert preview.buttons == ["Guardar", "Descartar", "Editar"]
