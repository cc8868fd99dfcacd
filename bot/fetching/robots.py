"""What sites ask of programs in their robots.txt: RFC 9309."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from bot.errors import FetchRefused, Phrase
from bot.fetching import refusals
from bot.fetching.agent import NAME
from bot.fetching.fetcher import Fetcher
from bot.fetching.places import Place, place
from bot.fetching.values import Fetched

KEPT_SECONDS = 24 * 60 * 60
"""RFC 9309, section 2.4."""
UNREADABLE_SECONDS = 10 * 60
"""For so long, at least, a site is left alone whose robots.txt can't be had."""
MAX_BYTES = 500 * 1024
"""What is read of one: RFC 9309, section 2.5."""
MAX_SITES = 1000
MAX_KEPT = 1_000_000
"""Characters of all that are kept; in memory one takes some 40 bytes at worst."""
AGENT_LINE = re.compile(r"\s*user(?:-|\s+)?agent\s*[:\s]\s*([^\s#]*)", re.IGNORECASE)
PRODUCT = re.compile(r"[a-z_-]*", re.IGNORECASE)
"""RFC 9309, section 2.2.1."""
NOBODY = "nobody"


@dataclass(frozen=True)
class _Rules:
    """What a site asks; nothing where it has no robots.txt."""

    rules: Protego


@dataclass(frozen=True)
class _Unreadable:
    """Why there is no telling what a site asks, so that nothing is fetched."""

    reason: Phrase
    retry_after_seconds: int


@dataclass(frozen=True)
class _Kept:
    """What is known of a site, how many characters that is, and until when."""

    known: _Rules | _Unreadable
    size: int
    until: float


class Robots:
    """Asks sites once a day what they ask of programs. Any thread may call it."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds that only ever grow."""
        self._fetcher = fetcher
        self._clock = clock
        self._lock = threading.Lock()
        self._sites: OrderedDict[str, _Kept] = OrderedDict()
        """By origin, the one asked for longest ago first."""

    def allowed(self, url: str) -> bool:
        """Whether the site lets the bot fetch this just now. Raises Stopping, as the fetcher does."""
        try:
            self.require(url)
        except FetchRefused:
            return False
        return True

    def require(self, url: str) -> None:
        """Raises FetchRefused where the site doesn't let the bot fetch this, and where there is no telling."""
        there = place(url)
        known = self._known(there)
        if isinstance(known, _Unreadable):
            raise FetchRefused(known.reason, retry_after_seconds=known.retry_after_seconds)
        if not known.rules.can_fetch(there.url, NAME):
            raise refusals.robots_forbid(there.host)

    def _known(self, there: Place) -> _Rules | _Unreadable:
        with self._lock:
            kept = self._sites.get(there.origin)
            if kept and self._clock() < kept.until:
                self._sites.move_to_end(there.origin)
                return kept.known
        fresh = self._asked(there)
        with self._lock:
            self._sites[there.origin] = fresh
            self._sites.move_to_end(there.origin)
            while len(self._sites) > MAX_SITES or sum(each.size for each in self._sites.values()) > MAX_KEPT:
                self._sites.popitem(last=False)
        return fresh.known

    def _asked(self, there: Place) -> _Kept:
        try:
            came = self._fetcher.fetch(f"{there.origin}/robots.txt", accept="text/plain,*/*;q=0.1")
        except FetchRefused as refused:
            if 400 <= refused.status < 500 and refused.status != 429:
                return self._kept(_Rules(Protego.parse("")), 0, KEPT_SECONDS)
            return self._unreadable(there, refused)
        text = for_us(came.data[:MAX_BYTES].decode("utf-8-sig", "replace")) if isinstance(came, Fetched) else ""
        return self._kept(_Rules(Protego.parse(text)), len(text), KEPT_SECONDS)

    def _unreadable(self, there: Place, refused: FetchRefused) -> _Kept:
        pause = min(max(refused.retry_after_seconds, UNREADABLE_SECONDS), KEPT_SECONDS)
        reason = refusals.robots_unreadable(there.host, pause).reason if refused.status else refused.reason
        return self._kept(_Unreadable(reason, pause), 0, pause)

    def _kept(self, known: _Rules | _Unreadable, size: int, seconds: int) -> _Kept:
        return _Kept(known, size, self._clock() + seconds)


def for_us(text: str) -> str:
    """A robots.txt with every program in it called either by our name, `*`, or one and the same other name.

    A stranger's may name a hundred thousand, and the parser multiplies them with their rules.
    """
    return "\n".join(_renamed(line) for line in text.splitlines())


def _renamed(line: str) -> str:
    named = AGENT_LINE.match(line)
    if not named:
        return line
    product = PRODUCT.match(named[1])
    ours = product is not None and product[0].lower() == NAME.lower()
    return "User-agent: " + ("*" if named[1] == "*" else NAME if ours else NOBODY)
