"""Text, bytes and front matter of people who mean no good, and of scripts that we can't read ourselves."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.errors import BotError

T = TypeVar("T")

QUICK = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
THOROUGH = settings(QUICK, max_examples=150)

FRAGMENTS = (
    "He left. ", "Dr. ", "at 5 p.m. Friday ", "U.S. ", "the US ", "“Yes.” ", "... ", "… ", "。", "？", "؟ ", "- ", "• ",
    "\n", "\r\n", "\r", "\n\n", "\n \n", "\x85", "\u2028", "\u2029", "\v", "\f", "\x1c", "\x1f", "\x00", "\t", "\u3000",
    "\u00a0", "\u200b", "\u00ad", "\u202e", "\ufeff", "👩‍👩‍👧", "👍🏽", "漢字", "ไทย", "مرحبا ", "ﷺ", "e\u0301", "É", "İ", "ı",
    "ß", "ŉ", "1. ", "3.5 ", "2,500 ", "2,500km ", "٢٥٠٠ ", "(", "“", "[1] ", "a", "B", " ", ". ", "! ", "No. ", "A. B. ",
    "word " * 30, "x" * 300, "x" * 70 + "\n", "> ", "; ", ", ", "http://a.b/c?d ", "'s ", "United States ", "½", "_", "‿",
)  # fmt: skip
CLEAN = st.characters(codec="utf-8")
TEXTS = st.one_of(
    st.text(CLEAN),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(CLEAN, max_size=5)), max_size=30).map("".join),
)
"""Any text without halves of surrogate pairs, leaning to what trips those who cut text."""
LANGUAGES = st.sampled_from(
    ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "ru", "tr", "ar", "zh", "ja", "th", "my", "hi", "el", "und", "xx")
)


FIRST, LAST = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001 - hypothesis adds the zone
"""Between these any moment has a day in UTC."""


def tried(work: Callable[[], T]) -> T | BotError:
    """What `work` returns, or our error; any other is raised on."""
    try:
        return work()
    except BotError as refused:
        return refused


def seconds(work: Callable[[], object]) -> float:
    """How much processor time `work` takes: another process doesn't spoil it, nor what other tests have left behind.

    To look through that for garbage takes a second, late in a long run.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        if collecting:
            gc.enable()


def alone(code: str, timeout_seconds: float = 3.0) -> str:
    """What `code` prints in a process of its own, with 1 GiB and some seconds: it may crash, hang or eat memory."""
    limits = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
    try:
        done = subprocess.run(
            [sys.executable, "-c", limits + code], capture_output=True, text=True, timeout=timeout_seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return f"still busy after {timeout_seconds} s"
    return done.stdout.strip() if done.returncode == 0 else f"exit {done.returncode}: {done.stderr[-300:]}"
