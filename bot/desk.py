"""The two pipelines: a question becomes an answer or an abstention, and bytes become an article."""

from dataclasses import replace

from bot.answering import decide, rank
from bot.errors import DuplicateArticle, QuestionRefused
from bot.intake import Details, read_document
from bot.library import Library
from bot.model import Abstention, Answer, Kept, Outcome, Question, Ranking, Shelf
from bot.text import Analyzer

MAX_QUESTION = 2_000
"""Code points: what a Discord message holds."""


class Desk:
    """Where questions are asked and articles handed in. Safe to share between threads."""

    def __init__(self, library: Library, analyzer: Analyzer, threshold: float) -> None:
        """`threshold`: the least confidence, 0 to 1, with which it answers."""
        self.library = library
        self._analyzer = analyzer
        self._threshold = threshold

    def ask(self, text: str, shelf: Shelf, article: str | None = None) -> Answer | Abstention:
        """Answer from what `shelf` sees, or from one article of it. Raises QuestionRefused, ArticleNotFound."""
        return self.consult(text, shelf, article)[1]

    def consult(self, text: str, shelf: Shelf, article: str | None = None) -> tuple[Ranking, Answer | Abstention]:
        """As `ask`, with every candidate in its order."""
        languages = self.library.languages(shelf)
        question = self._analyzer.question(checked(text), languages)
        ranking = rank(question, self.library.search(shelf, question, article))
        decision = decide(ranking, self._threshold, library_empty=not languages)
        if isinstance(decision, Abstention) and languages:
            decision = replace(decision, unknown_words=self._unknown_words(question, shelf))
        return ranking, decision

    def add(self, data: bytes, name: str, shelf: Shelf, details: Details) -> Kept:
        """Keep the article in `data`. Raises ArticleRefused, DuplicateArticle."""
        [kept] = self.library.put([read_document(data, name, shelf, details)])
        if kept.outcome is Outcome.DUPLICATE:
            raise DuplicateArticle(kept.id, kept.shelf.name)
        return kept

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
