"""Every language says every sentence, with the same fields."""

import ast
import string
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bot import reply
from tests.reply.update_catalogues import CODE, WORDED, catalogues, sentences, updated, written

CATALOGUES = list(catalogues())
IDS = [path.parent.parent.name for path, _ in CATALOGUES]
MODULES = sorted(CODE.rglob("*.py"))


def forms(text: str | Sequence[str] | None) -> list[str]:
    """The singular and the plural of what has both."""
    return [text] if isinstance(text, str) else list(text or ())


def fields(template: str) -> set[tuple[str, str]]:
    """The names in braces, each with its format."""
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name is not None}


def said(catalogue: Catalog) -> dict[str, Message]:
    return {forms(message.id)[0]: message for message in catalogue if message.id}


def test_there_is_spanish() -> None:
    assert "es" in IDS


@pytest.mark.parametrize("catalogue", [each for _, each in CATALOGUES], ids=IDS)
def test_a_catalogue_has_every_sentence_of_the_code_and_no_other(catalogue: Catalog) -> None:
    assert {name: forms(message.id) for name, message in said(catalogue).items()} == {
        name: forms(sentence) for name, sentence in sentences().items()
    }
    assert not catalogue.obsolete


@pytest.mark.parametrize("catalogue", [each for _, each in CATALOGUES], ids=IDS)
def test_every_sentence_is_translated_and_nothing_is_doubtful(catalogue: Catalog) -> None:
    assert [name for name, message in said(catalogue).items() if not all(forms(message.string))] == []
    assert [name for name, message in said(catalogue).items() if message.fuzzy] == []


@pytest.mark.parametrize("catalogue", [each for _, each in CATALOGUES], ids=IDS)
def test_a_translation_has_the_fields_of_the_sentence_with_their_formats(catalogue: Catalog) -> None:
    differing = {
        name: translated
        for name, message in said(catalogue).items()
        for translated, form in zip_longest(forms(message.string), forms(message.id), fillvalue=forms(message.id)[-1])
        if translated and fields(translated) != fields(form)
    }
    assert differing == {}


@pytest.mark.parametrize(("path", "catalogue"), CATALOGUES, ids=IDS)
def test_updating_changes_nothing_and_loses_nothing(path: Path, catalogue: Catalog) -> None:
    assert written(updated(catalogue)).decode() == path.read_text("utf-8")


@pytest.mark.parametrize(("path", "catalogue"), CATALOGUES, ids=IDS)
def test_what_is_read_at_run_time_is_what_the_file_says(path: Path, catalogue: Catalog) -> None:
    words = reply.words_for(path.parent.parent.name)
    for name, message in said(catalogue).items():
        if isinstance(message.string, str) and message.string:
            assert words(name) == message.string


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CODE)))
def test_a_sentence_is_a_literal_and_is_never_put_together(path: Path) -> None:
    """Else it is in no catalogue, and a stranger's text could be read as a template."""
    for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        first = {"many": 1}.get(name, 0)
        if name in ("words", "many", "Phrase", "Saying", *WORDED):
            texts = call.args[first : first + (2 if name == "many" else 1)]
            assert not any(isinstance(text, ast.JoinedStr | ast.BinOp | ast.Starred) for text in texts), call.lineno
            assert not any(
                isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value not in known()
                for text in texts
            ), call.lineno


@cache
def known() -> set[str]:
    return {form for sentence in sentences().values() for form in forms(sentence)}
