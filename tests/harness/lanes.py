"""Lanes of changes, each with a shelf and a server of its own: what is done next, and what must be there after it.

What comes next follows from the seed, the lane, the number of the change and what is there; so whoever hears that a
change was acknowledged knows what it was.
"""

import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.backup import write_backup
from bot.exchange import import_rows
from bot.feeds import FILE as FEEDS
from bot.feeds import Claim, Feeds
from bot.feeds.looking import Success
from bot.intake import read_rows
from bot.library.local import LocalLibrary
from bot.model import Shelf
from bot.servers import FILE as SERVERS
from bot.servers import Kind, Servers
from tests.feeds.samples import Clock, item
from tests.library.contract import ANALYZER, draft
from tests.servers.place import posted

MOST_ARTICLES = 25
"""Of a lane; with so many there, none is added."""
IMPORTED = 15
OLD_ITEMS = (1, 2)
BACKUP = "backup.zip"


@dataclass
class Lane:
    """What must be there of a lane. Every change adds to it what it would add to the databases."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    versions: dict[str, list[str]] = field(default_factory=dict)  # id -> what it said before, the last one first
    journal: list[tuple[str, str]] = field(default_factory=list)  # (act, id), the last one first
    settings: dict[str, object] = field(default_factory=dict)
    changes: list[tuple[str, str]] = field(default_factory=list)  # (by, setting), the last one first
    answers: dict[int, int] = field(default_factory=dict)  # message -> marks
    gaps: dict[str, int] = field(default_factory=dict)  # subject -> how often
    feeds: dict[str, tuple[str, bool, tuple[int, ...]]] = field(default_factory=dict)  # url -> title, paused, settled
    backups: int = 0
    claimed: str = ""  # the feed that the process looks at just now: as long as it lives

    @property
    def shelf(self) -> Shelf:
        return Shelf(f"guild:{self.number}")


@dataclass
class World:
    """The opened databases of a folder, and the claim that each lane holds."""

    folder: Path
    library: LocalLibrary
    servers: Servers
    feeds: Feeds
    claims: dict[int, Claim] = field(default_factory=dict)


def open_world(folder: Path, turn: int) -> World:
    """In each turn it is later than a claim of the turn before lasts."""
    clock = Clock()
    clock.move(minutes=11 * turn)
    library = LocalLibrary(folder, ANALYZER)
    return World(folder, library, Servers(folder / SERVERS), Feeds(folder / FEEDS, clock))


@dataclass(frozen=True)
class Change:
    """One call, and what it adds to the lane."""

    name: str
    run: Callable[[World], object]
    apply: Callable[[Lane], object]


def after(lane: Lane, change: Change) -> Lane:
    """The lane with this change."""
    changed = copy.deepcopy(lane)
    change.apply(changed)
    return changed


def next_change(lane: Lane, seed: int, number: int) -> Change:
    """What is done next in a lane."""
    random = Random(f"{seed}/{lane.number}/{number}")  # not for secrets
    subject = random.choices((articles, server, feed, backup), (60, 20, 20, 1 if lane.number == 1 else 0))[0]
    return subject(lane, random, number)


# Articles


def text_of(name: str) -> str:
    return f"Article {name} tells of {word_of(name)} only.\n\nIts second paragraph names {word_of(name)} again."


def word_of(name: str) -> str:
    """A word that no other text has."""
    return f"{name}word9"


def articles(lane: Lane, random: Random, number: int) -> Change:
    names = [f"l{lane.number}n{number}x{i}" for i in range(random.randint(1, 3))]
    if not lane.texts or (len(lane.texts) < MOST_ARTICLES and random.random() < 0.4):
        if random.random() < 0.25:
            return imported(lane, [f"l{lane.number}n{number}x{i}" for i in range(IMPORTED)])
        return put(lane, {name: name for name in names})
    ids = random.sample(sorted(lane.texts), min(len(lane.texts), random.randint(1, 3)))
    if len(lane.texts) > MOST_ARTICLES or random.random() < 0.4:
        return removed(lane, ids) if random.random() < 0.97 else forgotten(lane)
    if lane.removed and random.random() < 0.3:
        return restored(lane, random.sample(sorted(lane.removed), 1))
    return put(lane, {id: f"{id}r{number}" for id in ids})


def put(lane: Lane, names: dict[str, str]) -> Change:
    """Add or edit: id -> the name of the text."""
    drafts = [draft(text_of(name), id, lane.shelf) for id, name in names.items()]

    def apply(lane: Lane) -> None:
        for id, name in names.items():
            if id in lane.texts:
                lane.versions.setdefault(id, []).insert(0, lane.texts[id])
            lane.journal.insert(0, ("updated" if id in lane.texts else "added", id))
            lane.texts[id] = text_of(name)

    return Change("put", lambda world: world.library.put(drafts, "discord:7"), apply)


def imported(lane: Lane, names: Sequence[str]) -> Change:
    lines = [json.dumps({"id": name, "title": "Headline", "text": text_of(name)}).encode() for name in names]

    def run(world: World) -> None:
        report = import_rows(world.library, read_rows(lines, lane.shelf), lambda _: None, "discord:7")
        assert not report.refused, report.refused

    return Change("import", run, put(lane, {name: name for name in names}).apply)


def removed(lane: Lane, ids: Sequence[str]) -> Change:
    def apply(lane: Lane) -> None:
        for id in ids:
            lane.removed[id] = lane.texts.pop(id)
            lane.journal.insert(0, ("removed", id))

    return Change("remove", lambda world: world.library.remove(lane.shelf, ids, "discord:7"), apply)


def restored(lane: Lane, ids: Sequence[str]) -> Change:
    def apply(lane: Lane) -> None:
        for id in ids:
            lane.texts[id] = lane.removed.pop(id)
            lane.journal.insert(0, ("restored", id))

    return Change("restore", lambda world: world.library.restore(lane.shelf, ids, "discord:7"), apply)


def forgotten(lane: Lane) -> Change:
    def apply(lane: Lane) -> None:
        for each in (lane.texts, lane.removed, lane.versions, lane.journal):
            each.clear()

    return Change("forget", lambda world: world.library.forget(lane.shelf), apply)


# Servers


def server(lane: Lane, random: Random, number: int) -> Change:
    if not lane.settings.get("keep_gaps"):
        return settings(lane, {"keep_gaps": True}, number)
    kind = random.choice(("settings", "answer", "mark", "gap"))
    if kind == "settings":
        return settings(lane, {"manager_role": number + 1, "answer_channels": (number + 1, number + 2)}, number)
    if kind == "mark" and lane.answers:
        return mark(lane, random.choice(sorted(lane.answers)), number)
    return gap(lane, f"subject {random.randint(1, 5)}") if kind == "gap" else answer(lane, number + 1)


def settings(lane: Lane, values: dict[str, object], number: int) -> Change:
    by = f"discord:{number + 1}"

    def apply(lane: Lane) -> None:
        for name, value in values.items():
            lane.settings[name] = value
            lane.changes.insert(0, (by, name))

    return Change("settings", lambda world: world.servers.change_settings(lane.number, by, **values), apply)


def answer(lane: Lane, message: int) -> Change:
    def apply(lane: Lane) -> None:
        lane.answers[message] = 0

    return Change("answer", lambda world: world.servers.remember(posted(message, lane.number, message)), apply)


def mark(lane: Lane, message: int, number: int) -> Change:
    def apply(lane: Lane) -> None:
        lane.answers[message] += 1

    return Change("mark", lambda world: world.servers.mark(lane.number, message, number + 1), apply)


def gap(lane: Lane, subject: str) -> Change:
    def apply(lane: Lane) -> None:
        lane.gaps[subject] = lane.gaps.get(subject, 0) + 1

    def run(world: World) -> None:
        world.servers.record_gap(lane.number, subject, subject, Kind.UNANSWERED)

    return Change("gap", run, apply)


# Feeds


def feed(lane: Lane, random: Random, number: int) -> Change:
    if not lane.feeds or (len(lane.feeds) < 4 and random.random() < 0.2):
        return follow(lane, f"https://news.example/{lane.number}/{number}")
    if lane.claimed:
        _, _, settled = lane.feeds[lane.claimed]
        if not settled:
            return settle_old(lane, lane.claimed)
        return look(lane, lane.claimed, number) if random.random() < 0.3 else keep(lane, lane.claimed, number + 10)
    url = random.choice(sorted(lane.feeds))
    if random.random() < 0.3:
        return pause(lane, url)
    return claim(lane, url)


def number_of(world: World, lane: Lane, url: str) -> int:
    [number] = [each.number for each in world.feeds.of(lane.shelf) if each.url == url]
    return number


def follow(lane: Lane, url: str) -> Change:
    def apply(lane: Lane) -> None:
        lane.feeds[url] = ("", False, ())

    return Change("follow", lambda world: world.feeds.follow(lane.shelf, url, "discord:7"), apply)


def pause(lane: Lane, url: str) -> Change:
    title, paused, settled = lane.feeds[url]

    def run(world: World) -> None:
        act = world.feeds.resume if paused else world.feeds.pause
        act(lane.shelf, number_of(world, lane, url))

    return Change("pause", run, lambda lane: lane.feeds.update({url: (title, not paused, settled)}))


def claim(lane: Lane, url: str) -> Change:
    def run(world: World) -> None:
        world.claims[lane.number] = world.feeds.claim(lane.shelf, number_of(world, lane, url))

    def apply(lane: Lane) -> None:
        lane.claimed = url

    return Change("claim", run, apply)


def settle_old(lane: Lane, url: str) -> Change:
    title, paused, _ = lane.feeds[url]

    def run(world: World) -> None:
        world.feeds.start(world.claims[lane.number], [item(each) for each in OLD_ITEMS])

    return Change("start", run, lambda lane: lane.feeds.update({url: (title, paused, OLD_ITEMS)}))


def keep(lane: Lane, url: str, news: int) -> Change:
    title, paused, settled = lane.feeds[url]

    def run(world: World) -> None:
        world.feeds.keep(world.claims[lane.number], item(news))

    return Change("keep", run, lambda lane: lane.feeds.update({url: (title, paused, (*settled, news))}))


def look(lane: Lane, url: str, number: int) -> Change:
    """The end of a look, and of the claim."""
    _, paused, settled = lane.feeds[url]
    title = f"News of {number}"

    def run(world: World) -> None:
        claim = world.claims.pop(lane.number)
        items = tuple(item(each) for each in settled)
        world.feeds.record_success(
            claim, Success(title, url, "e", "", items, 3600, claim.feed.due + timedelta(hours=1))
        )

    def apply(lane: Lane) -> None:
        lane.feeds[url] = (title, paused, settled)
        lane.claimed = ""

    return Change("look", run, apply)


# Backups


def backup(lane: Lane, random: Random, number: int) -> Change:
    def apply(lane: Lane) -> None:
        lane.backups += 1

    return Change("backup", lambda world: write_backup(world.folder, world.folder.parent / BACKUP), apply)
