"""Bad documents by the hundred: each is an article or one sentence, within the limits."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import reply
from bot.errors import ArticleRefused
from bot.intake.parsing import Elsewhere, Kind, Parsed, Parsers
from bot.intake.parsing.reasons import BY_TEMPLATE
from tests.intake.parsing.hostile_documents import DOCUMENTS
from tests.intake.parsing.packages import epub, p, word
from tests.intake.parsing.pdfs import Pdf
from tests.intake.parsing.reading import SENTENCES

SECONDS = 2
ENGLISH, SPANISH = reply.words_for("en"), reply.words_for("es")
SAVED = (Path(__file__).parent.parent / "pages/news.html").read_bytes()


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(seconds=dict.fromkeys(Kind, SECONDS)) as parsers:
        yield parsers


def outcome(
    parsers: Parsers, kind: Kind, data: bytes, charset: str | None = None
) -> Parsed | Elsewhere | ArticleRefused:
    """What comes of a document: nothing else than these three, and a refusal is one of the list, in a sentence."""
    begun = time.monotonic()
    try:
        found: Parsed | Elsewhere | ArticleRefused = parsers.parse(kind, data, charset=charset)
    except ArticleRefused as refused:
        found = refused
    assert time.monotonic() - begun < 3 * SECONDS + 6
    if isinstance(found, ArticleRefused):
        assert found.reason.template in BY_TEMPLATE
        assert reply.error(ENGLISH, found) != reply.error(SPANISH, found)
    assert not isinstance(found, Parsed) or any(map(str.isalnum, found.text))
    return found


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, made in DOCUMENTS.items() for name in made])
def test_a_document_that_is_made_to_do_harm_is_read_or_refused(parsers: Parsers, kind: Kind, name: str) -> None:
    found = outcome(parsers, kind, DOCUMENTS[kind][name]())
    assert not isinstance(found, Parsed) or "root:" not in found.text


def whole(kind: Kind) -> bytes:
    """A document of a kind that is read without complaint."""
    if kind is Kind.PAGE:
        return SAVED
    if kind is Kind.DOCX:
        return word("".join(map(p, SENTENCES)))
    if kind is Kind.EPUB:
        return epub({f"{n}.xhtml": f"<h1>Chapter {n}</h1><p>{sentence}</p>" for n, sentence in enumerate(SENTENCES)})
    made = Pdf(info={"Title": "The old bridge"}, catalog="/PageLabels << /Nums [0 << /S /r >>] >>", compressed=True)
    for sentence in SENTENCES:
        made.page().column([sentence[:60], sentence[60:]], 60, 760)
    return made.data()


def broken(data: bytes, seed: int) -> bytes:
    """Cut, with bytes changed, doubled or left out, at places that the seed chooses."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        place, length = chance.randrange(len(changed)), chance.choice((1, 2, 50))
        match chance.randrange(5):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                changed[place : place + length] = chance.randbytes(length)
            case 2:
                del changed[place : place + length]
            case 3:
                changed[place:place] = changed[place : place + length]
            case _:
                other = chance.randrange(len(changed))
                changed[place : place + length] = changed[other : other + length]
    return bytes(changed[: chance.randrange(1, len(changed))] if chance.random() < 0.25 else changed)


@pytest.mark.parametrize("kind", Kind)
def test_a_whole_document_is_read(parsers: Parsers, kind: Kind) -> None:
    assert isinstance(outcome(parsers, kind, whole(kind)), Parsed)


@pytest.mark.parametrize("kind", Kind)
def test_documents_broken_in_a_hundred_ways_are_read_or_refused(parsers: Parsers, kind: Kind) -> None:
    data = whole(kind)
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda seed: outcome(parsers, kind, broken(data, seed)), range(100)))
    assert len(found) == 100


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("other", Kind)
def test_a_document_of_another_kind_is_refused(parsers: Parsers, kind: Kind, other: Kind) -> None:
    if kind is not other:
        assert isinstance(outcome(parsers, kind, whole(other)), ArticleRefused)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(Kind),
    st.binary(max_size=500),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><p>"]),
    st.sampled_from([None, "utf-16", "zip", "\ud800"]),
)
def test_any_bytes_are_an_article_or_refused(
    parsers: Parsers, kind: Kind, data: bytes, start: bytes, charset: str | None
) -> None:
    outcome(parsers, kind, start + data, charset)
