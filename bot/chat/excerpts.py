"""A sentence within its paragraph."""

from dataclasses import dataclass

AROUND = 700
"""Code points shown on either side of a sentence at the most."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`before + sentence + after` is cut from the article's text."""

    before: str
    sentence: str
    after: str
    cut_before: bool  # whether the paragraph begins earlier
    cut_after: bool


def paragraph(text: str, start: int, end: int) -> Excerpt:
    """The sentence `text[start:end]` with the rest of its paragraph: what stands between two blank lines."""
    lower, upper = max(0, start - AROUND), min(len(text), end + AROUND)
    first = max(text.rfind("\n\n", lower, start) + 2, lower) if "\n\n" in text[lower:start] else lower
    blank = text.find("\n\n", end, upper)
    last = blank if blank >= 0 else upper
    return Excerpt(
        before=text[first:start].lstrip(),
        sentence=text[start:end],
        after=text[end:last].rstrip(),
        cut_before=first == lower > 0,
        cut_after=blank < 0 and upper < len(text),
    )
