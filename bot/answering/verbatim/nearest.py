"""What an article says that is nearest to a pasted text, and in which words the two differ.

The stretch of as many words that shares the most is found by moving a window over the article, in linear time; only
there the words are aligned, by the Levenshtein distance of sequences of words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from bot.answering.verbatim.places import Stretch
from bot.answering.verbatim.words import Pasted, other_case
from bot.model import Change
from bot.text import Span

Weigh = Callable[[str], int]
"""What a word counts, 1 or more."""
Opcode = tuple[str, int, int, int, int]
"""As difflib has them: replace, delete, insert or equal, a span of the pasted words and one of the article's."""

Run = tuple[int, int, int, int]
"""A span of the pasted words and one of the article's."""

NOTHING = (0, 0, 0, 0)
LEAST_SLACK = 8
"""Words on either side of a window that are looked at too, beside a quarter of what was pasted."""
NARROW_SLACK = 2
UNEQUAL, BETWEEN = 4, 1
"""What a pasted word costs that the article has not, and a word of the article that was not pasted: so a word or two
left out are told as that, rather than all before them as other words."""
AT_END = UNEQUAL + BETWEEN
"""A pasted word before or behind all that are equal, which stands for another one."""
MOST_NARROWED = 4
"""How often the ends of an alignment are drawn in: nearly always once or twice is enough."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where a stretch shares the most words with the pasted text, in any order."""

    pasted: Pasted
    stretch: Stretch
    first: int  # place of its first word
    shared: int  # by weight


