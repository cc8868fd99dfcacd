"""The one table: what was measured, against its goal."""

import os
import platform
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata

from rich.table import Table

PACKAGES = ("tantivy", "rank-bm25", "bm25s", "numpy", "sentencex", "PyStemmer")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `met`: None where there is no goal."""

    subject: str
    goal: str
    measured: str
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The rows that belong together, under a heading."""

    heading: str
    lines: tuple[Line, ...]


def at_most(subject: str, value: float, goal: float | None, unit: str, note: str = "") -> Line:
    """A row whose value should not be above `goal`."""
    met = None if goal is None else value <= goal
    return Line(subject, "" if goal is None else f"≤ {goal:g} {unit}", f"{number(value)} {unit}{note}", met)


def at_least(subject: str, value: float, goal: float, unit: str) -> Line:
    """A row whose value should not be below `goal`."""
    return Line(subject, f"≥ {goal:,g} {unit}", f"{number(value)} {unit}", value >= goal)


def number(value: float) -> str:
    """Three digits of it, or all that stand before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def share(part: int, whole: int) -> str:
    """`71.2 % (89 of 125)`."""
    return f"{100 * part / whole:.1f} % ({part:,} of {whole:,})" if whole else "none"


def make_table(sections: Iterable[Section]) -> Table:
    """All sections in one table."""
    table = Table(title="Speed and memory", title_justify="left")
    table.add_column("What", overflow="fold")
    table.add_column("Goal", justify="right", no_wrap=True)
    table.add_column("Measured", justify="right", overflow="fold")
    table.add_column("Met", justify="center")
    for section in sections:
        table.add_section()
        table.add_row(f"[bold]{section.heading}[/]")
        for line in section.lines:
            met = {True: "[green]yes[/]", False: "[red]no[/]", None: ""}[line.met]
            table.add_row(f"  {line.subject}", line.goal, line.measured, met)
    return table


def describe_machine() -> str:
    """The machine and the versions that the numbers belong to, in one line."""
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    parts = [
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *versions,
    ]
    return ", ".join(parts)


def version(package: str) -> str:
    """The installed version of a package, or a dash."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"
