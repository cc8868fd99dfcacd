"""News ages: which of the quotes that are as good as each other is of the right time."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from bot.answering.language.moments import Moment, moments
from bot.answering.language.numerals import some
from bot.answering.language.wording import lowered, wording
from bot.model import Question, Quote, utc_day

NOW_WIDENS = 2.0
"""How many times wider the margin is for a question that asks for now."""
REPORTED_WITHIN = timedelta(days=183)
"""For how long after a time it is still reported on as news."""


def asks_for_now(question: Question) -> bool:
    """Whether the question asks for how things are now: "currently", "latest", "still"."""
    return now_words(question.language).search(lowered(question.text, question.language)) is not None


@lru_cache(maxsize=64)
def now_words(language: str) -> re.Pattern[str]:
    """What asks for now in this language; nothing where it has no list."""
    words = some(wording(language).get("time", {}).get("now", ()))
    return re.compile(words if not wording(language)["numbers"].get("spaces", True) else rf"(?<!\w){words}(?!\w)")


def without_now(question: Question) -> Question:
    """The question without the words that only ask for now; as it is where no other word is left."""
    now = now_words(question.language)
    words = tuple(word for word in question.words if not now.fullmatch(lowered(word.text, question.language)))
    return Question(question.text, question.language, words) if words else question


def time_asked(question: Question) -> tuple[Moment, ...]:
    """The years that the question names, with their months and days where it names those."""
    return tuple(moment for moment in moments(question.text, question.language) if moment.years)


def prefer(question: Question, quotes: Sequence[Quote], nearly: float) -> list[Quote]:
    """The quotes in their order, but led by the one of the right time among those that are as good as the first.

    As good is what holds as much of the question (`evidence`), and whose score is less than `nearly` below the first's
    (log-odds; twice that where the question asks for now). Of these the best leads that is of the year that the
    question names; where it names none, the newest. Where the first has no date nothing is newer.
    """
    if not quotes:
        return []
    first, asked = quotes[0], time_asked(question)
    margin = nearly * (NOW_WIDENS if not asked and asks_for_now(question) else 1.0)
    equals = [q for q in quotes if q.score >= first.score - margin and q.evidence >= first.evidence]
    of_then = next((quote for quote in equals if is_of(quote, asked)), first)
    leader = of_then if asked else newest(equals or [first])
    return [leader, *(quote for quote in quotes if quote is not leader)]


def newest(quotes: Sequence[Quote]) -> Quote:
    """The newest of the quotes, the first of them on one day; the first where it has no date."""
    if utc_day(quotes[0].about.published) is None:
        return quotes[0]
    return max(quotes, key=day_of)


def day_of(quote: Quote) -> date:
    """The day of publication; date.min where it isn't known, or can't be believed: it is after that of adding."""
    published, added = utc_day(quote.about.published), utc_day(quote.about.added)
    return published if published and added and published <= added else date.min


def is_of(quote: Quote, asked: Iterable[Moment]) -> bool:
    """Whether the quote names one of the times, or was published then or in the half year that followed."""
    named = moments(quote.text, quote.about.language)
    day = utc_day(quote.about.published)
    return any(
        any(moment.years and agree(moment, each) for moment in named) or (day is not None and reported(day, each))
        for each in asked
    )


def reported(day: date, moment: Moment) -> bool:
    """Whether what was published on that day may report on the moment."""
    first, last = first_day(moment), last_day(moment)
    return first is not None and last is not None and first <= day and day - last <= REPORTED_WITHIN


def first_day(moment: Moment) -> date | None:
    """The first day of a moment with a year; None where the calendar doesn't reach it."""
    year = moment.years.start
    return calendar_day(year, moment.month or 1, moment.day or 1)


def last_day(moment: Moment) -> date | None:
    """The last day of a moment with a year; None where the calendar doesn't reach it."""
    year = moment.years.stop - 1
    if moment.day:
        return calendar_day(year, moment.month or 1, moment.day)
    following = calendar_day(year + (moment.month in (None, 12)), (moment.month or 12) % 12 + 1, 1)
    return following - timedelta(days=1) if following else None


def calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def agree(one: Moment, other: Moment) -> bool:
    """Whether two moments can be one: they share a year, a month or a day, and contradict each other in none."""
    shared = False
    if one.years and other.years:
        if one.years.stop <= other.years.start or other.years.stop <= one.years.start:
            return False
        shared = True
    for mine, theirs in ((one.month, other.month), (one.day, other.day)):
        if mine is not None and theirs is not None:
            if mine != theirs:
                return False
            shared = True
    return shared
