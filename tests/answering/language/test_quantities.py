"""Numbers and what they measure, in the writing of each language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language.quantities import Quantity, Unit, quantities
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH, seconds

C, P, M, D, E = Unit.COUNT, Unit.PERCENT, Unit.MONEY, Unit.DURATION, Unit.MEASURE


def found(text: str, language: str) -> list[tuple[str, float, Unit, str]]:
    return [(text[q.start : q.end], round(q.value, 3), q.unit, q.of) for q in quantities(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "quantity", "value", "unit", "of"),
    [
        ("en", "About 2,500 troops are there.", "2,500", 2500, C, ""),
        ("en", "It has 1,234,567.5 of them.", "1,234,567.5", 1234567.5, C, ""),
        ("en", "2.5 people a room", "2.5", 2.5, C, ""),
        ("en", "Twenty-five men left.", "Twenty-five", 25, C, ""),
        ("en", "two hundred and six bones", "two hundred and six", 206, C, ""),
        ("en", "Three hundred forty-five thousand came.", "Three hundred forty-five thousand", 345_000, C, ""),
        ("en", "a hundred people", "hundred", 100, C, ""),
        ("en", "two dozen eggs", "two dozen", 24, C, ""),
        ("en", "half a dozen eggs", "half a dozen", 6, C, ""),
        ("en", "a million and a half people", "million and a half", 1_500_000, C, ""),
        ("en", "a quarter of a million people", "a quarter of a million", 250_000, C, ""),
        ("en", "1.5 million people", "1.5 million", 1_500_000, C, ""),
        ("en", "2 million 500 thousand", "2 million 500 thousand", 2_500_000, C, ""),
        ("en", "eleven hundred", "eleven hundred", 1100, C, ""),
        ("en", "only one soldier", "one", 1, C, ""),
        ("en", "25 per cent of them", "25 per cent", 25, P, "%"),
        ("en", "It fell by 7.5%.", "7.5%", 7.5, P, "%"),
        ("en", "two-thirds of the land", "two-thirds", 66.667, P, "%"),
        ("en", "A quarter of the land", "A quarter", 25, P, "%"),
        ("en", "Half of them left.", "Half", 50, P, "%"),
        ("en", "It cost $2.5 million.", "$2.5 million", 2_500_000, M, "USD"),
        ("en", "It cost $5m.", "$5m", 5_000_000, M, "USD"),
        ("en", "It cost £3bn.", "£3bn", 3e9, M, "GBP"),
        ("en", "It cost US$40.", "US$40", 40, M, "USD"),
        ("en", "half a million US dollars", "half a million US dollars", 500_000, M, "USD"),
        ("en", "EUR 20", "EUR 20", 20, M, "EUR"),
        ("en", "after nine months", "nine months", 9, D, "month"),
        ("en", "a 20-year war", "20-year", 20, D, "year"),
        ("en", "one year later", "one year", 1, D, "year"),
        ("en", "two and a half years", "two and a half years", 2.5, D, "year"),
        ("en", "6½ feet tall", "6½ feet", 6.5, E, "ft"),
        ("en", "at 300 km/h", "300 km/h", 300, E, "km_h"),
        ("en", "2,500km away", "2,500km", 2500, E, "km"),
        ("en", "at -5 °C", "-5 °C", -5, E, "°C"),
        ("en", "the 3rd place", "3rd", 3, Unit.ORDINAL, ""),
        ("en", "hundreds of people", "hundreds", 0, Unit.ROUGH, ""),
        ("de", "Rund 2.500 Soldaten", "2.500", 2500, C, ""),
        ("de", "1,5 Millionen Euro", "1,5 Millionen Euro", 1_500_000, M, "EUR"),
        ("de", "3 Mrd. Euro", "3 Mrd. Euro", 3e9, M, "EUR"),
        ("de", "zweitausendfünfhundert Mann", "zweitausendfünfhundert", 2500, C, ""),
        ("de", "fünfundzwanzig Jahre", "fünfundzwanzig Jahre", 25, D, "year"),
        ("de", "zweieinhalb Jahre", "zweieinhalb Jahre", 2.5, D, "year"),
        ("de", "eine Million Menschen", "eine Million", 1_000_000, C, ""),
        ("de", "einhundert Menschen", "einhundert", 100, C, ""),
        ("de", "25 Prozent", "25 Prozent", 25, P, "%"),
        ("de", "zwei Drittel der Fläche", "zwei Drittel", 66.667, P, "%"),
        ("de", "die Hälfte der Fläche", "die Hälfte", 50, P, "%"),
        ("de", "der 2. Versuch", "2.", 2, Unit.ORDINAL, ""),
        ("es", "unos 2.500 soldados", "2.500", 2500, C, ""),
        ("es", "treinta y cinco mil hombres", "treinta y cinco mil", 35_000, C, ""),
        ("es", "doscientos veinticinco", "doscientos veinticinco", 225, C, ""),
        ("es", "dos mil millones de euros", "dos mil millones de euros", 2e9, M, "EUR"),
        ("es", "medio millón", "medio millón", 500_000, C, ""),
        ("es", "el 25 por ciento", "25 por ciento", 25, P, "%"),
        ("es", "la mitad de ellos", "la mitad", 50, P, "%"),
        ("fr", "environ 2 500 soldats", "2 500", 2500, C, ""),
        ("fr", "2 500,5", "2 500,5", 2500.5, C, ""),
        ("fr", "quatre-vingt-dix-sept hommes", "quatre-vingt-dix-sept", 97, C, ""),
        ("fr", "soixante-dix-sept", "soixante-dix-sept", 77, C, ""),
        ("fr", "vingt et un enfants", "vingt et un", 21, C, ""),
        ("fr", "deux cent cinquante mille", "deux cent cinquante mille", 250_000, C, ""),
        ("fr", "1,5 million d’euros", "1,5 million d’euros", 1_500_000, M, "EUR"),
        ("fr", "25 pour cent", "25 pour cent", 25, P, "%"),
        ("it", "duemilacinquecento uomini", "duemilacinquecento", 2500, C, ""),
        ("it", "ventuno donne", "ventuno", 21, C, ""),
        ("it", "due milioni e mezzo", "due milioni e mezzo", 2_500_000, C, ""),
        ("it", "il 25 per cento", "25 per cento", 25, P, "%"),
        ("pt", "dois mil e quinhentos homens", "dois mil e quinhentos", 2500, C, ""),
        ("pt", "trinta e cinco", "trinta e cinco", 35, C, ""),
        ("pt", "1,5 milhão de euros", "1,5 milhão de euros", 1_500_000, M, "EUR"),
        ("nl", "tweeëndertig mannen", "tweeëndertig", 32, C, ""),
        ("nl", "tweeduizend vijfhonderd", "tweeduizend vijfhonderd", 2500, C, ""),
        ("nl", "anderhalf miljoen", "anderhalf miljoen", 1_500_000, C, ""),
        ("nl", "25 procent", "25 procent", 25, P, "%"),
        ("sv", "tjugofem män", "tjugofem", 25, C, ""),
        ("sv", "tvåtusenfemhundra", "tvåtusenfemhundra", 2500, C, ""),
        ("sv", "2 500 kronor", "2 500 kronor", 2500, M, "SEK"),
        ("ru", "около 2 500 солдат", "2 500", 2500, C, ""),
        ("ru", "двести тридцать пять тысяч", "двести тридцать пять тысяч", 235_000, C, ""),
        ("ru", "два с половиной года", "два с половиной года", 2.5, D, "year"),
        ("ru", "3 млрд долларов", "3 млрд долларов", 3e9, M, "USD"),
        ("ru", "25 процентов", "25 процентов", 25, P, "%"),
        ("tr", "iki bin beş yüz asker", "iki bin beş yüz", 2500, C, ""),
        ("tr", "on beş asker", "on beş", 15, C, ""),
        ("tr", "iki buçuk milyon", "iki buçuk milyon", 2_500_000, C, ""),
        ("tr", "yüzde 25", "yüzde 25", 25, P, "%"),
        ("tr", "%25", "%25", 25, P, "%"),
        ("tr", "ALTI asker", "ALTI", 6, C, ""),
        ("ar", "٢٥٠٠ جندي", "٢٥٠٠", 2500, C, ""),
        ("ar", "٢٬٥٠٠٫٥", "٢٬٥٠٠٫٥", 2500.5, C, ""),
        ("ar", "ثلاثة آلاف وخمسمئة", "ثلاثة آلاف وخمسمئة", 3500, C, ""),
        ("ar", "مئة وخمسة وعشرون", "مئة وخمسة وعشرون", 125, C, ""),
        ("ar", "خمسة عشر رجلا", "خمسة عشر", 15, C, ""),
        ("ar", "25 في المئة", "25 في المئة", 25, P, "%"),
        ("zh", "约有2500人", "2500", 2500, C, ""),
        ("zh", "二千五百人", "二千五百", 2500, C, ""),
        ("zh", "三个人", "三", 3, C, ""),
        ("zh", "1亿2000万", "1亿2000万", 120_000_000, C, ""),
        ("zh", "百分之二十五", "百分之二十五", 25, P, "%"),
        ("ja", "約1.5万ドル", "1.5万ドル", 15_000, M, "USD"),
        ("ja", "二十五人", "二十五", 25, C, ""),
        ("ja", "5年間", "5年間", 5, D, "year"),
        ("th", "มี2,500คน", "2,500", 2500, C, ""),
        ("und", "1.234.567,8", "1.234.567,8", 1234567.8, C, ""),
        ("xx", "2.500", "2.500", 2500, C, ""),
        ("xx", "2.5", "2.5", 2.5, C, ""),
    ],
)
def test_a_quantity_is_read_as_its_language_writes_it(
    language: str, text: str, quantity: str, value: float, unit: Unit, of: str
) -> None:
    assert found(text, language) == [(quantity, value, unit, of)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "One of the men said that one should not, and no one did."),
        ("es", "Una de ellas llegó con un hombre."),
        ("fr", "Un des hommes a vu une femme, l’un d’eux."),
        ("de", "Eine der Frauen sah ein Haus und einen Mann."),
        ("it", "Una delle donne e un uomo."),
        ("pt", "Uma das mulheres e um homem."),
        ("nl", "Een van de mannen."),
        ("sv", "En av männen såg ett hus."),
        ("ru", "Один из них ушёл."),
        ("tr", "Bir adam geldi."),
        ("ar", "واحد من الرجال"),
        ("zh", "三星和一般的问题"),
        ("en", "On 5 January 2024 and on January 25, 2023 and in the 1990s."),
        ("en", "In 476, in the 19th century, in 44 BC and 1969."),
        ("de", "Am 5. Januar 2024, im 19. Jahrhundert, in den 1990er Jahren."),
        ("ru", "5 января 2024 года, в 1990-е годы"),
        ("zh", "2024年1月5日"),
        ("en", "A B52 and an F-16 met a G20 at 10:30, version 1.2.3 of 192.168.0.1, 24/7, 747s."),
        ("en", "Under Article 5 and section 501(c)(3), in World War 2"),
        ("de", "nach Artikel 5"),
        ("en", "Thirds of it, quarters of the land and a half-hearted man, and a half."),
        ("en", "The second half of the game, and the third man."),
        ("en", ""),
        ("en", "Nobody was hurt, although someone had been there for weight and height."),
    ],
)
def test_what_counts_nothing_is_no_quantity(language: str, text: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("between five and six people", [5, 6]),
        ("one hundred and two hundred", [100, 200]),
        ("one thousand and two thousand", [1000, 2000]),
        ("two hundred six thousand", [206_000]),
        ("two thousand million", [2e9]),
        ("3 of 5 came", [3, 5]),
        ("10-20 people", [10, 20]),
        ("twenty, thirty", [20, 30]),
        ("3,4,5 and 6", [6]),
        ("some 1500 troops and 2000 km in 1500", [1500, 2000]),
        ("In January 25 soldiers were killed.", [25]),
        ("5 200 people", [5, 200]),
    ],
)
def test_numbers_side_by_side_are_told_apart(text: str, values: list[float]) -> None:
    assert [value for _, value, _, _ in found(text, "en")] == values


ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """The number from 1 to 999,999,999 in English."""
    for scale, name in ((10**6, "million"), (10**3, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            return f"{in_words(number // scale)} {name}" + (f" {in_words(rest)}" if rest else "")
    if number < 20:
        return ONES[number - 1]
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")


@THOROUGH
@given(st.integers(2, 999_999_999))
def test_any_number_reads_the_same_in_words_and_in_figures(number: int) -> None:
    for text in (in_words(number), f"{number:,}"):
        assert [(q.value, q.end - q.start) for q in quantities(text, "en")] == [(number, len(text))]


@THOROUGH
@given(st.integers(10_000, 10**12), st.sampled_from([("de", "."), ("en", ","), ("fr", "\u202f"), ("ru", " ")]))
def test_any_number_reads_the_same_grouped_as_its_language_does(number: int, writing: tuple[str, str]) -> None:
    language, sign = writing
    assert [q.value for q in quantities(f"{number:,}".replace(",", sign), language)] == [number]


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_quantities_of_any_text_are_ascending_disjoint_and_within_it(text: str, language: str) -> None:
    end = 0
    for each in quantities(text, language):
        assert end <= each.start < each.end <= len(text)
        assert each.value == each.value
        end = each.end


@QUICK
@given(TEXTS, LANGUAGES)
def test_a_quantity_is_found_behind_any_text(text: str, language: str) -> None:
    behind = f"{text}\n\n7,531 x"
    assert any(behind[q.start : q.end].endswith(("7,531", "531")) for q in quantities(behind, language))


LONG = 25_000
HOSTILE = [
    "1,111" * 20_000, "1," * 50_000, "1 111 " * 20_000, "one hundred and " * 5_000, "dreizehn" * 10_000 + "x",
    "zweiundzwanzig" * 5_000 + "x", "9" * 100_000, "1.5.5" * 20_000, "½" * 100_000, "$" * 100_000, "1/" * 50_000,
    "five-" * 20_000, "- " * 50_000, "5 " * 50_000, "1 million " * 10_000, "二" * 100_000, "thousand " * 10_000,
    "1990-" * 20_000, "a half a half " * 5_000, "٫" * 100_000, "一十百千万億兆" * 10_000, "cent pour cent " * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
@pytest.mark.parametrize("language", ["en", "de", "ar", "zh"])
def test_bait_takes_linear_time(text: str, language: str) -> None:
    quantities("warm", language)
    assert seconds(lambda: quantities(text[:LONG], language)) < 0.5


def test_a_sentence_takes_microseconds() -> None:
    plain = (
        "The coalition was founded by countries that wanted to help the Iraqi government, and it has its seat there."
    )
    counted = "The coalition was founded by 79 countries that wanted to help, and it has about 2,500 soldiers there."
    for text, limit in ((plain, 15e-6), (counted, 40e-6)):
        quantities(text, "en")
        assert seconds(lambda text=text: [quantities(text, "en") for _ in range(500)]) / 500 < 5 * limit  # type: ignore[misc]


def test_a_quantity_is_a_value() -> None:
    assert quantities("5 men", "en") == (Quantity(0, 1, 5.0, Unit.COUNT),)
