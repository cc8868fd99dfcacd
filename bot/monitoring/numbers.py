"""What is counted and measured, in the words of Prometheus. No number has a label that strangers can make more of."""

from collections.abc import Callable
from enum import StrEnum
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

from bot.model import Stock

ANSWER_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds; 2 is what 99 of 100 answers have to keep to."""
ACKNOWLEDGEMENT_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; 1 is what 99 of 100 have to keep to, and after 3 Discord says that the bot did not respond."""


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    REFUSED = "refused"  # nothing to look up, too long, or of an article that isn't there
    FAILED = "failed"  # the bot's own fault


class Numbers:
    """The numbers of one bot, in a registry of its own. Any thread may call it; a call takes some microseconds."""

    def __init__(self, version: str = "") -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        Info("verbatim_build", "The bot's version.", registry=self._registry).info({"version": version})
        self._questions = self._counter("questions", "Questions, by what became of them.", ("outcome",))
        self._answer_seconds = self._histogram(
            "answer_seconds", "From hearing a question to its answer.", ANSWER_BUCKETS
        )
        self._acknowledgement_seconds = self._histogram(
            "acknowledgement_seconds", "From a command to the first word to Discord.", ACKNOWLEDGEMENT_BUCKETS
        )
        self._connected = self._gauge("gateway_connected", "1 where the shard is connected to Discord.", ("shard",))
        self._queue = self._gauge("queue_length", "Questions, presses and forms that were begun and are not finished.")
        self._articles = self._gauge("articles", "Articles on all shelves; NaN where the library can't tell.")
        self._behind = self._gauge("index_changes_behind", "Changes that can't be searched yet; NaN as above.")
        self._feeds = self._counter("feed_checks", "Looks at feeds, by whether they could be read.", ("outcome",))
        self._not_helpful = self._counter("not_helpful", "Answers that somebody marked as not helpful.")
        self._cooldowns = self._counter("cooldowns", "Questions put off, as too many were asked.", ("who",))
        self._begin_at_zero()

    def asked(self, outcome: Outcome, seconds: float) -> None:
        """A question was dealt with, so long after it was heard."""
        self._questions.labels(outcome.value).inc()
        self._answer_seconds.observe(seconds)

    def acknowledged(self, seconds: float) -> None:
        """Discord got the first word on a question that was asked by a command, so long after that was heard of."""
        self._acknowledgement_seconds.observe(seconds)

    def connected(self, shard: int) -> None:
        """A shard has its connection to the gateway, or has it back."""
        self._connected.labels(str(shard)).set(1)

    def disconnected(self, shard: int) -> None:
        self._connected.labels(str(shard)).set(0)

    def watch_queue(self, length: Callable[[], int]) -> None:
        """`length()` is asked whenever the numbers are read: how much was begun and is not finished."""
        self._queue.set_function(length)

    def feed_read(self) -> None:
        self._feeds.labels("read").inc()

    def feed_failed(self) -> None:
        self._feeds.labels("failed").inc()

    def marked_not_helpful(self) -> None:
        self._not_helpful.inc()

    def cooled_down(self, who: Literal["person", "server", "presser"]) -> None:
        """Somebody was told to wait: for his own questions, those of his server, or his presses."""
        self._cooldowns.labels(who).inc()

    def stocked(self, stock: Stock) -> None:
        self._articles.set(stock.articles)
        self._behind.set(stock.behind)

    def stock_unknown(self) -> None:
        """The library can't say what it holds."""
        self._articles.set(float("nan"))
        self._behind.set(float("nan"))

    def text(self) -> bytes:
        """All of it, in Prometheus' text format, version 0.0.4, in UTF-8."""
        return generate_latest(self._registry)

    def _begin_at_zero(self) -> None:
        """Each label's value is there from the start: what begins to exist with its first event has no rate."""
        for outcome in Outcome:
            self._questions.labels(outcome.value)
        for read in ("read", "failed"):
            self._feeds.labels(read)
        for who in ("person", "server", "presser"):
            self._cooldowns.labels(who)
        self.stock_unknown()

    def _counter(self, name: str, help: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(f"verbatim_{name}", help, labels, registry=self._registry)

    def _gauge(self, name: str, help: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"verbatim_{name}", help, labels, registry=self._registry)

    def _histogram(self, name: str, help: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"verbatim_{name}", help, buckets=buckets, registry=self._registry)
