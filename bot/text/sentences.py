"""The sentences of a line or paragraph.

Where one may end is found by its marks in languages that have a table of abbreviations here, else by sentencex.
Whether it ends there is judged by the word before, by what follows, and by the quotation or bracket around it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sentencex

from bot.text.abbreviations import EMPTY, Kind, Table, kind_of, read_table
from bot.text.enclosures import enclosing, enclosures
from bot.text.languages import fold

Span = tuple[int, int]
"""Half-open, in code points."""
Mark = tuple[int, int, int]
"""Where a sentence may end: the start of its marks, their end, and the end of what closes behind them."""

MAX_WINDOW = 5_000
"""Code points that sentencex looks at together: it takes quadratic time over open quotation marks."""
CUT_BY_WINDOW = 3
"""How many sentences at the end of such a part are looked at again: a quotation of a few sentences is one."""
PLAIN_SPACES = dict.fromkeys(map(ord, "\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), " ") | dict.fromkeys(
    range(0x2000, 0x200B), " "
)
"""White space before the point of an initial at which sentencex panics (1.0.32)."""
LOOK_BACK = 40
"""Code points before a mark that hold the word, or the few, that are judged."""
LOOK_AHEAD = 6
"""Code points behind it that tell more of that word."""
MAX_LIST_NUMBER = 8
"""Code points of the number of an item, with its marks."""

SPACED = ".!?…‥"  # these end a sentence where white space follows
UNSPACED = "。！？｡؟۔।॥‼⁇⁈⁉։።။។៕"  # and these wherever they stand
CLOSERS = r"”“’‘»«›\"'）)\]}」』》】〉"
EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d"
UPPER, LOWER = "A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω", "a-zß-öø-ÿа-яёα-ω"
HAN_KANA = "\u3040-\u30ff\u3400-\u9fff"
MARKS = re.compile(
    rf"[{SPACED}{UNSPACED}](?:"
    # a run of marks, which is looked at once, the dots of one with spaces between them, and what closes
    rf"(?<=[{SPACED}])(?<![{SPACED}]{{2}})"
    rf"(?P<run>[{SPACED}]*+(?:(?:[ \u00a0]\.){{2,20}}+|(?:[ \u00a0][!?…]++){{1,20}}+)?+)"
    rf"(?:[{CLOSERS}]*+(?=[\s\[¹²³⁰⁴-⁹{EMOJI}]|:\d|\Z)|(?<=[!?])(?=[{HAN_KANA}]))"
    # a space is missing
    rf"|(?:(?<=[{LOWER}][{LOWER}][.!?])|(?<=\s\.))(?=[{UPPER}][{LOWER}]*+[ ,])"
    rf"|(?<=[{UNSPACED}])[{UNSPACED}]*+[{CLOSERS}]*+)"
)
MARKS_AT_END = re.compile(rf"([{SPACED}{UNSPACED}]++)[{CLOSERS}]*+\Z")
REFERENCE = r"\[[^\[\]\n]{1,40}\]|:\d{1,4}(?:[–,:-]\d{1,4}){0,9}+|[¹²³⁰⁴-⁹]{1,6}+"  # joined to the marks
SPACED_REFERENCE = r" \[(?:\d{1,3}(?:[,–-] ?\d{1,3}){0,9}|[a-z]|citation needed)\]"
TRAILING = re.compile(
    rf"(?:(?:{REFERENCE}|{SPACED_REFERENCE}){{1,20}}+|(?: ?[{EMOJI}])++|[ \u00a0](?:[”’»)\]\"]|''?)(?=\s|\Z))*+"
)
BEGINNING = re.compile(r"\s*+(?:\[(?:…|\.{3})\] ?|[¿¡\"“„«‹‘‚'`([{—–…-][ \u00a0]?|[”»](?=\S)|\.(?=[.\w])){0,8}+")
SPACE = re.compile(r"\s*+")
WORD = re.compile(r"[^\W\d_]++")
CAMEL_CASE = re.compile(r"[a-z]{1,2}[A-Z]")
ROMAN = re.compile(r"[IVXLC]{1,6}\b")
SHORT_ORDINAL = re.compile(r"\d{1,2}\.")
LIST_NUMBER = re.compile(r"\s*+\(?(?:\d{1,3}|[A-Za-z]|[IVXLC]{1,5})[.)]+")
SPEAKER = re.compile(r"\s++(?:[A-Z]\S{0,30}\s{1,2}){1,4}+([a-z]+)")
QUOTED_ON = re.compile(
    r"と|って|など|[^。！？，：；“”「」没沒不\s]{0,8}?(?:说|說|问|問|道|表示|称|稱|喊|回答|写道|寫道)"
)
SIGNATURE = re.compile(r"\s[–—―-]{1,2}\s?[^\W\d_]")
YEAR = re.compile(r"\s\(\d{4}\b")  # behind a title
DOTS = frozenset(".…‥")
GOES_ON = frozenset(",;:)]}%”».!?、，；：،؛")
QUOTES = frozenset("”“’‘»›\"'」』")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is read."""

    table: Table
    enclosed: list[Span]  # quotations and brackets that are kept whole
    small_openers: bool = False  # whether a small letter may open a sentence


