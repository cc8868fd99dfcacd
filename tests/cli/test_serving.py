"""What `bot run` does every minute."""

from pathlib import Path

from bot.app import open_desk, thresholds
from bot.backup import check_backup
from bot.cli.screen import Screen
from bot.cli.serving import keep_up
from bot.model import SHARED
from bot.settings import Settings


def test_the_corpus_is_read_and_a_backup_made_when_one_is_due(tmp_path: Path) -> None:
    corpus, backups = tmp_path / "corpus", tmp_path / "backups"
    corpus.mkdir()
    settings = Settings(data_dir=tmp_path / "data", corpus_dir=corpus, backup_dir=backups, backups_kept=2)
    with open_desk(settings.data_dir, thresholds(settings)) as desk:
        (corpus / "ferry.md").write_text("# Ferry times\n\nThe ferry leaves at nine.\n", "utf-8")
        keep_up(Screen(as_json=True), desk, settings)
        assert desk.library.sources(SHARED, "", 1, 10).total == 1
        [made] = backups.iterdir()
        check_backup(made)
        keep_up(Screen(as_json=True), desk, settings)
        assert list(backups.iterdir()) == [made]  # the next one is due tomorrow


def test_without_a_folder_for_backups_none_is_made(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", corpus_dir=tmp_path / "none")
    with open_desk(settings.data_dir, thresholds(settings)) as desk:
        keep_up(Screen(as_json=True), desk, settings)
    assert {each.name for each in tmp_path.iterdir()} == {"data"}
