"""The files of the languages."""

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from bot.answering.language.moments import moments
from bot.answering.language.quantities import quantities
from bot.answering.language.wording import BASE, lowered, wording
from tests.hostile import tried

FILES = sorted(Path(str(resources.files("bot.answering.language") / "files")).glob("*.toml"))
LANGUAGES = [path.stem for path in FILES]
SPACED = [language for language in LANGUAGES if wording(language)["numbers"].get("spaces", True) and language != BASE]


def strings(value: object) -> list[str]:
    """All words in a table, its keys left out."""
    if isinstance(value, dict):
        return [word for each in value.values() for word in strings(each)]
    return [word for each in value for word in strings(each)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_words_are_in_lower_case_so_that_they_can_be_found(path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    tables = {name: data.get(name, {}) for name in ("numbers", "dates", "time")}
    words = [word for table in tables.values() for word in strings(table)]
    words += [word for units in data.get("units", {}).values() for word in strings(units)]
    keys = [
        word for table in (*tables["numbers"].values(), *tables["dates"].values()) if isinstance(table, dict)
        for word in table
    ]  # fmt: skip
    for word in (*words, *keys):
        assert word == word.strip() != "" or word in {"", "True", "False"}
        assert lowered(word, path.stem) == word or word in {"True", "False"}


@pytest.mark.parametrize("language", SPACED)
def test_a_language_knows_all_months_and_the_numbers_from_two_to_a_million(language: str) -> None:
    data = wording(language)
    assert set(data["dates"]["months"].values()) == set(range(1, 13))
    assert {0, *range(2, 11)} <= set(data["numbers"]["words"].values())
    assert {100, 1000, 1_000_000} <= {*data["numbers"]["scales"].values(), *data["numbers"]["words"].values()}
    for name, number in data["dates"]["months"].items():
        if name not in data["dates"].get("careful", ()):
            assert [moment.month for moment in moments(f"12 {name.capitalize()} 2011", language)] == [number]


@pytest.mark.parametrize("language", SPACED)
def test_each_word_for_a_number_is_read_as_its_value(language: str) -> None:
    numbers = wording(language)["numbers"]
    for word, value in numbers["words"].items():
        found = [each.value for each in quantities(f"x {word} xyz", language)]
        assert found == ([] if word in numbers["one"] else [value])


@pytest.mark.parametrize("language", ["", "..", "../en", "en/../en", "EN ", "\0", "\ud800", "x" * 100_000, "e n", "ю"])
def test_any_name_of_a_language_is_one_and_knows_what_all_know(language: str) -> None:
    assert tried(lambda: wording(language)) == wording(BASE)


def test_what_is_read_once_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        wording("en")["numbers"] = {}  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "text", "low"),
    [("tr", "ILIK İ", "ılık i"), ("en", "İ I", "İ i"), ("de", "STRASSE ẞ", "strasse ß"), ("el", "ΣΑΣ", "σας")],
)
def test_lower_case_keeps_offsets(language: str, text: str, low: str) -> None:
    assert lowered(text, language) == low
    assert len(low) == len(text)
