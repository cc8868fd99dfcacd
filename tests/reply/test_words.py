"""The words of a language: the nearest one, its numbers and its dates."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import Phrase
from bot.reply import Words, words_for
from bot.reply.words import languages
from tests.hostile import QUICK, THOROUGH
from tests.reply.harm import WILD

ENGLISH, SPANISH = words_for("en"), words_for("es")
BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])


# Which language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"), ("en-US", "en"), ("en-GB", "en"), ("en-IN", "en"), ("de", "en"), ("zh-CN", "en"), ("", "en"), ("  ", "en"),
        ("es", "es"), ("ES", "es"), (" es ", "es"), ("es-ES", "es-ES"), ("es-419", "es-419"), ("es_MX", "es-MX"), ("es-Latn-MX", "es-MX"),
        ("es-XX", "es"), ("es-999", "es"), ("español", "en"), ("esperanto", "en"), ("spa", "en"), ("e", "en"), ("../es", "en"), ("es/..", "es"),
    ],
)  # fmt: skip
def test_the_nearest_language_is_spoken_and_english_where_there_is_none(tag: str, language: str) -> None:
    assert words_for(tag).tag == language


@THOROUGH
@given(st.one_of(WILD, st.text(st.sampled_from("es-_ES419./\\\0")), WILD.map("es-".__add__)))
@example("es" * 100_000)
def test_any_text_names_a_language_that_is_there(tag: str) -> None:
    words = words_for(tag)
    assert words.tag.partition("-")[0] in languages()
    assert words("date unknown") in ("date unknown", "fecha desconocida")


def test_a_language_is_read_once() -> None:
    assert words_for("es-419") is words_for("es_419")
    assert words_for("de") is ENGLISH


def test_importing_the_words_loads_no_data_of_languages() -> None:
    code = "import sys; import bot.reply; sys.exit(any(name.startswith('babel') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Sentences


@THOROUGH
@given(WILD)
@example("{x}")
@example("{0.__class__} %s")
def test_a_field_is_shown_as_it_is(value: str) -> None:
    for words in (ENGLISH, SPANISH):
        assert words("Just before: {sentence}", sentence=value).endswith(f": {value}")
        assert words.many(2, "{n} {x}", "{n} {x}s", x=value) == f"2 {value}s"


def test_no_attribute_of_a_field_can_be_named() -> None:
    with pytest.raises(KeyError):
        ENGLISH("{x.__class__}", x=1)
    with pytest.raises(KeyError):
        ENGLISH("{x[0]}", x=["secret"])


def test_nothing_is_said_for_nothing() -> None:
    assert SPANISH("") == ENGLISH("") == SPANISH(Phrase("")) == ""


def test_what_has_no_translation_is_said_in_english() -> None:
    assert SPANISH("This stands in no catalogue, {name}.", name="a") == "This stands in no catalogue, a."


def test_a_phrase_within_a_phrase_is_said_in_the_same_language() -> None:
    phrase = Phrase("The {what} holds {kind} at position {at:,}.", what=Phrase("text"), kind=Phrase("a PDF"), at=12345)
    assert SPANISH(phrase) == "El campo «texto» contiene un PDF en la posición 12.345."
    assert ENGLISH(phrase) == phrase == "The text holds a PDF at position 12,345."


@QUICK
@given(st.integers(0, 10**15))
def test_only_one_is_said_in_the_singular(n: int) -> None:
    for words, one, more in ((ENGLISH, "article", "articles"), (SPANISH, "artículo", "artículos")):
        assert words.many(n, "{n:,} article", "{n:,} articles") == f"{words.number(n)} {one if n == 1 else more}"


# Numbers, dates, lists, names


@QUICK
@given(st.integers(-(10**20), 10**20))
def test_figures_are_grouped_as_the_language_does_it(n: int) -> None:
    assert ENGLISH.number(n) == f"{n:,}"
    assert SPANISH.number(n) == f"{n:,}".replace(",", ".")
    assert words_for("es-419").number(n) == f"{n:,}"


@QUICK
@given(st.floats(0, 1))
@example(0.285)
@example(0.295)
@example(0.005)
def test_a_share_is_in_whole_percent(share: float) -> None:
    assert ENGLISH.percent(share) == f"{round(100 * share)}%"
    assert SPANISH.percent(share) == f"{round(100 * share)}\N{NO-BREAK SPACE}%"


@QUICK
@given(st.dates())
@example(date.min)
@example(date.max)
def test_any_day_can_be_said_long_and_short(day: date) -> None:
    assert ENGLISH.day(day) == f"{day.day} {day:%B} {day.year}"
    assert ENGLISH.short_day(day) == f"{day.day} {day:%b} {day.year}"
    for said in (SPANISH.day(day), SPANISH.short_day(day)):
        assert said.startswith(f"{day.day} ")
        assert said.endswith(f" {day.year}")


def test_a_day_in_spanish() -> None:
    assert SPANISH.day(date(2024, 1, 25)) == "25 de enero de 2024"
    assert SPANISH.short_day(date(2024, 1, 25)) == "25 ene 2024"


@BOTH
@pytest.mark.parametrize(
    ("parts", "last"), [((), ""), (("a",), "a"), (("a", "b"), "a · b"), (["a", "b", "c"], "a, b · c")]
)
def test_a_list_has_commas_and_one_word_between_the_last_two(words: Words, parts: list[str], last: str) -> None:
    assert words.listing(parts) == last.replace("·", words("and"))
    assert words.listing(parts, "or") == last.replace("·", words("or"))


def test_a_language_has_its_name_in_each_language() -> None:
    assert ENGLISH.language_name("es") == "Spanish"
    assert SPANISH.language_name("es") == "español"
    assert words_for("es-419").language_name("de") == "alemán"


@QUICK
@given(WILD)
def test_a_language_without_a_name_is_called_by_its_code(code: str) -> None:
    assert ENGLISH.language_name(code + "?") == code + "?"
