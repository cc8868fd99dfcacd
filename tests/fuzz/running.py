"""Tries a target for a while, and tells what was found."""

import contextlib
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from tests.fuzz.targets import TARGETS

ROUND = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)
"""So many values are drawn before it is looked at the clock."""
MOST_FINDINGS = 20
MAX_TOLD = 5_000
"""Of what is told of a finding: its end."""


@dataclass
class Report:
    """What became of a target."""

    tried: int = 0
    findings: list[str] = field(default_factory=list)  # the traceback of each, with the smallest value that shows it


def fuzz(name: str, seconds: float, number: int) -> Report:
    """Try the target for so long, from the random numbers that follow `number`."""
    report = Report()
    with noted(report, f"{name}, when it was opened or closed"), TARGETS[name].opened() as check:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and len(report.findings) < MOST_FINDINGS:
            number += 1
            with noted(report, f"{name}, seed {number}"):
                drawn(name, number, counted(report, check, deadline))()
    return report


@contextlib.contextmanager
def noted(report: Report, where: str) -> Iterator[None]:
    """Whatever is raised was found."""
    try:
        yield
    except Exception:  # noqa: BLE001
        report.findings.append(f"{where}:\n{traceback.format_exc()[-MAX_TOLD:]}")


def drawn(name: str, number: int, check: Callable[[Any], None]) -> Callable[[], None]:
    """A round of values, from the random numbers of this seed."""
    test: Callable[[], None] = seed(number)(ROUND(given(TARGETS[name].values)(check)))
    return test


def counted(report: Report, check: Callable[[Any], None], deadline: float) -> Callable[[Any], None]:
    def try_one(value: Any) -> None:
        if time.monotonic() < deadline:
            report.tried += 1
            check(value)

    return try_one
