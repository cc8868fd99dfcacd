"""`bot backup`, `restore-backup` and `repair`."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.library.local import LocalLibrary
from tests.cli.conftest import Run
from tests.library.contract import ANALYZER


def test_a_backup_is_made_and_restored(bot: Run, folder: Path) -> None:
    bot("ask", "how many troops")
    done = bot("backup", "b.zip")
    digest = hashlib.sha256((folder / "b.zip").read_bytes()).hexdigest()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Backed up library.db to b.zip: ")
    assert f"SHA-256 {digest}." in done.stdout
    (folder / "corpus/soldiers.md").unlink()
    assert "2,500" not in bot("ask", "how many troops are in Iraq").stdout
    done = bot("restore-backup", "b.zip", BOT_CORPUS_DIR="nowhere")
    assert done.returncode == 0
    assert "kept in that folder: library.db.replaced-" in done.stdout
    assert "2,500" in bot("ask", "how many troops are in Iraq", BOT_CORPUS_DIR="nowhere").stdout


def test_programs_get_json(bot: Run, folder: Path) -> None:
    bot("ask", "how many troops")
    made = json.loads(bot("backup", "b.zip", "--json").stdout)
    assert (made["bytes"], [each["name"] for each in made["databases"]]) == (
        (folder / "b.zip").stat().st_size,
        ["library.db"],
    )
    checked = json.loads(bot("restore-backup", "b.zip", "--check", "--json").stdout)
    assert (checked["restored"], checked["kept"], checked["databases"]) == (False, [], made["databases"])
    done = json.loads(bot("restore-backup", "b.zip", "--json").stdout)
    assert (done["restored"], [name.split("-")[0] for name in done["kept"]]) == (True, ["library.db.replaced"])


def test_a_backup_is_checked_without_touching_anything(bot: Run, folder: Path) -> None:
    bot("ask", "how many troops")
    bot("backup", "b.zip")
    before = sorted(path.name for path in (folder / "data").iterdir())
    done = bot("restore-backup", "b.zip", "--check")
    assert (done.returncode, done.stdout[:21]) == (0, "This backup is sound:")
    assert sorted(path.name for path in (folder / "data").iterdir()) == before


def test_while_the_bot_runs_a_backup_is_made_and_none_restored(bot: Run, folder: Path) -> None:
    running = LocalLibrary(folder / "data", ANALYZER)
    assert bot("backup", "b.zip").returncode == 0
    done = bot("restore-backup", "b.zip")
    assert (done.returncode, "Stop it, and try again." in done.stderr) == (2, True)
    running.close()
    assert bot("restore-backup", "b.zip").returncode == 0


def test_what_is_no_backup_is_refused_in_a_sentence(bot: Run, folder: Path) -> None:
    (folder / "x.zip").write_bytes(b"no archive")
    done = bot("restore-backup", "x.zip")
    assert (done.returncode, done.stderr) == (2, "x.zip: This is no backup that the bot has made.\n")
    assert bot("restore-backup", "nothing.zip").returncode == 2


def test_without_a_library_there_is_nothing_to_back_up(bot: Run, folder: Path) -> None:
    done = bot("backup", "b.zip")
    assert (done.returncode, "nothing to back up" in done.stderr) == (2, True)
    assert not (folder / "b.zip").exists()


def test_a_place_that_can_not_be_written_is_named(bot: Run) -> None:
    bot("ask", "how many troops")
    done = bot("backup", "nowhere/b.zip")
    assert (done.returncode, done.stderr) == (2, "nowhere/b.zip: No such file or directory. Nothing was written.\n")


# Repair


def damage(folder: Path) -> None:
    """Change a letter of the one article that is there."""
    with closing(sqlite3.connect(folder / "data/library.db")) as connection:
        connection.execute("UPDATE passage SET text = replace(text, '2,500', '2,600')")
        connection.commit()


def test_sound_databases_are_said_to_be_sound(bot: Run) -> None:
    bot("ask", "how many troops")
    done = bot("repair")
    assert (done.returncode, done.stdout) == (0, "✓ library.db is sound.\n")


def test_the_check_up_names_a_damaged_article_and_repair_saves_the_rest(bot: Run, folder: Path) -> None:
    (folder / "b.md").write_text("---\ntitle: Ferries\n---\n\nThe ferry leaves at ten.\n", "utf-8")
    bot("ask", "how many troops")
    bot("add", "b.md")
    damage(folder)
    said = bot("check", BOT_CORPUS_DIR="nowhere").stdout
    assert "These texts are not as they were kept: soldiers (shared). `bot repair` saves" in said
    done = bot("repair", BOT_CORPUS_DIR="nowhere")
    assert done.returncode == 3
    assert "✗ library.db was damaged. Saved: " in done.stdout
    assert "Lost article: soldiers (shared): What soldiers do in Iraq\n" in done.stdout
    assert "The damaged file is kept: library.db.damaged-" in done.stdout
    assert "2,600" not in bot("ask", "how many troops are in Iraq", BOT_CORPUS_DIR="nowhere").stdout
    assert "ten" in bot("ask", "when does the ferry leave", BOT_CORPUS_DIR="nowhere").stdout
    assert bot("check", BOT_CORPUS_DIR="nowhere").returncode == 0
    assert bot("repair").returncode == 0


def test_programs_are_told_what_was_lost(bot: Run, folder: Path) -> None:
    bot("ask", "how many troops")
    damage(folder)
    [found] = json.loads(bot("repair", "--json").stdout)["databases"]
    assert (found["name"], found["sound"], found["lost"]) == ("library.db", False, {})
    assert found["articles_lost"] == ["soldiers (shared): What soldiers do in Iraq"]
    assert found["kept"][0].startswith("library.db.damaged-")


def test_a_database_of_which_nothing_can_be_read_is_a_sentence(bot: Run, folder: Path) -> None:
    bot("ask", "how many troops")
    (folder / "data/library.db").write_bytes(b"no database" * 1000)
    done = bot("repair")
    assert (done.returncode, "put a backup in its place with `bot restore-backup`" in done.stderr) == (3, True)
