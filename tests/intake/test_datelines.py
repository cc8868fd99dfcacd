"""Lines that only say a day."""

import pytest
from hypothesis import given

from bot.intake.datelines import MAX_DATELINE, is_dateline, opens_dateline, published_day
from tests.hostile import TEXTS, THOROUGH, seconds

DAY = "2024-03-14"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 March 2024", DAY),
        ("March 14, 2024", DAY),
        ("Thursday, March 14th, 2024", DAY),
        ("Mar. 14, 2024 at 2:15 p.m. EDT", DAY),
        ("Published: 14 March 2024, 14:30 GMT", DAY),
        ("First published on Thu 14 Mar 2024 14.30 GMT", DAY),
        ("2024-03-14", DAY),
        ("2024-03-14 09:15", DAY),
        ("2024-03-14T09:15:00+02:00", "2024-03-14 09:15:00+02:00"),
        ("2024-03-14T09:15Z", "2024-03-14 09:15:00+00:00"),
        ("14/03/2024", DAY),
        ("03/14/2024", DAY),
        ("14. März 2024, 9:15 Uhr", DAY),
        ("Stand: 14.03.2024, 09:15 Uhr", DAY),
        ("Veröffentlicht am Donnerstag, 14. März 2024", DAY),
        ("14 de marzo de 2024 a las 9:15 h", DAY),
        ("Publié le 14 mars 2024 à 9h15", DAY),
        ("Publié le 14 mars 2024 à 9h15 - Mis à jour le 15 mars 2024", DAY),
        ("1er mars 2024", "2024-03-01"),
        ("14 marzo 2024 alle 9:15", DAY),
        ("14 de março de 2024 às 9h15", DAY),
        ("14 maart 2024 om 9:15 uur", DAY),
        ("Publicerad: 14 mars 2024 kl. 9.15", DAY),
        ("14 марта 2024 г., 09:15", DAY),
        ("Yayınlanma: 14 Mart 2024 Perşembe", DAY),
        ("١٤ مارس ٢٠٢٤", DAY),
        ("14 آذار 2024", DAY),
        ("03/04/2024", "None"),
        ("Updated 15 March 2024", "None"),
        ("Aktualisiert am 15. März 2024", "None"),
        ("14 March 2024 – 15 March 2024", "None"),
        ("31 February 2024", "None"),
    ],
)
def test_a_line_of_a_date_and_the_day_that_it_names_for_certain(line: str, day: str) -> None:
    assert is_dateline(line)
    assert str(published_day(line)) == day


@pytest.mark.parametrize(
    "line",
    ["", "2024", "March 2024", "In March 2024 he left", "14 March 2024, Wendale", "14 March", "Page 14 of 2024", "May 2024 be kind", "Released 14 March 2024.", "14:30", "He left on 14 March 2024.", "14 March 2024 " * 10],
)  # fmt: skip
def test_what_says_more_or_no_day_is_no_dateline(line: str) -> None:
    assert not is_dateline(line)


def test_a_line_may_begin_as_one_of_a_date_does_and_go_on() -> None:
    assert opens_dateline("Posted on 14 March 2024 by admin")
    assert not opens_dateline("Photo: The Post, 14 March 2024")


@THOROUGH
@given(TEXTS)
def test_any_line_is_one_or_not(text: str) -> None:
    line = text.strip()
    assert not (is_dateline(line) and len(line) > MAX_DATELINE)
    assert not (published_day(line) and not any(map(str.isdigit, line)))


@pytest.mark.parametrize("piece", ["1", "14 March ", "2024 ", "march", "/", ".", "١", " de "])
def test_a_long_line_takes_no_time(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))
    assert seconds(lambda: (is_dateline(line), published_day(line), opens_dateline(line))) < 2
