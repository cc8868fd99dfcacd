"""Whether a quote speaks of one thing alone, so that what it says of it can be held against another quote.

"3 US troops were killed in Iraq" and "900 troops are in Syria, which borders Iraq" hold the words of "how many US
troops are in Iraq", and give no other number for it.
"""

from collections.abc import Iterator
from functools import lru_cache

from bot.answering.agreement.sameness import BREAK, Reading, Token
from bot.answering.language.quantities import outside
from bot.answering.language.wording import lowered, wording

Span = tuple[int, int]


def is_plain(reading: Reading, asked: frozenset[str], known: frozenset[str], told: Span) -> bool:
    """Whether no strange name stands in the quote, and no strange word between what is told and what is asked.

    `asked`: the terms of the question; `known`: those that are not strange; `told`: where the number or date stands.
    """
    terms = [token for token in reading.tokens if asked.intersection(token.terms)]
    begin = min([told[0], *(token.start for token in terms)])
    end = max([told[1], *(token.end for token in terms)])
    begin = max((match.end() for match in BREAK.finditer(reading.quote.text, 0, begin)), default=0)
    return not any(token.capitalised or begin <= token.start < end for token in strange(reading, known))


def goes_on(reading: Reading, asked: frozenset[str], known: frozenset[str], offset: int) -> bool:
    """Whether the clause goes on from `offset` with something strange, before a word of the question or a date."""
    odd = frozenset(token.start for token in strange(reading, known))
    dates = frozenset(moment.start for moment in reading.moments)
    for token in reading.behind(offset):
        if token.start in odd:
            return True
        if asked.intersection(token.terms) or token.start in dates:
            return False
    return False


def strange(reading: Reading, known: frozenset[str]) -> Iterator[Token]:
    """The words that are not known: no stop words, numbers, dates, or words such as "now"."""
    text, language = reading.quote.text, reading.language
    names, now = reading.written_out(known), now_words(language)
    dates = [(moment.start, moment.end) for moment in reading.moments]
    told = sorted([*dates, *((quantity.start, quantity.end) for quantity in reading.quantities)])
    for token in outside(reading.tokens, told):
        if not token.terms or token.start in names or known.intersection(token.terms):
            continue
        if lowered(text[token.start : token.end], language) not in now:
            yield token


@lru_cache(maxsize=64)
def now_words(language: str) -> frozenset[str]:
    """The single words that say that something is so now."""
    return frozenset(wording(language).get("time", {}).get("now", ()))
