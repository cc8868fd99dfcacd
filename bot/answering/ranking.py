"""Put the sentences of the retrieved passages in order."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.answering.bm25 import inverse_document_frequency, score_sentences
from bot.model import Passage, Question, Quote, Ranking, Retrieval, Sentence, Statistics, Word

# Calibrated on held-out questions (see benchmarks/quality.py), first sentence right.
PASSAGE_WEIGHT = 0.35
"""Of the passage's score, against the sentence's own: a sentence is where its neighbours speak of the matter."""
SURROUNDINGS = 0.5
"""What a word counts that stands in the passage or the title only, against 1 for one in the sentence."""


def rank(question: Question, retrieval: Retrieval) -> Ranking:
    """Every sentence of the passages, best first; the confidence is that of the first."""
    candidates = [(passage, sentence) for passage in retrieval.passages for sentence in passage.sentences]
    scores = score_sentences([sentence.terms for _, sentence in candidates], question.terms, retrieval.statistics)
    weights = word_weights(question.words, retrieval.statistics)
    surroundings = {id(passage): surrounding_terms(passage) for passage in retrieval.passages}
    quotes = [
        cut(
            passage,
            sentence,
            score=score + PASSAGE_WEIGHT * passage.score,
            coverage=coverage(weights, frozenset(sentence.terms), surroundings[id(passage)]),
        )
        for (passage, sentence), score in zip(candidates, scores, strict=True)
    ]
    quotes.sort(key=lambda quote: -quote.score)  # stable: ties stay in the order of retrieval
    return Ranking(question, tuple(quotes), confidence=quotes[0].coverage if quotes else 0.0)


def cut(passage: Passage, sentence: Sentence, score: float, coverage: float) -> Quote:
    """The sentence as a quote: a slice of the passage, which is a slice of the article."""
    text = passage.text[sentence.start - passage.start : sentence.end - passage.start]
    return Quote(passage.about, sentence.start, sentence.end, text, score, coverage)


def word_weights(words: Iterable[Word], statistics: Statistics) -> Mapping[Word, float]:
    """How much each word of the question matters: the inverse document frequency of its rarest term, > 0."""
    return {
        word: max(
            inverse_document_frequency(statistics.passages, statistics.frequencies.get(term, 0)) for term in word.terms
        )
        for word in words
    }


def coverage(weights: Mapping[Word, float], sentence: AbstractSet[str], surroundings: AbstractSet[str]) -> float:
    """The weighted share of the question's words that the sentence holds, or, for less, its surroundings. 0 to 1."""
    total = sum(weights.values())
    if not total:
        return 0.0
    held = sum(
        weight * (SURROUNDINGS * share(word.terms, surroundings) + (1 - SURROUNDINGS) * share(word.terms, sentence))
        for word, weight in weights.items()
    )
    return min(1.0, held / total)


def share(terms: Sequence[str], held: AbstractSet[str]) -> float:
    """The part of a word's terms that is held: a word of a script without spaces has several."""
    return sum(term in held for term in terms) / len(terms)


def surrounding_terms(passage: Passage) -> AbstractSet[str]:
    """The terms of a passage and of its article's title."""
    terms = frozenset(passage.title_terms)
    return terms.union(*(sentence.terms for sentence in passage.sentences))
