"""Text that a terminal or Discord would obey, and how to see that none of it is left."""

import unicodedata

from hypothesis import strategies as st

from tests.hostile import TEXTS

HARMFUL = (
    "\x00\x07\x08\x1b\x7f\x80\x85\x9b\x9d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ud800\udfff\r\v\f\x1c"
)
WILD = st.one_of(st.text(), st.text(st.sampled_from(HARMFUL + "ab \n\t\u2028{}[]")), TEXTS)


def is_harmless(text: str) -> bool:
    return not any(
        unicodedata.category(character) in ("Cc", "Cs") or unicodedata.bidirectional(character) in
        ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for character in text
    )  # fmt: skip
