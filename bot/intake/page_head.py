"""Which lines of a pasted page stand above its article, and which of them is the headline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.intake.datelines import is_dateline
from bot.intake.page_lines import SURE, Kind, PageLine, PageLines, named_author
from bot.text.page_edges import bare, is_navigation

MAX_CANDIDATES = 50
"""Lines above the article among which its headline is looked for a second time."""
MAX_BETWEEN = 3
"""Labels between two lines of the page that are taken with them: a name, a place, a section."""
MIN_HEADLINE_WORDS = 4
SAME = 0.75
"""Share of the words of the shorter of two headlines that the other one has, where both are of one article."""
MIN_SAME_WORDS = 3
WEAK = (Kind.LABEL, Kind.HEADLINE)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines above an article, by their numbers."""

    aside: tuple[int, ...]
    title: int | None  # the headline; None: there is none among them
    standfirst: range  # lines that stay, though some that go stand below them
    body: int  # the first line of the article behind all these


NO_HEAD = Head((), None, range(0), 0)


def find_head(lines: PageLines, known: str | None = None) -> Head:
    """What stands above the article; `known` is its title, where something has told it already."""
    prose = next_prose(lines, 0)
    if prose == len(lines):
        return NO_HEAD
    is_told = any(lines[index].is_about for index in range(prose))
    below = range(0) if is_told else lines_below_standfirst(lines, prose)
    title = find_title(lines, [*range(prose), *below], prose, known)
    if title is None and known is None:
        below = range(0)
    head = widened(lines, taken(lines, prose, title, known), prose, below)
    marks = [lines[index] for index in head.aside if lines[index].kind is Kind.PAGE]
    if title is None and known is None:  # then what looks like a byline may be the title
        marks = [mark for mark in marks if named_author(mark.text) is None]
    if weight(marks) < SURE:
        return NO_HEAD
    return NO_HEAD if weight(undated(marks)) < SURE and is_diary(lines, head.body) else head


def next_prose(lines: PageLines, start: int) -> int:
    """The first line of prose from `start` on; the number of lines where there is none."""
    return next((index for index in range(start, len(lines)) if lines[index].kind is Kind.PROSE), len(lines))


def lines_below_standfirst(lines: PageLines, prose: int) -> range:
    """The lines from behind the first one of prose to the next, where one says who wrote the article, or when."""
    below = range(prose + 1, next_prose(lines, prose + 1))
    is_byline = any(lines[index].is_about for index in below)
    return below if is_byline and below.stop < len(lines) else range(0)


def find_title(lines: PageLines, zone: Sequence[int], prose: int, known: str | None) -> int | None:
    """The headline: the known one; else the first line that is long enough, or where it stands for the second time."""
    weak = [index for index in zone if lines[index].kind in WEAK]
    if known is not None:
        return next((index for index in weak if bare(lines[index].text) == bare(known)), None)
    above = below_menu(lines, [index for index in weak if index < prose])
    first = next((index for index in above if len(lines[index].text.split()) >= MIN_HEADLINE_WORDS), None)
    first = first_of_labels(lines, above) if first is None else first
    if first is None:
        return None
    words = words_of(lines[first])
    again = [index for index in weak[:MAX_CANDIDATES] if index > first and are_same(words, words_of(lines[index]))]
    return again[-1] if again else first


def below_menu(lines: PageLines, above: Sequence[int]) -> Sequence[int]:
    """The lines below the last entry of a menu, if there are any."""
    end = last_menu(lines, above[-1]) if above else 0
    return [index for index in above if index >= end]


def last_menu(lines: PageLines, below: int) -> int:
    """The line behind the last entry of a menu that stands above the line `below`; 0 where there is none."""
    return max((index + 1 for index in range(below) if is_navigation(lines[index].text)), default=0)


def first_of_labels(lines: PageLines, labels: Sequence[int]) -> int | None:
    """The label above the first line about the article, else the first of all."""
    if not labels:
        return None
    about = next((index for index in range(labels[-1]) if lines[index].is_about), len(lines))
    before = [index for index in labels if index < about]
    return (before if about < len(lines) and before else labels)[-1 if about < len(lines) and before else 0]


def words_of(line: PageLine) -> frozenset[str]:
    return frozenset(word.strip(".,:;!?|–—-“”\"'") for word in bare(line.text).split()) - {""}


def are_same(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(one), len(other))
    return fewer >= MIN_SAME_WORDS and len(one & other) >= SAME * fewer


def taken(lines: PageLines, prose: int, title: int | None, known: str | None) -> Head:
    """The lines above the first one of prose that go, as far as the last line of the page or a headline."""
    words = words_of(lines[title]) if title is not None and known is None else frozenset()
    headlines = {index for index in range(prose) if index == title or is_twin(lines[index], words)}
    pages = [index for index in range(prose) if lines[index].kind is Kind.PAGE]
    around_menu = range(0) if title is None else range(title if known else last_menu(lines, title))
    last = max([*headlines, *pages[-1:]], default=-1)
    aside: list[int] = []
    standfirst = range(0)
    for index in range(last + 1):
        line = lines[index]
        if line.kind is Kind.PAGE or index in headlines or index in around_menu:
            aside += [index] if index != title else []
        elif line.kind is Kind.LABEL and (is_above(index, title) or is_followed(lines, index, last)):
            aside.append(index)
        elif line.kind is Kind.LABEL or (standfirst and standfirst.stop != index):
            return Head(tuple(aside), title, standfirst, index)
        else:
            standfirst = range(standfirst.start if standfirst else index, index + 1)
    return Head(tuple(aside), title, standfirst, last + 1)


def is_twin(line: PageLine, words: frozenset[str]) -> bool:
    """Whether it is the same headline."""
    return line.kind in WEAK and are_same(words, words_of(line))


def is_above(index: int, title: int | None) -> bool:
    return title is not None and index < title


def is_followed(lines: PageLines, index: int, last: int) -> bool:
    """Whether one of the next lines is one of the page, with no more than a few labels between."""
    return any(lines[each].kind is Kind.PAGE for each in range(index + 1, min(index + MAX_BETWEEN, last) + 1))


def widened(lines: PageLines, head: Head, prose: int, below: range) -> Head:
    """With the lines below a standfirst that ends like a sentence, as far as the last one of the page."""
    pages = [index for index in below if lines[index].kind is Kind.PAGE or index == head.title]
    if not pages or head.standfirst or head.body > prose:
        return head
    more: list[int] = []
    for index in range(below.start, pages[-1] + 1):
        line = lines[index]
        if line.kind in WEAK and index != head.title and not is_followed(lines, index, pages[-1]):
            return Head((*head.aside, *more), head.title, range(head.body, below.start), index)
        more += [index] if index != head.title else []
    return Head((*head.aside, *more), head.title, range(head.body, below.start), pages[-1] + 1)


def weight(marks: Iterable[PageLine]) -> int:
    """How sure it is that these lines are a page's: each wording counts once."""
    return sum({bare(mark.text): mark.weight for mark in marks}.values())


def undated(marks: Iterable[PageLine]) -> list[PageLine]:
    return [mark for mark in marks if not is_dateline(mark.text)]


def is_diary(lines: PageLines, start: int) -> bool:
    """Whether more dates stand over what follows: then the first is not that of all."""
    return any(is_dateline(lines.whole(index)) for index in range(start, len(lines)))
