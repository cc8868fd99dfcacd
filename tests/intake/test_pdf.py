"""PDF: columns, hyphens, running titles and pages; and files that have no text to give."""

import textwrap
from itertools import pairwise

import pytest

from bot.intake.parsing import Kind, Parsed, Trust
from bot.intake.parsing.reasons import Reason
from bot.intake.pdf.paragraphs import led_over
from tests.intake.parsing import reading
from tests.intake.parsing.pdfs import Pdf, assembled, stream
from tests.intake.parsing.reading import SENTENCES

LEFT, RIGHT = " ".join(SENTENCES[:4]), " ".join(SENTENCES[4:])
ALL = " ".join(SENTENCES)


def parsed(pdf: Pdf | bytes) -> Parsed:
    return reading.parsed(pdf.data() if isinstance(pdf, Pdf) else pdf, Kind.PDF)


def refusal(pdf: Pdf | bytes) -> str:
    return reading.refusal(pdf.data() if isinstance(pdf, Pdf) else pdf, Kind.PDF)


def wrapped(text: str, width: int = 40) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def one_page(*lines: str) -> Pdf:
    pdf = Pdf().page()
    pdf.column(lines, 60, 760)
    return pdf


# Reading order


@pytest.mark.parametrize("compressed", [False, True])
def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_parted(compressed: bool) -> None:
    pdf = one_page(*wrapped(LEFT, 80), "", *wrapped(RIGHT, 80))
    pdf.compressed = compressed
    assert parsed(pdf).text == f"{LEFT}\n\n{RIGHT}"


@pytest.mark.parametrize("offset", [0, 3, 6])
@pytest.mark.parametrize("gutter", [12, 20, 40])
def test_two_columns_are_read_one_after_the_other(offset: int, gutter: int) -> None:
    pdf = Pdf().page()
    pdf.column(wrapped(LEFT), 50, 760, 9)
    pdf.column(wrapped(RIGHT), 50 + 40 * 5.4 + gutter, 760 - offset, 9)
    assert parsed(pdf).text == f"{LEFT}\n\n{RIGHT}"


def test_columns_that_are_drawn_line_by_line_are_read_one_after_the_other() -> None:
    pdf = Pdf().page()
    for number, (left, right) in enumerate(zip(wrapped(LEFT)[:10], wrapped(RIGHT)[:10], strict=True)):
        pdf.write(left, 50, 760 - 12 * number, 9).write(right, 290, 760 - 12 * number, 9)
    expected = " ".join(wrapped(LEFT)[:10] + wrapped(RIGHT)[:10])
    assert parsed(pdf).text.replace("\n\n", " ") == expected


def test_a_title_over_both_columns_and_a_text_below_them_are_read_before_and_after() -> None:
    pdf = Pdf().page().write("The old bridge and what it costs the city now", 50, 780, 16, "F2")
    y = min(pdf.column(wrapped(LEFT), 50, 740, 9), pdf.column(wrapped(RIGHT), 310, 740, 9))
    pdf.column(wrapped(SENTENCES[0] + " " + SENTENCES[1], 90), 50, y - 20, 9)
    found = parsed(pdf)
    assert (
        found.text
        == f"The old bridge and what it costs the city now\n\n{LEFT}\n\n{RIGHT}\n\n{SENTENCES[0]} {SENTENCES[1]}"
    )
    assert found.title == "The old bridge and what it costs the city now"


def test_three_columns_are_read_from_left_to_right() -> None:
    parts = [" ".join(SENTENCES[n : n + 2]) for n in (0, 2, 4)]
    pdf = Pdf().page()
    for number, part in enumerate(parts):
        pdf.column(wrapped(part, 26), 40 + 180 * number, 760, 9)
    assert parsed(pdf).text == "\n\n".join(parts)


def test_a_table_is_read_row_by_row() -> None:
    pdf = one_page(*wrapped(LEFT, 80))
    for number, row in enumerate(
        [
            ("Ticket", "Price", "Valid"),
            ("Single", "2.40", "1 hour"),
            ("Month", "48.00", "31 days"),
            ("Year", "430.00", "365 days"),
        ]
    ):
        for column, cell in enumerate(row):
            pdf.write(cell, 60 + 150 * column, 600 - 14 * number)
    assert (
        parsed(pdf).text
        == f"{LEFT}\n\nTicket | Price | Valid\n\nSingle | 2.40 | 1 hour\n\nMonth | 48.00 | 31 days\n\nYear | 430.00 | 365 days"
    )


