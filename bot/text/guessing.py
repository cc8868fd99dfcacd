"""The language of a question: one of the library's.

A question is short and full of small words, most of which few languages share; looking those up costs nothing, so
they are asked first. Where they leave it open, py3langid is asked, and where it can't tell either, the language that
most of the library is in is taken.
"""

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import regex

from bot.text.detection import UNKNOWN, log_likelihoods
from bot.text.languages import without_accents

CLEAR = 0.6
"""By how many small words one language has to lead another; a word of two languages is half a word for each.
Calibrated, with LIKELIER, on short questions in 11 languages."""
CLEAR_OF_UNLISTED = 3.0
"""The same, where the other one's small words are not known."""
LIKELIER = 3.0
"""How much likelier than the first one another language has to be: names alone look like any language."""
MIN_BYTES = 10
"""In less than ten letters py3langid sees what isn't there; in bytes of UTF-8, since a Chinese one tells as much as
three Latin ones."""
MAX_READ = 500
"""Code points of a question that are looked at."""
SAME = {"nb": "no"}
"""Language -> the one under whose code py3langid knows it."""
SMALL_WORD = regex.compile(r"[\p{L}\p{M}]++(?!-)")  # the `al` of al-Sudani is no Spanish word


class LanguageGuesser:
    """Says in which language a question is. Safe to share between threads."""

    def __init__(self, stop_words: Callable[[str], frozenset[str]]) -> None:
        """`stop_words` gives the small words of a language, folded; none where there is no list."""
        self._stop_words = stop_words
        self._spellings = lru_cache(maxsize=None)(self._read_spellings)

    def guess(self, text: str, languages: Iterable[str]) -> str:
        """The one of `languages`, the library's, the most frequent first, that `text` seems to be in."""
        every = list(languages) or ["en"]
        candidates = [language for language in every if language != UNKNOWN] or every
        if len(candidates) == 1:
            return candidates[0]
        scores = self._small_words(text[:MAX_READ], candidates)
        first = max(candidates, key=scores.__getitem__)  # the most frequent of those with most of them
        others = [each for each in candidates if each != first and self._is_open(scores[first] - scores[each], each)]
        return likeliest(text[:MAX_READ], first, others) if others else first

    def _small_words(self, text: str, candidates: Sequence[str]) -> Mapping[str, float]:
        """How many of the words of `text` are small words of each language; those of several count in parts."""
        scores = dict.fromkeys(candidates, 0.0)
        for word in {word.casefold() for word in SMALL_WORD.findall(unicodedata.normalize("NFKC", text))}:
            typed = {word, plain(word)}
            holders = [language for language in candidates if not typed.isdisjoint(self._spellings(language))]
            for language in holders:
                scores[language] += 1 / len(holders)
        return scores

    def _is_open(self, lead: float, other: str) -> bool:
        """Whether so many small words more leave it open that the question is in `other`."""
        return lead < (CLEAR if self._spellings(other) else CLEAR_OF_UNLISTED)

    def _read_spellings(self, language: str) -> frozenset[str]:
        """The small words, with and without accents."""
        words = self._stop_words(language)
        return words.union(map(plain, words))


def plain(word: str) -> str:
    """Without any accent or vowel sign, in any script."""
    marked = unicodedata.normalize("NFD", without_accents(word))
    return "".join(each for each in marked if not unicodedata.combining(each))


def likeliest(text: str, first: str, others: Sequence[str]) -> str:
    """The likeliest language of `text`, if it is LIKELIER than `first`."""
    if len("".join(filter(str.isalpha, text)).encode("utf-8", "surrogatepass")) < MIN_BYTES:
        return first
    known = log_likelihoods(text)
    logs = {language: known.get(SAME.get(language, language), -math.inf) for language in (first, *others)}
    best = max(logs, key=logs.__getitem__)
    return best if logs[best] > logs[first] + math.log(LIKELIER) else first
