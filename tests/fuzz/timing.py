"""What holds for all: nothing takes longer than its length allows, and each refusal is a sentence."""

import time
from collections.abc import Callable

from bot.errors import BotError
from bot.reply import error, words_for

SECONDS = 1.0
"""Of processor time: what anything may take, whatever it is."""
SECONDS_PER_CHARACTER = 100e-6
"""And besides, for each character or byte."""


def in_time(work: Callable[[], object], length: int) -> None:
    """Do it. Raises AssertionError where it takes too long; the processor time of child processes isn't counted."""
    begun = time.process_time()
    work()
    took = time.process_time() - begun
    assert took < SECONDS + SECONDS_PER_CHARACTER * length, f"{took:.1f} s for {length:,} characters"


def is_worded(refused: BotError) -> None:
    """It says something, and can be said in Spanish too."""
    assert error(words_for("en"), refused)
    assert error(words_for("es"), refused)
