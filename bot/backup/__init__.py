"""All that the bot was given, in one file, and back from it; and what can be saved of a damaged database.

A backup is a ZIP archive of the databases of a data folder and a `manifest`. `writing` makes it while the bot runs,
`schedule` does so from time to time; `checking` says whether a file is one, and `restoring` puts it in place. The
index isn't in it, for it is derived, nor is any setting of the environment, so no token either. `repairing` saves what
can be read of a damaged database, where there is no backup.
"""

from bot.backup.checking import check_backup
from bot.backup.manifest import Entry, Manifest
from bot.backup.repairing import Repaired, repair_folder
from bot.backup.restoring import Restored, restore
from bot.backup.schedule import back_up_if_due
from bot.backup.writing import Backup, write_backup

__all__ = [
    "Backup",
    "Entry",
    "Manifest",
    "Repaired",
    "Restored",
    "back_up_if_due",
    "check_backup",
    "repair_folder",
    "restore",
    "write_backup",
]
