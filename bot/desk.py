"""The pipelines: a question becomes an answer or an abstention, a quote a verdict, and bytes become an article."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from bot.answering import Ranker, decide
from bot.answering.agreement import compare
from bot.answering.highlights import highlights
from bot.answering.language.kinds import asked_kind
from bot.answering.timeliness import without_now
from bot.answering.verbatim import Verifier, worth_reading
from bot.errors import ArticleNotFound, DuplicateArticle, QuestionRefused
from bot.gathering import Gathered, Gatherer
from bot.intake import Details
from bot.intake.drafts import make_draft
from bot.library import Library
from bot.model import (
    ANY_TIME,
    Abstention,
    Answer,
    Article,
    Draft,
    Explanation,
    Kept,
    Outcome,
    Period,
    Preview,
    Question,
    Quote,
    Ranking,
    Retrieval,
    Shelf,
    Source,
    Thresholds,
    Verdict,
    View,
)
from bot.text import Analyzer, is_small_word, opens_with_pronoun, segment

MAX_QUESTION = 2_000
"""Code points: what a Discord message holds."""
MAX_PASTED = 4_000
"""Code points of a pasted quote: what the longest Discord message holds."""
NAMESAKES = 100
"""How many articles whose titles begin alike are looked at for the same title."""


class Desk:
    """Where questions are asked and articles handed in. Safe to share between threads."""

    def __init__(
        self, library: Library, analyzer: Analyzer, ranker: Ranker, thresholds: Thresholds, gatherer: Gatherer
    ) -> None:
        self.library = library
        self.gatherer = gatherer
        self._analyzer = analyzer
        self._ranker = ranker
        self._thresholds = thresholds
        self._verifier = Verifier(analyzer)

    def ask(
        self,
        text: str,
        view: View,
        article: str | None = None,
        period: Period = ANY_TIME,
        thresholds: Thresholds | None = None,
    ) -> Answer | Abstention:
        """Answer from what `view` sees and was published in the period, or from one article of it.

        Without `thresholds`, those that the desk was made with. Raises QuestionRefused, ArticleNotFound.
        """
        return self.consult(text, view, article, period, thresholds)[1]

    def consult(
        self,
        text: str,
        view: View,
        article: str | None = None,
        period: Period = ANY_TIME,
        thresholds: Thresholds | None = None,
    ) -> tuple[Ranking, Answer | Abstention]:
        """As `ask`, with every candidate in its order."""
        languages = self.library.languages(view)
        question, retrieval = self._look_up(text, languages, view, article, period)
        ranking = self._ranker.rank(question, retrieval, within_article=article is not None)
        return ranking, self._decide(ranking, view, thresholds or self._thresholds, library_empty=not languages)

    def explain(
        self, text: str, view: View, article: str | None = None, period: Period = ANY_TIME
    ) -> tuple[Ranking, Answer | Abstention, tuple[Explanation, ...]]:
        """As `consult`, and why the first candidates stand where they do, best first."""
        languages = self.library.languages(view)
        question, retrieval = self._look_up(text, languages, view, article, period)
        ranking = self._ranker.rank(question, retrieval, within_article=article is not None)
        reasons = self._ranker.explain(question, retrieval, within_article=article is not None)
        return ranking, self._decide(ranking, view, self._thresholds, library_empty=not languages), reasons

    def verify(self, text: str, view: View) -> Verdict:
        """Whether a pasted quote stands in an article that `view` sees, or what is nearest. Raises QuestionRefused."""
        question = self._verifier.question(checked_quote(text), self.library.languages(view))
        if not question.terms:
            raise QuestionRefused("There is nothing in this quote to look it up by. Paste a sentence of it, or more.")
        passages = self.library.search(view, question).passages
        return self._verifier.verdict(question, passages, self._read(worth_reading(passages)))

    def _read(self, sources: Iterable[Source]) -> Iterator[Article]:
        """The articles, those left out that were removed just now."""
        for about in sources:
            with suppress(ArticleNotFound):
                yield self.library.article(about.shelf, about.id)

    def add(self, data: bytes, name: str, shelf: Shelf, details: Details, by: str = "") -> Kept:
        """Keep the article in `data`, which `by` adds. Raises ArticleRefused, DuplicateArticle."""
        return self.keep(self.read(data, name, shelf, details).draft, by, shelf)

    def read(self, data: bytes, name: str, shelf: Shelf, details: Details) -> Gathered:
        """The article in `data`, the bytes of a file called `name`; `details` go before what it says of itself.

        Raises ArticleRefused.
        """
        return self.gatherer.document(data, name, shelf, details)

    def compose(self, text: str, shelf: Shelf, details: Details) -> Draft:
        """The draft of a text that was typed: it stays as it is. Raises ArticleRefused."""
        return make_draft(shelf, text, details)

    def preview(self, draft: Draft, view: View) -> Preview:
        """What was understood of the draft, and which articles that `view` sees it touches."""
        spans = [span for passage in segment(draft.text, draft.language) for span in passage.sentences]
        first = [draft.text[start:end] for start, end in spans[:1]]
        there = tuple(self.library.standing(draft))
        alike = (about for about in self.library.suggest(view, draft.title, NAMESAKES) if about not in there)
        namesakes = tuple(about for about in alike if about.title.casefold() == draft.title.casefold())
        resembling = tuple(self.library.resembling(view, draft))
        return Preview(draft, len(spans), "".join(first), namesakes, there, resembling)

    def keep(self, draft: Draft, by: str, view: View) -> Kept:
        """Keep the draft, which `by` hands in; `view` is the one from its shelf, in which a text stands once.

        Raises DuplicateArticle, IndexBehind when it is kept but can't be searched yet.
        """
        [kept] = self.library.put([draft], by, view)
        if kept.outcome is Outcome.DUPLICATE:
            raise DuplicateArticle(kept.id, kept.shelf.name)
        return kept

    def question(self, text: str, view: View) -> Question:
        """The question as it is looked up from there. Raises QuestionRefused."""
        return without_now(self._analyzer.question(checked(text), self.library.languages(view)))

    def _look_up(
        self, text: str, languages: Iterable[str], view: View, article: str | None, period: Period
    ) -> tuple[Question, Retrieval]:
        question = without_now(self._analyzer.question(checked(text), languages))
        return question, self.library.search(view, question, article, period)

    def _decide(self, ranking: Ranking, view: View, thresholds: Thresholds, library_empty: bool) -> Answer | Abstention:
        decision = decide(ranking, thresholds, library_empty)
        if isinstance(decision, Answer):
            return self._compared(replace(decision, quote=self._with_sentence_before(decision.quote)), ranking)
        return decision if library_empty else replace(decision, unknown_words=self._unknown_words(ranking, view))

    def _with_sentence_before(self, quote: Quote) -> Quote:
        """The quote, with the sentence before it where it begins with a pronoun and begins its passage too."""
        if quote.before or not quote.start or not opens_with_pronoun(quote.text, quote.about.language):
            return quote
        try:
            article = self.library.article(quote.about.shelf, quote.about.id)
        except ArticleNotFound:  # removed just now
            return quote
        before = [article.text[start:end] for start, end in article.sentences if end <= quote.start]
        return replace(quote, before=before[-1]) if before else quote

    def _compared(self, answer: Answer, ranking: Ranking) -> Answer:
        """The answer with the words that answer, and the other quotes that give the same number or date, or another."""
        kind = asked_kind(answer.question.text, answer.question.language)
        told = compare(answer.question, kind, answer.quote, ranking.quotes, self._analyzer)
        marked = highlights(answer.question, kind, answer.quote, self._analyzer)
        return replace(answer, highlights=marked, agreeing=told.agreeing, differing=told.differing)

    def _unknown_words(self, ranking: Ranking, view: View) -> tuple[str, ...]:
        """The question's words, as typed, of which no article that `view` sees holds a term; small words are left out.

        A question in a language that no article is in is analysed as if it were in theirs, and has small words left.
        """
        unknown = self.library.unknown(view, ranking.question.terms)
        words = (word.text for word in ranking.question.words if unknown.issuperset(word.terms))
        return tuple(dict.fromkeys(word for word in words if not is_small_word(word) and not is_letter(word)))


def is_letter(word: str) -> bool:
    """Whether it is a single letter of an alphabet, and no word by itself."""
    return len(word) == 1 and word.isalpha() and word.lower() != word.upper()


def checked(text: str) -> str:
    """The question without white space around it. Raises QuestionRefused."""
    question = text.strip()
    if not question:
        raise QuestionRefused('There is no question. Ask one, such as: bot ask "how many US troops are in Iraq".')
    if len(question) > MAX_QUESTION:
        raise QuestionRefused(
            "The question has {length:,} characters; {most:,} is the most. Ask in a sentence.",
            length=len(question),
            most=MAX_QUESTION,
        )
    return question


def checked_quote(text: str) -> str:
    """The pasted quote without white space around it. Raises QuestionRefused."""
    quote = text.strip()
    if not quote:
        raise QuestionRefused("There is no quote. Paste the words that you want to find in an article.")
    if len(quote) > MAX_PASTED:
        raise QuestionRefused(
            "The quote has {length:,} characters; {most:,} is the most. Paste the part that matters.",
            length=len(quote),
            most=MAX_PASTED,
        )
    return quote
