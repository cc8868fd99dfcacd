"""Where a pasted text stands in an article, word for word."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from bot.answering.verbatim.words import NO_SPACES, Pasted, Words, other_case, read_stored
from bot.model import Article, Excerpt, Passage, Source
from bot.text import Span

WHOLE_ARTICLE = 100_000
"""Code points of an article that is looked at as a whole; of a longer one, what stands around its passages."""
MOST_PASSAGES = 10
"""Passages of such an article, the best, around which it is looked at: all together some 200,000 code points."""
ROOM = 1_000
"""Code points on either side of a passage that are looked at, beside what the pasted text may take."""
SPREAD = 2
"""How many times as long as the pasted text the same words may be in an article, by white space and marks."""
LEAST_PIECE = 3.0
"""Words between two ellipses. Fewer could be picked together from anywhere to say anything."""
LETTER_WORDS = 0.5
"""What a letter counts in a script without spaces: the mean Chinese or Japanese word has some two."""
ONE_LETTER = regex.compile(NO_SPACES, regex.VERSION1)


@dataclass(frozen=True)
class Stretch:
    """A part of an article that is looked at, or all of it. Offsets count in the article."""

    about: Source
    start: int
    text: str
    sentences: Sequence[Span]  # those that lie within it
    words: Words

    def excerpt(self, start: int, end: int) -> Excerpt:
        """What stands there."""
        return Excerpt(self.about, start, end, self.text[start - self.start : end - self.start])

    def around(self, first: int, last: int) -> tuple[Excerpt, Excerpt]:
        """The words from `first` to `last`, and the whole sentences that they are of.

        Where nothing but marks is missing from the sentences, both are the same.
        """
        start, end = self.words.spans[first][0], self.words.spans[last][1]
        before = bisect_right(self.sentences, start, key=end_of)
        behind = bisect_left(self.sentences, end, key=start_of)
        touched = self.sentences[before:behind]
        whole = (min(start, touched[0][0]), max(end, touched[-1][1])) if touched else (start, end)
        cuts_off = first and self.words.spans[first - 1][0] >= whole[0]
        goes_on = last + 1 < len(self.words.spans) and self.words.spans[last + 1][1] <= whole[1]
        return self.excerpt(*((start, end) if cuts_off or goes_on else whole)), self.excerpt(*whole)

    def sentence(self, place: int) -> range:
        """The places of the words of the sentence that has a word at `place`; that word where it is of none."""
        starts = self.words.spans
        whole = self.around(place, place)[1]
        return range(
            bisect_left(starts, whole.start, hi=place + 1, key=start_of), bisect_left(starts, whole.end, key=start_of)
        )


def start_of(span: Span) -> int:
    return span[0]


def end_of(span: Span) -> int:
    return span[1]


def passage_stretch(passage: Passage) -> Stretch:
    """A passage, as it was retrieved."""
    sentences = [(each.start, each.end) for each in passage.sentences]
    return Stretch(passage.about, passage.start, passage.text, sentences, read_stored(passage.text, passage.start))


def article_stretches(article: Article, passages: Sequence[Passage], pasted_length: int) -> Iterator[Stretch]:
    """The article, or what stands around the passages of it, best first, where it is long; cut where sentences end."""
    if len(article.text) <= WHOLE_ARTICLE:
        yield article_stretch(article, 0, len(article.text))
        return
    room, best = ROOM + SPREAD * pasted_length, passages[:MOST_PASSAGES]
    spans = sorted((passage.start - room, passage.start + len(passage.text) + room) for passage in best)
    for start, end in joined(spans):
        first = bisect_right(article.sentences, max(0, start), key=end_of)
        last = bisect_left(article.sentences, end, key=start_of) - 1
        if first <= last:
            yield article_stretch(article, article.sentences[first][0], article.sentences[last][1])


def article_stretch(article: Article, start: int, end: int) -> Stretch:
    text = article.text[start:end]
    first = bisect_left(article.sentences, start, key=start_of)
    sentences = article.sentences[first : bisect_right(article.sentences, end, key=end_of)]
    return Stretch(article.about, start, text, sentences, read_stored(text, start))


def joined(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, ascending, those that touch made one."""
    open_span: Span | None = None
    for start, end in spans:
        if open_span and start <= open_span[1]:
            open_span = open_span[0], max(end, open_span[1])
        else:
            if open_span:
                yield open_span
            open_span = start, end
    if open_span:
        yield open_span


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pieces of a pasted text stand: places of words, ascending."""

    pieces: tuple[range, ...]

    def excerpts(self, stretch: Stretch) -> tuple[Excerpt, Excerpt, tuple[Excerpt, ...]]:
        """What was pasted as the article has it, the sentences of it, and what stands between the pieces."""
        excerpt, sentences = stretch.around(self.pieces[0].start, self.pieces[-1].stop - 1)
        spans = stretch.words.spans
        omitted = (
            stretch.excerpt(spans[one.stop][0], spans[next.start - 1][1])
            for one, next in pairwise(self.pieces)
            if one.stop < next.start
        )
        return excerpt, sentences, tuple(omitted)


def find_place(pasted: Pasted, words: Words) -> Place | None:
    """Where all pieces stand in their order, with as little between them as may be behind the first such place."""
    for keys in spellings(pasted.words.keys):  # with nothing left out
        at = words.find(keys, 0)
        if at is not None:
            return Place((range(at, at + len(keys)),))
    pieces = [spellings(pasted.words.keys[piece.start : piece.stop]) for piece in pasted.pieces]
    found: list[range] = []
    begin = 0
    for piece in pieces:
        places = [place for keys in piece if (place := words.find(keys, begin)) is not None]
        if not places:
            return None
        found.append(range(min(places), min(places) + len(piece[0])))
        begin = found[-1].stop
    for number in range(len(found) - 2, -1, -1):  # draw each piece as near to the next one as it stands
        stop = found[number + 1].start
        nearer = max(place for keys in pieces[number] if (place := words.find_last(keys, stop)) is not None)
        found[number] = range(nearer, nearer + len(found[number]))
    placed = Place(tuple(found))
    return None if picked(pasted, placed) else placed


def spellings(keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words as they are, and with their first letter in the other case, as where a sentence was cut."""
    return list(dict.fromkeys((keys, (other_case(keys[0]), *keys[1:]))))


def picked(pasted: Pasted, place: Place) -> bool:
    """Whether something was left out beside a piece that is too short to say what it is taken from."""
    gaps = [one.stop < next.start for one, next in pairwise(place.pieces)]
    lengths = [length(pasted.words.keys[piece.start : piece.stop]) for piece in pasted.pieces]
    shorter = [min(pair) for pair in pairwise(lengths)]
    return any(gap and least < LEAST_PIECE for gap, least in zip(gaps, shorter, strict=True))


def length(keys: Iterable[str]) -> float:
    """How many words these are; letters of a script without spaces are parts of one."""
    return sum(LETTER_WORDS if ONE_LETTER.match(key) else 1.0 for key in keys)
