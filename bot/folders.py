"""A folder's files: who uses them, and that they outlive a loss of power.

The lock is one on the folder itself, so that it leaves no file, and ends with its process however that ends. On
Windows there is none, and no need: there, a file that is open can't be replaced.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import FileRefused, LibraryBusy, LibraryUnwritable, Phrase

if sys.platform != "win32":
    import fcntl


def make_durable(path: Path) -> None:
    """See to it that a file's content, or a folder's list of names, outlives a loss of power. Raises OSError."""
    if path.is_dir() and sys.platform == "win32":
        return  # it has no such call
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def share(folder: Path, timeout_seconds: float) -> Callable[[], None]:
    """Use a folder together with others, until the function that this returns is called.

    Waits for whoever holds the folder. Raises LibraryBusy.
    """
    deadline = time.monotonic() + timeout_seconds
    while not (let_go := locked(folder, alone=False)):
        if time.monotonic() > deadline:
            raise LibraryBusy(str(folder))
        time.sleep(0.01)
    return let_go[0]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep everybody else from a folder. Raises FileRefused while somebody uses it."""
    let_go = locked(folder, alone=True)
    if not let_go:
        raise FileRefused(str(folder), Phrase("The bot is running on this folder. Stop it, and try again."))
    try:
        yield
    finally:
        let_go[0]()


def locked(folder: Path, alone: bool) -> tuple[Callable[[], None], ...]:
    """What lets go of the lock on a folder; nothing where others keep it from us."""
    if sys.platform == "win32":
        return (lambda: None,)
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one that may be used, but not be listed
        return (lambda: None,)
    except OSError as exc:
        raise LibraryUnwritable(str(folder), exc.strerror or str(exc)) from exc
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return ()
    except OSError:  # a file system that knows no locks on folders
        pass
    return (lambda: os.close(descriptor),)
