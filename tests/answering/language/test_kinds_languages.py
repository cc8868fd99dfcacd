"""What questions ask for in the languages that have words for it, and the form of those words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import regex

from bot.answering.language.kinds import ASKED, Kind, asked_kind
from bot.answering.language.phrases import holds, phrase
from bot.answering.language.wording import lowered, read

PLAIN = "en"
"""The language whose keys every other has."""
SECTIONS = ("asks", "shows", "opposites")

HURRIED = ("ar", "de", "en", "fr", "it", "nl", "pt", "sv", "tr")
"""Languages whose marks people leave out, as far as their questions are still understood."""


def read_questions() -> Iterator[tuple[str, Kind, str]]:
    """Language, kind and question, of each line of the table."""
    language = ""
    for line in (Path(__file__).parent / "kinds.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, _, question = line.partition(": ")
            yield language, Kind(kind), question


QUESTIONS = tuple(read_questions())


@pytest.mark.parametrize(("language", "kind", "question"), QUESTIONS)
def test_a_question_is_of_the_kind_that_its_words_ask_for(language: str, kind: Kind, question: str) -> None:
    assert asked_kind(question, language) is kind


@pytest.mark.parametrize(("language", "kind", "question"), [each for each in QUESTIONS if each[0] in HURRIED])
def test_a_question_typed_in_a_hurry_is_of_the_same_kind(language: str, kind: Kind, question: str) -> None:
    assert asked_kind(in_a_hurry(question, language), language) is kind


def in_a_hurry(question: str, language: str) -> str:
    """In small letters, without accents and without the mark at its end."""
    marked = unicodedata.normalize("NFD", lowered(question, language).replace("ı", "i"))
    return "".join(each for each in marked if not unicodedata.combining(each)).rstrip("?؟. ")


def languages() -> Iterator[str]:
    """Those whose files say what questions ask for."""
    files = (resources.files("bot.answering.language") / "files").iterdir()
    names = sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))
    return (name for name in names if SECTIONS[0] in section_of(name))


def section_of(language: str) -> Mapping[str, Any]:
    """The file of a language that has one."""
    return read(language) or {}


def phrase_lists(language: str) -> Iterator[tuple[str, list[str]]]:
    """Each list of phrases, with the name of its place."""
    for section in ("asks", "shows"):
        for key, phrases in section_of(language)[section].items():
            yield f"{section}.{key}", phrases


def twice(values: Iterable[str]) -> list[str]:
    """The values that are there more than once."""
    every = list(values)
    return sorted({value for value in every if every.count(value) > 1})


LANGUAGES = tuple(languages())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_a_question_of_every_kind(language: str) -> None:
    assert set(ASKED) <= {kind for each, kind, _ in QUESTIONS if each == language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_the_keys_of_english(language: str) -> None:
    for section in SECTIONS:
        assert section_of(language)[section].keys() == section_of(PLAIN)[section].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_that_can_be_asked_for_has_phrases(language: str) -> None:
    assert all(section_of(language)["asks"][kind] for kind in ASKED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_finds_what_it_says_in_any_of_its_words(language: str) -> None:
    for place, phrases in phrase_lists(language):
        for written in phrases:
            expression = regex.compile(phrase(written))
            for said in examples(written):
                assert expression.search(said), (place, written, said)


def examples(written: str) -> Iterator[str]:
    """Texts that a phrase is to find: one for each of the alternatives."""
    words = [word.replace("*", "a").split("|") for word in written.replace("’", "'").split() if word not in ("^", "?")]
    for i, alternatives in enumerate(words):
        for each in alternatives:
            yield " ".join([*(word[0] for word in words[:i]), each, *(word[0] for word in words[i + 1 :])])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_is_in_lower_case(language: str) -> None:
    assert [each for _, phrases in phrase_lists(language) for each in phrases if each != each.lower()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_of_phrases_holds_one_twice(language: str) -> None:
    for place, phrases in phrase_lists(language):
        assert twice(phrases) == [], place
        assert [each for each in phrases if any(twice(word.split("|")) for word in each.split())] == [], place


@pytest.mark.parametrize("language", LANGUAGES)
def test_opposites_are_words_on_two_sides_and_none_is_its_own(language: str) -> None:
    opposites = section_of(language)["opposites"]
    assert twice(opposites["pairs"]) == []
    assert twice(opposites["prefixes"]) == []
    for pair in opposites["pairs"]:
        sides = pair.split(" - ")
        assert len(sides) == 2, pair
        assert all(side.split() for side in sides), pair
        assert twice(pair.split()) == [], pair


@pytest.mark.parametrize(
    ("language", "negates", "affirms"),
    [
        ("fr", "Le pont n’est pas ouvert.", "Le pont est ouvert."),
        ("it", "Il ponte non è aperto.", "È il ponte più lungo mai costruito."),
        ("pt", "A ponte não está aberta.", "A ponte está aberta."),
        ("nl", "De brug is niet open.", "De brug is open."),
        ("sv", "Bron är inte öppen.", "Bron är öppen."),
        ("ru", "Мост не открыт.", "Мост открыт."),
        ("tr", "Köprü hâlâ açılmadı.", "Bir komedi oynandı, köprü açıldı."),
        ("ar", "لا يمكن عبور الجسر.", "لا يزال الجسر مفتوحا."),
    ],
)
def test_words_that_negate_are_told_from_those_that_only_look_like_it(
    language: str, negates: str, affirms: str
) -> None:
    assert (holds(negates, language, "shows", "negation"), holds(affirms, language, "shows", "negation")) == (
        True,
        False,
    )
