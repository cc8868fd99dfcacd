"""The phrases of the language files."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language.phrases import alternatives, expression, holds, phrase, plain
from tests.hostile import LANGUAGES, TEXTS, THOROUGH, seconds

FILES = resources.files("bot.answering.language") / "files"
LANGUAGE_FILES = sorted(file.name.removesuffix(".toml") for file in FILES.iterdir())
PHRASE_WORDS = st.sampled_from(["what", "year", "what|which", "wha*", "*ch", "w*t|year", "?"])
PHRASES = (
    st.lists(PHRASE_WORDS, min_size=1, max_size=4)
    .filter(lambda words: words[0] != "?" != words[-1])
    .map(lambda words: " ".join(words))
)
TEXT_WORDS = st.lists(st.sampled_from(["what", "which", "year", "whatever", "the", "ch", "whit"]), max_size=7)


def found(written: str, text: str) -> str | None:
    match = regex.search(phrase(written), plain(text, "en"))
    return match.group() if match else None


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("how many", "And how many left?", "how many"),
        ("how many", "HOW \n MANY", "how \n many"),
        ("how many", "how, many", None),
        ("how many", "somehow many", None),
        ("how many", "how manyfold", None),
        ("what|which year", "in which year", "which year"),
        ("what|which year", "whatwhich year", None),
        ("*n't", "it didn't", "didn't"),
        ("*n't", "it didn’t", "didn't"),
        ("*n’t", "it didn't", "didn't"),
        ("*n't", "it didn'tx", None),
        ("percent*", "in percentages", "percentages"),
        ("a*e", "an apple", "apple"),
        ("what ? year", "what year", "what year"),
        ("what ? year", "what exact year", "what exact year"),
        ("what ? year", "what on-going year", "what on-going year"),
        ("what ? year", "what very exact year", None),
        ("what ? year", "what, year", None),
        ("what ? ? year", "what very exact year", "what very exact year"),
        ("^ what is", "What is it", "what is"),
        ("^ what is", "  “What is it”", "  “what is"),
        ("^ what is", "So what is it", None),
        ("^ what is", "\nwhat is", "\nwhat is"),
        ("who's", "Who’s there", "who's"),
        ("who", "who's there", "who"),
        ("s", "who's there", None),
        ("not", "not-withstanding", "not"),
        ("a.b", "axb", None),
        ("a.b", "a.b", "a.b"),
        ("(a", "x (a", "(a"),
    ],
)
def test_a_phrase_is_found_by_its_words(written: str, text: str, expected: str | None) -> None:
    assert found(written, text) == expected


@given(PHRASES, TEXT_WORDS)
def test_a_phrase_is_found_where_its_words_follow_upon_each_other(written: str, words: list[str]) -> None:
    pattern = written.split()
    assert (found(written, " ".join(words)) is not None) == any(
        follows(tuple(pattern), tuple(words[start:])) for start in range(len(words))
    )


@cache
def follows(pattern: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words begin with the pattern: the plain way to say it."""
    if not pattern:
        return True
    if pattern[0] == "?":
        return follows(pattern[1:], words) or (bool(words) and follows(pattern[1:], words[1:]))
    return bool(words) and fits(pattern[0], words[0]) and follows(pattern[1:], words[1:])


def fits(pattern: str, word: str) -> bool:
    def one(each: str) -> bool:
        head, star, tail = each.partition("*")
        enough = len(word) >= len(head) + len(tail)
        return word.startswith(head) and word.endswith(tail) and enough if star else word == each

    return any(map(one, pattern.split("|")))


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_a_plain_text_has_its_offsets(text: str, language: str) -> None:
    low = plain(text, language)
    assert len(low) == len(text)
    assert "’" not in low
    assert plain(low, language) == low


def test_no_phrases_find_nothing() -> None:
    assert regex.search(alternatives([]), "anything") is None
    assert regex.search(alternatives([]), "") is None


@pytest.mark.parametrize("language", ["xx", "und", "", "../en", "EN\n", "é", "a" * 1000, "en/../en"])
def test_a_language_without_a_file_has_no_phrases(language: str) -> None:
    assert expression(language, "asks", "number").search("how many") is None
    assert not holds("not no never", language, "shows", "negation")


def test_a_key_without_phrases_finds_nothing() -> None:
    assert expression("en", "asks", "no such key").search("how many") is None
    assert expression("en", "no such section", "number").search("how many") is None


def test_phrases_are_found_in_any_case_and_with_either_apostrophe() -> None:
    assert holds("They DIDN’T leave", "en", "shows", "negation")
    assert holds("They didn't leave", "en", "shows", "negation")
    assert not holds("They left", "en", "shows", "negation")


@pytest.mark.parametrize("language", LANGUAGE_FILES)
def test_every_phrase_of_every_language_finds_itself(language: str) -> None:
    data = tomllib.loads((FILES / f"{language}.toml").read_text(encoding="utf-8"))
    for section in ("asks", "shows"):
        for key, phrases in data.get(section, {}).items():
            for written in phrases:
                words = [word.split("|") for word in written.split() if word not in ("?", "^")]
                for nth in range(max(map(len, words))):
                    text = " ".join(word[min(nth, len(word) - 1)].replace("*", "x") for word in words)
                    assert holds(text, language, section, key), (section, key, written, text)


@pytest.mark.parametrize("language", LANGUAGE_FILES)
def test_bait_takes_no_time_in_any_language(language: str) -> None:
    data = tomllib.loads((FILES / f"{language}.toml").read_text(encoding="utf-8"))
    firsts = {written.split()[-1].split("|")[0] for key in data.get("asks", {}).values() for written in key}
    baits = [unit * (10_000 // len(unit)) for unit in ("a", "a ", "'", "-", "a-", "a'", " ", "what ", "n't", "_", "é")]
    baits += [f"{first} " * (10_000 // (len(first) + 1)) for first in sorted(firsts)[:10]]
    baits += [f"what{' ' * 10_000}x", f"what {'a' * 10_000}", f"what {'a-' * 5_000}"]
    keys = [(section, key) for section in ("asks", "shows") for key in data.get(section, {})]
    for section, key in keys:
        holds("warm", language, section, key)

    def work() -> None:
        for section, key in keys:
            for bait in baits:
                holds(bait, language, section, key)

    assert seconds(work) < 0.02 * (1 + len(keys)) * len(baits)