def test_a_column_goes_on_in_the_next_one_and_on_the_next_page() -> None:
    lines = wrapped(f"{LEFT} {RIGHT}", 40)
    pdf = Pdf().page()
    pdf.column(lines[:9], 50, 760, 9)
    pdf.column(lines[9:15], 310, 760, 9)
    pdf.page().column(lines[15:], 50, 760, 9)
    found = parsed(pdf)
    assert found.text == f"{LEFT} {RIGHT}"
    assert [page.label for page in found.pages] == ["1", "2"]


def test_a_footnote_does_not_cut_the_paragraph_that_goes_on_over_the_page() -> None:
    lines = wrapped(ALL, 80)
    pdf = Pdf().page()
    pdf.column(lines[:5], 60, 200, 10)
    pdf.write("1 The count is of the year before last, in spring.", 60, 90, 7)
    pdf.page().column(lines[5:], 60, 760, 10)
    found = parsed(pdf)
    assert found.text.split("\n\n") == [ALL, "1 The count is of the year before last, in spring."]
    assert [(found.text[page.start :][:10], page.label) for page in found.pages] == [
        (lines[0][:10], "1"), (lines[5][:10], "2"), ("1 The coun", "1")
    ]  # fmt: skip


@pytest.mark.parametrize("bullet", ["-", "*", "1.", "a)"])
def test_items_of_a_list_are_paragraphs_of_their_own(bullet: str) -> None:
    pdf = one_page(
        "What to know about the bridge:",
        f"{bullet} Ferries run all day and",
        "  into the night.",
        f"{bullet} Buses take the ring road.",
    )
    assert parsed(pdf).text.split("\n\n")[1:] == [
        f"{bullet} Ferries run all day and into the night.",
        f"{bullet} Buses take the ring road.",
    ]


def test_paragraphs_with_indents_are_parted() -> None:
    pdf = Pdf().page()
    y = 760.0
    for sentence in SENTENCES[:3]:
        first, *rest = wrapped(sentence, 45)
        pdf.write(first, 75, y)
        y = pdf.column(rest, 60, y - 12)
    assert parsed(pdf).text == "\n\n".join(SENTENCES[:3])


# Words


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The council ordered new inspec-", "tions of the pillars."], "new inspections of the pillars."),
        (["The council has a well-", "known engineer for that."], "a well-known engineer"),
        (["The well-known man and the well-", "known woman met there."], "the well-known woman"),
        (["It was a US-", "led mission to the city."], "a US-led mission"),
        (["They flew an F-", "16 over the whole city."], "an F-16 over"),
        (["The Franco-", "German brigade arrived there."], "The Franco-German brigade"),
        (["They re-", "created it; he recreated it too."], "They recreated it"),
        (["They co-", "operate, and co-operate well."], "They co-operate, and"),
        (["A state-of-the-", "art bridge is what they want."], "A state-of-the-art bridge"),
        (["The years 1987-", "1991 were hard for the city."], "The years 1987-1991 were"),
        (["The bridge -", "and the ferry - are closed now."], "The bridge - and the ferry"),
    ],
)  # fmt: skip
def test_a_word_that_is_broken_at_the_end_of_a_line_is_put_together(lines: list[str], expected: str) -> None:
    assert expected in parsed(one_page(*lines)).text


def test_soft_hyphens_are_only_there_to_break_words() -> None:
    assert led_over("The inspec\xad", "tions were late.", frozenset()) == "The inspec"


def test_ligatures_become_letters() -> None:
    encoding = b"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /ffi] >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 6 0 R >>"
    content = b"BT /F1 12 Tf 50 700 Td (The o\x03ce \x01nds the \x02ood of letters.) Tj ET"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        4: stream(content, ""),
        5: font,
        6: encoding,
    }
    assert parsed(assembled(objects, "/Root 1 0 R")).text == "The office finds the flood of letters."