def split(text: str, language: str) -> list[Span]:
    """The sentences of `text`, without the white space around them; nothing else is left out."""
    table = read_table(language)
    marks = boundaries(text, language) if table is None else find_marks(text, 0, len(text))
    return list(pieces(text, 0, len(text), marks, Reading(table or EMPTY, enclosures(text))))


def split_long(text: str, start: int, stop: int, language: str) -> list[Span]:
    """The sentences of a span that is too long for one: within quotations too, and in small letters."""
    reading = Reading(read_table(language) or EMPTY, [], small_openers=True)
    return list(pieces(text, start, stop, find_marks(text, start, stop), reading))


def pieces(text: str, start: int, stop: int, marks: Iterable[Mark], reading: Reading) -> Iterator[Span]:
    """text[start:stop], cut at those of `marks` that end a sentence, white space between them left out."""
    start, stop = trim(text, start, stop)
    for mark in marks:
        end = whole_end(text, mark, reading.enclosed) if reading.enclosed else after_trailing(text, mark[2])
        if end is not None and start < end < stop and ends(text, start, mark, end, reading):
            yield start, end
            start = after_space(text, end)
    if start < stop:
        yield start, stop


def trim(text: str, start: int, stop: int) -> Span:
    """The span without the white space at either end; empty where there is nothing else."""
    stop = start + len(text[start:stop].rstrip())
    return min(after_space(text, start), stop), stop


def is_finished(line: str) -> bool:
    """Whether a line ends with the mark of a sentence."""
    return MARKS_AT_END.search(line, max(0, len(line) - LOOK_BACK)) is not None


def after_space(text: str, at: int) -> int:
    """The first position from `at` on where there is no white space."""
    space = SPACE.match(text, at)
    return space.end() if space else at


def find_marks(text: str, start: int, stop: int) -> Iterator[Mark]:
    """The marks in text[start:stop] that may end a sentence."""
    for match in MARKS.finditer(text, start, stop):
        at = match.start()
        yield at, match.end("run") if match.lastindex else at + 1, match.end()


def boundaries(text: str, language: str) -> Iterator[Mark]:
    """Where sentencex ends a sentence, a window at a time.

    The last ones of a window may have been cut by its end, so the next window begins with them.
    """
    spaced = text.translate(PLAIN_SPACES)
    start = 0
    while start < len(text):
        found = sentencex.get_sentence_boundaries(language, spaced[start : start + MAX_WINDOW])
        stops = [start + each["end_index"] for each in found]
        if start + MAX_WINDOW < len(text) and len(stops) > CUT_BY_WINDOW:
            del stops[-CUT_BY_WINDOW:]
        for stop in stops:
            yield mark_before(text, max(start, stop - LOOK_BACK), stop)
        start = stops[-1] if stops else start + MAX_WINDOW


def mark_before(text: str, start: int, stop: int) -> Mark:
    """The marks at the end of text[start:stop], white space left out; it may end without any."""
    piece = text[start:stop].rstrip()
    end = start + len(piece)
    marks = MARKS_AT_END.search(piece)
    return (start + marks.start(), start + marks.end(1), end) if marks else (end, end, end)


def whole_end(text: str, mark: Mark, enclosed: list[Span]) -> int | None:
    """The end of the sentence with all that belongs to it; None within a quotation or brackets."""
    marks, stop, end = mark
    around = enclosing(enclosed, marks)
    if around:
        opening, closing = around
        if opening == marks - 1:
            return None  # (!)  […]
        if closing >= end:
            if text[stop:closing].strip():
                return None
            end = closing + 1
    return after_trailing(text, end)


def after_trailing(text: str, end: int) -> int:
    """The end with the references and the like that follow it."""
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isalnum():
        return end  # so it is nearly always, and a pattern takes longer
    trailing = TRAILING.match(text, end)
    return trailing.end() if trailing else end


