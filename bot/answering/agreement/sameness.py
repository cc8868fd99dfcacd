"""A quote, taken apart for a comparison: its words, what of a question it holds, and whether two are one story."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.answering.language.moments import Moment, moments
from bot.answering.language.quantities import Quantity, quantities
from bot.model import Quote, Word, page_address
from bot.text import Analyzer
from bot.text.sketches import ALIKE, resemblance

TOKEN = re.compile(r"\d+(?:[.,]\d+)*+|[^\W\d_](?:\.[^\W\d_])++\.?|[^\W_]+")
BREAK = re.compile(r"[.,](?!\d)|[;:()\[\]!?…—–\n]")
"""What ends a clause."""
INITIALS = range(2, 6)
"""Of so many capitalised words side by side the initials are a name too: United States, US."""
SHINGLE = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a quote, at `start` to `end`."""

    start: int
    end: int
    terms: tuple[str, ...]  # none for a stop word
    capitalised: bool


class Reading:
    """A quote, taken apart."""

    def __init__(self, quote: Quote, analyzer: Analyzer) -> None:
        self.quote = quote
        self._analyzer = analyzer

    @property
    def language(self) -> str:
        return self.quote.about.language

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words, in reading order; each piece of what is written with a hyphen is one."""
        text = self.quote.text
        return tuple(
            Token(
                at.start(),
                at.end(),
                self._analyzer.word_terms(at.group().rstrip("."), self.language),
                at.group()[0].isupper(),
            )
            for at in TOKEN.finditer(text)
        )

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.quote.text, self.language)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return moments(self.quote.text, self.language)

    @cached_property
    def text_terms(self) -> frozenset[str]:
        """The terms of the quote, initials of its names too."""
        return frozenset(self._analyzer.terms(self.quote.text, self.language))

    @cached_property
    def title_terms(self) -> frozenset[str]:
        """The terms of its article's title."""
        return frozenset(self._analyzer.terms(self.quote.about.title, self.language))

    @cached_property
    def source_terms(self) -> frozenset[str]:
        """The terms of who published its article."""
        return frozenset(self._analyzer.terms(self.quote.about.source or "", self.language))

    def says(self, word: Word) -> bool:
        """Whether the quote itself holds the word of a question."""
        return self.text_terms.issuperset(word.terms)

    def names(self, word: Word) -> bool:
        """Whether the quote or its article's title holds the word."""
        return self.says(word) or self.title_terms.issuperset(word.terms)

    def behind(self, offset: int) -> Iterator[Token]:
        """The tokens from `offset` on, to the end of the clause."""
        for position in range(bisect_left(self.tokens, offset, key=start_of), len(self.tokens)):
            token = self.tokens[position]
            if BREAK.search(self.quote.text, offset, token.start):
                return
            yield token
            offset = token.end

    def before(self, offset: int) -> Token | None:
        """The token before `offset`, in its clause."""
        position = bisect_left(self.tokens, offset, key=start_of)
        token = self.tokens[position - 1] if position else None
        return None if token is None or BREAK.search(self.quote.text, token.end, offset) else token

    def written_out(self, acronyms: frozenset[str]) -> frozenset[int]:
        """Where names begin whose initials are among the acronyms: each word of "United States" for us."""
        return frozenset(
            self.tokens[position].start
            for run in self._names()
            for length in INITIALS
            for begin in range(run.start, run.stop - length + 1)
            if self._initials(begin, length) in acronyms
            for position in range(begin, begin + length)
        )

    def _names(self) -> Iterator[range]:
        """Runs of capitalised words with a single space between two."""
        begin = 0
        for position, token in enumerate(self.tokens):
            joined = position > 0 and self.quote.text[self.tokens[position - 1].end : token.start] == " "
            if not token.capitalised or not joined:
                yield range(begin, position)
                begin = position if token.capitalised else position + 1
        yield range(begin, len(self.tokens))

    def _initials(self, begin: int, length: int) -> str:
        return "".join(self.quote.text[token.start] for token in self.tokens[begin : begin + length]).casefold()

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Three words each, without case and punctuation; all of them where there are no more."""
        words = [self.quote.text[token.start : token.end].casefold() for token in self.tokens]
        return frozenset(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def start_of(token: Token) -> int:
    return token.start


def same_story(one: Reading, other: Reading) -> bool:
    """Whether two quotes are of one article, of one page, or of nearly one text, or are one themselves, nearly.

    Then they count once.
    """
    mine, theirs = one.quote.about, other.quote.about
    if (mine.shelf, mine.id) == (theirs.shelf, theirs.id):
        return True
    page = page_address(mine.url)
    if (page and page == page_address(theirs.url)) or resemblance(mine.sketch, theirs.sketch) >= ALIKE:
        return True
    shared, either = len(one.shingles & other.shingles), len(one.shingles | other.shingles)
    return shared >= ALIKE * either
