"""Runs a client beside the test, which is synchronous."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord
from discord.http import Route

T = TypeVar("T")


class Running:
    """A client in a thread of its own, until the block ends; `error` is what ended it, if anything did."""

    def __init__(self, bot: discord.Client, token: str) -> None:
        self.bot = bot
        self.error: BaseException | None = None
        self._token = token
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Running":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self.bot.close(), self._loop).result(10)
        self.join()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the client's loop, and wait for what it gives or raises."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def join(self) -> None:
        self._thread.join(10)
        assert not self._thread.is_alive(), "The client doesn't end."

    async def _live(self) -> None:
        async with self.bot:
            await self.bot.start(self._token)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                runner.run(self._live())
            except Exception as error:  # noqa: BLE001 - the test looks at it
                self.error = error


def request(running: Running, method: str, path: str, **more: Any) -> Any:
    """One request of the client to the API, as it makes them; gives the answer's JSON or raises what the client does."""
    return running.do(running.bot.http.request(Route(method, path), **more))


def said(text: str, **more: Any) -> dict[str, Any]:
    """The body of a message that pings nobody."""
    return {"content": text, "allowed_mentions": {"parse": []}, **more}
