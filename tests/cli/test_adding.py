"""`bot add`: one document, shown as it was understood; many, counted, continued after errors, and known again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.chat.webs import Web
from tests.cli.conftest import Run
from tests.fetching.conftest import site, watch
from tests.fetching.site import Site, redirect
from tests.intake.parsing.packages import epub, p, word, zipped
from tests.intake.parsing.pdfs import Pdf
from tests.intake.parsing.reading import ARTICLE, SENTENCES
from tests.intake.parsing.reading import page as html

__all__ = ["site", "watch"]

FERRY = "The ferry to Gotland leaves Nynashamn at noon. It takes three hours and ten minutes."
PASTED = "\n\n".join(
    ["The old bridge closes", "3 mins read", *SENTENCES, "Leave a Reply", "Your email address will not be published."]
)


@pytest.fixture
def web(site: Site, monkeypatch: pytest.MonkeyPatch) -> Web:
    """A site from which the bot may fetch, and from nowhere else."""
    found = Web(site)
    monkeypatch.setattr("bot.app.open_fetcher", lambda _: found.open())
    return found


def document(bot: Run, *arguments: str, stdin: str = "", code: int = 0) -> Any:
    done = bot("add", *arguments, "--json", stdin=stdin)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def report(folder: Path) -> Path:
    pdf = Pdf(info={"Title": "The bridge report"})
    for n in range(3):
        pdf.page().column(
            [SENTENCES[n][:50], SENTENCES[n][50:], "", SENTENCES[n + 3][:50], SENTENCES[n + 3][50:]], 50, 750
        )
    path = folder / "report.pdf"
    path.write_bytes(pdf.data())
    return path


# One


def test_a_page_is_added_by_its_address_and_told_as_it_was_understood(bot: Run, web: Web) -> None:
    url = web.story(4)
    added = bot("add", url)
    assert added.returncode == 0
    lines = added.stdout.splitlines()
    assert lines[0].startswith("Added: article ")
    assert lines[1].startswith("Ferry 4 · Harbour News · 25 January 2024")
    assert lines[2:4] == ["By Ada Lake", "Published 25 January 2024, as the page states"]
    assert lines[4].startswith("It begins: The ferry number 4 to Kelm leaves at 4:45")
    asked = bot("ask", "when does the ferry number 4 to Kelm leave")
    assert (asked.returncode, url in asked.stdout) == (0, True)


def test_a_page_that_has_changed_updates_its_article_and_the_answer_says_so(bot: Run, web: Web) -> None:
    before = document(bot, web.story(4))
    web.story(4, text="The ferry number 4 to Kelm leaves at nine o'clock every morning from the south quay.")
    after = document(bot, web.url("/story/4"))
    assert (after["outcome"], after["id"]) == ("updated", before["id"])
    asked = bot("ask", "when does the ferry number 4 to Kelm leave").stdout
    assert "nine o'clock" in asked
    assert " · updated " in asked
    shown = bot("show", before["id"]).stdout
    assert "Updated:" in shown
    assert "Before:" in shown
    [version] = json.loads(bot("show", before["id"], "--json").stdout)["versions"]
    assert "leaves at 4:45" in version["text"]


def test_an_address_that_gives_no_article_is_refused_in_a_sentence(bot: Run, web: Web) -> None:
    web.site.answers["/moved"] = redirect("http://169.254.169.254/latest/meta-data/")
    urls = {
        web.says("/gone", "404 No"): "no such page",
        web.has("/wall", "<html><h1>Log in</h1><form><input type=password></form></html>"): "log-in",
        web.url("/moved"): "leads elsewhere",
        "http://127.0.0.1:1/": "port 1",
        "http://user:secret@example.org/": "name or a password",
    }
    for url, reason in urls.items():
        done = bot("add", url)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert "secret" not in done.stderr or "user:secret" in url


def test_more_ports_are_fetched_from_only_where_the_settings_allow_it(bot: Run) -> None:
    refused = bot("add", "http://203.0.113.1:8443/")
    assert "allowed are 80, 443." in refused.stderr
    refused = bot("add", "http://203.0.113.1:8443/", BOT_FETCH_PORTS="8080, 8443")
    assert "not on the public internet" in refused.stderr
    assert "BOT_FETCH_PORTS" in bot("add", "http://203.0.113.1/", BOT_FETCH_PORTS="http").stderr


def test_what_was_set_aside_is_told_and_never_quoted_unless_all_is_to_be_kept(bot: Run, folder: Path) -> None:
    (folder / "pasted.txt").write_text(PASTED)
    added = bot("add", "pasted.txt").stdout
    assert "Set aside as parts of the page, 3 lines" in added
    assert "  3 mins read\n" in added
    assert bot("ask", "what will not be published").returncode == 1
    kept = document(bot, "pasted.txt", "--keep-all")
    assert (kept["outcome"], kept["set_aside"]) == ("updated", {"head": [], "tail": []})
    assert "Leave a Reply" in bot("show", kept["id"]).stdout


def test_an_answer_from_a_pdf_says_its_page(bot: Run, folder: Path) -> None:
    added = document(bot, str(report(folder)), "--published", "2024-01-25")
    assert added["article"]["title"] == "The bridge report"
    asked = bot("ask", "how much do the repairs cost").stdout.splitlines()
    assert asked[0].startswith("The repairs cost some 41 million euros")
    assert " · The bridge report · p. 3" in asked[1]
    assert json.loads(bot("ask", "how much do the repairs cost", "--json").stdout)["page"] == "3"
    assert "Pages:     3, from 1 to 3" in bot("show", added["id"]).stdout


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.epub", "a.txt", "a.md", "a"])
def test_every_kind_of_document_is_added_and_found_again(bot: Run, folder: Path, name: str) -> None:
    plain = "\n\n".join(SENTENCES).encode()
    content = {
        "a.html": html().encode(),
        "a.docx": word("".join(p(sentence) for sentence in SENTENCES)),
        "a.epub": epub({"a.xhtml": f"<h1>One</h1>{ARTICLE}"}),
    }
    (folder / name).write_bytes(content.get(name, plain))
    first = document(bot, name, "--title", "The bridge")
    assert bot("ask", "how much do the repairs cost").stdout.startswith("The repairs cost some 41 million euros")
    again = document(bot, name, "--title", "The bridge")
    assert (again["outcome"], again["id"]) == ("unchanged", first["id"])


def test_a_page_from_standard_input_is_known_by_how_it_begins(bot: Run) -> None:
    added = document(bot, "-", "--author", "Ida Holm", stdin=html())
    assert (added["article"]["title"], added["article"]["author"]) == ("The old bridge", "Ida Holm")


def test_what_is_nearly_the_same_says_so(bot: Run, folder: Path) -> None:
    (folder / "a.html").write_text(html())
    other = ARTICLE.replace("18,000 vehicles", "18,500 vehicles")
    (folder / "b.html").write_text(html(f"<article><h1>The bridge again</h1>{other}</article>"))
    first = document(bot, "a.html")["id"]
    assert f"Nearly the same as {first}: The old bridge" in bot("add", "b.html").stdout
    assert "Nearly the same: " in bot("show", first).stdout


def test_a_dry_run_of_one_shows_what_was_understood_and_keeps_nothing(bot: Run, folder: Path) -> None:
    (folder / "a.html").write_text(html())
    dry = bot("add", "a.html", "--dry-run")
    assert dry.stdout.startswith("Nothing was kept. It would be added: a new article on the shelf shared, 8 sentences.")
    assert document(bot, "a.html", "--dry-run")["dry_run"] is True
    assert json.loads(bot("sources", "--json").stdout)["total"] == 1
    bot("add", "a.html")
    assert "It would be unchanged: article " in bot("add", "a.html", "--dry-run").stdout


# Many


@pytest.fixture
def saved(folder: Path) -> Path:
    """A folder with two good files, a bad one, and a picture."""
    root = folder / "saved"
    (root / "deep").mkdir(parents=True)
    (root / "a.txt").write_text(FERRY)
    (root / "deep" / "b.html").write_text(html())
    (root / "bad.txt").write_bytes(b"\xff\xff\xff\xff")
    (root / "picture.png").write_bytes(b"\x89PNG")
    return root


def test_of_many_the_good_ones_go_in_and_the_others_are_told_with_their_reasons(bot: Run, saved: Path) -> None:
    done = bot("add", "saved", "missing.txt")
    assert (done.returncode, done.stderr) == (
        2,
        "Read corpus: 1 added.\n".replace("corpus", str(saved.parent / "corpus")),
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["2", "added"] in lines
    assert ["2", "refused"] in lines
    assert "refused: saved/bad.txt: Byte 0 (0xff, on line 1) is not UTF-8." in done.stdout
    assert "refused: missing.txt: No such file or directory." in done.stdout
    again = document(bot, "saved", code=2)
    assert (again["added"], again["unchanged"], again["refused"], again["left_out"]) == (0, 2, 1, 1)


def test_when_all_were_taken_the_exit_code_is_0_also_when_one_is_there_twice(bot: Run, saved: Path) -> None:
    (saved / "bad.txt").write_text(FERRY)
    first = document(bot, "saved")
    assert (first["added"], first["duplicate"]) == (2, 1)
    [twin] = [each for each in first["documents"] if each["outcome"] == "duplicate"]
    assert twin["id"] in {each["id"] for each in first["documents"] if each["outcome"] == "added"}
    assert document(bot, "saved")["unchanged"] == 2


def test_what_is_said_of_many_is_put_right_by_saying_it_again(bot: Run, saved: Path) -> None:
    (saved / "bad.txt").unlink()
    document(bot, "saved", "--source", "The Tims")
    assert document(bot, "saved", "--source", "The Times")["updated"] == 2
    assert document(bot, "saved", "--source", "The Times")["unchanged"] == 2
    assert document(bot, "saved")["unchanged"] == 2


def test_a_dry_run_of_many_keeps_nothing(bot: Run, saved: Path) -> None:
    dry = document(bot, "saved", "--dry-run", code=2)
    assert (dry["added"], dry["dry_run"]) == (2, True)
    assert bot("add", "saved", "--dry-run").stdout.startswith("Nothing was kept.")
    assert json.loads(bot("sources", "--json").stdout)["total"] == 1


def test_addresses_archives_and_lists_go_together(bot: Run, folder: Path, web: Web) -> None:
    (folder / "pages.zip").write_bytes(zipped({"in/b.html": html(), "c.png": b"x"}))
    (folder / "rows.jsonl").write_text(json.dumps({"title": "Row", "text": FERRY}) + "\n")
    told = document(bot, web.story(4), "pages.zip", "rows.jsonl", web.says("/no", "404 No"), code=2)
    assert [(each["name"].rpartition("/")[2], each["outcome"]) for each in told["documents"]] == [
        ("4", "added"), ("b.html", "added"), ("c.png", "left_out"), ("rows.jsonl, line 1", "added"), ("no", "refused"),
    ]  # fmt: skip


def test_an_export_goes_in_on_another_shelf(bot: Run, folder: Path) -> None:
    assert bot("export", "all.jsonl").returncode == 0
    told = document(bot, "all.jsonl", "--shelf", "guild:7", "--source", "Copied")
    assert told["documents"][0]["outcome"] == "duplicate"  # a server sees the shared shelf
    bot("remove", "soldiers")
    assert document(bot, "all.jsonl", "--shelf", "guild:7", "--source", "Copied")["added"] == 1
    assert json.loads(bot("show", "soldiers", "--shelf", "guild:7", "--json").stdout)["source"] == "Copied"


def test_an_archive_from_standard_input_is_opened(folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "add", "-", "--json"],
        cwd=folder, env=environment, input=zipped({"a.txt": FERRY, "b.html": html()}), capture_output=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["added"]) == (0, 2)


def test_a_title_a_link_or_a_date_of_many_is_refused_before_anything_is_read(bot: Run, saved: Path) -> None:
    for option in (("--title", "T"), ("--url", "https://example.org/"), ("--published", "2024-01-25")):
        for names in (("saved",), ("saved/a.txt", "saved/bad.txt"), ("a.zip",)):
            done = bot("add", *names, *option)
            assert (done.returncode, done.stdout) == (2, "")
            assert "belong to one document" in done.stderr


def test_names_and_texts_of_strangers_are_harmless_on_the_screen(bot: Run, folder: Path) -> None:
    root = folder / "saved"
    root.mkdir()
    (root / "a\x1b[31m\u202e.txt").write_bytes(b"\xff")
    (root / "b.txt").write_text("The \x1b]0;title\x07 ferry leaves at noon every single day.")
    done = bot("add", "saved")
    assert "\x1b" not in done.stdout + done.stderr
    assert "\u202e" not in done.stdout
    assert document(bot, "saved", code=2)["refused"] == 1


def test_interrupted_it_says_what_was_kept_and_goes_on_from_there(folder: Path, environment: dict[str, str]) -> None:
    root = folder / "many"
    root.mkdir()
    for number in range(2_000):
        (root / f"{number:04}.txt").write_text(f"{FERRY} That is the ferry number {number}.")
    command = [sys.executable, "-m", "bot", "add", "many", "--json"]
    started = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until_kept(folder)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    told = json.loads(out)
    assert (started.returncode, told["interrupted"], b"Traceback" in err) == (130, True, False)
    assert 0 < told["added"] < 2_000
    again = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120)
    went_on = json.loads(again.stdout)
    assert went_on["added"] + went_on["unchanged"] == 2_000
    assert went_on["unchanged"] == told["added"]


def until_kept(folder: Path) -> None:
    """Wait until an article of the folder is in the database."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if (folder / "data" / "library.db").exists():
            try:
                with sqlite3.connect(f"file:{folder / 'data' / 'library.db'}?mode=ro", uri=True) as sql:
                    if sql.execute("SELECT count(*) FROM article").fetchone()[0] > 1:
                        return
            except sqlite3.Error:
                pass
        time.sleep(0.01)
    raise AssertionError("nothing was kept")


def test_a_bar_moves_on_standard_error_where_that_is_a_terminal(
    folder: Path, environment: dict[str, str], saved: Path
) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "add", "saved"],
            cwd=folder, env=environment | {"TERM": "xterm"}, stdout=subprocess.PIPE, stderr=terminal, timeout=60,
        )  # fmt: skip
        shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 2
    assert "Adding" in shown
    assert "\x1b" not in done.stdout.decode()
