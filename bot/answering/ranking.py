"""Put the sentences of the retrieved passages in order."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime

from bot.answering.bm25 import inverse_document_frequency, score_sentences
from bot.answering.kinds import asked_kind, carries
from bot.model import Passage, Question, Quote, Ranking, Retrieval, Sentence, Statistics, Word

# Calibrated on held-out questions (see benchmarks/quality.py), first sentence right.
PASSAGE_WEIGHT = 0.35
"""Of the passage's score, against the sentence's own: a sentence is where its neighbours speak of the matter."""
SURROUNDINGS = 0.5
"""What a word counts that stands in the passage or the title only, against 1 for one in the sentence."""
WITHOUT_KIND = 0.75
"""What is left of the score of a sentence that carries no number when one is asked for, or no time."""
NEARLY = 0.85
"""The share of the first quote's score from which another one is as good."""


def rank(question: Question, retrieval: Retrieval) -> Ranking:
    """Every sentence of the passages, best first; the confidence is the evidence of the first."""
    sentences = [sentence.terms for passage in retrieval.passages for sentence in passage.sentences]
    scores = iter(score_sentences(sentences, question.terms, retrieval.statistics))
    weights = term_weights(question.words, retrieval.statistics)
    kind = asked_kind(question.text)
    quotes = []
    for passage in retrieval.passages:
        around = SURROUNDINGS * coverage(weights, surrounding_terms(passage))
        for sentence, score in zip(passage.sentences, scores):  # noqa: B905 - the scores go on with the next passage
            text = slice_of(passage, sentence)
            factor = 1.0 if kind is None or carries(kind, text) else WITHOUT_KIND
            total = factor * (score + PASSAGE_WEIGHT * passage.score)
            evidence = factor * (around + (1 - SURROUNDINGS) * coverage(weights, frozenset(sentence.terms)))
            quotes.append(Quote(passage.about, sentence.start, sentence.end, text, total, evidence))
    quotes.sort(key=lambda quote: -quote.score)  # stable: ties stay in the order of retrieval
    quotes = newer_first(quotes)
    return Ranking(question, tuple(quotes), confidence=quotes[0].evidence if quotes else 0.0)


def newer_first(quotes: Sequence[Quote]) -> list[Quote]:
    """News ages: of the quotes that are nearly as good as the first, and on as much evidence, the newest leads."""
    if not quotes:
        return []
    first = quotes[0]
    equals = [q for q in quotes if q.score >= NEARLY * first.score and q.evidence >= first.evidence]
    leader = max(equals, key=lambda quote: published_day(quote) or date.min)
    if not published_day(first):
        leader = first  # of an unknown date: nothing says that another one is newer
    return [leader, *(quote for quote in quotes if quote is not leader)]


def published_day(quote: Quote) -> date | None:
    """The day on which the article was published, in UTC; None where it isn't known."""
    published = quote.about.published
    return published.astimezone(UTC).date() if isinstance(published, datetime) else published


def slice_of(passage: Passage, sentence: Sentence) -> str:
    """The sentence's text: a slice of the passage, which is a slice of the article."""
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def term_weights(words: Iterable[Word], statistics: Statistics) -> Mapping[str, float]:
    """How much of the question each of its terms is; they sum up to 1.

    A word weighs as much as the inverse document frequency of its rarest term; terms of one word (a script
    without spaces has several) share that.
    """
    weights: dict[str, float] = {}
    for word in dict.fromkeys(words):
        rarities = [
            inverse_document_frequency(statistics.passages, statistics.frequencies.get(term, 0)) for term in word.terms
        ]
        for term in word.terms:
            weights[term] = weights.get(term, 0.0) + max(rarities) / len(rarities)
    total = sum(weights.values())
    return {term: weight / total for term, weight in weights.items()}


def coverage(weights: Mapping[str, float], held: AbstractSet[str]) -> float:
    """The share of the question, by weight, that is among the terms `held`. 0 to 1."""
    return min(1.0, sum(map(weights.__getitem__, weights.keys() & held)))


def surrounding_terms(passage: Passage) -> AbstractSet[str]:
    """The terms of a passage and of its article's title."""
    terms = frozenset(passage.title_terms)
    return terms.union(*(sentence.terms for sentence in passage.sentences))
