"""Kill the bot at random moments, look at what is left, and say how much was acknowledged and how much of it is lost:

    python -m tests.harness.kills --runs 1000

The process that runs this opens no database: it forks those that work and those that look, so that each begins as a
process does that was just started, but for loading Python. The moments are random by the seed, as far as a clock can.
"""

import argparse
import json
import os
import pickle
import random
import select
import signal
import statistics
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from bot.text import segment
from tests.harness.lanes import Lane, after, next_change, open_world
from tests.harness.looking import Look, look
from tests.harness.worker import work
from tests.library.contract import ANALYZER, MEMORY, draft, fresh_folder

T = TypeVar("T")

LANES = 4
KINDS = {"one process": ((0, 1, 2, 3),), "two processes": ((0, 1), (2, 3))}
"""Which lanes each process works on."""
IN_A_FOLDER = 40
"""Kills before the next ones are made in a fresh folder."""
MOST_ACKNOWLEDGED = 40
"""Changes after which a process is killed, at the latest."""
LINGER_SECONDS = 0.02
AT_ONCE = 0.15
"""The share of processes that are killed while they are still opening the databases."""
BALLAST = 300
"""Articles that are there besides, so that to begin again from nothing would show in the time to open."""
MOST_OPENING_MILLISECONDS = 2_000.0
"""That it may take to open the databases and answer a question: a hundred times what it takes."""


@dataclass
class Figures:
    """What came of all runs."""

    kills: int = 0
    acknowledged: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    begun: int = 0  # changes that were begun and not acknowledged when the process was killed
    begun_and_there: int = 0
    lost: int = 0  # lanes that were in neither state that they may be in
    problems: list[str] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)  # milliseconds, after a kill
    first_openings: list[float] = field(default_factory=list)  # in a folder where nobody was killed yet

    def document(self) -> dict[str, object]:
        return {
            "kills": self.kills,
            "changes acknowledged": self.acknowledged,
            "of them": dict(sorted(self.by_kind.items())),
            "begun and not acknowledged": self.begun,
            "of them there": self.begun_and_there,
            "lost": self.lost,
            "other problems": len(self.problems) - self.lost,
            "opening, ms": {
                "before a kill, median": round(statistics.median(self.first_openings), 1),
                "after one, median": round(statistics.median(self.openings), 1),
                "after one, most": round(max(self.openings), 1),
            },
        }


@dataclass
class Track:
    """What is known of a lane from what its process said."""

    lane: Lane
    number: int = 0  # of the next change
    begun: bool = False


