"""What is installed is pinned, file by file: within the project's bounds, and from wherever the installer gets it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WANTED = {
    "constraints.txt": PROJECT["project"]["dependencies"],
    "constraints-build.txt": PROJECT["build-system"]["requires"],
}
EVERY_FILE = pytest.mark.parametrize("file", WANTED)


def pins(file: str) -> list[tuple[Requirement, list[str]]]:
    """Each pinned package, and the digests of its files."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(Requirement(line.partition(" --hash=")[0]), re.findall(r"--hash=(\S+)", line)) for line in lines]


@EVERY_FILE
def test_every_package_is_pinned_to_one_version_with_the_digests_of_its_files(file: str) -> None:
    for requirement, digests in pins(file):
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert digests, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in digests), requirement


@EVERY_FILE
def test_every_dependency_is_pinned_within_its_bounds(file: str) -> None:
    pinned = {canonicalize_name(each.name): each for each, _ in pins(file)}
    for wanted in map(Requirement, WANTED[file]):
        [version] = pinned[canonicalize_name(wanted.name)].specifier
        assert wanted.specifier.contains(version.version), wanted


@EVERY_FILE
def test_a_package_has_one_version_on_each_python(file: str) -> None:
    seen: dict[str, set[str]] = {}
    for requirement, _ in pins(file):
        seen.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.marker))
    several = {name: markers for name, markers in seen.items() if len(markers) > 1}
    assert all("None" not in markers for markers in several.values()), several
    assert sum(map(len, seen.values())) == len(pins(file))


@EVERY_FILE
def test_no_file_says_where_packages_are_to_come_from(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert not re.search(r"https?:|://|index-url|find-links|trusted-host|^-[ifre]\b", text, re.MULTILINE)
