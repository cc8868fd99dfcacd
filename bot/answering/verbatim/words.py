"""The words of a text in the form in which two copies of it are compared, and where each stands.

Two texts are the same word for word if their words are equal. A word is a run of letters, a number with its sign,
currency and percent sign, or another sign; in scripts without spaces each letter is one. What a copy changes without
changing a word makes no difference: white space, soft hyphens, quotation marks, the kinds of apostrophes and dashes,
ligatures and other compatibility forms (NFKC), punctuation that stands in no number, and Markdown in what was pasted.
Superscripts and fractions stay what they are: 10² is not 102.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

from bot.text import Span

NO_SPACES = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]"
LETTER = rf"[\p{{L}}--{NO_SPACES}]"
LETTERS = rf"{LETTER}[[\p{{L}}\p{{M}}]--{NO_SPACES}]*+"
MOST_MARKS = 30
"""Marks on one letter that are sorted into their order: sorting a heap of them takes quadratic time."""
NUMBER = (
    r"(?:(?<![\w-])[-+±<>≤≥≈~](?=[\p{Sc}\p{Nd}]))?(?:\p{Sc}\s*+-?(?=\p{Nd}))?"
    r"\p{Nd}++(?:[.,:'٫٬]\p{Nd}++)*+(?:\s*+(?:[%‰°]|\p{Sc}(?!\p{Nd})))?"
)
SIGN = r"[[\p{Sm}\p{Sc}\p{So}\p{No}\p{Nl}&@%‰§/]--[~|®©™<>\u25a0-\u25ff]]"
WORD = regex.compile(
    rf"{LETTERS}(?:'{LETTERS})*+|{NUMBER}|[{NO_SPACES}--\p{{M}}]\p{{M}}*+|{SIGN}", regex.VERSION1 | regex.DOTALL
)
INVISIBLE = r"[\p{Cf}\ufe00-\ufe0f\u034f\u0640]+"
JOINING = r"[\p{M}\p{NFKC_QC=M}\uff9e\uff9f]"
COMPOSED = rf"(?:\p{{NFKC_QC=N}}|.(?={JOINING})){JOINING}{{0,{MOST_MARKS}}}+"
STORED = regex.compile(rf"(?P<dropped>{INVISIBLE})|{COMPOSED}", regex.VERSION1 | regex.DOTALL)
MARKDOWN = (
    r"(?<![^\n])[ \t]*+>[> \t]*+"  # a block quote
    r"|\\(?=[!-/:-@\[-`{-~])|\*\*|__|~~|\|\|"
    r"|\]\(<?https?://[^\s()<>]*+>?\)"  # what follows the words of a link
)
BROKEN = regex.compile(r"[-‐]\r?\n[ \t>]*+")
"""Between the parts of a word that was broken at the end of a line: coali-\\ntion."""
PASTED = regex.compile(rf"(?P<dropped>{MARKDOWN}|{INVISIBLE})|{COMPOSED}", regex.VERSION1 | regex.DOTALL)
SEVERAL = regex.compile(r"[\p{L}\p{N}].*[^\p{L}\p{M}\p{N}]|[^\p{L}\p{M}\p{N}].*[\p{L}\p{N}]")
"""A sign that stands for several words, or for one with its point: ㏂. What is beside it is no part of them."""
ELLIPSIS = regex.compile(r"[\[(]\s?\.{3,}+\s?[\])]|\.{3,}+|\.(?:\s\.){2,}+|⋯")
KINDS = str.maketrans(dict.fromkeys("’‘ʼ‛`´ʹ", "'") | dict.fromkeys("‐‑‒–−", "-"))
KEPT = ("<super>", "<sub>", "<fraction>")
MOST_PIECES = 20
"""Between ellipses. A text with more of them is taken for one without: each piece is looked for by itself."""
SEPARATOR = "\x1f"


class Folded:
    """A text in normal form, that knows of each character where it came from."""

    def __init__(self, text: str, pattern: "regex.Pattern[str]") -> None:
        """`pattern` finds what has another form; its group `dropped` what has none."""
        self._starts: list[int] = []  # of the parts, in the normal form
        self._origins: list[Span] = []  # what a part was made from; one that is unchanged has its own length
        self._unchanged: list[bool] = []
        parts: list[str] = []
        length = position = 0
        for match in pattern.finditer(text):
            form = "" if match.lastgroup else composed(match.group())
            if form == match.group():
                continue
            for part, span, same in (
                (text[position : match.start()], (position, match.start()), True),
                (form, match.span(), False),
            ):
                self._add(length, span, same)
                parts.append(part)
                length += len(part)
            position = match.end()
        self._add(length, (position, len(text)), same=True)
        self.text = "".join((*parts, text[position:])).translate(KINDS)

    def _add(self, start: int, origin: Span, same: bool) -> None:
        self._starts.append(start)
        self._origins.append(origin)
        self._unchanged.append(same)

    def origin(self, start: int, end: int) -> Span:
        """The span of the text that the normal form's span, which is not empty, was made from."""
        if len(self._starts) == 1:
            return start, end
        return self._of(start)[0], self._of(end - 1)[1]

    def _of(self, at: int) -> Span:
        part = bisect_right(self._starts, at) - 1
        begin, end = self._origins[part]
        if not self._unchanged[part]:
            return begin, end
        offset = begin + at - self._starts[part]
        return offset, offset + 1


