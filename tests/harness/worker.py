"""Does changes, some lanes at once, until it is killed; says when one begins, and when it has returned.

A line each: `o <milliseconds>` once all is opened and a question is answered; `b <lane> <number>` and `a <lane> <number>`.
"""

import os
import threading
import time
import traceback
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tests.harness.lanes import Lane, World, after, next_change, open_world
from tests.library.contract import ids_found


def work(folder: Path, turn: int, lanes: Sequence[tuple[Lane, int]], seed: int, out: int) -> None:
    """Never returns. `lanes` with the number of the next change of each; `out` is the pipe."""
    begun = time.monotonic()
    world = open_world(folder, turn)
    for lane, _ in lanes:
        ids_found(world.library, lane.shelf, "camel")
    say(out, f"o {(time.monotonic() - begun) * 1000:.0f}")
    threads = [threading.Thread(target=follow_lane, args=(world, lane, number, seed, out)) for lane, number in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def follow_lane(world: World, lane: Lane, first: int, seed: int, out: int) -> None:
    """One change after the other. What is raised ends the process: no change may fail."""
    try:
        for number in count(first):
            change = next_change(lane, seed, number)
            say(out, f"b {lane.number} {number}")
            change.run(world)
            say(out, f"a {lane.number} {number}")
            lane = after(lane, change)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        os._exit(1)


def say(out: int, line: str) -> None:
    """In one piece, whatever the other threads say: it is shorter than a pipe's block."""
    os.write(out, f"{line}\n".encode())
