"""What stands around articles on pages, and what only begins like it."""

import pytest

from bot.text.furniture import MAX_ADDRESS, MAX_PHRASE, fold
from bot.text.page_edges import (
    heads_listing,
    is_navigation,
    is_page_part,
    labelled_author,
    labelled_publisher,
    read_edge_phrases,
    tells_reading_time,
)


@pytest.mark.parametrize(
    "line",
    ["World", "BREAKING NEWS", "Name *", "Your email", "WhatsApp", "Board index", "Politik", "Deportes", "À la une", "Cronaca", "Esportes",
     "Binnenland", "Inrikes", "Общество", "Gündem", "رياضة", "Media contact: press@post.example", "This page was last edited on 3 June 2021, at 10:12.",
     "The views expressed in this article are the author's own.", "Catégorie : Monde", "Рубрика: Мир"],
)  # fmt: skip
def test_a_part_of_a_page(line: str) -> None:
    assert is_page_part(line)


@pytest.mark.parametrize(
    "line",
    ["", "World leaders met.", "World leaders meet in Wendale", "His views were expressed clearly.", "Names were read out.", "The name", "x" * 300],
)  # fmt: skip
def test_no_part_of_a_page(line: str) -> None:
    assert not is_page_part(line)


def test_headings_over_lists_of_links() -> None:
    for line in (
        "Related articles",
        "RELATED ARTICLES:",
        "→ Tags",
        "Mehr zum Thema",
        "Lo más leído",
        "Читайте также",
        "مقالات ذات صلة",
    ):
        assert heads_listing(line)
    assert not heads_listing("Related articles were found")


def test_entries_of_menus() -> None:
    assert is_navigation("Skip to content")
    assert is_navigation("Startseite")
    assert not is_navigation("Home prices rise")


def test_times_of_reading() -> None:
    for line in (
        "4 min read",
        "Reading time: 4 minutes",
        "Lesezeit: 4 Minuten",
        "4 мин. чтения",
        "٤ دقائق قراءة",
        "Temps de lecture : 4 minutes",
    ):
        assert tells_reading_time(line)
    assert not tells_reading_time("It took him 4 minutes to read it.")


def test_names_behind_a_label() -> None:
    assert labelled_author("Written by Jane Roe") == "Jane Roe"
    assert labelled_author("Автор: Иван Соколов") == "Иван Соколов"
    assert labelled_author("بقلم: سعاد الحداد") == "سعاد الحداد"
    assert labelled_author("Authority is gone") is None
    assert labelled_publisher("Published by The Harbour Post") == "The Harbour Post"
    assert labelled_publisher("Published") is None


def test_no_phrase_is_longer_than_what_is_looked_at() -> None:
    phrases = read_edge_phrases()
    lists = [
        *(phrases.parts.whole | phrases.reading_time.whole | phrases.listing | phrases.navigation),
        *(each for part in (phrases.parts, phrases.reading_time) for found in (*part.opening.values(), *part.address.values()) for each in found),
    ]  # fmt: skip
    for phrase in lists:
        assert 0 < len(phrase) <= MAX_PHRASE < MAX_ADDRESS
        assert phrase == fold(phrase)
