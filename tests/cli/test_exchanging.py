"""`bot import` and `bot export`."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run

ROWS: list[dict[str, Any]] = [
    {
        "id": "gotland",
        "title": "Gotland",
        "text": "Gotland is an island.\r\nIt lies in the Baltic Sea.",
        "tags": ["sea"],
    },
    {"id": "öland", "title": "Öland", "text": "Öland is another island in the same sea.", "published": "2020-02-02"},
]


def jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_what_is_exported_and_imported_elsewhere_is_exported_the_same(bot: Run, folder: Path) -> None:
    (folder / "rows.jsonl").write_text(jsonl(ROWS), "utf-8")
    assert bot("import", "rows.jsonl").stdout == "2 added.\n"
    assert bot("export", "first.jsonl").stdout == "Exported 3 articles to first.jsonl.\n"
    elsewhere = {"BOT_DATA_DIR": str(folder / "other"), "BOT_CORPUS_DIR": str(folder / "none")}
    assert bot("import", "first.jsonl", **elsewhere).stdout == "3 added.\n"
    assert bot("export", **elsewhere).stdout == (folder / "first.jsonl").read_text("utf-8")


def test_importing_twice_changes_nothing(bot: Run, folder: Path) -> None:
    (folder / "rows.jsonl").write_text(jsonl(ROWS), "utf-8")
    bot("import", "rows.jsonl")
    assert bot("import", "rows.jsonl").stdout == "2 unchanged.\n"


def test_importing_ones_own_export_changes_nothing_not_even_of_the_corpus(bot: Run) -> None:
    bot("export", "all.jsonl")
    assert bot("import", "all.jsonl").stdout == "1 unchanged.\n"
    assert bot("sources").stderr == ""


def test_a_bad_line_is_named_and_the_others_go_in(bot: Run) -> None:
    lines = jsonl(ROWS[:1]) + "{broken\n\n" + json.dumps({"title": "No text"}) + "\n" + jsonl(ROWS[1:])
    done = bot("import", "-", stdin=lines)
    assert (done.returncode, done.stdout) == (2, "2 added.\n")
    assert "line 2: This line is not JSON" in done.stderr
    assert "line 4: The article has no text" in done.stderr


def test_a_missing_file_is_wrong_use(bot: Run) -> None:
    done = bot("import", "missing.jsonl")
    assert (done.returncode, done.stderr) == (2, "missing.jsonl: No such file or directory.\n")


def test_an_export_that_cannot_be_written_leaves_the_old_file(bot: Run, folder: Path) -> None:
    done = bot("export", "missing/folder.jsonl")
    assert (done.returncode, "Nothing was written" in done.stderr) == (2, True)


def test_a_shelf_named_at_import_goes_before_that_of_the_line(bot: Run) -> None:
    row = ROWS[0] | {"shelf": "shared"}
    bot("import", "-", "--shelf", "guild:5", stdin=jsonl([row]))
    assert bot("show", "gotland").returncode == 2
    assert bot("show", "gotland", "--shelf", "guild:5").returncode == 0
