"""Articles that are one story count as one source."""

from dataclasses import replace

import pytest

from bot.answering.agreement.sameness import Reading, same_story
from bot.model import Quote
from bot.text import Analyzer
from bot.text.sketches import sketch
from tests.answering.agreement.test_comparison import TROOPS, quote, told

ANALYZER = Analyzer()
STORY = [f"word{i}" for i in range(200)]


def of(terms: list[str], text: str, id: str, url: str | None = None) -> Quote:
    """A quote of an article of these terms."""
    made = quote(text, id, url=url)
    return replace(made, about=replace(made.about, sketch=sketch(terms)))


def test_sentences_of_two_articles_that_are_nearly_the_same_count_once() -> None:
    first = of(STORY[:190], TROOPS[1], "first")
    others = [
        of(STORY[:189], "The US has 2,500 troops in Iraq.", "copy"),
        of(STORY[5:195], "The US has 3,400 troops in Iraq.", "corrected copy"),
        of(["another", *STORY[100:]], "There are 2,500 US troops in Iraq.", "another"),
        of(["another", *STORY[101:]], "2,500 US troops are in Iraq now.", "copy of another"),
        of(STORY[:90], "The U.S. has 2,500 troops in Iraq.", "half of it"),
    ]
    agreement = told(TROOPS[0], first, others)
    assert [each.about.id for each in agreement.agreeing] == ["another", "half of it"]
    assert agreement.differing == ()


def test_articles_without_a_sketch_are_not_alike_for_that() -> None:
    one, other = (Reading(quote(text, text), ANALYZER) for text in ("It rained.", "The sun shone."))
    assert not same_story(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://example.org/a", "http://www.example.org/a/?utm_source=x#top", True),
        ("https://example.org/a", "https://example.org/b", False),
        ("https://example.org", "https://example.org/", False),  # two articles that only name their site
        (None, None, False),
    ],
)
def test_articles_of_one_page_are_one_story(one: str | None, other: str | None, same: bool) -> None:
    readings = (Reading(quote(text, text, url=url), ANALYZER) for text, url in (("It rained.", one), ("Dry.", other)))
    assert same_story(*readings) is same
