"""`bot backup`, `restore-backup` (`restore` brings back an article) and `repair`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.app import opened
from bot.cli.screen import EXIT_BROKEN, EXIT_DONE, AsJson, Commands, Screen
from bot.model import SHARED
from bot.reply import printable
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.backup import Repaired


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


def repair(as_json: AsJson = False) -> None:
    """Save what can be read of damaged databases, keep those, and say what was lost (exit code 3 when something was).

    The bot must be stopped.
    """
    from bot import backup

    screen, settings = Screen(as_json), load_settings()
    found = backup.repair_folder(settings.data_dir)
    with opened(settings) as desk:
        desk.library.unknown(SHARED, ["index"])  # brings the index up to date
        faults = [each for each in desk.library.check() if not each.sound]
    screen.document({"databases": [told(each) for each in found], "faults": [each.detail for each in faults]})
    for each in found:
        tell(screen, each)
    for fault in faults:
        screen.line(f"Still wrong: {printable(fault.subject)}: {printable(fault.detail)}", style="bold red")
    whole = not faults and all(each.lossless for each in found)
    raise typer.Exit(EXIT_DONE if whole else EXIT_BROKEN)


def told(repaired: "Repaired") -> dict[str, object]:
    """What came of a database, for programs."""
    return {
        "name": repaired.name,
        "sound": repaired.sound,
        "saved": repaired.saved,
        "lost": repaired.lost,
        "more_may_be_lost": repaired.unsure,
        "articles_lost": [printable(each) for each in repaired.articles],
        "kept": [path.name for path in repaired.kept],
    }


def tell(screen: Screen, repaired: "Repaired") -> None:
    """What came of a database, for people."""
    if repaired.sound:
        screen.line(f"✓ {repaired.name} is sound.", style="green")
        return
    screen.line(f"✗ {repaired.name} was damaged. Saved: {counts(screen, repaired.saved)}.", style="bold red")
    if repaired.lost:
        screen.line(f"  Lost: {counts(screen, repaired.lost)}.")
    if repaired.unsure:
        screen.line(f"  More may be lost than is known: {screen.words.listing(repaired.unsure)}.")
    for each in repaired.articles:
        screen.line(f"  Lost article: {printable(each)}")
    if repaired.lossless:
        screen.line("  Nothing was lost.")
    screen.line(f"  The damaged file is kept: {screen.words.listing([path.name for path in repaired.kept])}.")


def counts(screen: Screen, rows: Mapping[str, int]) -> str:
    """How many rows of which tables."""
    return screen.words.listing([f"{number:,} of {table}" for table, number in rows.items()])


COMMANDS: Commands = {
    "backup": (backup, "For example: bot backup library-backup.zip"),
    "restore-backup": (restore, "For example: bot restore-backup library-backup.zip"),
    "repair": (repair, None),
}
