"""A sentence within its paragraph."""

import re
from dataclasses import dataclass

AROUND = 700
"""Code points shown on either side of a sentence at the most."""
CUT_WORD_BEFORE, CUT_WORD_AFTER = re.compile(r"\A\S{0,30}\s+"), re.compile(r"\s+\S{0,30}\Z")
"""What is left of a word that was cut through, where words have spaces between them."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`before + sentence + after` is cut from the article's text."""

    before: str
    sentence: str
    after: str
    cut_before: bool  # whether the paragraph begins earlier
    cut_after: bool


def paragraph(text: str, start: int, end: int, around: int = AROUND) -> Excerpt:
    """The sentence `text[start:end]` with the rest of its paragraph: what stands between two blank lines.

    At most `around` code points on either side, and no halves of words.
    """
    lower, upper = max(0, start - around), min(len(text), end + around)
    blank_before, blank_after = text.rfind("\n\n", lower, start), text.find("\n\n", end, upper)
    before = text[blank_before + 2 if blank_before >= 0 else lower : start]
    after = text[end : blank_after if blank_after >= 0 else upper]
    cut_before, cut_after = blank_before < 0 < lower, blank_after < 0 and upper < len(text)
    return Excerpt(
        before=(CUT_WORD_BEFORE.sub("", before) if cut_before else before).lstrip(),
        sentence=text[start:end],
        after=(CUT_WORD_AFTER.sub("", after) if cut_after else after).rstrip(),
        cut_before=cut_before,
        cut_after=cut_after,
    )
