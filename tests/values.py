"""Small values that tests of several rooms share."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.model import SHARED, Passage, Published, Question, Retrieval, Sentence, Source, Statistics
from bot.text import Analyzer

ADDED = datetime(2024, 2, 1, tzinfo=UTC)


def source(id: str = "a", published: Published = None) -> Source:
    return Source(id, SHARED, f"Title {id}", None, None, published, "en", (), ADDED)


def passage(
    sentences: Sequence[str], id: str = "a", published: Published = None, score: float = 1.0, title: str = ""
) -> Passage:
    """A passage of these sentences, with a space between two."""
    analyzer, spans, start = Analyzer(), [], 0
    for text in sentences:
        spans.append(Sentence(start, start + len(text), analyzer.terms(text, "en")))
        start += len(text) + 1
    about = source(id, published)
    return Passage(about, 0, " ".join(sentences), tuple(spans), analyzer.terms(title, "en"), score)


def question(text: str) -> Question:
    return Analyzer().question(text, ["en"])


def retrieval(*passages: Passage) -> Retrieval:
    """A library that holds just these passages."""
    held = [{term for sentence in each.sentences for term in sentence.terms} for each in passages]
    lengths = [len(sentence.terms) for each in passages for sentence in each.sentences]
    frequencies = {term: sum(term in terms for terms in held) for terms in held for term in terms}
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    return Retrieval(passages, Statistics(len(passages), frequencies, mean))
