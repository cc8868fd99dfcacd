"""Here are a question and its quote: give me the words of the quote that answer it, where that is certain.

`asking` finds what exactly is asked for, `expressions` what of that kind stands in the quote, `certainty` whether it
is the answer. A wrong word in bold costs more trust than a missing one: in doubt there is none.
"""

from bot.answering.agreement.comparison import asks, denies
from bot.answering.agreement.sameness import Reading
from bot.answering.highlights.asking import matter_of
from bot.answering.highlights.certainty import Scene
from bot.answering.highlights.expressions import expressions
from bot.answering.language.kinds import Kind, Span
from bot.model import Question, Quote
from bot.text import Analyzer

__all__ = ["highlights"]


def highlights(question: Question, kind: Kind, quote: Quote, analyzer: Analyzer) -> tuple[Span, ...]:
    """The span of the quote's text that answers: a number, an amount, a share, a duration or a date; or nothing.

    `kind` is what the question asks for. All of the question must stand in the quote, and one expression fit.
    """
    if quote.about.language != question.language or not (matter := matter_of(question, kind, analyzer)):
        return ()
    reading = Reading(quote, analyzer)
    if asks(reading) or denies(reading) or not matter.is_held(reading):
        return ()
    found = expressions(matter, reading)
    if len(found.fitting) != 1:
        return ()
    [told] = found.fitting
    return (told.span,) if Scene(matter, reading, found.rivals).is_certain(told) else ()
