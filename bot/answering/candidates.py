"""A sentence made ready for the signals: its words, what of the question it holds, and what stands around it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.asked import WORDS, Asked, visible
from bot.answering.language.kinds import Span, shown
from bot.answering.language.phrases import plain
from bot.model import Passage, Sentence, utc_day
from bot.text import Analyzer, opens_with_pronoun

MAX_SIGNS = 16
"""How many words of a sentence are looked at as what is asked for; lists of names have hundreds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all sentences of a passage share."""

    passage: Passage
    terms: Set[str]  # of the whole passage
    title: Set[str]  # its terms, and the year of publication as one
    around: Set[str]  # both together
    article: Set[str]  # of all passages of this article that were retrieved
    passage_share: float  # of the best passage's score, 0 to 1
    article_share: float  # of the scores of all passages, those of this article; 0 to 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, with all that the signals ask of it."""

    setting: Setting
    place: int  # of the sentence in its passage, from 0
    sentence: Sentence
    text: str
    bm25: float
    words: tuple[str, ...]  # as written, folded, stop words too
    signs: tuple[int, ...]  # which of the words show the kind that is asked for, and stand not in the question
    terms: Set[str]
    held: Set[str]  # terms of the question in the sentence
    missing: Set[str]  # … and those that are not
    positions: Mapping[str, Sequence[int]]  # term of the question -> which of the words hold it; never empty
    previous: Set[str]  # terms of the sentence before
    next: Set[str]
    refers_back: bool  # it begins with a pronoun

    @property
    def around(self) -> Set[str]:
        """Terms of the sentence, its passage and the title."""
        return self.setting.around

    @property
    def language(self) -> str:
        """Of the article."""
        return self.setting.passage.about.language

    def sentence_terms(self, place: int) -> Set[str]:
        """The terms of another sentence of the passage; none where there is no such sentence."""
        return sentence_terms(self.setting.passage, place)


def sentence_terms(passage: Passage, place: int) -> Set[str]:
    """The terms of a sentence by its place in the passage, from 0; none where there is no such sentence."""
    return frozenset(passage.sentences[place].terms) if 0 <= place < len(passage.sentences) else frozenset()


def settings(passages: Sequence[Passage]) -> list[Setting]:
    """What the sentences of each passage share."""
    best = max((passage.score for passage in passages), default=0.0) or 1.0
    total = sum(passage.score for passage in passages) or 1.0
    terms = [frozenset().union(*(sentence.terms for sentence in passage.sentences)) for passage in passages]
    scores: dict[object, float] = {}
    articles: dict[object, set[str]] = {}
    for passage, held in zip(passages, terms, strict=True):
        key = passage.about.shelf, passage.about.id
        scores[key] = scores.get(key, 0.0) + passage.score
        articles.setdefault(key, set()).update(held)
    return [
        Setting(
            passage=passage,
            terms=held,
            title=title,
            around=held | title,
            article=articles[passage.about.shelf, passage.about.id],
            passage_share=passage.score / best,
            article_share=scores[passage.about.shelf, passage.about.id] / total,
        )
        for passage, held in zip(passages, terms, strict=True)
        for title in [frozenset(passage.title_terms).union(year_published(passage))]
    ]


def year_published(passage: Passage) -> tuple[str, ...]:
    """The year in which the article was published, as the term that a question holds that names it."""
    day = utc_day(passage.about.published)
    return (str(day.year),) if day else ()


def candidate(asked: Asked, setting: Setting, place: int, bm25: float, analyzer: Analyzer) -> Candidate:
    """Make a sentence ready."""
    passage = setting.passage
    sentence = passage.sentences[place]
    text = slice_of(passage, sentence)
    spans = [match.span() for match in WORDS.finditer(text)]
    word_terms = [analyzer.word_terms(text[start:end], passage.about.language) for start, end in spans]
    low = plain(text, passage.about.language)
    words = tuple(visible(low[start:end]) for start, end in spans)
    terms = frozenset(sentence.terms)
    held = asked.weights.keys() & terms
    return Candidate(
        setting=setting,
        place=place,
        sentence=sentence,
        text=text,
        bm25=bm25,
        words=words,
        signs=tuple(signs(asked, words, word_terms, spans, shown(asked.kind, text, passage.about.language))),
        terms=terms,
        held=held,
        missing=asked.weights.keys() - terms,
        positions=positions(held, word_terms),
        previous=sentence_terms(passage, place - 1),
        next=sentence_terms(passage, place + 1),
        refers_back=opens_with_pronoun(text, passage.about.language),
    )


def positions(held: Set[str], words: Iterable[Sequence[str]]) -> dict[str, list[int]]:
    """Which of the words, given by their terms, hold which of the terms; no word holds initials of a name."""
    places: dict[str, list[int]] = {}
    for i, terms in enumerate(words):
        for term in terms:
            if term in held:
                places.setdefault(term, []).append(i)
    return places


def signs(
    asked: Asked, words: Sequence[str], terms: Sequence[Sequence[str]], places: Sequence[Span], shown: Iterable[Span]
) -> Iterator[int]:
    """Which of the words, at these places and with these terms, show what is asked for, and stand not in the question.

    At most MAX_SIGNS of them.
    """
    ends = [end for _, end in places]
    found: dict[int, None] = {}
    for start, end in shown:
        i = bisect_right(ends, start)
        while i < len(places) and places[i][0] < end and len(found) < MAX_SIGNS:
            if words[i] not in asked.words and asked.weights.keys().isdisjoint(terms[i]):
                found[i] = None
            i += 1
    return iter(found)


def slice_of(passage: Passage, sentence: Sentence) -> str:
    """The sentence's text: a slice of the passage, which is a slice of the article."""
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def word_pairs(candidate: Candidate) -> Set[tuple[str, str]]:
    """Neighbours among the words of the sentence."""
    return set(pairwise(candidate.words))
