"""What a screen would obey becomes a visible sign: text from articles, questions and file names is a stranger's."""

import unicodedata

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn around the order in which the rest of a line is shown."""


def printable(text: str, line_breaks: bool = False) -> str:
    """The text on one line (or with its line breaks), with nothing that a screen would obey.

    Control characters, halves of surrogate pairs and marks that reverse the reading order become visible signs.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n") if line_breaks else " ".join(text.split())
    return "".join(visible(character) for character in text)


def visible(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    if character < "\x20":
        return chr(0x2400 + ord(character))
    if unicodedata.category(character) in ("Cc", "Cs") or character in OVERRIDES:
        return "\ufffd"
    return character
