"""Whether a quote speaks of one thing alone, so that what it says of it can be held against another quote.

"3 US troops were killed in Iraq" and "900 troops are in Syria, which borders Iraq" hold the words of "how many US
troops are in Iraq", and give no other number for it. Who said so makes no difference: see `reports`.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from bot.answering.agreement.reports import Report, Span, words
from bot.answering.agreement.sameness import BREAK, Reading, Token
from bot.answering.language.quantities import outside
from bot.answering.language.wording import lowered, wording


def is_plain(reading: Reading, asked: frozenset[str], known: frozenset[str], told: Span) -> bool:
    """Whether no strange name stands in the report, and no strange word between what is told and what is asked.

    `asked`: the terms of the question; `known`: those that are not strange; `told`: where the number or date stands.
    """
    report = Report(reading, told)
    if not holds_asked(reading, asked, report):
        return False
    terms = [
        token for token in reading.tokens if asked.intersection(token.terms) and not report.is_outside(token.start)
    ]
    begin = min([told[0], *(token.start for token in terms)])
    end = max([told[1], *(token.end for token in terms)])
    begin = max((match.end() for match in BREAK.finditer(reading.quote.text, 0, begin)), default=0)
    return not any(
        token.capitalised or begin <= token.start < end
        for token in strange(reading, known)
        if not report.is_outside(token.start)
    )


def holds_asked(reading: Reading, asked: frozenset[str], report: Report) -> bool:
    """Whether the report itself holds all of the question that the quote does: "Iraq said" tells of no Iraq."""
    within, without = set[str](), set[str]()
    for token in reading.tokens:
        (without if report.is_outside(token.start) else within).update(asked.intersection(token.terms))
    names = {report.is_outside(start) for start in reading.written_out(asked)}
    return without <= within and names != {True}


def goes_on_before_asked(reading: Reading, asked: frozenset[str], known: frozenset[str], told: Span) -> bool:
    """Whether the clause goes on behind `told` with something strange, before a word of the question or a date."""
    dates = frozenset(moment.start for moment in reading.moments)
    odd = frozenset(token.start for token in strange(reading, known))
    for token in report_behind(reading, told):
        if asked.intersection(token.terms) or token.start in dates:
            return False
        if token.start in odd:
            return True
    return False


def goes_on_at_all(reading: Reading, _: frozenset[str], known: frozenset[str], told: Span) -> bool:
    """Whether the clause has something strange behind `told`: "900 US troops in Iraq were wounded"."""
    odd = frozenset(token.start for token in strange(reading, known))
    return any(token.start in odd for token in report_behind(reading, told))


def report_behind(reading: Reading, told: Span) -> Iterator[Token]:
    """The tokens behind `told` to the end of the clause, without what only says whose words it is."""
    report = Report(reading, told)
    return takewhile(lambda token: not report.is_outside(token.start), reading.behind(told[1]))


def strange(reading: Reading, known: frozenset[str]) -> Iterator[Token]:
    """The words that are not known: no stop words, numbers, dates, or usual words."""
    text, language = reading.quote.text, reading.language
    names, usual = reading.written_out(known), usual_words(language)
    dates = [(moment.start, moment.end) for moment in reading.moments]
    told = sorted([*dates, *((quantity.start, quantity.end) for quantity in reading.quantities)])
    for token in outside(reading.tokens, told):
        if not token.terms or token.start in names or known.intersection(token.terms):
            continue
        if lowered(text[token.start : token.end], language) not in usual:
            yield token


@lru_cache(maxsize=64)
def usual_words(language: str) -> frozenset[str]:
    """The single words that are never strange: "now", weekdays, months that mean nothing else, and "stationed"."""
    data = wording(language)
    dates = data.get("dates", {})
    months = {*dates.get("months", ())} - {*dates.get("careful", ())}
    now, weekdays = data.get("time", {}).get("now", ()), dates.get("weekdays", ())
    return frozenset((*now, *weekdays, *months, *words(language, "placed")))
