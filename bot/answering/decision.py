"""Say whether the first sentence answers. There is always a nearest sentence; that is no reason to quote it.

Two things keep it silent: a library that isn't about the question at all (its words are missing where they
matter, and no passage or article stands out), and a first sentence that is not likely enough to answer.
"""

from collections.abc import Iterable, Iterator

from bot.model import Abstention, Answer, Quote, Ranking, Silence, Thresholds

OTHERS = 3
"""How many runners-up, or related quotes, are shown at the most."""
SURELY_RELEVANT = 0.6
"""The relevance, 0 to 1, below which no answer is sure."""
AS_LIKELY = 2.0
"""How far behind the first a runner-up may be, in logits: a seventh as likely."""
AS_MUCH = 0.75
"""The share of the first's evidence that a runner-up holds at the least."""


def decide(ranking: Ranking, thresholds: Thresholds, library_empty: bool = False) -> Answer | Abstention:
    """Answer, for sure or perhaps, or abstain and say why.

    An abstention's `unknown_words` are left to the caller: they are the library's to know.
    """
    silence = why_silent(ranking, thresholds, library_empty)
    if silence is None:
        best, *others = ranking.quotes
        return Answer(
            question=ranking.question,
            quote=best,
            runners_up=tuple(one_per_article(would_answer(best, others), without=best)),
            confidence=ranking.confidence,
            tentative=not is_sure(ranking, thresholds),
            readings=ranking.readings,
        )
    related = tuple(one_per_article(quote for quote in ranking.quotes if quote.evidence > 0))
    return Abstention(ranking.question, silence, (), related, ranking.confidence)


def is_sure(ranking: Ranking, thresholds: Thresholds) -> bool:
    """Whether it can be said without "may": the question was read as typed, and the library is about it."""
    return ranking.confidence >= thresholds.sure and ranking.relevance >= SURELY_RELEVANT and not ranking.readings


def why_silent(ranking: Ranking, thresholds: Thresholds, library_empty: bool) -> Silence | None:
    """The reason for an abstention; None where there is an answer."""
    if not ranking.question.words:
        return Silence.NOTHING_TO_LOOK_UP
    if library_empty:
        return Silence.LIBRARY_EMPTY
    if not any(quote.evidence for quote in ranking.quotes):
        return Silence.NO_MATCH
    if not ranking.relevant:
        return Silence.NOT_RELEVANT
    if ranking.confidence < thresholds.answer:
        return Silence.WEAK_MATCH
    return None


def would_answer(best: Quote, others: Iterable[Quote]) -> Iterator[Quote]:
    """Those of the others that would be answers nearly as well."""
    for quote in others:
        as_good = quote.score >= best.score - AS_LIKELY and quote.evidence >= AS_MUCH * best.evidence
        if as_good and quote.text != best.text:
            yield quote


def one_per_article(quotes: Iterable[Quote], without: Quote | None = None) -> Iterator[Quote]:
    """The first OTHERS quotes, each from another article, none from that of `without`."""
    seen = {(without.about.shelf, without.about.id)} if without else set()
    for quote in quotes:
        key = (quote.about.shelf, quote.about.id)
        if key not in seen:
            seen.add(key)
            yield quote
            if len(seen) - bool(without) == OTHERS:
                return
