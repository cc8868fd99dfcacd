"""Passages and sentences, as `bot.text.segmentation` promises them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import PassageSpan, segment
from bot.text.furniture import is_furniture
from bot.text.lengths import MAX_SENTENCE
from bot.text.segmentation import BULLET, MAX_PASSAGE
from tests.hostile import LANGUAGES, QUICK, TEXTS, THOROUGH, seconds

LINE_END = r"(?:\r\n|\r(?!\n)|[\n\x85\u2028])"
BLANK_LINE = re.compile(rf"{LINE_END}[^\S\n\r\x85\u2028]*{LINE_END}|[\f\u2029]")
BETWEEN = re.compile(r"(?:\s|[-–—*•‣▪◦·>](?=\s|$))*")


def spans(passages: tuple[PassageSpan, ...]) -> list[tuple[int, int]]:
    return [span for passage in passages for span in passage.sentences]


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in spans(segment(text, language))]


# What holds for any text


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_the_passages_cover_the_text_without_a_gap(text: str, language: str) -> None:
    passages = segment(text, language)
    ends = [0, *(passage.end for passage in passages)]
    assert [passage.start for passage in passages] == ends[:-1]
    assert ends[-1] == (len(text) if passages else 0)
    assert all(passage.sentences and passage.start < passage.end for passage in passages)


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_sentences_are_ascending_and_disjoint_and_lie_in_their_passage(text: str, language: str) -> None:
    for passage in segment(text, language):
        position = passage.start
        for start, end in passage.sentences:
            assert position <= start < end <= passage.end
            position = end


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_a_sentence_has_no_white_space_at_either_end(text: str, language: str) -> None:
    for sentence in sentences(text, language):
        assert sentence == sentence.strip() != ""


@THOROUGH
@given(TEXTS, LANGUAGES)
@example("- - - a", "en")
@example("a - \n- b", "en")
def test_nothing_but_white_space_bullets_and_page_furniture_lies_between_sentences(text: str, language: str) -> None:
    position = 0
    for start, end in [*spans(segment(text, language)), (len(text), len(text))]:
        between = text[position:start]
        assert BETWEEN.fullmatch(between) or all(
            is_furniture(line.strip()) for line in between.splitlines() if line.strip()
        )
        position = end


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_no_sentence_crosses_a_blank_line(text: str, language: str) -> None:
    assert not any(BLANK_LINE.search(sentence) for sentence in sentences(text, language))


@QUICK
@given(TEXTS, LANGUAGES)
@example("x" * 5000, "en")
@example("，" * 3000, "zh")
@example("a; " * 2000, "en")
def test_no_sentence_is_longer_than_the_longest_and_no_passage_much_longer(text: str, language: str) -> None:
    for passage in segment(text, language):
        assert all(end - start <= MAX_SENTENCE for start, end in passage.sentences)
        assert passage.sentences[-1][1] - passage.sentences[0][0] <= MAX_PASSAGE


@QUICK
@given(TEXTS, TEXTS, LANGUAGES)
def test_a_paragraph_is_cut_as_it_would_be_by_itself(first: str, second: str, language: str) -> None:
    first, second = f"Nobody left. {first}.", f"One {second}"
    assert sentences(f"{first}\n\n{second}", language) == sentences(first, language) + sentences(second, language)


@QUICK
@given(TEXTS, LANGUAGES)
def test_a_text_is_cut_the_same_way_twice(text: str, language: str) -> None:
    assert segment(text, language) == segment(text, language)


@QUICK
@given(st.text(st.sampled_from(" \t\n\r\v\f\x1c\x1f\x85\u00a0\u2028\u2029\u3000")))
def test_white_space_has_no_passages(text: str) -> None:
    assert segment(text, "en") == ()


WORDS = st.lists(
    st.sampled_from(["soldiers", "left", "Baghdad", "base", "and", "two", "today"]), min_size=3, max_size=20
)
PLAIN = st.tuples(WORDS, st.sampled_from(".!?")).map(lambda made: f"The {' '.join(made[0])}{made[1]}")


@QUICK
@given(
    st.lists(st.lists(PLAIN, min_size=1, max_size=8), min_size=1, max_size=6),
    st.sampled_from(["\n\n", "\n", "\r\n\r\n"]),
)
def test_plain_sentences_are_found_one_by_one(article: list[list[str]], gap: str) -> None:
    text = gap.join(" ".join(paragraph) for paragraph in article)
    assert sentences(text) == [sentence for paragraph in article for sentence in paragraph]


@QUICK
@given(st.lists(PLAIN, min_size=2, max_size=12), st.integers(60, 80), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_paragraph_of_wrapped_lines_has_the_sentences_of_one_line(plain: list[str], width: int, end: str) -> None:
    lines: list[str] = [""]
    for word in " ".join(plain).split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if not any(line[:1].islower() for line in lines[1:]):
        return
    found = [" ".join(sentence.split()) for sentence in sentences(end.join(lines))]
    assert found == plain


# Where a sentence doesn't end


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting is at 5 p.m. Friday in Baghdad.",
        "It began at 10 a.m. on Monday and went on.",
        "They left at 7 P.M. EST that day.",
        "It was 3 p.m. (noon in London) then.",
        "Dr. Who met Mr. al-Sudani and Mrs. Smith there.",
        "The U.S. Army left with Gen. Kurilla on board.",
        "Lt. Gen. Agüero took over from Maj. Gen. Iannucci.",
        "It cost 3.5 million dollars, not 2.7 as in 2023.",
        "He lives in St. Louis with Sgt. Pepper.",
        "See No. 5 of the list, e.g. the second, i.e. that one.",
        "The company Acme Inc. was founded in 1999.",
        "Visit www.example.org or mail a.b@example.org for it.",
        "J. R. R. Tolkien wrote it.",
        "The file is named report.v2.final.md here.",
        "Iraq, Syria, etc. are named in it.",
        "Prosecutors cited Roe vs. Wade again.",
        "On Jan. 25, 2024 and Sept. 3 they met.",
    ],
)
@pytest.mark.parametrize("after", ["", " Then they left."])
def test_a_point_within_a_sentence_is_not_its_end(sentence: str, after: str) -> None:
    assert sentences(sentence + after)[0] == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met at 5 p.m. The talks failed.", ["They met at 5 p.m.", "The talks failed."]),
        ("He said: “We left.” She stayed.", ["He said: “We left.”", "She stayed."]),
        ('He said: "We left." She stayed.', ['He said: "We left."', "She stayed."]),
        ("Did he? He did! It was so.", ["Did he?", "He did!", "It was so."]),
        ("It cost $5. Nobody paid.", ["It cost $5.", "Nobody paid."]),
        ("It was in 2024. Nobody came.", ["It was in 2024.", "Nobody came."]),
        ("He left the U.S. He came back.", ["He left the U.S.", "He came back."]),
        ("Is that so?! Yes.", ["Is that so?!", "Yes."]),
        ("He waited... Nobody came.", ["He waited...", "Nobody came."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "他来了。她走了！真的吗？是。", ["他来了。", "她走了！", "真的吗？", "是。"]),
        ("ja", "彼は来た。「行こう。」彼女は言った。", None),
        ("ar", "غادر الجنود. هل عادوا؟ نعم.", ["غادر الجنود.", "هل عادوا؟", "نعم."]),
        ("hi", "वह गया। वह आई।", ["वह गया।", "वह आई।"]),
        ("th", "ทหารออกไปแล้ว", ["ทหารออกไปแล้ว"]),
        ("de", "Am 3. Oktober kam er. Dann ging er.", ["Am 3. Oktober kam er.", "Dann ging er."]),
        ("de", "Das ist z. B. wahr. Ja.", ["Das ist z. B. wahr.", "Ja."]),
        ("es", "¿Quién es? Es el Sr. López. ¡Vale!", ["¿Quién es?", "Es el Sr. López.", "¡Vale!"]),
        ("fr", "M. Macron est venu. Il a dit « oui. » Puis rien.", None),
        ("ru", "Он ушёл. Она пришла.", ["Он ушёл.", "Она пришла."]),
        ("el", "Ποιος είναι; Έφυγε.", None),
        ("und", "One is here. Two is there.", ["One is here.", "Two is there."]),
    ],
)
def test_other_languages_end_their_sentences_too(language: str, text: str, expected: list[str] | None) -> None:
    found = sentences(text, language)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert expected is None or found == expected


# Lists, lines and long text


@pytest.mark.parametrize("bullet", "-–—*•‣▪◦·>")
def test_the_items_of_a_list_are_sentences_without_their_bullets(bullet: str) -> None:
    assert sentences(f"{bullet} first thing\n{bullet}  second thing\n {bullet}\tthird") == [
        "first thing",
        "second thing",
        "third",
    ]


def test_a_number_below_zero_and_a_hyphen_are_no_bullets() -> None:
    assert sentences("-5 degrees\n-called thing") == ["-5 degrees", "-called thing"]
    assert BULLET.match("-5") is None


def test_the_number_of_a_list_item_is_no_sentence_by_itself() -> None:
    found = sentences("1. The first thing.\n2. The second thing.")
    assert [sentence.lstrip("12. ") for sentence in found] == ["The first thing.", "The second thing."]


def test_a_line_end_of_windows_is_no_blank_line() -> None:
    first, second = "The soldiers who had been at the base in Baghdad left", "it on Friday with all that they had."
    assert sentences(f"{first}\r\n{second}") == [f"{first}\r\n{second}"]


def test_a_dash_within_a_line_stays_where_it_is() -> None:
    assert sentences("It was cold. – 5 degrees were measured.") in (
        ["It was cold.", "– 5 degrees were measured."],
        ["It was cold. – 5 degrees were measured."],
    )


@pytest.mark.parametrize("gap", ["\n", "\r\n"])
def test_an_item_of_a_list_that_is_wrapped_is_one_sentence(gap: str) -> None:
    lines = [
        "- The soldiers who had been at the base in Baghdad since",
        "  the spring left it on Friday.",
        "- The officers who had led them stayed there for another",
        "  month, as far as is known.",
    ]
    first, second = (gap.join(lines[:2])[2:], gap.join(lines[2:])[2:])
    assert sentences(gap.join(lines)) == [first, second]


def test_a_heading_above_a_wrapped_paragraph_stands_by_itself() -> None:
    first = "The soldiers who had been at the base in Baghdad since the\nspring left it on Friday."
    assert sentences(f"A new command\n{first} Nobody saw it.") == ["A new command", first, "Nobody saw it."]


def test_long_lines_in_small_letters_that_leave_room_are_not_joined() -> None:
    lines = [
        "how the soldiers of the base in Baghdad live",
        "why the officers who led them for so long have to stay there until the end",
        "where all of them went in the spring, and why",
        "what their families say",
    ]
    assert sentences("\n".join(lines)) == lines


def test_short_lines_are_not_joined() -> None:
    assert sentences("Roses are red\nviolets are blue\nsugar is sweet") == [
        "Roses are red",
        "violets are blue",
        "sugar is sweet",
    ]


def test_a_heading_is_no_part_of_the_sentence_below_it() -> None:
    assert sentences("A new command\nThe general took over.") == ["A new command", "The general took over."]


def test_short_paragraphs_share_a_passage_and_long_ones_have_several() -> None:
    assert len(segment("One is here.\n\nTwo is here.\n\nThree is here.", "en")) == 1
    assert len(segment("The soldiers left the base in Baghdad today. " * 100, "en")) >= 4


def test_a_long_text_without_a_full_stop_is_cut_at_white_space() -> None:
    text = "word " * 20_000
    found = sentences(text)
    assert all(sentence.startswith("word") and sentence.endswith("word") for sentence in found)
    assert " ".join(found) == text.strip()


def test_a_long_sentence_is_cut_rather_at_a_comma_than_within_a_clause() -> None:
    text = ("a" * 300 + " " + "b" * 300 + ", ") * 4
    assert [sentence[-1] for sentence in sentences(text)[:-1]] == [","] * (len(sentences(text)) - 1)


def test_a_quotation_of_many_sentences_is_cut_between_them() -> None:
    said = " ".join(["We will stay in Iraq until the work is done, whatever others say of it."] * 9)
    found = sentences(f"The general said: “{said}” He left.")
    assert len(found) == 10
    assert found[0].startswith("The general said: “We")
    assert found[8].endswith("say of it.”")
    assert found[9] == "He left."


def test_a_short_quotation_keeps_its_sentences_together_with_who_said_them() -> None:
    said = "The general said: “We will stay. The work is not done. Nobody else will do it.”"
    assert sentences(f"{said} He left.") == [said, "He left."]


def test_a_mark_that_is_never_closed_holds_no_more_than_its_own_sentence() -> None:
    for mark in '“„«("':
        assert sentences(f"He said {mark}we left. She stayed. Nobody saw it.")[-1] == "Nobody saw it."


def test_a_long_sentence_is_cut_at_a_semicolon_in_its_middle_rather_than_at_a_comma() -> None:
    text = "; ".join(["the officers, soldiers, clerks, cooks and drivers of the base in Baghdad"] * 10) + "."
    found = sentences(text)
    assert len(found) == 2
    assert found[0].endswith(";")
    assert abs(len(found[0]) - len(found[1])) < 100


def test_a_sentence_of_a_few_hundred_characters_is_whole() -> None:
    text = f"The officers {'and the soldiers, who were tired, ' * 25}left."
    assert len(text) > 800
    assert sentences(text) == [text]


@pytest.mark.parametrize("space", "\x85\xa0\u1680\u2000\u2003\u200a\u2028\u202f\u205f\u3000")
@pytest.mark.parametrize("language", ["en", "pl", "my", "und"])
def test_any_white_space_may_stand_between_an_initial_and_its_point(space: str, language: str) -> None:
    text = f"To jest A{space}. B wrote it."
    assert [c for sentence in sentences(text, language) for c in sentence if c.isalpha()] == list("TojestABwroteit")


def test_text_without_capitals_has_its_sentences() -> None:
    text = "the soldiers left. they came back a year later. nobody saw it."
    assert sentences(text) == ["the soldiers left.", "they came back a year later.", "nobody saw it."]
    assert max(map(len, sentences(f"Hi all. {text * 20}"))) < 100


def test_an_early_semicolon_does_not_leave_a_crumb() -> None:
    text = "No; " + "the soldiers left the base and " * 60
    assert len(sentences(text)[0]) > 100


def test_a_long_word_of_many_accents_is_not_cut_between_a_letter_and_its_accent() -> None:
    text = "e\u0301" * 499 + "xe\u0301" * 20
    assert not any(sentence.startswith("\u0301") for sentence in sentences(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Army left with Gen. Kurilla on board.",
        "On Jan. 25, 2024 the U.S. Senate met at 5 p.m. Friday, i.e. late.",
        "He said: “We left. We will not be back.”",
        "Iraq, Syria, etc. are named in the report of J. R. R. Smith.",
    ],
)
def test_a_paragraph_of_any_length_is_cut_as_a_short_one_is(sentence: str) -> None:
    short = sentences(f"{sentence} {sentence}")
    assert sentences(f"{sentence} " * 400) == short[: len(short) // 2] * 400


def test_a_heap_of_accents_is_not_cut_into_crumbs() -> None:
    text = "a" + "\u0300\u0316" * 10_000
    assert len(sentences(text)) < 50
    assert seconds(lambda: segment(text, "en")) < 5


# Speed


@pytest.mark.parametrize(
    "piece",
    [
        "a.", "He left. ", "He said No. ", "At 5 p.m. Friday ", "It was p.m. it ", ". ", "A! ) ", "A.” ", "1. ", "; ", ", ",
        "- ", "\n- a", "\n", "\r", "\n \n", "\x85 ", "\u2028", " ", "\t", "\u200b", "x", "A B C ", "Ab ", "p." + " " * 50,
        "Dr. ", "No. ", "(", "((a) ", "[1] ", "'a ", '"a ', '. " ', "“He left.” ", "漢", "。", "👩‍👩‍👧", "x" * 70 + "\n", "!?", "…",
        ". .", "! ", "? .", "…x", ".)x", ".[1]", ".[", ":1", ".:1", "🎉 ", "! 🎉", "a.B", "end.Next ", "A.", "z. B. ", "5. ", "IV. ", "U.S. ",
        "p.m. ", "[…] ", "`", "``", "''", "»", "«a» ", "”", "”a", "'a. ", "¿", "—", "- a\n", "漢" * 30 + "\n", "a " * 30 + "\n",
        "said. “A B c d” ", "?” A B C D ", "。」と", "”他说", "Share\n", "\u2029", "\x85\x85", "\r\n \r",
    ],
)  # fmt: skip
def test_segmentation_takes_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert seconds(lambda: segment(text, "en")) < 5


@pytest.mark.parametrize("mark", ["“", "«", "‘a ", "„a ", "「", "《", "“A b. "])
def test_quotation_marks_that_are_never_closed_take_linear_time(mark: str) -> None:
    text = mark * (50_000 // len(mark))
    assert seconds(lambda: segment(text, "en")) < 5


def test_a_sentence_that_goes_on_and_on_takes_linear_time() -> None:
    assert seconds(lambda: segment("He said No. " * 80_000, "en")) < 5


def test_a_million_characters_take_a_second_or_two() -> None:
    paragraph = "The coalition has some 2,500 soldiers in Iraq, said Mr. al-Sudani at 5 p.m. Friday. “Yes.” " * 12
    assert seconds(lambda: segment(f"{paragraph}\n\n" * 900, "en")) < 5
    assert seconds(lambda: segment(paragraph * 900, "en")) < 5
