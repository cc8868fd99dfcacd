"""Word documents: what a reader sees, in its order."""

import io
from datetime import UTC, datetime

import docx
import pytest

from bot.intake.parsing import Kind, Parsed, Trust
from bot.intake.parsing.reasons import Reason
from tests.intake.parsing import reading
from tests.intake.parsing.packages import p, word, word_file, zipped
from tests.intake.parsing.reading import SENTENCES


def parsed(data: bytes) -> Parsed:
    return reading.parsed(data, Kind.DOCX)


def text(body: str) -> str:
    return parsed(word(body)).text


def saved(document: "docx.document.Document") -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_document_is_read_in_its_order() -> None:
    document = docx.Document()
    document.add_heading("The old bridge", 0)
    document.add_paragraph(SENTENCES[0])
    document.add_heading("How to cross", 1)
    document.add_paragraph("Ferries run all day.", style="List Bullet")
    document.add_paragraph("Buses take the ring road.", style="List Number")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Line", "Stop", "7", "Harbour"), strict=True):
        cell.text = words
    document.add_paragraph(SENTENCES[1])
    found = parsed(saved(document))
    assert found.title == "The old bridge"
    assert found.text == (
        f"{SENTENCES[0]}\n\nHow to cross\n\n- Ferries run all day.\n- Buses take the ring road.\n\n"
        f"Line | Stop\n\n7 | Harbour\n\n{SENTENCES[1]}"
    )


def test_runs_tabs_breaks_and_links_are_parts_of_a_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>The old</w:t></w:r><w:r><w:t xml:space='preserve"
        "'> bridge</w:t><w:tab/><w:t>is</w:t></w:r><w:hyperlink><w:r><w:t> closed</w:t></w:r></w:hyperlink>"
        "<w:r><w:t>.</w:t><w:br/><w:t>It is well</w:t><w:noBreakHyphen/><w:t>known.</w:t></w:r></w:p>"
    )
    assert text(body) == "The old bridge is closed.\nIt is well-known."


def test_tracked_changes_are_read_as_if_they_were_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>The bridge </w:t></w:r><w:del><w:r><w:delText>was open</w:delText><w:t>x</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>is closed</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
        f"<w:ins>{p('A new paragraph.')}</w:ins>"
    )
    assert text(body) == "The bridge is closed.\n\nA new paragraph."


def test_content_controls_and_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    drawing = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt><w:p><w:r><w:t>Outside.</w:t>{drawing}</w:r></w:p>"
    assert text(body) == "In a control.\n\nOutside.\n\nIn a box."


def test_field_codes_and_tables_of_contents_are_not_read() -> None:
    body = "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>The text.</w:t></w:r></w:p>" + p(
        "Costs 17", '<w:pStyle w:val="TOC1"/>'
    )
    styles = docx.Document()
    styles.styles.add_style("toc 1", 1).element.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "TOC1"
    )
    styles.element.body.clear_content()
    for element in docx.Document(io.BytesIO(word(body))).element.body:
        styles.element.body.append(element)
    assert parsed(saved(styles)).text == "The text."


def test_a_table_with_one_column_is_a_frame_around_paragraphs() -> None:
    cell = p(SENTENCES[0]) + p(SENTENCES[1])
    inner = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(p("7"), p("Harbour"))
    assert (
        text(f"<w:tbl><w:tr><w:tc>{cell}{inner}</w:tc></w:tr></w:tbl>")
        == f"{SENTENCES[0]}\n\n{SENTENCES[1]}\n\n7 | Harbour"
    )


def test_the_properties_of_the_file_are_told() -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCES[0])
    about = document.core_properties
    about.title, about.author, about.language = "The old bridge", "Ana Lima", "pt-PT"
    about.created = datetime(2024, 3, 18, 6, 30, tzinfo=UTC)
    found = parsed(saved(document))
    assert (found.title, found.author, found.language) == ("The old bridge", "Ana Lima", "pt")
    assert found.published
    assert (found.published.day, found.published.trust) == ("2024-03-18T06:30:00+00:00", Trust.FILE)


def test_what_programs_write_into_the_properties_is_not_believed() -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCES[0])
    found = parsed(saved(document))
    assert (found.title, found.author, found.published) == (None, None, None)


def test_a_first_heading_is_the_title_where_there_is_no_other() -> None:
    document = docx.Document()
    document.add_heading("The old bridge", 1)
    document.add_paragraph(SENTENCES[0])
    found = parsed(saved(document))
    assert (found.title, found.text) == ("The old bridge", SENTENCES[0])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.NOT_DOCX),
        (b"PK\x03\x04", Reason.NOT_DOCX),
        (zipped({"a": "b"}), Reason.NOT_DOCX),
        (zipped({"word/document.xml": "<x/>"}), Reason.NOT_DOCX),
        (word_file("<w:document"), Reason.NOT_DOCX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, Reason.DOC_LOCKED),
        (word(""), Reason.EMPTY),
        (word(p("...")), Reason.EMPTY),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, reason: Reason) -> None:
    assert reading.refusal(data, Kind.DOCX) == reason.value


def test_entities_and_other_files_are_not_looked_up() -> None:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "inside">]>'
    found = parsed(word(p("The bridge &a;&b; is closed."), before=outside))
    assert "root:" not in found.text
    assert "inside" not in found.text
