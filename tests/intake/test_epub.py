"""EPUB: the chapters in their order, and nothing from outside."""

import pytest

from bot.intake.parsing import Kind, Parsed, Trust
from bot.intake.parsing.reasons import Reason
from bot.model import PageStart
from tests.intake.parsing import reading
from tests.intake.parsing.packages import CONTAINER, epub, zipped
from tests.intake.parsing.reading import SENTENCES

ONE = {"one.xhtml": f"<p>{SENTENCES[0]}</p>"}


def parsed(data: bytes) -> Parsed:
    return reading.parsed(data, Kind.EPUB)


def refusal(data: bytes) -> str:
    return reading.refusal(data, Kind.EPUB)


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    chapters = {
        "two.xhtml": f"<h2>The second</h2><p>{SENTENCES[1]}</p>",
        "one%20b.xhtml": f"<h1>The <i>first</i></h1><p>{SENTENCES[0]}</p>",
    }
    found = parsed(epub(chapters, spine='<itemref idref="c1"/><itemref idref="c0"/>'))
    assert found.text == f"The first\n\n{SENTENCES[0]}\n\nThe second\n\n{SENTENCES[1]}"
    assert found.pages == (PageStart(0, "The first"), PageStart(found.text.index("The second"), "The second"))


def test_chapters_without_a_heading_are_counted() -> None:
    found = parsed(epub({f"{n}.xhtml": f"<p>{SENTENCES[n]}</p>" for n in range(3)}))
    assert [page.label for page in found.pages] == ["1", "2", "3"]


def test_tables_of_contents_covers_and_notes_outside_of_the_text_are_not_read() -> None:
    items = '<item id="nav" href="nav.xhtml" properties="nav"/><item id="cover" href="cover.xhtml"/>'
    spine = '<itemref idref="nav"/><itemref idref="cover" linear="no"/><itemref idref="c0"/>'
    extra = {
        "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
        "OEBPS/cover.xhtml": "<html><body><p>Cover</p></body></html>",
    }
    assert parsed(epub(ONE, extra=extra, spine=spine, items=items)).text == SENTENCES[0]


def test_markup_becomes_lines() -> None:
    body = (
        "<h1>One</h1><p>It is 38&nbsp;km<br/>long &amp; deep.</p><ul><li>a <b>b</b></li><li><p>c</p></li></ul>"
        "<table><tr><td>x</td><td>y</td></tr></table><pre>first\nline\n\nsecond</pre><script>no</script><nav>no</nav>"
        "<div>In a<div>div</div>tail</div><figure><figcaption>no</figcaption></figure><p><ruby>漢<rt>kan</rt></ruby></p>"
    )
    assert parsed(epub({"a.xhtml": body})).text.split("\n\n") == [
        "One", "It is 38 km\nlong & deep.", "- a b\n- c", "x | y", "first line", "second", "In a", "div", "tail", "漢"
    ]  # fmt: skip


def test_a_chapter_that_is_damaged_is_read_as_far_as_it_goes() -> None:
    body = f"<p>{SENTENCES[0]}</p><p>Broken & <b>unclosed <i>"
    assert parsed(epub({"a.xhtml": body, "b.xhtml": f"<p>{SENTENCES[1]}</p>"})).text.startswith(SENTENCES[0])


def test_the_package_says_what_it_is() -> None:
    metadata = (
        "<dc:title> The\n Strait </dc:title><dc:creator>Ada Holm</dc:creator><dc:creator>John Lee</dc:creator>"
        "<dc:date>1999-05-04T00:00:00Z</dc:date><dc:language>en-GB</dc:language><dc:publisher>Harbour Press</dc:publisher>"
    )
    found = parsed(epub(ONE, metadata))
    assert (found.title, found.author, found.site, found.language) == (
        "The Strait",
        "Ada Holm, John Lee",
        "Harbour Press",
        "en",
    )
    assert found.published
    assert (found.published.day, found.published.trust) == ("1999-05-04T00:00:00+00:00", Trust.STATED)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK\x03\x04", zipped({"a": "b"}), zipped({"META-INF/container.xml": "<container/>"}), zipped({"META-INF/container.xml": "no xml"}),
        zipped({"META-INF/container.xml": CONTAINER.format(path="../../etc/passwd")}), zipped({"META-INF/container.xml": CONTAINER.format(path="a"), "a": "<"}),
    ],
)  # fmt: skip
def test_what_is_no_epub_is_refused(data: bytes) -> None:
    assert refusal(data) == Reason.NOT_EPUB.value


@pytest.mark.parametrize(
    "chapters", [{}, {"a.xhtml": ""}, {"a.xhtml": "<p>...</p>"}, {"../../../etc/passwd": "<p>x</p>"}]
)
def test_an_epub_without_text_is_refused(chapters: dict[str, str]) -> None:
    assert refusal(epub(chapters)) == Reason.EMPTY.value


@pytest.mark.parametrize(
    ("algorithm", "locked"),
    [("http://www.w3.org/2001/04/xmlenc#aes128-cbc", True), ("http://www.idpf.org/2008/embedding", False)],
)
def test_a_locked_epub_is_refused_and_one_with_obfuscated_fonts_is_read(algorithm: str, locked: bool) -> None:
    encryption = f'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{algorithm}"/></EncryptedData></encryption>'
    data = epub(ONE, extra={"META-INF/encryption.xml": encryption})
    if locked:
        assert refusal(data) == Reason.EPUB_LOCKED.value
    else:
        assert parsed(data).text == SENTENCES[0]


def test_entities_are_not_looked_up() -> None:
    lol = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    container = lol + CONTAINER.format(path="OEBPS/content.opf")
    assert refusal(epub(ONE, extra={"META-INF/container.xml": container})) == Reason.NOT_EPUB.value
    chapter = f'{lol}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>The bridge &b;&f; is closed.</p></body></html>'
    found = parsed(epub(ONE, extra={"OEBPS/one.xhtml": chapter}))
    assert "root:" not in found.text
    assert "haha" not in found.text
