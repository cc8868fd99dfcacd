"""`/health` and `/metrics`, over HTTP, in the event loop of the bot."""

import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.errors import BotError, SettingRefused
from bot.model import Stock
from bot.monitoring.fresh import Fresh
from bot.monitoring.health import FRESH_SECONDS, Health
from bot.monitoring.numbers import Numbers

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
MAX_REQUEST_BYTES = 1024
"""Of a request's body: none is wanted."""
CLOSE_SECONDS = 1.0
"""How long a stop waits for whoever is reading."""


class Monitor:
    """Serves what an operator wants to know."""

    def __init__(self, numbers: Numbers, health: Health, measure: Callable[[], Coroutine[Any, Any, Stock]]) -> None:
        """`measure` looks at the library; it may raise what is below BotError."""
        self._numbers = numbers
        self._health = health
        self._stock = Fresh(measure, FRESH_SECONDS)

    @contextlib.asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """Serve meanwhile; gives the port, which is another one where `port` is 0. Raises SettingRefused."""
        runner = web.AppRunner(
            self._application(), access_log=None, handle_signals=False, shutdown_timeout=CLOSE_SECONDS
        )
        await runner.setup()
        try:
            try:
                site = web.TCPSite(runner, host, port)
                await site.start()
            except OSError as exc:
                reason = f"{host} port {port}: {exc.strerror or exc}."
                raise SettingRefused("BOT_MONITOR_PORT", reason) from exc
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()
            await self._health.close()
            await self._stock.close()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_REQUEST_BYTES)
        application.router.add_get("/health", self._tell_health)
        application.router.add_get("/metrics", self._tell_numbers)
        return application

    async def _tell_health(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's signature
        """200 where all is well; else 503, with the first reason in one line."""
        wrong = [each for each in await self._health.findings() if not each.sound]
        if not wrong:
            return web.json_response({"healthy": True}, headers=HEADERS)
        reason = " ".join(f"{wrong[0].subject}: {wrong[0].detail}".split())
        return web.json_response({"healthy": False, "reason": reason}, status=503, headers=HEADERS)

    async def _tell_numbers(self, request: web.Request) -> web.Response:  # noqa: ARG002
        try:
            self._numbers.stocked(await self._stock.get())
        except BotError:  # `/health` says why
            self._numbers.stock_unknown()
        return web.Response(body=self._numbers.text(), headers=HEADERS | {"Content-Type": CONTENT_TYPE_LATEST})
