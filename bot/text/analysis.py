"""Terms: Unicode words, case folded, without stop words, stemmed by language.

One chain for every home of the library and for the sentence stage, so that all of them see the same terms.

- Snowball stems (PyStemmer) where the language has them, else the folded word.
- Scripts that are written without spaces are cut into overlapping character bigrams, as Lucene's
  CJKBigramFilter does; a single character stands for itself.
- `U.S.` and `US` are one term, `us`, and not the pronoun: a stop word written in capitals is a name,
  unless the whole text is in capitals.
- A name of two to five capitalised words is found by its initials too: `United States` holds `us`,
  `Higher Military Commission` holds `hmc`.
- `2,500` and `2500` are one term, in the digits of any script.
- Words are found without their accents, where these make no other word of them: see `languages`.
- Possessives, elisions and hyphens separate words: `Iraq's` is `Iraq`, `l'Irak` is `Irak`.
- Invisible characters (soft hyphen, zero-width space and joiners, byte order mark) are left out of words.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

import regex
import Stemmer

from bot.model import Question, Word
from bot.text.guessing import LanguageGuesser
from bot.text.languages import (
    DOUBLED_IN_THE_PLURAL,
    DOUBLED_LETTERS,
    SNOWBALL,
    fold,
    for_index,
    for_stemmer,
    initial,
    read_stop_words,
)

__all__ = ["Analyzer", "read_stop_words"]

INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
# Words, and what is written together around points and commas: 2,500  3.5  U.S  and.also
WORD = regex.compile(rf"[\w{INVISIBLE}]+(?:[.,٫٬][\w{INVISIBLE}]+)*")
ASCII_WORD = re.compile(r"\w+(?:[.,]\w+)*", re.ASCII)  # the same words in half the time, where nothing else occurs
PIECES = regex.compile(r"(?:(?<!\p{Nd})[.,]|[.,](?!\p{Nd})|[^\w.,]|_)+")  # all but what stands between two digits
INVISIBLES = regex.compile(f"[{INVISIBLE}]+")
NUMBER = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)+")
OTHER_DIGIT = regex.compile(r"[^\P{Nd}0-9]")
ARABIC_POINTS = str.maketrans("٫٬", ".,")
THOUSANDS = regex.compile(r"(?<!\p{Nd}|,)\p{Nd}{1,3}(?:,\p{Nd}{3})+(?!\p{Nd}|,)")
HEAPED_MARKS = regex.compile(r"(\p{M}{8})\p{M}+")  # no letter has more; sorting a heap of them takes long
ACRONYM = regex.compile(r"\p{L}(?:\.\p{L})+")
NO_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+")
CAPITALISED = r"\p{Lu}\p{M}*\p{Ll}[\p{Ll}\p{M}]*"
NAME = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){CAPITALISED}(?: {CAPITALISED})+(?!\p{{L}})")

MAX_NAME_WORDS = 5
MAX_QUESTION_TERMS = 64
"""How many different terms of a question are looked up. A sentence has some twenty; each more costs time."""
MAX_TERM_LENGTH = 100
"""Code points of the longest term; what is longer is cut. No word is, and tantivy takes 65,530 bytes at the most."""


class Analyzer:
    """Makes terms. Holds its stemmers, stop words and a cache of words; give one to all who need terms.

    Safe to share between threads: Snowball stemmers are not, so each thread has its own.
    """

    def __init__(self, cache_size: int = 1 << 19) -> None:
        """`cache_size`: how many words of a language are remembered (some 150 bytes each)."""
        self._stemmers = threading.local()
        self._stop_words = lru_cache(maxsize=None)(read_stop_words)
        self._guesser = LanguageGuesser(self._stop_words)
        self._words = lru_cache(maxsize=None)(
            lambda language, shouted: Remembered(lambda word: self._analyse(word, language, shouted), cache_size)
        )

    def terms(self, text: str, language: str) -> tuple[str, ...]:
        """The terms of `text`, in reading order, as often as they occur; then the initials of names. May be empty."""
        words = self._words(language, text.isupper())
        initials = [term for name in NAME.findall(text) for term in self._initials(name, language)]
        return (
            *chain.from_iterable(map(words.__getitem__, (ASCII_WORD if text.isascii() else WORD).findall(text))),
            *initials,
        )

    def word_terms(self, word: str, language: str) -> tuple[str, ...]:
        """The terms of one word; none for a stop word."""
        return self._words(language, False)[word]

    def question(self, text: str, languages: Iterable[str]) -> Question:
        """A question's words and terms, in the one of `languages` that it seems to be written in.

        `languages` are the library's, the most frequent first.
        """
        language = self.guess_language(text, languages)
        words = self._words(language, text.isupper())
        found = [Word(word, words[word]) for word in WORD.findall(text)]
        return Question(text=text, language=language, words=tuple(first_terms(found)))

    def guess_language(self, text: str, languages: Iterable[str]) -> str:
        """The one of `languages`, the most frequent first, that `text` seems to be written in."""
        return self._guesser.guess(text, languages)

    def _initials(self, name: str, language: str) -> Iterable[str]:
        """The initials of a name, as one term; a stop word that only begins the sentence is none of it."""
        folded = (fold(word, language) for word in name.split())
        words = [word for word in folded if word not in self._stop_words(language)]
        if 2 <= len(words) <= MAX_NAME_WORDS:
            letters = [initial(word, language) for word in words]
            yield "".join(letters)
            if language in DOUBLED_IN_THE_PLURAL and all(word.endswith("s") for word in words):
                yield from (letter * 2 for letter in letters)

    def _analyse(self, word: str, language: str, shouted: bool) -> tuple[str, ...]:
        """The terms of one word: none for a stop word, several where the script has no spaces."""
        if word.isascii() and word.isalpha():
            return tuple(self._piece_terms(word, language, shouted))
        bounded = HEAPED_MARKS.sub(r"\1", INVISIBLES.sub("", word))
        figures = with_plain_digits(unicodedata.normalize("NFKC", bounded))
        plain = THOUSANDS.sub(lambda match: match.group().replace(",", ""), figures)
        if NUMBER.fullmatch(plain):
            return (plain[:MAX_TERM_LENGTH],)
        if ACRONYM.fullmatch(plain):
            plain = plain.replace(".", "")
        pieces = PIECES.split(plain)
        return tuple(term for piece in pieces if piece for term in self._piece_terms(piece, language, shouted))

    def _piece_terms(self, piece: str, language: str, shouted: bool) -> Iterable[str]:
        folded = fold(piece, language)
        if folded in self._stop_words(language):
            named = len(piece) > 1 and piece.isupper() and not shouted
            return (folded,) if named else ()
        if language in DOUBLED_IN_THE_PLURAL and DOUBLED_LETTERS.fullmatch(folded):
            return [folded[i : i + 2] for i in range(0, len(folded), 2)]
        return [term for run, no_spaces in runs_by_script(folded) for term in self._run_terms(run, no_spaces, language)]

    def _run_terms(self, run: str, no_spaces: bool, language: str) -> Iterable[str]:
        return bigrams(run) if no_spaces else (self._stem(run, language)[:MAX_TERM_LENGTH],)

    def _stem(self, word: str, language: str) -> str:
        algorithm = SNOWBALL.get(language)
        if algorithm is None or len(word) > MAX_TERM_LENGTH:
            return word
        stemmer = getattr(self._stemmers, algorithm, None)
        if stemmer is None:
            stemmer = Stemmer.Stemmer(algorithm, 0)
            setattr(self._stemmers, algorithm, stemmer)
        stem: str = stemmer.stemWord(for_stemmer(word, language))
        return for_index(stem, language) or word


def first_terms(words: Iterable[Word]) -> Iterator[Word]:
    """The words that have terms, up to the one with which there are MAX_QUESTION_TERMS different ones."""
    seen: set[str] = set()
    for word in words:
        room = MAX_QUESTION_TERMS - len(seen)
        terms = word.terms if len(word.terms) <= room else word.terms[:room]
        if terms:
            seen.update(terms)
            yield Word(word.text, terms)


class Remembered(dict[str, tuple[str, ...]]):
    """Words and their terms: made once, looked up without a call of ours, forgotten all together when too many."""

    def __init__(self, make: Callable[[str], tuple[str, ...]], size: int) -> None:
        super().__init__()
        self._make = make
        self._size = size

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= self._size:
            self.clear()
        self[word] = terms = self._make(word)
        return terms


def with_plain_digits(word: str) -> str:
    """With the digits 0 to 9 for those of any script, and with their points."""
    return OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0], match[0])), word.translate(ARABIC_POINTS))


def runs_by_script(word: str) -> Iterable[tuple[str, bool]]:
    """Split `word` where its script changes between one with and one without spaces; True: without."""
    if word.isascii():
        return ((word, False),) if word else ()
    runs, position = [], 0
    for match in NO_SPACES.finditer(word):
        if match.start() > position:
            runs.append((word[position : match.start()], False))
        runs.append((match.group(), True))
        position = match.end()
    if position < len(word):
        runs.append((word[position:], False))
    return runs


def bigrams(run: str) -> Iterable[str]:
    """Overlapping pairs of characters; a single character stands for itself."""
    if len(run) == 1:
        return (run,)
    return [run[i : i + 2] for i in range(len(run) - 1)]