def composed(cluster: str) -> str:
    """A letter and its marks in the form NFKC; super- and subscripts and fractions as they are."""
    if unicodedata.decomposition(cluster[0]).startswith(KEPT):
        return cluster
    if cluster == "´":
        return "'"
    form = unicodedata.normalize("NFKC", cluster)
    if form[:1] == " ":  # an accent that stands by itself
        return " "
    return f" {form} " if SEVERAL.search(form) else form


@dataclass(frozen=True)
class Words:
    """The words of a text; `spans` are the places of `keys` in it, as it is stored."""

    keys: tuple[str, ...]
    spans: tuple[Span, ...]

    @cached_property
    def _joined(self) -> str:
        return SEPARATOR.join(("", *self.keys, ""))

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each word, and then the end, stands in what is joined."""
        offsets, position = [], 0
        for key in self.keys:
            offsets.append(position)
            position += len(key) + 1
        return [*offsets, position]

    def find(self, keys: Iterable[str], start: int) -> int | None:
        """The first place from `start` on at which these words stand; None where there is none. Linear time."""
        at = self._joined.find(SEPARATOR.join(("", *keys, "")), self._offsets[start])
        return None if at < 0 else bisect_right(self._offsets, at) - 1

    def find_last(self, keys: Iterable[str], stop: int) -> int | None:
        """The last place at which these words stand and end at `stop` or before."""
        at = self._joined.rfind(SEPARATOR.join(("", *keys, "")), 0, self._offsets[stop] + 1)
        return None if at < 0 else bisect_right(self._offsets, at) - 1


def words_of(folded: Folded, offset: int = 0) -> Words:
    """The words of a text that begins at `offset`."""
    found = [(key_of(match.group()), folded.origin(*match.span())) for match in WORD.finditer(folded.text)]
    return Words(tuple(key for key, _ in found), tuple((offset + start, offset + end) for _, (start, end) in found))


def key_of(word: str) -> str:
    """A number without the white space before its percent sign."""
    return word if word.isalpha() else "".join(word.split())


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted: its words, and the pieces between which it has an ellipsis."""

    text: str
    words: Words
    pieces: tuple[range, ...]  # of places in `words`; none is empty

    @property
    def ellipses(self) -> frozenset[int]:
        """The places of the words before which an ellipsis stands."""
        return frozenset(piece.start for piece in self.pieces[1:])


def read_pasted(text: str, known: Set[str]) -> list[Pasted]:
    """The ways to read a pasted text, the likeliest first: without Markdown, and as it stands where that differs.

    Words broken at the end of a line are joined that are `known` as one. None where there are no words.
    """
    formed, plain = read_as(text, PASTED, known), read_as(text, STORED, known)
    readings = [formed] if formed.words.keys == plain.words.keys else [formed, plain]
    return [each for each in readings if each.words.keys]


def read_as(text: str, pattern: "regex.Pattern[str]", known: Set[str]) -> Pasted:
    """The words of a pasted text and its pieces, in the normal form that `pattern` makes."""
    folded = Folded(text, pattern)
    words = unbroken(text, words_of(folded), known)
    starts = [start for start, _ in words.spans]
    cuts = [bisect_right(starts, folded.origin(*match.span())[0]) for match in ELLIPSIS.finditer(folded.text)]
    edges = [0, *cuts, len(starts)]
    pieces = tuple(range(a, b) for a, b in pairwise(edges) if a < b)
    return Pasted(text, words, pieces if len(pieces) <= MOST_PIECES else (range(len(starts)),))


def unbroken(text: str, words: Words, known: Set[str]) -> Words:
    """The words, those joined that were broken at the end of a line and are known as one."""
    keys: list[str] = []
    spans: list[Span] = []
    for key, (start, end) in zip(words.keys, words.spans, strict=True):
        if keys and keys[-1] + key in known and BROKEN.fullmatch(text, spans[-1][1], start):
            keys[-1], spans[-1] = keys[-1] + key, (spans[-1][0], end)
        else:
            keys.append(key)
            spans.append((start, end))
    return Words(tuple(keys), tuple(spans))


def read_stored(text: str, offset: int) -> Words:
    """The words of a stretch of an article that begins at `offset`."""
    return words_of(Folded(text, STORED), offset)


def other_case(word: str) -> str:
    """The word with its first letter in the other case: how a quote begins that is cut from a sentence."""
    swapped = word[:1].swapcase()
    return swapped + word[1:] if len(swapped) == 1 else word
