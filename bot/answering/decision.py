"""Say whether the first sentence answers. There is always a nearest sentence; that is no reason to quote it."""

from collections.abc import Iterable, Iterator

from bot.model import Abstention, Answer, Quote, Ranking, Silence

OTHERS = 3
"""How many runners-up, or related quotes, are shown at the most."""


def decide(ranking: Ranking, threshold: float, library_empty: bool = False) -> Answer | Abstention:
    """Answer where the confidence reaches `threshold` (0 to 1), else abstain and say why.

    An abstention's `unknown_words` are left to the caller: they are the library's to know.
    """
    silence = why_silent(ranking, threshold, library_empty)
    if silence is None:
        best, *others = ranking.quotes
        sound = [quote for quote in others if quote.evidence >= threshold]
        runners_up = tuple(one_per_article(sound, without=best))
        return Answer(ranking.question, best, runners_up, ranking.confidence)
    related = tuple(one_per_article(quote for quote in ranking.quotes if quote.evidence > 0))
    return Abstention(ranking.question, silence, (), related, ranking.confidence)


def why_silent(ranking: Ranking, threshold: float, library_empty: bool) -> Silence | None:
    """The reason for an abstention; None where there is an answer."""
    if not ranking.question.words:
        return Silence.NOTHING_TO_LOOK_UP
    if library_empty:
        return Silence.LIBRARY_EMPTY
    if not ranking.quotes or ranking.quotes[0].evidence == 0:
        return Silence.NO_MATCH
    if ranking.confidence < threshold:
        return Silence.WEAK_MATCH
    return None


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
