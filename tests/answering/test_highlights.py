"""The words of a quote that answer are given where that is certain, whole and in their place; in doubt none are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.highlights import highlights
from bot.answering.highlights.asking import Sought, read_words
from bot.answering.language.kinds import Kind, asked_kind
from bot.model import SHARED, Quote, Source
from bot.text import Analyzer
from tests.hostile import FRAGMENTS, LANGUAGES, QUICK, TEXTS, THOROUGH, seconds
from tests.values import ADDED

ANALYZER = Analyzer()
MARK = re.compile(r"\[\[(.*?)\]\]")


def quote(text: str, language: str = "en", title: str = "News") -> Quote:
    about = Source("a", SHARED, title, None, None, None, language, (), ADDED)
    return Quote(about, 0, len(text), text, 1.0, 1.0)


def found(question: str, text: str, language: str = "en", title: str = "News") -> tuple[tuple[int, int], ...]:
    asked = ANALYZER.question(question, [language])
    return highlights(asked, asked_kind(question, language), quote(text, language, title), ANALYZER)


def marked(question: str, text: str, language: str = "en", title: str = "News") -> str:
    """The sentence with what is given in brackets."""
    for start, end in reversed(found(question, text, language, title)):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return text


def check(question: str, expected: str, language: str, title: str = "News") -> None:
    assert marked(question, MARK.sub(r"\1", expected), language, title) == expected


TROOPS = "how many US troops are in Iraq"
FOUNDED = "when was the coalition against Daesh founded"


@pytest.mark.parametrize(
    "expected",
    [
        "The United States keeps about [[2,500]] troops in Iraq.",
        "The United States keeps about [[2,500]] troops in Iraq to advise and assist local forces.",
        "The US has [[2.5 thousand]] troops in Iraq.",
        "There are [[two thousand five hundred]] U.S. troops in Iraq.",
        "There are now [[900]] US troops in Iraq.",
        "[[2,500]] US troops are stationed in Iraq.",
        "“About [[2,500]] US soldiers are in Iraq”, he said.",
        "About [[2,500]] American troops are in Iraq.",
        "The US has more than [[2,000]] troops in Iraq.",
        "The US has [[2,000–3,000]] troops in Iraq.",
        "The US has [[between 2,000 and 3,000]] troops in Iraq.",
        "The US has [[2,000 to 3,000]] troops in Iraq.",
        "In Iraq, the United States had about [[5,200]] troops.",
        "The US has [[2,500]] troops in Iraq, 20 percent of its army.",
        "The US has [[2,500]] troops in Iraq, and they came from 12 bases.",
        # Two numbers, a change, either.
        "The US cut its troops in Iraq from 2,500 to 900 troops.",
        "The US has from 2,500 to 3,000 troops in Iraq.",
        "The US has 2,500 or 3,000 troops in Iraq.",
        "The US has 2,500 troops in Iraq and 900 in Syria.",
        "The US had 5,200 troops in Iraq, then 2,500 troops.",
        "Syria has 900 US troops, Iraq 2,400.",
        "The US has hundreds of bases and 2,500 troops in Iraq.",
        "The US has hundreds of troops in Iraq.",
        # Not so, perhaps, or once.
        "The US no longer has 2,500 troops in Iraq.",
        "The US has no 3,000 troops in Iraq.",
        "The US does not have 2,500 troops in Iraq.",
        "The US would have 2,500 troops in Iraq.",
        "The US may send troops to Iraq, perhaps 2,500 troops.",
        "The US once had 160,000 troops in Iraq.",
        "Does the US have 2,500 troops in Iraq?",
        "The US has up to 3,000 troops in Iraq.",
        "The US has fewer than 3,000 troops in Iraq.",
        # Something happened to them, or they are some of them, or others.
        "Three US troops were killed in Iraq.",
        "In Iraq, three US troops were killed.",
        "An attack killed three US troops in Iraq.",
        "900 US troops in Iraq were wounded.",
        "900 US troops in Iraq died.",
        "The US will withdraw 500 troops from Iraq.",
        "The deaths of 3 US troops in Iraq were mourned.",
        "Some 40 of the US troops in Iraq are medics.",
        "There are 3,000 wounded US troops in Iraq.",
        "Another 300 US troops are in Iraq as trainers.",
        "About 900 US troops are in Syria, which borders Iraq.",
        "The US has 900 troops in Iraq and Syria.",
        "There are 40 German troops and some US advisers in Iraq.",
        "US troops in Iraq have 400 tanks.",
        "There are 170 US bases in Iraq, and many troops.",
        "There are 900 troops in Iraq.",
        # It isn't a number, or not all of one.
        "The US has 2,500-strong troops in Iraq.",
        "The US troops in Iraq left on 5 January 2021.",
        "Article 5 binds US troops in Iraq.",
        "",
    ],
)
def test_a_number_is_given_where_it_plainly_counts_what_is_asked_for(expected: str) -> None:
    check(TROOPS, expected, "en")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (FOUNDED, "The coalition against Daesh was founded in [[September 2014]]."),
        (FOUNDED, "The coalition against Daesh was founded on [[10 September 2014]] by ten states."),
        (FOUNDED, "The coalition against Daesh was founded on [[Wednesday, 10 September 2014]]."),
        (FOUNDED, "The global coalition against Daesh, also known as ISIS, was founded in [[2014]] and has 85 members."),
        (FOUNDED, "In [[2014]], the coalition against Daesh was founded."),
        (FOUNDED, "The coalition against Daesh was established in [[late 2014]]."),
        (FOUNDED, "The coalition against Daesh was founded in 2014 and reformed in 2018."),
        (FOUNDED, "The coalition against Daesh was founded after the 2003 invasion."),
        (FOUNDED, "The coalition against Daesh was founded by 2014."),
        (FOUNDED, "The coalition against Daesh was founded between 2013 and 2014."),
        (FOUNDED, "The coalition against Daesh was not founded in 2014."),
        (FOUNDED, "The coalition against Daesh could have been founded in 2014."),
        (FOUNDED, "The coalition against Daesh was dissolved in 2014."),
        (FOUNDED, "The coalition was founded in 2014."),
        (FOUNDED, "The coalition against Daesh was founded, and Mosul fell in 2014."),
        (FOUNDED, "The coalition against Daesh was founded by Obama, who was born in 1961."),
        (FOUNDED, "The coalition against Daesh was founded in room 2014b."),
        ("in what year did Baghouz fall", "Baghouz fell in [[March 2019]]."),
        ("in what year did Baghouz fall", "Baghouz fell on 5 March."),
        ("in what year did Baghouz fall", "Baghouz fell in the 1990s."),
        ("on what date did Baghouz fall", "Baghouz fell on [[23 March 2019]]."),
        ("on what date did Baghouz fall", "Baghouz fell in March 2019."),
        ("in which decade did Baghouz grow", "Baghouz grew in the [[1990s]]."),
        ("in which century did Baghouz grow", "Baghouz grew in the [[19th century]]."),
        ("when did Baghouz fall in 2019", "Baghouz fell in 2019."),
        ("when did Baghouz fall in 2019", "Baghouz fell on [[23 March 2019]]."),
        ("when did Baghouz not fall", "Baghouz fell in 2019."),
        ("what share of the population speaks Kurdish", "Some [[17 percent]] of the population speaks Kurdish."),
        ("what share of the population speaks Kurdish", "[[Two thirds]] of the population speaks Kurdish."),
        ("what share of the population speaks Kurdish", "[[10–12 percent]] of the population speaks Kurdish."),
        ("what share of the population speaks Kurdish", "17 percent of the population speaks Kurdish, and 3 percent Arabic."),
        ("what share of the population speaks Kurdish", "17 percent of the Arabs of the population speaks Kurdish."),
        ("what share of the population speaks Kurdish", "17 people of the population speaks Kurdish."),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost [[$3.5 billion]]."),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost about [[17 million dollars]]."),
        ("how much did the Baghdad tower cost", "The Baghdad tower cost $3.5 billion, or €3 billion."),
        ("how much did the Baghdad tower cost", "The repair of the Baghdad tower and its mosque cost less than $1 million."),
        ("how tall is the Baghdad tower", "The Baghdad tower is [[205 metres]] tall."),
        ("how tall is the Baghdad tower", "The Baghdad tower is 205 metres (673 ft) tall."),
        ("how tall is the Baghdad tower", "The Baghdad tower is tall, 12 km from the river."),
        ("how long did the siege of Mosul last", "The siege of Mosul lasted [[nine months]]."),
        ("how long did the siege of Mosul last", "The siege of Mosul lasted from October to July."),
        ("how many days did the siege of Mosul last", "The siege of Mosul lasted [[277 days]]."),
        ("how many days did the siege of Mosul last", "The siege of Mosul lasted nine months."),
        ("how many soldiers waited ten days in Mosul", "[[Forty]] soldiers waited ten days in Mosul."),
        ("who founded the coalition", "Obama founded the coalition in 2014."),
        ("where is Mosul", "Mosul is in Iraq."),
    ],
)  # fmt: skip
def test_dates_shares_amounts_and_durations_are_given_in_the_same_way(question: str, expected: str) -> None:
    check(question, expected, "en")


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("es", "¿Cuántos soldados tiene la FINUL?", "La Fuerza Provisional, la FINUL, cuenta con unos [[10.000]] soldados procedentes de más de cuarenta países."),
        ("es", "¿Cuántos soldados hay en el Líbano?", "Hay unos [[10.000]] soldados en el Líbano."),
        ("es", "¿Cuántos soldados hay en el Líbano?", "Ya no hay 10.000 soldados en el Líbano."),
        ("es", "¿Cuántos soldados hay en el Líbano?", "En el Líbano murieron 3 soldados."),
        ("es", "¿Cuándo fue creada la misión?", "La misión fue creada en [[marzo de 1978]], después de una invasión."),
        ("es", "¿Qué porcentaje comprende la construcción?", "La construcción comprende del seis al nueve por ciento."),
        ("de", "Wie viele US-Soldaten sind im Irak?", "Rund [[2.500]] US-Soldaten sind im Irak."),
        ("de", "Wie viele US-Soldaten sind im Irak?", "Im Irak wurden drei US-Soldaten getötet."),
        ("de", "Wie viele US-Soldaten sind im Irak?", "Bis zu 500 US-Soldaten sind im Irak."),
        ("de", "Wie viele US-Soldaten sind im Irak?", "Im Irak sind keine 2.500 US-Soldaten."),
        ("de", "Wann wurde die Koalition gegründet?", "Die Koalition wurde im [[September 2014]] gegründet."),
        ("de", "Wann wurde die Koalition gegründet?", "Die Koalition wurde [[2014]] gegründet."),
        ("de", "Wann wurde die Koalition gegründet?", "Die Koalition wurde nach dem Krieg 2014 gegründet."),
        ("de", "Wann starb Tesla?", "Tesla starb am [[7. Januar 1943]]."),
        ("fr", "Combien de soldats sont au Liban ?", "Environ [[10 000]] soldats sont au Liban."),
        ("fr", "Combien de soldats sont au Liban ?", "Moins de 10 000 soldats sont au Liban."),
        ("fr", "Quand la mission a-t-elle été créée ?", "La mission a été créée en [[mars 1978]]."),
        ("it", "Quanti soldati ci sono in Libano?", "In Libano ci sono circa [[10.000]] soldati."),
        ("it", "Quando è stata fondata la missione?", "La missione è stata fondata nel [[1978]]."),
        ("pt", "Quantos soldados há no Líbano?", "Há cerca de [[10.000]] soldados no Líbano."),
        ("pt", "Quando foi criada a missão?", "A missão foi criada em [[março de 1978]]."),
        ("nl", "Hoeveel soldaten zijn er in Libanon?", "Er zijn ongeveer [[10.000]] soldaten in Libanon."),
        ("sv", "Hur många soldater finns i Libanon?", "Det finns omkring [[10 000]] soldater i Libanon."),
        ("ru", "Сколько солдат в Ливане?", "В Ливане [[10 000]] солдат."),
        ("tr", "Lübnan'da kaç asker var?", "Lübnan'da [[10.000]] asker var."),
        ("ja", "イラクには何人の兵士がいますか", "イラクには2500人の兵士がいる。"),
        ("ar", "كم عدد الجنود في العراق", "في العراق 2500 جندي."),
    ],
)  # fmt: skip
def test_other_languages_are_read_as_they_are_written(language: str, question: str, expected: str) -> None:
    check(question, expected, language)


def test_a_name_may_stand_in_the_title_but_not_all_of_the_question() -> None:
    check("how many US troops are in Iraq", "The US has [[2,500]] troops there.", "en", "Iraq")
    check("how many US troops are in Iraq", "The US has 2,500 troops in Syria.", "en", "Iraq")
    check("when did Baghouz fall", "It was in 2019.", "en", "Baghouz falls")


@pytest.mark.parametrize("before", ["İİİ: ", "ŉ ß ﬀ – ", "👩‍👩‍👧 ", "\u00ad\u200b", "e\u0301É: "])
def test_characters_that_change_their_length_in_lower_case_move_no_span(before: str) -> None:
    text = f"{before}The US has 2,500 troops in Iraq."
    assert [text[start:end] for start, end in found(TROOPS, text)] == ["2,500"]


def test_a_quote_in_another_language_has_no_highlight() -> None:
    asked = ANALYZER.question(TROOPS, ["en"])
    assert highlights(asked, Kind.NUMBER, quote("Hay 2.500 US troops Iraq.", "es"), ANALYZER) == ()


@pytest.mark.parametrize("behind", ["\u0301", "\u200d", "½", "€", "/3", "’s", ".5.6", "-strong", "²"])
def test_half_a_word_or_number_is_never_given(behind: str) -> None:
    text = f"The US has 2,500{behind} troops in Iraq."
    assert "2,500" not in [text[start:end] for start, end in found(TROOPS, text)]


QUESTIONS = st.sampled_from(
    (
        TROOPS, FOUNDED, "how long did it last", "what share of troops left", "how much did the troops cost",
        "¿Cuántos soldados hay en el Líbano?", "Wann starb Tesla?", "Combien de soldats sont au Liban ?",
        "Lübnan'da kaç asker var?", "Сколько солдат в Ливане?",
    )
)  # fmt: skip
PIECES = st.lists(
    st.sampled_from(
        (*FRAGMENTS, "US ", "troops ", "in ", "Iraq ", "2,500 ", "between ", "and ", "to ", "–", "2014 ", "founded ",
         "the coalition against Daesh ", "was ", "12 % ", "$5 million ", "nine months ", "soldados ", "gegründet ")
    ),
    max_size=30,
).map("".join)  # fmt: skip


@THOROUGH
@given(question=QUESTIONS | TEXTS, text=PIECES | TEXTS, language=LANGUAGES, kind=st.sampled_from(Kind))
def test_whatever_is_asked_and_quoted_a_highlight_is_a_whole_piece_of_the_quote(
    question: str, text: str, language: str, kind: Kind
) -> None:
    asked = ANALYZER.question(question, [language])
    spans = highlights(asked, kind, quote(text, asked.language), ANALYZER)
    assert len(spans) <= 1
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[max(0, start - 1) : start].isalnum()
        assert not text[end : end + 1].isalnum()


@QUICK
@given(before=st.lists(st.sampled_from(("So ", "İ ", "Then, ", "ŉ: ", "“")), max_size=4).map("".join))
def test_a_highlight_is_the_same_words_wherever_the_sentence_stands(before: str) -> None:
    text = f"{before}There are 2,500 US troops in Iraq."
    assert [text[start:end] for start, end in found(TROOPS, text)] in (["2,500"], [])


@pytest.mark.parametrize(
    "piece",
    [
        "2,500 troops ",
        "2,500–3,000 ",
        "between 2 and 3 ",
        "in 2014 ",
        "US troops in Iraq ",
        ", ",
        "’",
        "2,500 and ",
        "A ",
    ],
)
def test_a_quote_of_any_length_takes_linear_time(piece: str) -> None:
    whole = "The US has 2,500 troops in Iraq "
    found(TROOPS, whole)
    short = min(seconds(lambda: found(TROOPS, whole + piece * 500)) for _ in range(3))
    long = min(seconds(lambda: found(TROOPS, whole + piece * 4_000)) for _ in range(3))
    assert long < max(0.05, 24 * short)


def test_the_words_of_a_language_have_known_keys_and_no_doubles() -> None:
    known = {*Sought, "at", "within", "bare", "part", "between", "to", "from", "or", "alike", "neutral"}
    for words in read_words().values():
        assert words.keys() <= known
        for key, listed in words.items():
            assert key == "bare" or len(listed) == len(set(listed))