class Run:
    """The kills in one folder."""

    def __init__(self, folder: Path, kind: str, seed: int, figures: Figures) -> None:
        self._folder = folder
        self._groups = KINDS[kind]
        self._seed = seed
        self._random = random.Random(seed)  # not for secrets
        self._figures = figures
        self._tracks = [Track(Lane(number + 1)) for number in range(LANES)]
        figures.first_openings.append(in_a_fork(lambda: begin(folder)))

    def kill_once(self, turn: int) -> None:
        """Start the processes, kill each at a moment, look."""
        workers = [self._start(turn, group) for group in self._groups]
        for pid, pipe in workers:
            self._follow(pid, pipe)
        self._figures.kills += len(workers)
        self._compare(in_a_fork(lambda: look(self._folder, turn + 1, [self._possible(each) for each in self._tracks])))

    def _start(self, turn: int, group: Sequence[int]) -> tuple[int, int]:
        lanes = [(self._tracks[each].lane, self._tracks[each].number) for each in group]
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            end_with(lambda: work(self._folder, turn, lanes, self._seed, writing))
        os.close(writing)
        return pid, reading

    def _follow(self, pid: int, pipe: int) -> None:
        """Hear what a process says, kill it at a moment, and hear the rest."""
        at_once = self._random.random() < AT_ONCE
        most = 0 if at_once else self._random.randint(1, MOST_ACKNOWLEDGED)
        linger = self._random.uniform(0, 0.1 if at_once else LINGER_SECONDS)
        heard, acknowledged = b"", 0
        while acknowledged < most and (chunk := os.read(pipe, 4096)):
            heard += chunk
            acknowledged = heard.count(b"\na ")
        until = time.monotonic() + linger
        while (left := until - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            if not (chunk := os.read(pipe, 4096)):
                break
            heard += chunk
        os.kill(pid, signal.SIGKILL)
        while chunk := os.read(pipe, 65536):
            heard += chunk
        os.close(pipe)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code != -signal.SIGKILL:
            self._figures.problems.append(f"a process ended with {code}")
        for line in heard.decode().splitlines():
            self._hear(line)

    def _hear(self, line: str) -> None:
        what, *numbers = line.split()
        if what == "o":
            self._note_opening(float(numbers[0]))
            return
        track = self._tracks[int(numbers[0]) - 1]
        if what == "b":
            track.number, track.begun = int(numbers[1]), True
            return
        change = next_change(track.lane, self._seed, track.number)
        track.lane, track.number, track.begun = after(track.lane, change), track.number + 1, False
        self._figures.acknowledged += 1
        self._figures.by_kind[change.name] += 1

    def _possible(self, track: Track) -> list[Lane]:
        """The states that a lane may be in now: all that was acknowledged, with or without what was begun."""
        if not track.begun:
            return [track.lane]
        return [track.lane, after(track.lane, next_change(track.lane, self._seed, track.number))]

    def _compare(self, found: Look) -> None:
        for track, state in zip(self._tracks, found.states, strict=True):
            self._figures.begun += track.begun
            self._figures.begun_and_there += state
            lane = self._possible(track)[state]
            track.lane = replace(lane, claimed="")  # that claim ended with its process
            track.number += track.begun
            track.begun = False
        self._figures.lost += found.lost
        self._figures.problems += found.problems
        self._note_opening(found.opening_milliseconds)

    def _note_opening(self, milliseconds: float) -> None:
        self._figures.openings.append(milliseconds)
        if milliseconds > MOST_OPENING_MILLISECONDS:
            self._figures.problems.append(f"it took {milliseconds:.0f} ms to open the databases")


def begin(folder: Path) -> float:
    """Make the databases and the ballast; how long it takes to open them when nobody was killed, in milliseconds."""
    world = open_world(folder, 0)
    world.library.put([draft(f"Ballast {i} of stone{i}. " * 20, f"ballast{i}") for i in range(BALLAST)])
    for each in (world.library, world.servers, world.feeds):
        each.close()
    return look(folder, 0, [[Lane(1)]]).opening_milliseconds


def in_a_fork(function: Callable[[], T]) -> T:
    """What a function gives in a copy of this process."""
    with tempfile.TemporaryFile() as answer:
        pid = os.fork()
        if pid == 0:
            end_with(lambda: answer.write(pickle.dumps(function())), answer.flush)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
            raise SystemExit("what was left couldn't be looked at; see above")
        answer.seek(0)
        given: T = pickle.load(answer)
        return given


def end_with(*functions: Callable[[], object]) -> None:
    """End this copy of the process, after the functions."""
    code = 1
    try:
        for function in functions:
            function()
        code = 0
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        os._exit(code)


def warm_up() -> None:
    """Load what is loaded when it is first needed, so that the copies have it."""
    with fresh_folder() as folder:
        in_a_fork(lambda: begin(folder))
    ANALYZER.terms("The camel came.", "en")
    segment("The camel came.", "en")


def kill_often(runs: int, seed: int, kinds: Sequence[str], folder: Path, seconds: float) -> Figures:
    """So many kills, the kinds taking turns, in folders within `folder`; fewer where the seconds are over before."""
    figures, until = Figures(), time.monotonic() + seconds
    for number in range(runs):
        kind = kinds[number % len(kinds)]
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
            run = Run(Path(place) / "data", kind, seed * 1_000 + number, figures)
            for turn in range(IN_A_FOLDER):
                if figures.kills >= runs or time.monotonic() > until or figures.problems:
                    return figures
                run.kill_once(turn)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1_000, help="kills")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=86_400, help="stop after so long")
    parser.add_argument("--kind", choices=KINDS, action="append", help="all, where none is named")
    parser.add_argument("--folder", type=Path, default=MEMORY, help="where to; in memory, where there is such a place")
    options = parser.parse_args()
    warm_up()
    figures = kill_often(options.runs, options.seed, options.kind or list(KINDS), options.folder, options.seconds)
    print(json.dumps(figures.document(), indent=1))
    for problem in figures.problems:
        print(problem, file=sys.stderr)
    raise SystemExit(1 if figures.problems else 0)


if __name__ == "__main__":
    main()
