"""Nothing acknowledged is lost when the bot is killed; and the harness would notice if it were."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.library.local.following import Follower
from bot.servers import Servers
from tests.harness.kills import KINDS, kill_often, warm_up
from tests.harness.lanes import Lane, next_change
from tests.library.contract import MEMORY, child, finished

HERE = __name__
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def run_in_memory(runs: str, seed: str, spoil: str = "") -> None:
    """In a process of its own, without threads: kill so often, and print what came of it."""
    if spoil:
        SPOILT[spoil]()
    warm_up()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        figures = kill_often(int(runs), int(seed), list(KINDS), Path(folder), 60)
    print(json.dumps(figures.document() | {"problems": figures.problems}))


def figures(runs: int, seed: int, spoil: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(finished(child(HERE, "run_in_memory", str(runs), str(seed), spoil)))
    return found


def test_after_twenty_kills_all_that_was_acknowledged_is_there_and_nothing_is_half_there() -> None:
    found = figures(20, seed=7)
    assert found["problems"] == []
    assert (found["kills"], found["lost"]) == (20, 0)
    assert found["changes acknowledged"] > 100


# What the harness would notice


def settings_are_kept_later() -> None:
    """Acknowledged before it is durable: kept with the next change."""
    change, left = Servers.change_settings, list[Any]()

    def change_later(self: Servers, *arguments: Any, **named: Any) -> Any:
        left.append((arguments, named))
        if len(left) % 2 == 0:
            for each, values in left[-2:]:
                change(self, *each, **values)

    Servers.change_settings = change_later  # type: ignore[method-assign, assignment]


def changes_are_kept_by_halves() -> None:
    """What is deleted in a transaction is kept before the rest of it is."""

    @contextmanager
    def write_by_halves(self: Database) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            yield connection  # each statement is a transaction

    Database.write = write_by_halves  # type: ignore[method-assign]


def the_index_is_left_behind() -> None:
    def stay(*_: object) -> None:
        pass

    Follower.catch_up = Follower.freshen = stay  # type: ignore[method-assign, assignment]


SPOILT = {
    each.__name__: each for each in (settings_are_kept_later, changes_are_kept_by_halves, the_index_is_left_behind)
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_the_harness_notices_what_is_lost(spoil: str) -> None:
    found = figures(120, seed=7, spoil=spoil)
    assert found["problems"]
    assert found["kills"] < 120


def test_what_is_done_follows_from_the_seed() -> None:
    def names(seed: int) -> list[str]:
        lane, done = Lane(1), []
        for number in range(60):
            change = next_change(lane, seed, number)
            change.apply(lane)
            done.append(change.name)
        return done

    assert names(1) == names(1) != names(2)
    assert set(names(1)) > {"put", "remove", "settings", "follow"}