def best_window(pasted: Pasted, stretch: Stretch, weigh: Weigh) -> Window:
    """The window of as many words as were pasted that shares the most with them; the first of several."""
    need = Counter(map(str.casefold, pasted.words.keys))
    weights = {key: weigh(key) for key in need}
    keys = [key if key in need else "" for key in map(str.casefold, stretch.words.keys)]
    size = len(pasted.words.keys)
    within: dict[str, int] = dict.fromkeys(need, 0)
    shared = best = first = 0
    for place, key in enumerate(keys):
        if key:
            within[key] += 1
            if within[key] <= need[key]:
                shared += weights[key]
        leaving = keys[place - size] if place >= size else ""
        if leaving:
            if within[leaving] <= need[leaving]:
                shared -= weights[leaving]
            within[leaving] -= 1
        if shared > best:
            best, first = shared, max(0, place - size + 1)
    return Window(pasted, stretch, first, best)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of the pasted text beside those of an article from `first` to `stop`."""

    pasted: Pasted
    stretch: Stretch
    first: int
    stop: int
    opcodes: tuple[Opcode, ...]  # article's places counted in the stretch
    likeness: float  # 0 to 1

    def changes(self) -> tuple[Change, ...]:
        """The differences, those that touch as one. What an ellipsis stands for is none, unless there is no other."""
        found = list(differences(self.opcodes))
        told = [rest for each in found if any(rest := without_omission(each, self.pasted.ellipses))]
        return tuple(self._change(*each) for each in told or found)

    def _change(self, a: int, b: int, c: int, d: int) -> Change:
        start, end = between(self.pasted.words.spans, a, b)
        begin, stop = between(self.stretch.words.spans, c, d)
        article = self.stretch.excerpt(begin, stop).text
        return Change(self.pasted.text[start:end], start, end, article, begin, stop)


def align(window: Window, weigh: Weigh) -> Alignment:
    """Set the pasted words beside those of the window, and of what is around it where that costs less."""
    pasted, size = window.pasted, len(window.pasted.words.keys)
    wide = LEAST_SLACK + (size if pasted.ellipses else size // 4)
    keys = window.stretch.words.keys
    spans = [
        settled(window.stretch, pasted, max(0, window.first - slack), min(len(keys), window.first + size + slack))
        for slack in (0, NARROW_SLACK, wide)
    ]
    first, stop, opcodes = min(spans, key=lambda each: cost(each[2], pasted.ellipses))
    return Alignment(pasted, window.stretch, first, stop, opcodes, likeness(pasted, keys, opcodes, weigh))


def settled(stretch: Stretch, pasted: Pasted, first: int, stop: int) -> tuple[int, int, tuple[Opcode, ...]]:
    """The words, of about those from `first` to `stop`, that stand for the pasted ones, and how they differ."""
    typed = begun(pasted, stretch.words.keys[first:stop])
    opcodes = aligned(typed, stretch.words.keys, first, stop)
    for _ in range(MOST_NARROWED):
        drawn = drawn_in(opcodes, stretch, pasted)
        if drawn is None or drawn == (first, stop):
            break
        first, stop = drawn
        opcodes = aligned(typed, stretch.words.keys, first, stop)
    return first, stop, opcodes


def begun(pasted: Pasted, keys: Sequence[str]) -> list[str]:
    """The pasted words; the first letter of a piece has the other case where only so the article has the word."""
    typed, written = list(pasted.words.keys), set(keys)
    for piece in pasted.pieces:
        word = typed[piece.start]
        if word not in written and other_case(word) in written:
            typed[piece.start] = other_case(word)
    return typed


def aligned(typed: Sequence[str], keys: Sequence[str], first: int, stop: int) -> tuple[Opcode, ...]:
    """How typed becomes keys[first:stop]."""
    found = Levenshtein.opcodes(typed, keys[first:stop])
    return tuple(
        merged([(o.tag, o.src_start, o.src_end, first + o.dest_start, first + o.dest_end) for o in found], keys)
    )


def merged(opcodes: Sequence[Opcode], keys: Sequence[str]) -> list[Opcode]:
    """The same, with one insertion where equal words between two of them may as well stand behind both."""
    result: list[Opcode] = []
    for each in opcodes:
        result.append(each)
        while len(result) > 2 and [tag for tag, *_ in result[-3:]] == ["insert", "equal", "insert"]:
            (_, at, _, c, d), (_, a, b, _, _), (_, _, _, e, f) = result[-3:]
            if keys[d:e] != keys[f - (e - d) : f]:
                break
            result[-3:] = [("insert", at, at, c, f - (e - d)), ("equal", a, b, f - (e - d), f)]
    return result


def drawn_in(opcodes: Iterable[Opcode], stretch: Stretch, pasted: Pasted) -> Span | None:
    """Where the article's words begin and end that stand for the pasted ones; None where none are equal.

    Of the runs of words that are equal in both, those at the ends are left out that stand so far from the rest that
    what is between costs more than they gain. Pasted words before the first run that is left, and behind the last,
    stand for as many of the same sentence. Linear time.
    """
    size = len(pasted.words.keys)
    runs = [each[1:] for each in opcodes if each[0] == "equal"]
    if not runs:
        return None
    begin = best_begin = best_end = runs[0]
    spent, least = AT_END * begin[0], AT_END * (size + begin[0] - begin[1])
    for before, run in pairwise(runs):
        spent += gap_cost((before[1], run[0], before[3], run[2]), pasted.ellipses)
        if AT_END * run[0] < spent:
            begin, spent = run, AT_END * run[0]
        if spent + AT_END * (size - run[1]) < least:
            least, best_begin, best_end = spent + AT_END * (size - run[1]), begin, run
    start = max(stretch.sentence(best_begin[2]).start, best_begin[2] - best_begin[0])
    return start, min(stretch.sentence(best_end[3] - 1).stop, best_end[3] + size - best_end[1])


def cost(opcodes: Iterable[Opcode], ellipses: Set[int]) -> int:
    """What all differences cost together."""
    return sum(gap_cost(span, ellipses) for tag, *span in opcodes if tag != "equal")


def gap_cost(gap: Sequence[int], ellipses: Set[int]) -> int:
    """What words cost that are not equal; nothing where an ellipsis stands for them."""
    a, b, c, d = gap
    return 0 if is_omission(gap, ellipses) else UNEQUAL * (b - a) + BETWEEN * (d - c)


def is_omission(gap: Sequence[int], ellipses: Set[int]) -> bool:
    """Whether nothing was pasted there but an ellipsis."""
    return gap[0] == gap[1] and gap[0] in ellipses


def without_omission(gap: Run, ellipses: Set[int]) -> Run:
    """The difference without what an ellipsis beside it stands for: the words for which none were pasted."""
    a, b, c, d = gap
    more = max(0, (d - c) - (b - a))
    if a in ellipses:
        c += more
    elif b in ellipses:
        d -= more
    return (a, b, c, d) if a < b or c < d else NOTHING


def differences(opcodes: Sequence[Opcode]) -> Iterator[Run]:
    """The spans that are not equal, those that touch joined."""
    open_spans: Run | None = None
    for tag, a, b, c, d in opcodes:
        if tag != "equal":
            open_spans = (open_spans[0], b, open_spans[2], d) if open_spans else (a, b, c, d)
        elif open_spans:
            yield open_spans
            open_spans = None
    if open_spans:
        yield open_spans


def between(spans: Sequence[Span], first: int, stop: int) -> Span:
    """Where the words from `first` to `stop` stand; for none, the place before the next one."""
    if first < stop:
        return spans[first][0], spans[stop - 1][1]
    at = spans[first][0] if first < len(spans) else spans[-1][1]
    return at, at


def likeness(pasted: Pasted, keys: Sequence[str], opcodes: Iterable[Opcode], weigh: Weigh) -> float:
    """The share of equal words, by weight, in both together (Dice); what an ellipsis stands for left out."""
    equal = total = 0
    for tag, a, b, c, d in opcodes:
        if tag == "equal" or not is_omission((a, b, c, d), pasted.ellipses):
            weight = sum(map(weigh, keys[c:d]))
            equal += weight if tag == "equal" else 0
            total += weight + (weight if tag == "equal" else sum(map(weigh, pasted.words.keys[a:b])))
    return 2 * equal / total if total else 0.0
