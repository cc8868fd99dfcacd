"""Dates, in the writing of each language."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language.moments import Moment, moments
from tests.hostile import LANGUAGES, TEXTS, THOROUGH, seconds


def found(text: str, language: str) -> list[tuple[str, int | None, int | None, int | None, int | None]]:
    return [(text[m.start : m.end], m.year, m.month, m.day, m.last_year) for m in moments(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "said", "year", "month", "day", "last"),
    [
        ("en", "on 5 January 2024", "5 January 2024", 2024, 1, 5, None),
        ("en", "on the 5th of January, 2024", "5th of January, 2024", 2024, 1, 5, None),
        ("en", "on January 25, 2024", "January 25, 2024", 2024, 1, 25, None),
        ("en", "On Jan. 5 he left.", "Jan. 5", None, 1, 5, None),
        ("en", "on 5–7 May 2024", "5–7 May 2024", 2024, 5, None, None),
        ("en", "in May 2024", "May 2024", 2024, 5, None, None),
        ("en", "in September", "September", None, 9, None, None),
        ("en", "In March he left.", "March", None, 3, None, None),
        ("en", "2024-01-05T10:00", "2024-01-05", 2024, 1, 5, None),
        ("en", "5/1/2024", "5/1/2024", 2024, None, None, None),
        ("en", "5/25/2024", "5/25/2024", 2024, 5, 25, None),
        ("en", "in 1969", "1969", 1969, None, None, None),
        ("en", "In 476 the last emperor fell.", "476", 476, None, None, None),
        ("en", "Caesar died in 44 BC.", "44 BC", -44, None, None, None),
        ("en", "in AD 79", "AD 79", 79, None, None, None),
        ("en", "1914–18", "1914–18", 1914, None, None, 1918),
        ("en", "1939-1945", "1939-1945", 1939, None, None, 1945),
        ("en", "264–146 BC", "264–146 BC", -264, None, None, -146),
        ("en", "the 1990s", "1990s", 1990, None, None, 1999),
        ("en", "the '90s", "'90s", 1990, None, None, 1999),
        ("en", "the 1800s", "1800s", 1800, None, None, 1899),
        ("en", "in the nineties", "the nineties", 1990, None, None, 1999),
        ("en", "the 19th century", "19th century", 1801, None, None, 1900),
        ("en", "nineteenth-century art", "nineteenth-century", 1801, None, None, 1900),
        ("en", "the 5th century BC", "5th century BC", -500, None, None, -401),
        ("en", "the 2003 invasion", "2003", 2003, None, None, None),
        ("en", "His 1969 album", "1969", 1969, None, None, None),
        ("de", "am 5. Januar 2024", "5. Januar 2024", 2024, 1, 5, None),
        ("de", "am 05.01.2024", "05.01.2024", 2024, 1, 5, None),
        ("de", "im 19. Jahrhundert", "19. Jahrhundert", 1801, None, None, 1900),
        ("de", "in den 1990er Jahren", "1990er Jahren", 1990, None, None, 1999),
        ("de", "44 v. Chr.", "44 v. Chr.", -44, None, None, None),
        ("de", "Der 1969 gegründete Verein", "1969", 1969, None, None, None),
        ("es", "el 5 de enero de 2024", "5 de enero de 2024", 2024, 1, 5, None),
        ("es", "5/1/2024", "5/1/2024", 2024, 1, 5, None),
        ("es", "en el siglo XIX", "el siglo XIX", 1801, None, None, 1900),
        ("es", "en los años noventa", "años noventa", 1990, None, None, 1999),
        ("es", "44 a. C.", "44 a. C.", -44, None, None, None),
        ("fr", "le 1er mai 2020", "1er mai 2020", 2020, 5, 1, None),
        ("fr", "au XIXe siècle", "XIXe siècle", 1801, None, None, 1900),
        ("fr", "les années 1990", "les années 1990", 1990, None, None, 1999),
        ("fr", "44 av. J.-C.", "44 av. J.-C.", -44, None, None, None),
        ("it", "il 5 gennaio 2024", "5 gennaio 2024", 2024, 1, 5, None),
        ("it", "nel XIX secolo", "XIX secolo", 1801, None, None, 1900),
        ("it", "negli anni ’90", "anni ’90", 1990, None, None, 1999),
        ("pt", "em 5 de janeiro de 2024", "5 de janeiro de 2024", 2024, 1, 5, None),
        ("pt", "no século XIX", "século XIX", 1801, None, None, 1900),
        ("nl", "op 5 januari 2024", "5 januari 2024", 2024, 1, 5, None),
        ("nl", "in de 19e eeuw", "19e eeuw", 1801, None, None, 1900),
        ("sv", "den 5 januari 2024", "5 januari 2024", 2024, 1, 5, None),
        ("sv", "på 1800-talet", "1800-talet", 1800, None, None, 1899),
        ("sv", "på 1990-talet", "1990-talet", 1990, None, None, 1999),
        ("ru", "5 января 2024 года", "5 января 2024", 2024, 1, 5, None),
        ("ru", "в XIX веке", "XIX веке", 1801, None, None, 1900),
        ("ru", "в 44 году до н. э.", "44 году до н. э.", -44, None, None, None),
        ("tr", "5 Ocak 2024", "5 Ocak 2024", 2024, 1, 5, None),
        ("tr", "19. yüzyılda", "19. yüzyılda", 1801, None, None, 1900),
        ("tr", "MÖ 44", "MÖ 44", -44, None, None, None),
        ("ar", "في 5 يناير 2024", "5 يناير 2024", 2024, 1, 5, None),
        ("ar", "٥ يناير ٢٠٢٤", "٥ يناير ٢٠٢٤", 2024, 1, 5, None),
        ("ar", "القرن التاسع عشر", "القرن التاسع عشر", 1801, None, None, 1900),
        ("zh", "2024年1月5日", "2024年1月5日", 2024, 1, 5, None),
        ("zh", "二〇二四年", "二〇二四年", 2024, None, None, None),
        ("zh", "公元前44年", "公元前44年", -44, None, None, None),
        ("zh", "十九世纪", "十九世纪", 1801, None, None, 1900),
        ("ja", "1990年代", "1990年代", 1990, None, None, 1999),
        ("ja", "1月5日", "1月5日", None, 1, 5, None),
        ("xx", "1969", "1969", 1969, None, None, None),
    ],
)
def test_a_moment_is_read_as_its_language_writes_it(
    language: str, text: str, said: str, year: int | None, month: int | None, day: int | None, last: int | None
) -> None:
    assert found(text, language) == [(said, year, month, day, last)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They may march on, and will march again."),
        ("en", "Mar and Jan met Dec."),
        ("en", "some 1500 troops, about 2000 men, 2000 km and $1999"),
        ("en", "500 ad campaigns"),
        ("en", "1,969 people and 2.2024"),
        ("en", "B1969, 10:30, 1999.5, 3000, 999"),
        ("en", "45 January and 2024-13-01 and 31 February"),
        ("zh", "5年间，三年"),
        ("en", ""),
    ],
)
def test_what_is_no_date_is_no_moment(language: str, text: str) -> None:
    assert [each for each in found(text, language) if each[1:] != (2024, None, None, None)] == []


@THOROUGH
@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)))
def test_a_day_reads_the_same_however_it_is_written(day: date) -> None:
    written = [f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", day.isoformat()]
    if day.month != 5:
        written.append(f"{day.day} {day:%b}. {day.year}")
    for text in written:
        assert moments(text, "en") == (Moment(0, len(text), day.year, day.month, day.day),)
    assert moments(f"{day.day}.{day.month}.{day.year}", "de")[0].day == day.day


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_moments_of_any_text_are_ascending_disjoint_and_within_it(text: str, language: str) -> None:
    end = 0
    for each in moments(text, language):
        assert end <= each.start < each.end <= len(text)
        assert (each.year, each.month) != (None, None)
        assert each.month is None or 1 <= each.month <= 12
        assert each.day is None or 1 <= each.day <= 31
        assert len(each.years) >= (each.year is not None)
        end = each.end


LONG = 25_000
HOSTILE = [
    "1990-" * 20_000, "5.5." * 25_000, "january " * 10_000, "5 january " * 10_000, "in the of " * 10_000, "1 " * 50_000,
    "xix " * 20_000, "the " * 30_000, "2024年" * 20_000, "九" * 100_000, "'" * 100_000, "1-1-1-" * 15_000, "in 476" * 15_000,
    "5–5–" * 20_000, "20" * 50_000, "mid-" * 25_000, "i" * 100_000, "xixix" * 20_000, "1st of the january of the " * 4_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
@pytest.mark.parametrize("language", ["en", "es", "sv", "zh"])
def test_bait_takes_linear_time(text: str, language: str) -> None:
    moments("warm 1", language)
    assert seconds(lambda: moments(text[:LONG], language)) < 0.5