def ends(text: str, start: int, mark: Mark, end: int, reading: Reading) -> bool:
    """Whether the sentence that begins at `start` ends at `end`."""
    marks, stop, _ = mark
    if text[marks] in UNSPACED:
        return ends_unspaced(text, end)
    at = beginning(text, end)
    first = text[at : at + 1]
    if not first:
        return True
    if first in GOES_ON or text[end] == "[" or YEAR.match(text, end):
        return False
    if is_signed(text, end, at, reading.table):
        return False
    if text[end].isupper():
        return lacks_space(text, marks, end, reading.table)
    if first.islower() and goes_on_small(text, start, at, reading):
        return False
    if stop - marks == 1 and text[marks] == ".":
        return ends_at_point(text, start, marks, at, reading.table)
    if first.isdigit() and text[stop - 1] in DOTS:
        return False
    return not is_marked_name(text, stop, at, reading.table) and not is_spoken(text, end, at, reading.table)


def beginning(text: str, at: int) -> int:
    """Where the first word, number or sign behind `at` is, opening marks left out."""
    if text[at : at + 1] == " " and text[at + 1 : at + 2].isalnum():
        return at + 1
    match = BEGINNING.match(text, at)
    return match.end() if match else at


def ends_unspaced(text: str, end: int) -> bool:
    """Whether a mark that needs no space behind it ends a sentence."""
    if text[end] in GOES_ON:
        return False
    return not (text[end - 1] in QUOTES and QUOTED_ON.match(text, end))


def lacks_space(text: str, marks: int, end: int, table: Table) -> bool:
    """Whether a space was forgotten behind the mark: not in the name of a file and the like."""
    before = text[max(0, marks - LOOK_BACK) : marks].split()
    return not before or (before[-1].isalpha() and before[-1].islower()) or opens_sentence(text, end, table)


def goes_on_small(text: str, start: int, at: int, reading: Reading) -> bool:
    """Whether the small letter at `at` goes on with the sentence: not in text that knows no capitals, nor iPhone."""
    if reading.small_openers or CAMEL_CASE.match(text, at):
        return False
    return not text[beginning(text, start)].islower()


def opens_sentence(text: str, at: int, table: Table) -> bool:
    """Whether the word at `at` is one that opens sentences, rather than a name or an initial."""
    word = WORD.match(text, at)
    if word is None or fold(word.group(), table.language) not in table.openers:
        return False
    return len(word.group()) > 1 or text[word.end() : word.end() + 1] != "."


def ends_at_point(text: str, start: int, point: int, at: int, table: Table) -> bool:
    """Whether a single point ends the sentence; what follows it begins at `at`."""
    if point - start < MAX_LIST_NUMBER and LIST_NUMBER.fullmatch(text, start, point + 1):
        return False
    kind = kind_of(text[max(start, point - LOOK_BACK) : point], text[at : at + LOOK_AHEAD], table)
    if kind is None or text[at].islower():
        return kind is None
    if not text[at].isalpha():
        if kind is Kind.INITIAL:
            return "(" not in text[point + 1 : at]
        return kind is Kind.ORDINAL and not SHORT_ORDINAL.match(text, at)
    match kind:
        case Kind.WITHIN:
            return False
        case Kind.LAST:
            return True
        case Kind.NUMBER:
            return ROMAN.match(text, at) is None
        case Kind.CLOCK:
            word = WORD.match(text, at)
            return word is None or word.group().casefold() not in table.after_clock
        case _:
            return opens_sentence(text, at, table)


def is_signed(text: str, end: int, at: int, table: Table) -> bool:
    """Whether the name of who said it follows a dash: “Done.” – John Marsh"""
    return text[end - 1] in QUOTES and SIGNATURE.match(text, end) is not None and not opens_sentence(text, at, table)


def is_marked_name(text: str, stop: int, at: int, table: Table) -> bool:
    """Whether the mark belongs to a name: Yahoo! Inc."""
    if not table.marked:
        return False
    words = text[max(0, stop - LOOK_BACK) : stop].split()
    return words[-1] in table.marked and not opens_sentence(text, at, table)


def is_spoken(text: str, end: int, at: int, table: Table) -> bool:
    """Whether the one who said it is named next: “Why?” Ms. Ortiz asked."""
    if not table.said or text[end - 1] not in QUOTES or opens_sentence(text, at, table):
        return False
    speaker = SPEAKER.match(text, end)
    return speaker is not None and speaker[1] in table.said
