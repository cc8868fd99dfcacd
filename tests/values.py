"""Small values that tests of several rooms share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from bot.answering.asked import Asked, prepare
from bot.answering.candidates import Candidate, candidate, settings
from bot.answering.signals import SIGNALS, measure
from bot.model import SHARED, Passage, Published, Question, Retrieval, Sentence, Source, Statistics
from bot.text import Analyzer

ADDED = datetime(2024, 2, 1, tzinfo=UTC)


@cache
def analyzer() -> Analyzer:
    return Analyzer()


def source(id: str = "a", published: Published = None, language: str = "en") -> Source:
    return Source(id, SHARED, f"Title {id}", None, None, published, language, (), ADDED)


def passage(
    sentences: Sequence[str],
    id: str = "a",
    published: Published = None,
    score: float = 1.0,
    title: str = "",
    language: str = "en",
    start: int = 0,
) -> Passage:
    """A passage of these sentences, with a space between two; it begins at `start` of its article."""
    spans, at = [], start
    for text in sentences:
        spans.append(Sentence(at, at + len(text), analyzer().terms(text, language)))
        at += len(text) + 1
    about = source(id, published, language)
    title_terms = analyzer().terms(title, language)
    return Passage(about, start, " ".join(sentences), tuple(spans), title_terms, score)


def question(text: str, language: str = "en") -> Question:
    return analyzer().question(text, [language])


def retrieval(*passages: Passage) -> Retrieval:
    """A library that holds just these passages."""
    held = [{term for sentence in each.sentences for term in sentence.terms} for each in passages]
    lengths = [len(sentence.terms) for each in passages for sentence in each.sentences]
    frequencies = Counter(term for terms in held for term in terms)
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    return Retrieval(passages, Statistics(len(passages), frequencies, mean))


def asked(text: str, *passages: Passage, language: str = "en", within_article: bool = False) -> Asked:
    """A question made ready, asked of a library that holds just these passages."""
    return prepare(question(text, language), retrieval(*passages).statistics, analyzer(), within_article)


def with_frequencies(frequencies: dict[str, int], passages: int = 100) -> Statistics:
    """Of a library with so many passages, of which so many hold these terms."""
    return Statistics(passages, frequencies, 10.0)


def candidates(asked: Asked, *passages: Passage, bm25: float = 1.0) -> list[Candidate]:
    """Every sentence of the passages made ready, in the order of the passages."""
    return [
        candidate(asked, setting, place, bm25, analyzer())
        for setting in settings(passages)
        for place in range(len(setting.passage.sentences))
    ]


def signals(asked: Asked, candidate: Candidate) -> dict[str, float]:
    """The value of each signal by its name."""
    return dict(zip(SIGNALS, measure(asked, candidate), strict=True))


def measured(text: str, *sentences: str, place: int = 0, language: str = "en", title: str = "") -> dict[str, float]:
    """The signals of the sentence at `place` of a passage of these, for this question."""
    held = passage(sentences, language=language, title=title)
    ready = asked(text, held, language=language)
    return signals(ready, candidates(ready, held)[place])


def scored(passage: Passage, score: float) -> Passage:
    """The same passage with another score of the first stage."""
    return replace(passage, score=score)
