"""Signals: what there is to say about a sentence, as an answer to a question, in numbers of about 0 to 1.

Each is one short function of the question and the sentence; the first line of its docstring is what people
read of it. What they are worth, `weights.json` says.
"""

from collections.abc import Callable, Mapping

from bot.answering.asked import Asked
from bot.answering.candidates import Candidate
from bot.answering.language.kinds import Kind
from bot.answering.signals import context, kind, matching, shape

Signal = Callable[[Asked, Candidate], float]

NAMED = frozenset({Kind.PERSON, Kind.PLACE})
COUNTED = frozenset({Kind.NUMBER, Kind.DURATION})

FUNCTIONS: tuple[Signal, ...] = (
    matching.bm25,
    matching.coverage,
    matching.coverage_squared,
    matching.coverage_by_number,
    matching.largest_missing,
    matching.similar_words,
    matching.pieces,
    matching.names_held,
    matching.names_missing,
    matching.numbers_held,
    matching.numbers_missing,
    matching.head_held,
    matching.head_around,
    matching.word_pairs_held,
    matching.neighbours,
    matching.neighbours_turned,
    matching.in_order,
    matching.inversions,
    matching.density,
    context.passage_share,
    context.passage_score,
    context.article_share,
    context.in_previous,
    context.in_next,
    context.two_before,
    context.further_before,
    context.in_passage,
    context.in_title,
    context.in_article,
    context.nowhere_around,
    context.rarest_around,
    context.title_asked,
    context.unknown,
    context.first_of_passage,
    context.near_the_start,
    context.at_the_start,
    context.refers_back,
    context.refers_back_to_words,
    kind.carries(Kind.NUMBER, "a new number"),
    kind.carries(Kind.TIME, "a new date"),
    kind.carries(Kind.DURATION, "a span of time"),
    kind.carries(Kind.PERSON, "a new name"),
    kind.carries(Kind.PLACE, "a new name"),
    kind.carries(Kind.REASON, "a reason"),
    kind.carries(Kind.DEFINITION, "a definition"),
    kind.carries(Kind.MANNER, "a means"),
    kind.near(COUNTED, "number", "the number"),
    kind.near(frozenset({Kind.TIME}), "time", "the date"),
    kind.near(NAMED, "name", "the name"),
    kind.counts_head,
    kind.new_names,
    kind.named_agent,
    kind.named_place,
    kind.defines_subject,
    kind.defines_first,
    shape.short,
    shape.overlong,
    shape.new_words,
    shape.commas,
    shape.question,
    shape.heading,
    shape.negation_lacking,
    shape.contrast,
)
SIGNALS: Mapping[str, Signal] = {function.__name__: function for function in FUNCTIONS}
"""name -> function, in the order of the weights."""


AGAINST = frozenset(
    {
        "largest_missing", "names_missing", "numbers_missing", "neighbours_turned", "inversions", "nowhere_around",
        "unknown", "short", "overlong", "question", "heading", "negation_lacking", "contrast",
    }
)  # fmt: skip
"""Signals that can only speak against a sentence: no weight of theirs is above 0."""
EITHER = frozenset(
    {
        "in_passage", "in_next", "in_article", "head_around", "first_of_passage", "refers_back", "new_words", "commas",
        "near_the_start", "at_the_start",
    }
)  # fmt: skip
"""Signals that may speak for or against. All the others only speak for a sentence."""


def measure(asked: Asked, candidate: Candidate) -> tuple[float, ...]:
    """The value of each signal, in the order of SIGNALS."""
    return tuple(function(asked, candidate) for function in FUNCTIONS)


def in_words(name: str) -> str:
    """What the signal says, in words."""
    return (SIGNALS[name].__doc__ or name).splitlines()[0]
