"""Signals of whether a sentence carries the kind of thing that is asked for, one that the question doesn't hold."""

import math
from collections.abc import Callable

from bot.answering.asked import Asked
from bot.answering.candidates import Candidate
from bot.answering.language.kinds import Kind
from bot.answering.language.phrases import expression, plain
from bot.answering.signals.context import begins_article

FADING = 6.0
"""Words over which nearness falls to 1/e."""
NAMES_ENOUGH = 4
"""New names above which more don't count."""
COUNTED_WITHIN = 3
"""Words after a number within which the noun stands that it counts."""
OPENING = '“‘«„‹"(\u00ad'
START = 3
"""Terms at the start of a sentence among which the subject of a definition is."""

Judge = Callable[[Asked, Candidate], float]


def carries(kind: Kind, what: str) -> Judge:
    """The signal of whether a sentence carries `what`, for questions of this kind."""

    def judge(asked: Asked, candidate: Candidate) -> float:
        return float(asked.kind is kind and bool(candidate.signs))

    judge.__name__ = f"carries_{kind}"
    judge.__doc__ = f"{what}, where that is asked for"
    return judge


def near(kinds: frozenset[Kind], name: str, what: str) -> Judge:
    """The signal of how near `what` is to the question's words, for questions of these kinds."""

    def judge(asked: Asked, candidate: Candidate) -> float:
        return nearness(asked, candidate) if asked.kind in kinds else 0.0

    judge.__name__ = f"near_{name}"
    judge.__doc__ = f"{what} near the question's words"
    return judge


def nearness(asked: Asked, candidate: Candidate) -> float:
    """For the best of the signs: the weight of the question's words, each faded by its distance in words."""
    return max(
        (
            sum(
                asked.weights[term] * math.exp(-min(abs(sign - place) for place in places) / FADING)
                for term, places in candidate.positions.items()
            )
            for sign in candidate.signs
        ),
        default=0.0,
    )


def counts_head(asked: Asked, candidate: Candidate) -> float:
    """a number, and behind it the noun asked for"""
    if asked.kind is not Kind.NUMBER:
        return 0.0
    places = [place for term in asked.head for place in candidate.positions.get(term, ())]
    return float(any(0 < place - sign <= COUNTED_WITHIN for sign in candidate.signs for place in places))


def new_names(asked: Asked, candidate: Candidate) -> float:
    """new names, where a person is asked for"""
    return min(len(candidate.signs), NAMES_ENOUGH) / NAMES_ENOUGH if asked.kind is Kind.PERSON else 0.0


def named_agent(asked: Asked, candidate: Candidate) -> float:
    """a name after “by”, where a person is asked for"""
    return float(asked.kind is Kind.PERSON and name_follows(candidate, "agent"))


def named_place(asked: Asked, candidate: Candidate) -> float:
    """a name after “in”, where a place is asked for"""
    return float(asked.kind is Kind.PLACE and name_follows(candidate, "place"))


def name_follows(candidate: Candidate, words: str) -> bool:
    """Whether a capital letter follows upon one of the words, with an article between or not."""
    text = plain(candidate.text, candidate.language)
    articles = expression(candidate.language, "shows", "before_names")
    for match in expression(candidate.language, "shows", words).finditer(text):
        rest = word_start(text, match.end())
        article = articles.match(text, rest)
        rest = word_start(text, article.end()) if article else rest
        if candidate.text[rest : rest + 1].isupper():
            return True
    return False


def word_start(text: str, position: int) -> int:
    """Where the next word begins, from here on: behind white space and an opening quotation mark."""
    while position < len(text) and (text[position].isspace() or text[position] in OPENING):
        position += 1
    return position


def defines_subject(asked: Asked, candidate: Candidate) -> float:
    """begins with the thing and says what it is"""
    subject = not asked.weights.keys().isdisjoint(candidate.sentence.terms[:START])
    return float(asked.kind is Kind.DEFINITION and subject and bool(candidate.signs))


def defines_first(asked: Asked, candidate: Candidate) -> float:
    """begins its article, where a thing is to be defined"""
    return float(asked.kind is Kind.DEFINITION and begins_article(candidate))
