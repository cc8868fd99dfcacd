"""Keep the shared shelf as a folder of files is: what is new there goes in, what was deleted there goes out.

Files are told apart by the SHA-256 of their bytes, so a touched file costs nothing and a changed one is seen
whatever its date. An article that an admin removed stays removed until its file changes. Where two folders have
a file of one name, the article is that of the folder that was read last.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import ArticleNotFound, ArticleRefused, BotError, Phrase
from bot.intake import Details, read_bytes, read_document
from bot.library import Library
from bot.model import SHARED, Draft, Origin, Outcome

BY = "corpus"
"""Who does all this, in the library's journal."""


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """What a reading of the folder has changed; counts of articles."""

    folder: Path
    added: int = 0
    updated: int = 0
    removed: int = 0
    refused: tuple[tuple[str, str], ...] = ()  # (path, reason)


@dataclass(slots=True)
class Reading:
    """What a walk through the folder has found."""

    present: set[str] = field(default_factory=set)  # URIs of all files
    drafts: list[Draft] = field(default_factory=list)  # of the new and the changed ones
    names: dict[Draft, str] = field(default_factory=dict)  # the file of each, as its path in the folder
    refused: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = True  # whether every folder could be listed


def read_corpus(library: Library, folder: Path) -> CorpusReport:
    """Bring the shared shelf up to date with `folder`. A folder that is not there changes nothing."""
    root = folder.resolve()
    if not root.is_dir():
        return CorpusReport(root)
    known = {origin.uri: origin for origin in library.origins(SHARED, f"{root.as_uri()}/")}
    reading = read_files(library, root, known)
    gone = [each.id for uri, each in known.items() if uri not in reading.present and not each.removed]
    if not reading.whole:
        gone = []  # what could not be listed is not deleted
    if gone:
        library.withdraw(SHARED, gone, BY)
    outcomes = put(library, reading.drafts)
    for draft, twin in outcomes.items():
        if not isinstance(twin, Outcome):
            reading.refused.append((reading.names[draft], Phrase("Article {id} holds the same text.", id=twin)))
    made = list(outcomes.values())
    return CorpusReport(
        root, made.count(Outcome.ADDED), made.count(Outcome.UPDATED), len(gone), tuple(sorted(reading.refused))
    )


def read_files(library: Library, root: Path, known: Mapping[str, Origin]) -> Reading:
    """Read the files that are new or changed."""
    reading, ids = Reading(), set()
    for path in corpus_files(root, reading):
        reading.present.add(path.as_uri())
        try:
            data = read_bytes(str(path))
            id = id_of(path, root)
            if id in ids:
                raise ArticleRefused("Another file has this name, with another ending.")
            ids.add(id)
            before = known.get(path.as_uri())
            if before is None or before.digest != hashlib.sha256(data).hexdigest():
                draft = read_file(library, path, id, data)
                reading.drafts.append(draft)
                reading.names[draft] = str(path.relative_to(root))
        except BotError as exc:
            reading.refused.append((str(path.relative_to(root)), str(exc)))
    return reading


def read_file(library: Library, path: Path, id: str, data: bytes) -> Draft:
    """The article of a file. Raises ArticleRefused, also where its id is that of an article from elsewhere."""
    draft = read_document(data, path.name, SHARED, Details(id=id), origin=path.as_uri())
    try:
        there = library.article(SHARED, id)
    except ArticleNotFound:
        return draft
    if there.about.origin is None and there.text != draft.text:
        raise ArticleRefused(
            "There is an article {id} already, which was not read from a file. Rename the file.", id=id
        )
    return draft


def put(library: Library, drafts: Sequence[Draft]) -> dict[Draft, Outcome | str]:
    """Keep the drafts. What became of each: for a duplicate, the id of the article that has its text.

    Where files have passed their texts on among themselves, the old ones are taken off the shelf first.
    """
    outcomes = put_once(library, drafts)
    changing = {draft.id for draft in drafts}
    clashing = [draft for draft, outcome in outcomes.items() if outcome in changing]
    held = [draft.id for draft in clashing if draft.id and is_there(library, draft.id)]
    if held:
        library.withdraw(SHARED, held, BY)
        outcomes |= put_once(library, clashing)
    return outcomes


def put_once(library: Library, drafts: Sequence[Draft]) -> dict[Draft, Outcome | str]:
    kept = library.put(drafts, BY) if drafts else []
    return {
        draft: each.id if each.outcome is Outcome.DUPLICATE else each.outcome
        for draft, each in zip(drafts, kept, strict=True)
    }


def is_there(library: Library, id: str) -> bool:
    try:
        library.article(SHARED, id)
    except ArticleNotFound:
        return False
    return True


def id_of(path: Path, root: Path) -> str:
    """The file's path in the folder, without its ending; white space becomes hyphens."""
    return "-".join(path.relative_to(root).with_suffix("").as_posix().split())


def corpus_files(root: Path, reading: Reading) -> Iterator[Path]:
    """The files that ought to be articles, in the order of their names: not hidden ones, and no README."""

    def unlisted(error: OSError) -> None:
        reading.whole = False
        reading.refused.append(
            (str(error.filename), Phrase("This folder can't be listed: {problem}.", problem=error.strerror))
        )

    for folder, subfolders, names in os.walk(root, onerror=unlisted):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith(".") or path.stem.upper() == "README":
                continue
            try:
                is_file = path.is_file()
            except OSError as error:
                unlisted(error)
            else:
                if is_file:
                    yield path
