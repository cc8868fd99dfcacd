"""The kind of thing that a question asks for, and where a sentence shows one."""

from collections.abc import Iterator
from enum import StrEnum

import regex

from bot.answering.language.moments import moments
from bot.answering.language.phrases import expression, plain
from bot.answering.language.quantities import Unit, quantities

Span = tuple[int, int]
"""Half-open, in code points of the sentence."""


class Kind(StrEnum):
    """In the order in which they are looked for: the first whose words stand in the question counts."""

    DURATION = "duration"  # or a length: "how long" asks for either
    NUMBER = "number"
    TIME = "time"
    REASON = "reason"
    PERSON = "person"  # or a company, a team: whoever does something
    PLACE = "place"
    DEFINITION = "definition"
    MANNER = "manner"
    THING = "thing"  # what, which
    YES_NO = "yes_no"
    OTHER = "other"


ASKED = tuple(kind for kind in Kind if kind is not Kind.OTHER)
NAME = regex.compile(r"(?<!^\W*)\b\p{Lu}[\p{L}\p{M}'’.-]*+")


def asked_kind(question: str, language: str) -> Kind:
    """The kind that the question asks for, by its question words."""
    text = plain(question, language)
    return next((kind for kind in ASKED if expression(language, "asks", kind).search(text)), Kind.OTHER)


def shown(kind: Kind, sentence: str, language: str) -> Iterator[Span]:
    """Where the sentence shows something of this kind: the thing itself, or the words that announce it.

    Nothing for the kinds that have no sign: what, which, whether.
    """
    match kind:
        case Kind.NUMBER:
            units = set(Unit) - {Unit.ORDINAL}
            yield from (span for span in quantity_spans(sentence, language, units))
        case Kind.TIME:
            yield from ((moment.start, moment.end) for moment in moments(sentence, language))
        case Kind.DURATION:
            yield from quantity_spans(sentence, language, {Unit.DURATION, Unit.MEASURE})
            yield from phrase_spans(sentence, language, "time_spans")
        case Kind.PERSON | Kind.PLACE:
            yield from (match.span() for match in NAME.finditer(sentence))
        case Kind.REASON | Kind.DEFINITION | Kind.MANNER:
            yield from phrase_spans(sentence, language, kind)


def quantity_spans(sentence: str, language: str, units: set[Unit]) -> Iterator[Span]:
    """The numbers of these units."""
    return ((each.start, each.end) for each in quantities(sentence, language) if each.unit in units)


def phrase_spans(sentence: str, language: str, key: str) -> Iterator[Span]:
    """The phrases of the language file's section `shows`."""
    return (match.span() for match in expression(language, "shows", key).finditer(plain(sentence, language)))
