"""Whether a quote speaks of one thing alone, so that what it says of it can be held against another quote.

"3 US troops were killed in Iraq" and "900 troops are in Syria, which borders Iraq" hold the words of "how many US troops
are in Iraq", and give no other number for it.
"""

from collections.abc import Iterator, Set
from functools import lru_cache

from bot.answering.moments import moments
from bot.answering.quantities import quantities
from bot.answering.sameness import Reading, Token
from bot.answering.wording import lowered, wording

Span = tuple[int, int]


def is_plain(reading: Reading, asked: Set[str], known: Set[str], told: Span) -> bool:
    """Whether no strange name stands in the quote, and no strange word between what is told and what is asked.

    `asked`: the terms of the question; `known`: those that are not strange; `told`: where the number or date stands.
    """
    terms = [token for token in reading.tokens if asked.intersection(token.terms)]
    begin = min([told[0], *(token.start for token in terms)])
    end = max([told[1], *(token.end for token in terms)])
    return not any(token.capitalised or begin <= token.start < end for token in strange(reading, known))


def goes_on(reading: Reading, asked: Set[str], known: Set[str], offset: int) -> bool:
    """Whether the clause goes on from `offset` with something strange, before a word of the question or a date."""
    odd = frozenset(strange(reading, known))
    dates = [moment.start for moment in moments(reading.quote.text, reading.language)]
    for token in reading.behind(offset):
        if token in odd:
            return True
        if asked.intersection(token.terms) or token.start in dates:
            return False
    return False


def strange(reading: Reading, known: Set[str]) -> Iterator[Token]:
    """The words that are not known: no stop words, numbers, dates, or words such as "now"."""
    text = reading.quote.text
    found = [*moments(text, reading.language), *quantities(text, reading.language)]
    spans = [(each.start, each.end) for each in found]
    names, now = reading.written_out(known), now_words(reading.language)
    for position, token in enumerate(reading.tokens):
        if not token.terms or position in names or known.intersection(token.terms):
            continue
        if lowered(text[token.start : token.end], reading.language) in now:
            continue
        if not any(start <= token.start < end for start, end in spans):
            yield token


@lru_cache(maxsize=64)
def now_words(language: str) -> frozenset[str]:
    """The single words that say that something is so now."""
    return frozenset(wording(language).get("time", {}).get("now", ()))
