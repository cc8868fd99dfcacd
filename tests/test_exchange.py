"""Articles in and out, one a line, with the library that people have."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import exchange
from bot.exchange import ImportReport, export_articles, import_rows
from bot.intake import Row, read_rows, write_row
from bot.library.local import LocalLibrary
from bot.model import SHARED, Draft, Outcome, OwnOnly, PageStart, Shelf
from bot.text import Analyzer
from tests.hostile import QUICK, TEXTS

ANALYZER = Analyzer()
ONE = Shelf("guild:1")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LocalLibrary]:
    made = LocalLibrary(tmp_path / "data", ANALYZER)
    yield made
    made.close()


def draft(number: int, shelf: Shelf = SHARED) -> Draft:
    return Draft(shelf, f"Title {number}", f"The soldiers left the base number {number} in {shelf}.", f"id-{number:03}")


def line(number: int, **fields: str) -> bytes:
    return json.dumps(
        {"id": f"id-{number}", "title": "T", "text": f"The soldiers left base {number}."} | fields
    ).encode()


def take_in(library: LocalLibrary, *lines: bytes) -> ImportReport:
    return import_rows(library, read_rows(lines), lambda _: None)


def exported(library: LocalLibrary, *shelves: Shelf) -> list[str]:
    return [write_row(article) for article in export_articles(library, shelves)]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "BATCH", 3)


@pytest.mark.usefixtures("small_batches")
def test_all_articles_go_out_once_in_the_order_of_shelf_and_id(library: LocalLibrary) -> None:
    drafts = [draft(number, shelf) for number in range(7) for shelf in (SHARED, ONE, Shelf("guild:10"))]
    library.put(drafts[::-1])
    found = [(article.about.shelf.name, article.about.id) for article in export_articles(library)]
    assert found == sorted((each.shelf.name, str(each.id)) for each in drafts)
    assert [article.about.shelf for article in export_articles(library, [ONE])] == [ONE] * 7


@pytest.mark.usefixtures("small_batches")
def test_what_was_removed_does_not_go_out(library: LocalLibrary) -> None:
    library.put([draft(number) for number in range(5)])
    library.remove(SHARED, ["id-002"])
    assert [article.about.id for article in export_articles(library)] == ["id-000", "id-001", "id-003", "id-004"]


@pytest.mark.usefixtures("small_batches")
def test_who_brings_articles_in_is_named_and_sees_what_it_sees(library: LocalLibrary) -> None:
    library.put([replace(draft(number, ONE), shelf=SHARED) for number in range(2)])
    rows = [Row(number + 1, draft(number, ONE)) for number in range(5)]
    report = import_rows(library, rows, lambda _: None, "discord:1")
    assert (report.outcomes[Outcome.DUPLICATE], report.outcomes[Outcome.ADDED]) == (2, 3)
    report = import_rows(library, rows, lambda _: None, "discord:2", OwnOnly(ONE))
    assert (report.outcomes[Outcome.UNCHANGED], report.outcomes[Outcome.ADDED]) == (3, 2)
    assert [each.by for each in library.journal(ONE, 1, 9).entries] == ["discord:2"] * 2 + ["discord:1"] * 3


def test_an_empty_library_has_nothing_to_go_out(library: LocalLibrary) -> None:
    assert exported(library) == []


@pytest.mark.usefixtures("small_batches")
def test_what_goes_out_comes_into_another_library_the_same(library: LocalLibrary, tmp_path: Path) -> None:
    zone = timezone(timedelta(hours=3, minutes=30))
    library.put(
        [
            Draft(
                SHARED,
                "Ü “T”",
                "One is here.\r\n\r\nTwo\u2028is\x85here. \x1b\u202e\n",
                None,
                "S",
                "https://a.b",
                date(999, 1, 2),
            ),
            Draft(
                ONE,
                "B",
                "Three is here.\n\n\n Four. ",
                "b",
                None,
                None,
                datetime(2024, 1, 25, 14, tzinfo=zone),
                "de",
                ("x, y", "ü"),
            ),
            Draft(SHARED, "C", "Five soldiers are here.", "c", added=datetime(2020, 1, 1, tzinfo=UTC)),
            Draft(
                SHARED,
                "P",
                "Six soldiers are here.\n\nSeven are there.",
                "p",
                author="Ann Smith",
                pages=(PageStart(0, "xii"), PageStart(24, "1"), PageStart(40, "2")),
                updated=datetime(2021, 1, 1, tzinfo=UTC),
            ),
            *[draft(number) for number in range(5)],
        ]
    )
    rows = exported(library)
    other = LocalLibrary(tmp_path / "other", ANALYZER)
    try:
        report = take_in(other, *[row.encode() for row in rows])
        assert (report.outcomes, report.refused) == ({Outcome.ADDED: 9}, [])
        assert exported(other) == rows
        again = take_in(other, *[row.encode() for row in rows])
        assert (again.outcomes, again.refused) == ({Outcome.UNCHANGED: 9}, [])
    finally:
        other.close()


def test_any_text_comes_out_as_it_went_in(tmp_path: Path) -> None:
    library = LocalLibrary(tmp_path / "data", ANALYZER)

    @settings(QUICK, max_examples=20)
    @given(st.lists(TEXTS, max_size=4), st.sampled_from(["en", "zh", "ar", "und"]))
    def check(texts: list[str], language: str) -> None:
        kept = list(dict.fromkeys(f"{text}Soldiers left.{text}".replace("\0", "") for text in texts))
        library.put([Draft(SHARED, "T", text, f"id-{number}", language=language) for number, text in enumerate(kept)])
        for number, text in enumerate(kept):
            article = library.article(SHARED, f"id-{number}")
            assert article.text == text
            assert all(article.text[a:b].strip() == article.text[a:b] != "" for a, b in article.sentences)
        library.remove(SHARED, [article.about.id for article in export_articles(library)])

    try:
        check()
    finally:
        library.close()


def test_each_refused_line_is_named_by_its_number_in_their_order(library: LocalLibrary) -> None:
    report = take_in(
        library,
        line(1),
        b"",
        b"nonsense",
        line(2),
        line(3, text="The soldiers left base 1."),
        b"[]",
        line(4, shelf="x"),
        line(5),
    )
    assert report.outcomes[Outcome.ADDED] == 3
    assert [number for number, _ in report.refused] == [3, 5, 6, 7]
    reasons = dict(report.refused)
    assert "JSON" in reasons[3]
    assert "id-1" in reasons[5]


@pytest.mark.usefixtures("small_batches")
def test_lines_are_numbered_on_from_batch_to_batch(library: LocalLibrary) -> None:
    lines = [line(number) if number % 4 else b"nonsense" for number in range(1, 14)]
    done: list[int] = []
    report = import_rows(library, read_rows(lines), done.append)
    assert sorted(number for number, _ in report.refused) == [4, 8, 12]
    assert sum(done) == 13
    assert report.outcomes == {Outcome.ADDED: 10}


def test_two_lines_with_one_id_are_the_last_of_them(library: LocalLibrary) -> None:
    report = take_in(library, line(1), line(1, text="Another text is here now."))
    assert report.outcomes == {Outcome.ADDED: 1, Outcome.UPDATED: 1}
    assert library.article(SHARED, "id-1").text == "Another text is here now."


@pytest.mark.usefixtures("small_batches")
def test_what_came_before_a_broken_stream_is_kept(library: LocalLibrary) -> None:
    def lines() -> Iterator[bytes]:
        yield from (line(number) for number in range(4))
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="stick"):
        import_rows(library, read_rows(lines()), lambda _: None)
    assert len(exported(library)) == 3


@pytest.mark.usefixtures("small_batches")
def test_a_line_that_is_nearly_another_article_is_kept_and_named_with_that_article(library: LocalLibrary) -> None:
    text = " ".join(f"Soldier number {number} left the base of town {number % 7}." for number in range(60))
    report = take_in(
        library, line(1, text=text), line(2), line(3), line(4, text=f"{text} So they say."), line(5, text=text)
    )
    assert report.outcomes == {Outcome.ADDED: 4, Outcome.DUPLICATE: 1}
    assert [(number, about.id) for number, about in report.resembling] == [(4, "id-1")]


def test_nothing_but_bad_lines_changes_nothing(library: LocalLibrary) -> None:
    report = take_in(library, b"x", b"\xff", b"[" * 50_000)
    assert not report.outcomes
    assert len(report.refused) == 3


@pytest.mark.parametrize(
    "text", ["1," * 40_000 + "1", "x" * 100_000, "\u0301" * 5_000 + "abcdefgh", "a_" * 50_000, "漢" * 50_000]
)
def test_a_word_without_end_can_be_kept_and_found(library: LocalLibrary, text: str) -> None:
    report = take_in(library, line(1, text=f"Soldiers left. {text}", language="en"))
    assert report.outcomes == {Outcome.ADDED: 1}
    assert library.search(SHARED, ANALYZER.question("soldiers", ["en"])).passages
