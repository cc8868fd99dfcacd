"""By hand: `python -m tests.fuzz --minutes 60`, on all processors; ends with 1 where something was found."""

import argparse
import os
import secrets
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context

from tests.fuzz.running import Report, fuzz
from tests.fuzz.targets import TARGETS

TURN_SECONDS = 120.0
"""How long a process stays with one target: then it begins anew, with fresh memory."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="in all, over all targets")
    parser.add_argument(
        "--target", choices=sorted(TARGETS), action="append", help="only these; all where none is named"
    )
    parser.add_argument("--seed", type=int, default=secrets.randbits(32), help="the first random number")
    given = parser.parse_args()
    names = given.target or list(TARGETS)
    processes = os.cpu_count() or 1
    turns = max(len(names), round(given.minutes * 60 * processes / TURN_SECONDS))
    each_seconds = given.minutes * 60 * processes / turns
    print(f"seed {given.seed}: {turns} turns of {each_seconds:.0f} s in {processes} processes", flush=True)
    totals = {name: Report() for name in names}
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        order = list(islice(cycle(names), turns))
        runs = [pool.submit(fuzz, name, each_seconds, given.seed + 1_000_000 * at) for at, name in enumerate(order)]
        for name, run in zip(order, runs, strict=True):
            report = run.result()
            totals[name].tried += report.tried
            totals[name].findings += report.findings
            print("\n".join(report.findings), end="", flush=True)
    for name, report in totals.items():
        print(f"{name:15} {report.tried:>12,} tried {len(report.findings):>6,} found")
    sys.exit(1 if any(report.findings for report in totals.values()) else 0)


if __name__ == "__main__":
    main()
