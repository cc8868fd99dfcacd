"""Every error is a sentence of its own language, with exit code 2 or 3, whatever its fields hold."""

import copy
import inspect
import pickle
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import example, given

from bot import errors, reply
from bot.errors import BotError, CoolingDown, Phrase, Worded
from tests.hostile import THOROUGH
from tests.reply.harm import WILD, is_harmless

ENGLISH, SPANISH = reply.words_for("en"), reply.words_for("es")
ERRORS = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, BotError) and each.__module__ == "bot.errors"
]
RAISED = [each for each in ERRORS if not each.__subclasses__()]


def made(kind: type[BotError], value: str) -> BotError:
    """An error of a kind, all of whose fields hold the value."""
    if issubclass(kind, Worded):
        return kind(value)
    return kind(*[value for _ in fields(kind)]) if is_dataclass(kind) else kind()


def test_the_tree_of_errors_in_the_docstring_is_the_one_in_the_code() -> None:
    assert errors.__doc__
    assert {each.__name__ for each in ERRORS} == {
        word for word in errors.__doc__.split() if word.isidentifier() and word in vars(errors) and word != "Phrase"
    }


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("kind", RAISED)
@pytest.mark.parametrize("value", ["plain", "{braces} {0} {", "\x1b[31m\u202e", "\ud800", "%s %(a)s", ""])
def test_every_error_is_a_sentence_whatever_its_fields_hold(
    kind: type[BotError], value: str, words: reply.Words
) -> None:
    problem = made(kind, value)
    said = reply.error(words, problem)
    assert is_harmless(said)
    assert reply.printable(value) in said or kind is CoolingDown or not vars(problem)
    assert not any(f"{{{name}}}" in said.replace(reply.printable(value), "") for name in vars(problem))
    assert said or not value
    assert kind.exit_code == (2 if issubclass(kind, errors.WrongUse) else 3)


@pytest.mark.parametrize("kind", RAISED)
def test_every_error_can_be_caught_and_raised_with_a_cause(kind: type[BotError]) -> None:
    cause = OSError("cause")
    with pytest.raises(BotError) as caught:
        raise made(kind, "x") from cause
    assert caught.value.__cause__ is cause
    assert hash(caught.value) is not None


@pytest.mark.parametrize("kind", RAISED)
def test_the_text_of_an_error_is_its_english_sentence(kind: type[BotError]) -> None:
    problem = made(kind, "x")
    assert str(problem) == reply.error(ENGLISH, problem)


@pytest.mark.parametrize("kind", [each for each in RAISED if issubclass(each, Worded)])
def test_a_reason_is_a_template_with_named_fields(kind: type[Worded]) -> None:
    problem = kind("The text has {length:,} characters.", length=5000)
    assert str(problem) == problem.reason == "The text has 5,000 characters."
    assert str(kind(problem.reason)) == str(problem)
    assert reply.error(ENGLISH, kind(problem.reason)) == str(problem)


def test_a_reason_without_fields_is_no_template() -> None:
    assert reply.error(SPANISH, errors.ArticleRefused("{x} {")) == "{x} {"


def test_an_error_within_an_error_is_said_in_the_same_language() -> None:
    reason = errors.ArticleRefused("The article has {number:,} tags; {most} is the most.", number=5000, most=50).reason
    said = reply.error(SPANISH, errors.FileRefused("a.md", reason))
    assert said == "a.md: El artículo tiene 5.000 etiquetas; el máximo es 50."


def test_who_has_to_wait_is_told_by_person_and_by_server() -> None:
    assert str(CoolingDown("person", 7)) == "That was a lot of questions. You can ask again in 7 s."
    assert str(CoolingDown("server", 7)) == "This server has asked a lot just now. It can ask again in 7 s."


# Phrases


@THOROUGH
@given(WILD)
@example("{x}")
@example("{0.__class__}")
def test_a_field_is_shown_as_it_is_and_never_read_as_a_template(value: str) -> None:
    phrase = Phrase("“{x}” is not a date. {example}", x=value, example=Phrase("{x}", x=value))
    assert phrase == f"“{value}” is not a date. {value}"
    assert ENGLISH(phrase) == phrase


@THOROUGH
@given(WILD)
def test_a_copy_of_a_phrase_remembers_its_fields(value: str) -> None:
    phrase = Phrase("{x} {{", x=value)
    for twin in (copy.copy(phrase), copy.deepcopy(phrase), pickle.loads(pickle.dumps(phrase))):
        assert (twin, twin.template, twin.fields) == (phrase, phrase.template, phrase.fields)
