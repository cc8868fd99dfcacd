"""What is there after a kill, seen as the bot sees it, and compared with what must be there."""

import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.backup import check_backup
from bot.feeds import FILE as FEEDS
from bot.feeds import Claim, Feed, State
from bot.library.local.versions import MOST_VERSIONS
from bot.model import OwnOnly
from bot.servers import FILE as SERVERS
from bot.servers import ServerSettings
from tests.feeds.samples import item
from tests.harness.lanes import BACKUP, Lane, World, open_world
from tests.library.contract import ANALYZER, faults, ids_found
from tests.servers.place import EVER, posted

PAGE = 100


@dataclass(frozen=True)
class Look:
    """What came of it: `states` says for each lane which of its possible states it is in."""

    states: tuple[int, ...]
    lost: int  # lanes that are in none of them
    problems: tuple[str, ...]
    opening_milliseconds: float


def look(folder: Path, turn: int, possible: Sequence[Sequence[Lane]]) -> Look:
    """For each lane the states that it may be in: the acknowledged one, and the one with the change that was begun."""
    begun = time.monotonic()
    world = open_world(folder, turn)
    ids_found(world.library, possible[0][0].shelf, "camel")
    opening = (time.monotonic() - begun) * 1000
    states, lost, problems = [], 0, [f"check: {line}" for line in faults(world.library)]
    for lanes in possible:
        seen = seen_of(world, lanes[-1])
        matching = [at for at, lane in enumerate(lanes) if seen == shown_of(lane)]
        states.append(matching[0] if matching else 0)
        if not matching:
            lost += 1
            problems += [f"lane {lanes[0].number}: {line}" for line in differences(seen, shown_of(lanes[0]))]
        problems += [f"lane {lanes[0].number}: {line}" for line in misfound(world, seen, lanes[0])]
    for name in (SERVERS, FEEDS):
        problems += [f"{name}: {line}" for line in unsound(folder / name)]
    if any(lane.backups for lanes in possible for lane in lanes[:1]):
        check_backup(folder.parent / BACKUP)
    world.library.close()
    world.servers.close()
    world.feeds.close()
    return Look(tuple(states), lost, tuple(problems), opening)


def shown_of(lane: Lane) -> Lane:
    """What can be seen of a lane: the newest of its journals, of removed articles that they are there, and no claim."""
    return replace(
        lane,
        removed=dict.fromkeys(lane.removed, ""),
        versions={id: lane.versions.get(id, [])[:MOST_VERSIONS] for id in lane.texts},
        journal=lane.journal[:PAGE],
        settings=asdict(ServerSettings(**lane.settings)),  # type: ignore[arg-type]
        changes=lane.changes[:PAGE],
        claimed="",
        backups=0,
    )


def seen_of(world: World, lane: Lane) -> Lane:
    """The lane as the databases show it; `lane` says what to ask for."""
    shelf, server, library = lane.shelf, lane.number, world.library
    texts = {each.about.id: each.text for each in library.articles([shelf], None, 1_000)}
    return Lane(
        number=lane.number,
        texts=texts,
        removed={each.id: "" for each in library.removed(shelf, "", 1_000)},
        versions={id: [each.text for each in library.versions(OwnOnly(shelf), id)] for id in texts},
        journal=[(each.act.value, each.id) for each in library.journal(shelf, 1, PAGE).entries],
        settings=asdict(world.servers.settings(server)),
        changes=[(each.by, each.name) for each in world.servers.settings_journal(server, PAGE)],
        answers={
            each.message: world.servers.marks(server, each.message)
            for each in world.servers.quoting(server, posted().article_key, EVER)
        },
        gaps={each.question: each.unanswered for each in world.servers.gaps(server, 1, PAGE).gaps},
        feeds={each.url: feed_seen(world, each, lane) for each in world.feeds.of(shelf)},
    )


def feed_seen(world: World, feed: Feed, lane: Lane) -> tuple[str, bool, tuple[int, ...]]:
    _, _, asked = lane.feeds.get(feed.url, ("", False, ()))
    items = [item(each) for each in asked]
    left = world.feeds.unsettled(Claim(feed, ""), items)
    settled = tuple(each for each, one in zip(asked, items, strict=True) if one not in left)
    return feed.title, feed.state is State.PAUSED, settled


def misfound(world: World, lane: Lane, before: Lane) -> Iterator[str]:
    """Where the index doesn't say what the store does: each text is found by its word, and no other one is."""
    for id, text in lane.texts.items():
        found = ids_found(world.library, lane.shelf, *terms_of(text))
        if found != {id}:
            yield f"{terms_of(text)} finds {found}, not {id}"
    gone = [text for text in before.removed.values() if text not in lane.texts.values()]
    gone += [texts[0] for texts in before.versions.values() if texts and texts[0] not in lane.texts.values()]
    for text in gone:
        if found := ids_found(world.library, lane.shelf, *terms_of(text)):
            yield f"{terms_of(text)} of a text that is gone finds {found}"


def terms_of(text: str) -> Sequence[str]:
    """The word that no other text has."""
    return ANALYZER.terms(re.findall(r"\w+word9", text)[0], "en")


def differences(seen: Lane, expected: Lane) -> Iterator[str]:
    for name, there in vars(seen).items():
        if there != getattr(expected, name):
            yield f"{name}: {there!r:.2000} is there, acknowledged was {getattr(expected, name)!r:.2000}"


def unsound(path: Path) -> Iterator[str]:
    """What SQLite finds wrong with a file."""
    with closing(sqlite3.connect(path)) as connection:
        yield from (row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok")
        yield from (f"no parent: {row}" for row in connection.execute("PRAGMA foreign_key_check"))
