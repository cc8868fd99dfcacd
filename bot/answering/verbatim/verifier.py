"""What is looked up for a pasted quote, which articles are read, and the verdict on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from bot.answering.verbatim.nearest import Alignment, Weigh, Window, align, best_window
from bot.answering.verbatim.places import Stretch, article_stretches, find_place, passage_stretch
from bot.answering.verbatim.words import Pasted, read_pasted
from bot.model import Altered, Article, Excerpt, Passage, Question, Source, Unfound, Verbatim, Verdict, Word
from bot.text import Analyzer, Span

MOST_TERMS = 64
"""Different terms that are looked up, from all over the pasted text: each costs time, and so many are enough."""
GUESSED_BY = 2_000
"""Code points by which the language is guessed."""
MOST_ARTICLES = 4
"""Articles that are read where no passage holds all of the pasted text."""
MOST_ALIGNED = 8
"""Windows, those that share the most words, in which the nearest sentence is looked for."""
CONTENT_WEIGHT, STOP_WEIGHT = 4, 1
"""What a word counts that is looked up, and one that is not."""
NEAR = 0.6
"""Likeness from which a sentence is taken for what was meant."""
LEAST_SHARED = 2 * CONTENT_WEIGHT
"""What a sentence shares at least with the pasted text, to be the nearest or related."""
MOST_RELATED = 3


class Verifier:
    """Says of a pasted text whether it stands in an article. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def question(self, text: str, languages: Iterable[str]) -> Question:
        """What is looked up for a pasted text: without terms, there is nothing to look up.

        `languages` are the library's, the most frequent first.
        """
        language = self._analyzer.guess_language(text[:GUESSED_BY], languages)
        terms = spread(tuple(dict.fromkeys(self._analyzer.terms(text, language))))
        return Question(text, language, tuple(Word(term, (term,)) for term in terms))

    def verdict(self, question: Question, passages: Sequence[Passage], articles: Iterable[Article]) -> Verdict:
        """Whether what was pasted stands in one of the passages, best first, or of the articles.

        The articles are read only where no passage holds it.
        """
        parts = [passage_stretch(passage) for passage in passages]
        readings = read_pasted(question.text, {key for part in parts for key in part.words.keys})
        found = list(places(readings, parts))
        if not found:
            wholes = list(stretches(articles, passages, len(question.text)))
            found = list(places(readings, wholes))
            read = {key_of(each.about) for each in wholes}
            parts = [*wholes, *(part for part in parts if key_of(part.about) not in read)]
        return standing(found) if found else nearest(question, readings, parts, self._weigh(question.language))

    def _weigh(self, language: str) -> Weigh:
        def weigh(word: str) -> int:
            return CONTENT_WEIGHT if self._analyzer.word_terms(word, language) else STOP_WEIGHT

        return weigh


def spread(terms: Sequence[str]) -> list[str]:
    """MOST_TERMS of the terms, or all: the longest, as a rule the rarest, of each of as many parts."""
    size = max(1.0, len(terms) / MOST_TERMS)
    cuts = [round(number * size) for number in range(min(MOST_TERMS, len(terms)) + 1)]
    return [max(terms[a:b], key=len) for a, b in pairwise(cuts)]


def worth_reading(passages: Iterable[Passage]) -> list[Source]:
    """The articles of which the most was retrieved: those that may hold what no passage holds alone."""
    scores: dict[object, float] = {}
    sources: dict[object, Source] = {}
    for passage in passages:
        key = key_of(passage.about)
        scores[key] = scores.get(key, 0.0) + passage.score
        sources.setdefault(key, passage.about)
    return [sources[key] for key in sorted(scores, key=lambda key: -scores[key])[:MOST_ARTICLES]]


def key_of(about: Source) -> object:
    """What names an article."""
    return about.shelf, about.id


def stretches(articles: Iterable[Article], passages: Sequence[Passage], pasted_length: int) -> Iterator[Stretch]:
    """What is looked at of the articles."""
    for article in articles:
        own = [passage for passage in passages if key_of(passage.about) == key_of(article.about)]
        yield from article_stretches(article, own, pasted_length)


def places(readings: Iterable[Pasted], parts: Sequence[Stretch]) -> Iterator[Verbatim]:
    """Where the pasted text stands, once in each article."""
    seen: set[object] = set()
    for pasted, part in product(readings, parts):
        place = None if key_of(part.about) in seen else find_place(pasted, part.words)
        if place:
            seen.add(key_of(part.about))
            excerpt, sentences, omitted = place.excerpts(part)
            yield Verbatim(pasted.text, excerpt, sentences, omitted)


def standing(found: Sequence[Verbatim]) -> Verbatim:
    """The place with the least left out, the first of these, and the others."""
    first = min(found, key=lambda each: sum(len(gap.text) for gap in each.omitted))
    return replace(first, others=tuple(each.excerpt for each in found if each is not first))


def nearest(question: Question, readings: Iterable[Pasted], parts: Sequence[Stretch], weigh: Weigh) -> Verdict:
    """What is nearest to the pasted text, where it is near enough."""
    windows = [best_window(pasted, part, weigh) for pasted in readings for part in parts]
    shared = [window for window in sorted(windows, key=lambda each: -each.shared) if window.shared >= LEAST_SHARED]
    alignments = [align(window, weigh) for window in shared[:MOST_ALIGNED]]
    best = max(alignments, key=lambda each: each.likeness, default=None)
    if best is None or best.likeness < NEAR:
        return Unfound(question.text, tuple(related(shared, weigh)))
    return altered(best)


def altered(alignment: Alignment) -> Altered:
    """The verdict that an alignment gives."""
    excerpt, sentences = alignment.stretch.around(alignment.first, alignment.stop - 1)
    return Altered(alignment.pasted.text, excerpt, sentences, alignment.changes(), alignment.likeness)


def related(windows: Iterable[Window], weigh: Weigh) -> Iterator[Excerpt]:
    """Of each article the sentence of its best window that shares the most with the pasted text."""
    seen: set[object] = set()
    for window in windows:
        key = key_of(window.stretch.about)
        if key not in seen and len(seen) < MOST_RELATED:
            seen.add(key)
            yield best_sentence(window, weigh)


def best_sentence(window: Window, weigh: Weigh) -> Excerpt:
    """The sentence that shares the most, by weight, of those in the window."""
    pasted = window.pasted
    typed = {key.casefold() for key in pasted.words.keys}
    words = window.stretch.words
    scores: dict[Span, int] = {}
    for place in range(window.first, min(window.first + len(pasted.words.keys), len(words.keys))):
        if words.keys[place].casefold() in typed:
            sentence = window.stretch.around(place, place)[1]
            span = sentence.start, sentence.end
            scores[span] = scores.get(span, 0) + weigh(words.keys[place])
    return window.stretch.excerpt(*max(scores, key=scores.__getitem__))
