"""Here is a string: give me its sentences with their offsets, and its terms.

`segmentation` cuts text into passages and sentences (by `sentences`, without the page `furniture`), and `reference`
says which of these do not stand by themselves; `analysis` makes the terms that are indexed and looked up, with what
`languages` knows of each language; `detection` sees which one a text is in, `guessing` which one a question is in;
`sketches` tells how alike two texts are.
All are pure. None knows what an article is, reads a file of a user's, or ranks anything.
"""

from bot.text.analysis import Analyzer
from bot.text.detection import detect_language
from bot.text.languages import is_small_word
from bot.text.reference import is_heading, opens_with_pronoun
from bot.text.segmentation import PassageSpan, segment
from bot.text.sentences import Span

__all__ = [
    "ANALYSIS_VERSION",
    "Analyzer",
    "PassageSpan",
    "Span",
    "detect_language",
    "is_heading",
    "is_small_word",
    "opens_with_pronoun",
    "segment",
]

ANALYSIS_VERSION = 3
"""Raise it when spans or terms come out differently: libraries are then cut and indexed again by themselves."""