def test_letters_that_are_drawn_twice_to_look_bold_are_read_once() -> None:
    pdf = one_page(SENTENCES[0])
    pdf.write(SENTENCES[0], 60.3, 760)
    assert parsed(pdf).text == SENTENCES[0]


# Margins


def paged(count: int, head: str = "Harbour Reports", foot: str = "Page {n} of {count}") -> Pdf:
    pdf = Pdf()
    for number in range(count):
        pdf.page().write(head.format(n=number + 1), 60, 800, 8)
        pdf.write(foot.format(n=number + 1, count=count), 260, 30, 8)
        pdf.column(wrapped(f"{SENTENCES[number % 8]} {SENTENCES[(number + 3) % 8]}", 80), 60, 740 - number)
    return pdf


@pytest.mark.parametrize("count", [2, 3, 5, 9])
@pytest.mark.parametrize("foot", ["Page {n} of {count}", "{n}", "- {n} -", "Seite {n}", "Harbour Reports {n}/{count}"])
def test_running_titles_and_page_numbers_are_set_aside(count: int, foot: str) -> None:
    found = parsed(paged(count, foot=foot))
    assert "Harbour Reports" not in found.text
    assert foot.format(n=1, count=count) not in found.text.split("\n\n")
    assert "Harbour Reports" in found.set_aside
    assert all(SENTENCES[number % 8].split()[3] in found.text for number in range(count))


def test_a_page_number_of_a_single_page_is_set_aside_and_a_number_in_the_text_is_not() -> None:
    pdf = one_page("The bridge has nine pillars.", "9", "is the number of them.").write("12", 290, 30, 8)
    assert parsed(pdf).text == "The bridge has nine pillars. 9 is the number of them."


def test_the_running_title_of_a_chapter_of_one_page_is_set_aside_too() -> None:
    pdf = paged(5, "Chapter {n}")
    pdf.page().write("Appendix", 60, 800, 8).write("Page 6 of 6", 260, 30, 8).column(wrapped(SENTENCES[6], 80), 60, 740)
    assert "Appendix" not in parsed(pdf).text


def test_what_stands_in_the_same_place_of_the_text_on_each_page_is_kept() -> None:
    pdf = Pdf()
    for number in range(4):
        pdf.page()
        pdf.column(
            [
                *wrapped(SENTENCES[number] + " " + SENTENCES[number + 4], 70),
                "",
                "Signed by the mayor.",
                "",
                *wrapped(SENTENCES[number + 1] + SENTENCES[number + 2] + SENTENCES[number + 3], 70),
            ],
            60,
            760,
        )
    assert parsed(pdf).text.count("Signed by the mayor.") == 4


def test_a_table_of_contents_is_set_aside() -> None:
    pdf = one_page(
        "Contents",
        "1 Introduction . . . . . . . . . . . 3",
        "2 Costs ................................ 17",
        "",
        *wrapped(SENTENCES[0], 70),
    )
    assert parsed(pdf).text == f"Contents\n\n{SENTENCES[0]}"


# Pages


def test_each_page_begins_where_its_first_words_are() -> None:
    pdf = paged(6)
    found = parsed(pdf)
    assert [page.label for page in found.pages] == ["1", "2", "3", "4", "5", "6"]
    for number, page in enumerate(found.pages):
        assert found.text[page.start :].startswith(SENTENCES[number % 8][:30])
    assert all(a.start < b.start for a, b in pairwise(found.pages))


def test_pages_are_called_what_is_printed_on_them() -> None:
    pdf = paged(4)
    pdf.catalog = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 7 /P (A-) >>] >>"
    assert [page.label for page in parsed(pdf).pages] == ["i", "ii", "A-7", "A-8"]


@pytest.mark.parametrize(
    "labels",
    [
        "/PageLabels 5",
        "/PageLabels << /Nums [0 << /S /r /St 99999999 >>] >>",
        "/PageLabels << /Kids [1 0 R] >>",
        "/PageLabels 99 0 R",
    ],
)
def test_pages_with_damaged_labels_are_counted(labels: str) -> None:
    pdf = paged(3)
    pdf.catalog = labels
    assert [page.label for page in parsed(pdf).pages] == ["1", "2", "3"]


