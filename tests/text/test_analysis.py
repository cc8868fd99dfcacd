"""Terms, as `bot.text.analysis` promises them."""

import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.text import Analyzer
from bot.text.analysis import MAX_TERM_LENGTH
from bot.text.languages import SNOWBALL, read_stop_words
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH, seconds

ANALYZER = Analyzer()
LISTED = sorted(file.name.removesuffix(".txt") for file in (resources.files("bot.text") / "stop_words").iterdir())
LETTERS = st.text(st.characters(categories=("L", "M")), min_size=1, max_size=12)


def terms(text: str, language: str = "en") -> tuple[str, ...]:
    return ANALYZER.terms(text, language)


@THOROUGH
@given(TEXTS, LANGUAGES)
@example("ﷺ", "ar")
@example("\u037a", "en")
@example("\ufe70", "ar")
@example("1," * 200 + "1", "en")
@example("\u203f", "en")
@example("x" * 1000, "en")
@example("\u0130" * 99, "en")
def test_a_term_is_one_to_a_hundred_characters_without_white_space(text: str, language: str) -> None:
    for term in terms(text, language):
        assert 1 <= len(term) <= MAX_TERM_LENGTH
        assert term.split() == [term]


def test_no_character_by_itself_makes_a_term_with_white_space_in_it() -> None:
    every = (chr(number) for number in range(0x20000) if not 0xD800 <= number <= 0xDFFF)
    assert [term for term in terms(" ".join(f"a{each}" for each in every), "xx") if term.split() != [term]] == []


@QUICK
@given(TEXTS, LANGUAGES)
def test_another_analyzer_makes_the_same_terms(text: str, language: str) -> None:
    assert Analyzer(cache_size=3).terms(text, language) == terms(text, language)


def test_eight_threads_get_what_one_gets() -> None:
    words = [f"running{n} nationalities relational conditional hopefulness {n}" for n in range(300)]
    languages = sorted(SNOWBALL)
    jobs = [(word, languages[n % len(languages)]) for n, word in enumerate(words)] * 4
    expected = [Analyzer().terms(*job) for job in jobs]
    shared = Analyzer(cache_size=50)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: shared.terms(*job), jobs)) == expected


@THOROUGH
@given(TEXTS, TEXTS, LANGUAGES)
def test_the_terms_of_two_lines_are_those_of_each(first: str, second: str, language: str) -> None:
    first, second = f"quiet {first}", f"quiet {second}"  # neither is all in capitals
    both = Counter(terms(f"{first}\n{second}", language))
    assert both == Counter(terms(first, language)) + Counter(terms(second, language))


@THOROUGH
@given(LETTERS, LANGUAGES)
@example("ΐ", "el")
@example("ŉ", "en")
@example("ß", "de")
@example("ﬁ", "en")
def test_a_word_has_the_same_terms_in_capitals_and_in_small_letters(word: str, language: str) -> None:
    assume(language != "tr")
    assume(word.upper().casefold() == word.lower().casefold())  # not so for the Turkish i
    folded = unicodedata.normalize("NFKC", word).casefold()
    assume(folded not in read_stop_words(language))  # written in capitals it is a name
    assert Counter(terms(f"x {word.upper()}", language)) == Counter(terms(f"x {word.lower()}", language))


