"""The table of rooms in docs/design.md holds for the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "bot").rglob("*.py"))
MAX_LINES = 300


def table() -> dict[str, set[str]]:
    """room -> the rooms that it may import."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \|$", (ROOT / "docs/design.md").read_text("utf-8"), re.MULTILINE)
    return {room: set(re.findall(r"\w+", allowed)) for room, allowed in rows}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "bot" else [f"bot.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("bot."))


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    assert set(table()) == {room_of(path) for path in MODULES} - {"__init__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_its_row_names(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert not set(imported_rooms(path))
    else:
        assert set(imported_rooms(path)) <= table()[room] | {room}


def test_the_rows_name_no_room_that_is_never_imported() -> None:
    used: dict[str, set[str]] = {room: set() for room in table()}
    for path in MODULES:
        if room_of(path) in used:
            used[room_of(path)] |= set(imported_rooms(path)) - {room_of(path)}
    assert used == table()


def test_imports_go_round_in_no_circle() -> None:
    left = table()
    while left:
        free = {room for room, needs in left.items() if not needs & set(left)}
        assert free, f"a circle among {sorted(left)}"
        left = {room: needs for room, needs in left.items() if room not in free}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_one_subject_and_says_which(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= MAX_LINES
    assert ast.get_docstring(ast.parse(source))
