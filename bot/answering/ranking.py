"""Put the sentences of the retrieved passages in order, and say how sure we are of the first.

BM25 and the passages' scores make a short list; the signals, weighed, put that in order. Where only one article is
asked, the sentences that are not on the list follow in the order of BM25.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from bot.answering.asked import WORDS, Asked, prepare
from bot.answering.bm25 import score_sentences
from bot.answering.candidates import Candidate, Setting, candidate, settings, slice_of
from bot.answering.signals import SIGNALS, in_words, measure
from bot.answering.signals.matching import weight
from bot.answering.standing import RELEVANCE, log_odds, standing
from bot.answering.timeliness import prefer
from bot.answering.weights import Weights
from bot.model import Explanation, Passage, Question, Quote, Ranking, Reading, Reason, Retrieval
from bot.text import Analyzer

SHORT_LIST = 20
"""Sentences that the signals look at. Measured: with 30 or 60 not one first sentence in a thousand more is right."""
PASSAGE_WEIGHT = 0.35
"""Of the passage's score against the sentence's, for the short list. Calibrated on held-out questions."""
NEARLY = 0.4
"""The difference of two scores, in logits, up to which two sentences are as good: of 100, 60 to 40. With 1, newer
sentences about something else began to lead."""
OTHER_LANGUAGE = 1.0
"""What a sentence loses, in logits and in the first stage, that is in another language than the question: an answer
that the asker can read goes first where there is one."""
BEHIND = 1.0
"""How far behind the short list, in logits, the other sentences begin."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, by its passage and its place in it, with its score of the first stage."""

    passage: int
    sentence: int
    bm25: float
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of the short list, with what the signals say of it."""

    candidate: Candidate
    signals: tuple[float, ...]
    quote: Quote


class Ranker:
    """Orders sentences. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer, weights: Weights) -> None:
        self._analyzer = analyzer
        self._weights = weights
        self._ranking = weights.aligned(tuple(SIGNALS))

    def rank(self, question: Question, retrieval: Retrieval, within_article: bool = False) -> Ranking:
        """The likeliest sentences, best first; all of them where only one article was asked (`within_article`)."""
        typed, question = question, question.corrected(retrieval.corrections)
        asked = prepare(question, retrieval.statistics, self._analyzer, within_article)
        places, shared = first_stage(question, retrieval), settings(retrieval.passages)
        behind = places[SHORT_LIST:] if within_article else []
        judged = self._judge(asked, shared, places[:SHORT_LIST])
        if not judged:
            return Ranking(question, (), confidence=0.0, relevance=0.0)
        quotes = [each.quote for each in judged]
        values = self._standing(asked, judged)
        relevance = self._weights.relevance.probability(values)
        return Ranking(
            question,
            (*quotes, *rest(asked, shared, behind, min(quote.score for quote in quotes))),
            confidence=self._weights.confidence.probability(values | {RELEVANCE: log_odds(relevance)}),
            relevance=relevance,
            relevant=relevance >= self._weights.relevant,
            readings=tuple(self._readings(typed, retrieval.corrections, quotes)),
        )

    def explain(
        self, question: Question, retrieval: Retrieval, within_article: bool = False
    ) -> tuple[Explanation, ...]:
        """Why each sentence of the short list stands where it does, in the order of `rank`."""
        question = question.corrected(retrieval.corrections)
        asked = prepare(question, retrieval.statistics, self._analyzer, within_article)
        places = first_stage(question, retrieval)[:SHORT_LIST]
        judged = self._judge(asked, settings(retrieval.passages), places)
        return tuple(Explanation(each.quote, self._reasons(question, each)) for each in judged)

    def _judge(self, asked: Asked, shared: Sequence[Setting], places: Sequence[Place]) -> list[Judged]:
        """The sentences at these places, best first, led by the one of the right time.

        Ties stay in the order of the first stage.
        """
        judged = []
        for each, signals in look_at(asked, shared, places, self._analyzer):
            score = sum(worth * value for worth, value in zip(self._ranking, signals, strict=True))
            score -= 0.0 if own_language(asked.question, each.setting.passage) else OTHER_LANGUAGE
            judged.append(Judged(each, signals, make_quote(asked, each, score)))
        judged.sort(key=lambda each: -each.quote.score)
        by_quote = {(each.quote.about, each.quote.start): each for each in judged}
        quotes = prefer(asked.question, [each.quote for each in judged], NEARLY)
        return [by_quote[quote.about, quote.start] for quote in quotes]

    def _standing(self, asked: Asked, judged: Sequence[Judged]) -> dict[str, float]:
        """What relevance and confidence are made of, for the first."""
        first, *others = judged
        rivals = [(each.quote.score, each.candidate.terms) for each in others]
        signals = dict(zip(SIGNALS, first.signals, strict=True))
        return standing(asked, signals, first.quote.score, rivals, first.candidate.terms)

    def _readings(self, typed: Question, corrections: Mapping[str, str], quotes: Sequence[Quote]) -> Iterator[Reading]:
        """What the mistyped words were looked up as, as the best quote writes it that holds the word."""
        for word in typed.words:
            for meant in filter(None, map(corrections.get, word.terms)):
                yield Reading(word.text, self._written(meant, quotes) or meant)

    def _written(self, term: str, quotes: Sequence[Quote]) -> str | None:
        """The first word of the quotes that has this term."""
        for quote in quotes:
            for word in WORDS.findall(quote.text):
                if term in self._analyzer.word_terms(word, quote.about.language):
                    return str(word)
        return None

    def _reasons(self, question: Question, judged: Judged) -> tuple[Reason, ...]:
        reasons = [
            Reason(name, in_words(name), value, worth)
            for name, value, worth in zip(SIGNALS, judged.signals, self._ranking, strict=True)
            if value and worth
        ]
        if not own_language(question, judged.candidate.setting.passage):
            reasons.append(Reason("other_language", "is in another language than the question", 1.0, -OTHER_LANGUAGE))
        return tuple(sorted(reasons, key=lambda reason: -abs(reason.adds)))


