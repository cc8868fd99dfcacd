"""ZIP files of strangers, with limits: the number of entries, their size, and how much they grow.

Nothing is ever written, and no name is ever used as a path.
"""

import io
import zipfile
import zlib
from collections.abc import Sequence

from bot.intake.parsing.reasons import Reason, refused

MAX_ENTRIES = 2_000
MAX_HEADERS = 20_000
"""Headers of entries in the file, those of archives inside it too: counted before any of them is read."""
MAX_TOTAL_BYTES = 256 * 2**20
MAX_GROWTH, GROWTH_FROM_BYTES = 200, 2**20
"""How many times its size an entry may unpack to, from a size on. Text packs to a tenth, XML to a fiftieth."""
HEADER = b"PK\x01\x02"
METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""The others are rare, and LZMA takes as much memory as the file says."""
ENCRYPTED = 0x1


def open_zip(data: bytes, broken: Reason = Reason.NOT_ZIP, locked: Reason = Reason.ZIP_LOCKED) -> zipfile.ZipFile:
    """The archive, if it keeps all limits. Raises ArticleRefused, with `broken` or `locked` for what these say."""
    if data.count(HEADER) > MAX_HEADERS:
        raise refused(Reason.ZIP_ENTRIES, most=MAX_ENTRIES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, OverflowError) as exc:
        raise refused(broken) from exc
    check_entries(archive.infolist(), locked)
    return archive


def check_entries(entries: Sequence[zipfile.ZipInfo], locked: Reason) -> None:
    if len(entries) > MAX_ENTRIES:
        raise refused(Reason.ZIP_ENTRIES, most=MAX_ENTRIES)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise refused(Reason.ZIP_TOTAL, mebibytes=MAX_TOTAL_BYTES // 2**20)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise refused(locked)
    for entry in entries:
        if entry.file_size > GROWTH_FROM_BYTES and entry.file_size > MAX_GROWTH * max(1, entry.compress_size):
            raise refused(Reason.ZIP_BOMB, most=MAX_GROWTH)


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, broken: Reason = Reason.NOT_ZIP) -> bytes:
    """What an entry unpacks to, at most as long as it says. Raises ArticleRefused with `broken`."""
    if entry.compress_type not in METHODS:
        raise refused(broken)
    try:
        with archive.open(entry) as stream:
            return stream.read()
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as exc:
        raise refused(broken) from exc