def test_a_page_that_is_damaged_is_left_out() -> None:
    pdf = paged(3)
    pdf.pages[1] = ["BT /F9 10 Tf (x) Tj ET", "/Nothing Do", ") ( ] [ << 1 0 0 cm"]
    assert SENTENCES[2][:30] in parsed(pdf).text


# What the file says of itself


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The old bridge closes", "The old bridge closes"),
        ("Microsoft Word - The old bridge closes", "The old bridge closes"),
        ("Microsoft Word - bridge_v3_FINAL.doc", "The old bridge"),
        ("untitled", "The old bridge"), ("Untitled-1", "The old bridge"), ("report.indd", "The old bridge"), ("", "The old bridge"),
        ("The old bridge", "The old bridge"), ("x" * 400, "The old bridge"), ("Bridge", "Bridge"), ("B1293487", "The old bridge"),
    ],
)  # fmt: skip
def test_the_title_is_the_files_where_it_is_one_and_else_the_largest_line(title: str, expected: str) -> None:
    pdf = Pdf(info={"Title": title}).page().write("The old bridge", 60, 780, 18)
    pdf.column(wrapped(LEFT, 80), 60, 740)
    assert parsed(pdf).title == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Ana Lima", "Ana Lima"), ("alima", None), ("user 7", None), ("a@b.example x", None), ("", None)],
)
def test_the_author_is_a_name(author: str, expected: str | None) -> None:
    pdf = one_page(SENTENCES[0])
    pdf.info = {"Author": author}
    assert parsed(pdf).author == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("D:20240318063000+01'00'", "2024-03-18T06:30:00+01:00"), ("D:20240318063000Z", "2024-03-18T06:30:00+00:00"), ("D:20240318063000-05'30", "2024-03-18T06:30:00-05:30"),
        ("D:20240318063000", "2024-03-18"), ("D:20240318", "2024-03-18"), ("20240318", "2024-03-18"), ("D:20301318", None), ("D:20300101", None), ("yesterday", None), ("", None),
    ],
)  # fmt: skip
def test_when_the_file_was_made_is_told_as_that(made: str, expected: str | None) -> None:
    pdf = one_page(SENTENCES[0])
    pdf.info = {"CreationDate": made}
    published = parsed(pdf).published
    assert (published and (published.day, published.trust)) == (expected and (expected, Trust.FILE))


def test_the_language_is_the_files() -> None:
    pdf = one_page(SENTENCES[0])
    pdf.catalog = "/Lang (es-ES)"
    assert parsed(pdf).language == "es"


# Refused


def test_pictures_of_text_are_refused() -> None:
    assert refusal(Pdf().page().picture().page().picture()) == Reason.PDF_SCANNED.value
    assert refusal(Pdf().page().picture().write("Scan 1", 60, 20).page().picture()) == Reason.PDF_SCANNED.value


def test_a_page_with_pictures_and_text_is_read() -> None:
    assert parsed(one_page(*wrapped(LEFT, 80)).picture()).text == LEFT


def test_a_file_without_text_is_refused() -> None:
    assert refusal(Pdf().page()) == Reason.EMPTY.value


@pytest.mark.parametrize(
    "encryption",
    [
        "/Filter /Standard /V 9 /R 9",
        "/Filter /Other",
        "/Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ")",
    ],
)
def test_a_locked_file_is_refused(encryption: str) -> None:
    pdf = (
        one_page(SENTENCES[0])
        .data()
        .replace(b"/Root 1 0 R", f"/Root 1 0 R /ID [(a) (b)] /Encrypt << {encryption} >>".encode())
    )
    assert refusal(pdf) == Reason.PDF_LOCKED.value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.4\n%%EOF",
        b"<html>%PDF-1.4",
        b"%PDF-1.4\nxref\n0 0\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF",
        b"\0" * 2_000,
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert refusal(data) == Reason.NOT_PDF.value


def test_fonts_without_names_of_letters_are_refused() -> None:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        4: stream(b"BT /F1 12 Tf 50 700 Td <000100020003000400050006> Tj ET", ""),
        5: font,
        6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    }
    assert refusal(assembled(objects, "/Root 1 0 R")) == Reason.PDF_LETTERS.value