def look_at(
    asked: Asked, shared: Sequence[Setting], places: Sequence[Place], analyzer: Analyzer
) -> Iterator[tuple[Candidate, tuple[float, ...]]]:
    """The sentences at these places, each with the values of its signals."""
    for place in places:
        each = candidate(asked, shared[place.passage], place.sentence, place.bm25, analyzer)
        yield each, measure(asked, each)


def first_stage(question: Question, retrieval: Retrieval) -> list[Place]:
    """All sentences, in the order of their BM25 score and that of their passage."""
    where = [(p, s) for p, passage in enumerate(retrieval.passages) for s in range(len(passage.sentences))]
    terms = [retrieval.passages[p].sentences[s].terms for p, s in where]
    scores = score_sentences(terms, question.terms, retrieval.statistics)
    shares = [
        PASSAGE_WEIGHT * passage.score - (0.0 if own_language(question, passage) else OTHER_LANGUAGE)
        for passage in retrieval.passages
    ]
    places = [Place(p, s, bm25, bm25 + shares[p]) for (p, s), bm25 in zip(where, scores, strict=True)]
    return sorted(places, key=lambda place: -place.score)


def own_language(question: Question, passage: Passage) -> bool:
    """Whether the passage is in the question's language, as far as is known."""
    return "und" in (question.language, passage.about.language) or question.language == passage.about.language


def make_quote(asked: Asked, each: Candidate, score: float) -> Quote:
    """The quote of a sentence."""
    passage = each.setting.passage
    before = None
    if each.place and each.refers_back:
        before = slice_of(passage, passage.sentences[each.place - 1])
    return Quote(
        about=passage.about,
        start=each.sentence.start,
        end=each.sentence.end,
        text=each.text,
        score=score,
        evidence=evidence(asked, each.terms, each.around),
        before=before,
        page=passage.page_of(each.sentence.start),
    )


def rest(asked: Asked, shared: Sequence[Setting], places: Sequence[Place], last: float) -> list[Quote]:
    """The sentences that are not on the short list, behind its `last` score, in the order of the first stage."""
    quotes = []
    for place in places:
        setting = shared[place.passage]
        passage = setting.passage
        sentence = passage.sentences[place.sentence]
        score = last - BEHIND - (places[0].score - place.score)
        text = slice_of(passage, sentence)
        held = evidence(asked, frozenset(sentence.terms), setting.around)
        page = passage.page_of(sentence.start)
        quotes.append(Quote(passage.about, sentence.start, sentence.end, text, score, held, page=page))
    return quotes


def evidence(asked: Asked, terms: Set[str], around: Set[str]) -> float:
    """How much of the question the terms hold; what stands around them only, counts half. 0 to 1."""
    return min(1.0, (weight(asked, terms) + weight(asked, around)) / 2)
