"""The loopback server: a thread with its own event loop, one a process, a fresh world a test."""

import asyncio
import socket
import threading

from aiohttp import web

from tests.chat.loopback import guard, http
from tests.chat.loopback.judge import load_judge
from tests.chat.loopback.pointing import point_client_at
from tests.chat.loopback.world import World


class Loopback:
    """Made by `start`. `world` is the current test's."""

    def __init__(self) -> None:
        self.port = 0
        self.world: World | None = None
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loopback", daemon=True)

    @classmethod
    def start(cls) -> "Loopback":
        """Listen on a free port of 127.0.0.1, point this process's client there, and refuse all other connections."""
        guard.install()
        server = cls()
        server._thread.start()
        assert server._started.wait(10), "The loopback server doesn't start."
        point_client_at(server.port)
        return server

    def stop(self) -> None:
        """End the thread; what is connected is cut."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def new_world(self, *, shards: int = 1, granted: tuple[str, ...] = ()) -> World:
        """A fresh Discord in the place of the last one, whose connections are cut."""
        if self.world is not None:
            self.world.offline = True
            self.world.sessions.drop_all()
        guard.strays()
        point_client_at(self.port)  # again: another server may have been started since
        self.world = World(self.port, shards=shards, granted=granted)
        return self.world

    @staticmethod
    def unused_port() -> int:
        """A port on which nobody listens: connections to it are refused."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
            return port

    def _current(self) -> World:
        assert self.world is not None, "Make a world first: Loopback.new_world()."
        return self.world

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._begin())
        self._started.set()
        self._loop.run_forever()

    async def _begin(self) -> None:
        self._runner = web.AppRunner(
            http.application(self._current, load_judge()), access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _end(self) -> None:
        if self.world is not None:
            self.world.sessions.drop_all()
        if self._runner is not None:
            await self._runner.cleanup()
