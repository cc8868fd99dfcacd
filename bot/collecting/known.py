"""The files of which articles were made before: known by where they are, and by their bytes."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.collecting.finding import STANDARD_INPUT, is_address
from bot.library import Library
from bot.model import Origin, Shelf


@dataclass(frozen=True, slots=True)
class Known:
    """Files of which articles of one shelf were made."""

    by_uri: Mapping[str, Origin]
    by_digest: Mapping[str, Origin]  # SHA-256 of the bytes that they had then

    def at(self, uri: str | None) -> Origin | None:
        return self.by_uri.get(uri or "")

    def same(self, uri: str | None, digest: str) -> Origin | None:
        """The file with these bytes whose article is there: the one at this address, else another."""
        found = self.at(uri) or self.by_digest.get(digest)
        return found if found and found.digest == digest and not found.removed else None


def known(files: Iterable[Origin]) -> Known:
    by_uri = {each.uri: each for each in files}
    return Known(by_uri, {each.digest: each for each in by_uri.values() if each.digest and not each.removed})


NOTHING_KNOWN = known(())


def known_files(library: Library, shelf: Shelf, names: Sequence[str]) -> Known:
    """The files at these names, or below the folder that holds all of them."""
    paths = [str(Path(name).resolve()) for name in names if not is_address(name) and name != STANDARD_INPUT]
    return known(library.origins(shelf, Path(os.path.commonpath(paths)).as_uri())) if paths else NOTHING_KNOWN
