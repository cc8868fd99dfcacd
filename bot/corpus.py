"""Keep the shared shelf as a folder of files is: what is new there goes in, what was deleted there goes out.

Files are told apart by the SHA-256 of their bytes, so a touched file costs nothing and a changed one is seen
whatever its date. An article that an admin removed stays removed until its file changes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.intake import Details, read_bytes, read_document
from bot.library import Library
from bot.model import SHARED, Draft, Outcome


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """What a reading of the folder has changed; counts of articles."""

    folder: Path
    added: int
    updated: int
    removed: int
    refused: tuple[tuple[str, str], ...]  # (path, reason)


def read_corpus(library: Library, folder: Path) -> CorpusReport:
    """Bring the shared shelf up to date with `folder`. A folder that is not there changes nothing."""
    root = folder.resolve()
    if not root.is_dir():
        return CorpusReport(root, 0, 0, 0, ())
    known = {origin.uri: origin for origin in library.origins(SHARED, f"{root.as_uri()}/")}
    drafts, refused, present = [], [], set()
    for path in corpus_files(root):
        uri = path.as_uri()
        present.add(uri)
        try:
            data = read_bytes(str(path))
            if uri in known and known[uri].digest == hashlib.sha256(data).hexdigest():
                continue
            drafts.append((path, read_file(path, root, data)))
        except BotError as exc:
            refused.append((str(path.relative_to(root)), str(exc)))
    kept = library.put([draft for _, draft in drafts]) if drafts else []
    for (path, _), each in zip(drafts, kept, strict=True):
        if each.outcome is Outcome.DUPLICATE:
            refused.append((str(path.relative_to(root)), f"Article {each.id} holds the same text."))
    gone = [origin.id for uri, origin in known.items() if uri not in present and not origin.removed]
    if gone:
        library.remove(SHARED, gone)
    outcomes = [each.outcome for each in kept]
    return CorpusReport(root, outcomes.count(Outcome.ADDED), outcomes.count(Outcome.UPDATED), len(gone), tuple(refused))


def read_file(path: Path, root: Path, data: bytes) -> Draft:
    """The article of a file; its id is the file's path in the folder, without the ending."""
    id = path.relative_to(root).with_suffix("").as_posix()
    return read_document(data, path.name, SHARED, Details(id=id), origin=path.as_uri())


def corpus_files(root: Path) -> Iterator[Path]:
    """The files that ought to be articles, in the order of their names: not hidden ones, and no README."""
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.is_file() and not hidden and path.stem.upper() != "README":
            yield path