@THOROUGH
@given(TEXTS, LANGUAGES)
@example("École Nationale und José Mourinho", "en")
@example("É.U. et l'Été", "fr")
@example("ΐ", "el")
@example("İstanbul", "tr")
@example("한국어", "ko")
def test_composed_and_decomposed_spelling_have_the_same_terms(text: str, language: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert Counter(terms(composed, language)) == Counter(terms(decomposed, language))


@QUICK
@given(st.text(st.sampled_from("abcxyz"), min_size=2, max_size=8), st.data())
def test_invisible_characters_make_no_difference(word: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(word)))
    mark = data.draw(st.sampled_from("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
    assert terms(word[:position] + mark + word[position:]) == terms(word)


def test_text_of_invisible_characters_has_no_terms() -> None:
    assert terms("\u200b \u00ad\u200d \ufeff") == ()


@QUICK
@given(st.text(st.characters(categories=("Z", "Cc", "Cf", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc"))))
def test_text_without_letters_marks_and_digits_has_no_terms(text: str) -> None:
    assert terms(text) == ()


# Stop words and names


@pytest.mark.parametrize("language", LISTED)
def test_each_listed_stop_word_drops(language: str) -> None:
    stop_words = read_stop_words(language)
    assert len(stop_words) > 100
    assert [word for word in sorted(stop_words) if terms(f"{word} {word}", language)] == []


@pytest.mark.parametrize("language", LISTED)
def test_a_stop_word_drops_at_the_head_of_a_sentence_too(language: str) -> None:
    capitalised = [(word, word[0].upper() + word[1:]) for word in sorted(read_stop_words(language)) if len(word) > 1]
    if language == "tr":
        capitalised = [(word, up) for word, up in capitalised if word[0] not in "iı"]
    assert [word for word, up in capitalised if terms(f"{up} {word}", language)] == []


@pytest.mark.parametrize("language", LISTED)
def test_each_listed_stop_word_drops_in_decomposed_spelling(language: str) -> None:
    spelled = ((word, unicodedata.normalize("NFD", word)) for word in sorted(read_stop_words(language)))
    assert [word for word, other in spelled if terms(f"{other} {other}", language)] == []


def test_a_stop_word_in_capitals_is_a_name() -> None:
    assert "who" in terms("The WHO said so")
    assert terms("who said so") == terms("said so")


def test_a_stop_word_in_capitals_is_none_where_all_is_in_capitals() -> None:
    assert terms("WHO SAID THAT IN BAGHDAD") == terms("said baghdad")


def test_a_single_capital_is_not_a_name() -> None:
    assert terms("I and A saw Baghdad") == terms("saw Baghdad")


def test_us_is_found_however_it_is_spelled() -> None:
    for spelling in ("U.S.", "US", "U.S", "U.S.-led", "the U.S.'s", "(U.S.)"):
        assert "us" in terms(f"forces {spelling} forces"), spelling


def test_a_name_is_found_by_its_initials() -> None:
    assert "us" in terms("the United States left")
    assert "hmc" in terms("The Higher Military Commission met")
    assert "hmc" in terms("Higher Military Commission")


def test_a_name_of_six_words_has_no_initials() -> None:
    assert "abcdef" not in terms("Alpha Bravo Charlie Delta Echo Foxtrot")


def test_a_name_does_not_run_over_a_line_end() -> None:
    assert "us" not in terms("left United\nStates left")


def test_initials_begin_where_the_word_begins() -> None:
    assert "ds" not in terms("He met McDonald Smith")
    assert "pm" not in terms("an iPhone Mini")


@QUICK
@given(st.lists(st.sampled_from(["Élysée", "Émile", "José", "Ñandú", "Österreich", "Übersee"]), min_size=2, max_size=5))
def test_a_name_with_accents_has_its_initials_in_either_spelling(words: list[str]) -> None:
    initials = "".join(word[0] for word in words).casefold()
    for form in ("NFC", "NFD"):
        assert initials in terms(f"x {unicodedata.normalize(form, ' '.join(words))} x", "xx")


def test_possessives_are_the_name() -> None:
    for spelling in ("Iraq's", "Iraq’s", "Iraq´s", "IRAQ'S people"):
        assert "iraq" in terms(spelling), spelling


def test_elisions_are_left_off() -> None:
    assert terms("l'Irak et l’Irak", "fr") == terms("Irak et Irak", "fr")
    assert terms("dell'Iraq", "it") == terms("Iraq", "it")


def test_hyphens_separate_words() -> None:
    assert terms("US-led al-Sudani COVID-19") == terms("US led al Sudani COVID 19")


# Numbers


@QUICK
@given(st.integers(1_000, 10**12))
def test_thousands_with_and_without_commas_are_one_term(number: int) -> None:
    assert terms(f"x {number:,} x") == terms(f"x {number} x")


@QUICK
@given(st.integers(1_000, 10**9), st.integers(0, 99))
def test_thousands_with_decimals_are_one_term_with_and_without_commas(number: int, hundredths: int) -> None:
    assert terms(f"x {number:,}.{hundredths:02} x") == terms(f"x {number}.{hundredths:02} x")


@QUICK
@given(
    st.from_regex(r"[1-9][0-9]{0,3}([.,][0-9]{1,4}){0,3}", fullmatch=True), st.sampled_from(["km", "bn", "th", "m", ""])
)
def test_a_number_is_never_cut_between_two_digits(number: str, unit: str) -> None:
    runs = number.replace(",", ".").split(".")
    made = [term.removesuffix(unit) for term in terms(f"{number}{unit}", "xx")]
    assert "".join(made).replace(",", "").replace(".", "") == "".join(runs)
    assert len(made) <= len(runs)


def test_a_number_with_its_unit_is_one_number_with_and_without_commas() -> None:
    assert terms("2,500km") == terms("2500km")
    assert terms("$1.25bn")[0].startswith("1.25")


def test_a_decimal_number_is_one_term() -> None:
    assert terms("3.5 million") == ("3.5", *terms("million"))
    assert terms("It was 3.5.") == ("3.5",)


def test_full_width_digits_and_letters_are_the_plain_ones() -> None:
    assert terms("２５００ ＮＡＴＯ x") == terms("2500 NATO x")


def test_digits_of_another_script_make_a_term() -> None:
    assert len(terms("٢٥٠٠ ൨൫൦൦ २५००", "xx")) == 3


def test_an_ordinal_and_a_year_keep_their_digits() -> None:
    assert terms("1st 2024 F-16 G7", "xx") == ("1st", "2024", "f", "16", "g7")


# Scripts and languages


@QUICK
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=20))
def test_chinese_is_cut_into_pairs_that_overlap(text: str) -> None:
    assert terms(text, "zh") == tuple(text[i : i + 2] for i in range(len(text) - 1))


def test_a_single_character_stands_for_itself() -> None:
    assert terms("中 . 国", "zh") == ("中", "国")


def test_latin_words_within_chinese_stay_words() -> None:
    assert terms("在NATO里工作", "zh") == ("在", "nato", "里工", "工作")


def test_characters_beyond_the_basic_plane_are_pairs_too() -> None:
    assert terms("𠮷野家", "ja") == ("𠮷野", "野家")


def test_turkish_keeps_its_two_letters_i_apart() -> None:
    assert terms("IRAK ırak x", "tr")[:2] == ("ırak", "ırak")
    assert terms("İran iran x", "tr")[0] == terms("İran iran x", "tr")[1]
    assert terms("IRAK x", "tr") != terms("irak x", "tr")


def test_istanbul_is_one_word_in_english_with_and_without_the_turkish_dot() -> None:
    assert terms("in İstanbul today") == terms("in Istanbul today")


def test_german_sharp_s_is_double_s() -> None:
    assert terms("Straße STRASSE x", "de") == terms("strasse strasse x", "de")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "soldiers", "soldier"),
        ("de", "Soldaten", "Soldat"),
        ("fr", "soldats", "soldat"),
        ("es", "soldados", "soldado"),
        ("ru", "солдаты", "солдат"),
        ("ar", "الجنود", "جنود"),
    ],
)
def test_one_and_many_have_one_term(language: str, one: str, other: str) -> None:
    assert terms(one, language) == terms(other, language)


@pytest.mark.parametrize("language", ["xx", "und", "", "../../../../etc/passwd", "en/../de", "EN", "\x00", "é" * 300])
def test_an_unknown_language_is_no_error(language: str) -> None:
    assert terms("Soldiers", language)


# Questions


QUESTIONS = {
    "en": "how many troops are there in the country",
    "de": "wie viele Soldaten sind in dem Land",
    "fr": "combien de soldats sont dans le pays",
    "es": "cuántos soldados hay en el país",
    "it": "quanti soldati ci sono nel paese",
    "ru": "сколько солдат сейчас в этой стране",
    "ar": "كم عدد الجنود في هذا البلد",
    "tr": "bu ülkede kaç asker var",
}


@pytest.mark.parametrize("language", QUESTIONS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_question_is_read_in_the_language_that_it_is_written_in(language: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, QUESTIONS[language])
    others = sorted(set(QUESTIONS) - {language})
    assert ANALYZER.question(text, [*others, language]).language == language


def test_a_question_that_could_be_in_any_language_is_read_in_the_most_frequent_one() -> None:
    assert ANALYZER.question("NATO Iraq 2024", ["de", "en"]).language == "de"
    assert ANALYZER.question("NATO Iraq 2024", iter(["fr", "en"])).language == "fr"


def test_a_question_to_an_empty_library_is_english() -> None:
    assert ANALYZER.question("Who is it?", []).language == "en"


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_the_words_of_a_question_stand_in_it_in_order(text: str, language: str) -> None:
    question = ANALYZER.question(text, [language])
    position = 0
    for word in question.words:
        assert word.terms
        position = text.index(word.text, position) + len(word.text)
    assert set(question.terms) <= set(terms(text, language))
    assert len(set(question.terms)) == len(question.terms)


@QUICK
@given(TEXTS, LANGUAGES)
def test_a_question_looks_up_what_the_index_holds_of_the_same_words(text: str, language: str) -> None:
    question = ANALYZER.question(text, [language])
    assert not Counter(term for word in question.words for term in word.terms) - Counter(terms(text, language))


# Speed and memory


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "a.a.aa ",
        "1,",
        "1.1a",
        "A B C ",
        "Ab ",
        "Ab  ",
        " ",
        "\u200b",
        "_",
        "a,b",
        "漢",
        "I.",
        "’",
        "\u00ad",
        "a\u0301",
    ],
)
def test_terms_take_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert seconds(lambda: Analyzer().terms(text, "en")) < 5


@pytest.mark.parametrize("marks", ["\u0300\u0316", "\u0316\u0300\u05b0", "\u0f39\u0300"])
def test_a_heap_of_accents_takes_linear_time(marks: str) -> None:
    text = "a" + marks * (40_000 // len(marks))
    assert seconds(lambda: Analyzer().terms(text, "en")) < 5
    assert seconds(lambda: Analyzer().question(text, ["en"])) < 5


def test_a_million_characters_take_a_second_or_two() -> None:
    text = "The coalition has some 2,500 soldiers in Iraq, said Mr. al-Sudani on Friday. " * 13_000
    assert seconds(lambda: Analyzer().terms(text, "en")) < 5
