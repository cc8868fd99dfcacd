"""`bot add`, `sources`, `show`, `remove`, `restore`."""

import json
from pathlib import Path

from tests.cli.conftest import Run

TEXT = "The ferry to Gotland leaves Nynashamn at noon. It takes three hours and ten minutes."


def test_an_added_article_answers_at_once(bot: Run, folder: Path) -> None:
    (folder / "ferry.txt").write_text(TEXT, "utf-8")
    added = bot(
        "add", "ferry.txt", "--source", "Harbour", "--published", "1 May 2023", "--url", "https://example.org/f"
    )
    assert (added.returncode, "2 sentences" in added.stdout) == (0, True)
    asked = bot("ask", "when does the ferry to Gotland leave")
    assert asked.stdout.splitlines()[:3] == [
        "The ferry to Gotland leaves Nynashamn at noon.",
        asked.stdout.splitlines()[1],
        "https://example.org/f",
    ]
    assert asked.stdout.splitlines()[1].startswith("As of 1 May 2023 (")
    assert asked.stdout.splitlines()[1].endswith(" · ferry · Harbour")


def test_the_same_text_twice_names_the_article_that_holds_it(bot: Run) -> None:
    id = json.loads(bot("add", "-", "--title", "Ferry", "--json", stdin=TEXT).stdout)["id"]
    again = bot("add", "-", "--title", "Another title", stdin=TEXT)
    assert (again.returncode, f"article {id}" in again.stderr) == (2, True)


def test_what_is_no_article_is_refused_in_a_sentence_and_changes_nothing(bot: Run, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "one.txt").write_bytes(b"x")
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "latin.md").write_bytes("Der Präsident sprach über vieles.".encode("latin-1"))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    (folder / "good.txt").write_text(TEXT, "utf-8")
    refusals = {
        ("empty.txt",): "empty",
        ("one.txt",): "too short",
        ("binary.txt",): "Byte 128",
        ("latin.md",): "Byte 6 (0xe4, on line 1) is not UTF-8",
        ("picture.png",): ".png",
        ("missing.txt",): "No such file",
        ("good.txt", "--title", "t" * 1000): "1,000 characters",
        ("good.txt", "--published", "soon"): "not a date",
        ("good.txt", "--published", "03/04/2024"): "more than one day",
        ("good.txt", "--url", "javascript:alert(1)"): "not a link",
        ("good.txt", "--shelf", "guild:"): "not a shelf",
        ("good.txt", "--language", "Klingon language"): "not a language",
    }
    for arguments, reason in refusals.items():
        done = bot("add", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) <= 2
    assert json.loads(bot("sources", "--json").stdout)["total"] == 1


def test_a_servers_article_is_seen_on_its_shelf_only(bot: Run) -> None:
    id = json.loads(bot("add", "-", "--title", "Ferry", "--shelf", "guild:7", "--json", stdin=TEXT).stdout)["id"]
    question = ("ask", "when does the ferry to Gotland leave")
    assert bot(*question, "--shelf", "guild:7").returncode == 0
    assert bot(*question, "--shelf", "guild:8").returncode == 1
    assert bot(*question).returncode == 1
    assert bot("show", id).returncode == 2
    assert bot("remove", id, "--shelf", "guild:8").returncode == 2
    assert bot("show", id, "--shelf", "guild:7").returncode == 0


def test_a_removed_article_is_silent_until_it_is_restored(bot: Run) -> None:
    question = ("ask", "how many US troops are in Iraq")
    assert bot("remove", "soldiers").returncode == 0
    assert bot(*question).returncode == 1
    assert bot("remove", "soldiers").returncode == 2
    assert bot("restore", "soldiers").returncode == 0
    assert bot(*question).returncode == 0


def test_sources_are_listed_searched_and_paged(bot: Run) -> None:
    for number in range(5):
        bot("add", "-", "--title", f"Ferry {number}", stdin=f"{TEXT} That is ferry number {number}.")
    first = bot("sources", "FERRY", "--size", "2")
    assert "Ferry 4" in first.stdout
    assert "Page 1 of 3 · 5 articles matching “FERRY”" in first.stdout
    pages = [json.loads(bot("sources", "--json", "--size", "2", "--page", str(n)).stdout) for n in (1, 2, 3)]
    titles = [article["title"] for page in pages for article in page["articles"]]
    assert titles == [*(f"Ferry {n}" for n in (4, 3, 2, 1, 0)), "What soldiers do in Iraq"]
    assert bot("sources", "submarine").returncode == 1


def test_an_article_is_shown_with_its_text(bot: Run) -> None:
    shown = bot("show", "soldiers").stdout
    assert "The coalition was founded in September 2014" in shown
    assert "Link:      https://example.org/soldiers" in shown
