"""Files and standard input as bytes, with a limit."""

import sys
from pathlib import Path

from bot.errors import FileRefused, Phrase

MAX_FILE_BYTES = 20 * 2**20
STANDARD_INPUT = "-"


def read_bytes(path: str) -> bytes:
    """All of a file, or of standard input for `-`. Raises FileRefused."""
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError, AttributeError) as exc:
        raise FileRefused(path, f"{getattr(exc, 'strerror', None) or exc}.") from exc
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused(path, Phrase("the file is larger than {most} MiB.", most=MAX_FILE_BYTES // 2**20))
    return data
