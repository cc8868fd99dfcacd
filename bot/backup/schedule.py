"""Backups from time to time, of which the last few are kept."""

import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.backup.writing import LEFT, Backup, utc_now, write_backup
from bot.errors import FileRefused
from bot.folders import locked

NAME = re.compile(r"verbatim-(\d{8}-\d{6})Z\.zip", re.ASCII)
MOMENT = "%Y%m%d-%H%M%S"


def back_up_if_due(
    folder: Path, into: Path, every_hours: float, keep: int, now: datetime | None = None
) -> tuple[Backup, ...]:
    """Make a backup of the data folder in the folder `into`, where the last one is so many hours old; then delete
    the oldest, but for `keep` of them (at least 1). The one that was made, or none.

    Does nothing while another process makes one. Only files with the names of such backups are ever deleted. Raises
    as `write_backup`; then nothing is deleted.
    """
    moment = (now or utc_now()).astimezone(UTC)
    try:
        into.mkdir(parents=True, exist_ok=True)
        let_go = locked(into, alone=True)
        if not let_go:
            return ()
        try:
            if not is_due(into, moment, every_hours):
                return ()
            clear_away(into)
            backup = write_backup(folder, into / f"verbatim-{moment.strftime(MOMENT)}Z.zip")
            for old in backups_in(into)[max(keep, 1) :]:
                old.unlink()
        finally:
            let_go[0]()
    except OSError as exc:
        raise FileRefused(str(into), f"{exc.strerror or exc}.") from exc
    return (backup,)


def is_due(into: Path, moment: datetime, every_hours: float) -> bool:
    """Whether none of the backups is younger. One from the future, of a clock that was set back, doesn't count."""
    ages = [moment - moment_of(path) for path in backups_in(into)]
    return not any(timedelta(0) <= age < timedelta(hours=every_hours) for age in ages)


def backups_in(into: Path) -> list[Path]:
    """The backups of a folder, the newest first."""
    return sorted((path for path in into.iterdir() if is_one(path)), key=moment_of, reverse=True)


def is_one(path: Path) -> bool:
    try:
        return bool(NAME.fullmatch(path.name)) and bool(moment_of(path))
    except ValueError:
        return False


def moment_of(path: Path) -> datetime:
    return datetime.strptime(path.name[len("verbatim-") : -len("Z.zip")], MOMENT).replace(tzinfo=UTC)


def clear_away(into: Path) -> None:
    """Delete what backups have left that were killed."""
    for path in into.glob(f"{LEFT}*"):
        with suppress(OSError):
            shutil.rmtree(path)
