"""The bot says who it is."""

from importlib.metadata import version
from pathlib import Path

import pytest

from bot.fetching import NAME, user_agent


def test_the_name_and_the_version_are_the_packages() -> None:
    assert user_agent().split(" ")[0] == f"{NAME}/{version('verbatim-bot')}"
    assert user_agent().isascii()


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([], "Verbatim/1.2"),
        (["Project-URL: Source, https://verbatim.example/source"], "Verbatim/1.2 (+https://verbatim.example/source)"),
        (["Project-URL: A, ftp://a", "Project-URL: B, https://b.example"], "Verbatim/1.2 (+https://b.example)"),
    ],
)
def test_where_to_read_about_the_project_is_said_where_the_package_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: list[str], said: str
) -> None:
    about = tmp_path / "made_up-1.2.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text(
        "\n".join(["Metadata-Version: 2.4", "Name: made-up", "Version: 1.2", *links, ""])
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert user_agent("made-up") == said


def test_without_a_package_there_is_still_a_name() -> None:
    assert user_agent("no-such-package-anywhere") == NAME
