"""Hard cases of sentence splitting: the table `sentences.txt`, each case by itself and among others."""

from pathlib import Path

import pytest

from bot.text import segment
from bot.text.abbreviations import read_table

BEFORE, AFTER = {
    "en": "The day was long.", "es": "El día fue largo.", "de": "Der Tag war lang.", "fr": "La journée fut longue.",
    "it": "La giornata fu lunga.", "pt": "O dia foi longo.", "nl": "De dag was lang.", "sv": "Dagen var lång.",
    "ru": "День был длинным.", "tr": "Gün uzundu.", "ar": "كان اليوم طويلا.", "hi": "दिन लंबा था।",
}, {
    "en": "The night was short.", "es": "La noche fue corta.", "de": "Die Nacht war kurz.", "fr": "La nuit fut courte.",
    "it": "La notte fu corta.", "pt": "A noite foi curta.", "nl": "De nacht was kort.", "sv": "En natt var kort.",
    "ru": "Но ночь была короткой.", "tr": "Bir gece kısaydı.", "ar": "ثم كان الليل قصيرا.", "hi": "रात छोटी थी।",
}  # fmt: skip
LINES = (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines()
CASES = [tuple(line.replace("⏎", "\n").split("\t", 1)) for line in LINES if line and not line.startswith("#")]
AMONG_OTHERS = [
    (language, marked) for language, marked in CASES if language in BEFORE and "\n" not in marked and marked[-1] in ".!?।"
    and not marked[0].islower() and marked[0] != "."
]  # fmt: skip


def parted(marked: str) -> tuple[str, list[str]]:
    """A text, and its sentences."""
    return marked.replace("‖", ""), [sentence.strip() for sentence in marked.split("‖")]


def sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for passage in segment(text, language) for start, end in passage.sentences]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_sentence_ends_where_it_ends_and_nowhere_else(language: str, marked: str) -> None:
    text, expected = parted(marked)
    assert sentences(text, language) == expected


@pytest.mark.parametrize(("language", "marked"), AMONG_OTHERS)
def test_so_it_does_in_the_middle_of_a_paragraph(language: str, marked: str) -> None:
    text, expected = parted(marked)
    before, after = BEFORE[language], AFTER[language]
    assert sentences(f"{before} {text} {after}", language) == [before, *expected, after]


def test_the_table_is_large_and_of_many_languages() -> None:
    assert len(CASES) > 300
    assert {language for language, _ in CASES} > {
        "en",
        "es",
        "de",
        "fr",
        "it",
        "pt",
        "nl",
        "sv",
        "ru",
        "tr",
        "ar",
        "zh",
    }


@pytest.mark.parametrize("language", sorted({language for language, _ in CASES if read_table(language)}))
def test_each_table_has_words_in_small_letters_where_the_capital_does_not_matter(language: str) -> None:
    table = read_table(language)
    assert table is not None
    for word in table.kinds:
        assert word == word.strip(" .*")
        assert word[0].isupper() or word == word.casefold()
    for words in (table.after_clock, table.said):
        assert all(word == word.casefold() for word in words)
