"""`bot backup` and `restore-backup`. `restore` brings back an article."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.screen import AsJson, Commands, Screen
from bot.reply import printable
from bot.settings import load_settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; one that is there is replaced.")],
    as_json: AsJson = False,
) -> None:
    """Copy all databases into one file, while the bot runs. The token isn't in it, whatever people said is."""
    from bot.backup import write_backup

    screen = Screen(as_json)
    made = write_backup(load_settings().data_dir, file)
    screen.document(
        {
            "file": str(made.path),
            "bytes": made.size,
            "sha256": made.sha256,
            "databases": [each.model_dump(mode="json") for each in made.manifest.databases],
        }
    )
    names = screen.words.listing([each.name for each in made.manifest.databases])
    screen.line(f"Backed up {names} to {printable(str(file))}: {made.size:,} bytes, SHA-256 {made.sha256}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    check: Annotated[bool, typer.Option("--check", help="Only say whether it could be restored.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup in place, after checking it. The bot must be stopped; what was there is kept beside."""
    from bot import backup

    screen, folder = Screen(as_json), load_settings().data_dir
    if check:
        manifest, kept = backup.check_backup(file), list[str]()
    else:
        done = backup.restore(folder, file)
        manifest, kept = done.manifest, [path.name for path in done.kept]
    screen.document({**manifest.model_dump(mode="json"), "restored": not check, "kept": kept})
    names = screen.words.listing([each.name for each in manifest.databases])
    of = f"{names} as of {manifest.made:%Y-%m-%d %H:%M} UTC"
    if check:
        screen.line(f"This backup is sound: {of}, made by version {printable(manifest.bot)} of the bot.")
        return
    screen.line(f"Restored {of}, in {printable(str(folder))}. The index follows by itself.")
    if kept:
        screen.line(f"What was there is kept in that folder: {screen.words.listing(kept)}.")
        screen.line("To go back, stop the bot and give those files their old names, without “.replaced-…”.")


COMMANDS: Commands = {
    "backup": (backup, "For example: bot backup library-backup.zip"),
    "restore-backup": (restore, "For example: bot restore-backup library-backup.zip"),
}
