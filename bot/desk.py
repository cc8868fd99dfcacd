"""The two pipelines: a question becomes an answer or an abstention, and bytes become an article."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.answering import Ranker, Thresholds, decide
from bot.answering.agreement import compare
from bot.answering.language.kinds import asked_kind
from bot.errors import ArticleRefused, DuplicateArticle, QuestionRefused
from bot.intake import Details, read_document
from bot.intake.dates import EXAMPLE, read_date
from bot.library import Library
from bot.model import ANY_TIME, Abstention, Answer, Explanation, Kept, Outcome, Period, Question, Ranking, Shelf
from bot.text import Analyzer

MAX_QUESTION = 2_000
"""Code points: what a Discord message holds."""
COARSE_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
DATE_EXAMPLE = "Write it as 2024-01-25; a year or a month alone, 2024 or 2024-01, means its first day."


class Desk:
    """Where questions are asked and articles handed in. Safe to share between threads."""

    def __init__(self, library: Library, analyzer: Analyzer, ranker: Ranker, thresholds: Thresholds) -> None:
        self.library = library
        self._analyzer = analyzer
        self._ranker = ranker
        self._thresholds = thresholds

    def ask(
        self, text: str, shelf: Shelf, article: str | None = None, period: Period = ANY_TIME
    ) -> Answer | Abstention:
        """Answer from what `shelf` sees and was published in the period, or from one article of it.

        Raises QuestionRefused, ArticleNotFound.
        """
        return self.consult(text, shelf, article, period)[1]

    def consult(
        self, text: str, shelf: Shelf, article: str | None = None, period: Period = ANY_TIME
    ) -> tuple[Ranking, Answer | Abstention]:
        """As `ask`, with every candidate in its order."""
        languages = self.library.languages(shelf)
        question = self._analyzer.question(checked(text), languages)
        retrieval = self.library.search(shelf, question, article, period)
        ranking = self._ranker.rank(question, retrieval, within_article=article is not None)
        decision = decide(ranking, self._thresholds, library_empty=not languages)
        if isinstance(decision, Abstention) and languages:
            decision = replace(decision, unknown_words=self._unknown_words(ranking.question, shelf))
        if isinstance(decision, Answer):
            decision = self._compared(decision, ranking)
        return ranking, decision

    def explain(
        self, text: str, shelf: Shelf, article: str | None = None, period: Period = ANY_TIME
    ) -> tuple[Explanation, ...]:
        """Why the first candidates for the question stand where they do, best first. Raises as `ask` does."""
        question = self._analyzer.question(checked(text), self.library.languages(shelf))
        retrieval = self.library.search(shelf, question, article, period)
        return self._ranker.explain(question, retrieval, within_article=article is not None)

    def add(self, data: bytes, name: str, shelf: Shelf, details: Details) -> Kept:
        """Keep the article in `data`. Raises ArticleRefused, DuplicateArticle."""
        [kept] = self.library.put([read_document(data, name, shelf, details)])
        if kept.outcome is Outcome.DUPLICATE:
            raise DuplicateArticle(kept.id, kept.shelf.name)
        return kept

    def _compared(self, answer: Answer, ranking: Ranking) -> Answer:
        """The answer, with the other quotes that give the same number or date, and those that give another one."""
        kind = asked_kind(answer.question.text, answer.question.language)
        told = compare(answer.question, kind, answer.quote, ranking.quotes, self._analyzer)
        return replace(answer, agreeing=told.agreeing, differing=told.differing)

    def _unknown_words(self, question: Question, shelf: Shelf) -> tuple[str, ...]:
        """The question's words, as typed, of which no article that `shelf` sees holds a term."""
        unknown = self.library.unknown(shelf, question.terms)
        return tuple(dict.fromkeys(word.text for word in question.words if unknown.issuperset(word.terms)))


def checked(text: str) -> str:
    """The question without white space around it. Raises QuestionRefused."""
    question = text.strip()
    if not question:
        raise QuestionRefused('There is no question. Ask one, such as: bot ask "how many US troops are in Iraq".')
    if len(question) > MAX_QUESTION:
        raise QuestionRefused(
            f"The question has {len(question):,} characters; {MAX_QUESTION:,} is the most. Ask in a sentence."
        )
    return question


def read_period(after: str | None, before: str | None) -> Period:
    """The period from the day `after` on to the last one before `before`; None leaves an end open.

    A year or a month alone means its first day, a moment its day in UTC. Raises QuestionRefused for what is no date,
    and for a period without a day.
    """
    first, end = (None if text is None else read_day(text.strip()) for text in (after, before))
    if first is not None and end is not None and first >= end:
        raise QuestionRefused(f"No day is on or after {first} and before {end}. Swap the two, or leave one out.")
    return Period(first, end)


def read_day(text: str) -> date:
    """The day that a text names, or begins with. Raises QuestionRefused."""
    coarse = COARSE_DATE.fullmatch(text)
    try:
        published = date(int(coarse[1]), int(coarse[2] or 1), 1) if coarse else read_date(text)
    except ArticleRefused as exc:
        raise QuestionRefused(exc.reason.replace(EXAMPLE, DATE_EXAMPLE)) from exc
    except ValueError as exc:
        raise QuestionRefused(f"“{text}” is not a date. {DATE_EXAMPLE}") from exc
    if published is None:
        raise QuestionRefused(f"There is no date in “{text}”. {DATE_EXAMPLE}")
    return published.astimezone(UTC).date() if isinstance(published, datetime) else published
