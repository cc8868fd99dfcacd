"""Discord's limits, and the one place where text is cut to fit them.

The numbers are those of https://docs.discord.com/developers (message, component, embed and command resources), checked
at their edges by the tests' server. Discord doesn't say whether it counts code points or UTF-16 units. We count
units, which are never fewer, so that a text that fits here fits there.
"""

import unicodedata

import regex

from bot.reply import printable

MAX_CONTENT = 2_000
"""Of a message."""

MAX_BUTTON_LABEL = 80
MAX_CUSTOM_ID = 100

MAX_OPTIONS = 25
"""Of a select menu."""
MAX_OPTION_TEXT = 100
"""Of an option's label, value or description."""
MAX_SELECT_PLACEHOLDER = 150

MAX_MODAL_TITLE = 45
MAX_MODAL_LABEL = 45
MAX_MODAL_DESCRIPTION = 100
MAX_TEXT_INPUT = 4_000

MAX_CHOICES = 25
"""Of an autocompletion, or of a command's option."""
MAX_CHOICE_NAME = 100
MAX_CHOICE_VALUE = 100

ELLIPSIS = "…"
CHARACTER = regex.compile(r"\X")
"""What a reader takes for one character: UAX #29's extended grapheme cluster."""


def units(text: str) -> int:
    """How long Discord may take a text to be: its UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def fits(text: str, most: int) -> bool:
    return len(text) <= most and units(text) <= most


def clip(text: str, most: int) -> str:
    """The text, at most `most` units long; what had to be cut off is an ellipsis.

    It is cut between characters as a reader sees them, never between a backslash and what it escapes. Bold text is not
    closed: make it bold after cutting. Empty where there is no room for an ellipsis.
    """
    if fits(text, most):
        return text
    return _beginning(text, most - units(ELLIPSIS)) + ELLIPSIS if most >= units(ELLIPSIS) else ""


def choice_name(text: str) -> str:
    """The name of a choice: one line of 1 to 100 units; nobody's markup is read there."""
    return _name(text, MAX_CHOICE_NAME)


def button_label(text: str) -> str:
    """The label of a button: one line of 1 to 80 units; nobody's markup is read there."""
    return _name(text, MAX_BUTTON_LABEL)


def _name(text: str, most: int) -> str:
    """One line; Discord refuses a name in which there is nothing to see."""
    line = printable(text)
    seen = any(unicodedata.category(character) not in ("Cf", "Zs") for character in line)
    return clip(line, most) if seen else ELLIPSIS


def _beginning(text: str, most: int) -> str:
    """As many whole characters as `most` units hold, without white space at the end."""
    length, end = 0, 0
    for character in CHARACTER.finditer(text, endpos=most + 1):  # a unit more, to see where the last character ends
        length += units(character[0])
        if length > most:
            break
        if not character[0].isspace() and not _escapes(text, character.end()):
            end = character.end()
    return text[:end]


def _escapes(text: str, end: int) -> bool:
    """Whether the text before `end` ends in a backslash that escapes what comes next."""
    before = text[:end]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
