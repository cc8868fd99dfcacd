"""Terms: Unicode words, case folded, without stop words, stemmed by language.

One chain for every home of the library and for the sentence stage, so that all of them see the same terms.

- Snowball stems (PyStemmer) where the language has them, else the folded word.
- Scripts that are written without spaces are cut into overlapping character bigrams, as Lucene's
  CJKBigramFilter does; a single character stands for itself.
- `U.S.` and `US` are one term, `us`, and not the pronoun: a stop word written in capitals is a name,
  unless the whole text is in capitals.
- A name of two to five capitalised words is found by its initials too: `United States` holds `us`,
  `Higher Military Commission` holds `hmc`.
- `2,500` and `2500` are one term.
- Possessives, elisions and hyphens separate words: `Iraq's` is `Iraq`, `l'Irak` is `Irak`.
- Invisible characters (soft hyphen, zero-width space and joiners, byte order mark) are left out of words.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import resources
from itertools import chain

import regex
import Stemmer

from bot.model import Question, Word

# ISO 639-1 code -> Snowball's name of the algorithm.
SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip

INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
# Words, and what is written together around points and commas: 2,500  3.5  U.S  and.also
WORD = regex.compile(rf"[\w{INVISIBLE}]+(?:[.,][\w{INVISIBLE}]+)*")
ASCII_WORD = re.compile(r"\w+(?:[.,]\w+)*", re.ASCII)  # the same words in half the time, where nothing else occurs
PIECES = regex.compile(r"(?:(?<!\p{Nd})[.,]|[.,](?!\p{Nd})|[^\w.,]|_)+")  # all but what stands between two digits
INVISIBLES = regex.compile(f"[{INVISIBLE}]+")
NUMBER = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)+")
THOUSANDS = regex.compile(r"(?<!\p{Nd}|,)\p{Nd}{1,3}(?:,\p{Nd}{3})+(?!\p{Nd}|,)")
HEAPED_MARKS = regex.compile(r"(\p{M}{8})\p{M}+")  # no letter has more; sorting a heap of them takes long
ACRONYM = regex.compile(r"\p{L}(?:\.\p{L})+")
NO_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+")
CAPITALISED = r"\p{Lu}\p{M}*\p{Ll}[\p{Ll}\p{M}]*"
NAME = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){CAPITALISED}(?: {CAPITALISED})+(?!\p{{L}})")
TURKISH = str.maketrans({"İ": "i", "I": "ı"})

MAX_NAME_WORDS = 5
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

    def question(self, text: str, languages: Iterable[str]) -> Question:
        """A question's words and terms, in the one of `languages` that it seems to be written in.

        `languages` are the library's, the most frequent first.
        """
        language = self.guess_language(text, languages)
        words = self._words(language, text.isupper())
        found = (Word(word, words[word]) for word in WORD.findall(text))
        return Question(text=text, language=language, words=tuple(word for word in found if word.terms))

    def guess_language(self, text: str, languages: Iterable[str]) -> str:
        """The one of `languages` with the most stop words in `text`; the first of them where it is a tie."""
        candidates = list(languages) or ["en"]
        words = {word.casefold() for word in WORD.findall(text)}
        return max(candidates, key=lambda language: len(words & self._stop_words(language)))

    def _initials(self, name: str, language: str) -> Iterable[str]:
        """The initials of a name, as one term; a stop word that only begins the sentence is none of it."""
        folded = (fold(word, language) for word in name.split())
        words = [word for word in folded if word not in self._stop_words(language)]
        if 2 <= len(words) <= MAX_NAME_WORDS:
            yield "".join(word[0] for word in words)

    def _analyse(self, word: str, language: str, shouted: bool) -> tuple[str, ...]:
        """The terms of one word: none for a stop word, several where the script has no spaces."""
        if word.isascii() and word.isalpha():
            return tuple(self._piece_terms(word, language, shouted))
        bounded = HEAPED_MARKS.sub(r"\1", INVISIBLES.sub("", word))
        plain = THOUSANDS.sub(lambda match: match.group().replace(",", ""), unicodedata.normalize("NFKC", bounded))
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
        stem: str = stemmer.stemWord(word)
        return stem or word


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


def fold(word: str, language: str) -> str:
    """Without case. Turkish has two letters i, and each keeps its dot or goes without."""
    folded = (word.translate(TURKISH) if language == "tr" else word).casefold()
    return unicodedata.normalize("NFKC", folded).replace("i\u0307", "i")


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


def read_stop_words(language: str) -> frozenset[str]:
    """The closed-class words of a language: empty where there is no list."""
    if not language.isascii() or not language.isalpha():
        return frozenset()
    file = resources.files("bot.text") / "stop_words" / f"{language}.txt"
    if not file.is_file():
        return frozenset()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
